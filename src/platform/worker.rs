//! The recount worker: a second wasm that comes over the link when somebody recounts, and counts beside the page, which
//! stays free for taps. The only place that touches `Worker`.

use super::boot;
use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CacheStorage, MessageEvent};

/// What comes from the worker.
pub enum Heard {
    Text(String),
    /// It could not be started, or it broke. Nothing more will come.
    Broken,
}

/// A worker at work. Dropping it ends it at once, wherever it is.
pub struct Worker {
    worker: web_sys::Worker,
    _heard: [EventListener; 3],
}

/// Whether this build has a recount worker; `cargo xtask dev` has none.
pub fn available() -> bool {
    boot::text("counter").is_some()
}

impl Worker {
    /// Starts a worker on one question.
    pub fn start(question: &str, hear: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let worker = web_sys::Worker::new(&boot::text("counter")?).ok()?;
        let said = hear.clone();
        let broken = move |hear: &dyn Fn(Heard)| hear(Heard::Broken);
        let heard = [
            EventListener::new(&worker, "message", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|e| e.data().as_string());
                said(text.map_or(Heard::Broken, Heard::Text));
            }),
            EventListener::new(&worker, "messageerror", {
                let hear = hear.clone();
                move |_| broken(&hear)
            }),
            EventListener::new(&worker, "error", move |_| broken(&hear)),
        ];
        worker.post_message(&JsValue::from_str(question)).ok()?;
        Some(Self {
            worker,
            _heard: heard,
        })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Deletes the boards that the worker has kept on this phone: on a shared phone nobody should see what was looked at.
pub fn forget_boards() {
    // Absent on pages that came over plain http; then nothing was kept either.
    let caches = Reflect::get(&js_sys::global(), &JsValue::from_str("caches")).ok();
    if let Some(caches) = caches.filter(|caches| !caches.is_undefined()) {
        let deleted = caches.unchecked_into::<CacheStorage>().delete("linli-boards");
        super::task::spawn_for_app(async move {
            // A cache that is not there is deleted already.
            let _ = wasm_bindgen_futures::JsFuture::from(deleted).await;
        });
    }
}
