//! Writing a post or a reply, on a page of its own: the draft is kept on the phone from the first character.

use super::object::listed;
use super::post::stance_key;
use super::preview::preview;
use super::window_of;
use super::words::post_body;
use crate::backend::{FailureKind, NewPost, Post, SessionState, Stance, backend, service_info, session};
use crate::i18n::{Key, said, t, t1};
use crate::offline::cache::Kept;
use crate::offline::{drafts, full, posts};
use crate::parts::Length;
use crate::parts::{Draft, microphone_hint, secondary};
use crate::parts::{Loader, author_name, fetching, forgive, tr};
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
        let window = window_of(Key::ThreadsWrite, &id);
        let inner = if signed_out.get() {
            let answered = reply.map(|post| format!("%3Freply%3D{post}")).unwrap_or_default();
            let next = format!("/sign-in?next=/threads/{id}/write{answered}");
            view! { <LinkButton href=next label=tr(Key::ThreadsSignInToWrite) kind=ButtonKind::Primary /> }
                .into_any()
        } else if let Some(refused) = query.read().get("again") {
            again(id, refused)
        } else {
            form(id, reply, None)
        };
        view! {
            <BackLink href=back label=tr(Key::AppBack) />
            <PageTitle text=tr(Key::ThreadsWrite) window=window />
            {inner}
        }
        .into_any()
    })
}

/// Where the draft of this place is kept.
fn draft_target(thread: &str, reply: &Option<String>) -> String {
    format!("post/{thread}/{}", reply.as_deref().unwrap_or("new"))
}

/// What a moderator refused, in the field again, to be changed and sent anew.
fn again(thread: String, refused: String) -> AnyView {
    let loader = Loader::start(move || {
        let id = refused.clone();
        fetching(async move { backend().post(&id).await.map(Kept::fresh) })
    });
    loader.view(move |post: Post| form(thread.clone(), post.parent_id.clone(), Some(post)))
}

fn form(thread: String, reply: Option<String>, refused: Option<Post>) -> AnyView {
    let target = match &refused {
        Some(post) => format!("again/{}", post.id),
        None => draft_target(&thread, &reply),
    };
    let stance_target = format!("{target}/stance");
    let side = refused.as_ref().map_or(Stance::Neutral, |post| post.stance);
    let draft = Draft::of(
        target.clone(),
        refused.map(|post| post.body.value).unwrap_or_default(),
    );
    let text = draft.text;
    let stance = kept_stance(stance_target.clone(), side);
    let tried = RwSignal::new(false);
    let length = Length::of(text, post_chars);
    let problem = move || length.problem(true);
    let error = Signal::derive(move || if tried.get() { problem() } else { None });
    forgive(tried, move || problem().is_some());
    let errors = listed(TEXT, error);
    let count = length.count();
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
            let (thread_id, go) = (thread.clone(), navigate.clone());
            let drafts = [target.clone(), stance_target.clone()];
            // Sending outlives the page; the draft goes only once the outbox has the text.
            spawn_for_app(async move {
                let state = posts::send(&thread_id, post, &drafts).await;
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
            });
            navigate(
                &format!("/threads/{thread}?order=newest"),
                NavigateOptions::default(),
            );
        })
    };
    view! {
        {reply.map(|post| quoted(thread.clone(), post))}
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        {agree_instead(&thread)}
        {draft.note()}
        {microphone_hint()}
        <TextArea
            id=TEXT
            label=tr(Key::ThreadsWriteLabel)
            hint=Signal::derive(|| t(if full().get() { Key::ThreadsWriteKind } else { Key::ThreadsWriteHint }))
            value=text
            error=error
            count=count
            rows=6
        />
        {stance_choice(stance)}
        {preview(text)}
        <Button label=tr(Key::ThreadsWriteSend) kind=ButtonKind::Primary on_press=send />
    }
    .into_any()
}

pub(super) fn stance_choice(stance: RwSignal<Option<String>>) -> AnyView {
    let shown = service_info().with(|s| s.as_ref().is_none_or(|s| s.can.post_stance));
    if !shown {
        return ().into_any();
    }
    secondary(Key::ThreadsMoreStance, move || {
        drawn(move || {
            let choices = STANCES
                .into_iter()
                .map(|s| Choice {
                    value: s.name().to_owned(),
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
    })
}

pub(super) fn stance_of(name: Option<&str>) -> Stance {
    STANCES
        .into_iter()
        .find(|s| Some(s.name()) == name)
        .unwrap_or(Stance::Neutral)
}

/// The side that was chosen, kept like the words; `first` until one is.
pub(super) fn kept_stance(target: String, first: Stance) -> RwSignal<Option<String>> {
    let first = Some(first.name().to_owned());
    let stance = RwSignal::new(first.clone());
    {
        let (target, first) = (target.clone(), first.clone());
        spawn_scoped(async move {
            if let Some(kept) = drafts::load(&target).await
                && stance.try_get_untracked() == Some(first)
            {
                stance.try_set(Some(kept));
            }
        });
    }
    Effect::new(move |before: Option<Option<String>>| {
        let now = stance.get();
        if before.is_some_and(|before| before != now) {
            // What nobody chose needs no keeping.
            let kept = now.clone().filter(|_| now != first).unwrap_or_default();
            drafts::save(&target, &kept);
        }
        now
    });
    stance
}

/// Agreeing is quicker than typing; said once, at the top.
fn agree_instead(thread: &str) -> AnyView {
    if !service_info().with_untracked(|s| s.as_ref().is_none_or(|s| s.can.post_rating)) {
        return ().into_any();
    }
    let href = format!("/threads/{thread}");
    view! {
        <p class="hint">
            {said(Key::ThreadsAgreeInstead)} " "
            <a href=href>{said(Key::ThreadsAgreeLook)}</a>
        </p>
    }
    .into_any()
}

/// Longest post, in characters as people see them.
pub(super) fn post_chars() -> usize {
    service_info().with(|s| s.as_ref().map_or(2000, |s| s.post_chars)) as usize
}

/// The post that is answered, so that nobody has to remember it.
fn quoted(thread: String, post_id: String) -> AnyView {
    let found = RwSignal::new(None::<Post>);
    spawn_scoped(async move {
        found.try_set(answered(&thread, &post_id).await);
    });
    drawn(move || {
        found.get().map(|post| {
            let name = author_name(&post.author);
            view! {
                <blockquote class="quoted">
                    <p class="meta">{live(move || t1(Key::ThreadsWriteReply, &[("name", &name)]))}</p>
                    {post_body(post.body)}
                </blockquote>
            }
        })
    })
}

async fn answered(thread: &str, id: &str) -> Option<Post> {
    match backend().post(id).await {
        Ok(post) => Some(post),
        // Where single posts cannot be read it is on the page that was just looked at.
        Err(failure) if failure.kind == FailureKind::Unsupported => {
            let page = backend().newest_posts(thread).await.ok()?;
            page.items.into_iter().find(|post| post.id == id)
        }
        Err(_) => None,
    }
}
