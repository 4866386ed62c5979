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

        // Compressed it comes to its proper end too.
        let packed = |coding| house.phone.send("GET", "/v1/polls/p/board", &[("accept-encoding", coding)], None);
        assert_eq!(packed("gzip").text(), text);
        let zstd = packed("zstd");
        assert_eq!((zstd.status, zstd.header("content-encoding")), (200, "zstd"));
        assert!((300_000..text.len()).contains(&zstd.bytes.len()), "{}", zstd.bytes.len());

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

/// Appends paper ballots for options as staff do.
fn late_batch(
    house: &crate::house::House,
    poll: &str,
    options: &[&str],
    reason: &str,
) -> anyhow::Result<String> {
    use server::staff::{Command, PollCommand, execute};
    let file = house.dir.join("paper.csv");
    std::fs::write(&file, format!("q\n{}\n", options.join("\n"))).unwrap();
    let (id, reason) = (poll.to_owned(), reason.to_owned());
    let command = Command::Poll(PollCommand::LateBatch { id, file, reason });
    house.wait(execute(command, &house.app.db))
}

fn hashes(path: &Value) -> Vec<ledger::Hash> {
    let path = path.as_array().unwrap();
    path.iter()
        .map(|hash| ledger::unhex(hash.as_str().unwrap()).unwrap())
        .collect()
}

