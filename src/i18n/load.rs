//! Loads a language and makes it the one that is read.

use super::catalogue::{Builder, Catalogue};
use super::{Locale, catalogue, locale};
use crate::backend::{Failure, FailureKind};
use crate::platform::{boot, document, storage, task};
use js_sys::{JSON, Object, Reflect};
use leptos::prelude::*;
use std::cell::Cell;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};

/// Where the chosen language is kept.
const KEPT: &str = "linli.locale";

thread_local! {
    /// Counts the wishes, so that a slow catalogue cannot replace one that was asked for later.
    static WISH: Cell<u32> = const { Cell::new(0) };
}

/// Loads the reader's language. The app draws nothing before this is done.
pub async fn start() -> Result<(), Failure> {
    load(wanted()).await
}

/// The reader chose a language: it is kept, and the texts change as soon as its catalogue is here.
/// Without network the language stays as it is.
pub fn set_locale(wish: Locale) {
    storage::set(KEPT, wish.tag());
    task::spawn_for_app(async move {
        // The texts that are shown stay readable when this fails.
        let _ = load(wish).await;
    });
}

/// Loads a language and makes it current.
pub async fn load(wish: Locale) -> Result<(), Failure> {
    let turn = WISH.with(|wishes| {
        wishes.set(wishes.get().wrapping_add(1));
        wishes.get()
    });
    let texts = fetch_catalogue(wish).await?;
    if WISH.with(Cell::get) != turn {
        return Ok(());
    }
    let texts = if wish == Locale::Pseudo {
        texts.pseudo()
    } else {
        texts
    };
    document::set_root_attribute("lang", wish.tag());
    document::set_root_attribute("dir", "ltr");
    catalogue().set(Arc::new(texts));
    locale().set(wish);
    Ok(())
}

/// Address, what was chosen before, the browser's wishes, Chinese. The boot script has decided already where it ran.
fn wanted() -> Locale {
    let address = || boot::query_value("locale").and_then(|tag| Locale::from_tag(&tag));
    let chosen = || storage::get(KEPT).and_then(|tag| Locale::from_tag(&tag));
    let browser = || boot::languages().iter().find_map(|tag| Locale::from_tag(tag));
    boot::text("locale")
        .and_then(|tag| Locale::from_tag(&tag))
        .or_else(address)
        .or_else(chosen)
        .or_else(browser)
        .unwrap_or(Locale::ZhCn)
}

async fn fetch_catalogue(wish: Locale) -> Result<Catalogue, Failure> {
    // What the boot script started is for the language it chose; it is used once.
    if boot::text("locale")
        .as_deref()
        .and_then(Locale::from_tag)
        .map(Locale::source)
        == Some(wish.source())
        && let Some(text) = boot::take("catalogue").await
        && let Some(texts) = read(&text)
    {
        return Ok(texts);
    }
    let address =
        boot::locale_address(wish.source()).unwrap_or_else(|| format!("/locales/{}.json", wish.source()));
    let unreadable = || Failure::from(FailureKind::Unreadable);
    let answer = gloo_net::http::Request::get(&address)
        .send()
        .await
        .map_err(|_| FailureKind::Offline)?;
    if !answer.ok() {
        return Err(Failure::from(FailureKind::Unavailable));
    }
    let text = answer.text().await.map_err(|_| FailureKind::Offline)?;
    read(&text).ok_or_else(unreadable)
}

/// Reads a catalogue file with the browser's own JSON reader: it is there already and costs no bytes.
fn read(text: &str) -> Option<Catalogue> {
    let parsed: Object = JSON::parse(text).ok()?.dyn_into().ok()?;
    let mut builder = Builder::default();
    for name in Object::keys(&parsed).iter() {
        let value = Reflect::get(&parsed, &name).ok()?;
        let name = name.as_string()?;
        match value.as_string() {
            Some(text) => builder.plain(name, text),
            None => builder.plural(name, forms(&value)?),
        }
    }
    builder.finish()
}

fn forms(value: &JsValue) -> Option<Vec<(String, String)>> {
    let value = value.dyn_ref::<Object>()?;
    Object::keys(value)
        .iter()
        .map(|category| {
            Some((
                category.as_string()?,
                Reflect::get(value, &category).ok()?.as_string()?,
            ))
        })
        .collect()
}
