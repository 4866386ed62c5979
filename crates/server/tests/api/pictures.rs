//! Pictures: served as what they are, kept for ever, and nothing that a browser could run.

use crate::house::House;
use server::secrets::digest;

fn stored(house: &House, media_type: &str, bytes: &[u8]) -> String {
    let id = digest(&[bytes]);
    let sql = "INSERT INTO pictures (id, media_type, bytes) VALUES ($1, $2, $3)";
    let insert = sqlx::query(sql).bind(&id).bind(media_type).bind(bytes.to_vec());
    house.wait(insert.execute(&house.app.db.pool)).unwrap();
    id
}

on_both! {
    fn a_picture_is_served_as_it_came_and_kept_for_ever(house) {
        let bytes = b"\x89PNG\r\n\x1a\n\0\xff any bytes".as_slice();
        let id = stored(house, "image/png", bytes);
        let path = format!("/v1/pictures/{id}");
        // Signed in or not: the page that names it says who reads it.
        for phone in [house.phone.clone(), house.signed_in("a0")] {
            let reply = phone.get(&path);
            assert_eq!((reply.status, reply.bytes.as_slice()), (200, bytes));
            assert_eq!(reply.header("content-type"), "image/png");
            assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
            assert_eq!(reply.header("x-content-type-options"), "nosniff");
            assert!(reply.header("content-security-policy").contains("default-src 'none'"));
            assert_eq!(reply.header("etag"), format!("\"{id}\""));
        }
        let known = house.phone.send("GET", &path, &[("if-none-match", &format!("\"{id}\""))], None);
        assert_eq!((known.status, known.bytes.len()), (304, 0));
        let head = house.phone.send("HEAD", &path, &[], None);
        assert_eq!((head.status, head.header("content-type")), (200, "image/png"));
    }

    fn nothing_else_is_found_there_and_nothing_can_be_put_there(house) {
        let id = stored(house, "image/webp", b"RIFF");
        for other in ["nothing", &id[1..], &id.to_uppercase(), &format!("{id}.png"), "..%2fservice", "%27%20OR%201=1", "%00"] {
            assert_eq!(house.phone.get(&format!("/v1/pictures/{other}")).problem(), "not-found", "{other}");
        }
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let reply = house.signed_in("c9").send(method, &format!("/v1/pictures/{id}"), &[], Some(b"<svg/>".to_vec()));
            assert_eq!(reply.status, 405, "{method}");
        }
        assert_eq!(house.phone.get(&format!("/v1/pictures/{id}")).bytes, b"RIFF");
    }
}
