//! A practice poll: open to everybody, and whatever is sent to it is refused and leaves nothing.

use crate::house::{House, ballot};
use serde_json::{Value, json};

fn practice(house: &House, id: &str, change: &[(&str, Value)]) {
    let mut columns = vec![("practice", json!(1)), ("results", json!("always"))];
    columns.extend_from_slice(change);
    house.poll(id, &columns);
}

on_both! {
    fn nobody_has_to_sign_in_to_practise(house) {
        // Whatever else decides who may vote: a household's vote, and a list that nobody stands on.
        practice(house, "p", &[("unit", json!("household")), ("electorate", json!("list"))]);
        for phone in [house.phone.clone(), house.signed_in("a0"), house.signed_in("c9")] {
            let poll = phone.get("/v1/polls/p").ok();
            assert_eq!(poll["practice"], true);
            assert_eq!(poll["voter"], json!({"can_vote": true, "has_voted": false}));
            assert_eq!(poll.get("voted"), None);
            let listed = phone.get("/v1/polls").ok();
            assert_eq!(listed["items"][0]["practice"], true);
        }
        house.poll("real", &[]);
        let real = house.phone.get("/v1/polls/real").ok();
        assert_eq!((&real["practice"], &real["voter"]["why_not"]), (&json!(false), &json!("not_signed_in")));
    }

    fn a_practice_ballot_is_refused_and_nothing_is_stored(house) {
        practice(house, "p", &[]);
        let mine = ballot("a0");
        let stored = || house.number("SELECT (SELECT COUNT(*) FROM voters) + (SELECT COUNT(*) FROM ballots) + (SELECT COUNT(*) FROM idempotency)");
        let phone = house.signed_in("a0");
        let good = phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", mine.cast(&["a"]));
        assert_eq!((good.status, good.problem()), (409, "practice-only".to_owned()));
        // Not even what is wrong with it is looked at.
        for body in [mine.cast(&["x"]), mine.change(&["b"])] {
            assert_eq!(phone.put("/v1/polls/p/ballot", body).problem(), "practice-only");
        }
        assert_eq!(house.phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).problem(), "not-signed-in");
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).problem(), "practice-only");
        assert_eq!(phone.post("/v1/polls/p/ballot/lookup", mine.held()).problem(), "not-found");
        assert_eq!(stored(), 0);
    }

    fn practice_has_neither_results_nor_a_board(house) {
        practice(house, "p", &[]);
        let id = ballot("a0").id;
        for _ in 0..2 {
            for path in ["results", "board", "board/consistency?from=1", &format!("board/proof/{id}")] {
                let reply = house.phone.get(&format!("/v1/polls/p/{path}"));
                assert_eq!((reply.status, reply.problem()), (409, "practice-only".to_owned()), "{path}");
            }
            // Nor once it is over.
            house.app.clock.advance(2 * 3_600_000);
        }
        let over = house.phone.get("/v1/polls/p").ok();
        assert_eq!((&over["state"], &over["voter"]["why_not"]), (&json!("closed"), &json!("closed")));
    }
}
