//! What people say about statements: it counts once, can be changed, and is nobody else's business.

use crate::client::Phone;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Barrier;

fn thread(house: &crate::house::House, statements: usize) {
    crate::threads::thread(house, "t", "kind = 'statements'");
    let at = house.app.now() - 1000;
    for n in 1..=statements {
        house.sql(&format!(
            "INSERT INTO statements (id, thread_id, seq, text, created_at) VALUES ('s{n}', 't', {n}, 'Statement {n}', {at})"
        ));
    }
}

fn say(phone: &Phone, id: &str, vote: &str) -> crate::client::Reply {
    phone.put(&format!("/v1/statements/{id}/vote"), json!({"vote": vote}))
}

fn counts(statement: &Value) -> [i64; 3] {
    ["agree", "disagree", "pass"].map(|name| statement[name].as_i64().unwrap())
}

fn unanswered(phone: &Phone, limit: usize) -> Vec<String> {
    let page = phone
        .get(&format!(
            "/v1/threads/t/statements?order=unanswered&limit={limit}"
        ))
        .ok();
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    fn the_last_word_counts_once(house) {
        thread(house, 2);
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        for (vote, expected) in [("agree", [1, 0, 0]), ("agree", [1, 0, 0]), ("disagree", [0, 1, 0]), ("pass", [0, 0, 1])] {
            let said = say(&phone, "s1", vote).ok();
            assert_eq!((counts(&said), &said["mine"]), (expected, &json!(vote)));
        }
        assert_eq!(counts(&say(&other, "s1", "agree").ok()), [1, 0, 1]);
        let seen = |phone: &Phone| phone.get("/v1/threads/t/statements").ok()["items"][0]["mine"].clone();
        assert_eq!((seen(&phone), seen(&other), seen(&house.phone)), (json!("pass"), json!("agree"), Value::Null));
        assert_eq!(house.number("SELECT COUNT(*) FROM statement_votes"), 2);
    }

    fn many_taps_at_once_are_one_word(house) {
        thread(house, 1);
        let phones: Vec<Phone> = (0..4).map(|n| house.signed_in(&format!("a{n}"))).collect();
        let start = Barrier::new(12);
        std::thread::scope(|scope| {
            for n in 0..12 {
                let (phone, start) = (&phones[n % 4], &start);
                scope.spawn(move || {
                    start.wait();
                    say(phone, "s1", ["agree", "disagree", "pass"][n / 4]).ok();
                });
            }
        });
        let statement = house.phone.get("/v1/threads/t/statements").ok()["items"][0].clone();
        assert_eq!(counts(&statement).iter().sum::<i64>(), 4);
        for name in ["agree", "disagree", "pass"] {
            let votes = house.number(&format!("SELECT COUNT(*) FROM statement_votes WHERE vote = '{name}'"));
            assert_eq!(statement[name], votes, "{name}");
        }
    }

    fn what_cannot_be_said_is_refused(house) {
        thread(house, 1);
        let phone = house.signed_in("a0");
        assert_eq!(say(&house.phone, "s1", "agree").problem(), "not-signed-in");
        assert_eq!(say(&phone, "s9", "agree").problem(), "not-found");
        assert_eq!(say(&phone, "s1", "maybe").errors(), ["/vote unknown-value"]);
        house.sql("UPDATE statements SET state = 'pending', author_id = 'a1'");
        assert_eq!(say(&phone, "s1", "agree").problem(), "not-found", "nobody else knows of it");
        assert_eq!(say(&house.signed_in("a1"), "s1", "agree").problem(), "forbidden");
        house.sql("UPDATE statements SET state = 'visible'");
        house.sql("UPDATE threads SET read_only = 1");
        assert_eq!(say(&phone, "s1", "agree").problem(), "forbidden");
        house.sql(&format!("UPDATE threads SET read_only = 0, closes_at = {}", house.app.now() - 1));
        assert_eq!(say(&phone, "s1", "agree").problem(), "thread-closed");
        assert_eq!(house.number("SELECT COUNT(*) FROM statement_votes"), 0);
    }

    fn what_fewest_have_answered_is_asked_next(house) {
        thread(house, 30);
        house.sql("UPDATE statements SET agree = seq WHERE seq > 20");
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        assert_eq!(
            house.phone.get("/v1/threads/t/statements?order=unanswered").problem(),
            "not-signed-in"
        );
        let mine = unanswered(&phone, 100);
        assert_eq!(mine.len(), 30);
        assert_eq!(mine[20..], (21..=30).map(|n| format!("s{n}")).collect::<Vec<_>>()[..], "the most answered last");
        assert_eq!(mine, unanswered(&phone, 100), "asking again gives the same");
        assert_ne!(mine, unanswered(&other, 100), "everybody begins elsewhere");

        // Page by page it is the same list.
        let (mut paged, mut next) = (Vec::new(), String::new());
        loop {
            let page = phone.get(&format!("/v1/threads/t/statements?order=unanswered&limit=7{next}")).ok();
            assert_eq!(page["total"], 30);
            paged.extend(page["items"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap().to_owned()));
            match page.get("next") {
                Some(cursor) => next = format!("&cursor={}", cursor.as_str().unwrap()),
                None => break,
            }
        }
        assert_eq!(paged, mine);

        say(&phone, &mine[0], "pass").ok();
        assert_eq!(unanswered(&phone, 100), mine[1..]);
        assert!(unanswered(&other, 100).contains(&mine[0]));
        assert!(phone.get("/v1/threads/t/statements?order=newest").problem() == "bad-request");
    }

    fn the_matrix_is_what_was_said_and_names_nobody(house) {
        thread(house, 5);
        house.sql("UPDATE statements SET state = 'pending' WHERE id = 's5'");
        let votes = [
            ("a0", "s1", "agree"), ("a0", "s4", "pass"), ("a1", "s2", "disagree"), ("a1", "s3", "agree"), ("a2", "s1", "agree"),
        ];
        for (who, id, vote) in votes {
            say(&house.signed_in(who), id, vote).ok();
        }
        // Whom nothing is published of before there are seven of them.
        for who in ["b0", "b1", "b2", "b3"] {
            say(&house.signed_in(who), "s2", "pass").ok();
        }
        let reply = house.phone.get("/v1/threads/t/votes");
        let text = reply.text();
        let matrix = reply.ok();
        assert_eq!(matrix["statements"], json!(["s1", "s2", "s3", "s4"]));
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for row in matrix["participants"].as_array().unwrap() {
            let votes = opinion::read_row(row.as_str().unwrap(), 4).unwrap();
            *rows.entry(opinion::write_row(&votes)).or_default() += 1;
        }
        let expected = [("+", 1), ("+2~", 1), ("1-+", 1), ("1~", 4)].map(|(row, n)| (row.to_owned(), n));
        assert_eq!(rows, BTreeMap::from(expected));
        for resident in ["a0", "a1", "a2", "b0", "b1", "b2", "b3"] {
            assert!(!text.contains(resident));
        }
        // Asked of the whole text: a hash may well end like a short id.
        let kept = house.number("SELECT COUNT(*) FROM statement_votes WHERE voter IN (SELECT id FROM residents)");
        assert_eq!(kept, 0, "no vote is kept under a resident's id");
        assert_eq!(house.number("SELECT COUNT(*) FROM statement_votes WHERE LENGTH(voter) <> 64"), 0);
        crate::threads::thread(house, "d", "");
        assert_eq!(house.phone.get("/v1/threads/d/votes").problem(), "not-found");
        assert_eq!(house.phone.get("/v1/threads/x/votes").problem(), "not-found");
    }

    fn of_six_people_nobodys_votes_are_published(house) {
        thread(house, 8);
        let people = ["a0", "a1", "a2", "b0", "b1", "b2", "b3"];
        let asked = || house.phone.get("/v1/threads/t/votes").ok();
        let none = json!({"voters": 0, "enough": 0});
        assert_eq!((&asked()["participants"], &asked()["too_few"]), (&json!([]), &none));
        for who in &people[..6] {
            say(&house.signed_in(who), "s1", "agree").ok();
        }
        // Only one of them has said enough to be in a group.
        let first = house.signed_in(people[0]);
        for n in 2..=8 {
            say(&first, &format!("s{n}"), "disagree").ok();
        }
        let six = asked();
        assert_eq!((&six["participants"], &six["too_few"]), (&json!([]), &json!({"voters": 6, "enough": 1})));
        assert_eq!(six["statements"].as_array().unwrap().len(), 8);
        say(&house.signed_in(people[6]), "s8", "pass").ok();
        let seven = asked();
        assert_eq!(seven["participants"], json!(["+", "+", "+", "+", "+", "+-------", "7~"]));
        assert_eq!(seven.get("too_few"), None);
        // A statement that is taken out takes with it who said nothing else.
        house.sql("UPDATE statements SET state = 'refused' WHERE id = 's8'");
        assert_eq!(asked()["participants"], json!([]));
    }

    fn one_persons_votes_in_two_threads_have_nothing_in_common(house) {
        thread(house, 1);
        crate::threads::thread(house, "u", "kind = 'statements'");
        house.sql(&format!(
            "INSERT INTO statements (id, thread_id, seq, text, created_at) VALUES ('v1', 'u', 1, 'Other', {})",
            house.app.now() - 1000
        ));
        let phone = house.signed_in("a0");
        say(&phone, "s1", "agree").ok();
        say(&phone, "v1", "agree").ok();
        assert_eq!(house.number("SELECT COUNT(DISTINCT voter) FROM statement_votes"), 2);
    }
}
