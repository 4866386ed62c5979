//! Reporting a post or a statement to the moderators.

use super::object::report_chars;
use super::window_of;
use crate::backend::{ReportReason, Reported, SessionState, backend, session};
use crate::i18n::{Key, said, t};
use crate::parts::{Draft, FailureBanner, Length, confirm_for_good, microphone_hint, secondary_begun, tr};
use crate::platform::announce::announce;
use crate::platform::focus::focus_id_soon;
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
const COMMENT: &str = "report-comment";
const REASONS: [(ReportReason, &str, Key); 6] = [
    (ReportReason::Insult, "insult", Key::ReportInsult),
    (ReportReason::PrivateData, "private_data", Key::ReportPrivateData),
    (ReportReason::False, "false", Key::ReportFalse),
    (ReportReason::Advertising, "advertising", Key::ReportAdvertising),
    (ReportReason::Danger, "danger", Key::ReportDanger),
    (ReportReason::OffTopic, "off_topic", Key::ReportOffTopic),
];

/// The word for a reason; none for one that this app does not know.
pub(super) fn reason_key(reason: ReportReason) -> Option<Key> {
    REASONS
        .into_iter()
        .find(|(known, ..)| *known == reason)
        .map(|(.., key)| key)
}

#[component]
pub fn ReportPage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    drawn(move || {
        let (post, statement) = (query.read().get("post"), query.read().get("statement"));
        let (about, title, back) = match statement {
            Some(statement) => {
                let back = format!("/threads/{id}/answer");
                (Reported::Statement(statement), Key::ReportTitleStatement, back)
            }
            None => (
                Reported::Post(post.unwrap_or_default()),
                Key::ReportTitle,
                format!("/threads/{id}"),
            ),
        };
        view! {
            <BackLink href=back.clone() label=tr(Key::AppBack) />
            <PageTitle text=tr(title) window=window_of(title, &id) />
            {form(about, back)}
        }
        .into_any()
    })
}

fn form(about: Reported, back: String) -> AnyView {
    if matches!(session().get_untracked(), SessionState::SignedOut) {
        return view! {
            <LinkButton href=format!("/sign-in?next={back}") label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
        }
        .into_any();
    }
    let reason = RwSignal::new(None::<String>);
    let target = match &about {
        Reported::Post(id) => format!("report/{id}"),
        Reported::Statement(id) => format!("report/statement/{id}"),
    };
    let draft = Draft::of(target, String::new());
    let comment = draft.text;
    let length = Length::of(comment, report_chars);
    let begun = draft.begun();
    let tried = RwSignal::new(false);
    let sent = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None);
    // One key for all tries of this report: sending twice reports once.
    let key = random::key();
    let error =
        Signal::derive(move || (tried.get() && reason.with(Option::is_none)).then(|| t(Key::ReportChoose)));
    let too_long = Signal::derive(move || length.problem(false));
    let errors = Signal::derive(move || {
        let long = too_long
            .get()
            .filter(|_| tried.get())
            .map(|e| (COMMENT.to_owned(), e));
        let missing = error.get().map(|e| (REASON.to_owned(), e));
        missing.into_iter().chain(long).collect::<Vec<_>>()
    });
    let chosen = move || {
        let chosen = reason.get_untracked();
        REASONS
            .into_iter()
            .find(|(_, name, _)| chosen.as_deref() == Some(*name))
    };
    let asked = RwSignal::new(false);
    let ask = Callback::new(move |()| {
        tried.set(true);
        asked.set(chosen().is_some() && too_long.get_untracked().is_none() && !busy.get_untracked());
    });
    let send = Callback::new(move |()| {
        let Some((reason, ..)) = chosen() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (about, key) = (about.clone(), key.clone());
        spawn_scoped(async move {
            match backend()
                .report(&about, reason, &comment.get_untracked(), &key)
                .await
            {
                Ok(()) => {
                    draft.done().await;
                    announce(&t(Key::ReportSent));
                    sent.try_set(true);
                    // What had the focus is gone.
                    focus_id_soon("page-title".to_owned());
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
                    <p>{said(Key::ReportNext)}</p>
                    <p><LinkButton href="/my-reports" label=tr(Key::MyReportsTitle) /></p>
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
            {secondary_begun(Key::ReportComment, begun, move || {
                view! {
                    {draft.note()}
                    {microphone_hint()}
                    <TextArea
                        id=COMMENT
                        label=tr(Key::ReportComment)
                        value=comment
                        error=too_long
                        rows=3
                    />
                }
                .into_any()
            })}
            {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
            <Button label=tr(Key::ReportSend) kind=ButtonKind::Primary on_press=ask busy=busy />
            {confirm_for_good(asked, Key::ReportAsk, Key::ReportSend, send)}
        }
        .into_any()
    })
}
