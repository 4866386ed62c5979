//! Taking the preferences to another phone: an address of this very origin, as a QR code. What is chosen stands behind `#`,
//! which browsers send to no server.

use super::named;
use crate::access::preferences;
use crate::i18n::{Key, locale, said, t};
use crate::parts::tr;
use crate::platform::document::origin;
use crate::ui::live::drawn;
use crate::ui::{BackLink, PageTitle, QrCode};
use leptos::prelude::*;

#[component]
pub fn CarryPage() -> impl IntoView {
    view! {
        <BackLink href="/settings" label=tr(Key::SettingsTitle) />
        <PageTitle text=tr(Key::SettingsCarryTitle) />
        <p>{said(Key::SettingsCarryHow)}</p>
        {drawn(|| {
            let now = preferences().get();
            let rows = named::all(&now)
                .into_iter()
                .chain([(Key::SettingsLanguage, locale().get().own_name())])
                .map(|(name, value)| view! { <div><dt>{t(name)}</dt><dd>{value}</dd></div> })
                .collect_view();
            view! {
                <QrCode text=address(&now.to_string(), locale().get().tag()) name=tr(Key::SettingsCarryQr) />
                <dl class="facts">{rows}</dl>
            }
        })}
        <p class="meta">{said(Key::SettingsCarryPrivate)}</p>
    }
}

fn address(line: &str, locale: &str) -> String {
    format!("{}/settings/bring#{line};locale={locale}", origin())
}
