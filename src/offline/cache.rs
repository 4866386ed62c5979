//! Reading again without network: what the backend sent is kept, and read from here when it cannot be asked.

use super::writer::write_soon;
use crate::backend::keeping::{Keeper, Reading, with_keeper};
use crate::backend::{Failure, person_of_phone, shared_phone};
use crate::platform::clock::now_ms;
use crate::platform::database::{self, Store};
use std::future::Future;
use std::rc::Rc;

pub use crate::backend::Kept;

/// How many answers are kept. When there are more, the oldest third goes.
const MOST: usize = 300;

/// Fresh from the backend, or the copy this phone kept with its time. `key` says what is read, for people who debug;
/// the copies themselves are kept per request and person.
pub async fn fresh_or_kept<T>(
    _key: &str,
    reading: impl Future<Output = Result<T, Failure>>,
) -> Result<Kept<T>, Failure> {
    let (value, as_of) = with_keeper(keeper(), reading).await;
    Ok(Kept { value: value?, as_of })
}

pub(super) fn keeper() -> Rc<dyn Keeper> {
    Rc::new(Cache)
}

struct Cache;

/// Answers are personal: they say what one has read and voted. Nobody's belong to everybody.
fn key(person: &str, address: &str) -> String {
    format!("{person}|{address}")
}

/// The address of a copy that this person may read; nothing for somebody else's.
fn address_for<'a>(key: &'a str, reader: &str) -> Option<&'a str> {
    let (person, address) = key.split_once('|')?;
    (person.is_empty() || person == reader).then_some(address)
}

impl Keeper for Cache {
    fn keep(&self, address: &str, text: &str) {
        if shared_phone() {
            return;
        }
        let person = person_of_phone().unwrap_or_default();
        write_soon(
            Store::Cache,
            key(&person, address),
            Some(format!("{}\n{text}", now_ms())),
        );
    }

    fn kept(&self, address: &str) -> Reading {
        let person = person_of_phone().unwrap_or_default();
        let (own, public) = (key(&person, address), key("", address));
        Box::pin(async move {
            for key in [own, public] {
                let found = database::get(Store::Cache, &key).await.ok().flatten();
                if let Some(found) = found.as_deref().and_then(parse) {
                    return Some(found);
                }
            }
            None
        })
    }
}

/// Every answer that this phone keeps for whoever uses it now, with its address.
pub async fn entries() -> Vec<(String, String)> {
    let person = person_of_phone().unwrap_or_default();
    let entries = database::all(Store::Cache).await.unwrap_or_default().into_iter();
    entries
        .filter_map(|(key, entry)| {
            let address = address_for(&key, &person)?;
            Some((address.to_owned(), parse(&entry)?.0))
        })
        .collect()
}

fn parse(entry: &str) -> Option<(String, i64)> {
    let (at, text) = entry.split_once('\n')?;
    Some((text.to_owned(), at.parse().ok()?))
}

/// Makes room: reads all entries, so it runs once a start and only when there are too many.
pub(super) async fn tidy() {
    let count = database::keys(Store::Cache).await.map_or(0, |keys| keys.len());
    if count <= MOST {
        return;
    }
    let mut entries: Vec<(i64, String)> = database::all(Store::Cache)
        .await
        .unwrap_or_default()
        .into_iter()
        .map(|(key, entry)| (parse(&entry).map_or(0, |(_, at)| at), key))
        .collect();
    entries.sort_unstable();
    for (_, key) in entries.into_iter().take(count - MOST * 2 / 3) {
        write_soon(Store::Cache, key, None);
    }
}

pub(super) async fn wipe(person: &str) {
    super::wipe_prefix(Store::Cache, &key(person, "")).await;
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{address_for, key, parse};

    #[test]
    fn an_entry_carries_its_time_and_the_text_as_it_came() {
        assert_eq!(parse("17\n{\"a\":\n1}"), Some(("{\"a\":\n1}".to_owned(), 17)));
        assert_eq!(parse("{}"), None);
    }

    #[test]
    fn one_persons_answers_are_not_anothers() {
        assert_eq!(address_for("1|/v1/polls", "1"), Some("/v1/polls"));
        assert_eq!(address_for("|/v1/polls", "1"), Some("/v1/polls"));
        assert_eq!(address_for("2|/v1/polls", "1"), None);
        assert_ne!(key("1", "/v1/polls"), key("2", "/v1/polls"));
        assert!(!key("12", "/v1/polls").starts_with(&key("1", "")));
    }
}
