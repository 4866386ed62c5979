//! It has ended: what is gone from the phone, and what did not arrive.

use super::end::told;
use crate::i18n::{Key, said, tn};
use crate::parts::tr;
use crate::ui::live::live;
use crate::ui::{Banner, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;

#[component]
pub fn EndedPage() -> impl IntoView {
    let (unsent, idle) = told();
    let lost = (unsent > 0).then(|| {
        view! {
            <Banner tone=Tone::Warn title=tr(Key::AssistEndedLost)>
                <p>{live(move || tn(Key::AssistEndedUnsent, unsent, &[]))}</p>
            </Banner>
        }
    });
    view! {
        <PageTitle text=tr(Key::AssistEndedTitle) />
        {idle.then(|| view! { <p>{said(Key::AssistEndedIdle)}</p> })}
        <p>{said(Key::AssistEndedText)}</p>
        {lost}
        <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
        <LinkButton href="/assist" label=tr(Key::AssistEndedAgain) kind=ButtonKind::Secondary />
    }
}
