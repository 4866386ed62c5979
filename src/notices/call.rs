//! *Call me about this*: one press is enough where the community knows the number; another number and a time can be said.

use super::one::{notice_loader, notice_window, signed_in_or};
use super::standing::{Says, standing};
use crate::backend::{CallWish, FailureKind, Notice};
use crate::i18n::{Key, said, t};
use crate::offline::asks::{self, OnItsWay};
use crate::parts::{Draft, Length, microphone_hint, seen_to, tr};
use crate::platform::announce::announce;
use crate::platform::focus::focus_id_soon;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{drawn, steady};
use crate::ui::{BackLink, Button, ButtonKind, PageTitle, TextArea, TextField};
use leptos::prelude::*;

/// As the server takes it.
const NOTE_CHARS: usize = 200;

#[component]
pub fn CallPage(#[prop(into)] id: String) -> impl IntoView {
    let here = format!("/notices/{id}/call");
    let of = id.clone();
    let window = notice_window(Key::NoticesCall, notice_loader(id.clone()));
    view! {
        <BackLink href=format!("/notices/{id}") label=tr(Key::NoticesBack) />
        <PageTitle text=tr(Key::NoticesCall) window=window />
        {signed_in_or(move || notice_loader(of.clone()).view(form), here)}
    }
}

fn form(notice: Notice) -> AnyView {
    let id = notice.id.clone();
    let draft = |what: &str| Draft::of(format!("notice/{id}/{what}"), String::new());
    let (phone, note) = (draft("phone"), draft("note"));
    let length = Length::of(note.text, || NOTE_CHARS);
    let (of, there) = (notice.id.clone(), notice.call.is_some());
    let now = Memo::new(move |_| asks::asked_call(&of, there));
    let open = opened(phone, note);
    // Asked again, what staff did about the first time is over.
    let anew = RwSignal::new(false);
    let say = {
        let id = notice.id.clone();
        Callback::new(move |call: bool| {
            if call && length.problem(false).is_some() {
                return;
            }
            anew.set(true);
            announce(&t(if call {
                Key::NoticesCallSaid
            } else {
                Key::NoticesCallBack
            }));
            let wish = call.then(|| CallWish {
                phone: phone.text.get_untracked(),
                note: note.text.get_untracked(),
            });
            let id = id.clone();
            spawn_for_app(async move {
                asks::ask_call(&id, wish).await;
                // Refused or on its way, the words are still needed.
                if call && asks::asked_call(&id, true).1 == OnItsWay::No {
                    phone.done().await;
                    note.done().await;
                }
            });
        })
    };
    let title = notice.title.clone();
    let asked = notice.call.clone();
    let again = notice.id.clone();
    let press = move |label: Key, kind: ButtonKind, call: bool| {
        view! { <Button label=tr(label) kind=kind on_press=Callback::new(move |()| say.run(call)) /> }
            .into_any()
    };
    let part = steady(move || match now.get() {
        (_, OnItsWay::Refused(why)) => {
            let id = again.clone();
            let back = Callback::new(move |()| {
                let id = id.clone();
                spawn_for_app(async move { asks::give_up_call(&id).await });
            });
            let numberless =
                (why == FailureKind::Validation).then(|| view! { <p>{said(Key::NoticesCallNumber)}</p> });
            let below = view! {
                {numberless}
                <Button label=tr(Key::NoticesCallAgain) kind=ButtonKind::Primary on_press=back />
            };
            standing(OnItsWay::Refused(why), &SAYS, below.into_any())
        }
        (true, OnItsWay::No) if asked.as_ref().is_some_and(|asked| asked.done.is_some()) && !anew.get() => {
            view! {
                {seen_to(asked.clone(), Key::NoticesCallAsked, Key::NoticesCallDone)}
                {fields(open, phone, note, length)}
                {press(Key::NoticesCallOnceMore, ButtonKind::Secondary, true)}
                {more(open)}
            }
            .into_any()
        }
        (true, way) => standing(way, &SAYS, press(Key::NoticesCallUndo, ButtonKind::Quiet, false)),
        (false, _) => view! {
            <p>{said(Key::NoticesCallText)}</p>
            {fields(open, phone, note, length)}
            {press(Key::NoticesCallPlease, ButtonKind::Primary, true)}
            {more(open)}
        }
        .into_any(),
    });
    view! {
        <p class="lede" dir="auto">{title}</p>
        {part}
    }
    .into_any()
}

const SAYS: Says = Says {
    sending: Key::NoticesCallSending,
    arrived: Key::NoticesCallAsked,
};

/// What was begun before is not hidden.
fn opened(phone: Draft, note: Draft) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if phone.text.with(|text| !text.is_empty()) || note.text.with(|text| !text.is_empty()) {
            open.set(true);
        }
    });
    open
}

/// Below the one button that most people need.
fn more(open: RwSignal<bool>) -> AnyView {
    let press = Callback::new(move |()| {
        open.set(true);
        focus_id_soon("call-phone".to_owned());
    });
    drawn(move || {
        (!open.get()).then(
            || view! { <Button label=tr(Key::NoticesCallMore) kind=ButtonKind::Quiet on_press=press /> },
        )
    })
}

/// Only for who wants them: most people need neither.
fn fields(open: RwSignal<bool>, phone: Draft, note: Draft, length: Length) -> AnyView {
    drawn(move || {
        if !open.get() {
            return ().into_any();
        }
        view! {
            {phone.note()}
            <TextField
                id="call-phone"
                label=tr(Key::NoticesCallPhone)
                hint=tr(Key::NoticesCallPhoneHint)
                value=phone.text
                kind="tel"
                autocomplete="tel"
                inputmode="tel"
            />
            {note.note()}
            {microphone_hint()}
            <TextArea
                id="call-note"
                label=tr(Key::NoticesCallNote)
                value=note.text
                rows=3
                error=Signal::derive(move || length.problem(false))
                count=length.count()
            />
        }
        .into_any()
    })
}
