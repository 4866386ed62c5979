//! Reading preferences. They stand in local storage as one plain line, so that `public/boot.js` can put them on
//! `<html>` before anything is painted; the style sheet does the rest.

use crate::platform::lasting::Lasting;
use crate::platform::{document, storage};
use leptos::prelude::*;
use std::fmt;

/// Text sizes to choose from, in pixels where the browser's own size is 16. 30 and 36 answer the Chinese norm's
/// largest size and WCAG's 200 %.
pub const STEPS: [u8; 5] = [18, 21, 24, 30, 36];

/// How fast texts are read aloud, in per cent of the voice's own speed.
pub const SPEEDS: [u16; 5] = [70, 85, 100, 120, 150];

/// Smallest step that elder mode starts with.
const ELDER_STEP: u8 = 24;

const KEPT: &str = "linli.prefs";

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Theme {
    /// As the phone is set.
    #[default]
    Auto,
    Light,
    Dark,
    Contrast,
}

impl Theme {
    pub const ALL: [Theme; 4] = [Theme::Auto, Theme::Light, Theme::Dark, Theme::Contrast];

    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }

    pub fn of_name(name: &str) -> Option<Theme> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preferences {
    /// One of [`STEPS`].
    pub text_step: u8,
    pub theme: Theme,
    pub elder: bool,
    /// Wider spacing between letters and lines.
    pub spacing: bool,
    /// Nothing on a page changes by itself. The app has no animation; what moves in it are numbers and news that come in.
    pub still: bool,
    /// One of [`SPEEDS`].
    pub speed: u16,
    /// The step from before elder mode raised it; leaving elder mode goes back to it.
    before_elder: Option<u8>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            text_step: STEPS[0],
            theme: Theme::Auto,
            elder: false,
            spacing: false,
            still: false,
            speed: 100,
            before_elder: None,
        }
    }
}

impl Preferences {
    /// Reads a kept line. What is missing or makes no sense keeps its ordinary value.
    pub fn parse(line: &str) -> Self {
        let mut read = Self::default();
        for (name, value) in line.split(';').filter_map(|part| part.split_once('=')) {
            match name {
                "text" => read.text_step = step(value).unwrap_or(read.text_step),
                "theme" => read.theme = Theme::of_name(value).unwrap_or(read.theme),
                "mode" => read.elder = value == "elder",
                "spacing" => read.spacing = value == "1",
                "motion" => read.still = value == "still",
                "speed" => read.speed = speed(value).unwrap_or(read.speed),
                "before" => read.before_elder = step(value),
                _ => {}
            }
        }
        // Only elder mode has something to go back to.
        read.before_elder = read.before_elder.filter(|_| read.elder);
        read
    }

    /// Whether a line says anything about how somebody reads: any other text reads as the ordinary preferences.
    pub fn says_something(line: &str) -> bool {
        let names = Self::default().attributes().map(|(name, _)| name);
        line.split(';')
            .filter_map(|part| part.split_once('='))
            .any(|(name, _)| names.contains(&name))
    }

    /// Elder mode raises a smaller text to 24. Leaving it brings the former size back, unless the size was changed
    /// in the meantime: what somebody chose themselves stays.
    pub fn set_elder(&mut self, elder: bool) {
        if elder == self.elder {
            return;
        }
        self.elder = elder;
        if elder {
            if self.text_step < ELDER_STEP {
                self.before_elder = Some(self.text_step);
                self.text_step = ELDER_STEP;
            }
        } else if let Some(before) = self.before_elder.take()
            && self.text_step == ELDER_STEP
        {
            self.text_step = before;
        }
    }

    /// The next larger size, or none at the largest.
    pub fn larger(&self) -> Option<u8> {
        STEPS.into_iter().find(|s| *s > self.text_step)
    }

    /// The next smaller size, or none at the smallest.
    pub fn smaller(&self) -> Option<u8> {
        STEPS.into_iter().rev().find(|s| *s < self.text_step)
    }

    /// The attributes of `<html>`, named as `public/boot.js` names them.
    fn attributes(&self) -> [(&'static str, String); 6] {
        [
            ("text", self.text_step.to_string()),
            ("theme", self.theme.name().to_owned()),
            ("mode", if self.elder { "elder" } else { "standard" }.to_owned()),
            ("spacing", u8::from(self.spacing).to_string()),
            ("motion", if self.still { "still" } else { "auto" }.to_owned()),
            ("speed", self.speed.to_string()),
        ]
    }
}

/// The line that is kept.
impl fmt::Display for Preferences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.attributes().iter().enumerate() {
            let between = if at == 0 { "" } else { ";" };
            write!(f, "{between}{name}={value}")?;
        }
        match self.before_elder {
            Some(before) => write!(f, ";before={before}"),
            None => Ok(()),
        }
    }
}

fn step(value: &str) -> Option<u8> {
    value.parse().ok().filter(|s| STEPS.contains(s))
}

