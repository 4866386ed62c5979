//! One matter: its way, what was decided, who carries it out by when, what was done, and how content people are.

use super::questions::explaining;
use super::rating::{rating, satisfaction};
use super::request::{facts, way};
use super::{fact, state_tag};
use crate::backend::{Matter, MatterOutcome, MatterState, SessionState, backend, person, session};
use crate::i18n::{Key, date_time, day, said, t, t1};
use crate::offline::cache;
use crate::parts::{
    FollowMatter, Loader, RelatedLinks, elsewhere, fetching, questions_section, stages_with_texts, text_body,
    tr,
};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, PageTitle};
use leptos::prelude::*;

#[component]
pub fn MatterPage(#[prop(into)] id: String) -> impl IntoView {
    let who = Memo::new(|_| session().with(SessionState::person));
    drawn(move || {
        who.get();
        let loader = matter_loader(id.clone());
        let title = {
            let loader = loader.clone();
            Signal::derive(move || match (loader.value(), loader.failure()) {
                (Some(matter), _) => matter.title,
                (None, Some(_)) => t(Key::AppProblem),
                _ => t(Key::AppLoading),
            })
        };
        let private = {
            let loader = loader.clone();
            Signal::derive(move || loader.value().is_some_and(|matter| unpublished(&matter)))
        };
        let shown = loader.clone();
        view! {
            <BackLink href="/matters" label=tr(Key::MattersTitle) />
            <PageTitle text=title private=private />
            {shown.view(move |matter| body(matter, loader.clone()))}
        }
        .into_any()
    })
}

/// The matter, fresh or as this phone has kept it for whoever is signed in.
pub(super) fn matter_loader(id: String) -> Loader<Matter> {
    Loader::start(move || {
        let id = id.clone();
        fetching(async move {
            let who = person().unwrap_or_default();
            cache::fresh_or_kept(&format!("matter/{who}/{id}"), backend().matter(&id)).await
        })
    })
}

/// What one resident asked for and staff have not made public: the page has a public address, its words are nobody else's.
fn unpublished(matter: &Matter) -> bool {
    matter.request.as_ref().is_some_and(|request| !request.published)
}

fn body(matter: Matter, loader: Loader<Matter>) -> AnyView {
    let private = unpublished(&matter).then_some("");
    let outcome = matter
        .outcome
        .clone()
        .map(|decided| outcome(decided, matter.state, matter.request.is_some()));
    let page = format!("/matters/{}", matter.id);
    let related = elsewhere(matter.related.clone(), &matter.stages);
    view! {
        <div data-private=private>
            <p>{state_tag(matter.state)}</p>
            {way(&matter)}
            {text_body(matter.about.clone())}
            {matter.request.clone().map(facts)}
            {stages_with_texts(&page, matter.stages.clone())}
            {outcome}
            {matter.satisfaction.clone().filter(|s| s.ratings > 0).map(satisfaction)}
            {rating(&matter, loader)}
            {questions_section(&page, explaining(&matter))}
            <FollowMatter id=matter.id />
            <RelatedLinks related=related />
        </div>
    }
    .into_any()
}

/// `asked`: one person asked for it, so nobody has talked it over.
fn outcome(outcome: MatterOutcome, state: MatterState, asked: bool) -> AnyView {
    let MatterOutcome {
        text,
        responsible,
        due,
        done,
        progress,
    } = outcome;
    // What is late is said where the date stands, not only by a mark at the top.
    let key = if state == MatterState::Overdue {
        Key::MattersDueOver
    } else {
        Key::MattersDueBy
    };
    let due = due.map(|at| fact(Key::MattersDue, move || t1(key, &[("time", &date_time(&at))])));
    let done = done.map(|at| fact(Key::MattersDone, move || date_time(&at)));
    let progress = (!progress.is_empty()).then(|| {
        let rows = progress
            .into_iter()
            .map(|(at, what)| {
                view! { <li><span class="meta">{live(move || day(&at))}</span> " " <span dir="auto">{what}</span></li> }
            })
            .collect_view();
        view! {
            <h3>{said(Key::MattersProgress)}</h3>
            <ol class="stack plain-list">{rows}</ol>
        }
    });
    view! {
        <section class="stack">
            <h2>{said(if asked { Key::RequestsOutcome } else { Key::MattersOutcome })}</h2>
            {(!text.value.is_empty()).then(|| text_body(text))}
            <dl class="facts">
                {fact(Key::MattersResponsible, move || responsible.clone())}
                {due}
                {done}
            </dl>
            {progress}
        </section>
    }
    .into_any()
}
