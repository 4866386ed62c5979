//! Numbers that change while a page is open. A row says which numbers are its own; only the rows whose numbers are told are
//! drawn anew.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

type Follower = Rc<dyn Fn(&[u64])>;

thread_local! {
    /// By the id of a post or statement; one may stand on a page twice.
    static ROWS: RefCell<HashMap<String, Vec<Follower>>> = RefCell::default();
}

/// Calls `told` with the numbers of this post or statement, as long as the row is there.
pub fn follow(id: &str, told: impl Fn(&[u64]) + 'static) {
    let told: Follower = Rc::new(told);
    ROWS.with_borrow_mut(|rows| rows.entry(id.to_owned()).or_default().push(told.clone()));
    let mine = SendWrapper::new((id.to_owned(), told));
    on_cleanup(move || {
        let (id, told) = mine.take();
        ROWS.with_borrow_mut(|rows| {
            if let Some(all) = rows.get_mut(&id) {
                all.retain(|other| !Rc::ptr_eq(other, &told));
                if all.is_empty() {
                    rows.remove(&id);
                }
            }
        });
    });
}

/// Tells the rows of this post or statement.
pub fn tell(id: &str, numbers: &[u64]) {
    // Taken out first: drawing may take rows away.
    let rows = ROWS.with_borrow(|rows| rows.get(id).cloned()).unwrap_or_default();
    for row in rows {
        row(numbers);
    }
}
