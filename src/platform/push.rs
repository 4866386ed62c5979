//! Being told while Linli is closed: the browser's own notifications. Written by hand, because most browsers in which Linli is opened
//! lack a part of it, and with web-sys a missing function throws where nobody can catch it.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What this browser says when it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// It cannot, whatever anybody wants.
    Impossible,
    /// The resident has said no to the browser, which will not ask again.
    Denied,
    /// It may be asked, or has been allowed to.
    Open,
}

/// Where messages for this browser go, and what closes them for all others.
pub struct Address {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
}

pub fn allowed() -> Allowed {
    let global = js_sys::global();
    let there = |of: &JsValue, name: &str| member(of, name).is_some();
    let workers = web_sys::window().is_some_and(|window| there(&window.navigator(), "serviceWorker"));
    let Some(notification) =
        member(&global, "Notification").filter(|_| workers && there(&global, "PushManager"))
    else {
        return Allowed::Impossible;
    };
    match text(&notification, "permission").as_deref() {
        Some("denied") => Allowed::Denied,
        _ => Allowed::Open,
    }
}

/// Lets the browser ask, at once, while the tap still counts. `words` is what the service worker says beside a title; JSON.
/// `None` where the answer was no, or the push service cannot be reached.
pub fn ask(key: String, words: String) -> impl Future<Output = Option<Address>> {
    let asked = member(&js_sys::global(), "Notification")
        .and_then(|notification| call(&notification, "requestPermission", &JsValue::UNDEFINED));
    async move {
        let answer = JsFuture::from(asked?).await.ok()?;
        if answer.as_string().as_deref() != Some("granted") {
            return None;
        }
        let registration = registration().await?;
        let wanted = Object::new();
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&wanted, &"userVisibleOnly".into(), &true.into());
        let _ = Reflect::set(&wanted, &"applicationServerKey".into(), &key.into());
        let manager = member(&registration, "pushManager")?;
        let made = JsFuture::from(call(&manager, "subscribe", &wanted)?).await.ok()?;
        let said = Object::new();
        let _ = Reflect::set(&said, &"words".into(), &words.into());
        let worker = member(&registration, "active")?;
        function(&worker, "postMessage")?.call1(&worker, &said).ok()?;
        // The browser's own way to write it down has the keys as they are sent.
        let written = JSON::stringify(&made).ok().map(String::from)?;
        let made = JSON::parse(&written).ok()?;
        let keys = member(&made, "keys")?;
        Some(Address {
            endpoint: text(&made, "endpoint")?,
            p256dh: text(&keys, "p256dh")?,
            auth: text(&keys, "auth")?,
        })
    }
}

/// Takes the address back: what is still sent there reaches nobody.
pub async fn end() {
    let ended = async {
        let manager = member(&registration().await?, "pushManager")?;
        let made = JsFuture::from(call(&manager, "getSubscription", &JsValue::UNDEFINED)?)
            .await
            .ok()
            .filter(JsValue::is_object)?;
        JsFuture::from(call(&made, "unsubscribe", &JsValue::UNDEFINED)?)
            .await
            .ok()
    };
    let _ = ended.await;
}

/// Only a release build has a service worker; waiting until one is ready could be waiting for ever.
async fn registration() -> Option<JsValue> {
    let workers = member(&web_sys::window()?.navigator(), "serviceWorker")?;
    let found = JsFuture::from(call(&workers, "getRegistration", &JsValue::UNDEFINED)?).await;
    found.ok().filter(JsValue::is_object)
}

fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into())
        .ok()
        .filter(|found| !found.is_null() && !found.is_undefined())
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    member(of, name)?.as_string()
}

fn function(of: &JsValue, name: &str) -> Option<Function> {
    member(of, name)?.dyn_into().ok()
}

/// `None` where there is no such function, where it throws, and where it is so old that it promises nothing.
fn call(of: &JsValue, name: &str, argument: &JsValue) -> Option<Promise> {
    let arguments = match argument.is_undefined() {
        true => Array::new(),
        false => Array::of1(argument),
    };
    Reflect::apply(&function(of, name)?, of, &arguments)
        .ok()?
        .dyn_into()
        .ok()
}
