//! What `style/*.css` may say: logical directions, sizes of letters that follow the reader, nothing that moves.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The style sheets by their names, without comments.
fn sheets() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style");
    let read = |path: &Path| without_comments(&fs::read_to_string(path).unwrap());
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                read(&path),
            )
        })
        .collect()
}

/// Every declaration with its file, comments and selectors left out.
fn declarations() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (file, css) in sheets() {
        for part in css.split([';', '{', '}']) {
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

/// Every innermost rule with its file: selector and declarations.
fn rules() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (file, css) in sheets() {
        for part in css.split('}') {
            if let Some((before, body)) = part.rsplit_once('{') {
                let selector = before.rsplit('{').next().unwrap_or_default().trim();
                found.push((file.clone(), selector.to_owned(), body.trim().to_owned()));
            }
        }
    }
    assert!(
        found.iter().any(|(_, selector, _)| selector.contains(":hover")),
        "the rules were not found"
    );
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
fn letters_follow_the_reader_and_nothing_moves_or_pretends() {
    let mut wrong = Vec::new();
    for (file, name, value) in declarations() {
        let fixed = name == "font-size" && value.ends_with("px");
        let moves =
            name.starts_with("animation") || name.starts_with("transition") || name == "scroll-behavior";
        // Setting it would undo what WeChat does for whoever wants large letters.
        let adjusts = name.ends_with("text-size-adjust");
        // Flat: nothing that pretends to be nearer than something else.
        let deep = matches!(&*name, "text-shadow" | "perspective" | "background-image");
        if fixed || moves || adjusts || deep {
            wrong.push(format!("{file}: {name}: {value}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is seen can be pressed, what has the focus shows it, and whoever cannot hover misses nothing (WCAG 1.4.13).
#[test]
fn nothing_is_untouchable_unmarked_or_there_for_a_mouse_alone() {
    let mut wrong = Vec::new();
    for (file, name, value) in declarations() {
        let untouchable = name == "pointer-events" || (name == "user-select" && value == "none");
        let unmarked = name == "outline" && matches!(&*value, "none" | "0");
        if untouchable || unmarked {
            wrong.push(format!("{file}: {name}: {value}"));
        }
    }
    for (file, selector, body) in rules() {
        let only_looks = |name: &str| {
            matches!(name, "color" | "background" | "border-color") || name.starts_with("text-decoration")
        };
        let deeds = body
            .split(';')
            .filter_map(|line| line.split_once(':').map(|(name, _)| name.trim()));
        if selector.contains(":hover") && !deeds.clone().all(only_looks) {
            wrong.push(format!("{file}: {selector} {{{body}}}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The colours of one theme, by their names.
fn theme(start: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style");
    let css = without_comments(&fs::read_to_string(folder.join("tokens.css")).unwrap());
    let (_, block) = css.split_once(start).ok_or(start).unwrap();
    let (block, _) = block.split_once('}').unwrap();
    block
        .split(';')
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .filter(|(_, value)| value.starts_with('#'))
        .collect()
}

/// Relative luminance of a colour written `#rgb` or `#rrggbb`, 0 to 1 (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let digits: Vec<u32> = colour[1..]
        .chars()
        .map(|digit| digit.to_digit(16).unwrap())
        .collect();
    let channel = |n: usize| {
        let value = if digits.len() == 3 {
            digits[n] * 17
        } else {
            digits[2 * n] * 16 + digits[2 * n + 1]
        };
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_is_ten_to_one_and_lines_of_controls_four_and_a_half_in_every_theme() {
    let mut wrong = Vec::new();
    for start in [
        ":root {",
        ":root[data-theme=\"dark\"] {",
        ":root[data-theme=\"contrast\"] {",
    ] {
        let colours = theme(start);
        let colour = |name: &str| colours[&format!("--{name}")].as_str();
        let mut ask = |text: &str, ground: &str, least: f64| {
            let is = contrast(colour(text), colour(ground));
            if is < least {
                wrong.push(format!("{start} {text} on {ground}: {is:.2} of {least}"));
            }
        };
        for ground in ["paper", "card", "sunk", "tint"] {
            for text in ["ink", "soft", "accent"] {
                ask(text, ground, 10.0);
            }
            ask("edge", ground, 4.5);
        }
        for tone in ["info", "good", "warn", "bad"] {
            ask(tone, &format!("{tone}-ground"), 10.0);
            ask(tone, "card", 10.0);
        }
        ask("on-accent", "accent", 10.0);
        ask("on-top", "top", 10.0);
        ask("focus", "paper", 4.5);
        ask("focus", "card", 4.5);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn dark_is_the_same_whether_chosen_or_asked_for_by_the_phone() {
    let chosen = theme(":root[data-theme=\"dark\"] {");
    assert_eq!(
        chosen,
        theme(":root:not([data-theme=\"light\"], [data-theme=\"contrast\"]) {")
    );
    assert!(chosen.len() > 20);
}
