//! Who is signed in and which service answers: two signals that outlive every page.

use super::model::{Me, Service};
use crate::platform::storage;
use leptos::prelude::*;

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Session {
    /// Not asked yet, or the backend did not answer and nothing is kept.
    Unknown,
    SignedOut,
    SignedIn(Me),
}

impl Session {
    pub fn me(&self) -> Option<&Me> {
        match self {
            Self::SignedIn(me) => Some(me),
            _ => None,
        }
    }

    pub fn person(&self) -> Option<String> {
        self.me().map(|me| me.id.clone())
    }
}

/// Where the browser keeps that the phone is shared; a reload must not forget it.
const SHARED: &str = "linli.shared";

thread_local! {
    static SESSION: ArcRwSignal<Session> = ArcRwSignal::new(Session::Unknown);
    static SERVICE: ArcRwSignal<Option<Service>> = ArcRwSignal::new(None);
}

pub fn session() -> ArcRwSignal<Session> {
    SESSION.with(ArcRwSignal::clone)
}

/// `None` until the service has answered once, now or on an earlier visit.
pub fn service_info() -> ArcRwSignal<Option<Service>> {
    SERVICE.with(ArcRwSignal::clone)
}

/// The id of the signed-in person, read without subscribing.
pub fn person() -> Option<String> {
    session().with_untracked(Session::person)
}

/// Writes only what changed, so that a repeated 401 does not make every page draw itself again.
pub(crate) fn set_session(value: Session) {
    let session = session();
    if session.with_untracked(|now| *now != value) {
        session.set(value);
    }
}

pub(crate) fn set_service(value: Service) {
    let service = service_info();
    if service.with_untracked(|now| now.as_ref() != Some(&value)) {
        service.set(Some(value));
    }
}

/// Several people use this phone: the cache keeps nothing of what is read, and signing out wipes the rest.
pub fn shared_phone() -> bool {
    storage::get(SHARED).is_some()
}

pub(crate) fn set_shared_phone(shared: bool) {
    if shared {
        storage::set(SHARED, "1");
    } else {
        storage::remove(SHARED);
    }
}