on_both! {
    fn a_late_batch_is_appended_and_everything_else_stays(house) {
        house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
        house.poll("p", &[]);
        for i in 0..7 {
            let phone = house.signed_in(&format!("a{i}"));
            phone.put("/v1/polls/p/ballot", ballot(&format!("{i}")).cast(&[["a", "b", "c"][i % 3]])).ok();
        }
        assert!(late_batch(house, "p", &["b"], "early").unwrap_err().to_string().contains("not closed yet"));
        assert_eq!(house.phone.get("/v1/polls/p/board/consistency?from=1").problem(), "board-not-ready");
        house.app.clock.advance(2 * 3_600_000);
        let old_text = house.phone.get("/v1/polls/p/board").text();
        let old = lines(&old_text);
        let old_root: ledger::Hash = ledger::unhex(old[0]["root"].as_str().unwrap()).unwrap();
        let mine = format!("/v1/polls/p/board/proof/{}", ballot("3").id);
        let old_proof = house.phone.get(&mine).ok();
        assert_eq!(house.phone.get("/v1/polls/p/results").ok()["questions"][0]["outcome"]["option_ids"], json!(["a"]));

        late_batch(house, "p", &["b", "b", "b"], "投票箱在 3 号楼").unwrap();
        let text = house.phone.get("/v1/polls/p/board").text();
        let board = lines(&text);
        let (head, ballots) = board.split_first().unwrap();
        assert_eq!((&head["ballots"], ballots.len()), (&json!(10), 10));
        assert_eq!(ballots[..7], old[1..], "what was fixed at close stays where it was");
        assert!(ballots[7..].is_sorted_by_key(|b| b["ballot_id"].as_str().unwrap().to_owned()));
        let batches = head["batches"].as_array().unwrap();
        assert_eq!((&batches[0]["ballots"], &batches[0]["root"]), (&json!(7), &old[0]["root"]));
        assert!(batches[0].get("reason").is_none());
        assert_eq!((&batches[1]["ballots"], &batches[1]["root"]), (&json!(10), &head["root"]));
        assert_eq!((batches.len(), &batches[1]["reason"]), (2, &json!("投票箱在 3 号楼")));
        let leaves: Vec<_> = ballots.iter().map(leaf).collect();
        let root = ledger::root(&leaves);
        assert_eq!(head["root"], ledger::hex(&root));

        // An earlier receipt: its proof is told for the new root, and the old root is shown to lie in the new one.
        let proof = house.phone.get(&mine).ok();
        assert_eq!((&proof["index"], &proof["ballots"]), (&old_proof["index"], &json!(10)));
        let index = proof["index"].as_u64().unwrap();
        let leaf_there = &leaves[usize::try_from(index).unwrap()];
        assert!(ledger::verify_inclusion(leaf_there, index, 7, &hashes(&old_proof["path"]), &old_root));
        assert!(ledger::verify_inclusion(leaf_there, index, 10, &hashes(&proof["path"]), &root));
        for (at, late) in ballots.iter().enumerate() {
            let proof = house.phone.get(&format!("/v1/polls/p/board/proof/{}", late["ballot_id"].as_str().unwrap())).ok();
            assert_eq!(proof["index"], at);
            assert!(ledger::verify_inclusion(&leaves[at], at as u64, 10, &hashes(&proof["path"]), &root));
        }
        for from in 1..=10u64 {
            let proof = house.phone.get(&format!("/v1/polls/p/board/consistency?from={from}")).ok();
            assert_eq!((&proof["from"], &proof["ballots"], &proof["root"]), (&json!(from), &json!(10), &head["root"]));
            let earlier = ledger::root(&leaves[..usize::try_from(from).unwrap()]);
            assert!(ledger::verify_consistency(from, 10, &earlier, &root, &hashes(&proof["path"])), "{from}");
        }
        let proof = house.phone.get("/v1/polls/p/board/consistency?from=7").ok();
        assert!(ledger::verify_consistency(7, 10, &old_root, &root, &hashes(&proof["path"])));

        // Counted anew, and told on the poll.
        let results = house.phone.get("/v1/polls/p/results").ok();
        assert_eq!((&results["ballots"], &results["board_root"]), (&json!(10), &head["root"]));
        assert_eq!(results["questions"][0]["outcome"]["option_ids"], json!(["b"]));
        let poll = house.phone.get("/v1/polls/p").ok();
        assert_eq!((&poll["events"][0]["kind"], &poll["events"][0]["reason"]), (&json!("late_batch"), &json!("投票箱在 3 号楼")));
        assert_eq!((&poll["voted"], &poll["state"]), (&json!(10), &json!("closed")));

        // The phone finds the same, and would not if a paper ballot stood among those of the close.
        let request = counter::Request {
            poll: serde_json::from_value(poll).unwrap(),
            results: serde_json::from_value(results).unwrap(),
            board: String::new(),
            own: Some(counter::OwnBallot { ballot_id: ballot("3").id, answers: None }),
        };
        let mut recount = counter::Recount::new(&request);
        recount.push(text.as_bytes());
        let verdict = recount.finish();
        assert_eq!((verdict.finding, verdict.own), (counter::Finding::Same, Some(counter::Own::Found)));

        // A download of the earlier board does not go on with the later one.
        let old_tag = format!("\"{}\"", old[0]["root"].as_str().unwrap());
        let rest = house.phone.send("GET", "/v1/polls/p/board", &[("range", "bytes=40-"), ("if-range", &old_tag)], None);
        assert_eq!((rest.status, rest.text()), (200, text.clone()));
        let tag = format!("\"{}\"", head["root"].as_str().unwrap());
        let part = house.phone.send("GET", "/v1/polls/p/board", &[("range", "bytes=40-"), ("if-range", &tag)], None);
        assert_eq!((part.status, part.text().as_str()), (206, &text[40..]));

        // And once more.
        late_batch(house, "p", &["c"], "again").unwrap();
        let board = lines(&house.phone.get("/v1/polls/p/board").text());
        assert_eq!(board[1..11], *ballots);
        assert_eq!(board[0]["batches"].as_array().unwrap().len(), 3);
        assert_eq!(board[0]["batches"].as_array().unwrap()[..2], *batches);
        assert_eq!(house.phone.get("/v1/polls/p/results").ok()["ballots"], 11);
    }

    fn an_impossible_from_is_told(house) {
        house.poll("p", &[]);
        house.poll("empty", &[]);
        house.signed_in("a0").put("/v1/polls/p/ballot", ballot("0").cast(&["a"])).ok();
        house.app.clock.advance(2 * 3_600_000);
        for (query, code) in [
            ("", "missing"),
            ("?from=", "wrong-type"),
            ("?from=x", "wrong-type"),
            ("?from=-1", "wrong-type"),
            ("?from=%2B1", "wrong-type"),
            ("?from=1.0", "wrong-type"),
            ("?from=0", "out-of-range"),
            ("?from=2", "out-of-range"),
            ("?from=99999999999999999999999", "out-of-range"),
        ] {
            let reply = house.phone.get(&format!("/v1/polls/p/board/consistency{query}"));
            assert_eq!((reply.problem().as_str(), reply.status), ("validation", 422), "{query}");
            assert_eq!(reply.errors(), [format!("/from {code}")], "{query}");
        }
        assert_eq!(house.phone.get("/v1/polls/p/board/consistency?from=1").ok()["path"], json!([]));
        assert_eq!(house.phone.get("/v1/polls/p/board/consistency?from=1&from=1").problem(), "bad-request");
        assert_eq!(house.phone.get("/v1/polls/empty/board/consistency?from=1").problem(), "validation");
        assert_eq!(house.phone.get("/v1/polls/nothing/board/consistency?from=1").problem(), "not-found");
    }

    fn paper_can_be_all_there_is(house) {
        house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
        house.poll("p", &[]);
        house.app.clock.advance(2 * 3_600_000);
        assert_eq!(house.phone.get("/v1/polls/p/results").ok()["ballots"], 0);
        late_batch(house, "p", &["a", "c"], "only paper").unwrap();
        let board = lines(&house.phone.get("/v1/polls/p/board").text());
        assert_eq!((board.len(), &board[0]["batches"][0]["ballots"]), (3, &json!(0)));
        assert_eq!(board[0]["batches"][0]["root"], ledger::hex(&ledger::root(&[])));
        assert_eq!(house.phone.get("/v1/polls/p/results").ok()["ballots"], 2);
        // What somebody wrote into the database after the close is not given a root of its own.
        house.sql("UPDATE ballots SET answers = '[]' WHERE poll_id = 'p'");
        let refused = late_batch(house, "p", &["a"], "more").unwrap_err().to_string();
        assert!(refused.contains("not the ones that were fixed"), "{refused}");
        assert_eq!(lines(&house.phone.get("/v1/polls/p/board").text()).len(), 3);
    }
}
