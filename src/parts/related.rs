//! Links to what belongs together: from a notice to its poll, from a poll to its discussion.

use crate::backend::{Related, RelatedKind, Stage};
use crate::i18n::{Key, said, t1};
use crate::ui::live::live;
use leptos::prelude::*;

/// *What you can do next*, as large links; nothing when there is nothing.
#[component]
pub fn RelatedLinks(related: Vec<Related>) -> impl IntoView {
    let links = links(related);
    (!links.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{said(Key::NoticesRelated)}</h2>
                <ul class="stack plain-list">{links}</ul>
            </section>
        }
    })
}

/// Each as an item of a list; without those of a kind that this app does not know.
pub fn links(related: Vec<Related>) -> Vec<AnyView> {
    related.into_iter().filter_map(link).collect()
}

fn link(related: Related) -> Option<AnyView> {
    let Related { kind, id, title } = related;
    let (key, href) = match kind {
        RelatedKind::Poll => (Key::RelatedPoll, format!("/polls/{id}")),
        RelatedKind::Thread => (Key::RelatedThread, format!("/threads/{id}")),
        RelatedKind::Notice => (Key::RelatedNotice, format!("/notices/{id}")),
        RelatedKind::Matter => (Key::RelatedMatter, format!("/matters/{id}")),
        RelatedKind::Other => return None,
    };
    Some(
        view! { <li><a class="card-link" href=href>{live(move || t1(key, &[("title", &title)]))}</a></li> }
            .into_any(),
    )
}

/// What does not stand beside one of the stages already.
pub fn elsewhere(mut related: Vec<Related>, stages: &[Stage]) -> Vec<Related> {
    let same = |a: &Related, b: &Related| a.kind == b.kind && a.id == b.id;
    related.retain(|one| {
        !stages
            .iter()
            .any(|stage| stage.related.iter().any(|other| same(one, other)))
    });
    related
}
