//! Opinion groups in words: sentences first, then the same as a table, then the map. In elder mode sentences only, one thing a
//! screen. Groups are called by number and shape; nothing here is about a person.

use super::opinion_map::{map, mark};
use super::opinions::Texts;
use crate::access::preferences;
use crate::backend::{OpinionGroup, Opinions, SaidByGroup, SaidByGroups, Votes};
use crate::i18n::{Key, number, permille, said, t, t1, tn};
use crate::parts::tr;
use crate::platform::focus::focus_id;
use crate::platform::task::{breathe, spawn_scoped};
use crate::ui::live::{drawn, live};
use crate::ui::{Button, ButtonKind, Disclosure};
use leptos::prelude::*;
use std::sync::Arc;

/// The number of groups, in a sentence.
pub(super) fn how_many(opinions: &Opinions) -> String {
    match opinions.groups.len() {
        0 | 1 => t(Key::OpinionsAlike),
        many => tn(Key::OpinionsGroups, many as u64, &[]),
    }
}

pub(super) fn group_name(group: usize) -> Key {
    const NAMES: [Key; 5] = [
        Key::OpinionsGroup1,
        Key::OpinionsGroup2,
        Key::OpinionsGroup3,
        Key::OpinionsGroup4,
        Key::OpinionsGroup5,
    ];
    // There are never more than five.
    NAMES[group.min(4)]
}

pub(super) fn told(opinions: Arc<Opinions>, texts: Texts) -> AnyView {
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    drawn(move || {
        if elder.get() {
            one_a_screen(opinions.clone(), texts.clone())
        } else {
            whole(&opinions, &texts)
        }
    })
}

fn whole(opinions: &Arc<Opinions>, texts: &Texts) -> AnyView {
    let parts = (0..parts(opinions))
        .map(|at| part(opinions, texts, at, true))
        .collect_view();
    view! {
        {parts}
        {table(opinions, texts)}
        <section class="stack">
            <h2>{said(Key::OpinionsMap)}</h2>
            {map(opinions)}
        </section>
    }
    .into_any()
}

/// In elder mode no more statements stand under one heading.
const ON_A_SCREEN: usize = 3;

/// The first sentences, what all say, each group, what divides.
fn parts(opinions: &Opinions) -> usize {
    let groups = if opinions.groups.len() > 1 {
        opinions.groups.len()
    } else {
        0
    };
    2 + groups + usize::from(!opinions.divides.is_empty())
}

/// `table`: the numbers of what is shared and of what divides stand in the table below.
fn part(opinions: &Arc<Opinions>, texts: &Texts, at: usize, table: bool) -> AnyView {
    match at {
        0 => first(opinions),
        1 => common(opinions, texts, if table { usize::MAX } else { ON_A_SCREEN }),
        at if opinions.groups.len() > 1 && at - 2 < opinions.groups.len() => {
            group(at - 2, &opinions.groups[at - 2], texts, table)
        }
        _ => divides(opinions, texts, table),
    }
}

fn first(opinions: &Arc<Opinions>) -> AnyView {
    let (voters, grouped, joined) = (opinions.voters, opinions.grouped, opinions.joined);
    let joined = (joined > 0)
        .then(|| view! { <p>{live(move || t1(Key::OpinionsJoined, &[("n", &number(joined))]))}</p> });
    let counted = opinions.clone();
    let people = move || {
        if grouped == voters {
            tn(Key::OpinionsPeople, voters, &[])
        } else {
            t1(
                Key::OpinionsPeopleSome,
                &[("voters", &number(voters)), ("grouped", &number(grouped))],
            )
        }
    };
    view! {
        <p class="lede">{live(move || how_many(&counted))}</p>
        <p>{live(people)}</p>
        {joined}
        <p>{said(Key::OpinionsNoNames)}</p>
    }
    .into_any()
}

/// The statement with what is said of it.
fn sentence(texts: &Texts, statement: &str, agrees: bool) -> impl Fn() -> String + Clone + Send + 'static {
    let text = texts.get(statement).cloned().unwrap_or_default();
    let key = if agrees {
        Key::OpinionsAgree
    } else {
        Key::OpinionsDisagree
    };
    move || t1(key, &[("text", &text)])
}

