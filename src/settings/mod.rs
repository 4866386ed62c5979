//! Settings: text size, colours, layout, spacing, stillness, how fast it is read aloud, language. Everything is seen at once
//! on a sample. In elder mode only the layout and the text size lie open; each other choice is behind its own name.

mod bring;
mod carry;
mod named;

pub use bring::BringPreferencesPage;
pub use carry::CarryPage;

use crate::access::read_aloud::speed_key;
use crate::access::{Preferences, SPEEDS, STEPS, Theme, preferences, update};
use crate::i18n::{Key, Locale, locale, said, set_locale, t};
use crate::parts::tr;
use crate::ui::live::drawn;
use crate::ui::{CheckGroup, Choice, ChoiceGroup, Disclosure, PageTitle};
use leptos::prelude::*;

#[component]
pub fn SettingsPage() -> impl IntoView {
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    view! {
        <PageTitle text=tr(Key::SettingsTitle) />
        <p class="card sample">{said(Key::SettingsSample)}</p>
        {mode()}
        {text_size()}
        {drawn(move || {
            let elder = elder.get();
            view! {
                {folded(elder, Key::SettingsColours, colours)}
                {folded(elder, Key::SettingsSpacingLegend, spacing)}
                {folded(elder, Key::SettingsMotionLegend, motion)}
                {folded(elder, Key::SettingsSpeed, speed)}
                {folded(elder, Key::SettingsLanguage, languages)}
            }
        })}
        <p><a class="more-link" href="/settings/carry">{said(Key::SettingsCarryLink)}</a></p>
        <p class="meta">{said(Key::SettingsKeptHere)}</p>
    }
}

/// A choice that lies open, or behind its name.
fn folded(fold: bool, name: Key, part: fn() -> AnyView) -> AnyView {
    match fold {
        true => view! { <Disclosure summary=tr(name)>{part()}</Disclosure> }.into_any(),
        false => part(),
    }
}

/// A radio group bound to one preference: shows it, and applies what is chosen at once.
fn group(
    id: &'static str,
    legend: Key,
    choices: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
    read: impl Fn(&Preferences) -> String + Send + Sync + Copy + 'static,
    write: impl Fn(&mut Preferences, &str) + Send + Sync + Copy + 'static,
) -> AnyView {
    let selected = RwSignal::new(Some(preferences().with_untracked(read)));
    // The preference may change elsewhere: elder mode raises the text, the reading bar steps it.
    Effect::new(move |_| selected.set(Some(preferences().with(read))));
    let changed = Callback::new(move |()| {
        if let Some(value) = selected.get_untracked()
            && preferences().with_untracked(read) != value
        {
            update(|p| write(p, &value));
        }
    });
    drawn(move || {
        view! {
            <ChoiceGroup
                id=id
                legend=tr(legend)
                choices=choices()
                selected=selected
                on_change=changed
            />
        }
    })
}

fn mode() -> AnyView {
    group(
        "mode",
        Key::SettingsMode,
        || {
            vec![
                Choice {
                    value: "standard".into(),
                    label: t(Key::SettingsModeStandard),
                    meaning: None,
                    picture: None,
                },
                Choice {
                    value: "elder".into(),
                    label: t(Key::SettingsModeElder),
                    meaning: Some(t(Key::SettingsModeElderMeaning)),
                    picture: None,
                },
            ]
        },
        |p| {
            if p.elder {
                "elder".into()
            } else {
                "standard".into()
            }
        },
        |p, value| p.set_elder(value == "elder"),
    )
}

fn text_size() -> AnyView {
    group(
        "text",
        Key::SettingsText,
        || {
            STEPS
                .into_iter()
                .map(|step| Choice {
                    value: step.to_string(),
                    label: t(named::text(step)),
                    meaning: None,
                    picture: None,
                })
                .collect()
        },
        |p| p.text_step.to_string(),
        |p, value| {
            if let Ok(step) = value.parse() {
                p.text_step = step;
            }
        },
    )
}

fn colours() -> AnyView {
    group(
        "colours",
        Key::SettingsColours,
        || {
            Theme::ALL
                .into_iter()
                .map(|theme| Choice {
                    value: theme.name().into(),
                    label: t(named::theme(theme)),
                    meaning: None,
                    picture: None,
                })
                .collect()
        },
        |p| p.theme.name().into(),
        |p, value| {
            if let Some(theme) = Theme::of_name(value) {
                p.theme = theme;
            }
        },
    )
}

/// One checkbox bound to one preference.
fn switch(
    id: &'static str,
    legend: Key,
    label: Key,
    meaning: Option<Key>,
    read: fn(&Preferences) -> bool,
    write: fn(&mut Preferences, bool),
) -> AnyView {
    let selected = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let on = preferences().with(read);
        selected.set(if on { vec![id.to_owned()] } else { Vec::new() });
    });
    Effect::new(move |before: Option<()>| {
        let on = !selected.with(Vec::is_empty);
        if before.is_some() && preferences().with_untracked(read) != on {
            update(|p| write(p, on));
        }
    });
    drawn(move || {
        let choices = vec![Choice {
            value: id.into(),
            label: t(label),
            meaning: meaning.map(t),
            picture: None,
        }];
        view! {
            <CheckGroup
                id=id
                legend=tr(legend)
                choices=choices
                selected=selected
            />
        }
    })
}

fn spacing() -> AnyView {
    switch(
        "spacing",
        Key::SettingsSpacingLegend,
        Key::SettingsSpacing,
        None,
        |p| p.spacing,
        |p, on| p.spacing = on,
    )
}

fn motion() -> AnyView {
    switch(
        "motion",
        Key::SettingsMotionLegend,
        Key::SettingsMotion,
        Some(Key::SettingsMotionMeaning),
        |p| p.still,
        |p, on| p.still = on,
    )
}

fn speed() -> AnyView {
    group(
        "speed",
        Key::SettingsSpeed,
        || {
            SPEEDS
                .into_iter()
                .map(|speed| Choice {
                    value: speed.to_string(),
                    label: t(speed_key(speed)),
                    meaning: None,
                    picture: None,
                })
                .collect()
        },
        |p| p.speed.to_string(),
        |p, value| {
            if let Ok(speed) = value.parse() {
                p.speed = speed;
            }
        },
    )
}

fn languages() -> AnyView {
    let selected = RwSignal::new(None::<String>);
    Effect::new(move |_| selected.set(Some(locale().get().tag().to_owned())));
    let changed = Callback::new(move |()| {
        if let Some(locale) = selected.get_untracked().and_then(|tag| Locale::from_tag(&tag)) {
            set_locale(locale);
        }
    });
    drawn(move || {
        // Each language is named in itself, so that it is found by those who read it.
        let choices = Locale::OFFERED
            .iter()
            .map(|l| Choice {
                value: l.tag().into(),
                label: l.own_name(),
                meaning: None,
                picture: None,
            })
            .collect::<Vec<_>>();
        view! {
            <ChoiceGroup
                id="language"
                legend=tr(Key::SettingsLanguage)
                choices=choices
                selected=selected
                on_change=changed
            />
        }
    })
}
