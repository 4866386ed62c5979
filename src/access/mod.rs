//! How a resident wants to read: text size, colours, elder mode, spacing. Kept on this phone only.

mod preferences;

pub use preferences::{Preferences, STEPS, Theme, preferences, update};
