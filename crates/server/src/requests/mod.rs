//! Matters that residents start: a proposal or a request, with photos, answered by a promised day.

mod bare;
mod due;
mod photos;
mod row;
mod start;

pub use due::{DAYS as ANSWER_DAYS, MOST_DAYS as MOST_ANSWER_DAYS};
pub use photos::{photo, upload};
pub use row::{Answer, RequestRow, VISIBLE};
pub use start::start;
