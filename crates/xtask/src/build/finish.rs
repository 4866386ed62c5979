//! Makes trunk's output ready to be served for years.
//!
//! Every file that may be kept by browsers gets a name that follows its content: trunk 0.21 takes the names from the
//! wasm before wasm-bindgen and wasm-opt, so the same name can carry other bytes. Five style sheets become one, the
//! catalogues get names of their own, the service worker learns what to keep, and everything is compressed once. The
//! app's wasm and glue are the cut ones (split.rs), not trunk's.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::{compress, counter::Counter, css, html, split::Cut};
use crate::{Result, paths, process, say, tools::Tools};

/// What a first visit fetches, for the size report: (what it is, file in dist).
pub struct Finished {
    pub first_visit: Vec<(&'static str, String)>,
    /// What comes later, when a page is first opened that needs it.
    pub later: Vec<String>,
    /// What comes when somebody recounts: the worker's glue and its wasm.
    pub counter: Vec<String>,
}

pub fn finish(tools: &Tools, staging: &Path, cut: Cut, counter: Counter) -> Result<Finished> {
    let step = say::Step::begin("finishing the output");
    let mut page = html::tidied(&read(staging, "index.html")?);

    let wasm = html::attribute(&page, "data-wasm")
        .context("index.html names no wasm: is Trunk.toml's pattern_script intact?")?;
    let js = html::attribute(&page, "data-js")
        .context("index.html names no script: is Trunk.toml's pattern_script intact?")?;
    fs::copy(&cut.main, staging.join(bare(&wasm)))?;
    let new_wasm = renamed(staging, &wasm, "linli.wasm")?;
    let mut glue = cut.glue.replace("linli_bg.wasm", bare(&new_wasm));
    let mut later = Vec::new();
    for part in &cut.parts {
        let name = part.file_name().unwrap_or_default().to_string_lossy();
        fs::copy(part, staging.join(&*name))?;
        let new = renamed(staging, &name, &name)?;
        let fetched = format!("\"./{name}\"");
        anyhow::ensure!(glue.contains(&fetched), "the glue never fetches {name}");
        glue = glue.replace(&fetched, &format!("\".{new}\""));
        later.push(new);
    }
    fs::write(staging.join(bare(&js)), glue)?;
    minify(tools, &staging.join(bare(&js)))?;
    let new_js = renamed(staging, &js, "linli.js")?;
    page = page.replace(&wasm, &new_wasm).replace(&js, &new_js);

    let sheets = html::style_sheets(&page);
    let mut style = String::new();
    for sheet in &sheets {
        style.push_str(&css::minified(&read(staging, bare(&sheet.href))?)?);
        fs::remove_file(staging.join(bare(&sheet.href)))?;
    }
    fs::write(staging.join("style.css"), style)?;
    let new_css = renamed(staging, "/style.css", "linli.css")?;
    page = html::with_one_style_sheet(&page, &sheets, &new_css);

    fs::copy(&counter.wasm, staging.join("counter.wasm"))?;
    let counter_wasm = renamed(staging, "/counter.wasm", "counter.wasm")?;
    fs::write(staging.join("counter.js"), counter.script(&counter_wasm))?;
    let counter_js = renamed(staging, "/counter.js", "counter.js")?;

    let first = fs::read_to_string("locales/first.txt").context("locales/first.txt cannot be read")?;
    let (locales, laters) = catalogues(staging, &first)?;
    fs::write(
        staging.join("boot.js"),
        html::without_comment_lines(&read(staging, "boot.js")?),
    )?;
    let new_boot = renamed(staging, "/boot.js", "boot.js")?;
    let listed = |named: &BTreeMap<String, String>| -> Result<String> {
        Ok(serde_json::to_string(named)?.replace('"', "&quot;"))
    };
    let (listed, listed_later) = (listed(&locales)?, listed(&laters)?);
    page = page.replace(
        "src=\"/boot.js\"",
        &format!(
            "src=\"{new_boot}\" data-worker=\"/sw.js\" data-counter=\"{counter_js}\" data-locales=\"{listed}\" data-laters=\"{listed_later}\""
        ),
    );
    anyhow::ensure!(
        page.contains(&new_boot),
        "index.html does not start /boot.js: is Trunk.toml's pattern_script intact?"
    );
    if let Some(tag) = html::inline_script(&page) {
        anyhow::bail!("index.html holds a script of its own: {tag}");
    }
    fs::write(staging.join("index.html"), &page)?;

    let mut precached = vec![
        new_boot.clone(),
        new_css.clone(),
        new_js.clone(),
        new_wasm.clone(),
    ];
    precached.extend(snippets(staging)?);
    precached.extend(["/manifest.webmanifest".to_owned(), "/icons/icon.svg".to_owned()]);
    let counter = [counter_js, counter_wasm];
    worker(staging, &precached, &[&later[..], &counter[..]].concat())?;
    compress::all(staging)?;
    step.done();

    let largest = |named: &Named| {
        let size = |url: &String| fs::metadata(staging.join(bare(url))).map_or(0, |about| about.len());
        named
            .values()
            .max_by_key(|url| size(url))
            .cloned()
            .context("locales/ holds no catalogue")
    };
    let (words, later_words) = (largest(&locales)?, largest(&laters)?);
    Ok(Finished {
        first_visit: vec![
            ("page", "index.html".to_owned()),
            ("start script", bare(&new_boot).to_owned()),
            ("style", bare(&new_css).to_owned()),
            ("glue", bare(&new_js).to_owned()),
            ("wasm", bare(&new_wasm).to_owned()),
            ("largest catalogue", bare(&words).to_owned()),
            ("configuration", "config.json".to_owned()),
            ("manifest", "manifest.webmanifest".to_owned()),
            ("icon", "icons/icon.svg".to_owned()),
            ("service worker", "sw.js".to_owned()),
        ],
        later: later
            .iter()
            .chain([&later_words])
            .map(|url| bare(url).to_owned())
            .collect(),
        counter: counter.iter().map(|url| bare(url).to_owned()).collect(),
    })
}

/// The whole SHA-256 in hexadecimal.
pub fn digest(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn read(staging: &Path, file: &str) -> Result<String> {
    fs::read_to_string(staging.join(file)).with_context(|| format!("trunk wrote no readable {file}"))
}

/// The app is always served from the root of its origin.
fn bare(url: &str) -> &str {
    url.trim_start_matches('/')
}

/// Renames a file to STEM-<16 hex of its content>.EXT and gives its new address.
fn renamed(staging: &Path, url: &str, wanted: &str) -> Result<String> {
    let old = staging.join(bare(url));
    let content = fs::read(&old).with_context(|| format!("trunk wrote no {}", old.display()))?;
    let place = bare(url)
        .rsplit_once('/')
        .map(|(place, _)| format!("{place}/"))
        .unwrap_or_default();
    let (stem, kind) = wanted.rsplit_once('.').context("a file without an ending")?;
    let new = format!("{place}{stem}-{}.{kind}", &digest(&content)[..16]);
    fs::rename(&old, staging.join(&new))?;
    Ok(format!("/{new}"))
}

/// The addresses of one kind of file, by language.
type Named = BTreeMap<String, String>;

/// Writes each catalogue twice more, under names that follow the content: what the first visit says, and all else, both as
/// arrays in which every text has its place (src/i18n/catalogue.rs). The whole one stays under its plain name: a page of
/// an older version may still ask for it.
fn catalogues(staging: &Path, first: &str) -> Result<(Named, Named)> {
    let (mut named, mut later) = (BTreeMap::new(), BTreeMap::new());
    for entry in fs::read_dir(staging.join("locales")).context("trunk copied no locales/")? {
        let file = entry?.path();
        let (Some("json"), Some(tag)) = (
            file.extension().and_then(|end| end.to_str()),
            file.file_stem().and_then(|stem| stem.to_str()),
        ) else {
            continue;
        };
        let catalogue: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&fs::read(&file)?)
            .with_context(|| format!("locales/{tag}.json is not a catalogue"))?;
        fs::write(&file, serde_json::to_vec(&catalogue)?)?;
        for (addresses, stem, wanted) in [
            (&mut named, tag.to_owned(), true),
            (&mut later, format!("{tag}-later"), false),
        ] {
            let mut places = vec![serde_json::Value::from(fingerprint(catalogue.keys()))];
            places.extend(catalogue.iter().map(|(name, text)| {
                if belongs(first, name) == wanted {
                    text.clone()
                } else {
                    serde_json::Value::from(0)
                }
            }));
            let small = serde_json::to_vec(&places)?;
            let name = format!("locales/{stem}-{}.json", &digest(&small)[..16]);
            fs::write(staging.join(&name), &small)?;
            addresses.insert(tag.to_owned(), format!("/{name}"));
        }
    }
    let _ = fs::remove_file(staging.join("locales/first.txt"));
    Ok((named, later))
}

/// Whether the first visit may say it: `locales/first.txt` has it, or a beginning of it that ends in a dot and a star.
fn belongs(first: &str, name: &str) -> bool {
    first
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .any(|line| match line.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == line,
        })
}

