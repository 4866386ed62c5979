//! Cuts a text into what is said in one breath.
//!
//! Short, because engines fall silent in the middle of long texts, and because pausing comes back to the beginning of what
//! was being said: fifty hanzi are some ten seconds.

use std::ops::Range;

/// What one utterance may hold: fifty hanzi, or three times as many letters.
const MOST: u32 = 150;
const HANZI: u32 = 3;

/// The places of the sentences in `text`, in bytes; what nobody can say is left out.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let to = from + sentence_end(&text[from..]);
        for part in breaths(text, from..to) {
            let part = trimmed(text, part);
            if text[part.clone()].chars().any(char::is_alphanumeric) {
                found.push(part);
            }
        }
        from = to;
    }
    found
}

/// How long a text takes, in thirds of a hanzi.
pub fn weight(text: &str) -> u32 {
    text.chars().map(weight_of).sum()
}

fn weight_of(c: char) -> u32 {
    if c < '\u{2e80}' { 1 } else { HANZI }
}

/// Where the first sentence of `text` ends.
fn sentence_end(text: &str) -> usize {
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        if sign == '\n' {
            return at + 1;
        }
        let next = signs.peek().map(|(_, next)| *next);
        if !ends_sentence(sign, next) {
            continue;
        }
        // Further marks and closing quotes belong to it.
        while signs.next_if(|(_, c)| stops(*c) || closes(*c)).is_some() {}
        return signs.peek().map_or(text.len(), |(at, _)| *at);
    }
    text.len()
}

fn ends_sentence(sign: char, next: Option<char>) -> bool {
    match sign {
        // A point ends a sentence before a space; in 3.5 and in addresses it does not.
        '.' | '!' | '?' | ';' => next.is_none_or(|c| c.is_whitespace() || closes(c)),
        _ => stops(sign),
    }
}

fn stops(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '…' | '!' | '?')
}

fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '》' | ')' | '"')
}

/// A sentence in parts that are short enough: cut after a comma where there is one, otherwise where no number, no word and
/// no sign of several parts is torn.
fn breaths(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = sentence.start;
    while weight(&text[from..sentence.end]) > MOST {
        let to = from + cut(&text[from..sentence.end]);
        parts.push(from..to);
        from = to;
    }
    parts.push(from..sentence.end);
    parts
}

/// Where to cut a text that is too long; never at its beginning.
fn cut(text: &str) -> usize {
    let mut long = 0;
    let (mut comma, mut gap, mut last) = (None, None, 0);
    let mut before = None;
    for (at, sign) in text.char_indices() {
        if let Some(before) = before {
            if pauses(before) && !sign.is_ascii_digit() && !closes(sign) {
                comma = Some(at);
            }
            if !belong_together(before, sign) {
                gap = Some(at);
            }
            last = at;
        }
        long += weight_of(sign);
        if long > MOST && last > 0 {
            break;
        }
        before = Some(sign);
    }
    comma.or(gap).unwrap_or(last)
}

fn pauses(c: char) -> bool {
    matches!(c, '，' | '、' | '：' | ',' | ':' | '—')
}

/// Whether a cut between these two would tear something.
fn belong_together(before: char, after: char) -> bool {
    let in_word = |c: char| c < '\u{2e80}' && c.is_alphanumeric();
    let in_number = |c: char| in_word(c) || matches!(c, '.' | ',' | ':' | '/' | '-' | '%' | '．' | '－');
    (in_word(before) && in_number(after))
        || (in_number(before) && in_word(after))
        || joins(before)
        || joins_on(after)
}

/// The sign that makes one of its neighbours.
fn joins(c: char) -> bool {
    c == '\u{200d}'
}

/// Accents, skin colours and the like, which are nothing alone.
fn joins_on(c: char) -> bool {
    joins(c)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}')
}

fn trimmed(text: &str, part: Range<usize>) -> Range<usize> {
    let words = &text[part.clone()];
    let start = part.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn marks_end_sentences_and_quotes_stay_with_them() {
        assert_eq!(
            said("明天停水。他问：“几点？”请先接好水！"),
            ["明天停水。", "他问：“几点？”", "请先接好水！"]
        );
        assert_eq!(
            said("Water is off. Back at 17.30! Thanks"),
            ["Water is off.", "Back at 17.30!", "Thanks"]
        );
        assert_eq!(said("一行\n又一行"), ["一行", "又一行"]);
    }

    #[test]
    fn what_nobody_can_say_is_left_out() {
        assert!(said(" …… · —— \n！").is_empty());
        assert_eq!(said("……好的。"), ["好的。"]);
    }

    #[test]
    fn a_long_sentence_is_cut_at_its_commas() {
        let text = format!("{}，{}，{}。", "水".repeat(30), "电".repeat(30), "气".repeat(10));
        let expected = [
            format!("{}，", "水".repeat(30)),
            format!("{}，{}。", "电".repeat(30), "气".repeat(10)),
        ];
        assert_eq!(said(&text), expected);
    }

    #[test]
    fn numbers_times_and_words_stay_whole() {
        for whole in ["1,234,567.89", "14:30", "2026-11-29", "Barrierefreiheit"] {
            let text = format!("{}{whole}{}", "水".repeat(48), "电".repeat(40));
            assert!(said(&text).iter().any(|part| part.contains(whole)), "{whole}");
        }
    }

    #[test]
    fn a_family_is_not_torn() {
        let family = "👨‍👩‍👧‍👦";
        let text = format!("{}{family}{}", "水".repeat(48), "电".repeat(10));
        assert!(said(&text).iter().any(|part| part.contains(family)));
    }

    proptest! {
        /// Any text: the parts come in order, within the limit, and nothing that can be said is lost.
        #[test]
        fn nothing_is_lost_and_nothing_is_too_long(text in "[水电气，。、！？0-9a-z .,:\\n…“”（）👨é\u{301}\u{200d}]{0,400}") {
            let parts = sentences(&text);
            let mut at = 0;
            let mut kept = String::new();
            for part in &parts {
                prop_assert!(part.start >= at && part.end > part.start);
                at = part.end;
                prop_assert!(weight(&text[part.clone()]) <= MOST, "{:?}", &text[part.clone()]);
                kept.push_str(&text[part.clone()]);
            }
            let spoken = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(spoken(&kept), spoken(&text));
        }

        /// No cut stands within a number.
        #[test]
        fn no_number_is_torn(pieces in prop::collection::vec(("[水电]{1,60}", "[0-9]{1,6}([.,:][0-9]{1,4})?"), 1..8)) {
            let text: String = pieces.iter().map(|(words, number)| format!("{words}{number}")).collect();
            for part in sentences(&text) {
                let before = text[..part.end].chars().next_back();
                let after = text[part.end..].chars().next();
                let digits = before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
                prop_assert!(!digits, "{text} is cut at {}", part.end);
            }
        }
    }
}
