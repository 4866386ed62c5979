//! Ballots that somebody makes by hand: each is refused with its own problem, and nothing of it is stored.

use crate::house::{House, ballot};
use serde_json::{Value, json};

/// Everything a ballot could leave behind.
fn stored(house: &House) -> Vec<String> {
    let sql = "SELECT 'v' || poll_id || unit_id FROM voters UNION ALL SELECT 'b' || poll_id || ballot_id || answers FROM ballots
               UNION ALL SELECT 'n' || poll_id || unit_id || ballot_id FROM named_ballots
               UNION ALL SELECT 'i' || key_hash || body_hash FROM idempotency ORDER BY 1";
    let rows = house.wait(sqlx::query_as::<_, (String,)>(sql).fetch_all(&house.app.db.pool));
    rows.unwrap().into_iter().map(|(row,)| row).collect()
}

/// A poll with a choice, points and a ranking.
fn open(house: &House, id: &str, change: &[(&str, Value)]) {
    let options = json!([{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "c", "label": "C"}]);
    let question = |id: &str, method| json!({"id": id, "title": id, "method": method, "options": options, "optional": true});
    let questions = json!([
        question("pick", json!({"kind": "approval", "min": 1, "max": 2})),
        question("dots", json!({"kind": "dots", "total": 5, "max": 4})),
        question("rank", json!({"kind": "ranked", "ranked": "schulze"})),
        {"id": "words", "title": "words", "method": {"kind": "text"}, "options": [], "optional": true},
    ]);
    let mut columns = vec![("questions", json!(questions.to_string()))];
    columns.extend_from_slice(change);
    house.poll(id, &columns);
}

