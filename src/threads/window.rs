//! Which pages of a long list are shown, and what stands before and after them. A page far from where one reads is let go
//! and comes again when it is asked for, so that nothing grows with what was read. Only ids: the rows themselves are drawn
//! and not kept. A page is drawn and goes as a whole.

use crate::backend::PostsFrom;
use std::collections::VecDeque;

/// When more posts than this are shown, the page farthest from where one reads goes; two pages always stay.
const MOST: usize = 60;

/// A page as it arrived.
#[derive(Clone)]
pub struct Arrived {
    pub from: PostsFrom,
    /// Its rows.
    pub ids: Vec<String>,
    /// How many of the items that the list counts it holds.
    pub counted: u64,
    /// How many posts, those within rows among them.
    pub posts: usize,
    pub previous: Option<String>,
    pub next: Option<String>,
}

#[derive(Default)]
pub struct Window {
    /// Each under a number of its own: a page that comes again has another one.
    pages: VecDeque<(u32, Arrived)>,
    arrivals: u32,
    /// What was let go above, the nearest last: where it began and how many items it held.
    above: Vec<(PostsFrom, u64)>,
    /// Items before the first page that is shown.
    before: u64,
    total: u64,
    /// What is shown are only the first rows of a list that has yet to be asked for.
    foretaste: bool,
}

impl Window {
    pub fn opened(page: Arrived, before: u64, total: u64) -> Self {
        Self {
            pages: VecDeque::from([(0, page)]),
            arrivals: 1,
            before,
            total,
            ..Self::default()
        }
    }

    /// The first rows of a list of `total`, which came with something else.
    pub fn foretaste(ids: Vec<String>, total: u64) -> Self {
        let page = Arrived {
            from: PostsFrom::Start,
            // The list itself begins with those rows, and counts them.
            counted: 0,
            posts: ids.len(),
            ids,
            previous: None,
            next: None,
        };
        Self {
            foretaste: true,
            ..Self::opened(page, 0, total)
        }
    }

    pub fn ids(&self) -> impl DoubleEndedIterator<Item = &String> {
        self.pages.iter().flat_map(|(_, page)| &page.ids)
    }

    /// The numbers of the pages that are shown.
    pub fn pages(&self) -> impl Iterator<Item = u32> {
        self.pages.iter().map(|(number, _)| *number)
    }

    /// The rows of one page.
    pub fn rows(&self, page: u32) -> &[String] {
        let shown = self.pages.iter().find(|(number, _)| *number == page);
        shown.map(|(_, page)| page.ids.as_slice()).unwrap_or_default()
    }

    /// The number that the page has which comes next.
    pub fn coming(&self) -> u32 {
        self.arrivals
    }

    pub fn has(&self, id: &str) -> bool {
        self.ids().any(|shown| shown == id)
    }

    /// Whether something stands before what is shown, or more is shown than what the list opens with.
    pub fn is_far(&self) -> bool {
        self.pages.len() > 1 || self.earlier().is_some()
    }

    /// From where the page before is to be asked for, and how many items stand before.
    pub fn earlier(&self) -> Option<(PostsFrom, u64)> {
        let let_go = self.above.last().map(|(from, _)| from.clone());
        let named = || Some(PostsFrom::Cursor(self.pages.front()?.1.previous.clone()?));
        Some((let_go.or_else(named)?, self.before))
    }

    /// From where the next page is to be asked for, and how many items are left.
    pub fn later(&self) -> Option<(PostsFrom, u64)> {
        if self.foretaste {
            let left = self.total.saturating_sub(self.ids().count() as u64);
            return (left > 0).then_some((PostsFrom::Start, left));
        }
        let shown: u64 = self.pages.iter().map(|(_, page)| page.counted).sum();
        let left = self.total.saturating_sub(self.before + shown);
        let next = self.pages.back()?.1.next.clone()?;
        Some((PostsFrom::Cursor(next), left))
    }

    /// Adds the page after what is shown. Gives its first row that is new.
    pub fn append(&mut self, mut page: Arrived, total: u64) -> Option<String> {
        self.total = total;
        self.foretaste = false;
        page.ids.retain(|id| !self.has(id));
        let first = page.ids.first().cloned();
        self.pages.push_back((self.arrivals, page));
        self.arrivals += 1;
        while self.is_full() {
            let Some((_, gone)) = self.pages.pop_front() else {
                break;
            };
            self.before += gone.counted;
            // What came before the list itself comes again with it.
            if gone.counted > 0 {
                self.above.push((gone.from, gone.counted));
            }
        }
        first
    }

    /// Adds the page before what is shown. Gives its last row that is new.
    pub fn prepend(&mut self, mut page: Arrived, total: u64) -> Option<String> {
        self.total = total;
        self.above.pop();
        page.ids.retain(|id| !self.has(id));
        let last = page.ids.last().cloned();
        self.before = self.before.saturating_sub(page.counted);
        self.pages.push_front((self.arrivals, page));
        self.arrivals += 1;
        while self.is_full() {
            self.pages.pop_back();
        }
        last
    }

