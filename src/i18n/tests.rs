//! The catalogues belong together: same keys, same values to fill in, the plural forms each language needs, and no
//! text that nobody shows.

use super::catalogue::{Builder, fill};
use super::{ALL, FINGERPRINT, KEYS, Key, Locale, NAMES, failures};
use crate::backend::FailureKind;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const ZH: &str = include_str!("../../locales/zh-CN.json");
const EN: &str = include_str!("../../locales/en.json");
const TW: &str = include_str!("../../locales/zh-TW.json");
const AR: &str = include_str!("../../locales/ar.json");

/// Every catalogue with its language.
const CATALOGUES: [(&str, &str); 4] = [("zh-CN", ZH), ("zh-TW", TW), ("en", EN), ("ar", AR)];

type Forms = BTreeMap<String, String>;

/// Every text as its plural forms; a plain one has the form `""`.
fn read(text: &str) -> BTreeMap<String, Forms> {
    let whole: BTreeMap<String, Value> = serde_json::from_str(text).unwrap();
    whole
        .into_iter()
        .map(|(name, value)| {
            let forms = match value {
                Value::String(text) => Forms::from([(String::new(), text)]),
                Value::Object(forms) => forms
                    .into_iter()
                    .map(|(c, t)| (c, t.as_str().unwrap().to_owned()))
                    .collect(),
                other => panic!("{name}: {other}"),
            };
            (name, forms)
        })
        .collect()
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn catalogue(text: &str) -> super::Catalogue {
    let mut builder = Builder::default();
    // Backwards, because the order in the file must not matter.
    for (name, mut forms) in read(text).into_iter().rev() {
        match forms.remove("") {
            Some(text) => builder.plain(name, text),
            None => builder.plural(name, forms.into_iter().collect()),
        }
    }
    builder.finish().unwrap()
}

#[test]
fn all_catalogues_have_the_same_keys() {
    let zh = read(ZH);
    let names: Vec<_> = zh.keys().collect();
    for (tag, text) in CATALOGUES {
        assert_eq!(names, read(text).keys().collect::<Vec<_>>(), "{tag}");
    }
    assert_eq!(
        names,
        NAMES.iter().collect::<Vec<_>>(),
        "build.rs has seen these keys"
    );
}

#[test]
fn all_catalogues_fill_in_the_same_values() {
    let zh = read(ZH);
    for (tag, text) in CATALOGUES {
        for (name, forms) in read(text) {
            let expected = placeholders(zh[&name].values().next().unwrap());
            for text in forms.values() {
                assert_eq!(placeholders(text), expected, "{tag}: {name}: {text}");
                assert!(!text.trim().is_empty(), "{tag}: {name} is empty");
            }
        }
    }
}

#[test]
fn each_language_has_the_plural_forms_it_needs() {
    for (tag, text, needed) in [
        ("zh-CN", ZH, vec!["other"]),
        ("zh-TW", TW, vec!["other"]),
        ("en", EN, vec!["one", "other"]),
    ] {
        for (name, forms) in read(text) {
            let plural = !forms.contains_key("");
            if plural {
                assert_eq!(forms.keys().collect::<Vec<_>>(), needed, "{tag}: {name}");
                assert!(
                    forms.values().all(|t| placeholders(t).contains("n")),
                    "{tag}: {name} does not say {{n}}"
                );
            }
        }
    }
    let plural = |text: &str| -> Vec<String> {
        read(text)
            .into_iter()
            .filter(|(_, forms)| !forms.contains_key(""))
            .map(|(name, _)| name)
            .collect()
    };
    for (tag, text) in CATALOGUES {
        assert_eq!(plural(ZH), plural(text), "{tag}");
    }
}

#[test]
fn what_is_said_in_arabic_is_arabic_where_a_resident_begins() {
    let arabic = read(AR);
    let english = read(EN);
    for (name, forms) in &arabic {
        let begins = [
            "app.",
            "reading.",
            "home.",
            "notices.",
            "check.",
            "receipt.waiting",
            "settings.",
        ];
        let texts = forms.values().zip(english[name].values());
        for (text, english) in texts.filter(|_| begins.iter().any(|part| name.starts_with(part))) {
            let letters = english
                .split(['{', '}'])
                .step_by(2)
                .any(|part| part.contains(char::is_alphabetic));
            assert!(
                !letters || text.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)),
                "{name}: {text}"
            );
        }
    }
    assert_eq!(Locale::Ar.direction(), "rtl");
}

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("i18n/tests.rs") {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_text_is_shown_somewhere() {
    let mut code = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
    let used: BTreeSet<String> = code
        .split("Key::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect())
        .collect();
    let unused: Vec<_> = NAMES
        .iter()
        .zip(ALL)
        .filter(|(_, key)| !used.contains(&format!("{key:?}")))
        .map(|(name, _)| name)
        .collect();
    assert!(unused.is_empty(), "nobody shows {unused:?}");
}

/// What the first visit draws: the frame, home and the rows on it, and what all of these stand on.
const FIRST_VISIT: [&str; 18] = [
    "access/preferences.rs",
    "access/read_aloud/mod.rs",
    "app",
    "backend",
    "parts/call.rs",
    "i18n/failures.rs",
    "notices/mod.rs",
    "notices/row.rs",
    "offline",
    "parts/failure.rs",
    "parts/load.rs",
    "parts/more.rs",
    "parts/words.rs",
    "platform",
    "polls/row.rs",
    "polls/standing.rs",
    "threads/row.rs",
    "ui",
];

#[test]
fn the_first_file_has_the_words_of_the_first_visit_and_no_others() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut code = String::new();
    for part in FIRST_VISIT {
        let path = src.join(part);
        if path.is_dir() {
            sources(&path, &mut code);
        } else {
            code.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    let used: BTreeSet<String> = code
        .split("Key::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric()).collect())
        .collect();
    let list = include_str!("../../locales/first.txt");
    let lines = || {
        list.lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
    };
    let fits = |line: &str, name: &str| match line.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => line == name,
    };
    let shown: Vec<&str> = NAMES
        .iter()
        .zip(ALL)
        .filter(|(_, key)| used.contains(&format!("{key:?}")))
        .map(|(name, _)| *name)
        .collect();
    for name in &shown {
        assert!(
            lines().any(|line| fits(line, name)),
            "{name} is shown on the first visit"
        );
    }
    for line in lines() {
        assert!(
            shown.iter().any(|name| fits(line, name)),
            "nothing on the first visit shows {line}"
        );
    }
}

/// Words of programs, words that blame, slogans and words of the street: no neighbour of seventy says them at the door
/// (CN-W3.1.1, and what error messages may not say). What the demo community writes is its own.
const NOT_SAID: [&str; 3] = [
    // programs
    "缓存 客户端 参数 异常 令牌 会话 刷新 加载 后台 接口 系统 用户 离线 在线 终端 线程 同步 登录态 提交失败 点击",
    // blame and command
    "失败 错误 非法 无效 不合法 禁止 违规 权限 必须 不得 必填 有误",
    // slogans and slang
    "赋能 闭环 一站式 抓手 打卡 吐槽 弹窗 亲， 红包 领取 抽奖 秒杀 种草 给力",
];

#[test]
fn nobody_is_spoken_to_in_such_words() {
    for (name, forms) in read(ZH) {
        for text in forms.values() {
            for word in NOT_SAID.iter().flat_map(|words| words.split(' ')) {
                assert!(!text.contains(word), "{name}: “{word}” in “{text}”");
            }
        }
    }
}

#[test]
fn every_failure_has_words_of_its_own() {
    let names = |key: Key| NAMES[key as usize];
    let mut seen = BTreeSet::new();
    for kind in FailureKind::ALL {
        let stem = format!("failure.{}", kind.name().replace('-', "_"));
        assert_eq!(names(failures::title(*kind)), format!("{stem}.title"));
        assert_eq!(names(failures::next_step(*kind)), format!("{stem}.next"));
        assert!(seen.insert(stem));
        assert_eq!(FailureKind::from_name(kind.name()), *kind);
    }
}

#[test]
fn a_key_finds_its_text_wherever_it_stands_in_the_file() {
    let texts = catalogue(ZH);
    let expected = read(ZH);
    for key in ALL {
        let forms = &expected[NAMES[key as usize]];
        let other = forms.get("").or_else(|| forms.get("other")).unwrap();
        assert_eq!(texts.text(key as usize), other);
    }
}

#[test]
fn plural_forms_are_chosen_by_category() {
    let texts = catalogue(EN);
    let at = Key::AppLoadMore as usize;
    let forms = &read(EN)["app.load_more"];
    assert_eq!(texts.form(at, || "one".into()), forms["one"]);
    assert_eq!(
        texts.form(at, || "few".into()),
        forms["other"],
        "an unknown category is other"
    );
    let plain = texts.form(Key::AppBack as usize, || {
        unreachable!("a text with one form asks for no category")
    });
    assert_eq!(plain, read(EN)["app.back"][""]);
}

#[test]
fn a_catalogue_of_another_build_is_not_used() {
    let mut builder = Builder::default();
    builder.plain("app.back".into(), "Back".into());
    assert!(builder.finish().is_none());
    let mut renamed = Builder::default();
    for name in NAMES {
        let name = if name == "app.back" { "app.forth" } else { name };
        renamed.plain(name.into(), "x".into());
    }
    assert!(renamed.finish().is_none());
    assert_eq!(NAMES.len(), KEYS);
    assert_ne!(FINGERPRINT, 0);
}

#[test]
fn values_are_put_in_and_braces_of_others_left_alone() {
    assert_eq!(
        fill("{a} 和 {b}，{a}", &[("a", "甲"), ("b", "{a}")]),
        "甲 和 {a}，甲"
    );
    assert_eq!(fill("{unknown} {a", &[("a", "x")]), "{unknown} {a");
    assert_eq!(fill("{", &[]), "{");
}

#[test]
fn the_pseudo_language_marks_every_text_and_keeps_its_values() {
    let texts = catalogue(EN).pseudo();
    for key in ALL {
        let text = texts.text(key as usize);
        assert!(text.starts_with('⟦') && text.ends_with('⟧'), "{text}");
    }
    let one = texts.form(Key::AppLoadMore as usize, || "one".into());
    assert!(one.starts_with('⟦') && placeholders(one).contains("n"));
}

#[test]
fn languages_are_found_by_what_browsers_say() {
    for (tag, expected) in [
        ("zh", Some(Locale::ZhCn)),
        ("zh-Hant-TW", Some(Locale::ZhTw)),
        ("zh-HK", Some(Locale::ZhTw)),
        ("zh-Hans-HK", Some(Locale::ZhCn)),
        ("ZH-cn", Some(Locale::ZhCn)),
        ("ar-EG", Some(Locale::Ar)),
        ("en-GB", Some(Locale::En)),
        ("en-XA", Some(Locale::Pseudo)),
        ("de", None),
        ("", None),
    ] {
        assert_eq!(Locale::from_tag(tag), expected, "{tag}");
    }
}
