//! What the pages about notices share: reading one, and who may go on.

use crate::backend::{
    Capabilities, Failure, Notice, NoticeCategory, SessionState, backend, service_info, session,
};
use crate::i18n::{Key, t};
use crate::offline::cache::{self, Kept};
use crate::parts::{Loader, fetching, tr, window_title};
use crate::ui::live::drawn;
use crate::ui::{ButtonKind, LinkButton};
use leptos::prelude::*;

/// In the order in which they are offered.
pub const KINDS: [NoticeCategory; 7] = [
    NoticeCategory::Utilities,
    NoticeCategory::Safety,
    NoticeCategory::Events,
    NoticeCategory::Government,
    NoticeCategory::Policy,
    NoticeCategory::Finance,
    NoticeCategory::Community,
];

pub type NoticeLoader = Loader<Notice>;

pub fn notice_loader(id: String) -> NoticeLoader {
    Loader::start(move || fetching(read(id.clone())))
}

/// Fresh, or as this phone has kept it.
pub async fn read(id: String) -> Result<Kept<Notice>, Failure> {
    cache::fresh_or_kept(&format!("notice/{id}"), backend().notice(&id)).await
}

/// The title of a page about one notice.
pub fn notice_title(
    loader: &NoticeLoader,
    words: impl Fn(Notice) -> String + Send + Sync + 'static,
) -> Signal<String> {
    let loader = loader.clone();
    Signal::derive(move || match (loader.value(), loader.failure()) {
        (Some(notice), _) => words(notice),
        (None, Some(_)) => t(Key::AppProblem),
        _ => t(Key::AppLoading),
    })
}

/// What the window of a page about one notice is called.
pub fn notice_window(deed: Key, loader: NoticeLoader) -> Signal<String> {
    window_title(deed, move || loader.value().map(|notice| notice.title))
}

/// Whether the backend can do something.
pub fn can(what: fn(&Capabilities) -> bool) -> bool {
    service_info().with(|service| service.as_ref().is_some_and(|service| what(&service.can)))
}

pub fn is_signed_in() -> bool {
    session().with(|session| matches!(session, SessionState::SignedIn(_)))
}

/// The page, for somebody who is signed in; sign-in leads back to it.
pub fn signed_in_or(page: impl Fn() -> AnyView + Send + 'static, here: String) -> AnyView {
    let who = Memo::new(|_| session().with(SessionState::person));
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    drawn(move || {
        who.track();
        if signed_out.get() {
            return sign_in(&here);
        }
        page()
    })
}

pub fn sign_in(here: &str) -> AnyView {
    let href = format!("/sign-in?next={here}");
    view! { <LinkButton href=href label=tr(Key::NoticesSignIn) kind=ButtonKind::Primary /> }.into_any()
}
