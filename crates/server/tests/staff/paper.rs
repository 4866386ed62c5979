use crate::support::{NOW, Place};
use server::staff::Refused;

/// 1-101 has two residents, 1-102 and 2-101 one each.
const POLL: &str = r#"id = "yard"
title = "小院子"
about = "添点什么"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "anonymous"
unit = "household"
results = "after_close"
tie_rule = "earlier_listed"

[[questions]]
id = "things"
title = "要哪几样？"
method = { kind = "approval", min = 1, max = 2 }
options = [{ id = "bench", label = "长椅" }, { id = "lamp", label = "路灯" }, { id = "tree", label = "树" }]
"#;

async fn open(change: &[(&str, &str)]) -> Place {
    let place = Place::community().await;
    let text = change
        .iter()
        .fold(POLL.to_owned(), |text, (from, to)| text.replace(from, to));
    place.file("poll.toml", text.as_bytes());
    place
        .type_in(&format!("poll open poll.toml --now {NOW}"))
        .await
        .unwrap();
    // Open whatever the machine's clock says.
    place
        .sql("UPDATE polls SET opens_at = 1, closes_at = 9000000000000000")
        .await;
    place
}

const TWO: &str = "poll paper yard --voters voters.csv --ballots ballots.csv";

/// Types the two files; every complaint must be exactly one of these.
async fn refused(place: &Place, voters: &str, ballots: &str, expected: &[(&str, usize, &str)]) {
    place.file("voters.csv", voters.as_bytes());
    place.file("ballots.csv", ballots.as_bytes());
    let before = place.dump().await;
    let error = place.type_in(TWO).await.unwrap_err();
    let Some(Refused(complaints)) = error.downcast_ref::<Refused>() else {
        panic!("not a refusal but: {error:#}");
    };
    assert_eq!(complaints.len(), expected.len(), "{complaints:#?}");
    for (complaint, (file, line, reason)) in complaints.iter().zip(expected) {
        assert!(complaint.file.ends_with(file), "{complaint}");
        assert_eq!(complaint.line, *line, "{complaint}");
        assert!(complaint.reason.contains(reason), "{complaint} lacks {reason:?}");
    }
    assert_eq!(place.dump().await, before);
}

#[tokio::test]
async fn two_piles_are_counted_and_not_joined() {
    let place = open(&[]).await;
    let home = place
        .text("SELECT id FROM households WHERE label = '1-102'")
        .await;
    // By label and by id; the ballots come in any order.
    place.file(
        "voters.csv",
        format!("\u{feff}门牌\r\n2-101\r\n{home}\r\n").as_bytes(),
    );
    place.file("ballots.csv", b"things\nbench|lamp\ntree\n");
    let said = place.type_in(TWO).await.unwrap();
    assert_eq!(said, "2 paper ballots are counted in poll yard");
    assert_eq!(
        place.number("SELECT COUNT(*) FROM voters WHERE paper = 1").await,
        2
    );
    assert_eq!(place.number("SELECT COUNT(*) FROM ballots").await, 2);
    // With so small a pile a mark on the ballots would tell how the two voted.
    assert_eq!(
        place.number("SELECT COUNT(*) FROM ballots WHERE paper = 1").await,
        0
    );
    assert_eq!(place.number("SELECT COUNT(*) FROM named_ballots").await, 0);
    assert_eq!(place.number("SELECT MAX(batch) FROM ballots").await, 0);
}

