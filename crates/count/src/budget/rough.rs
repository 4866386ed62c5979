//! Money as whole numbers of 2^-bits units: fast, a little off, and never allowed to decide.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};

/// Compares `a / scale_a` with `b / scale_b`; both scales are above 0.
pub(super) fn by_utility(a: i64, scale_a: u64, b: i64, scale_b: u64) -> Ordering {
    (i128::from(a) * i128::from(scale_b)).cmp(&(i128::from(b) * i128::from(scale_a)))
}

/// A supporter with money.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paying {
    pub money: i64,
    pub voters: i64,
    pub multiplier: i64,
}

/// The rough price at which these supporters bring up `cost`; none where they cannot. Rounded down they bring up no
/// more than the cost, rounded up no less, because everybody left in `paying` can pay it. Whoever has less moves from
/// `paying` into `rest`. Called with a higher cost afterwards it goes on from there, because whoever cannot pay a price
/// cannot pay a higher one.
///
/// A price that was rounded up may put somebody into `rest` who could pay the true one, and the next price is then
/// lower. At the higher one they bring up the cost all the same, so the highest price on the way is the answer. Rounded
/// down, prices only rise.
pub(super) fn level(
    paying: &mut Vec<Paying>,
    cost: i64,
    rest: &mut i64,
    slope: &mut i128,
    divided: impl Fn(i128, i128) -> i128,
) -> Option<i64> {
    let mut highest = i64::MIN;
    loop {
        if *slope <= 0 {
            return None;
        }
        let price = small(divided(i128::from(cost - *rest), *slope)).max(highest);
        highest = price;
        let before = paying.len();
        let (mut more, mut less) = (0i64, 0i128);
        paying.retain(|one| {
            let can = i128::from(one.money) >= i128::from(price) * i128::from(one.multiplier);
            if !can {
                more += one.voters * one.money;
                less += i128::from(one.voters) * i128::from(one.multiplier);
            }
            can
        });
        *rest += more;
        *slope -= less;
        if paying.len() == before {
            return Some(price);
        }
    }
}

pub(super) fn divided_up(a: i128, b: i128) -> i128 {
    -(-a).div_euclid(b)
}

/// `numerator / denominator · 2^bits`, rounded down; the largest number where it is larger.
pub(super) fn scaled(numerator: &BigInt, denominator: &BigInt, bits: i32) -> i64 {
    if numerator.sign() != Sign::Plus {
        return 0;
    }
    let rough: BigInt = if bits >= 0 {
        (numerator << bits) / denominator
    } else {
        numerator / (denominator << bits.unsigned_abs())
    };
    i64::try_from(rough).unwrap_or(i64::MAX)
}

pub(super) fn scaled_whole(cost: u64, bits: i32) -> i64 {
    let rough = if bits >= 0 {
        u128::from(cost)
            .checked_shl(bits.unsigned_abs())
            .unwrap_or(u128::MAX)
    } else {
        u128::from(cost).checked_shr(bits.unsigned_abs()).unwrap_or(0)
    };
    // More than all money there is, which stays below 2^61.
    i64::try_from(rough).unwrap_or(i64::MAX).min(1 << 62)
}

pub(super) fn small(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN + 1 } else { i64::MAX })
}

pub(super) fn whole(voters: u64) -> i64 {
    i64::try_from(voters).unwrap_or(i64::MAX)
}
