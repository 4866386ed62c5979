//! Notices: the list, one of them, what residents ask about it, and its other forms.

mod audience;
mod calendar;
mod feed;
mod list;
mod paragraphs;
mod preview;
mod requests;
mod row;
mod whole;

pub use audience::{Places, places_of};
pub use calendar::event;
pub use feed::feed;
pub use list::list;
pub use preview::{PREFIX as PREVIEW_PREFIX, VALID as PREVIEW_VALID, hash as preview_hash};
pub use requests::{ask_call, ask_question, take_back_call, take_back_question};
pub use row::published;
pub use whole::{detail, mark_read, unmark_read};
