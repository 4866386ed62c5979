//! How content people are with what was carried out: one question, a comment for staff, and the counts of all.

use crate::backend::{
    Matter, MatterRating, MatterState, Satisfaction, SessionState, backend, service_info, session,
};
use crate::i18n::{Key, number, said, t, tn};
use crate::parts::{Draft, FailureBanner, Length, Loader, microphone_hint, secondary_begun, tr};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{Button, ButtonKind, Choice, ChoiceGroup, ErrorSummary, LinkButton, TextArea};
use leptos::prelude::*;

const STARS: &str = "stars";
const COMMENT: &str = "comment";
/// The most content first.
const WORDS: [(u32, &str, Key); 5] = [
    (5, "5", Key::RatingVery),
    (4, "4", Key::RatingContent),
    (3, "3", Key::RatingMiddling),
    (2, "2", Key::RatingNot),
    (1, "1", Key::RatingNotAtAll),
];

/// What all together said; while few have, only how many.
pub fn satisfaction(said_by_all: Satisfaction) -> AnyView {
    let Satisfaction { ratings, counts } = said_by_all;
    let table = match counts {
        Some(counts) => {
            let rows = WORDS
                .into_iter()
                .map(|(stars, _, key)| {
                    let count = counts.get(stars as usize - 1).copied().unwrap_or(0);
                    view! { <tr><th scope="row">{said(key)}</th><td>{live(move || number(u64::from(count)))}</td></tr> }
                })
                .collect_view();
            view! { <table><tbody>{rows}</tbody></table> }.into_any()
        }
        None => view! { <p>{said(Key::RatingFew)}</p> }.into_any(),
    };
    view! {
        <section class="stack">
            <h2>{said(Key::RatingTitle)}</h2>
            <p>{live(move || tn(Key::RatingCount, u64::from(ratings), &[]))}</p>
            {table}
        </section>
    }
    .into_any()
}

/// The question, once there is something to judge.
pub fn rating(matter: &Matter, loader: Loader<Matter>) -> AnyView {
    if matter.state != MatterState::CarriedOut {
        return ().into_any();
    }
    if session().with_untracked(|s| matches!(s, SessionState::SignedOut)) {
        let href = format!("/sign-in?next=/matters/{}", matter.id);
        return view! { <LinkButton href=href label=tr(Key::RatingSignIn) /> }.into_any();
    }
    if !matter.can_rate {
        return ().into_any();
    }
    form(matter, loader)
}

fn form(matter: &Matter, loader: Loader<Matter>) -> AnyView {
    let id = matter.id.clone();
    let before = matter.my_rating.clone();
    let given = before.is_some();
    let stars = RwSignal::new(before.as_ref().map(|r| r.stars.to_string()));
    let draft = Draft::of(
        format!("rating/{id}"),
        before.map(|r| r.comment).unwrap_or_default(),
    );
    let length = Length::of(draft.text, || {
        service_info().with(|s| s.as_ref().map_or(500, |s| s.report_chars)) as usize
    });
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let missing =
        Signal::derive(move || (tried.get() && stars.with(Option::is_none)).then(|| t(Key::RatingChoose)));
    let too_long = Signal::derive(move || length.problem(false));
    let errors = Signal::derive(move || {
        let missing = missing.get().map(|e| (STARS.to_owned(), e));
        let long = too_long
            .get()
            .filter(|_| tried.get())
            .map(|e| (COMMENT.to_owned(), e));
        missing.into_iter().chain(long).collect::<Vec<_>>()
    });
    let send = Callback::new(move |()| {
        tried.set(true);
        let Some(stars) = stars.get_untracked().and_then(|s| s.parse().ok()) else {
            return;
        };
        if busy.get_untracked() || too_long.get_untracked().is_some() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let rating = MatterRating {
            stars,
            comment: draft.text.get_untracked().trim().to_owned(),
        };
        let (id, loader) = (id.clone(), loader.clone());
        spawn_scoped(async move {
            match backend().rate_matter(&id, &rating).await {
                Ok(now) => {
                    draft.done().await;
                    announce(&t(Key::RatingThanks));
                    busy.try_set(false);
                    loader.change(|matter| *matter = now);
                }
                Err(e) => {
                    failure.try_set(Some(e));
                    busy.try_set(false);
                }
            }
        });
    });
    let choices = drawn(move || {
        let choices = WORDS
            .into_iter()
            .map(|(_, name, key)| Choice {
                value: name.to_owned(),
                label: t(key),
                meaning: None,
                picture: None,
            })
            .collect::<Vec<_>>();
        view! { <ChoiceGroup id=STARS legend=tr(Key::RatingQuestion) choices=choices selected=stars error=missing /> }
    });
    let failed = move || failure.get().map(|f| view! { <FailureBanner failure=f /> });
    let thanks = given.then(|| view! { <p><strong>{said(Key::RatingGiven)}</strong></p> });
    let label = if given { Key::RatingChange } else { Key::RatingSend };
    view! {
        <section class="stack">
            <h2>{said(Key::RatingYours)}</h2>
            {thanks}
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            {drawn(failed)}
            {choices}
            {secondary_begun(Key::RatingComment, draft.begun(), move || {
                view! {
                    {draft.note()}
                    {microphone_hint()}
                    <TextArea
                        id=COMMENT
                        label=tr(Key::RatingComment)
                        hint=tr(Key::RatingCommentHint)
                        value=draft.text
                        error=too_long
                        count=length.count()
                        rows=3
                    />
                }
                .into_any()
            })}
            <Button label=tr(label) kind=ButtonKind::Primary on_press=send busy=busy />
        </section>
    }
    .into_any()
}
