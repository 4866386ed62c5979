//! Which address shows which page. Our own match instead of the router's `Routes`: twenty routes as one type would be
//! compiled into every phone's download, and an address is easier to test as plain data.

use super::assist::{home, start_here};
use super::late::{Part, page_of};
use super::not_found::NotFoundPage;
use crate::assist::{AssistPage, Bar, EndedPage, MyAssistancePage, StartPage, TabletPage};
use crate::help::{HelpPage, MorePage, PrivacyPage};
use crate::matters::{
    CheckRequestPage, MatterPage, MattersPage, MyMattersPage, NewMatterPage,
    QuestionsPage as MatterQuestionsPage,
};
use crate::notices::{
    CallPage, ChoosePage, FollowingPage, InboxPage, NewNotices, NoticePage, NoticesPage,
    PaperPage as NoticePaperPage, QuestionsPage, SheetPage,
};
use crate::people::{MePage, SignInPage};
use crate::polls::{
    BallotPage, BringPage, CheckPage, MyVotesPage, PaperPage, PollPage, PollsPage,
    QuestionsPage as PollQuestionsPage, ReceiptPage, RecountPage, ResultsPage, private, private_receipt,
};
use crate::search::SearchPage;
use crate::settings::{BringPreferencesPage, CarryPage, SettingsPage};
use crate::threads::{
    AnswerPage, EditPage, HistoryPage, ModerationPage, MyReportsPage, NewsPage, ObjectPage, ObjectReportPage,
    OpinionsPage, ProposePage, ReportPage, StatementsPage, ThreadPage, ThreadsPage, WritePage,
};
use crate::ui::gallery::Gallery;
use crate::ui::live::drawn;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};

/// The page of the address. A new path draws a new page; a new query does not.
#[component]
pub fn Pages() -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    // The router writes the address bar when its routes say that the page is there; without them we say so.
    let bar = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        location.pathname.track();
        location.search.track();
        if let Some(bar) = &bar {
            bar.ready_to_complete();
        }
    });
    drawn(move || page(&path.get()))
}

fn page(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        [] => home(),
        ["notices" | "notices-on-paper" | "inbox" | "following", ..] => {
            page_of(Part::Notices, path.to_owned())
        }
        ["assist", ..] => page_of(Part::Assist, path.to_owned()),
        ["polls", _, "results" | "recount"] => page_of(Part::Results, path.to_owned()),
        ["polls" | "my-votes", ..] => page_of(Part::Polls, path.to_owned()),
        ["threads"] | ["threads", _] | ["threads", _, "answer" | "news" | "statements" | "opinions"] => {
            page_of(Part::Threads, path.to_owned())
        }
        ["threads" | "matters" | "my-reports" | "moderation", ..] => page_of(Part::Deeds, path.to_owned()),
        ["search"] => page_of(Part::Search, path.to_owned()),
        _ => page_of(Part::Rest, path.to_owned()),
    }
}

