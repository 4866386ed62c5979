//! That this phone tells of news while Linli is closed (Web Push). Explained before the browser asks, never asked for by itself, and
//! ended with one tap. docs/decisions/0030-web-push.md says what it tells whom.

use super::one::can;
use crate::backend::{
    Failure, PushAddress, PushPhones, assisting, backend, kiosk, service_info, shared_phone,
};
use crate::i18n::{Key, said, t};
use crate::offline::cache::Kept;
use crate::parts::{Loader, fetching, tr};
use crate::platform::announce::announce;
use crate::platform::push::{self, Allowed};
use crate::platform::task::spawn_for_app;
use crate::platform::{random, storage};
use crate::ui::live::drawn;
use crate::ui::{Banner, Button, ButtonKind, Tone};
use leptos::prelude::*;

/// By which the backend knows this phone. It stands there as long as somebody wants to be told.
const PHONE: &str = "linli.push";

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Off,
    /// What will happen, before the browser asks.
    Explained,
    Asking,
    On,
    /// The resident or the push service said no.
    Refused,
}

/// Nothing on a phone that is not the resident's own.
pub fn ring() -> AnyView {
    drawn(|| {
        if !can(|can| can.web_push) || kiosk().get() || shared_phone() || assisting().is_some() {
            return ().into_any();
        }
        let inner = match push::allowed() {
            Allowed::Impossible => view! { <p>{said(Key::RingImpossible)}</p> }.into_any(),
            Allowed::Denied => view! { <p>{said(Key::RingDenied)}</p> }.into_any(),
            Allowed::Open => Loader::start(|| fetching(read())).view(steps),
        };
        view! {
            <section class="stack">
                <h2>{said(Key::RingTitle)}</h2>
                {inner}
            </section>
        }
        .into_any()
    })
}

async fn read() -> Result<Kept<PushPhones>, Failure> {
    backend().push_phones().await.map(Kept::fresh)
}

fn steps(phones: PushPhones) -> AnyView {
    let on = storage::get(PHONE).is_some_and(|id| phones.ids.contains(&id));
    let step = RwSignal::new(if on { Step::On } else { Step::Off });
    let key = StoredValue::new(phones.key);
    let ask = Callback::new(move |()| {
        step.set(Step::Asking);
        let asked = push::ask(key.get_value(), words());
        // The browser's question may outlive the page.
        spawn_for_app(async move {
            let done = begin(asked.await).await;
            announce(&t(if done { Key::RingOn } else { Key::RingRefused }));
            step.try_set(if done { Step::On } else { Step::Refused });
        });
    });
    let end = Callback::new(move |()| {
        step.set(Step::Off);
        announce(&t(Key::RingEnded));
        spawn_for_app(stop());
    });
    let go = move |to| Callback::new(move |()| step.set(to));
    drawn(move || match step.get() {
        Step::Off => view! {
            <p>{said(Key::RingOff)}</p>
            <Button label=tr(Key::RingBegin) kind=ButtonKind::Secondary on_press=go(Step::Explained) />
        }
        .into_any(),
        Step::Explained => view! {
            <p>{said(Key::RingWillAsk)}</p>
            <p>{said(Key::RingWhoSees)}</p>
            <Button label=tr(Key::RingAsk) kind=ButtonKind::Primary on_press=ask />
            <Button label=tr(Key::RingNot) kind=ButtonKind::Quiet on_press=go(Step::Off) />
        }
        .into_any(),
        Step::Asking => view! { <p>{said(Key::RingAsking)}</p> }.into_any(),
        Step::On => view! {
            <Banner tone=Tone::Good title=tr(Key::RingOn) />
            <Button label=tr(Key::RingEnd) kind=ButtonKind::Secondary on_press=end />
        }
        .into_any(),
        Step::Refused => view! {
            <p>{said(Key::RingRefused)}</p>
            <Button label=tr(Key::RingBegin) kind=ButtonKind::Secondary on_press=go(Step::Explained) />
        }
        .into_any(),
    })
}

/// What the service worker says: it has no catalogue, and speaks when no page is open.
fn words() -> String {
    let name = service_info().with(|service| service.as_ref().map(|service| service.name.clone()));
    serde_json::json!({"name": name, "news": t(Key::RingNews)}).to_string()
}

async fn begin(address: Option<push::Address>) -> bool {
    let Some(address) = address else { return false };
    let id = storage::get(PHONE).unwrap_or_else(|| ledger::hex(&random::bytes::<16>()));
    let address = PushAddress {
        endpoint: address.endpoint,
        p256dh: address.p256dh,
        auth: address.auth,
    };
    let done = backend().push_to(&id, &address).await.is_ok();
    if done {
        storage::set(PHONE, &id);
    } else {
        push::end().await;
    }
    done
}

/// The browser first: without its address nothing arrives, whether or not the backend can be reached now.
async fn stop() {
    push::end().await;
    if let Some(id) = storage::get(PHONE) {
        let _ = backend().push_no_more(&id).await;
        storage::remove(PHONE);
    }
}
