//! An SQLite file as somebody with a hex editor sees it: the cells of a b-tree in the order in which they lie on their
//! pages, not in the order of their keys. Only what the tests need of <https://www.sqlite.org/fileformat2.html>.

/// A database file in memory.
pub struct File<'a> {
    bytes: &'a [u8],
    page_size: usize,
}

/// The cells of one page of a b-tree.
#[derive(Debug)]
pub struct Page<'a> {
    /// In the order of the keys: where the cell begins on the page, and its content as far as it lies here.
    pub cells: Vec<(usize, &'a [u8])>,
}

impl<'a> File<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        assert_eq!(&bytes[..16], b"SQLite format 3\0");
        let page_size = match number(bytes, 16, 2) {
            1 => 65_536,
            size => size,
        };
        Self { bytes, page_size }
    }

    /// All pages of the WITHOUT ROWID table with this root.
    pub fn table(&self, root: usize) -> Vec<Page<'a>> {
        let page = &self.bytes[(root - 1) * self.page_size..root * self.page_size];
        // The first page begins with the file's header; no table of ours lies there.
        assert!(root > 1);
        let (interior, header) = match page[0] {
            2 => (true, 12),
            10 => (false, 8),
            other => panic!("page {root} is of kind {other}"),
        };
        let starts = (0..number(page, 3, 2)).map(|i| number(page, header + 2 * i, 2));
        let mut pages = Vec::new();
        let mut cells = Vec::new();
        for start in starts {
            let mut at = start;
            if interior {
                pages.extend(self.table(number(page, at, 4)));
                at += 4;
            }
            let length = varint(page, &mut at);
            // What is too long for a page goes on elsewhere; the tests keep their rows short.
            cells.push((start, &page[at..at + length]));
        }
        if interior {
            pages.extend(self.table(number(page, 8, 4)));
        }
        pages.push(Page { cells });
        pages
    }
}

impl Page<'_> {
    /// The contents in the order in which a page is filled, which is from its end.
    pub fn as_filled(&self) -> Vec<&[u8]> {
        let mut cells = self.cells.clone();
        cells.sort_by_key(|(start, _)| std::cmp::Reverse(*start));
        cells.into_iter().map(|(_, content)| content).collect()
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    bytes[at..at + length]
        .iter()
        .fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn varint(bytes: &[u8], at: &mut usize) -> usize {
    let mut number = 0;
    loop {
        let byte = bytes[*at];
        *at += 1;
        number = number << 7 | usize::from(byte & 127);
        if byte < 128 {
            return number;
        }
    }
}
