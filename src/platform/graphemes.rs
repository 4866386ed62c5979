//! How long a text is as people see it: a family of four is one character, and so is a flag.

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Segmenter;

    /// Throws where the browser has none.
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new() -> Result<Segmenter, JsValue>;

    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> JsValue;
}

thread_local! {
    static SEGMENTER: Option<Segmenter> = Segmenter::new().ok();
}

/// Extended grapheme clusters, as the server counts them. An old browser counts code points, which are never fewer: what
/// fits here fits there.
pub fn count(text: &str) -> usize {
    // Nearly every text here is hanzi and common marks, which are one character each; the rest asks the browser.
    if text.chars().all(stands_alone) {
        return text.chars().count();
    }
    SEGMENTER.with(|segmenter| match segmenter {
        Some(segmenter) => Array::from(&segmenter.segment(text)).length() as usize,
        None => text.chars().count(),
    })
}

/// Characters that never join their neighbours when all neighbours are of these, too. A carriage return is not among them.
fn stands_alone(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{3001}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::count;
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    /// The server counts the same table (`crates/server/tests`).
    #[wasm_bindgen_test]
    fn phone_and_server_count_alike() {
        let table = include_str!("../../tests/fixtures/graphemes.json");
        let table: Vec<(String, usize)> = serde_json::from_str(table).unwrap();
        for (text, length) in table {
            assert_eq!(count(&text), length, "{text:?}");
        }
    }
}
