//! Threads: no word is lost and none is there twice.

use serde_json::{Value, json};
use std::sync::Barrier;

pub fn thread(house: &crate::house::House, id: &str, more: &str) {
    let now = house.app.now();
    let body = json!({"format": "markdown", "value": "text"});
    house.sql(&format!(
        "INSERT INTO threads (id, title, kind, body, created_at, active_at) \
         VALUES ('{id}', 'Thread {id}', 'discussion', '{body}', {0}, {0})",
        now - 1000
    ));
    if !more.is_empty() {
        house.sql(&format!("UPDATE threads SET {more} WHERE id = '{id}'"));
    }
}

fn ids(page: &Value) -> Vec<String> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    fn a_post_and_a_reply_are_read_by_others(house) {
        thread(house, "t", "");
        let (phone, other) = (house.signed_in("a0"), house.signed_in("c9"));
        let sent = phone.post("/v1/threads/t/posts", json!({"body": " 说得对\r\n第二行 ", "stance": "for"}));
        assert_eq!(sent.status, 201);
        let post = sent.ok();
        assert_eq!((&post["body"]["value"], &post["author"]["is_me"], &post["official"]), (&json!("说得对\n第二行"), &json!(true), &json!(false)));
        let reply = other.post("/v1/threads/t/posts", json!({"body": "谢谢", "parent_id": post["id"]})).ok();
        assert_eq!((&reply["official"], &reply["author"]["role"], &reply["stance"]), (&json!(true), &json!("committee"), &json!("neutral")));
        let page = house.phone.get("/v1/threads/t/posts").ok();
        assert_eq!((page["total"].clone(), page["items"][0]["replies"].clone()), (json!(1), json!(1)));
        assert_eq!(page["items"][0]["author"], json!({"name": "Na0", "role": "resident", "is_me": false}));
        let too_deep = phone.post("/v1/threads/t/posts", json!({"body": "noch tiefer", "parent_id": reply["id"]}));
        assert_eq!(too_deep.errors(), ["/parent_id out-of-range"]);
        let summary = house.phone.get("/v1/threads").ok()["items"][0].clone();
        assert_eq!((&summary["posts"], &summary["official_answers"]), (&json!(2), &json!(1)));
        assert_eq!(house.phone.get("/v1/threads/t").ok()["why_not"], "not_signed_in");
    }

    fn a_post_sent_again_is_the_same_post(house) {
        thread(house, "t", "");
        let phone = house.signed_in("a0");
        let first = phone.keyed("POST", "/v1/threads/t/posts", "key-00001", json!({"body": "A"})).ok();
        let again = phone.keyed("POST", "/v1/threads/t/posts", "key-00001", json!({"body": "A"}));
        assert_eq!((again.status, again.json()["id"].clone()), (201, first["id"].clone()));
        let other = phone.keyed("POST", "/v1/threads/t/posts", "key-00001", json!({"body": "B"}));
        assert_eq!(other.problem(), "idempotency-key-reused");
        let twice = phone.post("/v1/threads/t/posts", json!({"body": "A"}));
        assert_eq!((twice.problem(), twice.json()["existing_id"].clone()), ("duplicate".into(), first["id"].clone()));
        // Somebody else's key is somebody else's.
        house.signed_in("a1").keyed("POST", "/v1/threads/t/posts", "key-00001", json!({"body": "A"})).ok();
        assert_eq!(house.number("SELECT COUNT(*) FROM posts"), 2);
    }

    fn repeats_all_at_once_are_one_post(house) {
        thread(house, "t", "");
        let phone = house.signed_in("a0");
        let barrier = Barrier::new(5);
        let ids: Vec<Value> = std::thread::scope(|scope| {
            let send = || {
                barrier.wait();
                phone.keyed("POST", "/v1/threads/t/posts", "key-00001", json!({"body": "A"})).ok()["id"].clone()
            };
            let tasks: Vec<_> = (0..5).map(|_| scope.spawn(send)).collect();
            tasks.into_iter().map(|task| task.join().unwrap()).collect()
        });
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM posts"), 1);
    }

    fn a_withdrawn_post_keeps_its_place_for_the_replies(house) {
        thread(house, "t", "");
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let post = phone.post("/v1/threads/t/posts", json!({"body": "unüberlegt"})).ok();
        let path = format!("/v1/posts/{}", post["id"].as_str().unwrap());
        other.post("/v1/threads/t/posts", json!({"body": "Antwort", "parent_id": post["id"]})).ok();
        assert_eq!(other.delete(&path).problem(), "forbidden");
        assert_eq!(other.patch(&path, json!({"body": "x"})).problem(), "forbidden");
        let edited = phone.patch(&path, json!({"body": "überlegt"})).ok();
        assert!(edited["edited_at"].is_string());
        let gone = phone.delete(&path).ok();
        assert_eq!((&gone["state"], &gone["body"]["value"]), (&json!("withdrawn"), &json!("")));
        assert_eq!(phone.delete(&path).status, 200);
        assert_eq!(phone.patch(&path, json!({"body": "doch"})).problem(), "forbidden");
        let page = house.phone.get("/v1/threads/t/posts").ok();
        assert_eq!((page["items"][0]["state"].clone(), page["items"][1]["body"]["value"].clone()), (json!("withdrawn"), json!("Antwort")));
        assert_eq!(house.number("SELECT COUNT(*) FROM posts WHERE body LIKE '%berlegt%'"), 0);
        let reply = other.post("/v1/threads/t/posts", json!({"body": "nochmal", "parent_id": post["id"]}));
        assert_eq!(reply.errors(), ["/parent_id not-allowed"]);
    }

    fn agreeing_counts_once_and_can_be_taken_back(house) {
        thread(house, "t", "");
        let (author, phone) = (house.signed_in("a0"), house.signed_in("a1"));
        let post = author.post("/v1/threads/t/posts", json!({"body": "A"})).ok();
        let path = format!("/v1/posts/{}/rating", post["id"].as_str().unwrap());
        for _ in 0..2 {
            assert_eq!(phone.put(&path, json!({"agree": true})).ok(), json!({"agrees": 1, "i_agree": true}));
        }
        assert_eq!(house.signed_in("a2").put(&path, json!({"agree": true})).ok()["agrees"], 2);
        assert_eq!(phone.put(&path, json!({"agree": false})).ok(), json!({"agrees": 1, "i_agree": false}));
        assert_eq!(author.put(&path, json!({"agree": true})).problem(), "forbidden");
        assert_eq!(house.phone.put(&path, json!({"agree": true})).problem(), "not-signed-in");
        assert_eq!(phone.put("/v1/posts/nothing/rating", json!({"agree": true})).problem(), "not-found");
    }

    fn closed_and_imported_threads_take_nothing(house) {
        thread(house, "closed", &format!("closes_at = {}", house.app.now() - 1));
        thread(house, "imported", "read_only = 1");
        thread(house, "statements", "kind = 'statements'");
        let phone = house.signed_in("a0");
        assert_eq!(phone.post("/v1/threads/closed/posts", json!({"body": "A"})).problem(), "thread-closed");
        assert_eq!(phone.post("/v1/threads/imported/posts", json!({"body": "A"})).problem(), "forbidden");
        assert_eq!(phone.post("/v1/threads/statements/posts", json!({"body": "A"})).problem(), "forbidden");
        assert_eq!(phone.post("/v1/threads/nothing/posts", json!({"body": "A"})).problem(), "not-found");
        assert_eq!(phone.get("/v1/threads/closed").ok()["why_not"], "closed");
        assert_eq!(phone.get("/v1/threads/imported").ok()["why_not"], "read_only");
    }

    fn a_moderated_post_waits_where_only_its_author_sees_it(house) {
        thread(house, "t", "moderated = 1");
        let phone = house.signed_in("a0");
        let sent = phone.post("/v1/threads/t/posts", json!({"body": "A"}));
        assert_eq!((sent.status, sent.json()["state"].clone()), (202, json!("pending")));
        assert_eq!(phone.get("/v1/threads/t/posts").ok()["total"], 1);
        assert_eq!(house.phone.get("/v1/threads/t/posts").ok()["total"], 0);
        assert_eq!(house.signed_in("a1").get("/v1/threads/t/posts").ok()["items"], json!([]));
    }

    fn each_order_pages_without_gaps(house) {
        thread(house, "t", "");
        for i in 1..=45 {
            house.sql(&format!(
                "INSERT INTO posts (id, thread_id, seq, body, created_at, agrees) VALUES ('p{i:02}', 't', {i}, 'B{i}', {i}, {})",
                i % 4
            ));
        }
        for (order, first, last) in [("oldest", "p01", "p45"), ("newest", "p45", "p01"), ("most_agreed", "p03", "p44")] {
            let (mut seen, mut next) = (Vec::new(), String::new());
            loop {
                let page = house.phone.get(&format!("/v1/threads/t/posts?limit=10&order={order}{next}")).ok();
                seen.extend(ids(&page));
                match page.get("next") {
                    Some(cursor) => next = format!("&cursor={}", cursor.as_str().unwrap()),
                    None => break,
                }
            }
            assert_eq!((seen.len(), seen[0].as_str(), seen[44].as_str()), (45, first, last), "{order}");
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 45, "{order}");
        }
        assert_eq!(house.phone.get("/v1/threads/t/posts?order=loudest").problem(), "bad-request");
        assert_eq!(house.phone.get("/v1/threads/nothing/posts").problem(), "not-found");
    }

    fn texts_have_limits_that_name_the_place(house) {
        thread(house, "t", "");
        let phone = house.signed_in("a0");
        let post = |body: Value| phone.post("/v1/threads/t/posts", body);
        let long = post(json!({"body": "字".repeat(5001)}));
        assert_eq!((long.problem(), long.errors()), ("too-long".into(), vec!["/body too-long".to_owned()]));
        post(json!({"body": "字".repeat(5000)})).ok();
        assert_eq!(post(json!({"body": " \n "})).errors(), ["/body missing"]);
        assert_eq!(post(json!({})).errors(), ["/body missing"]);
        assert_eq!(post(json!({"body": null})).errors(), ["/body missing"]);
        assert_eq!(post(json!({"body": 7})).errors(), ["/body wrong-type"]);
        assert_eq!(post(json!({"body": "a\u{0}b"})).errors(), ["/body not-allowed"]);
        assert_eq!(post(json!({"body": "a", "stance": "loud"})).errors(), ["/stance unknown-value"]);
        assert_eq!(post(json!({"body": "a", "parent_id": "nothing"})).errors(), ["/parent_id unknown-value"]);
        assert_eq!(post(json!({"body": "a", "parent_id": "x".repeat(1000)})).errors(), ["/parent_id unknown-value"]);
    }

    fn writers_have_a_pace(house) {
        thread(house, "t", "");
        let phone = house.signed_in("a0");
        let refused = (0..40)
            .map(|i| phone.post("/v1/threads/t/posts", json!({"body": format!("Beitrag {i}")})))
            .find(|reply| reply.status != 201)
            .unwrap();
        assert_eq!(refused.problem(), "rate-limited");
        assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
        house.signed_in("a1").post("/v1/threads/t/posts", json!({"body": "andere dürfen"})).ok();
        house.app.clock.advance(600_000);
        phone.post("/v1/threads/t/posts", json!({"body": "wieder dran"})).ok();
    }

    fn reports_are_ones_own_and_once(house) {
        thread(house, "t", "");
        let (author, phone) = (house.signed_in("a0"), house.signed_in("a1"));
        let post = author.post("/v1/threads/t/posts", json!({"body": "A"})).ok();
        let report = json!({"post_id": post["id"], "reason": "insult", "comment": "wirklich"});
        let sent = phone.keyed("POST", "/v1/reports", "key-00001", report.clone());
        assert_eq!((sent.status, sent.json()["state"].clone()), (201, json!("received")));
        let again = phone.keyed("POST", "/v1/reports", "key-00001", report.clone()).ok();
        assert_eq!(again["id"], sent.json()["id"]);
        assert_eq!(phone.post("/v1/reports", report.clone()).ok()["id"], sent.json()["id"]);
        let mut other = report.clone();
        other["reason"] = json!("danger");
        assert_eq!(phone.keyed("POST", "/v1/reports", "key-00001", other).problem(), "idempotency-key-reused");
        assert_eq!(phone.get("/v1/reports").ok()["total"], 1);
        assert_eq!(author.get("/v1/reports").ok()["total"], 0);
        assert_eq!(author.post("/v1/reports", report.clone()).problem(), "forbidden");
        assert_eq!(house.phone.get("/v1/reports").problem(), "not-signed-in");
        let unknown = json!({"post_id": post["id"], "reason": "ugly"});
        assert_eq!(phone.post("/v1/reports", unknown).errors(), ["/reason unknown-value"]);
        let long = json!({"post_id": post["id"], "reason": "insult", "comment": "x".repeat(1001)});
        assert_eq!(phone.post("/v1/reports", long).problem(), "too-long");
        assert_eq!(phone.post("/v1/reports", json!({"post_id": "nothing", "reason": "insult"})).problem(), "not-found");
    }

    fn official_answers_are_read_by_themselves_and_replies_say_whom_they_answer(house) {
        thread(house, "t", "");
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let path = "/v1/threads/t/posts";
        let asked = phone.post(path, json!({"body": "几点关门？"})).ok();
        let answer = other.post(path, json!({"body": "十点", "parent_id": asked["id"]})).ok();
        assert_eq!(answer["answers"]["name"], asked["author"]["name"]);
        assert_eq!((&answer["depth"], &answer["root_id"]), (&json!(1), &asked["id"]));
        assert_eq!(phone.get(path).ok()["items"][1]["answers"]["is_me"], true);
        assert!(asked.get("answers").is_none() && asked.get("root_id").is_none());
        assert_eq!(house.phone.get(&format!("{path}?official=true")).ok()["total"], 0);
        house.sql(&format!("UPDATE posts SET official = 1 WHERE id = {}", answer["id"].to_string().replace('"', "'")));
        let official = house.phone.get(&format!("{path}?official=true&order=newest")).ok();
        assert_eq!((&official["total"], ids(&official).len()), (&json!(1), 1));
        assert_eq!(official["items"][0]["id"], answer["id"]);
        assert_eq!(house.phone.get(&format!("{path}?official=false")).ok()["total"], 1, "posts of their own");
        assert_eq!(house.phone.get(&format!("{path}?official=maybe")).problem(), "bad-request");
    }

    fn an_edit_shows_what_was_there_before(house) {
        thread(house, "t", "");
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let post = phone.post("/v1/threads/t/posts", json!({"body": "一"})).ok();
        let path = format!("/v1/posts/{}", post["id"].as_str().unwrap());
        let versions = |phone: &crate::client::Phone| -> Vec<String> {
            let read = phone.get(&format!("{path}/history")).ok();
            let all = read["versions"].as_array().unwrap();
            all.iter().map(|v| v["body"]["value"].as_str().unwrap().to_owned()).collect()
        };
        assert!(versions(&other).is_empty());
        for words in ["二", "二", "三"] {
            house.app.clock.advance(1000);
            assert_eq!(phone.patch(&path, json!({"body": words})).ok()["body"]["value"], words);
        }
        assert_eq!(versions(&other), ["二", "一"], "the same words again are no version");
        house.sql("UPDATE posts SET state = 'hidden'");
        assert_eq!(other.get(&format!("{path}/history")).problem(), "not-found");
        house.sql("UPDATE posts SET state = 'visible'");
        phone.delete(&path).ok();
        assert_eq!(phone.get(&format!("{path}/history")).problem(), "not-found");
        assert_eq!(house.number("SELECT COUNT(*) FROM post_versions"), 0, "taken back is taken back");
    }

    fn statements_are_read(house) {
        thread(house, "t", "kind = 'statements', read_only = 1");
        for i in 1..=3 {
            house.sql(&format!(
                "INSERT INTO statements (id, thread_id, seq, text, created_at, agree, disagree, pass) \
                 VALUES ('s{i}', 't', {i}, 'S{i}', 1000, 1, 2, 3)"
            ));
        }
        let page = house.phone.get("/v1/threads/t/statements?limit=2").ok();
        assert_eq!((page["total"].clone(), ids(&page)), (json!(3), vec!["s1".to_owned(), "s2".to_owned()]));
        let next = page["next"].as_str().unwrap();
        assert_eq!(ids(&house.phone.get(&format!("/v1/threads/t/statements?limit=2&cursor={next}")).ok()), ["s3"]);
        let vote = house.signed_in("a0").put("/v1/statements/s1/vote", json!({"vote": "agree"}));
        assert_eq!(vote.problem(), "forbidden", "this one is imported");
    }

    fn a_statement_is_proposed_once(house) {
        thread(house, "t", "kind = 'statements'");
        thread(house, "waits", "kind = 'statements', moderated = 1");
        thread(house, "talk", "");
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let path = "/v1/threads/t/statements";
        let first = phone.keyed("POST", path, "key-00001", json!({"text": " 晚上\n十点以后  安静 "}));
        assert_eq!((first.status, first.json()["text"].clone()), (201, json!("晚上 十点以后 安静")));
        let again = phone.keyed("POST", path, "key-00001", json!({"text": "晚上 十点以后 安静"})).ok();
        assert_eq!(again["id"], first.json()["id"]);
        let same = other.post(path, json!({"text": "晚上 十点以后 安静"}));
        assert_eq!((same.problem(), same.json()["existing_id"].clone()), ("duplicate".into(), first.json()["id"].clone()));
        other.post(path, json!({"text": "二"})).ok();
        assert_eq!(house.phone.get(path).ok()["total"], 2);
        assert_eq!(phone.post("/v1/threads/waits/statements", json!({"text": "三"})).status, 202);
        assert_eq!(house.phone.get("/v1/threads/waits/statements").ok()["total"], 0);
        assert_eq!(phone.get("/v1/threads/waits/statements").ok()["total"], 1);
        assert_eq!(phone.post("/v1/threads/talk/statements", json!({"text": "四"})).problem(), "forbidden");
        assert_eq!(phone.post(path, json!({"text": " "})).errors(), ["/text missing"]);
        assert_eq!(phone.post(path, json!({"text": "字".repeat(401)})).problem(), "too-long");
        assert_eq!(house.phone.post(path, json!({"text": "五"})).problem(), "not-signed-in");
    }
}
