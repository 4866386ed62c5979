//! Opinion groups of a deliberation: who thinks alike, what each group says, what all agree on. The grouping is a worker's
//! (crates/worker); leaving the page ends it. Nobody is told which group is theirs.

use super::opinion_groups::told;
use super::{fetch_thread, statements};
use crate::backend::{
    Failure, Opinions, OpinionsFound, RecountFailed, StatementOrder, Thread, backend, found_by_worker,
};
use crate::i18n::{Key, number, said, t, t1};
use crate::offline::cache::Kept;
use crate::parts::{Loader, fetching, tr};
use crate::platform::announce::announce;
use crate::platform::worker::{Heard, Worker, available};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, Loading, PageTitle, Tone};
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// The texts of the statements by their ids.
pub(super) type Texts = Arc<HashMap<String, String>>;

#[derive(Clone)]
struct Matter {
    thread: Thread,
    texts: Texts,
}

#[component]
pub fn OpinionsPage(#[prop(into)] id: String) -> impl IntoView {
    let back = format!("/threads/{id}");
    let loader = {
        let id = id.clone();
        Loader::start(move || fetching(matter(id.clone())))
    };
    let title = {
        let loader = loader.clone();
        Signal::derive(move || match loader.value() {
            Some(matter) => t1(Key::OpinionsTitle, &[("title", &matter.thread.title)]),
            None => t(Key::OpinionsPage),
        })
    };
    view! {
        <BackLink href=back label=tr(Key::AppBack) />
        <PageTitle text=title />
        {loader.view(body)}
    }
}

/// The thread and all its statements.
async fn matter(id: String) -> Result<Kept<Matter>, Failure> {
    let thread = fetch_thread(&id).await?;
    let mut texts = HashMap::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = statements::page(id.clone(), StatementOrder::Oldest, cursor)
            .await?
            .value;
        texts.extend(
            page.items
                .into_iter()
                .map(|statement| (statement.id, statement.text)),
        );
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(Kept {
        value: Matter {
            thread: thread.value,
            texts: Arc::new(texts),
        },
        as_of: thread.as_of,
    })
}

fn body(Matter { thread, texts }: Matter) -> AnyView {
    match (backend().opinions_question(&thread.id), available()) {
        (None, _) => view! { <Banner tone=Tone::Info title=tr(Key::OpinionsNotPublished) /> }.into_any(),
        (_, false) => view! { <Banner tone=Tone::Info title=tr(Key::OpinionsNotInBuild) /> }.into_any(),
        (Some(question), true) => grouping(question, texts),
    }
}

#[derive(Clone)]
enum Stage {
    Working,
    Told(Arc<Opinions>),
    TooFew { voters: u64, enough: u64 },
    Failed(RecountFailed),
}

fn grouping(question: String, texts: Texts) -> AnyView {
    let stage = RwSignal::new(Stage::Working);
    // Holds the worker; the page's end ends it.
    let worker = StoredValue::new_local(None::<Worker>);
    let start = move || {
        stage.set(Stage::Working);
        let started = Worker::start(&question, move |heard| hear(heard, stage));
        if started.is_none() {
            stage.set(Stage::Failed(RecountFailed::Other));
        }
        worker.set_value(started);
    };
    start();
    let again = Callback::new(move |()| start());
    drawn(move || match stage.get() {
        Stage::Working => view! { <Loading label=tr(Key::OpinionsWorking) /> }.into_any(),
        Stage::Told(opinions) => told(opinions, texts.clone()),
        Stage::TooFew { voters, enough } => {
            let words = move || {
                t1(
                    Key::OpinionsTooFewText,
                    &[("voters", &number(voters)), ("enough", &number(enough))],
                )
            };
            view! { <Banner tone=Tone::Info title=tr(Key::OpinionsTooFew)><p>{live(words)}</p></Banner> }
                .into_any()
        }
        Stage::Failed(RecountFailed::NoBoard) => {
            view! { <Banner tone=Tone::Info title=tr(Key::OpinionsNotPublished) /> }.into_any()
        }
        Stage::Failed(why) => {
            let (title, text) = failed(why);
            view! {
                <Banner tone=Tone::Warn title=tr(title)><p>{said(text)}</p></Banner>
                <Button label=tr(Key::AppRetry) kind=ButtonKind::Primary on_press=again />
            }
            .into_any()
        }
    })
}

fn failed(why: RecountFailed) -> (Key, Key) {
    match why {
        RecountFailed::Offline => (Key::OpinionsOffline, Key::OpinionsOfflineText),
        _ => (Key::OpinionsBroken, Key::OpinionsBrokenText),
    }
}

fn hear(heard: Heard, stage: RwSignal<Stage>) {
    let found = match heard {
        Heard::Text(text) => found_by_worker(&text),
        Heard::Broken => OpinionsFound::Failed(RecountFailed::Offline),
    };
    let (words, now) = match found {
        OpinionsFound::Done(opinions) => (
            super::opinion_groups::how_many(&opinions),
            Stage::Told(Arc::new(*opinions)),
        ),
        OpinionsFound::TooFew { voters, enough } => {
            (t(Key::OpinionsTooFew), Stage::TooFew { voters, enough })
        }
        OpinionsFound::Failed(RecountFailed::NoBoard) => (
            t(Key::OpinionsNotPublished),
            Stage::Failed(RecountFailed::NoBoard),
        ),
        OpinionsFound::Failed(why) => (t(failed(why).0), Stage::Failed(why)),
    };
    announce(&words);
    stage.try_set(now);
}
