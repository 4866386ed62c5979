//! How well two groupings of the same people agree.

use std::collections::BTreeMap;

/// The adjusted Rand index (Hubert and Arabie 1985) of each person's two groups: 1 for the same grouping, about 0 for one as by
/// lot. `None` for nobody.
pub fn adjusted_rand(pairs: impl IntoIterator<Item = (usize, usize)>) -> Option<f64> {
    let (mut both, mut one, mut other) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut people = 0_u64;
    for (a, b) in pairs {
        *both.entry((a, b)).or_insert(0) += 1;
        *one.entry(a).or_insert(0) += 1;
        *other.entry(b).or_insert(0) += 1;
        people += 1;
    }
    let (together, one, other) = (alike(both.values()), alike(one.values()), alike(other.values()));
    let expected = one * other / alike([&people]).max(1.0);
    let most = f64::midpoint(one, other);
    match people {
        0 => None,
        // All together on both sides, or everybody alone on both: the same grouping.
        _ if most == expected => Some(1.0),
        _ => Some((together - expected) / (most - expected)),
    }
}

/// Pairs of people in the same group.
fn alike<'a>(sizes: impl IntoIterator<Item = &'a u64>) -> f64 {
    sizes
        .into_iter()
        .map(|n| (n * n.saturating_sub(1)) as f64 / 2.0)
        .sum()
}
