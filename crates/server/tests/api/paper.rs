//! Paper and phone exclude each other for every voter, and results tell them apart where that tells of nobody.

use crate::house::{House, ballot};
use serde_json::{Value, json};
use server::staff::paper::{Papers, enter};
use std::sync::Barrier;

/// Applies two piles as `poll paper` does. `Err` is what staff read.
fn hand_in(house: &House, voters: &[&str], options: &[&str]) -> Result<usize, String> {
    let list = format!("household\n{}\n", voters.join("\n"));
    let pile = format!("q\n{}\n", options.join("\n"));
    house.wait(async {
        let db = &house.app.db;
        let mut tx = db.write().await.unwrap();
        let papers = Papers::Anonymous {
            voters: ("voters.csv", &list),
            ballots: ("ballots.csv", &pile),
        };
        match enter(&mut tx, db, "p", papers, Some(house.app.now())).await {
            Ok(entered) => {
                tx.commit().await.unwrap();
                Ok(entered)
            }
            Err(error) => Err(format!("{error:#}")),
        }
    })
}

fn open(house: &House, change: &[(&str, Value)]) {
    house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
    let mut columns = vec![("unit", json!("household"))];
    columns.extend_from_slice(change);
    house.poll("p", &columns);
}

on_both! {
    fn a_household_that_voted_on_paper_is_told_so(house) {
        open(house, &[]);
        assert_eq!(hand_in(house, &["001", "101"], &["a", "b"]), Ok(2));
        let phone = house.signed_in("a0");
        let poll = phone.get("/v1/polls/p").ok();
        assert_eq!(poll["voter"], json!({"can_vote": false, "why_not": "voted_on_paper", "has_voted": true}));
        assert_eq!(poll["voted"], 2);
        assert_eq!(phone.get("/v1/polls").ok()["items"][0]["has_voted"], true);
        let mine = ballot("a0");
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.cast(&["c"])).problem(), "voted-on-paper");
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.change(&["c"])).problem(), "voted-on-paper");
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).problem(), "voted-on-paper");
        // Nor with the secret of somebody else who is willing.
        let friend = ballot("a2");
        house.signed_in("a2").put("/v1/polls/p/ballot", friend.cast(&["c"])).ok();
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", friend.held()).problem(), "voted-on-paper");
        assert_eq!(phone.put("/v1/polls/p/ballot", friend.change(&["a"])).problem(), "voted-on-paper");
        // The end does not change what they are told.
        house.app.clock.advance(2 * 3_600_000);
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.cast(&["c"])).problem(), "voted-on-paper");
        let results = phone.get("/v1/polls/p/results").ok();
        assert_eq!(results["channels"], json!({"phone": 1, "paper": 2}));
        assert_eq!(results["ballots"], 3);
    }

    fn of_paper_and_phone_at_the_same_moment_exactly_one_counts(house) {
        open(house, &[]);
        for h in 0..10 {
            let (phone, mine, barrier) = (house.signed_in(&format!("a{h}")), ballot(&format!("a{h}")), Barrier::new(2));
            let label = format!("{h}01");
            let (cast, entered) = std::thread::scope(|scope| {
                let cast = scope.spawn(|| {
                    barrier.wait();
                    phone.put("/v1/polls/p/ballot", mine.cast(&["a"]))
                });
                let entered = scope.spawn(|| {
                    barrier.wait();
                    hand_in(house, &[&label], &["b"])
                });
                (cast.join().unwrap(), entered.join().unwrap())
            });
            match entered {
                Ok(1) => assert_eq!(cast.problem(), "voted-on-paper"),
                Ok(n) => panic!("{n} ballots of one household"),
                Err(_) => assert_eq!(cast.status, 200),
            }
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 10);
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 10);
    }

    fn results_tell_the_channels_apart_where_that_tells_of_nobody(house) {
        open(house, &[("results", json!("always"))]);
        for h in 0..5 {
            house.signed_in(&format!("a{h}")).put("/v1/polls/p/ballot", ballot(&format!("a{h}")).cast(&["a"])).ok();
        }
        assert_eq!(house.phone.get("/v1/polls/p/results").ok().get("channels"), None);
        hand_in(house, &["501", "601", "701", "801", "901"], &["a", "b", "b", "c", "b"]).unwrap();
        // While the poll is open every look would tell what came since the last.
        let results = house.phone.get("/v1/polls/p/results").ok();
        assert_eq!(results["channels"], json!({"phone": 5, "paper": 5}));
        house.app.clock.advance(2 * 3_600_000);
        let results = house.phone.get("/v1/polls/p/results").ok();
        let questions = json!([{"question_id": "q", "counts": [1, 3, 1]}]);
        assert_eq!(results["channels"], json!({"phone": 5, "paper": 5, "questions": questions}));
        let counts: Vec<u64> = results["questions"][0]["rows"].as_array().unwrap().iter().map(|r| r["count"].as_u64().unwrap()).collect();
        assert_eq!(counts, [6, 3, 1]);
    }

    fn four_by_phone_are_not_told_apart(house) {
        open(house, &[]);
        for h in 0..4 {
            house.signed_in(&format!("a{h}")).put("/v1/polls/p/ballot", ballot(&format!("a{h}")).cast(&["a"])).ok();
        }
        hand_in(house, &["501", "601", "701", "801", "901"], &["a", "b", "b", "c", "b"]).unwrap();
        house.app.clock.advance(2 * 3_600_000);
        let results = house.phone.get("/v1/polls/p/results").ok();
        assert_eq!(results["channels"], json!({"phone": 4, "paper": 5}));
    }

    /// Two piles too small to be marked, together large enough: which ballots came on paper stays unknown.
    fn small_piles_stay_unmarked(house) {
        open(house, &[]);
        for h in 0..5 {
            house.signed_in(&format!("a{h}")).put("/v1/polls/p/ballot", ballot(&format!("a{h}")).cast(&["a"])).ok();
        }
        hand_in(house, &["501", "601", "701"], &["a", "b", "b"]).unwrap();
        hand_in(house, &["801", "901"], &["c", "b"]).unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots WHERE paper = 1"), 0);
        house.app.clock.advance(2 * 3_600_000);
        let results = house.phone.get("/v1/polls/p/results").ok();
        assert_eq!(results["channels"], json!({"phone": 5, "paper": 5}));
    }

    fn turnout_by_building_is_fixed_at_close(house) {
        // Three buildings with 8, 8 and 4 residents; the committee's member lives in none.
        for (building, homes) in [("10", "('h0', 'h1', 'h2', 'h3')"), ("9", "('h4', 'h5', 'h6', 'h7')"), ("2", "('h8', 'h9')")] {
            house.sql(&format!("UPDATE households SET building = '{building}' WHERE id IN {homes}"));
        }
        for h in 0..8 {
            for more in ["x", "y", "z"] {
                house.sql(&format!("INSERT INTO residents (id, name, household_id) VALUES ('{more}{h}', 'N', 'h{h}')"));
            }
        }
        open(house, &[("unit", json!("person")), ("turnout_by_building", json!(1)), ("results", json!("always"))]);
        let mut voted = 0;
        for who in ["a0", "b0", "x1", "y1", "z2", "a3", "a4", "b4", "a5", "b5", "a6", "a7", "a8", "b8", "a9", "b9", "c9"] {
            house.signed_in(who).put("/v1/polls/p/ballot", ballot(who).cast(&["a"])).ok();
            voted += 1;
        }
        assert_eq!(house.phone.get("/v1/polls/p/results").ok().get("turnout"), None);
        house.app.clock.advance(2 * 3_600_000);
        let turnout = || house.phone.get("/v1/polls/p/results").ok()["turnout"].clone();
        // Building 2 and who lives in none are 5 with 5 votes: everybody voted, so the smaller of the others joins them.
        let told = turnout();
        let rows = told.as_array().unwrap();
        assert_eq!(rows.len(), 2, "{told}");
        assert_eq!(rows[1].get("building"), None);
        assert_eq!(rows.iter().map(|r| r["voted"].as_u64().unwrap()).sum::<u64>(), voted);
        assert_eq!(rows.iter().map(|r| r["eligible"].as_u64().unwrap()).sum::<u64>(), 45);
        // Who moves in later changes nothing.
        house.sql("INSERT INTO residents (id, name, household_id) VALUES ('later', 'N', 'h0')");
        assert_eq!(turnout(), told);
    }
}
