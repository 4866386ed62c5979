use crate::support::{NOW, Place};

/// Every kind of cell: options, a ranking, points, text.
const POLL: &str = r#"id = "yard"
title = "小院子"
about = "添点什么"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "anonymous"
unit = "person"
results = "after_close"
tie_rule = "earlier_listed"

[[questions]]
id = "things"
title = "要哪几样？"
method = { kind = "approval", min = 1, max = 2 }
options = [{ id = "bench", label = "长椅" }, { id = "lamp", label = "路灯" }, { id = "tree", label = "树" }]

[[questions]]
id = "order"
title = "先做哪样？"
optional = true
method = { kind = "ranked", ranked = "schulze" }
options = [{ id = "bench", label = "长椅" }, { id = "lamp", label = "路灯" }]

[[questions]]
id = "points"
title = "打几分？"
optional = true
method = { kind = "score", max = 5 }
options = [{ id = "bench", label = "长椅" }, { id = "lamp", label = "路灯" }]

[[questions]]
id = "words"
title = "还想说什么？"
optional = true
method = { kind = "text" }
"#;

const HEADER: &str = "order;things;points;words\n";

async fn closed(change: &[(&str, &str)]) -> Place {
    let place = Place::community().await;
    let text = change
        .iter()
        .fold(POLL.to_owned(), |text, (from, to)| text.replace(from, to));
    place.file("poll.toml", text.as_bytes());
    place
        .type_in(&format!("poll open poll.toml --now {NOW}"))
        .await
        .unwrap();
    place.sql("UPDATE polls SET closes_at = opens_at + 1").await;
    place
}

const TYPED: &str = "poll late-batch yard paper.csv --reason 纸质票";

#[tokio::test]
async fn paper_ballots_are_read_as_they_are_written() {
    let place = closed(&[]).await;
    let csv = format!(
        "\u{feff}{HEADER}lamp > bench; lamp|bench ;lamp=3|bench=5;\"多种树; \"\"好\"\"\"\r\n;tree;;\r\n"
    );
    place.file("paper.csv", csv.as_bytes());
    let said = place.type_in(TYPED).await.unwrap();
    assert!(
        said.starts_with("2 paper ballots are on the board of poll yard, which has 2 ballots now"),
        "{said}"
    );
    let stored = place
        .texts("SELECT answers FROM ballots WHERE poll_id = 'yard' AND batch = 1 ORDER BY LENGTH(answers)")
        .await;
    assert_eq!(
        stored,
        [
            r#"[{"question":"things","options":["tree"]}]"#,
            r#"[{"question":"things","options":["bench","lamp"]},{"question":"order","options":["lamp","bench"]},{"question":"points","options":["bench","lamp"],"points":[5,3]},{"question":"words","text":"多种树; \"好\""}]"#,
        ]
    );
    // The ids are drawn, not derived from the file: the same file again makes other ballots.
    place.type_in(TYPED).await.unwrap();
    assert_eq!(place.number("SELECT COUNT(*) FROM ballots").await, 4);
    assert_eq!(place.number("SELECT board_ballots FROM polls").await, 4);
    assert_eq!(place.number("SELECT MAX(batch) FROM ballots").await, 2);
    // Four residents, four ballots: nobody is left.
    place
        .refuses(TYPED, &[(2, "4 may vote and 4 ballots are on the board")])
        .await;
}

#[tokio::test]
async fn a_bad_row_is_told_and_nothing_is_applied() {
    let place = closed(&[]).await;
    for (rows, line, reason) in [
        ("", 1, "no ballot in this file"),
        (";bench;;\n;;;\n", 3, "question things has no answer"),
        (";bench|shed;;\n", 2, "things: no such option (shed)"),
        (";bench|bench;;\n", 2, "things: named twice (bench)"),
        (";bench|lamp|tree;;\n", 2, "things: at most 2"),
        (";bench>lamp;;\n", 2, "only rankings have >"),
        (";bench||lamp;;\n", 2, "an option is missing beside a |"),
        (
            "bench|lamp;bench;;\n",
            2,
            "order: a ranking is written best first",
        ),
        ("bench>;bench;;\n", 2, "order: an option is missing beside a >"),
        (";bench;bench;\n", 2, "points: \"bench\" has no points"),
        (
            ";bench;bench=x;\n",
            2,
            "points: the points in \"bench=x\" are not a number",
        ),
        (";bench;bench=6;\n", 2, "points: at most 5"),
        (";bench;=3;\n", 2, "points: an option is missing"),
        (";bench;;\n\n;bench;\n", 4, "3 columns here, 4 in the first line"),
        (";\"bench;;\n", 2, "a quote opens on this line"),
        (
            ";bench;;\n;bench;;\n;bench;;\n;bench;;\n;bench;;\n;bench;;\n",
            6,
            "one ballot too many",
        ),
    ] {
        place.file("paper.csv", format!("{HEADER}{rows}").as_bytes());
        place.refuses(TYPED, &[(line, reason)]).await;
    }
    // Every bad row at once.
    place.file("paper.csv", format!("{HEADER};x;;\n;tree;;\n;;y=1;\n").as_bytes());
    place
        .refuses(TYPED, &[(2, "no such option (x)"), (4, "points"), (4, "things")])
        .await;
    for (header, reason) in [
        ("order;things;points\n", "the column words is missing"),
        (
            "order;things;points;words;colour\n",
            "the poll has no question \"colour\"",
        ),
        (
            "order;things;points;words;things\n",
            "the column things stands there twice",
        ),
    ] {
        place.file("paper.csv", header.as_bytes());
        place.refuses(TYPED, &[(1, reason)]).await;
    }
}

#[tokio::test]
async fn only_closed_anonymous_polls_take_paper() {
    async fn refused(place: &Place, line: &str) -> String {
        place.file("paper.csv", format!("{HEADER};bench;;\n").as_bytes());
        let before = place.dump().await;
        let said = place.type_in(line).await.unwrap_err().to_string();
        assert_eq!(place.dump().await, before);
        said
    }
    let place = closed(&[("anonymous", "named")]).await;
    assert!(refused(&place, TYPED).await.contains("is named"));
    let place = closed(&[]).await;
    assert!(
        refused(&place, &TYPED.replace("yard", "nothing"))
            .await
            .contains("no poll with the id nothing")
    );
    assert!(
        refused(&place, &TYPED.replace("纸质票", "\u{3000}"))
            .await
            .contains("--reason must say")
    );
    place.sql("UPDATE polls SET closes_at = 9000000000000000").await;
    assert!(refused(&place, TYPED).await.contains("not closed yet"));
    place.sql("UPDATE polls SET cancelled = 1").await;
    assert!(refused(&place, TYPED).await.contains("was cancelled"));
}
