//! Who is signed in and which service answers: two signals that outlive every page.

use super::model::{Me, Service};
use crate::access::own_reading::{self, Whose};
use crate::platform::lasting::Lasting;
use crate::platform::storage;
use leptos::prelude::*;
use std::cell::Cell;

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum SessionState {
    /// Not asked yet, or the backend did not answer and nothing is kept.
    Unknown,
    SignedOut,
    SignedIn(Me),
}

impl SessionState {
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

/// Where the browser keeps who is signed in, so that their things are shown at once and without network.
const ME: &str = "linli.me";

/// Where the browser keeps whose pages these are, so that the frame of the next visit stands as it will stay: 1 for a demo
/// or 0, then the name. `public/boot.js` looks whether it is there.
const COMMUNITY: &str = "linli.community";

/// Where the browser keeps who is being helped and since when nobody has used the phone: until nothing of theirs is left.
const HELPED: &str = "linli.helped";

/// Where it keeps that it is a tablet for everybody: the words that end it. Whoever could read them there could as well
/// remove them.
const KIOSK_WORDS: &str = "linli.kiosk";

/// Where it keeps what has ended here and not yet at the backend.
const ENDING: &str = "linli.ending";

/// What ends at the backend as soon as it can be reached.
pub enum Ending {
    Assistance(String),
    /// Somebody's time at a tablet for everybody.
    Visit,
}

thread_local! {
    static KIOSK: Lasting<bool> = Lasting::new(false);
    static SESSION: Lasting<SessionState> = Lasting::new(SessionState::Unknown);
    static CHANGED: Cell<Option<fn()>> = const { Cell::new(None) };
    static SERVICE: Lasting<Option<Service>> = Lasting::new(None);
}

pub fn session() -> Lasting<SessionState> {
    SESSION.with(Lasting::clone)
}

/// `None` until the service has answered once, now or on an earlier visit.
pub fn service_info() -> Lasting<Option<Service>> {
    SERVICE.with(Lasting::clone)
}

/// The id of the signed-in person, read without subscribing.
pub fn person() -> Option<String> {
    session().with_untracked(SessionState::person)
}

/// Whose things this phone shows now: the signed-in person, or the one of the last visit while that is being asked.
pub fn person_of_phone() -> Option<String> {
    match session().get_untracked() {
        SessionState::SignedIn(me) => Some(me.id),
        SessionState::SignedOut => None,
        SessionState::Unknown if helped().is_some() => None,
        SessionState::Unknown => kept_me().map(|me| me.id),
    }
}

/// Writes only what changed, so that a repeated 401 does not make every page draw itself again.
pub(crate) fn set_session(value: SessionState) {
    match &value {
        // What is kept stays the helper's.
        SessionState::SignedIn(me) if me.assisted.is_some() => set_helped(&me.id),
        // On a shared phone the browser must not remember who was here.
        SessionState::SignedIn(me) if !keeps_nothing() => keep_me(me),
        _ => storage::remove(ME),
    }
    let session = session();
    if session.with_untracked(|now| *now != value) {
        session.set(value);
        if let Some(changed) = CHANGED.with(Cell::get) {
            changed();
        }
    }
}

/// Runs `changed` whenever somebody signs in or out, for what must follow the session without belonging to a page.
pub fn on_session_change(changed: fn()) {
    CHANGED.with(|slot| slot.set(Some(changed)));
}

/// The community's name, and whether it is a demo; from the last visit until the service has answered.
pub fn community() -> (String, bool) {
    service_info().with(|service| match service {
        Some(service) => (service.name.clone(), service.demo),
        None => {
            let kept = storage::get(COMMUNITY).unwrap_or_default();
            (
                kept.get(1..).unwrap_or_default().to_owned(),
                kept.starts_with('1'),
            )
        }
    })
}

pub(crate) fn set_service(value: Service) {
    storage::set(COMMUNITY, &format!("{}{}", u8::from(value.demo), value.name));
    let service = service_info();
    if service.with_untracked(|now| now.as_ref() != Some(&value)) {
        service.set(Some(value));
    }
}

/// Takes up the session of the last visit until the backend has been asked.
pub fn restore() {
    set_kiosk(made_kiosk_here());
    if helped().is_none()
        && let Some(me) = kept_me()
        && session().with_untracked(|now| *now == SessionState::Unknown)
    {
        session().set(SessionState::SignedIn(me));
    }
}

/// One line each; roles are asked for anew.
fn keep_me(me: &Me) {
    let line = |text: &str| text.replace('\n', " ");
    let household = me.household.as_deref().unwrap_or_default();
    storage::set(
        ME,
        &format!("{}\n{}\n{}", line(&me.id), line(&me.name), line(household)),
    );
}

fn kept_me() -> Option<Me> {
    let kept = storage::get(ME)?;
    let mut lines = kept.split('\n').map(str::to_owned);
    let (id, name) = (lines.next().filter(|id| !id.is_empty())?, lines.next()?);
    Some(Me {
        id,
        name,
        roles: Vec::new(),
        household: lines.next().filter(|h| !h.is_empty()),
        assisted: None,
        assisted_questions: 0,
    })
}

/// Several people use this phone: the cache keeps nothing of what is read, and signing out wipes the rest.
pub fn shared_phone() -> bool {
    keeps_nothing() || helped().is_some()
}

fn keeps_nothing() -> bool {
    storage::get(SHARED).is_some() || kiosk().get_untracked()
}

/// Whether this is a tablet for everybody. Where the configuration says so, known once that has been read.
pub fn kiosk() -> Lasting<bool> {
    KIOSK.with(Lasting::clone)
}

pub(super) fn set_kiosk(value: bool) {
    if value {
        kiosk().set(true);
    }
}

/// Makes this browser, and no other, a tablet for everybody when the app is next opened, until somebody says the same words again.
pub fn becomes_kiosk(words: &str) {
    storage::set(KIOSK_WORDS, words);
}

/// Whether it was made one here; otherwise the configuration says so for everybody.
pub fn made_kiosk_here() -> bool {
    storage::get(KIOSK_WORDS).is_some()
}

/// It is one no longer when the app is next opened, if these are the words.
pub fn no_kiosk(words: &str) -> bool {
    let right = storage::get(KIOSK_WORDS).as_deref() == Some(words);
    if right {
        storage::remove(KIOSK_WORDS);
        own_reading::forget(Whose::Tablet);
    }
    right
}

/// The assisted session that is going on here, read without subscribing.
pub fn assisting() -> Option<String> {
    session().with_untracked(|session| Some(session.me()?.assisted.as_ref()?.id.clone()))
}

/// It is over, here at least: the helper is themselves again.
pub fn leave_assistance() {
    if assisting().is_some() {
        // A phone that keeps nobody's name asks anew, when the page is opened again.
        set_session(kept_me().map_or(SessionState::SignedOut, SessionState::SignedIn));
    }
}

fn helped() -> Option<String> {
    storage::get(HELPED)
}

/// Help begins: until the page that is opened next knows whom it is for, it takes up nobody and keeps nothing.
pub fn assistance_begins() {
    set_helped(SOMEBODY);
}

/// Stands for whoever is being helped, until it is known who that is.
const SOMEBODY: &str = "?";

fn set_helped(person: &str) {
    let before = helped();
    if before.is_none() {
        own_reading::keep(Whose::Helper);
    }
    if before.as_deref() != Some(person) {
        storage::set(HELPED, person);
    }
}

/// Who was helped here and is no longer: nothing of theirs may stay. `forget` says that nothing has.
pub fn left_behind(forget: bool) -> Option<String> {
    let gone = match session().get_untracked() {
        SessionState::SignedIn(me) => me.assisted.is_none(),
        SessionState::SignedOut => true,
        SessionState::Unknown => false,
    };
    let helped = helped().filter(|_| gone)?;
    if forget {
        storage::remove(HELPED);
    }
    Some(helped)
}

/// What has ended here and is not ended at the backend.
pub fn session_ended() -> Option<Ending> {
    let kept = storage::get(ENDING)?;
    Some(match kept.as_str() {
        "" => Ending::Visit,
        id => Ending::Assistance(id.to_owned()),
    })
}

/// Remembers it until it is.
pub fn session_ends(what: Option<&Ending>) {
    match what {
        Some(Ending::Visit) => storage::set(ENDING, ""),
        Some(Ending::Assistance(id)) => storage::set(ENDING, id),
        None => storage::remove(ENDING),
    }
}

pub(crate) fn set_shared_phone(shared: bool) {
    if shared {
        storage::set(SHARED, "1");
    } else {
        storage::remove(SHARED);
    }
}

/// The shared phone has been wiped.
pub fn forget_shared_phone() {
    set_shared_phone(false);
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::backend::Assisted;
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    fn me(id: &str, assisted: bool) -> SessionState {
        SessionState::SignedIn(Me {
            id: id.to_owned(),
            name: id.to_owned(),
            roles: Vec::new(),
            household: None,
            assisted: assisted.then(|| Assisted {
                id: "s1".to_owned(),
                helper: "helper".to_owned(),
            }),
            assisted_questions: 0,
        })
    }

    #[wasm_bindgen_test]
    fn who_is_helped_is_not_kept_and_the_helper_comes_back() {
        set_session(me("helper", false));
        assert!(!shared_phone() && assisting().is_none() && left_behind(false).is_none());

        set_session(me("resident", true));
        assert_eq!(assisting().as_deref(), Some("s1"));
        assert!(shared_phone(), "nothing that is read may be kept");
        assert_eq!(kept_me().map(|me| me.id).as_deref(), Some("helper"));
        assert!(left_behind(false).is_none(), "not while it goes on");

        // Opened again: the phone shows nobody's things before the backend has said whose they are.
        session().set(SessionState::Unknown);
        assert_eq!(person_of_phone(), None);
        restore();
        assert!(session().with_untracked(|now| *now == SessionState::Unknown));
        set_session(me("resident", true));

        leave_assistance();
        assert_eq!(person().as_deref(), Some("helper"));
        assert_eq!(left_behind(true).as_deref(), Some("resident"));
        assert!(left_behind(false).is_none() && !shared_phone());
        set_session(SessionState::SignedOut);
        // All tests of the app stand in one page: the next one must not find how somebody read.
        own_reading::forget(Whose::Helper);
    }
}
