//! What a basket of projects costs, what still fits, and in which order projects are shown. Pure.

use super::order::sorted;
use crate::backend::PollOption;

/// With more projects than this, sorting and filtering help.
pub const MANY: usize = 8;

/// The money and what of it is spoken for, in hundredths.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Purse {
    pub total: u64,
    pub spent: u64,
}

impl Purse {
    pub fn of(total: u64, options: &[PollOption], chosen: &[String]) -> Self {
        let spent = options
            .iter()
            .filter(|o| chosen.contains(&o.id))
            .fold(0u64, |sum, o| sum.saturating_add(cost(o)));
        Self { total, spent }
    }

    pub fn left(self) -> u64 {
        self.total.saturating_sub(self.spent)
    }

    /// How much more is chosen than there is money.
    pub fn over(self) -> u64 {
        self.spent.saturating_sub(self.total)
    }

    /// What is lacking for one more project of this cost; 0 when it fits.
    pub fn lacks(self, cost: u64) -> u64 {
        self.spent.saturating_add(cost).saturating_sub(self.total)
    }
}

pub fn cost(option: &PollOption) -> u64 {
    option.cost.unwrap_or(0)
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Sort {
    Listed,
    Cheapest,
    Name,
}

impl Sort {
    pub const ALL: [Sort; 3] = [Self::Listed, Self::Cheapest, Self::Name];

    pub fn name(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Cheapest => "cheapest",
            Self::Name => "name",
        }
    }

    pub fn named(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|s| s.name() == name)
            .unwrap_or(Self::Listed)
    }
}

/// The projects to show. `compare` knows the order of names in the reader's language. What is chosen is always shown, so
/// that nobody loses sight of it; with `only_fitting` everything else must still fit.
pub fn shown(
    options: &[PollOption],
    chosen: &[String],
    purse: Purse,
    sort: Sort,
    only_fitting: bool,
    compare: impl Fn(&str, &str) -> std::cmp::Ordering,
) -> Vec<PollOption> {
    let shown: Vec<&PollOption> = options
        .iter()
        .filter(|o| !only_fitting || chosen.contains(&o.id) || purse.lacks(cost(o)) == 0)
        .collect();
    let order = sorted(shown.len(), &mut |a, b| match sort {
        Sort::Listed => a.cmp(&b),
        Sort::Cheapest => cost(shown[a]).cmp(&cost(shown[b])),
        Sort::Name => compare(&shown[a].label, &shown[b].label),
    });
    order.into_iter().map(|i| shown[i].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<PollOption> {
        [("c", 500), ("a", 900), ("b", 200)]
            .map(|(id, cost)| PollOption {
                id: id.into(),
                label: id.into(),
                meaning: None,
                image: None,
                cost: Some(cost),
                group: None,
            })
            .into()
    }

    fn ids(sort: Sort, only_fitting: bool, chosen: &[&str]) -> Vec<String> {
        let chosen: Vec<String> = chosen.iter().map(|c| c.to_string()).collect();
        let purse = Purse::of(1000, &options(), &chosen);
        shown(&options(), &chosen, purse, sort, only_fitting, Ord::cmp)
            .into_iter()
            .map(|o| o.id)
            .collect()
    }

    #[test]
    fn the_purse_adds_up() {
        let purse = Purse::of(1000, &options(), &["c".into(), "b".into()]);
        assert_eq!((purse.spent, purse.left(), purse.over()), (700, 300, 0));
        assert_eq!((purse.lacks(300), purse.lacks(301)), (0, 1));
        let purse = Purse::of(1000, &options(), &["c".into(), "a".into()]);
        assert_eq!((purse.left(), purse.over()), (0, 400));
    }

    #[test]
    fn sorting_and_filtering() {
        assert_eq!(ids(Sort::Listed, false, &[]), ["c", "a", "b"]);
        assert_eq!(ids(Sort::Cheapest, false, &[]), ["b", "c", "a"]);
        assert_eq!(ids(Sort::Name, false, &[]), ["a", "b", "c"]);
        assert_eq!(ids(Sort::Listed, true, &["a"]), ["a"]);
        assert_eq!(ids(Sort::Listed, true, &["c"]), ["c", "b"]);
    }

    #[test]
    fn sorts_have_names_of_their_own() {
        for sort in Sort::ALL {
            assert_eq!(Sort::named(sort.name()), sort);
        }
        assert_eq!(Sort::named("?"), Sort::Listed);
    }
}
