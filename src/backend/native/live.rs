//! The stream of changes: its address, and what is told on it.

use super::{Native, encoded};
use crate::backend::model::*;

impl Native {
    pub fn events_url(&self, topic: &Topic) -> String {
        let topic = match topic {
            Topic::Thread(id) => format!("thread:{id}"),
            Topic::Poll(id) => format!("poll:{id}"),
            Topic::Notices => "notices".to_owned(),
        };
        self.address(&format!("/events?topics={}", encoded(&topic)))
    }
}

/// What cannot be read stands for anything: whoever hears it reads again.
pub fn change_told(text: &str) -> Change {
    let Ok(change) = serde_json::from_str::<contract::LiveChange>(text) else {
        return Change {
            rewritten: true,
            ..Change::default()
        };
    };
    let said = change.said.into_iter();
    Change {
        agreed: change.agreed.into_iter().map(|a| (a.post_id, a.agrees)).collect(),
        said: said
            .map(|s| (s.statement_id, [s.agree, s.disagree, s.pass]))
            .collect(),
        rewritten: change.rewritten,
        total: change.total,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_read_and_what_cannot_be_read_stands_for_anything() {
        let told =
            change_told(r#"{"topic":"thread:t","total":3,"agreed":[{"post_id":"p","agrees":2}],"later":1}"#);
        let expected = Change {
            agreed: vec![("p".into(), 2)],
            total: Some(3),
            ..Change::default()
        };
        assert_eq!(told, expected);
        assert!(change_told("<html>").rewritten);
    }

    #[test]
    fn a_topic_stays_one_part_of_the_address() {
        let native = Native::new(String::new());
        let url = native.events_url(&Topic::Thread("a&b,c".into()));
        assert_eq!(url, "/v1/events?topics=thread%3Aa%26b%2Cc");
    }
}
