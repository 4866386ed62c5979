//! What a first visit sends over the link. Residents pay for these bytes, so the build says so above the budget and
//! fails above the ceiling: the size of the day, which may only come down (docs/decisions/0008-first-visit.md).

use std::{fs, path::Path};

use super::finish::Finished;
use crate::{Result, say};

const BUDGET: u64 = 220_000;
const GOOD: u64 = 180_000;
const CEILING: u64 = 400_000;

pub fn report(dist: &Path, finished: &Finished) -> Result<()> {
    let size = |file: &str| {
        fs::metadata(dist.join(file))
            .map(|about| about.len())
            .unwrap_or_default()
    };
    let mut sums = [0; 3];
    say::line(&format!(
        "\n  {:<20}{:>10}{:>10}{:>10}  file",
        "first visit (bytes)", "raw", "gzip", "brotli"
    ));
    for (what, file) in &finished.first_visit {
        let sizes = [
            size(file),
            size(&format!("{file}.gz")),
            size(&format!("{file}.br")),
        ];
        for (sum, size) in sums.iter_mut().zip(sizes) {
            *sum += size;
        }
        say::line(&format!(
            "  {what:<20}{:>10}{:>10}{:>10}  {}",
            sizes[0],
            sizes[1],
            sizes[2],
            say::dim(file)
        ));
    }
    say::line(&say::bold(&format!(
        "  {:<20}{:>10}{:>10}{:>10}",
        "everything", sums[0], sums[1], sums[2]
    )));
    let [.., brotli] = sums;
    let share = format!(
        "the first visit takes {:.1} kB with brotli",
        brotli as f64 / 1000.0
    );
    match verdict(brotli) {
        Verdict::Good => say::line(&format!("  {share}: good (up to {} kB)\n", GOOD / 1000)),
        Verdict::Tolerable => say::warning(&format!(
            "{share}: over {} kB, the aim; the limit is {} kB\n",
            GOOD / 1000,
            BUDGET / 1000
        )),
        Verdict::OverBudget => say::warning(&format!(
            "{share}: {:.1} kB OVER THE BUDGET of {} kB; it may not grow past {} kB (docs/decisions/0008-first-visit.md)\n",
            (brotli - BUDGET) as f64 / 1000.0,
            BUDGET / 1000,
            CEILING / 1000
        )),
        Verdict::TooMuch => anyhow::bail!(
            "{share}, over the ceiling of {} kB: take out what grew (`twiggy top` tells where wasm comes from)",
            CEILING / 1000
        ),
    }
    Ok(())
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Good,
    Tolerable,
    OverBudget,
    TooMuch,
}

fn verdict(brotli: u64) -> Verdict {
    if brotli <= GOOD {
        Verdict::Good
    } else if brotli <= BUDGET {
        Verdict::Tolerable
    } else if brotli <= CEILING {
        Verdict::OverBudget
    } else {
        Verdict::TooMuch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_themselves_are_allowed() {
        assert_eq!(verdict(GOOD), Verdict::Good);
        assert_eq!(verdict(GOOD + 1), Verdict::Tolerable);
        assert_eq!(verdict(BUDGET), Verdict::Tolerable);
        assert_eq!(verdict(BUDGET + 1), Verdict::OverBudget);
        assert_eq!(verdict(CEILING), Verdict::OverBudget);
        assert_eq!(verdict(CEILING + 1), Verdict::TooMuch);
    }
}
