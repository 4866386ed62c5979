//! The staff commands, as staff type them: good files, bad files, the demo and real data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod demo;
mod late;
mod letters;
mod notices;
mod paper;
mod pictures;
mod polls;
mod real;
mod residents;
mod support;
mod threads;
