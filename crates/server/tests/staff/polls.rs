use crate::support::{NOW, Place};

const GOOD: &str = r#"id = "bench"
title = "长椅"
about = "放哪里"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "anonymous"
unit = "person"
results = "after_close"
tie_rule = "earlier_listed"
quorum = { share = "1/2", base = "eligible" }

[[questions]]
title = "放哪里？"
method = { kind = "approval", min = 1, max = 2 }
[[questions.options]]
id = "a"
label = "花坛"
[[questions.options]]
id = "b"
label = "门口"
"#;

#[tokio::test]
async fn a_toml_file_becomes_a_poll() {
    let place = Place::community().await;
    place.file("good.toml", GOOD.as_bytes());
    let said = place
        .type_in(&format!("poll open good.toml --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        said,
        "poll bench is open from 2026-11-21T01:00:00Z to 2026-11-27T12:00:00Z"
    );
    let questions: Vec<contract::Question> =
        serde_json::from_str(&place.text("SELECT questions FROM polls").await).unwrap();
    assert_eq!(questions[0].id, "q1");
    assert_eq!(
        (questions[0].method.min, questions[0].method.max),
        (Some(1), Some(2))
    );
    assert_eq!(place.number("SELECT quorum_denominator FROM polls").await, 2);
    place
        .refuses(
            &format!("poll open good.toml --now {NOW}"),
            &[(1, "already a poll")],
        )
        .await;
}

#[tokio::test]
async fn a_poll_may_say_it_once_more_in_plain_words() {
    let place = Place::community().await;
    place.file("none.toml", GOOD.as_bytes());
    place
        .type_in(&format!("poll open none.toml --now {NOW}"))
        .await
        .unwrap();
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM polls WHERE plain IS NULL")
            .await,
        1
    );
    let text = GOOD.replace("\"bench\"", "\"plain\"");
    let plain = |words: &str| text.replace("about =", &format!("plain = \"{words}\"\nabout ="));
    place.file("empty.toml", plain(" ").as_bytes());
    place
        .refuses(
            &format!("poll open empty.toml --now {NOW}"),
            &[(3, "this text is empty")],
        )
        .await;
    place.file("plain.toml", plain("椅子放哪？\\n\\n您说。").as_bytes());
    place
        .type_in(&format!("poll open plain.toml --now {NOW}"))
        .await
        .unwrap();
    let kept: contract::Text =
        serde_json::from_str(&place.text("SELECT plain FROM polls WHERE id = 'plain'").await).unwrap();
    assert_eq!(kept, contract::Text::plain("椅子放哪？\n\n您说。"));
}

#[tokio::test]
async fn only_some_buildings_may_vote() {
    let place = Place::community().await;
    for (unit, voters) in [("person", 3), ("household", 2)] {
        let text = GOOD
            .replace("\"person\"", &format!("\"{unit}\"\nbuildings = [\"1号楼\"]"))
            .replace("bench", unit);
        place.file("some.toml", text.as_bytes());
        place
            .type_in(&format!("poll open some.toml --now {NOW}"))
            .await
            .unwrap();
        let sql = format!("SELECT COUNT(*) FROM poll_electorate WHERE poll_id = '{unit}'");
        assert_eq!(place.number(&sql).await, voters);
    }
    place.file(
        "none.toml",
        GOOD.replace("\"person\"", "\"person\"\nbuildings = [\"8号楼\"]")
            .as_bytes(),
    );
    place
        .refuses(
            &format!("poll open none.toml --now {NOW}"),
            &[(8, "nobody lives in 8号楼")],
        )
        .await;
}

