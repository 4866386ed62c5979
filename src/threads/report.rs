//! Reporting a post to the moderators.

use crate::backend::{ReportReason, SessionState, backend, session};
use crate::i18n::{Key, said, t};
use crate::parts::{FailureBanner, tr};
use crate::platform::announce::announce;
use crate::platform::random;
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{
    BackLink, Banner, Button, ButtonKind, Choice, ChoiceGroup, ErrorSummary, LinkButton, PageTitle, TextArea,
    Tone,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const REASON: &str = "reason";
const REASONS: [(ReportReason, &str, Key); 6] = [
    (ReportReason::Insult, "insult", Key::ReportInsult),
    (ReportReason::PrivateData, "private_data", Key::ReportPrivateData),
    (ReportReason::False, "false", Key::ReportFalse),
    (ReportReason::Advertising, "advertising", Key::ReportAdvertising),
    (ReportReason::Danger, "danger", Key::ReportDanger),
    (ReportReason::OffTopic, "off_topic", Key::ReportOffTopic),
];

#[component]
pub fn ReportPage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    drawn(move || {
        let thread = id.clone();
        let post = query.read().get("post").unwrap_or_default();
        let back = format!("/threads/{thread}");
        view! {
            <BackLink href=back.clone() label=tr(Key::AppBack) />
            <PageTitle text=tr(Key::ReportTitle) />
            {form(post, back)}
        }
        .into_any()
    })
}

fn form(post: String, back: String) -> AnyView {
    if matches!(session().get_untracked(), SessionState::SignedOut) {
        return view! {
            <LinkButton href=format!("/sign-in?next={back}") label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
        }
        .into_any();
    }
    let reason = RwSignal::new(None::<String>);
    let comment = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let sent = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None);
    // One key for all tries of this report: sending twice reports once.
    let key = random::key();
    let error =
        Signal::derive(move || (tried.get() && reason.with(Option::is_none)).then(|| t(Key::ReportChoose)));
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(REASON.to_owned(), e)])
            .unwrap_or_default()
    });
    let send = Callback::new(move |()| {
        tried.set(true);
        let chosen = reason.get_untracked();
        let Some((reason, ..)) = REASONS
            .into_iter()
            .find(|(_, name, _)| chosen.as_deref() == Some(*name))
        else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (post, key) = (post.clone(), key.clone());
        spawn_scoped(async move {
            match backend()
                .report(&post, reason, &comment.get_untracked(), &key)
                .await
            {
                Ok(()) => {
                    announce(&t(Key::ReportSent));
                    sent.try_set(true);
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
            busy.try_set(false);
        });
    });
    drawn(move || {
        if sent.get() {
            let back = back.clone();
            return view! {
                <Banner tone=Tone::Good title=tr(Key::ReportSent)>
                    <LinkButton href=back label=tr(Key::AppBack) kind=ButtonKind::Primary />
                </Banner>
            }
            .into_any();
        }
        let choices = REASONS
            .into_iter()
            .map(|(_, name, key)| Choice {
                value: name.to_owned(),
                label: t(key),
                meaning: None,
                picture: None,
            })
            .collect::<Vec<_>>();
        view! {
            <p>{said(Key::ReportLede)}</p>
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            <ChoiceGroup id=REASON legend=tr(Key::ReportReason) choices=choices selected=reason error=error />
            <TextArea id="report-comment" label=tr(Key::ReportComment) value=comment rows=3 />
            {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
            <Button label=tr(Key::ReportSend) kind=ButtonKind::Primary on_press=send busy=busy />
        }
        .into_any()
    })
}
