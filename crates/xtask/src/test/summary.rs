//! Reads what each runner says of itself.

use std::ops::AddAssign;

#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    /// A step that is one check.
    pub fn one() -> Tally {
        Tally {
            passed: 1,
            ..Tally::default()
        }
    }

    pub fn skipped() -> Tally {
        Tally {
            skipped: 1,
            ..Tally::default()
        }
    }

    pub fn in_words(&self) -> String {
        format!(
            "{} ok, {} wrong, {} left out",
            self.passed, self.failed, self.skipped
        )
    }

    /// A runner that ended badly without naming a failed test (it did not compile, say) failed all the same, and so
    /// did one that ran nothing.
    pub fn checked(mut self, success: bool) -> Tally {
        if self.failed == 0 && (!success || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The sum of all `test result: ok. 3 passed; 0 failed; 1 ignored; …` lines of cargo test and wasm-bindgen's runner.
pub fn cargo_test(output: &str) -> Tally {
    let mut sum = Tally::default();
    for line in output
        .lines()
        .filter_map(|line| line.trim().strip_prefix("test result:"))
    {
        let count = |what: &str| -> u64 {
            line.split([';', '.'])
                .filter_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok())
                .next()
                .unwrap_or_default()
        };
        sum += Tally {
            passed: count("passed"),
            failed: count("failed"),
            skipped: count("ignored"),
        };
    }
    sum
}

/// The part of cargo test's output that says what failed: compiler errors, or the `failures:` of each test program.
pub fn failures(output: &str) -> String {
    let mut told = String::new();
    let mut inside = false;
    for line in output.lines() {
        let compiler = line.starts_with("error");
        inside = compiler
            || line == "failures:"
            || (inside && !line.starts_with("test result:") && !line.trim_start().starts_with("Running "));
        if inside {
            told.push_str(line);
            told.push('\n');
        }
    }
    told
}

/// Playwright's JSON report.
pub fn playwright(report: &str) -> Option<Tally> {
    let report: serde_json::Value = serde_json::from_str(report).ok()?;
    let count = |what: &str| report["stats"][what].as_u64();
    // A flaky test is a defect, so it counts as failed.
    Some(Tally {
        passed: count("expected")?,
        failed: count("unexpected")? + count("flaky")?,
        skipped: count("skipped")?,
    })
}

/// A JUnit report: one test case an operation of the contract.
pub fn junit(report: &str) -> Tally {
    let mut tally = Tally::default();
    for case in report.split("<testcase").skip(1) {
        let case = case.split("</testcase>").next().unwrap_or(case);
        if case.contains("<failure") || case.contains("<error") {
            tally.failed += 1;
        } else if case.contains("<skipped") {
            tally.skipped += 1;
        } else {
            tally.passed += 1;
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_test_lines_are_summed() {
        let output = "running 2 tests\ntest a ... ok\n\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                      test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(
            cargo_test(output),
            Tally {
                passed: 5,
                failed: 2,
                skipped: 1
            }
        );
    }

    #[test]
    fn a_runner_that_ran_nothing_failed() {
        assert_eq!(Tally::default().checked(true).failed, 1);
        assert_eq!(Tally::one().checked(false).failed, 1);
        assert_eq!(Tally::one().checked(true), Tally::one());
        assert_eq!(
            Tally {
                failed: 3,
                ..Tally::one()
            }
            .checked(false)
            .failed,
            3
        );
    }

    #[test]
    fn failures_are_found_in_the_middle() {
        let output = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\nboom\n\nfailures:\n    a\n\ntest result: FAILED. 0 passed; 1 failed\n\n     Running unittests\ntest b ... ok\n";
        let told = failures(output);
        assert!(told.contains("boom") && !told.contains("test b"));
    }

    #[test]
    fn reports_are_read() {
        let json = r#"{"stats":{"expected":4,"unexpected":1,"flaky":1,"skipped":2}}"#;
        assert_eq!(
            playwright(json),
            Some(Tally {
                passed: 4,
                failed: 2,
                skipped: 2
            })
        );
        assert_eq!(playwright("nothing"), None);
        let xml = r#"<testsuite><testcase name="a"/><testcase name="b"><failure>x</failure></testcase><testcase name="c"><skipped/></testcase></testsuite>"#;
        assert_eq!(
            junit(xml),
            Tally {
                passed: 1,
                failed: 1,
                skipped: 1
            }
        );
    }
}
