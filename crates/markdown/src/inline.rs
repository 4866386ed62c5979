//! A paragraph's text into words, marks and links, in three walks that each see every sign once: find code, addresses
//! and links; pair the stars; build the result.

use crate::address::{bare, decode, destination, is_cjk_sign, reference};
use crate::{DEEPEST, Inline};

pub(crate) fn inlines(text: &str) -> Vec<Inline> {
    let mut scan = Scan::new(text);
    scan.walk();
    pair(&scan.tokens, &mut scan.runs);
    build(scan.tokens, &scan.runs)
}

enum Token<'a> {
    Text(&'a str),
    Code(String),
    Address(&'a str),
    Break,
    /// The index of a run of stars or underscores.
    Run(usize),
    LinkStart(String),
    LinkEnd,
}

struct Run<'a> {
    text: &'a str,
    /// How many signs are not yet part of a pair.
    left: usize,
    opens: bool,
    closes: bool,
    /// The pairs that end and start here, from the inside out; true is strong.
    ended: Vec<bool>,
    started: Vec<bool>,
}

/// Longer runs of backticks are text.
const MOST_BACKTICKS: usize = 8;

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Where the text starts that is not yet a token.
    plain: usize,
    tokens: Vec<Token<'a>>,
    runs: Vec<Run<'a>>,
    /// Tokens of the `[` that may still start a link.
    brackets: Vec<usize>,
    /// Sizes of backtick runs that do not occur again, so that nothing is searched for twice in vain.
    unclosed: [bool; MOST_BACKTICKS + 1],
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Scan {
            text,
            at: 0,
            plain: 0,
            tokens: Vec::new(),
            runs: Vec::new(),
            brackets: Vec::new(),
            unclosed: [false; MOST_BACKTICKS + 1],
        }
    }

    fn walk(&mut self) {
        while let Some(sign) = self.sign(self.at) {
            match sign {
                b'\n' => self.take(1, Token::Break),
                b'\\' => self.escape(),
                b'`' => self.code(),
                b'*' | b'_' => self.run(sign),
                b'!' if self.sign(self.at + 1) == Some(b'[') => self.bracket("!["),
                b'[' => self.bracket("["),
                b']' => self.link(),
                b'<' => self.framed_address(),
                b'&' => match reference(self.rest(self.at)) {
                    Some((sign, length)) => self.take(length, Token::Text(sign)),
                    None => self.at += 1,
                },
                b'h' | b'H' => self.address(),
                _ => self.at += 1,
            }
        }
        self.flush();
    }

    fn sign(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    fn flush(&mut self) {
        if let Some(text) = self.text.get(self.plain..self.at).filter(|text| !text.is_empty()) {
            self.tokens.push(Token::Text(text));
        }
        self.plain = self.at;
    }

    fn take(&mut self, length: usize, token: Token<'a>) {
        self.flush();
        self.tokens.push(token);
        self.at += length;
        self.plain = self.at;
    }

    fn escape(&mut self) {
        match self.sign(self.at + 1) {
            Some(b'\n') => self.take(2, Token::Break),
            Some(sign) if sign.is_ascii_punctuation() => {
                self.flush();
                self.plain += 1;
                self.at += 2;
            }
            _ => self.at += 1,
        }
    }

    fn code(&mut self) {
        let after = self.rest(self.at).trim_start_matches('`');
        let start = self.text.len() - after.len();
        let size = start - self.at;
        if self.unclosed.get(size) == Some(&false) {
            let mut place = start;
            while let Some(gap) = self.rest(place).find('`') {
                let from = self.rest(place + gap);
                let run = from.len() - from.trim_start_matches('`').len();
                if run == size {
                    let code = self.text.get(start..place + gap).unwrap_or_default();
                    let end = place + gap + run;
                    return self.take(end - self.at, Token::Code(code_text(code)));
                }
                place += gap + run;
            }
            if let Some(unclosed) = self.unclosed.get_mut(size) {
                *unclosed = true;
            }
        }
        self.at = start;
    }

    fn run(&mut self, sign: u8) {
        let sign = char::from(sign);
        let (before, from) = self.text.split_at(self.at);
        let after = from.trim_start_matches(sign);
        let text = &from[..from.len() - after.len()];
        let previous = Side::of(before.chars().next_back());
        let next = Side::of(after.chars().next());
        let (mut opens, mut closes) = (next.touches(previous), previous.touches(next));
        if sign == '_' {
            // An underscore within a word is part of a name.
            (opens, closes) = (
                opens && (!closes || previous.is_sign()),
                closes && (!opens || next.is_sign()),
            );
        }
        self.runs.push(Run {
            text,
            left: text.len(),
            opens,
            closes,
            ended: Vec::new(),
            started: Vec::new(),
        });
        self.take(text.len(), Token::Run(self.runs.len() - 1));
    }

    fn bracket(&mut self, sign: &'static str) {
        self.take(sign.len(), Token::Text(sign));
        self.brackets.push(self.tokens.len() - 1);
    }

    /// A link cannot hold a link, so the brackets around one that is found are text.
    fn link(&mut self) {
        if let Some(open) = self.brackets.pop()
            && let Some((href, end)) = destination(self.text, self.at + 1)
            && let Some(start) = self.tokens.get_mut(open)
        {
            *start = Token::LinkStart(href);
            self.take(end - self.at, Token::LinkEnd);
            self.brackets.clear();
        } else {
            self.at += 1;
        }
    }

    fn framed_address(&mut self) {
        if let Some(end) = bare(self.text, self.at + 1)
            && self.sign(end) == Some(b'>')
        {
            let address = self.text.get(self.at + 1..end).unwrap_or_default();
            self.take(end + 1 - self.at, Token::Address(address));
        } else {
            self.at += 1;
        }
    }

    fn address(&mut self) {
        let in_word = self.at > 0 && self.sign(self.at - 1).is_some_and(|c| c.is_ascii_alphanumeric());
        match bare(self.text, self.at).filter(|_| !in_word) {
            Some(end) => {
                let address = self.text.get(self.at..end).unwrap_or_default();
                self.take(end - self.at, Token::Address(address));
            }
            None => self.at += 1,
        }
    }
}

