//! Notices (公告): the list and one notice.

mod list;
mod notice;
mod row;

pub use list::NoticesPage;
pub use notice::NoticePage;
pub use row::{NoticeRow, category_key};
