//! What has become of a word of one tap that has not arrived, beside what was tapped.

use crate::backend::FailureKind;
use crate::i18n::{Key, failures, said, t};
use crate::offline::agreements::OnItsWay;
use crate::platform::announce::{alert, announce};
use crate::ui::live::{drawn, live};
use leptos::prelude::*;

/// Told as soon as it comes to be so: a live region that came with its words would not be read out everywhere. What is just
/// being sent is no news.
pub fn waits(way: impl Fn() -> OnItsWay + Send + Sync + 'static, waiting: Key, refused: Key) -> AnyView {
    let way = Memo::new(move |_| way());
    Effect::new(move |before: Option<OnItsWay>| {
        let now = way.get();
        match now {
            // Was so when the page was opened.
            _ if before.is_none_or(|before| before == now) => {}
            OnItsWay::Waiting => announce(&t(waiting)),
            OnItsWay::Refused(why) => alert(&why_not(refused, why)),
            OnItsWay::No | OnItsWay::Sending => {}
        }
        now
    });
    drawn(move || match way.get() {
        OnItsWay::No | OnItsWay::Sending => ().into_any(),
        OnItsWay::Waiting => view! { <p class="waits">{said(waiting)}</p> }.into_any(),
        OnItsWay::Refused(why) => {
            view! { <p class="waits">{live(move || why_not(refused, why))}</p> }.into_any()
        }
    })
}

fn why_not(refused: Key, why: FailureKind) -> String {
    format!(
        "{} {} {}",
        t(refused),
        t(failures::title(why)),
        t(failures::next_step(why))
    )
}
