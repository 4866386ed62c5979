//! The controls of reading aloud, and what is said where there is no voice.

use super::collected::{Sentence, collect};
use super::player::{Event, State};
use super::reader::{Reader, Shown};
use super::voices::{Found, Speech, Tongue, Unasked, best};
use super::{Request, Secrecy, asked, close, recording};
use crate::access::{SPEEDS, preferences, update};
use crate::i18n::{Key, locale, number, t, t1};
use crate::platform::announce::announce;
use crate::platform::focus::focus_id_soon;
use crate::platform::speech;
use crate::platform::task::spawn_scoped;
use crate::platform::visible::on_hidden;
use crate::ui::live::{derived, drawn};
use crate::ui::{Banner, Button, ButtonKind, Player, PlayerPress, PlayerWords, Recording, Tone};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::cell::Cell;
use std::rc::Rc;

thread_local! {
    /// Somebody has agreed to a voice that is not on the phone; until the tab is closed.
    static AGREED: Cell<bool> = const { Cell::new(false) };
}

/// The id of the first button.
const TOGGLE: &str = "aloud-toggle";

/// Where reading stands.
#[derive(Clone)]
enum Stage {
    Looking,
    /// The only voice sends the text away.
    Asks(Unasked),
    NoVoice,
    Nothing,
    Reads(SendWrapper<Rc<Reader>>),
}

/// Reads what was asked for, at once. `help` is whom to call where the phone cannot read.
#[component]
pub fn ReadAloud(#[prop(into)] help: ViewFn) -> impl IntoView {
    drawn(move || {
        let help = help.clone();
        asked().get().map(|_| controls(help))
    })
}

fn controls(help: ViewFn) -> AnyView {
    let stage = RwSignal::new(Stage::Looking);
    spawn_scoped(async move {
        let voices = speech::voices().await;
        // Only now: what is read is the page as it stands there then.
        let sentences = collected();
        if sentences.is_empty() {
            return stage.set(Stage::Nothing);
        }
        let texts = sentences.iter().map(|sentence| sentence.text.as_str());
        match best(&voices, Tongue::of(texts, locale().get_untracked())) {
            Found::Local(speech) => begin(stage, speech, sentences),
            // Agreeing could not help: such a voice gets nothing of what is private.
            Found::Network(_)
                if sentences
                    .iter()
                    .all(|sentence| sentence.secrecy == Secrecy::Private) =>
            {
                say_so(stage, Stage::NoVoice, Key::AloudNoVoice);
            }
            Found::Network(unasked) if AGREED.get() => begin(stage, unasked.agreed(), sentences),
            Found::Network(unasked) => say_so(stage, Stage::Asks(unasked), Key::AloudNetwork),
            Found::Nothing => say_so(stage, Stage::NoVoice, Key::AloudNoVoice),
        }
    });
    let away = SendWrapper::new(on_hidden(move || {
        if let Stage::Reads(reader) = stage.get_untracked() {
            reader.hear(Event::Pause);
        }
    }));
    on_cleanup(move || drop(away));
    drawn(move || match stage.get() {
        Stage::Looking => message(Tone::Info, Key::AloudLooking, None, ().into_any()),
        Stage::Nothing => message(Tone::Info, Key::AloudNothing, None, ().into_any()),
        Stage::Asks(unasked) => consent(stage, unasked, &help),
        Stage::NoVoice => message(
            Tone::Warn,
            Key::AloudNoVoice,
            Some(Key::AloudNoVoiceNext),
            help.run(),
        ),
        Stage::Reads(reader) => playing(reader, help.clone()),
    })
}

/// What stops somebody is also said to who cannot see it: no voice will.
fn say_so(stage: RwSignal<Stage>, what: Stage, key: Key) {
    announce(&t(key));
    stage.set(what);
}

fn collected() -> Vec<Sentence> {
    asked()
        .with_untracked(|request| request.as_ref().map(collect))
        .unwrap_or_default()
}

fn begin(stage: RwSignal<Stage>, speech: Speech, sentences: Vec<Sentence>) {
    let reader = Reader::new(sentences, speech, preferences().with_untracked(|p| p.speed));
    if reader.shown().get_untracked().of == 0 {
        // The page has changed while the question stood: now all of it is private.
        return say_so(stage, Stage::NoVoice, Key::AloudNoVoice);
    }
    reader.hear(Event::Play);
    stage.set(Stage::Reads(SendWrapper::new(reader)));
    // Asked for in the middle of a page, the controls are somewhere else.
    if asked().with_untracked(|request| !matches!(request, Some(Request::Page(_)))) {
        focus_id_soon(TOGGLE.to_owned());
    }
}

