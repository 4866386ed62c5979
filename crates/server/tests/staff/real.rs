//! Real elections and deliberations, where they lie beside the repository.

use crate::support::{Place, root};
use contract::{BudgetBallot, MethodKind, OutcomeKind, Question, Source};
use counter::{Counting, Setting};
use std::path::PathBuf;

/// The shared data, or a line that says why a test does nothing.
fn data(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

#[tokio::test]
async fn toulouse_comes_in_with_every_ballot() {
    let Some(path) = data("pabulib/France_Toulouse_2019.pb") else {
        return;
    };
    let place = Place::community().await;
    let said = place
        .type_in(&format!("import pabulib {}", path.display()))
        .await
        .unwrap();
    assert!(
        said.ends_with("30 projects, 1494 ballots, winners not published"),
        "{said}"
    );
    assert_eq!(place.number("SELECT COUNT(*) FROM ballots").await, 1494);
    assert_eq!(place.number("SELECT board_ballots FROM polls").await, 1494);
    assert_eq!(place.number("SELECT COUNT(*) FROM voters").await, 0);
    let questions: Vec<Question> =
        serde_json::from_str(&place.text("SELECT questions FROM polls").await).unwrap();
    let method = &questions[0].method;
    assert_eq!(
        (method.kind, method.budget_ballot),
        (MethodKind::Budget, Some(BudgetBallot::Points))
    );
    assert_eq!(method.total, Some(100_000_000), "a million euros in cents");
    assert_eq!(questions[0].options[0].cost, Some(39_000_000));
    // Points of the first project, against the score that the city published.
    let rows = sqlx::query_as::<_, (String,)>("SELECT answers FROM ballots")
        .fetch_all(&place.db.pool)
        .await
        .unwrap();
    let mut score = 0;
    for (answers,) in rows {
        let answers: Vec<contract::Answer> = serde_json::from_str(&answers).unwrap();
        for answer in answers {
            score += answer
                .options
                .iter()
                .zip(&answer.points)
                .filter(|(id, _)| *id == "4")
                .map(|(_, p)| p)
                .sum::<u32>();
        }
    }
    assert_eq!(score, 1090);

    // The same file gives the same poll: bringing it in again is refused, another community gets the same ids.
    place
        .refuses(
            &format!("import pabulib {}", path.display()),
            &[(1, "is here already")],
        )
        .await;
    let other = Place::community().await;
    other
        .type_in(&format!("import pabulib {}", path.display()))
        .await
        .unwrap();
    let root_of = "SELECT id || board_root FROM polls";
    assert_eq!(place.text(root_of).await, other.text(root_of).await);
}

#[tokio::test]
async fn published_winners_are_kept() {
    let Some(path) = data("pabulib/Netherlands_Assen_2024.pb") else {
        return;
    };
    let place = Place::community().await;
    place
        .type_in(&format!("import pabulib {}", path.display()))
        .await
        .unwrap();
    let winners = place
        .text("SELECT value FROM settings WHERE key LIKE 'published_winners:pb-%'")
        .await;
    assert_eq!(winners, r#"["3","9","2","11","13","14","5","6","12"]"#);
}

/// What the server publishes for a real election is what the city published.
#[tokio::test]
async fn imported_elections_end_as_their_cities_say() {
    let Some(folder) = data("pabulib") else { return };
    let place = Place::community().await;
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The largest ones are the business of `cargo xtask count`; here each ballot goes through the database.
        if path.extension().is_none_or(|end| end != "pb") || path.metadata().unwrap().len() > 200_000 {
            continue;
        }
        let said = place
            .type_in(&format!("import pabulib {}", path.display()))
            .await
            .unwrap();
        let id = place.text("SELECT id FROM polls ORDER BY id").await;
        let questions: Vec<Question> = serde_json::from_str(
            &place
                .text(&format!("SELECT questions FROM polls WHERE id = '{id}'"))
                .await,
        )
        .unwrap();
        let mut counting = Counting::new(&questions[0]);
        for (answers,) in sqlx::query_as::<_, (String,)>(sqlx::AssertSqlSafe(format!(
            "SELECT answers FROM ballots WHERE poll_id = '{id}'"
        )))
        .fetch_all(&place.db.pool)
        .await
        .unwrap()
        {
            counting.add(&serde_json::from_str::<Vec<contract::Answer>>(&answers).unwrap());
        }
        let result = counting.result(&Setting {
            ties: contract::TieRule::EarlierListed,
            board_root: None,
            eligible: 0,
        });
        if !said.ends_with("winners not published") && result.outcome.kind == OutcomeKind::Chosen {
            let setting = format!("SELECT value FROM settings WHERE key = 'published_winners:{id}'");
            let mut winners: Vec<String> = serde_json::from_str(&place.text(&setting).await).unwrap();
            let mut chosen = result.outcome.option_ids.clone();
            winners.sort_unstable();
            chosen.sort_unstable();
            assert_eq!(chosen, winners, "{}", path.display());
            compared += 1;
        }
        for table in ["ballots", "polls"] {
            let column = if table == "polls" { "id" } else { "poll_id" };
            sqlx::query(sqlx::AssertSqlSafe(format!(
                "DELETE FROM {table} WHERE {column} = '{id}'"
            )))
            .execute(&place.db.pool)
            .await
            .unwrap();
        }
    }
    assert_eq!(compared, 14, "elections with winners under 200 kB");
}

#[tokio::test]
async fn a_broken_election_is_refused_with_its_line() {
    let place = Place::community().await;
    let text = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;10\n2;20\nVOTES\nvoter_id;vote\na;1,2\nb;3\n";
    place.file("bad.pb", text.as_bytes());
    place.refuses("import pabulib bad.pb", &[(12, "")]).await;
    place.file("bad.pb", b"META\nkey;value\n\xff;\n");
    place.refuses("import pabulib bad.pb", &[(3, "UTF-8")]).await;
    assert!(place.type_in("import pabulib nowhere.pb").await.is_err());
}

#[tokio::test]
async fn uber_in_taiwan_comes_in_with_every_vote() {
    let Some(path) = data("polis/vtaiwan.uberx") else {
        return;
    };
    let place = Place::community().await;
    let said = place
        .type_in(&format!("import polis {}", path.display()))
        .await
        .unwrap();
    assert!(
        said.contains("119 statements, 1912 participants, 49348 votes; 78 that"),
        "{said}"
    );
    assert_eq!(place.number("SELECT COUNT(*) FROM statements").await, 119);
    assert_eq!(place.number("SELECT COUNT(*) FROM statement_votes").await, 49_348);
    assert_eq!(
        place
            .number("SELECT CAST(SUM(agree + disagree + pass) AS BIGINT) FROM statements")
            .await,
        49_348
    );
    assert_eq!(place.number("SELECT read_only FROM threads").await, 1);
    let source: Source = serde_json::from_str(&place.text("SELECT source FROM threads").await).unwrap();
    assert_eq!(source.licence.as_deref(), Some("CC BY 4.0"));
    assert!(source.name.contains("The Computational Democracy Project"));
    place
        .refuses(
            &format!("import polis {}", path.display()),
            &[(1, "is here already")],
        )
        .await;

    let all = Place::community().await;
    let said = all
        .type_in(&format!("import polis {} --with-rejected", path.display()))
        .await
        .unwrap();
    assert!(
        said.contains("197 statements, 1921 participants, 49443 votes"),
        "{said}"
    );
}

#[tokio::test]
async fn a_broken_deliberation_is_refused_with_its_lines() {
    let place = Place::community().await;
    place.file(
        "d/comments.csv",
        b"timestamp,comment-id,moderated,comment-body\n1,0,1,one\n2,0,1,two\nx,1,1,\n",
    );
    place.file("d/votes.csv", b"timestamp,comment-id,voter-id,vote\n1,0,0,1\n");
    let reasons = [
        (3, "already in line 2"),
        (4, "timestamp"),
        (4, "statement is empty"),
    ];
    place
        .refuses_files(
            "import polis ./d",
            &reasons.map(|(line, reason)| ("comments.csv", line, reason)),
        )
        .await;
    place.file(
        "d/comments.csv",
        b"timestamp,comment-id,moderated,comment-body\n1,0,1,one\n",
    );
    place.file(
        "d/votes.csv",
        b"timestamp,comment-id,voter-id,vote\n1,0,0,2\n1,7,0,1\n1,0,x,1\n",
    );
    place
        .refuses_files(
            "import polis ./d",
            &[
                ("votes.csv", 2, "is not 1, -1 or 0"),
                ("votes.csv", 3, "there is no statement 7"),
                ("votes.csv", 4, "must be numbers"),
            ],
        )
        .await;
    place.file("d/votes.csv", b"timestamp,comment-id,vote\n");
    place
        .refuses_files("import polis ./d", &[("votes.csv", 1, "voter-id is missing")])
        .await;
}
