//! The phone's clock, which may be wrong by hours: only for marking copies, what counts is the server's. And a stopwatch,
//! which nobody sets.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Milliseconds since the page was opened. It may stand still while the phone sleeps, but never jumps.
pub fn stopwatch_ms() -> i64 {
    web_sys::window()
        .and_then(|w| w.performance())
        .map_or(0, |p| p.now() as i64)
}

/// Ends when the page has drawn what was asked for and nobody has waited for a while.
pub async fn quiet_moment() {
    gloo_timers::future::TimeoutFuture::new(2000).await;
}

/// The instant that an HTTP date names.
pub fn parsed(date: &str) -> Option<i64> {
    let at = js_sys::Date::parse(date);
    at.is_finite().then_some(at as i64)
}
