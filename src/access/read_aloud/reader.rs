//! The reading voice at work: carries between the browser's engine and [`Player`], which decides.

use super::collected::Sentence;
use super::player::{Event, Order, Player, State, TICK_MS};
use super::voices::Speech;
use crate::platform::page_text::unmark;
use crate::platform::speech::{self, Heard, Saying};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

/// What the controls show.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Shown {
    pub state: State,
    /// The sentence, counted from one.
    pub at: usize,
    pub of: usize,
}

/// Dropping it ends the reading and takes the mark away.
pub struct Reader {
    sentences: Vec<Sentence>,
    speech: Speech,
    player: RefCell<Player>,
    saying: RefCell<Option<Saying>>,
    ticks: RefCell<Option<Interval>>,
    /// Which utterance is being said: what an older one still has to say is not listened to.
    number: Cell<u32>,
    heard: RefCell<VecDeque<Event>>,
    busy: Cell<bool>,
    shown: ArcRwSignal<Shown>,
    me: Weak<Self>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Also a text that was never begun.
        speech::cancel();
        unmark();
    }
}

impl Reader {
    /// Reads nothing yet. What the voice may not read is left out.
    pub fn new(sentences: Vec<Sentence>, speech: Speech, speed: u16) -> Rc<Self> {
        let sentences: Vec<_> = sentences
            .into_iter()
            .filter(|sentence| speech.voice_for(sentence.secrecy).is_some())
            .collect();
        let player = Player::new(sentences.iter().map(Sentence::length_ms).collect(), speed);
        let shown = Shown {
            state: player.state(),
            at: 1,
            of: sentences.len(),
        };
        Rc::new_cyclic(|me| Self {
            sentences,
            speech,
            player: RefCell::new(player),
            saying: RefCell::default(),
            ticks: RefCell::default(),
            number: Cell::default(),
            heard: RefCell::default(),
            busy: Cell::default(),
            shown: ArcRwSignal::new(shown),
            me: me.clone(),
        })
    }

    pub fn shown(&self) -> ArcRwSignal<Shown> {
        self.shown.clone()
    }

    /// Something happened. Engines may answer while they are being asked, so one event is worked on after the other.
    pub fn hear(&self, event: Event) {
        self.heard.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        loop {
            let Some(event) = self.heard.borrow_mut().pop_front() else {
                break;
            };
            let order = self.player.borrow_mut().hear(event);
            match order {
                Some(Order::Say(at)) => self.say(at, event == Event::Play),
                Some(Order::Hush) => self.hush(),
                None => {}
            }
        }
        self.busy.set(false);
        self.show();
    }

    fn show(&self) {
        let player = self.player.borrow();
        let now = Shown {
            state: player.state(),
            at: player.at() + 1,
            of: self.sentences.len(),
        };
        drop(player);
        if self.shown.get_untracked() != now {
            self.shown.set(now);
        }
    }

    fn say(&self, at: usize, wished: bool) {
        let number = self.number.get().wrapping_add(1);
        self.number.set(number);
        // The one before ends first: ending it later would end this one.
        drop(self.saying.take());
        let Some(sentence) = self.sentences.get(at) else {
            return;
        };
        let Some(voice) = self.speech.voice_for(sentence.secrecy) else {
            return;
        };
        sentence.mark(wished);
        let me = self.me.clone();
        let hear = move |heard| {
            if let Some(reader) = me.upgrade().filter(|reader| reader.number.get() == number) {
                reader.hear(event(heard));
            }
        };
        let rate = f64::from(self.player.borrow().speed()) / 100.0;
        match speech::say(&sentence.text, voice, rate, hear) {
            Some(saying) => {
                self.saying.replace(Some(saying));
            }
            None => self.heard.borrow_mut().push_back(Event::Broken),
        }
        self.watch();
    }

    fn watch(&self) {
        if self.ticks.borrow().is_some() {
            return;
        }
        let me = self.me.clone();
        let tick = Interval::new(TICK_MS, move || {
            if let Some(reader) = me.upgrade() {
                reader.hear(Event::Tick {
                    speaking: speech::speaking(),
                });
            }
        });
        self.ticks.replace(Some(tick));
    }

    fn hush(&self) {
        self.number.set(self.number.get().wrapping_add(1));
        drop(self.saying.take());
        speech::cancel();
        // The mark of a sentence that is paused stays: there it goes on.
        if self.player.borrow().state() == State::Over {
            unmark();
        }
    }
}

fn event(heard: Heard) -> Event {
    match heard {
        Heard::Began => Event::Began,
        Heard::Word => Event::Word,
        Heard::Ended => Event::Ended,
        Heard::NotAllowed => Event::NotAllowed,
        Heard::Interrupted => Event::Interrupted,
        Heard::Broken => Event::Broken,
    }
}