on_both! {
    fn ballots_made_by_hand_are_refused_and_leave_nothing(house) {
        open(house, "p", &[]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        let before = stored(house);
        let many: Vec<String> = (0..10_000).map(|i| format!("o{i}")).collect();
        let answer = |answer: Value| json!([answer]);
        for (what, answers, expected) in [
            ("unknown option", answer(json!({"question": "pick", "options": ["x"]})), "/answers/0/options/0 unknown-value"),
            ("unknown question", answer(json!({"question": "x", "options": ["a"]})), "/answers/0/question unknown-value"),
            ("a question twice", json!([{"question": "pick", "options": ["a"]}, {"question": "pick", "options": ["b"]}]), "/answers/1/question repeated"),
            ("an option twice", answer(json!({"question": "pick", "options": ["a", "a"]})), "/answers/0/options/1 repeated"),
            ("options as text", answer(json!({"question": "pick", "options": "a"})), "/answers/0/options wrong-type"),
            ("an option as number", answer(json!({"question": "pick", "options": [1]})), "/answers/0/options/0 wrong-type"),
            ("an option as list", answer(json!({"question": "rank", "options": [["a", "b"]]})), "/answers/0/options/0 wrong-type"),
            ("answers as text", json!("a"), "/answers wrong-type"),
            ("words as number", answer(json!({"question": "words", "text": 7})), "/answers/0/text wrong-type"),
            ("points as text", answer(json!({"question": "dots", "options": ["a"], "points": ["1"]})), "/answers/0/points/0 wrong-type"),
            ("negative points", answer(json!({"question": "dots", "options": ["a"], "points": [-1]})), "/answers/0/points/0 wrong-type"),
            ("half a point", answer(json!({"question": "dots", "options": ["a"], "points": [0.5]})), "/answers/0/points/0 wrong-type"),
            ("points beyond counting", answer(json!({"question": "dots", "options": ["a"], "points": [4_294_967_297u64]})), "/answers/0/points/0 wrong-type"),
            ("points that add up to a few", answer(json!({"question": "dots", "options": ["a", "b"], "points": [4_294_967_295u32, 6]})), "/answers/0/points/0 too-many"),
            ("more points than options", answer(json!({"question": "dots", "options": ["a"], "points": [1, 1]})), "/answers/0/points wrong-type"),
            ("points for a choice", answer(json!({"question": "pick", "options": ["a"], "points": [1]})), "/answers/0/points wrong-type"),
        ] {
            let reply = phone.keyed("PUT", "/v1/polls/p/ballot", "key-00001", json!({"ballot_id": mine.id, "answers": answers}));
            assert_eq!(reply.problem(), "validation", "{what}");
            assert_eq!(reply.errors().first().map(String::as_str), Some(expected), "{what}: {:?}", reply.errors());
            assert_eq!(stored(house), before, "{what}");
        }
        // Far too much of everything: one clear answer, whose length does not grow with the ballot.
        let twice: Vec<&str> = vec!["a"; 10_000];
        let answers: Vec<Value> = (0..10_000).map(|_| json!({"question": "pick", "options": ["a"]})).collect();
        for (what, answers) in [
            ("10,000 choices", json!([{"question": "pick", "options": many}])),
            ("one choice 10,000 times", json!([{"question": "pick", "options": twice}])),
            ("10,000 places", json!([{"question": "rank", "options": many}])),
            ("10,000 points", json!([{"question": "dots", "options": ["a"], "points": vec![1; 10_000]}])),
            ("10,000 answers", json!(answers)),
        ] {
            let reply = phone.put("/v1/polls/p/ballot", json!({"ballot_id": mine.id, "answers": answers}));
            assert!(matches!(reply.problem().as_str(), "validation" | "too-large"), "{what}");
            assert_eq!(stored(house), before, "{what}");
        }
    }

    fn neither_anothers_secret_nor_a_used_key_gets_a_ballot_in(house) {
        open(house, "p", &[]);
        let (victim, thief) = (ballot("a0"), ballot("a1"));
        let put = |who: &str, key: &str, body: Value| house.signed_in(who).keyed("PUT", "/v1/polls/p/ballot", key, body);
        let body = |id: &str, secret: Option<&str>, option: &str| {
            let mut body = json!({"ballot_id": id, "answers": [{"question": "pick", "options": [option]}]});
            if let Some(secret) = secret {
                body["secret"] = json!(secret);
            }
            body
        };
        put("a0", "key-00001", body(&victim.id, None, "a")).ok();
        let before = stored(house);
        let refused = |what: &str, reply: crate::client::Reply, problem: &str| {
            assert_eq!(reply.problem(), problem, "{what}");
            assert_eq!(stored(house), before, "{what}");
        };
        refused("his ballot with another's secret", put("a1", "key-00002", body(&thief.id, Some(&victim.secret), "b")), "wrong-secret");
        refused("another's ballot with his secret", put("a1", "key-00003", body(&victim.id, Some(&thief.secret), "b")), "wrong-secret");
        refused("another's ballot as his first", put("a1", "key-00004", body(&victim.id, Some(&victim.secret), "b")), "wrong-secret");
        refused("another's ballot without a secret", put("a1", "key-00005", body(&victim.id, None, "b")), "wrong-secret");
        refused("his own, changed without its secret", put("a0", "key-00006", body(&victim.id, None, "b")), "wrong-secret");
        refused("a second ballot", put("a0", "key-00007", body(&thief.id, None, "b")), "already-voted");
        refused("the key again with other choices", put("a0", "key-00001", body(&victim.id, Some(&victim.secret), "b")), "idempotency-key-reused");
        refused("another's key", put("a1", "key-00001", body(&thief.id, None, "b")), "idempotency-key-reused");
        let withdrawn = house.signed_in("a1").post("/v1/polls/p/ballot/withdrawal", thief.held());
        refused("withdrawing what was never cast", withdrawn, "not-found");
        let withdrawn = house.signed_in("a1").post("/v1/polls/p/ballot/withdrawal", victim.held());
        refused("withdrawing another's", withdrawn, "wrong-secret");

        open(house, "later", &[("opens_at", json!(house.app.now() + 600_000))]);
        open(house, "over", &[("closes_at", json!(house.app.now() - 1))]);
        for (poll, problem) in [("later", "poll-not-open"), ("over", "poll-closed")] {
            let path = format!("/v1/polls/{poll}/ballot");
            let reply = house.signed_in("a1").keyed("PUT", &path, "key-00008", body(&thief.id, None, "a"));
            refused(poll, reply, problem);
        }
        house.app.clock.advance(2 * 3_600_000);
        refused("a change after close", put("a0", "key-00009", body(&victim.id, Some(&victim.secret), "b")), "poll-closed");
        let withdrawn = house.signed_in("a0").post("/v1/polls/p/ballot/withdrawal", victim.held());
        refused("withdrawing after close", withdrawn, "poll-closed");
    }
}
