//! Lines into blocks. A container takes its lines, strips its own marks and reads what remains; each line is looked at
//! once for each of at most `DEEPEST` containers, so the time stays in proportion to the text.

use crate::inline::inlines;
use crate::{Block, DEEPEST, Inline};

const BLANK: [char; 2] = [' ', '\t'];

pub(crate) fn blocks(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut done = Vec::new();
    let mut rest = lines;
    while let Some((first, after)) = rest.split_first() {
        if trim(first).is_empty() {
            rest = after;
            continue;
        }
        let (block, used) = block(rest, first, depth);
        done.push(block);
        rest = rest.get(used..).unwrap_or_default();
    }
    done
}

/// The block that starts with the first line, and how many lines it has.
fn block(lines: &[&str], first: &str, depth: usize) -> (Block, usize) {
    let words = trim(first);
    if let Some(fence) = Fence::opening(words) {
        return code(lines, &fence);
    }
    if let Some((level, title)) = heading(words) {
        let inline = inlines(title);
        return (Block::Heading { level, inline }, 1);
    }
    if is_rule(words) {
        return (Block::Rule, 1);
    }
    if depth < DEEPEST {
        if words.starts_with('>') {
            return quote(lines, depth);
        }
        if let Some(marker) = Marker::read(first) {
            return list(lines, marker, depth);
        }
    }
    if let Some(head) = table_head(lines) {
        return table(lines, head);
    }
    paragraph(lines)
}

fn paragraph(lines: &[&str]) -> (Block, usize) {
    let mut text = String::new();
    let mut used = 0;
    while let Some(line) = lines.get(used) {
        let words = trim(line);
        if used > 0 {
            let rest = lines.get(used..).unwrap_or_default();
            if words.is_empty() || interrupts(line) || table_head(rest).is_some() {
                break;
            }
            text.push('\n');
        }
        text.push_str(words);
        used += 1;
    }
    (Block::Paragraph(inlines(&text)), used)
}

/// Whether a line ends the paragraph before it. A number other than 1 does not: it is more often a date or an amount.
fn interrupts(line: &str) -> bool {
    let words = trim(line);
    words.starts_with('>')
        || Fence::opening(words).is_some()
        || heading(words).is_some()
        || is_rule(words)
        || Marker::read(line)
            .is_some_and(|marker| !marker.rest.is_empty() && matches!(marker.start, None | Some(1)))
}

fn heading(words: &str) -> Option<(u8, &str)> {
    let title = words.trim_start_matches('#');
    let level = words.len() - title.len();
    if !(1..=6).contains(&level) || !(title.is_empty() || title.starts_with(BLANK)) {
        return None;
    }
    let closed = title.trim_end_matches('#');
    let title = if closed.is_empty() || closed.ends_with(BLANK) {
        closed
    } else {
        title
    };
    Some((level as u8, trim(title)))
}

fn is_rule(words: &str) -> bool {
    let Some(sign @ ('*' | '-' | '_')) = words.chars().next() else {
        return false;
    };
    words.chars().all(|c| c == sign || BLANK.contains(&c)) && words.matches(sign).count() >= 3
}

struct Fence<'a> {
    sign: char,
    size: usize,
    info: &'a str,
}

impl<'a> Fence<'a> {
    fn opening(words: &'a str) -> Option<Self> {
        let sign = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = words.trim_start_matches(sign);
        let size = words.len() - info.len();
        (size >= 3 && !(sign == '`' && info.contains('`'))).then(|| Fence {
            sign,
            size,
            info: trim(info),
        })
    }

    fn is_closed_by(&self, words: &str) -> bool {
        words.len() >= self.size && words.chars().all(|c| c == self.sign)
    }
}

fn code(lines: &[&str], fence: &Fence<'_>) -> (Block, usize) {
    let mut code: Vec<&str> = Vec::new();
    // The name of a language is markup. Anything else behind the fence is what somebody wrote, and is kept.
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_');
    if !fence.info.chars().all(is_name) {
        code.push(fence.info);
    }
    let indent = lines.first().map_or(0, |line| indent(line).0);
    let mut used = 1;
    while let Some(line) = lines.get(used) {
        used += 1;
        if fence.is_closed_by(trim(line)) {
            break;
        }
        code.push(strip(line, indent));
    }
    (Block::Code(code.join("\n")), used)
}

/// The lines of a container. It also knows whether its last line is one of a paragraph, which the next line goes on
/// with even if the writer left the container's mark out.
#[derive(Default)]
struct Inside<'a> {
    lines: Vec<&'a str>,
    fence: Option<Fence<'a>>,
    in_paragraph: bool,
}

impl<'a> Inside<'a> {
    fn add(&mut self, line: &'a str) {
        let words = trim(line);
        self.lines.push(line);
        self.in_paragraph = false;
        if let Some(fence) = &self.fence {
            if fence.is_closed_by(words) {
                self.fence = None;
            }
            return;
        }
        self.fence = Fence::opening(words);
        self.in_paragraph =
            !(self.fence.is_some() || words.is_empty() || heading(words).is_some() || is_rule(words));
    }

    fn goes_on_with(&self, line: &str) -> bool {
        self.in_paragraph && !trim(line).is_empty() && !interrupts(line)
    }
}

