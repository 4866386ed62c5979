//! Fractions of any size, for explanations.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::{BigInt, BigUint, Sign};

/// An exact fraction that is not negative, in lowest terms: what a voter pays or has left, in the smallest unit of
/// money.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: BigUint,
    denominator: BigUint,
}

impl Ratio {
    /// `numerator / denominator`; 0 where the denominator is 0.
    pub fn new(numerator: impl Into<BigUint>, denominator: impl Into<BigUint>) -> Self {
        let (numerator, denominator) = (numerator.into(), denominator.into());
        let zero = BigUint::ZERO;
        if denominator == zero || numerator == zero {
            return Self {
                numerator: zero,
                denominator: BigUint::from(1u8),
            };
        }
        let divisor = common_divisor(numerator.clone(), denominator.clone());
        Self {
            numerator: numerator / &divisor,
            denominator: denominator / divisor,
        }
    }

    /// Of signed parts; a negative fraction cannot occur where this is used and becomes 0.
    pub(super) fn of(numerator: &BigInt, denominator: &BigInt) -> Self {
        match (numerator.sign(), denominator.sign()) {
            (Sign::Plus, Sign::Plus) => {
                Self::new(numerator.magnitude().clone(), denominator.magnitude().clone())
            }
            _ => Self::new(0u8, 1u8),
        }
    }

    pub fn numerator(&self) -> &BigUint {
        &self.numerator
    }

    /// Never 0.
    pub fn denominator(&self) -> &BigUint {
        &self.denominator
    }

    /// The whole units in it; the largest number where there are more.
    pub fn floor(&self) -> u64 {
        u64::try_from(&self.numerator / &self.denominator).unwrap_or(u64::MAX)
    }

    /// It is a whole number of units.
    pub fn is_whole(&self) -> bool {
        self.denominator == BigUint::from(1u8)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() {
            write!(f, "{}", self.numerator)
        } else {
            write!(f, "{}/{}", self.numerator, self.denominator)
        }
    }
}

/// Euclid's.
fn common_divisor(mut a: BigUint, mut b: BigUint) -> BigUint {
    while b != BigUint::ZERO {
        (a, b) = (b.clone(), a % b);
    }
    a
}
