//! Web Push, against a push service of this test's own: what arrives there can be opened with the browser's keys and with nothing else.

use crate::client::Phone;
use crate::house::House;
use crate::notices::notice;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use ring::rand::SystemRandom;
use ring::signature::ECDSA_P256_SHA256_FIXED;
use serde_json::{Value, json};
use server::app::Config;
use server::push::tell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

/// What a push service got: path, headers in lower case, and the message.
struct Got {
    path: String,
    headers: Vec<String>,
    message: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        let name = format!("{name}: ");
        self.headers
            .iter()
            .find_map(|line| line.strip_prefix(&name))
            .unwrap_or_default()
    }
}

/// Answers with the status that the last part of the path names: `/x/201`.
fn push_service() -> (String, Receiver<Got>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (told, got) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap());
            let mut line = || {
                let mut line = String::new();
                lines.read_line(&mut line).unwrap();
                line.trim_end().to_owned()
            };
            let first = line();
            let Some(path) = first.split(' ').nth(1).map(str::to_owned) else {
                continue;
            };
            let headers: Vec<String> = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()))
                .map(|line| {
                    let (name, value) = line.split_once(": ").unwrap();
                    format!("{}: {value}", name.to_lowercase())
                })
                .collect();
            let mut all = Got {
                path,
                headers,
                message: Vec::new(),
            };
            all.message
                .resize(all.header("content-length").parse().unwrap(), 0);
            lines.read_exact(&mut all.message).unwrap();
            let status = all.path.rsplit('/').next().unwrap().to_owned();
            if told.send(all).is_err() {
                return;
            }
            let answer = format!(
                "HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\nlocation: {}\r\n\r\n",
                "/elsewhere/201"
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (origin, got)
}

/// A browser that has subscribed. Its key opens one message, because the library gives private keys out for one use only.
struct Browser {
    private: EphemeralPrivateKey,
    public: Vec<u8>,
    auth: [u8; 16],
}

impl Browser {
    fn new() -> Self {
        let private = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new()).unwrap();
        let public = private.compute_public_key().unwrap().as_ref().to_vec();
        Self {
            private,
            public,
            auth: server::secrets::random().unwrap(),
        }
    }

    fn subscription(&self, endpoint: &str) -> Value {
        json!({"endpoint": endpoint, "p256dh": BASE64.encode(&self.public), "auth": BASE64.encode(self.auth)})
    }

    /// As a browser does it: RFC 8291, section 3.4.
    fn open(self, message: &[u8]) -> Option<Value> {
        let (salt, rest) = message.split_at(16);
        assert_eq!(rest[4], 65);
        let (theirs, sealed) = rest[5..].split_at(65);
        let input = agree_ephemeral(
            self.private,
            &UnparsedPublicKey::new(&ECDH_P256, theirs),
            |secret| {
                expanded(
                    &Salt::new(HKDF_SHA256, &self.auth).extract(secret),
                    &[b"WebPush: info\0", &self.public, theirs],
                    32,
                )
            },
        )
        .unwrap();
        let both = Salt::new(HKDF_SHA256, salt).extract(&input);
        let key = LessSafeKey::new(
            UnboundKey::new(
                &AES_128_GCM,
                &expanded(&both, &[b"Content-Encoding: aes128gcm\0"], 16),
            )
            .unwrap(),
        );
        let nonce = expanded(&both, &[b"Content-Encoding: nonce\0"], 12)
            .try_into()
            .unwrap();
        let mut sealed = sealed.to_vec();
        let open = key
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
            .ok()?;
        let end = open.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!(open[end], 2, "the last record");
        Some(serde_json::from_slice(&open[..end]).unwrap())
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expanded(from: &Prk, info: &[&[u8]], length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    from.expand(info, Length(length))
        .unwrap()
        .fill(&mut bytes)
        .unwrap();
    bytes
}

fn id(nth: u8) -> String {
    format!("{nth:032x}")
}

fn path(nth: u8) -> String {
    format!("/v1/me/push-subscriptions/{}", id(nth))
}

/// Checks the signed word of RFC 8292 and gives what it claims.
fn claims(got: &Got, key: &str) -> Value {
    let words = got.header("authorization").strip_prefix("vapid t=").unwrap();
    let (word, named) = words.split_once(", k=").unwrap();
    assert_eq!(named, key);
    let (signed, signature) = word.rsplit_once('.').unwrap();
    ring::signature::UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, BASE64.decode(key).unwrap())
        .verify(signed.as_bytes(), &BASE64.decode(signature).unwrap())
        .unwrap();
    let (head, claims) = signed.split_once('.').unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&BASE64.decode(head).unwrap()).unwrap(),
        json!({"typ": "JWT", "alg": "ES256"})
    );
    serde_json::from_slice(&BASE64.decode(claims).unwrap()).unwrap()
}

