//! Pieces that several subjects share: loading, failures in words, markings of notices, polls and people.
//!
//! Stands between the services (`access`, `i18n`, `offline`, `backend`) and the subjects, which do not import one another.

mod call;
mod confirm;
mod draft;
mod failure;
mod follow;
mod kept;
mod language;
mod length;
mod live;
mod load;
mod more;
mod news_bar;
mod not_understood;
pub mod on_paper;
mod private;
mod questions;
mod related;
mod secondary;
mod signed_in;
mod stages;
mod texts;
mod waits;
mod words;

pub use call::{CallButton, phone, tel};
pub use confirm::{Confirm, confirm_for_good};
pub use draft::Draft;
pub use failure::FailureBanner;
pub use follow::FollowMatter;
pub use kept::{Unkept, if_kept};
pub use language::OtherLanguage;
pub use length::Length;
pub use live::{Following, MINUTE_MS, News};
pub use load::{Fetching, Loader, fetching};
pub use more::MoreLoader;
pub use news_bar::NewsBar;
pub use not_understood::{Explaining, asked_so_far, questions_page, questions_section, seen_to};
pub use private::{in_private, leave_private, may_stay_private};
pub use questions::QUESTIONS;
pub use related::{RelatedLinks, elsewhere, links};
pub use secondary::{microphone_hint, secondary, secondary_begun};
pub use signed_in::{can, sign_in, signed_in_or};
pub use stages::{stage_key, stages, stages_with_texts};
pub use texts::{in_plain_words, texts};
pub use waits::waits;
pub use words::{
    author_name, card_title, forgive, poll_state, role_word, text_body, tr, urgency_key, urgency_tag,
    window_title,
};
