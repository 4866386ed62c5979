//! What another phone's QR code brought: it says what would change and asks once. Nothing changes before that, and one tap
//! brings back what was there.

use super::named;
use crate::access::{Preferences, preferences, update};
use crate::i18n::{Key, Locale, locale, said, set_locale, t, t1};
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::platform::document::fragment;
use crate::ui::live::steady;
use crate::ui::{BackLink, Banner, Button, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;

/// How somebody reads: all that can be carried.
#[derive(Clone, PartialEq)]
struct Reading {
    preferences: Preferences,
    locale: Locale,
}

impl Reading {
    fn here() -> Self {
        Self {
            preferences: preferences().get_untracked(),
            locale: locale().get_untracked(),
        }
    }

    /// What an address carries. A language that is not offered here stays as it is.
    fn carried(line: &str, here: &Self) -> Option<Self> {
        let tag = line.split(';').find_map(|part| part.strip_prefix("locale="));
        Preferences::says_something(line).then(|| Self {
            preferences: Preferences::parse(line),
            locale: tag
                .and_then(Locale::from_tag)
                .filter(|locale| Locale::OFFERED.contains(locale))
                .unwrap_or(here.locale),
        })
    }

    fn apply(&self) {
        update(|now| *now = self.preferences.clone());
        if locale().get_untracked() != self.locale {
            set_locale(self.locale);
        }
    }

    fn named(&self) -> Vec<(Key, String)> {
        let language = (Key::SettingsLanguage, self.locale.own_name());
        named::all(&self.preferences)
            .into_iter()
            .chain([language])
            .collect()
    }
}

#[component]
pub fn BringPreferencesPage() -> impl IntoView {
    let before = Reading::here();
    let brought = Reading::carried(&fragment(), &before);
    let done = RwSignal::new(false);
    view! {
        <BackLink href="/settings" label=tr(Key::SettingsTitle) />
        <PageTitle text=tr(Key::SettingsBringTitle) />
        {steady(move || match &brought {
            None => nothing(Key::SettingsBringUnreadable),
            Some(brought) if *brought == before && !done.get() => nothing(Key::SettingsBringSame),
            Some(_) if done.get() => changed(before.clone(), done),
            Some(brought) => asks(before.clone(), brought.clone(), done),
        })}
    }
}

fn nothing(what: Key) -> AnyView {
    view! {
        <p>{said(what)}</p>
        <LinkButton href="/settings" label=tr(Key::SettingsTitle) kind=ButtonKind::Primary />
    }
    .into_any()
}

fn asks(before: Reading, brought: Reading, done: RwSignal<bool>) -> AnyView {
    let rows = before
        .named()
        .into_iter()
        .zip(brought.named())
        .filter(|((_, now), (_, then))| now != then)
        .map(|((name, now), (_, then))| {
            view! {
                <div>
                    <dt>{t(name)}</dt>
                    <dd>{t1(Key::SettingsBringChange, &[("now", &now), ("then", &then)])}</dd>
                </div>
            }
        })
        .collect_view();
    let apply = Callback::new(move |()| {
        brought.apply();
        announce(&t(Key::SettingsBringDone));
        done.set(true);
    });
    view! {
        <p>{said(Key::SettingsBringAsks)}</p>
        <dl class="facts">{rows}</dl>
        <Button label=tr(Key::SettingsBringApply) kind=ButtonKind::Primary on_press=apply />
        <LinkButton href="/" label=tr(Key::SettingsBringKeep) kind=ButtonKind::Secondary />
    }
    .into_any()
}

fn changed(before: Reading, done: RwSignal<bool>) -> AnyView {
    let back = Callback::new(move |()| {
        before.apply();
        done.set(false);
    });
    view! {
        <Banner tone=Tone::Good title=tr(Key::SettingsBringDone)>
            <Button label=tr(Key::SettingsBringBack) kind=ButtonKind::Secondary on_press=back />
        </Banner>
        <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn carried(line: &str) -> Option<(u8, bool, Locale)> {
        let here = Reading {
            preferences: Preferences::default(),
            locale: Locale::En,
        };
        Reading::carried(line, &here).map(|r| (r.preferences.text_step, r.preferences.elder, r.locale))
    }

    #[test]
    fn an_address_brings_what_it_says_and_no_language_that_is_not_offered() {
        assert_eq!(
            carried("text=30;mode=elder;locale=zh-TW"),
            Some((30, true, Locale::ZhTw))
        );
        assert_eq!(carried("text=30;locale=en-XA"), Some((30, false, Locale::En)));
        assert_eq!(carried("text=30"), Some((30, false, Locale::En)));
        assert_eq!(carried("locale=zh-CN"), None);
        assert_eq!(carried(""), None);
    }
}
