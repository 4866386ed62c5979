//! Who holds the database file of an anonymous poll, or a copy of it, cannot tell who cast which ballot: the real server
//! takes the ballots, and the test reads the file's bytes.

use crate::client::Phone;
use crate::house::{Ballot, ballot, insert_poll, insert_session, session_of};
use crate::pages::File;
use crate::start::{Served, binary, community, serve};
use serde_json::{Value, json};
use server::db::Db;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const VOTERS: usize = 150;
/// And so many more hand in paper.
const PAPERS: usize = 60;

/// Not in the order of the numbers, or the order of voting could not be told from the order of the keys.
fn resident(i: usize) -> String {
    format!(
        "resident-{}",
        &server::secrets::digest(&[b"resident", &i.to_be_bytes()])[..16]
    )
}

fn words(i: usize, what: &str) -> String {
    format!(
        "{what}-{}",
        &server::secrets::digest(&[what.as_bytes(), &i.to_be_bytes()])[..40]
    )
}

fn ballot_of(i: usize) -> Ballot {
    ballot(&resident(i))
}

fn changes(i: usize) -> bool {
    i.is_multiple_of(3)
}

fn withdraws(i: usize) -> bool {
    i % 7 == 4
}

fn last_words(i: usize) -> String {
    words(i, if changes(i) { "later" } else { "first" })
}

fn body(i: usize, words: &str, secret: bool) -> Value {
    let mine = ballot_of(i);
    let mut body = json!({"ballot_id": mine.id, "answers": [{"question": "q", "text": words}]});
    if secret {
        body["secret"] = json!(mine.secret);
    }
    body
}

/// A database in which everybody is signed in and nobody has voted.
fn before() -> (PathBuf, String) {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let question =
        json!({"id": "q", "title": "Q", "method": {"kind": "text"}, "options": [], "optional": false});
    let questions = ("questions", json!(json!([question]).to_string()));
    let mut more = vec![
        "INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')".to_owned(),
        insert_poll("p", now - 60_000, now + 3_600_000, &[questions]),
    ];
    for i in 0..VOTERS + PAPERS {
        let id = resident(i);
        more.push(format!(
            "INSERT INTO residents (id, name, phone) VALUES ('{id}', 'N{i}', '{}')",
            number_of(i)
        ));
        more.push(insert_session(&id, &session_of(&id), now + 90 * 86_400_000));
    }
    community(&more)
}

fn number_of(i: usize) -> String {
    format!("+861991000{i:04}")
}

/// Everybody with paper hands it in: two files, whose lines still stand in the same order.
fn hand_in_paper(dir: &Path, url: &str) {
    let papers = VOTERS..VOTERS + PAPERS;
    let voters: Vec<String> = papers.clone().map(number_of).collect();
    let ballots: Vec<String> = papers.map(|i| words(i, "paper")).collect();
    std::fs::write(dir.join("voters.csv"), format!("phone\n{}\n", voters.join("\n"))).unwrap();
    std::fs::write(dir.join("ballots.csv"), format!("q\n{}\n", ballots.join("\n"))).unwrap();
    let entered = binary()
        .args(["--database", url, "poll", "paper", "p", "--voters"])
        .arg(dir.join("voters.csv"))
        .arg("--ballots")
        .arg(dir.join("ballots.csv"))
        .status();
    assert!(entered.unwrap().success());
}

fn phone(served: &Served, i: usize) -> Phone {
    Phone::new(&served.base).with_session(&session_of(&resident(i)))
}

fn cast(served: &Served, i: usize, words: &str, key: Option<String>) {
    let headers: Vec<(&str, &str)> = key.iter().map(|key| ("idempotency-key", key.as_str())).collect();
    let body = body(i, words, false).to_string().into_bytes();
    phone(served, i)
        .send("PUT", "/v1/polls/p/ballot", &headers, Some(body))
        .ok();
}

/// Everybody votes in the order of their numbers; then some change and some withdraw.
fn all_vote(served: &Served, keyed: bool) {
    for i in 0..VOTERS {
        cast(
            served,
            i,
            &words(i, "first"),
            keyed.then(|| format!("key-of-first-{i}")),
        );
    }
    for i in 0..VOTERS {
        if changes(i) {
            let key = keyed.then(|| format!("key-of-later-{i}"));
            let headers: Vec<(&str, &str)> =
                key.iter().map(|key| ("idempotency-key", key.as_str())).collect();
            let body = body(i, &words(i, "later"), true).to_string().into_bytes();
            phone(served, i)
                .send("PUT", "/v1/polls/p/ballot", &headers, Some(body))
                .ok();
        }
        if withdraws(i) {
            let gone = phone(served, i).post("/v1/polls/p/ballot/withdrawal", ballot_of(i).held());
            assert_eq!(gone.status, 204);
        }
    }
}

