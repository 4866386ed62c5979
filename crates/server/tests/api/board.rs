//! The public board: what was counted, for everybody to check.

use crate::house::ballot;
use serde_json::{Value, json};

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn leaf(ballot: &Value) -> ledger::Hash {
    let id: ledger::Hash = ledger::unhex(ballot["ballot_id"].as_str().unwrap()).unwrap();
    let answers: Vec<contract::Answer> = serde_json::from_value(ballot["answers"].clone()).unwrap();
    let borrowed: Vec<_> = answers
        .iter()
        .map(|a| ledger::AnswerRef {
            question: &a.question,
            options: &a.options,
            points: &a.points,
            text: a.text.as_deref(),
            ordered: false,
        })
        .collect();
    ledger::leaf_hash(&id, &ledger::canonical(&borrowed))
}

on_both! {
    fn the_board_is_fixed_at_close_and_checks_out(house) {
        house.poll("p", &[]);
        for i in 0..7 {
            let phone = house.signed_in(&format!("a{i}"));
            phone.put("/v1/polls/p/ballot", ballot(&format!("{i}")).cast(&[["a", "b", "c"][i % 3]])).ok();
        }
        assert_eq!(house.phone.get("/v1/polls/p/board").problem(), "board-not-ready");
        let early = format!("/v1/polls/p/board/proof/{}", ballot("0").id);
        assert_eq!(house.phone.get(&early).problem(), "board-not-ready");
        house.app.clock.advance(2 * 3_600_000);

        let reply = house.phone.get("/v1/polls/p/board");
        assert_eq!(reply.header("content-type"), "application/x-ndjson");
        let lines = lines(&reply.text());
        let (head, ballots) = lines.split_first().unwrap();
        assert_eq!((&head["poll_id"], &head["ballots"], ballots.len()), (&json!("p"), &json!(7), 7));
        assert!(ballots.is_sorted_by_key(|b| b["ballot_id"].as_str().unwrap().to_owned()));
        let leaves: Vec<_> = ballots.iter().map(leaf).collect();
        let root = ledger::root(&leaves);
        assert_eq!(head["root"], ledger::hex(&root));

        for i in 0..7 {
            let id = ballot(&format!("{i}")).id;
            let proof = house.phone.get(&format!("/v1/polls/p/board/proof/{id}")).ok();
            let index = proof["index"].as_u64().unwrap();
            let path: Vec<ledger::Hash> = proof["path"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hash| ledger::unhex(hash.as_str().unwrap()).unwrap())
                .collect();
            let leaf = &leaves[usize::try_from(index).unwrap()];
            assert!(ledger::verify_inclusion(leaf, index, 7, &path, &root));
        }
        let nobody = format!("/v1/polls/p/board/proof/{}", ballot("nobody").id);
        assert_eq!(house.phone.get(&nobody).problem(), "not-found");
        assert_eq!(house.phone.get("/v1/polls/p/board/proof/xyz").problem(), "not-found");

        // Fixed means fixed: what somebody writes into the database later is seen.
        house.sql("UPDATE ballots SET answers = '[]' WHERE poll_id = 'p'");
        let later = self::lines(&house.phone.get("/v1/polls/p/board").text());
        assert_eq!(later[0]["root"], head["root"]);
        assert_ne!(ledger::hex(&ledger::root(&later[1..].iter().map(leaf).collect::<Vec<_>>())), later[0]["root"]);
    }

    fn an_empty_board_has_the_root_of_nothing(house) {
        house.poll("p", &[]);
        house.poll("cancelled", &[("cancelled", json!(1))]);
        house.app.clock.advance(2 * 3_600_000);
        let lines = lines(&house.phone.get("/v1/polls/p/board").text());
        assert_eq!(lines, [json!({"poll_id": "p", "ballots": 0, "root": ledger::hex(&ledger::root(&[]))})]);
        assert_eq!(house.phone.get("/v1/polls/cancelled/board").problem(), "board-not-ready");
        assert_eq!(house.phone.get("/v1/polls/nothing/board").problem(), "not-found");
    }

    fn a_board_longer_than_a_chunk_comes_whole(house) {
        house.poll("p", &[]);
        let many: Vec<String> = (0..4_100)
            .map(|i| format!("('p', '{}', '[{{\"question\":\"q\",\"options\":[\"a\"]}}]')", ballot(&format!("{i}")).id))
            .collect();
        house.sql(&format!("INSERT INTO ballots (poll_id, ballot_id, answers) VALUES {}", many.join(", ")));
        house.app.clock.advance(2 * 3_600_000);
        let text = house.phone.get("/v1/polls/p/board").text();
        let lines = lines(&text);
        assert_eq!(lines.len(), 4_101);
        let leaves: Vec<_> = lines[1..].iter().map(leaf).collect();
        assert_eq!(lines[0]["root"], ledger::hex(&ledger::root(&leaves)));

        // A download that broke off goes on where it ended, as long as the board is the same.
        let tag = format!("\"{}\"", lines[0]["root"].as_str().unwrap());
        let part = |range: &str, tag: &str| {
            house.phone.send("GET", "/v1/polls/p/board", &[("range", range), ("if-range", tag)], None)
        };
        for (range, first, last) in [
            ("bytes=0-", 0, text.len() - 1),
            ("bytes=1-5", 1, 5),
            ("bytes=300001-", 300_001, text.len() - 1),
            ("bytes=300001-500002", 300_001, 500_002),
            ("bytes=-7", text.len() - 7, text.len() - 1),
        ] {
            let reply = part(range, &tag);
            assert_eq!((reply.status, reply.text().as_str()), (206, &text[first..=last]), "{range}");
            assert_eq!(reply.header("content-range"), format!("bytes {first}-{last}/{}", text.len()));
        }
        let changed = part("bytes=300001-", "\"another\"");
        assert_eq!((changed.status, changed.text().len()), (200, text.len()));
        let beyond = part(&format!("bytes={}-", text.len()), &tag);
        assert_eq!((beyond.status, beyond.header("content-range")), (416, format!("bytes */{}", text.len()).as_str()));
        assert_eq!(house.phone.send("GET", "/v1/polls/p/board", &[("if-none-match", &tag)], None).status, 304);
    }

    fn closing_leaves_every_mark_and_ballot_in_place(house) {
        house.poll("p", &[]);
        for i in 0..5 {
            let phone = house.signed_in(&format!("a{i}"));
            phone.put("/v1/polls/p/ballot", ballot(&format!("{i}")).cast(&["a"])).ok();
        }
        house.app.clock.advance(2 * 3_600_000);
        house.wait(server::polls::close_due(&house.app.db, house.app.now())).unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 5);
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 5);
        assert_eq!(house.number("SELECT board_ballots FROM polls"), 5);
        assert_eq!(house.number("SELECT eligible FROM polls"), 21);
        if house.app.db.kind == server::db::Kind::Postgres {
            // All row versions come from one transaction, so they say nothing of who came with what.
            let sql = "SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM (SELECT xmin FROM voters UNION ALL SELECT xmin FROM ballots) x";
            assert_eq!(house.number(sql), 1);
        }
    }
}
