//! Every browser API the app touches. Nothing above this floor calls the browser itself.

pub mod announce;
pub mod boot;
pub mod clock;
pub mod database;
pub mod document;
pub mod events;
pub mod file;
pub mod focus;
pub mod graphemes;
pub mod idle;
pub mod lasting;
pub mod late;
pub mod leaving;
pub mod network;
pub mod page_text;
pub mod passages;
pub mod photo;
pub mod push;
pub mod random;
pub mod returning;
pub mod share;
pub mod speech;
pub mod storage;
pub mod task;
pub mod visible;
pub mod worker;
