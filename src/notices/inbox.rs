//! The inbox: what came of what one follows, and answers to what one asked. What was opened counts as seen, also without network.

use super::one::signed_in_or;
use crate::backend::{Failure, InboxItem, InboxKind, Page, RelatedKind, backend, person};
use crate::i18n::{Key, clock, said, t, t1};
use crate::offline::asks;
use crate::offline::cache::{self, Kept};
use crate::parts::{Loader, MoreLoader, card_title, fetching, tr};
use crate::platform::announce::announce;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{drawn, live, steady};
use crate::ui::{Button, ButtonKind, EmptyState, LinkButton, PageTitle, Tag, Tone};
use leptos::prelude::*;

#[component]
pub fn InboxPage() -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::InboxTitle) />
        {signed_in_or(page, "/inbox".to_owned())}
    }
}

fn page() -> AnyView {
    view! {
        {Loader::start(|| fetching(one_page(None))).view(list)}
        <LinkButton href="/following" label=tr(Key::FollowingTitle) />
    }
    .into_any()
}

fn list(first: Page<InboxItem>) -> AnyView {
    if first.items.is_empty() {
        return view! { <EmptyState title=tr(Key::InboxEmpty) /> }.into_any();
    }
    let more = MoreLoader::after(first, |cursor| fetching(one_page(cursor)));
    let (rows, shown) = (more.rows(), more.rows());
    let unseen = Memo::new(move |_| {
        shown.with(|all| {
            all.iter()
                .filter(|item| !asks::seen_in_inbox(&item.id, item.read))
                .map(|item| item.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let press = Callback::new(move |()| {
        announce(&t(Key::InboxAllSeen));
        let unseen = unseen.get_untracked();
        spawn_for_app(async move {
            for item in unseen {
                asks::see_in_inbox(&item).await;
            }
        });
    });
    let any = Memo::new(move |_| unseen.with(|unseen| unseen.len() > 1));
    view! {
        <ul class="stack plain-list">
            <For each=move || rows.get() key=|item| item.id.clone() let:item>
                {row(item)}
            </For>
        </ul>
        {more.button(|item: &InboxItem| row_id(&item.id))}
        {steady(move || {
            any.get()
                .then(|| view! { <Button label=tr(Key::InboxAllSeen) kind=ButtonKind::Quiet on_press=press /> })
                .into_any()
        })}
    }
    .into_any()
}

fn row_id(id: &str) -> String {
    // A dot would begin a class in the style sheet's words.
    format!("inbox-{}", id.replace('.', "-"))
}

fn row(item: InboxItem) -> AnyView {
    let InboxItem {
        id,
        kind,
        at,
        about,
        text,
        read,
    } = item;
    let place = row_id(&id);
    let of = id.clone();
    let unseen = drawn(move || {
        (!asks::seen_in_inbox(&of, read))
            .then(|| view! { <Tag text=tr(Key::NoticesUnread) tone=Tone::Info /> })
    });
    let href = match about.kind {
        // Where it is asked whether it was one's own choice.
        _ if kind == InboxKind::AssistedVote => "/assist/mine".to_owned(),
        RelatedKind::Matter => format!("/matters/{}", about.id),
        RelatedKind::Poll => format!("/polls/{}", about.id),
        RelatedKind::Thread => format!("/threads/{}", about.id),
        RelatedKind::Notice | RelatedKind::Other => format!("/notices/{}", about.id),
    };
    let words = match kind {
        InboxKind::AssistedVote => live(move || t1(Key::AssistBarHelper, &[("helper", &text)])).into_any(),
        _ => text.into_any(),
    };
    // Sending outlives the page that is being left.
    let open = move |_| {
        let id = id.clone();
        spawn_for_app(async move { asks::see_in_inbox(&id).await });
    };
    view! {
        <li class="card" id=place tabindex="-1" on:click=open>
            {card_title(href, about.title, false)}
            <p class="cluster">
                {unseen}
                <span class="meta">{said(kind_key(kind))}</span>
            </p>
            <p class="keep-lines" dir="auto">{words}</p>
            <p class="meta">{live(move || clock(&at))}</p>
        </li>
    }
    .into_any()
}

fn kind_key(kind: InboxKind) -> Key {
    match kind {
        InboxKind::Notice | InboxKind::Other => Key::InboxNotice,
        InboxKind::Corrected => Key::InboxCorrected,
        InboxKind::Withdrawn => Key::InboxWithdrawn,
        InboxKind::Matter => Key::InboxMatter,
        InboxKind::Answered => Key::InboxAnswered,
        InboxKind::AssistedVote => Key::HomeAssisted,
    }
}

async fn one_page(cursor: Option<String>) -> Result<Kept<Page<InboxItem>>, Failure> {
    let key = format!(
        "inbox/{}/{}",
        person().unwrap_or_default(),
        cursor.as_deref().unwrap_or("first")
    );
    let kept = cache::fresh_or_kept(&key, backend().inbox(cursor)).await?;
    Ok(Kept {
        value: kept.value.page,
        as_of: kept.as_of,
    })
}

/// How many were not seen, for home; none where it cannot be known.
pub async fn unread() -> Option<u64> {
    let inbox = cache::fresh_or_kept("inbox", backend().inbox(None))
        .await
        .ok()?
        .value;
    // What was seen here and has not arrived there.
    let seen_here = inbox
        .page
        .items
        .iter()
        .filter(|item| !item.read && asks::seen_in_inbox(&item.id, false));
    Some(inbox.unread.saturating_sub(seen_here.count() as u64))
}
