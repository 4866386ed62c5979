//! What `public/boot.js` found out and started before the app was there, under `window.__linli`. All of it is
//! optional: tests and a broken boot script leave it out, and then the app asks for itself.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

fn linli() -> Option<JsValue> {
    member(&js_sys::global(), "__linli")
}

/// A text it found out.
pub fn text(name: &str) -> Option<String> {
    member(&linli()?, name)?.as_string()
}

/// The body of a request it started, once: whoever asks again must ask the network. `None` when it was not started
/// or did not succeed.
pub async fn take(name: &str) -> Option<String> {
    let linli = linli()?;
    let promise: Promise = member(&linli, name)?.dyn_into().ok()?;
    // A property that stays would only hand out an old answer.
    let _ = Reflect::set(&linli, &JsValue::from_str(name), &JsValue::UNDEFINED);
    JsFuture::from(promise).await.ok()?.as_string()
}

/// Waits a moment, on a first visit only, for what the frame of the page says of the community: what comes into the frame
/// later pushes the page down.
pub async fn framed() {
    if let Some(framed) = linli().and_then(|linli| member(&linli, "framed")) {
        // It is never refused.
        let _ = JsFuture::from(Promise::resolve(&framed)).await;
    }
}

/// What it has drawn of the page already, once: taken out of the page before that is drawn anew, to stand there until the page
/// itself is here.
pub fn shown() -> Option<web_sys::Element> {
    let linli = linli()?;
    let shown = member(&linli, "shown")?;
    let _ = Reflect::set(&linli, &JsValue::from_str("shown"), &JsValue::UNDEFINED);
    shown.dyn_into().ok()
}

/// The address of a catalogue, which carries its content's hash in a release build.
pub fn locale_address(tag: &str) -> Option<String> {
    member(&member(&linli()?, "locales")?, tag)?.as_string()
}

/// The address of the words of later pages in this language, where they are in a file of their own.
pub fn later_address(tag: &str) -> Option<String> {
    member(&member(&linli()?, "laters")?, tag)?.as_string()
}

/// Something that later pages need is here, and is to be kept for pages without a network.
pub fn arrived(address: &str) {
    call("arrived", address);
}

/// A value in the query of the page's address.
pub fn query_value(name: &str) -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// The browser's languages, the most wanted first.
pub fn languages() -> Vec<String> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    window
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect()
}

/// Calls a function of the boot script, if it is there.
fn call(name: &str, argument: &str) {
    if let Some(function) = linli()
        .and_then(|l| member(&l, name))
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok())
    {
        let _ = function.call1(&JsValue::NULL, &JsValue::from_str(argument));
    }
}

/// Shows one of the messages of `index.html`: "crash", "load" or "old".
pub fn failed(kind: &str) {
    call("failed", kind);
}

/// Says in `<html data-app="ready">` that taps work from now on: for tests and measurements.
pub fn ready() {
    super::document::set_root_attribute("data-app", "ready");
}

/// A panic ends the app. The page then says so, and that what was written is kept.
pub fn tell_when_crashed() {
    std::panic::set_hook(Box::new(|info| {
        // The text of the panic is for developers and carries nothing a resident typed.
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        failed("crash");
    }));
}
