//! Threads with many posts: replies under replies, orders that hold while people agree, finding words, what is new.

use crate::client::Phone;
use crate::house::House;
use crate::threads::thread;
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|p| p["id"].as_str().unwrap().to_owned())
        .collect()
}

/// A post in thread `t`; `more` are further columns with their values.
fn put(house: &House, id: &str, seq: i64, parent: Option<&str>, more: &[(&str, &str)]) {
    let parent = parent.map_or("NULL".to_owned(), |parent| format!("'{parent}'"));
    let columns: String = more.iter().map(|(column, _)| format!(", {column}")).collect();
    let values: String = more.iter().map(|(_, value)| format!(", {value}")).collect();
    let body = if more.iter().any(|(column, _)| *column == "body") {
        String::new()
    } else {
        ", body".to_owned()
    };
    let words = if body.is_empty() {
        String::new()
    } else {
        format!(", 'B{id}'")
    };
    house.sql(&format!(
        "INSERT INTO posts (id, thread_id, seq, parent_id, created_at{body}{columns}) VALUES ('{id}', 't', {seq}, {parent}, {seq}{words}{values})"
    ));
    // The next one that somebody writes has the number behind it.
    house.sql(&format!(
        "UPDATE threads SET last_seq = {seq} WHERE id = 't' AND last_seq < {seq}"
    ));
}

fn all_pages(phone: &Phone, path: &str) -> Vec<String> {
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = phone.get(&format!("{path}{next}")).ok();
        seen.extend(ids(&page));
        match page.get("next") {
            Some(cursor) => next = format!("&cursor={}", cursor.as_str().unwrap()),
            None => return seen,
        }
    }
}

/// Roots `p1` … with ten replies under `p1`: `a` has `a1` under it and that one `a2`.
fn tree(house: &House) {
    thread(house, "t", "reply_levels = 8, last_seq = 40");
    put(house, "p1", 1, None, &[]);
    put(house, "p2", 2, None, &[]);
    put(house, "b", 3, Some("p1"), &[]);
    put(house, "a", 4, Some("p1"), &[]);
    put(house, "b1", 5, Some("b"), &[]);
    put(house, "b2", 6, Some("b1"), &[]);
    put(house, "p3", 7, None, &[]);
    put(house, "c", 8, Some("p2"), &[]);
}

fn agree(house: &House, post: &str, people: &[&str]) {
    for who in people {
        house.sql(&format!(
            "INSERT INTO post_agrees (post_id, resident_id) VALUES ('{post}', '{who}')"
        ));
    }
    house.sql(&format!(
        "UPDATE posts SET agrees = {} WHERE id = '{post}'",
        people.len()
    ));
}

