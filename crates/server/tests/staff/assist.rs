//! Helping, as staff see it: spoken consent, ending, votes that were not theirs, and the log.

use crate::support::Place;

fn now() -> i64 {
    i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap()
}

/// 甲 asks staff to be allowed to help somebody.
async fn asked(place: &Place, number: &str, minutes: i64) {
    place
        .sql(&format!(
            "INSERT INTO assisted_sessions (id, helper_id, consent, who, number, asked_at, ends_at)
             SELECT 's{number}', id, 'spoken_to_staff', '一楼的老人\u{1b}[31m', '{number}', {0}, {0} + {1} FROM residents WHERE name = '甲'",
            now(),
            minutes * 60_000
        ))
        .await;
}

async fn refused(place: &Place, line: &str, reason: &str) {
    let error = place.type_in(line).await.expect_err(line).to_string();
    assert!(error.contains(reason), "{line}: {error}");
}

#[tokio::test]
async fn staff_hear_the_resident_and_say_who_it_is() {
    let place = Place::community().await;
    assert_eq!(place.type_in("assist list").await.unwrap(), "nothing waits");
    asked(&place, "0042", 30).await;
    asked(&place, "7777", -1).await;
    let said = place.type_in("assist list").await.unwrap();
    assert!(
        said.starts_with("0042  甲 wants to help: 一楼的老人 [31m;"),
        "{said:?}"
    );
    assert!(!said.contains("7777") && !said.contains('\u{1b}'), "{said:?}");

    refused(
        &place,
        "assist consent 1234 --by 丁 --phone 19900000003",
        "no helper waits",
    )
    .await;
    refused(
        &place,
        "assist consent 7777 --by 丁 --phone 19900000003",
        "no helper waits",
    )
    .await;
    refused(
        &place,
        "assist consent 0042 --by 丁 --phone 19900000001",
        "nobody helps themselves",
    )
    .await;
    refused(
        &place,
        "assist consent 0042 --by 丁 --household 1-101 --name 丙",
        "nobody of this name",
    )
    .await;
    refused(&place, "assist consent 0042 --by 丁", "--phone").await;
    let said = place
        .type_in("assist consent 0042 --by 丁 --household 1-102 --name 丙")
        .await;
    assert_eq!(said.unwrap(), "甲 may help 丙");
    refused(
        &place,
        "assist consent 0042 --by 丁 --phone 19900000003",
        "agreed already",
    )
    .await;
    assert_eq!(
        place.text("SELECT r.name || s.consented_by FROM assisted_sessions s JOIN residents r ON r.id = s.resident_id").await,
        "丙丁"
    );

    assert_eq!(place.type_in("assist end 0042").await.unwrap(), "0042 has ended");
    refused(&place, "assist end 0042", "goes on").await;
    assert_eq!(place.type_in("assist list").await.unwrap(), "nothing waits");
}

#[tokio::test]
async fn the_log_says_who_helped_whom_with_what_and_not_what_was_chosen() {
    let place = Place::community().await;
    place
        .sql(&format!(
            "INSERT INTO polls (id, title, about, opens_at, closes_at, secrecy, unit, results, tie_rule, questions)
             VALUES ('p', '电梯', '{{\"format\":\"plain\",\"value\":\"\"}}', 0, {}, 'anonymous', 'person', 'after_close', 'earlier_listed', '[]')",
            now() + 60_000
        ))
        .await;
    assert_eq!(place.type_in("assist log").await.unwrap(), "nobody was helped");
    asked(&place, "0042", 30).await;
    place
        .type_in("assist consent 0042 --by 丁 --phone 19900000003")
        .await
        .unwrap();
    place
        .sql("UPDATE assisted_sessions SET began_at = asked_at")
        .await;
    place
        .sql(
            "INSERT INTO assisted_votes (id, poll_id, session_id, helper_id, resident_id, answer, note)
             SELECT 'v', 'p', id, helper_id, resident_id, 'not_mine', '他替我点的' FROM assisted_sessions",
        )
        .await;
    place
        .sql("INSERT INTO assisted_acts VALUES ('s0042', 'read', 'n1')")
        .await;

    let said = place.type_in("assist log").await.unwrap();
    assert!(said.starts_with("s0042  甲 helped 丙, "), "{said}");
    assert!(
        said.contains(" to now; consent: spoken, heard by 丁\n  ballot p, read n1"),
        "{said}"
    );
    assert_eq!(place.type_in("assist log --helper 甲").await.unwrap(), said);
    assert_eq!(
        place.type_in("assist log --resident 乙").await.unwrap(),
        "nobody was helped"
    );

    let waits = place.type_in("assist list").await.unwrap();
    assert!(
        waits.contains("v  NOT MY CHOICE: 丙 +8619900000003 about \"电梯\", helped by 甲\n  他替我点的"),
        "{waits}"
    );
    assert_eq!(place.type_in("assist done v --by 丁").await.unwrap(), "v is done");
    refused(&place, "assist done v --by 丁", "no report v waits").await;
    place.type_in("assist end s0042").await.unwrap();
    assert_eq!(place.type_in("assist list").await.unwrap(), "nothing waits");
    assert!(place.type_in("assist log").await.unwrap().contains("(staff)"));
}

