//! Filling in a budget: projects with what they cost, and in words what is spoken for and what still fits.

use super::choice::{CONTROL, Filling, named_so_far, picture, with_help, with_number};
use super::purse::{MANY, Purse, Sort, cost, shown};
use super::ranking::named;
use crate::backend::{PollOption, Question};
use crate::i18n::{Key, compare, money, number, t, t1};
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::ui::live::{derived, drawn, keyed, live};
use crate::ui::{AnswerGroup, Disclosure, Pick, Picture, Select};
use leptos::prelude::*;

/// A meaning longer than this is folded away, so that the list stays a list.
const SHORT: usize = 40;

#[derive(Clone, Copy)]
struct Basket {
    question: StoredValue<Question>,
    chosen: RwSignal<Vec<String>>,
    sort: RwSignal<Sort>,
    only_fitting: RwSignal<bool>,
}

pub(super) fn basket(
    question: &Question,
    filling: Filling,
    (min, max): (usize, usize),
    error: Signal<Option<String>>,
) -> AnyView {
    let basket = Basket {
        question: StoredValue::new(question.clone()),
        chosen: filling.some,
        sort: RwSignal::new(Sort::Listed),
        only_fitting: RwSignal::new(false),
    };
    let help = question.help.clone();
    let all = question.options.len();
    let hint = move || with_help(&help, with_number(t(Key::BasketHint), all));
    let tools = (all > MANY).then(|| basket.tools());
    // Keyed by option: what is pressed stays the same button, wherever sorting puts it.
    let rows = keyed(
        move || basket.shown().into_iter().map(|o| o.id).collect(),
        move |id| basket.row(&id),
    );
    let progress = (min > 1 || max < all).then(|| {
        let words = move || {
            let keys = [Key::BasketExactly, Key::BasketUpTo, Key::BasketRange];
            named_so_far((min, max), basket.chosen.with(Vec::len), keys)
        };
        view! { <p class="chosen-count">{live(words)}</p> }
    });
    view! {
        <AnswerGroup
            id=format!("{CONTROL}-group")
            legend=Signal::stored(question.title.clone())
            hint=derived(hint)
            error=error
        >
            <div class="rows" id=CONTROL tabindex="-1">
                <p class="chosen-count">{live(move || basket.total_words())}</p>
                {progress}
                {tools}
                {rows}
            </div>
        </AnswerGroup>
        <p class="chosen-count">{live(move || basket.total_words())}</p>
    }
    .into_any()
}

impl Basket {
    fn purse(self) -> Purse {
        self.question.with_value(|q| {
            self.chosen
                .with(|chosen| Purse::of(q.method.total.unwrap_or(0), &q.options, chosen))
        })
    }

    fn money(self, hundredths: u64) -> String {
        self.question
            .with_value(|q| money(hundredths, q.method.currency.as_deref()))
    }

    fn has(self, option: &str) -> bool {
        self.chosen.with(|chosen| chosen.iter().any(|id| id == option))
    }

    fn shown(self) -> Vec<PollOption> {
        self.question.with_value(|q| {
            self.chosen.with(|chosen| {
                shown(
                    &q.options,
                    chosen,
                    self.purse(),
                    self.sort.get(),
                    self.only_fitting.get(),
                    compare,
                )
            })
        })
    }

    fn total_words(self) -> String {
        let purse = self.purse();
        let n = self.chosen.with(Vec::len) as u64;
        let key = match (n, purse.over()) {
            (0, _) => Key::BasketNothing,
            (_, 0) => Key::BasketLeft,
            _ => Key::BasketOver,
        };
        t1(
            key,
            &[
                ("total", &self.money(purse.total)),
                ("n", &number(n)),
                ("sum", &self.money(purse.spent)),
                ("left", &self.money(purse.left())),
                ("over", &self.money(purse.over())),
            ],
        )
    }

    /// What a choice has made of the money, short enough to be heard after its name; how much it is in all stands in the page.
    fn told_words(self) -> String {
        let purse = self.purse();
        match purse.over() {
            0 => t1(Key::BasketToldLeft, &[("left", &self.money(purse.left()))]),
            over => t1(Key::BasketToldOver, &[("over", &self.money(over))]),
        }
    }

