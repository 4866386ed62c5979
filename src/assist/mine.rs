//! Who has helped me: was this vote my choice, and what was done when.

use crate::backend::{
    AssistAct, AssistAnswer, AssistRecord, AssistVote, Assistance, Failure, SessionState, backend, session,
};
use crate::i18n::{Key, date_time, list, said, t, t1};
use crate::offline::ballots::standing;
use crate::offline::cache::Kept;
use crate::parts::{CallButton, FailureBanner, Loader, fetching, microphone_hint, tr};
use crate::platform::announce::announce;
use crate::platform::focus::focus_id_soon;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, EmptyState, LinkButton, PageTitle, TextArea, Tone};
use leptos::prelude::*;

#[component]
pub fn MyAssistancePage() -> impl IntoView {
    let who = Memo::new(|_| session().with(SessionState::person));
    let content = drawn(move || match who.get() {
        None => view! {
            <p>{said(Key::SignInLede)}</p>
            <LinkButton href="/sign-in?next=/assist/mine" label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
        }
        .into_any(),
        Some(_) => {
            Loader::start(|| fetching(async { Ok(Kept::fresh(backend().assistance().await?)) })).view(all)
        }
    });
    view! {
        <BackLink href="/me" label=tr(Key::MeTitle) />
        <PageTitle text=tr(Key::AssistMineTitle) />
        {content}
    }
}

fn all(told: Assistance) -> AnyView {
    if told.sessions.is_empty() && told.votes.is_empty() {
        return view! { <EmptyState title=tr(Key::AssistMineNone) /> }.into_any();
    }
    let votes = told.votes.into_iter().map(vote).collect_view();
    let sessions = told.sessions.into_iter().map(record).collect_view();
    view! {
        {votes}
        <section class="stack">
            <h2>{said(Key::AssistMineSessions)}</h2>
            <ul class="stack plain-list">{sessions}</ul>
        </section>
    }
    .into_any()
}

/// The field for what somebody wants to say about a vote; there may be several on the page.
fn note_of(vote: &str) -> String {
    format!("note-{vote}")
}

