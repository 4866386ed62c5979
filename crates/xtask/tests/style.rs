//! What `style/*.css` may say: logical directions, sizes of letters that follow the reader, nothing that moves.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

/// Every declaration with its file, comments and selectors left out.
fn declarations() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        for part in without_comments(&fs::read_to_string(&path).unwrap()).split([';', '{', '}']) {
            if let Some((name, value)) = part.split_once(':') {
                let name = name.trim();
                // A selector such as `a:hover` has no space behind its colon.
                if value.starts_with(' ') && !name.contains(' ') {
                    found.push((file.clone(), name.to_owned(), value.trim().to_owned()));
                }
            }
        }
    }
    assert!(found.len() > 500, "the style sheets were not found");
    found
}

fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, behind)| behind);
    }
    out + rest
}

/// The values of a shorthand; what stands in brackets is one.
fn values(value: &str) -> Vec<String> {
    let mut depth = 0;
    let mut all = vec![String::new()];
    for sign in value.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if sign == ' ' && depth == 0 {
            all.push(String::new());
        } else if let Some(last) = all.last_mut() {
            last.push(sign);
        }
    }
    all
}

/// A tick and the arrow of a disclosure are drawn with two sides of a box; a tick looks the same in every language.
const DRAWN: &[&str] = &[
    "0 0.17rem 0.17rem 0",
    "0 0.2rem 0.2rem 0",
    "0 0.16em 0.16em 0",
    "0.14em 0.14em 0 0",
];

#[test]
fn directions_are_logical() {
    let mut wrong = Vec::new();
    for (file, name, value) in declarations() {
        let sides = name.split('-').any(|part| matches!(part, "left" | "right"));
        let sided = matches!(&*name, "float" | "clear" | "text-align" | "caption-side")
            && matches!(&*value, "left" | "right");
        let shorthand = matches!(
            &*name,
            "margin" | "padding" | "inset" | "border-width" | "scroll-margin" | "scroll-padding"
        );
        let four = values(&value);
        let uneven = shorthand && four.len() == 4 && four[1] != four[3] && !DRAWN.contains(&&*value);
        if sides || sided || uneven {
            wrong.push(format!("{file}: {name}: {value}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn letters_follow_the_reader_and_nothing_moves() {
    let mut wrong = Vec::new();
    for (file, name, value) in declarations() {
        let fixed = name == "font-size" && value.ends_with("px");
        let moves =
            name.starts_with("animation") || name.starts_with("transition") || name == "scroll-behavior";
        // Setting it would undo what WeChat does for whoever wants large letters.
        let adjusts = name.ends_with("text-size-adjust");
        if fixed || moves || adjusts {
            wrong.push(format!("{file}: {name}: {value}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