    fn tools(self) -> AnyView {
        let sorts = Signal::derive(|| {
            Sort::ALL
                .map(|sort| {
                    let key = match sort {
                        Sort::Listed => Key::BasketSortListed,
                        Sort::Cheapest => Key::BasketSortCheapest,
                        Sort::Name => Key::BasketSortName,
                    };
                    (sort.name().to_owned(), t(key))
                })
                .into()
        });
        let sort = self.sort;
        let only = self.only_fitting;
        let hidden = move || {
            let all = self.question.with_value(|q| q.options.len());
            let shown = self.shown().len();
            let (shown_words, hidden) = (number(shown as u64), number((all - shown.min(all)) as u64));
            t1(Key::BasketShown, &[("n", &shown_words), ("hidden", &hidden)])
        };
        view! {
            <Select
                id="basket-sort"
                label=tr(Key::BasketSort)
                options=sorts
                value=derived(move || sort.get().name().to_owned())
                on_change=Callback::new(move |name: String| sort.set(Sort::named(&name)))
            />
            <button
                type="button"
                class="toggle"
                aria-pressed=move || if only.get() { "true" } else { "false" }
                on:click=move |event| {
                    event.prevent_default();
                    only.update(|only| *only = !*only);
                }
            >
                {live(move || t(Key::BasketOnlyFitting))}
            </button>
            <div role="status">
                {drawn(move || only.get().then(|| view! { <p class="hint">{hidden()}</p> }))}
            </div>
        }
        .into_any()
    }

    fn row(self, id: &str) -> AnyView {
        let option = self
            .question
            .with_value(|q| q.options.iter().find(|o| o.id == id).cloned());
        option.map(|option| self.project(option)).into_any()
    }

    fn project(self, option: PollOption) -> AnyView {
        let costs = cost(&option);
        let detail = self.detail(&option);
        let PollOption { id, label, .. } = option;
        let chosen = {
            let id = id.clone();
            Memo::new(move |_| self.has(&id))
        };
        let standing = move || {
            let lacks = self.purse().lacks(costs);
            match (chosen.get(), lacks) {
                (true, _) => t(Key::BasketChosen),
                (false, 0) => t(Key::BasketFits),
                (false, lacks) => t1(Key::BasketLacks, &[("over", &self.money(lacks))]),
            }
        };
        let action = move || {
            t(if chosen.get() {
                Key::BallotRemove
            } else {
                Key::BasketChoose
            })
        };
        let action_named = {
            let label = label.clone();
            move || named(&action(), &label)
        };
        let at = self
            .question
            .with_value(|q| q.options.iter().position(|o| o.id == id).unwrap_or(0));
        let told = label.clone();
        let press = Callback::new(move |()| {
            let add = !chosen.get_untracked();
            self.chosen.update(|chosen| {
                chosen.retain(|other| *other != id);
                if add {
                    chosen.push(id.clone());
                }
            });
            let key = if add { Key::BasketAdded } else { Key::BallotRemoved };
            let words = t1(key, &[("label", &told)]);
            announce(&format!("{words} {}", untrack(|| self.told_words())));
        });
        view! {
            <Pick
                id=format!("{CONTROL}-{at}")
                label=label
                price=derived(move || t1(Key::BasketCost, &[("cost", &self.money(costs))]))
                standing=derived(standing)
                chosen=chosen
                button=derived(action)
                button_named=derived(action_named)
                on_press=press
                detail=detail
            />
        }
        .into_any()
    }

    fn detail(self, option: &PollOption) -> AnyView {
        let picture = picture(option);
        let meaning = option.meaning.clone();
        let short = meaning.as_ref().is_none_or(|m| m.chars().count() <= SHORT);
        let words = meaning.map(|m| view! { <p class="choice-meaning" dir="auto">{m}</p> });
        if short && picture.is_none() {
            return words.into_any();
        }
        let label = option.label.clone();
        let summary = derived(move || t1(Key::BasketMore, &[("label", &label)]));
        view! { <Disclosure summary=summary>{picture.map(Picture::view)} {words}</Disclosure> }.into_any()
    }
}
