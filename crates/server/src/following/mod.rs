//! Following: what somebody wants to hear of, and what came of it.

mod inbox;
mod subscriptions;

pub use inbox::{inbox, mark, news, unmark};
pub use subscriptions::{put_subscriptions, subscriptions};
