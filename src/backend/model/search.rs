//! What a search finds.

use super::When;

model! {
    pub struct SearchHit {
        pub kind: SearchKind,
        pub id: String,
        /// Of a post: where it stands.
        pub thread: Option<String>,
        pub title: Marked,
        pub passage: Marked,
        pub at: When,
    }

    /// A text in pieces, each with whether it is what was looked for.
    #[derive(Default)]
    pub struct Marked {
        pub pieces: Vec<(String, bool)>,
    }

    /// A copy on this phone, as something to search.
    pub struct KeptThing {
        pub kind: SearchKind,
        pub id: String,
        pub thread: Option<String>,
        pub title: String,
        pub body: String,
        pub at: When,
    }
}

model_enum! {
    pub enum SearchKind { Notice, Matter, Poll, Thread, Post }
}

impl SearchKind {
    /// The name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Matter => "matter",
            Self::Poll => "poll",
            Self::Thread => "thread",
            Self::Post => "post",
            Self::Other => "other",
        }
    }
}

impl Marked {
    /// Cuts a text at places counted in characters; those that make no sense mark nothing.
    pub fn cut(text: &str, places: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut pieces = Vec::new();
        let mut at = 0;
        let mut add = |from: usize, to: usize, marked: bool| {
            if from < to {
                pieces.push((chars[from..to].iter().collect(), marked));
            }
        };
        for (from, to) in places {
            if at <= from && from < to && to <= chars.len() {
                add(at, from, false);
                add(from, to, true);
                at = to;
            }
        }
        add(at, chars.len(), false);
        Self { pieces }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Marked;

    #[test]
    fn a_text_is_cut_at_its_marks_and_stays_whole() {
        let cut = |places: &[(usize, usize)]| Marked::cut("明天停水", places.iter().copied()).pieces;
        let piece = |text: &str, marked| (text.to_owned(), marked);
        assert_eq!(cut(&[(2, 4)]), [piece("明天", false), piece("停水", true)]);
        assert_eq!(cut(&[(3, 9), (2, 2), (1, 0)]), [piece("明天停水", false)]);
        assert_eq!(
            cut(&[(0, 1), (0, 2)]),
            [piece("明", true), piece("天停水", false)]
        );
    }
}
