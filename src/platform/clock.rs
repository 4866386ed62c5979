//! The phone's clock. Only for marking copies; what counts is the server's.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}
