//! Notices: their order, their pages, their marks.

use serde_json::json;

fn notice(house: &crate::house::House, id: &str, published_at: i64, more: &str) {
    let body = json!({"format": "markdown", "value": "text"});
    house.sql(&format!(
        "INSERT INTO notices (id, title, category, publisher, published_at, body) \
         VALUES ('{id}', 'Notice {id}', 'utilities', 'P', {published_at}, '{body}')"
    ));
    if !more.is_empty() {
        house.sql(&format!("UPDATE notices SET {more} WHERE id = '{id}'"));
    }
}

on_both! {
    fn pinned_and_urgent_come_first_and_pages_have_no_gaps(house) {
        let now = house.app.now();
        for i in 0..25 {
            notice(house, &format!("n{i:02}"), now - 1_000_000 + i, "");
        }
        notice(house, "urgent", now - 2_000_000, "urgency = 'urgent'");
        notice(house, "pinned", now - 3_000_000, "pinned = 1");
        notice(house, "over", now - 4_000_000, &format!("pinned = 1, valid_until = {}", now - 1));
        notice(house, "future", now + 3_600_000, "");
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page = house.phone.get(&format!("/v1/notices?limit=10{next}")).ok();
            assert_eq!(page["total"], 28);
            seen.extend(page["items"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap().to_owned()));
            match page.get("next") {
                Some(cursor) => next = format!("&cursor={}", cursor.as_str().unwrap()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 28);
        assert_eq!((&seen[0], &seen[1], &seen[2], &seen[27]), (&"pinned".into(), &"urgent".into(), &"n24".into(), &"over".into()));
        assert_eq!(house.phone.get("/v1/notices/future").problem(), "not-found");
        assert_eq!(house.phone.get("/v1/notices?category=events").ok()["total"], 0);
        assert_eq!(house.phone.get("/v1/notices?category=utilities").ok()["total"], 28);
    }

    fn a_read_mark_is_ones_own(house) {
        notice(house, "n", house.app.now() - 1000, "");
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        assert_eq!(phone.get("/v1/notices/n").ok()["read"], false);
        for _ in 0..2 {
            assert_eq!(phone.send("PUT", "/v1/notices/n/read", &[], None).status, 204);
        }
        assert_eq!(phone.get("/v1/notices/n").ok()["read"], true);
        assert_eq!(phone.get("/v1/notices").ok()["items"][0]["read"], true);
        assert_eq!(other.get("/v1/notices/n").ok()["read"], false);
        assert!(house.phone.get("/v1/notices/n").ok().get("read").is_none());
        assert_eq!(phone.delete("/v1/notices/n/read").status, 204);
        assert_eq!(phone.get("/v1/notices/n").ok()["read"], false);
        assert_eq!(house.phone.send("PUT", "/v1/notices/n/read", &[], None).problem(), "not-signed-in");
        assert_eq!(phone.send("PUT", "/v1/notices/x/read", &[], None).problem(), "not-found");
    }

    fn an_unchanged_list_is_not_sent_again(house) {
        notice(house, "n", house.app.now() - 1000, "");
        let first = house.phone.get("/v1/notices");
        let tag = first.header("etag").to_owned();
        let again = house.phone.send("GET", "/v1/notices", &[("if-none-match", &tag)], None);
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        notice(house, "m", house.app.now() - 500, "");
        let changed = house.phone.send("GET", "/v1/notices", &[("if-none-match", &tag)], None);
        assert_eq!(changed.ok()["total"], 2);
    }
}
