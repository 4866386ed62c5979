//! For whom the notice is not clear: somebody calls, or explains one paragraph. Both are requests that staff see in a list.

use super::questions::explaining;
use crate::access::preferences;
use crate::backend::Notice;
use crate::i18n::{Key, said};
use crate::offline::asks::{self, OnItsWay};
use crate::parts::{asked_so_far, can, seen_to, tr};
use crate::ui::live::drawn;
use crate::ui::{Banner, LinkButton, Tone};
use leptos::prelude::*;

pub fn help(notice: &Notice) -> Option<AnyView> {
    if notice.preview {
        return None;
    }
    let notice = notice.clone();
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    Some(drawn(move || {
        let (calls, questions) = (can(|can| can.notice_calls), can(|can| can.notice_questions));
        if !calls && !questions {
            return ().into_any();
        }
        let call = format!("/notices/{}/call", notice.id);
        view! {
            <section class="stack">
                <h2>{said(Key::NoticesHelp)}</h2>
                // What somebody has asked is nobody else's business.
                <div class="stack" data-private="">
                    {call_so_far(&notice)}
                    {asked_so_far(&explaining(&notice))}
                </div>
                {calls.then(|| view! { <LinkButton href=call label=tr(Key::NoticesCall) /> })}
                {(!elder.get()).then(|| question_link(&notice))}
            </section>
        }
        .into_any()
    }))
}

/// In elder mode it stands with the things that few people need: one call is easier.
pub(super) fn question_link(notice: &Notice) -> AnyView {
    if notice.preview || !can(|can| can.notice_questions) {
        return ().into_any();
    }
    let href = format!("/notices/{}/questions", notice.id);
    view! { <LinkButton href=href label=tr(Key::NoticesQuestions) /> }.into_any()
}

/// What became of *call me about this*; nothing where nobody has asked.
fn call_so_far(notice: &Notice) -> AnyView {
    let (id, read) = (notice.id.clone(), notice.call.clone());
    let there = read.is_some();
    let now = Memo::new(move |_| asks::asked_call(&id, there));
    drawn(move || match now.get() {
        (_, OnItsWay::Refused(_)) => banner(Tone::Bad, Key::NoticesCallRefused),
        (false, _) => ().into_any(),
        (true, OnItsWay::No) => seen_to(read.clone(), Key::NoticesCallAsked, Key::NoticesCallDone),
        (true, OnItsWay::Sending) => banner(Tone::Info, Key::NoticesCallSending),
        (true, OnItsWay::Waiting) => banner(Tone::Warn, Key::NoticesWaits),
    })
}

fn banner(tone: Tone, title: Key) -> AnyView {
    view! { <Banner tone=tone title=tr(title) /> }.into_any()
}
