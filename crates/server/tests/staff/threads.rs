use crate::support::{NOW, Place};

const GOOD: &str = r#"id = "dogs"
title = "遛狗"
kind = "discussion"
author = "甲"
created_at = "-3d 09:00"
body = "牵绳"

[[posts]]
id = "p1"
author = "乙"
at = "-3d 10:00"
body = "好"
agrees = 2

[[posts]]
id = "p2"
author = "19900000004"
at = "-3d 11:00"
body = "会处理"
official = true
reply_to = "p1"
"#;

/// A community that may bring posts.
async fn demo() -> Place {
    let place = Place::community().await;
    place
        .type_in("community set --name 梧桐里 --zone Asia/Shanghai --languages zh-CN --demo")
        .await
        .unwrap();
    place
}

#[tokio::test]
async fn a_real_community_opens_threads_without_posts() {
    let place = Place::community().await;
    place.file("posts.toml", GOOD.as_bytes());
    place
        .refuses(
            &format!("thread open posts.toml --now {NOW}"),
            &[(9, "only a demo community may bring posts")],
        )
        .await;
    let own = GOOD
        .split("[[posts]]")
        .next()
        .unwrap()
        .replace("author = \"甲\"", "publisher = \"居委会\"");
    place.file("own.toml", own.as_bytes());
    place
        .type_in(&format!("thread open own.toml --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(place.text("SELECT author_name FROM threads").await, "居委会");
    let statements = own.replace("discussion", "statements").replace("dogs", "cats");
    place.file(
        "s.toml",
        format!("{statements}[[statements]]\ntext = \"猫\"\n").as_bytes(),
    );
    place
        .type_in(&format!("thread open s.toml --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM statements WHERE thread_id = 'cats'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_demo_brings_posts_with_replies_and_agreement() {
    let place = demo().await;
    place.file("good.toml", GOOD.as_bytes());
    place
        .type_in(&format!("thread open good.toml --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        place
            .number("SELECT replies FROM posts WHERE id = 'dogs-p1'")
            .await,
        1
    );
    assert_eq!(
        place
            .number("SELECT agrees FROM posts WHERE id = 'dogs-p1'")
            .await,
        2
    );
    assert_eq!(place.number("SELECT COUNT(*) FROM post_agrees").await, 2);
    assert_eq!(
        place
            .text("SELECT parent_id FROM posts WHERE id = 'dogs-p2'")
            .await,
        "dogs-p1"
    );
    assert_eq!(
        place
            .text("SELECT author_role FROM posts WHERE id = 'dogs-p2'")
            .await,
        "committee"
    );
    let own = "SELECT COUNT(*) FROM post_agrees a JOIN posts p ON p.id = a.post_id WHERE p.author_id = a.resident_id";
    assert_eq!(place.number(own).await, 0);
}

#[tokio::test]
async fn bad_threads_are_refused_with_their_lines() {
    let place = demo().await;
    let cases = [
        ("kind = \"discussion\"", "kind = \"chat\"", 3, "not one of"),
        (
            "author = \"甲\"",
            "author = \"戊\"",
            4,
            "no resident is called 戊",
        ),
        ("author = \"甲\"\n", "", 2, "name either an author"),
        (
            "author = \"乙\"",
            "author = \"19900000099\"",
            10,
            "no resident has the number",
        ),
        (
            "at = \"-3d 10:00\"",
            "at = \"-4d 10:00\"",
            11,
            "older than its thread",
        ),
        ("at = \"-3d 11:00\"", "at = \"+3d 11:00\"", 18, "from the future"),
        ("agrees = 2", "agrees = 9", 13, "only 3 other residents"),
        (
            "reply_to = \"p1\"",
            "reply_to = \"p7\"",
            21,
            "there is no post p7 above",
        ),
        ("id = \"p2\"", "id = \"p1\"", 16, "a second post with the id p1"),
        (
            "agrees = 2",
            "official = true",
            10,
            "only staff give official answers",
        ),
        ("agrees = 2", "state = \"hidden\"", 13, "needs a reason"),
        ("agrees = 2", "reason = \"x\"", 13, "only a hidden post"),
        ("agrees = 2", "agree = 2", 13, "unknown field `agree`"),
    ];
    for (from, to, line, reason) in cases {
        assert!(GOOD.contains(from), "{from}");
        place.file("bad.toml", GOOD.replacen(from, to, 1).as_bytes());
        place
            .refuses(&format!("thread open bad.toml --now {NOW}"), &[(line, reason)])
            .await;
    }
}