    fn is_full(&self) -> bool {
        self.pages.len() > 2 && self.pages.iter().map(|(_, page)| page.posts).sum::<usize>() > MOST
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    /// Page `n` of a list in pages of twenty, reached by the cursor `n`.
    fn page(n: u64, named: bool) -> Arrived {
        Arrived {
            from: if n == 0 {
                PostsFrom::Start
            } else {
                PostsFrom::Cursor(n.to_string())
            },
            ids: (n * 20..n * 20 + 20).map(|id| id.to_string()).collect(),
            counted: 20,
            posts: 20,
            previous: (named && n > 0).then(|| (n - 1).to_string()),
            next: (n < 499).then(|| (n + 1).to_string()),
        }
    }

    fn shown(window: &Window) -> (String, String, usize) {
        let ids: Vec<_> = window.ids().cloned().collect();
        (ids[0].clone(), ids[ids.len() - 1].clone(), ids.len())
    }

    fn all(first: u64, last: u64) -> (String, String, usize) {
        (first.to_string(), last.to_string(), (last - first + 1) as usize)
    }

    #[test]
    fn what_was_read_is_let_go_and_comes_again() {
        let mut window = Window::opened(page(0, false), 0, 10_000);
        assert_eq!(window.later(), Some((PostsFrom::Cursor("1".into()), 9_980)));
        assert!(window.earlier().is_none() && !window.is_far());
        for n in 1..50 {
            assert_eq!(window.append(page(n, false), 10_000), Some((n * 20).to_string()));
            assert!(window.is_far());
        }
        assert_eq!(shown(&window), all(940, 999));
        assert_eq!(window.later(), Some((PostsFrom::Cursor("50".into()), 9_000)));
        // Back to the beginning, page by page, each by the way it came.
        for n in (0..47).rev() {
            let (from, before) = window.earlier().unwrap();
            assert_eq!((from, before), (page(n, false).from, (n + 1) * 20));
            assert_eq!(
                window.prepend(page(n, false), 10_000),
                Some((n * 20 + 19).to_string())
            );
        }
        assert_eq!(shown(&window), all(0, 59));
        assert_eq!(window.earlier(), None);
        assert_eq!(window.later(), Some((PostsFrom::Cursor("3".into()), 9_940)));
    }

    #[test]
    fn a_list_opened_in_its_middle_goes_both_ways() {
        let around = Arrived {
            from: PostsFrom::Around("5015".into()),
            ..page(250, true)
        };
        let mut window = Window::opened(around, 5_000, 10_000);
        assert_eq!(window.earlier(), Some((PostsFrom::Cursor("249".into()), 5_000)));
        assert_eq!(window.later(), Some((PostsFrom::Cursor("251".into()), 4_980)));
        window.prepend(page(249, true), 10_000);
        window.append(page(251, true), 10_000);
        window.append(page(252, true), 10_000);
        assert_eq!(shown(&window), all(5_000, 5_059));
        assert_eq!(window.earlier(), Some((PostsFrom::Cursor("249".into()), 5_000)));
        window.prepend(page(249, true), 10_000);
        assert_eq!(window.earlier(), Some((PostsFrom::Cursor("248".into()), 4_980)));
        assert_eq!(window.later(), Some((PostsFrom::Cursor("252".into()), 4_960)));
    }

    #[test]
    fn no_row_is_shown_twice_when_pages_have_moved() {
        let mut window = Window::opened(page(0, false), 0, 41);
        let mut moved = page(1, false);
        moved.ids[0] = "19".to_owned();
        assert_eq!(window.append(moved, 41), Some("21".to_owned()));
        assert_eq!(window.ids().filter(|id| *id == "19").count(), 1);
    }

    #[test]
    fn the_first_replies_are_part_of_all_of_them() {
        let mut window = Window::foretaste(vec!["0".into(), "1".into(), "2".into()], 25);
        assert_eq!(window.later(), Some((PostsFrom::Start, 22)));
        assert_eq!(window.append(page(0, false), 25), Some("3".to_owned()));
        assert_eq!(shown(&window), all(0, 19));
        // They stay the rows that they are.
        assert_eq!(window.rows(0).len(), 3);
        assert_eq!(window.rows(1).len(), 17);
        assert_eq!(window.later().map(|(_, left)| left), Some(5));
        assert!(Window::foretaste(vec!["0".into()], 1).later().is_none());
    }

    #[test]
    fn the_first_replies_go_and_come_again_with_their_page() {
        let mut window = Window::foretaste(vec!["0".into(), "1".into(), "2".into()], 10_000);
        for n in 0..5 {
            window.append(page(n, false), 10_000);
        }
        assert_eq!(shown(&window), all(40, 99));
        for n in (0..2).rev() {
            let (from, before) = window.earlier().unwrap();
            assert_eq!((from, before), (page(n, false).from, (n + 1) * 20));
            window.prepend(page(n, false), 10_000);
        }
        assert_eq!(shown(&window), all(0, 59));
        assert_eq!(window.earlier(), None);
    }

    #[test]
    fn a_page_that_comes_again_is_another_page() {
        let mut window = Window::opened(page(0, false), 0, 10_000);
        for n in 1..4 {
            assert_eq!(window.coming(), n as u32);
            window.append(page(n, false), 10_000);
        }
        assert_eq!(window.pages().collect::<Vec<_>>(), [1, 2, 3]);
        window.prepend(page(0, false), 10_000);
        assert_eq!(window.pages().collect::<Vec<_>>(), [4, 1, 2]);
        assert_eq!(window.rows(4).len(), 20);
        assert!(window.rows(0).is_empty());
    }
}
