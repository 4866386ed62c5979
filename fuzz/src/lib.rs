//! What several targets share: a real text, changed here and there, gets further into a reader than random bytes do.

use arbitrary::Arbitrary;

/// Cuts `cut` bytes out at `at` and puts `with` in.
#[derive(Debug, Clone, Arbitrary)]
pub struct Edit {
    at: u16,
    cut: u8,
    with: With,
}

#[derive(Debug, Clone, Arbitrary)]
enum With {
    Bytes(Vec<u8>),
    Text(String),
    Number(i64),
    /// What stands somewhere else in the same text.
    Copy {
        from: u16,
        length: u8,
    },
}

/// The text with all changes, one after the other.
pub fn edited(text: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut text = text.to_vec();
    for edit in edits.iter().take(16) {
        let at = usize::from(edit.at) % (text.len() + 1);
        let end = (at + usize::from(edit.cut)).min(text.len());
        let with = match &edit.with {
            With::Bytes(bytes) => bytes.clone(),
            With::Text(text) => text.clone().into_bytes(),
            With::Number(number) => number.to_string().into_bytes(),
            With::Copy { from, length } => {
                let from = usize::from(*from) % (text.len() + 1);
                text[from..(from + usize::from(*length)).min(text.len())].to_vec()
            }
        };
        text.splice(at..end, with);
    }
    text
}
