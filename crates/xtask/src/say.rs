//! What the commands print: one line a step, with the time it took.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

fn styled(code: &str, text: &str) -> String {
    if std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        format!("\x1b[{code}m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

pub fn bold(text: &str) -> String {
    styled("1", text)
}

pub fn dim(text: &str) -> String {
    styled("2", text)
}

pub fn line(text: &str) {
    println!("{text}");
    // Piped output (CI, a log) must show where a long step stands, too.
    let _ = std::io::stdout().flush();
}

pub fn heading(text: &str) {
    line(&format!("\n{}", bold(&format!("== {text}"))));
}

pub fn warning(text: &str) {
    line(&format!("{} {text}", styled("33", "warning:")));
}

pub fn failure(text: &str) {
    eprintln!("{} {text}", styled("31", "error:"));
}

/// `4.2 s`, `3 min 05 s`.
pub fn elapsed(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// One step of a longer work, announced when it begins and timed when it ends.
pub struct Step {
    what: String,
    began: Instant,
}

impl Step {
    pub fn begin(what: &str) -> Step {
        line(&format!("{} {what}", styled("36", "▸")));
        Step {
            what: what.to_owned(),
            began: Instant::now(),
        }
    }

    pub fn done(self) {
        line(&format!(
            "{} {} {}",
            styled("32", "✓"),
            self.what,
            dim(&format!("({})", elapsed(self.began.elapsed())))
        ));
    }

    pub fn failed(self) {
        line(&format!(
            "{} {} {}",
            styled("31", "✗"),
            self.what,
            dim(&format!("({})", elapsed(self.began.elapsed())))
        ));
    }
}