/// One space on either side is there to keep backticks apart.
fn code_text(code: &str) -> String {
    let code = code.replace('\n', " ");
    match code.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' ')) {
        Some(inner) if !inner.trim_matches(' ').is_empty() => inner.to_owned(),
        _ => code,
    }
}

/// What stands beside a run. CommonMark's rule was made for words between spaces: in `**停水。**请接水` it does not
/// see the end, because a sign stands before the stars and a letter after. Here signs of Chinese text count as letters,
/// and beside any letter that is not ASCII an ASCII sign does too.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Space,
    Sign,
    CjkSign,
    Ascii,
    Wide,
}

impl Side {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Side::Space,
            Some(c) if c.is_whitespace() => Side::Space,
            Some(c) if c.is_ascii_punctuation() => Side::Sign,
            Some(c) if is_cjk_sign(c) => Side::CjkSign,
            Some(c) if c.is_ascii() => Side::Ascii,
            Some(_) => Side::Wide,
        }
    }

    /// Whether a run clings to this side of it, given the other.
    fn touches(self, other: Side) -> bool {
        match self {
            Side::Space => false,
            Side::Sign => other != Side::Ascii,
            _ => true,
        }
    }

    fn is_sign(self) -> bool {
        matches!(self, Side::Sign | Side::CjkSign)
    }
}

/// The kinds of closing runs that an opening run may suit or not.
const KINDS: usize = 12;

fn kind(run: &Run<'_>) -> usize {
    let sign = usize::from(run.text.starts_with('_'));
    (sign * 2 + usize::from(run.opens)) * 3 + run.text.len() % 3
}

/// CommonMark's rule: runs that could do both must not add up to a multiple of three, unless both are one.
fn suits(open: &Run<'_>, close: &Run<'_>) -> bool {
    let (first, second) = (open.text.len(), close.text.len());
    open.text.as_bytes().first() == close.text.as_bytes().first()
        && !((open.closes || close.opens) && (first + second).is_multiple_of(3) && !first.is_multiple_of(3))
}

