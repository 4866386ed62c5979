//! The other forms of a notice: the feed, the event for a calendar, the preview.

use crate::notices::notice;
use serde_json::json;

/// Reads XML far enough to know that every tag that opens closes.
fn well_formed(xml: &str) {
    assert!(
        xml.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()),
        "{xml}"
    );
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find(['<', '>']) {
        assert_eq!(&rest[at..=at], "<", "a stray >: {rest}");
        let end = at + rest[at..].find('>').expect("a tag that ends");
        let tag = &rest[at + 1..end];
        assert!(!tag.contains('<'), "{tag}");
        rest = &rest[end + 1..];
        match tag {
            _ if tag.starts_with('?') || tag.ends_with('/') => {}
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(&tag[1..])),
            _ => open.push(tag.split(' ').next().unwrap()),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

on_both! {
    fn the_feed_has_what_is_published_and_nothing_breaks_it(house) {
        let now = house.app.now();
        house.sql("INSERT INTO settings (key, value) VALUES ('name', '梧桐里 & 邻里'), ('languages', '[\"zh-CN\"]')");
        notice(house, "n", now - 3000, "title = '<script>&\u{b}]]>', summary = '\"a\"'");
        notice(house, "gone", now - 2000, "withdrawn = '改期 <b>', updated_at = 1795480200000");
        notice(house, "later", now + 3_600_000, "");
        let reply = house.phone.get("/v1/notices.atom");
        assert_eq!(reply.header("content-type"), "application/atom+xml; charset=utf-8");
        let xml = reply.text();
        well_formed(&xml);
        assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">"));
        assert!(xml.contains("<title>梧桐里 &amp; 邻里 · 公告</title>"), "{xml}");
        assert!(xml.contains("<title>&lt;script&gt;&amp;]]&gt;</title>"), "{xml}");
        assert!(xml.contains("<title>[已撤回] Notice gone</title>") && xml.contains("<summary>已撤回: 改期 &lt;b&gt;</summary>"), "{xml}");
        assert!(xml.contains("<updated>2026-11-24T00:30:00Z</updated>"));
        assert!(xml.contains("<category term=\"withdrawn\"/>"));
        assert!(xml.contains(&format!("<id>{}/notices/n</id>", house.phone.base)));
        assert!(!xml.contains("later") && xml.matches("<entry>").count() == 2);
        let tag = reply.header("etag").to_owned();
        assert_eq!(house.phone.send("GET", "/v1/notices.atom", &[("if-none-match", &tag)], None).status, 304);
    }

    fn an_event_goes_into_a_calendar(house) {
        house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
        let event = json!({"starts_at": "2026-11-24T00:30:00Z", "ends_at": "2026-11-24T09:00:00Z", "place": "活动室, 一楼; 东"});
        notice(house, "n", house.app.now() - 1000, &format!("event = '{event}', title = '义诊：{}'", "很长".repeat(40)));
        notice(house, "none", house.app.now() - 1000, "");
        let reply = house.phone.get("/v1/notices/n/event.ics");
        assert_eq!(reply.header("content-type"), "text/calendar; charset=utf-8");
        let text = reply.text();
        assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains('\n'));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let lines = text.replace("\r\n ", "");
        for line in [
            "DTSTART:20261124T003000Z", "DTEND:20261124T090000Z", "LOCATION:活动室\\, 一楼\\; 东", "X-WR-TIMEZONE:Asia/Shanghai",
            "SEQUENCE:0", "TRIGGER:-PT1H", "STATUS:CONFIRMED", "METHOD:PUBLISH",
        ] {
            assert!(lines.contains(&format!("{line}\r\n")), "{line}: {lines}");
        }
        let uid = |text: &str| text.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned();
        let before = uid(&lines);
        // Corrected, it is the same event with a higher number; withdrawn, it is cancelled.
        house.sql("UPDATE notices SET corrections = '[{\"at\":\"2026-11-23T00:00:00Z\",\"what\":\"x\"}]', withdrawn = 'y' WHERE id = 'n'");
        let text = house.phone.get("/v1/notices/n/event.ics").text().replace("\r\n ", "");
        assert_eq!(uid(&text), before);
        assert!(text.contains("SEQUENCE:2\r\n") && text.contains("STATUS:CANCELLED\r\n") && text.contains("METHOD:PUBLISH\r\n"));
        assert!(!text.contains("VALARM"));
        assert_eq!(house.phone.get("/v1/notices/none/event.ics").problem(), "not-found");
        assert_eq!(house.phone.get("/v1/notices/x/event.ics").problem(), "not-found");
    }

    fn a_preview_is_seen_by_its_address_alone_and_for_a_day(house) {
        notice(house, "n", house.app.now() - 1000, "");
        let mut whole = house.phone.get("/v1/notices/n").ok();
        whole["title"] = json!("草稿");
        whole["event"] = json!({"starts_at": "2026-11-24T00:30:00Z"});
        let id = "preview-00112233445566778899aabbccddeeff";
        let hash = server::secrets::digest(&[b"notice preview", id.as_bytes()]);
        let end = house.app.now() + 60_000;
        house.sql(&format!("INSERT INTO notice_previews (token_hash, notice, expires_at) VALUES ('{hash}', '{whole}', {end})"));
        let reply = house.phone.get(&format!("/v1/notices/{id}"));
        assert_eq!(reply.header("cache-control"), "no-store");
        let seen = reply.ok();
        assert_eq!((&seen["title"], &seen["id"], &seen["preview"]), (&json!("草稿"), &json!(id), &json!(true)));
        assert_eq!(house.phone.get(&format!("/v1/notices/{id}/event.ics")).status, 200);
        assert_eq!(house.phone.get("/v1/notices").ok()["total"], 1);
        assert!(!house.phone.get("/v1/notices.atom").text().contains("草稿"));
        // It takes no marks.
        let phone = house.signed_in("a0");
        assert_eq!(phone.send("PUT", &format!("/v1/notices/{id}/read"), &[], None).problem(), "not-found");
        assert_eq!(phone.put(&format!("/v1/notices/{id}/call"), json!({})).problem(), "not-found");
        assert_eq!(house.phone.get("/v1/notices/preview-00").problem(), "not-found");
        house.sql("UPDATE notice_previews SET expires_at = 1");
        assert_eq!(house.phone.get(&format!("/v1/notices/{id}")).problem(), "not-found");
        house.wait(server::serve::tidy(&house.app)).unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM notice_previews"), 0);
    }
}
