//! Every option against every other: on how many ballots one stands above the other.

use crate::{Limits, MAX_RANKED_OPTIONS, Piles, Reading, read_ranking};

/// The pairwise table. Ranked options stand above those that a ballot leaves out, which are equal to one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairwise {
    options: usize,
    limits: Limits,
    /// Row by row: `[above][below]`.
    wins: Vec<u64>,
    pub piles: Piles,
}

impl Pairwise {
    /// A table of no ballots over `options` options; a valid ballot ranks as many of them as `limits` says.
    pub fn new(options: usize, limits: Limits) -> Self {
        let options = options.min(MAX_RANKED_OPTIONS);
        Self {
            options,
            limits,
            wins: vec![0; options * options],
            piles: Piles::default(),
        }
    }

    /// Counts one ballot, best option first. For streams: memory is in proportion to the square of the options and
    /// not to the ballots.
    pub fn add(&mut self, ballot: &[usize]) -> Reading {
        self.add_weighted(ballot, 1)
    }

    /// Counts one ballot of this weight.
    pub fn add_weighted(&mut self, ballot: &[usize], weight: u64) -> Reading {
        let reading = read_ranking(self.options, ballot, self.limits);
        let reading = self.piles.sort(reading, weight);
        if reading == Reading::Valid {
            self.count(ballot, weight);
        }
        reading
    }

    /// Adds a valid ranking.
    pub(crate) fn count<T: Copy + Into<usize>>(&mut self, order: &[T], weight: u64) {
        let options = self.options;
        let left_out = match order.len() < options {
            true => {
                let mut named = vec![false; options];
                order.iter().for_each(|option| named[(*option).into()] = true);
                (0..options).filter(|option| !named[*option]).collect()
            }
            false => vec![],
        };
        for (place, above) in order.iter().enumerate() {
            let start = (*above).into() * options;
            let row = &mut self.wins[start..start + options];
            for below in &order[place + 1..] {
                row[(*below).into()] += weight;
            }
            left_out.iter().for_each(|below| row[*below] += weight);
        }
    }

    pub fn options(&self) -> usize {
        self.options
    }

    /// What the ballots weigh that put `above` above `below`; 0 for options that there are not.
    pub fn above(&self, above: usize, below: usize) -> u64 {
        match above < self.options && below < self.options {
            true => self.wins[above * self.options + below],
            false => 0,
        }
    }

    /// Whether more ballots put `one` above `other` than the other way round.
    pub fn beats(&self, one: usize, other: usize) -> bool {
        self.above(one, other) > self.above(other, one)
    }

    /// The option that beats every other one on its own (M. de Condorcet, *Essai*, 1785), if there is one and somebody
    /// ranked something.
    pub fn condorcet_winner(&self) -> Option<usize> {
        let beats_all = |one: &usize| (0..self.options).all(|other| other == *one || self.beats(*one, other));
        (0..self.options)
            .find(beats_all)
            .filter(|_| self.piles.weight > 0)
    }
}