/// Pairs the runs. `floors` remembers for each kind of closing run below which open runs none suits, so that each open
/// run is looked at in vain at most once for each kind.
fn pair(tokens: &[Token<'_>], runs: &mut [Run<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    let mut floors = [0_usize; KINDS];
    let mut outside = (0, floors);
    for token in tokens {
        match token {
            Token::LinkStart(_) => {
                outside = (open.len(), floors);
                floors = [open.len(); KINDS];
            }
            Token::LinkEnd => {
                open.truncate(outside.0);
                floors = outside.1;
            }
            Token::Run(index) => {
                close(*index, &mut open, &mut floors, runs);
                if runs[*index].left > 0 && runs[*index].opens {
                    open.push(*index);
                }
            }
            _ => {}
        }
    }
}

fn close(index: usize, open: &mut Vec<usize>, floors: &mut [usize; KINDS], runs: &mut [Run<'_>]) {
    let kind = kind(&runs[index]);
    while runs[index].closes && runs[index].left > 0 {
        let floor = floors[kind];
        let found = open[floor..]
            .iter()
            .rposition(|other| suits(&runs[*other], &runs[index]));
        let Some(place) = found else {
            floors[kind] = open.len();
            return;
        };
        let place = floor + place;
        let other = open[place];
        let strong = runs[index].left >= 2 && runs[other].left >= 2;
        let size = if strong { 2 } else { 1 };
        runs[other].left -= size;
        runs[other].started.push(strong);
        runs[index].left -= size;
        runs[index].ended.push(strong);
        open.truncate(place + usize::from(runs[other].left > 0));
        for floor in &mut *floors {
            *floor = (*floor).min(open.len());
        }
    }
}

enum Frame {
    Mark { strong: bool },
    Link { href: String },
}

#[derive(Default)]
struct Builder {
    done: Vec<Inline>,
    /// What is open, each with what had been done outside of it.
    outer: Vec<(Frame, Vec<Inline>)>,
    /// Open pairs that lie too deep and stay text.
    too_deep: usize,
    in_link: bool,
}

fn build(tokens: Vec<Token<'_>>, runs: &[Run<'_>]) -> Vec<Inline> {
    let mut builder = Builder::default();
    for token in tokens {
        match token {
            Token::Text(text) => builder.text(text),
            Token::Code(code) => builder.done.push(Inline::Code(code)),
            Token::Break => builder.done.push(Inline::Break),
            Token::Address(address) => builder.address(address),
            Token::Run(index) => builder.run(&runs[index]),
            Token::LinkStart(href) => {
                builder.in_link = true;
                builder.open(Frame::Link { href });
            }
            Token::LinkEnd => {
                builder.in_link = false;
                builder.close();
            }
        }
    }
    while !builder.outer.is_empty() {
        builder.close();
    }
    builder.done
}

impl Builder {
    fn text(&mut self, text: &str) {
        match self.done.last_mut() {
            _ if text.is_empty() => {}
            Some(Inline::Text(before)) => before.push_str(text),
            _ => self.done.push(Inline::Text(text.to_owned())),
        }
    }

    fn address(&mut self, address: &str) {
        let href = decode(address);
        if self.in_link {
            return self.text(&href);
        }
        let inline = vec![Inline::Text(href.clone())];
        self.done.push(Inline::Link { href, inline });
    }

    fn run(&mut self, run: &Run<'_>) {
        let signs = |strong: &bool| &run.text[..1 + usize::from(*strong)];
        for strong in &run.ended {
            if self.too_deep > 0 {
                self.too_deep -= 1;
                self.text(signs(strong));
            } else {
                self.close();
            }
        }
        self.text(&run.text[..run.left]);
        for strong in run.started.iter().rev() {
            // The place that is kept free is for a link.
            if self.outer.len() + 1 < DEEPEST {
                self.open(Frame::Mark { strong: *strong });
            } else {
                self.too_deep += 1;
                self.text(signs(strong));
            }
        }
    }

    fn open(&mut self, frame: Frame) {
        self.outer.push((frame, std::mem::take(&mut self.done)));
    }

    fn close(&mut self) {
        let Some((frame, outer)) = self.outer.pop() else {
            return;
        };
        let mut inline = std::mem::replace(&mut self.done, outer);
        self.done.push(match frame {
            Frame::Mark { strong: true } => Inline::Strong(inline),
            Frame::Mark { strong: false } => Inline::Emphasis(inline),
            Frame::Link { href } => {
                // A link without words could be neither seen nor touched.
                if inline.is_empty() {
                    inline.push(Inline::Text(href.clone()));
                }
                Inline::Link { href, inline }
            }
        });
    }
}
