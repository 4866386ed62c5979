//! The bar above every page while somebody is helped, or on a tablet for everybody: who, and the way to end it. It also sees to
//! it that nothing is left lying about when nobody uses the phone any more.

use super::end::{Why, end};
use super::idle::{ASSISTED, KIOSK, Limits, Phase, TELL_MS};
use crate::access::own_reading::{self, Whose};
use crate::backend::{SessionState, assisting, backend, kiosk, session};
use crate::i18n::{Key, t, t1, tn};
use crate::offline;
use crate::parts::{Confirm, in_private, leave_private, may_stay_private, tr};
use crate::platform::clock::now_ms;
use crate::platform::document::path_and_query;
use crate::platform::idle::Idle;
use crate::platform::storage;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{drawn, live};
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// When any tab was used last, to the minute.
const USED: &str = "linli.used";

/// Resident and helper, where somebody is helped.
type Two = Option<(String, String)>;

fn two() -> Memo<Two> {
    Memo::new(|_| match session().get() {
        SessionState::SignedIn(me) => me.assisted.map(|assisted| (me.name, assisted.helper)),
        _ => None,
    })
}

#[component]
pub fn Bar() -> impl IntoView {
    let two = two();
    leave_private_with_its_pages();
    keep_how_the_tablet_reads();
    let asked = RwSignal::new(false);
    let words = Signal::derive(move || end_words(&two.get()));
    let ask = Callback::new(move |()| asked.set(true));
    let bar = drawn(move || match two.get() {
        Some((resident, helper)) => {
            let (name, who) = (resident.clone(), helper.clone());
            // With large letters, or where there is little room, one line has to do.
            let short = move || {
                t1(
                    Key::AssistBarShort,
                    &[("resident", &resident), ("helper", &helper)],
                )
            };
            view! {
                <p class="assist-whole">
                    <strong>{live(move || t1(Key::AssistBar, &[("resident", &name)]))}</strong>
                    <span>{live(move || t1(Key::AssistBarHelper, &[("helper", &who)]))}</span>
                </p>
                <p class="assist-slim"><strong>{live(short)}</strong></p>
                {ending(Key::AssistEnd, Key::AssistEndShort, ask)}
            }
            .into_any()
        }
        None => view! {
            <p class="assist-whole"><strong>{tr(Key::KioskBar)}</strong></p>
            {ending(Key::KioskEnd, Key::KioskEnd, ask)}
        }
        .into_any(),
    });
    view! {
        <section class="assist-bar" aria-label=move || t(Key::AssistBarLabel)>{bar}</section>
        <Confirm
            open=asked
            title=tr(Key::AssistEndAsk)
            body=words
            confirm=Signal::derive(move || t(if two.with(Option::is_some) { Key::AssistEnd } else { Key::KioskEnd }))
            cancel=tr(Key::AssistEndNo)
            on_confirm=over(Why::Button)
            title_id="assist-end-title"
        />
        {still_there(two, asked)}
    }
}

/// The button, for the whole bar and for the one line. One of them is there.
fn ending(whole: Key, slim: Key, ask: Callback<()>) -> AnyView {
    view! {
        <div class="assist-whole"><Button label=tr(whole) kind=ButtonKind::Secondary on_press=ask /></div>
        <div class="assist-slim"><Button label=tr(slim) kind=ButtonKind::Secondary on_press=ask /></div>
    }
    .into_any()
}

/// Ends it, and says so.
fn over(why: Why) -> Callback<()> {
    let navigate = use_navigate();
    Callback::new(move |()| {
        let navigate = navigate.clone();
        end(why, move || navigate("/assist/ended", Default::default()));
    })
}

/// What would be lost is said before.
fn end_words(two: &Two) -> String {
    let unsent = offline::unsent_count() as u64;
    match (two, unsent) {
        (_, 1..) => tn(Key::AssistEndUnsent, unsent, &[]),
        (Some((resident, _)), 0) => t1(Key::AssistEndText, &[("resident", resident)]),
        (None, 0) => t(Key::KioskEndText),
    }
}

