//! The built app as files.

use crate::house::{House, new_name};
use server::app::Config;
use std::path::PathBuf;

fn house() -> (House, PathBuf) {
    let dist = std::env::temp_dir().join(format!("{}_dist", new_name()));
    std::fs::create_dir_all(dist.join("locales")).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dist.join(name), bytes).unwrap();
    write(
        "index.html",
        b"<!doctype html><script type=\"module\">start()</script>",
    );
    write("app-0123456789abcdef.js", b"plain");
    write("app-0123456789abcdef.js.br", b"brotli");
    write("app-0123456789abcdef.js.gz", b"gzip");
    write("app-0123456789abcdef_bg.wasm", b"\0asm");
    write("sw.js", b"worker");
    write("locales/zh-CN.json", b"{}");
    std::fs::write(dist.with_extension("secret"), b"secret").unwrap();
    let config = Config {
        dist: Some(dist.clone()),
        ..Config::default()
    };
    (House::build(false, config).unwrap(), dist)
}

#[test]
fn files_come_small_and_are_kept_when_their_name_says_so() {
    let (house, dist) = house();
    let get = |path: &str, accept: &str| {
        house
            .phone
            .send("GET", path, &[("accept-encoding", accept)], None)
    };
    let script = "/app-0123456789abcdef.js";
    let mut tags = Vec::new();
    for accept in ["gzip, deflate, br", "gzip", "identity", "br;q=0"] {
        let reply = house
            .phone
            .send("HEAD", script, &[("accept-encoding", accept)], None);
        assert_eq!(
            (reply.status, reply.header("vary")),
            (200, "Accept-Encoding"),
            "{accept}"
        );
        assert_eq!(
            reply.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(reply.header("content-type").starts_with("text/javascript"));
        assert_eq!(
            reply.header("content-encoding") == "br",
            accept.ends_with("br"),
            "{accept}"
        );
        tags.push(reply.header("etag").to_owned());
    }
    // The client takes the mark of gzip away; that another file came is seen by its tag.
    assert!(
        tags[0] != tags[1] && tags[1] != tags[2] && tags[2] == tags[3],
        "{tags:?}"
    );
    assert_eq!(
        get("/app-0123456789abcdef_bg.wasm", "br").header("content-type"),
        "application/wasm"
    );
    for path in ["/", "/sw.js", "/locales/zh-CN.json"] {
        let reply = get(path, "identity");
        assert_eq!(reply.header("cache-control"), "no-cache", "{path}");
        let tag = reply.header("etag").to_owned();
        let again = house.phone.send("GET", path, &[("if-none-match", &tag)], None);
        assert_eq!((again.status, again.bytes.len()), (304, 0), "{path}");
    }
    std::fs::remove_dir_all(dist).unwrap();
}

#[test]
fn the_apps_own_addresses_get_the_app_and_lost_files_do_not() {
    let (house, dist) = house();
    for path in ["/", "/polls/p", "/threads/x?page=2", "/index.html"] {
        let reply = house.phone.get(path);
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        let policy = reply.header("content-security-policy");
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
            "{policy}"
        );
    }
    let secret = dist.with_extension("secret");
    let outside = format!("/%2e%2e/{}", secret.file_name().unwrap().to_str().unwrap());
    for path in ["/gone.js", "/locales/xx.json", "/.env", "/a%00b.js", &outside] {
        assert_eq!(house.phone.get(path).problem(), "not-found", "{path}");
    }
    assert_eq!(
        house.phone.post("/polls/p", serde_json::json!({})).problem(),
        "method-not-allowed"
    );
    std::fs::remove_dir_all(dist).unwrap();
    std::fs::remove_file(secret).unwrap();
}
