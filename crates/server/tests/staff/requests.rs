use crate::support::Place;

/// A request of 甲, as the server stores it; its answer is due `days` from now.
async fn asked(place: &Place, id: &str, days: i64) {
    let now = i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    place
        .sql(&format!(
            "INSERT INTO matters (id, title, about, stages, related, created_at, updated_at)
             VALUES ('{id}', '灯\u{1b}[31m', '{{\"format\":\"plain\",\"value\":\"不亮\"}}', '[]', '[]', {now}, {now})"
        ))
        .await;
    place
        .sql(&format!(
            "INSERT INTO requests (matter_id, author_id, kind, category, place, contact, answer_due)
             SELECT '{id}', id, 'request', 'repairs', '二层', 'call', {} FROM residents WHERE name = '甲'",
            now + days * 86_400_000
        ))
        .await;
}

async fn refused(place: &Place, line: &str, reason: &str) {
    let error = place.type_in(line).await.expect_err(line).to_string();
    assert!(error.contains(reason), "{line}: {error}");
}

#[tokio::test]
async fn the_list_begins_with_what_should_have_been_answered_and_tells_staff_how_to_reach_somebody() {
    let place = Place::community().await;
    assert_eq!(place.type_in("matter requests").await.unwrap(), "nothing waits");
    asked(&place, "b", 3).await;
    asked(&place, "a", -1).await;
    let said = place.type_in("matter requests").await.unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("a  answer OVERDUE since "), "{said}");
    assert!(said.contains("b  answer due "), "{said}");
    assert!(
        said.contains("from: 甲 1-101, wants a call: +8619900000001"),
        "{said}"
    );
    assert!(said.contains("seen by author and staff, at /matters/a"), "{said}");
    assert!(
        !said.contains('\u{1b}'),
        "a resident's words do not colour the console"
    );
}

#[tokio::test]
async fn a_request_is_accepted_carried_out_and_published() {
    let place = Place::community().await;
    asked(&place, "a", 3).await;
    refused(&place, "matter progress a --text 买灯", "accept it first").await;
    let told = place
        .type_in("matter accept a --responsible 物业 --due 2099-01-01T10:00:00Z --answer 换灯")
        .await;
    assert_eq!(told.unwrap(), "a is accepted, due 2099-01-01T10:00:00Z");
    refused(&place, "matter decline a --reason 不", "a is accepted already").await;
    let said = place.type_in("matter requests").await.unwrap();
    assert!(said.starts_with("a  物业: due 2099-01-01"), "{said}");
    place.type_in("matter progress a --text 买到了").await.unwrap();
    place.type_in("matter done a").await.unwrap();
    refused(&place, "matter done a", "carried out already").await;
    let outcome = place.text("SELECT outcome FROM matters").await;
    assert!(
        outcome.contains("买到了") && outcome.contains("done_at"),
        "{outcome}"
    );
    assert_eq!(place.type_in("matter requests").await.unwrap(), "nothing waits");
    let said = place.type_in("matter requests --all").await.unwrap();
    assert!(said.starts_with("a  carried out"), "{said}");

    assert_eq!(
        place.type_in("matter publish-request a").await.unwrap(),
        "everybody sees a"
    );
    refused(&place, "matter publish-request a", "everybody sees a already").await;
    asked(&place, "b", 3).await;
    refused(&place, "matter publish-request b --alt 灯", "b has 0 photos").await;
    let photo = "INSERT INTO photos (id, owner_id, media_type, width, height, bytes, sent_at)
                 VALUES ('p', (SELECT author_id FROM requests WHERE matter_id = 'b'), 'image/png', 1, 1, 'x', 0)";
    place.sql(photo).await;
    place
        .sql("INSERT INTO request_photos (matter_id, place, photo_id) VALUES ('b', 0, 'p')")
        .await;
    refused(
        &place,
        "matter publish-request b",
        "b has 1 photos: say what each of them shows",
    )
    .await;
    assert_eq!(
        place
            .type_in("matter publish-request b --alt 坏了的灯")
            .await
            .unwrap(),
        "everybody sees b"
    );
    assert_eq!(place.text("SELECT alt FROM request_photos").await, "坏了的灯");
    refused(&place, "matter publish-request x", "no resident asked for x").await;
}

#[tokio::test]
async fn a_request_is_declined_only_with_a_reason_and_only_once() {
    let place = Place::community().await;
    asked(&place, "a", 3).await;
    for line in ["matter decline a", "matter accept a --responsible 物业"] {
        assert!(place.type_in(line).await.is_err(), "{line}");
    }
    refused(&place, "matter accept a --responsible 物业 --due soon", "--due").await;
    refused(
        &place,
        "matter accept a --responsible 物业 --due 2020-01-01T10:00:00Z",
        "passed",
    )
    .await;
    place.type_in("matter decline a --reason 归市政管").await.unwrap();
    assert_eq!(
        place.text("SELECT answer || reason FROM requests").await,
        "declined归市政管"
    );
    refused(&place, "matter decline a --reason 不", "declined already").await;
    refused(&place, "matter decline x --reason 不", "no resident asked for x").await;
}

#[tokio::test]
async fn a_matter_file_with_an_outcome_is_an_answer_too() {
    let place = Place::community().await;
    asked(&place, "a", 3).await;
    let file =
        "id = \"a\"\ntitle = \"灯\"\nabout = \"不亮\"\n[outcome]\ntext = \"换\"\nresponsible = \"物业\"\n";
    place.file("a.toml", file.as_bytes());
    assert_eq!(
        place.type_in("matter publish a.toml").await.unwrap(),
        "matter a is up to date"
    );
    assert_eq!(place.text("SELECT answer FROM requests").await, "accepted");
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM requests WHERE published_at IS NOT NULL")
            .await,
        0
    );
}

#[tokio::test]
async fn a_community_promises_a_number_of_working_days() {
    let place = Place::community().await;
    let set = "community set --name 梧桐里 --zone Asia/Shanghai --languages zh-CN";
    place.type_in(&format!("{set} --answer-days 5")).await.unwrap();
    assert_eq!(
        place
            .text("SELECT value FROM settings WHERE key = 'answer_days'")
            .await,
        "5"
    );
    place
        .refuses(
            &format!("{set} --answer-days 0"),
            &[(1, "answer within 1 to 120 working days")],
        )
        .await;
}
