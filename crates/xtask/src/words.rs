//! `cargo xtask words`: makes the catalogues that are made of others. Traditional Chinese comes from `locales/zh-CN.json` by
//! the tables in `words/`; Arabic is what `words/ar.json` has, and English where it has nothing yet.

use crate::{Result, args::Args, paths, say};
use anyhow::Context as _;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    let root = paths::root();
    for (file, content) in made(&root)? {
        fs::write(root.join(file), content)?;
        say::line(&format!("wrote {file}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Each catalogue that is made, as it should stand.
fn made(root: &Path) -> Result<[(&'static str, String); 2]> {
    let read =
        |file: &str| fs::read_to_string(root.join(file)).with_context(|| format!("{file} cannot be read"));
    let tables = Tables::read(&read("words/characters.txt")?, &read("words/phrases.txt")?);
    let traditional = tables
        .traditional(&read("locales/zh-CN.json")?)
        .context("locales/zh-CN.json: decide it in words/phrases.txt, in words of the text it stands in")?;
    let arabic = translated(&read("locales/en.json")?, &read("words/ar.json")?)?;
    Ok([("locales/zh-TW.json", traditional), ("locales/ar.json", arabic)])
}

struct Tables {
    /// What a simplified character may stand for.
    characters: BTreeMap<char, Vec<char>>,
    phrases: BTreeMap<Vec<char>, String>,
    longest: usize,
}

impl Tables {
    fn read(characters: &str, phrases: &str) -> Self {
        let pairs = |text: &str| -> Vec<(String, String)> {
            text.lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once(' '))
                .map(|(one, other)| (one.to_owned(), other.to_owned()))
                .collect()
        };
        let phrases: BTreeMap<Vec<char>, String> = pairs(phrases)
            .into_iter()
            .map(|(from, to)| (from.chars().collect(), to))
            .collect();
        Self {
            characters: pairs(characters)
                .into_iter()
                .filter_map(|(from, to)| Some((from.chars().next()?, to.chars().collect())))
                .collect(),
            longest: phrases.keys().map(Vec::len).max().unwrap_or_default(),
            phrases,
        }
    }

    /// A text in traditional characters: the longest phrase first, then character by character. One that may be two and
    /// stands in no phrase is an error and not a guess.
    fn traditional(&self, text: &str) -> Result<String> {
        let signs: Vec<char> = text.chars().collect();
        let mut made = String::with_capacity(text.len());
        let mut at = 0;
        while at < signs.len() {
            let rest = &signs[at..];
            let phrase = (1..=self.longest.min(rest.len()))
                .rev()
                .find_map(|long| Some((long, self.phrases.get(&rest[..long])?)));
            if let Some((long, phrase)) = phrase {
                made.push_str(phrase);
                at += long;
                continue;
            }
            match self.characters.get(&rest[0]).map(Vec::as_slice) {
                None | Some([]) => made.push(rest[0]),
                Some([one]) => made.push(*one),
                Some(several) => {
                    let around: String = signs[at.saturating_sub(6)..signs.len().min(at + 6)]
                        .iter()
                        .collect();
                    anyhow::bail!("“{}” in “{around}” may be {several:?}", rest[0]);
                }
            }
            at += 1;
        }
        Ok(made)
    }
}

/// The catalogue in a language that has some of the texts only. A plural of it has one form.
fn translated(english: &str, words: &str) -> Result<String> {
    let english: BTreeMap<String, Value> = serde_json::from_str(english)?;
    let words: BTreeMap<String, String> = serde_json::from_str(words)?;
    let made: BTreeMap<&String, Value> = english
        .iter()
        .map(|(name, text)| {
            let translated = words.get(name).map(|word| match text {
                Value::Object(_) => serde_json::json!({ "other": word }),
                _ => Value::from(word.as_str()),
            });
            (name, translated.unwrap_or_else(|| text.clone()))
        })
        .collect();
    // A name that no text has any more is a word that nobody reads.
    let gone: Vec<_> = words
        .keys()
        .filter(|name| *name != "_" && !english.contains_key(*name))
        .collect();
    anyhow::ensure!(gone.is_empty(), "no text has these names any more: {gone:?}");
    Ok(serde_json::to_string_pretty(&made)? + "\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogues_that_are_made_of_others_are_as_they_would_be_made() {
        for (file, content) in made(&paths::root()).unwrap() {
            let stands = fs::read_to_string(paths::root().join(file)).unwrap();
            assert!(stands == content, "{file} is stale: run `cargo xtask words`");
        }
    }

    #[test]
    fn phrases_come_before_characters_and_a_doubtful_character_is_refused() {
        let tables = Tables::read("# head\n发 發髮\n软 軟\n", "理发 理髮\n软件 軟體\n");
        assert_eq!(tables.traditional("软的软件理发").unwrap(), "軟的軟體理髮");
        let refused = tables.traditional("头发").unwrap_err().to_string();
        assert!(refused.contains("发") && refused.contains("髮"), "{refused}");
    }

    #[test]
    fn what_is_not_translated_stays_english_and_what_is_gone_is_told() {
        let english = r#"{"a":"A","b":{"one":"{n} b","other":"{n} bs"}}"#;
        let made = translated(english, r#"{"_":"note","b":"ب {n}"}"#).unwrap();
        assert_eq!(
            made,
            "{\n  \"a\": \"A\",\n  \"b\": {\n    \"other\": \"ب {n}\"\n  }\n}\n"
        );
        assert!(translated(english, r#"{"c":"x"}"#).is_err());
    }
}
