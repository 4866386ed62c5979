//! The contract's enums as the database keeps them: by their wire name.

use serde::de::IntoDeserializer;
use serde::de::value::Error;
use serde::{Deserialize, Serialize};

/// `Secrecy::Anonymous` as `anonymous`.
pub fn name_of<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The other way; a name this build does not know is `Other`.
pub fn named<T: for<'de> Deserialize<'de> + Default>(name: &str) -> T {
    let deserializer: serde::de::value::StrDeserializer<'_, Error> = name.into_deserializer();
    T::deserialize(deserializer).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{NoticeCategory, TieRule};

    #[test]
    fn names_are_the_wires() {
        assert_eq!(name_of(TieRule::EarlierListed), "earlier_listed");
        assert_eq!(named::<TieRule>("earlier_listed"), TieRule::EarlierListed);
        assert_eq!(named::<NoticeCategory>("weather"), NoticeCategory::Other);
    }
}
