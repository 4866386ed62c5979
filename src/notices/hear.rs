//! Hearing the notices of today in a row: one tap, and the rest is listening. Where there are none today, the newest ones.

use super::event::span;
use super::holds::is_over;
use super::one::read;
use super::row::row_id;
use crate::access::read_aloud::{Line, listen};
use crate::backend::{Notice, NoticeSummary, Text, TextFormat, When, server_clock};
use crate::i18n::{Key, day, number, t, t1, tn};
use crate::parts::urgency_key;
use crate::platform::clock::now_ms;
use crate::platform::task::{spawn_scoped, together};
use crate::ui::live::derived;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;

/// How many of the newest where today has none.
const NEWEST: usize = 3;

/// As many as one listens to in one go.
const MOST: usize = 10;

pub fn hear(rows: ArcRwSignal<Vec<NoticeSummary>>) -> AnyView {
    let today = day(&When::at(server_clock::now().unwrap_or_else(now_ms)));
    let chosen = Memo::new(move |_| rows.with(|rows| choose(rows, |notice| day(&notice.published) == today)));
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (_, notices) = chosen.get_untracked();
        spawn_scoped(async move {
            let whole = together(notices.iter().map(|notice| read(notice.id.clone()))).await;
            let all = notices.len();
            let lines = notices.into_iter().zip(whole).enumerate();
            let lines = lines.flat_map(|(at, (short, whole))| {
                let whole = whole.ok().map(|kept| kept.value);
                lines_of(at + 1, all, &short, whole.as_ref())
            });
            busy.try_set(false);
            listen(lines.collect());
        });
    });
    let label = derived(move || {
        let (of_today, notices) = chosen.get();
        let key = if of_today {
            Key::NoticesHearToday
        } else {
            Key::NoticesHearNewest
        };
        tn(key, notices.len() as u64, &[])
    });
    view! { <p><Button label=label id="hear-notices" kind=ButtonKind::Secondary busy=busy on_press=press /></p> }.into_any()
}

/// Whether they are of today, and which. What no longer holds is not read out.
fn choose(rows: &[NoticeSummary], is_today: impl Fn(&NoticeSummary) -> bool) -> (bool, Vec<NoticeSummary>) {
    let holds: Vec<_> = rows
        .iter()
        .filter(|notice| !notice.withdrawn && !is_over(notice.valid_until.as_ref()))
        .collect();
    let mut chosen: Vec<_> = holds
        .iter()
        .filter(|notice| is_today(notice))
        .take(MOST)
        .copied()
        .cloned()
        .collect();
    let of_today = !chosen.is_empty();
    if !of_today {
        let mut newest = holds;
        newest.sort_by_key(|notice| std::cmp::Reverse(notice.published.at));
        chosen = newest.into_iter().take(NEWEST).cloned().collect();
    }
    (of_today, chosen)
}

/// One notice: which it is, when and where something happens, and what it says, in plain words where it has them. Its row is marked meanwhile.
fn lines_of(nth: usize, all: usize, short: &NoticeSummary, whole: Option<&Notice>) -> Vec<Line> {
    let (n, all) = (number(nth as u64), number(all as u64));
    let head = t1(
        Key::NoticesHearNth,
        &[("n", &n), ("all", &all), ("title", &short.title)],
    );
    let said = match whole {
        Some(notice) => words(notice.plain.as_ref().unwrap_or(&notice.body)),
        None => short.summary.clone(),
    };
    let urgent = urgency_key(short.urgency).map(t);
    let event = whole.and_then(|notice| notice.event.as_ref());
    let when = event.map(|event| span(&event.starts, event.ends.as_ref()));
    let place = event.and_then(|event| event.place.clone());
    let pictures = whole
        .into_iter()
        .flat_map(|notice| &notice.images)
        .map(|image| image.words.clone());
    [Some(head), urgent, when, place, Some(said)]
        .into_iter()
        .flatten()
        .chain(pictures)
        .filter(|text| !text.trim().is_empty())
        .map(|text| Line::public(text).at(row_id(&short.id)))
        .collect()
}

fn words(text: &Text) -> String {
    match text.format {
        TextFormat::Markdown => markdown::words(&text.value),
        _ => text.value.clone(),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::backend::{NoticeCategory, Urgency};

    fn notice(id: &str, at: i64, withdrawn: bool) -> NoticeSummary {
        NoticeSummary {
            id: id.into(),
            title: id.into(),
            summary: String::new(),
            category: NoticeCategory::Safety,
            urgency: Urgency::Normal,
            pinned: false,
            publisher: String::new(),
            published: When::at(at),
            corrected: None,
            valid_until: None,
            withdrawn,
            own: false,
        }
    }

    fn ids(chosen: (bool, Vec<NoticeSummary>)) -> (bool, Vec<String>) {
        (chosen.0, chosen.1.into_iter().map(|notice| notice.id).collect())
    }

    #[test]
    fn todays_in_the_order_of_the_list_else_the_newest() {
        let rows = [
            notice("pinned", 3, false),
            notice("gone", 9, true),
            notice("b", 8, false),
            notice("a", 7, false),
            notice("c", 1, false),
        ];
        let today = |from: i64| move |notice: &NoticeSummary| notice.published.at >= Some(from);
        assert_eq!(
            ids(choose(&rows, today(3))),
            (true, vec!["pinned".into(), "b".into(), "a".into()])
        );
        assert_eq!(
            ids(choose(&rows, today(20))),
            (false, vec!["b".into(), "a".into(), "pinned".into()])
        );
        assert_eq!(ids(choose(&[], today(0))), (false, vec![]));
    }
}
