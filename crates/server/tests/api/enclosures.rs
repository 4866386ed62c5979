//! Attachments and recordings as they are handed out.

fn store(house: &crate::house::House, id: &str, name: &str, kind: &str, expires: &str) {
    let bytes = if house.app.db.kind == server::db::Kind::Sqlite {
        "X'30313233343536373839'"
    } else {
        "'\\x30313233343536373839'"
    };
    house.sql(&format!(
        "INSERT INTO files (id, name, media_type, size, bytes, expires_at) VALUES ('{id}', '{name}', '{kind}', 10, {bytes}, {expires})"
    ));
}

on_both! {
    fn an_attachment_is_a_download_under_its_own_name_and_does_nothing(house) {
        store(house, "f", "申请表 a.pdf", "application/pdf", "NULL");
        let reply = house.phone.get("/v1/files/f");
        assert_eq!((reply.status, reply.text().as_str()), (200, "0123456789"));
        assert_eq!(reply.header("content-type"), "application/pdf");
        assert_eq!(reply.header("content-disposition"), "attachment; filename=\"___ a.pdf\"; filename*=UTF-8''%E7%94%B3%E8%AF%B7%E8%A1%A8%20a.pdf");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(reply.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
        assert!(reply.header("cache-control").contains("immutable"));
        let tag = reply.header("etag").to_owned();
        assert_eq!(house.phone.send("GET", "/v1/files/f", &[("if-none-match", &tag)], None).status, 304);
        assert_eq!(house.phone.get("/v1/files/x").problem(), "not-found");
    }

    fn a_recording_is_played_from_any_place(house) {
        store(house, "r", "water.mp3", "audio/mpeg", "NULL");
        let part = |range: &str| house.phone.send("GET", "/v1/files/r", &[("range", range)], None);
        let whole = house.phone.get("/v1/files/r");
        assert!(whole.header("content-disposition").starts_with("inline;"));
        assert_eq!((whole.header("accept-ranges"), whole.header("content-length")), ("bytes", "10"));
        let middle = part("bytes=3-5");
        assert_eq!((middle.status, middle.text().as_str(), middle.header("content-range")), (206, "345", "bytes 3-5/10"));
        // What Safari asks first of all.
        let first = part("bytes=0-1");
        assert_eq!((first.status, first.text().as_str(), first.header("content-range")), (206, "01", "bytes 0-1/10"));
        assert_eq!(part("bytes=8-").text(), "89");
        let beyond = part("bytes=10-");
        assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */10"));
    }

    fn what_belongs_to_a_preview_goes_with_it(house) {
        store(house, "f", "a.txt", "text/plain; charset=utf-8", "1");
        assert_eq!(house.phone.get("/v1/files/f").problem(), "not-found");
        store(house, "g", "a.txt", "text/plain; charset=utf-8", "NULL");
        house.wait(server::serve::tidy(&house.app)).unwrap();
        assert_eq!(house.number("SELECT COUNT(*) FROM files"), 1);
        assert_eq!(house.phone.get("/v1/files/g").status, 200);
    }
}