fn common(opinions: &Opinions, texts: &Texts, most: usize) -> AnyView {
    let title = if opinions.groups.len() > 1 {
        Key::OpinionsCommon
    } else {
        Key::OpinionsCommonAll
    };
    let listed = if opinions.common.is_empty() {
        view! { <p>{said(Key::OpinionsCommonNone)}</p> }.into_any()
    } else {
        let row = |shown: &SaidByGroups| {
            view! { <li><p dir="auto">{live(sentence(texts, &shown.statement, shown.agrees))}</p></li> }
                .into_any()
        };
        view! { <ul class="stack">{opinions.common.iter().take(most).map(row).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <section class="stack">
            <h2>{said(title)}</h2>
            {listed}
        </section>
    }
    .into_any()
}

fn group(at: usize, group: &OpinionGroup, texts: &Texts, all: bool) -> AnyView {
    let people = group.people;
    let name = move || {
        t1(
            Key::OpinionsGroupPeople,
            &[("group", &t(group_name(at))), ("n", &number(people))],
        )
    };
    let row = |told: &SaidByGroup| {
        let (inside, outside, agrees) = (told.inside, told.outside, told.agrees);
        let counts = all.then(|| {
            let words = move || counts(inside, outside, agrees);
            view! { <p class="meta">{live(words)}</p> }
        });
        view! {
            <li>
                <p dir="auto">{live(sentence(texts, &told.statement, agrees))}</p>
                {counts}
            </li>
        }
        .into_any()
    };
    let most = if all { usize::MAX } else { ON_A_SCREEN };
    let listed = if group.telling.is_empty() {
        view! { <p>{said(Key::OpinionsGroupPlain)}</p> }.into_any()
    } else {
        view! {
            <p>{said(Key::OpinionsGroupSays)}</p>
            <ul class="stack">{group.telling.iter().take(most).map(row).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h2>{mark(at)} {live(name)}</h2>
            {listed}
        </section>
    }
    .into_any()
}

fn counts(inside: Votes, outside: Votes, agrees: bool) -> String {
    t1(
        Key::OpinionsCounts,
        &[
            ("seen", &number(inside.seen())),
            ("said", &number(inside.said(agrees))),
            ("share", &permille(inside.share(agrees))),
            ("others_seen", &number(outside.seen())),
            ("others_said", &number(outside.said(agrees))),
            ("others_share", &permille(outside.share(agrees))),
        ],
    )
}

fn divides(opinions: &Opinions, texts: &Texts, table: bool) -> AnyView {
    let row = |shown: &SaidByGroups| {
        let text = texts.get(&shown.statement).cloned().unwrap_or_default();
        let said_by = |(at, votes): (usize, &Votes)| {
            let votes = *votes;
            view! { <li>{mark(at)} {said(group_name(at))} " " {live(move || cell(votes))}</li> }.into_any()
        };
        let groups = (!table).then(|| {
            view! { <ul class="plain-list meta">{shown.groups.iter().enumerate().map(said_by).collect_view()}</ul> }
        });
        view! { <li><p dir="auto">{text}</p>{groups}</li> }.into_any()
    };
    let most = if table { usize::MAX } else { ON_A_SCREEN };
    view! {
        <section class="stack">
            <h2>{said(Key::OpinionsDivides)}</h2>
            <ul class="stack">{opinions.divides.iter().take(most).map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn cell(votes: Votes) -> String {
    if votes.seen() == 0 {
        return t(Key::OpinionsUnseen);
    }
    t1(
        Key::OpinionsCell,
        &[
            ("agree", &number(votes.agree)),
            ("agree_share", &permille(votes.share(true))),
            ("disagree", &number(votes.disagree)),
            ("disagree_share", &permille(votes.share(false))),
        ],
    )
}

/// Every number of what all agree on and of what divides: a statement a row, a group a column.
fn table(opinions: &Opinions, texts: &Texts) -> AnyView {
    let shown: Vec<&SaidByGroups> = opinions.common.iter().chain(&opinions.divides).collect();
    if shown.is_empty() {
        return ().into_any();
    }
    let heads = (0..opinions.groups.len())
        .map(|at| {
            view! { <th role="columnheader" scope="col">{mark(at)} {said(group_name(at))}</th> }.into_any()
        })
        .collect_view();
    let row = |shown: &&SaidByGroups| {
        let text = texts.get(&shown.statement).cloned().unwrap_or_default();
        let cells = shown.groups.iter().enumerate().map(|(at, votes)| {
            let votes = *votes;
            let name = live(move || t(group_name(at)));
            view! { <td role="cell" data-label=name>{live(move || cell(votes))}</td> }.into_any()
        });
        view! { <tr role="row"><th role="rowheader" scope="row" dir="auto">{text}</th>{cells.collect_view()}</tr> }
            .into_any()
    };
    view! {
        <section class="stack">
            <h2>{said(Key::OpinionsTable)}</h2>
            <div class="table-frame">
                <table class="table wide" role="table">
                    <caption class="visually-hidden">{said(Key::OpinionsTable)}</caption>
                    <thead role="rowgroup">
                        <tr role="row"><th role="columnheader" scope="col">{said(Key::OpinionsStatement)}</th>{heads}</tr>
                    </thead>
                    <tbody role="rowgroup">{shown.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The place in the pages; the focus goes there when another one is opened.
const PLACE: &str = "opinions-part";

fn one_a_screen(opinions: Arc<Opinions>, texts: Texts) -> AnyView {
    let of = parts(&opinions);
    let at = RwSignal::new(0usize);
    Effect::new(move |before: Option<usize>| {
        let now = at.get();
        if before.is_some_and(|before| before != now) {
            spawn_scoped(async move {
                breathe().await;
                focus_id(PLACE);
            });
        }
        now
    });
    let place = move || {
        t1(
            Key::OpinionsPart,
            &[("n", &number(at.get() as u64 + 1)), ("of", &number(of as u64))],
        )
    };
    let shown = drawn(move || {
        let now = at.get();
        let map = (now + 1 == of).then(|| map(&opinions));
        let last =
            map.map(|map| view! { <Disclosure summary=tr(Key::OpinionsMap)>{map}</Disclosure> }.into_any());
        view! { {part(&opinions, &texts, now, false)} {last} }.into_any()
    });
    let next = Callback::new(move |()| at.update(|at| *at = (*at + 1).min(of - 1)));
    let before = Callback::new(move |()| at.update(|at| *at = at.saturating_sub(1)));
    let buttons = drawn(move || {
        let now = at.get();
        let next = (now + 1 < of).then(|| {
            view! { <Button label=tr(Key::OpinionsNext) kind=ButtonKind::Primary on_press=next /> }.into_any()
        });
        let before =
            (now > 0).then(|| view! { <Button label=tr(Key::OpinionsBefore) on_press=before /> }.into_any());
        view! { <div class="stack">{next} {before}</div> }.into_any()
    });
    view! {
        <p class="meta" id=PLACE tabindex="-1">{live(place)}</p>
        {shown}
        {buttons}
    }
    .into_any()
}
