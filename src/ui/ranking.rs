//! A ranking without dragging: what is ranked, with its place and the ways to change it, above what is not.

use super::button::tool;
use super::choice::{Choice, Group, group};
use super::live::{derived, drawn, keyed, live};
use super::select::{SelectOption, bare};
use super::{Fixture, Picture};
use crate::platform::announce::announce;
use crate::platform::clock::now_ms;
use crate::platform::focus::focus_id_soon;
use leptos::prelude::*;

/// What a ranking says. An empty label asks for the words on a button, a label for what the button is called; both begin
/// alike. The number is a place, counted from 1.
#[derive(Clone, Copy, PartialEq)]
pub enum RankingSays {
    Ranked,
    Empty,
    Rest,
    Place,
    Choose,
    Up,
    Down,
    Remove,
    Pick,
    /// Told after a move.
    Now,
    /// Told when it is as far up or down as can be.
    Already,
    Removed,
    Full,
}

pub type RankingWords = fn(RankingSays, &str, usize) -> String;

/// Rows move under the finger, so a second tap within this time is a trembling hand.
const SECOND_TAP_MS: i64 = 600;

#[derive(Clone, Copy)]
struct Ranking {
    id: StoredValue<String>,
    choices: StoredValue<Vec<Choice>>,
    ranked: RwSignal<Vec<String>>,
    most: usize,
    words: RankingWords,
    /// What every row's list of places offers. It changes with their number only, so a move draws no list again.
    places: Memo<Vec<SelectOption>>,
    last_tap: StoredValue<i64>,
}

#[component]
pub fn RankingList(
    #[prop(into)] id: String,
    #[prop(into)] legend: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    choices: Vec<Choice>,
    ranked: RwSignal<Vec<String>>,
    /// How many can be ranked.
    most: usize,
    words: RankingWords,
    /// Ready-made words about how many are ranked.
    #[prop(into)]
    progress: Signal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let all = choices.len();
    let list = Ranking {
        id: StoredValue::new(id.clone()),
        choices: StoredValue::new(choices),
        ranked,
        most,
        words,
        places: Memo::new(move |_| {
            let count = ranked.with(Vec::len);
            (1..=count)
                .map(|n| (n.to_string(), words(RankingSays::Place, "", n)))
                .collect()
        }),
        last_tap: StoredValue::new(0),
    };
    let any = Memo::new(move |_| ranked.with(|r| !r.is_empty()));
    let rest = Memo::new(move |_| {
        ranked.with(|r| {
            list.choices.with_value(|c| {
                c.iter()
                    .filter(|c| !r.contains(&c.value))
                    .map(|c| c.value.clone())
                    .collect::<Vec<_>>()
            })
        })
    });
    let some_left = Memo::new(move |_| ranked.with(Vec::len) < all);
    let said = move |what| live(move || words(what, "", 0));
    let rows = view! {
        <div class="ranking stack" id=id.clone() tabindex="-1">
            <h2 class="ranking-title">{said(RankingSays::Ranked)}</h2>
            <p class="chosen-count">{progress}</p>
            {drawn(move || (!any.get()).then(|| view! { <p class="empty">{said(RankingSays::Empty)}</p> }))}
            // A list without items is no list, and would be read out as an empty one.
            {drawn(move || any.get().then(|| view! {
                <ol class="plain-list ranked">{keyed(move || ranked.get(), move |value| list.ranked_row(value))}</ol>
            }))}
            {drawn(move || some_left.get().then(|| view! {
                <h2 class="ranking-title">{said(RankingSays::Rest)}</h2>
                <ul class="plain-list">{keyed(move || rest.get(), move |value| list.rest_row(value))}</ul>
            }))}
        </div>
    }
    .into_any();
    // The list itself is where an error's link leads, so the group around it goes by another name.
    let id = format!("{id}-group");
    group(
        Group {
            id,
            legend,
            hint,
            error,
        },
        rows,
    )
}

impl Ranking {
    fn choice(self, value: &str) -> Choice {
        self.choices
            .with_value(|c| c.iter().find(|c| c.value == value).cloned())
            .unwrap_or(Choice {
                value: value.to_owned(),
                label: value.to_owned(),
                meaning: None,
                picture: None,
            })
    }

    /// The id of an option's control.
    fn control(self, value: &str, what: &str) -> String {
        let at = self
            .choices
            .with_value(|c| c.iter().position(|c| c.value == value).unwrap_or(c.len()));
        format!("{}-{at}-{what}", self.id.get_value())
    }

