//! An address that leads nowhere.

use crate::i18n::{Key, said};
use crate::parts::tr;
use crate::ui::{ButtonKind, LinkButton, PageTitle};
use leptos::prelude::*;

#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::AppNotFoundTitle) />
        <p>{said(Key::AppNotFoundNext)}</p>
        <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
    }
}
