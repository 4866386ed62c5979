//! Phone numbers as people write them, brought into E.164 form.

/// `+8613800000000` from any usual way of writing it; `None` when it cannot be a phone number.
///
/// A number without a country code is taken as Chinese. Full-width digits are what a Chinese keyboard types.
pub fn normalise(text: &str) -> Option<String> {
    let mut digits = String::new();
    let mut international = false;
    for c in text.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.push(char::from(b'0' + u8::try_from(c as u32 - '０' as u32).ok()?)),
            '+' | '＋' if digits.is_empty() && !international => international = true,
            ' ' | '\u{a0}' | '\u{3000}' | '-' | '–' | '.' | '(' | ')' | '（' | '）' | '/' => {}
            _ => return None,
        }
        if digits.len() > 18 {
            return None;
        }
    }
    if !international && let Some(rest) = digits.strip_prefix("00") {
        digits = rest.to_owned();
        international = true;
    }
    if !international {
        // A Chinese landline is dialled with a leading zero, a mobile number starts with 1.
        digits = match digits.as_bytes() {
            [b'1', b'3'..=b'9', ..] if digits.len() == 11 => format!("86{digits}"),
            [b'0', b'1'..=b'9', ..] if (10..=12).contains(&digits.len()) => format!("86{}", &digits[1..]),
            [b'8', b'6', b'1', ..] if digits.len() == 13 => digits,
            _ => return None,
        };
    }
    ((8..=15).contains(&digits.len()) && !digits.starts_with('0')).then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn one_number_has_one_form() {
        for text in [
            "13800001234",
            "138 0000 1234",
            "138-0000-1234",
            "+86 138 0000 1234",
            "0086 13800001234",
            "8613800001234",
            "１３８００００１２３４",
            " +86(138)00001234 ",
        ] {
            assert_eq!(normalise(text).as_deref(), Some("+8613800001234"), "{text}");
        }
        assert_eq!(normalise("010-12345678").as_deref(), Some("+861012345678"));
        assert_eq!(normalise("+49 30 1234567").as_deref(), Some("+49301234567"));
    }

    #[test]
    fn what_cannot_be_a_number_is_refused() {
        for text in [
            "",
            "+",
            "123",
            "1380000123",
            "12800001234",
            "+0123456789",
            "call me",
            "+1234567890123456",
            "1+38",
            "138\0",
        ] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }
}
