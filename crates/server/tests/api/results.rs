//! Who sees results when, and that they say what was cast.

use crate::house::ballot;
use serde_json::json;

on_both! {
    fn results_wait_for_the_close(house) {
        house.poll("p", &[]);
        let phone = house.signed_in("a0");
        phone.put("/v1/polls/p/ballot", ballot("a0").cast(&["b"])).ok();
        assert_eq!(phone.get("/v1/polls/p/results").problem(), "results-hidden");
        house.app.clock.advance(2 * 3_600_000);
        let results = house.phone.get("/v1/polls/p/results").ok();
        assert_eq!((&results["state"], &results["ballots"], &results["eligible"]), (&json!("final"), &json!(1), &json!(21)));
        assert_eq!(results["questions"][0]["outcome"]["option_ids"], json!(["b"]));
        assert_eq!(results["board_root"].as_str().unwrap().len(), 64);
        assert_eq!(house.phone.get("/v1/polls/nothing/results").problem(), "not-found");
    }

    fn results_may_show_after_ones_own_vote(house) {
        house.poll("p", &[("results", json!("after_vote"))]);
        let phone = house.signed_in("a0");
        assert_eq!(phone.get("/v1/polls/p/results").problem(), "results-hidden");
        phone.put("/v1/polls/p/ballot", ballot("a0").cast(&["b"])).ok();
        let results = phone.get("/v1/polls/p/results").ok();
        assert_eq!(results["state"], "provisional");
        assert!(results.get("board_root").is_none());
        assert_eq!(house.phone.get("/v1/polls/p/results").problem(), "results-hidden");
    }

    fn open_results_follow_each_change(house) {
        house.poll("p", &[("results", json!("always"))]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        let counts = || -> Vec<u64> {
            let rows = house.phone.get("/v1/polls/p/results").ok()["questions"][0]["rows"].clone();
            rows.as_array().unwrap().iter().map(|r| r["count"].as_u64().unwrap()).collect()
        };
        assert_eq!(counts(), [0, 0, 0]);
        phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        assert_eq!(counts(), [1, 0, 0]);
        phone.put("/v1/polls/p/ballot", mine.change(&["c"])).ok();
        assert_eq!(counts(), [0, 0, 1]);
        phone.post("/v1/polls/p/ballot/withdrawal", mine.held());
        assert_eq!(counts(), [0, 0, 0]);
    }

    fn a_missed_quorum_is_said(house) {
        house.poll("p", &[("quorum_numerator", json!(1)), ("quorum_denominator", json!(2)), ("quorum_base", json!("eligible"))]);
        house.signed_in("a0").put("/v1/polls/p/ballot", ballot("a0").cast(&["b"])).ok();
        house.app.clock.advance(2 * 3_600_000);
        let results = house.phone.get("/v1/polls/p/results").ok();
        // Half of 21 is 11 whole voters.
        assert_eq!((&results["quorum"]["needed"], &results["quorum_met"]), (&json!(11), &json!(false)));
        assert_eq!(results["questions"][0]["outcome"]["kind"], "quorum_missed");
    }

    fn owners_need_heads_and_floor_area(house) {
        let options: Vec<_> = ["yes", "no", "abstain"].iter().map(|o| json!({"id": o, "label": o})).collect();
        let question = json!({"id": "q", "title": "Q", "method": {"kind": "owners"}, "options": options, "optional": false});
        let columns = [
            ("secrecy", json!("named")), ("unit", json!("household")), ("results", json!("always")),
            ("questions", json!(json!([question]).to_string())),
        ];
        house.poll("p", &columns);
        let kind = || house.phone.get("/v1/polls/p/results").ok()["questions"][0]["outcome"]["kind"].clone();
        for h in 0..6 {
            house.signed_in(&format!("a{h}")).put("/v1/polls/p/ballot", ballot(&format!("{h}")).cast(&["yes"])).ok();
        }
        assert_eq!(kind(), "quorum_missed");
        house.signed_in("a6").put("/v1/polls/p/ballot", ballot("6").cast(&["no"])).ok();
        assert_eq!(kind(), "passed");
        // One household owns most of the floor and is against.
        house.sql("UPDATE households SET area_hundredths = 800000 WHERE id = 'h6'");
        assert_eq!(kind(), "not_passed");
    }
}