    fn ranked_row(self, value: String) -> AnyView {
        let Choice { label, picture, .. } = self.choice(&value);
        let words = self.words;
        let ranked = self.ranked;
        let place = {
            let value = value.clone();
            Memo::new(move |_| ranked.with(|r| r.iter().position(|v| *v == value).map_or(0, |i| i + 1)))
        };
        let named = {
            let label = label.clone();
            move |what| {
                let label = label.clone();
                derived(move || words(what, &label, place.get()))
            }
        };
        let button = |what: RankingSays, id: &'static str, press: Callback<()>| {
            let tap = Callback::new(move |event: web_sys::MouseEvent| {
                if self.is_first_tap(&event) {
                    press.run(());
                }
            });
            tool(
                Some(self.control(&value, id)),
                derived(move || words(what, "", 0)),
                named(what),
                tap,
            )
        };
        let go = |to: fn(usize) -> usize, control: &'static str| {
            let value = value.clone();
            Callback::new(move |()| self.place_at(&value, to(place.get_untracked()), control))
        };
        let (up, down) = (
            go(|place| place.saturating_sub(1), "up"),
            go(|place| place + 1, "down"),
        );
        let remove = {
            let value = value.clone();
            Callback::new(move |()| self.remove(&value))
        };
        let picked = {
            let value = value.clone();
            Callback::new(move |to: String| self.place_at(&value, to.parse().unwrap_or(0), "place"))
        };
        let picker = bare(
            self.control(&value, "place"),
            named(RankingSays::Pick),
            Signal::stored(None),
            self.places.into(),
            derived(move || place.get().to_string()),
            picked,
        );
        view! {
            <li class="card">
                <p class="ranked-head">
                    <span class="place">{live(move || words(RankingSays::Place, "", place.get()))}</span>
                    <span class="choice-label" dir="auto">{label.clone()}</span>
                </p>
                {picture.map(Picture::view)}
                <div class="tools">
                    {button(RankingSays::Up, "up", up)}
                    {button(RankingSays::Down, "down", down)}
                    {picker}
                    {button(RankingSays::Remove, "remove", remove)}
                </div>
            </li>
        }
        .into_any()
    }

    fn rest_row(self, value: String) -> AnyView {
        let Choice {
            label,
            meaning,
            picture,
            ..
        } = self.choice(&value);
        let words = self.words;
        let ranked = self.ranked;
        let most = self.most;
        let next = Memo::new(move |_| ranked.with(Vec::len) + 1);
        let name = {
            let label = label.clone();
            derived(move || words(RankingSays::Choose, &label, next.get().min(most)))
        };
        let choose = derived(move || words(RankingSays::Choose, "", next.get().min(most)));
        let id = self.control(&value, "choose");
        let tap = Callback::new(move |event: web_sys::MouseEvent| {
            if self.is_first_tap(&event) {
                self.choose(&value);
            }
        });
        view! {
            <li class="card">
                <p class="choice-label" dir="auto">{label.clone()}</p>
                {meaning.map(|m| view! { <p class="choice-meaning" dir="auto">{m}</p> })}
                {picture.map(Picture::view)}
                {tool(Some(id), choose, name, tap)}
                {drawn(move || {
                    (next.get() > most).then(|| view! { <p class="hint">{words(RankingSays::Full, "", most)}</p> })
                })}
            </li>
        }
        .into_any()
    }

    fn tell(self, what: RankingSays, value: &str, place: usize) {
        announce(&(self.words)(what, &self.choice(value).label, place));
    }

    /// A keyboard presses without a pointer and moves nothing under a finger.
    fn is_first_tap(self, event: &web_sys::MouseEvent) -> bool {
        let now = now_ms();
        let early = (0..SECOND_TAP_MS).contains(&(now - self.last_tap.get_value()));
        if event.detail() > 0 {
            if early {
                return false;
            }
            self.last_tap.set_value(now);
        }
        true
    }

    fn choose(self, value: &str) {
        if self.ranked.with_untracked(Vec::len) >= self.most {
            return self.tell(RankingSays::Full, value, self.most);
        }
        // The focus goes to what is chosen next: it is where the finger is.
        let next = self.neighbour_not_ranked(value);
        let mut place = 0;
        self.ranked.update(|r| {
            r.push(value.to_owned());
            place = r.len();
        });
        focus_id_soon(match next {
            Some(next) => self.control(&next, "choose"),
            None => self.control(value, "place"),
        });
        self.tell(RankingSays::Now, value, place);
    }

    fn neighbour_not_ranked(self, value: &str) -> Option<String> {
        let rest: Vec<String> = self.ranked.with_untracked(|r| {
            self.choices.with_value(|c| {
                c.iter()
                    .map(|c| c.value.clone())
                    .filter(|v| v == value || !r.contains(v))
                    .collect()
            })
        });
        neighbour(&rest, value)
    }

    fn remove(self, value: &str) {
        let next = self.ranked.with_untracked(|r| neighbour(r, value));
        self.ranked.update(|r| r.retain(|v| v != value));
        focus_id_soon(match next {
            Some(next) => self.control(&next, "remove"),
            None => self.control(value, "choose"),
        });
        self.tell(RankingSays::Removed, value, 0);
    }

    /// Moves to a place, the focus stays on the control that did it.
    fn place_at(self, value: &str, place: usize, control: &str) {
        let count = self.ranked.with_untracked(Vec::len);
        let now = self
            .ranked
            .with_untracked(|r| r.iter().position(|v| v == value).map_or(0, |i| i + 1));
        if place == 0 || place > count || now == 0 || place == now {
            return self.tell(RankingSays::Already, value, now);
        }
        self.ranked.update(|r| moved(r, now - 1, place - 1));
        focus_id_soon(self.control(value, control));
        self.tell(RankingSays::Now, value, place);
    }
}

