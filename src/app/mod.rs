//! The shell around the subjects: routes, the bar on top, the main pages below, focus and title on navigation.

mod aloud;
mod assist;
mod home;
mod late;
mod not_found;
mod reading_bar;
mod routes;
mod shell;
mod start;

pub use shell::App;
pub use start::start;
