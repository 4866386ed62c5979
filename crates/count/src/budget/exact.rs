//! What was paid, as exact fractions over one common denominator.
//!
//! Voters begin with `start`. Everybody who pays a purchase in full pays `price · m`, with m a small whole number, so
//! what a voter has left is `start - Σ m·price`: whole numbers times few fractions. Purchase k's price is a numerator
//! over `D_k = D_{k-1} · divisor_k`, so any sum of such money comes down to one chain of multiplications and additions,
//! without a single division or common divisor.

use num_bigint::BigInt;

#[derive(Debug, Clone)]
pub(super) struct Prices {
    start: BigInt,
    /// Over the product of all divisors up to and with its own.
    numerators: Vec<BigInt>,
    divisors: Vec<u128>,
    /// D of the last purchase: the product of all divisors and the denominator of `start`.
    denominator: BigInt,
}

/// Money of some voters, as whole numbers: how many shares, and how often each price was paid.
#[derive(Debug, Clone, Default)]
pub(super) struct Paid {
    pub shares: u128,
    /// One for each purchase.
    pub times: Vec<u128>,
}

impl Paid {
    pub(super) fn clear(&mut self, purchases: usize) {
        self.shares = 0;
        self.times.clear();
        self.times.resize(purchases, 0);
    }
}

impl Prices {
    /// Every voter begins with `start / denominator`.
    pub(super) fn new(start: u128, denominator: u64) -> Self {
        Self {
            start: start.into(),
            numerators: vec![],
            divisors: vec![],
            denominator: denominator.into(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.numerators.len()
    }

    /// The denominator of all sums until the next purchase.
    pub(super) fn denominator(&self) -> &BigInt {
        &self.denominator
    }

    /// What is left of that money, over [`Self::denominator`].
    pub(super) fn left(&self, paid: &Paid) -> BigInt {
        let mut left = &self.start * paid.shares;
        for ((numerator, divisor), times) in self.numerators.iter().zip(&self.divisors).zip(&paid.times) {
            left *= *divisor;
            if *times > 0 {
                left -= numerator * *times;
            }
        }
        left
    }

    /// Enters a purchase: `numerator / (denominator · divisor)`, with the denominator as it is now.
    pub(super) fn push(&mut self, numerator: BigInt, divisor: u128) {
        self.denominator *= divisor;
        self.numerators.push(numerator);
        self.divisors.push(divisor);
    }
}
