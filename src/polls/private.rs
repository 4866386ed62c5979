//! Choosing in private with a helper's phone: nothing of a ballot is shown before the resident has said that it is they who
//! hold the phone, nor after it was handed back.

use super::poll_loader;
use super::standing::words;
use crate::backend::{SessionState, session};
use crate::i18n::{Key, said, t1};
use crate::offline::ballots::{Standing, ballots};
use crate::parts::{in_private, leave_private, tr};
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

/// The receipt: all of it for the resident, who hands the phone back from here; for the helper that there is a vote.
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
        leave_private();
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

/// Where the vote stands and who helped. What leads to the choice, its number too, is on this phone no more once it is counted,
/// so that it stands comes from the poll.
fn for_the_helper(id: String, two: Two) -> AnyView {
    let of = id.clone();
    let state = Memo::new(move |_| {
        ballots().with(|b| {
            b.get(&of)
                .map(|record| (record.standing(), record.poll_title.clone()))
        })
    });
    let back = format!("/polls/{id}");
    let title = naming(Key::AssistVoteTitle, &two);
    let shown = move || {
        let (id, two) = (id.clone(), two.clone());
        match state.get() {
            Some((standing, title)) => {
                let again = naming(Key::AssistVoteAgain, &two);
                let again = view! { <Button label=again kind=ButtonKind::Secondary on_press=take(&id) /> };
                told(standing, title, two.helper, again.into_any())
            }
            None => poll_loader(id).view(move |poll| match poll.voter.has_voted {
                true => {
                    let bring = format!("/polls/{}/bring", poll.id);
                    let bring = view! { <LinkButton href=bring label=tr(Key::BringOpen) kind=ButtonKind::Secondary /> };
                    told(Standing::Counted, poll.title, two.helper.clone(), bring.into_any())
                }
                false => view! { <p>{said(Key::ReceiptNone)}</p> }.into_any(),
            }),
        }
    };
    view! {
        <BackLink href=back label=tr(Key::AppBack) />
        <PageTitle text=title />
        {drawn(shown)}
    }
    .into_any()
}

fn told(standing: Standing, title: String, helper: String, more: AnyView) -> AnyView {
    let (key, tone) = words(standing);
    view! {
        <Banner tone=tone title=tr(key)>
            <p>{title}</p>
            <p>{live(move || t1(Key::ReceiptHelper, &[("helper", &helper)]))}</p>
            <p>{said(Key::AssistVoteHidden)}</p>
        </Banner>
        <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
        {more}
    }
    .into_any()
}
