//! Telling a screen reader, through the two live regions that `index.html` has from the start.

use std::cell::Cell;

thread_local! {
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// Says something when the reader is ready for it.
pub fn announce(text: &str) {
    say("announcer", text);
}

/// Says something at once.
pub fn alert(text: &str) {
    say("alerter", text);
}

fn say(region: &'static str, text: &str) {
    let text = text.to_owned();
    let turn = TURN.with(|t| {
        t.set(t.get().wrapping_add(1));
        t.get()
    });
    let Some(element) = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id(region))
    else {
        return;
    };
    // Emptied first, so that the same words said twice are heard twice.
    element.set_text_content(None);
    super::task::spawn_for_app(async move {
        gloo_timers::future::TimeoutFuture::new(50).await;
        if TURN.with(Cell::get) == turn {
            element.set_text_content(Some(&text));
        }
    });
}
