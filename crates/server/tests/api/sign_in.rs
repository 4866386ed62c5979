//! Signing in, every refusal of it, and requests that other sites cause.

use crate::client::Phone;
use crate::house::House;
use serde_json::{Value, json};
use server::app::Config;

const MINUTE: i64 = 60_000;

fn ask(house: &House, phone: &str) {
    assert_eq!(
        house
            .phone
            .post("/v1/session/code", json!({"phone": phone}))
            .status,
        202
    );
}

/// The code that was sent last. Sending happens aside, so this waits for it.
fn code(house: &House) -> String {
    house.codes.lock().unwrap().recv().unwrap().1
}

fn sign_in(house: &House, phone: &str, code: &str) -> crate::client::Reply {
    house.phone.post(
        "/v1/session",
        json!({"kind": "phone_code", "phone": phone, "code": code}),
    )
}

fn token(cookie: &str) -> String {
    cookie
        .strip_prefix("linli=")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned()
}

fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

on_both! {
    fn a_code_signs_in_once(house) {
        ask(house, "199 0000 0000");
        let code = code(house);
        assert_eq!(code.len(), 6);
        let reply = sign_in(house, "+86 19900000000", &code);
        assert_eq!(reply.json(), json!({
            "id": "a0", "name": "Na0", "roles": ["resident"], "household": {"id": "h0", "label": "001", "building": "1"}
        }));
        let cookie = reply.header("set-cookie").to_owned();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=7776000"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Secure") && reply.header("cache-control") == "no-store");
        let phone = house.phone.with_session(&token(&cookie));
        assert_eq!(phone.get("/v1/me").ok()["id"], "a0");
        assert_eq!(sign_in(house, "19900000000", &code).problem(), "wrong-code");
        assert_eq!(phone.delete("/v1/session").status, 204);
        assert_eq!(phone.get("/v1/me").problem(), "not-signed-in");
        assert_eq!(phone.delete("/v1/session").status, 204);
        // After signing in nobody has to wait for the next code.
        ask(house, "19900000000");
    }

    fn nothing_secret_is_stored_as_it_is(house) {
        ask(house, "19900000000");
        let code = code(house);
        let cookie = sign_in(house, "19900000000", &code).header("set-cookie").to_owned();
        ask(house, "19900000001");
        let rows = [
            ("SELECT phone_hash || hash FROM sign_in_codes", self::code(house)),
            ("SELECT token_hash FROM sessions", token(&cookie)),
            ("SELECT phone_hash || hash FROM sign_in_codes", "19900000001".to_owned()),
        ];
        for (sql, secret) in rows {
            let stored: (String,) = house.wait(sqlx::query_as(sql).fetch_one(&house.app.db.pool)).unwrap();
            assert!(!stored.0.contains(&secret), "{sql}");
        }
    }

    fn a_number_nobody_has_looks_the_same(house) {
        let known = house.phone.post("/v1/session/code", json!({"phone": "19900000000"}));
        let unknown = house.phone.post("/v1/session/code", json!({"phone": "13900000000"}));
        assert_eq!((known.status, unknown.status), (202, 202));
        let names = |v: Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(known.json()), names(unknown.json()));
        let code = code(house);
        for _ in 0..2 {
            for phone in ["19900000000", "13900000000"] {
                assert_eq!(house.phone.post("/v1/session/code", json!({"phone": phone})).problem(), "rate-limited");
                assert_eq!(sign_in(house, phone, &other_than(&code)).problem(), "wrong-code");
            }
        }
        house.app.clock.advance(11 * MINUTE);
        for phone in ["19900000000", "13900000000"] {
            assert_eq!(sign_in(house, phone, &code).problem(), "code-expired");
        }
        // Nothing went to the stranger.
        assert!(house.codes.lock().unwrap().try_recv().is_err());
    }

    fn who_is_slow_has_time_for_a_code(house) {
        ask(house, "19900000000");
        let code = code(house);
        house.app.clock.advance(9 * MINUTE + 50_000);
        assert_eq!(sign_in(house, "19900000000", &code).status, 200);
    }

    fn five_wrong_tries_end_a_code(house) {
        ask(house, "19900000000");
        let code = code(house);
        for _ in 0..5 {
            assert_eq!(sign_in(house, "19900000000", &other_than(&code)).problem(), "wrong-code");
        }
        assert_eq!(sign_in(house, "19900000000", &code).problem(), "wrong-code");
    }

    fn codes_come_at_a_pace(house) {
        ask(house, "19900000000");
        house.app.clock.advance(MINUTE + 1000);
        for _ in 0..3 {
            ask(house, "19900000000");
            let soon = house.phone.post("/v1/session/code", json!({"phone": "19900000000"}));
            assert_eq!(soon.problem(), "rate-limited");
            let wait: i64 = soon.header("retry-after").parse().unwrap();
            assert!((1..=61).contains(&wait), "{wait}");
            house.app.clock.advance(MINUTE + 1000);
        }
        ask(house, "19900000000");
        house.app.clock.advance(MINUTE + 1000);
        let sixth = house.phone.post("/v1/session/code", json!({"phone": "19900000000"}));
        assert_eq!(sixth.problem(), "rate-limited");
        assert!(sixth.header("retry-after").parse::<i64>().unwrap() > 3000);
        house.app.clock.advance(60 * MINUTE);
        ask(house, "19900000000");
    }

    fn a_new_code_replaces_the_old(house) {
        ask(house, "19900000000");
        let old = code(house);
        house.app.clock.advance(MINUTE + 1000);
        ask(house, "19900000000");
        let new = code(house);
        if old != new {
            assert_eq!(sign_in(house, "19900000000", &old).problem(), "wrong-code");
        }
        assert_eq!(sign_in(house, "１９９００００００００", &format!(" {} {}", &new[..3], &new[3..])).status, 200);
    }

    fn one_address_cannot_ask_for_ever(house) {
        let replies = (0..40).map(|i| house.phone.post("/v1/session/code", json!({"phone": format!("139000000{i:02}")})));
        let statuses: Vec<u16> = replies.map(|r| r.status).collect();
        assert_eq!((statuses[29], statuses[30]), (202, 429));
    }

    fn letters_sign_in(house) {
        let printed = "ABCD-2345-6789-XYZ0";
        let store = async {
            let mut tx = house.app.db.write().await.unwrap();
            assert!(server::letters::store(&mut tx, "b3", printed, house.app.now()).await.unwrap());
            // A code that starts the same is another letter's.
            assert!(!server::letters::store(&mut tx, "b4", "ABCD-2345-6789-XYZ1", house.app.now()).await.unwrap());
            tx.commit().await.unwrap();
        };
        house.wait(store);
        let send = |code: &str| house.phone.post("/v1/session", json!({"kind": "household_letter", "letter_code": code}));
        assert_eq!(send("abcd2345 6789xyzo").ok()["id"], "b3");
        assert_eq!(send("ABCD-2345-6789-XYZ1").problem(), "wrong-code");
        assert_eq!(send("ZZZZ-2345-6789-XYZ1").problem(), "wrong-code");
        assert_eq!(send("ABCD").errors(), ["/letter_code wrong-type"]);
        assert_eq!(send("").errors(), ["/letter_code missing"]);
        house.sql("UPDATE letters SET uses_left = 1");
        send(printed).ok();
        assert_eq!(send(printed).problem(), "wrong-code");
        house.sql("UPDATE letters SET uses_left = 1");
        house.app.clock.advance(server::letters::VALID + 1);
        assert_eq!(send(printed).problem(), "code-expired");
    }

    fn what_is_missing_is_named(house) {
        let send = |body: Value| house.phone.post("/v1/session", body).errors();
        assert_eq!(send(json!({"kind": "phone_code"})), ["/phone missing", "/code missing"]);
        assert_eq!(send(json!({"kind": "phone_code", "phone": "x", "code": "12"})), ["/phone wrong-type", "/code wrong-type"]);
        assert_eq!(send(json!({"kind": "magic"})), ["/kind unknown-value"]);
        assert_eq!(send(json!({})), ["/kind missing"]);
        assert_eq!(house.phone.post("/v1/session/code", json!({"phone": "no"})).errors(), ["/phone wrong-type"]);
    }

    fn a_session_ends_and_a_used_one_lives_on(house) {
        let phone = house.signed_in("a0");
        let reply = phone.get("/v1/me");
        assert!(reply.header("set-cookie").contains("Max-Age=7776000"));
        house.app.clock.advance(89 * 86_400_000);
        assert_eq!(phone.get("/v1/me").status, 200);
        house.app.clock.advance(91 * 86_400_000);
        assert_eq!(phone.get("/v1/me").problem(), "not-signed-in");
        // Reading goes on without a session.
        assert_eq!(phone.get("/v1/notices").status, 200);
        assert_eq!(phone.put("/v1/polls/p/ballot", json!({})).problem(), "not-signed-in");
        for nonsense in ["", "x", "00", "; drop table sessions"] {
            assert_eq!(house.phone.with_session(nonsense).get("/v1/me").problem(), "not-signed-in");
        }
    }

    fn a_shared_phone_forgets_soon(house) {
        ask(house, "19900000000");
        let body = json!({"kind": "phone_code", "phone": "19900000000", "code": code(house), "shared_phone": true});
        let reply = house.phone.post("/v1/session", body);
        let cookie = reply.header("set-cookie").to_owned();
        assert!(!cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
        let phone = house.phone.with_session(&token(&cookie));
        house.app.clock.advance(11 * 60 * MINUTE);
        assert_eq!(phone.get("/v1/me").status, 200);
        house.app.clock.advance(2 * 60 * MINUTE);
        assert_eq!(phone.get("/v1/me").problem(), "not-signed-in");
    }

    fn other_sites_cannot_act(house) {
        let phone = house.signed_in("a0");
        let host = phone.base.strip_prefix("http://").unwrap().to_owned();
        let send = |phone: &Phone, headers: &[(&str, &str)]| phone.send("DELETE", "/v1/session", headers, None);
        assert_eq!(send(&phone, &[("sec-fetch-site", "cross-site")]).problem(), "cross-site");
        assert_eq!(send(&phone, &[("sec-fetch-site", "same-site")]).problem(), "cross-site");
        assert_eq!(send(&phone, &[("origin", "https://evil.example")]).problem(), "cross-site");
        assert_eq!(send(&phone, &[("origin", "null")]).problem(), "cross-site");
        assert_eq!(phone.get("/v1/me").status, 200);
        let form = Some(b"agree=true".to_vec());
        let posted = phone.send("PUT", "/v1/posts/x/rating", &[("content-type", "application/x-www-form-urlencoded")], form);
        assert_eq!(posted.problem(), "unsupported-media-type");
        assert_eq!(send(&phone, &[("sec-fetch-site", "same-origin")]).status, 204);
        assert_eq!(send(&phone, &[("origin", &format!("http://{host}"))]).status, 204);
    }
}

#[test]
fn over_tls_the_cookie_is_bound_to_the_host() {
    let config = Config {
        public_url: Some("https://linli.example".into()),
        ..Config::default()
    };
    let house = House::build(false, config).unwrap();
    ask(&house, "19900000000");
    let cookie = sign_in(&house, "19900000000", &code(&house))
        .header("set-cookie")
        .to_owned();
    assert!(
        cookie.starts_with("__Host-linli=") && cookie.contains("; Secure"),
        "{cookie}"
    );
}
