//! Every word a resident reads: catalogues, plural rules, dates and numbers.
//!
//! Texts live in `locales/*.json` and are loaded at run time; plural rules, dates, numbers and lists come from the
//! browser's own Intl. [`t`], [`t1`], [`tn`] and the formats follow the language when they are called in a reactive
//! place.

mod catalogue;
pub mod failures;
mod format;
mod load;
mod locale;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod plain_tests;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

pub use format::{
    clock, clock_ms, clock_only, compare, date_time, day, list, money, number, permille, set_time_zone,
    zone_elsewhere,
};
pub use load::{is_whole, load, reread, set_locale, start, whole};
pub use locale::{Locale, locale};

use crate::platform::lasting::Lasting;
use catalogue::{Catalogue, fill};
use leptos::prelude::*;
use std::sync::Arc;

thread_local! {
    static CATALOGUE: Lasting<Arc<Catalogue>> = Lasting::new(Arc::default());
}

fn catalogue() -> Lasting<Arc<Catalogue>> {
    CATALOGUE.with(Lasting::clone)
}

/// The text of `key` in the reader's language.
pub fn t(key: Key) -> String {
    catalogue().with(|texts| texts.text(key as usize).to_owned())
}

/// The text of `key` as a part of a view that follows the language. One type for all texts, so that the drawing
/// machinery behind it is compiled once.
pub fn said(key: Key) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    move || t(key)
}

/// The text of `key` with its `{name}`s filled in.
pub fn t1(key: Key, values: &[(&str, &str)]) -> String {
    catalogue().with(|texts| fill(texts.text(key as usize), values))
}

/// The text of `key` in the plural form for `n`. `{n}` is the number as the language writes it.
pub fn tn(key: Key, n: u64, values: &[(&str, &str)]) -> String {
    let written = number(n);
    let mut all = Vec::with_capacity(values.len() + 1);
    all.push(("n", written.as_str()));
    all.extend_from_slice(values);
    catalogue().with(|texts| fill(texts.form(key as usize, || format::plural_form(n)), &all))
}
