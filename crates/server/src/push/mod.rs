//! Web Push: telling a phone while Linli is closed. Asked for by the resident, ended with the session.
//!
//! `sealed` closes a message so that only the browser can open it, `vapid` says who sends it, `service` takes it to the
//! browser's push service, `round` finds out what there is to tell.

mod phones;
mod round;
mod sealed;
mod service;
mod vapid;

pub use phones::{list, put, remove};
pub use round::{keep_telling, tell};
pub use vapid::Vapid;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}