#[tokio::test]
async fn bad_polls_are_refused_with_their_lines() {
    let place = Place::community().await;
    let options = &GOOD[GOOD.find("[[questions.options]]").unwrap()..];
    let cases: Vec<(&str, String, usize, &str)> = vec![
        (
            "\"+5d 20:00\"",
            "\"-5d 20:00\"".into(),
            5,
            "ends before it begins",
        ),
        ("\"+5d 20:00\"", "\"-1d 09:05\"".into(), 5, "at least ten minutes"),
        ("\"+5d 20:00\"", "\"-1d 20:00\"".into(), 5, "over already"),
        (
            "secrecy = \"anonymous\"",
            "secrecy = \"secret\"".into(),
            6,
            "not one of: anonymous, named",
        ),
        (
            "unit = \"person\"",
            "unit = \"building\"".into(),
            7,
            "not one of: person, household",
        ),
        ("results = ", "result = ".into(), 8, "unknown field `result`"),
        ("1/2", "3/2".into(), 10, "a share is written as a fraction"),
        ("1/2", "half".into(), 10, "a share is written as a fraction"),
        (
            "id = \"b\"",
            "id = \"a\"".into(),
            19,
            "a second option with the id a",
        ),
        ("门口", "花坛".into(), 20, "stands there twice"),
        (options, String::new(), 14, "at least two options"),
        (
            "min = 1, max = 2",
            "min = 2, max = 1".into(),
            14,
            "min is larger than max",
        ),
        (
            "min = 1, max = 2",
            "min = 1, max = 3".into(),
            14,
            "max is not between",
        ),
        (
            "min = 1, max = 2",
            "min = 1, total = 3".into(),
            14,
            "total means nothing",
        ),
        (
            "approval\", min = 1, max = 2",
            "score\"".into(),
            14,
            "score needs a max",
        ),
        (
            "approval\", min = 1, max = 2",
            "guess\"".into(),
            14,
            "not one of: single",
        ),
        (
            "approval\", min = 1, max = 2",
            "approval\", mim = 2".into(),
            14,
            "unknown field `mim`",
        ),
        ("id = \"bench\"", "id = \"a b\"".into(), 1, "an id has 1 to 64"),
        (
            "title = \"长椅\"",
            format!("title = \"{}\"", "长".repeat(121)),
            2,
            "longer than 120",
        ),
        ("title = \"长椅\"\n", String::new(), 1, "missing field `title`"),
    ];
    for (from, to, line, reason) in cases {
        assert!(GOOD.contains(from), "{from}");
        place.file("bad.toml", GOOD.replacen(from, &to, 1).as_bytes());
        place
            .refuses(&format!("poll open bad.toml --now {NOW}"), &[(line, reason)])
            .await;
    }
    let ranked = GOOD.replace("approval\", min = 1, max = 2", "ranked\"");
    place.file("ranked.toml", ranked.as_bytes());
    place
        .refuses(
            &format!("poll open ranked.toml --now {NOW}"),
            &[(14, "ranked needs a rule")],
        )
        .await;
    let yes_no = GOOD.replace("approval\", min = 1, max = 2", "yes_no_abstain\"");
    place.file("yes.toml", yes_no.as_bytes());
    let reasons = [(14, "has three options"), (14, "needs a threshold")];
    place
        .refuses(&format!("poll open yes.toml --now {NOW}"), &reasons)
        .await;
    place.file("broken.toml", b"id = \"x\ntitle = 3");
    place.refuses("poll open broken.toml", &[(1, "")]).await;
}

#[tokio::test]
async fn an_open_poll_can_be_closed_once_with_a_reason() {
    let place = Place::community().await;
    place.file("good.toml", GOOD.as_bytes());
    // Relative times count from the real present here, because closing does.
    place.type_in("poll open good.toml").await.unwrap();
    assert!(
        place.type_in("poll close bench").await.is_err(),
        "a reason is needed"
    );
    assert!(place.type_in("poll close nothing --reason no").await.is_err());
    assert_eq!(
        place.type_in("poll close bench --reason 都投完了").await.unwrap(),
        "poll bench is closed"
    );
    let events: Vec<contract::PollEvent> =
        serde_json::from_str(&place.text("SELECT events FROM polls").await).unwrap();
    assert_eq!(events[0].kind, contract::PollEventKind::ClosedEarly);
    assert_eq!(events[0].reason, "都投完了");
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM polls WHERE board_root IS NOT NULL")
            .await,
        1
    );
    let error = place
        .type_in("poll close bench --reason again")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("closed already"), "{error}");
    let later = GOOD.replace("-1d", "+1d").replace("bench", "later");
    place.file("later.toml", later.as_bytes());
    place.type_in("poll open later.toml").await.unwrap();
    let error = place
        .type_in("poll close later --reason no")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("not open yet"), "{error}");
}
