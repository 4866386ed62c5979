//! Telling a screen reader, through the two live regions that `index.html` has from the start.
//!
//! A region is emptied and filled a moment later, so that the same words said twice are heard twice. What is said within that
//! moment is joined: a reader takes what stands in the region when it has changed, and words that stood there for less than
//! its own delay are never heard. Each region has its own moment, so that a message cannot swallow a warning.

use gloo_timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::thread::LocalKey;

const MOMENT_MS: u32 = 50;

/// What is about to be said.
type Words = RefCell<Vec<String>>;

thread_local! {
    static MESSAGES: Words = const { RefCell::new(Vec::new()) };
    static WARNINGS: Words = const { RefCell::new(Vec::new()) };
}

/// Says something when the reader is ready for it.
pub fn announce(text: &str) {
    say("announcer", &MESSAGES, text);
}

/// Says something at once.
pub fn alert(text: &str) {
    say("alerter", &WARNINGS, text);
}

fn say(region: &'static str, words: &'static LocalKey<Words>, text: &str) {
    let Some(element) = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id(region))
    else {
        return;
    };
    let first = words.with_borrow_mut(|words| {
        let first = words.is_empty();
        if !words.iter().any(|said| said == text) {
            words.push(text.to_owned());
        }
        first
    });
    if !first {
        return;
    }
    element.set_text_content(None);
    super::task::spawn_for_app(async move {
        TimeoutFuture::new(MOMENT_MS).await;
        // A line each: two sentences, also where neither ends with a stop.
        let text = words.take().join("\n");
        element.set_text_content(Some(&text));
    });
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;
    use web_sys::Element;

    wasm_bindgen_test_configure!(run_in_browser);

    /// The two regions as `index.html` has them; tests of one page share them.
    fn region(id: &str) -> Element {
        let document = web_sys::window().unwrap().document().unwrap();
        document.get_element_by_id(id).unwrap_or_else(|| {
            let region = document.create_element("div").unwrap();
            region.set_id(id);
            document.body().unwrap().append_child(&region).unwrap();
            region
        })
    }

    async fn heard(region: &Element) -> String {
        while region.text_content().unwrap_or_default().is_empty() {
            TimeoutFuture::new(5).await;
        }
        region.text_content().unwrap_or_default()
    }

    #[wasm_bindgen_test]
    async fn a_message_does_not_swallow_a_warning_nor_another_message() {
        let (messages, warnings) = (region("announcer"), region("alerter"));
        alert("Not counted");
        announce("3 more");
        announce("The poll has ended");
        announce("3 more");
        assert_eq!(heard(&warnings).await, "Not counted");
        assert_eq!(heard(&messages).await, "3 more\nThe poll has ended");
        // The same again is a change again.
        alert("Not counted");
        assert_eq!(warnings.text_content().as_deref(), Some(""));
        assert_eq!(heard(&warnings).await, "Not counted");
        assert_eq!(
            messages.text_content().as_deref(),
            Some("3 more\nThe poll has ended")
        );
    }
}
