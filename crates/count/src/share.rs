//! Shares, quorums and thresholds: what part of a whole, exactly.

use std::cmp::Ordering;

/// A non-negative fraction, compared by value: 2/4 equals 1/2.
#[derive(Debug, Clone, Copy)]
pub struct Fraction {
    numerator: u64,
    denominator: u64,
}

impl Fraction {
    /// `numerator / denominator`; `None` for a denominator of 0.
    pub const fn new(numerator: u64, denominator: u64) -> Option<Self> {
        if denominator == 0 {
            None
        } else {
            Some(Self {
                numerator,
                denominator,
            })
        }
    }

    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// Never 0.
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// In thousandths, rounded half up; see [`share_permille`].
    pub fn permille(self) -> u32 {
        share_permille(self.numerator, self.denominator)
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        product(self.numerator, other.denominator).cmp(&product(other.numerator, self.denominator))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

/// Shares of a single choice for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    /// Thousandths of the base, one for each option, in the same order.
    pub permille: Vec<u32>,
    /// They add up to exactly 1000. Where they do not, a page says that the shares are rounded.
    pub exact: bool,
}

/// Shares of a single choice in thousandths of `base`, which is the sum of `counts`.
///
/// Largest remainder, with the promise that equal counts show equal shares (design section 2, promise 5): options
/// with the same count are rounded up together or not at all. Where that cannot add up to 1000 (six equal options,
/// say), or where `base` is not the sum of `counts`, every share is rounded half up on its own and `exact` is false.
/// A larger count never shows a smaller share. With a base of 0 all shares are 0.
pub fn shares_permille(counts: &[u64], base: u64) -> Shares {
    let total: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    let exact = if total == u128::from(base) {
        largest_remainder(counts, base)
    } else {
        None
    };
    match exact {
        Some(permille) => Shares {
            permille,
            exact: true,
        },
        None => Shares {
            permille: counts.iter().map(|count| share_permille(*count, base)).collect(),
            exact: false,
        },
    }
}

/// The shares that add up to 1000, if rounding up whole groups of equal counts, largest remainder first, gets there.
fn largest_remainder(counts: &[u64], base: u64) -> Option<Vec<u32>> {
    if base == 0 {
        return None;
    }
    let base = u128::from(base);
    let mut permille: Vec<u32> = Vec::with_capacity(counts.len());
    for count in counts {
        permille.push(u32::try_from(u128::from(*count) * 1000 / base).ok()?);
    }
    let remainder = |option: &usize| u128::from(counts[*option]) * 1000 % base;
    let mut missing = 1000u32.checked_sub(permille.iter().sum())?;
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|option| std::cmp::Reverse((remainder(option), counts[*option])));
    // Options that differ in their count but not in their remainder need not be treated alike, only in order.
    for group in order.chunk_by(|a, b| counts[*a] == counts[*b]) {
        if missing == 0 {
            break;
        }
        missing = missing.checked_sub(u32::try_from(group.len()).ok()?)?;
        group.iter().for_each(|option| permille[*option] += 1);
    }
    (missing == 0).then_some(permille)
}

/// `count` in thousandths of `base`, rounded half up; 0 for a base of 0, at most `u32::MAX`.
///
/// For approvals and other methods where the base is people and shares need not add up.
pub fn share_permille(count: u64, base: u64) -> u32 {
    if base == 0 {
        return 0;
    }
    let (count, base) = (u128::from(count), u128::from(base));
    u32::try_from((count * 2000 + base) / (base * 2)).unwrap_or(u32::MAX)
}

/// The smallest whole number that is at least `num/den` of `base`: the voters a quorum needs.
///
/// Whole voters and integers only: Loomio rounds the turnout to whole percents first and asks for three more voters
/// where one is missing (reference/field.md section 5, item 6). `u64::MAX`, which nothing reaches, for a denominator
/// of 0.
pub fn quorum_needed(base: u64, num: u64, den: u64) -> u64 {
    needed(base, num, den, false)
}

/// How many voters are missing until `count` of `base` reach the quorum of `num/den`; 0 when it is met.
pub fn quorum_missing(count: u64, base: u64, num: u64, den: u64) -> u64 {
    quorum_needed(base, num, den).saturating_sub(count)
}

/// The smallest whole number for which [`meets`] holds. `u64::MAX` for a denominator of 0.
pub fn needed(base: u64, num: u64, den: u64, strict: bool) -> u64 {
    if den == 0 {
        return u64::MAX;
    }
    let (share, den) = (product(base, num), u128::from(den));
    let needed = if strict {
        share / den + 1
    } else {
        share.div_ceil(den)
    };
    u64::try_from(needed).unwrap_or(u64::MAX)
}

/// Whether `count` is at least `num/den` of `base`, or more than that where `strict`.
///
/// Counts are compared as they are, never as percentages. False for a denominator of 0.
pub fn meets(count: u64, base: u64, num: u64, den: u64, strict: bool) -> bool {
    let (reached, asked) = (product(count, den), product(base, num));
    den != 0 && if strict { reached > asked } else { reached >= asked }
}

/// Two 64-bit factors never overflow 128 bits.
fn product(a: u64, b: u64) -> u128 {
    u128::from(a) * u128::from(b)
}