/// The private step is over as soon as somebody goes elsewhere.
fn leave_private_with_its_pages() {
    let location = use_location();
    Effect::new(move |_| {
        let path = location.pathname.get();
        let held = in_private();
        if held.with_untracked(|held| held.as_ref().is_some_and(|id| !may_stay_private(id, &path))) {
            leave_private();
        }
    });
}

/// A tablet's own way of reading is what stood when somebody first opened more than its first page. Whoever sets it up does so
/// there, and in its settings.
fn keep_how_the_tablet_reads() {
    let location = use_location();
    Effect::new(move |_| {
        let path = location.pathname.get();
        let set_up = matches!(path.trim_end_matches('/'), "" | "/more" | "/settings");
        let signed_in = session().with(|session| session.me().is_some());
        if kiosk().get() && (signed_in || !set_up) {
            own_reading::keep(Whose::Tablet);
        }
    });
}

/// Asks two minutes before the end whether somebody is still there; any answer but *end* goes on.
fn still_there(two: Memo<Two>, asked: RwSignal<bool>) -> AnyView {
    let open = RwSignal::new(false);
    let idle = Rc::new(RefCell::new(None::<Idle>));
    let used = Rc::new(Cell::new(false));
    let told = Rc::new(Cell::new(now_ms()));
    let touched = {
        let used = used.clone();
        move || {
            used.set(true);
            if (now_ms() - told.get()).abs() < TELL_MS {
                return;
            }
            told.set(now_ms());
            storage::set(USED, &now_ms().to_string());
            if let Some(id) = assisting() {
                spawn_for_app(async move {
                    // The backend may have ended it meanwhile; then the session follows by itself.
                    let _ = backend().use_assisting(&id).await;
                });
            }
        }
    };
    let idle_over = over(Why::Idle);
    let look = {
        let idle = idle.clone();
        let ending = Cell::new(false);
        let ending = Rc::new(ending);
        move || {
            let Some(ms) = idle
                .try_borrow()
                .ok()
                .and_then(|idle| idle.as_ref().map(Idle::ms))
            else {
                return;
            };
            match limits().phase(ms.min(elsewhere_ms())) {
                Phase::Used => {}
                // Nobody has begun: a tablet that waits need not be ended.
                _ if !used.get() && untouched() => {}
                Phase::Warned => {
                    asked.set(false);
                    open.set(true);
                }
                Phase::Over if ending.replace(true) => {}
                Phase::Over => {
                    open.set(false);
                    idle_over.run(());
                }
            }
        }
    };
    idle.replace(Some(Idle::watch(touched.clone(), look)));
    let kept = StoredValue::new_local(idle.clone());
    on_cleanup(move || {
        // The watch holds what looks at it: taken out, both are gone.
        let _ = kept.try_with_value(|idle| idle.take());
        kept.dispose();
    });
    // Closing the dialog in any way is an answer.
    let idle = StoredValue::new_local((idle, touched));
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            let _ = idle.try_with_value(|(idle, touched)| {
                if let Ok(idle) = idle.try_borrow()
                    && let Some(idle) = idle.as_ref()
                    && limits().phase(idle.ms()) != Phase::Over
                {
                    idle.touch();
                    touched();
                }
            });
        }
        now
    });
    let words = Signal::derive(move || match two.get() {
        Some((resident, _)) => t1(Key::AssistIdleText, &[("resident", &resident)]),
        None => t(Key::KioskIdleText),
    });
    view! {
        <Confirm
            open=open
            title=tr(Key::AssistIdleTitle)
            body=words
            confirm=tr(Key::AssistIdleEnd)
            cancel=tr(Key::AssistIdleStay)
            on_confirm=over(Why::Button)
            title_id="assist-idle-title"
        />
    }
    .into_any()
}

/// How long ago another tab was used.
fn elsewhere_ms() -> i64 {
    let used: Option<i64> = storage::get(USED).and_then(|at| at.parse().ok());
    // A clock that was set back says nothing.
    used.map(|at| now_ms() - at)
        .filter(|ms| *ms >= 0)
        .unwrap_or(i64::MAX)
}

fn limits() -> Limits {
    match kiosk().get_untracked() {
        true => KIOSK,
        false => ASSISTED,
    }
}

fn untouched() -> bool {
    session().with_untracked(|session| session.me().is_none()) && path_and_query() == "/"
}
