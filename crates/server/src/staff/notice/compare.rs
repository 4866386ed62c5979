//! What a correction changed: paragraph by paragraph, so that readers see what stood there and what stands there now.

use super::super::clock::Clock;
use contract::{Audience, Change, Image, Notice, NoticeEvent, NoticePart, Text, TextFormat};

/// Longer paragraphs are told by their beginning.
const CHARS: usize = 2000;

/// Beyond so many pairs of paragraphs a text counts as written anew.
const PAIRS: usize = 1_000_000;

/// Everything in which the two differ, in the order of a notice.
pub fn changes(was: &Notice, now: &Notice, clock: &Clock) -> Vec<Change> {
    let mut all = Vec::new();
    let mut one = |part, was: Option<String>, now: Option<String>| {
        if was != now {
            all.push(Change {
                part,
                was: was.map(|text| shortened(&text)),
                now: now.map(|text| shortened(&text)),
            });
        }
    };
    one(NoticePart::Title, said(&was.title), said(&now.title));
    one(NoticePart::Summary, said(&was.summary), said(&now.summary));
    let event = |notice: &Notice| notice.event.as_ref().map(|event| in_words(event, clock));
    one(NoticePart::Event, event(was), event(now));
    let until = |notice: &Notice| notice.valid_until.map(|at| clock.words(at));
    one(NoticePart::ValidUntil, until(was), until(now));
    for (was, now) in paired(&paragraphs(Some(&was.body)), &paragraphs(Some(&now.body))) {
        one(NoticePart::Body, was, now);
    }
    for (was, now) in paired(&paragraphs(was.plain.as_ref()), &paragraphs(now.plain.as_ref())) {
        one(NoticePart::Plain, was, now);
    }
    let mut enclosed = |part, pairs: Vec<(Option<String>, Option<String>)>| {
        all.extend(pairs.into_iter().map(|(was, now)| Change { part, was, now }));
    };
    // The same title with other bytes is a change, too, though the words are the same.
    enclosed(
        NoticePart::Pictures,
        paired(&pictures(&was.images), &pictures(&now.images)),
    );
    let attached = |notice: &Notice| -> Vec<(String, String)> {
        let attached = notice.attachments.iter();
        attached
            .map(|a| (format!("{} {}", a.url, a.title), a.title.clone()))
            .collect()
    };
    enclosed(NoticePart::Attachments, paired(&attached(was), &attached(now)));
    let recorded = |notice: &Notice| notice.recording.as_ref().map(|r| (r.url.clone(), r.seconds));
    if recorded(was) != recorded(now) {
        let length = |notice: &Notice| {
            let recording = notice.recording.as_ref();
            recording.map(|r| format!("{}:{:02}", r.seconds / 60, r.seconds % 60))
        };
        all.push(Change {
            part: NoticePart::Recording,
            was: length(was),
            now: length(now),
        });
    }
    if was.audience != now.audience {
        all.push(Change {
            part: NoticePart::Audience,
            was: named(&was.audience),
            now: named(&now.audience),
        });
    }
    all
}

