//! A button. Never disabled: what cannot be done yet is said in words when it is pressed.

use super::Fixture;
use crate::platform::clock::now_ms;
use crate::platform::document::path_and_query;
use leptos::prelude::*;
use std::cell::RefCell;

#[derive(Clone, Copy, PartialEq, Default)]
pub enum ButtonKind {
    /// The one next step of a page.
    Primary,
    #[default]
    Secondary,
    Quiet,
    Danger,
}

impl ButtonKind {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button secondary",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A second press within this time is a trembling hand, not a second wish.
const SECOND_PRESS_MS: i64 = 600;

/// How far apart a trembling hand's two taps may be, in CSS pixels.
const SAME_PLACE: i32 = 40;

thread_local! {
    /// When, where and on which page a finger pressed last, whatever button was there.
    static LAST_TAP: RefCell<Tap> = RefCell::default();
}

#[derive(Default)]
struct Tap {
    at: i64,
    x: i32,
    y: i32,
    page: String,
}

/// Whether this press is the second tap of a trembling hand whose first one opened another page: what stands under the
/// finger now was not meant, and may be *send*. Keys have no place, and the focus is elsewhere on another page.
fn trembles(event: &web_sys::MouseEvent, now: i64) -> bool {
    let by_key = event.detail() == 0;
    if by_key {
        return false;
    }
    let tap = Tap {
        at: now,
        x: event.client_x(),
        y: event.client_y(),
        page: path_and_query(),
    };
    LAST_TAP.with_borrow_mut(|last| {
        let near = (tap.x - last.x).abs() < SAME_PLACE && (tap.y - last.y).abs() < SAME_PLACE;
        let soon = (0..SECOND_PRESS_MS).contains(&(now - last.at));
        let trembles = near && soon && tap.page != last.page;
        if !trembles {
            *last = tap;
        }
        trembles
    })
}

/// A press that counts once, however often a trembling hand taps.
fn guarded(on_press: Callback<()>) -> impl Fn(web_sys::MouseEvent) + 'static {
    let last = StoredValue::new(0i64);
    move |event: web_sys::MouseEvent| {
        // In a form the button must not submit it a second time.
        event.prevent_default();
        let now = now_ms();
        // A clock that was set back must not lock the button.
        if trembles(&event, now) || (0..SECOND_PRESS_MS).contains(&(now - last.get_value())) {
            return;
        }
        last.set_value(now);
        on_press.run(());
    }
}

/// A button that is on or off; pressed again it is the other. `name` begins with the label.
#[component]
pub fn Toggle(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] name: Signal<String>,
    #[prop(into)] pressed: Signal<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    let press = guarded(on_press);
    let state = move || if pressed.get() { "true" } else { "false" };
    view! {
        <button type="button" class="toggle" aria-pressed=state aria-label=move || name.get() on:click=press>
            {label}
        </button>
    }
}

#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    on_press: Callback<()>,
    /// For the focus to come back to.
    #[prop(optional, into)]
    id: Option<String>,
    /// What it is called where the label alone does not say what it belongs to; begins with the label.
    #[prop(optional, into)]
    name: Signal<String>,
    /// How it looks, where that changes.
    #[prop(optional, into)]
    on: Signal<bool>,
    /// Something is on its way; told to screen readers, the button stays where it is.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    let press = guarded(on_press);
    view! {
        <button
            type="submit"
            class=kind.class()
            class:on=move || on.get()
            id=id
            aria-label=move || Some(name.get()).filter(|name| !name.is_empty())
            aria-busy=move || busy.get().then_some("true")
            on:click=press
        >
            {label}
        </button>
    }
}

/// A button beside others of its kind, where pressing quickly again is a wish. `name` begins with the label.
pub(super) fn tool(
    id: Option<String>,
    label: Signal<String>,
    name: Signal<String>,
    on_press: Callback<web_sys::MouseEvent>,
) -> AnyView {
    let press = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        on_press.run(event);
    };
    view! {
        <button type="button" class="button secondary" id=id aria-label=move || name.get() on:click=press>
            {label}
        </button>
    }
    .into_any()
}

pub fn fixtures() -> Vec<Fixture> {
    let nothing = Callback::new(|()| ());
    let one = |label: &'static str, kind: ButtonKind, busy: bool| {
        view! { <Button label=label.to_owned() kind=kind on_press=nothing busy=Signal::stored(busy) /> }
            .into_any()
    };
    let toggle = |on: bool| {
        let name = if on {
            "I agree with Li"
        } else {
            "I agree with Wang"
        };
        view! { <Toggle label="I agree" name=name.to_owned() pressed=Signal::stored(on) on_press=nothing /> }
            .into_any()
    };
    vec![
        ("button, primary", one("Send my vote", ButtonKind::Primary, false)),
        ("button, secondary", one("Print", ButtonKind::Secondary, false)),
        (
            "button, quiet",
            one(
                "Withdraw my vote before the end of the poll",
                ButtonKind::Quiet,
                false,
            ),
        ),
        ("button, danger", one("Remove", ButtonKind::Danger, false)),
        ("button, busy", one("投", ButtonKind::Primary, true)),
        ("toggle, off", toggle(false)),
        ("toggle, on", toggle(true)),
    ]
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::ui::gallery::testing::mounted;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn a_double_press_counts_once() {
        let pressed = ArcRwSignal::new(0);
        let inner = pressed.clone();
        let place = mounted(move || {
            let on_press = Callback::new(move |()| inner.update(|n| *n += 1));
            view! { <Button label="x".to_owned() on_press=on_press /> }
        })
        .await;
        let button: web_sys::HtmlElement = place.query("button").dyn_into().unwrap();
        button.click();
        button.click();
        assert_eq!(pressed.get_untracked(), 1);
    }
}
