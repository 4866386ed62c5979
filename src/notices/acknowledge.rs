//! *I have read this* (回执): one large button where the notice asks for it, which can be taken back.

use super::one::{can, is_signed_in, sign_in};
use super::standing::{Says, standing};
use crate::backend::Notice;
use crate::i18n::{Key, said, t};
use crate::offline::asks::{self, OnItsWay};
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{drawn, steady};
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;

pub fn acknowledge(notice: &Notice) -> Option<AnyView> {
    if !notice.asks_read || notice.preview {
        return None;
    }
    let (id, read) = (notice.id.clone(), notice.read);
    Some(drawn(move || {
        if !can(|can| can.notice_read_mark) {
            return ().into_any();
        }
        if !is_signed_in() {
            return sign_in(&format!("/notices/{id}"));
        }
        mark(id.clone(), read)
    }))
}

fn mark(id: String, read: bool) -> AnyView {
    let of = id.clone();
    let now = Memo::new(move |_| asks::acknowledged(&of, read));
    let say = move |read: bool| {
        let id = id.clone();
        announce(&t(if read {
            Key::NoticesReadSaid
        } else {
            Key::NoticesReadBack
        }));
        // Sending outlives the page.
        spawn_for_app(async move { asks::acknowledge(&id, read).await });
    };
    let say = StoredValue::new(say);
    const SAYS: Says = Says {
        sending: Key::NoticesReadSending,
        arrived: Key::NoticesReadDone,
    };
    let first = move || {
        view! {
            <Button
                label=tr(Key::NoticesRead)
                kind=ButtonKind::Primary
                on_press=Callback::new(move |()| say.with_value(|say| say(true)))
            />
            <p class="meta">{said(Key::NoticesReadHint)}</p>
        }
        .into_any()
    };
    let part = steady(move || match now.get() {
        // It was said and not taken: why, and the button to say it again.
        (false, way @ OnItsWay::Refused(_)) => standing(way, &SAYS, first()),
        (false, _) => first(),
        (true, way) => {
            let undo = view! {
                <Button
                    label=tr(Key::NoticesReadUndo)
                    kind=ButtonKind::Quiet
                    on_press=Callback::new(move |()| say.with_value(|say| say(false)))
                />
            };
            standing(way, &SAYS, undo.into_any())
        }
    });
    view! { <section data-private="">{part}</section> }.into_any()
}
