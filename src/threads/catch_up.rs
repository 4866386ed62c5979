//! What happened since somebody was here last, in at most seven lines: official answers, what was decided, and the post of
//! each stance that most people agree with. Plain rules; every line is somebody's own words or a fact.

use super::post::stance_key;
use super::window_of;
use crate::access::preferences;
use crate::access::read_aloud::{Line, listen};
use crate::backend::{Decided, Decision, Post, Text, Thread, ThreadNews, When, backend, service_info};
use crate::i18n::{Key, date_time, said, t, t1, tn};
use crate::offline::visits;
use crate::parts::{author_name, stage_key, tr};
use crate::platform::task::spawn_scoped;
use crate::platform::visible::on_hidden;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Button, ButtonKind, LinkButton, Loading, PageTitle};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

const MOST: usize = 7;
/// As much of a post as somebody hears in one breath.
const EXCERPT: usize = 48;

/// One thing that happened; the words are made when they are shown, in the reader's language.
#[derive(Clone)]
enum Item {
    Official(Post),
    Decided(Decision),
    Agreed(Post),
}

/// The lines in the order in which they are told.
fn items(news: ThreadNews) -> Vec<Item> {
    let official: Vec<_> = news.official.iter().map(|post| post.id.clone()).collect();
    let agreed = news
        .most_agreed
        .into_iter()
        .filter(|post| !official.contains(&post.id));
    news.official
        .into_iter()
        .map(Item::Official)
        .chain(news.decisions.into_iter().map(Item::Decided))
        .chain(agreed.map(Item::Agreed))
        .take(MOST)
        .collect()
}

impl Item {
    fn words(&self) -> String {
        match self {
            Self::Official(post) => t1(
                Key::ThreadsNewsOfficial,
                &[
                    ("name", &author_name(&post.author)),
                    ("text", &excerpt(&post.body)),
                ],
            ),
            Self::Agreed(post) => tn(
                Key::ThreadsNewsAgreed,
                post.agrees,
                &[
                    (
                        "stance",
                        &t(stance_key(post.stance).unwrap_or(Key::ThreadsStanceNeutral)),
                    ),
                    ("name", &author_name(&post.author)),
                    ("text", &excerpt(&post.body)),
                ],
            ),
            Self::Decided(decision) => match &decision.what {
                Decided::PollEnded(poll) => t1(Key::ThreadsNewsPoll, &[("title", &poll.title)]),
                Decided::StageBegan(stage) => {
                    let name = stage_key(*stage).map(t).unwrap_or_default();
                    t1(
                        Key::ThreadsNewsStage,
                        &[("stage", &name), ("time", &date_time(&decision.at))],
                    )
                }
            },
        }
    }

    fn href(&self, thread: &str) -> Option<String> {
        match self {
            Self::Official(post) | Self::Agreed(post) => Some(format!("/threads/{thread}?post={}", post.id)),
            Self::Decided(decision) => match &decision.what {
                Decided::PollEnded(poll) => Some(format!("/polls/{}/results", poll.id)),
                Decided::StageBegan(_) => None,
            },
        }
    }
}

/// The beginning of a post on one line, without the signs of Markdown.
fn excerpt(text: &Text) -> String {
    let plain: String = text
        .value
        .chars()
        .filter(|c| !matches!(c, '*' | '#' | '>' | '`' | '_'))
        .collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// At the top of a thread. Nothing in the first visit, and nothing where it cannot be read: the thread itself is there.
pub fn catch_up(thread: &Thread) -> AnyView {
    let id = thread.id.clone();
    let since = visits::opened(&id);
    remember(&id);
    let Some(since) = since else {
        return ().into_any();
    };
    let news = asked(&id, since);
    drawn(move || {
        match news.get() {
        Some(Some(news)) if news.posts == 0 && news.decisions.is_empty() => {
            view! { <p class="meta">{live(move || t1(Key::ThreadsNewsNone, &[("time", &date_time(&When::at(since)))]))}</p> }.into_any()
        }
        Some(Some(news)) if preferences().with(|p| p.elder) => {
            let count = news.posts;
            let href = format!("/threads/{id}/news");
            let label = Signal::derive(move || match count {
                0 => t(Key::ThreadsNewsDecided),
                count => tn(Key::ThreadsNewsLook, count, &[]),
            });
            view! { <LinkButton href=href label=label kind=ButtonKind::Secondary /> }.into_any()
        }
        Some(Some(news)) => view! {
            <section class="card stack">
                <h2>{said(Key::ThreadsNewsTitle)}</h2>
                {lines(&id, since, news)}
            </section>
        }
        .into_any(),
        _ => ().into_any(),
    }
    })
}

/// When the thread was seen last is kept while it is shown, so that no crash loses it.
fn remember(thread: &str) {
    let id = thread.to_owned();
    let away = SendWrapper::new(on_hidden({
        let id = id.clone();
        move || visits::left(&id)
    }));
    on_cleanup(move || {
        drop(away);
        visits::left(&id);
    });
}

/// `None` while it is on its way, `Some(None)` when it cannot be had.
fn asked(thread: &str, since: i64) -> RwSignal<Option<Option<ThreadNews>>> {
    let news = RwSignal::new(None);
    let id = thread.to_owned();
    spawn_scoped(async move {
        let offered = service_info().with_untracked(|s| s.as_ref().is_none_or(|s| s.can.thread_news));
        let found = if offered {
            backend().thread_news(&id, since).await.ok()
        } else {
            None
        };
        news.set(Some(found));
    });
    news
}

fn lines(thread: &str, since: i64, news: ThreadNews) -> AnyView {
    let count = news.posts;
    let items = items(news);
    let rows = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let (words, href) = (item.clone(), item.href(thread));
            let words = live(move || words.words());
            match href {
                Some(href) => view! { <li id=line_id(at)><a href=href>{words}</a></li> }.into_any(),
                None => view! { <li id=line_id(at)>{words}</li> }.into_any(),
            }
        })
        .collect_view();
    let first = move || {
        let time = date_time(&When::at(since));
        match count {
            0 => t1(Key::ThreadsNewsNone, &[("time", &time)]),
            count => tn(Key::ThreadsNewsSince, count, &[("time", &time)]),
        }
    };
    let spoken = items.clone();
    let hear = Callback::new(move |()| {
        let told = spoken
            .iter()
            .enumerate()
            .map(|(at, item)| Line::public(item.words()).at(line_id(at)));
        listen(std::iter::once(Line::public(first())).chain(told).collect());
    });
    let newest = format!("/threads/{thread}?order=newest");
    view! {
        <p>{live(first)}</p>
        {(!items.is_empty()).then(|| view! { <ul class="stack">{rows}</ul> })}
        <Button label=tr(Key::AloudHear) id="news-hear" on_press=hear />
        {(count > 0).then(|| view! { <p><a class="more-link" href=newest>{said(Key::ThreadsNewsNewest)}</a></p> })}
    }
    .into_any()
}

