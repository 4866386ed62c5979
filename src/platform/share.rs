//! The phone's own way of passing something on, and its clipboard. Written by hand: WeChat and old browsers have neither, and with
//! web-sys a missing function throws where nobody can catch it.

use js_sys::{Array, Function, Object, Promise, Reflect};
use std::future::Future;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shared {
    /// It was passed on, or the reader thought better of it.
    Done,
    /// This phone cannot.
    Impossible,
}

/// Asks at once, while the tap still counts; the answer comes when the sheet is closed.
pub fn share(title: &str, text: &str, url: &str) -> impl Future<Output = Shared> + use<> {
    let what = Object::new();
    for (name, value) in [("title", title), ("text", text), ("url", url)] {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&what, &name.into(), &value.into());
    }
    let asked = called(&[], "share", &what);
    async move {
        let Some(asked) = asked else {
            return Shared::Impossible;
        };
        match JsFuture::from(asked).await {
            Ok(_) => Shared::Done,
            Err(why) if name_of(&why).as_deref() == Some("AbortError") => Shared::Done,
            Err(_) => Shared::Impossible,
        }
    }
}

/// Puts a text into the clipboard; tells whether it is there.
pub fn copy(text: &str) -> impl Future<Output = bool> + use<> {
    let asked = called(&["clipboard"], "writeText", &text.into());
    async move {
        match asked {
            Some(asked) => JsFuture::from(asked).await.is_ok(),
            None => false,
        }
    }
}

/// Calls a function of the navigator, or of something it has; none where it is not there or throws.
fn called(path: &[&str], function: &str, argument: &JsValue) -> Option<Promise> {
    let mut of: JsValue = web_sys::window()?.navigator().into();
    for name in path {
        of = Reflect::get(&of, &(*name).into())
            .ok()
            .filter(JsValue::is_object)?;
    }
    let function: Function = Reflect::get(&of, &function.into()).ok()?.dyn_into().ok()?;
    Reflect::apply(&function, &of, &Array::of1(argument))
        .ok()?
        .dyn_into()
        .ok()
}

fn name_of(failure: &JsValue) -> Option<String> {
    Reflect::get(failure, &"name".into()).ok()?.as_string()
}
