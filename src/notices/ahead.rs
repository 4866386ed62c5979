//! The newest notices are kept whole before anybody opens them, so that they can be read and searched where there is no network:
//! about a kilobyte each, once in the life of the tab, and nothing where the phone is to save data.

use crate::backend::{NoticeSummary, backend, shared_phone};
use crate::offline::cache;
use crate::platform::clock::quiet_moment;
use crate::platform::network;
use crate::platform::task::spawn_scoped;
use std::cell::Cell;

/// As many as stand on the first page of the list.
const NEWEST: usize = 20;

thread_local! {
    static DONE: Cell<bool> = const { Cell::new(false) };
}

/// Begins when the page is quiet, one notice after the other; ends with the page, and goes on from the start the next time.
pub fn keep_ahead(notices: &[NoticeSummary]) {
    if DONE.get() || shared_phone() || network::sparing() {
        return;
    }
    let ids: Vec<String> = notices
        .iter()
        .take(NEWEST)
        .map(|notice| notice.id.clone())
        .collect();
    spawn_scoped(async move {
        quiet_moment().await;
        for id in ids {
            // Where the browser has it already, its own cache makes this a short question.
            let kept = cache::fresh_or_kept(&format!("notice/{id}"), backend().notice(&id)).await;
            if !kept.is_ok_and(|kept| kept.as_of.is_none()) {
                return;
            }
        }
        DONE.set(true);
    });
}
