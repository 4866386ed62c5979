//! Mixing the ballots of a poll, and what may happen at the same moment.

use crate::house::{House, ballot};
use serde_json::json;
use server::db::Kind;
use sqlx::{AnyConnection, Connection, Executor};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Twenty residents, not in the order of their ids.
fn voters() -> Vec<String> {
    (0..20)
        .map(|i| format!("{}{}", ["b", "a"][(i + i / 10) % 2], (i * 7 + 3) % 10))
        .collect()
}

fn cast(house: &House, who: &str, option: &str) -> crate::client::Reply {
    let key = format!("key-of-{who}");
    house
        .signed_in(who)
        .keyed("PUT", "/v1/polls/p/ballot", &key, ballot(who).cast(&[option]))
}

fn texts(house: &House, sql: &str) -> Vec<String> {
    let query = sqlx::query_as::<_, (String,)>(sqlx::AssertSqlSafe(sql.to_owned()));
    let rows = house.wait(query.fetch_all(&house.app.db.pool)).unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}

/// As often as it takes, like the server: the other tests' databases are on the same PostgreSQL, and whatever runs there for
/// long keeps old rows here, too.
fn mix(house: &House) {
    let began = Instant::now();
    while let Err(fault) = house.wait(server::polls::mix(&house.app.db)) {
        assert!(*house.app.db.unmixed().borrow());
        assert!(began.elapsed() < Duration::from_secs(30), "{fault:?}");
    }
}

/// What PostgreSQL tells beside the rows: the transaction that wrote each, its place, and what lies in the files. `tests/
/// api/secrecy.rs` is the same for SQLite.
fn tells_nothing(house: &House, gone: &[String]) {
    for (table, key) in [
        ("voters", "unit_id"),
        ("ballots", "ballot_id"),
        ("idempotency", "key_hash"),
    ] {
        let written = format!("SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM {table}");
        assert_eq!(house.number(&written), 1, "{table}");
        let in_place = texts(house, &format!("SELECT {key} FROM {table} ORDER BY ctid"));
        let by_key = texts(house, &format!("SELECT {key} FROM {table} ORDER BY {key}"));
        assert_eq!(in_place, by_key, "{table}");
        // No older version lies before the first.
        let first = format!("SELECT CAST(ctid AS TEXT) FROM {table} ORDER BY ctid LIMIT 1");
        assert_eq!(texts(house, &first), ["(0,1)"], "{table}");
    }
    house.sql("CHECKPOINT");
    for file in [
        "voters",
        "voters_pkey",
        "ballots",
        "ballots_pkey",
        "idempotency",
        "idempotency_pkey",
    ] {
        for gone in gone {
            let sql = format!(
                "SELECT COUNT(*) FROM (SELECT PG_READ_BINARY_FILE(PG_RELATION_FILEPATH('{file}')) AS bytes) f
                 WHERE POSITION(CAST('{gone}' AS BYTEA) IN bytes) > 0"
            );
            assert_eq!(house.number(&sql), 0, "{gone} is still in {file}");
        }
    }
}

