//! The languages of the app and which one is read now.

use crate::platform::lasting::Lasting;

#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Locale {
    ZhCn,
    /// Made from `ZhCn` by `cargo xtask words`, and looked at.
    ZhTw,
    En,
    /// Machine-made and not reviewed yet (docs/decisions/0026-languages.md).
    Ar,
    /// English with every text marked: shows which words do not come from a catalogue.
    Pseudo,
}

impl Locale {
    /// The languages a reader can choose.
    pub const OFFERED: [Locale; 4] = [Locale::ZhCn, Locale::ZhTw, Locale::En, Locale::Ar];

    /// BCP 47 tag, as in `lang`, in storage and in addresses.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
            Self::En => "en",
            Self::Ar => "ar",
            Self::Pseudo => "en-XA",
        }
    }

    /// Which way its lines run, as `dir` says it.
    pub fn direction(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }

    /// The language whose catalogue and whose formats are used.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
            Self::En | Self::Pseudo => "en",
            Self::Ar => "ar",
        }
    }

    /// The language as the browser's formats are asked for it: a receipt's number and the telephone's are written in
    /// Western digits, so all numbers are.
    pub(super) fn formats(self) -> &'static str {
        match self {
            Self::Ar => "ar-u-ca-gregory-nu-latn",
            other => other.source(),
        }
    }

    /// The nearest language for a tag that a browser, an address or the storage gives.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split('-');
        match parts.next()? {
            // Traditional characters are read in Taiwan, Hong Kong and Macau, and wherever a browser asks for them.
            "zh" => match parts.find(|part| matches!(*part, "hans" | "hant" | "tw" | "hk" | "mo")) {
                None | Some("hans") => Some(Self::ZhCn),
                Some(_) => Some(Self::ZhTw),
            },
            "en" if parts.eq(["xa"]) => Some(Self::Pseudo),
            "en" => Some(Self::En),
            "ar" => Some(Self::Ar),
            _ => None,
        }
    }

    /// How its readers call the language, from the browser's own data: 简体中文, English.
    pub fn own_name(self) -> String {
        super::format::language_name(match self {
            Self::ZhCn => "zh-Hans",
            Self::ZhTw => "zh-Hant",
            other => other.tag(),
        })
    }
}

thread_local! {
    static LOCALE: Lasting<Locale> = Lasting::new(Locale::ZhCn);
}

/// The language the texts are in now; changes only when its catalogue is loaded.
pub fn locale() -> Lasting<Locale> {
    LOCALE.with(Lasting::clone)
}
