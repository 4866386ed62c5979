//! The receipt code: a ballot's secret so that it can be read from paper, typed, or scanned on another phone.
//!
//! 128 bits in Crockford's base 32 (no I, L, O, U: <https://www.crockford.com/base32.html>) are 26 letters and digits. Two
//! decimal digits follow, the number modulo 97: that finds every single wrong letter and every swap of two
//! neighbours, and unlike Crockford's own check symbol it needs no signs that old hands do not find on the keyboard.

/// Letters and digits of a code.
pub const LENGTH: usize = SYMBOLS + 2;

const SYMBOLS: usize = 26;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECK: u128 = 97;

/// What a QR code says before the poll and the code, so that other texts are not taken for one.
const MARK: &str = "LINLI1";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// Letters and digits that are there, and are not [`LENGTH`].
    Length(usize),
    /// A letter is wrong, or two are swapped.
    Letter,
}

/// The code in groups of four.
pub fn code(secret: &[u8; 16]) -> String {
    let number = u128::from_be_bytes(*secret);
    let symbols = (0..SYMBOLS).rev().map(|at| {
        let symbol = (number >> (5 * at)) & 31;
        char::from(ALPHABET[symbol as usize])
    });
    let check = format!("{:02}", number % CHECK);
    let all: Vec<char> = symbols.chain(check.chars()).collect();
    let groups: Vec<String> = all.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// What the QR code says. Not an address: a secret does not belong into a browser's history.
pub fn scanned(poll_id: &str, secret: &[u8; 16]) -> String {
    format!("{MARK} {poll_id} {}", code(secret))
}

/// The secret of a typed or scanned code, and the poll's id where the text says it. Capitals, spaces and hyphens make no
/// difference, nor do full-width letters, O for 0, I and L for 1.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str) -> Result<(Option<String>, [u8; 16]), Wrong> {
    let mut words = text.split_whitespace();
    let (poll, code) = match (words.next(), words.next()) {
        (Some(MARK), Some(poll)) => (Some(poll.to_owned()), words.collect::<String>()),
        _ => (None, text.to_owned()),
    };
    let signs: Vec<char> = code.chars().filter_map(plain).collect();
    if signs.len() != LENGTH {
        return Err(Wrong::Length(signs.len()));
    }
    let (symbols, check) = signs.split_at(SYMBOLS);
    let mut number: u128 = 0;
    for symbol in symbols {
        let value = ALPHABET.iter().position(|known| char::from(*known) == *symbol);
        let value = value.ok_or(Wrong::Letter)? as u128;
        if number >> 123 != 0 {
            // More than 128 bits.
            return Err(Wrong::Letter);
        }
        number = (number << 5) | value;
    }
    let check: String = check.iter().collect();
    if check.parse::<u128>() != Ok(number % CHECK) {
        return Err(Wrong::Letter);
    }
    Ok((poll, number.to_be_bytes()))
}

/// The letter or digit that is meant; nothing for what only stands between.
fn plain(sign: char) -> Option<char> {
    // Full-width forms lie in the order of ASCII.
    let narrow = match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        other => other,
    };
    match narrow.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        other if other.is_alphanumeric() => Some(other),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bare(secret: &[u8; 16]) -> Vec<char> {
        code(secret).chars().filter(|c| *c != ' ').collect()
    }

    #[test]
    fn groups_of_four_and_no_letter_that_looks_like_a_digit() {
        assert_eq!(code(&[0; 16]), "0000 0000 0000 0000 0000 0000 0000");
        assert_eq!(code(&[255; 16]), "7ZZZ ZZZZ ZZZZ ZZZZ ZZZZ ZZZZ ZZ34");
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(read(""), Err(Wrong::Length(0)));
        assert_eq!(read("LINLI1 lift"), Err(Wrong::Length(0)));
        assert_eq!(read("0000 0000"), Err(Wrong::Length(8)));
        assert_eq!(read("U000 0000 0000 0000 0000 0000 0000"), Err(Wrong::Letter));
        // One bit more than a secret has.
        assert_eq!(read("8000 0000 0000 0000 0000 0000 0000"), Err(Wrong::Letter));
        assert_eq!(read("中000 0000 0000 0000 0000 0000 0000"), Err(Wrong::Letter));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(secret: [u8; 16]) {
            prop_assert_eq!(read(&code(&secret)), Ok((None, secret)));
            prop_assert_eq!(read(&scanned("lift-poll", &secret)), Ok((Some("lift-poll".to_owned()), secret)));
        }

        #[test]
        fn old_eyes_and_chinese_keyboards_are_forgiven(secret: [u8; 16]) {
            let typed: String = code(&secret)
                .chars()
                .map(|c| match c {
                    '0' => 'o',
                    '1' => 'l',
                    ' ' => '-',
                    'A'..='Z' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
                    other => other,
                })
                .collect();
            prop_assert_eq!(read(&typed), Ok((None, secret)));
        }

        #[test]
        fn every_wrong_letter_is_found(secret: [u8; 16], at in 0..LENGTH, to in 0..32usize) {
            let mut signs = bare(&secret);
            let to = char::from(ALPHABET[to]);
            prop_assume!(signs[at] != to);
            signs[at] = to;
            prop_assert_eq!(read(&signs.iter().collect::<String>()), Err(Wrong::Letter));
        }

        #[test]
        fn every_swap_of_neighbours_is_found(secret: [u8; 16], at in 0..LENGTH - 1) {
            let mut signs = bare(&secret);
            prop_assume!(signs[at] != signs[at + 1]);
            signs.swap(at, at + 1);
            prop_assert_eq!(read(&signs.iter().collect::<String>()), Err(Wrong::Letter));
        }

        #[test]
        fn no_text_panics(text in ".{0,80}") {
            let _ = read(&text);
        }
    }
}
