use crate::support::{NOW, Place};

const GOOD: &str = "+++
id = \"water\"
title = \"停水 {{+2d}}\"
summary = \"早上停\"
category = \"utilities\"
urgency = \"urgent\"
pinned = true
publisher = \"物业\"
published_at = \"-1d 16:00\"
valid_until = \"+2d 18:00\"
asks_read = true

[event]
starts_at = \"+2d 08:30\"
ends_at = \"2026-11-24T17:00:00+08:00\"
place = \"一号楼\"
+++
# 停水
**一天**

%%% plain
停水一天。
";

#[tokio::test]
async fn a_markdown_file_becomes_a_notice() {
    let place = Place::community().await;
    place.file("good.md", GOOD.replace('\n', "\r\n").as_bytes());
    place
        .type_in(&format!("notice publish good.md --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        place.text("SELECT title FROM notices").await,
        "停水 11月24日（星期二）"
    );
    let body = place.text("SELECT body FROM notices").await;
    assert_eq!(body, r##"{"format":"markdown","value":"# 停水\n**一天**"}"##);
    assert_eq!(
        place.text("SELECT plain FROM notices").await,
        r#"{"format":"plain","value":"停水一天。"}"#
    );
    let event = place.text("SELECT event FROM notices").await;
    assert_eq!(
        event,
        r#"{"starts_at":"2026-11-24T00:30:00Z","ends_at":"2026-11-24T09:00:00Z","place":"一号楼"}"#
    );
    // The id is taken now; a file without an id gets one of its own each time.
    place
        .refuses(
            &format!("notice publish good.md --now {NOW}"),
            &[(2, "already a notice")],
        )
        .await;
    place.file("free.md", GOOD.replace("id = \"water\"\n", "").as_bytes());
    place
        .type_in(&format!("notice publish free.md --now {NOW}"))
        .await
        .unwrap();
    place
        .type_in(&format!("notice publish free.md --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM notices").await, 3);
}

#[tokio::test]
async fn bad_notices_are_refused_with_their_lines() {
    let place = Place::community().await;
    let cases: [(&str, &str, usize, &str); 13] = [
        ("+++\nid", "id", 1, "must begin with a line +++"),
        (
            "category = \"utilities\"",
            "category = \"weather\"",
            5,
            "not one of: government",
        ),
        (
            "urgency = \"urgent\"",
            "urgency = \"very\"",
            6,
            "not one of: normal",
        ),
        ("pinned = true", "pined = true", 7, "unknown field `pined`"),
        ("pinned = true", "pinned = \"yes\"", 7, "invalid type"),
        ("\"-1d 16:00\"", "\"yesterday\"", 9, "is no time"),
        ("\"+2d 18:00\"", "\"-2d 18:00\"", 10, "not after published_at"),
        ("2026-11-24T17", "2026-11-23T17", 15, "ends before it begins"),
        ("summary = \"早上停\"", "summary = \" \"", 4, "empty"),
        ("# 停水\n**一天**\n", "", 17, "says nothing"),
        ("停水一天。", "", 21, "plain words is empty"),
        ("title = ", "titel = ", 3, "unknown field"),
        (
            "[event]",
            "related = [{ kind = \"poll\", id = \"x\" }]\n[event]",
            13,
            "there is no notice, poll, thread or matter",
        ),
    ];
    for (from, to, line, reason) in cases {
        assert!(GOOD.contains(from), "{from}");
        place.file("bad.md", GOOD.replacen(from, to, 1).as_bytes());
        place
            .refuses(&format!("notice publish bad.md --now {NOW}"), &[(line, reason)])
            .await;
    }
    let two = GOOD.replace("utilities", "weather").replace("-1d 16:00", "soon");
    place.file("two.md", two.as_bytes());
    place
        .refuses(
            &format!("notice publish two.md --now {NOW}"),
            &[(5, "not one of"), (9, "is no time")],
        )
        .await;
    place.file("open.md", GOOD.replacen("+++\n# ", "# ", 1).as_bytes());
    place
        .refuses("notice publish open.md", &[(1, "second line +++")])
        .await;
    place.file("utf8.md", b"+++\n\xff");
    place.refuses("notice publish utf8.md", &[(2, "not UTF-8")]).await;
}
