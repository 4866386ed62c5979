//! Following and the inbox.

use crate::notices::notice;
use serde_json::json;

fn items(phone: &crate::client::Phone) -> Vec<String> {
    let inbox = phone.get("/v1/me/inbox?limit=100").ok();
    let items = inbox["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            format!(
                "{} {}",
                item["kind"].as_str().unwrap(),
                item["about"]["id"].as_str().unwrap()
            )
        })
        .collect()
}

fn matter(house: &crate::house::House, id: &str, updated_at: i64) {
    house.sql(&format!(
        "INSERT INTO matters (id, title, about, stages, related, created_at, updated_at) \
         VALUES ('{id}', 'M', '{{}}', '[]', '[]', 1000, {updated_at})"
    ));
}

on_both! {
    fn what_is_followed_is_kept_and_changed_as_a_whole(house) {
        matter(house, "lift", 1000);
        let phone = house.signed_in("a0");
        assert_eq!(phone.get("/v1/me/subscriptions").ok(), json!({"categories": [], "own_building": false, "matters": []}));
        let wanted = json!({"categories": ["utilities", "safety"], "own_building": true, "matters": ["lift"]});
        phone.put("/v1/me/subscriptions", wanted.clone()).ok();
        house.sql("UPDATE subscriptions SET since = 7 WHERE what = 'safety'");
        let again = phone.put("/v1/me/subscriptions", wanted).ok();
        assert_eq!(again, json!({"categories": ["safety", "utilities"], "own_building": true, "matters": ["lift"]}));
        // What was followed before keeps its beginning.
        assert_eq!(house.number("SELECT since FROM subscriptions WHERE what = 'safety'"), 7);
        let less = phone.put("/v1/me/subscriptions", json!({"categories": ["safety"]})).ok();
        assert_eq!(less, json!({"categories": ["safety"], "own_building": false, "matters": []}));
        let wrong = json!({"categories": ["safety", "weather"], "matters": ["x"]});
        assert_eq!(phone.put("/v1/me/subscriptions", wrong).errors(), ["/categories/1 unknown-value", "/matters/0 unknown-value"]);
        assert_eq!(phone.get("/v1/me/subscriptions").ok(), less);
        assert_eq!(house.signed_in("a1").get("/v1/me/subscriptions").ok()["categories"], json!([]));
        assert_eq!(house.phone.get("/v1/me/subscriptions").problem(), "not-signed-in");
        assert_eq!(house.phone.put("/v1/me/subscriptions", json!({})).problem(), "not-signed-in");
    }

    fn the_inbox_has_what_came_of_it_and_remembers_what_was_seen(house) {
        let now = house.app.now();
        house.sql("UPDATE households SET building = '5号楼' WHERE id = 'h0'");
        matter(house, "lift", 1000);
        let phone = house.signed_in("a0");
        let wanted = json!({"categories": ["events"], "own_building": true, "matters": ["lift"]});
        phone.put("/v1/me/subscriptions", wanted).ok();
        house.sql(&format!("UPDATE subscriptions SET since = {}", now - 100_000));
        // Before one followed; nothing that one follows; a category; one's own building; a matter's notice.
        notice(house, "old", now - 200_000, "category = 'events'");
        notice(house, "other", now - 90_000, "");
        notice(house, "event", now - 80_000, "category = 'events'");
        notice(house, "mine", now - 70_000, "");
        house.sql(&format!("INSERT INTO notice_audience (place, published_at, notice_id) VALUES ('building 5号楼', {}, 'mine')", now - 70_000));
        notice(house, "lift", now - 60_000, "category = 'events'");
        house.sql("INSERT INTO matter_links (matter_id, kind, linked_id) VALUES ('lift', 'notice', 'lift')");
        assert_eq!(items(&phone), ["notice lift", "notice mine", "notice event"]);
        // A correction of the old one, a withdrawal, a step of the matter, and an answer come as well.
        let corrections = r#"[{"at":"2026-11-23T00:00:00Z","what":"改了日期"}]"#;
        house.sql(&format!("UPDATE notices SET corrected_at = {at}, updated_at = {at}, corrections = '{corrections}' WHERE id = 'old'", at = now - 50_000));
        house.sql(&format!("UPDATE notices SET withdrawn = '改期', updated_at = {} WHERE id = 'event'", now - 40_000));
        house.sql(&format!("UPDATE matters SET updated_at = {}", now - 30_000));
        house.sql(&format!(
            "INSERT INTO notice_requests (id, kind, notice_id, resident_id, asked_at, done_at, answer) \
             VALUES ('q', 'call', 'other', 'a0', 1, {}, '已电话说明')", now - 20_000
        ));
        let all = ["answered other", "matter lift", "withdrawn event", "corrected old", "notice lift", "notice mine", "notice event"];
        assert_eq!(items(&phone), all);
        let inbox = phone.get("/v1/me/inbox?limit=100").ok();
        let texts: Vec<&str> = inbox["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect();
        assert_eq!(&texts[..4], ["已电话说明", "", "改期", "改了日期"]);
        let typed: contract::Inbox = serde_json::from_value(inbox).unwrap();
        assert_eq!((typed.total, typed.unread), (7, 7));
        assert!(typed.items.iter().all(|item| item.kind != contract::InboxKind::Other));

        let path = format!("/v1/me/inbox/{}/read", typed.items[0].id);
        for _ in 0..2 {
            assert_eq!(phone.send("PUT", &path, &[], None).status, 204);
        }
        let inbox = phone.get("/v1/me/inbox").ok();
        assert_eq!((&inbox["unread"], &inbox["items"][0]["read"], &inbox["items"][1]["read"]), (&json!(6), &json!(true), &json!(false)));
        for _ in 0..2 {
            assert_eq!(phone.delete(&path).status, 204);
        }
        assert_eq!(phone.get("/v1/me/inbox").ok()["unread"], 7);
        assert_eq!(phone.send("PUT", "/v1/me/inbox/n.never/read", &[], None).problem(), "not-found");

        // Page by page it is the same.
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page: contract::Inbox = serde_json::from_value(phone.get(&format!("/v1/me/inbox?limit=2{next}")).ok()).unwrap();
            seen.extend(page.items.into_iter().map(|item| item.id));
            match page.next {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, typed.items.into_iter().map(|item| item.id).collect::<Vec<_>>());
        assert_eq!(items(&house.signed_in("a1")), [""; 0]);
        assert_eq!(house.phone.get("/v1/me/inbox").problem(), "not-signed-in");
        // Whoever follows nothing any more has only what they asked for themselves.
        phone.put("/v1/me/subscriptions", json!({})).ok();
        assert_eq!(items(&phone), ["answered other"]);
    }
}