pub fn notices(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        ["notices"] => view! { <NoticesPage /> }.into_any(),
        ["notices", id] => view! { <NoticePage id=*id /> }.into_any(),
        ["notices", id, "call"] => view! { <CallPage id=*id /> }.into_any(),
        ["notices", id, "questions"] => view! { <QuestionsPage id=*id /> }.into_any(),
        ["notices", id, "paper"] => view! { <NoticePaperPage id=*id /> }.into_any(),
        ["notices-on-paper"] => view! { <ChoosePage /> }.into_any(),
        ["notices-on-paper", "sheet"] => view! { <SheetPage /> }.into_any(),
        ["inbox"] => view! { <InboxPage /> }.into_any(),
        ["following"] => view! { <FollowingPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

/// At home: what is new is read on its own page.
pub fn new_notices() -> AnyView {
    let navigate = use_navigate();
    let on_show = Callback::new(move |()| navigate("/notices", Default::default()));
    view! { <NewNotices kind=None known=None on_show=on_show /> }.into_any()
}

pub fn polls(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        ["polls"] => view! { <PollsPage /> }.into_any(),
        ["polls", id] => view! { <PollPage id=*id /> }.into_any(),
        ["polls", id, "questions"] => view! { <PollQuestionsPage id=*id /> }.into_any(),
        ["polls", id, "ballot"] => private(id, |id| view! { <BallotPage id=id /> }.into_any()),
        ["polls", id, "check"] => private(id, |id| view! { <CheckPage id=id /> }.into_any()),
        ["polls", id, "bring"] => private(id, |id| view! { <BringPage id=id /> }.into_any()),
        ["polls", id, "paper"] => view! { <PaperPage id=*id /> }.into_any(),
        ["polls", id, "receipt"] => private_receipt(id, |id| view! { <ReceiptPage id=id /> }.into_any()),
        ["my-votes"] => view! { <MyVotesPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

pub fn results(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        ["polls", id, "results"] => view! { <ResultsPage id=*id /> }.into_any(),
        ["polls", id, "recount"] => view! { <RecountPage id=*id /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

pub fn threads(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        ["threads"] => view! { <ThreadsPage /> }.into_any(),
        ["threads", id] => view! { <ThreadPage id=*id /> }.into_any(),
        ["threads", id, "news"] => view! { <NewsPage id=*id /> }.into_any(),
        ["threads", id, "answer"] => view! { <AnswerPage id=*id /> }.into_any(),
        ["threads", id, "statements"] => view! { <StatementsPage id=*id /> }.into_any(),
        ["threads", id, "opinions"] => view! { <OpinionsPage id=*id /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

pub fn deeds(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        ["threads", id, "propose"] => view! { <ProposePage id=*id /> }.into_any(),
        ["threads", id, "write"] => view! { <WritePage id=*id /> }.into_any(),
        ["threads", id, "report"] => view! { <ReportPage id=*id /> }.into_any(),
        ["threads", id, "edit"] => view! { <EditPage id=*id /> }.into_any(),
        ["threads", id, "history"] => view! { <HistoryPage id=*id /> }.into_any(),
        ["threads", id, "object"] => view! { <ObjectPage id=*id /> }.into_any(),
        ["matters"] => view! { <MattersPage /> }.into_any(),
        ["matters", "new"] => view! { <NewMatterPage /> }.into_any(),
        ["matters", "new", "check"] => view! { <CheckRequestPage /> }.into_any(),
        ["matters", "mine"] => view! { <MyMattersPage /> }.into_any(),
        ["matters", id] => view! { <MatterPage id=*id /> }.into_any(),
        ["matters", id, "questions"] => view! { <MatterQuestionsPage id=*id /> }.into_any(),
        ["my-reports"] => view! { <MyReportsPage /> }.into_any(),
        ["my-reports", id, "object"] => view! { <ObjectReportPage id=*id /> }.into_any(),
        ["moderation"] => view! { <ModerationPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

pub fn search(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        ["search"] => view! { <SearchPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

/// Helping and being helped; without an address the bar that stands above every page meanwhile.
pub fn assist(path: &str) -> AnyView {
    let parts = parts(path);
    match (path, list(&parts).as_slice()) {
        ("", _) => view! { <Bar /> }.into_any(),
        (_, []) => view! { <StartPage on_start=start_here() /> }.into_any(),
        (_, ["assist"]) => view! { <AssistPage /> }.into_any(),
        (_, ["assist", "mine"]) => view! { <MyAssistancePage /> }.into_any(),
        (_, ["assist", "tablet"]) => view! { <TabletPage /> }.into_any(),
        (_, ["assist", "ended"]) => view! { <EndedPage /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

pub fn rest(path: &str) -> AnyView {
    let parts = parts(path);
    match list(&parts).as_slice() {
        ["sign-in"] => view! { <SignInPage /> }.into_any(),
        ["me"] => view! { <MePage /> }.into_any(),
        ["settings"] => view! { <SettingsPage /> }.into_any(),
        ["settings", "carry"] => view! { <CarryPage /> }.into_any(),
        ["settings", "bring"] => view! { <BringPreferencesPage /> }.into_any(),
        ["more"] => view! { <MorePage /> }.into_any(),
        ["help"] => view! { <HelpPage /> }.into_any(),
        ["privacy"] => view! { <PrivacyPage /> }.into_any(),
        // Every primitive in every state, for the accessibility engines and for people who change the code.
        ["gallery"] => view! { <Gallery /> }.into_any(),
        _ => view! { <NotFoundPage /> }.into_any(),
    }
}

fn list(parts: &[String]) -> Vec<&str> {
    parts.iter().map(String::as_str).collect()
}

/// The parts of a path, percent-decoded; empty ones (a slash at the end) do not count.
fn parts(path: &str) -> Vec<String> {
    path.split('/').filter(|p| !p.is_empty()).map(decoded).collect()
}

/// Percent-decoding that never fails: what is no escape, or no UTF-8, stays as it is written.
fn decoded(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| part.get(at + 1..at + 3)).flatten();
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| part.to_owned())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::parts;
    use proptest::prelude::*;

    #[test]
    fn slashes_at_the_ends_do_not_count() {
        assert!(parts("/").is_empty());
        assert_eq!(parts("/polls/"), ["polls"]);
        assert_eq!(parts("/polls/a/ballot"), ["polls", "a", "ballot"]);
    }

    #[test]
    fn ids_are_decoded_and_broken_ones_kept() {
        assert_eq!(parts("/notices/ct87%3A25"), ["notices", "ct87:25"]);
        assert_eq!(parts("/notices/%E5%81%9C"), ["notices", "停"]);
        assert_eq!(parts("/notices/100%"), ["notices", "100%"]);
        assert_eq!(parts("/notices/%ff"), ["notices", "%ff"]);
    }

    proptest! {
        #[test]
        fn no_address_panics(path in ".{0,40}") {
            let _ = parts(&path);
        }
    }
}
