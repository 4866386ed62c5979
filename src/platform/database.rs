//! What must outlast the page: IndexedDB, and localStorage where a browser offers no IndexedDB (old private windows),
//! so that a vote or a word is kept either way.
//!
//! Written on web-sys itself: the crates around IndexedDB offer no durability, and with Chrome's default a write that
//! was reported done can still be lost with the battery.

use super::{ahead, storage};
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

const NAME: &str = "linli";
const VERSION: u32 = 1;
const STORES: [Store; 3] = [Store::Outbox, Store::Drafts, Store::Cache];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Ballots and posts, sent or not.
    Outbox,
    Drafts,
    /// What was read, for reading it again without network.
    Cache,
}

impl Store {
    pub fn name(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Drafts => "drafts",
            Self::Cache => "cache",
        }
    }
}

/// The browser kept nothing: no storage at all, or it is full.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct StoreFailure;

/// Opened once; `Missing` is remembered too, so that a browser without IndexedDB is asked only once.
#[derive(Clone)]
enum Opened {
    NotYet,
    Missing,
    Open(IdbDatabase),
}

thread_local! {
    static DATABASE: RefCell<Opened> = const { RefCell::new(Opened::NotYet) };
    static OPENING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Opens the database, so that the first write need not wait for it.
pub async fn open() {
    database().await;
}

pub async fn get(store: Store, key: &str) -> Result<Option<String>, StoreFailure> {
    match database().await {
        Some(database) => {
            let value = ask(&database, store, false, |s| s.get(&key.into())).await?;
            Ok(value.as_string())
        }
        None => Ok(storage::get(&local_key(store, key))),
    }
}

/// Returns when the value is on the disk, where the browser can say so.
pub async fn put(store: Store, key: &str, value: &str) -> Result<(), StoreFailure> {
    match database().await {
        Some(database) => write(&database, store, key, Some(value)).await,
        None => {
            let local = local_key(store, key);
            storage::set(&local, value);
            // Writing to a full or forbidden storage does nothing, which must not pass for kept.
            if storage::get(&local).as_deref() == Some(value) {
                Ok(())
            } else {
                Err(StoreFailure)
            }
        }
    }
}

pub async fn delete(store: Store, key: &str) -> Result<(), StoreFailure> {
    match database().await {
        Some(database) => write(&database, store, key, None).await,
        None => {
            storage::remove(&local_key(store, key));
            Ok(())
        }
    }
}

/// All keys, in their order.
pub async fn keys(store: Store) -> Result<Vec<String>, StoreFailure> {
    match database().await {
        Some(database) => {
            let keys = ask(&database, store, false, IdbObjectStore::get_all_keys).await?;
            Ok(texts(&keys))
        }
        None => Ok(local_entries(store).into_iter().map(|(key, _)| key).collect()),
    }
}

/// All entries, in the order of their keys.
pub async fn all(store: Store) -> Result<Vec<(String, String)>, StoreFailure> {
    match database().await {
        Some(database) => {
            // Both requests run in one transaction, so that they see the same entries.
            let transaction = transaction(&database, store, false)?;
            let entries = transaction.object_store(store.name()).map_err(drop_error)?;
            let keys = done(&entries.get_all_keys().map_err(drop_error)?);
            let values = done(&entries.get_all().map_err(drop_error)?);
            let keys = texts(&JsFuture::from(keys).await.map_err(drop_error)?);
            let values = texts(&JsFuture::from(values).await.map_err(drop_error)?);
            Ok(keys.into_iter().zip(values).collect())
        }
        None => Ok(local_entries(store)),
    }
}

async fn database() -> Option<IdbDatabase> {
    match DATABASE.with_borrow(Clone::clone) {
        Opened::Open(database) => return Some(database),
        Opened::Missing => return None,
        Opened::NotYet => {}
    }
    let opening = match OPENING.with_borrow(Clone::clone) {
        Some(opening) => opening,
        None => {
            let opening = request_database()?;
            OPENING.set(Some(opening.clone()));
            opening
        }
    };
    let opened = JsFuture::from(opening)
        .await
        .ok()
        .and_then(|database| database.dyn_into::<IdbDatabase>().ok());
    match opened {
        Some(database) => {
            // Another tab with a newer app wants to change the stores: let it, and open again when next asked.
            let let_go = Closure::<dyn FnMut()>::new(close);
            database.set_onversionchange(Some(let_go.into_js_value().unchecked_ref()));
            DATABASE.set(Opened::Open(database.clone()));
            Some(database)
        }
        None => {
            DATABASE.set(Opened::Missing);
            None
        }
    }
}

/// Writes what an earlier page held when it ended, before anybody reads.
async fn caught_up(opening: Promise) -> Result<JsValue, JsValue> {
    let opened = JsFuture::from(opening).await?;
    if let Some(database) = opened.dyn_ref::<IdbDatabase>() {
        for store in STORES {
            for (key, value) in ahead::held(store) {
                let value = value.as_deref();
                if write(database, store, &key, value).await.is_ok() {
                    ahead::let_go(store, &key, value);
                }
            }
        }
    }
    Ok(opened)
}

/// Puts a value, or deletes where there is none.
async fn write(
    database: &IdbDatabase,
    store: Store,
    key: &str,
    value: Option<&str>,
) -> Result<(), StoreFailure> {
    ask(database, store, true, |entries| match value {
        Some(value) => entries.put_with_key(&value.into(), &key.into()),
        None => entries.delete(&key.into()),
    })
    .await
    .map(drop)
}

/// A promise of the opened database; remembers that there is none where the browser has no IndexedDB.
fn request_database() -> Option<Promise> {
    // Through Reflect, because merely naming `indexedDB` throws in some embedded browsers.
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into())
        .ok()
        .and_then(|f| f.dyn_into().ok());
    let request = factory.and_then(|factory: IdbFactory| factory.open_with_u32(NAME, VERSION).ok());
    let Some(request) = request else {
        DATABASE.set(Opened::Missing);
        return None;
    };
    let upgrade = Closure::<dyn FnMut()>::new({
        let request: IdbOpenDbRequest = request.clone();
        move || {
            let database: Option<IdbDatabase> = request.result().ok().and_then(|d| d.dyn_into().ok());
            for store in STORES {
                // A store that is there already is what is wanted.
                let _ = database
                    .as_ref()
                    .map(|database| database.create_object_store(store.name()));
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.into_js_value().unchecked_ref()));
    Some(future_to_promise(caught_up(done(&request))))
}

/// Runs one request in a transaction of its own. A write is done when its transaction is.
async fn ask(
    database: &IdbDatabase,
    store: Store,
    write: bool,
    make: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
) -> Result<JsValue, StoreFailure> {
    let transaction = transaction(database, store, write)?;
    let entries = transaction.object_store(store.name()).map_err(drop_error)?;
    let request = done(&make(&entries).map_err(drop_error)?);
    let complete = write.then(|| complete(&transaction));
    let value = JsFuture::from(request).await.map_err(drop_error)?;
    if let Some(complete) = complete {
        JsFuture::from(complete).await.map_err(drop_error)?;
    }
    Ok(value)
}

fn transaction(database: &IdbDatabase, store: Store, write: bool) -> Result<IdbTransaction, StoreFailure> {
    let options = Object::new();
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
    let mode = if write { "readwrite" } else { "readonly" };
    // web-sys has the call with options only as an unstable interface; older browsers leave the options out.
    Reflect::get(database, &"transaction".into())
        .and_then(|function| function.dyn_into::<Function>())
        .and_then(|function| function.call3(database, &store.name().into(), &mode.into(), &options))
        .and_then(JsCast::dyn_into)
        .map_err(|_| {
            // Browsers close a connection behind the app's back, on a phone that was long asleep for instance.
            close();
            StoreFailure
        })
}

/// Forgets the connection: the next call opens a new one.
fn close() {
    if let Opened::Open(database) = DATABASE.replace(Opened::NotYet) {
        database.close();
    }
    OPENING.set(None);
}

/// A promise of a request's result. Its callbacks belong to the browser, which frees them with the request.
fn done(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let asked = request.clone();
        let success = Closure::once_into_js(move || {
            let result = asked.result().unwrap_or(JsValue::UNDEFINED);
            // Calling a promise's own function cannot fail.
            let _ = resolve.call1(&JsValue::UNDEFINED, &result);
        });
        request.set_onsuccess(Some(success.unchecked_ref()));
        request.set_onerror(Some(&reject));
    })
}

