//! Notices (公告): the list and one notice.

mod ahead;
mod list;
mod new_notices;
mod notice;
mod row;

pub use list::NoticesPage;
pub use new_notices::NewNotices;
pub use notice::NoticePage;
pub use row::{NoticeRow, category_key};