fn stop(mut served: Served) {
    let pid = served.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

/// The main file; beside it may lie nothing that says anything.
fn file_at_rest(dir: &Path) -> Vec<u8> {
    assert_eq!(
        std::fs::metadata(dir.join("house.db-wal")).map_or(0, |log| log.len()),
        0,
        "the log holds frames"
    );
    assert!(!dir.join("house.db-journal").exists());
    std::fs::read(dir.join("house.db")).unwrap()
}

/// Waits until the running server has mixed the ballots, which is when it has emptied its log. That is a matter of seconds;
/// the limit is for a machine that does a lot beside.
fn wait_for_mixing(dir: &Path) {
    let began = Instant::now();
    while std::fs::metadata(dir.join("house.db-wal")).is_ok_and(|log| log.len() > 0) {
        assert!(
            began.elapsed() < Duration::from_secs(120),
            "the log still holds the ballots in their order"
        );
        std::thread::yield_now();
    }
}

/// What SQLite counts up with every write, whatever was written: file changes, schema changes, and the changes at which
/// the size was noted.
fn without_counters(mut file: Vec<u8>) -> Vec<u8> {
    for counter in [24..28, 40..44, 92..96] {
        file[counter].fill(0);
    }
    file
}

/// The strongest form: what is left is a function of who voted and what the board shows. Two houses with the same voters
/// and the same ballots have the same file to the byte, in whatever order people came, whether or not some had voted
/// otherwise before.
#[test]
fn the_file_says_nothing_of_the_way_to_it() {
    let (dir, url) = before();
    let other = dir.with_extension("other");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::copy(dir.join("house.db"), other.join("house.db")).unwrap();

    let served = serve(&url);
    all_vote(&served, false);
    stop(served);
    let served = serve(&format!("sqlite:{}", other.join("house.db").display()));
    let mut sorted: Vec<usize> = (0..VOTERS).filter(|i| !withdraws(*i)).collect();
    sorted.sort_by_key(|i| ballot_of(*i).id);
    for i in sorted {
        cast(&served, i, &last_words(i), None);
    }
    stop(served);

    let [mine, theirs] = [&dir, &other].map(|dir| without_counters(file_at_rest(dir)));
    let differs = mine.iter().zip(&theirs).position(|(a, b)| a != b);
    assert_eq!((differs, mine.len()), (None, theirs.len()));
    for dir in [dir, other] {
        std::fs::remove_dir_all(dir).unwrap();
    }
}

/// The same by looking: while the poll is open, after the server was killed and started again, after close.
#[test]
fn the_file_links_no_voter_to_a_ballot() {
    let (dir, url) = before();
    let mut served = serve(&url);
    all_vote(&served, true);
    hand_in_paper(&dir, &url);
    wait_for_mixing(&dir);
    look_for_links(&dir);

    // Whoever withdrew votes again, and the server dies before it can do anything about it.
    for i in (0..VOTERS).filter(|i| withdraws(*i)) {
        cast(&served, i, &words(i, "first"), Some(format!("key-of-again-{i}")));
    }
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    let served = serve(&url);
    wait_for_mixing(&dir);
    for i in (0..VOTERS).filter(|i| withdraws(*i)) {
        let gone = phone(&served, i).post("/v1/polls/p/ballot/withdrawal", ballot_of(i).held());
        assert_eq!(gone.status, 204);
    }
    wait_for_mixing(&dir);
    look_for_links(&dir);

    let closed = binary()
        .args(["--database", &url, "poll", "close", "p", "--reason", "over"])
        .status();
    assert!(closed.unwrap().success());
    stop(served);
    look_for_links(&dir);
    std::fs::remove_dir_all(dir).unwrap();
}

fn look_for_links(dir: &Path) {
    let bytes = file_at_rest(dir);
    no_row_names_both(&bytes);
    the_order_on_the_pages_is_that_of_the_keys(&bytes);
    what_was_withdrawn_or_changed_is_gone(&bytes);
}

/// Rows of all tables, as texts, under the tables' names. Read from a copy: opening a file may write to it.
fn rows(bytes: &[u8], columns: &str) -> Vec<(String, Vec<String>)> {
    let dir = std::env::temp_dir().join(crate::house::new_name());
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("copy.db"), bytes).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let found = runtime.block_on(async {
        let url = format!("sqlite:{}", dir.join("copy.db").display());
        let db = Db::open(&url).await.unwrap();
        let tables: Vec<(String, String)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT t.name, (SELECT GROUP_CONCAT({columns}, ' || '' '' || ') FROM pragma_table_info(t.name) c)
             FROM sqlite_schema t WHERE t.type = 'table'"
        )))
        .fetch_all(&db.pool)
        .await
        .unwrap();
        let mut found = Vec::new();
        for (table, columns) in tables {
            let sql = format!("SELECT {columns} FROM {table}");
            let rows: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .fetch_all(&db.pool)
                .await
                .unwrap();
            found.push((table, rows.into_iter().map(|(row,)| row).collect()));
        }
        db.pool.close().await;
        found
    });
    std::fs::remove_dir_all(dir).unwrap();
    found
}

