//! The reading bar, in the same place on every page: smaller, larger, elder mode and back, the other language, read
//! aloud; and beside them the way to search. In elder mode only back, larger and read aloud: the rest is on *more*.

use super::aloud::ReadAloudButton;
use crate::access::{preferences, update};
use crate::i18n::{Key, number, said, t, t1};
use crate::parts::OtherLanguage;
use crate::platform::announce::announce;
use crate::ui::live::drawn;
use leptos::prelude::*;

#[component]
pub fn ReadingBar() -> impl IntoView {
    let step = |up: bool| {
        update(|p| {
            // At the ends the size stays.
            if let Some(step) = if up { p.larger() } else { p.smaller() } {
                p.text_step = step;
            }
        });
        let size = preferences().with_untracked(|p| p.text_step);
        announce(&t1(Key::ReadingTextNow, &[("n", &number(size.into()))]));
    };
    let elder = || preferences().with(|p| p.elder);
    let switch_mode = move |_| {
        let on = !preferences().with_untracked(|p| p.elder);
        update(|p| p.set_elder(on));
        announce(&t(if on {
            Key::ReadingElderIsOn
        } else {
            Key::ReadingElderIsOff
        }));
    };
    let mode = view! {
        <button type="button" class="chip" on:click=switch_mode>
            {move || t(if elder() { Key::ReadingElderOff } else { Key::ReadingElderOn })}
        </button>
    };
    let standard = Memo::new(move |_| !elder());
    view! {
        <div class="reading-bar">
            <div role="group" aria-label=move || t(Key::ReadingLabel)>
                {drawn(move || standard.get().then(|| view! {
                    <button type="button" class="chip" aria-label=move || t(Key::ReadingSmaller) on:click=move |_| step(false)>
                        <span class="text-minus" aria-hidden="true">"A−"</span>
                    </button>
                }))}
                <button type="button" class="chip" aria-label=move || t(Key::ReadingLarger) on:click=move |_| step(true)>
                    <span class="text-plus" aria-hidden="true">"A+"</span>
                </button>
                {mode}
                {drawn(move || standard.get().then(|| view! { <OtherLanguage /> }))}
                <ReadAloudButton />
            </div>
            {drawn(move || standard.get().then(|| view! { <a class="chip" href="/search">{said(Key::AppSearch)}</a> }))}
        </div>
    }
}
