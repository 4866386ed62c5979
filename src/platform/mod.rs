//! Every browser API the app touches. Nothing above this floor calls the browser itself.

pub mod announce;
pub mod boot;
pub mod clock;
pub mod database;
pub mod document;
pub mod file;
pub mod focus;
pub mod late;
pub mod leaving;
pub mod network;
pub mod random;
pub mod returning;
pub mod storage;
pub mod task;
pub mod visible;
pub mod worker;