fn line_id(at: usize) -> String {
    format!("news-{}", at + 1)
}

/// The same on a page of its own, for one thing at a time.
#[component]
pub fn NewsPage(#[prop(into)] id: String) -> impl IntoView {
    let href = format!("/threads/{id}");
    let whole = href.clone();
    let window = window_of(Key::ThreadsNewsTitle, &id);
    let since = visits::since(&id);
    let told = match since {
        None => view! { <p>{said(Key::ThreadsNewsNothing)}</p> }.into_any(),
        Some(since) => {
            let news = asked(&id, since);
            drawn(move || match news.get() {
                None => view! { <Loading label=tr(Key::AppLoading) /> }.into_any(),
                Some(None) => view! { <p>{said(Key::ThreadsNewsMissing)}</p> }.into_any(),
                Some(Some(news)) => lines(&id, since, news),
            })
        }
    };
    view! {
        <BackLink href=href label=tr(Key::ThreadsTitle) />
        <PageTitle text=tr(Key::ThreadsNewsTitle) window=window />
        {told}
        <LinkButton href=whole label=tr(Key::ThreadsNewsWhole) />
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::backend::{
        Author, PostPermissions, PostState, Related, RelatedKind, Role, Stance, TextFormat,
    };

    fn post(id: &str, stance: Stance) -> Post {
        Post {
            id: id.to_owned(),
            thread_id: "t".into(),
            parent_id: None,
            root_id: None,
            depth: 0,
            answers: None,
            author: Author {
                name: Some("王秀英".into()),
                role: Role::Resident,
                is_me: false,
            },
            body: text(id),
            stance,
            state: PostState::Visible,
            state_reason: None,
            created: When::at(0),
            edited: None,
            official: false,
            agrees: 1,
            i_agree: false,
            replies: 0,
            objection: None,
            can: PostPermissions::default(),
        }
    }

    fn text(value: &str) -> Text {
        Text {
            format: TextFormat::Markdown,
            value: value.to_owned(),
            lang: None,
        }
    }

    fn ended(id: &str) -> Decision {
        Decision {
            at: When::at(0),
            what: Decided::PollEnded(Related {
                kind: RelatedKind::Poll,
                id: id.to_owned(),
                title: "长椅".into(),
            }),
        }
    }

    #[test]
    fn seven_lines_at_most_official_ones_first_and_nothing_twice() {
        let news = ThreadNews {
            posts: 40,
            official: vec![post("o1", Stance::Neutral), post("o2", Stance::Neutral)],
            most_agreed: vec![
                post("o1", Stance::Neutral),
                post("f", Stance::For),
                post("a", Stance::Against),
                post("q", Stance::Question),
            ],
            decisions: vec![ended("1"), ended("2"), ended("3")],
        };
        let hrefs: Vec<_> = items(news).iter().filter_map(|item| item.href("t")).collect();
        assert_eq!(
            hrefs,
            [
                "/threads/t?post=o1",
                "/threads/t?post=o2",
                "/polls/1/results",
                "/polls/2/results",
                "/polls/3/results",
                "/threads/t?post=f",
                "/threads/t?post=a",
            ]
        );
    }

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(
            excerpt(&text("**停水**。\n\n> 请先\n接好水")),
            "停水。 请先 接好水"
        );
        let long = excerpt(&text(&"水".repeat(60)));
        assert_eq!(long, format!("{}…", "水".repeat(EXCERPT)));
    }
}
