//! Writing a post or a reply, on a page of its own: the draft is kept on the phone from the first character.

use super::fetch_thread;
use super::post::stance_key;
use crate::backend::{
    FailureKind, NewPost, Post, PostOrder, SessionState, Stance, backend, service_info, session,
};
use crate::i18n::{Key, number, t, t1};
use crate::offline::{drafts, posts};
use crate::parts::{author_name, forgive, text_body, tr};
use crate::platform::announce::announce;
use crate::platform::task::{spawn_for_app, spawn_scoped};
use crate::ui::live::{drawn, live};
use crate::ui::{
    BackLink, Button, ButtonKind, Choice, ChoiceGroup, ErrorSummary, LinkButton, PageTitle, TextArea,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

const TEXT: &str = "post-text";
const STANCES: [Stance; 4] = [Stance::Neutral, Stance::For, Stance::Against, Stance::Question];

#[component]
pub fn WritePage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    // Not who it is: that comes a moment after the page, when somebody may be typing already, and takes no word away.
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    drawn(move || {
        let id = id.clone();
        let reply = query.read().get("reply");
        let back = format!("/threads/{id}");
        let inner = if signed_out.get() {
            let next = format!("/sign-in?next=/threads/{id}/write");
            view! { <LinkButton href=next label=tr(Key::ThreadsSignInToWrite) kind=ButtonKind::Primary /> }
                .into_any()
        } else {
            form(id, reply)
        };
        view! {
            <BackLink href=back label=tr(Key::AppBack) />
            <PageTitle text=tr(Key::ThreadsWrite) />
            {inner}
        }
        .into_any()
    })
}

/// Where the draft of this place is kept.
fn draft_target(thread: &str, reply: &Option<String>) -> String {
    format!("post/{thread}/{}", reply.as_deref().unwrap_or("new"))
}

fn form(thread: String, reply: Option<String>) -> AnyView {
    let text = RwSignal::new(String::new());
    let stance = RwSignal::new(Some("neutral".to_owned()));
    let tried = RwSignal::new(false);
    let target = draft_target(&thread, &reply);
    restore_draft(target.clone(), text);
    keep_draft(target.clone(), text);

    let max = move || service_info().with(|s| s.as_ref().map_or(2000, |s| s.post_chars)) as usize;
    let problem = move || {
        let written = text.with(|w| w.trim().chars().count());
        if written == 0 {
            Some(t(Key::ThreadsWriteEmpty))
        } else if written > max() {
            Some(t1(
                Key::ThreadsWriteTooLong,
                &[("max", &number(max() as u64)), ("n", &number(written as u64))],
            ))
        } else {
            None
        }
    };
    let error = Signal::derive(move || if tried.get() { problem() } else { None });
    forgive(tried, move || problem().is_some());
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(TEXT.to_owned(), e)])
            .unwrap_or_default()
    });
    let count = Signal::derive(move || {
        let written = text.with(|w| w.trim().chars().count()) as u64;
        t1(
            Key::ThreadsWriteCount,
            &[("n", &number(written)), ("max", &number(max() as u64))],
        )
    });
    let navigate = use_navigate();
    let send = {
        let (thread, reply) = (thread.clone(), reply.clone());
        Callback::new(move |()| {
            tried.set(true);
            if untrack(problem).is_some() {
                return;
            }
            let post = NewPost {
                body: text.get_untracked().trim().to_owned(),
                stance: stance_of(stance.get_untracked().as_deref()),
                parent_id: reply.clone(),
            };
            let (thread_id, target, go) = (thread.clone(), target.clone(), navigate.clone());
            // Sending outlives the page; the draft goes only once the outbox has the text.
            spawn_for_app(async move {
                let state = posts::send(&thread_id, post).await;
                match state {
                    // The session has ended. The outbox keeps the post for its author; signing in leads back to it.
                    posts::OutgoingState::Refused(FailureKind::NotSignedIn) => {
                        go(
                            &format!("/sign-in?unsent=1&next=/threads/{thread_id}"),
                            NavigateOptions::default(),
                        );
                    }
                    posts::OutgoingState::Sent => announce(&t(Key::ThreadsSent)),
                    posts::OutgoingState::Pending => announce(&t(Key::ThreadsSentPending)),
                    posts::OutgoingState::Waiting => announce(&t(Key::ThreadsWaiting)),
                    posts::OutgoingState::Refused(_) => announce(&t(Key::ThreadsRefused)),
                }
                drafts::clear(&target).await;
            });
            navigate(
                &format!("/threads/{thread}?order=newest"),
                NavigateOptions::default(),
            );
        })
    };
    view! {
        {reply.map(|post| quoted(thread, post))}
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <TextArea
            id=TEXT
            label=tr(Key::ThreadsWriteLabel)
            hint=tr(Key::ThreadsWriteHint)
            value=text
            error=error
            count=count
            rows=6
        />
        {stance_choice(stance)}
        <Button label=tr(Key::ThreadsWriteSend) kind=ButtonKind::Primary on_press=send />
    }
    .into_any()
}

