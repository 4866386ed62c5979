//! Practice in the real screens: the mark on each of them, and the last page, which says that this was practice.

use super::about::not_open;
use super::check::answer_rows;
use crate::backend::{Answer, Poll, PollState, SessionState, session};
use crate::i18n::{Key, said};
use crate::offline::ballots::{self, ballots};
use crate::offline::practice::{forget, practice};
use crate::parts::tr;
use crate::ui::live::drawn;
use crate::ui::{Banner, ButtonKind, LinkButton, Tone};
use leptos::prelude::*;

/// Stands above everything on every page of a practice poll.
pub(super) fn mark(poll: &Poll) -> AnyView {
    let mark = poll
        .practice
        .then(|| view! { <Banner tone=Tone::Info title=tr(Key::PollsPractice) /> });
    mark.into_any()
}

/// What this phone keeps of the person's ballot: chosen now, or counted before.
pub(super) fn kept_answers(poll: &Poll) -> Vec<Answer> {
    if poll.practice {
        return practice().with_untracked(|p| p.answers(&poll.id).to_vec());
    }
    ballots().with_untracked(|b| b.get(&poll.id).map(|r| r.answers.clone()).unwrap_or_default())
}

/// Keeps what is chosen; of practice only as long as the app is open.
pub(super) fn choose(poll: &Poll, answers: Vec<Answer>) {
    if poll.practice {
        practice().update(|p| p.choose(&poll.id, answers));
    } else {
        ballots::choose(poll, answers);
    }
}

/// Whoever opens the questions after the last page tries again, with nothing chosen.
pub(super) fn begin(poll: &Poll) {
    if poll.practice && practice().with_untracked(|p| p.is_done(&poll.id)) {
        forget();
    }
}

/// What the poll's own page offers: the first question, for everybody.
pub(super) fn way_in(now: Memo<Poll>) -> AnyView {
    drawn(move || {
        let (id, state) = now.with(|poll| (poll.id.clone(), poll.state));
        if state != PollState::Open {
            return not_open(state);
        }
        let href = format!("/polls/{id}/ballot");
        view! { <LinkButton href=href label=tr(Key::PollsStart) kind=ButtonKind::Primary /> }.into_any()
    })
}

/// The last page: what would stand there after a real vote, what it was now, and where the real ones are.
pub(super) fn receipt(poll: Poll) -> AnyView {
    let id = poll.id.clone();
    let again = format!("/polls/{id}/ballot");
    drawn(move || {
        if !practice().with(|p| p.is_done(&id)) {
            return view! {
                {mark(&poll)}
                <p>{said(Key::ReceiptNone)}</p>
                <LinkButton href=again.clone() label=tr(Key::PollsStart) kind=ButtonKind::Primary />
            }
            .into_any();
        }
        let sign_in = session().with(SessionState::person).is_none().then(|| {
            view! { <LinkButton href="/sign-in?next=/polls" label=tr(Key::AppSignIn) kind=ButtonKind::Secondary /> }
        });
        view! {
            <Banner tone=Tone::Info title=tr(Key::ReceiptPractice)>
                <p>{said(Key::ReceiptPracticeText)}</p>
            </Banner>
            <h2>{said(Key::ReceiptYourChoice)}</h2>
            {answer_rows(&poll, &kept_answers(&poll), false)}
            <div class="stack">
                <LinkButton href="/polls" label=tr(Key::ReceiptPracticeReal) kind=ButtonKind::Primary />
                {sign_in}
                <LinkButton href=again.clone() label=tr(Key::ReceiptPracticeAgain) kind=ButtonKind::Secondary />
            </div>
        }
        .into_any()
    })
}
