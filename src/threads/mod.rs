//! Deliberation threads (议事): the list, one thread with its posts or statements, writing, reporting.

mod agreement;
mod answer;
mod catch_up;
mod counts;
mod edit;
mod history;
mod list;
mod moderation;
mod my_reports;
mod new_posts;
mod object;
mod official;
mod opinion_groups;
mod opinion_map;
mod opinions;
mod outgoing;
mod own_post;
mod paged;
mod post;
mod posts;
mod preview;
mod propose;
mod replies;
mod report;
mod row;
mod search;
mod statements;
mod thread;
mod window;
mod words;
mod write;

pub use answer::AnswerPage;
pub use catch_up::NewsPage;
pub use edit::EditPage;
pub use history::HistoryPage;
pub use list::ThreadsPage;
pub use moderation::ModerationPage;
pub use my_reports::MyReportsPage;
pub use object::{ObjectPage, ObjectReportPage};
pub use opinions::OpinionsPage;
pub use propose::ProposePage;
pub use report::ReportPage;
pub use row::ThreadRow;
pub use statements::StatementsPage;
pub use thread::ThreadPage;
pub use write::WritePage;

use crate::backend::{Capabilities, Failure, Thread, backend, person, service_info};
use crate::i18n::Key;
use crate::offline::cache;
use crate::parts::{Loader, fetching, window_title};
use leptos::prelude::{Signal, WithUntracked};

/// Whether replies come with the post they stand under and a thread can be opened at a post. Taken for granted until the
/// backend has said what it can do.
fn replies_come_along() -> bool {
    can(|can| can.post_around)
}

fn may_agree() -> bool {
    can(|can| can.post_rating)
}

fn can(part: fn(&Capabilities) -> bool) -> bool {
    service_info().with_untracked(|s| s.as_ref().is_none_or(|s| part(&s.can)))
}

fn thread_loader(id: String) -> Loader<Thread> {
    Loader::start(move || {
        let id = id.clone();
        fetching(async move { fetch_thread(&id).await })
    })
}

/// What the window of a page about one thread is called.
fn window_of(deed: Key, id: &str) -> Signal<String> {
    let loader = thread_loader(id.to_owned());
    window_title(deed, move || loader.value().map(|thread| thread.title))
}

async fn fetch_thread(id: &str) -> Result<cache::Kept<Thread>, Failure> {
    // Whether one may write is personal, so the kept copy belongs to the person.
    let who = person().unwrap_or_default();
    cache::fresh_or_kept(&format!("thread/{who}/{id}"), backend().thread(id)).await
}
