//! What residents start themselves: who sees it, how it is answered, and what their photos no longer tell.

use crate::client::{Phone, Reply};
use crate::house::House;
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, kind], &length[..], content].concat()
}

/// A JPEG of 160 × 120 pixels with these segments beside the picture.
fn jpeg(beside: &[Vec<u8>]) -> Vec<u8> {
    [
        vec![0xff, 0xd8],
        beside.concat(),
        segment(0xc0, b"\x08\0\x78\0\xa0\x01\x01\x11\0"),
        segment(0xda, b"\x01\x01\0\0\x3f\0"),
        b"\x12\xff\0\x34\xff\xd9".to_vec(),
    ]
    .concat()
}

/// Exif in which the one entry has this tag.
fn exif(tag: u16) -> Vec<u8> {
    let tiff = [
        &b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01"[..],
        &tag.to_be_bytes(),
        &[0; 10],
    ]
    .concat();
    segment(0xe1, &tiff)
}

fn upload(phone: &Phone, bytes: Vec<u8>) -> Reply {
    phone.send(
        "POST",
        "/v1/photos",
        &[("content-type", "image/jpeg")],
        Some(bytes),
    )
}

fn lamp() -> Value {
    json!({"kind": "request", "category": "repairs", "body": " 楼道灯不亮。\r\n晚上看不见。 ", "place": "3 号楼\n二层", "contact": "call"})
}

fn start(phone: &Phone, change: &[(&str, Value)]) -> Reply {
    let mut body = lamp();
    for (name, value) in change {
        body[*name] = value.clone();
    }
    phone.post("/v1/matters", body)
}

fn id_of(matter: &Value) -> String {
    matter["id"].as_str().unwrap().to_owned()
}

fn total(phone: &Phone, path: &str) -> i64 {
    phone.get(path).ok()["total"].as_i64().unwrap()
}

fn publish(house: &House, id: &str) {
    house.sql(&format!(
        "UPDATE requests SET published_at = 1 WHERE matter_id = '{id}'"
    ));
}

