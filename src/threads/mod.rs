//! Deliberation threads (议事): the list, one thread with its posts or statements, writing, reporting.

mod list;
mod outgoing;
mod post;
mod report;
mod row;
mod statements;
mod thread;
mod write;

pub use list::ThreadsPage;
pub use report::ReportPage;
pub use row::ThreadRow;
pub use thread::ThreadPage;
pub use write::WritePage;

use crate::backend::{Failure, Thread, backend, person};
use crate::offline::cache;
use crate::parts::{Loader, fetching};

fn thread_loader(id: String) -> Loader<Thread> {
    Loader::start(move || {
        let id = id.clone();
        fetching(async move { fetch_thread(&id).await })
    })
}

async fn fetch_thread(id: &str) -> Result<cache::Kept<Thread>, Failure> {
    // Whether one may write is personal, so the kept copy belongs to the person.
    let who = person().unwrap_or_default();
    cache::fresh_or_kept(&format!("thread/{who}/{id}"), backend().thread(id)).await
}
