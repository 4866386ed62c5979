//! Matters (事项): from the first proposal to what came of it.

mod check;
mod form;
mod list;
mod matter;
mod mine;
mod new;
mod photo;
mod questions;
mod rating;
mod request;
mod words;

pub use check::CheckRequestPage;
pub use list::MattersPage;
pub use matter::MatterPage;
pub use mine::MyMattersPage;
pub use new::NewMatterPage;
pub use questions::QuestionsPage;

use crate::backend::MatterState;
use crate::i18n::{Key, said};
use crate::parts::tr;
use crate::ui::live::live;
use crate::ui::{Tag, Tone};
use leptos::prelude::*;

/// Where a matter stands, in a word; nothing for one that is still talked about, which its stage says.
fn state_tag(state: MatterState) -> AnyView {
    let (key, tone) = match state {
        MatterState::CarryingOut => (Key::MattersCarryingOut, Tone::Info),
        MatterState::Overdue => (Key::MattersOverdue, Tone::Bad),
        MatterState::CarriedOut => (Key::MattersCarriedOut, Tone::Good),
        MatterState::Received => (Key::MattersReceived, Tone::Info),
        MatterState::Unanswered => (Key::MattersUnanswered, Tone::Bad),
        MatterState::Declined => (Key::MattersDeclined, Tone::Warn),
        MatterState::Open | MatterState::Other => return ().into_any(),
    };
    view! { <Tag text=tr(key) tone=tone /> }.into_any()
}

fn fact(name: Key, words: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    view! { <div><dt>{said(name)}</dt><dd dir="auto">{live(words)}</dd></div> }.into_any()
}