fn message(tone: Tone, title: Key, text: Option<Key>, more: AnyView) -> AnyView {
    view! {
        <Banner tone=tone title=Signal::derive(move || t(title))>
            {text.map(|key| view! { <p>{move || t(key)}</p> })}
            {sound()}
            {more}
            <Button label=Signal::derive(|| t(Key::AloudClose)) kind=ButtonKind::Quiet on_press=Callback::new(|()| close()) />
        </Banner>
    }
    .into_any()
}

/// The page as somebody has read it into a microphone.
fn sound() -> AnyView {
    drawn(|| {
        recording()
            .get()
            .map(|url| view! { <Recording label=Signal::derive(|| t(Key::AloudRecording)) url=url /> })
    })
}

fn consent(stage: RwSignal<Stage>, unasked: Unasked, help: &ViewFn) -> AnyView {
    let agree = Callback::new(move |()| {
        AGREED.set(true);
        begin(stage, unasked.clone().agreed(), collected());
    });
    let more = view! {
        <Button label=Signal::derive(|| t(Key::AloudNetworkAgree)) on_press=agree />
        {help.run()}
    };
    message(
        Tone::Warn,
        Key::AloudNetwork,
        Some(Key::AloudNetworkNext),
        more.into_any(),
    )
}

fn playing(reader: SendWrapper<Rc<Reader>>, help: ViewFn) -> AnyView {
    let shown = reader.shown();
    let state = {
        let shown = shown.clone();
        Memo::new(move |_| shown.with(|s| s.state))
    };
    // Who listens hears that it stopped, but not why.
    Effect::new(move |_| match state.get() {
        State::Stalled => announce(&t(Key::AloudStalled)),
        State::Refused => announce(&t(Key::AloudRefused)),
        State::Over => announce(&t(Key::AloudOver)),
        _ => {}
    });
    let words = PlayerWords {
        toggle: derived(move || {
            t(match state.get() {
                State::Speaking => Key::AloudPause,
                State::Paused | State::Stalled => Key::AloudGoOn,
                State::Over => Key::AloudAgain,
                State::Ready | State::Refused => Key::AloudStart,
            })
        }),
        stop: derived(|| t(Key::AloudStop)),
        previous: derived(|| t(Key::AloudPrevious)),
        next: derived(|| t(Key::AloudNext)),
        slower: derived(|| t(Key::AloudSlower)),
        faster: derived(|| t(Key::AloudFaster)),
        now: derived(move || now(state.get(), &shown.get())),
    };
    let press = Callback::new(move |press| match press {
        PlayerPress::Toggle if state.get_untracked() == State::Speaking => reader.hear(Event::Pause),
        PlayerPress::Toggle => reader.hear(Event::Play),
        PlayerPress::Previous => reader.hear(Event::Previous),
        PlayerPress::Next => reader.hear(Event::Next),
        PlayerPress::Slower => speed(&reader, false),
        PlayerPress::Faster => speed(&reader, true),
        PlayerPress::Stop => close(),
    });
    view! {
        <Player id=TOGGLE words=words on_press=press />
        {sound()}
        {drawn(move || {
            (state.get() == State::Stalled).then(|| view! { <p>{move || t(Key::AloudStalledNext)}</p> {help.run()} })
        })}
    }
    .into_any()
}

fn now(state: State, shown: &Shown) -> String {
    let key = match state {
        State::Stalled => return t(Key::AloudStalled),
        State::Refused => return t(Key::AloudRefused),
        State::Over => return t(Key::AloudOver),
        _ => Key::AloudAt,
    };
    let (at, of) = (number(shown.at as u64), number(shown.of as u64));
    let speed = preferences().with(|p| t(speed_key(p.speed)));
    t1(key, &[("n", &at), ("all", &of), ("speed", &speed)])
}

/// One step slower or faster; at the ends it stays.
fn speed(reader: &Reader, faster: bool) {
    let now = preferences().with_untracked(|p| p.speed);
    let next = if faster {
        SPEEDS.into_iter().find(|s| *s > now)
    } else {
        SPEEDS.into_iter().rev().find(|s| *s < now)
    };
    let Some(next) = next else { return };
    update(|p| p.speed = next);
    reader.hear(Event::Speed(next));
    announce(&t(speed_key(next)));
}

/// A speed in words.
pub fn speed_key(speed: u16) -> Key {
    match speed {
        ..=70 => Key::SettingsSpeed70,
        71..=85 => Key::SettingsSpeed85,
        86..=100 => Key::SettingsSpeed100,
        101..=120 => Key::SettingsSpeed120,
        _ => Key::SettingsSpeed150,
    }
}
