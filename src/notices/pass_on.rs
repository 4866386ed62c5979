//! Passing a notice on: by the phone's own sheet, or as a text to be copied; and on paper.

use super::help::question_link;
use crate::access::preferences;
use crate::backend::Notice;
use crate::i18n::{Key, said, t};
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::platform::document::origin;
use crate::platform::share::{Shared, copy, share};
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{Button, ButtonKind, Disclosure, LinkButton};
use leptos::prelude::*;

pub fn pass_on(notice: &Notice) -> AnyView {
    let notice = notice.clone();
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    drawn(move || {
        let ways = ways(&notice);
        if elder.get() {
            let question = question_link(&notice);
            return view! {
                <Disclosure summary=tr(Key::NoticesMore)>
                    {question}
                    {ways}
                </Disclosure>
            }
            .into_any();
        }
        view! {
            <section class="stack">
                <h2>{said(Key::NoticesPassOn)}</h2>
                {ways}
            </section>
        }
        .into_any()
    })
}

fn ways(notice: &Notice) -> AnyView {
    let paper = format!("/notices/{}/paper", notice.id);
    let address = format!("{}/notices/{}", origin(), notice.id);
    let (title, summary) = (notice.title.clone(), notice.summary.clone());
    // What the phone cannot do is done by hand.
    let by_hand = RwSignal::new(false);
    let words = [title.as_str(), &summary, &address].join("\n");
    let press = Callback::new(move |()| {
        let shared = share(&title, &summary, &address);
        spawn_scoped(async move {
            if shared.await == Shared::Impossible {
                by_hand.try_set(true);
            }
        });
    });
    view! {
        <Button label=tr(Key::NoticesShare) kind=ButtonKind::Secondary on_press=press />
        {drawn(move || by_hand.get().then(|| text(words.clone())))}
        <LinkButton href=paper label=tr(Key::NoticesPaper) />
    }
    .into_any()
}

fn text(words: String) -> AnyView {
    let done = RwSignal::new(None::<bool>);
    let shown = words.clone();
    let press = Callback::new(move |()| {
        let copied = copy(&words);
        spawn_scoped(async move {
            let copied = copied.await;
            done.try_set(Some(copied));
            announce(&t(said_of(copied)));
        });
    });
    view! {
        <p>{said(Key::NoticesShareText)}</p>
        <p class="share-text keep-lines" dir="auto">{shown}</p>
        <Button label=tr(Key::NoticesShareCopy) kind=ButtonKind::Primary on_press=press />
        {drawn(move || done.get().map(|copied| view! { <p>{said(said_of(copied))}</p> }))}
    }
    .into_any()
}

fn said_of(copied: bool) -> Key {
    if copied {
        Key::NoticesShareCopied
    } else {
        Key::NoticesShareByHand
    }
}
