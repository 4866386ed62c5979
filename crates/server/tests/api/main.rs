//! The contract over a real port, on SQLite always and on PostgreSQL where `LINLI_TEST_POSTGRES` names a server.
//!
//! Every answer is checked against the OpenAPI document: a status that it does not name for its operation fails the test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

/// Runs each test on both databases, in a database of its own.
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($house:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            fn run($house: &crate::house::House) $body

            #[test]
            fn sqlite() {
                run(&crate::house::House::sqlite());
            }

            #[test]
            fn postgres() {
                if let Some(house) = crate::house::House::postgres() {
                    run(&house);
                }
            }
        }
    )+};
}

mod assisted;
mod ballots;
mod board;
mod client;
mod closing;
mod enclosures;
mod events;
mod files;
mod following;
mod hostile;
mod house;
mod kill;
mod malformed;
mod matters;
mod mixing;
mod moderation;
mod not_understood;
mod notice_forms;
mod notice_requests;
mod notices;
mod opinions;
mod pages;
mod paper;
mod pictures;
mod practice;
mod push;
mod requests;
mod results;
mod routes;
mod search;
mod secrecy;
mod sign_in;
mod start;
mod threads;
mod trees;
