//! What a page says, as somebody reads it: the visible text in its order, with the places where each sign stands, so that
//! what is read out can be marked without touching the page.

use super::document::{scroll_to, scroll_y};
use js_sys::Reflect;
use std::cell::RefCell;
use std::ops::Range as Bytes;
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleDeclaration, Element, Node, NodeList, window};

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Range;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Range, JsValue>;
    #[wasm_bindgen(method, catch, js_name = setStart)]
    fn set_start(this: &Range, node: &Node, at: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setEnd)]
    fn set_end(this: &Range, node: &Node, at: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = selectNodeContents)]
    fn select_contents(this: &Range, node: &Node) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = getBoundingClientRect)]
    fn bounds(this: &Range) -> JsValue;

    type Highlight;

    /// Throws where the browser has none.
    #[wasm_bindgen(constructor, catch)]
    fn new(range: &Range) -> Result<Highlight, JsValue>;

    type Highlights;

    #[wasm_bindgen(method, catch)]
    fn set(this: &Highlights, name: &str, what: &Highlight) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn delete(this: &Highlights, name: &str) -> Result<JsValue, JsValue>;
}

/// The mark's name in the style sheet: `::highlight(aloud)`, and `[data-aloud]` where a browser knows no highlights.
const MARK: &str = "aloud";
const MARKED: &str = "data-aloud";

/// What is left out and what is whose, in the style sheet's words.
pub struct Rules {
    pub left_out: &'static str,
    pub private: &'static str,
}

/// A paragraph, a heading, one entry of a list, a row of a table.
pub struct Passage {
    pub text: String,
    pub private: bool,
    /// Where each sign of the text stands; none for a pause that was put in.
    places: Vec<Option<Place>>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy)]
struct Place {
    node: usize,
    /// As the document counts: in halves of surrogate pairs.
    at: u32,
    long: u32,
}

/// Opens every fold that `selector` names.
pub fn unfold(selector: &str) {
    let found = window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector_all(selector).ok());
    for n in 0..found.as_ref().map_or(0, NodeList::length) {
        let fold = found.as_ref().and_then(|found| found.item(n));
        if let Some(fold) = fold.and_then(|fold| fold.dyn_into::<Element>().ok()) {
            // Only a name that is none could be refused.
            let _ = fold.set_attribute("open", "");
        }
    }
}

/// What stands within the element that `selector` names.
pub fn passages(selector: &str, rules: &Rules) -> Vec<Passage> {
    let mut walk = Walk {
        rules,
        found: Vec::new(),
        now: Passage::empty(false),
        in_row: false,
    };
    let root = window()
        .and_then(|w| w.document())
        .and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(root) = root {
        walk.element(&root, Way::default());
        walk.ends(false);
    }
    walk.found
}

impl Passage {
    fn empty(private: bool) -> Self {
        Self {
            text: String::new(),
            private,
            places: Vec::new(),
            nodes: Vec::new(),
        }
    }

    /// Marks a part of the text, and brings it into view: `always`, or while the reader has not scrolled away from what was
    /// marked before. The focus stays where it is.
    pub fn mark(&self, part: Bytes<usize>, always: bool) {
        let from = self
            .text
            .get(..part.start)
            .map_or(0, |before| before.chars().count());
        let long = self.text.get(part).map_or(0, |part| part.chars().count());
        let places = || self.places.iter().skip(from).take(long).flatten();
        let (Some(first), Some(last)) = (places().next(), places().last()) else {
            return unmark();
        };
        let range = Range::new().ok().and_then(|range| {
            range.set_start(self.nodes.get(first.node)?, first.at).ok()?;
            range
                .set_end(self.nodes.get(last.node)?, last.at + last.long)
                .ok()?;
            Some(range)
        });
        let around = self.nodes.get(first.node).and_then(Node::parent_element);
        match range.zip(around) {
            // Drawn anew since it was read: there is nothing to mark any more.
            Some((range, around)) if around.is_connected() => show(Mark { range, around }, always),
            _ => unmark(),
        }
    }
}

/// Marks everything within the element with this id.
pub fn mark_element(id: &str, always: bool) {
    let element = window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id(id));
    let range = element.and_then(|element| {
        let range = Range::new().ok()?;
        range.select_contents(&element).ok()?;
        Some(Mark {
            range,
            around: element,
        })
    });
    match range {
        Some(mark) => show(mark, always),
        None => unmark(),
    }
}

#[derive(Clone, Copy, Default)]
struct Way {
    private: bool,
    /// Lines are kept as they are written.
    lines: bool,
}

struct Walk<'a> {
    rules: &'a Rules,
    found: Vec<Passage>,
    now: Passage,
    in_row: bool,
}