fn complete(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
        transaction.set_onerror(Some(&reject));
    })
}

fn texts(values: &JsValue) -> Vec<String> {
    let Some(values) = values.dyn_ref::<Array>() else {
        return Vec::new();
    };
    values
        .iter()
        .map(|value| value.as_string().unwrap_or_default())
        .collect()
}

fn drop_error(_: JsValue) -> StoreFailure {
    StoreFailure
}

fn local_key(store: Store, key: &str) -> String {
    format!("linli.{}/{key}", store.name())
}

fn local_entries(store: Store) -> Vec<(String, String)> {
    let prefix = local_key(store, "");
    let mut entries: Vec<(String, String)> = storage::keys(&prefix)
        .into_iter()
        .filter_map(|name| Some((name.strip_prefix(&prefix)?.to_owned(), storage::get(&name)?)))
        .collect();
    entries.sort();
    entries
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    async fn keeps_and_forgets(store: Store) {
        put(store, "b", "2").await.unwrap();
        put(store, "a", "1").await.unwrap();
        put(store, "b", "居民 3").await.unwrap();
        assert_eq!(get(store, "b").await.unwrap().as_deref(), Some("居民 3"));
        assert_eq!(get(store, "nothing").await.unwrap(), None);
        assert_eq!(
            all(store).await.unwrap(),
            [("a".into(), "1".into()), ("b".into(), "居民 3".into())]
        );
        assert_eq!(keys(store).await.unwrap(), ["a", "b"]);
        delete(store, "a").await.unwrap();
        delete(store, "b").await.unwrap();
        assert_eq!(all(store).await.unwrap(), []);
    }

    #[wasm_bindgen_test]
    async fn entries_are_put_read_listed_and_deleted() {
        keeps_and_forgets(Store::Drafts).await;
    }

    #[wasm_bindgen_test]
    async fn entries_survive_opening_anew() {
        put(Store::Outbox, "ballot", "kept").await.unwrap();
        let Opened::Open(database) = DATABASE.with_borrow(Clone::clone) else {
            panic!("no IndexedDB here")
        };
        database.close();
        DATABASE.set(Opened::NotYet);
        OPENING.set(None);
        assert_eq!(
            get(Store::Outbox, "ballot").await.unwrap().as_deref(),
            Some("kept")
        );
        delete(Store::Outbox, "ballot").await.unwrap();
    }

    #[wasm_bindgen_test]
    async fn what_was_held_when_a_page_ended_is_there_when_the_next_one_reads() {
        put(Store::Drafts, "gone", "thrown away").await.unwrap();
        ahead::hold(Store::Drafts, "word", Some("就在昨天"));
        ahead::hold(Store::Drafts, "gone", None);
        close();
        assert_eq!(
            get(Store::Drafts, "word").await.unwrap().as_deref(),
            Some("就在昨天")
        );
        assert_eq!(get(Store::Drafts, "gone").await.unwrap(), None);
        assert_eq!(ahead::held(Store::Drafts), []);
        delete(Store::Drafts, "word").await.unwrap();
    }

    #[wasm_bindgen_test]
    async fn without_indexed_db_the_entries_go_to_local_storage() {
        let before = DATABASE.replace(Opened::Missing);
        keeps_and_forgets(Store::Cache).await;
        put(Store::Drafts, "word", "kept").await.unwrap();
        assert_eq!(storage::get("linli.drafts/word").as_deref(), Some("kept"));
        delete(Store::Drafts, "word").await.unwrap();
        DATABASE.set(before);
    }
}
