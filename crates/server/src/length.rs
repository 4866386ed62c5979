//! How long a text is, as people count it.

use unicode_segmentation::UnicodeSegmentation;

/// More bytes than this for each character are no writing but marks piled up on one another: a family of four with skin
/// tones, the longest character that people send, has 41.
const BYTES: usize = 48;

/// Characters as people see them: extended grapheme clusters (UAX #29). A flag, a family or a letter with its accents is one.
/// The app counts by `Intl.Segmenter`, which follows the same rule; `tests/fixtures/graphemes.json` holds both to it.
pub fn characters(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Whether a text has more than `most` characters, or bytes that no text of so many characters has.
pub fn too_long(text: &str, most: usize) -> bool {
    text.len() > most.saturating_mul(BYTES) || characters(text) > most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_and_phone_count_alike() {
        let table = include_str!("../../../tests/fixtures/graphemes.json");
        let table: Vec<(String, usize)> = serde_json::from_str(table).unwrap();
        for (text, expected) in table {
            assert_eq!(characters(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_character_is_what_people_see() {
        for (text, expected) in [
            ("", 0),
            ("停车", 2),
            ("👨‍👩‍👧‍👦", 1),
            ("🇨🇳🇩🇪", 2),
            ("e\u{301}", 1),
            ("葛\u{e0100}", 1),
            ("\r\n", 1),
            ("각", 1),
        ] {
            assert_eq!(characters(text), expected, "{text:?}");
        }
    }

    #[test]
    fn piled_up_marks_are_too_long() {
        let zalgo = format!("e{}", "\u{301}".repeat(1000));
        assert_eq!(characters(&zalgo), 1);
        assert!(too_long(&zalgo, 10));
        assert!(!too_long(&"👨🏽‍👩🏽‍👧🏽‍👦🏽".repeat(10), 10));
        assert!(too_long(&"字".repeat(11), 10) && !too_long(&"字".repeat(10), 10));
    }
}