on_both! {
    fn replies_stand_under_what_they_answer_depth_first(house) {
        tree(house);
        let page = house.phone.get("/v1/threads/t/posts").ok();
        assert_eq!(ids(&page), ["p1", "b", "b1", "b2", "p2", "c", "p3"], "three replies come with each");
        assert_eq!((&page["total"], &page["items"][0]["replies"], &page["items"][1]["replies"]), (&json!(3), &json!(4), &json!(1)));
        let deep = &page["items"][3];
        assert_eq!((&deep["depth"], &deep["root_id"], &deep["parent_id"]), (&json!(3), &json!("p1"), &json!("b1")));
        assert_eq!(all_pages(&house.phone, "/v1/posts/p1/replies?limit=2"), ["b", "b1", "b2", "a"]);
        assert_eq!(house.phone.get("/v1/posts/b/replies").ok()["total"], 2);
        assert_eq!(all_pages(&house.phone, "/v1/posts/b/replies?limit=1"), ["b1", "b2"]);
        assert_eq!(house.phone.get("/v1/posts/nothing/replies").problem(), "not-found");
        assert_eq!(house.phone.get("/v1/posts/a/replies?cursor=302e312e3030").problem(), "bad-request");
    }

    fn replies_go_as_deep_as_the_thread_says(house) {
        thread(house, "t", "reply_levels = 3");
        let phone = house.signed_in("a0");
        let mut above = phone.post("/v1/threads/t/posts", json!({"body": "0"})).ok();
        let root = above["id"].clone();
        for level in 1..=3 {
            assert_eq!(above["can"]["reply"], true);
            let reply = phone.post("/v1/threads/t/posts", json!({"body": level.to_string(), "parent_id": above["id"]})).ok();
            assert_eq!((&reply["depth"], &reply["root_id"]), (&json!(level), &root));
            assert_eq!(reply["answers"]["is_me"], true);
            above = reply;
        }
        assert_eq!(above["can"]["reply"], false);
        let deeper = phone.post("/v1/threads/t/posts", json!({"body": "4", "parent_id": above["id"]}));
        assert_eq!(deeper.errors(), ["/parent_id out-of-range"]);
        let thread = house.phone.get("/v1/threads/t").ok();
        assert_eq!((&thread["posts"], &thread["reply_levels"]), (&json!(4), &json!(3)));
    }

    fn counts_follow_what_moderators_and_authors_do(house) {
        thread(house, "t", "reply_levels = 3, moderated = 1");
        let phone = house.signed_in("a0");
        let root = phone.post("/v1/threads/t/posts", json!({"body": "Frage"})).ok();
        let read = |phone: &Phone| {
            let page = phone.get("/v1/threads/t/posts").ok();
            (page["total"].as_u64().unwrap(), page["items"].as_array().unwrap().len())
        };
        assert_eq!((read(&phone), read(&house.phone)), ((1, 1), (0, 0)));
        house.sql("UPDATE posts SET state = 'visible'");
        let reply = phone.post("/v1/threads/t/posts", json!({"body": "Antwort", "parent_id": root["id"]})).ok();
        let replies = |id: &Value| house.phone.get(&format!("/v1/posts/{}", id.as_str().unwrap())).ok()["replies"].clone();
        assert_eq!((replies(&root["id"]), read(&phone), read(&house.phone)), (json!(0), (1, 2), (1, 1)));
        house.sql("UPDATE posts SET state = 'visible' WHERE parent_id IS NOT NULL");
        assert_eq!((replies(&root["id"]), read(&house.phone)), (json!(1), (1, 2)));
        assert_eq!(house.phone.get("/v1/threads").ok()["items"][0]["posts"], 2);
        let reply = reply["id"].as_str().unwrap();
        phone.delete(&format!("/v1/posts/{reply}")).ok();
        assert_eq!((replies(&root["id"]), read(&house.phone)), (json!(1), (1, 2)), "a tombstone keeps its place");
        assert_eq!(house.phone.get("/v1/threads/t").ok()["posts"], 1);
        house.sql("UPDATE posts SET state = 'refused' WHERE parent_id IS NOT NULL");
        assert_eq!((replies(&root["id"]), read(&house.phone)), (json!(0), (1, 1)));
    }

    fn a_page_opens_around_a_post_and_goes_on_both_ways(house) {
        thread(house, "t", "reply_levels = 8");
        for seq in 1..=30 {
            put(house, &format!("p{seq:02}"), seq, None, &[("agrees", &(seq % 3).to_string())]);
        }
        put(house, "r", 31, Some("p15"), &[]);
        put(house, "rr", 32, Some("r"), &[]);
        for order in ["oldest", "newest", "most_agreed", "agreed_across"] {
            let path = format!("/v1/threads/t/posts?limit=6&order={order}");
            let whole: Vec<String> = all_pages(&house.phone, &path).into_iter().filter(|id| id.starts_with('p')).collect();
            let middle = house.phone.get(&format!("{path}&around=rr")).ok();
            let got = ids(&middle);
            assert!(got.contains(&"p15".to_owned()) && got.contains(&"r".to_owned()) && got.contains(&"rr".to_owned()), "{order}: {got:?}");
            let roots = |page: &Value| -> Vec<String> { ids(page).into_iter().filter(|id| id.starts_with('p')).collect() };
            let mut seen = roots(&middle);
            assert_eq!(seen.len(), 6, "{order}");
            let mut page = middle.clone();
            while let Some(cursor) = page.get("previous") {
                let before = page["before"].as_u64().unwrap();
                page = house.phone.get(&format!("{path}&cursor={}", cursor.as_str().unwrap())).ok();
                let above = roots(&page);
                assert_eq!(before as usize - above.len(), page["before"].as_u64().unwrap_or(0) as usize, "{order}");
                seen.splice(0..0, above);
            }
            page = middle;
            while let Some(cursor) = page.get("next") {
                page = house.phone.get(&format!("{path}&cursor={}", cursor.as_str().unwrap())).ok();
                seen.extend(roots(&page));
            }
            assert_eq!(seen, whole, "{order}");
            assert_eq!(house.phone.get(&format!("{path}&around=nothing")).problem(), "not-found");
        }
        let first = house.phone.get("/v1/threads/t/posts?limit=6&around=p01").ok();
        assert!(first.get("previous").is_none() && ids(&first)[0] == "p01");
        let cursor = first["next"].as_str().unwrap();
        assert_eq!(house.phone.get(&format!("/v1/threads/t/posts?order=newest&cursor={cursor}")).problem(), "bad-request");
    }

    fn an_order_holds_while_people_agree(house) {
        thread(house, "t", "");
        for seq in 1..=40 {
            put(house, &format!("p{seq:02}"), seq, None, &[("agrees", &(seq % 5).to_string())]);
        }
        let phone = house.signed_in("a0");
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = house.phone.get(&format!("/v1/threads/t/posts?limit=7&order=most_agreed{next}")).ok();
            seen.extend(ids(&page));
            // What comes last becomes most agreed, what came first loses, and somebody writes.
            house.sql("UPDATE posts SET agrees = CASE WHEN agrees = 0 THEN 9 WHEN agrees = 4 THEN 0 ELSE agrees END");
            phone.post("/v1/threads/t/posts", json!({"body": format!("neu {}", seen.len())})).ok();
            match page.get("next") {
                Some(cursor) => next = format!("&cursor={}", cursor.as_str().unwrap()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 40);
        assert_eq!((seen[0].as_str(), seen[39].as_str()), ("p04", "p40"));
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 40, "none twice, none left out");
        let again = house.phone.get("/v1/threads/t/posts?limit=7&order=most_agreed").ok();
        assert_eq!(again["items"][0]["agrees"], 9, "a first page is of now");
    }

    fn words_are_found_from_one_character_and_never_hidden_ones(house) {
        thread(house, "t", "reply_levels = 3");
        let texts = [
            ("a", "'电梯又坏了，LED 灯也不亮'", "visible"), ("b", "'电梯隐藏'", "hidden"), ("c", "'电梯等待'", "pending"),
            ("d", "'电梯拒绝'", "refused"), ("e", "'100% ÄRGER_mit dem Lift'", "visible"),
        ];
        for (n, (id, body, state)) in (1..).zip(texts) {
            let parent = (id == "e").then_some("a");
            put(house, id, n, parent, &[("body", body), ("state", &format!("'{state}'")), ("author_id", "'a0'")]);
        }
        house.sql("UPDATE posts SET folded = '100% ärger_mit dem lift' WHERE id = 'e'");
        let phone = house.signed_in("a0");
        let find = |q: &str| {
            let q: String = q.bytes().map(|b| format!("%{b:02X}")).collect();
            let page = phone.get(&format!("/v1/threads/t/posts?order=newest&q={q}")).ok();
            assert_eq!(page["total"], json!(page["items"].as_array().unwrap().len()));
            ids(&page)
        };
        assert_eq!(find("电梯"), ["a"], "not even the author finds what waits");
        assert_eq!(find("灯"), ["a"]);
        assert_eq!(find("led"), ["a"]);
        assert_eq!(find("lift ÄRGER"), ["e"]);
        assert_eq!(find("0% "), ["e"]);
        assert_eq!(find("r_m"), ["e"]);
        assert!(find("r_e").is_empty() && find("%隐").is_empty() && find("隐藏").is_empty());
        assert_eq!(find("l"), ["e", "a"]);
        assert_eq!(phone.get("/v1/threads/t/posts?q=%20").ok()["total"], 4, "no words: the list as it is, with the tombstone and what waits");
        assert_eq!(phone.get(&format!("/v1/threads/t/posts?q={}", "x".repeat(101))).problem(), "bad-request");
        let written = phone.post("/v1/threads/t/posts", json!({"body": "Öl"})).ok();
        assert_eq!(find("öl"), [written["id"].as_str().unwrap()]);
        let path = format!("/v1/posts/{}", written["id"].as_str().unwrap());
        phone.patch(&path, json!({"body": "ÜBER"})).ok();
        assert!(find("öl").is_empty() && find("über").len() == 1);
        phone.delete(&path).ok();
        assert!(find("über").is_empty());
        assert_eq!(all_pages(&phone, "/v1/threads/t/posts?limit=1&q=l"), ["a", "e"]);
    }

    fn agreed_across_groups_is_not_what_the_larger_one_loves(house) {
        thread(house, "t", "");
        for seq in 1..=8 {
            put(house, &format!("p{seq}"), seq, None, &[]);
        }
        let many = ["a0", "a1", "a2", "a3", "a4", "a5"];
        let few = ["b0", "b1", "b2", "b3", "b4"];
        for post in ["p1", "p2", "p3"] {
            agree(house, post, &many);
        }
        let order = |phone: &Phone| phone.get("/v1/threads/t/posts?order=agreed_across").ok();
        let alone = order(&house.phone);
        assert_eq!((&alone["order"], ids(&alone)[0].as_str()), (&json!("most_agreed"), "p1"), "one camp is no groups");
        for post in ["p4", "p5", "p6"] {
            agree(house, post, &few);
        }
        agree(house, "p7", &["a4", "a5", "b0", "b1"]);
        house.app.clock.advance(60_000);
        let across = order(&house.phone);
        assert!(across.get("order").is_none());
        assert_eq!(ids(&across)[0], "p7");
        assert_eq!(ids(&across)[7], "p8");
        assert_eq!(ids(&house.phone.get("/v1/threads/t/posts?order=most_agreed").ok())[0], "p1");
        assert_eq!(ids(&order(&house.signed_in("a0"))), ids(&across));
    }

    fn news_are_what_came_since(house) {
        thread(house, "t", "");
        let now = house.app.now();
        let day = |days: i64| (now + days * DAY).to_string();
        type Made<'a> = (&'a str, i64, &'a [(&'a str, &'a str)]);
        let posts: [Made; 7] = [
            ("old", -9, &[("agrees", "50"), ("stance", "'for'")]),
            ("for", -2, &[("agrees", "3"), ("stance", "'for'")]),
            ("for2", -2, &[("agrees", "5"), ("stance", "'for'")]),
            ("mute", -2, &[("agrees", "0"), ("stance", "'against'")]),
            ("ask", -1, &[("agrees", "1"), ("stance", "'question'")]),
            ("gone", -1, &[("agrees", "9"), ("stance", "'question'"), ("state", "'hidden'")]),
            ("answer", -1, &[("agrees", "9"), ("stance", "'for'"), ("official", "1")]),
        ];
        for (n, (id, days, more)) in (1..).zip(posts) {
            put(house, id, n, None, more);
            house.sql(&format!("UPDATE posts SET created_at = {} WHERE id = '{id}'", day(days)));
        }
        let at = |days: i64| contract::Timestamp::from_millis(now + days * DAY).to_string();
        house.poll("v", &[("closes_at", json!(now - DAY)), ("opens_at", json!(now - 5 * DAY))]);
        house.poll("w", &[("closes_at", json!(now - DAY)), ("cancelled", json!(1))]);
        let stages = json!([
            {"kind": "discussing", "state": "ahead", "from": at(-8), "until": at(-2)},
            {"kind": "voting", "state": "ahead", "from": at(-2), "until": at(-1),
             "related": [{"kind": "poll", "id": "v", "title": "V"}, {"kind": "poll", "id": "w", "title": "W"}]},
            {"kind": "publishing", "state": "ahead", "from": at(2)},
        ]);
        let about = json!({"format": "plain", "value": ""});
        house.sql(&format!(
            "INSERT INTO matters (id, title, about, stages, related, created_at, updated_at) VALUES ('m', 'M', '{about}', '{stages}', '[]', 1, 1)"
        ));
        house.sql("INSERT INTO matter_links (matter_id, kind, linked_id) VALUES ('m', 'thread', 't')");
        let news = house.phone.get(&format!("/v1/threads/t/news?since={}", at(-3))).ok();
        assert_eq!(news["posts"], 5);
        let of = |key: &str| -> Vec<&str> { news[key].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect() };
        assert_eq!((of("official"), of("most_agreed")), (vec!["answer"], vec!["for2", "ask"]));
        let decisions = news["decisions"].as_array().unwrap();
        assert_eq!(decisions.len(), 2, "{decisions:?}");
        assert_eq!((&decisions[0]["kind"], &decisions[0]["poll"]["id"]), (&json!("poll_ended"), &json!("v")));
        assert_eq!((&decisions[1]["kind"], &decisions[1]["stage"]), (&json!("stage_began"), &json!("voting")));
        let none = house.phone.get(&format!("/v1/threads/t/news?since={}", at(0))).ok();
        assert_eq!((&none["posts"], &none["decisions"]), (&json!(0), &json!([])));
        for bad in ["", "?since=", "?since=gestern"] {
            assert_eq!(house.phone.get(&format!("/v1/threads/t/news{bad}")).problem(), "bad-request");
        }
        let stage = house.phone.get("/v1/threads/t").ok()["stages"][1].clone();
        assert_eq!(stage["related"][0]["id"], "v");
        assert_eq!(house.phone.get("/v1/matters/m").ok()["stages"][1], stage);
    }

    fn ones_own_words_are_no_news(house) {
        thread(house, "t", "");
        let since = contract::Timestamp::from_millis(house.app.now() - 1).to_string();
        let path = format!("/v1/threads/t/news?since={since}");
        let (author, neighbour) = (house.signed_in("a0"), house.signed_in("b0"));
        let post = author.post("/v1/threads/t/posts", json!({"body": "一", "stance": "for"})).ok();
        agree(house, post["id"].as_str().unwrap(), &["b0"]);
        let news = |phone: &Phone| {
            let news = phone.get(&path).ok();
            let few = |key: &str| news[key].as_array().unwrap().len();
            (news["posts"].as_u64().unwrap(), few("official"), few("most_agreed"))
        };
        assert_eq!((news(&author), news(&neighbour)), ((0, 0, 0), (1, 0, 1)));
        house.signed_in("c9").post("/v1/threads/t/posts", json!({"body": "二"})).ok();
        assert_eq!(news(&house.signed_in("c9")), (1, 0, 1), "an official answer is no news to who gave it");
        assert_eq!(news(&author), (1, 1, 0));
        assert_eq!(news(&neighbour), (2, 1, 1));
        assert_eq!(news(&house.phone), (2, 1, 1));
        // Whose account is gone has written nonetheless.
        house.sql("UPDATE posts SET author_id = NULL WHERE official = 0");
        assert_eq!(news(&author), (2, 1, 1));
    }

    fn a_side_can_be_changed_and_the_history_tells(house) {
        thread(house, "t", "");
        let phone = house.signed_in("a0");
        let post = phone.post("/v1/threads/t/posts", json!({"body": "一", "stance": "for"})).ok();
        let path = format!("/v1/posts/{}", post["id"].as_str().unwrap());
        house.app.clock.advance(1000);
        let edited = phone.patch(&path, json!({"body": "一", "stance": "against"})).ok();
        assert_eq!((&edited["stance"], edited["edited_at"].is_string()), (&json!("against"), true));
        assert_eq!(phone.patch(&path, json!({"body": "二"})).ok()["stance"], "against");
        assert_eq!(phone.patch(&path, json!({"body": "二", "stance": "loud"})).errors(), ["/stance unknown-value"]);
        let history = house.phone.get(&format!("{path}/history")).ok();
        assert_eq!(history["versions"][1]["stance"], "for");
    }

    fn statements_are_reported_like_posts(house) {
        thread(house, "t", "kind = 'statements'");
        house.sql("INSERT INTO statements (id, thread_id, seq, text, created_at, author_id) VALUES ('s', 't', 1, 'S', 1, 'a1')");
        let phone = house.signed_in("a0");
        let listed = |phone: &Phone| phone.get("/v1/threads/t/statements").ok()["items"][0]["can_report"].clone();
        assert_eq!((listed(&phone), listed(&house.phone), listed(&house.signed_in("a1"))), (json!(true), json!(false), json!(false)));
        let report = json!({"statement_id": "s", "reason": "insult"});
        let made = phone.post("/v1/reports", report.clone()).ok();
        assert_eq!((&made["statement_id"], &made["thread_id"], made.get("post_id")), (&json!("s"), &json!("t"), None));
        assert_eq!(phone.post("/v1/reports", report.clone()).ok()["id"], made["id"]);
        assert_eq!(phone.get("/v1/reports").ok()["total"], 1);
        assert_eq!(house.signed_in("a1").post("/v1/reports", report).problem(), "forbidden");
        assert_eq!(phone.post("/v1/reports", json!({"reason": "insult"})).errors(), ["/post_id missing"]);
        let both = json!({"statement_id": "s", "post_id": "p", "reason": "insult"});
        assert_eq!(phone.post("/v1/reports", both).errors(), ["/statement_id not-allowed"]);
        house.sql("UPDATE statements SET state = 'refused'");
        assert_eq!(phone.post("/v1/reports", json!({"statement_id": "s", "reason": "danger"})).problem(), "not-found");
    }
}

