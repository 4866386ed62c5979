//! The questions that the help answers: it shows them, and a search finds them.

use crate::i18n::Key;

pub const QUESTIONS: [(Key, Key); 5] = [
    (Key::HelpReadTitle, Key::HelpReadText),
    (Key::HelpHearTitle, Key::HelpHearText),
    (Key::HelpVoteTitle, Key::HelpVoteText),
    (Key::HelpLostTitle, Key::HelpLostText),
    (Key::HelpLetterTitle, Key::HelpLetterText),
];
