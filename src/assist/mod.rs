//! Helping: a resident agrees to be helped on a helper's phone, the bar above every page meanwhile, its end, and what the resident
//! sees of it later. And a tablet for everybody, which ends each visit the same way.

mod bar;
mod end;
mod ended;
mod idle;
mod kiosk;
mod mine;
mod start;
mod tablet;
mod word;

pub use bar::Bar;
pub use ended::EndedPage;
pub use kiosk::StartPage;
pub use mine::MyAssistancePage;
pub use start::AssistPage;
pub use tablet::TabletPage;
