//! Deliberation threads, posts, agreement and reports.

mod list;
mod posts;
mod reports;
mod row;
mod statements;
mod write;

pub use list::{detail, list};
pub use posts::list_posts;
pub use reports::{my_reports, report};
pub use statements::{list_statements, propose_statement};
pub use write::{create_post, edit_post, rate_post, withdraw_post};

/// Longest post, in Unicode scalar values.
pub const POST_CHARS: usize = 5000;
/// Longest comment on a report.
pub const REPORT_CHARS: usize = 1000;
