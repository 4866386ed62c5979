//! Groups real deliberations by their exports, and says how well that fits the groups that Polis published.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use opinion::{Conversation, File, adjusted_rand, groups};

use crate::{Result, args::Args, say};

pub fn run(args: Args) -> Result<ExitCode> {
    let words = args.words()?;
    anyhow::ensure!(
        !words.is_empty(),
        "name the exports to group: `cargo xtask opinion DIR…`, each a Polis export or a folder of them"
    );
    let mut bad = 0usize;
    let mut places = Vec::new();
    for word in words {
        match conversations_in(Path::new(&word)) {
            Ok(found) => places.extend(found),
            Err(why) => {
                say::failure(&why);
                bad += 1;
            }
        }
    }
    for place in places {
        match read(&place) {
            Ok(conversation) => say::line(&line(&name(&place), &conversation)),
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

/// The files of an export; newer exports call the last one otherwise, and some put the conversation's name before each.
const COMMENTS: &[&str] = &["comments.csv"];
const VOTES: &[&str] = &["votes.csv"];
const PEOPLE: &[&str] = &["participants-votes.csv", "participant-votes.csv"];

/// The folder itself, or every folder below it that holds votes, sorted.
fn conversations_in(place: &Path) -> std::result::Result<Vec<PathBuf>, String> {
    let said = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let mut found = Vec::new();
    let mut folders = vec![place.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let files = listed(&folder).map_err(|error| said(&folder, error))?;
        if file(&files, VOTES).or(file(&files, PEOPLE)).is_some() {
            found.push(folder);
        }
        folders.extend(
            files
                .into_iter()
                .filter(|file| file.is_dir() && !file.is_symlink()),
        );
    }
    if found.is_empty() {
        return Err(format!(
            "{}: there is no votes.csv and no participants-votes.csv in this folder",
            place.display()
        ));
    }
    found.sort();
    Ok(found)
}

fn listed(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        found.push(entry?.path());
    }
    found.sort();
    Ok(found)
}

/// The file of one of these names; otherwise one whose name ends so.
fn file<'a>(files: &'a [PathBuf], names: &[&str]) -> Option<&'a PathBuf> {
    let called = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let exactly = |path: &&PathBuf| names.contains(&called(path).as_str());
    let ends = |path: &&PathBuf| {
        let called = called(path);
        let of_people = PEOPLE.iter().any(|name| called.ends_with(name));
        names.iter().any(|name| called.ends_with(&format!("-{name}"))) && of_people == (names == PEOPLE)
    };
    let mut files = files.iter().filter(|path| path.is_file());
    files.clone().find(exactly).or_else(|| files.find(ends))
}

/// The conversation; the error names file, line and reason.
pub fn read(place: &Path) -> std::result::Result<Conversation, String> {
    let files = listed(place).map_err(|error| format!("{}: {error}", place.display()))?;
    let bytes = |names: &[&str]| match file(&files, names) {
        Some(path) => fs::read(path)
            .map(|bytes| Some((path.display().to_string(), bytes)))
            .map_err(|error| format!("{}: {error}", path.display())),
        None => Ok(None),
    };
    let (about, cast, people) = (bytes(COMMENTS)?, bytes(VOTES)?, bytes(PEOPLE)?);
    Conversation::read(named(&about), named(&cast), named(&people)).map_err(|error| error.to_string())
}

fn named(read: &Option<(String, Vec<u8>)>) -> Option<File<'_>> {
    read.as_ref().map(|(name, bytes)| File { name, bytes })
}

