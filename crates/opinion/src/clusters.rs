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

/// How much nearer everybody is to their own cluster than to the next one, from -1 to 1 (Rousseeuw 1987). `None` for fewer than
/// two clusters.
pub fn silhouette(points: &[Point], of: &[usize], k: usize) -> Option<f64> {
    let mut sizes = vec![0_u32; k];
    for cluster in of {
        sizes[*cluster] += 1;
    }
    if sizes.iter().filter(|size| **size > 0).count() < 2 {
        return None;
    }
    let mut sum = 0.0;
    let mut to = vec![0.0; k];
    for (point, own) in points.iter().zip(of) {
        if sizes[*own] == 1 {
            continue;
        }
        to.fill(0.0);
        for (other, cluster) in points.iter().zip(of) {
            to[*cluster] += point.away(*other).sqrt();
        }
        let inside = to[*own] / f64::from(sizes[*own] - 1);
        let outside = (0..k)
            .filter(|cluster| cluster != own && sizes[*cluster] > 0)
            .map(|cluster| to[cluster] / f64::from(sizes[cluster]))
            .fold(f64::INFINITY, f64::min);
        let larger = inside.max(outside);
        if larger > 0.0 {
            sum += (outside - inside) / larger;
        }
    }
    Some(sum / points.len() as f64)
}
