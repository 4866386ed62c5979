//! What a first visit sends over the link, and what comes later. Residents pay for these bytes, so the build fails above
//! the budget (docs/decisions/0008-first-visit.md).

use std::{fs, path::Path};

use super::finish::Finished;
use crate::{Result, say};

const BUDGET: u64 = 220_000;
const GOOD: u64 = 180_000;
/// Everything that can come later, for somebody who opens every page.
const LATER: u64 = 845_000;
/// The worker, for somebody who recounts or looks at opinion groups (docs/decisions/0016-opinion-groups.md).
const COUNTER: u64 = 200_000;

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
        Verdict::TooMuch => anyhow::bail!(
            "{share}, over the budget of {} kB: take out what grew (`twiggy top` tells where wasm comes from), or let it \
             come later (src/platform/late.rs)",
            BUDGET / 1000
        ),
    }
    let later: u64 = finished
        .later
        .iter()
        .map(|file| size(&format!("{file}.br")))
        .sum();
    say::line(&format!(
        "  later parts, each when it is first needed: {:.1} kB in {} files\n",
        later as f64 / 1000.0,
        finished.later.len()
    ));
    anyhow::ensure!(
        later <= LATER,
        "the later parts take {:.1} kB, over their {} kB: take out what grew",
        later as f64 / 1000.0,
        LATER / 1000
    );
    let counter = |ending: &str| -> u64 {
        let files = finished.counter.iter();
        files.map(|file| size(&format!("{file}{ending}"))).sum()
    };
    let brotli = counter(".br");
    say::line(&format!(
        "  recount worker, when somebody recounts: {} bytes, gzip {}, brotli {brotli}\n",
        counter(""),
        counter(".gz")
    ));
    anyhow::ensure!(
        brotli <= COUNTER,
        "the recount worker takes {:.1} kB, over its {} kB: take out what grew",
        brotli as f64 / 1000.0,
        COUNTER / 1000
    );
    Ok(())
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Good,
    Tolerable,
    TooMuch,
}

fn verdict(brotli: u64) -> Verdict {
    if brotli <= GOOD {
        Verdict::Good
    } else if brotli <= BUDGET {
        Verdict::Tolerable
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
        assert_eq!(verdict(BUDGET + 1), Verdict::TooMuch);
    }
}
