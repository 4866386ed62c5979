//! Which notices go on a sheet for the stairwell.

use super::holds::is_over;
use crate::backend::{Failure, NoticeSummary, Page, backend};
use crate::i18n::{Key, day, said, t};
use crate::offline::cache;
use crate::parts::{Loader, fetching, tr};
use crate::platform::document::as_query_value;
use crate::ui::{BackLink, Button, ButtonKind, CheckGroup, Choice, EmptyState, PageTitle};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

#[component]
pub fn ChoosePage() -> impl IntoView {
    view! {
        <BackLink href="/notices" label=tr(Key::NoticesTitle) />
        <PageTitle text=tr(Key::NoticesSheetLink) />
        <p>{said(Key::NoticesSheetText)}</p>
        {Loader::start(|| fetching(newest())).view(choices)}
    }
}

/// The first page of the list: what hangs in a stairwell is new.
async fn newest() -> Result<cache::Kept<Page<NoticeSummary>>, Failure> {
    cache::fresh_or_kept("notices/all/first", backend().notices(None, false, None)).await
}

fn choices(page: Page<NoticeSummary>) -> AnyView {
    let notices: Vec<_> = page
        .items
        .into_iter()
        .filter(|notice| !notice.withdrawn && !is_over(notice.valid_until.as_ref()))
        .collect();
    if notices.is_empty() {
        return view! { <EmptyState title=tr(Key::NoticesEmpty) /> }.into_any();
    }
    let order: Vec<String> = notices.iter().map(|notice| notice.id.clone()).collect();
    let choices = notices
        .into_iter()
        .map(|notice| Choice {
            value: notice.id,
            label: notice.title,
            meaning: Some(day(&notice.published)),
            picture: None,
        })
        .collect();
    let chosen = RwSignal::new(Vec::<String>::new());
    let tried = RwSignal::new(false);
    let error =
        Signal::derive(move || (tried.get() && chosen.with(Vec::is_empty)).then(|| t(Key::NoticesSheetNone)));
    let navigate = use_navigate();
    let press = Callback::new(move |()| {
        // In the order of the list, however they were tapped.
        let picked: Vec<String> = chosen.with_untracked(|chosen| {
            let wanted = order.iter().filter(|id| chosen.contains(id));
            wanted.map(|id| as_query_value(id)).collect()
        });
        if picked.is_empty() {
            tried.set(true);
            crate::platform::focus::focus_id("sheet");
            return;
        }
        navigate(
            &format!("/notices-on-paper/sheet?ids={}", picked.join(",")),
            Default::default(),
        );
    });
    view! {
        <CheckGroup id="sheet" legend=tr(Key::NoticesSheetLegend) choices=choices selected=chosen error=error />
        <Button label=tr(Key::NoticesSheetGo) kind=ButtonKind::Primary on_press=press />
    }
    .into_any()
}
