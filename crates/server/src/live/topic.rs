//! What one can listen to.

use crate::extract::is_id;
use crate::fault::{Fault, Outcome};
use contract::ProblemType;

/// How many topics one stream tells of: a page has one or two.
const MOST: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Topic {
    Thread(String),
    Poll(String),
    Notices,
}

impl Topic {
    fn read(text: &str) -> Option<Self> {
        let id = |id: &str| Some(id.to_owned()).filter(|id| is_id(id));
        match text.split_once(':') {
            Some(("thread", rest)) => id(rest).map(Self::Thread),
            Some(("poll", rest)) => id(rest).map(Self::Poll),
            None if text == "notices" => Some(Self::Notices),
            _ => None,
        }
    }

    /// As it stands in the address.
    pub fn name(&self) -> String {
        match self {
            Self::Thread(id) => format!("thread:{id}"),
            Self::Poll(id) => format!("poll:{id}"),
            Self::Notices => "notices".to_owned(),
        }
    }

    /// The topics of an address. One that cannot be is a mistake; one that is not there is only never told about, so that
    /// nobody learns from here what there is.
    pub fn read_all(text: &str) -> Outcome<Vec<Self>> {
        let mut topics = Vec::new();
        for part in text.split(',') {
            let topic = Self::read(part).ok_or_else(|| {
                Fault::new(ProblemType::BadRequest, "topics are thread:ID, poll:ID, notices")
            })?;
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        if topics.len() > MOST {
            return Err(Fault::new(
                ProblemType::BadRequest,
                format!("at most {MOST} topics"),
            ));
        }
        Ok(topics)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read_and_what_is_none_is_a_mistake() {
        let read = Topic::read_all("thread:lift-noise,poll:p,notices,notices").unwrap();
        let names: Vec<_> = read.iter().map(Topic::name).collect();
        assert_eq!(names, ["thread:lift-noise", "poll:p", "notices"]);
        for wrong in [
            "",
            ",",
            "thread:",
            "thread",
            "notices:1",
            "person:a0",
            "poll:a\u{0}",
        ] {
            assert!(Topic::read_all(wrong).is_err(), "{wrong:?}");
        }
        let many: Vec<_> = (0..9).map(|n| format!("poll:{n}")).collect();
        assert!(Topic::read_all(&many.join(",")).is_err());
    }
}
