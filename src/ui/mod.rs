//! Accessible primitives on native elements. They know no backend, no subject and no words: every text comes in as a
//! property. Each file has its component and its fixtures; the gallery shows them all.

mod banner;
mod button;
mod choice;
mod dialog;
mod disclosure;
mod error_summary;
mod field;
mod file_field;
pub mod gallery;
pub mod icon;
mod large_picture;
mod link;
mod list;
pub mod live;
mod markdown;
mod page_title;
mod pick;
mod picture;
mod player;
mod qr;
mod ranking;
mod select;
mod stepper;
mod tag;

pub use banner::{Banner, Tone};
pub use button::{Button, ButtonKind, Toggle};
pub use choice::{AnswerGroup, CheckGroup, Choice, ChoiceGroup};
pub use dialog::ConfirmDialog;
pub use disclosure::Disclosure;
pub use error_summary::ErrorSummary;
pub use field::{TextArea, TextField};
pub use file_field::PictureField;
pub use large_picture::large_picture;
pub use link::{BackLink, LinkButton};
pub use list::{Bar, EmptyState, LoadMore, Loading};
pub use markdown::Markdown;
pub use page_title::PageTitle;
pub use pick::Pick;
pub use picture::Picture;
pub use player::{Player, PlayerPress, PlayerWords, Recording};
pub use qr::QrCode;
pub use ranking::{RankingList, RankingSays};
pub use select::Select;
pub use stepper::{Stepper, StepperWords};
pub use tag::Tag;

/// One state of a primitive for the gallery: its name and how it looks.
pub type Fixture = (&'static str, leptos::prelude::AnyView);

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod page_for_tests;
