//! Settings: text size, colours, layout, spacing, how fast it is read aloud, language. Everything is seen at once on a sample.

use crate::access::read_aloud::speed_key;
use crate::access::{Preferences, SPEEDS, Theme, preferences, update};
use crate::i18n::{Key, Locale, locale, said, set_locale, t};
use crate::parts::tr;
use crate::ui::live::drawn;
use crate::ui::{CheckGroup, Choice, ChoiceGroup, PageTitle};
use leptos::prelude::*;

const STEPS: [(u8, Key); 5] = [
    (18, Key::SettingsText18),
    (21, Key::SettingsText21),
    (24, Key::SettingsText24),
    (30, Key::SettingsText30),
    (36, Key::SettingsText36),
];
const THEMES: [(Theme, &str, Key); 4] = [
    (Theme::Auto, "auto", Key::SettingsColoursAuto),
    (Theme::Light, "light", Key::SettingsColoursLight),
    (Theme::Dark, "dark", Key::SettingsColoursDark),
    (Theme::Contrast, "contrast", Key::SettingsColoursContrast),
];

#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::SettingsTitle) />
        <p class="card sample">{said(Key::SettingsSample)}</p>
        {mode()}
        {text_size()}
        {colours()}
        {spacing()}
        {speed()}
        {languages()}
        <p class="meta">{said(Key::SettingsKeptHere)}</p>
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
                .map(|(step, key)| Choice {
                    value: step.to_string(),
                    label: t(key),
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
            THEMES
                .into_iter()
                .map(|(_, name, key)| Choice {
                    value: name.into(),
                    label: t(key),
                    meaning: None,
                    picture: None,
                })
                .collect()
        },
        |p| {
            THEMES
                .into_iter()
                .find(|(theme, ..)| *theme == p.theme)
                .map_or("auto", |(_, name, _)| name)
                .into()
        },
        |p, value| {
            if let Some((theme, ..)) = THEMES.into_iter().find(|(_, name, _)| *name == value) {
                p.theme = theme;
            }
        },
    )
}

fn spacing() -> AnyView {
    let selected = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        let on = preferences().with(|p| p.spacing);
        selected.set(if on { vec!["wide".to_owned()] } else { Vec::new() });
    });
    Effect::new(move |before: Option<()>| {
        let on = !selected.with(Vec::is_empty);
        if before.is_some() && preferences().with_untracked(|p| p.spacing) != on {
            update(|p| p.spacing = on);
        }
    });
    drawn(move || {
        let choices = vec![Choice {
            value: "wide".into(),
            label: t(Key::SettingsSpacing),
            meaning: None,
            picture: None,
        }];
        view! {
            <CheckGroup
                id="spacing"
                legend=tr(Key::SettingsSpacingLegend)
                choices=choices
                selected=selected
            />
        }
    })
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
