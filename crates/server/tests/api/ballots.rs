//! One ballot, whatever happens.

use crate::house::{Ballot, ballot};
use serde_json::json;
use std::sync::Barrier;

on_both! {
    fn a_ballot_is_counted_once_however_often_it_is_sent(house) {
        house.poll("p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        let first = phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"])).ok();
        assert_eq!(first["ballot_id"], mine.id.as_str());
        let id: [u8; 32] = ledger::unhex(&mine.id).unwrap();
        assert_eq!(first["number"], ledger::receipt_number(&id));
        assert_eq!(first["number"].as_str().unwrap().len(), 9);
        for _ in 0..3 {
            let again = phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"])).ok();
            assert_eq!(again["number"], first["number"]);
            phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 1);
        let poll = phone.get("/v1/polls/p").ok();
        assert_eq!((&poll["voted"], &poll["voter"]["has_voted"], &poll["voter"]["can_vote"]), (&json!(1), &json!(true), &json!(false)));
        assert_eq!(phone.get("/v1/polls").ok()["items"][0]["has_voted"], true);
        assert!(house.phone.get("/v1/polls").ok()["items"][0].get("has_voted").is_none());
    }

    fn a_repeat_is_counted_even_after_close(house) {
        house.poll("p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        house.app.clock.advance(2 * 3_600_000);
        let late = phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        assert_eq!((&late["can_change"], &late["can_withdraw"]), (&json!(false), &json!(false)));
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.change(&["b"])).problem(), "poll-closed");
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).problem(), "poll-closed");
        assert_eq!(house.signed_in("a1").put("/v1/polls/p/ballot", ballot("a1").cast(&["a"])).problem(), "poll-closed");
    }

    fn only_the_secret_changes_a_ballot(house) {
        house.poll("p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.cast(&["b"])).problem(), "wrong-secret");
        let guess = Ballot { secret: "00".repeat(16), id: mine.id.clone() };
        assert_eq!(phone.put("/v1/polls/p/ballot", guess.change(&["b"])).problem(), "wrong-secret");
        phone.put("/v1/polls/p/ballot", mine.change(&["b"])).ok();
        let found = phone.post("/v1/polls/p/ballot/lookup", mine.held()).ok();
        assert_eq!(found["answers"], json!([{"question": "q", "options": ["b"]}]));
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 1);
    }

    fn a_poll_may_forbid_changes(house) {
        house.poll("p", &[("can_change", json!(0)), ("can_withdraw", json!(0))]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.change(&["b"])).problem(), "change-not-allowed");
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).problem(), "change-not-allowed");
    }

    fn knowing_a_ballot_id_gives_nothing(house) {
        house.poll("p", &[]);
        let (victim, thief, mine) = (house.signed_in("a0"), house.signed_in("a1"), ballot("a0"));
        victim.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        // Sent again by somebody who has not voted, it is neither theirs nor counted for them.
        assert_eq!(thief.put("/v1/polls/p/ballot", mine.cast(&["a"])).problem(), "wrong-secret");
        assert_eq!(thief.put("/v1/polls/p/ballot", mine.cast(&["b"])).problem(), "wrong-secret");
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 1);
        // Also by somebody who has voted.
        thief.put("/v1/polls/p/ballot", ballot("a1").cast(&["c"])).ok();
        assert_eq!(thief.put("/v1/polls/p/ballot", mine.cast(&["b"])).problem(), "wrong-secret");
        let found = victim.post("/v1/polls/p/ballot/lookup", mine.held()).ok();
        assert_eq!(found["answers"][0]["options"], json!(["a"]));
    }

    fn one_person_has_one_ballot(house) {
        house.poll("p", &[]);
        let phone = house.signed_in("a0");
        phone.put("/v1/polls/p/ballot", ballot("one").cast(&["a"])).ok();
        assert_eq!(phone.put("/v1/polls/p/ballot", ballot("two").cast(&["b"])).problem(), "already-voted");
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 1);
    }

    fn a_withdrawn_ballot_is_gone_and_an_echo_does_not_bring_it_back(house) {
        house.poll("p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"])).ok();
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).status, 204);
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 0);
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).problem(), "not-found");
        assert_eq!(phone.post("/v1/polls/p/ballot/lookup", mine.held()).problem(), "not-found");
        let echo = phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"]));
        assert_eq!(echo.problem(), "idempotency-key-reused");
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 0);
        phone.keyed("PUT", "/v1/polls/p/ballot", "key-00002", ballot("again").cast(&["b"])).ok();
    }

    fn withdrawing_anothers_ballot_needs_a_vote_to_give(house) {
        house.poll("p", &[]);
        let mine = ballot("a0");
        house.signed_in("a0").put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        let other = house.signed_in("a1").post("/v1/polls/p/ballot/withdrawal", mine.held());
        assert_eq!(other.problem(), "wrong-secret");
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 1);
    }

    fn the_same_key_with_another_ballot_is_refused(house) {
        house.poll("p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"])).ok();
        let other = phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.change(&["b"]));
        assert_eq!(other.problem(), "idempotency-key-reused");
        phone.keyed("PUT", "/v1/polls/p/ballot", "key-00002", mine.change(&["b"])).ok();
        // The echo of the first would undo the change.
        let echo = phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"]));
        assert_eq!(echo.problem(), "idempotency-key-reused");
        let found = phone.post("/v1/polls/p/ballot/lookup", mine.held()).ok();
        assert_eq!(found["answers"][0]["options"], json!(["b"]));
    }

    fn of_two_phones_of_a_household_exactly_one_wins(house) {
        house.poll("p", &[("unit", json!("household"))]);
        for h in 0..8 {
            let phones = [house.signed_in(&format!("a{h}")), house.signed_in(&format!("b{h}"))];
            let barrier = Barrier::new(2);
            let outcomes: Vec<u16> = std::thread::scope(|scope| {
                let tasks: Vec<_> = phones
                    .iter()
                    .enumerate()
                    .map(|(i, phone)| {
                        let barrier = &barrier;
                        scope.spawn(move || {
                            let mine = ballot(&format!("{h}/{i}"));
                            barrier.wait();
                            let reply = phone.put("/v1/polls/p/ballot", mine.cast(&["a"]));
                            if reply.status != 200 {
                                assert_eq!(reply.problem(), "already-voted");
                            }
                            reply.status
                        })
                    })
                    .collect();
                tasks.into_iter().map(|task| task.join().unwrap()).collect()
            });
            assert_eq!(outcomes.iter().filter(|s| **s == 200).count(), 1, "{outcomes:?}");
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 8);
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 8);
        let other = house.signed_in("b0").get("/v1/polls/p").ok();
        assert_eq!(other["voter"]["why_not"], "household_has_voted");
    }

    fn repeats_all_at_once_count_once(house) {
        house.poll("p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        let barrier = Barrier::new(6);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    barrier.wait();
                    phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"])).ok();
                });
            }
        });
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 1);
    }

    fn the_clock_of_the_server_opens_and_closes(house) {
        let now = house.app.now();
        house.poll("later", &[("opens_at", json!(now + 600_000)), ("closes_at", json!(now + 1_200_000))]);
        house.poll("cancelled", &[("cancelled", json!(1))]);
        let phone = house.signed_in("a0");
        assert_eq!(phone.put("/v1/polls/later/ballot", ballot("x").cast(&["a"])).problem(), "poll-not-open");
        assert_eq!(phone.put("/v1/polls/cancelled/ballot", ballot("x").cast(&["a"])).problem(), "poll-cancelled");
        assert_eq!(phone.get("/v1/polls/later").ok()["voter"]["why_not"], "not_open_yet");
        house.app.clock.advance(600_001);
        phone.put("/v1/polls/later/ballot", ballot("x").cast(&["a"])).ok();
        house.app.clock.advance(600_000);
        let late = house.signed_in("a1").put("/v1/polls/later/ballot", ballot("y").cast(&["a"]));
        assert_eq!(late.problem(), "poll-closed");
    }

    fn only_the_listed_may_vote(house) {
        house.poll("p", &[("electorate", json!("list"))]);
        house.sql("INSERT INTO poll_electorate (poll_id, unit_id) VALUES ('p', 'a0')");
        assert_eq!(house.signed_in("a1").put("/v1/polls/p/ballot", ballot("a1").cast(&["a"])).problem(), "not-eligible");
        house.signed_in("a0").put("/v1/polls/p/ballot", ballot("a0").cast(&["a"])).ok();
        let poll = house.signed_in("a1").get("/v1/polls/p").ok();
        assert_eq!((&poll["voter"]["why_not"], &poll["eligible"]), (&json!("not_eligible"), &json!(1)));
        // Who has no household cannot vote for one.
        house.poll("homes", &[("unit", json!("household"))]);
        let homeless = house.signed_in("c9").put("/v1/polls/homes/ballot", ballot("c9").cast(&["a"]));
        assert_eq!(homeless.problem(), "not-eligible");
    }

    fn ballots_that_do_not_fit_are_refused_with_the_place(house) {
        house.poll("p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        let put = |options: &[&str]| phone.put("/v1/polls/p/ballot", mine.cast(options)).errors();
        assert_eq!(put(&["x"]), ["/answers/0/options/0 unknown-value"]);
        assert_eq!(put(&[]), ["/answers/0/options too-few"]);
        assert_eq!(put(&["a", "b"]), ["/answers/0/options too-many"]);
        let none = phone.put("/v1/polls/p/ballot", json!({"ballot_id": mine.id, "answers": []}));
        assert_eq!(none.errors(), ["/answers missing"]);
        let id = phone.put("/v1/polls/p/ballot", json!({"ballot_id": "ABC", "answers": []}));
        assert_eq!(id.errors(), ["/ballot_id wrong-type"]);
        let mut helped = mine.cast(&["a"]);
        helped["assisted_session"] = json!("s");
        assert_eq!(phone.put("/v1/polls/p/ballot", helped).errors(), ["/assisted_session unknown-value"]);
        assert_eq!(house.phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).problem(), "not-signed-in");
        assert_eq!(phone.put("/v1/polls/nothing/ballot", mine.cast(&["a"])).problem(), "not-found");
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 0);
    }

    fn ten_thousand_options_are_no_trouble(house) {
        let options: Vec<_> = (0..10_000).map(|i| json!({"id": format!("{i}"), "label": format!("Option {i}")})).collect();
        let question = json!({"id": "q", "title": "Q", "method": {"kind": "approval"}, "options": options, "optional": false});
        house.poll("p", &[("questions", json!(json!([question]).to_string()))]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        let all: Vec<String> = (0..8_000).map(|i| i.to_string()).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        phone.put("/v1/polls/p/ballot", mine.cast(&all)).ok();
        assert_eq!(phone.get("/v1/polls/p").ok()["questions"][0]["options"].as_array().unwrap().len(), 10_000);
        house.app.clock.advance(2 * 3_600_000);
        let results = phone.get("/v1/polls/p/results").ok();
        assert_eq!(results["questions"][0]["rows"][7_999]["count"], 1);
        assert_eq!(results["questions"][0]["rows"][8_000]["count"], 0);
    }

    fn methods_that_are_not_taken_say_so(house) {
        let question = json!({"id": "q", "title": "Q", "method": {"kind": "quadratic"}, "options": [{"id": "a", "label": "A"}], "optional": false});
        house.poll("p", &[("questions", json!(json!([question]).to_string()))]);
        let phone = house.signed_in("a0");
        assert_eq!(phone.put("/v1/polls/p/ballot", ballot("x").cast(&["a"])).problem(), "not-implemented");
        assert_eq!(phone.get("/v1/polls/p").ok()["voter"]["why_not"], "method_unavailable");
    }

    fn scores_and_rankings_are_checked_and_counted_with_their_explanation(house) {
        let options = json!([{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "c", "label": "C"}]);
        let question = |id: &str, method| json!({"id": id, "title": id, "method": method, "options": options, "optional": true});
        let questions = json!([
            question("dots", json!({"kind": "dots", "total": 5, "max": 4})),
            question("rank", json!({"kind": "ranked", "ranked": "instant_runoff"})),
        ]);
        house.poll("p", &[("questions", json!(questions.to_string()))]);
        let cast = |who: &str, dots: &[u32], rank: &[&str]| {
            let options = &["a", "b", "c"][..dots.len()];
            house.signed_in(who).put("/v1/polls/p/ballot", json!({"ballot_id": ballot(who).id, "answers": [
                {"question": "dots", "options": options, "points": dots}, {"question": "rank", "options": rank}]}))
        };
        assert_eq!(cast("a0", &[5, 0], &["a"]).errors(), ["/answers/0/points/0 too-many"]);
        assert_eq!(cast("a0", &[3, 3], &["a"]).errors(), ["/answers/0/points too-many"]);
        assert_eq!(cast("a0", &[3, 1], &["a", "a"]).errors(), ["/answers/1/options/1 repeated"]);
        cast("a0", &[1, 4], &["b", "a"]).ok();
        cast("a1", &[2, 3], &["a", "b"]).ok();
        cast("b0", &[4, 1], &["a"]).ok();
        house.app.clock.advance(2 * 3_600_000);
        let results = house.phone.get("/v1/polls/p/results").ok();
        let dots = &results["questions"][0];
        assert_eq!((&dots["rows"][0]["count"], &dots["rows"][1]["count"]), (&json!(7), &json!(8)));
        assert_eq!(dots["explanation"]["lines"][0]["said"], "most_points_with_next");
        let rank = &results["questions"][1];
        assert_eq!(rank["outcome"]["option_ids"], json!(["a"]));
        assert_eq!(rank["explanation"]["table"]["rows"][0]["cells"][0], json!({"value": {"number": 2}, "mark": "chosen"}));
    }

    fn named_polls_keep_the_voter_apart_from_the_board(house) {
        house.poll("p", &[("secrecy", json!("named")), ("unit", json!("household"))]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        assert_eq!(house.number("SELECT COUNT(*) FROM named_ballots WHERE unit_id = 'h0' AND resident_id = 'a0'"), 1);
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).status, 204);
        assert_eq!(house.number("SELECT COUNT(*) FROM named_ballots"), 0);
    }

    /// Nothing in the schema joins a voter to a ballot: the tables share the poll and nothing else, neither has a time
    /// or a row number, and the remembered keys of ballots name nobody.
    fn voters_and_ballots_cannot_be_joined(house) {
        house.poll("p", &[]);
        house.signed_in("a0").keyed("PUT", "/v1/polls/p/ballot", "key-00001", ballot("a0").cast(&["a"])).ok();
        let columns = |table: &str| -> Vec<String> {
            let sql = match house.app.db.kind {
                server::db::Kind::Sqlite => format!("SELECT name FROM pragma_table_info('{table}')"),
                server::db::Kind::Postgres => {
                    format!("SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = '{table}'")
                }
            };
            let query = sqlx::query_as::<_, (String,)>(sqlx::AssertSqlSafe(sql));
            let mut names: Vec<String> =
                house.wait(query.fetch_all(&house.app.db.pool)).unwrap().into_iter().map(|(n,)| n).collect();
            names.sort();
            names
        };
        // Paper is a pile of its own: who handed it in, and what was in it.
        assert_eq!(columns("voters"), ["paper", "poll_id", "unit_id"]);
        // The batch is 0 for whatever was cast by phone.
        assert_eq!(columns("ballots"), ["answers", "ballot_id", "batch", "paper", "poll_id"]);
        assert_eq!(columns("idempotency"), ["body_hash", "created_id", "day", "key_hash"]);
        if house.app.db.kind == server::db::Kind::Sqlite {
            let rowid = sqlx::query("SELECT rowid FROM ballots").fetch_one(&house.app.db.pool);
            assert!(house.wait(rowid).is_err());
            let rowid = sqlx::query("SELECT rowid FROM voters").fetch_one(&house.app.db.pool);
            assert!(house.wait(rowid).is_err());
        }
    }
}