fn name(place: &Path) -> String {
    let whole = place.canonicalize().unwrap_or_else(|_| place.to_path_buf());
    whole
        .file_name()
        .unwrap_or(whole.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// Name, people, statements, groups, index, milliseconds of grouping.
fn line(name: &str, conversation: &Conversation) -> String {
    let began = Instant::now();
    let found = groups(&conversation.votes, &conversation.left_out);
    let time = began.elapsed();
    let pairs = conversation.published.iter().flatten().zip(&found.of);
    let index = adjusted_rand(pairs.filter_map(|(theirs, ours)| Some(((*theirs)? as usize, (*ours)?))));
    let index = index.map_or_else(|| "-".to_owned(), |index| format!("{index:.3}"));
    format!(
        "{name}  {} people  {} statements  {} groups  {index}  {:.1} ms",
        conversation.people.len(),
        conversation.statements.len(),
        found.count,
        time.as_secs_f64() * 1000.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own with these files.
    fn export(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let place = std::env::temp_dir().join(format!("linli-opinion-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place).unwrap();
        for (name, text) in files {
            fs::write(place.join(name), text).unwrap();
        }
        place
    }

    /// Two camps of ten people over eight statements; statement 8 is taken out, and on statement 9 nobody has voted.
    fn two_camps() -> (String, String, String) {
        let mut comments =
            "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n".to_owned();
        for id in 0..10 {
            comments += &format!("1,{id},1,0,0,{},words\n", if id == 8 { -1 } else { 1 });
        }
        let mut votes = "timestamp,comment-id,voter-id,vote\n".to_owned();
        let mut people = "participant,group-id,n-votes,0\n".to_owned();
        for person in 0..20 {
            let camp = person % 2;
            people += &format!("{person},{camp},9,1\n");
            for id in 0..9 {
                // Nobody votes exactly like another.
                let vote = if id == person / 2 { 0 } else { 1 - 2 * camp };
                votes += &format!("1,{id},{person},{vote}\n");
            }
        }
        // Somebody with too few votes.
        people += "20,,1,1\n";
        votes += "1,0,20,1\n";
        (comments, votes, people)
    }

    fn told(place: &Path) -> String {
        let line = line("x", &read(place).unwrap());
        line.rsplit_once("  ").unwrap().0.to_owned()
    }

    #[test]
    fn a_line_says_how_well_the_groups_fit() {
        let (comments, votes, people) = two_camps();
        let all = export(
            "all",
            &[
                ("comments.csv", &comments),
                ("votes.csv", &votes),
                ("participants-votes.csv", &people),
            ],
        );
        assert_eq!(told(&all), "x  21 people  10 statements  2 groups  1.000");
        // Newer exports have other names, and a conversation without groups has no column of them.
        let people = people.replace(",group-id", ",other");
        let newer = export(
            "newer",
            &[
                ("7x-comments.csv", &comments),
                ("7x-votes.csv", &votes),
                ("7x-participant-votes.csv", &people),
            ],
        );
        assert_eq!(told(&newer), "x  21 people  10 statements  2 groups  -");
        let alone = export("alone", &[("votes.csv", &votes)]);
        assert_eq!(told(&alone), "x  21 people  9 statements  2 groups  -");
    }

    #[test]
    fn conversations_without_groups_are_told_as_such() {
        let heading = "timestamp,comment-id,voter-id,vote\n";
        let nobody = export("nobody", &[("votes.csv", heading)]);
        assert_eq!(told(&nobody), "x  0 people  0 statements  0 groups  -");
        let few = export("few", &[("votes.csv", &format!("{heading}1,1,1,1\n1,2,2,-1\n"))]);
        assert_eq!(told(&few), "x  2 people  2 statements  0 groups  -");
        // All of one mind.
        let one: String = (0..90).map(|n| format!("1,{},{},1\n", n % 9, n / 9)).collect();
        let one = export("one", &[("votes.csv", &format!("{heading}{one}"))]);
        assert_eq!(told(&one), "x  10 people  9 statements  0 groups  -");
    }

    #[test]
    fn odd_exports_are_read_all_the_same() {
        let (comments, votes, people) = two_camps();
        let of = |name: &str, comments: &str, votes: &str, people: &str| {
            told(&export(
                name,
                &[
                    ("comments.csv", comments),
                    ("votes.csv", votes),
                    ("participants-votes.csv", people),
                ],
            ))
        };
        let plain = "x  21 people  10 statements  2 groups  1.000";
        let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let crlf = of("crlf", &windows(&comments), &windows(&votes), &windows(&people));
        assert_eq!(crlf, plain);
        // A statement may have line ends, quotes and commas in it.
        let quoted = comments.replace("words", "\"one,\r\n\"\"two\"\"\n\nthree\"");
        assert_eq!(of("quoted", &quoted, &votes, &people), plain);
        // Somebody who never voted is somebody.
        let silent = format!("{people}77,,0,\n");
        assert_eq!(
            of("silent", &comments, &votes, &silent),
            "x  22 people  10 statements  2 groups  1.000"
        );
        // Votes on statements and by people that no other file knows.
        let stray = format!("{votes}1,99,4,1\n1,3,400,-1\n");
        assert_eq!(
            of("stray", &comments, &stray, &people),
            "x  22 people  11 statements  2 groups  1.000"
        );
        // Where the votes are in the table only.
        let heading = "timestamp,comment-id,voter-id,vote\n";
        let table = "participant,group-id,0,1\n1,0,1,-1\n2,,,\n";
        assert_eq!(
            of("table", &comments, heading, table),
            "x  2 people  10 statements  0 groups  -"
        );
    }

    #[test]
    fn too_little_to_group_is_no_trouble() {
        let heading = "timestamp,comment-id,voter-id,vote\n";
        let cast =
            |name: &str, rows: &str| told(&export(name, &[("votes.csv", &format!("{heading}{rows}"))]));
        let one_voter: String = (0..9).map(|id| format!("1,{id},5,{}\n", id % 3 - 1)).collect();
        assert_eq!(
            cast("one-voter", &one_voter),
            "x  1 people  9 statements  0 groups  -"
        );
        let one_statement: String = (0..9).map(|id| format!("1,5,{id},{}\n", id % 3 - 1)).collect();
        let line = cast("one-statement", &one_statement);
        assert!(line.starts_with("x  9 people  1 statements  "), "{line}");
        for vote in [-1, 0, 1] {
            let alike: String = (0..90)
                .map(|n| format!("1,{},{},{vote}\n", n % 9, n / 9))
                .collect();
            assert_eq!(cast("alike", &alike), "x  10 people  9 statements  0 groups  -");
        }
        let last = u32::MAX;
        assert_eq!(
            cast("far", &format!("1,{last},{last},1\n")),
            "x  1 people  1 statements  0 groups  -"
        );
        let all_out = "comment-id,moderated\n0,-1\n1,-1\n";
        let rows: String = (0..20).map(|n| format!("1,{},{},1\n", n % 2, n / 2)).collect();
        let all_out = export(
            "all-out",
            &[
                ("comments.csv", all_out),
                ("votes.csv", &format!("{heading}{rows}")),
            ],
        );
        assert_eq!(told(&all_out), "x  10 people  2 statements  0 groups  -");
    }

    #[test]
    fn what_cannot_be_read_is_one_line() {
        let heading = "timestamp,comment-id,voter-id,vote\n";
        let why = |name: &str, text: &[u8]| {
            let place = export(name, &[]);
            fs::write(place.join("votes.csv"), text).unwrap();
            let why = read(&place).unwrap_err();
            assert!(!why.contains('\n'), "{why}");
            why.rsplit_once("votes.csv:").unwrap().1.to_owned()
        };
        assert_eq!(why("nothing", b""), "1: the file is empty");
        assert_eq!(
            why("blank", b"\r\n\n\xef"),
            "3: the text is not UTF-8; save the file as UTF-8"
        );
        assert_eq!(
            why("no-vote", format!("{heading}1,2,3,\n").as_bytes()),
            "2: a vote is \"\", not -1, 0 or 1"
        );
        assert_eq!(
            why("two-lines", format!("{heading}1,2,3,\"1\n1\"\n").as_bytes()),
            "2: a vote is \"1\\n1\", not -1, 0 or 1"
        );
        assert_eq!(
            why("semicolons", heading.replace(',', ";").as_bytes()),
            "1: there is no column timestamp"
        );
        assert_eq!(
            why("wide", &[0xff, 0xfe, b't', 0]),
            "1: the text is not UTF-8; save the file as UTF-8"
        );
        // A file where a folder is wanted.
        let file = export("file", &[("votes.csv", heading)]).join("votes.csv");
        let why = conversations_in(&file).unwrap_err();
        assert!(why.starts_with(&file.display().to_string()), "{why}");
    }

    #[test]
    fn bad_input_is_named_with_file_line_and_reason_and_the_others_are_read() {
        let (comments, votes, people) = two_camps();
        let good = [
            ("comments.csv", comments.as_str()),
            ("votes.csv", &votes),
            ("participants-votes.csv", &people),
        ];
        let bad = export("bad", &[("votes.csv", &format!("{votes}1,1,1,7\n"))]);
        let lines = votes.lines().count() + 1;
        assert_eq!(
            read(&bad).unwrap_err(),
            format!(
                "{}:{lines}: a vote is \"7\", not -1, 0 or 1",
                bad.join("votes.csv").display()
            )
        );
        let why = conversations_in(&export("empty", &[])).unwrap_err();
        assert!(
            why.ends_with("there is no votes.csv and no participants-votes.csv in this folder"),
            "{why}"
        );
        assert!(
            conversations_in(Path::new("/no/such/export"))
                .unwrap_err()
                .starts_with("/no/such/export: ")
        );
        let words = vec![
            bad.display().to_string(),
            export("good", &good).display().to_string(),
        ];
        assert_eq!(run(Args::new(words)).unwrap(), ExitCode::FAILURE);
        assert_eq!(
            run(Args::new(vec![export("good", &good).display().to_string()])).unwrap(),
            ExitCode::SUCCESS
        );
    }
}
