//! Choosing in private with a helper's phone: nothing of a ballot is shown before the resident has said that it is they who
//! hold the phone, nor after it was handed back.

use super::standing::words;
use crate::backend::{SessionState, session};
use crate::i18n::{Key, said, t1};
use crate::offline::ballots::{BallotRecord, ballots};
use crate::parts::{in_private, tr};
use crate::platform::focus::focus_id_soon;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;

/// Who is helped, and by whom.
#[derive(Clone, PartialEq)]
struct Two {
    resident: String,
    helper: String,
}

fn two() -> Memo<Option<Two>> {
    Memo::new(|_| match session().get() {
        SessionState::SignedIn(me) => me.assisted.map(|assisted| Two {
            resident: me.name,
            helper: assisted.helper,
        }),
        _ => None,
    })
}

/// The page, for the resident's eyes; for a helper's the request to hand the phone over.
pub fn private(id: &str, page: fn(String) -> AnyView) -> AnyView {
    let (id, two) = (id.to_owned(), two());
    let held = held(&id);
    drawn(move || match two.get() {
        Some(two) if !held.get() => hand_over(&id, two),
        _ => page(id.clone()),
    })
}

/// The receipt: all of it for the resident, who hands the phone back from here; for the helper that there is one.
pub fn private_receipt(id: &str, page: fn(String) -> AnyView) -> AnyView {
    let (id, two) = (id.to_owned(), two());
    let held = held(&id);
    drawn(move || match two.get() {
        None => page(id.clone()),
        Some(two) if held.get() => view! {
            {hand_back(two)}
            {page(id.clone())}
        }
        .into_any(),
        Some(two) => for_the_helper(id.clone(), two),
    })
}

fn held(id: &str) -> Memo<bool> {
    let id = id.to_owned();
    Memo::new(move |_| in_private().with(|held| held.as_deref() == Some(&*id)))
}

/// The words of both, for the texts that name them.
fn naming(key: Key, two: &Two) -> Signal<String> {
    let two = two.clone();
    Signal::derive(move || t1(key, &[("resident", &two.resident), ("helper", &two.helper)]))
}

fn take(id: &str) -> Callback<()> {
    let id = id.to_owned();
    Callback::new(move |()| {
        in_private().set(Some(id.clone()));
        // What was private stands there now: begin at its top.
        focus_id_soon("page-title".to_owned());
    })
}

fn hand_over(id: &str, two: Two) -> AnyView {
    view! {
        <BackLink href=format!("/polls/{id}") label=tr(Key::AppBack) />
        <PageTitle text=naming(Key::AssistHandTitle, &two) />
        <p class="lede">{naming(Key::AssistHandText, &two)}</p>
        <Button label=naming(Key::AssistHandMine, &two) kind=ButtonKind::Primary on_press=take(id) />
    }
    .into_any()
}

fn hand_back(two: Two) -> AnyView {
    let give = Callback::new(|()| {
        in_private().set(None);
        focus_id_soon("page-title".to_owned());
    });
    view! {
        <Banner tone=Tone::Info title=naming(Key::AssistBackTitle, &two)>
            <p>{said(Key::AssistBackText)}</p>
            <Button label=naming(Key::AssistBackButton, &two) kind=ButtonKind::Primary on_press=give />
        </Banner>
    }
    .into_any()
}

fn for_the_helper(id: String, two: Two) -> AnyView {
    let of = id.clone();
    let state = Memo::new(move |_| {
        ballots().with(|b| {
            b.get(&of).map(|r: &BallotRecord| {
                (
                    r.standing(),
                    r.poll_title.clone(),
                    r.receipt.as_ref().map(|r| r.number.clone()),
                )
            })
        })
    });
    let helper = two.helper.clone();
    let shown = move || match state.get() {
        None => view! { <p>{said(Key::ReceiptNone)}</p> }.into_any(),
        Some((standing, title, number)) => {
            let (key, tone) = words(standing);
            let helper = helper.clone();
            view! {
                <Banner tone=tone title=tr(key)>
                    <p>{title}</p>
                    {number.map(|number| view! {
                        <p class="receipt-label">{said(Key::ReceiptNumber)}</p>
                        <p class="receipt">{number}</p>
                    })}
                    <p>{live(move || t1(Key::ReceiptHelper, &[("helper", &helper)]))}</p>
                    <p>{said(Key::AssistVoteHidden)}</p>
                </Banner>
            }
            .into_any()
        }
    };
    view! {
        <BackLink href=format!("/polls/{id}") label=tr(Key::AppBack) />
        <PageTitle text=naming(Key::AssistVoteTitle, &two) />
        {shown}
        <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
        <Button label=naming(Key::AssistVoteAgain, &two) kind=ButtonKind::Secondary on_press=take(&id) />
    }
    .into_any()
}
