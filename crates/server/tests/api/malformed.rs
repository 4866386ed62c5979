//! Whatever comes in, a problem document goes out, and never a 5xx.

use crate::house::House;
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;

const TARGETS: [(&str, &str); 9] = [
    ("POST", "/v1/session/code"),
    ("POST", "/v1/session"),
    ("PUT", "/v1/polls/p/ballot"),
    ("POST", "/v1/polls/p/ballot/lookup"),
    ("POST", "/v1/polls/p/ballot/withdrawal"),
    ("POST", "/v1/threads/t/posts"),
    ("PATCH", "/v1/posts/x"),
    ("PUT", "/v1/posts/x/rating"),
    ("POST", "/v1/reports"),
];

/// Bytes as they are, over the wire; the status line and the rest.
fn raw(house: &House, request: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(house.phone.base.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).unwrap_or("0").parse().unwrap_or(0);
    (status, text)
}

on_both! {
    fn bodies_that_cannot_be_read(house) {
        let phone = house.signed_in("a0");
        let send = |target: (&str, &str), body: &[u8]| phone.send(target.0, target.1, &[], Some(body.to_vec()));
        for target in TARGETS {
            for body in [&b""[..], b"{", b"nonsense", b"{\"a\":}", b"\xff\xfe", b"{\"body\":\"\xc3\x28\"}", b"{\"a\":\"\\ud800\"}"] {
                assert_eq!(send(target, body).problem(), "bad-request", "{target:?}");
            }
            let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
            assert_eq!(send(target, deep.as_bytes()).problem(), "bad-request", "{target:?}");
            for body in ["[]", "7", "\"text\"", "null", "{}", "{\"a\":1e999}"] {
                let reply = send(target, body.as_bytes());
                assert!(matches!(reply.problem().as_str(), "validation" | "bad-request"), "{target:?} {body}");
            }
            assert_eq!(send(target, b"{\"x\":\"\\u0000\"}").errors(), ["/x not-allowed"], "{target:?}");
            let big = send(target, &vec![b' '; 2 << 20]);
            assert_eq!(big.problem(), "too-large", "{target:?}");
            let text = phone.send(target.0, target.1, &[("content-type", "text/plain")], Some(b"{}".to_vec()));
            assert_eq!(text.problem(), "unsupported-media-type", "{target:?}");
        }
    }

    fn ids_that_cannot_exist(house) {
        let phone = house.signed_in("a0");
        for id in ["nothing", "%00", "%ff%fe", "a%00b", "..%2f..", "%27%3B--", "%E5%85%AC%E5%91%8A"] {
            for path in ["/v1/notices/{}", "/v1/polls/{}", "/v1/polls/{}/results", "/v1/polls/{}/board", "/v1/threads/{}", "/v1/threads/{}/posts"] {
                assert_eq!(phone.get(&path.replace("{}", id)).problem(), "not-found", "{path} {id}");
            }
            assert_eq!(phone.send("PUT", &format!("/v1/notices/{id}/read"), &[], None).problem(), "not-found");
            assert_eq!(phone.delete(&format!("/v1/posts/{id}")).problem(), "not-found");
        }
        assert_eq!(phone.get(&format!("/v1/polls/{}", "x".repeat(5000))).problem(), "not-found");
        assert_eq!(phone.get(&format!("/v1/polls/p/board/proof/{}", "x".repeat(5000))).problem(), "not-found");
    }

    fn queries_that_cannot_be_read(house) {
        let phone = house.signed_in("a0");
        house.sql("INSERT INTO threads (id, title, kind, body, created_at, active_at) VALUES ('t', 'T', 'discussion', '{\"format\":\"plain\",\"value\":\"\"}', 1, 1)");
        for path in ["/v1/notices", "/v1/polls", "/v1/threads", "/v1/threads/t/posts", "/v1/threads/t/statements", "/v1/reports"] {
            let long = format!("cursor={}", "61".repeat(3000));
            let nul = format!("cursor={}", ledger::hex(b"1.1.a\0b"));
            for query in ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=1&limit=2", "limit=99999999999999999999", "cursor=zz", "cursor=", &long, &nul] {
                assert_eq!(phone.get(&format!("{path}?{query}")).problem(), "bad-request", "{path} {query}");
            }
            assert_eq!(phone.get(&format!("{path}?limit=100&unknown=1")).status, 200, "{path}");
        }
        assert_eq!(phone.get("/v1/notices?category=weather").problem(), "bad-request");
        assert_eq!(phone.get("/v1/polls?state=half").problem(), "bad-request");
    }

    fn addresses_and_methods_that_are_not_there(house) {
        for path in ["/v1", "/v1/", "/v1/nothing", "/v1/polls/", "/v1/polls/p/ballot/x", "/v1/notices/a/b/c"] {
            assert_eq!(house.phone.get(path).problem(), "not-found", "{path}");
        }
        assert_eq!(house.phone.get("/v1/session").problem(), "method-not-allowed");
        assert_eq!(house.phone.post("/v1/polls", json!({})).problem(), "method-not-allowed");
        assert_eq!(house.phone.delete("/v1/me").problem(), "method-not-allowed");
        let reply = house.phone.post("/v1/notices", json!({}));
        assert!(reply.header("allow").contains("GET"), "{:?}", reply.headers);
    }

    fn keys_that_are_no_keys(house) {
        let phone = house.signed_in("a0");
        for key in ["short", "with space in it", "", &"x".repeat(65)] {
            let reply = phone.keyed("POST", "/v1/threads/t/posts", key, json!({"body": "A"}));
            assert_eq!(reply.problem(), "bad-request", "{key}");
        }
    }

    fn a_body_in_broken_pieces(house) {
        let request = b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{}";
        let mut stream = TcpStream::connect(house.phone.base.strip_prefix("http://").unwrap()).unwrap();
        stream.write_all(request).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.is_empty() || answer.contains(" 400 "), "{answer}");
        let (status, text) = raw(house, b"GET /v1/notices/\xff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assert!(matches!(status, 400 | 404), "{text}");
        let (status, _) = raw(house, b"GARBAGE\r\n\r\n");
        assert!(status < 500);
    }
}
