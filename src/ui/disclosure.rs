//! More to read for those who want it, on the browser's own disclosure element.

use super::Fixture;
use super::live::drawn;
use leptos::html;
use leptos::prelude::*;

/// `id` names the summary, for a focus that comes back to it; whenever `folds` changes, what was open is folded again.
#[component]
pub fn Disclosure(
    #[prop(into)] summary: Signal<String>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] folds: Option<Signal<()>>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    if let Some(folds) = folds {
        Effect::new(move |before: Option<()>| {
            folds.track();
            if let Some(details) = node.get_untracked().filter(|_| before.is_some()) {
                details.set_open(false);
            }
        });
    }
    view! {
        <details class="disclosure" node_ref=node>
            <summary id=id>{summary}</summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}

/// The same for what need not be there before somebody asks for it, and stays once they did. It opens by itself where something
/// of it was `begun`.
#[component]
pub fn LateDisclosure(
    #[prop(into)] summary: Signal<String>,
    #[prop(into)] body: ViewFn,
    #[prop(default = Signal::stored(false))] begun: Signal<bool>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let node = NodeRef::<html::Details>::new();
    Effect::new(move |_| {
        if let Some(details) = node.get()
            && begun.get()
        {
            details.set_open(true);
        }
    });
    view! {
        <details class="disclosure" node_ref=node on:toggle=move |_| asked.set(true)>
            <summary>{summary}</summary>
            {drawn(move || asked.get().then(|| view! { <div class="disclosure-body stack">{body.run()}</div> }))}
        </details>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    vec![
        (
            "disclosure",
            view! { <Disclosure summary="How it was counted"><p>"Choose one; the most votes win."</p></Disclosure> }
                .into_any(),
        ),
        (
            "late disclosure",
            view! { <LateDisclosure summary="What else can be done" body=|| view! { <p>"Say that something is wrong."</p> } /> }
                .into_any(),
        ),
    ]
}