on_both! {
    fn a_request_is_received_and_answered_by_a_day(house) {
        let phone = house.signed_in("a0");
        let made = start(&phone, &[]);
        assert_eq!(made.status, 201);
        let made = made.ok();
        assert_eq!((&made["title"], &made["state"]), (&json!("楼道灯不亮"), &json!("received")));
        assert_eq!(made["about"], json!({"format": "plain", "value": "楼道灯不亮。\n晚上看不见。"}));
        let request = &made["request"];
        assert_eq!((&request["place"], &request["contact"]), (&json!("3 号楼 二层"), &json!("call")));
        assert_eq!((&request["is_mine"], &request["published"]), (&json!(true), &json!(false)));
        let due = contract::Timestamp::parse(request["answer_due"].as_str().unwrap()).unwrap().millis() - house.app.now();
        // Seven working days are nine days, or more over two weekends.
        assert!((8 * DAY..12 * DAY).contains(&due), "{due}");

        let id = id_of(&made);
        let path = format!("/v1/matters/{id}");
        assert_eq!(phone.get(&path).ok()["state"], "received");
        house.sql(&format!("UPDATE requests SET answer_due = {}", house.app.now() - 1));
        assert_eq!(phone.get(&path).ok()["state"], "unanswered");
        assert_eq!(phone.get("/v1/matters?mine=true").ok()["items"][0]["state"], "unanswered");
        house.sql(&format!("UPDATE requests SET answer = 'declined', reason = 'no lamp', answered_at = 1 WHERE matter_id = '{id}'"));
        let declined = phone.get(&path).ok();
        assert_eq!((&declined["state"], &declined["request"]["reason"]), (&json!("declined"), &json!("no lamp")));
    }

    fn the_community_sets_within_how_many_days_it_answers(house) {
        house.sql("INSERT INTO settings (key, value) VALUES ('answer_days', '1'), ('time_zone', 'Asia/Shanghai')");
        // A Friday noon in Shanghai.
        house.app.clock.stop_at(contract::Timestamp::parse("2027-01-08T04:00:00Z").unwrap().millis());
        let now = house.app.now();
        let token = crate::house::session_of("a0");
        house.sql(&crate::house::insert_session("a0", &token, now + DAY));
        let made = start(&house.phone.with_session(&token), &[]).ok();
        assert_eq!(made["request"]["answer_due"], "2027-01-11T10:00:00Z");
        house.app.clock.stop_at(0);
    }

    fn only_its_author_and_staff_see_it_before_it_is_published(house) {
        let (mine, other, staff) = (house.signed_in("a0"), house.signed_in("b0"), house.signed_in("c9"));
        let photo = upload(&mine, jpeg(&[])).ok()["id"].as_str().unwrap().to_owned();
        let made = start(&mine, &[("photos", json!([photo]))]).ok();
        assert_eq!(made["request"]["photos"], json!([{"id": photo, "width": 160, "height": 120}]));
        let (path, picture) = (format!("/v1/matters/{}", id_of(&made)), format!("/v1/photos/{photo}"));

        for stranger in [&house.phone, &other] {
            assert_eq!(stranger.get(&path).problem(), "not-found");
            assert_eq!(stranger.get(&picture).problem(), "not-found");
            assert_eq!(total(stranger, "/v1/matters"), 0);
            let rating = stranger.put(&format!("{path}/rating"), json!({"stars": 5}));
            assert!(matches!(rating.problem().as_str(), "not-found" | "not-signed-in"));
        }
        assert_eq!(total(&other, "/v1/matters?mine=true"), 0);
        assert_eq!(house.phone.get("/v1/matters?mine=true").problem(), "not-signed-in");
        assert_eq!(house.phone.get("/v1/matters?mine=perhaps").problem(), "bad-request");
        for close in [&mine, &staff] {
            assert_eq!(close.get(&path).ok()["request"]["contact"], "call");
            assert_eq!(close.get(&picture).status, 200);
        }
        assert_eq!(total(&mine, "/v1/matters?mine=true"), 1);
        assert_eq!(total(&mine, "/v1/matters"), 0, "the list of all is the same for everybody");
        // A thread does not give it away either.
        crate::threads::thread(house, "t", "");
        house.sql(&format!("INSERT INTO matter_links (matter_id, kind, linked_id) VALUES ('{}', 'thread', 't')", id_of(&made)));
        assert!(house.phone.get("/v1/threads/t").ok().get("stages").is_none());

        publish(house, &id_of(&made));
        for anybody in [&house.phone, &other] {
            let seen = anybody.get(&path).ok();
            assert_eq!(seen["request"]["published"], true);
            assert_eq!(seen["request"]["is_mine"], false);
            assert!(seen["request"].get("contact").is_none(), "how to reach somebody is for staff");
            assert!(!seen.to_string().contains("Na0"), "nobody's name is shown");
            assert_eq!(anybody.get(&picture).header("content-type"), "image/jpeg");
            assert_eq!(total(anybody, "/v1/matters"), 1);
        }
        assert_eq!(mine.get(&picture).header("cache-control"), "private, no-cache");
    }

    fn the_same_request_sent_again_is_one(house) {
        let phone = house.signed_in("a0");
        let send = |body: Value| phone.keyed("POST", "/v1/matters", "key-of-this-request", body);
        let (first, second) = (send(lamp()).ok(), send(lamp()).ok());
        assert_eq!(first["id"], second["id"]);
        assert_eq!(house.number("SELECT COUNT(*) FROM requests"), 1);
        let mut other = lamp();
        other["body"] = json!("another");
        assert_eq!(send(other).problem(), "idempotency-key-reused");
        // Somebody else's key is a key of their own.
        let theirs = house.signed_in("b0").keyed("POST", "/v1/matters", "key-of-this-request", lamp()).ok();
        assert_ne!(theirs["id"], first["id"]);
    }

    fn what_cannot_be_is_refused_with_its_place(house) {
        let phone = house.signed_in("a0");
        assert_eq!(start(&house.phone, &[]).problem(), "not-signed-in");
        for (name, value, error) in [
            ("kind", json!("order"), "/kind unknown-value"),
            ("category", json!("weather"), "/category unknown-value"),
            ("contact", json!("pigeon"), "/contact unknown-value"),
            ("body", json!(" \n "), "/body missing"),
            ("body", json!("字".repeat(5001)), "/body too-long"),
            ("title", json!("字".repeat(61)), "/title too-long"),
            ("place", json!("字".repeat(101)), "/place too-long"),
            ("photos", json!(["nothing"]), "/photos/0 unknown-value"),
            ("photos", json!(["a", "a"]), "/photos/1 repeated"),
            ("photos", json!(["a", "b", "c", "d"]), "/photos too-many"),
        ] {
            assert_eq!(start(&phone, &[(name, value)]).errors(), [error]);
        }
        assert_eq!(house.number("SELECT COUNT(*) FROM matters"), 0);
        // Somebody else's photo is not there for this person.
        let theirs = upload(&house.signed_in("b0"), jpeg(&[])).ok()["id"].clone();
        assert_eq!(start(&phone, &[("photos", json!([theirs]))]).errors(), ["/photos/0 unknown-value"]);
        for _ in 0..10 {
            start(&phone, &[]).ok();
        }
        let wait = start(&phone, &[]);
        assert_eq!(wait.problem(), "rate-limited");
        assert!(wait.header("retry-after").parse::<u32>().unwrap() > 0);
        start(&house.signed_in("b0"), &[]).ok();
    }

    fn a_photo_keeps_nothing_beside_the_picture(house) {
        let phone = house.signed_in("a0");
        assert_eq!(upload(&house.phone, jpeg(&[])).problem(), "not-signed-in");
        assert_eq!(upload(&phone, jpeg(&[exif(0x8825)])).problem(), "photo-place");
        assert_eq!(house.number("SELECT COUNT(*) FROM photos"), 0, "what is refused is not kept");
        let dressed = jpeg(&[exif(0x0110), segment(0xfe, b"made by a phone")]);
        let id = upload(&phone, dressed).ok()["id"].as_str().unwrap().to_owned();
        assert_eq!(phone.get(&format!("/v1/photos/{id}")).bytes, jpeg(&[]));
        // The same picture is the same photo, but another person's is theirs.
        assert_eq!(upload(&phone, jpeg(&[])).ok()["id"], id);
        assert_ne!(upload(&house.signed_in("b0"), jpeg(&[])).ok()["id"], id);

        for other in [&b"<svg onload='alert(1)'/>"[..], b"%PDF-1.7", b"", b"\xff\xd8\xff\xe1\0\x20cut"] {
            assert_eq!(upload(&phone, other.to_vec()).problem(), "photo-unreadable");
        }
        let wide = [&b"\xff\xd8"[..], &segment(0xc0, b"\x08\xff\xff\xff\xff\x01\x01\x11\0")].concat();
        assert_eq!(upload(&phone, wide).problem(), "photo-unreadable");
        let mut large = jpeg(&[]);
        large.resize(2_000_001, 0);
        assert_eq!(upload(&phone, large.clone()).problem(), "too-large");
        large.truncate(2_000_000);
        assert_eq!(upload(&phone, large).status, 201);
    }

    fn a_photo_that_no_request_uses_is_deleted_after_a_day(house) {
        let phone = house.signed_in("a0");
        let used = upload(&phone, jpeg(&[])).ok()["id"].clone();
        start(&phone, &[("photos", json!([used]))]).ok();
        upload(&phone, jpeg(&[exif(0x0110), segment(0xe0, b"JFIF\0\x01\x01")])).ok();
        let tidy = || house.wait(server::serve::tidy(&house.app)).unwrap();
        tidy();
        assert_eq!(house.number("SELECT COUNT(*) FROM photos"), 2);
        house.app.clock.advance(DAY + 1);
        tidy();
        assert_eq!(house.number("SELECT COUNT(*) FROM photos"), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM request_photos"), 1);
        house.app.clock.advance(-DAY - 1);
    }
}
