//! The receipt: where the vote stands, in one of the honest states, and what can still be done.
//! ✔ and *counted* appear only when the server has said so.

use super::about::{closed_words, not_open};
use super::check::answer_rows;
use super::current::{Current, follow};
use super::practice;
use super::take_along::take_along;
use super::{poll_loader, signed_in_as, title_of, window_of};
use crate::backend::{FailureKind, Poll, PollState, ResultsVisibility, SessionState, assisting, session};
use crate::i18n::{Key, date_time, failures, said, t, t1};
use crate::offline::ballots::{BallotRecord, Fate, Standing, ballots, loaded, reread, send, withdraw};
use crate::parts::{Confirm, FailureBanner, RelatedLinks, if_kept, tr};
use crate::platform::announce::announce;
use crate::platform::document::print;
use crate::platform::focus;
use crate::platform::task::{spawn_for_app, spawn_scoped};
use crate::ui::live::{drawn, live, steady};
use crate::ui::{BackLink, Banner, Button, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;

#[component]
pub fn ReceiptPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let id = id.clone();
        let loader = poll_loader(id.clone());
        let poll_title = title_of(&loader);
        let current = follow(&loader);
        ask_once(id.clone());
        view! {
            <BackLink href=format!("/polls/{id}") label=poll_title />
            <PageTitle text=tr(Key::ReceiptTitle) window=window_of(Key::ReceiptTitle, &loader) />
            {state_of_ballot(id, current)}
        }
    })
}

/// Another phone may have changed or withdrawn what this one has as counted: the backend knows.
fn ask_once(id: String) {
    let ready = Memo::new(|_| loaded().with(Option::is_some));
    Effect::new(move |asked: Option<bool>| {
        let asked = asked.unwrap_or(false);
        if ready.get() && !asked {
            let id = id.clone();
            spawn_scoped(async move { reread(&id).await });
        }
        asked || ready.get()
    });
}

