//! The languages of the app and which one is read now.

use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Locale {
    ZhCn,
    En,
    /// English with every text marked: shows which words do not come from a catalogue.
    Pseudo,
}

impl Locale {
    /// The languages a reader can choose.
    pub const OFFERED: [Locale; 2] = [Locale::ZhCn, Locale::En];

    /// BCP 47 tag, as in `lang`, in storage and in addresses.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
            Self::Pseudo => "en-XA",
        }
    }

    /// The language whose catalogue and whose formats are used.
    pub(super) fn source(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En | Self::Pseudo => "en",
        }
    }

    /// The nearest language for a tag that a browser, an address or the storage gives.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split('-').next()?;
        if language.eq_ignore_ascii_case("zh") {
            Some(Self::ZhCn)
        } else if tag.eq_ignore_ascii_case("en-XA") {
            Some(Self::Pseudo)
        } else {
            language.eq_ignore_ascii_case("en").then_some(Self::En)
        }
    }

    /// How its readers call the language, from the browser's own data: 简体中文, English.
    pub fn own_name(self) -> String {
        super::format::language_name(match self {
            Self::ZhCn => "zh-Hans",
            other => other.tag(),
        })
    }
}

thread_local! {
    static LOCALE: ArcRwSignal<Locale> = ArcRwSignal::new(Locale::ZhCn);
}

/// The language the texts are in now; changes only when its catalogue is loaded.
pub fn locale() -> ArcRwSignal<Locale> {
    LOCALE.with(ArcRwSignal::clone)
}
