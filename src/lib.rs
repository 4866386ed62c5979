//! The Linli app: what runs in the browser. `docs/ARCHITECTURE.md` has the map; the order of the modules is the order of
//! the floors, each uses only what stands before it.

pub mod platform;

pub mod ui;

pub mod access;
pub mod backend;
pub mod i18n;
pub mod offline;

pub mod parts;

pub mod assist;
pub mod help;
pub mod matters;
mod notices;
pub mod people;
pub mod polls;
pub mod search;
pub mod settings;
pub mod threads;

pub mod app;

pub use app::start;
