//! The start of a tablet for everybody: calm, until somebody begins.

use crate::i18n::{Key, said};
use crate::parts::tr;
use crate::ui::{Button, ButtonKind, LinkButton, PageTitle};
use leptos::prelude::*;

#[component]
pub fn StartPage(on_start: Callback<()>) -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::KioskTitle) />
        <p class="lede">{said(Key::KioskText)}</p>
        <div class="stack">
            <Button label=tr(Key::KioskStart) kind=ButtonKind::Primary on_press=on_start />
            <LinkButton href="/sign-in" label=tr(Key::KioskSignIn) kind=ButtonKind::Secondary />
        </div>
    }
}
