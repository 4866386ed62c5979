//! Matters: where they stand, and how content residents are with what came of them.

use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

fn matter(house: &crate::house::House, id: &str, stages: &Value, outcome: Option<&Value>) {
    let about = json!({"format": "markdown", "value": "text"});
    let outcome = outcome.map_or("NULL".to_owned(), |o| format!("'{o}'"));
    let at = house.app.now() - DAY;
    house.sql(&format!(
        "INSERT INTO matters (id, title, about, stages, related, outcome, created_at, updated_at) \
         VALUES ('{id}', 'Matter {id}', '{about}', '{stages}', '[]', {outcome}, {at}, {at})"
    ));
}

fn at(house: &crate::house::House, days: i64) -> String {
    contract::Timestamp::from_millis(house.app.now() + days * DAY).to_string()
}

fn outcome(due: Option<String>, done_at: Option<String>) -> Value {
    json!({
        "text": {"format": "plain", "value": "a rail"}, "responsible": "property",
        "due": due, "done_at": done_at, "progress": [],
    })
}

on_both! {
    fn stages_follow_the_clock_and_the_thread_shows_them(house) {
        let stages = json!([
            {"kind": "collecting", "state": "ahead", "from": at(house, -9), "until": at(house, -6)},
            {"kind": "discussing", "state": "skipped"},
            {"kind": "voting", "state": "ahead", "from": at(house, -2), "until": at(house, 2)},
            {"kind": "carrying_out", "state": "ahead", "from": at(house, 2)},
        ]);
        matter(house, "m", &stages, None);
        let states = |value: &Value| -> Vec<String> {
            value["stages"].as_array().unwrap().iter().map(|s| s["state"].as_str().unwrap().to_owned()).collect()
        };
        let read = house.phone.get("/v1/matters/m").ok();
        assert_eq!(states(&read), ["done", "skipped", "now", "ahead"]);
        assert_eq!(read["state"], "open");
        let listed = house.phone.get("/v1/matters").ok();
        assert_eq!((&listed["total"], &listed["items"][0]["stage"]), (&json!(1), &json!("voting")));

        crate::threads::thread(house, "t", "");
        assert!(house.phone.get("/v1/threads/t").ok().get("stages").is_none());
        house.sql("INSERT INTO matter_links (matter_id, kind, linked_id) VALUES ('m', 'thread', 't')");
        let thread = house.phone.get("/v1/threads/t").ok();
        assert_eq!(states(&thread), ["done", "skipped", "now", "ahead"]);
        assert_eq!(thread["stage"], "voting");
        assert_eq!(thread["related"][0], json!({"kind": "matter", "id": "m", "title": "Matter m"}));
        assert_eq!(house.phone.get("/v1/matters/x").problem(), "not-found");
    }

    fn what_is_late_is_called_late(house) {
        for (id, due, done, state) in [
            ("a", Some(at(house, 3)), None, "carrying_out"),
            ("b", Some(at(house, -3)), None, "overdue"),
            ("c", Some(at(house, -3)), Some(at(house, -1)), "carried_out"),
            ("d", None, None, "carrying_out"),
        ] {
            matter(house, id, &json!([]), Some(&outcome(due, done)));
            assert_eq!(house.phone.get(&format!("/v1/matters/{id}")).ok()["state"], state, "{id}");
        }
    }

    fn only_what_is_carried_out_is_rated_and_few_ratings_say_nothing(house) {
        matter(house, "open", &json!([]), Some(&outcome(Some(at(house, 3)), None)));
        matter(house, "done", &json!([]), Some(&outcome(None, Some(at(house, -1)))));
        let rate = |phone: &crate::client::Phone, id: &str, stars: i64| {
            phone.put(&format!("/v1/matters/{id}/rating"), json!({"stars": stars, "comment": " 很稳 "}))
        };
        let phone = house.signed_in("a0");
        assert_eq!(phone.get("/v1/matters/open").ok()["can_rate"], false);
        assert_eq!(rate(&phone, "open", 5).problem(), "forbidden");
        assert_eq!(rate(&house.phone, "done", 5).problem(), "not-signed-in");
        assert_eq!(rate(&phone, "x", 5).problem(), "not-found");
        for wrong in [0, 6, 1_000_000] {
            assert_eq!(rate(&phone, "done", wrong).errors(), ["/stars out-of-range"]);
        }
        assert!(house.phone.get("/v1/matters/done").ok().get("my_rating").is_none());

        assert_eq!(rate(&phone, "done", 2).ok()["my_rating"], json!({"stars": 2, "comment": "很稳"}));
        // Somebody who thinks again is still one person.
        assert_eq!(rate(&phone, "done", 4).ok()["satisfaction"], json!({"ratings": 1}));
        for (n, stars) in [(1, 5), (2, 5), (3, 1)] {
            rate(&house.signed_in(&format!("a{n}")), "done", stars).ok();
        }
        let four = house.phone.get("/v1/matters/done").ok();
        assert_eq!(four["satisfaction"], json!({"ratings": 4}), "four people are too few");
        assert!(four.get("my_rating").is_none());
        let five = rate(&house.signed_in("a4"), "done", 5).ok();
        assert_eq!(five["satisfaction"], json!({"ratings": 5, "counts": [1, 0, 0, 1, 3]}));
        assert!(!house.phone.get("/v1/matters/done").text().contains("很稳"), "comments are for staff");
    }
}
