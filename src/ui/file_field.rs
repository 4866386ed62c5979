//! A field that takes one picture: the phone itself asks whether from the camera or from the album. The browser's own button
//! speaks the browser's language and is small; it lies unseen over ours, so that a tap, a key and a screen reader reach it.

use super::Fixture;
use super::field::described_by;
use crate::platform::photo::chosen;
use leptos::html;
use leptos::prelude::*;

#[component]
pub fn PictureField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    on_pick: Callback<web_sys::Blob>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let pick = move |_| {
        if let Some(file) = node.get_untracked().and_then(|field| chosen(&field)) {
            on_pick.run(file);
        }
    };
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:has-error=move || error.with(Option::is_some)>
            {move || {
                let text = hint.get();
                (!text.is_empty()).then(|| view! { <p class="hint" id=hint_id.clone()>{text}</p> })
            }}
            {move || error.get().map(|e| view! { <p class="field-error" id=error_id.clone()>{e}</p> })}
            <div class="picture-field">
                <label class="button secondary" for=id.clone()>{label}</label>
                <input
                    node_ref=node
                    type="file"
                    accept="image/*"
                    id=id.clone()
                    aria-describedby=described_by(&id, hint, error)
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    on:change=pick
                />
            </div>
        </div>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let field = |id: &'static str, error: Option<String>| {
        view! {
            <PictureField
                id=id
                label="Add a photo"
                hint="From the camera or the album"
                error=Signal::stored(error)
                on_pick=Callback::new(|_| ())
            />
        }
        .into_any()
    };
    vec![
        ("picture field", field("fixture-photo", None)),
        (
            "picture field, with error",
            field("fixture-photo-bad", Some("This file is no picture.".to_owned())),
        ),
    ]
}