#[tokio::test]
async fn whoever_has_voted_refuses_the_whole_pile() {
    let place = open(&[]).await;
    let home = place
        .text("SELECT id FROM households WHERE label = '1-101'")
        .await;
    place
        .sql(&format!(
            "INSERT INTO voters (poll_id, unit_id) VALUES ('yard', '{home}')"
        ))
        .await;
    let pile = "things\nbench\ntree\n";
    refused(
        &place,
        "household\n1-102\n1-101\n",
        pile,
        &[("voters.csv", 3, "1-101 has voted by phone already")],
    )
    .await;
    place.file("voters.csv", b"household\n1-102\n");
    place.file("ballots.csv", b"things\ntree\n");
    place.type_in(TWO).await.unwrap();
    refused(
        &place,
        "household\n2-101\n1-102\n",
        pile,
        &[("voters.csv", 3, "1-102 has voted on paper already")],
    )
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_either_file_is_told_at_once() {
    let place = open(&[]).await;
    let pile = "things\nbench\ntree\n";
    for (voters, ballots, expected) in [
        (
            "household\n9-999\n1-101\n1-101\n",
            "things\nshed\n\n",
            &[
                ("voters.csv", 2, "there is no household \"9-999\""),
                ("voters.csv", 4, "1-101 stands on line 3 already"),
                ("ballots.csv", 2, "things: no such option (shed)"),
            ][..],
        ),
        (
            "household\n1-101\n",
            pile,
            &[("ballots.csv", 1, "2 ballots here, but 1 voters in")],
        ),
        (
            "household,things\n1-101,bench\n",
            pile,
            &[("voters.csv", 1, "the only column is household")],
        ),
        (
            "household\n1-101,bench\n1-102\n",
            pile,
            &[("voters.csv", 2, "only one column")],
        ),
        (
            "phone\n19900000001\n",
            pile,
            &[("voters.csv", 1, "the only column is household")],
        ),
        ("household\n", pile, &[("voters.csv", 1, "no voter in this file")]),
        (
            "household\n1-101\n",
            "things\n",
            &[("ballots.csv", 1, "no ballot in this file")],
        ),
    ] {
        refused(&place, voters, ballots, expected).await;
    }
    // Who may not vote at all.
    let place = open(&[("\"household\"", "\"household\"\nbuildings = [\"1号楼\"]")]).await;
    refused(
        &place,
        "household\n2-101\n",
        "things\ntree\n",
        &[("voters.csv", 2, "2-101 may not vote in this poll")],
    )
    .await;
}

#[tokio::test]
async fn residents_are_named_by_their_phone() {
    let place = open(&[("\"household\"", "\"person\"")]).await;
    place.file("voters.csv", "手机\n199 0000 0001\n+8619900000004\n".as_bytes());
    place.file("ballots.csv", b"things\nbench\ntree\n");
    place.type_in(TWO).await.unwrap();
    refused(
        &place,
        "phone\n19900000009\n1-101\n",
        "things\nbench\ntree\n",
        &[
            ("voters.csv", 2, "no resident has the number"),
            ("voters.csv", 3, "no resident has the number"),
        ],
    )
    .await;
}

#[tokio::test]
async fn named_ballots_keep_their_owner() {
    let place = open(&[("anonymous", "named")]).await;
    const TYPED: &str = "poll paper yard --named named.csv";
    place.file("named.csv", b"household;things\n1-101;bench|tree\n2-101;lamp\n");
    place.type_in(TYPED).await.unwrap();
    let stored = place
        .texts(
            "SELECT h.label || b.answers || n.resident_id || b.paper FROM named_ballots n
             JOIN households h ON h.id = n.unit_id JOIN ballots b ON b.ballot_id = n.ballot_id ORDER BY 1",
        )
        .await;
    assert_eq!(
        stored,
        [
            r#"1-101[{"question":"things","options":["bench","tree"]}]1"#,
            r#"2-101[{"question":"things","options":["lamp"]}]1"#,
        ]
    );
    for (csv, line, reason) in [
        ("household,things\n1-101,bench\n", 2, "1-101 has voted on paper"),
        ("household,things\n1-102,shed\n", 2, "no such option (shed)"),
        (
            "things,household\nbench,1-102\n",
            1,
            "the first column is household",
        ),
        (
            "household,things\n1-102\n",
            2,
            "1 columns here, 2 in the first line",
        ),
        (
            "household,things,colour\n1-102,bench,red\n",
            1,
            "no question \"colour\"",
        ),
    ] {
        place.file("named.csv", csv.as_bytes());
        let before = place.dump().await;
        let said = place.type_in(TYPED).await.unwrap_err();
        let Some(Refused(complaints)) = said.downcast_ref::<Refused>() else {
            panic!("{said:#}");
        };
        assert!(
            complaints
                .iter()
                .any(|c| c.line == line && c.reason.contains(reason)),
            "{complaints:#?} lacks {line}: {reason}"
        );
        assert_eq!(place.dump().await, before);
    }
}

#[tokio::test]
async fn only_open_polls_of_the_right_kind_take_paper() {
    async fn said(place: &Place, line: &str) -> String {
        place.file("voters.csv", b"household\n1-101\n");
        place.file("ballots.csv", b"things\nbench\n");
        place.file("named.csv", b"household,things\n1-101,bench\n");
        let before = place.dump().await;
        let said = place.type_in(line).await.unwrap_err().to_string();
        assert_eq!(place.dump().await, before);
        said
    }
    const NAMED: &str = "poll paper yard --named named.csv";
    let place = open(&[("anonymous", "named")]).await;
    assert!(said(&place, TWO).await.contains("is named"));
    let place = open(&[]).await;
    assert!(said(&place, NAMED).await.contains("is anonymous"));
    assert!(
        said(&place, &TWO.replace("yard", "nothing"))
            .await
            .contains("no poll with the id")
    );
    // Half a pile, or none, or both kinds.
    for line in [
        "poll paper yard",
        "poll paper yard --voters voters.csv",
        "poll paper yard --ballots ballots.csv",
        &format!("{TWO} --named named.csv"),
    ] {
        assert!(place.type_in(line).await.is_err(), "{line}");
    }
    place.sql("UPDATE polls SET practice = 1").await;
    assert!(said(&place, TWO).await.contains("is for practice"));
    place.sql("UPDATE polls SET practice = 0, closes_at = 2").await;
    assert!(said(&place, TWO).await.contains("poll late-batch"));
    place
        .sql("UPDATE polls SET opens_at = 8000000000000000, closes_at = 9000000000000000")
        .await;
    assert!(said(&place, TWO).await.contains("not open yet"));
    place.sql("UPDATE polls SET cancelled = 1").await;
    assert!(said(&place, TWO).await.contains("was cancelled"));
}

#[tokio::test]
async fn a_poll_is_extended_only_while_open_and_only_to_later() {
    let place = open(&[]).await;
    place
        .sql("UPDATE polls SET opens_at = 1, closes_at = 4000000000000")
        .await;
    // 4000000000000 is 2096-10-02T07:06:40Z.
    let typed = |until: &str| format!("poll extend yard --until {until} --reason 停电");
    for (until, reason) in [
        ("2096-10-02T07:06:40Z", "an extension ends later"),
        ("2096-10-01T07:06:40Z", "an extension ends later"),
        ("tomorrow", "is no time"),
    ] {
        let before = place.dump().await;
        let said = place.type_in(&typed(until)).await.unwrap_err().to_string();
        assert!(said.contains(reason), "{said}");
        assert_eq!(place.dump().await, before);
    }
    let said = place.type_in(&typed("2096-10-03T18:00:00+08:00")).await.unwrap();
    assert_eq!(said, "poll yard is open until 2096-10-03T10:00:00Z");
    let events: Vec<contract::PollEvent> =
        serde_json::from_str(&place.text("SELECT events FROM polls").await).unwrap();
    assert_eq!(events[0].kind, contract::PollEventKind::Extended);
    assert_eq!(events[0].reason, "停电");
    assert_eq!(events[0].old_end.map(|t| t.millis()), Some(4_000_000_000_000));
    assert_eq!(
        events[0].new_end.map(|t| t.to_string()),
        Some("2096-10-03T10:00:00Z".to_owned())
    );
    let blank = place
        .type_in(&typed("2096-10-09T18:00:00Z").replace("停电", "\u{3000}"))
        .await;
    assert!(blank.unwrap_err().to_string().contains("--reason must say"));
    for (sql, reason) in [
        ("UPDATE polls SET closes_at = 2", "closed already"),
        (
            "UPDATE polls SET opens_at = 4000000000000, closes_at = 4100000000000",
            "not open yet",
        ),
        ("UPDATE polls SET cancelled = 1", "was cancelled"),
    ] {
        place.sql(sql).await;
        let said = place
            .type_in(&typed("2196-10-09T18:00:00Z"))
            .await
            .unwrap_err()
            .to_string();
        assert!(said.contains(reason), "{said}");
    }
}

#[tokio::test]
async fn a_poll_is_cancelled_only_before_its_end() {
    const TYPED: &str = "poll cancel yard --reason 选项写错了";
    let place = open(&[]).await;
    let blank = place.type_in("poll cancel yard --reason \u{3000}").await;
    assert!(blank.unwrap_err().to_string().contains("--reason must say"));
    assert!(
        place
            .type_in("poll cancel nothing --reason x")
            .await
            .unwrap_err()
            .to_string()
            .contains("no poll with the id")
    );
    assert_eq!(place.type_in(TYPED).await.unwrap(), "poll yard is cancelled");
    assert_eq!(place.number("SELECT cancelled FROM polls").await, 1);
    let events = place.text("SELECT events FROM polls").await;
    assert!(
        events.contains("\"cancelled\"") && events.contains("选项写错了"),
        "{events}"
    );
    assert!(
        place
            .type_in(TYPED)
            .await
            .unwrap_err()
            .to_string()
            .contains("was cancelled")
    );
    // One that is still to come can be cancelled; one that is over has a result.
    place
        .sql("UPDATE polls SET cancelled = 0, opens_at = 8000000000000000")
        .await;
    place.type_in(TYPED).await.unwrap();
    place
        .sql("UPDATE polls SET cancelled = 0, opens_at = 1, closes_at = 2")
        .await;
    assert!(
        place
            .type_in(TYPED)
            .await
            .unwrap_err()
            .to_string()
            .contains("its result stands")
    );
}
