//! The other language, as a button: Chinese and English, each in itself. Further languages are in the settings.

use crate::i18n::{Locale, locale, set_locale};
use leptos::prelude::*;

#[component]
pub fn OtherLanguage() -> impl IntoView {
    let other = || match locale().get() {
        Locale::ZhCn | Locale::ZhTw => Locale::En,
        _ => Locale::ZhCn,
    };
    view! {
        <button type="button" class="chip" lang=move || other().tag() on:click=move |_| set_locale(other())>
            {move || other().own_name()}
        </button>
    }
}
