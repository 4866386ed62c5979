//! How a resident wants to read: text size, colours, elder mode, spacing, how fast it is read aloud. Kept on this phone only.

pub mod own_reading;
mod preferences;
pub mod read_aloud;

pub use preferences::{Preferences, SPEEDS, STEPS, Theme, has_chosen, preferences, update};
