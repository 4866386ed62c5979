//! The invariants of `docs/ARCHITECTURE.md` that can be read off the source itself.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every Rust file of the app, with its path below `src/`; test modules cut off.
fn app_sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut found = Vec::new();
    walk(&src, &mut found);
    let sources: Vec<_> = found
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "rs"))
        // Test modules in files of their own.
        .filter(|p| {
            !p.file_stem()
                .is_some_and(|s| s.to_string_lossy().ends_with("tests"))
        })
        .map(|p| {
            let text = fs::read_to_string(&p).unwrap();
            let code = text
                .split("#[cfg(test)]")
                .next()
                .unwrap()
                .split("#[cfg(all(test")
                .next()
                .unwrap()
                .to_owned();
            (
                p.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/"),
                code,
            )
        })
        .collect();
    assert!(sources.len() > 30, "the app's sources were not found");
    sources
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found)
        } else {
            found.push(path)
        }
    }
}

/// Code lines without comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, l)| (i + 1, l))
        .filter(|(_, l)| !l.trim_start().starts_with("//"))
}

const FLOORS: &[(&str, u8)] = &[
    ("platform", 0),
    ("ui", 1),
    ("access", 2),
    ("i18n", 2),
    ("offline", 2),
    ("backend", 2),
    ("parts", 3),
    ("notices", 4),
    ("polls", 4),
    ("threads", 4),
    ("matters", 4),
    ("assist", 4),
    ("people", 4),
    ("search", 4),
    ("settings", 4),
    ("help", 4),
    ("app", 5),
];

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, floor)| *floor)
}

/// Rooms named as `crate::room` in a line.
fn rooms_used(line: &str) -> BTreeSet<&str> {
    line.match_indices("crate::")
        .filter_map(|(at, found)| {
            line[at + found.len()..]
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
        })
        .filter(|room| floor(room).is_some())
        .collect()
}

/// A room that stands on no floor is one that no rule is asked of.
#[test]
fn every_room_stands_on_a_floor() {
    let rooms: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    let known: BTreeSet<String> = FLOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(rooms, known);
}

