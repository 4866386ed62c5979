//! The texts of one language in the order of [`Key`](super::Key), and how values are put into them.
//!
//! A catalogue comes in one of two forms. As people write it, an object of names: then it is whole, and the names are sorted
//! to find each text's place. As a release build ships it, an array: the fingerprint, then the texts in their places, with 0
//! for those that are in the other file. The first file has what the frame and home say, the later one all else.

use super::{FINGERPRINT, KEYS};

/// One text: a plain one has only `other`.
#[derive(Clone, Default)]
struct Text {
    other: String,
    /// Further plural forms by their CLDR category.
    forms: Vec<(String, String)>,
}

/// Empty until a language is loaded: then every text is the empty string.
#[derive(Default)]
pub(super) struct Catalogue {
    texts: Vec<Text>,
}

/// One place of a catalogue that comes as an array.
pub(super) enum Place {
    /// The text is in the other file.
    Elsewhere,
    Plain(String),
    Plural(Vec<(String, String)>),
}

/// Collects the entries of a catalogue file, in any order.
#[derive(Default)]
pub(super) struct Builder {
    entries: Vec<(String, Text)>,
}

impl Builder {
    pub fn plain(&mut self, name: String, text: String) {
        self.entries.push((
            name,
            Text {
                other: text,
                forms: Vec::new(),
            },
        ));
    }

    pub fn plural(&mut self, name: String, forms: Vec<(String, String)>) {
        self.entries.push((name, plural(forms)));
    }

    /// `None` when the file was written for another build of the app.
    pub fn finish(mut self) -> Option<Catalogue> {
        self.entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let names = self.entries.iter().map(|(name, _)| name.as_str());
        (self.entries.len() == KEYS && fingerprint(names) == FINGERPRINT).then(|| Catalogue {
            texts: self.entries.into_iter().map(|(_, text)| text).collect(),
        })
    }
}

fn plural(mut forms: Vec<(String, String)>) -> Text {
    let other = forms.iter().position(|(category, _)| category == "other");
    let other = other.map(|at| forms.swap_remove(at).1).unwrap_or_default();
    Text { other, forms }
}

impl Catalogue {
    /// A file in places. `None` when it was written for another build of the app.
    pub fn placed(fingerprint: u32, places: Vec<Place>) -> Option<Self> {
        if fingerprint != FINGERPRINT || places.len() != KEYS {
            return None;
        }
        let text = |place| match place {
            Place::Elsewhere => Text::default(),
            Place::Plain(other) => Text {
                other,
                forms: Vec::new(),
            },
            Place::Plural(forms) => plural(forms),
        };
        Some(Self {
            texts: places.into_iter().map(text).collect(),
        })
    }

    /// Whether every text is here.
    pub fn is_whole(&self) -> bool {
        !self.texts.is_empty() && self.texts.iter().all(|text| !text.other.is_empty())
    }

    /// This catalogue with what `later` has and it has not.
    pub fn with(&self, later: Self) -> Self {
        let texts = self.texts.iter().zip(later.texts);
        Self {
            texts: texts
                .map(|(first, later)| {
                    if first.other.is_empty() {
                        later
                    } else {
                        first.clone()
                    }
                })
                .collect(),
        }
    }

    pub fn text(&self, at: usize) -> &str {
        self.texts.get(at).map_or("", |text| &text.other)
    }

    /// The form that `category` names; it is asked only where there is more than one.
    pub fn form(&self, at: usize, category: impl FnOnce() -> String) -> &str {
        let Some(text) = self.texts.get(at) else { return "" };
        if text.forms.is_empty() {
            return &text.other;
        }
        let category = category();
        text.forms
            .iter()
            .find(|(name, _)| *name == category)
            .map_or(&text.other, |(_, form)| form)
    }

    /// Marks every text, so that one that did not come from here stands out, and makes it longer, as a language may.
    pub fn pseudo(mut self) -> Self {
        for text in &mut self.texts {
            for form in std::iter::once(&mut text.other).chain(text.forms.iter_mut().map(|(_, form)| form)) {
                // What is in the other file is marked when it comes.
                if !form.is_empty() {
                    *form = format!("⟦{form}···⟧");
                }
            }
        }
        self
    }
}

/// Puts values in place of their `{name}`s. A brace that names no value stays as it is written.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, behind)| {
            values
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| (value, behind))
        });
        match value {
            Some((value, behind)) => {
                filled.push_str(value);
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// FNV-1a over the names, each with a line end. `build.rs` computes the same.
fn fingerprint<'a>(names: impl Iterator<Item = &'a str>) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for name in names {
        for byte in name.bytes().chain([b'\n']) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}
