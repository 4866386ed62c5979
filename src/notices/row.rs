//! A notice as one row of a list.

use super::holds::is_over;
use crate::backend::{NoticeCategory, NoticeSummary, When};
use crate::i18n::{Key, day, said, t1};
use crate::parts::{card_title, tr, urgency_tag};
use crate::ui::{Tag, Tone};
use leptos::prelude::*;

pub fn category_key(category: NoticeCategory) -> Key {
    match category {
        NoticeCategory::Government => Key::NoticesCategoryGovernment,
        NoticeCategory::Safety => Key::NoticesCategorySafety,
        NoticeCategory::Utilities => Key::NoticesCategoryUtilities,
        NoticeCategory::Events => Key::NoticesCategoryEvents,
        NoticeCategory::Policy => Key::NoticesCategoryPolicy,
        NoticeCategory::Finance => Key::NoticesCategoryFinance,
        NoticeCategory::Community => Key::NoticesCategoryCommunity,
        NoticeCategory::Other => Key::NoticesCategoryOther,
    }
}

/// Title, what it is about in a sentence, and the facts below. The whole row is the link's target.
#[component]
pub fn NoticeRow(
    notice: NoticeSummary,
    #[prop(optional)] in_section: bool,
    /// What the list itself has to say of it.
    #[prop(optional)]
    marks: Option<AnyView>,
) -> impl IntoView {
    let NoticeSummary {
        id,
        title,
        summary,
        category,
        urgency,
        pinned,
        publisher,
        published,
        valid_until,
        withdrawn,
        ..
    } = notice;
    let facts = move || {
        t1(
            Key::NoticesBy,
            &[("publisher", &publisher), ("date", &day(&published))],
        )
    };
    view! {
        <li class="card" id=row_id(&id) tabindex="-1">
            {card_title(format!("/notices/{id}"), title, in_section)}
            <p class="cluster">
                {standing(withdrawn, valid_until.as_ref()).unwrap_or_else(|| urgency_tag(urgency, pinned))}
                {marks}
                <span class="meta">{said(category_key(category))}</span>
            </p>
            {(!summary.is_empty()).then(|| view! { <p>{summary}</p> })}
            <p class="meta">{facts}</p>
        </li>
    }
}

/// What no longer holds is not urgent either.
fn standing(withdrawn: bool, valid_until: Option<&When>) -> Option<AnyView> {
    let (key, tone) = match (withdrawn, is_over(valid_until)) {
        (true, _) => (Key::NoticesWithdrawnMark, Tone::Bad),
        (_, true) => (Key::NoticesOverMark, Tone::Info),
        _ => return None,
    };
    Some(view! { <Tag text=tr(key) tone=tone /> }.into_any())
}

pub(super) fn row_id(id: &str) -> String {
    format!("notice-{id}")
}
