//! Search at the backend, and reading what this phone keeps of it as things to search.

use super::read::{turn, when};
use super::{Native, encoded, parse, read, with_cursor};
use crate::backend::Failure;
use crate::backend::model::*;
use serde::de::DeserializeOwned;

turn! {
    kind: contract::SearchKind => SearchKind { Notice, Matter, Poll, Thread, Post }
}

impl Native {
    pub async fn search(
        &self,
        question: &str,
        kinds: &[SearchKind],
        cursor: Option<&str>,
    ) -> Result<Page<SearchHit>, Failure> {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        let mut path = format!(
            "/search?q={}&kinds={}&limit=10",
            encoded(question),
            kinds.join(",")
        );
        with_cursor(&mut path, cursor);
        self.get(&path, |page| read::page(page, hit)).await
    }

    /// What can be searched in the kept answer of `address`.
    pub fn kept_things(&self, address: &str, text: &str) -> Vec<KeptThing> {
        let Some(path) = address
            .strip_prefix(&self.base)
            .and_then(|path| path.strip_prefix("/v1/"))
        else {
            return Vec::new();
        };
        things(path, text)
    }
}

fn things(path: &str, text: &str) -> Vec<KeptThing> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["notices", _] => one(text, notice),
        ["notices"] => many(text, notice_summary),
        ["polls", _] => one(text, poll),
        ["polls"] => many(text, |poll: contract::PollSummary| {
            thing(
                SearchKind::Poll,
                poll.id,
                poll.title,
                String::new(),
                poll.opens_at,
            )
        }),
        ["threads", _] => one(text, |thread: contract::Thread| {
            thing(
                SearchKind::Thread,
                thread.id,
                thread.title,
                plain(thread.body),
                thread.created_at,
            )
        }),
        ["matters", _] => one(text, matter),
        ["threads", id, "posts"] => {
            let mut posts = many(text, post);
            posts.retain(|post| !post.body.is_empty());
            posts
                .iter_mut()
                .for_each(|post| post.thread = Some((*id).to_owned()));
            posts
        }
        _ => Vec::new(),
    }
}

fn one<W: DeserializeOwned>(text: &str, turn: fn(W) -> KeptThing) -> Vec<KeptThing> {
    parse(text).map(turn).into_iter().collect()
}

fn many<W: DeserializeOwned>(text: &str, turn: fn(W) -> KeptThing) -> Vec<KeptThing> {
    parse(text).map_or_else(
        |_| Vec::new(),
        |page: contract::Page<W>| read::all(page.items, turn),
    )
}

fn thing(kind: SearchKind, id: String, title: String, body: String, at: contract::Timestamp) -> KeptThing {
    KeptThing {
        kind,
        id,
        thread: None,
        title,
        body,
        at: when(at),
    }
}

fn plain(text: contract::Text) -> String {
    match text.format {
        contract::TextFormat::Markdown => markdown::words(&text.value),
        _ => text.value,
    }
}

fn notice(notice: contract::Notice) -> KeptThing {
    let mut body = vec![notice.summary];
    body.extend(notice.plain.map(plain));
    body.push(plain(notice.body));
    body.extend(notice.event.and_then(|event| event.place));
    // A notice may be nothing but a picture.
    body.extend(notice.images.into_iter().map(|image| image.alt));
    body.extend(notice.attachments.into_iter().map(|file| file.title));
    thing(
        SearchKind::Notice,
        notice.id,
        notice.title,
        body.join("\n"),
        notice.published_at,
    )
}

fn notice_summary(notice: contract::NoticeSummary) -> KeptThing {
    thing(
        SearchKind::Notice,
        notice.id,
        notice.title,
        notice.summary,
        notice.published_at,
    )
}

fn poll(poll: contract::Poll) -> KeptThing {
    let mut body = vec![plain(poll.about)];
    for question in poll.questions {
        body.push(question.title);
        for option in question.options {
            body.push(option.label);
            body.extend(option.meaning);
        }
    }
    thing(
        SearchKind::Poll,
        poll.id,
        poll.title,
        body.join("\n"),
        poll.opens_at,
    )
}

fn matter(matter: contract::Matter) -> KeptThing {
    let mut body = vec![plain(matter.about)];
    body.extend(matter.outcome.map(|outcome| plain(outcome.text)));
    thing(
        SearchKind::Matter,
        matter.id,
        matter.title,
        body.join("\n"),
        matter.updated_at,
    )
}

fn post(post: contract::Post) -> KeptThing {
    let body = match post.state {
        contract::PostState::Visible => plain(post.body),
        _ => String::new(),
    };
    thing(SearchKind::Post, post.id, String::new(), body, post.created_at)
}

fn hit(hit: contract::SearchHit) -> SearchHit {
    let places = |spans: Vec<contract::Span>| {
        spans
            .into_iter()
            .map(|span| (span.from as usize, span.to as usize))
    };
    SearchHit {
        kind: kind(hit.kind),
        id: hit.id,
        thread: hit.thread_id,
        title: Marked::cut(&hit.title, places(hit.title_matches)),
        passage: Marked::cut(&hit.passage, places(hit.matches)),
        at: when(hit.at),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_kept_list_and_what_is_no_text_to_search() {
        let list = r#"{"items":[{"id":"n","title":"停水","summary":"明天","category":"utilities","urgency":"normal","pinned":false,
            "publisher":"P","published_at":"2026-01-01T00:00:00Z","asks_read":false}],"total":1}"#;
        let found = things("notices?limit=20", list);
        assert_eq!(
            (found.len(), found[0].title.as_str(), found[0].body.as_str()),
            (1, "停水", "明天")
        );
        assert!(things("me", "{}").is_empty() && things("notices/n", "nonsense").is_empty());
    }
}
