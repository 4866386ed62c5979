//! Thousands of small random elections, counted here and by pabutools 1.2.3 with exact fractions and the same order of
//! ties. Where pabutools decides otherwise, the sentence of a rule that makes the difference is named and checked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

mod pabutools;

use count::{
    BudgetProject, BudgetTies, Completion, EqualShares, GreedyOrder, GreedyRule, Measured, Profile, Utility,
    equal_shares, equal_shares_or_greedy, greedy_by, phragmen,
};
use serde_json::{Value, json};

const ELECTIONS: usize = 3000;

/// SplitMix64: the same elections in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

struct Election {
    budget: u64,
    costs: Vec<u64>,
    ballots: Vec<Vec<(usize, u32)>>,
}

impl Election {
    /// Small numbers, so that ties are frequent; the budget is a multiple of the voters (see `add1` below).
    fn random(random: &mut Random) -> Self {
        let projects = 2 + random.below(8) as usize;
        let voters = 1 + random.below(12);
        let dearest = [3, 10, 40][random.below(3) as usize];
        let costs: Vec<u64> = (0..projects).map(|_| 1 + random.below(dearest)).collect();
        let most = costs.iter().sum::<u64>() / voters + 2;
        let budget = voters * (1 + random.below(most));
        let eager = 2 + random.below(3);
        let ballots = (0..voters).map(|_| {
            let mut ballot: Vec<(usize, u32)> = Vec::new();
            for project in 0..projects {
                if random.below(eager) == 0 {
                    ballot.push((project, 1 + random.below(4) as u32));
                }
            }
            if ballot.is_empty() {
                ballot.push((random.below(projects as u64) as usize, 1));
            }
            ballot
        });
        Self {
            ballots: ballots.collect(),
            costs,
            budget,
        }
    }

    fn line(&self) -> String {
        json!({"budget": self.budget, "costs": self.costs, "ballots": self.ballots}).to_string()
    }

    fn profile(&self) -> Profile {
        let mut profile = Profile::new(self.costs.len());
        self.ballots
            .iter()
            .for_each(|ballot| profile.add(ballot.iter().copied()));
        profile
    }

    fn greedy(&self, order: GreedyOrder, points: bool) -> Vec<usize> {
        let mut projects: Vec<BudgetProject> = self
            .costs
            .iter()
            .map(|cost| BudgetProject {
                cost: *cost,
                score: 0,
            })
            .collect();
        for (project, given) in self.ballots.iter().flatten() {
            projects[*project].score += if points { i64::from(*given) } else { 1 };
        }
        let rule = GreedyRule {
            order,
            at_least: 0,
            ..GreedyRule::default()
        };
        sorted(greedy_by(&projects, self.budget, &rule).chosen)
    }

    fn shares(&self, utility: Utility, completion: Completion) -> Vec<usize> {
        let rule = EqualShares {
            utility,
            completion,
            ties: BudgetTies::earlier_listed(),
        };
        sorted(equal_shares(&self.profile(), &self.costs, self.budget, &rule).chosen)
    }

    fn supported(&self, project: usize) -> bool {
        self.ballots.iter().flatten().any(|(named, _)| *named == project)
    }

    fn cost(&self, chosen: &[usize]) -> u64 {
        chosen.iter().map(|project| self.costs[*project]).sum()
    }

    /// Nothing that anybody supports fits on top of it.
    fn exhausts(&self, chosen: &[usize]) -> bool {
        let left = self.budget - self.cost(chosen);
        (0..self.costs.len())
            .filter(|project| !chosen.contains(project) && self.supported(*project))
            .all(|project| self.costs[project] > left)
    }
}

fn sorted(mut chosen: Vec<usize>) -> Vec<usize> {
    chosen.sort_unstable();
    chosen
}

fn chosen(answer: &Value) -> Vec<usize> {
    let ids = answer.as_array().unwrap().iter();
    ids.map(|id| id.as_u64().unwrap() as usize).collect()
}

