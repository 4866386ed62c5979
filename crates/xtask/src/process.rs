//! Runs other programs so that somebody who waits sees that they are alive: their output goes to a log, their last
//! line is shown now and then, and the end of the log is shown when they fail.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, IsTerminal, Write},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;

use crate::{Result, paths, say, signals};

/// How often a sign of life is given: in place on a terminal, as a line of its own elsewhere.
const BEAT_IN_PLACE: Duration = Duration::from_millis(500);
const BEAT_AS_LINE: Duration = Duration::from_secs(20);

/// What a finished program left.
pub struct Finished {
    pub status: ExitStatus,
    /// Standard output and standard error as they came, mixed.
    pub output: String,
    pub log: PathBuf,
}

/// Runs a step with a heading line, and fails with the end of its output.
pub fn step(what: &str, log: &str, command: &mut Command) -> Result<String> {
    let step = say::Step::begin(what);
    let finished = watched(log, command, false)?;
    if finished.status.success() {
        step.done();
        return Ok(finished.output);
    }
    step.failed();
    print_end(&finished.output);
    anyhow::bail!(
        "{what} failed; all of its output is in {}",
        finished.log.display()
    )
}

/// Runs a program to its end. `loud` shows every line as it comes, dimmed.
pub fn watched(log: &str, command: &mut Command, loud: bool) -> Result<Finished> {
    anyhow::ensure!(!signals::interrupted(), "interrupted");
    fs::create_dir_all(paths::logs())?;
    let log = paths::logs().join(format!("{log}.log"));
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run `{name}`"))?;

    let (lines, arriving) = mpsc::channel::<String>();
    let readers = [
        child.stdout.take().map(|pipe| read(pipe, lines.clone())),
        child.stderr.take().map(|pipe| read(pipe, lines.clone())),
    ];
    drop(lines);

    let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let last = Arc::new(Mutex::new(String::new()));
    let output = show(arriving, file, loud, &last)?;
    for reader in readers.into_iter().flatten() {
        let _ = reader.join();
    }
    Ok(Finished {
        status: child.wait()?,
        output,
        log,
    })
}

fn read(pipe: impl std::io::Read + Send + 'static, lines: mpsc::Sender<String>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            if lines.send(text).is_err() {
                break;
            }
            line.clear();
        }
    })
}

fn show(
    arriving: mpsc::Receiver<String>,
    mut file: File,
    loud: bool,
    last: &Mutex<String>,
) -> Result<String> {
    let in_place = std::io::stdout().is_terminal() && !loud;
    let beat = if in_place { BEAT_IN_PLACE } else { BEAT_AS_LINE };
    let began = Instant::now();
    let mut beaten = Instant::now();
    let mut output = String::new();
    loop {
        let arrived = arriving.recv_timeout(
            beat.saturating_sub(beaten.elapsed())
                .max(Duration::from_millis(10)),
        );
        match arrived {
            Ok(line) => {
                writeln!(file, "{line}")?;
                output.push_str(&line);
                output.push('\n');
                if loud {
                    say::line(&say::dim(&line));
                    beaten = Instant::now();
                }
                if let (Ok(mut last), false) = (last.lock(), line.trim().is_empty()) {
                    *last = line;
                }
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
        if beaten.elapsed() >= beat {
            let now = last.lock().map(|line| shortened(line.trim())).unwrap_or_default();
            let alive = say::dim(&format!("  … {} {now}", say::elapsed(began.elapsed())));
            if in_place {
                print!("\r\x1b[2K{alive}");
                let _ = std::io::stdout().flush();
            } else {
                say::line(&alive);
            }
            beaten = Instant::now();
        }
    }
    if in_place {
        print!("\r\x1b[2K");
        let _ = std::io::stdout().flush();
    }
    Ok(output)
}

fn shortened(line: &str) -> String {
    let plain: String = line.chars().filter(|char| !char.is_control()).collect();
    if plain.chars().count() <= 90 {
        plain
    } else {
        plain.chars().take(89).chain(['…']).collect()
    }
}

/// The lines that most often say what went wrong.
pub fn print_end(output: &str) {
    let lines: Vec<&str> = output.lines().collect();
    for line in &lines[lines.len().saturating_sub(60)..] {
        println!("  {line}");
    }
}

/// Runs something short and gives its standard output, or nothing when it cannot be run or fails.
pub fn answer(program: impl AsRef<Path>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program.as_ref())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Finds a program as the shell would.
pub fn find(name: &str) -> Option<PathBuf> {
    let name = if cfg!(windows) {
        format!("{name}.exe")
    } else {
        name.to_owned()
    };
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|place| place.join(&name))
        .find(|file| is_program(file))
}

#[cfg(unix)]
pub fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
pub fn is_program(file: &Path) -> bool {
    file.is_file()
}
