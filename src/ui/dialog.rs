//! A question before something that cannot be taken back easily. The browser's own dialog keeps the focus inside.

use super::{Button, ButtonKind, Fixture};
use crate::platform::focus;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[component]
pub fn ConfirmDialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] body: Signal<String>,
    #[prop(into)] confirm: Signal<String>,
    #[prop(into)] cancel: Signal<String>,
    on_confirm: Callback<()>,
    /// Of the heading; another one where a page has two of these. The words below it have the same with `-body`.
    #[prop(into, default = "dialog-title".to_owned())]
    title_id: String,
    /// Below the words: what reads them out. Nothing outside a modal dialog can be reached.
    #[prop(optional, into)]
    hear: ViewFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            // Fails only where it is open already.
            let _ = dialog.show_modal();
            // The safe answer has the focus, not the first button of the box.
            if let Some(safe) = dialog.query_selector(".button.primary").ok().flatten()
                && let Ok(safe) = safe.dyn_into::<web_sys::HtmlElement>()
            {
                focus::focus_element(&safe);
            }
        } else {
            dialog.close();
        }
    });
    let close = Callback::new(move |()| open.set(false));
    let yes = Callback::new(move |()| {
        open.set(false);
        on_confirm.run(());
    });
    view! {
        // The focus goes to the safe answer, so the words between are heard as what describes the question.
        <dialog class="dialog" node_ref=node aria-labelledby=title_id.clone() aria-describedby=format!("{title_id}-body") on:close=move |_| open.set(false)>
            <button
                type="button"
                class="dialog-close"
                aria-label=move || cancel.get()
                on:click=move |_| open.set(false)
            >
                <span aria-hidden="true">"×"</span>
            </button>
            <h2 id=title_id.clone()>{title}</h2>
            <p id=format!("{title_id}-body")>{body}</p>
            {hear.run()}
            <div class="stack">
                <Button label=cancel kind=ButtonKind::Primary on_press=close />
                <Button label=confirm kind=ButtonKind::Secondary on_press=yes />
            </div>
        </dialog>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let open = RwSignal::new(false);
    let nothing = Callback::new(|()| ());
    vec![(
        "dialog",
        view! {
            <Button label="Ask me".to_owned() on_press=Callback::new(move |()| open.set(true)) />
            <ConfirmDialog
                open=open
                title="Withdraw your vote?"
                body="It will no longer count."
                confirm="Withdraw"
                cancel="Keep it"
                on_confirm=nothing
            />
        }
        .into_any(),
    )]
}
