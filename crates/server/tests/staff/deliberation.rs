//! What staff do with threads while they run, and made-up posts to try them.

use crate::support::{NOW, Place};

const THREAD: &str = r#"id = "dogs"
title = "遛狗"
kind = "discussion"
author = "甲"
created_at = "-3d 09:00"
reply_levels = 2
body = "牵绳"

[[posts]]
id = "p1"
author = "乙"
at = "-3d 10:00"
body = "牵好绳子。我也养狗！"

[[posts]]
id = "p2"
author = "甲"
at = "-3d 11:00"
body = "谢谢您说一声"
reply_to = "p1"

[[posts]]
id = "p3"
author = "乙"
at = "-3d 12:00"
body = "不客气的啦"
reply_to = "p2"
"#;

async fn demo() -> Place {
    let place = Place::community().await;
    place
        .type_in("community set --name 梧桐里 --zone Asia/Shanghai --languages zh-CN --demo")
        .await
        .unwrap();
    place.file("t.toml", THREAD.as_bytes());
    place
        .type_in(&format!("thread open t.toml --now {NOW}"))
        .await
        .unwrap();
    place
}

#[tokio::test]
async fn a_summary_is_set_replaced_and_taken_away() {
    let place = demo().await;
    for words in ["两边都说了什么", "后来又说了什么"] {
        place.file("s.md", words.as_bytes());
        let said = place.type_in("thread summary dogs --file s.md").await.unwrap();
        assert_eq!(said, "the thread dogs has a new summary");
        assert!(place.text("SELECT summary FROM threads").await.contains(words));
    }
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM threads WHERE summary_at > 0")
            .await,
        1
    );
    place.type_in("thread summary dogs --remove").await.unwrap();
    let left = "SELECT COUNT(*) FROM threads WHERE summary IS NOT NULL OR summary_at IS NOT NULL";
    assert_eq!(place.number(left).await, 0);
    let none = place.type_in("thread summary cats --remove").await.unwrap_err();
    assert_eq!(none.to_string(), "there is no thread cats");
    place.file("s.md", b" \n");
    place
        .refuses("thread summary dogs --file s.md", &[(1, "the summary is empty")])
        .await;
}

#[tokio::test]
async fn a_thread_is_closed_and_opened_again() {
    let place = demo().await;
    assert_eq!(
        place.type_in("thread reopen dogs").await.unwrap_err().to_string(),
        "the thread dogs is open"
    );
    assert_eq!(
        place.type_in("thread close dogs").await.unwrap(),
        "the thread dogs is closed"
    );
    let again = place.type_in("thread close dogs").await.unwrap_err();
    assert_eq!(again.to_string(), "the thread dogs is closed already");
    assert_eq!(
        place.type_in("thread reopen dogs").await.unwrap(),
        "the thread dogs is open again"
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM threads WHERE closes_at IS NULL")
            .await,
        1
    );
}

#[tokio::test]
async fn replies_nest_as_deep_as_the_file_says() {
    let place = demo().await;
    assert_eq!(
        place.number("SELECT depth FROM posts WHERE id = 'dogs-p3'").await,
        2
    );
    assert_eq!(
        place.text("SELECT root_id FROM posts WHERE id = 'dogs-p3'").await,
        "dogs-p1"
    );
    assert_eq!(
        place
            .number("SELECT replies FROM posts WHERE id = 'dogs-p1'")
            .await,
        2
    );
    let deeper = THREAD
        .replace("\"dogs\"", "\"cats\"")
        .replace("reply_levels = 2", "reply_levels = 1");
    place.file("t.toml", deeper.as_bytes());
    place
        .refuses(
            &format!("thread open t.toml --now {NOW}"),
            &[(27, "replies go 1 levels deep here")],
        )
        .await;
    place.file(
        "t.toml",
        deeper.replace("reply_levels = 1", "reply_levels = 99").as_bytes(),
    );
    place
        .refuses(
            &format!("thread open t.toml --now {NOW}"),
            &[(6, "at most 20 levels")],
        )
        .await;
}

#[tokio::test]
async fn made_up_posts_fill_a_thread_of_a_demo_only() {
    let real = Place::community().await;
    let refused = real
        .type_in("demo posts --thread dogs --count 5")
        .await
        .unwrap_err();
    assert!(refused.to_string().starts_with("this is a real community"));

    let place = demo().await;
    place
        .type_in("demo posts --thread dogs --count 300 --seed 7")
        .await
        .unwrap();
    for (sql, expected) in [
        ("SELECT COUNT(*) FROM posts", 303),
        ("SELECT visible_posts FROM threads", 303),
        ("SELECT last_seq FROM threads", 303),
        ("SELECT MAX(depth) FROM posts", 2),
        (
            "SELECT COUNT(*) FROM posts p WHERE agrees <> (SELECT COUNT(*) FROM post_agrees a WHERE a.post_id = p.id)",
            0,
        ),
        (
            "SELECT COUNT(*) FROM post_agrees a JOIN posts p ON p.id = a.post_id WHERE p.author_id = a.resident_id",
            0,
        ),
        (
            "SELECT shown_roots - (SELECT COUNT(*) FROM posts WHERE parent_id IS NULL) FROM threads",
            0,
        ),
    ] {
        assert_eq!(place.number(sql).await, expected, "{sql}");
    }
    let none = place
        .type_in("demo posts --thread cats --count 5")
        .await
        .unwrap_err();
    assert_eq!(none.to_string(), "there is no thread cats");
    let same = demo().await;
    same.type_in("demo posts --thread dogs --count 300 --seed 7")
        .await
        .unwrap();
    let words = "SELECT body FROM posts ORDER BY seq";
    assert_eq!(place.texts(words).await, same.texts(words).await);
}
