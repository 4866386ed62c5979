//! People as points: who votes alike lies close together.
//!
//! The two directions in which the votes differ most (principal components of the vote matrix, where an unseen statement
//! counts as its mean), as Polis does it (Small et al. 2021, "Polis: Scaling deliberation by mapping high dimensional opinion
//! spaces"). Only `+ - * /` and square roots are used, in one order, so that every machine gets the same points.

use crate::{Vote, Votes};

/// A person's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    /// The square of the distance.
    pub fn away(self, other: Point) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        x * x + y * y
    }
}

/// Iterations after which a direction is taken as it is; with the extra directions beside it, it stands still long before.
const MOST_TURNS: usize = 2_000;
/// Directions that are looked for; the two strongest are used, the others let those settle quickly.
const BESIDE: usize = 8;

/// The place of every person. `left_out`: statements that moderators took out; they are as if everybody had passed.
pub fn points(votes: &Votes, left_out: &[usize]) -> Vec<Point> {
    let matrix = Centred::new(votes, left_out);
    let [first, second] = matrix.directions();
    let statements = matrix.seen as f64;
    let place = |row: &Row| {
        let along = |direction: &[f64]| row.votes.iter().map(|(at, v)| v * direction[*at]).sum::<f64>();
        // Who voted on few statements would otherwise lie in the middle, whatever they said.
        let stretch = (statements / (row.counted.max(1) as f64)).sqrt();
        Point {
            x: along(&first) * stretch,
            y: along(&second) * stretch,
        }
    };
    matrix.rows.iter().map(place).collect()
}

struct Row {
    /// Less the statement's mean; what was not seen is the mean itself, and so nothing.
    votes: Vec<(usize, f64)>,
    counted: usize,
}

struct Centred {
    rows: Vec<Row>,
    statements: usize,
    /// Statements on which anybody has voted.
    seen: usize,
}

impl Centred {
    fn new(votes: &Votes, left_out: &[usize]) -> Self {
        let tallies = votes.tallies();
        let out: Vec<bool> = (0..votes.statements()).map(|s| left_out.contains(&s)).collect();
        let means: Vec<f64> = tallies
            .iter()
            .map(|t| match t.seen() {
                0 => 0.0,
                seen => (f64::from(t.agree) - f64::from(t.disagree)) / seen as f64,
            })
            .collect();
        let seen = tallies.iter().filter(|t| t.seen() > 0).count();
        let passed_by_all = tallies
            .iter()
            .zip(&out)
            .filter(|(t, out)| t.seen() > 0 && **out)
            .count();
        let row = |voter: usize| {
            let votes: Vec<(usize, f64)> = votes
                .of(voter)
                .iter()
                .filter(|(statement, _)| !out[*statement])
                .map(|(statement, vote)| (*statement, value(*vote) - means[*statement]))
                .collect();
            Row {
                counted: votes.len() + passed_by_all,
                votes,
            }
        };
        Self {
            rows: (0..votes.voters()).map(row).collect(),
            statements: votes.statements(),
            seen,
        }
    }

    /// The two strongest directions, each of length 1: subspace iteration, where in each turn the best directions within the
    /// subspace are taken (Rayleigh and Ritz), so that the weaker ones beside them make it quick.
    fn directions(&self) -> [Vec<f64>; 2] {
        let mut basis = start(self.statements);
        for _ in 0..MOST_TURNS {
            let turned: Vec<Vec<f64>> = basis.iter().map(|direction| self.turned(direction)).collect();
            let within: Vec<Vec<f64>> = basis
                .iter()
                .map(|a| turned.iter().map(|b| dot(a, b)).collect())
                .collect();
            let (strengths, mix) = eigen(within);
            basis = mixed(&basis, &mix);
            let mut turned = mixed(&turned, &mix);
            let off = (0..2).map(|n| {
                let (new, old) = (&turned[n], &basis[n]);
                let off: f64 = new
                    .iter()
                    .zip(old)
                    .map(|(new, old)| (new - strengths[n] * old) * (new - strengths[n] * old))
                    .sum();
                off.sqrt()
            });
            if off.fold(0.0, f64::max) <= 1e-9 * strengths[0] {
                break;
            }
            make_orthogonal(&mut turned);
            basis = turned;
        }
        let mut two = basis.into_iter();
        [two.next().unwrap_or_default(), two.next().unwrap_or_default()].map(upright)
    }