fn speed(value: &str) -> Option<u16> {
    value.parse().ok().filter(|s| SPEEDS.contains(s))
}

thread_local! {
    static CURRENT: Lasting<Preferences> = Lasting::new(kept());
}

fn kept() -> Preferences {
    storage::get(KEPT)
        .map(|line| Preferences::parse(&line))
        .unwrap_or_default()
}

/// The reader's preferences; follows changes.
pub fn preferences() -> Lasting<Preferences> {
    CURRENT.with(Clone::clone)
}

/// Whether this phone keeps preferences already: somebody has chosen, or been asked.
pub fn has_chosen() -> bool {
    storage::get(KEPT).is_some()
}

/// Changes the preferences, keeps them on this phone and shows them at once.
pub fn update(change: impl FnOnce(&mut Preferences)) {
    let current = preferences();
    let mut now = current.get_untracked();
    change(&mut now);
    apply(&now);
    current.set(now);
}

/// What is kept was changed by another hand than the reader's.
pub(super) fn reread() {
    let now = kept();
    show(&now);
    preferences().set(now);
}

fn apply(now: &Preferences) {
    storage::set(KEPT, &now.to_string());
    show(now);
}

fn show(now: &Preferences) {
    for (name, value) in now.attributes() {
        document::set_root_attribute(&format!("data-{name}"), &value);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_the_boot_script_reads() {
        let read = Preferences::parse("text=24;theme=auto;mode=elder;spacing=0");
        assert_eq!(
            (read.text_step, read.theme, read.elder, read.spacing),
            (24, Theme::Auto, true, false)
        );
    }

    #[test]
    fn nonsense_keeps_the_ordinary_value() {
        assert_eq!(
            Preferences::parse("text=25;theme=pink;mode;;=;before=99;speed=1000"),
            Preferences::default()
        );
        assert_eq!(Preferences::parse(""), Preferences::default());
        assert_eq!(Preferences::parse("before=21"), Preferences::default());
    }

    #[test]
    fn a_line_of_another_kind_says_nothing() {
        for line in ["", "hello", "a=b;c", "text"] {
            assert!(!Preferences::says_something(line), "{line}");
        }
        assert!(Preferences::says_something("text=24"));
        assert!(Preferences::says_something(&Preferences::default().to_string()));
    }

    #[test]
    fn elder_mode_raises_small_text_and_gives_it_back() {
        let mut now = Preferences {
            text_step: 21,
            ..Preferences::default()
        };
        now.set_elder(true);
        assert_eq!(now.text_step, 24);
        // A reload in between forgets nothing.
        let mut now = Preferences::parse(&now.to_string());
        now.set_elder(false);
        assert_eq!(now.text_step, 21);
    }

    #[test]
    fn elder_mode_leaves_a_larger_text_alone() {
        let mut now = Preferences {
            text_step: 30,
            ..Preferences::default()
        };
        now.set_elder(true);
        assert_eq!(now.text_step, 30);
        now.set_elder(false);
        assert_eq!(now.text_step, 30);
    }

    #[test]
    fn a_size_chosen_in_elder_mode_stays() {
        let mut now = Preferences::default();
        now.set_elder(true);
        now.text_step = 36;
        now.set_elder(false);
        assert_eq!(now.text_step, 36);
    }

    #[test]
    fn the_steps_end_at_both_ends() {
        let mut now = Preferences::default();
        assert_eq!((now.smaller(), now.larger()), (None, Some(21)));
        now.text_step = 36;
        assert_eq!((now.smaller(), now.larger()), (Some(30), None));
    }

    fn any_preferences() -> impl Strategy<Value = Preferences> {
        let step = || prop::sample::select(STEPS.to_vec());
        (
            step(),
            prop::sample::select(Theme::ALL.to_vec()),
            any::<bool>(),
            any::<bool>(),
            any::<bool>(),
            prop::sample::select(SPEEDS.to_vec()),
            prop::option::of(step()),
        )
            .prop_map(
                |(text_step, theme, elder, spacing, still, speed, before)| Preferences {
                    text_step,
                    theme,
                    elder,
                    spacing,
                    still,
                    speed,
                    before_elder: before.filter(|_| elder),
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_back(kept in any_preferences()) {
            prop_assert_eq!(Preferences::parse(&kept.to_string()), kept);
        }

        #[test]
        fn any_line_reads_as_a_real_step(line in "\\PC{0,60}") {
            let read = Preferences::parse(&line);
            prop_assert!(STEPS.contains(&read.text_step) && SPEEDS.contains(&read.speed));
        }

        #[test]
        fn elder_on_and_off_again_changes_nothing(mut now in any_preferences()) {
            now.set_elder(false);
            let before = now.clone();
            now.set_elder(true);
            prop_assert!(now.text_step >= ELDER_STEP);
            now.set_elder(false);
            prop_assert_eq!(now, before);
        }
    }
}
