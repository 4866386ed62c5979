//! What the worker hears and says.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CacheStorage, DedicatedWorkerGlobalScope};

pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// What the page asks for; `start.js` has kept it.
pub async fn asked() -> Option<String> {
    let asked: Promise = Reflect::get(&scope(), &JsValue::from_str("asked"))
        .ok()?
        .dyn_into()
        .ok()?;
    JsFuture::from(asked).await.ok()?.as_string()
}

pub fn say(report: &impl serde::Serialize) {
    // Reports have string keys and finite numbers only: writing them cannot fail.
    if let Ok(text) = serde_json::to_string(report) {
        let _ = scope().post_message(&JsValue::from_str(&text));
    }
}

/// Absent on pages that came over plain http.
pub fn caches() -> Option<CacheStorage> {
    let caches = Reflect::get(&scope(), &JsValue::from_str("caches")).ok()?;
    (!caches.is_undefined()).then(|| caches.unchecked_into())
}
