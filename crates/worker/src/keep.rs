//! Copies of boards on the phone, so that a recount works without a network and is not downloaded twice.

use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Cache, Headers, QueuingStrategy, Request, Response, ResponseInit, TransformStream,
    WritableStreamDefaultWriter,
};

use crate::board::Stream;
use crate::scope::caches;

/// The service worker (public/sw.js) leaves this cache alone.
const NAME: &str = "linli-boards";
/// The oldest go when there are more: a city's board is tens of megabytes.
const MOST: u32 = 5;
/// Pieces that may wait for the disk before the counting does.
const AHEAD: f64 = 16.0;

/// The copies of this phone. Everything works without them.
pub struct Shelf(Option<Cache>);

impl Shelf {
    pub async fn open() -> Self {
        let Some(caches) = caches() else { return Self(None) };
        let cache = JsFuture::from(caches.open(NAME)).await.ok();
        Self(cache.map(JsCast::unchecked_into))
    }

    /// The copy of this board.
    pub async fn copy(&self, address: &str) -> Option<Stream> {
        let found = JsFuture::from(self.0.as_ref()?.match_with_str(address))
            .await
            .ok()?;
        Stream::of(found.dyn_ref::<Response>()?)
    }

    pub async fn forget(&self, address: &str) {
        if let Some(cache) = &self.0 {
            let _ = JsFuture::from(cache.delete_with_str(address)).await;
        }
    }

    /// Begins a copy. It takes the place of the one before when it is whole and [`Copying::finish`] says so.
    pub fn begin(&self, address: &str, tag: Option<&str>) -> Option<Copying> {
        let cache = self.0.clone()?;
        let ahead = QueuingStrategy::new();
        ahead.set_high_water_mark(AHEAD);
        let pipe =
            TransformStream::new_with_transformer_and_writable_strategy(&Object::new(), &ahead).ok()?;
        let writer = pipe.writable().get_writer().ok()?;
        let headers = Headers::new().ok()?;
        headers.set("Content-Type", "application/x-ndjson").ok()?;
        if let Some(tag) = tag {
            headers.set("ETag", tag).ok()?;
        }
        let init = ResponseInit::new();
        init.set_headers(&headers);
        let copy = Response::new_with_opt_readable_stream_and_init(Some(&pipe.readable()), &init).ok()?;
        let kept = JsFuture::from(cache.put_with_str(address, &copy));
        Some(Copying { cache, writer, kept })
    }
}

/// A copy under way. Unless it is finished, nothing of it is kept.
pub struct Copying {
    cache: Cache,
    writer: WritableStreamDefaultWriter,
    kept: JsFuture,
}

impl Copying {
    /// Takes the next piece; waits where the disk is slower than the network. False when there is no room.
    pub async fn take(&self, piece: &Uint8Array) -> bool {
        if JsFuture::from(self.writer.ready()).await.is_err() {
            return false;
        }
        // How it went is known at the next piece, or at the end; a failed write must not end as an unheard promise.
        quietly(self.writer.write_with_chunk(piece));
        true
    }

    /// True when the copy lies on the phone.
    pub async fn finish(self) -> bool {
        if JsFuture::from(self.writer.close()).await.is_err() || self.kept.await.is_err() {
            return false;
        }
        let Ok(kept) = JsFuture::from(self.cache.keys()).await else {
            return true;
        };
        let kept: Array = kept.unchecked_into();
        for old in kept.iter().take(kept.length().saturating_sub(MOST) as usize) {
            let _ = JsFuture::from(self.cache.delete_with_request(old.unchecked_ref::<Request>())).await;
        }
        true
    }

    /// False: nothing of it lies on the phone.
    pub async fn drop_it(self) -> bool {
        let _ = JsFuture::from(self.writer.abort_with_reason(&JsValue::from_str("not wanted"))).await;
        // The cache hears of it, too.
        let _ = self.kept.await;
        false
    }
}

fn quietly(promise: js_sys::Promise) {
    wasm_bindgen_futures::spawn_local(async move {
        let _ = JsFuture::from(promise).await;
    });
}
