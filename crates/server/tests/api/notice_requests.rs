//! "I do not understand this" and "call me about this".

use crate::notices::notice;
use serde_json::json;

fn put(phone: &crate::client::Phone, path: &str) -> u16 {
    phone.send("PUT", path, &[], None).status
}

on_both! {
    fn a_paragraph_is_asked_about_once_and_taken_back(house) {
        notice(house, "n", house.app.now() - 1000, "");
        let body = json!({"format": "markdown", "value": "# 停水\n\n**明天**停水。\n\n请接水。"}).to_string();
        house.sql(&format!("UPDATE notices SET body = '{body}' WHERE id = 'n'"));
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let key = markdown::key("明天停水。");
        let path = format!("/v1/notices/n/questions/{key}");
        for _ in 0..2 {
            assert_eq!(put(&phone, &path), 204);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM notice_requests"), 1);
        let asked = phone.get("/v1/notices/n").ok()["questions"].clone();
        assert_eq!((asked.as_array().unwrap().len(), &asked[0]["paragraph"]), (1, &json!(key)));
        // Nobody else sees who asks.
        for reader in [&other, &house.phone] {
            assert_eq!(reader.get("/v1/notices/n").ok()["questions"], json!([]));
        }
        // A correction elsewhere leaves it where it was; one of the paragraph itself makes another one of it.
        let body = json!({"format": "markdown", "value": "# 停水了\n\n明天停水。"}).to_string();
        house.sql(&format!("UPDATE notices SET body = '{body}' WHERE id = 'n'"));
        assert_eq!(put(&other, &path), 204);
        assert_eq!(put(&phone, &format!("/v1/notices/n/questions/{}", markdown::key("请接水。"))), 404);

        // Seen to, it is answered; asked again, it waits again.
        house.sql("UPDATE notice_requests SET done_at = 5000, answer = '就是明天' WHERE resident_id = 'a0'");
        assert_eq!(phone.get("/v1/notices/n").ok()["questions"][0]["answer"], "就是明天");
        assert_eq!(put(&phone, &path), 204);
        assert!(phone.get("/v1/notices/n").ok()["questions"][0].get("done_at").is_none());

        for _ in 0..2 {
            assert_eq!(phone.delete(&path).status, 204);
        }
        assert_eq!(phone.get("/v1/notices/n").ok()["questions"], json!([]));
        assert_eq!(house.number("SELECT COUNT(*) FROM notice_requests"), 1);
        assert_eq!(house.phone.send("PUT", &path, &[], None).problem(), "not-signed-in");
        assert_eq!(phone.send("PUT", "/v1/notices/x/questions/a", &[], None).problem(), "not-found");
    }

    fn a_call_is_asked_for_and_its_number_stays_with_staff(house) {
        notice(house, "n", house.app.now() - 1000, "");
        let phone = house.signed_in("a0");
        assert_eq!(phone.put("/v1/notices/n/call", json!({})).status, 204);
        let ask = json!({"phone": "138 0000 1234", "note": " 下午三点以后 "});
        for _ in 0..2 {
            assert_eq!(phone.put("/v1/notices/n/call", ask.clone()).status, 204);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM notice_requests WHERE phone = '+8613800001234' AND note = '下午三点以后'"), 1);
        let seen = phone.get("/v1/notices/n");
        assert!(seen.json()["call"].get("asked_at").is_some());
        assert!(!seen.text().contains("1380000") && !seen.text().contains("下午三点"));
        assert!(house.signed_in("a1").get("/v1/notices/n").ok().get("call").is_none());

        let long = json!({"note": "长".repeat(201)});
        assert_eq!(phone.put("/v1/notices/n/call", long).errors(), ["/note too-long"]);
        assert_eq!(phone.put("/v1/notices/n/call", json!({"phone": "abc"})).errors(), ["/phone not-allowed"]);
        house.sql("UPDATE residents SET phone = NULL WHERE id = 'a1'");
        assert_eq!(house.signed_in("a1").put("/v1/notices/n/call", json!({})).errors(), ["/phone missing"]);
        assert_eq!(house.phone.put("/v1/notices/n/call", json!({})).problem(), "not-signed-in");
        assert_eq!(phone.put("/v1/notices/x/call", json!({})).problem(), "not-found");
        for _ in 0..2 {
            assert_eq!(phone.delete("/v1/notices/n/call").status, 204);
        }
        assert!(phone.get("/v1/notices/n").ok().get("call").is_none());
    }
}
