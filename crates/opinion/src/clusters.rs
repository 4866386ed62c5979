//! k-means in the plane, and how well its clusters stand apart. Deterministic: no chance, only fixed ways to begin.

use crate::projection::Point;

/// Which cluster each point belongs to, and the sum of the squared distances to the clusters' middles.
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters {
    pub of: Vec<usize>,
    pub spread: f64,
}

/// Lloyd's algorithm from these middles until nobody changes. A cluster that loses everybody stays where it was.
pub fn settle(points: &[Point], mut middles: Vec<Point>) -> Clusters {
    let mut of = vec![usize::MAX; points.len()];
    for _ in 0..1_000 {
        let mut changed = false;
        for (point, cluster) in points.iter().zip(&mut of) {
            let nearest = nearest(*point, &middles);
            changed |= nearest != *cluster;
            *cluster = nearest;
        }
        if !changed {
            break;
        }
        let mut sums = vec![(0.0, 0.0, 0_u32); middles.len()];
        for (point, cluster) in points.iter().zip(&of) {
            let sum = &mut sums[*cluster];
            *sum = (sum.0 + point.x, sum.1 + point.y, sum.2 + 1);
        }
        for (middle, (x, y, count)) in middles.iter_mut().zip(sums) {
            if count > 0 {
                *middle = Point {
                    x: x / f64::from(count),
                    y: y / f64::from(count),
                };
            }
        }
    }
    let spread = points
        .iter()
        .zip(&of)
        .map(|(point, cluster)| point.away(middles[*cluster]))
        .sum();
    Clusters { of, spread }
}

fn nearest(point: Point, middles: &[Point]) -> usize {
    let mut best = (0, f64::INFINITY);
    for (at, middle) in middles.iter().enumerate() {
        let away = point.away(*middle);
        if away < best.1 {
            best = (at, away);
        }
    }
    best.0
}

/// Polis' way to begin: the first distinct points in the order of x, then y.
pub fn smallest(points: &[Point], k: usize) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    sorted.dedup();
    sorted.truncate(k);
    sorted
}

/// From one point on, each next one is the farthest from those before.
pub fn farthest(points: &[Point], first: usize, k: usize) -> Vec<Point> {
    let Some(first) = points.get(first) else {
        return Vec::new();
    };
    let mut middles = vec![*first];
    while middles.len() < k {
        let away = |point: &Point| {
            middles
                .iter()
                .map(|m| point.away(*m))
                .fold(f64::INFINITY, f64::min)
        };
        let mut best = (f64::NEG_INFINITY, *first);
        for point in points {
            let away = away(point);
            if away > best.0 {
                best = (away, *point);
            }
        }
        if best.0 <= 0.0 {
            break;
        }
        middles.push(best.1);
    }
    middles
}

/// People whose standing is looked at; of more than these, so many at equal steps.
const LOOKED_AT: usize = 4_000;

/// How much nearer everybody is to their own cluster than to the next one, from -1 to 1 (Rousseeuw 1987). `None` for fewer than
/// two clusters. It compares everybody with everybody; in a city only every n-th is compared with everybody.
pub fn silhouette(points: &[Point], of: &[usize], k: usize) -> Option<f64> {
    let clusters: Vec<Cluster> = (0..k).map(|cluster| Cluster::of(points, of, cluster)).collect();
    if clusters.iter().filter(|cluster| cluster.size() > 0.0).count() < 2 {
        return None;
    }
    let looked_at = points.len().min(LOOKED_AT);
    let mut sum = 0.0;
    for at in (0..looked_at).map(|n| n * points.len() / looked_at) {
        let (point, own) = (points[at], of[at]);
        if clusters[own].size() == 1.0 {
            continue;
        }
        let inside = clusters[own].distances(point) / (clusters[own].size() - 1.0);
        let others = clusters
            .iter()
            .enumerate()
            .filter(|(n, other)| *n != own && other.size() > 0.0);
        let outside = others
            .map(|(_, other)| other.distances(point) / other.size())
            .fold(f64::INFINITY, f64::min);
        let larger = inside.max(outside);
        if larger > 0.0 {
            sum += (outside - inside) / larger;
        }
    }
    Some(sum / looked_at as f64)
}

/// The members of a cluster.
struct Cluster {
    x: Vec<f64>,
    y: Vec<f64>,
}

/// Distances that are summed side by side, so that the processor need not wait for each.
const LANES: usize = 4;

impl Cluster {
    fn of(points: &[Point], of: &[usize], cluster: usize) -> Self {
        let members = points.iter().zip(of).filter(|(_, of)| **of == cluster);
        let (x, y) = members.map(|(point, _)| (point.x, point.y)).unzip();
        Self { x, y }
    }

    fn size(&self) -> f64 {
        self.x.len() as f64
    }

    /// The sum of the distances of all members from a point.
    fn distances(&self, from: Point) -> f64 {
        let away = |x: f64, y: f64| {
            let (x, y) = (x - from.x, y - from.y);
            (x * x + y * y).sqrt()
        };
        let (xs, ys) = (self.x.chunks_exact(LANES), self.y.chunks_exact(LANES));
        let rest: f64 = xs
            .remainder()
            .iter()
            .zip(ys.remainder())
            .map(|(x, y)| away(*x, *y))
            .sum();
        let mut sums = [0.0; LANES];
        for (x, y) in xs.zip(ys) {
            for lane in 0..LANES {
                sums[lane] += away(x[lane], y[lane]);
            }
        }
        sums.iter().sum::<f64>() + rest
    }
}
