//! Pieces that several subjects share: loading, failures in words, markings of notices, polls and people.
//!
//! Stands between the services (`access`, `i18n`, `offline`, `backend`) and the subjects, which do not import one another.

mod failure;
mod load;
mod more;
mod related;
mod words;

pub use failure::FailureBanner;
pub use load::{Loader, fetching};
pub use more::MoreLoader;
pub use related::RelatedLinks;
pub use words::{author_name, card_title, forgive, poll_state, role_word, text_body, tr, urgency_tag};
