//! Which voice reads. Browsers write languages in their own ways, name voices of other tongues Chinese, and hide that a
//! voice sends away what it is to say; all of that ends here.

use super::{Locale, Secrecy};
use crate::platform::speech::Voice;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tongue {
    Mandarin,
    English,
    Arabic,
}

impl Tongue {
    /// What a text is mostly written in; of one without any letters, the reader's own.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>, reader: Locale) -> Self {
        let (mut hanzi, mut letters, mut arabic) = (0u32, 0u32, 0u32);
        for c in texts.flat_map(str::chars) {
            match c {
                // A hanzi says about as much as three letters.
                '\u{3400}'..='\u{9fff}' => hanzi += 3,
                '\u{600}'..='\u{6ff}' => arabic += 1,
                _ if c.is_ascii_alphabetic() => letters += 1,
                _ => {}
            }
        }
        let readers = match reader {
            Locale::ZhCn | Locale::ZhTw => Self::Mandarin,
            Locale::En | Locale::Pseudo => Self::English,
            Locale::Ar => Self::Arabic,
        };
        let counted = [
            (Self::Mandarin, hanzi),
            (Self::English, letters),
            (Self::Arabic, arabic),
        ];
        let most = hanzi.max(letters).max(arabic);
        // Where two are even, the reader's own.
        if counted.contains(&(readers, most)) {
            return readers;
        }
        counted
            .into_iter()
            .find(|(_, much)| *much == most)
            .map_or(readers, |(tongue, _)| tongue)
    }
}

/// A voice that may read. The only way to a voice is [`Speech::voice_for`], so that what is private cannot get to one that
/// sends it away.
#[derive(Clone, PartialEq, Debug)]
pub struct Speech(Kind);

#[derive(Clone, PartialEq, Debug)]
enum Kind {
    Local(Voice),
    Network(Voice),
}

impl Speech {
    /// The voice for a text, if it may read that.
    pub fn voice_for(&self, secrecy: Secrecy) -> Option<&Voice> {
        match (&self.0, secrecy) {
            (Kind::Local(voice), _) | (Kind::Network(voice), Secrecy::Public) => Some(voice),
            (Kind::Network(_), Secrecy::Private) => None,
        }
    }
}

/// A voice that sends away what it reads; nobody has agreed yet.
#[derive(Clone, PartialEq, Debug)]
pub struct Unasked(Voice);

impl Unasked {
    /// Somebody has agreed.
    pub fn agreed(self) -> Speech {
        Speech(Kind::Network(self.0))
    }
}

#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    Local(Speech),
    Network(Unasked),
    Nothing,
}

/// The best voice for a tongue: one on the phone before any other.
pub fn best(voices: &[Voice], tongue: Tongue) -> Found {
    let best = voices
        .iter()
        .filter_map(|voice| Some(((!voice.local, rank(voice, tongue)?), voice)))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, voice)| voice.clone());
    match best {
        Some(voice) if voice.local => Found::Local(Speech(Kind::Local(voice))),
        Some(voice) => Found::Network(Unasked(voice)),
        None => Found::Nothing,
    }
}

/// How well a voice speaks the tongue, the best 0; none when it speaks another.
fn rank(voice: &Voice, tongue: Tongue) -> Option<u8> {
    let tag = voice.lang.to_ascii_lowercase().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next()?;
    match tongue {
        Tongue::English => (language == "en").then_some(0),
        Tongue::Arabic => (language == "ar").then_some(0),
        Tongue::Mandarin => {
            if !matches!(language, "zh" | "cmn") || cantonese(voice) {
                return None;
            }
            let mut rank = 0;
            for part in parts {
                match part {
                    "cn" | "hans" | "sg" | "cmn" => {}
                    "tw" | "hant" => rank = rank.max(1),
                    // Hong Kong and Macau speak Cantonese; so do tags that say it.
                    "hk" | "mo" | "yue" | "gan" | "hak" | "hsn" | "nan" | "wuu" => return None,
                    // An accent: zh-CN-liaoning.
                    _ => rank = rank.max(2),
                }
            }
            Some(rank)
        }
    }
}

/// Some engines call every Chinese voice zh, and only the name says Cantonese, with one sign or the other.
fn cantonese(voice: &Voice) -> bool {
    let name = voice.name.to_lowercase();
    CANTONESE.iter().any(|word| name.contains(word))
}