/// A house that knows the push service of this test; its demo residents follow safety notices since ever.
fn house(postgres: bool, origin: &str) -> Option<House> {
    let config = Config {
        push_service: Some(origin.to_owned()),
        public_url: Some("https://linli.example".to_owned()),
        ..Config::default()
    };
    House::build(postgres, config)
}

/// With https the cookie has another name.
fn own(phone: &Phone, method: &str, path: &str, body: Option<Value>) -> crate::client::Reply {
    let cookie = format!("__Host-linli={}", phone.session.clone().unwrap());
    phone.signed_out().send(
        method,
        path,
        &[("cookie", cookie.as_str())],
        body.map(|body| body.to_string().into_bytes()),
    )
}

fn follows_events(phone: &Phone, house: &House) {
    own(
        phone,
        "PUT",
        "/v1/me/subscriptions",
        Some(json!({"categories": ["events"]})),
    )
    .ok();
    house.sql("UPDATE subscriptions SET since = 0");
}

/// As if all phones had asked to be told an hour ago.
fn an_hour_ago(house: &House) {
    house.sql(&format!(
        "UPDATE push_subscriptions SET told_at = {}",
        house.app.now() - 3_600_000
    ));
}

fn both(run: impl Fn(House, Receiver<Got>, String)) {
    for postgres in [false, true] {
        let (origin, got) = push_service();
        if let Some(house) = house(postgres, &origin) {
            run(house, got, origin);
        }
    }
}

#[test]
fn a_phone_is_told_of_one_notice_by_its_title_and_once() {
    both(|house, got, origin| {
        let (phone, browser) = (house.signed_in("a0"), Browser::new());
        follows_events(&phone, &house);
        let endpoint = format!("{origin}/phone/201");
        for _ in 0..2 {
            assert_eq!(
                own(&phone, "PUT", &path(1), Some(browser.subscription(&endpoint))).status,
                204
            );
        }
        let all: contract::PushSubscriptions =
            serde_json::from_value(own(&phone, "GET", "/v1/me/push-subscriptions", None).ok()).unwrap();
        assert_eq!(all.ids, [id(1)]);
        assert_eq!(BASE64.decode(&all.key).unwrap().len(), 65);
        an_hour_ago(&house);
        house.wait(tell(&house.app)).unwrap();
        assert!(got.try_recv().is_err(), "there is nothing to tell");
        an_hour_ago(&house);
        notice(&house, "n", house.app.now() - 60_000, "category = 'events'");
        notice(&house, "other", house.app.now() - 60_000, "");
        house.wait(tell(&house.app)).unwrap();
        let one = got.try_recv().unwrap();
        assert_eq!(one.path, "/phone/201");
        for (name, value) in [
            ("content-encoding", "aes128gcm"),
            ("ttl", "86400"),
            ("urgency", "normal"),
            ("cookie", ""),
            ("referer", ""),
        ] {
            assert_eq!(one.header(name), value);
        }
        let claims = claims(&one, &all.key);
        assert_eq!(
            (&claims["aud"], &claims["sub"]),
            (&json!(origin), &json!("https://linli.example"))
        );
        let left = claims["exp"].as_i64().unwrap() - house.app.now() / 1000;
        assert!((1..=86_400).contains(&left), "{left}");
        let in_clear = String::from_utf8_lossy(&one.message).into_owned();
        assert!(!in_clear.contains("Notice"));
        assert!(
            Browser::new().open(&one.message).is_none(),
            "nobody else can open it"
        );
        assert_eq!(
            browser.open(&one.message).unwrap(),
            json!({"notice": "n", "title": "Notice n"})
        );
        // Once, also after a restart and by a second server on the same database.
        house.wait(tell(&house.app)).unwrap();
        house.wait(tell(&house.second().0)).unwrap();
        assert!(got.try_recv().is_err());
    });
}

