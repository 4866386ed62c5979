//! The receipt: where the vote stands, in one of the honest states, and what can still be done.
//! ✔ and *counted* appear only when the server has said so.

use super::about::not_open;
use super::check::answer_rows;
use super::practice;
use super::{poll_loader, signed_in_as, title_of};
use crate::backend::{FailureKind, Poll, PollState};
use crate::i18n::{Key, date_time, failures, said, t, t1};
use crate::offline::ballot::BallotState;
use crate::offline::ballots::{BallotRecord, ballots, send, withdraw};
use crate::parts::{FailureBanner, Loader, RelatedLinks, tr};
use crate::platform::announce::announce;
use crate::platform::document::print;
use crate::platform::task::{spawn_for_app, spawn_scoped};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, ConfirmDialog, LinkButton, PageTitle, Tone};
use leptos::prelude::*;

#[component]
pub fn ReceiptPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let id = id.clone();
        let loader = poll_loader(id.clone());
        let poll_title = title_of(&loader);
        view! {
            <BackLink href=format!("/polls/{id}") label=poll_title />
            <PageTitle text=tr(Key::ReceiptTitle) />
            {state_of_ballot(id, loader)}
        }
    })
}

fn state_of_ballot(id: String, loader: Loader<Poll>) -> AnyView {
    // Redraws when the ballot's state changes, not when another poll's does.
    let record = Memo::new(move |_| ballots().with(|b| b.get(&id).cloned()));
    // Say it aloud once when the state turns while the page is open.
    Effect::new(move |before: Option<Option<BallotState>>| {
        let now = record.with(|r| r.as_ref().map(|r| r.state));
        if before.is_some_and(|b| b != now) {
            match now {
                Some(BallotState::Counted) => announce(&t(Key::ReceiptCounted)),
                Some(BallotState::Refused) => announce(&t(Key::ReceiptRefused)),
                Some(BallotState::Waiting) => announce(&t(Key::ReceiptWaiting)),
                _ => {}
            }
        }
        now
    });
    // Of practice the outbox knows nothing.
    let practises = {
        let loader = loader.clone();
        Memo::new(move |_| loader.value().is_some_and(|poll| poll.practice))
    };
    drawn(move || match record.get() {
        _ if practises.get() => loader.value().map(practice::receipt).into_any(),
        None => view! { <p>{said(Key::ReceiptNone)}</p> }.into_any(),
        Some(record) => {
            let poll = loader.value();
            match record.state {
                BallotState::Counted => counted(record, poll),
                BallotState::Waiting => waiting(record, poll),
                BallotState::Refused => refused(record, poll),
                BallotState::Chosen => chosen(record, poll),
            }
        }
    })
}

fn your_choice(record: &BallotRecord, poll: &Option<Poll>) -> AnyView {
    poll.as_ref()
        .map(|poll| {
            view! {
                <h2>{said(Key::ReceiptYourChoice)}</h2>
                {answer_rows(poll, &record.answers, false)}
            }
        })
        .into_any()
}

fn counted(record: BallotRecord, poll: Option<Poll>) -> AnyView {
    let Some(receipt) = record.receipt.clone() else {
        return ().into_any();
    };
    let counted = receipt.counted.clone();
    let title = Signal::derive(move || {
        if counted.is_known() {
            t1(Key::ReceiptCountedAt, &[("time", &date_time(&counted))])
        } else {
            t(Key::ReceiptCounted)
        }
    });
    let number = receipt.number.clone();
    let until = receipt.changes_until.clone();
    let open = poll.as_ref().is_none_or(|p| p.state == PollState::Open);
    let poll_title = record.poll_title.clone();
    let id = record.poll_id.clone();
    let changes = (open && (receipt.can_change || receipt.can_withdraw)).then(|| {
        view! {
            <p>{live(move || t1(Key::ReceiptChangeUntil, &[("time", &date_time(&until))]))}</p>
            {receipt.can_change.then(|| {
                view! {
                    <LinkButton
                        href=format!("/polls/{id}/ballot")
                        label=tr(Key::PollsChange)
                        kind=ButtonKind::Secondary
                    />
                }
            })}
            {receipt.can_withdraw.then(|| withdrawal(record.poll_id.clone()))}
        }
    });
    if poll.as_ref().is_some_and(|p| p.state == PollState::Cancelled) {
        // It was counted once and counts no more: saying so here is the honest state.
        return view! {
            {not_open(PollState::Cancelled)}
            <p>{poll_title}</p>
            {your_choice(&record, &poll)}
            <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
        }
        .into_any();
    }
    view! {
        <Banner tone=Tone::Good title=title>
            <p>{poll_title}</p>
            <p class="receipt-label">{said(Key::ReceiptNumber)}</p>
            <p class="receipt">{number}</p>
        </Banner>
        {your_choice(&record, &poll)}
        <p>{said(Key::ReceiptProves)}</p>
        <p class="meta">{said(Key::ReceiptKeep)}</p>
        <div class="stack no-print">
            <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
            {changes}
            <Button label=tr(Key::ReceiptPrint) kind=ButtonKind::Quiet on_press=Callback::new(|()| print()) />
        </div>
        {poll.map(|p| view! { <RelatedLinks related=p.related /> })}
    }
    .into_any()
}