#[test]
fn pages_go_along_indices() {
    let house = House::sqlite();
    thread(&house, "t", "");
    let plan = |sql: &str| -> String {
        let rows: Vec<(i64, i64, i64, String)> = house
            .wait(
                sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
                    .fetch_all(&house.app.db.pool),
            )
            .unwrap();
        rows.into_iter().map(|row| row.3).collect::<Vec<_>>().join("; ")
    };
    let shown = "(state NOT IN ('pending', 'refused') OR author_id = 'a0')";
    for (sql, index) in [
        (format!("SELECT seq FROM posts WHERE thread_id = 't' AND parent_id IS NULL AND {shown} AND seq > 5 ORDER BY seq LIMIT 21"), "posts_roots"),
        (format!("SELECT id FROM posts c WHERE c.root_id = 'p' AND {shown} ORDER BY c.path LIMIT 3"), "posts_tree"),
        (format!("SELECT seq, path FROM posts WHERE root_id = 'p' AND path > '1' AND path < '2:' AND {shown} ORDER BY path LIMIT 21"), "posts_tree"),
        ("SELECT COUNT(*) FROM posts WHERE thread_id = 't' AND author_id = 'a0' AND state IN ('pending', 'refused') AND parent_id IS NULL".to_owned(), "posts_waiting"),
    ] {
        let plan = plan(&sql);
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), "{sql}: {plan}");
    }
}
