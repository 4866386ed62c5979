//! One statement at a time: agree, disagree, or pass. What is said is kept on the phone first and can be changed. It ends
//! calmly: nobody is praised for how much they have pressed.

use super::statements::{back, find, mine_now, page, sign_in, word};
use super::window_of;
use crate::backend::{Opinion, Page, SessionState, Statement, StatementOrder, session};
use crate::i18n::{Key, failures, said, t, t1, tn};
use crate::offline::opinions;
use crate::parts::{Loader, fetching, tr};
use crate::platform::focus;
use crate::platform::task::{Here, spawn_for_app};
use crate::ui::live::{derived, drawn, live};
use crate::ui::{Banner, Button, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Where the focus goes when the next statement is there.
const STATEMENT: &str = "statement";

#[component]
pub fn AnswerPage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    let who = Memo::new(|_| session().with(SessionState::person));
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    drawn(move || {
        who.get();
        let asked = query.read().get("ask");
        let inner = match asked {
            _ if signed_out.get() => sign_in(format!("/threads/{id}/answer")),
            Some(statement) => again(id.clone(), statement),
            None => from_the_queue(id.clone()),
        };
        view! {
            {back(&id)}
            <PageTitle text=tr(Key::StatementsTitle) window=window_of(Key::StatementsTitle, &id) />
            {on_its_way(&id)}
            {inner}
        }
        .into_any()
    })
}

/// What is still on this phone, and what was not taken.
fn on_its_way(thread: &str) -> AnyView {
    let of = thread.to_owned();
    let mine = Memo::new(move |_| opinions::on_their_way(&of));
    drawn(move || {
        let (waiting, refused) = mine.get();
        // One that is just being sent is no news.
        let waits = (waiting > 0 && opinions::held_up().get()).then(|| {
            let words = derived(move || tn(Key::StatementsWaiting, waiting, &[]));
            view! { <Banner tone=Tone::Warn title=words /> }
        });
        let refused = refused
            .into_iter()
            .map(|(id, why)| {
                let drop = Callback::new(move |()| {
                    let id = id.clone();
                    spawn_for_app(async move { opinions::give_up(&id).await });
                });
                view! {
                    <Banner tone=Tone::Bad title=tr(Key::StatementsRefused)>
                        <p>{said(failures::title(why))} " " {said(failures::next_step(why))}</p>
                        <Button label=tr(Key::StatementsUnderstood) on_press=drop />
                    </Banner>
                }
            })
            .collect_view();
        view! { {waits} {refused} }.into_any()
    })
}

/// The statements this person has not been asked about, the one that the fewest have answered first.
fn from_the_queue(thread: String) -> AnyView {
    let of = thread.clone();
    let loader = Loader::start(move || fetching(page(of.clone(), StatementOrder::Unanswered, None)));
    let reload = loader.clone();
    let here = Here::now();
    let last = RwSignal::new(None::<(String, Opinion)>);
    loader.view(move |first: Page<Statement>| {
        let elsewhere = first.total.saturating_sub(first.items.len() as u64);
        // Answers that wait on this phone, or arrived after this copy of the list was made, are answers.
        let unasked = first
            .items
            .into_iter()
            .filter(|s| untrack(|| opinions::said(&s.id)).is_none());
        let queue = RwSignal::new(unasked.collect::<Vec<_>>());
        // What this phone has kept may be read after the list is there.
        Effect::new(move |_| {
            let said = |statement: &Statement| opinions::said(&statement.id).is_some();
            if queue.with_untracked(|q| q.iter().filter(|s| said(s)).count()) > 0 {
                queue.update(|q| q.retain(|s| !said(s)));
            }
        });
        let some = queue.with_untracked(|q| !q.is_empty());
        let empty = Memo::new(move |_| queue.with(Vec::is_empty));
        let text = Memo::new(move |_| queue.with(|q| q.first().map(|s| s.text.clone()).unwrap_or_default()));
        let left = Memo::new(move |_| elsewhere + queue.with(Vec::len) as u64);
        let reported =
            Memo::new(move |_| queue.with(|q| q.first().filter(|s| s.can_report).map(|s| s.id.clone())));
        if some && elsewhere > 0 {
            // The next ones are read once the backend knows all that was said about these.
            let (reload, here) = (reload.clone(), here.clone());
            Effect::new(move |_| {
                if empty.get() && opinions::all_arrived() {
                    here.run(|| reload.reload());
                }
            });
        }
        let of = thread.clone();
        let answered = Callback::new(move |opinion: Opinion| {
            let mut statement = None;
            queue.update(|q| statement = (!q.is_empty()).then(|| q.remove(0).id));
            let Some(statement) = statement else { return };
            last.set(Some((statement.clone(), opinion)));
            let of = of.clone();
            spawn_for_app(async move { opinions::say(&of, &statement, opinion).await });
            focus::focus_id_soon(STATEMENT.to_owned());
        });
        let thread = thread.clone();
        drawn(move || {
            let thread = thread.clone();
            if empty.get() {
                return view! { {end(&thread, elsewhere > 0)} {before(thread, last)} }.into_any();
            }
            let propose = format!("/threads/{thread}/propose");
            view! {
                <p class="meta">{live(move || tn(Key::StatementsLeft, left.get(), &[]))}</p>
                {card(derived(move || text.get()), Memo::new(|_| None), answered)}
                {before(thread.clone(), last)}
                {drawn(move || reported.get().map(|statement| report(&thread, &statement)))}
                <p class="hint">{said(Key::StatementsRule)}</p>
                <LinkButton href=propose label=tr(Key::StatementsPropose) kind=ButtonKind::Quiet />
            }
            .into_any()
        })
    })
}

