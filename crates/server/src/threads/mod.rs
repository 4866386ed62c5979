//! Deliberation threads, posts, agreement and reports.

mod across;
mod history;
mod list;
mod moderation;
mod news;
mod objections;
mod one_post;
mod opinions;
mod pages;
mod posts;
mod ranking;
mod reports;
mod row;
mod search;
mod statements;
mod write;

pub use history::history;
pub use list::{detail, list};
pub use moderation::moderation_log;
pub use news::news;
pub use objections::{object_post, object_report};
pub use one_post::post;
pub use opinions::{opinion_votes, vote_statement};
pub use pages::{list_posts, replies};
pub use ranking::Rankings;
pub use reports::{my_reports, report};
pub use search::folded;
pub use statements::{list_statements, propose_statement};
pub use write::{create_post, edit_post, rate_post, withdraw_post};

/// Longest post, in characters as people see them.
pub const POST_CHARS: usize = 5000;
/// Longest comment on a report.
pub const REPORT_CHARS: usize = 1000;
/// Longest statement.
pub const STATEMENT_CHARS: usize = 400;
