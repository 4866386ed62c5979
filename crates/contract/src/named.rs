//! Values by their names on the wire.

/// Whether `name` is what a variant is called on the wire: `HouseholdLetter` is `household_letter`.
pub fn is_named(variant: &str, name: &str) -> bool {
    let mut rest = name.bytes();
    variant.bytes().enumerate().all(|(at, letter)| {
        (at == 0 || !letter.is_ascii_uppercase() || rest.next() == Some(b'_'))
            && rest.next() == Some(letter.to_ascii_lowercase())
    }) && rest.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_named;

    #[test]
    fn names_are_in_snake_case() {
        assert!(is_named("For", "for"));
        assert!(is_named("HouseholdLetter", "household_letter"));
        for other in ["", "f", "fo", "FOR", "For", "fors", "for_", "_for"] {
            assert!(!is_named("For", other), "{other}");
        }
        for other in [
            "householdletter",
            "household",
            "household_lette",
            "household_letters",
            "household__letter",
        ] {
            assert!(!is_named("HouseholdLetter", other), "{other}");
        }
    }

    #[test]
    fn every_value_is_read_as_it_is_written() {
        use crate::MethodKind;
        let written = serde_json::to_string(&MethodKind::YesNoAbstain).unwrap();
        assert_eq!(
            serde_json::from_str::<MethodKind>(&written).unwrap(),
            MethodKind::YesNoAbstain
        );
        assert_eq!(
            serde_json::from_str::<MethodKind>("\"of_tomorrow\"").unwrap(),
            MethodKind::Other
        );
        assert!(serde_json::from_str::<MethodKind>("7").is_err());
    }
}
