//! Changing an own post, its words and the side it takes. What it said before can still be read by everybody, and the page says so.

use super::object::listed;
use super::preview::preview;
use super::window_of;
use super::write::{kept_stance, post_chars, stance_choice, stance_of};
use crate::backend::{Failure, Post, PostState, Stance, backend, service_info};
use crate::i18n::{Key, said, t};
use crate::offline::cache::Kept;
use crate::offline::drafts;
use crate::parts::{Draft, FailureBanner, Length, Loader, fetching, forgive, microphone_hint, tr};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{BackLink, Banner, Button, ButtonKind, ErrorSummary, PageTitle, TextArea, Tone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

const TEXT: &str = "edit-text";

#[component]
pub fn EditPage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    drawn(move || {
        let post = query.read().get("post").unwrap_or_default();
        let back = format!("/threads/{id}?post={post}");
        // Never a kept copy: somebody would change words that are no longer there.
        let loader = Loader::start(move || {
            let post = post.clone();
            fetching(async move { backend().post(&post).await.map(Kept::fresh) })
        });
        let to = back.clone();
        view! {
            <BackLink href=back label=tr(Key::AppBack) />
            <PageTitle text=tr(Key::EditTitle) window=window_of(Key::EditTitle, &id) />
            {loader.view(move |post: Post| form(post, to.clone()))}
        }
        .into_any()
    })
}

fn form(post: Post, back: String) -> AnyView {
    if !post.can.edit {
        return view! { <Banner tone=Tone::Info title=tr(Key::EditCannot) /> }.into_any();
    }
    let target = format!("edit/{}", post.id);
    let stance_target = format!("{target}/stance");
    let stance = kept_stance(stance_target.clone(), post.stance);
    let draft = Draft::of(target, post.body.value.clone());
    let length = Length::of(draft.text, post_chars);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    forgive(tried, move || length.problem(true).is_some());
    let error = Signal::derive(move || if tried.get() { length.problem(true) } else { None });
    let history = Memo::new(|_| service_info().with(|s| s.as_ref().is_some_and(|s| s.can.post_history)));
    let navigate = use_navigate();
    let send = Callback::new(move |()| {
        tried.set(true);
        if untrack(|| length.problem(true)).is_some() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (id, words) = (post.id.clone(), draft.text.get_untracked());
        let side = match stance_of(stance.get_untracked().as_deref()) {
            // Nobody chose that: it is what is shown for a side that this app does not know.
            Stance::Neutral if post.stance == Stance::Other => Stance::Other,
            side => side,
        };
        let (go, back, stance_target) = (navigate.clone(), back.clone(), stance_target.clone());
        // If the answer is lost, the draft is still here; the same words once more change nothing.
        spawn_scoped(async move {
            match backend().edit_post(&id, words.trim(), side).await {
                Ok(now) => {
                    draft.done().await;
                    drafts::clear(&stance_target).await;
                    announce(&t(match now.state {
                        PostState::Pending => Key::ThreadsSentPending,
                        _ => Key::EditDone,
                    }));
                    go(&back, NavigateOptions::default());
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
            busy.try_set(false);
        });
    });
    view! {
        <ErrorSummary title=tr(Key::BallotErrors) errors=listed(TEXT, error) />
        {drawn(move || history.get().then(|| view! { <p>{said(Key::EditLede)}</p> }))}
        {draft.note()}
        {microphone_hint()}
        <TextArea
            id=TEXT
            label=tr(Key::ThreadsWriteLabel)
            value=draft.text
            error=error
            count=length.count()
            rows=6
        />
        {stance_choice(stance)}
        {preview(draft.text)}
        {move || failure.get().map(|f| view! {
            <FailureBanner failure=f />
            <p>{said(Key::EditKept)}</p>
        })}
        <Button label=tr(Key::EditSend) kind=ButtonKind::Primary on_press=send busy=busy />
    }
    .into_any()
}
