//! The ballot on paper: the same questions, options and rule as on the phone, large, with boxes for a pen. What staff enter
//! from it is told in docs/STAFF.md.

use super::about::{cannot, closed_words, counting, who_may};
use super::choice::{cost_words, range_words, with_help};
use super::rules::{Asks, asks, can_fill_in};
use super::{poll_loader, signed_in_as};
use crate::backend::{Poll, PollState, Question, Secrecy, Service, VotingUnit, WhyNot, service_info};
use crate::i18n::{Key, date_time, money, number, said, t, t1, tn};
use crate::parts::on_paper::with_code;
use crate::parts::tr;
use crate::platform::document::print;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, PageTitle, Tone};
use leptos::prelude::*;

/// Lines for an answer in words.
const LINES: usize = 5;

#[component]
pub fn PaperPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let loader = poll_loader(id.clone());
        let title = {
            let loader = loader.clone();
            Signal::derive(move || match loader.value() {
                Some(poll) => t1(Key::PaperTitle, &[("title", &poll.title)]),
                None => t(Key::PaperPrint),
            })
        };
        view! {
            <BackLink href=format!("/polls/{id}") label=tr(Key::AppBack) />
            <PageTitle text=title />
            {loader.view(page)}
        }
    })
}

fn page(poll: Poll) -> AnyView {
    match poll.state {
        PollState::Open | PollState::Upcoming if can_fill_in(&poll.questions) => form(&poll),
        PollState::Open | PollState::Upcoming => cannot(WhyNot::MethodUnavailable),
        state => view! { <Banner tone=Tone::Info title=tr(closed_words(state)) /> }.into_any(),
    }
}

fn form(poll: &Poll) -> AnyView {
    let several = poll.questions.len() > 1;
    let questions: Vec<_> = poll
        .questions
        .iter()
        .enumerate()
        .map(|(at, q)| question(q, several.then_some(at + 1)))
        .collect();
    let page = format!("/polls/{}", poll.id);
    view! {
        <div class="stack no-print">
            <p>{said(Key::PaperScreen)}</p>
            <Button label=tr(Key::PaperPrint) kind=ButtonKind::Primary on_press=Callback::new(|()| print()) />
        </div>
        <div class="stack on-paper paper-form">
            {with_code(hand_in(poll), &page, Key::ResultsByPhone)}
            {name_line(poll)}
            // Before the questions, as on the phone; a long question then has a sheet of its own.
            <section>
                <h2>{said(Key::PollsRule)}</h2>
                {counting(poll)}
            </section>
            {questions}
        </div>
    }
    .into_any()
}

/// Who may hand it in, until when, where, and what it does to voting by phone.
fn hand_in(poll: &Poll) -> AnyView {
    let closes = poll.closes.clone();
    let service = service_info();
    let ask = move || service.get().and_then(|service| ask_words(&service));
    view! {
        {who_may(poll)}
        <p><strong>{live(move || t1(Key::PaperUntil, &[("time", &date_time(&closes))]))}</strong></p>
        <p>{said(Key::PaperOnce)}</p>
        {move || ask().map(|words| view! { <p>{words}</p> })}
    }
    .into_any()
}

/// Whom to ask, where the community has a number.
fn ask_words(service: &Service) -> Option<String> {
    let phone = service.help_phone.as_deref()?;
    let hours = service.help_hours.as_deref().unwrap_or_default();
    Some(t1(Key::PaperAsk, &[("phone", phone), ("hours", hours)]))
}

/// A named ballot says whose it is; any other must not.
fn name_line(poll: &Poll) -> AnyView {
    if poll.secrecy != Secrecy::Named {
        return view! { <p class="paper-secret"><strong>{said(Key::PaperSecret)}</strong></p> }.into_any();
    }
    let key = match poll.unit {
        VotingUnit::Household => Key::PaperHousehold,
        _ => Key::PaperPerson,
    };
    view! {
        <div class="paper-name">
            <p>{said(Key::PollsSecretNamed)}</p>
            <p><strong>{said(key)}</strong></p>
            {line()}
        </div>
    }
    .into_any()
}

/// Something for the pen; whoever listens has heard that this is paper.
fn mark(class: &'static str) -> AnyView {
    view! { <span class=class aria-hidden="true"></span> }.into_any()
}

fn line() -> AnyView {
    mark("paper-line")
}

fn question(question: &Question, nth: Option<usize>) -> AnyView {
    let title = question.title.clone();
    let title = match nth {
        Some(n) => format!("{n}. {title}"),
        None => title,
    };
    let asks = asks(question);
    let all = question.options.len();
    let (help, method) = (question.help.clone(), question.method.clone());
    // Asked for words, there is nothing to say about boxes.
    let hinted = help.is_some() || asks != Asks::Words;
    let hint = move || with_help(&help, how(asks, all));
    let hint = hinted.then(|| view! { <p>{live(hint)}</p> });
    // The purse stands beside what is to be paid from it.
    let purse = question.options.iter().any(|o| o.cost.is_some()).then_some(());
    let purse = purse.and(method.total).map(|total| {
        let words = move || {
            t1(
                Key::WhyBudget,
                &[("budget", &money(total, method.currency.as_deref()))],
            )
        };
        view! { <p>{live(words)}</p> }
    });
    let place = match asks {
        Asks::One | Asks::Some { .. } | Asks::Basket { .. } => "paper-box",
        _ => "paper-box paper-wide",
    };
    let options: Vec<_> = question
        .options
        .iter()
        .map(|option| {
            let (cost, currency) = (option.cost, question.method.currency.clone());
            let cost = cost.map(|cost| {
                view! { <span class="paper-cost">{live(move || cost_words(cost, currency.as_deref()))}</span> }
            });
            let means = option.meaning.clone().map(|means| view! { <span class="paper-means">{means}</span> });
            view! {
                <li>
                    {mark(place)}
                    <span><strong>{option.label.clone()}</strong> " " {cost} " " {means}</span>
                </li>
            }
        })
        .collect();
    let answer = if asks == Asks::Words {
        (0..LINES).map(|_| line()).collect::<Vec<_>>().into_any()
    } else {
        view! { <ul class="paper-options">{options}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>{title}</h2>
            {hint}
            {purse}
            {answer}
        </section>
    }
    .into_any()
}

/// How many, and what the pen does.
fn how(asks: Asks, all: usize) -> String {
    let cross = |words: String| with_help(&Some(words), t(Key::PaperCross));
    let points = |words: String| with_help(&Some(words), t(Key::PaperPoints));
    match asks {
        Asks::One => cross(t(Key::BallotOne)),
        Asks::Basket { min: 0 | 1, max } if max == all => cross(t(Key::BasketHint)),
        Asks::Some { min, max } | Asks::Basket { min, max } => cross(range_words(min, max)),
        Asks::Ranking { min, max } => with_help(&Some(range_words(min, max)), t(Key::PaperRank)),
        Asks::Scores { from, to, .. } => {
            let key = match from {
                0 => Key::BallotScoreHint,
                _ => Key::BallotScoreHintBudget,
            };
            let (from, to) = (number(from.into()), number(to.into()));
            points(t1(key, &[("from", &from), ("to", &to)]))
        }
        Asks::Dots { each, total } if each < total => points(tn(
            Key::BallotDotsHintEach,
            total.into(),
            &[("each", &number(each.into()))],
        )),
        Asks::Dots { total, .. } => points(tn(Key::BallotDotsHint, total.into(), &[])),
        Asks::Words | Asks::Unknown => String::new(),
    }
}
