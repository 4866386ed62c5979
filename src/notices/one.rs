//! What the pages about notices share: reading one, and who may go on.

use crate::backend::{Failure, Notice, NoticeCategory, SessionState, backend, session};
use crate::i18n::{Key, t};
use crate::offline::cache::{self, Kept};
use crate::parts::{Loader, fetching, window_title};
use leptos::prelude::*;

pub use crate::parts::{can, sign_in, signed_in_or};

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

pub fn is_signed_in() -> bool {
    session().with(|session| matches!(session, SessionState::SignedIn(_)))
}
