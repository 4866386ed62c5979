//! Lower-case hexadecimal, the only text form of ids, roots and proofs on the wire.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// `bytes` as lower-case hex digits, two for each byte.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The `N` bytes that `text` names; `None` unless it is exactly `2 * N` lower-case hex digits.
///
/// Upper case is refused so that every value has one spelling and texts can be compared as they stand.
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N.checked_mul(2)? {
        return None;
    }
    let mut bytes = [0; N];
    let mut wrong = 0;
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let (high, low) = (VALUES[usize::from(pair[0])], VALUES[usize::from(pair[1])]);
        *byte = high << 4 | low & 15;
        wrong |= (high | low) & NO_DIGIT;
    }
    (wrong == 0).then_some(bytes)
}

/// Set in the value of what is no digit.
const NO_DIGIT: u8 = 0x80;

/// What each byte is worth as a digit. A table, because a board has a digit for every half byte of its ids.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < DIGITS.len() {
        values[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn other_spellings_are_refused() {
        assert_eq!(unhex::<2>("00ff"), Some([0, 255]));
        for wrong in [
            "",
            "00f",
            "00fff",
            "00FF",
            "00fg",
            " 0ff",
            "0x0f",
            "00f\u{e9}",
            "好f",
        ] {
            assert_eq!(unhex::<2>(wrong), None, "{wrong:?}");
        }
        assert_eq!(unhex::<0>(""), Some([]));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(bytes: [u8; 32]) {
            prop_assert_eq!(unhex::<32>(&hex(&bytes)), Some(bytes));
        }

        #[test]
        fn any_text_is_read_or_refused(text: String) {
            if let Some(bytes) = unhex::<3>(&text) {
                prop_assert_eq!(hex(&bytes), text);
            }
        }
    }
}
