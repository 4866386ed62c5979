//! What holds for any rankings: names and order decide nothing, blank ballots count for turnout only, Condorcet's and
//! Smith's criteria, unanimity, and totals that add up at every stage.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    Limits, Pairwise, RankedRule, Rankings, StvOutcome, TieRule, Unranked, borda, collect_rankings,
    count_ranked, dowdall, instant_runoff, meek, schulze, scottish_stv,
};
use proptest::prelude::*;

const OPTIONS: usize = 5;
const ANY: Limits = Limits {
    min: 1,
    max: usize::MAX,
};

/// A ranking of some options, now and then blank or invalid.
fn ballot() -> impl Strategy<Value = Vec<usize>> {
    let ranking = (Just((0..OPTIONS).collect::<Vec<_>>()).prop_shuffle(), 0..=OPTIONS);
    let valid = ranking.prop_map(|(mut order, length)| {
        order.truncate(length);
        order
    });
    let any = proptest::collection::vec(0..OPTIONS + 1, 0..4);
    prop_oneof![9 => valid, 1 => any]
}

fn ballots() -> impl Strategy<Value = Vec<Vec<usize>>> {
    proptest::collection::vec(ballot(), 0..30)
}

fn relabelling() -> impl Strategy<Value = Vec<usize>> {
    Just((0..OPTIONS).collect::<Vec<_>>()).prop_shuffle()
}

fn read(ballots: &[Vec<usize>]) -> Rankings {
    collect_rankings(OPTIONS, ANY, ballots)
}

fn renamed(options: &[usize], new: &[usize]) -> Vec<usize> {
    let mut renamed: Vec<usize> = options
        .iter()
        .map(|option| *new.get(*option).unwrap_or(option))
        .collect();
    renamed.sort_unstable();
    renamed
}

fn sorted(options: &[usize]) -> Vec<usize> {
    renamed(options, &[])
}

/// What every rule decides without a deciding tie rule, as sets: chosen or elected, and tied.
fn decisions(rankings: &Rankings, seats: usize) -> Vec<(&'static str, Vec<usize>, Vec<usize>)> {
    let none = &TieRule::NoneDecides;
    let by_rule = [
        ("borda", RankedRule::Borda),
        ("dowdall", RankedRule::Dowdall),
        ("runoff", RankedRule::InstantRunoff),
        ("schulze", RankedRule::Schulze),
        ("scottish", RankedRule::StvScottish),
        ("meek", RankedRule::StvMeek),
    ];
    let mut decisions = vec![];
    for (name, rule) in by_rule {
        let outcome = count_ranked(rule, rankings, seats, none);
        decisions.push((name, sorted(outcome.chosen()), outcome.tied().to_vec()));
        assert!(!outcome.tie_broken(), "{name}");
    }
    for (name, unranked) in [
        ("borda shared", Unranked::ShareTheRest),
        ("borda modified", Unranked::Modified),
    ] {
        let result = borda(rankings, unranked, none).result;
        decisions.push((name, result.chosen, result.tied));
    }
    decisions
}

