//! One field and one button, which screen readers offer as *search*.

use super::page::FOUND;
use crate::backend::encoded;
use crate::i18n::Key;
use crate::parts::{microphone_hint, tr};
use crate::platform::focus::focus_id;
use crate::ui::{Button, ButtonKind, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// As much as a backend reads; what is longer is not looked for.
const LONGEST: usize = 100;

#[component]
pub fn SearchForm(question: Memo<String>, pressed: StoredValue<bool>) -> impl IntoView {
    let words = RwSignal::new(question.get_untracked());
    // Back and forward bring other words.
    Effect::new(move |_| words.set(question.get()));
    let navigate = use_navigate();
    let submit = Callback::new(move |()| {
        let wanted: String = words.with_untracked(|words| words.trim().chars().take(LONGEST).collect());
        if wanted == question.get_untracked() {
            focus_id(FOUND);
        } else {
            pressed.set_value(true);
            navigate(&format!("/search?q={}", encoded(&wanted)), Default::default());
        }
    });
    view! {
        <form
            class="stack"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                submit.run(())
            }
        >
            {microphone_hint()}
            <TextField id="q" label=tr(Key::SearchLabel) hint=tr(Key::SearchExample) value=words kind="search" inputmode="search" />
            <Button label=tr(Key::SearchGo) kind=ButtonKind::Primary on_press=submit />
        </form>
    }
}
