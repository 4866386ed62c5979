//! The app's own Chinese is plain: characters that a pupil of grade nine reads, and short sentences. The measure is the proxy of
//! docs/decisions/0025-plain-words.md.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const ZH: &str = include_str!("../../locales/zh-CN.json");
/// Where residents read Chinese that no catalogue holds: before the app is there, on paper, and in a feed.
const OUTSIDE: [(&str, &str); 3] = [
    ("index.html", include_str!("../../index.html")),
    (
        "household letter",
        include_str!("../../crates/server/src/staff/letters.rs"),
    ),
    ("feed", include_str!("../../crates/server/src/notices/feed.rs")),
];
const COMMON: &str = include_str!("../../words/common.txt");

/// Characters in a sentence at most, and on average.
const LONGEST: usize = 40;
const MEAN: f64 = 25.0;

/// What a value that is filled in counts for.
const VALUE: usize = 2;

fn common() -> BTreeSet<char> {
    let lines = COMMON.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::chars).collect()
}

/// Every text with its name, each plural form for itself. What a search understands is no text that anybody reads.
fn texts() -> Vec<(String, String)> {
    let whole: BTreeMap<String, Value> = serde_json::from_str(ZH).unwrap();
    whole
        .into_iter()
        .filter(|(name, _)| name != "search.elder_names")
        .flat_map(|(name, value)| match value {
            Value::String(text) => vec![(name, text)],
            Value::Object(forms) => forms
                .values()
                .map(|text| (name.clone(), text.as_str().unwrap().to_owned()))
                .collect(),
            other => panic!("{name}: {other}"),
        })
        .chain(outside())
        .collect()
}

/// What stands between quotes or tags there and has hanzi in it.
fn outside() -> Vec<(String, String)> {
    OUTSIDE
        .iter()
        .flat_map(|(name, whole)| {
            whole
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .flat_map(|line| line.split(['<', '>', '"']))
                .filter(|text| text.chars().any(hanzi))
                // The same in English stands beside some of it.
                .map(|text| {
                    (
                        name.to_string(),
                        text.replace(|c: char| c.is_ascii_alphabetic(), ""),
                    )
                })
        })
        .collect()
}

fn hanzi(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// How many characters each sentence of a text has; punctuation is not read.
fn sentences(text: &str) -> Vec<usize> {
    text.split(['。', '！', '？', '；', '…', '\n'])
        .map(|sentence| {
            let (mut n, mut inside) = (0, false);
            for sign in sentence.chars() {
                match sign {
                    '{' => (n, inside) = (n + VALUE, true),
                    '}' => inside = false,
                    _ if !inside && sign.is_alphanumeric() => n += 1,
                    _ => {}
                }
            }
            n
        })
        .filter(|n| *n > 0)
        .collect()
}

#[test]
fn the_list_is_the_first_level_of_the_table() {
    let common = common();
    assert_eq!(common.len(), 3_500);
    assert!(common.contains(&'一') && common.contains(&'矗') && !common.contains(&'乂'));
}

#[test]
fn every_character_is_a_common_one() {
    let common = common();
    let rare: Vec<_> = texts()
        .into_iter()
        .filter_map(|(name, text)| {
            let rare: String = text
                .chars()
                .filter(|c| hanzi(*c))
                .filter(|c| !common.contains(c))
                .collect();
            (!rare.is_empty()).then(|| format!("{name}: {rare}"))
        })
        .collect();
    assert!(rare.is_empty(), "{rare:#?}");
}

#[test]
fn sentences_are_short() {
    let long: Vec<_> = texts()
        .into_iter()
        .filter_map(|(name, text)| {
            let most = sentences(&text).into_iter().max()?;
            (most > LONGEST).then(|| format!("{name}: {most} characters in “{text}”"))
        })
        .collect();
    assert!(long.is_empty(), "{long:#?}");
    // Labels are short by themselves: the mean is that of what ends like a sentence.
    let whole: Vec<usize> = texts()
        .iter()
        .filter(|(_, text)| text.ends_with(['。', '！', '？']))
        .flat_map(|(_, text)| sentences(text))
        .collect();
    let mean = whole.iter().sum::<usize>() as f64 / whole.len() as f64;
    assert!(whole.len() > 300 && mean <= MEAN, "{mean} characters a sentence");
}

#[test]
fn what_stands_outside_the_catalogue_is_measured_too() {
    let all = outside();
    for text in ["没能打开", "入户信", "已撤回"] {
        assert!(all.iter().any(|(_, found)| found == text), "{text}");
    }
}

#[test]
fn a_long_sentence_and_a_rare_character_would_be_seen() {
    assert_eq!(sentences("水停了，{n} 点来。好吗？"), [7, 2]);
    assert!(!common().contains(&'攒'));
}
