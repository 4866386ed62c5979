//! Notices: their order, their pages, their marks.

use serde_json::json;

pub fn notice(house: &crate::house::House, id: &str, published_at: i64, more: &str) {
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

    fn ones_own_come_after_what_is_urgent_and_before_the_rest(house) {
        let now = house.app.now();
        house.sql("UPDATE households SET building = '5号楼', grid = '二' WHERE id = 'h1'");
        for i in 0..12 {
            notice(house, &format!("n{i:02}"), now - 1_000_000 + i, "");
        }
        notice(house, "urgent", now - 2_000_000, "urgency = 'urgent'");
        notice(house, "pinned", now - 3_000_000, "pinned = 1");
        for (id, at, audience, places) in [
            ("mine", now - 4_000_000, r#"{"buildings":["5号楼"]}"#, vec!["building 5号楼"]),
            // Building and grid at once: listed once.
            ("both", now - 5_000_000, r#"{"buildings":["5号楼"],"grids":["二"]}"#, vec!["building 5号楼", "grid 二"]),
            ("grid", now - 6_000_000, r#"{"grids":["二","三"]}"#, vec!["grid 二", "grid 三"]),
            ("theirs", now - 7_000_000, r#"{"buildings":["6号楼"]}"#, vec!["building 6号楼"]),
            ("past", now - 8_000_000, r#"{"buildings":["5号楼"]}"#, vec!["building 5号楼"]),
        ] {
            notice(house, id, at, &format!("audience = '{audience}'"));
            for place in places {
                house.sql(&format!("INSERT INTO notice_audience (place, published_at, notice_id) VALUES ('{place}', {at}, '{id}')"));
            }
        }
        house.sql(&format!("UPDATE notices SET valid_until = {} WHERE id = 'past'", now - 1));
        let phone = house.signed_in("a1");
        let all = |phone: &crate::client::Phone, query: &str, limit: usize| {
            let (mut seen, mut next) = (Vec::new(), String::new());
            loop {
                let page = phone.get(&format!("/v1/notices?limit={limit}{query}{next}")).ok();
                seen.extend(page["items"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap().to_owned()));
                match page.get("next") {
                    Some(cursor) => next = format!("&cursor={}", cursor.as_str().unwrap()),
                    None => return (seen, page["total"].as_u64().unwrap()),
                }
            }
        };
        for limit in [1, 2, 3, 50] {
            let (seen, total) = all(&phone, "&audience=own", limit);
            assert_eq!((seen.len(), total), (19, 19), "{seen:?}");
            assert_eq!(&seen[..6], ["pinned", "urgent", "mine", "both", "grid", "n11"]);
            assert_eq!(&seen[17..], ["theirs", "past"]);
        }
        // Without the wish, and for whoever is nobody's neighbour, it is the order of dates.
        assert_eq!(&all(&phone, "", 50).0[..3], ["pinned", "urgent", "n11"]);
        assert_eq!(&all(&house.phone, "&audience=own", 7).0[..3], ["pinned", "urgent", "n11"]);
        assert_eq!(all(&phone, "&audience=own&category=events", 7), (vec![], 0));
        assert_eq!(all(&phone, "&audience=own&category=utilities", 4).0.len(), 19);
        assert_eq!(phone.get("/v1/notices?audience=mine").problem(), "bad-request");

        let of = |id: &str, phone: &crate::client::Phone| phone.get(&format!("/v1/notices/{id}")).ok()["own"].clone();
        assert_eq!((of("mine", &phone), of("grid", &phone), of("theirs", &phone)), (json!(true), json!(true), json!(false)));
        assert_eq!((of("n00", &phone), of("mine", &house.phone)), (json!(false), json!(null)));
        assert_eq!(phone.get("/v1/me").ok()["household"]["grid"], "二");
    }

    fn a_notice_that_appears_meanwhile_shifts_nothing(house) {
        let now = house.app.now();
        for i in 0..6 {
            notice(house, &format!("n{i}"), now - 1_000_000 + i, "");
        }
        let first = house.phone.get("/v1/notices?limit=3").ok();
        notice(house, "new", now, "");
        notice(house, "loud", now, "urgency = 'urgent'");
        let rest = house.phone.get(&format!("/v1/notices?limit=9&cursor={}", first["next"].as_str().unwrap())).ok();
        let ids: Vec<&str> = [&first, &rest].iter().flat_map(|page| page["items"].as_array().unwrap())
            .map(|n| n["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["n5", "n4", "n3", "n2", "n1", "n0"]);
    }

    fn a_summary_says_what_became_of_a_notice(house) {
        notice(house, "n", house.app.now() - 1000, "withdrawn = 'why', corrected_at = 1000, updated_at = 2000, \
            recording = '{\"url\":\"/v1/files/a\",\"media_type\":\"audio/mpeg\",\"bytes\":9,\"seconds\":3}'");
        let summary = house.phone.get("/v1/notices").ok()["items"][0].clone();
        assert_eq!((&summary["withdrawn"], &summary["has_recording"]), (&json!(true), &json!(true)));
        assert_eq!(summary["corrected_at"], "1970-01-01T00:00:01Z");
        let whole = house.phone.get("/v1/notices/n").ok();
        assert_eq!((&whole["withdrawn"], &whole["recording"]["seconds"]), (&json!("why"), &json!(3)));
        // Each is what the contract says.
        let _: contract::NoticeSummary = serde_json::from_value(summary).unwrap();
        let _: contract::Notice = serde_json::from_value(whole).unwrap();
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
