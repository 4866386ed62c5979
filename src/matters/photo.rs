//! A photo for a request: chosen, made small and stripped on the phone, looked at, taken away again.

use crate::i18n::{Key, number, said, t, t1};
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::platform::focus;
use crate::platform::photo::{small, weight};
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{Button, ButtonKind, Loading, PictureField};
use leptos::prelude::*;

/// Chooses into `photo`, which is an address that holds the whole picture.
pub(super) fn photo_part(id: &'static str, photo: RwSignal<Option<String>>) -> AnyView {
    let working = RwSignal::new(false);
    let bad = RwSignal::new(false);
    let pick = Callback::new(move |file: web_sys::Blob| {
        working.set(true);
        bad.set(false);
        spawn_scoped(async move {
            match small(&file).await {
                Ok(address) => {
                    announce(&size(&address));
                    photo.try_set(Some(address));
                }
                Err(_) => {
                    announce(&t(Key::RequestsPhotoBad));
                    bad.try_set(true);
                }
            }
            working.try_set(false);
        });
    });
    let label = Signal::derive(move || {
        t(match photo.with(Option::is_some) {
            true => Key::RequestsPhotoChange,
            false => Key::RequestsPhotoAdd,
        })
    });
    let error = Signal::derive(move || bad.get().then(|| t(Key::RequestsPhotoBad)));
    let shown = drawn(move || match (working.get(), photo.get()) {
        (true, _) => view! { <Loading label=tr(Key::RequestsPhotoWorking) /> }.into_any(),
        (false, Some(address)) => preview(id, address, photo),
        (false, None) => ().into_any(),
    });
    view! {
        <section class="stack" aria-labelledby="request-photo-title">
            <h2 id="request-photo-title">{said(Key::RequestsPhoto)}</h2>
            {shown}
            <PictureField id=id label=label hint=tr(Key::RequestsPhotoHint) error=error on_pick=pick />
        </section>
    }
    .into_any()
}

fn preview(field: &'static str, address: String, photo: RwSignal<Option<String>>) -> AnyView {
    let remove = Callback::new(move |()| {
        photo.set(None);
        announce(&t(Key::RequestsPhotoRemoved));
        // The button that had the focus is gone.
        focus::focus_id_soon(field.to_owned());
    });
    let words = size(&address);
    view! {
        {photo_view(address)}
        <p class="meta">{words}</p>
        <Button label=tr(Key::RequestsPhotoRemove) kind=ButtonKind::Quiet on_press=remove />
    }
    .into_any()
}

/// The photo as its author sees it before it is sent.
pub(super) fn photo_view(address: String) -> AnyView {
    view! { <img class="photo" src=address alt=live(move || t(Key::RequestsPhotoAlt)) /> }.into_any()
}

fn size(address: &str) -> String {
    t1(
        Key::RequestsPhotoSize,
        &[("n", &number(weight(address).div_ceil(1000)))],
    )
}
