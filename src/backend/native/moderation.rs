//! One post and what becomes of it: editing, withdrawing, earlier versions, reports, objections, the open log.

use super::read::{page, post, stance, stance_to_wire, text, turn, when};
use super::{Native, PAGE, parse, with_cursor};
use crate::backend::Failure;
use crate::backend::model::*;
use crate::backend::transport::{Call, encoded};
use gloo_net::http::Method;

turn! {
    report_state: contract::ReportState => ReportState { Received, Upheld, Refused }
    objection_state: contract::ObjectionState => ObjectionState { Received, Granted, Refused }
    action: contract::ModerationAction => ModerationAction {
        Published, Refused, Hidden, Restored, ReportRefused, ObjectionRefused
    }
    reason: contract::ReportReason => ReportReason {
        Insult, PrivateData, False, Advertising, Danger, OffTopic
    }
}

impl Native {
    pub async fn post(&self, id: &str) -> Result<Post, Failure> {
        self.get(&format!("/posts/{}", encoded(id)), post).await
    }

    pub async fn edit_post(&self, id: &str, body: &str, stance: Stance) -> Result<Post, Failure> {
        let edit = contract::PostEdit {
            body: body.to_owned(),
            // A side that this app cannot say stays as it is.
            stance: (stance != Stance::Other).then(|| stance_to_wire(stance)),
        };
        let path = format!("/posts/{}", encoded(id));
        let answer = self.send(Method::PATCH, &path, &edit, None).await?;
        parse(&answer.text).map(post)
    }

    pub async fn withdraw_post(&self, id: &str) -> Result<(), Failure> {
        let address = self.address(&format!("/posts/{}", encoded(id)));
        Call::new(Method::DELETE, &address).send().await.map(drop)
    }

    pub async fn post_history(&self, id: &str) -> Result<Vec<PostVersion>, Failure> {
        let turn = |history: contract::PostHistory| history.versions.into_iter().map(version).collect();
        self.get(&format!("/posts/{}/history", encoded(id)), turn).await
    }

    pub async fn object(&self, to: Disputed, id: &str, words: &str) -> Result<Objection, Failure> {
        let what = match to {
            Disputed::Post => "posts",
            Disputed::Report => "reports",
        };
        let path = format!("/{what}/{}/objection", encoded(id));
        let body = contract::NewObjection {
            text: words.to_owned(),
        };
        let answer = self.send(Method::POST, &path, &body, None).await?;
        parse(&answer.text).map(objection)
    }

    pub async fn reports(&self, cursor: Option<&str>) -> Result<Page<Report>, Failure> {
        let mut path = format!("/reports?{PAGE}");
        with_cursor(&mut path, cursor);
        self.get(&path, |found| page(found, report)).await
    }

    pub async fn moderation(&self, cursor: Option<&str>) -> Result<Page<ModerationEntry>, Failure> {
        let mut path = format!("/moderation?{PAGE}");
        with_cursor(&mut path, cursor);
        self.get(&path, |found| page(found, entry)).await
    }
}

fn version(version: contract::PostVersion) -> PostVersion {
    PostVersion {
        body: text(version.body),
        stance: version.stance.map(stance),
        written: when(version.written_at),
    }
}

pub(super) fn objection(objection: contract::Objection) -> Objection {
    Objection {
        state: objection_state(objection.state),
        created: when(objection.created_at),
        answer: objection.answer,
    }
}

fn report(report: contract::Report) -> Report {
    let post = report.post_id.map(Reported::Post);
    Report {
        id: report.id,
        thread_id: report.thread_id,
        thread_title: report.thread_title,
        about: post.or(report.statement_id.map(Reported::Statement)),
        reason: reason(report.reason),
        state: report_state(report.state),
        created: when(report.created_at),
        decided: report.decided_at.map(when),
        answer: report.answer,
        objection: report.objection.map(objection),
        can_object: report.can_object,
    }
}

fn entry(entry: contract::ModerationEntry) -> ModerationEntry {
    ModerationEntry {
        id: entry.id,
        at: when(entry.at),
        action: action(entry.action),
        reason: entry.reason,
        thread_id: entry.thread_id,
        thread_title: entry.thread_title,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_newer_server_says_of_a_report_is_other_and_no_error() {
        let wire = json!({
            "id": "r", "post_id": "p", "thread_id": "t", "thread_title": "电梯", "reason": "boring", "state": "asleep",
            "created_at": "2026-11-23T10:00:00Z", "can_object": true,
            "objection": {"state": "granted", "created_at": "2026-11-23T11:00:00Z"},
        });
        let report = serde_json::from_value(wire).map(report).unwrap();
        assert_eq!(
            (report.reason, report.state),
            (ReportReason::Other, ReportState::Other)
        );
        assert_eq!(report.objection.map(|o| o.state), Some(ObjectionState::Granted));
    }

    #[test]
    fn every_action_has_its_own_name_here() {
        use contract::ModerationAction as Wire;
        let all = [
            (Wire::Published, ModerationAction::Published),
            (Wire::Refused, ModerationAction::Refused),
            (Wire::Hidden, ModerationAction::Hidden),
            (Wire::Restored, ModerationAction::Restored),
            (Wire::ReportRefused, ModerationAction::ReportRefused),
            (Wire::ObjectionRefused, ModerationAction::ObjectionRefused),
        ];
        for (wire, own) in all {
            assert_eq!(action(wire), own);
        }
    }
}
