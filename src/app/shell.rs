//! The frame of every page: skip link, brand, reading bar, the page itself, main pages and help.

use super::aloud::ReadAloudPlace;
use super::assist::AssistPlace;
use super::reading_bar::ReadingBar;
use super::routes::Pages;
use crate::access::preferences;
use crate::backend::{SessionState, community, session};
use crate::i18n::{Key, said, t};
use crate::offline::full;
use crate::parts::{CallButton, Unkept};
use crate::platform::{document, focus, network};
use crate::ui::icon::{Icon, IconKind};
use crate::ui::live::drawn;
use crate::ui::{Banner, Tone};
use leptos::prelude::*;
use leptos_router::components::{A, Router};

/// The app. Mounted once; ends with the browser tab.
#[component]
pub fn App() -> impl IntoView {
    // The community's name follows every page's title.
    Effect::new(|_| document::set_site_name(&community().0));
    view! {
        <Router>
            <Top />
            <AssistPlace />
            <ReadAloudPlace />
            <main class="page stack" id="main">
                <Offline />
                <Unkept />
                <Pages />
            </main>
            <Foot />
            <MainPages />
        </Router>
    }
}

#[component]
fn Top() -> impl IntoView {
    let name = || community().0;
    let demo = || community().1;
    let mine = || match session().get() {
        SessionState::SignedIn(_) => ("/me", Key::AppMine),
        _ => ("/sign-in", Key::AppSignIn),
    };
    // In elder mode help is one of the three ways at the lower edge.
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    // The router swallows plain # anchors, so the skip link moves the focus itself.
    let skip = |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus::focus_id("page-title");
    };
    view! {
        <header class="top">
            <a class="skip-link" href="#page-title" rel="external" on:click=skip>{said(Key::AppSkip)}</a>
            {move || demo().then(|| view! { <p class="demo-mark">{said(Key::AppDemo)}</p> })}
            <div class="topbar">
                <a class="brand" href="/">{name}</a>
                {drawn(move || (!elder.get()).then(|| view! { <a class="top-link" href="/help">{said(Key::AppHelp)}</a> }))}
                <a class="top-link" href=move || mine().0>{move || t(mine().1)}</a>
            </div>
            <ReadingBar />
        </header>
    }
}

#[component]
fn Offline() -> impl IntoView {
    let online = network::online();
    // That everything is kept is said only where it is true.
    let words = || {
        if full().get() {
            Key::FailureOfflineTitle
        } else {
            Key::AppOffline
        }
    };
    move || {
        (!online.get()).then(|| view! { <Banner tone=Tone::Warn title=Signal::derive(move || t(words())) /> })
    }
}

/// A person to call, at the end of every page.
#[component]
fn Foot() -> impl IntoView {
    view! {
        <footer class="foot" aria-label=move || t(Key::AppHelp)>
            <CallButton />
        </footer>
    }
}

#[component]
fn MainPages() -> impl IntoView {
    let tab = |href: &'static str, key: Key, icon: IconKind| {
        view! {
            <li>
                <A href=href exact={href == "/"}>
                    <Icon kind=icon />
                    <span>{said(key)}</span>
                </A>
            </li>
        }
    };
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    // Elder mode's home leads everywhere: three ways are enough, and none of them is a choice between subjects.
    let ways = move || match elder.get() {
        true => view! {
            {tab("/", Key::AppHome, IconKind::Home)}
            {tab("/help", Key::AppHelp, IconKind::Phone)}
            {tab("/more", Key::AppMore, IconKind::More)}
        }
        .into_any(),
        false => view! {
            {tab("/", Key::AppHome, IconKind::Home)}
            {tab("/notices", Key::AppNotices, IconKind::Notice)}
            {tab("/polls", Key::AppPolls, IconKind::Vote)}
            {tab("/threads", Key::AppThreads, IconKind::Talk)}
        }
        .into_any(),
    };
    view! {
        <nav class="tabs" aria-label=move || t(Key::AppMenu)>
            <ul class="plain-list">{drawn(ways)}</ul>
        </nav>
    }
}