on_both! {
    fn after_mixing_rows_do_not_tell_where_they_came_from(house) {
        house.poll("p", &[]);
        for (i, who) in voters().iter().enumerate() {
            cast(house, who, ["a", "b", "c"][i % 3]).ok();
        }
        for who in ["a3", "b7"] {
            let gone = house.signed_in(who).post("/v1/polls/p/ballot/withdrawal", ballot(who).held());
            assert_eq!(gone.status, 204);
        }
        house.signed_in("b1").put("/v1/polls/p/ballot", ballot("b1").change(&["c"])).ok();
        let board = texts(house, "SELECT poll_id || ballot_id || answers || batch FROM ballots ORDER BY 1");
        let marks = texts(house, "SELECT poll_id || unit_id FROM voters ORDER BY 1");
        let keys = texts(house, "SELECT key_hash || body_hash || day FROM idempotency ORDER BY 1");
        assert_eq!((board.len(), marks.len(), keys.len()), (18, 18, 20));

        let gone = [ballot("a3").id, ballot("b7").id];
        mix(house);
        assert!(!*house.app.db.unmixed().borrow());
        if house.app.db.kind == Kind::Postgres {
            tells_nothing(house, &gone);
        }
        // Another vote, and it is all to be done again: at close at the latest.
        cast(house, "c9", "a").ok();
        assert!(*house.app.db.unmixed().borrow());
        house.app.clock.advance(2 * 3_600_000);
        house.wait(server::polls::close_due(&house.app.db, house.app.now())).unwrap();
        if *house.app.db.unmixed().borrow() {
            mix(house);
        }
        assert!(!*house.app.db.unmixed().borrow());
        if house.app.db.kind == Kind::Postgres {
            tells_nothing(house, &gone);
        }
        // And nothing else has changed.
        let after = texts(house, "SELECT poll_id || ballot_id || answers || batch FROM ballots ORDER BY 1");
        assert!(board.iter().all(|row| after.contains(row)) && after.len() == 19);
        let after = texts(house, "SELECT poll_id || unit_id FROM voters ORDER BY 1");
        assert!(marks.iter().all(|row| after.contains(row)) && after.len() == 19);
        let after = texts(house, "SELECT key_hash || body_hash || day FROM idempotency ORDER BY 1");
        assert!(keys.iter().all(|row| after.contains(row)) && after.len() == 21);
    }

    fn a_mixing_that_leaves_old_rows_says_so(house) {
        house.poll("p", &[]);
        for who in voters() {
            cast(house, &who, "a").ok();
        }
        if house.app.db.kind == Kind::Postgres {
            // Somebody who copies the whole database, say. By a server that has just begun: its one connection has told the
            // statistics what it knew less than a second ago, and nothing since.
            let mut copying = house.wait(AnyConnection::connect(&house.url)).unwrap();
            for _ in 0..3 {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT COUNT(*) FROM polls";
                let (second, _) = house.second();
                house.wait(copying.execute(begin)).unwrap();
                house.wait(server::polls::mix(&second.db)).unwrap_err();
                assert!(*second.db.unmixed().borrow());
                house.wait(copying.execute("ROLLBACK")).unwrap();
            }
        }
        mix(house);
        assert!(!*house.app.db.unmixed().borrow());
        if house.app.db.kind == Kind::Postgres {
            tells_nothing(house, &[]);
        }
    }

    fn ballots_that_come_while_others_are_mixed_are_counted_once(house) {
        house.poll("p", &[]);
        let voters = voters();
        let phones: Vec<_> = voters.iter().map(|who| house.signed_in(who)).collect();
        let (done, barrier) = (AtomicBool::new(false), Barrier::new(5));
        std::thread::scope(|scope| {
            let lanes: Vec<_> = (0..4)
                .map(|lane| {
                    let (voters, phones, barrier) = (&voters, &phones, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        for i in (lane..voters.len()).step_by(4) {
                            let (who, mine) = (&voters[i], ballot(&voters[i]));
                            let key = format!("key-of-{who}");
                            for _ in 0..2 {
                                phones[i].keyed("PUT", "/v1/polls/p/ballot", &key, mine.cast(&["a"])).ok();
                            }
                            phones[i].put("/v1/polls/p/ballot", mine.change(&["b"])).ok();
                            let poll = phones[i].get("/v1/polls/p").ok();
                            assert_eq!(poll["voter"]["has_voted"], true);
                        }
                    })
                })
                .collect();
            scope.spawn(|| {
                barrier.wait();
                while !done.load(Ordering::Relaxed) {
                    // Among so many it may give up and leave it to the next one.
                    let _ = house.wait(server::polls::mix(&house.app.db));
                }
            });
            let ended: Vec<_> = lanes.into_iter().map(|lane| lane.join()).collect();
            done.store(true, Ordering::Relaxed);
            assert!(ended.iter().all(Result::is_ok));
        });
        mix(house);
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 20);
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots WHERE answers LIKE '%\"b\"%'"), 20);
        assert_eq!(house.number("SELECT COUNT(*) FROM idempotency"), 20);
    }

    fn a_close_among_ballots_on_their_way_keeps_exactly_the_acknowledged_ones(house) {
        house.poll("p", &[]);
        let voters = voters();
        let phones: Vec<_> = voters.iter().map(|who| house.signed_in(who)).collect();
        let barrier = Barrier::new(5);
        let mut acknowledged: Vec<String> = std::thread::scope(|scope| {
            let lanes: Vec<_> = (0..4)
                .map(|lane| {
                    let (voters, phones, barrier) = (&voters, &phones, &barrier);
                    scope.spawn(move || {
                        let mut counted = Vec::new();
                        barrier.wait();
                        for i in (lane..voters.len()).step_by(4) {
                            let reply = phones[i].put("/v1/polls/p/ballot", ballot(&voters[i]).cast(&["a"]));
                            match reply.status {
                                200 => counted.push(ballot(&voters[i]).id),
                                _ => assert_eq!(reply.problem(), "poll-closed"),
                            }
                        }
                        counted
                    })
                })
                .collect();
            barrier.wait();
            // Not before somebody has voted, or there would be nothing to lose.
            while house.phone.get("/v1/polls/p").ok()["voted"] == 0 {}
            house.app.clock.advance(2 * 3_600_000);
            let root = house.phone.get("/v1/polls/p/board").text();
            let counted = lanes.into_iter().flat_map(|lane| lane.join().unwrap()).collect();
            assert_eq!(house.phone.get("/v1/polls/p/board").text(), root, "the board is fixed once");
            counted
        });
        acknowledged.sort();
        let text = house.phone.get("/v1/polls/p/board").text();
        let board: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let ids: Vec<&str> = board[1..].iter().map(|line| line["ballot_id"].as_str().unwrap()).collect();
        assert_eq!(ids, acknowledged);
        assert_eq!(board[0]["ballots"], json!(acknowledged.len()));
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), acknowledged.len() as i64);
    }
}
