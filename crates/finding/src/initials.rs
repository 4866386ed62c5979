//! The first letters of a hanzi's readings.

/// More than this many letters in a row are not looked for.
pub const LONGEST: usize = 8;

/// Ways to read a run of hanzi that are kept; more would only be guessed at.
const WAYS: usize = 4;

/// The letters, the usual reading first. Empty without the feature, and for what is no hanzi.
#[cfg(feature = "initials")]
pub fn letters(c: char) -> Vec<char> {
    use pinyin::ToPinyinMulti;
    let mut letters = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        if let Some(letter) = reading.plain().chars().next()
            && letter.is_ascii_lowercase()
            && !letters.contains(&letter)
        {
            letters.push(letter);
        }
    }
    letters
}

#[cfg(not(feature = "initials"))]
pub fn letters(_: char) -> Vec<char> {
    Vec::new()
}

/// What can be typed for the hanzi at the beginning of `run`, as far as letters are looked for.
pub fn typed(run: &[Vec<char>]) -> Vec<String> {
    let mut ways = vec![String::new()];
    for letters in run.iter().take(LONGEST) {
        if letters.is_empty() {
            break;
        }
        let choices = if ways.len() * letters.len() > WAYS {
            1
        } else {
            letters.len()
        };
        ways = ways
            .iter()
            .flat_map(|way| {
                letters
                    .iter()
                    .take(choices)
                    .map(move |letter| format!("{way}{letter}"))
            })
            .collect();
    }
    // One letter alone would find half of everything.
    ways.retain(|way| way.len() > 1);
    ways
}

#[cfg(test)]
#[cfg(feature = "initials")]
mod tests {
    use super::*;

    #[test]
    fn hanzi_are_typed_by_their_initials_in_every_reading() {
        let typed = |text: &str| typed(&text.chars().map(letters).collect::<Vec<_>>());
        assert!(typed("停水").contains(&"ts".to_owned()));
        let ways = typed("长辈版");
        assert!(
            ways.contains(&"cbb".to_owned()) && ways.contains(&"zbb".to_owned()),
            "{ways:?}"
        );
        assert!(typed("水").is_empty() && typed("a").is_empty());
    }
}
