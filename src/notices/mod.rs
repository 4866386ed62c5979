//! Notices (公告): the list, one notice and what a reader can do about it, paper, and what one follows.

mod acknowledge;
mod ahead;
mod call;
mod choose;
mod corrections;
mod event;
mod files;
mod following;
mod hear;
mod help;
mod holds;
mod inbox;
mod list;
mod new_notices;
mod notice;
mod one;
mod paper;
mod pass_on;
mod questions;
mod ring;
mod row;
mod sheet;
mod standing;

pub use call::CallPage;
pub use choose::ChoosePage;
pub use following::FollowingPage;
pub use inbox::{InboxPage, unread};
pub use list::NoticesPage;
pub use new_notices::NewNotices;
pub use notice::NoticePage;
pub use paper::PaperPage;
pub use questions::QuestionsPage;
pub use row::NoticeRow;
pub use sheet::SheetPage;
