//! What a reading voice does next. Knows nothing of browsers: it hears what happened and says what to do.
//!
//! Engines are not to be trusted. Some never say that they began or ended, some fall silent in the middle and still claim
//! to speak, and *pause* ends everything on Android. So pausing is stopping and remembering the sentence, and a watchdog
//! counts how long nothing was heard. An engine that never says anything but can be seen to speak is gone on with by what it
//! can be seen to do, and at the latest by how long a sentence should take.

/// How often [`Event::Tick`] comes.
pub const TICK_MS: u32 = 500;

/// An engine that has not begun by then will not.
const BEGIN_MS: u32 = 5_000;
/// How much longer than expected a sentence may take, and the least for any.
const SLOW: u32 = 2;
const LEAST_MS: u32 = 4_000;
/// An engine that has spoken and does not any more has ended, if it says so this often.
const QUIET_TICKS: u32 = 3;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Nothing was read yet.
    Ready,
    Speaking,
    Paused,
    Over,
    /// The engine stays silent, also after a second try.
    Stalled,
    /// The browser wants a tap first.
    Refused,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    Play,
    Pause,
    Next,
    Previous,
    /// In per cent of the voice's own speed.
    Speed(u16),
    Began,
    Word,
    Ended,
    NotAllowed,
    Interrupted,
    Broken,
    Tick {
        speaking: bool,
    },
}

/// What to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Say the sentence with this number, from its beginning.
    Say(usize),
    Hush,
}

pub struct Player {
    /// How long each sentence takes at the voice's own speed.
    lengths_ms: Vec<u32>,
    at: usize,
    state: State,
    speed: u16,
    began: bool,
    /// The engine said itself that it was speaking.
    spoke: bool,
    quiet_ticks: u32,
    silent_ms: u32,
    tried_again: bool,
}

impl Player {
    pub fn new(lengths_ms: Vec<u32>, speed: u16) -> Self {
        Self {
            lengths_ms,
            at: 0,
            state: State::Ready,
            speed,
            began: false,
            spoke: false,
            quiet_ticks: 0,
            silent_ms: 0,
            tried_again: false,
        }
    }

    pub fn state(&self) -> State {
        self.state
    }

    /// The sentence that is read, or would be.
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn speed(&self) -> u16 {
        self.speed
    }

    pub fn hear(&mut self, event: Event) -> Option<Order> {
        let speaking = self.state == State::Speaking;
        match event {
            Event::Play if speaking => None,
            Event::Play => {
                if self.state == State::Over {
                    self.at = 0;
                }
                self.say()
            }
            Event::Pause if speaking => self.ends(State::Paused),
            Event::Next if self.at + 1 < self.lengths_ms.len() => self.goes(self.at + 1),
            Event::Previous => self.goes(self.at.saturating_sub(1)),
            Event::Speed(speed) => {
                self.speed = speed;
                // Engines take a new speed only with a new text.
                if speaking { self.say() } else { None }
            }
            // What follows comes from the engine; when nothing is being read it is late.
            _ if !speaking => None,
            Event::Began => {
                self.began = true;
                self.silent_ms = 0;
                None
            }
            Event::Word => {
                self.began = true;
                self.silent_ms = 0;
                None
            }
            Event::Ended => self.next(),
            Event::NotAllowed => self.ends(State::Refused),
            Event::Interrupted => self.ends(State::Paused),
            Event::Broken => self.try_again(),
            Event::Tick { speaking } => self.tick(speaking),
            Event::Pause | Event::Next => None,
        }
    }

    fn tick(&mut self, speaking: bool) -> Option<Order> {
        self.silent_ms += TICK_MS;
        self.spoke |= speaking;
        self.quiet_ticks = if speaking { 0 } else { self.quiet_ticks + 1 };
        if self.spoke && self.quiet_ticks >= QUIET_TICKS {
            return self.next();
        }
        let begun = self.began || self.spoke;
        let patience = if begun {
            let length = self.lengths_ms.get(self.at).copied().unwrap_or_default();
            LEAST_MS + length * 100 / u32::from(self.speed.max(1)) * SLOW
        } else {
            BEGIN_MS
        };
        if self.silent_ms < patience {
            None
        } else if self.spoke && !self.began {
            // It tells nothing at all, and so also not that it has stopped.
            self.next()
        } else {
            self.try_again()
        }
    }

