//! Whether a notice still holds.

use crate::backend::{When, server_clock};
use crate::platform::clock::now_ms;

/// Its time is over: by the server's clock, or without a network by the phone's.
pub(super) fn is_over(valid_until: Option<&When>) -> bool {
    valid_until
        .and_then(|end| end.at)
        .is_some_and(|end| end <= server_clock::now().unwrap_or_else(now_ms))
}
