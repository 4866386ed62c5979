//! Starting a matter of one's own: in elder mode one decision a screen, otherwise one form. Nothing leaves the phone here.

use super::form::{Form, STEPS, Step};
use crate::access::preferences;
use crate::backend::{NewRequest, SessionState, session};
use crate::i18n::{Key, number, said, t, t1};
use crate::offline::cache::Kept;
use crate::offline::requests::draft;
use crate::parts::{Loader, fetching, forgive, if_kept, microphone_hint, tr};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Button, ButtonKind, ErrorSummary, LinkButton, PageTitle};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

pub(super) type Begun = (NewRequest, Option<String>);

/// What the phone keeps of it.
pub(super) fn begun() -> Loader<Begun> {
    Loader::start(|| fetching(async { Ok(Kept::fresh(draft().await)) }))
}

#[component]
pub fn NewMatterPage() -> impl IntoView {
    let query = use_query_map();
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    let step = Memo::new(move |_| {
        elder
            .get()
            .then(|| query.read().get("step").and_then(|n| n.parse().ok()).unwrap_or(1))
    });
    drawn(move || {
        let step = step.get().map(|n: usize| n.clamp(1, STEPS.len()) - 1);
        let back = match step {
            Some(n) if n > 0 => format!("/matters/new?step={n}"),
            _ => "/matters/mine".to_owned(),
        };
        view! {
            <BackLink href=back label=tr(Key::AppBack) />
            <PageTitle text=tr(Key::RequestsNew) />
            {signed_in_or(move || begun().view(move |begun| fill_in(begun, step)), "/matters/new")}
        }
        .into_any()
    })
}

/// The page, for somebody who is signed in; sign-in leads back to it.
pub(super) fn signed_in_or(
    page: impl Fn() -> AnyView + Send + Sync + 'static,
    here: &'static str,
) -> AnyView {
    let who = Memo::new(|_| session().with(SessionState::person));
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    drawn(move || {
        who.track();
        if signed_out.get() {
            let href = format!("/sign-in?next={here}");
            return view! { <LinkButton href=href label=tr(Key::RequestsSignIn) kind=ButtonKind::Primary /> }
                .into_any();
        }
        page()
    })
}

fn fill_in((words, photo): Begun, step: Option<usize>) -> AnyView {
    let form = Form::of(words, photo);
    let asked: &'static [Step] = match step {
        Some(n) => STEPS.get(n..=n).unwrap_or(&STEPS),
        None => &STEPS,
    };
    let errors = Signal::derive(move || {
        if !form.tried.get() {
            return Vec::new();
        }
        let missing = |step: &Step| Some((step.id().to_owned(), form.problem(*step)?));
        asked.iter().filter_map(missing).collect()
    });
    forgive(form.tried, move || {
        asked.iter().any(|step| form.problem(*step).is_some())
    });
    let last = step.is_none_or(|n| n + 1 == STEPS.len());
    let navigate = use_navigate();
    let go_on = Callback::new(move |()| {
        form.tried.set(true);
        if untrack(|| asked.iter().any(|step| form.problem(*step).is_some())) {
            return;
        }
        let to = match step {
            Some(n) if !last => format!("/matters/new?step={}", n + 2),
            _ => "/matters/new/check".to_owned(),
        };
        navigate(&to, NavigateOptions::default());
    });
    let place = step.map(|n| {
        let (n, total) = (n as u64 + 1, STEPS.len() as u64);
        view! {
            <p class="steps">{live(move || t1(Key::RequestsStep, &[("n", &number(n)), ("total", &number(total))]))}</p>
        }
    });
    let lede = step
        .is_none_or(|n| n == 0)
        .then(|| view! { <p class="lede">{said(Key::RequestsLede)}</p> });
    let next = move || {
        t(match last {
            true => Key::RequestsCheck,
            false => Key::RequestsNext,
        })
    };
    view! {
        {place}
        {lede}
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <div class="stack">
            // What happened has the hint with it; where it happened is a page of its own in elder mode.
            {matches!(asked, [Step::Place]).then(microphone_hint)}
            {asked.iter().map(|step| form.control(*step)).collect_view()}
            <Button label=Signal::derive(next) kind=ButtonKind::Primary on_press=go_on />
        </div>
        <p class="meta">{live(|| t(if_kept(Key::BallotNotSent)))}</p>
    }
    .into_any()
}