fn waiting(record: BallotRecord, poll: Option<Poll>) -> AnyView {
    let id = record.poll_id.clone();
    let deadline = poll.as_ref().map(|p| p.closes.clone()).map(
        |at| view! { <p>{live(move || t1(Key::ReceiptWaitingDeadline, &[("time", &date_time(&at))]))}</p> },
    );
    let earlier = record.receipt.as_ref().map(|r| r.number.clone()).map(|number| {
        view! { <p>{live(move || t1(Key::ReceiptOldStands, &[("number", &number)]))}</p> }
    });
    let again = Callback::new(move |()| {
        let id = id.clone();
        spawn_for_app(async move { send(&id).await });
    });
    view! {
        <Banner tone=Tone::Warn title=tr(Key::ReceiptWaiting)>
            <p>{said(Key::ReceiptWaitingText)}</p>
            {deadline}
            {earlier}
        </Banner>
        {your_choice(&record, &poll)}
        <div class="stack">
            <Button label=tr(Key::ReceiptTryNow) kind=ButtonKind::Primary on_press=again />
            <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Secondary />
        </div>
    }
    .into_any()
}

fn refused(record: BallotRecord, poll: Option<Poll>) -> AnyView {
    let kind = record.refused.unwrap_or(FailureKind::Unreadable);
    let id = record.poll_id.clone();
    // Signing in again or choosing differently can help; a closed poll cannot be helped.
    let way_on = match kind {
        FailureKind::NotSignedIn => Some((format!("/sign-in?next=/polls/{id}/check"), Key::AppSignIn)),
        FailureKind::Closed
        | FailureKind::Cancelled
        | FailureKind::AlreadyVoted
        | FailureKind::VotedOnPaper
        | FailureKind::NotEligible
        | FailureKind::Gone => None,
        _ => Some((format!("/polls/{id}/check"), Key::CheckTitle)),
    };
    view! {
        <Banner tone=Tone::Bad title=tr(Key::ReceiptRefused)>
            <p><strong>{said(failures::title(kind))}</strong></p>
            <p>{said(failures::next_step(kind))}</p>
            <p>{said(Key::ReceiptRefusedKept)}</p>
        </Banner>
        {your_choice(&record, &poll)}
        <div class="stack">
            {way_on.map(|(href, key)| view! { <LinkButton href=href label=tr(key) kind=ButtonKind::Primary /> })}
            <LinkButton href="/help" label=tr(Key::HelpCall) kind=ButtonKind::Secondary />
        </div>
    }
    .into_any()
}

fn chosen(record: BallotRecord, poll: Option<Poll>) -> AnyView {
    let earlier = record.receipt.as_ref().map(|r| r.number.clone()).map(|number| {
        view! { <p>{live(move || t1(Key::ReceiptOldStands, &[("number", &number)]))}</p> }
    });
    view! {
        <Banner tone=Tone::Warn title=tr(Key::ReceiptChosen)>
            <p>{said(Key::BallotNotSent)}</p>
            {earlier}
        </Banner>
        {your_choice(&record, &poll)}
        <LinkButton
            href=format!("/polls/{}/check", record.poll_id)
            label=tr(Key::HomeChosenNext)
            kind=ButtonKind::Primary
        />
    }
    .into_any()
}

fn withdrawal(id: String) -> AnyView {
    let open = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let confirm = Callback::new(move |()| {
        let id = id.clone();
        spawn_scoped(async move {
            match withdraw(&id).await {
                Ok(()) => announce(&t(Key::PollsWithdrawn)),
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
        });
    });
    view! {
        <Button
            label=tr(Key::PollsWithdraw)
            kind=ButtonKind::Quiet
            on_press=Callback::new(move |()| open.set(true))
        />
        {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
        <ConfirmDialog
            open=open
            title=tr(Key::PollsWithdrawAsk)
            body=tr(Key::PollsWithdrawText)
            confirm=tr(Key::PollsWithdrawYes)
            cancel=tr(Key::PollsWithdrawNo)
            on_confirm=confirm
        />
    }
    .into_any()
}
