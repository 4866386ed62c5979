//! The phone's own voices. The only place that touches `speechSynthesis`.
//!
//! Bound here and not through web-sys, as every part of it may be missing or throw: WeChat on Android has none of it.

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Synthesis;

    #[wasm_bindgen(method, catch, js_name = getVoices)]
    fn get_voices(this: &Synthesis) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn speak(this: &Synthesis, utterance: &SpeechSynthesisUtterance) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Synthesis) -> Result<(), JsValue>;

    #[wasm_bindgen(extends = web_sys::EventTarget)]
    type SpeechSynthesisUtterance;

    #[wasm_bindgen(constructor, catch)]
    fn new(text: &str) -> Result<SpeechSynthesisUtterance, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_lang(this: &SpeechSynthesisUtterance, tag: &str);
    #[wasm_bindgen(method, setter)]
    fn set_rate(this: &SpeechSynthesisUtterance, rate: f64);
    #[wasm_bindgen(method, setter, catch)]
    fn set_voice(this: &SpeechSynthesisUtterance, voice: &JsValue) -> Result<(), JsValue>;
}

/// Voices come late in most browsers, and in some never: so long is waited for the first one.
const PATIENCE_MS: u32 = 2_000;
const LOOK_MS: u32 = 100;

/// A voice of this phone.
#[derive(Clone, PartialEq, Debug)]
pub struct Voice {
    /// What the browser knows it by.
    pub uri: String,
    pub name: String,
    /// As the browser writes it, which is not always as the standard does.
    pub lang: String,
    /// The phone itself speaks; otherwise the text goes to whoever made the voice.
    pub local: bool,
}

/// What comes back from the voice.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Heard {
    Began,
    /// A word was reached. Many engines never say so.
    Word,
    Ended,
    /// The browser wants a tap first.
    NotAllowed,
    /// Somebody else took the voice away: a call, another tab.
    Interrupted,
    Broken,
}

/// Something that is being said. Dropping it ends it, and nothing more is heard of it.
pub struct Saying {
    // The browser's own handle: engines forget an utterance that nobody holds, and then never say that it ended.
    _utterance: SpeechSynthesisUtterance,
    _heard: [EventListener; 4],
}

impl Drop for Saying {
    fn drop(&mut self) {
        cancel();
    }
}

fn synthesis() -> Option<Synthesis> {
    let found = Reflect::get(&web_sys::window()?.into(), &"speechSynthesis".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// The voices of this phone, as soon as it names any. `voiceschanged` is not waited for: some browsers fire it before
/// anybody can listen, some never, and the older ones of Apple's cannot be listened to.
pub async fn voices() -> Vec<Voice> {
    let Some(synthesis) = synthesis() else {
        return Vec::new();
    };
    let mut waited = 0;
    loop {
        let found = listed(&synthesis);
        if !found.is_empty() || waited >= PATIENCE_MS {
            return found.iter().map(voice).collect();
        }
        TimeoutFuture::new(LOOK_MS).await;
        waited += LOOK_MS;
    }
}

fn listed(synthesis: &Synthesis) -> Vec<JsValue> {
    let list = synthesis.get_voices().ok().filter(Array::is_array);
    list.map(|list| Array::from(&list).to_vec()).unwrap_or_default()
}

fn voice(voice: &JsValue) -> Voice {
    let text = |name: &str| field(voice, name).as_string().unwrap_or_default();
    Voice {
        uri: text("voiceURI"),
        name: text("name"),
        lang: text("lang"),
        // A browser that does not say so may send the text away.
        local: field(voice, "localService") == JsValue::TRUE,
    }
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Whether the engine believes that it speaks.
pub fn speaking() -> bool {
    synthesis().is_some_and(|synthesis| field(&synthesis, "speaking") == JsValue::TRUE)
}

/// Ends whatever is being said.
pub fn cancel() {
    if let Some(synthesis) = synthesis() {
        let _ = synthesis.cancel();
    }
}

/// Says a text; `rate` is 1.0 for the voice's own speed. What was being said before ends: engines that are handed a second
/// text while they speak get stuck.
pub fn say(text: &str, with: &Voice, rate: f64, hear: impl Fn(Heard) + Clone + 'static) -> Option<Saying> {
    let synthesis = synthesis()?;
    let utterance = SpeechSynthesisUtterance::new(text).ok()?;
    // The language counts where the voice has gone in the meantime.
    utterance.set_lang(&with.lang.replace('_', "-"));
    utterance.set_rate(rate);
    let found = listed(&synthesis).into_iter().find(|one| voice(one) == *with);
    utterance.set_voice(&found?).ok()?;
    let on = |name: &'static str, what: Heard| {
        let hear = hear.clone();
        EventListener::new(&utterance, name, move |_| hear(what))
    };
    let heard = [
        on("start", Heard::Began),
        on("boundary", Heard::Word),
        on("end", Heard::Ended),
        EventListener::new(&utterance, "error", {
            let hear = hear.clone();
            move |event| hear(failure(&field(event, "error").as_string().unwrap_or_default()))
        }),
    ];
    let _ = synthesis.cancel();
    synthesis.speak(&utterance).ok()?;
    Some(Saying {
        _utterance: utterance,
        _heard: heard,
    })
}

fn failure(code: &str) -> Heard {
    match code {
        "not-allowed" => Heard::NotAllowed,
        "interrupted" | "canceled" => Heard::Interrupted,
        _ => Heard::Broken,
    }
}
