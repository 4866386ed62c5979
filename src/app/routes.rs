//! Which address shows which page.

use super::home::HomePage;
use super::not_found::NotFoundPage;
use crate::help::{HelpPage, PrivacyPage};
use crate::notices::{NoticePage, NoticesPage};
use crate::people::{MePage, SignInPage};
use crate::polls::{BallotPage, CheckPage, MyVotesPage, PollPage, PollsPage, ReceiptPage, ResultsPage};
use crate::settings::SettingsPage;
use crate::threads::{ReportPage, ThreadPage, ThreadsPage, WritePage};
use crate::ui::gallery::Gallery;
use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::path;

#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFoundPage /> }>
            <Route path=path!("/") view=HomePage />
            <Route path=path!("/notices") view=NoticesPage />
            <Route path=path!("/notices/:id") view=NoticePage />
            <Route path=path!("/polls") view=PollsPage />
            <Route path=path!("/polls/:id") view=PollPage />
            <Route path=path!("/polls/:id/ballot") view=BallotPage />
            <Route path=path!("/polls/:id/check") view=CheckPage />
            <Route path=path!("/polls/:id/receipt") view=ReceiptPage />
            <Route path=path!("/polls/:id/results") view=ResultsPage />
            <Route path=path!("/my-votes") view=MyVotesPage />
            <Route path=path!("/threads") view=ThreadsPage />
            <Route path=path!("/threads/:id") view=ThreadPage />
            <Route path=path!("/threads/:id/write") view=WritePage />
            <Route path=path!("/threads/:id/report") view=ReportPage />
            <Route path=path!("/sign-in") view=SignInPage />
            <Route path=path!("/me") view=MePage />
            <Route path=path!("/settings") view=SettingsPage />
            <Route path=path!("/help") view=HelpPage />
            <Route path=path!("/privacy") view=PrivacyPage />
            // Every primitive in every state, for the accessibility engines and for people who change the code.
            <Route path=path!("/gallery") view=Gallery />
        </Routes>
    }
}