fn quote(lines: &[&str], depth: usize) -> (Block, usize) {
    let mut inside = Inside::default();
    for line in lines {
        match indent(line).1.strip_prefix('>') {
            Some(quoted) => inside.add(quoted.strip_prefix(BLANK).unwrap_or(quoted)),
            None if inside.goes_on_with(line) => inside.add(line),
            None => break,
        }
    }
    (Block::Quote(blocks(&inside.lines, depth + 1)), inside.lines.len())
}

struct Marker<'a> {
    /// The sign that all items of a list share.
    sign: u8,
    start: Option<u64>,
    /// Lines that are indented by this much belong to the item.
    width: usize,
    rest: &'a str,
}

impl<'a> Marker<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (outer, words) = indent(line);
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let sign = *words.as_bytes().get(digits)?;
        let known: &[u8] = if digits == 0 { b"-*+" } else { b".)" };
        if digits > 9 || !known.contains(&sign) || is_rule(trim(words)) {
            return None;
        }
        let after = words.get(digits + 1..)?;
        let (gap, rest) = indent(after);
        let rest = trim(rest);
        if gap == 0 && !rest.is_empty() {
            return None;
        }
        let number = words.bytes().take(digits);
        Some(Marker {
            sign,
            start: (digits > 0).then(|| number.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))),
            width: outer + digits + 1 + if rest.is_empty() || gap > 4 { 1 } else { gap },
            rest,
        })
    }
}

fn list<'a>(lines: &[&'a str], first: Marker<'a>, depth: usize) -> (Block, usize) {
    let (sign, start) = (first.sign, first.start);
    let mut items = Vec::new();
    let mut used = 0;
    let mut next = Some(first);
    while let Some(marker) = next.take() {
        let mut inside = Inside::default();
        inside.add(marker.rest);
        used += 1;
        // Blank lines belong to the item only if something of the item follows.
        let mut blank = 0;
        for line in lines.get(used..).unwrap_or_default() {
            let (indent, words) = indent(line);
            if trim(words).is_empty() {
                blank += 1;
                continue;
            }
            let belongs = indent >= marker.width;
            if !belongs {
                next = Marker::read(line).filter(|other| other.sign == sign);
                if next.is_some() || blank > 0 || !inside.goes_on_with(line) {
                    break;
                }
            }
            used += blank + 1;
            for _ in 0..std::mem::take(&mut blank) {
                inside.add("");
            }
            inside.add(if belongs { strip(line, marker.width) } else { line });
        }
        if next.is_some() {
            used += blank;
        }
        items.push(blocks(&inside.lines, depth + 1));
    }
    (Block::List { start, items }, used)
}

/// The cells of the head, if a table starts here: a line with bars, and below it a line of dashes for as many cells.
fn table_head(lines: &[&str]) -> Option<Vec<String>> {
    let [head, dashes, ..] = lines else {
        return None;
    };
    if !head.contains('|') || !dashes.contains('|') {
        return None;
    }
    let dashes = cells(dashes);
    let are_dashes = dashes.iter().all(|cell| {
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|sign| sign == b'-')
    });
    if dashes.is_empty() || !are_dashes {
        return None;
    }
    Some(cells(head)).filter(|head| head.len() == dashes.len())
}

fn table(lines: &[&str], head: Vec<String>) -> (Block, usize) {
    let mut rows = Vec::new();
    for line in lines.iter().skip(2) {
        if !line.contains('|') || interrupts(line) {
            break;
        }
        rows.push(row(cells(line)));
    }
    let used = rows.len() + 2;
    (
        Block::Table {
            head: row(head),
            rows,
        },
        used,
    )
}

fn row(cells: Vec<String>) -> Vec<Vec<Inline>> {
    cells.iter().map(|cell| inlines(trim(cell))).collect()
}

fn cells(line: &str) -> Vec<String> {
    let line = trim(line);
    let mut cells = Vec::new();
    let mut cell = String::new();
    for c in line.strip_prefix('|').unwrap_or(line).chars() {
        if c != '|' {
            cell.push(c);
        } else if cell.ends_with('\\') {
            cell.pop();
            cell.push('|');
        } else {
            cells.push(trim(&std::mem::take(&mut cell)).to_owned());
        }
    }
    if !trim(&cell).is_empty() {
        cells.push(trim(&cell).to_owned());
    }
    cells
}

/// Only what Markdown calls blank: the wide space that Chinese paragraphs begin with is the writer's.
fn trim(line: &str) -> &str {
    let words = line.get(blank(line.bytes())..).unwrap_or_default();
    words
        .get(..words.len() - blank(words.bytes().rev()))
        .unwrap_or_default()
}

/// By bytes, because every line passes here several times for each container around it.
fn blank(bytes: impl Iterator<Item = u8>) -> usize {
    bytes.take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The width of the blank start of a line, and what follows.
fn indent(line: &str) -> (usize, &str) {
    let (blank, words) = line.split_at_checked(blank(line.bytes())).unwrap_or(("", line));
    (blank.bytes().fold(0, wider), words)
}

/// The line without as much of its blank start as the given width.
fn strip(line: &str, width: usize) -> &str {
    let mut gone = 0;
    for (at, byte) in line.bytes().enumerate() {
        if gone >= width || !matches!(byte, b' ' | b'\t') {
            return line.get(at..).unwrap_or_default();
        }
        gone = wider(gone, byte);
    }
    ""
}

fn wider(width: usize, sign: u8) -> usize {
    if sign == b'\t' {
        width / 4 * 4 + 4
    } else {
        width + 1
    }
}
