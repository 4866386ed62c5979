//! Pages with an opaque cursor: where the next one starts, as the last item's place in the order.

use crate::fault::{Fault, Outcome};
use contract::{Page, ProblemType};
use serde::Deserialize;

/// Most items of a page.
pub const PAGE_ITEMS: u32 = 100;
const DEFAULT_ITEMS: u32 = 20;

/// `cursor` and `limit` of a list. Text, so that a bad number gets a problem that names it.
#[derive(Debug, Default, Deserialize)]
pub struct PageAsk {
    pub cursor: Option<String>,
    pub limit: Option<String>,
}

impl PageAsk {
    pub fn limit(&self) -> Outcome<usize> {
        let limit = match &self.limit {
            None => DEFAULT_ITEMS,
            Some(text) => text.parse().unwrap_or(0),
        };
        if !(1..=PAGE_ITEMS).contains(&limit) {
            return Err(Fault::new(
                ProblemType::BadRequest,
                format!("limit is a number from 1 to {PAGE_ITEMS}"),
            ));
        }
        Ok(limit as usize)
    }

    pub fn after(&self) -> Outcome<Option<Cursor>> {
        match &self.cursor {
            None => Ok(None),
            Some(text) => Cursor::read(text)
                .map(Some)
                .ok_or_else(|| Fault::new(ProblemType::BadRequest, "this cursor is not from here")),
        }
    }
}

/// The last item's place: two sort keys and the id that makes them unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    pub rank: i64,
    pub key: i64,
    pub id: String,
}

impl Cursor {
    pub fn write(&self) -> String {
        ledger::hex(format!("{}.{}.{}", self.rank, self.key, self.id).as_bytes())
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > 1024 || !text.len().is_multiple_of(2) || !text.is_ascii() {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..text.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok())
            .collect();
        let text = String::from_utf8(bytes?).ok()?;
        let mut parts = text.splitn(3, '.');
        let (rank, key, id) = (
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
            parts.next()?,
        );
        crate::extract::is_id(id).then(|| Self {
            rank,
            key,
            id: id.to_owned(),
        })
    }
}

/// Makes a page of what a query for `limit + 1` rows found.
pub fn page<T>(mut found: Vec<(Cursor, T)>, limit: usize, total: i64) -> Page<T> {
    let more = found.len() > limit;
    found.truncate(limit);
    let next = if more {
        found.last().map(|(cursor, _)| cursor.write())
    } else {
        None
    };
    let items = found.into_iter().map(|(_, item)| item).collect();
    Page {
        items,
        next,
        total: u64::try_from(total).unwrap_or(0),
        previous: None,
        before: None,
        order: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let cursor = Cursor {
            rank: -1,
            key: i64::MAX,
            id: "通知.1".into(),
        };
        assert_eq!(Cursor::read(&cursor.write()), Some(cursor));
    }

    #[test]
    fn foreign_cursors_are_refused() {
        let nul = ledger::hex(b"1.1.a\0");
        for text in ["", "0", "zz", "é", "31", nul.as_str(), "312e"] {
            assert_eq!(Cursor::read(text), None, "{text}");
        }
    }
}