fn said(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn in_words(event: &NoticeEvent, clock: &Clock) -> String {
    let mut words = clock.words(event.starts_at);
    if let Some(end) = event.ends_at {
        words = format!("{words} – {}", clock.words(end));
    }
    match &event.place {
        Some(place) => format!("{words}, {place}"),
        None => words,
    }
}

fn named(audience: &Audience) -> Option<String> {
    let names: Vec<&str> = audience
        .buildings
        .iter()
        .chain(&audience.grids)
        .map(String::as_str)
        .collect();
    said(&names.join(", "))
}

/// By what two are the same, and what a reader is told.
fn paragraphs(text: Option<&Text>) -> Vec<(String, String)> {
    let found = match text {
        None => vec![],
        Some(text) if text.format == TextFormat::Markdown => markdown::paragraphs(&text.value),
        Some(text) => markdown::plain_paragraphs(&text.value),
    };
    found.into_iter().map(|p| (p.key, p.words)).collect()
}

fn pictures(images: &[Image]) -> Vec<(String, String)> {
    let told = images.iter();
    told.map(|image| (format!("{} {}", image.url, image.alt), image.alt.clone()))
        .collect()
}

/// Pairs what was taken away with what stands in its place; what stayed is left out.
fn paired(was: &[(String, String)], now: &[(String, String)]) -> Vec<(Option<String>, Option<String>)> {
    let same = |a: &(String, String), b: &(String, String)| a.0 == b.0;
    let before = was.iter().zip(now).take_while(|(a, b)| same(a, b)).count();
    let (was, now) = (&was[before..], &now[before..]);
    let behind = was
        .iter()
        .rev()
        .zip(now.iter().rev())
        .take_while(|(a, b)| same(a, b))
        .count();
    let (was, now) = (&was[..was.len() - behind], &now[..now.len() - behind]);
    let mut pairs = Vec::new();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let mut close = |gone: &mut Vec<String>, come: &mut Vec<String>| {
        let rows = gone.len().max(come.len());
        let (mut gone, mut come) = (gone.drain(..), come.drain(..));
        pairs.extend((0..rows).map(|_| (gone.next(), come.next())));
    };
    let (mut a, mut b) = (0, 0);
    for (kept_a, kept_b) in kept(was, now) {
        gone.extend(was[a..kept_a].iter().map(|(_, words)| words.clone()));
        come.extend(now[b..kept_b].iter().map(|(_, words)| words.clone()));
        close(&mut gone, &mut come);
        (a, b) = (kept_a + 1, kept_b + 1);
    }
    gone.extend(was[a..].iter().map(|(_, words)| words.clone()));
    come.extend(now[b..].iter().map(|(_, words)| words.clone()));
    close(&mut gone, &mut come);
    pairs
}

/// The places of a longest common subsequence.
fn kept(was: &[(String, String)], now: &[(String, String)]) -> Vec<(usize, usize)> {
    if was.len().saturating_mul(now.len()) > PAIRS {
        return Vec::new();
    }
    // lengths[a][b]: of the longest that was[a..] and now[b..] share.
    let mut lengths = vec![vec![0u32; now.len() + 1]; was.len() + 1];
    for a in (0..was.len()).rev() {
        for b in (0..now.len()).rev() {
            lengths[a][b] = if was[a].0 == now[b].0 {
                lengths[a + 1][b + 1] + 1
            } else {
                lengths[a + 1][b].max(lengths[a][b + 1])
            };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < was.len() && b < now.len() {
        if was[a].0 == now[b].0 {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if lengths[a + 1][b] >= lengths[a][b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(words: &str) -> Vec<(String, String)> {
        words.chars().map(|c| (c.to_string(), c.to_string())).collect()
    }

    fn pairs(was: &str, now: &str) -> Vec<(Option<String>, Option<String>)> {
        paired(&texts(was), &texts(now))
    }

    #[test]
    fn what_changed_stands_beside_what_it_was() {
        let text = |c: &str| Some(c.to_owned());
        assert_eq!(pairs("abc", "abc"), []);
        assert_eq!(pairs("abc", "axc"), [(text("b"), text("x"))]);
        assert_eq!(pairs("abc", "abxc"), [(None, text("x"))]);
        assert_eq!(pairs("abcd", "bd"), [(text("a"), None), (text("c"), None)]);
        assert_eq!(pairs("", "a"), [(None, text("a"))]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_invented(was in "[a-e]{0,12}", now in "[a-e]{0,12}") {
            let pairs = pairs(&was, &now);
            let gone: usize = pairs.iter().filter(|(was, _)| was.is_some()).count();
            let come: usize = pairs.iter().filter(|(_, now)| now.is_some()).count();
            // What stayed is the same number on both sides.
            prop_assert_eq!(was.len() - gone, now.len() - come);
            prop_assert_eq!(pairs.is_empty(), was == now);
        }
    }
}
