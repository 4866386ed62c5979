//! Controls of something that is heard: go on or pause, stop, one back, one on, slower, faster. All of them are always there
//! and never silent: what cannot be done stays as it is.

use super::Fixture;
use super::button::tool;
use leptos::prelude::*;

#[derive(Clone)]
pub struct PlayerWords {
    /// What the first button does now.
    pub toggle: Signal<String>,
    pub stop: Signal<String>,
    pub previous: Signal<String>,
    pub next: Signal<String>,
    pub slower: Signal<String>,
    pub faster: Signal<String>,
    /// How far it is. Not told to screen readers by itself, which would talk into what is being heard.
    pub now: Signal<String>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum PlayerPress {
    Toggle,
    Stop,
    Previous,
    Next,
    Slower,
    Faster,
}

/// `id` is the first button's, for the focus.
#[component]
pub fn Player(
    #[prop(into)] id: String,
    words: PlayerWords,
    on_press: Callback<PlayerPress>,
) -> impl IntoView {
    let press = |what: PlayerPress| Callback::new(move |_| on_press.run(what));
    let button =
        |id: Option<String>, words: Signal<String>, what: PlayerPress| tool(id, words, words, press(what));
    view! {
        <p class="player-now">{words.now}</p>
        <div class="player">
            {button(Some(id), words.toggle, PlayerPress::Toggle)}
            {button(None, words.stop, PlayerPress::Stop)}
            {button(None, words.slower, PlayerPress::Slower)}
            {button(None, words.faster, PlayerPress::Faster)}
            {button(None, words.previous, PlayerPress::Previous)}
            {button(None, words.next, PlayerPress::Next)}
        </div>
    }
}

/// A sound file, on the browser's own player; nothing of it is fetched before it is played.
#[component]
pub fn Recording(#[prop(into)] label: Signal<String>, url: String) -> impl IntoView {
    view! {
        <p class="recording">
            <span>{label}</span>
            <audio controls preload="none" src=url aria-label=move || label.get()></audio>
        </p>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let said = |text: &str| Signal::stored(text.to_owned());
    let words = |toggle: &str, now: &str| PlayerWords {
        toggle: said(toggle),
        stop: said("停止"),
        previous: said("上一句"),
        next: said("下一句"),
        slower: said("慢一点"),
        faster: said("快一点"),
        now: said(now),
    };
    let one = |id: &'static str, toggle: &str, now: &str| {
        view! { <Player id=id words=words(toggle, now) on_press=Callback::new(|_| ()) /> }.into_any()
    };
    vec![
        (
            "player, reading",
            one("fixture-reading", "暂停", "第 3 句，共 20 句 · 平常的快慢"),
        ),
        ("player, over", one("fixture-over", "从头再读", "读完了。")),
        (
            "player, stalled",
            one(
                "fixture-stalled",
                "Go on",
                "The voice has fallen silent. Press Go on to try again.",
            ),
        ),
        (
            "recording",
            view! { <Recording label="听录好的声音" url="/nothing.mp3".to_owned() /> }.into_any(),
        ),
    ]
}