impl Walk<'_> {
    fn element(&mut self, element: &Element, way: Way) {
        if element.matches(self.rules.left_out).unwrap_or(false) {
            return;
        }
        let Some(style) = window().and_then(|w| w.get_computed_style(element).ok().flatten()) else {
            return;
        };
        let said = |name: &str| style.get_property_value(name).unwrap_or_default();
        let display = said("display");
        if display == "none" || said("visibility") != "visible" {
            return;
        }
        let private = element.matches(self.rules.private).unwrap_or(false);
        let way = Way {
            private: way.private || private,
            lines: said("white-space").contains("pre") || said("white-space-collapse").contains("preserve"),
        };
        match element.tag_name().as_str() {
            "BR" => self.sign('\n', None),
            // A picture says what its text alternative says; nothing of that can be marked.
            "IMG" => {
                self.ends(way.private);
                let words = element.get_attribute("alt").unwrap_or_default();
                words.chars().for_each(|sign| self.sign(sign, None));
                self.ends(way.private);
            }
            "TR" => {
                self.ends(way.private);
                self.in_row = true;
                self.children(element, way, false);
                self.in_row = false;
                self.ends(way.private);
            }
            "TD" | "TH" => {
                if !self.now.text.is_empty() {
                    self.sign('，', None);
                }
                self.children(element, way, false);
            }
            tag => {
                let apart =
                    private || !(self.in_row || matches!(display.as_str(), "inline" | "contents" | "ruby"));
                if apart {
                    self.ends(way.private);
                }
                // What is folded away is not seen.
                let folded = tag == "DETAILS" && !element.has_attribute("open");
                self.children(element, way, folded);
                if apart {
                    self.ends(false);
                }
            }
        }
    }

    fn children(&mut self, element: &Element, way: Way, only_summary: bool) {
        let mut next = element.first_child();
        while let Some(node) = next {
            next = node.next_sibling();
            match node.dyn_ref::<Element>() {
                Some(child) if !only_summary || child.tag_name() == "SUMMARY" => self.element(child, way),
                None if node.node_type() == Node::TEXT_NODE && !only_summary => self.text(&node, way),
                _ => {}
            }
        }
    }

    fn text(&mut self, node: &Node, way: Way) {
        if self.now.text.is_empty() {
            self.now.private = way.private;
        }
        let number = self.now.nodes.len();
        self.now.nodes.push(node.clone());
        let mut at = 0;
        for sign in node.node_value().unwrap_or_default().chars() {
            let long = sign.len_utf16() as u32;
            let place = Place {
                node: number,
                at,
                long,
            };
            at += long;
            match sign {
                '\n' if way.lines => self.sign('\n', Some(place)),
                // As it is shown: any number of spaces is one.
                _ if sign.is_whitespace() => {
                    if self
                        .now
                        .text
                        .chars()
                        .last()
                        .is_some_and(|last| !last.is_whitespace())
                    {
                        self.sign(' ', Some(place));
                    }
                }
                _ => self.sign(sign, Some(place)),
            }
        }
    }

    fn sign(&mut self, sign: char, place: Option<Place>) {
        self.now.text.push(sign);
        self.now.places.push(place);
    }

    /// A passage ends here; the next one is `private` or not.
    fn ends(&mut self, private: bool) {
        let done = std::mem::replace(&mut self.now, Passage::empty(private));
        if !done.text.trim().is_empty() {
            self.found.push(done);
        }
    }
}

struct Mark {
    range: Range,
    around: Element,
}

thread_local! {
    static NOW: RefCell<Option<Mark>> = const { RefCell::new(None) };
}

fn show(mark: Mark, always: bool) {
    let follow =
        always || NOW.with_borrow(|now| now.as_ref().is_none_or(|before| out_of_view(before).is_none()));
    unmark();
    let marked = highlights().and_then(|highlights| {
        let highlight = Highlight::new(&mark.range).ok()?;
        highlights.set(MARK, &highlight).ok()
    });
    if marked.is_none() {
        let _ = mark.around.set_attribute(MARKED, "");
    }
    if follow && let Some(top) = out_of_view(&mark) {
        scroll_to(top);
    }
    NOW.set(Some(mark));
}

/// Takes the mark away.
pub fn unmark() {
    if let Some(highlights) = highlights() {
        let _ = highlights.delete(MARK);
    }
    if let Some(mark) = NOW.take() {
        let _ = mark.around.remove_attribute(MARKED);
    }
}

fn highlights() -> Option<Highlights> {
    let css = Reflect::get(&js_sys::global(), &"CSS".into()).ok()?;
    let found = Reflect::get(&css, &"highlights".into()).ok()?;
    found.is_object().then(|| found.unchecked_into())
}

/// Where to scroll to, when the mark is not on the screen or is covered by what stays at its edges.
fn out_of_view(mark: &Mark) -> Option<f64> {
    let window = window()?;
    let height = window.inner_height().ok()?.as_f64()?;
    let root = window.document()?.document_element()?;
    let style = window.get_computed_style(&root).ok().flatten()?;
    let (above, below) = (
        pixels(&style, "scroll-padding-top"),
        pixels(&style, "scroll-padding-bottom"),
    );
    let box_ = mark.range.bounds();
    let side = |name: &str| Reflect::get(&box_, &name.into()).ok()?.as_f64();
    let (top, bottom) = (side("top")?, side("bottom")?);
    let seen = top >= above && (bottom <= height - below || top <= above + 1.0);
    (!seen).then(|| scroll_y() + top - above)
}

fn pixels(style: &CssStyleDeclaration, name: &str) -> f64 {
    let written = style.get_property_value(name).unwrap_or_default();
    written.trim_end_matches("px").parse().unwrap_or(0.0)
}