/// What such a voice is called, in small letters: Cantonese in English, and in both scripts by either of its names; and Apple's.
const CANTONESE: [&str; 7] = [
    "cantonese",
    "\u{7ca4}",
    "\u{7cb5}",
    "\u{5e7f}\u{4e1c}\u{8bdd}",
    "\u{5ee3}\u{6771}\u{8a71}",
    "sin-ji",
    "sinji",
];

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn voice(lang: &str, local: bool) -> Voice {
        Voice {
            uri: format!("{lang}/{local}"),
            name: format!("voice of {lang}"),
            lang: lang.to_owned(),
            local,
        }
    }

    /// Cantonese by their names alone.
    const SLY: [&str; 7] = [
        "粤语 小嘉",
        "粵語",
        "广东话（男声）",
        "廣東話",
        "Sinji (Enhanced)",
        "Sin-Ji",
        "Microsoft Danny - Cantonese",
    ];

    fn chosen(voices: &[Voice]) -> Option<String> {
        match best(voices, Tongue::Mandarin) {
            Found::Local(speech) => speech.voice_for(Secrecy::Private).map(|v| v.lang.clone()),
            Found::Network(Unasked(voice)) => Some(format!("network {}", voice.lang)),
            Found::Nothing => None,
        }
    }

    #[test]
    fn mandarin_is_found_however_it_is_written() {
        for lang in [
            "zh-CN",
            "zh_CN",
            "cmn-Hans-CN",
            "cmn_CN",
            "zh",
            "ZH-hans-cn",
            "zh-TW",
            "cmn-Hant-TW",
        ] {
            assert_eq!(
                chosen(&[voice("en-US", true), voice(lang, true)]).as_deref(),
                Some(lang)
            );
        }
    }

    #[test]
    fn mandarin_is_never_read_by_a_cantonese_voice() {
        for lang in [
            "zh-HK",
            "zh_HK",
            "yue-HK",
            "yue",
            "zh-Hant-HK",
            "zh-yue-CN",
            "zh-MO",
            "cmn-Hant-HK",
        ] {
            assert_eq!(chosen(&[voice(lang, true)]), None, "{lang}");
        }
        for name in SLY {
            let sly = Voice {
                name: name.into(),
                ..voice("zh-CN", true)
            };
            assert_eq!(chosen(&[sly]), None, "{name}");
        }
    }

    #[test]
    fn the_phones_own_voice_comes_first_then_the_mainlands_then_others() {
        let all = [
            voice("zh-CN", false),
            voice("zh-CN-liaoning", true),
            voice("zh-TW", true),
        ];
        assert_eq!(chosen(&all).as_deref(), Some("zh-TW"));
        assert_eq!(chosen(&all[..2]).as_deref(), Some("zh-CN-liaoning"));
        assert_eq!(chosen(&all[..1]).as_deref(), Some("network zh-CN"));
    }

    #[test]
    fn a_page_is_read_in_the_tongue_it_is_written_in() {
        let of = |text: &str, locale| Tongue::of([text].into_iter(), locale);
        assert_eq!(of("明天停水，WiFi 也停", Locale::En), Tongue::Mandarin);
        assert_eq!(
            of("Water is off tomorrow in 梧桐里", Locale::ZhCn),
            Tongue::English
        );
        assert_eq!(of("14:30", Locale::ZhCn), Tongue::Mandarin);
        assert_eq!(of("14:30", Locale::En), Tongue::English);
        assert_eq!(of("14:30", Locale::Ar), Tongue::Arabic);
        assert_eq!(of("المياه مقطوعة غدا", Locale::En), Tongue::Arabic);
    }

    proptest! {
        /// Whatever voices a phone has: what is private is read by one of its own, or not at all, and never in Cantonese.
        #[test]
        fn what_is_private_stays_on_the_phone(
            tags in prop::collection::vec((
                "(zh|cmn|yue|en|de)([-_](CN|HK|TW|Hans|Hant|x))?",
                any::<bool>(),
                prop_oneof![prop::sample::select(SLY.to_vec()).prop_map(str::to_owned), "(Ting|普通话|國語|Yu-shu|婷婷)"],
            ), 0..8),
        ) {
            let voices: Vec<_> = tags
                .into_iter()
                .map(|(lang, local, name)| Voice { name, ..voice(&lang, local) })
                .collect();
            for tongue in [Tongue::Mandarin, Tongue::English, Tongue::Arabic] {
                let speech = match best(&voices, tongue) {
                    Found::Local(speech) => speech,
                    Found::Network(unasked) => unasked.agreed(),
                    Found::Nothing => continue,
                };
                if let Some(voice) = speech.voice_for(Secrecy::Private) {
                    prop_assert!(voice.local);
                }
                let lang = speech.voice_for(Secrecy::Public).map(|v| v.lang.to_lowercase()).unwrap_or_default();
                prop_assert!(tongue != Tongue::Mandarin || !lang.contains("hk") && !lang.starts_with("yue"), "{lang}");
                let name = speech.voice_for(Secrecy::Public).map(|v| v.name.clone()).unwrap_or_default();
                prop_assert!(tongue != Tongue::Mandarin || !SLY.contains(&name.as_str()), "{name}");
            }
        }
    }
}
