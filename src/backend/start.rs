//! Finding the backend, once, and asking it who it is and who is signed in.

use super::adhocracy;
use super::config::Config;
use super::native::Native;
use super::outside::Outside;
use super::transport::Call;
use super::{Adapter, Failure, FailureKind, backend, session};
use crate::platform::late::late;
use crate::platform::{boot, storage};
use gloo_net::http::Method;
use js_sys::Promise;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// The configuration of the last visit, for a start without network.
const KEPT: &str = "linli.config";

thread_local! {
    static ADAPTER: RefCell<Option<Rc<Adapter>>> = const { RefCell::new(None) };
    /// One request for everybody who asks while it is under way.
    static LOADING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Asks for the service and for the person together; returns when both have answered. Run it under
/// `keeping::with_keeper`, so that the app also opens without network.
pub async fn start() {
    // How they went is in the signals; pages word their own failures.
    both(backend().service(), backend().me()).await;
}

/// The adapter, if the configuration has been read.
pub(super) fn adapter_now() -> Option<Rc<Adapter>> {
    ADAPTER.with_borrow(Clone::clone)
}

pub(super) async fn adapter() -> Result<Rc<Adapter>, Failure> {
    if let Some(adapter) = adapter_now() {
        return Ok(adapter);
    }
    let loading = LOADING.with_borrow_mut(|loading| {
        loading
            .get_or_insert_with(|| {
                future_to_promise(async {
                    let text = load().await;
                    LOADING.take();
                    text.map(JsValue::from)
                        .map_err(|failure| failure.kind.name().into())
                })
            })
            .clone()
    });
    match JsFuture::from(loading).await {
        Ok(text) => adapter_of(&text.as_string().unwrap_or_default()).await,
        Err(kind) => Err(FailureKind::from_name(&kind.as_string().unwrap_or_default()).into()),
    }
}

// Most communities have the native contract, and nobody there needs the code of another.
late! {
    adhocracy: fn adhocracy_adapter(config: String) -> Rc<dyn Outside> => adhocracy::adapter(&config), arrival adhocracy_here;
}

async fn adapter_of(text: &str) -> Result<Rc<Adapter>, Failure> {
    let config = Config::read(text).unwrap_or_default();
    session::set_kiosk(config.kiosk);
    let adapter = match config.backend.kind.as_str() {
        "adhocracy" => {
            let adapter = adhocracy_adapter(text.to_owned()).await;
            Adapter::Outside(adapter.map_err(|_| FailureKind::Offline)?)
        }
        _ => Adapter::Native(Native::new(config.backend.base)),
    };
    // Whoever was first is the one: an adapter may hold who is signed in.
    Ok(ADAPTER.with_borrow_mut(|kept| kept.get_or_insert_with(|| Rc::new(adapter)).clone()))
}

async fn load() -> Result<String, Failure> {
    let text = match boot::take("config").await {
        Some(text) => Ok(text),
        None => Call::new(Method::GET, "/config.json")
            .send()
            .await
            .map(|answer| answer.text),
    };
    match text {
        Ok(text) if Config::read(&text).is_some() => {
            storage::set(KEPT, &text);
            Ok(text)
        }
        Err(failure) if failure.kind == FailureKind::NotFound => Ok(String::from("{}")),
        Ok(_) => storage::get(KEPT).ok_or_else(|| FailureKind::Unreadable.into()),
        Err(failure) => storage::get(KEPT).ok_or(failure),
    }
}

/// Runs two futures side by side.
async fn both(one: impl Future, other: impl Future) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut one_done, mut other_done) = (false, false);
    poll_fn(|context| {
        one_done = one_done || one.as_mut().poll(context).is_ready();
        other_done = other_done || other.as_mut().poll(context).is_ready();
        if one_done && other_done {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}
