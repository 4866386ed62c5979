use crate::support::{NOW, Place, root};
use contract::{Answer, Question, check_answers};
use server::staff::{DEMO_LETTER, load_demo};
use sqlx::Row;

async fn loaded() -> Place {
    let place = Place::empty().await;
    load_demo(&root().join("demo"), Some(NOW), &place.db)
        .await
        .unwrap();
    place
}

#[tokio::test]
async fn the_demo_has_what_it_says() {
    let place = Place::empty().await;
    let demo = load_demo(&root().join("demo"), Some(NOW), &place.db)
        .await
        .unwrap();
    assert_eq!((demo.households, demo.residents), (300, 420));
    assert_eq!(
        (demo.notices, demo.polls.len(), demo.threads, demo.posts),
        (17, 12, 7, 106)
    );
    assert_eq!(
        demo.sign_in[0],
        ("19900000001".into(), "王秀英".into(), "resident".into())
    );
    assert_eq!(demo.sign_in[1].2, "grid worker");

    assert_eq!(
        place
            .number("SELECT COUNT(DISTINCT building) FROM households")
            .await,
        6
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM notices WHERE plain IS NOT NULL")
            .await,
        14
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM notices WHERE withdrawn IS NOT NULL")
            .await,
        1
    );
    // Events, a picture, an attachment, a recording, a correction that tells what changed, and some for one building.
    for (what, expected) in [
        ("event IS NOT NULL", 5),
        ("images LIKE '%\"alt\"%'", 1),
        ("attachments LIKE '%text/csv%'", 1),
        ("recording LIKE '%audio/mpeg%'", 1),
        ("corrections LIKE '%\"was\"%'", 1),
        (
            "id IN (SELECT notice_id FROM notice_audience WHERE place = 'building 6号楼')",
            2,
        ),
    ] {
        let sql = format!("SELECT COUNT(*) FROM notices WHERE {what}");
        assert_eq!(place.number(&sql).await, expected, "{what}");
    }
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM ballots WHERE poll_id = 'parking-lines-poll'")
            .await,
        190
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM ballots WHERE poll_id = 'library-hours-poll'")
            .await,
        143
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM named_ballots WHERE poll_id = 'lift-subsidy'")
            .await,
        121
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM posts WHERE state = 'hidden'")
            .await,
        2
    );
    // What the demo hides stands in its open log like what moderators hide.
    assert_eq!(
        place
            .number(
                "SELECT COUNT(*) FROM moderation m JOIN posts p ON p.id = m.subject_id \
                 WHERE m.action = 'hidden' AND m.reason = p.state_reason AND m.at > p.created_at"
            )
            .await,
        2
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM posts WHERE state = 'withdrawn' AND body = ''")
            .await,
        1
    );
    // Notices lie within two months, none in the future.
    let now = contract::Timestamp::parse(NOW).unwrap().millis();
    assert_eq!(
        place
            .number(&format!(
                "SELECT COUNT(*) FROM notices WHERE published_at > {now}"
            ))
            .await,
        0
    );
    let oldest = place.number("SELECT MIN(published_at) FROM notices").await;
    assert!((now - oldest) / 86_400_000 <= 60);
    // Two polls are over, with a fixed board; one is still to come.
    assert_eq!(
        place
            .number(&format!("SELECT COUNT(*) FROM polls WHERE closes_at <= {now}"))
            .await,
        2
    );
    assert_eq!(
        place
            .number("SELECT COUNT(*) FROM polls WHERE board_root IS NOT NULL")
            .await,
        2
    );
    assert_eq!(
        place
            .number(&format!("SELECT COUNT(*) FROM polls WHERE opens_at > {now}"))
            .await,
        1
    );
}

#[tokio::test]
async fn the_people_to_sign_in_as_have_a_vote_left_and_a_letter() {
    let place = loaded().await;
    let voted = "SELECT COUNT(*) FROM voters v JOIN polls p ON p.id = v.poll_id \
                 JOIN residents r ON r.id = v.unit_id OR r.household_id = v.unit_id \
                 WHERE p.board_root IS NULL AND r.phone IN ('+8619900000001', '+8619900000002')";
    assert_eq!(place.number(voted).await, 0);
    let code = server::letters::normalise(DEMO_LETTER).unwrap();
    let hash = place
        .text(&format!(
            "SELECT hash FROM letters WHERE prefix = '{}'",
            &code[..5]
        ))
        .await;
    assert!(server::secrets::slow_matches(&code, &hash));
}

