//! The embedded backend: the native contract on SQLite or PostgreSQL, the built app as static files, the staff commands.
//!
//! `app` holds the routes; `notices`, `polls` and `threads` the subjects; `session`, `codes` and `letters` how people sign
//! in; `extract`, `fault` and `guard` what every request meets on its way in and out.

mod answer;
pub mod app;
mod byte_range;
mod caller;
pub mod clock;
mod codes;
mod columns;
pub mod db;
mod extract;
mod fault;
mod files;
mod guard;
mod idempotency;
pub mod letters;
mod limiter;
pub mod names;
mod notices;
mod paging;
mod person;
pub mod phone;
mod pictures;
pub mod polls;
mod rows;
pub mod secrets;
pub mod sender;
pub mod serve;
mod service;
mod session;
pub mod staff;
mod threads;
