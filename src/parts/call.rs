//! Whom to call; also stands on home.

use crate::backend::service_info;
use crate::i18n::{Key, said, t1};
use crate::ui::live::live;
use crate::ui::{ButtonKind, LinkButton};
use leptos::prelude::*;

/// The number to call, as it is written for people.
pub fn phone() -> Option<String> {
    service_info().with(|s| s.as_ref().and_then(|s| s.help_phone.clone()))
}

/// The same as an address.
pub fn tel(phone: &str) -> String {
    format!(
        "tel:{}",
        phone.replace(|c: char| !c.is_ascii_digit() && c != '+', "")
    )
}

/// The number to call, with the hours; without a number, where to go.
#[component]
pub fn CallButton() -> impl IntoView {
    move || {
        let service = service_info().get();
        match service.and_then(|s| s.help_phone.map(|phone| (phone, s.help_hours))) {
            Some((phone, hours)) => {
                let href = tel(&phone);
                let label = Signal::derive(move || t1(Key::HelpCallNumber, &[("phone", &phone)]));
                view! {
                    <LinkButton href=href label=label kind=ButtonKind::Primary />
                    {hours.map(|h| view! { <p class="meta">{live(move || t1(Key::HelpHours, &[("hours", &h)]))}</p> })}
                }
                .into_any()
            }
            None => view! { <p>{said(Key::HelpNoPhone)}</p> }.into_any(),
        }
    }
}