/// One vote that was cast with help, with the question.
fn vote(vote: AssistVote) -> AnyView {
    let AssistVote {
        id,
        poll,
        helper,
        at,
        can_change,
        answer,
    } = vote;
    let answer = RwSignal::new(answer);
    let reporting = RwSignal::new(false);
    let note = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let poll_id = StoredValue::new(poll.id);
    let id = StoredValue::new(id);
    let say = move |said: AssistAnswer| {
        failure.set(None);
        let id = id.get_value();
        // What somebody began to write before they thought again is not said.
        let note = match said {
            AssistAnswer::NotMine => note.get_untracked(),
            _ => String::new(),
        };
        spawn_scoped(async move {
            match backend().answer_assistance(&id, said, &note).await {
                Ok(()) => {
                    reporting.try_set(false);
                    answer.try_set(Some(said));
                    announce(&t(Key::AssistMineNoted));
                    // Home need not ask again.
                    let _ = backend().me().await;
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
        });
    };
    let mine = Callback::new(move |()| say(AssistAnswer::Mine));
    let not_mine = Callback::new(move |()| say(AssistAnswer::NotMine));
    // The button that was pressed is gone: the field, or the question, takes its place.
    let report = Callback::new(move |()| {
        reporting.set(true);
        focus_id_soon(id.with_value(|id| note_of(id)));
    });
    let think_again = Callback::new(move |()| {
        reporting.set(false);
        focus_id_soon("page-title".to_owned());
    });
    let change = move || {
        poll_id.with_value(|poll| {
            if !can_change {
                return view! { <p>{said(Key::AssistMineClosed)}</p> }.into_any();
            }
            // Where the ballot is on this phone it can be changed at once; otherwise with the code that was written down.
            let page = if standing(poll).is_some() { "ballot" } else { "bring" };
            view! {
                <LinkButton href=format!("/polls/{poll}/{page}") label=tr(Key::AssistMineChange) kind=ButtonKind::Secondary />
                <p class="meta">{said(Key::AssistMineCode)}</p>
            }
            .into_any()
        })
    };
    let body = drawn(move || {
        if reporting.get() {
            return view! {
                {microphone_hint()}
                <TextArea id=id.with_value(|id| note_of(id)) label=tr(Key::AssistMineNote) value=note rows=3 />
                <Button label=tr(Key::AssistMineReport) kind=ButtonKind::Primary on_press=not_mine />
                <Button label=tr(Key::AppBack) kind=ButtonKind::Quiet on_press=think_again />
            }
            .into_any();
        }
        match answer.get() {
            Some(AssistAnswer::NotMine) => view! {
                <p>{said(Key::AssistMineSaidNo)}</p>
                {change()}
                <CallButton />
            }
            .into_any(),
            Some(_) => view! {
                <p>{said(Key::AssistMineSaidYes)}</p>
                {change()}
            }
            .into_any(),
            None => view! {
                <Button label=tr(Key::AssistMineYes) kind=ButtonKind::Primary on_press=mine />
                <Button
                    label=tr(Key::AssistMineNo)
                    kind=ButtonKind::Secondary
                    on_press=report
                />
            }
            .into_any(),
        }
    });
    let title = Signal::derive(move || match answer.get() {
        None => t(Key::HomeAssisted),
        Some(_) => t(Key::AssistMineVoted),
    });
    let tone = if answer.get_untracked().is_none() {
        Tone::Warn
    } else {
        Tone::Info
    };
    view! {
        <section class="stack">
            <h2>{poll.title}</h2>
            <Banner tone=tone title=title>
                <p>{live(move || t1(Key::AssistMineVote, &[("helper", &helper), ("time", &date_time(&at))]))}</p>
                <div class="stack">{body}</div>
                {drawn(move || failure.get().map(|f| view! { <FailureBanner failure=f /> }))}
            </Banner>
        </section>
    }
    .into_any()
}

/// One time of help: when, by whom, with what; while it runs, the way to stop it.
fn record(record: AssistRecord) -> AnyView {
    let AssistRecord {
        id,
        helper,
        began,
        ended,
        acts,
    } = record;
    let running = RwSignal::new(ended.is_none());
    let failure = RwSignal::new(None::<Failure>);
    let id = StoredValue::new(id);
    let stop = Callback::new(move |()| {
        let id = id.get_value();
        spawn_scoped(async move {
            match backend().end_assisting(&id).await {
                Ok(()) => {
                    running.try_set(false);
                    announce(&t(Key::AssistMineStopped));
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
        });
    });
    let done = move || {
        let words: Vec<String> = acts.iter().filter_map(|act| act_word(*act)).map(t).collect();
        match words.is_empty() {
            true => t(Key::AssistMineNothing),
            false => t1(Key::AssistMineActs, &[("acts", &list(&words))]),
        }
    };
    view! {
        <li class="card">
            <p><strong>{live(move || t1(Key::AssistMineOne, &[("helper", &helper), ("time", &date_time(&began))]))}</strong></p>
            <p>{live(done)}</p>
            {drawn(move || running.get().then(|| view! {
                <p>{said(Key::AssistMineRunning)}</p>
                <Button label=tr(Key::AssistMineStop) kind=ButtonKind::Danger on_press=stop />
            }))}
            {drawn(move || failure.get().map(|f| view! { <FailureBanner failure=f /> }))}
        </li>
    }
    .into_any()
}

fn act_word(act: AssistAct) -> Option<Key> {
    Some(match act {
        AssistAct::Ballot => Key::AssistActBallot,
        AssistAct::Withdrawal => Key::AssistActWithdrawal,
        AssistAct::Post => Key::AssistActPost,
        AssistAct::Agreement => Key::AssistActAgreement,
        AssistAct::Statement => Key::AssistActStatement,
        AssistAct::Opinion => Key::AssistActOpinion,
        AssistAct::Report => Key::AssistActReport,
        AssistAct::Request => Key::AssistActRequest,
        AssistAct::Rating => Key::AssistActRating,
        AssistAct::Photo => Key::AssistActPhoto,
        AssistAct::Read => Key::AssistActRead,
        AssistAct::Question => Key::AssistActQuestion,
        AssistAct::Call => Key::AssistActCall,
        AssistAct::Subscriptions => Key::AssistActSubscriptions,
        AssistAct::Other => return None,
    })
}