    /// The scatter matrix times a direction.
    fn turned(&self, direction: &[f64]) -> Vec<f64> {
        let mut sum = vec![0.0; self.statements];
        for row in &self.rows {
            let along: f64 = row.votes.iter().map(|(at, v)| v * direction[*at]).sum();
            for (at, v) in &row.votes {
                sum[*at] += v * along;
            }
        }
        sum
    }
}

fn value(vote: Vote) -> f64 {
    match vote {
        Vote::Agree => 1.0,
        Vote::Pass => 0.0,
        Vote::Disagree => -1.0,
    }
}

/// Directions to begin with that are the same on every machine and at right angles to nothing in particular.
fn start(statements: usize) -> Vec<Vec<f64>> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        // Knuth's multiplicative generator; the upper bits are good enough to begin with.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let mut basis: Vec<Vec<f64>> = (0..BESIDE.max(2))
        .map(|_| (0..statements).map(|_| next()).collect())
        .collect();
    make_orthogonal(&mut basis);
    basis
}

/// The strengths of a small symmetric matrix, the greatest first, and for each its direction (Jacobi's method).
fn eigen(mut matrix: Vec<Vec<f64>>) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = matrix.len();
    let mut directions: Vec<Vec<f64>> = (0..size)
        .map(|n| (0..size).map(|m| f64::from(u8::from(n == m))).collect())
        .collect();
    // Each sweep squares what is left beside the diagonal; a dozen is more than enough.
    for _ in 0..30 {
        for p in 0..size {
            for q in p + 1..size {
                if matrix[p][q] == 0.0 {
                    continue;
                }
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let sign = if theta < 0.0 { -1.0 } else { 1.0 };
                let tangent = sign / (theta.abs() + (theta * theta + 1.0).sqrt());
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let sine = tangent * cosine;
                for row in &mut matrix {
                    let (a, b) = (row[p], row[q]);
                    row[p] = cosine * a - sine * b;
                    row[q] = sine * a + cosine * b;
                }
                for n in 0..size {
                    let (a, b) = (matrix[p][n], matrix[q][n]);
                    matrix[p][n] = cosine * a - sine * b;
                    matrix[q][n] = sine * a + cosine * b;
                    let (a, b) = (directions[p][n], directions[q][n]);
                    directions[p][n] = cosine * a - sine * b;
                    directions[q][n] = sine * a + cosine * b;
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|a, b| matrix[*b][*b].total_cmp(&matrix[*a][*a]));
    let strengths = order.iter().map(|n| matrix[*n][*n]).collect();
    (strengths, order.iter().map(|n| directions[*n].clone()).collect())
}

/// New vectors, each a mix of all.
fn mixed(vectors: &[Vec<f64>], mixes: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mix = |mix: &Vec<f64>| {
        let mut sum = vec![0.0; vectors[0].len()];
        for (vector, share) in vectors.iter().zip(mix) {
            for (a, b) in sum.iter_mut().zip(vector) {
                *a += share * b;
            }
        }
        sum
    };
    mixes.iter().map(mix).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gram and Schmidt, twice, which is enough for full precision. What is left of nothing becomes zero.
fn make_orthogonal(basis: &mut [Vec<f64>]) {
    for at in 0..basis.len() {
        let (done, rest) = basis.split_at_mut(at);
        let current = &mut rest[0];
        for _ in 0..2 {
            for other in done.iter() {
                let along = dot(current, other);
                for (a, b) in current.iter_mut().zip(other) {
                    *a -= along * b;
                }
            }
        }
        let length = length(current);
        for a in current.iter_mut() {
            *a = if length > 1e-12 { *a / length } else { 0.0 };
        }
    }
}

fn length(direction: &[f64]) -> f64 {
    dot(direction, direction).sqrt()
}

/// A direction and its opposite are the same; this one has its largest part positive.
fn upright(direction: Vec<f64>) -> Vec<f64> {
    let largest = direction
        .iter()
        .copied()
        .fold(0.0, |m: f64, a| if a.abs() > m.abs() { a } else { m });
    if largest < 0.0 {
        direction.iter().map(|a| -a).collect()
    } else {
        direction
    }
}
