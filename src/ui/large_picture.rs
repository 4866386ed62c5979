//! A picture that opens large, in the browser's own dialog: wider than the screen it is looked through by scrolling, because not
//! every hand can spread two fingers.

use super::{Button, ButtonKind, Fixture, Picture};
use leptos::html;
use leptos::prelude::*;

/// `open` and `close` are the words of the two buttons.
pub fn large_picture(picture: Picture, open: Signal<String>, close: Signal<String>) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let words = picture.words.clone();
    let label = words.clone();
    let opening = RwSignal::new(false);
    let (address, large) = (picture.address.clone(), picture.words.clone());
    let show = Callback::new(move |()| {
        opening.set(true);
        if let Some(dialog) = node.get_untracked() {
            // Fails only where it is open already.
            let _ = dialog.show_modal();
        }
    });
    let hide = move || {
        if let Some(dialog) = node.get_untracked() {
            dialog.close();
        }
    };
    // Nothing of it is there twice before somebody wants it.
    let whole = move || {
        opening
            .get()
            .then(|| view! { <img class="large-picture" src=address.clone() alt=large.clone() /> })
    };
    let name = {
        let words = words.clone();
        Signal::derive(move || format!("{} {words}", open.get()))
    };
    view! {
        <div class="opens-large">
            <figure>
                {picture.view()}
                {(!words.is_empty()).then(|| view! { <figcaption aria-hidden="true">{words.clone()}</figcaption> })}
            </figure>
            <Button label=open name=name kind=ButtonKind::Secondary on_press=show />
            <dialog class="dialog large" node_ref=node aria-label=label>
                <button type="button" class="dialog-close" aria-label=move || close.get() on:click=move |_| hide()>
                    <span aria-hidden="true">"×"</span>
                </button>
                // Reached by the keyboard, so that it can be scrolled.
                <div class="large-frame" tabindex="0" role="region" aria-label=words>{whole}</div>
            </dialog>
        </div>
    }
    .into_any()
}

pub fn fixtures() -> Vec<Fixture> {
    let picture = Picture {
        address: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==".into(),
        words: "充电棚在 4 号楼北面".into(),
        size: Some((160, 120)),
    };
    vec![(
        "picture that opens large",
        large_picture(
            picture,
            Signal::stored("看大图".into()),
            Signal::stored("关掉".into()),
        ),
    )]
}
