//! The part of a text that shows why it was found.

use crate::Span;

/// Characters before the first match, and in all.
const BEFORE: usize = 24;
const LENGTH: usize = 100;

/// A piece of a text, an ellipsis where it was cut, and the matches in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub text: String,
    pub matches: Vec<Span>,
}

/// Cuts `text` around the first of `marks`; without one it begins where the text does.
pub fn passage(text: &str, marks: &[Span]) -> Passage {
    let chars: Vec<char> = text.chars().collect();
    let wanted = marks.first().map_or(0, |mark| mark.from.saturating_sub(BEFORE));
    // A beginning that is as good as there is shown.
    let from = if wanted <= 2 { 0 } else { whole(&chars, wanted) };
    let end = from + LENGTH;
    let to = if end + 2 >= chars.len() {
        chars.len()
    } else {
        whole(&chars, end).max(from + 1)
    };
    let mut shown = String::new();
    if from > 0 {
        shown.push('…');
    }
    let shift = usize::from(from > 0);
    shown.extend(&chars[from..to]);
    if to < chars.len() {
        shown.push('…');
    }
    let matches = marks
        .iter()
        .filter(|mark| mark.from < to && mark.to > from)
        .map(|mark| Span {
            from: mark.from.max(from) - from + shift,
            to: mark.to.min(to) - from + shift,
        })
        .collect();
    Passage { text: shown, matches }
}

/// The last place up to `at` where nothing that belongs together is torn apart: an emoji of several characters, a letter and
/// its accent.
fn whole(chars: &[char], at: usize) -> usize {
    let joins = |c: char| {
        matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' | '\u{1f1e6}'..='\u{1f1ff}')
            || is_accent(c)
    };
    let torn = |at: usize| joins(chars[at]) || chars[at - 1] == '\u{200d}';
    let mut place = at;
    while place > 0 && place < chars.len() && torn(place) {
        place -= 1;
    }
    place
}

/// Combining marks of the blocks that people here write in.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{f71}'..='\u{f84}'
        | '\u{20d0}'..='\u{20ff}' | '\u{302a}'..='\u{302f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_text_stays_whole() {
        let mark = Span { from: 2, to: 4 };
        let whole = passage("明天停水", &[mark]);
        assert_eq!((whole.text.as_str(), whole.matches), ("明天停水", vec![mark]));
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_match() {
        let text = format!("{}停水{}", "前".repeat(200), "后".repeat(200));
        let cut = passage(&text, &[Span { from: 200, to: 202 }]);
        assert!(cut.text.starts_with("…前") && cut.text.ends_with("后…"));
        assert_eq!(cut.text.chars().count(), LENGTH + 2);
        let at = cut.matches[0];
        assert_eq!(
            cut.text
                .chars()
                .skip(at.from)
                .take(at.to - at.from)
                .collect::<String>(),
            "停水"
        );
    }

    #[test]
    fn an_emoji_is_not_torn_apart() {
        let family = "👨‍👩‍👧";
        let text = format!("{}{family}{}停水", "前".repeat(50), "中".repeat(BEFORE - 2));
        let from = text.chars().count() - 2;
        let cut = passage(&text, &[Span { from, to: from + 2 }]);
        assert!(cut.text.contains(family), "{}", cut.text);
    }

    proptest! {
        #[test]
        fn matches_lie_in_the_passage(text in "\\PC{0,300}", from in 0usize..300, length in 1usize..5) {
            let count = text.chars().count();
            let marks: Vec<Span> = (from + length <= count).then_some(Span { from, to: from + length }).into_iter().collect();
            let cut = passage(&text, &marks);
            prop_assert_eq!(cut.matches.len(), marks.len());
            for at in cut.matches {
                prop_assert!(at.from < at.to && at.to <= cut.text.chars().count());
            }
        }
    }
}
