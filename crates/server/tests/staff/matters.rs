use crate::support::{NOW, Place};

const GOOD: &str = r#"id = "rail"
title = "扶手"
about = "右边也要"

[[stages]]
kind = "discussing"
from = "-9d 09:00"
until = "-5d 18:00"

[[stages]]
kind = "carrying_out"
from = "-5d 18:00"

[outcome]
text = "都装"
responsible = "物业"
due = "+5d 18:00"

[[outcome.progress]]
at = "-3d 09:00"
text = "料到了"
"#;

async fn publish(place: &Place, text: &str) -> anyhow::Result<String> {
    place.file("m.toml", text.as_bytes());
    place.type_in(&format!("matter publish m.toml --now {NOW}")).await
}

#[tokio::test]
async fn a_matter_is_published_and_brought_up_to_date_without_rewriting_its_past() {
    let place = Place::community().await;
    assert_eq!(publish(&place, GOOD).await.unwrap(), "matter rail is published");
    let more = format!("{GOOD}\n[[outcome.progress]]\nat = \"-1d 09:00\"\ntext = \"装好一半\"\n");
    assert_eq!(publish(&place, &more).await.unwrap(), "matter rail is up to date");
    let outcome = place.text("SELECT outcome FROM matters").await;
    assert!(
        outcome.contains("料到了") && outcome.contains("装好一半"),
        "{outcome}"
    );

    place.file("m.toml", more.replace("料到了", "料早就到了").as_bytes());
    place
        .refuses(
            &format!("matter publish m.toml --now {NOW}"),
            &[(15, "progress that was published stays as it is")],
        )
        .await;
    place.file("m.toml", GOOD.split("[outcome]").next().unwrap().as_bytes());
    place
        .refuses(
            &format!("matter publish m.toml --now {NOW}"),
            &[(1, "progress that was published stays as it is")],
        )
        .await;
}

#[tokio::test]
async fn a_stage_says_what_happens_and_may_say_it_in_plain_words() {
    let place = Place::community().await;
    let with = |lines: &str| {
        GOOD.replace(
            "kind = \"discussing\"",
            &format!("kind = \"discussing\"\n{lines}"),
        )
    };
    publish(&place, &with("about = \"征求**意见**\"\nplain = \"问问大家\""))
        .await
        .unwrap();
    let stages: Vec<contract::Stage> =
        serde_json::from_str(&place.text("SELECT stages FROM matters").await).unwrap();
    assert_eq!(stages[0].about, Some(contract::Text::markdown("征求**意见**")));
    assert_eq!(stages[0].plain, Some(contract::Text::plain("问问大家")));
    assert_eq!((&stages[1].about, &stages[1].plain), (&None, &None));
    place.file("m.toml", with("plain = \"问问大家\"").as_bytes());
    place
        .refuses(
            &format!("matter publish m.toml --now {NOW}"),
            &[(7, "plain words stand beside an official text")],
        )
        .await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_line_by_line() {
    let place = Place::community().await;
    let bad = GOOD
        .replace("until = \"-5d 18:00\"", "until = \"-9d 08:00\"")
        .replace("kind = \"carrying_out\"", "kind = \"discussing\"")
        .replace("from = \"-5d 18:00\"", "from = \"-10d 18:00\"")
        .replace("due = \"+5d 18:00\"", "done_at = \"+5d 18:00\"")
        .replace("at = \"-3d 09:00\"", "at = \"+3d 09:00\"");
    let related = "related = [{ kind = \"poll\", id = \"none\" }]";
    place.file(
        "m.toml",
        bad.replace(
            "about = \"右边也要\"",
            &format!("about = \"右边也要\"\n{related}"),
        )
        .as_bytes(),
    );
    place
        .refuses(
            &format!("matter publish m.toml --now {NOW}"),
            &[
                (4, "there is no notice, poll, thread or matter"),
                (9, "the stage ends before it begins"),
                (12, "this stage stands there twice"),
                (13, "the stage begins before the one above it"),
                (18, "this is still to come"),
                (21, "this is still to come"),
            ],
        )
        .await;
}

#[tokio::test]
async fn staff_read_what_residents_wrote_and_nobodys_name() {
    let place = Place::community().await;
    publish(&place, GOOD).await.unwrap();
    place
        .sql("INSERT INTO matter_ratings (matter_id, rater, stars, comment) VALUES ('rail', 'x', 4, '稳')")
        .await;
    let said = place.type_in("matter ratings rail").await.unwrap();
    assert!(
        said.starts_with("扶手: 1 ratings") && said.contains("4  稳"),
        "{said}"
    );
    let none = place.type_in("matter ratings none").await.unwrap_err();
    assert_eq!(none.to_string(), "there is no matter none");
}
