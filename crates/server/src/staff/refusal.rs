//! How a file is refused: every bad row with file, line and reason, and nothing of the file applied.

use std::fmt;
use std::path::Path;

/// One thing wrong in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
}

/// A file (or several) that was not applied, with everything that is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub Vec<Complaint>);

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => f.write_str("nothing was applied: 1 line is refused"),
            n => write!(f, "nothing was applied: {n} lines are refused"),
        }
    }
}

impl std::error::Error for Refused {}

/// The exit code that goes with an error: 2 when staff's input is refused, 1 for everything else.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    if error.is::<Refused>() { 2 } else { 1 }
}

/// Collects complaints about one file.
#[derive(Debug)]
pub struct Complaints {
    file: String,
    list: Vec<Complaint>,
}

impl Complaints {
    pub fn about(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            list: Vec::new(),
        }
    }

    pub fn at(&mut self, line: usize, reason: impl Into<String>) {
        self.list.push(Complaint {
            file: self.file.clone(),
            line,
            reason: reason.into(),
        });
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// `Ok` when there is nothing to complain about; otherwise everything, in the order of the lines.
    pub fn finish(mut self) -> Result<(), Refused> {
        if self.list.is_empty() {
            return Ok(());
        }
        self.list.sort_by_key(|c| c.line);
        self.list.dedup();
        Err(Refused(self.list))
    }
}

/// A refusal with a single line.
pub fn refuse(file: &str, line: usize, reason: impl Into<String>) -> Refused {
    Refused(vec![Complaint {
        file: file.to_owned(),
        line,
        reason: reason.into(),
    }])
}

/// The file's name as complaints show it: as staff typed it.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Reads a text file whole: UTF-8 with or without a byte order mark, any line ends.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).map_err(|e| anyhow::anyhow!("{} cannot be read: {e}", path.display()))?;
    Ok(decode(&shown(path), &bytes)?)
}

/// Bytes as text with `\n` line ends; broken UTF-8 is refused with its line.
pub fn decode(file: &str, bytes: &[u8]) -> Result<String, Refused> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\r') => Ok(text.replace("\r\n", "\n").replace('\r', "\n")),
        Ok(text) => Ok(text.to_owned()),
        Err(e) => {
            let line = 1 + bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
            Err(refuse(
                file,
                line,
                "this is not UTF-8; save the file as UTF-8 and try again",
            ))
        }
    }
}

/// The line (from 1) in which a byte lies.
pub fn line_of(text: &str, byte: usize) -> usize {
    1 + text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_text_is_refused_with_its_line() {
        assert_eq!(decode("f", b"\xef\xbb\xbfa\r\nb").as_deref(), Ok("a\nb"));
        let refused = decode("f", b"a\nb\xff\n").expect_err("not UTF-8");
        assert_eq!((refused.0[0].line, refused.0[0].file.as_str()), (2, "f"));
    }

    #[test]
    fn complaints_come_in_the_order_of_the_lines() {
        let mut complaints = Complaints::about("f");
        complaints.at(7, "b");
        complaints.at(2, "a");
        let refused = complaints.finish().expect_err("two complaints");
        assert_eq!(refused.to_string(), "nothing was applied: 2 lines are refused");
        let lines: Vec<String> = refused.0.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["f:2: a", "f:7: b"]);
    }
}