fn stance_choice(stance: RwSignal<Option<String>>) -> AnyView {
    let shown = service_info().with(|s| s.as_ref().is_none_or(|s| s.can.post_stance));
    if !shown {
        return ().into_any();
    }
    drawn(move || {
        let choices = STANCES
            .into_iter()
            .map(|s| Choice {
                value: stance_name(s).to_owned(),
                label: t(stance_key(s).unwrap_or(Key::ThreadsStanceNeutral)),
                meaning: None,
                picture: None,
            })
            .collect::<Vec<_>>();
        view! {
            <ChoiceGroup
                id="stance"
                legend=tr(Key::ThreadsWriteStance)
                choices=choices
                selected=stance
            />
        }
    })
}

fn stance_name(stance: Stance) -> &'static str {
    match stance {
        Stance::For => "for",
        Stance::Against => "against",
        Stance::Question => "question",
        Stance::Neutral | Stance::Other => "neutral",
    }
}

fn stance_of(name: Option<&str>) -> Stance {
    STANCES
        .into_iter()
        .find(|s| Some(stance_name(*s)) == name)
        .unwrap_or(Stance::Neutral)
}

fn restore_draft(target: String, text: RwSignal<String>) {
    spawn_scoped(async move {
        if let Some(kept) = drafts::load(&target).await {
            // What was typed while the draft was read wins.
            if text.try_with_untracked(String::is_empty) == Some(true) {
                text.try_set(kept);
            }
        }
    });
}

fn keep_draft(target: String, text: RwSignal<String>) {
    let who = Memo::new(|_| session().with(SessionState::person));
    Effect::new(move |before: Option<Option<String>>| {
        let (now, who) = (text.get(), who.get());
        match (before, &who) {
            (Some(before), who) if before == *who => drafts::save(&target, &now),
            (Some(None), Some(_)) if now.is_empty() => restore_draft(target.clone(), text),
            (Some(None), Some(_)) => drafts::adopt(&target, &now),
            // Somebody else's words are not shown to the next person.
            (Some(Some(_)), Some(_)) => text.set(String::new()),
            _ => {}
        }
        who
    });
}

/// The post that is answered, so that nobody has to remember it.
fn quoted(thread: String, post_id: String) -> AnyView {
    let found = RwSignal::new(None::<Post>);
    spawn_scoped(async move {
        // The post is on a page that was just read; the kept copies answer first when the network is away.
        if fetch_thread(&thread).await.is_err() {
            return;
        }
        let mut cursor = None;
        while let Ok(page) = backend().posts(&thread, PostOrder::Newest, cursor).await {
            if let Some(post) = page.items.into_iter().find(|p| p.id == post_id) {
                found.try_set(Some(post));
                return;
            }
            match page.next {
                Some(next) => cursor = Some(next),
                None => return,
            }
        }
    });
    drawn(move || {
        found.get().map(|post| {
            let name = author_name(&post.author);
            view! {
                <blockquote class="quoted">
                    <p class="meta">{live(move || t1(Key::ThreadsWriteReply, &[("name", &name)]))}</p>
                    {text_body(post.body)}
                </blockquote>
            }
        })
    })
}