/// One statement and the three answers. The buttons stay the same elements from one statement to the next, so that the
/// second tap of a trembling hand answers nothing that was not read.
fn card(text: Signal<String>, mine: Memo<Option<Opinion>>, answered: Callback<Opinion>) -> AnyView {
    let button = |opinion: Opinion, kind: ButtonKind| {
        let press = Callback::new(move |()| answered.run(opinion));
        let on = Signal::derive(move || mine.get() == Some(opinion));
        view! { <Button label=tr(word(opinion)) kind=kind on_press=press on=on /> }
    };
    view! {
        <div class="card stack asking" role="group" aria-labelledby=STATEMENT>
            <h2 id=STATEMENT tabindex="-1" dir="auto" class="statement-text">{text}</h2>
            {button(Opinion::Agree, ButtonKind::Secondary)}
            {button(Opinion::Disagree, ButtonKind::Secondary)}
            {button(Opinion::Pass, ButtonKind::Quiet)}
        </div>
    }
    .into_any()
}

/// The way to telling the moderators about the statement that is asked.
fn report(thread: &str, statement: &str) -> AnyView {
    let href = format!("/threads/{thread}/report?statement={statement}");
    view! { <p><a class="quiet-link" href=href>{said(Key::StatementsReport)}</a></p> }.into_any()
}

/// What was said last, and the way to say something else.
fn before(thread: String, last: RwSignal<Option<(String, Opinion)>>) -> AnyView {
    drawn(move || {
        last.get().map(|(statement, opinion)| {
            let href = format!("/threads/{thread}/answer?ask={statement}");
            view! {
                <p class="cluster">
                    <span>{live(move || t1(Key::StatementsLast, &[("answer", &t(word(opinion)))]))}</span>
                    <a class="quiet-link" href=href>{said(Key::StatementsChange)}</a>
                </p>
            }
        })
    })
}

/// Nothing is left to ask; where the rest could not be read it says that instead.
fn end(thread: &str, more_left: bool) -> AnyView {
    let all = format!("/threads/{thread}/statements");
    let propose = format!("/threads/{thread}/propose");
    let (title, next) = if more_left {
        (Key::StatementsPause, Key::StatementsPauseNext)
    } else {
        (Key::StatementsDone, Key::StatementsDoneNext)
    };
    view! {
        <h2 id=STATEMENT tabindex="-1">{said(title)}</h2>
        <p>{said(next)}</p>
        <LinkButton href=all label=tr(Key::StatementsReview) kind=ButtonKind::Primary />
        <LinkButton href=propose label=tr(Key::StatementsPropose) />
    }
    .into_any()
}

/// One statement again, because what was said about it is to be changed.
fn again(thread: String, statement: String) -> AnyView {
    let of = thread.clone();
    Loader::start(move || fetching(find(of.clone(), statement.clone()))).view(
        move |found: Option<Statement>| {
            let thread = thread.clone();
            let Some(statement) = found else {
                return view! { <Banner tone=Tone::Info title=tr(Key::StatementsGone) /> }.into_any();
            };
            let mine = mine_now(statement.id.clone(), statement.mine);
            let (of, id) = (thread.clone(), statement.id.clone());
            let answered = Callback::new(move |opinion: Opinion| {
                let (of, id) = (of.clone(), id.clone());
                spawn_for_app(async move { opinions::say(&of, &id, opinion).await });
                crate::platform::announce::announce(&t1(
                    Key::StatementsLast,
                    &[("answer", &t(word(opinion)))],
                ));
            });
            let text = statement.text.clone();
            let reported = statement.can_report.then(|| report(&thread, &statement.id));
            let now = drawn(move || {
                mine.get().map(|opinion| {
                view! { <p><strong>{t1(Key::StatementsMine, &[("answer", &t(word(opinion)))])}</strong></p> }
            })
            });
            let go_on = format!("/threads/{thread}/answer");
            let all = format!("/threads/{thread}/statements");
            view! {
                {card(Signal::stored(text), mine, answered)}
                {now}
                {reported}
                <LinkButton href=go_on label=tr(Key::StatementsGoOn) kind=ButtonKind::Quiet />
                <LinkButton href=all label=tr(Key::StatementsReview) kind=ButtonKind::Quiet />
            }
            .into_any()
        },
    )
}