fn moved(list: &mut Vec<String>, from: usize, to: usize) {
    let value = list.remove(from);
    list.insert(to.min(list.len()), value);
}

/// What stands after it; before it, if it is the last.
fn neighbour(list: &[String], value: &str) -> Option<String> {
    let at = list.iter().position(|v| v == value)?;
    list.get(at + 1).or_else(|| list.get(at.checked_sub(1)?)).cloned()
}

pub fn fixtures() -> Vec<Fixture> {
    fn words(what: RankingSays, label: &str, n: usize) -> String {
        let text = match what {
            RankingSays::Ranked => "Your order",
            RankingSays::Empty => "Nothing is ranked yet.",
            RankingSays::Rest => "Not ranked",
            RankingSays::Place => return format!("第 {n} 位"),
            RankingSays::Choose => "Put next",
            RankingSays::Up => "Up",
            RankingSays::Down => "Down",
            RankingSays::Remove => "Take out",
            RankingSays::Pick => "Place",
            RankingSays::Now => "has moved",
            RankingSays::Already => "stays",
            RankingSays::Removed => "is out",
            RankingSays::Full => "You ranked 2. Take one out to choose another.",
        };
        if label.is_empty() {
            text.to_owned()
        } else {
            format!("{text}: {label}")
        }
    }
    let list = |id: &'static str, ranked: &[&str], most: usize| {
        let choices = [
            ("a", "芝麻糖", None),
            (
                "b",
                "Eight-treasure rice with everything that the market has this week",
                Some("One bowl each"),
            ),
            ("c", "🍊 桔子", None),
        ]
        .map(|(value, label, meaning)| Choice {
            value: value.into(),
            label: label.into(),
            meaning: meaning.map(Into::into),
            picture: None,
        });
        let ranked = RwSignal::new(ranked.iter().map(|r| r.to_string()).collect());
        view! {
            <RankingList
                id=id
                legend="Which do you like best?"
                hint="Best first."
                choices=choices.into()
                ranked=ranked
                most=most
                words=words
                progress="Rank 1 to 3."
            />
        }
        .into_any()
    };
    vec![
        ("ranking, empty", list("fixture-ranking-empty", &[], 3)),
        ("ranking", list("fixture-ranking", &["b", "c"], 3)),
        ("ranking, full", list("fixture-ranking-full", &["b", "a"], 2)),
    ]
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    #[test]
    fn a_move_shifts_what_is_between() {
        for (from, to, after) in [(0, 2, "bca"), (2, 0, "cab"), (1, 1, "abc"), (0, 9, "bca")] {
            let mut now = list("abc");
            moved(&mut now, from, to);
            assert_eq!(now, list(after));
        }
    }

    #[test]
    fn the_neighbour_is_the_next_or_the_last() {
        assert_eq!(neighbour(&list("abc"), "a").as_deref(), Some("b"));
        assert_eq!(neighbour(&list("abc"), "c").as_deref(), Some("b"));
        assert_eq!(neighbour(&list("a"), "a"), None);
        assert_eq!(neighbour(&list("a"), "x"), None);
    }
}