fn no_row_names_both(bytes: &[u8]) {
    let tables = rows(bytes, "'QUOTE(' || c.name || ')'");
    let count = |name: &str| tables.iter().find(|(table, _)| table == name).unwrap().1.len();
    let ballots = (0..VOTERS).filter(|i| !withdraws(*i)).count() + PAPERS;
    assert_eq!(
        (count("voters"), count("ballots"), count("named_ballots")),
        (ballots, ballots, 0)
    );
    let everybody = 0..VOTERS + PAPERS;
    let all = |of: &dyn Fn(usize) -> Vec<String>| -> Vec<String> { everybody.clone().flat_map(of).collect() };
    let people = all(&|i| {
        let session = session_of(&resident(i));
        vec![
            resident(i),
            number_of(i),
            server::secrets::digest(&[b"session", session.as_bytes()]),
        ]
    });
    let votes = all(&|i| {
        vec![
            ballot_of(i).id,
            words(i, "first"),
            words(i, "later"),
            words(i, "paper"),
        ]
    });
    for (table, rows) in &tables {
        for row in rows {
            let names = |things: &[String]| things.iter().any(|thing| row.contains(thing));
            assert!(
                !(names(&people) && names(&votes)),
                "a row of {table} names a person and a vote: {row}"
            );
        }
    }
    // No number, and so no time and no counter, that differs from voter to voter or from ballot to ballot; but for the one
    // that tells the two large piles apart.
    let numbers = rows(
        bytes,
        "'CASE WHEN typeof(' || c.name || ') = ''integer'' THEN ' || c.name || ' ELSE '''' END'",
    );
    for (table, mut rows) in numbers {
        if ["voters", "ballots", "idempotency"].contains(&table.as_str()) {
            let all = rows.len();
            rows.sort();
            let of_paper = rows.iter().filter(|row| row.ends_with('1')).count();
            rows.dedup();
            let piles = if table == "idempotency" { 1 } else { 2 };
            assert_eq!(rows.len(), piles, "{table}: {rows:?}");
            if piles == 2 {
                assert_eq!((of_paper, all), (PAPERS, ballots), "{table}");
            }
        }
    }
}

/// Pages are filled from their end. When they were filled in the order of the keys, they say nothing of the order of
/// voting.
fn the_order_on_the_pages_is_that_of_the_keys(bytes: &[u8]) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let dir = std::env::temp_dir().join(crate::house::new_name());
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("copy.db"), bytes).unwrap();
    let roots: Vec<(String, i64)> = runtime.block_on(async {
        let url = format!("sqlite:{}", dir.join("copy.db").display());
        let db = Db::open(&url).await.unwrap();
        let sql =
            "SELECT name, rootpage FROM sqlite_schema WHERE name IN ('voters', 'ballots', 'idempotency')";
        let roots = sqlx::query_as(sql).fetch_all(&db.pool).await.unwrap();
        db.pool.close().await;
        roots
    });
    std::fs::remove_dir_all(dir).unwrap();
    assert_eq!(roots.len(), 3);
    for (table, root) in roots {
        let pages = File::new(bytes).table(usize::try_from(root).unwrap());
        assert!(pages.len() > 2, "{table} should need several pages");
        for page in pages {
            let keys: Vec<&[u8]> = page.cells.iter().map(|(_, content)| *content).collect();
            // Where a full page gives its first cell away, the last one takes that place.
            let mut filled = page.as_filled();
            let first = filled.iter().position(|content| *content == keys[0]).unwrap();
            filled.rotate_left(first);
            assert!(
                filled == keys,
                "{table}: a page was not filled in the order of its keys"
            );
        }
    }
}

fn what_was_withdrawn_or_changed_is_gone(bytes: &[u8]) {
    // One character a byte: searching text is fast.
    let text = |bytes: &[u8]| -> String { bytes.iter().copied().map(char::from).collect() };
    let file = text(bytes);
    for i in 0..VOTERS {
        let mine = ballot_of(i);
        let secret: [u8; 16] = ledger::unhex(&mine.secret).unwrap();
        assert!(!file.contains(&mine.secret) && !file.contains(&text(&secret)));
        assert_eq!(
            file.contains(&mine.id),
            !withdraws(i),
            "the ballot id of voter {i}"
        );
        for (what, stays) in [("first", !changes(i)), ("later", changes(i))] {
            let words = words(i, what);
            assert_eq!(
                file.contains(&words),
                stays && !withdraws(i),
                "what voter {i} said {what}"
            );
            // Nor can somebody try whether a ballot said something by hashing what it would have said.
            let stored = format!("[{{\"question\":\"q\",\"text\":\"{words}\"}}]");
            for secret in ["", &mine.secret] {
                let tried = format!("{}\n{secret}\n{stored}", mine.id);
                assert!(!file.contains(&server::secrets::digest(&[tried.as_bytes()])));
            }
        }
    }
}
