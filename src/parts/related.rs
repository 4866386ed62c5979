//! Links to what belongs together: from a notice to its poll, from a poll to its discussion.

use crate::backend::{Related, RelatedKind};
use crate::i18n::{Key, said, t1};
use crate::ui::live::live;
use leptos::prelude::*;

/// *What you can do next*, as large links; nothing when there is nothing.
#[component]
pub fn RelatedLinks(related: Vec<Related>) -> impl IntoView {
    let links: Vec<_> = related
        .into_iter()
        .filter_map(|r| {
            let (key, href) = match r.kind {
                RelatedKind::Poll => (Key::RelatedPoll, format!("/polls/{}", r.id)),
                RelatedKind::Thread => (Key::RelatedThread, format!("/threads/{}", r.id)),
                RelatedKind::Notice => (Key::RelatedNotice, format!("/notices/{}", r.id)),
                RelatedKind::Matter | RelatedKind::Other => return None,
            };
            let title = r.title;
            Some(view! {
                <li><a class="card-link" href=href>{live(move || t1(key, &[("title", &title)]))}</a></li>
            })
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{said(Key::NoticesRelated)}</h2>
                <ul class="stack plain-list">{links}</ul>
            </section>
        }
    })
}
