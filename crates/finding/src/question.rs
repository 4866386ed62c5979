//! What somebody typed, and where it stands in a text.

use crate::Span;
use crate::fold::{folded, in_word, stands_alone};
use crate::initials::{LONGEST, letters};
use crate::tokens::{LONGEST_WORD, runs};

/// A question is read as words; everything that is typed between them is nothing. All of them have to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    parts: Vec<Vec<char>>,
}

/// What an index has to hold: a token, or one that begins so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    pub token: String,
    pub beginning: bool,
}

impl Question {
    pub fn read(text: &str) -> Self {
        let chars = folded(text);
        let mut parts: Vec<Vec<char>> = Vec::new();
        for run in runs(&chars) {
            let part = if in_word(run[0]) {
                &run[..run.len().min(LONGEST_WORD)]
            } else {
                run
            };
            if !parts.iter().any(|known| known == part) {
                parts.push(part.to_vec());
            }
        }
        Self { parts }
    }

    /// Nothing to look for was typed.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// All of these together say that a text is found.
    pub fn terms(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = self.parts.iter().flat_map(|part| terms(part)).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Whether everything is found in one of these texts.
    pub fn is_in(&self, texts: &[&str]) -> bool {
        let texts: Vec<Vec<char>> = texts.iter().map(|text| folded(text)).collect();
        let somewhere = |part: &[char]| texts.iter().any(|chars| !places(part, chars).is_empty());
        !self.is_empty()
            && self.parts.iter().all(|part| {
                somewhere(part) || (part.len() > 1 && stands_alone(part[0]) && part.windows(2).all(somewhere))
            })
    }

    /// Where it stands in a text, in order and without overlap.
    pub fn marks(&self, text: &str) -> Vec<Span> {
        let chars = folded(text);
        let mut marks = Vec::new();
        for part in &self.parts {
            let whole = places(part, &chars);
            if whole.is_empty() && stands_alone(part[0]) {
                marks.extend(part.windows(2).flat_map(|pair| places(pair, &chars)));
            }
            marks.extend(whole);
        }
        marks.sort_unstable();
        let mut joined: Vec<Span> = Vec::new();
        for mark in marks {
            match joined.last_mut() {
                Some(last) if mark.from <= last.to => last.to = last.to.max(mark.to),
                _ => joined.push(mark),
            }
        }
        joined
    }
}

fn terms(part: &[char]) -> Vec<Term> {
    if !stands_alone(part[0]) {
        // A single digit or letter that began a word would find every one.
        let beginning = part.len() > 1;
        return vec![Term {
            token: part.iter().collect(),
            beginning,
        }];
    }
    let size = part.len().min(2);
    let term = |token: &[char]| Term {
        token: token.iter().collect(),
        beginning: false,
    };
    part.windows(size).map(term).collect()
}

/// Where one part stands, whole.
fn places(part: &[char], chars: &[char]) -> Vec<Span> {
    let length = part.len();
    let span = |from: usize| Span {
        from,
        to: from + length,
    };
    let starts = 0..(chars.len() + 1).saturating_sub(length);
    if stands_alone(part[0]) {
        return starts
            .filter(|at| chars[*at..].starts_with(part))
            .map(span)
            .collect();
    }
    let begins = |at: usize| at == 0 || !in_word(chars[at - 1]);
    let ends = |at: usize| length > 1 || chars.get(at).is_none_or(|c| !in_word(*c));
    let typed = |at: usize| {
        (2..=LONGEST).contains(&length)
            && part.iter().all(char::is_ascii_lowercase)
            && chars[at..at + length]
                .iter()
                .zip(part)
                .all(|(hanzi, letter)| letters(*hanzi).contains(letter))
    };
    starts
        .filter(|at| (chars[*at..].starts_with(part) && begins(*at) && ends(at + length)) || typed(*at))
        .map(span)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens;
    use proptest::prelude::*;

    fn marked(question: &str, text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let marks = Question::read(question).marks(text);
        marks
            .iter()
            .map(|span| chars[span.from..span.to].iter().collect())
            .collect()
    }

    #[test]
    fn one_hanzi_and_several_are_found_in_both_scripts() {
        assert_eq!(marked("水", "停水，水管"), ["水", "水"]);
        assert_eq!(marked("樓頂", "楼顶漏水"), ["楼顶"]);
        assert_eq!(marked("楼顶", "樓頂漏水"), ["樓頂"]);
        assert_eq!(marked("停水通知", "明天停水，通知在门口"), ["停水", "通知"]);
        assert_eq!(marked("停水通知", "停水通知：通知大家"), ["停水通知"]);
    }

    #[test]
    fn words_are_found_from_their_beginning() {
        assert_eq!(marked("wi 3", "WiFi 在 3 号楼，不在 13 号"), ["Wi", "3"]);
        assert!(marked("ifi", "WiFi").is_empty());
    }

    #[test]
    #[cfg(feature = "initials")]
    fn initials_mark_the_hanzi_they_stand_for() {
        assert_eq!(marked("ts", "明天停水"), ["停水"]);
        assert_eq!(marked("TS", "明天停电"), Vec::<String>::new());
    }

    #[test]
    fn signs_are_nothing_to_look_for() {
        assert!(Question::read("\" * ( ) : - ^ , 。！").is_empty());
        let term = |token: &str, beginning| Term {
            token: token.into(),
            beginning,
        };
        assert_eq!(
            Question::read("NOT \"停水\"*").terms(),
            [term("not", true), term("停水", false)]
        );
    }

    proptest! {
        /// What the index finds by its tokens is what is marked, wherever the texts are short enough for pairs to be sure.
        #[test]
        fn what_is_in_a_text_is_found_by_its_tokens(text in "[停水電梯楼a-c0-2 ，]{0,12}", question in "[停水电a-c0-2 ]{0,4}") {
            let question = Question::read(&question);
            let held = tokens(&text);
            let found = !question.is_empty() && question.terms().iter().all(|term| {
                held.iter().any(|token| if term.beginning { token.starts_with(&term.token) } else { *token == term.token })
            });
            prop_assert_eq!(found, question.is_in(&[&text]));
            if found {
                prop_assert!(!question.marks(&text).is_empty());
            }
        }

        #[test]
        fn marks_lie_in_the_text(text in "\\PC{0,40}", question in "\\PC{0,10}") {
            let length = text.chars().count();
            let mut before = 0;
            for mark in Question::read(&question).marks(&text) {
                prop_assert!(before <= mark.from && mark.from < mark.to && mark.to <= length);
                before = mark.to;
            }
        }
    }
}