#[test]
fn the_key_stays_whoever_asks_first() {
    both(|house, _got, _| {
        let key = house.wait(async { house.app.vapid().await.unwrap().public_key() });
        let (second, _) = house.second();
        assert_eq!(
            house.wait(async { second.vapid().await.unwrap().public_key() }),
            key
        );
        assert_eq!(
            house.number("SELECT COUNT(*) FROM settings WHERE key = 'push_key'"),
            1
        );
        let service = house.phone.get("/v1/service").text();
        let kept = "SELECT COUNT(*) FROM settings WHERE key = 'push_key' AND value <> ''";
        assert_eq!(house.number(kept), 1);
        assert!(!service.contains("push_key"));
    });
}

#[test]
fn what_is_not_public_is_only_said_to_be_there() {
    both(|house, got, origin| {
        let (phone, browser) = (house.signed_in("a0"), Browser::new());
        notice(&house, "n", 1, "");
        own(
            &phone,
            "PUT",
            &path(1),
            Some(browser.subscription(&format!("{origin}/phone/201"))),
        )
        .text();
        an_hour_ago(&house);
        let at = house.app.now() - 60_000;
        house.sql(&format!(
            "INSERT INTO notice_requests (id, kind, notice_id, resident_id, asked_at, done_at, answer) \
             VALUES ('q', 'call', 'n', 'a0', 1, {at}, '您的病历号是 7')"
        ));
        house.wait(tell(&house.app)).unwrap();
        assert_eq!(browser.open(&got.try_recv().unwrap().message).unwrap(), json!({}));

        // Of several things none is named; of what was seen in the app, none is told.
        let browser = Browser::new();
        own(
            &phone,
            "PUT",
            &path(1),
            Some(browser.subscription(&format!("{origin}/phone/201"))),
        )
        .text();
        follows_events(&phone, &house);
        for id in ["n1", "n2"] {
            notice(&house, id, at, "category = 'events'");
        }
        an_hour_ago(&house);
        house.wait(tell(&house.app)).unwrap();
        assert_eq!(browser.open(&got.try_recv().unwrap().message).unwrap(), json!({}));
        let answered = format!("a.{at}.q");
        for item in ["n.n1", "n.n2", answered.as_str()] {
            assert_eq!(
                own(&phone, "PUT", &format!("/v1/me/inbox/{item}/read"), None).status,
                204
            );
        }
        an_hour_ago(&house);
        house.wait(tell(&house.app)).unwrap();
        assert!(got.try_recv().is_err());
    });
}

#[test]
fn a_phone_that_is_gone_is_forgotten_and_one_that_is_busy_is_told_later() {
    both(|house, got, origin| {
        let phone = house.signed_in("a0");
        follows_events(&phone, &house);
        for (nth, status) in ["410", "404", "503", "301"].into_iter().enumerate() {
            let endpoint = format!("{origin}/{nth}/{status}");
            let put = own(
                &phone,
                "PUT",
                &path(nth as u8),
                Some(Browser::new().subscription(&endpoint)),
            );
            assert_eq!(put.status, 204, "{}", put.text());
        }
        an_hour_ago(&house);
        notice(&house, "n", house.app.now() - 60_000, "category = 'events'");
        house.wait(tell(&house.app)).unwrap();
        let mut asked: Vec<String> = got.try_iter().map(|got| got.path).collect();
        asked.sort();
        assert_eq!(
            asked,
            ["/0/410", "/1/404", "/2/503", "/3/301"],
            "nothing is followed elsewhere"
        );
        let ids = own(&phone, "GET", "/v1/me/push-subscriptions", None).ok()["ids"].clone();
        assert_eq!(ids, json!([id(2), id(3)]));
        // Not at once again, and not for ever.
        house.wait(tell(&house.app)).unwrap();
        assert!(got.try_recv().is_err());
        house.sql("UPDATE push_subscriptions SET wait_until = 0");
        house.wait(tell(&house.app)).unwrap();
        assert_eq!(got.try_iter().count(), 2);
        assert_eq!(house.number("SELECT MIN(failures) FROM push_subscriptions"), 2);
        house.sql("UPDATE push_subscriptions SET wait_until = 0, failures = 12");
        house.wait(tell(&house.app)).unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM push_subscriptions"), 0);
    });
}

