//! Statements of a deliberation: from the thread's page to what one says about each, and the list of all of them.

use super::counts;
use super::new_posts::tell_rows;
use super::thread_loader;
use crate::backend::{
    Failure, Opinion, Page, SessionState, Statement, StatementOrder, StatementState, Thread, Topic,
    WhyNotPost, backend, service_info, session,
};
use crate::i18n::{Key, number, said, t, t1, tn};
use crate::offline::{cache, opinions};
use crate::parts::{Following, Loader, MoreLoader, News, fetching, secondary, tr, window_title};
use crate::platform::task::spawn_scoped;
use crate::ui::live::{derived, drawn, live};
use crate::ui::{BackLink, Banner, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;

/// What a thread of statements has in the place of posts: the way to answering, and to the list.
pub fn statements(thread: &Thread) -> AnyView {
    let id = &thread.id;
    let all = format!("/threads/{id}/statements");
    let count = thread.posts;
    let id = id.clone();
    let others = secondary(Key::StatementsMore, move || {
        view! {
            <LinkButton href=all.clone() label=derived(move || tn(Key::StatementsAll, count, &[])) />
            {opinion_groups(&id)}
        }
        .into_any()
    });
    // What the backend can do may be known only after the thread is here.
    let thread = thread.clone();
    view! {
        {drawn(move || entrance(&thread))}
        {others}
    }
    .into_any()
}

/// Where the community's backend publishes who agrees with what, without names.
fn opinion_groups(id: &str) -> AnyView {
    if !service_info().with(|s| s.as_ref().is_some_and(|s| s.can.opinion_votes)) {
        return ().into_any();
    }
    let href = format!("/threads/{id}/opinions");
    view! { <LinkButton href=href label=tr(Key::OpinionsLink) /> }.into_any()
}

/// The next step for this person: begin, sign in first, or why not.
fn entrance(thread: &Thread) -> AnyView {
    let id = &thread.id;
    if !service_info().with(|s| s.as_ref().is_some_and(|s| s.can.statement_votes)) {
        return ().into_any();
    }
    match thread.why_not {
        None if thread.can_post => {
            let href = format!("/threads/{id}/answer");
            view! { <LinkButton href=href label=tr(Key::StatementsBegin) kind=ButtonKind::Primary /> }
                .into_any()
        }
        Some(WhyNotPost::NotSignedIn) => {
            let href = format!("/sign-in?next=/threads/{id}/answer");
            view! { <LinkButton href=href label=tr(Key::StatementsSignIn) kind=ButtonKind::Primary /> }
                .into_any()
        }
        Some(WhyNotPost::Closed) => {
            view! { <Banner tone=Tone::Info title=tr(Key::ThreadsCannotClosed) /> }.into_any()
        }
        Some(WhyNotPost::ReadOnly) => {
            view! { <Banner tone=Tone::Info title=tr(Key::ThreadsCannotReadOnly) /> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// All statements with what one has said about each, and a way to say something else.
#[component]
pub fn StatementsPage(#[prop(into)] id: String) -> impl IntoView {
    let who = Memo::new(|_| session().with(SessionState::person));
    drawn(move || {
        who.get();
        let id = id.clone();
        let loader = thread_loader(id.clone());
        let read = loader.clone();
        let window = window_title(Key::ThreadsStatementsTitle, move || {
            read.value().map(|thread| thread.title)
        });
        view! {
            <BackLink href=format!("/threads/{id}") label=tr(Key::AppBack) />
            <PageTitle text=tr(Key::ThreadsStatementsTitle) window=window />
            {loader.view(list)}
        }
        .into_any()
    })
}

fn list(thread: Thread) -> AnyView {
    // Who has yet to sign in may still answer.
    let answers = thread.can_post || thread.why_not == Some(WhyNotPost::NotSignedIn);
    let id = thread.id;
    spawn_scoped(listen(id.clone()));
    let first = id.clone();
    Loader::start(move || fetching(page(first.clone(), StatementOrder::Oldest, None))).view(
        move |page_one: Page<Statement>| {
            let next = id.clone();
            let more = MoreLoader::after(page_one, move |cursor| {
                fetching(page(next.clone(), StatementOrder::Oldest, cursor))
            });
            let rows = more.rows();
            let id = id.clone();
            view! {
                <ol class="stack plain-list">
                    <For each=move || rows.get() key=|s| s.id.clone() let:statement>
                        {row(id.clone(), answers, statement)}
                    </For>
                </ol>
                {more.button(|s: &Statement| row_id(&s.id))}
            }
            .into_any()
        },
    )
}

/// What others say meanwhile.
async fn listen(thread: String) {
    let mut following = Following::of(Topic::Thread(thread.clone()));
    loop {
        match following.next(None).await {
            News::Changed(change) => tell_rows(&change),
            News::Listening => {}
            News::Again => {
                let first = backend().statements(&thread, StatementOrder::Oldest, None).await;
                for statement in first.map(|page| page.items).unwrap_or_default() {
                    let numbers = [statement.agree, statement.disagree, statement.pass];
                    counts::tell(&statement.id, &numbers);
                }
            }
        }
    }
}

fn row(thread: String, answers: bool, statement: Statement) -> AnyView {
    let Statement {
        id,
        text,
        agree,
        disagree,
        pass,
        mine,
        state,
        state_reason,
        ..
    } = statement;
    let waits = {
        let reason = state_reason.unwrap_or_default();
        match state {
            StatementState::Pending => Some(live(move || t(Key::ThreadsPending))),
            StatementState::Refused => {
                Some(live(move || t1(Key::StatementsNotTaken, &[("reason", &reason)])))
            }
            _ => None,
        }
    };
    let visible = waits.is_none();
    let say = mine_now(id.clone(), mine);
    let said_now = RwSignal::new([agree, disagree, pass]);
    counts::follow(&id, move |numbers| {
        if let [agree, disagree, pass] = *numbers {
            said_now.set([agree, disagree, pass]);
        }
    });
    // What others say is shown only to those who have said something, or once nobody can: it is meant to be one's own word.
    let counts = move || {
        let [agree, disagree, pass] = said_now.get();
        let numbers = [
            ("agree", number(agree)),
            ("disagree", number(disagree)),
            ("pass", number(pass)),
        ];
        let values: Vec<_> = numbers.iter().map(|(name, n)| (*name, n.as_str())).collect();
        // That they stand here says that one has answered: nobody else's business.
        let private = answers.then_some("");
        (visible && (!answers || say.get().is_some())).then(
            || view! { <p class="meta" data-private=private>{t1(Key::ThreadsStatementCounts, &values)}</p> },
        )
    };
    let own = move || {
        let words = say
            .get()
            .map(|opinion| t1(Key::StatementsMine, &[("answer", &t(word(opinion)))]));
        words.map(|words| view! { <p data-private=""><strong>{words}</strong></p> })
    };
    let link = (answers && visible).then(|| {
        let href = format!("/threads/{thread}/answer?ask={id}");
        let key = move || {
            if say.get().is_some() {
                Key::StatementsChange
            } else {
                Key::StatementsSay
            }
        };
        let named = text.clone();
        let name = move || {
            let of = if say.get().is_some() {
                Key::StatementsChangeOf
            } else {
                Key::StatementsSayOf
            };
            t1(of, &[("text", &named)])
        };
        view! { <a class="quiet-link" href=href aria-label=name>{move || t(key())}</a> }
    });
    view! {
        <li class="card" id=row_id(&id) tabindex="-1" data-private=(!visible).then_some("")>
            <div dir="auto" class="statement-text">{text}</div>
            {waits.map(|words| view! { <p class="tombstone">{words}</p> })}
            {own}
            {counts}
            {link}
        </li>
    }
    .into_any()
}

/// What the person says about a statement now: what was said on this phone is newer than what was read.
pub(super) fn mine_now(id: String, read: Option<Opinion>) -> Memo<Option<Opinion>> {
    Memo::new(move |_| opinions::said(&id).or(read))
}

pub(super) fn word(opinion: Opinion) -> Key {
    match opinion {
        Opinion::Agree => Key::StatementsAgree,
        Opinion::Disagree => Key::StatementsDisagree,
        Opinion::Pass => Key::StatementsPass,
    }
}

fn row_id(id: &str) -> String {
    format!("statement-{id}")
}

pub(super) async fn page(
    id: String,
    order: StatementOrder,
    cursor: Option<String>,
) -> Result<cache::Kept<Page<Statement>>, Failure> {
    let key = format!("statements/{id}/{}", cursor.as_deref().unwrap_or("first"));
    cache::fresh_or_kept(&key, backend().statements(&id, order, cursor)).await
}

/// Looks one statement up, wherever in the list it stands.
pub(super) async fn find(thread: String, wanted: String) -> Result<cache::Kept<Option<Statement>>, Failure> {
    let mut cursor = None;
    loop {
        let kept = page(thread.clone(), StatementOrder::Oldest, cursor).await?;
        let found = kept.value.items.into_iter().find(|s| s.id == wanted);
        cursor = kept.value.next;
        if found.is_some() || cursor.is_none() {
            return Ok(cache::Kept {
                value: found,
                as_of: kept.as_of,
            });
        }
    }
}

/// The way back from a page of this thread.
pub(super) fn back(thread: &str) -> AnyView {
    view! { <BackLink href=format!("/threads/{thread}") label=tr(Key::AppBack) /> }.into_any()
}

/// Words for somebody who has to sign in first.
pub(super) fn sign_in(next: String) -> AnyView {
    let href = format!("/sign-in?next={next}");
    view! {
        <p>{said(Key::StatementsSignInWhy)}</p>
        <LinkButton href=href label=tr(Key::StatementsSignIn) kind=ButtonKind::Primary />
    }
    .into_any()
}
