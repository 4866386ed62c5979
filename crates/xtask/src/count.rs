//! Counts real elections by the rule that their files name, and says whether that gives the winners they publish.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use count::pabulib::{Election, Grounds, Verdict, read};

use crate::{Result, args::Args, say};

pub fn run(args: Args) -> Result<ExitCode> {
    let words = args.words()?;
    anyhow::ensure!(
        !words.is_empty(),
        "name the elections to count: `cargo xtask count FILE.pb…`, or a folder of them"
    );
    let mut bad = 0usize;
    let mut files = Vec::new();
    for word in words {
        match elections_in(Path::new(&word)) {
            Ok(found) => files.extend(found),
            Err(why) => {
                say::failure(&format!("{word}: {why}"));
                bad += 1;
            }
        }
    }
    for file in files {
        match line(&file) {
            Ok(line) => say::line(&line),
            Err(why) => {
                say::failure(&why);
                bad += 1;
            }
        }
    }
    Ok(if bad == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The file itself, or every .pb file of a folder and its folders, sorted.
fn elections_in(place: &Path) -> std::result::Result<Vec<PathBuf>, String> {
    if !place.is_dir() {
        return Ok(vec![place.to_path_buf()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![place.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| error.to_string())?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("pb"))
            {
                found.push(path);
            }
        }
    }
    if found.is_empty() {
        return Err("there is no .pb file in this folder".to_owned());
    }
    found.sort();
    Ok(found)
}

/// What is said of one file: name, rule, verdict, milliseconds of counting. The error names file, line and reason.
fn line(file: &Path) -> std::result::Result<String, String> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let election = read(&bytes, &file.display().to_string()).map_err(|error| error.to_string())?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let began = Instant::now();
    let named = election.rule.as_deref().unwrap_or("no rule");
    let (rule, said) = match election.file_rule() {
        Some(rule) => (rule, named.to_owned()),
        None => (election.greedy_rule(), format!("{named}, counted as greedy")),
    };
    let recount = election.recount(&rule);
    let time = began.elapsed();
    let verdict = said_of(&election, &election.verdict(&rule, &recount));
    Ok(format!(
        "{name}  {said}  {verdict}  {:.1} ms",
        time.as_secs_f64() * 1000.0
    ))
}

fn said_of(election: &Election, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Agrees(Grounds::Ballots) => "agrees".to_owned(),
        Verdict::Agrees(Grounds::TiesAsPublished) => {
            "agrees (the published winners decide between equal scores; the file does not say what did)"
                .to_owned()
        }
        Verdict::Agrees(Grounds::Columns { projects }) => format!(
            "agrees (by the file's column of scores; its ballots add up to something else for {projects} projects)"
        ),
        Verdict::NoWinnersPublished => "no winners published".to_owned(),
        Verdict::Differs { missing, extra } => {
            let ids = |projects: &[usize]| -> String {
                let ids = projects
                    .iter()
                    .map(|project| election.projects[*project].id.as_str());
                ids.collect::<Vec<_>>().join(", ")
            };
            let sides = [("published only", missing), ("counted only", extra)];
            let sides = sides.iter().filter(|(_, projects)| !projects.is_empty());
            let told: Vec<String> = sides
                .map(|(side, projects)| format!("{side}: {}", ids(projects)))
                .collect();
            let mut said = format!("differs ({})", told.join("; "));
            if let Some(comment) = election.meta("comment") {
                let mut short: String = comment.chars().take(240).collect();
                if short.len() < comment.len() {
                    short.push('…');
                }
                said.push_str(&format!(" [the file's comment: {short}]"));
            }
            said
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\n\
        project_id;cost;selected\na;60;1\nb;50;0\nVOTES\nvoter_id;vote\n1;a,b\n2;a\n";

    fn said(text: &str) -> String {
        let election = read(text.as_bytes(), "small.pb").unwrap();
        let rule = election.file_rule().unwrap();
        said_of(&election, &election.verdict(&rule, &election.recount(&rule)))
    }

    #[test]
    fn the_verdict_is_told_with_what_differs() {
        assert_eq!(said(FILE), "agrees");
        let other = FILE.replace("a;60;1", "a;60;0").replace("b;50;0", "b;50;1");
        assert_eq!(said(&other), "differs (published only: b; counted only: a)");
        let untold = FILE
            .replace(";selected", "")
            .replace(";1\n", "\n")
            .replace(";0\n", "\n");
        assert_eq!(said(&untold), "no winners published");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let why = line(Path::new("/no/such/election.pb")).unwrap_err();
        assert!(why.starts_with("/no/such/election.pb: "), "{why}");
    }
}