#[test]
fn it_ends_with_the_session_and_belongs_to_one_person() {
    both(|house, got, origin| {
        let (phone, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let endpoint = format!("{origin}/phone/201");
        let ask = |phone: &Phone, nth, endpoint: &str| {
            own(
                phone,
                "PUT",
                &path(nth),
                Some(Browser::new().subscription(endpoint)),
            )
            .status
        };
        assert_eq!(ask(&phone, 1, &endpoint), 204);
        assert_eq!(
            ask(&other, 1, &format!("{origin}/second/201")),
            403,
            "the id is somebody else's"
        );
        // The same browser, somebody else: whoever had it before is not told there any more.
        assert_eq!(ask(&other, 2, &endpoint), 204);
        assert_eq!(
            own(&phone, "GET", "/v1/me/push-subscriptions", None).ok()["ids"],
            json!([])
        );
        assert_eq!(own(&phone, "DELETE", &path(2), None).status, 204);
        assert_eq!(
            own(&other, "GET", "/v1/me/push-subscriptions", None).ok()["ids"],
            json!([id(2)]),
            "not somebody else's to end"
        );
        follows_events(&other, &house);
        an_hour_ago(&house);
        notice(&house, "n", house.app.now() - 60_000, "category = 'events'");
        assert_eq!(own(&other, "DELETE", "/v1/session", None).status, 204);
        house.wait(tell(&house.app)).unwrap();
        assert!(got.try_recv().is_err());
        assert_eq!(house.number("SELECT COUNT(*) FROM push_subscriptions"), 0);

        assert_eq!(
            house.phone.get("/v1/me/push-subscriptions").problem(),
            "not-signed-in"
        );
        assert_eq!(house.phone.put(&path(3), json!({})).problem(), "not-signed-in");
        for _ in 0..2 {
            assert_eq!(own(&phone, "DELETE", &path(1), None).status, 204);
        }
        house.sql("UPDATE sessions SET shared_phone = 1");
        assert_eq!(ask(&phone, 3, &endpoint), 403, "a shared phone tells nobody");
    });
}

#[test]
fn only_browsers_of_known_makers_and_real_keys() {
    both(|house, _got, origin| {
        let phone = house.signed_in("a0");
        let good = Browser::new().subscription("https://fcm.googleapis.com/fcm/send/x");
        let with = |member: &str, value: &str| {
            let mut body = good.clone();
            body[member] = value.into();
            own(&phone, "PUT", &path(1), Some(body))
        };
        for endpoint in [
            "https://localhost/x",
            "http://fcm.googleapis.com/x",
            "https://linli.example/v1/session",
            "nonsense",
        ] {
            assert_eq!(
                with("endpoint", endpoint).errors(),
                ["/endpoint not-allowed"],
                "{endpoint}"
            );
        }
        let no_point = BASE64.encode([4; 65]);
        for (member, value) in [
            ("p256dh", "AAAA"),
            ("auth", "AAAA"),
            ("p256dh", no_point.as_str()),
            ("auth", "!"),
        ] {
            assert_eq!(
                with(member, value).errors(),
                ["/p256dh wrong-type"],
                "{member} {value}"
            );
        }
        assert_eq!(
            own(
                &phone,
                "PUT",
                "/v1/me/push-subscriptions/short",
                Some(good.clone())
            )
            .problem(),
            "not-found"
        );
        for nth in 0..10 {
            let endpoint = format!("{origin}/{nth}/201");
            assert_eq!(
                own(
                    &phone,
                    "PUT",
                    &path(nth),
                    Some(Browser::new().subscription(&endpoint))
                )
                .status,
                204
            );
        }
        assert_eq!(
            own(&phone, "PUT", &path(10), Some(good)).errors(),
            ["/endpoint too-many"]
        );
    });
}
