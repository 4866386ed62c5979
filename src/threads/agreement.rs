//! *I agree with this*: a toggle whose count stands outside the button. What one says is kept first and sent until it has
//! arrived; only then it counts.

use super::counts;
use super::posts::Reading;
use crate::backend::{Post, PostState, RatingState};
use crate::i18n::{Key, said, t, t1, tn};
use crate::offline::agreements::{self, OnItsWay};
use crate::parts::{author_name, waits};
use crate::platform::announce::{alert, announce};
use crate::platform::document::as_query_value;
use crate::platform::task::spawn_for_app;
use crate::ui::Toggle;
use crate::ui::live::{derived, drawn, live};
use leptos::prelude::*;

pub fn agreement(post: &Post, reading: Reading) -> AnyView {
    let asks_to_sign_in = reading.sign_in_to_agree && post.state == PostState::Visible;
    let read = RwSignal::new(RatingState {
        agrees: post.agrees,
        i_agree: post.i_agree,
    });
    let of = post.id.clone();
    let standing = Memo::new(move |_| agreements::standing(&of, read.get()));
    counts::follow(&post.id, move |numbers| {
        let (now, way) = standing.get_untracked();
        let (agrees, i_agree) = match numbers {
            [agrees, own] => (*agrees, *own == 1),
            // While one's own word is on its way the number may have it or not; what is told next has.
            [agrees] if way == OnItsWay::No && *agrees != now.agrees => (*agrees, now.i_agree),
            _ => return,
        };
        read.set(RatingState { agrees, i_agree });
    });
    let asked = RwSignal::new(false);
    let button = (post.can.rate || asks_to_sign_in).then(|| {
        let name = author_name(&post.author);
        let (thread, id, may) = (post.thread_id.clone(), post.id.clone(), post.can.rate);
        let press = Callback::new(move |()| {
            if !may {
                asked.set(true);
                alert(&t(Key::ThreadsAgreeSignIn));
                return;
            }
            let agree = !standing.with_untracked(|(now, _)| now.i_agree);
            announce(&t(if agree {
                Key::ThreadsAgreed
            } else {
                Key::ThreadsAgreedNot
            }));
            let (thread, id) = (thread.clone(), id.clone());
            spawn_for_app(async move { agreements::say(&thread, &id, agree).await });
        });
        view! {
            <Toggle
                label=derived(|| t(Key::ThreadsAgree))
                name=derived(move || t1(Key::ThreadsAgreeNamed, &[("name", &name)]))
                pressed=Signal::derive(move || standing.with(|(now, _)| now.i_agree))
                on_press=press
            />
        }
    });
    let count = drawn(move || {
        let agrees = standing.with(|(now, _)| now.agrees);
        (agrees > 0)
            .then(|| view! { <span class="meta">{live(move || tn(Key::ThreadsAgrees, agrees, &[]))}</span> })
    });
    let next = as_query_value(&format!(
        "/threads/{}?post={}",
        post.thread_id,
        as_query_value(&post.id)
    ));
    view! {
        {button}
        {count}
        {waits(move || standing.with(|(_, way)| *way), Key::ThreadsAgreeWaiting, Key::ThreadsAgreeRefused)}
        {drawn(move || asked.get().then(|| sign_in(&next)))}
    }
    .into_any()
}

fn sign_in(next: &str) -> AnyView {
    let href = format!("/sign-in?next={next}");
    view! {
        <p class="waits">
            {said(Key::ThreadsAgreeSignIn)} " " <a href=href>{said(Key::AppSignIn)}</a>
        </p>
    }
    .into_any()
}
