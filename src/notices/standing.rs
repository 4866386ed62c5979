//! Where a word about a notice stands: on its way, waiting, refused, or arrived.

use crate::backend::FailureKind;
use crate::i18n::{Key, failures, said};
use crate::offline::asks::OnItsWay;
use crate::parts::tr;
use crate::ui::{Banner, Tone};
use leptos::prelude::*;

/// The words for each state. What could not be sent yet is always told in the same ones.
pub struct Says {
    pub sending: Key,
    pub arrived: Key,
}

/// `below` is what can be done about it.
pub fn standing(way: OnItsWay, says: &Says, below: AnyView) -> AnyView {
    let (tone, title, why) = match way {
        OnItsWay::No => (Tone::Good, says.arrived, None),
        OnItsWay::Sending => (Tone::Info, says.sending, None),
        OnItsWay::Waiting => (Tone::Warn, Key::NoticesWaits, None),
        OnItsWay::Refused(why) => (Tone::Bad, Key::NoticesRefused, Some(why)),
    };
    view! {
        <Banner tone=tone title=tr(title)>
            {why.map(reason)}
            {below}
        </Banner>
    }
    .into_any()
}

fn reason(why: FailureKind) -> AnyView {
    view! { <p>{said(failures::title(why))} " " {said(failures::next_step(why))}</p> }.into_any()
}