    /// Once more from the beginning of the sentence; the second time it is of no use.
    fn try_again(&mut self) -> Option<Order> {
        if self.tried_again {
            return self.ends(State::Stalled);
        }
        let order = self.say();
        self.tried_again = true;
        order
    }

    fn next(&mut self) -> Option<Order> {
        if self.at + 1 < self.lengths_ms.len() {
            self.at += 1;
            self.say()
        } else {
            self.ends(State::Over)
        }
    }

    /// To another sentence: read at once when something is being read.
    fn goes(&mut self, to: usize) -> Option<Order> {
        self.at = to;
        match self.state {
            State::Speaking => self.say(),
            State::Over | State::Stalled => {
                self.state = State::Paused;
                None
            }
            _ => None,
        }
    }

    fn say(&mut self) -> Option<Order> {
        if self.lengths_ms.is_empty() {
            return None;
        }
        self.state = State::Speaking;
        (self.began, self.spoke, self.tried_again) = (false, false, false);
        (self.quiet_ticks, self.silent_ms) = (0, 0);
        Some(Order::Say(self.at))
    }

    fn ends(&mut self, state: State) -> Option<Order> {
        self.state = state;
        Some(Order::Hush)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn player() -> Player {
        Player::new(vec![1_000, 2_000, 3_000], 100)
    }

    fn reading() -> Player {
        let mut player = player();
        assert_eq!(player.hear(Event::Play), Some(Order::Say(0)));
        player
    }

    /// Ticks until something is ordered; gives it with the time that passed.
    fn wait(player: &mut Player, speaking: bool) -> (Option<Order>, u32) {
        for n in 1..200 {
            let order = player.hear(Event::Tick { speaking });
            if order.is_some() {
                return (order, n * TICK_MS);
            }
        }
        (None, 0)
    }

    #[test]
    fn one_sentence_after_the_other_until_it_is_over() {
        let mut player = reading();
        for n in 1..3 {
            assert_eq!(player.hear(Event::Began), None);
            assert_eq!(player.hear(Event::Ended), Some(Order::Say(n)));
        }
        assert_eq!(player.hear(Event::Ended), Some(Order::Hush));
        assert_eq!(player.state(), State::Over);
        assert_eq!(player.hear(Event::Play), Some(Order::Say(0)));
    }

    #[test]
    fn a_pause_remembers_the_sentence() {
        let mut player = reading();
        player.hear(Event::Ended);
        assert_eq!(player.hear(Event::Pause), Some(Order::Hush));
        // What the engine still has to say about it is late.
        assert_eq!(player.hear(Event::Ended), None);
        assert_eq!(player.hear(Event::Play), Some(Order::Say(1)));
    }

    #[test]
    fn going_on_and_back_while_paused_says_nothing() {
        let mut player = reading();
        player.hear(Event::Pause);
        assert_eq!(player.hear(Event::Next), None);
        assert_eq!(player.at(), 1);
        assert_eq!(player.hear(Event::Play), Some(Order::Say(1)));
        assert_eq!(player.hear(Event::Previous), Some(Order::Say(0)));
        assert_eq!(player.hear(Event::Previous), Some(Order::Say(0)));
    }

    #[test]
    fn a_new_speed_is_heard_at_once() {
        let mut player = reading();
        assert_eq!(player.hear(Event::Speed(70)), Some(Order::Say(0)));
        player.hear(Event::Pause);
        assert_eq!(player.hear(Event::Speed(120)), None);
        assert_eq!(player.speed(), 120);
    }

    #[test]
    fn a_silent_engine_is_tried_once_more_and_then_given_up() {
        let mut player = reading();
        assert_eq!(wait(&mut player, false), (Some(Order::Say(0)), BEGIN_MS));
        assert_eq!(wait(&mut player, false).0, Some(Order::Hush));
        assert_eq!(player.state(), State::Stalled);
        // Wished for again it is tried again.
        assert_eq!(player.hear(Event::Play), Some(Order::Say(0)));
    }

    #[test]
    fn an_engine_that_claims_to_speak_for_ever_is_given_up_too() {
        let mut player = reading();
        player.hear(Event::Began);
        assert_eq!(wait(&mut player, true), (Some(Order::Say(0)), LEAST_MS + 2_000));
        player.hear(Event::Began);
        assert_eq!(wait(&mut player, true).0, Some(Order::Hush));
        assert_eq!(player.state(), State::Stalled);
    }

    #[test]
    fn an_engine_that_does_not_say_when_it_ends_goes_on_all_the_same() {
        let mut player = reading();
        player.hear(Event::Began);
        player.hear(Event::Tick { speaking: true });
        assert_eq!(
            wait(&mut player, false),
            (Some(Order::Say(1)), QUIET_TICKS * TICK_MS)
        );
    }

    #[test]
    fn an_engine_that_tells_nothing_goes_on_when_it_is_seen_to_be_quiet() {
        let mut player = reading();
        player.hear(Event::Tick { speaking: true });
        assert_eq!(
            wait(&mut player, false),
            (Some(Order::Say(1)), QUIET_TICKS * TICK_MS)
        );
    }

    #[test]
    fn an_engine_that_tells_nothing_and_claims_to_speak_goes_on_by_length_to_the_end() {
        let mut player = reading();
        for (next, length) in [
            (Order::Say(1), 1_000),
            (Order::Say(2), 2_000),
            (Order::Hush, 3_000),
        ] {
            assert_eq!(wait(&mut player, true), (Some(next), LEAST_MS + length * SLOW));
        }
        assert_eq!(player.state(), State::Over);
    }

    #[test]
    fn an_engine_that_never_claims_to_speak_is_not_cut_short() {
        let mut player = reading();
        player.hear(Event::Began);
        for _ in 0..QUIET_TICKS + 2 {
            assert_eq!(player.hear(Event::Tick { speaking: false }), None);
        }
    }

    #[test]
    fn a_refusal_waits_for_a_tap() {
        let mut player = reading();
        assert_eq!(player.hear(Event::NotAllowed), Some(Order::Hush));
        assert_eq!(player.state(), State::Refused);
        assert_eq!(player.hear(Event::Play), Some(Order::Say(0)));
    }

    fn any_event() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::Play),
            Just(Event::Pause),
            Just(Event::Next),
            Just(Event::Previous),
            prop::sample::select(vec![70, 100, 150]).prop_map(Event::Speed),
            Just(Event::Began),
            Just(Event::Word),
            Just(Event::Ended),
            Just(Event::NotAllowed),
            Just(Event::Interrupted),
            Just(Event::Broken),
            any::<bool>().prop_map(|speaking| Event::Tick { speaking }),
        ]
    }

    proptest! {
        /// Whatever happens in whatever order: it says only sentences that are there, speaks only when somebody wished for
        /// it, and is silent in every other state.
        #[test]
        fn it_says_what_it_is_at_and_only_when_it_speaks(
            sentences in 0..6_usize,
            events in prop::collection::vec(any_event(), 0..120),
        ) {
            let mut player = Player::new(vec![1_500; sentences], 100);
            let mut wished = false;
            for event in events {
                wished |= event == Event::Play;
                let before = player.state();
                match player.hear(event) {
                    Some(Order::Say(n)) => {
                        prop_assert!(wished && n < sentences && n == player.at());
                        prop_assert_eq!(player.state(), State::Speaking);
                    }
                    Some(Order::Hush) => prop_assert!(player.state() != State::Speaking),
                    None => prop_assert!(
                        (before == State::Speaking) == (player.state() == State::Speaking),
                        "{:?} after {:?}", player.state(), event
                    ),
                }
            }
        }

        /// An engine that never says anything cannot keep somebody waiting for ever.
        #[test]
        fn silence_ends(length in 0..30_000_u32, speed in prop::sample::select(vec![70, 100, 150]), speaking: bool) {
            let mut player = Player::new(vec![length], speed);
            player.hear(Event::Play);
            for _ in 0..(2 * (BEGIN_MS + LEAST_MS + 2 * length * 100 / 70) / TICK_MS + 4) {
                player.hear(Event::Tick { speaking });
            }
            // One that was never seen to speak is given up; one that was has read it, as far as anybody can tell.
            prop_assert_eq!(player.state(), if speaking { State::Over } else { State::Stalled });
        }
    }
}