#[test]
fn each_floor_uses_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for (file, text) in app_sources() {
        let Some(room) = file.split('/').next().filter(|r| floor(r).is_some()) else {
            continue;
        };
        let own = floor(room).unwrap();
        for (line, code) in code_lines(&text) {
            for used in rooms_used(code) {
                // The services of one floor know one another; subjects do not.
                let allowed =
                    used == room || floor(used).unwrap() < own || (own == 2 && floor(used) == Some(2));
                if !allowed {
                    wrong.push(format!("src/{file}:{line}: {room} uses {used}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "floors: platform, ui, services, parts, subjects, app\n{}",
        wrong.join("\n")
    );
}

#[test]
fn wire_types_stay_in_the_facade() {
    let wrong: Vec<_> = app_sources()
        .into_iter()
        .filter(|(file, _)| !file.starts_with("backend/"))
        .flat_map(|(file, text)| {
            code_lines(&text)
                .filter(|(_, l)| l.contains("contract::"))
                .map(|(n, l)| format!("src/{file}:{n}: {l}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "only src/backend may name the wire:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn nothing_forbidden_stands_in_the_app() {
    let forbidden = [
        "inner_html",
        " style=\"",
        " style=move",
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        ".forget()",
        "unsafe ",
    ];
    let mut wrong = Vec::new();
    for (file, text) in app_sources() {
        for (line, code) in code_lines(&text) {
            for word in forbidden.iter().filter(|w| code.contains(**w)) {
                wrong.push(format!("src/{file}:{line}: {}", word.trim()));
            }
            if code.contains("spawn_local") && file != "platform/task.rs" {
                wrong.push(format!("src/{file}:{line}: spawn_local; use platform::task"));
            }
            // It would keep every part of a page that ever read it (docs/decisions/0029-what-the-app-follows.md).
            let lasts = code.trim_start().starts_with("static ");
            if lasts && ["RwSignal<", "Trigger"].iter().any(|kind| code.contains(kind)) {
                wrong.push(format!(
                    "src/{file}:{line}: a static signal; use platform::lasting"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A letter in a string that a page would show belongs into `locales/`.
#[test]
fn no_visible_text_stands_in_the_code() {
    let mut wrong = Vec::new();
    for (file, text) in app_sources() {
        // A fixture is shown to people who change the code only, and needs text to look like something.
        if file.ends_with("gallery.rs") || file.ends_with("fixtures.rs") {
            continue;
        }
        let text = text.split("pub fn fixtures").next().unwrap();
        for (line, code) in code_lines(text) {
            let code = code.split(" // ").next().unwrap();
            if code.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
                && !file.starts_with("i18n/locale")
            {
                wrong.push(format!("src/{file}:{line}: {}", code.trim()));
            }
            // A text node in `view!` begins a line or follows a tag: "Word…" or >"Word…".
            let trimmed = code.trim_start();
            let node = trimmed.strip_prefix('"').or_else(|| code.split(">\"").nth(1));
            let first = node.and_then(|n| n.split('"').next()).unwrap_or_default();
            let is_statement = trimmed.ends_with(',') || trimmed.contains("=>") || trimmed.ends_with("\"#");
            if !is_statement
                && first.contains(' ')
                && first.chars().any(char::is_alphabetic)
                && file.contains('/')
            {
                wrong.push(format!("src/{file}:{line}: {}", code.trim()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "text belongs into locales/:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_primitive_has_fixtures() {
    let ui = root().join("src/ui");
    let gallery = fs::read_to_string(ui.join("gallery.rs")).unwrap();
    let mut missing = Vec::new();
    for entry in fs::read_dir(&ui).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap_or_default();
        if text.contains("#[component]") && name != "gallery" {
            if !text.contains("pub fn fixtures") {
                missing.push(format!("src/ui/{name}.rs has no fixtures()"));
            }
            if !gallery.contains(&format!("{name}::fixtures")) {
                missing.push(format!("src/ui/gallery.rs does not show {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

/// Pure crates stay pure: no browser crate anywhere below them.
#[test]
fn pure_crates_know_no_browser() {
    for name in [
        "contract", "count", "finding", "ledger", "opinion", "counter", "records",
    ] {
        let manifest = fs::read_to_string(root().join(format!("crates/{name}/Cargo.toml"))).unwrap();
        for browser in [
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "leptos",
            "gloo",
            "idb",
            "axum",
            "sqlx",
            "tokio",
        ] {
            assert!(!manifest.contains(browser), "crates/{name} depends on {browser}");
        }
    }
}

#[test]
fn no_file_is_called_utils() {
    let mut found = Vec::new();
    for dir in ["src", "crates"] {
        walk(&root().join(dir), &mut found);
    }
    let named: Vec<_> = found
        .iter()
        .filter(|p| {
            p.file_stem()
                .is_some_and(|s| matches!(&*s.to_string_lossy(), "utils" | "util" | "helpers" | "misc"))
        })
        .collect();
    assert!(named.is_empty(), "{named:?}");
}

/// All that runs on a phone: the app, and the scripts beside it.
fn phone_sources() -> Vec<(String, String)> {
    let mut sources = app_sources();
    for page in ["index.html", "public/boot.js", "public/sw.js"] {
        sources.push((page.to_owned(), fs::read_to_string(root().join(page)).unwrap()));
    }
    sources
}

/// A test sees what residents see: nothing asks whether a machine drives the browser. And elder mode is chosen, never guessed from an age.
#[test]
fn nobody_is_taken_for_anything() {
    let asks = [
        "webdriver",
        "HeadlessChrome",
        "date_of_birth",
        "birthday",
        "birth_year",
    ];
    let mut sources = phone_sources();
    for entry in fs::read_dir(root().join("crates/contract/src")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "rs") {
            sources.push((path.display().to_string(), fs::read_to_string(path).unwrap()));
        }
    }
    for (file, text) in sources {
        for asks in asks {
            assert!(!text.contains(asks), "{file}: {asks}");
        }
    }
}

/// Voice input is the phone's own keyboard: nothing of ours listens to anybody.
#[test]
fn nobody_is_listened_to() {
    // As browsers and as web-sys write them.
    for (file, text) in phone_sources() {
        for listens in [
            "SpeechRecognition",
            "getUserMedia",
            "get_user_media",
            "MediaRecorder",
            "MediaDevices",
        ] {
            assert!(!text.contains(listens), "{file}: {listens}");
        }
    }
}