#[tokio::test]
async fn every_ballot_of_the_demo_is_one_the_server_would_take() {
    let place = loaded().await;
    let sql = "SELECT p.questions, b.answers, p.id FROM ballots b JOIN polls p ON p.id = b.poll_id";
    let rows = sqlx::query(sql).fetch_all(&place.db.pool).await.unwrap();
    assert_eq!(rows.len(), 963);
    for row in rows {
        let questions: Vec<Question> = serde_json::from_str(&row.try_get::<String, _>(0).unwrap()).unwrap();
        let stored: String = row.try_get(1).unwrap();
        let answers: Vec<Answer> = serde_json::from_str(&stored).unwrap();
        assert_eq!(
            check_answers(&questions, &answers),
            [],
            "{}",
            row.try_get::<String, _>(2).unwrap()
        );
        assert_eq!(
            server::polls::stored_answers(&questions, &answers).unwrap(),
            stored
        );
    }
    // As many marks as ballots in each poll.
    let odd = "SELECT COUNT(*) FROM polls p WHERE (SELECT COUNT(*) FROM voters v WHERE v.poll_id = p.id) \
               <> (SELECT COUNT(*) FROM ballots b WHERE b.poll_id = p.id)";
    assert_eq!(place.number(odd).await, 0);
}

#[tokio::test]
async fn the_counters_of_posts_and_statements_are_right() {
    let place = loaded().await;
    for sql in [
        "SELECT COUNT(*) FROM posts p WHERE agrees <> (SELECT COUNT(*) FROM post_agrees a WHERE a.post_id = p.id)",
        "SELECT COUNT(*) FROM posts p WHERE replies <> (SELECT COUNT(*) FROM posts r WHERE r.parent_id = p.id OR r.root_id = p.id)",
        "SELECT COUNT(*) FROM threads t WHERE last_seq <> (SELECT COUNT(*) FROM posts p WHERE p.thread_id = t.id)",
        "SELECT COUNT(*) FROM statements s WHERE agree + disagree + pass \
         <> (SELECT COUNT(*) FROM statement_votes v WHERE v.statement_id = s.id)",
        "SELECT COUNT(*) FROM posts p JOIN posts q ON q.id = p.parent_id WHERE q.created_at > p.created_at",
    ] {
        assert_eq!(place.number(sql).await, 0, "{sql}");
    }
    assert_eq!(place.number("SELECT COUNT(*) FROM statements").await, 12);
    assert_eq!(
        place
            .number("SELECT COUNT(DISTINCT voter) FROM statement_votes")
            .await,
        99
    );
}

#[tokio::test]
async fn the_same_moment_gives_the_same_demo() {
    let (a, b) = (loaded().await, loaded().await);
    assert_eq!(a.dump().await, b.dump().await);
}

/// The demo must hold together on every day of the year, not just today.
#[tokio::test]
async fn the_demo_loads_on_any_day() {
    for now in [
        "2026-01-01T00:00:30Z",
        "2027-02-28T15:59:59Z",
        "2028-02-29T16:00:00Z",
        "2026-12-31T23:59:59Z",
    ] {
        let place = Place::empty().await;
        let demo = load_demo(&root().join("demo"), Some(now), &place.db)
            .await
            .unwrap();
        assert_eq!(demo.posts, 106, "{now}");
    }
}

#[tokio::test]
async fn a_demo_goes_into_an_empty_database_only() {
    let place = loaded().await;
    let before = place.dump().await;
    let error = load_demo(&root().join("demo"), Some(NOW), &place.db)
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("the home of 梧桐里社区"), "{error}");
    assert_eq!(place.dump().await, before);
}

#[tokio::test]
async fn one_bad_file_leaves_nothing_of_a_demo() {
    let place = Place::empty().await;
    for folder in [
        "",
        "matters",
        "notices",
        "notices/files",
        "polls",
        "polls/pictures",
        "threads",
    ] {
        for entry in std::fs::read_dir(root().join("demo").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = format!("demo/{folder}/{}", path.file_name().unwrap().to_str().unwrap());
                place.file(&name, &std::fs::read(&path).unwrap());
            }
        }
    }
    let notice = std::fs::read_to_string(place.dir.join("demo/notices/water.md")).unwrap();
    place.file(
        "demo/notices/water.md",
        notice.replace("utilities", "weather").as_bytes(),
    );
    let poll = std::fs::read_to_string(place.dir.join("demo/polls/courtyard.toml")).unwrap();
    place.file(
        "demo/polls/courtyard.toml",
        poll.replace("\"+9d 21:00\"", "\"-9d 21:00\"").as_bytes(),
    );
    place
        .refuses_files(
            &format!("demo load --dir ./demo --now {NOW}"),
            &[
                ("demo/notices/water.md", 5, "not one of"),
                ("demo/polls/courtyard.toml", 9, "ends before it begins"),
            ],
        )
        .await;
    assert_eq!(place.number("SELECT COUNT(*) FROM settings").await, 0);
}
