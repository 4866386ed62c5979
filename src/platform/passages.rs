//! Finding words in a text as people look for them: capital and small letters are alike, one character is enough, and words
//! with blanks between them are words by themselves.

/// A piece of a text: what was looked for, or what stands between.
#[derive(Debug, PartialEq)]
pub struct Passage<'a> {
    pub text: &'a str,
    pub found: bool,
}

/// The text in pieces; put together again they are the text.
pub fn passages<'a>(text: &'a str, words: &str) -> Vec<Passage<'a>> {
    let words: Vec<Vec<char>> = words.split_whitespace().map(small).collect();
    let mut out = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < text.len() && !words.is_empty() {
        match words.iter().filter_map(|word| length_of(&text[at..], word)).max() {
            Some(length) => {
                if from < at {
                    out.push(Passage {
                        text: &text[from..at],
                        found: false,
                    });
                }
                out.push(Passage {
                    text: &text[at..at + length],
                    found: true,
                });
                at += length;
                from = at;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if from < text.len() {
        out.push(Passage {
            text: &text[from..],
            found: false,
        });
    }
    out
}

/// Whether all words stand in the text.
pub fn has(text: &str, words: &str) -> bool {
    let stands = |word: &str| passages(text, word).iter().any(|passage| passage.found);
    words.split_whitespace().all(stands)
}

fn small(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// How long the word is where the text begins with it.
fn length_of(text: &str, word: &[char]) -> Option<usize> {
    let mut wanted = word.iter();
    for (at, letter) in text.char_indices() {
        if wanted.as_slice().is_empty() {
            return Some(at);
        }
        for small in letter.to_lowercase() {
            if wanted.next() != Some(&small) {
                return None;
            }
        }
    }
    wanted.as_slice().is_empty().then_some(text.len())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn marked(text: &str, words: &str) -> String {
        let piece = |p: Passage<'_>| {
            if p.found {
                format!("[{}]", p.text)
            } else {
                p.text.to_owned()
            }
        };
        passages(text, words).into_iter().map(piece).collect()
    }

    #[test]
    fn one_character_is_enough_and_letters_are_alike() {
        assert_eq!(marked("电梯半夜响，电梯！", "电"), "[电]梯半夜响，[电]梯！");
        assert_eq!(marked("WiFi wifi WIF", " wifi "), "[WiFi] [wifi] WIF");
        assert_eq!(marked("哈哈哈", "哈哈"), "[哈哈]哈");
        assert_eq!(marked("灯和锁，路灯", "锁 路灯 灯"), "[灯]和[锁]，[路灯]");
        assert_eq!(marked("İstanbul", "i"), "İstanbul");
        assert_eq!(marked("灯", ""), "灯");
        assert_eq!(marked("", "灯"), "");
        assert!(has("车棚的灯", "灯 车棚") && !has("车棚的灯", "灯 锁"));
    }
}
