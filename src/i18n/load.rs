//! Loads a language and makes it the one that is read.

use super::catalogue::{Builder, Catalogue, Place};
use super::{Locale, catalogue, locale};
use crate::backend::{Failure, FailureKind};
use crate::platform::document;
use crate::platform::{boot, storage, task};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, JSON, Object, Reflect};
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

/// What is kept was changed by another hand than the reader's: the language follows.
pub fn reread() {
    let wish = kept_or_wished();
    if locale().with_untracked(|now| *now != wish) {
        task::spawn_for_app(async move {
            let _ = load(wish).await;
        });
    }
}

/// Loads a language and makes it current. Pages whose words are in the later file are asked for again by whoever draws
/// them; where such words were here before, they are loaded with the first ones.
pub async fn load(wish: Locale) -> Result<(), Failure> {
    let turn = WISH.with(|wishes| {
        wishes.set(wishes.get().wrapping_add(1));
        wishes.get()
    });
    let mut texts = fetch_catalogue(wish).await?;
    if is_whole() && !texts.is_whole() {
        texts = texts.with(fetch_later(wish).await?);
    }
    if WISH.with(Cell::get) != turn {
        return Ok(());
    }
    let texts = if wish == Locale::Pseudo {
        texts.pseudo()
    } else {
        texts
    };
    // Nothing is drawn yet when the first language comes.
    let place = (turn > 1).then(document::Place::seen).flatten();
    document::set_root_attribute("lang", wish.tag());
    document::set_root_attribute("dir", wish.direction());
    catalogue().set(Arc::new(texts));
    locale().set(wish);
    if let Some(place) = place {
        // Texts of other lengths, and browsers that scroll to what has the focus when it is drawn anew.
        TimeoutFuture::new(0).await;
        place.restore();
    }
    Ok(())
}

/// Whether the words of all pages are here. A later page is drawn only then.
pub fn is_whole() -> bool {
    catalogue().with_untracked(|texts| texts.is_whole())
}

/// Ends when the words of all pages are here.
pub async fn whole() -> Result<(), Failure> {
    while !is_whole() {
        let now = locale().get_untracked();
        let turn = WISH.with(Cell::get);
        let later = fetch_later(now).await?;
        let later = if now == Locale::Pseudo {
            later.pseudo()
        } else {
            later
        };
        // The language may have been changed meanwhile, or be about to.
        if WISH.with(Cell::get) == turn && locale().get_untracked() == now {
            catalogue().update(|texts| *texts = Arc::new(texts.with(later)));
            if !is_whole() {
                return Err(Failure::from(FailureKind::Unreadable));
            }
        }
    }
    Ok(())
}

async fn fetch_later(wish: Locale) -> Result<Catalogue, Failure> {
    let address = boot::later_address(wish.source()).ok_or(FailureKind::Unreadable)?;
    let started = match is_boots(wish) {
        true => boot::take("later").await.and_then(|text| read(&text)),
        false => None,
    };
    let texts = match started {
        Some(texts) => texts,
        None => match fetch(&address).await {
            // A newer version is on the server: the whole catalogue has a name that stays.
            Err(failure) if failure.kind == FailureKind::Unavailable => {
                fetch(&format!("/locales/{}.json", wish.source())).await?
            }
            fetched => fetched?,
        },
    };
    boot::arrived(&address);
    Ok(texts)
}

/// Address, then [`kept_or_wished`]. The boot script has decided already where it ran.
fn wanted() -> Locale {
    let address = || boot::query_value("locale").and_then(|tag| Locale::from_tag(&tag));
    boot::text("locale")
        .and_then(|tag| Locale::from_tag(&tag))
        .or_else(address)
        .unwrap_or_else(kept_or_wished)
}

/// What was chosen before, the browser's wishes, Chinese.
fn kept_or_wished() -> Locale {
    let chosen = storage::get(KEPT).and_then(|tag| Locale::from_tag(&tag));
    let browser = || boot::languages().iter().find_map(|tag| Locale::from_tag(tag));
    chosen.or_else(browser).unwrap_or(Locale::ZhCn)
}

/// Whether the boot script has chosen this language, too.
fn is_boots(wish: Locale) -> bool {
    let chosen = boot::text("locale").as_deref().and_then(Locale::from_tag);
    chosen.map(Locale::source) == Some(wish.source())
}

async fn fetch_catalogue(wish: Locale) -> Result<Catalogue, Failure> {
    // What the boot script started is for the language it chose; it is used once.
    if is_boots(wish)
        && let Some(text) = boot::take("catalogue").await
        && let Some(texts) = read(&text)
    {
        return Ok(texts);
    }
    let address =
        boot::locale_address(wish.source()).unwrap_or_else(|| format!("/locales/{}.json", wish.source()));
    fetch(&address).await
}

async fn fetch(address: &str) -> Result<Catalogue, Failure> {
    let answer = gloo_net::http::Request::get(address)
        .send()
        .await
        .map_err(|_| FailureKind::Offline)?;
    if !answer.ok() {
        return Err(Failure::from(FailureKind::Unavailable));
    }
    let text = answer.text().await.map_err(|_| FailureKind::Offline)?;
    read(&text).ok_or_else(|| Failure::from(FailureKind::Unreadable))
}

/// Reads a catalogue file with the browser's own JSON reader: it is there already and costs no bytes.
fn read(text: &str) -> Option<Catalogue> {
    let parsed: Object = JSON::parse(text).ok()?.dyn_into().ok()?;
    if let Some(places) = parsed.dyn_ref::<Array>() {
        let mut places = places.iter();
        let fingerprint = places.next()?.as_f64()? as u32;
        return Catalogue::placed(
            fingerprint,
            places.map(|place| read_place(&place)).collect::<Option<_>>()?,
        );
    }
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

fn read_place(place: &JsValue) -> Option<Place> {
    Some(match (place.as_string(), place.is_object()) {
        (Some(text), _) => Place::Plain(text),
        (None, true) => Place::Plural(forms(place)?),
        (None, false) => Place::Elsewhere,
    })
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
