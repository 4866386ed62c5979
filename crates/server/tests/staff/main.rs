//! The staff commands, as staff type them: good files, bad files, the demo and real data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assist;
mod deliberation;
mod demo;
mod late;
mod letters;
mod matters;
mod notice_commands;
mod notice_files;
mod notices;
mod paper;
mod pictures;
mod polls;
mod real;
mod requests;
mod residents;
mod search;
mod support;
mod threads;