/// 丙 has voted about the lift with the help of 甲, and nobody has asked.
async fn helped_to_vote(place: &Place) {
    place
        .sql(&format!(
            "INSERT INTO polls (id, title, about, opens_at, closes_at, secrecy, unit, results, tie_rule, questions)
             VALUES ('p', '电梯', '{{\"format\":\"plain\",\"value\":\"\"}}', 0, {}, 'anonymous', 'person', 'after_close', 'earlier_listed', '[]')",
            now() + 60_000
        ))
        .await;
    asked(place, "0042", 30).await;
    place
        .type_in("assist consent 0042 --by 丁 --phone 19900000003")
        .await
        .unwrap();
    place
        .sql("UPDATE assisted_sessions SET began_at = asked_at")
        .await;
    place
        .sql(
            "INSERT INTO assisted_votes (id, poll_id, session_id, helper_id, resident_id)
             SELECT 'v', 'p', id, helper_id, resident_id FROM assisted_sessions",
        )
        .await;
}

#[tokio::test]
async fn staff_ask_whoever_was_helped_and_note_what_they_say() {
    let place = Place::community().await;
    helped_to_vote(&place).await;
    // Not while the helper stands beside them.
    let said = place.type_in("assist list").await.unwrap();
    assert!(!said.contains("ASK"), "{said}");
    refused(&place, "assist answer v mine --by 丁", "the help still goes on").await;
    place.type_in("assist end s0042").await.unwrap();

    let said = place.type_in("assist list").await.unwrap();
    assert!(
        said.starts_with("v  ASK: 丙, +8619900000003, 1-102, voted about \"电梯\" on "),
        "{said}"
    );
    assert!(
        said.ends_with(" with the help of 甲; was it their own choice?"),
        "{said}"
    );
    refused(
        &place,
        "assist answer w mine --by 丁",
        "no vote with help has the id w",
    )
    .await;
    refused(&place, "assist answer v perhaps --by 丁", "perhaps").await;
    refused(&place, "assist answer v mine --by 甲", "whoever helped").await;
    let noted = place.type_in("assist answer v mine --by 丁").await.unwrap();
    assert_eq!(noted, "noted what 丙 said");
    assert_eq!(place.type_in("assist list").await.unwrap(), "nothing waits");
    let log = place.type_in("assist log").await.unwrap();
    assert!(
        log.contains("\n  ballot p\n  p: said mine, heard by 丁 on 2"),
        "{log}"
    );

    // Heard wrongly: corrected, and then it waits for somebody to see to it.
    place
        .type_in("assist answer v not-mine --by 丁 --note 他替我点的")
        .await
        .unwrap();
    let said = place.type_in("assist list").await.unwrap();
    assert!(
        said.contains("v  NOT MY CHOICE: 丙 +8619900000003 about \"电梯\", helped by 甲\n  他替我点的"),
        "{said}"
    );
    let log = place.type_in("assist log").await.unwrap();
    assert!(
        log.contains("p: said not_mine, heard by 丁 on 2") && !log.contains("said mine"),
        "{log}"
    );
    assert_eq!(place.type_in("assist done v --by 丁").await.unwrap(), "v is done");
    assert_eq!(place.type_in("assist list").await.unwrap(), "nothing waits");

    // What somebody has answered alone is theirs.
    place
        .sql("UPDATE assisted_votes SET answer = 'mine', heard_by = NULL, heard_at = NULL")
        .await;
    refused(
        &place,
        "assist answer v not-mine --by 丁",
        "丙 has answered in the app",
    )
    .await;
}

#[tokio::test]
async fn whoever_has_no_phone_comes_first_and_nobody_is_asked_for_ever() {
    let place = Place::community().await;
    helped_to_vote(&place).await;
    place
        .sql(
            "INSERT INTO assisted_sessions (id, helper_id, resident_id, consent, asked_at, began_at, ends_at, ended_at)
             SELECT 'older', helper_id, (SELECT id FROM residents WHERE name = '乙'), 'letter', 0, began_at - 60000, 0, began_at
             FROM assisted_sessions",
        )
        .await;
    place
        .sql(
            "INSERT INTO assisted_votes (id, poll_id, session_id, helper_id, resident_id)
             SELECT 'w', 'p', id, helper_id, resident_id FROM assisted_sessions WHERE id = 'older'",
        )
        .await;
    place.type_in("assist end s0042").await.unwrap();
    let order = async || -> String {
        let said = place.type_in("assist list").await.unwrap();
        said.lines()
            .map(|line| line.split("  ").next().unwrap().to_owned() + " ")
            .collect()
    };
    assert_eq!(order().await, "w v ");
    place
        .sql("UPDATE residents SET phone = NULL WHERE name = '丙'")
        .await;
    assert_eq!(order().await, "v w ");
    let said = place.type_in("assist list").await.unwrap();
    assert!(said.starts_with("v  ASK: 丙, no phone, 1-102, voted"), "{said}");

    place
        .sql(&format!("UPDATE polls SET closes_at = {}", now() - 1))
        .await;
    assert_eq!(order().await, "v w ");
    place
        .sql(&format!(
            "UPDATE assisted_sessions SET began_at = {} WHERE id = 'older'",
            now() - 91 * 86_400_000
        ))
        .await;
    assert_eq!(order().await, "v ");
}

#[tokio::test]
async fn how_many_a_helper_may_help_is_the_communitys_to_say() {
    let place = Place::community().await;
    let set = "community set --name 梧桐里 --zone Asia/Shanghai --languages zh-CN";
    place.type_in(&format!("{set} --assist-most 5")).await.unwrap();
    assert_eq!(
        place
            .text("SELECT value FROM settings WHERE key = 'assist_most'")
            .await,
        "5"
    );
    place.type_in(set).await.unwrap();
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM settings WHERE key = 'assist_most'")
            .await,
        0
    );
}
