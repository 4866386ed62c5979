//! What happened in a thread since the last visit.

use super::{Native, encoded, read};
use crate::backend::Failure;
use crate::backend::model::*;

impl Native {
    /// `since` in milliseconds since 1970, by the server's clock.
    pub async fn thread_news(&self, thread_id: &str, since: i64) -> Result<ThreadNews, Failure> {
        let since = contract::Timestamp::from_millis(since).to_string();
        let path = format!("/threads/{}/news?since={}", encoded(thread_id), encoded(&since));
        self.get(&path, news).await
    }
}

fn news(news: contract::ThreadNews) -> ThreadNews {
    ThreadNews {
        posts: news.posts,
        official: read::all(news.official, read::post),
        most_agreed: read::all(news.most_agreed, read::post),
        decisions: news.decisions.into_iter().filter_map(decision).collect(),
    }
}

/// None for what this app does not know.
fn decision(decision: contract::Decision) -> Option<Decision> {
    let what = match decision.kind {
        contract::DecisionKind::PollEnded => Decided::PollEnded(read::related(decision.poll?)),
        contract::DecisionKind::StageBegan => Decided::StageBegan(read::stage(decision.stage?)),
        _ => return None,
    };
    Some(Decision {
        at: read::when(decision.at),
        what,
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_here_is_left_out() {
        let wire = r#"{"posts":3,"official":[],"most_agreed":[],"decisions":[
            {"kind":"poll_ended","at":"2026-11-20T12:00:00Z","poll":{"kind":"poll","id":"p","title":"长椅"}},
            {"kind":"stage_began","at":"2026-11-19T12:00:00Z","stage":"voting"},
            {"kind":"comet_seen","at":"2026-11-18T12:00:00Z"},
            {"kind":"poll_ended","at":"2026-11-17T12:00:00Z"}
        ]}"#;
        let news = news(serde_json::from_str(wire).unwrap());
        assert_eq!(news.posts, 3);
        let what: Vec<_> = news.decisions.into_iter().map(|decision| decision.what).collect();
        assert_eq!(
            what,
            [
                Decided::PollEnded(Related {
                    kind: RelatedKind::Poll,
                    id: "p".into(),
                    title: "长椅".into(),
                }),
                Decided::StageBegan(StageKind::Voting),
            ]
        );
    }
}
