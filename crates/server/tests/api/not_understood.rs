//! Plain words beside the official text, and "I do not understand this", of polls and of matters.

use crate::client::Phone;
use serde_json::{Value, json};

fn markdown_text(value: &str) -> Value {
    json!({"format": "markdown", "value": value})
}

fn put(phone: &Phone, path: &str) -> crate::client::Reply {
    phone.send("PUT", path, &[], None)
}

on_both! {
    fn a_poll_says_it_twice_and_a_paragraph_of_either_is_asked_about(house) {
        let about = markdown_text("表决**更新改造**。\n\n名下有房即可。").to_string();
        let plain = json!({"format": "plain", "value": "换不换电梯？\n\n一家一票。"});
        house.poll("p", &[("about", about.clone().into()), ("plain", plain.to_string().into())]);
        house.poll("short", &[("about", about.into())]);
        assert_eq!(house.phone.get("/v1/polls/p").ok()["plain"], plain);
        assert!(house.phone.get("/v1/polls/short").ok().get("plain").is_none());

        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let key = markdown::key("表决更新改造。");
        let path = format!("/v1/polls/p/not-understood/{key}");
        for _ in 0..2 {
            assert_eq!(put(&phone, &path).status, 204);
        }
        assert_eq!(put(&phone, &format!("/v1/polls/p/not-understood/{}", markdown::key("一家一票。"))).status, 204);
        assert_eq!(put(&other, &path).status, 204);
        assert_eq!(house.number("SELECT COUNT(*) FROM paragraph_questions"), 3);
        let asked = phone.get("/v1/polls/p").ok()["not_understood"].clone();
        assert_eq!((asked.as_array().unwrap().len(), &asked[0]["paragraph"]), (2, &json!(key)));
        // Nobody else sees who asks.
        assert_eq!(house.phone.get("/v1/polls/p").ok()["not_understood"], json!([]));

        // Seen to, it is answered, also in the inbox; asked again, it waits again.
        let now = house.app.now();
        house.sql(&format!("UPDATE paragraph_questions SET done_at = {}, answer = '就是换新的' WHERE resident_id = 'a1'", now - 1000));
        assert_eq!(other.get("/v1/polls/p").ok()["not_understood"][0]["answer"], "就是换新的");
        let item = other.get("/v1/me/inbox").ok()["items"][0].clone();
        assert_eq!((&item["kind"], &item["text"]), (&json!("answered"), &json!("就是换新的")));
        assert_eq!(item["about"], json!({"kind": "poll", "id": "p", "title": "Poll p"}));
        assert_eq!(put(&other, &path).status, 204);
        assert!(other.get("/v1/polls/p").ok()["not_understood"][0].get("done_at").is_none());

        for _ in 0..2 {
            assert_eq!(phone.delete(&path).status, 204);
        }
        assert_eq!(phone.get("/v1/polls/p").ok()["not_understood"].as_array().unwrap().len(), 1);
        assert_eq!(put(&house.phone, &path).problem(), "not-signed-in");
        assert_eq!(put(&phone, "/v1/polls/x/not-understood/a").problem(), "not-found");
        assert_eq!(put(&phone, "/v1/polls/p/not-understood/a").problem(), "not-found");
        // A paragraph of another poll is none of this one.
        assert_eq!(put(&phone, &format!("/v1/polls/short/not-understood/{}", markdown::key("一家一票。"))).problem(), "not-found");
    }

    fn a_stage_says_it_twice_and_is_asked_about_with_its_matter(house) {
        let stages = json!([
            {"kind": "voting", "state": "ahead", "about": markdown_text("记名表决。"), "plain": {"format": "plain", "value": "一家一票。"}},
            {"kind": "carrying_out", "state": "ahead"},
        ]);
        let outcome = json!({"text": markdown_text("按方案二实施。"), "responsible": "property", "progress": []});
        house.sql(&format!(
            "INSERT INTO matters (id, title, about, stages, related, outcome, created_at, updated_at) \
             VALUES ('m', 'Lift', '{}', '{stages}', '[]', '{outcome}', 1, 1)", markdown_text("旧梯更新。")
        ));
        let read = house.phone.get("/v1/matters/m").ok();
        assert_eq!((&read["stages"][0]["about"], &read["stages"][0]["plain"]), (&stages[0]["about"], &stages[0]["plain"]));
        assert!(read["stages"][1].get("about").is_none());

        let phone = house.signed_in("a0");
        for words in ["旧梯更新。", "记名表决。", "一家一票。", "按方案二实施。"] {
            assert_eq!(put(&phone, &format!("/v1/matters/m/not-understood/{}", markdown::key(words))).status, 204);
        }
        assert_eq!(phone.get("/v1/matters/m").ok()["not_understood"].as_array().unwrap().len(), 4);
        assert_eq!(crate::search::asked(house, "记名表决")["items"][0]["id"], "m");
        let path = format!("/v1/matters/m/not-understood/{}", markdown::key("一家一票。"));
        assert_eq!(phone.delete(&path).status, 204);
        assert_eq!(phone.get("/v1/matters/m").ok()["not_understood"].as_array().unwrap().len(), 3);
        assert_eq!(put(&phone, "/v1/matters/m/not-understood/a").problem(), "not-found");
        assert_eq!(put(&house.phone, &path).problem(), "not-signed-in");

        // What a resident asked for is not there for others before it is published.
        house.sql("INSERT INTO requests (matter_id, author_id, kind, category, place, contact, answer_due) \
                   VALUES ('m', 'a0', 'request', 'repairs', '', 'call', 1)");
        assert_eq!(put(&phone, &path).status, 204);
        assert_eq!(put(&house.signed_in("b1"), &path).problem(), "not-found");
    }
}