/// FNV-1a over the names, each with a line end; the app's build.rs computes the same.
fn fingerprint<'a>(names: impl Iterator<Item = &'a String>) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for name in names {
        for byte in name.bytes().chain([b'\n']) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// The glue as wasm-bindgen writes it is half comments and long names.
fn minify(tools: &Tools, script: &Path) -> Result<()> {
    let finished = process::watched(
        "esbuild",
        tools
            .command("esbuild")
            .arg(script)
            .args([
                "--minify",
                "--format=esm",
                "--log-level=warning",
                "--allow-overwrite",
            ])
            .arg(format!("--outfile={}", script.display())),
        false,
    )?;
    if !finished.status.success() {
        process::print_end(&finished.output);
        anyhow::bail!("esbuild failed on {}", script.display());
    }
    Ok(())
}

/// Scripts that crates bring along; the glue imports them.
fn snippets(staging: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut places = vec![staging.join("snippets")];
    while let Some(place) = places.pop() {
        for entry in fs::read_dir(&place).into_iter().flatten() {
            let path = entry?.path();
            if path.is_dir() {
                places.push(path);
            } else if let Ok(inside) = path.strip_prefix(staging) {
                found.push(format!("/{}", inside.to_string_lossy().replace('\\', "/")));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn worker(staging: &Path, precached: &[String], later: &[String]) -> Result<()> {
    let template =
        fs::read_to_string(paths::root().join("public/sw.js")).context("cannot read public/sw.js")?;
    let mut list = String::from("/ ");
    list.push_str(&digest(&fs::read(staging.join("index.html"))?));
    for url in precached {
        list.push_str(&format!(
            "\n{url} {}",
            digest(&fs::read(staging.join(bare(url)))?)
        ));
    }
    let urls: Vec<&str> = std::iter::once("/")
        .chain(precached.iter().map(String::as_str))
        .collect();
    let filled = template
        .replace("{{BUILD}}", &digest(list.as_bytes())[..16])
        .replace("{{PRECACHE}}", &serde_json::to_string(&urls)?)
        .replace("{{LATER}}", &serde_json::to_string(later)?);
    fs::write(staging.join("sw.js"), html::without_comment_lines(&filled))?;
    Ok(())
}
