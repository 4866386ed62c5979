//! Proposing a statement: one thought, to nobody in particular.

use super::statements::{back, sign_in};
use super::window_of;
use crate::backend::{SessionState, StatementState, backend, service_info, session};
use crate::i18n::{Key, t};
use crate::parts::{Draft, FailureBanner, Length, confirm_for_good, forgive, microphone_hint, tr};
use crate::platform::announce::announce;
use crate::platform::focus::focus_id_soon;
use crate::platform::random;
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{Banner, Button, ButtonKind, ErrorSummary, LinkButton, PageTitle, TextArea, Tone};
use leptos::prelude::*;

const TEXT: &str = "statement-text";

#[component]
pub fn ProposePage(#[prop(into)] id: String) -> impl IntoView {
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    drawn(move || {
        let inner = if signed_out.get() {
            sign_in(format!("/threads/{id}/propose"))
        } else {
            form(id.clone())
        };
        view! {
            {back(&id)}
            <PageTitle text=tr(Key::StatementsPropose) window=window_of(Key::StatementsPropose, &id) />
            {inner}
        }
        .into_any()
    })
}

fn form(thread: String) -> AnyView {
    let draft = Draft::of(format!("statement/{thread}"), String::new());
    let text = draft.text;
    let length = Length::of(text, || {
        service_info().with(|s| s.as_ref().map_or(400, |s| s.statement_chars)) as usize
    });
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let sent = RwSignal::new(None::<StatementState>);
    // One key for all tries with these words: sending twice proposes once.
    let key = StoredValue::new((String::new(), random::key()));

    let problem = move || length.problem(true);
    let error = Signal::derive(move || if tried.get() { problem() } else { None });
    forgive(tried, move || problem().is_some());
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(TEXT.to_owned(), e)])
            .unwrap_or_default()
    });
    let of = thread.clone();
    let asked = RwSignal::new(false);
    let ask = Callback::new(move |()| {
        tried.set(true);
        asked.set(untrack(problem).is_none() && !busy.get_untracked());
    });
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        let words = text.get_untracked().trim().to_owned();
        key.update_value(|(of, key)| {
            if *of != words {
                (*of, *key) = (words.clone(), random::key());
            }
        });
        busy.set(true);
        failure.set(None);
        let thread = of.clone();
        spawn_scoped(async move {
            let key = key.with_value(|(_, key)| key.clone());
            match backend().propose_statement(&thread, &words, &key).await {
                Ok(statement) => {
                    draft.done().await;
                    announce(&t(thanks(statement.state)));
                    sent.try_set(Some(statement.state));
                    // What had the focus is gone.
                    focus_id_soon("page-title".to_owned());
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
            busy.try_set(false);
        });
    });
    drawn(move || {
        if let Some(state) = sent.get() {
            let go_on = format!("/threads/{thread}/answer");
            return view! {
                <Banner tone=Tone::Good title=tr(thanks(state)) />
                <LinkButton href=go_on label=tr(Key::StatementsGoOn) kind=ButtonKind::Primary />
            }
            .into_any();
        }
        let failed = move || failure.get().map(|f| view! { <FailureBanner failure=f /> });
        view! {
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            {drawn(failed)}
            {draft.note()}
            {microphone_hint()}
            <TextArea
                id=TEXT
                label=tr(Key::StatementsProposeLabel)
                hint=tr(Key::StatementsProposeHint)
                value=text
                error=error
                count=length.count()
                rows=4
            />
            <Button label=tr(Key::StatementsProposeSend) kind=ButtonKind::Primary on_press=ask busy=busy />
            {confirm_for_good(asked, Key::StatementsProposeAsk, Key::StatementsProposeSend, send)}
        }
        .into_any()
    })
}

/// What is said of a proposal that arrived.
fn thanks(state: StatementState) -> Key {
    match state {
        StatementState::Visible => Key::StatementsProposeSent,
        _ => Key::ThreadsSentPending,
    }
}