fn state_of_ballot(id: String, current: Current) -> AnyView {
    // Redraws when what is said of the ballot changes, not when another poll's does. That the poll has ended is told in
    // place, where it changes nothing else.
    let record = Memo::new(move |_| {
        ballots().with(|b| {
            let mut record = b.get(&id).cloned()?;
            let standing = record.standing();
            record.fate = Fate::Unheard;
            Some((record, standing))
        })
    });
    let withdrawn = RwSignal::new(false);
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    // Say it aloud once when the state turns while the page is open.
    Effect::new(move |before: Option<Option<Standing>>| {
        let now = record.with(|r| r.as_ref().map(|r| r.1));
        withdrawn.set(now.is_none() && before == Some(Some(Standing::Counted)));
        if before.is_some_and(|b| b != now) {
            match now {
                Some(Standing::Counted) => announce(&t(Key::ReceiptCounted)),
                Some(Standing::Refused(_)) => announce(&t(Key::ReceiptRefused)),
                Some(Standing::Waiting) => announce(&t(Key::ReceiptWaiting)),
                // The poll's own news has said so.
                Some(Standing::Cancelled | Standing::Chosen) | None => {}
            }
        }
        now
    });
    // Drawn anew when the poll is there, not when it was read again. Of practice the outbox knows nothing.
    let (there, practises) = {
        let (one, other) = (current.clone(), current.clone());
        (
            Memo::new(move |_| one.poll().is_some()),
            Memo::new(move |_| other.poll().is_some_and(|poll| poll.practice)),
        )
    };
    steady(move || {
        match record.get() {
        _ if practises.get() => untrack(|| current.poll()).map(practice::receipt).into_any(),
        // Of somebody whose session has ended nothing is shown; what was sent then is kept for them, and was not taken.
        None if signed_out.get() => {
            view! { <FailureBanner failure=FailureKind::NotSignedIn.into() /> }.into_any()
        }
        None => view! {
            // Who has taken it back sees it as long as the page stands.
            {move || withdrawn.get().then(|| view! { <Banner tone=Tone::Good title=tr(Key::PollsWithdrawn) /> })}
            <p>{said(Key::ReceiptNone)}</p>
        }
        .into_any(),
        Some((record, standing)) => {
            there.get();
            let poll = untrack(|| current.poll());
            match standing {
                Standing::Counted => counted(record, poll, current.clone()),
                Standing::Waiting => waiting(record, poll, current.clone()),
                Standing::Refused(kind) => refused(record, poll, kind),
                Standing::Chosen => chosen(record, poll),
                Standing::Cancelled => cancelled(record, poll),
            }
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

fn counted(record: BallotRecord, poll: Option<Poll>, current: Current) -> AnyView {
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
    // On a helper's phone it does not, and the way on is back to them.
    let stays = assisting().is_none();
    let until = receipt.changes_until.clone();
    let open = poll.as_ref().is_none_or(|p| p.state == PollState::Open);
    let poll_title = record.poll_title.clone();
    let helper = receipt.helper.clone().map(|helper| {
        view! { <p>{live(move || t1(Key::ReceiptHelper, &[("helper", &helper)]))}</p> }
    });
    let result = when_results(current.clone());
    let id = record.poll_id.clone();
    let changes = (open && (receipt.can_change || receipt.can_withdraw)).then(|| {
        // Extended or ended while the page is open: these words follow, and what is offered answers with the same.
        let rule = move || match current.poll() {
            Some(poll) if poll.state != PollState::Open => t(closed_words(poll.state)),
            Some(poll) => t1(Key::ReceiptChangeUntil, &[("time", &date_time(&poll.closes))]),
            None => t1(Key::ReceiptChangeUntil, &[("time", &date_time(&until))]),
        };
        view! {
            <p>{live(rule)}</p>
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
    view! {
        <div class="stack on-paper">
            <Banner tone=Tone::Good title=title>
                <p>{poll_title}</p>
                <p class="receipt-label">{said(Key::ReceiptNumber)}</p>
                <p class="receipt">{number}</p>
                {helper}
            </Banner>
            // Not on paper: who finds it need not learn what was chosen.
            <div class="stack no-print">{your_choice(&record, &poll)}</div>
            <p>{said(Key::ReceiptProves)}</p>
            {result}
            {stays.then(|| view! { <p class="meta no-print">{live(|| t(if_kept(Key::ReceiptKeep)))}</p> })}
            {take_along(&record)}
            <div class="stack no-print">
                {stays.then(|| view! { <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary /> })}
                {changes}
                <Button label=tr(Key::ReceiptPrint) kind=ButtonKind::Quiet on_press=Callback::new(|()| print()) />
            </div>
            <div class="no-print">{poll.map(|p| view! { <RelatedLinks related=p.related /> })}</div>
        </div>
    }
    .into_any()
}

/// What comes next: when there is a result, as long as there cannot be one yet.
fn when_results(current: Current) -> AnyView {
    let later = move || {
        current
            .poll()
            .filter(|poll| poll.state == PollState::Open && poll.results == ResultsVisibility::AfterClose)
            .map(|poll| poll.closes)
    };
    drawn(move || {
        later().map(|at| {
            view! { <p>{live(move || t1(Key::ResultsHiddenAfterClose, &[("time", &date_time(&at))]))}</p> }
        })
    })
    .into_any()
}

/// It was counted once, perhaps, and counts no more: saying so here is the honest state.
fn cancelled(record: BallotRecord, poll: Option<Poll>) -> AnyView {
    view! {
        {not_open(PollState::Cancelled)}
        <p>{record.poll_title.clone()}</p>
        {your_choice(&record, &poll)}
        <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
    }
    .into_any()
}

fn waiting(record: BallotRecord, poll: Option<Poll>, current: Current) -> AnyView {
    let id = record.poll_id.clone();
    let deadline = poll.as_ref().map(|p| p.closes.clone()).map(|at| {
        let until = move || {
            let at = current.poll().map_or_else(|| at.clone(), |poll| poll.closes);
            t1(Key::ReceiptWaitingDeadline, &[("time", &date_time(&at))])
        };
        view! { <p>{live(until)}</p> }
    });
    let earlier = earlier(&record);
    let again = Callback::new(move |()| {
        let id = id.clone();
        spawn_for_app(async move { send(&id).await });
    });
    view! {
        <Banner tone=Tone::Warn title=tr(Key::ReceiptWaiting)>
            <p>{live(|| t(if_kept(Key::ReceiptWaitingText)))}</p>
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

/// A change that is not counted leaves what was counted before.
fn earlier(record: &BallotRecord) -> AnyView {
    let number = record.receipt.as_ref().map(|r| r.number.clone());
    let words = number.map(|number| {
        view! { <p>{live(move || t1(Key::ReceiptOldStands, &[("number", &number)]))}</p> }
    });
    words.into_any()
}

fn refused(record: BallotRecord, poll: Option<Poll>, kind: FailureKind) -> AnyView {
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
    let earlier = earlier(&record);
    let (what, next) = match kind {
        FailureKind::NotFound => (Key::BringNone, Key::BringNoneText),
        kind => (failures::title(kind), failures::next_step(kind)),
    };
    view! {
        <Banner tone=Tone::Bad title=tr(Key::ReceiptRefused)>
            <p><strong>{said(what)}</strong></p>
            <p>{said(next)}</p>
            <p>{said(Key::ReceiptRefusedKept)}</p>
            {earlier}
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
    let earlier = earlier(&record);
    view! {
        <Banner tone=Tone::Warn title=tr(Key::ReceiptChosen)>
            <p>{live(|| t(if_kept(Key::BallotNotSent)))}</p>
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
        // The button and this part of the page go with the ballot, before it is said.
        spawn_for_app(async move {
            match withdraw(&id).await {
                Ok(()) => {
                    announce(&t(Key::PollsWithdrawn));
                    focus::focus_id_soon("page-title".to_owned());
                }
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
        <Confirm
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
