//! Stairwells: what neighbours share who meet at one door. Staff may name them; otherwise a household's label does.

/// The stairwell of a household: what staff wrote, or what its label says. `None` where neither says anything.
pub fn of(label: &str, written: String) -> Option<String> {
    let written = written.trim();
    if written.is_empty() {
        in_label(label)
    } else {
        Some(written.to_owned())
    }
}

/// `5号楼1单元1102` is in `1单元`, `3号楼2门501` in `2门`, `5-1-1102` in `1`.
fn in_label(label: &str) -> Option<String> {
    for word in ["单元", "门", "梯"] {
        let Some(at) = label.find(word) else { continue };
        let number: Vec<char> = label[..at].chars().rev().take_while(|c| is_number(*c)).collect();
        if !number.is_empty() {
            return Some(number.into_iter().rev().chain(word.chars()).collect());
        }
    }
    let parts: Vec<&str> = label.split(['-', '－', '–']).map(str::trim).collect();
    match parts[..] {
        [building, stairwell, room] if [building, stairwell, room].iter().all(|part| is_short(part)) => {
            Some(stairwell.to_owned())
        }
        _ => None,
    }
}

fn is_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || "一二三四五六七八九十甲乙丙丁东西南北中".contains(c)
}

fn is_short(part: &str) -> bool {
    (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn labels_tell_their_stairwell() {
        for (label, expected) in [
            ("5号楼1单元1102", Some("1单元")),
            ("12栋二单元3层301", Some("二单元")),
            ("3号楼2门501", Some("2门")),
            ("6号楼东门201", Some("东门")),
            ("5-1-1102", Some("1")),
            ("A-12-301", Some("12")),
            ("1-101", None),
            ("5号楼1102", None),
            ("单元房", None),
            ("5-1-1102-3", None),
            ("", None),
        ] {
            assert_eq!(of(label, String::new()).as_deref(), expected, "{label}");
        }
        assert_eq!(of("5号楼1单元1102", " 东头 ".into()).as_deref(), Some("东头"));
    }
}
