//! The embedded backend: the native contract on SQLite or PostgreSQL, the built app as static files, the staff commands.

pub mod db;
pub mod staff;
