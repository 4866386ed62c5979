//! The embedded backend: the native contract on SQLite or PostgreSQL, the built app as static files, the staff commands.
//!
//! `app` holds the routes; `notices`, `polls` and `threads` the subjects, `search` finds in them; `session`, `codes` and `letters` how people sign
//! in; `extract`, `fault` and `guard` what every request meets on its way in and out.

mod answer;
pub mod app;
mod assisted;
mod byte_range;
mod caller;
pub mod clock;
mod codes;
mod columns;
pub mod db;
mod enclosures;
mod extract;
mod fault;
mod files;
mod following;
mod guard;
mod idempotency;
mod length;
pub mod letters;
mod limiter;
pub mod live;
mod matters;
pub mod names;
mod not_understood;
mod notices;
mod paging;
mod person;
pub mod phone;
mod pictures;
pub mod polls;
mod pseudonym;
pub mod push;
mod recordings;
mod requests;
mod rows;
pub mod search;
pub mod secrets;
pub mod sender;
pub mod serve;
mod service;
mod session;
pub mod staff;
mod stairwell;
mod threads;