#[test]
fn pabutools_counts_the_same() {
    let python = match pabutools::interpreter() {
        Ok(python) => python,
        Err(why) => {
            eprintln!("skipped: pabutools 1.2.3 cannot be installed: {why}");
            return;
        }
    };
    let mut random = Random(2023);
    let elections: Vec<Election> = (0..ELECTIONS).map(|_| Election::random(&mut random)).collect();
    let lines = elections.iter().map(Election::line).collect();
    let answers = pabutools::ask(&python, "elections.py", lines).unwrap();
    assert_eq!(answers.len(), elections.len());

    let (mut raised, mut stopped_earlier, mut unsupported) = (0, 0, 0);
    for (election, answer) in elections.iter().zip(answers) {
        let theirs: Value = serde_json::from_str(&answer).unwrap();
        let theirs = |rule: &str| chosen(&theirs[rule]);
        let told = election.line();
        // "Greedy": projects without votes are taken there as long as they fit, so the rule is told to do so here.
        assert_eq!(
            election.greedy(GreedyOrder::Score, false),
            theirs("greedy"),
            "greedy {told}"
        );
        assert_eq!(
            election.greedy(GreedyOrder::ScorePerCost, false),
            theirs("value"),
            "value {told}"
        );
        assert_eq!(
            election.greedy(GreedyOrder::ScorePerCost, true),
            theirs("value_points"),
            "points {told}"
        );
        for (utility, name) in [
            (Utility::Cost, "shares_cost"),
            (Utility::Projects, "shares_projects"),
            (Utility::Points, "shares_points"),
        ] {
            assert_eq!(
                election.shares(utility, Completion::None),
                theirs(name),
                "{name} {told}"
            );
        }

        // "Nobody pays for what nobody supports": pabutools completes with, and Phragmén ends with, projects that have
        // no votes as long as they fit. Everything else is the same.
        let with_votes = |ids: Vec<usize>| -> Vec<usize> {
            ids.into_iter()
                .filter(|project| election.supported(*project))
                .collect()
        };
        let completed = theirs("shares_then_greedy");
        unsupported += usize::from(with_votes(completed.clone()) != completed);
        assert_eq!(
            election.shares(Utility::Cost, Completion::Greedy),
            with_votes(completed),
            "completion {told}"
        );
        let ours = phragmen(
            &election.profile(),
            &election.costs,
            election.budget,
            &BudgetTies::earlier_listed(),
        );
        assert_eq!(
            sorted(ours.chosen),
            with_votes(theirs("phragmen")),
            "phragmen {told}"
        );

        // The comparison: pabutools returns all outcomes that equally many voters like best, in order of the rules.
        let rule = EqualShares {
            utility: Utility::Cost,
            completion: Completion::None,
            ties: BudgetTies::earlier_listed(),
        };
        let ours = equal_shares_or_greedy(
            &election.profile(),
            &election.costs,
            election.budget,
            &rule,
            Measured::Projects,
        );
        let all: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(
            sorted(ours.chosen),
            chosen(&all["comparison"][0]),
            "comparison {told}"
        );

        // add1 "as long as the final selected projects still fit" (pabulib.org/format): raised until the next raise
        // would overspend. Both begin at the same share, because the budget is a multiple of the voters; otherwise ours
        // begins at whole units (equalshares.net), pabutools at the fraction.
        let add1 = election.shares(Utility::Cost, Completion::Add1 { unit: 1 });
        if !all["add1"].is_null() {
            assert_eq!(add1, theirs("add1"), "add1 {told}");
            raised += 1;
        }
        // pabutools' own option stops as soon as nothing more fits; ours goes on. Any difference must be of this kind.
        let exhaustive = theirs("add1_exhaustive");
        if add1 != exhaustive {
            assert!(election.exhausts(&exhaustive), "add1 stopped early {told}");
            stopped_earlier += 1;
        }
    }
    assert!(raised > ELECTIONS / 3, "{raised}");
    assert!(
        stopped_earlier > 0 && unsupported > 0,
        "{stopped_earlier} {unsupported}"
    );
    eprintln!(
        "{ELECTIONS} elections, 11 rules each: the same but for {unsupported} with unsupported projects and \
         {stopped_earlier} where pabutools' add1 stops when nothing more fits"
    );
}

/// "Every voter has the same share" (Peters, Pierczyński, Skowron 2021): pabutools counts a blank ballot as a voter,
/// whose share then nobody can spend. Here a blank ballot changes nothing but turnout.
#[test]
fn blank_ballots_have_no_share_here() {
    let python = match pabutools::interpreter() {
        Ok(python) => python,
        Err(why) => {
            eprintln!("skipped: pabutools 1.2.3 cannot be installed: {why}");
            return;
        }
    };
    let mut election = Election {
        budget: 4,
        costs: vec![2, 2],
        ballots: vec![vec![(0, 1)], vec![(1, 1)]],
    };
    let ask = |election: &Election| {
        let answers = pabutools::ask(&python, "elections.py", vec![election.line()]).unwrap();
        let answer: Value = serde_json::from_str(&answers[0]).unwrap();
        chosen(&answer["shares_cost"])
    };
    assert_eq!(
        (election.shares(Utility::Cost, Completion::None), ask(&election)),
        (vec![0, 1], vec![0, 1])
    );
    election.ballots.push(vec![]);
    assert_eq!(
        (election.shares(Utility::Cost, Completion::None), ask(&election)),
        (vec![0, 1], vec![])
    );
}
