//! Where helping touches the frame: the bar above every page, and home on a tablet for everybody.

use super::home::HomePage;
use super::late::{Part, page_of, piece_of};
use crate::backend::{kiosk, session};
use crate::platform::lasting::Lasting;
use crate::ui::live::drawn;
use leptos::prelude::*;

thread_local! {
    /// Somebody has begun to use a tablet for everybody.
    static BEGUN: Lasting<bool> = Lasting::new(false);
}

fn begun() -> Lasting<bool> {
    BEGUN.with(Lasting::clone)
}

/// Home. A tablet for everybody waits calmly until somebody begins.
pub fn home() -> AnyView {
    let waits = Memo::new(|_| kiosk().get() && !begun().get() && session().with(|s| s.me().is_none()));
    drawn(move || match waits.get() {
        true => page_of(Part::Assist, "/".to_owned()),
        false => view! { <HomePage /> }.into_any(),
    })
}

pub fn start_here() -> Callback<()> {
    Callback::new(|()| begun().set(true))
}

/// Who helps whom, and the way to end it, as long as it lasts.
#[component]
pub fn AssistPlace() -> impl IntoView {
    let there = Memo::new(|_| {
        let assisted = session().with(|s| s.me().is_some_and(|me| me.assisted.is_some()));
        assisted || kiosk().get()
    });
    drawn(move || there.get().then(|| piece_of(Part::Assist, String::new())))
}
