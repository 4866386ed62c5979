//! Reads a board as it arrives: bytes in, ballots out, one line at a time.

use contract::{Ballot, BoardHead};
use memchr::memchr;
use serde::de::DeserializeOwned;

use crate::Seen;

/// Longer than any ballot the contract allows; a stream without line ends stops here instead of filling the memory.
pub const LONGEST_LINE: usize = 1 << 20;

/// A line that is no ballot, or too long. `line` counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable {
    pub line: u64,
}

/// Splits a board into its lines. Keeps at most one line that is not yet complete.
#[derive(Debug, Default)]
pub struct Lines {
    rest: Vec<u8>,
    number: u64,
}

impl Lines {
    /// Hands every line that `bytes` completes to `each`, which says whether to go on.
    pub fn push(
        &mut self,
        bytes: &[u8],
        mut each: impl FnMut(u64, &[u8]) -> Result<bool, Unreadable>,
    ) -> Result<bool, Unreadable> {
        let mut bytes = bytes;
        while let Some(end) = memchr(b'\n', bytes) {
            let (line, after) = bytes.split_at(end);
            bytes = after.get(1..).unwrap_or_default();
            self.number += 1;
            let go_on = if self.rest.is_empty() {
                each(self.number, line)?
            } else {
                self.rest.extend_from_slice(line);
                let whole = std::mem::take(&mut self.rest);
                let go_on = each(self.number, &whole)?;
                self.rest = whole;
                self.rest.clear();
                go_on
            };
            if !go_on {
                return Ok(false);
            }
        }
        if self.rest.len() + bytes.len() > LONGEST_LINE {
            return Err(Unreadable {
                line: self.number + 1,
            });
        }
        self.rest.extend_from_slice(bytes);
        Ok(true)
    }

    /// The last line needs no line end.
    pub fn finish(
        self,
        mut each: impl FnMut(u64, &[u8]) -> Result<bool, Unreadable>,
    ) -> Result<bool, Unreadable> {
        if self.rest.iter().all(u8::is_ascii_whitespace) {
            return Ok(true);
        }
        each(self.number + 1, &self.rest)
    }
}

pub fn head(line: u64, bytes: &[u8]) -> Result<BoardHead, Unreadable> {
    parsed(line, bytes)
}

/// What a board that begins with these bytes says it is; nothing where its first line is not whole or no head.
pub fn seen(bytes: &[u8]) -> Option<Seen> {
    let line = bytes.get(..memchr(b'\n', bytes)?)?;
    let BoardHead { ballots, root, .. } = head(1, line).ok()?;
    Some(Seen { ballots, root })
}

pub fn ballot(line: u64, bytes: &[u8]) -> Result<Ballot, Unreadable> {
    parsed(line, bytes)
}

fn parsed<T: DeserializeOwned>(line: u64, bytes: &[u8]) -> Result<T, Unreadable> {
    if bytes.len() > LONGEST_LINE {
        return Err(Unreadable { line });
    }
    serde_json::from_slice(bytes).map_err(|_| Unreadable { line })
}