/// The smallest set whose members beat everybody outside it, found by trying all sets.
fn smith_set(pairwise: &Pairwise) -> Vec<usize> {
    let mut sets: Vec<Vec<usize>> = (1u32..1 << OPTIONS)
        .map(|set| (0..OPTIONS).filter(|option| set >> option & 1 == 1).collect())
        .collect();
    sets.sort_by_key(Vec::len);
    let dominates = |set: &Vec<usize>| {
        let outside = || (0..OPTIONS).filter(|option| !set.contains(option));
        set.iter()
            .all(|one| outside().all(|other| pairwise.beats(*one, other)))
    };
    sets.into_iter().find(dominates).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_the_ballots_changes_nothing(
        (cast, shuffled) in ballots().prop_flat_map(|b| (Just(b.clone()), Just(b).prop_shuffle())), seats in 1..OPTIONS,
    ) {
        let (before, after) = (read(&cast), read(&shuffled));
        prop_assert_eq!(&before, &after);
        let lot = TieRule::Lot { seed: "seed".into() };
        prop_assert_eq!(instant_runoff(&before, &lot), instant_runoff(&after, &lot));
        prop_assert_eq!(scottish_stv(&before, seats, &lot), scottish_stv(&after, seats, &lot));
        prop_assert_eq!(meek(&before, seats, &lot), meek(&after, seats, &lot));
        prop_assert_eq!(schulze(before.pairwise(), &lot), schulze(after.pairwise(), &lot));
    }

    #[test]
    fn the_names_of_the_options_change_nothing(cast in ballots(), new in relabelling(), seats in 1..OPTIONS) {
        let other: Vec<Vec<usize>> = cast
            .iter()
            .map(|ballot| ballot.iter().map(|option| *new.get(*option).unwrap_or(option)).collect())
            .collect();
        let (before, after) = (read(&cast), read(&other));
        prop_assert_eq!(before.piles, after.piles);
        for (old, now) in decisions(&before, seats).into_iter().zip(decisions(&after, seats)) {
            prop_assert_eq!((old.0, renamed(&old.1, &new), renamed(&old.2, &new)), now);
        }
        let tiers = schulze(before.pairwise(), &TieRule::NoneDecides).ranking;
        let tiers: Vec<Vec<usize>> = tiers.iter().map(|tier| renamed(tier, &new)).collect();
        prop_assert_eq!(tiers, schulze(after.pairwise(), &TieRule::NoneDecides).ranking);
    }

    #[test]
    fn a_blank_ballot_changes_turnout_only(cast in ballots(), at: prop::sample::Index, seats in 1..OPTIONS) {
        let before = read(&cast);
        let mut more = cast;
        more.insert(at.index(more.len() + 1), vec![]);
        let mut after = read(&more);
        prop_assert_eq!(decisions(&before, seats), decisions(&after, seats));
        after.piles.ballots -= 1;
        after.piles.blank -= 1;
        prop_assert_eq!(before, after);
    }

    #[test]
    fn a_weight_is_that_many_ballots(cast in proptest::collection::vec((ballot(), 0u64..6), 0..12), seats in 1..OPTIONS) {
        let mut weighted = Rankings::new(OPTIONS, ANY);
        let mut one_by_one = Rankings::new(OPTIONS, ANY);
        let mut streamed = Pairwise::new(OPTIONS, ANY);
        for (ballot, weight) in &cast {
            weighted.add_weighted(ballot, *weight);
            streamed.add_weighted(ballot, *weight);
            (0..*weight).for_each(|_| { one_by_one.add(ballot); });
        }
        prop_assert_eq!(decisions(&weighted, seats), decisions(&one_by_one, seats));
        prop_assert_eq!(weighted.pairwise(), streamed);
        prop_assert!(weighted.distinct() <= cast.len());
    }

    #[test]
    fn every_ballot_is_in_one_pile(cast in ballots()) {
        let piles = read(&cast).piles;
        prop_assert_eq!(piles.ballots, cast.len() as u64);
        prop_assert_eq!(piles.flaws().map(|(_, ballots)| ballots).sum::<u64>(), piles.invalid);
        prop_assert_eq!(piles.valid(), piles.weight);
    }

    #[test]
    fn who_beats_everybody_wins_schulze_and_winners_are_in_the_smith_set(cast in ballots()) {
        let rankings = read(&cast);
        let outcome = schulze(rankings.pairwise(), &TieRule::NoneDecides);
        if rankings.piles.weight == 0 {
            prop_assert!(outcome.chosen.is_empty() && outcome.ranking.is_empty());
            return Ok(());
        }
        if let Some(winner) = outcome.pairwise.condorcet_winner() {
            prop_assert_eq!(&outcome.chosen, &[winner]);
        }
        let smith = smith_set(&outcome.pairwise);
        for winner in &outcome.ranking[0] {
            prop_assert!(smith.contains(winner), "{} is not in {:?}", winner, smith);
        }
        // Every option stands in one tier, and nobody is beaten by a tier behind.
        prop_assert_eq!(sorted(&outcome.ranking.concat()), (0..OPTIONS).collect::<Vec<_>>());
        for (at, tier) in outcome.ranking.iter().enumerate() {
            for (one, other) in tier.iter().flat_map(|one| outcome.ranking[at..].iter().flatten().map(move |o| (*one, *o))) {
                prop_assert!(!outcome.paths.beats(other, one));
            }
        }
        // A path is made of wins and as strong as its weakest one.
        for (from, to) in (0..OPTIONS).flat_map(|a| (0..OPTIONS).map(move |b| (a, b))).filter(|(a, b)| a != b) {
            let Some(path) = outcome.paths.path(from, to) else { continue };
            prop_assert_eq!((path.options.first(), path.options.last()), (Some(&from), Some(&to)));
            let links = path.options.windows(2).map(|link| (outcome.pairwise.above(link[0], link[1]), outcome.pairwise.above(link[1], link[0])));
            let links: Vec<(u64, u64)> = links.collect();
            prop_assert!(links.iter().all(|(votes, against)| votes > against));
            let weakest = links.iter().min_by_key(|(votes, against)| (*votes, std::cmp::Reverse(*against)));
            prop_assert_eq!(weakest, Some(&(path.strength.votes, path.strength.against)));
        }
    }

    /// Where every valid ballot puts `x` above `y`, no rule prefers `y`; where every one puts `x` first, `x` is chosen.
    #[test]
    fn what_all_say_is_done(cast in ballots(), x in 0..OPTIONS, other in 1..OPTIONS, seats in 1..OPTIONS) {
        let y = (x + other) % OPTIONS;
        let agreeing: Vec<Vec<usize>> = cast
            .iter()
            .filter(|ballot| count::read_ranking(OPTIONS, ballot, ANY) == count::Reading::Valid)
            .map(|ballot| {
                let mut ballot = ballot.clone();
                ballot.retain(|option| *option != x);
                let at = ballot.iter().position(|option| *option == y).unwrap_or(ballot.len());
                ballot.insert(at, x);
                ballot
            })
            .collect();
        prop_assume!(!agreeing.is_empty());
        let rankings = read(&agreeing);
        for (name, chosen, _) in decisions(&rankings, 1) {
            prop_assert!(!chosen.contains(&y), "{}", name);
        }
        let outcome = schulze(rankings.pairwise(), &TieRule::NoneDecides);
        prop_assert!(outcome.paths.beats(x, y));

        let first: Vec<Vec<usize>> = agreeing
            .iter()
            .map(|ballot| std::iter::once(x).chain(ballot.iter().copied().filter(|option| *option != x)).collect())
            .collect();
        for (name, chosen, _) in decisions(&read(&first), seats) {
            prop_assert!(chosen.contains(&x), "{}: {:?}", name, chosen);
        }
    }

    /// Who is unbeaten and moves up on a ballot, all else the same, stays unbeaten (Schulze 2011, section 4.5); who has
    /// the most points keeps them.
    #[test]
    fn moving_up_does_no_harm(cast in ballots(), which: prop::sample::Index, up in 1..OPTIONS) {
        let valid = |ballot: &&Vec<usize>| count::read_ranking(OPTIONS, ballot, ANY) == count::Reading::Valid;
        let cast: Vec<Vec<usize>> = cast.iter().filter(valid).cloned().collect();
        prop_assume!(!cast.is_empty());
        let none = &TieRule::NoneDecides;
        let before = read(&cast);
        let unbeaten = schulze(before.pairwise(), none).ranking[0].clone();
        let first = borda(&before, Unranked::Nothing, none).result;
        let at = which.index(cast.len());
        for x in 0..OPTIONS {
            let mut after = cast.clone();
            let ballot = &mut after[at];
            let place = ballot.iter().position(|option| *option == x).unwrap_or(ballot.len());
            ballot.retain(|option| *option != x);
            ballot.insert(place.saturating_sub(up), x);
            let after = read(&after);
            if unbeaten.contains(&x) {
                prop_assert!(schulze(after.pairwise(), none).ranking[0].contains(&x));
            }
            if first.places[x] == 1 {
                prop_assert_eq!(borda(&after, Unranked::Nothing, none).result.places[x], 1);
            }
        }
    }

    /// Turned ballots turn the ranking: a sole winner does not win the reverse (Schulze 2011, section 4.4).
    #[test]
    fn the_winner_is_not_the_winner_of_the_reverse(
        cast in proptest::collection::vec(Just((0..OPTIONS).collect::<Vec<_>>()).prop_shuffle(), 1..20),
    ) {
        let turned: Vec<Vec<usize>> = cast.iter().map(|ballot| ballot.iter().rev().copied().collect()).collect();
        let none = &TieRule::NoneDecides;
        let (before, after) = (schulze(read(&cast).pairwise(), none), schulze(read(&turned).pairwise(), none));
        if let [winner] = before.chosen[..] {
            prop_assert!(!after.ranking[0].contains(&winner));
        }
    }

    #[test]
    fn points_add_up(cast in ballots()) {
        let rankings = read(&cast);
        let none = &TieRule::NoneDecides;
        let sum = |points: &[u128]| points.iter().sum::<u128>();
        let pairwise = rankings.pairwise();
        let nothing = borda(&rankings, Unranked::Nothing, none);
        for (option, points) in nothing.result.points.iter().enumerate() {
            let beaten: u64 = (0..OPTIONS).map(|other| pairwise.above(option, other)).sum();
            prop_assert_eq!(*points, u128::from(beaten), "a point for every option below");
        }
        let (weight, options) = (u128::from(rankings.piles.weight), OPTIONS as u128);
        let shared = borda(&rankings, Unranked::ShareTheRest, none);
        prop_assert_eq!(sum(&shared.result.points), weight * options * (options - 1), "in halves");
        let modified = borda(&rankings, Unranked::Modified, none);
        let given: u128 = rankings.groups().map(|(order, weight)| (order.len() * (order.len() + 1) / 2) as u128 * u128::from(weight)).sum();
        prop_assert_eq!(sum(&modified.result.points), given);
        let worth = dowdall(&rankings, none);
        let harmonic: u128 = rankings.groups().map(|(order, weight)| (1..=order.len() as u128).map(|place| worth.result.denominator / place).sum::<u128>() * u128::from(weight)).sum();
        prop_assert_eq!(sum(&worth.result.points), harmonic);
        // Equal points share a place, fewer points stand behind.
        for outcome in [nothing.result, shared.result, modified.result, worth.result] {
            for (a, b) in (0..OPTIONS).flat_map(|a| (0..OPTIONS).map(move |b| (a, b))) {
                prop_assert_eq!(outcome.points[a].cmp(&outcome.points[b]), outcome.places[b].cmp(&outcome.places[a]));
            }
        }
    }

    #[test]
    fn runoff_rounds_keep_every_vote(cast in ballots()) {
        let rankings = read(&cast);
        let outcome = instant_runoff(&rankings, &TieRule::EarlierListed);
        prop_assert!(outcome.rounds.len() <= OPTIONS);
        prop_assert_eq!(outcome.chosen.len(), usize::from(rankings.piles.weight > 0));
        for round in &outcome.rounds {
            prop_assert_eq!(round.votes.iter().flatten().sum::<u64>(), round.continuing);
            prop_assert_eq!(round.continuing + round.exhausted, rankings.piles.weight);
        }
        for (before, after) in outcome.rounds.iter().zip(outcome.rounds.iter().skip(1)) {
            let count::RunoffFate::Eliminated { option, transfers, exhausts, .. } = &before.fate else {
                return Err(TestCaseError::fail("only an elimination is followed by a round"));
            };
            prop_assert_eq!(after.exhausted, before.exhausted + exhausts);
            prop_assert_eq!(transfers.iter().sum::<u64>() + exhausts, before.votes[*option].unwrap());
            for other in (0..OPTIONS).filter(|other| other != option) {
                prop_assert_eq!(after.votes[other], before.votes[other].map(|votes| votes + transfers[other]));
            }
            prop_assert_eq!(after.votes[*option], None);
        }
    }

    #[test]
    fn transferable_votes_are_kept_at_every_stage(cast in ballots(), seats in 0..OPTIONS + 2) {
        let rankings = read(&cast);
        for ties in [TieRule::EarlierListed, TieRule::NoneDecides, TieRule::Lot { seed: "s".into() }] {
            let scottish = scottish_stv(&rankings, seats, &ties);
            kept(&scottish, &rankings)?;
            let meek = meek(&rankings, seats, &ties);
            kept(&meek, &rankings)?;
            for outcome in [&scottish, &meek] {
                let full = seats.min(OPTIONS) * usize::from(rankings.piles.weight > 0);
                if ties != TieRule::NoneDecides {
                    prop_assert_eq!(outcome.elected.len(), full);
                }
                prop_assert_eq!(outcome.tied.is_empty(), outcome.elected.len() == full);
            }
            for stage in &meek.stages {
                prop_assert_eq!(stage.lost, 0, "what Meek's rounding keeps is kept from the same vote");
            }
        }
    }
}

/// Never more than the seats, nobody twice, and no vote appears or disappears but what rounding lost and says so.
fn kept(outcome: &StvOutcome, rankings: &Rankings) -> Result<(), TestCaseError> {
    prop_assert!(outcome.elected.len() <= outcome.seats);
    let mut different = sorted(&outcome.elected);
    different.dedup();
    prop_assert_eq!(different.len(), outcome.elected.len());
    let told: Vec<usize> = outcome
        .stages
        .iter()
        .flat_map(|stage| stage.elected.clone())
        .collect();
    prop_assert_eq!(&told, &outcome.elected);
    let all = u128::from(rankings.piles.weight) * outcome.unit;
    let mut lost = 0;
    for stage in &outcome.stages {
        prop_assert_eq!(
            stage.votes.iter().sum::<u128>() + stage.exhausted + stage.lost,
            all
        );
        prop_assert!(stage.lost >= lost);
        lost = stage.lost;
        // A ballot loses less than 0.00001 at a transfer, of which there are at most as many as seats.
        prop_assert!(lost <= u128::from(rankings.piles.weight) * outcome.seats as u128);
    }
    Ok(())
}
