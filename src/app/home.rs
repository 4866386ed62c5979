//! Home: what waits for the person first, then what is new. In elder mode four large blocks.

use super::late::{new_notices, unread_count};
use crate::access::{has_chosen, preferences, update};
use crate::backend::{
    Failure, NoticeSummary, Page, PollState, PollSummary, SessionState, ThreadSummary, backend, service_info,
    session,
};
use crate::i18n::{Key, said, t, t1, tn};
use crate::notices::NoticeRow;
use crate::offline::ballots::{BallotRecord, BallotState, Standing, ballots, heard};
use crate::offline::cache;
use crate::parts::{Loader, fetching, phone, tel, tr};
use crate::platform::announce::announce;
use crate::platform::focus;
use crate::polls::PollRow;
use crate::threads::ThreadRow;
use crate::ui::icon::{Icon, IconKind};
use crate::ui::live::{drawn, live};
use crate::ui::{Banner, Button, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;

/// Rows of each kind shown at home.
const ROWS: usize = 3;

#[component]
pub fn HomePage() -> impl IntoView {
    let hello = Signal::derive(|| match session().get() {
        SessionState::SignedIn(me) => t1(Key::HomeHelloName, &[("name", &me.name)]),
        _ => t(Key::HomeHello),
    });
    let community = || service_info().with(|s| s.as_ref().map(|s| s.name.clone()));
    let lede = move || {
        community().map(|name| view! { <p class="lede">{t1(Key::HomeLede, &[("community", &name)])}</p> })
    };
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    view! {
        <PageTitle text=hello />
        {move || (!elder.get()).then(lede)}
        <FirstRun />
        {inbox_line()}
        <OwnBallots />
        {assisted_question}
        {move || if elder.get() { blocks() } else { overview() }}
        {new_notices()}
    }
}

/// The way to the inbox. It stands there before its number is known, so that nothing moves when that comes.
fn inbox_line() -> AnyView {
    let has = Memo::new(|_| {
        session().with(|s| s.me().is_some())
            && service_info().with(|s| s.as_ref().is_some_and(|s| s.can.inbox))
    });
    drawn(move || {
        has.get().then(|| {
            let count = unread_count();
            let words = live(move || match count.get() {
                None | Some(0) => t(Key::HomeInbox),
                Some(n) => tn(Key::HomeInboxNew, n, &[]),
            });
            view! { <p><a class="quiet-link" href="/inbox">{words}</a></p> }
        })
    })
}

/// Somebody helped with a vote: was it the person's own choice?
fn assisted_question() -> impl IntoView {
    session()
        .with(|s| s.me().is_some_and(|me| me.assisted_questions > 0))
        .then(|| {
            view! {
                <Banner tone=Tone::Warn title=tr(Key::HomeAssisted)>
                    <LinkButton href="/assist/mine" label=tr(Key::HomeLook) kind=ButtonKind::Secondary />
                </Banner>
            }
        })
}

/// Ballots that are not counted yet: one tap back to each.
#[component]
fn OwnBallots() -> impl IntoView {
    let open = Memo::new(|_| {
        ballots().with(|b| {
            b.values()
                .filter(|r| r.state != BallotState::Counted)
                .map(|r: &BallotRecord| (r.poll_id.clone(), r.poll_title.clone(), r.standing()))
                .collect::<Vec<_>>()
        })
    });
    move || {
        open.get()
            .into_iter()
            .map(|(id, title, standing)| {
                let (tone, key, href, go) = match standing {
                    Standing::Chosen => (
                        Tone::Warn,
                        Key::HomeChosenTitle,
                        format!("/polls/{id}/check"),
                        Key::HomeChosenNext,
                    ),
                    Standing::Waiting => (
                        Tone::Warn,
                        Key::HomeWaitingTitle,
                        format!("/polls/{id}/receipt"),
                        Key::HomeLook,
                    ),
                    Standing::Cancelled => (
                        Tone::Warn,
                        Key::PollsCannotCancelled,
                        format!("/polls/{id}/receipt"),
                        Key::HomeLook,
                    ),
                    _ => (
                        Tone::Bad,
                        Key::HomeRefusedTitle,
                        format!("/polls/{id}/receipt"),
                        Key::HomeLook,
                    ),
                };
                view! {
                    <Banner tone=tone title=tr(key)>
                        <p>{title}</p>
                        <LinkButton href=href label=tr(go) kind=ButtonKind::Secondary />
                    </Banner>
                }
            })
            .collect_view()
    }
}

/// Elder mode's home: what there is, and somebody to call. Nothing else stands beside it.
fn blocks() -> AnyView {
    let block = |href: String, key: Key, icon: IconKind| {
        view! { <li><a class="block" href=href><Icon kind=icon /><span>{said(key)}</span></a></li> }
    };
    // Where nobody has a number, help says where to go.
    let call = || phone().map_or("/help".to_owned(), |phone| tel(&phone));
    view! {
        <ul class="blocks plain-list">
            {block("/notices".into(), Key::HomeBlockNotices, IconKind::Notice)}
            {block("/polls".into(), Key::HomeBlockPolls, IconKind::Vote)}
            {block("/threads".into(), Key::HomeBlockThreads, IconKind::Talk)}
            {move || block(call(), Key::HomeBlockCall, IconKind::Phone)}
        </ul>
    }
    .into_any()
}

/// On this phone nobody has chosen yet how to read: a sentence as elder mode would show it, and both ways on.
#[component]
fn FirstRun() -> impl IntoView {
    let asks = Memo::new(|_| {
        preferences().track();
        !has_chosen()
    });
    let choose = |elder: bool| {
        Callback::new(move |()| {
            update(|p| p.set_elder(elder));
            if elder {
                announce(&t(Key::ReadingElderIsOn));
            }
            focus::focus_id("page-title");
        })
    };
    drawn(move || {
        asks.get().then(|| {
            view! {
                <section class="card first-run" aria-labelledby="first-run">
                    <p id="first-run" class="sample-elder">{said(Key::HomeFirstSample)}</p>
                    <div class="tools">
                        <Button label=tr(Key::HomeFirstElder) on_press=choose(true) />
                        <Button label=tr(Key::HomeFirstKeep) on_press=choose(false) />
                    </div>
                </section>
            }
        })
    })
}

fn overview() -> AnyView {
    let who = Memo::new(|_| session().with(SessionState::person));
    view! {
        {move || { who.track(); to_vote() }}
        {section(Key::HomeLatestNotices, Key::HomeAllNotices, "/notices", newest_notices())}
        {section(Key::HomeTalking, Key::HomeAllThreads, "/threads", talking())}
    }
    .into_any()
}

fn section(title: Key, all: Key, href: &'static str, rows: AnyView) -> AnyView {
    view! {
        <section class="stack">
            <h2>{said(title)}</h2>
            {rows}
            <p><a class="more-link" href=href>{said(all)}</a></p>
        </section>
    }
    .into_any()
}

/// Polls that are open and not answered by this person.
fn to_vote() -> AnyView {
    let rows = Loader::start(|| fetching(polls())).view(|page: Page<PollSummary>| {
        let waiting: Vec<_> = page
            .items
            .into_iter()
            .filter(|p| p.state == PollState::Open && p.has_voted != Some(true) && !p.practice)
            .collect();
        if waiting.is_empty() {
            return view! { <p>{said(Key::HomeNothingToVote)}</p> }.into_any();
        }
        let rows = waiting
            .into_iter()
            .take(ROWS)
            .map(|poll| view! { <PollRow poll=poll in_section=true /> })
            .collect_view();
        view! { <ul class="stack plain-list">{rows}</ul> }.into_any()
    });
    section(Key::HomeWaitingForYou, Key::HomeAllPolls, "/polls", rows)
}

fn newest_notices() -> AnyView {
    Loader::start(|| fetching(notices())).view(|page: Page<NoticeSummary>| {
        let rows = page
            .items
            .into_iter()
            .take(ROWS)
            .map(|notice| view! { <NoticeRow notice=notice in_section=true /> })
            .collect_view();
        view! { <ul class="stack plain-list">{rows}</ul> }.into_any()
    })
}

fn talking() -> AnyView {
    Loader::start(|| fetching(threads())).view(|page: Page<ThreadSummary>| {
        let rows = page
            .items
            .into_iter()
            .take(ROWS)
            .map(|thread| view! { <ThreadRow thread=thread in_section=true /> })
            .collect_view();
        view! { <ul class="stack plain-list">{rows}</ul> }.into_any()
    })
}

async fn polls() -> Result<cache::Kept<Page<PollSummary>>, Failure> {
    let key = format!("polls/{}/first", crate::backend::person().unwrap_or_default());
    let page = cache::fresh_or_kept(&key, backend().polls(None)).await?;
    for poll in &page.value.items {
        heard(&poll.id, poll.state);
    }
    Ok(page)
}

async fn notices() -> Result<cache::Kept<Page<NoticeSummary>>, Failure> {
    cache::fresh_or_kept("notices/all/first", backend().notices(None, false, None)).await
}

async fn threads() -> Result<cache::Kept<Page<ThreadSummary>>, Failure> {
    cache::fresh_or_kept("threads/first", backend().threads(None)).await
}
