//! Moderation: what is decided is decided once, can be objected against, and stands in the open without names or words.

use crate::client::{Phone, operations};
use crate::house::House;
use clap::Parser;
use serde_json::{Value, json};

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: server::staff::Command,
}

const WORDS: &str = "Unwiederbringlich";

fn open(house: &House, more: &str) {
    house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
    crate::threads::thread(house, "t", more);
}

/// Types a moderator's command; the reason or answer is the last word.
fn moderate(house: &House, words: &[&str]) -> Result<String, String> {
    let line = ["linli-server", "moderate"].iter().chain(words);
    let cli = Cli::try_parse_from(line).map_err(|e| e.to_string())?;
    house
        .wait(server::staff::execute(cli.command, &house.app.db))
        .map_err(|e| format!("{e:#}"))
}

fn write(phone: &Phone) -> String {
    let sent = phone.post("/v1/threads/t/posts", json!({"body": WORDS})).ok();
    sent["id"].as_str().unwrap().to_owned()
}

fn report(phone: &Phone, post: &str) -> String {
    let ask = json!({"post_id": post, "reason": "insult", "comment": "Zimtstern"});
    phone.post("/v1/reports", ask).ok()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn object(phone: &Phone, path: &str, text: &str) -> crate::client::Reply {
    phone.post(&format!("{path}/objection"), json!({ "text": text }))
}

fn objection_id(house: &House) -> String {
    let query = sqlx::query_as::<_, (String,)>("SELECT id FROM objections");
    house.wait(query.fetch_one(&house.app.db.pool)).unwrap().0
}

fn only(phone: &Phone, path: &str) -> Value {
    let page = phone.get(path).ok();
    assert_eq!(page["items"].as_array().unwrap().len(), 1, "{page}");
    page["items"][0].clone()
}

fn log(house: &House) -> Vec<String> {
    let page = house.phone.get("/v1/moderation").ok();
    let items = page["items"].as_array().unwrap();
    let mut log: Vec<String> = items
        .iter()
        .map(|entry| {
            format!(
                "{} {}",
                entry["action"].as_str().unwrap(),
                entry["reason"].as_str().unwrap()
            )
        })
        .collect();
    log.sort();
    log
}

/// Every GET of the contract with every id there is, as one text.
fn all_answers(phone: &Phone, ids: &[&str]) -> String {
    let mut all = String::new();
    for (method, template, _) in operations() {
        if method != "GET" {
            continue;
        }
        for id in ids {
            let path = template.replace("{id}", id).replace("{ballot_id}", id);
            all.push_str(&phone.get(&path).text());
        }
    }
    for query in ["order=newest", "order=most_agreed", "q=Unwieder", "nested=true"] {
        all.push_str(&phone.get(&format!("/v1/threads/t/posts?{query}")).text());
    }
    all
}

on_both! {
    fn a_hidden_post_answers_its_reports_and_comes_back(house) {
        open(house, "");
        let (author, reporter) = (house.signed_in("a0"), house.signed_in("a1"));
        let post = write(&author);
        let path = format!("/v1/posts/{post}");
        report(&reporter, &post);
        assert_eq!(object(&author, &path, "Nein").problem(), "forbidden");
        assert!(moderate(house, &["list"]).unwrap().contains("Zimtstern"));
        moderate(house, &["hide", &post, "--by", "Mia", "--reason", "Beleidigung"]).unwrap();
        let told = only(&reporter, "/v1/reports");
        assert_eq!((&told["state"], &told["answer"], &told["can_object"]), (&json!("upheld"), &json!("Beleidigung"), &json!(false)));
        assert!(told["decided_at"].is_string());
        let seen = |phone: &Phone| only(phone, "/v1/threads/t/posts");
        assert_eq!((&seen(&house.phone)["state"], &seen(&house.phone)["state_reason"]), (&json!("hidden"), &json!("Beleidigung")));
        assert_eq!((&seen(&author)["can"]["object"], &seen(&reporter)["can"]["object"]), (&json!(true), &json!(false)));
        for (phone, words) in [(&author, WORDS), (&reporter, ""), (&house.phone, "")] {
            assert_eq!(seen(phone)["body"]["value"], words);
        }

        assert_eq!(object(&reporter, &path, "Nein").problem(), "forbidden");
        assert_eq!(object(&house.phone, &path, "Nein").problem(), "not-signed-in");
        assert_eq!(object(&author, &path, "  ").errors(), ["/text missing"]);
        assert_eq!(object(&author, &path, &"字".repeat(1001)).errors(), ["/text too-long"]);
        assert_eq!(object(&author, &path, "Nein").ok()["state"], "received");
        // A lost answer: the same words again are the same objection, other words are a second one.
        assert_eq!(object(&author, &path, "Nein").status, 201);
        assert_eq!(object(&author, &path, "Doch").problem(), "duplicate");
        assert_eq!(house.number("SELECT COUNT(*) FROM objections"), 1);
        assert_eq!((&seen(&author)["objection"]["state"], &seen(&author)["can"]["object"]), (&json!("received"), &json!(false)));
        assert_eq!(seen(&reporter)["objection"], Value::Null);

        let id = objection_id(house);
        let early = moderate(house, &["restore", &post, "--by", "Ben", "--reason", "Irrtum"]).unwrap_err();
        assert!(early.contains(&id), "{early}");
        let own = moderate(house, &["objection", &id, "grant", "--by", " mia ", "--answer", "Irrtum"]).unwrap_err();
        assert!(own.contains("somebody else decides"), "{own}");
        moderate(house, &["objection", &id, "grant", "--by", "Ben", "--answer", "Irrtum"]).unwrap();
        let back = seen(&author);
        assert_eq!((&back["state"], &back["body"]["value"], &back["state_reason"]), (&json!("visible"), &json!(WORDS), &Value::Null));
        assert_eq!((&back["objection"]["state"], &back["objection"]["answer"]), (&json!("granted"), &json!("Irrtum")));
        assert_eq!(log(house), ["hidden Beleidigung", "restored Irrtum"]);
        assert!(moderate(house, &["objection", &id, "refuse", "--by", "Ben", "--answer", "Irrtum"]).unwrap_err().contains("decided already"));
        assert_eq!(moderate(house, &["list"]).unwrap(), "nothing waits");
    }

    fn a_refused_post_is_its_authors_alone(house) {
        open(house, "");
        let (author, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let above = write(&other);
        house.sql("UPDATE threads SET moderated = 1");
        let sent = author.post("/v1/threads/t/posts", json!({"body": "Haselnuss", "parent_id": above}));
        assert_eq!(sent.status, 202);
        let post = sent.json()["id"].as_str().unwrap().to_owned();
        assert!(moderate(house, &["list"]).unwrap().contains("Haselnuss"));
        assert!(moderate(house, &["hide", &post, "--by", "Mia", "--reason", "W"]).is_err());
        moderate(house, &["refuse", &post, "--by", "Mia", "--reason", "Werbung"]).unwrap();
        let own = author.get("/v1/threads/t/posts").ok()["items"][1].clone();
        assert_eq!((&own["state"], &own["state_reason"], &own["body"]["value"], &own["can"]["object"]),
            (&json!("refused"), &json!("Werbung"), &json!("Haselnuss"), &json!(true)));
        let others = only(&other, "/v1/threads/t/posts");
        assert_eq!(others["replies"], 0);
        let answer = other.post("/v1/threads/t/posts", json!({"body": "x", "parent_id": post}));
        assert_eq!(answer.errors(), ["/parent_id unknown-value"]);
        for phone in [&other, &house.phone] {
            assert!(!all_answers(phone, &["t", &post, &above]).contains("Haselnuss"));
            assert_eq!(object(phone, &format!("/v1/posts/{post}"), "Nein").status / 100, 4);
        }
        // Refused once, it stays refused: the objection is not followed.
        object(&author, &format!("/v1/posts/{post}"), "Nein").ok();
        let id = objection_id(house);
        moderate(house, &["objection", &id, "refuse", "--by", "Ben", "--answer", "Bleibt"]).unwrap();
        let own = author.get("/v1/threads/t/posts").ok()["items"][1].clone();
        assert_eq!((&own["objection"]["state"], &own["can"]["object"]), (&json!("refused"), &json!(false)));
        assert_eq!(log(house), ["objection_refused Bleibt", "refused Werbung"]);
        // A moderator may still think again.
        moderate(house, &["restore", &post, "--by", "Mia", "--reason", "Doch"]).unwrap();
        assert_eq!(other.get("/v1/threads/t/posts").ok()["items"][0]["replies"], 1);
    }

    fn a_report_that_is_not_followed_can_be_looked_at_again(house) {
        open(house, "");
        let (author, reporter) = (house.signed_in("a0"), house.signed_in("a1"));
        let post = write(&author);
        let id = report(&reporter, &post);
        let path = format!("/v1/reports/{id}");
        assert_eq!(object(&reporter, &path, "Doch").problem(), "forbidden");
        moderate(house, &["dismiss", &id, "--by", "Mia", "--answer", "Erlaubt"]).unwrap();
        assert!(moderate(house, &["dismiss", &id, "--by", "Ben", "--answer", "Erlaubt"]).is_err());
        let told = only(&reporter, "/v1/reports");
        assert_eq!((&told["state"], &told["answer"], &told["can_object"]), (&json!("refused"), &json!("Erlaubt"), &json!(true)));
        assert_eq!(object(&author, &path, "Doch").problem(), "not-found");
        object(&reporter, &path, "Doch").ok();
        let told = only(&reporter, "/v1/reports");
        assert_eq!((&told["objection"]["state"], &told["can_object"]), (&json!("received"), &json!(false)));
        let objection = objection_id(house);
        assert!(moderate(house, &["objection", &objection, "grant", "--by", "Mia", "--answer", "Doch"]).is_err());
        moderate(house, &["objection", &objection, "grant", "--by", "Ben", "--answer", "Stimmt"]).unwrap();
        let told = only(&reporter, "/v1/reports");
        assert_eq!((&told["state"], &told["answer"], &told["objection"]["state"]), (&json!("upheld"), &json!("Stimmt"), &json!("granted")));
        assert_eq!(only(&house.phone, "/v1/threads/t/posts")["state"], "hidden");
        assert_eq!(log(house), ["hidden Stimmt", "report_refused Erlaubt"]);
    }

    fn hidden_words_leave_by_no_answer_and_the_log_names_nobody(house) {
        open(house, "");
        let (author, reporter) = (house.signed_in("a0"), house.signed_in("a1"));
        let post = write(&author);
        author.patch(&format!("/v1/posts/{post}"), json!({"body": format!("{WORDS}!")})).ok();
        let report = report(&reporter, &post);
        assert!(all_answers(&house.phone, &["t", &post]).contains(WORDS));
        let named = moderate(house, &["hide", &post, "--by", "Mia", "--reason", "Na1 hat recht"]).unwrap_err();
        assert!(named.contains("leave the name"), "{named}");
        moderate(house, &["hide", &post, "--by", "Mia", "--reason", "Beleidigung"]).unwrap();
        // Whoever objects reads what they object for, as it was hidden: not what it had said before.
        let own = only(&author, "/v1/threads/t/posts");
        assert_eq!((&own["state"], &own["body"]["value"]), (&json!("hidden"), &json!(format!("{WORDS}!"))));
        assert_eq!(author.get(&format!("/v1/posts/{post}/history")).problem(), "not-found");
        object(&author, &format!("/v1/posts/{post}"), "Pfefferkuchen").ok();
        for phone in [&reporter, &house.signed_in("c9"), &house.phone] {
            let all = all_answers(phone, &["t", &post, &report]);
            assert!(!all.contains(WORDS) && !all.contains("Pfefferkuchen") && !all.contains("Mia"));
        }
        let all = all_answers(&author, &["t", &post, &report]);
        assert!(all.contains(WORDS) && !all.contains("Pfefferkuchen") && !all.contains("Mia"));
        // What was taken back is gone for its author, too.
        let gone = author.post("/v1/threads/t/posts", json!({"body": "Printen"})).ok();
        author.delete(&format!("/v1/posts/{}", gone["id"].as_str().unwrap())).ok();
        assert!(!all_answers(&author, &["t", &post]).contains("Printen"));
        // Kept for staff, who may have to show it again.
        assert!(moderate(house, &["show", &post]).unwrap().contains(WORDS));
        assert!(moderate(house, &["log"]).unwrap().contains("Mia"));
        let page = house.phone.get("/v1/moderation");
        assert_eq!(page.header("cache-control"), "no-cache");
        let text = page.text();
        for secret in ["Na0", "Na1", "Mia", "Zimtstern", post.as_str(), report.as_str()] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }

    fn statements_wait_are_refused_and_published(house) {
        open(house, "kind = 'statements', moderated = 1");
        let (author, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let propose = |text: &str| {
            let sent = author.post("/v1/threads/t/statements", json!({ "text": text }));
            sent.json()["id"].as_str().unwrap().to_owned()
        };
        let (good, bad) = (propose("Lebkuchen"), propose("Marzipan"));
        moderate(house, &["publish", &good, "--by", "Mia"]).unwrap();
        moderate(house, &["refuse", &bad, "--by", "Mia", "--reason", "Werbung"]).unwrap();
        assert!(moderate(house, &["publish", &bad, "--by", "Ben"]).unwrap_err().contains("does not wait"));
        assert_eq!(only(&other, "/v1/threads/t/statements")["text"], "Lebkuchen");
        assert!(!all_answers(&other, &["t", &bad]).contains("Marzipan"));
        let own = author.get("/v1/threads/t/statements").ok()["items"][1].clone();
        assert_eq!((&own["state"], &own["state_reason"]), (&json!("refused"), &json!("Werbung")));
        // One that was answered already goes out of the public votes, and comes back with them.
        other.put(&format!("/v1/statements/{good}/vote"), json!({"vote": "agree"})).ok();
        moderate(house, &["hide", &good, "--by", "Mia", "--reason", "Doch nicht"]).unwrap();
        assert_eq!(house.phone.get("/v1/threads/t/votes").ok()["statements"], json!([]));
        moderate(house, &["restore", &good, "--by", "Ben", "--reason", "Doch"]).unwrap();
        assert_eq!(house.phone.get("/v1/threads/t/votes").ok(), json!({"statements": [good], "participants": [], "too_few": {"voters": 1, "enough": 1}}));
        assert_eq!(log(house), ["hidden Doch nicht", "published ", "refused Werbung", "restored Doch"]);
    }

    fn two_moderators_at_once_decide_once(house) {
        open(house, "");
        let author = house.signed_in("a0");
        for round in 0..4 {
            house.sql("DELETE FROM moderation");
            let sent = author.post("/v1/threads/t/posts", json!({"body": format!("Wort {round}")})).ok();
            let post = sent["id"].as_str().unwrap().to_owned();
            let hide = |by: &str| {
                let words = ["linli-server", "moderate", "hide", &post, "--by", by, "--reason", "Grund"];
                let command = Cli::try_parse_from(words).unwrap().command;
                let db = house.app.db.clone();
                async move { server::staff::execute(command, &db).await.map_err(|e| e.to_string()) }
            };
            let (one, two) = (hide("Mia"), hide("Ben"));
            let (one, two) = house.wait(async { tokio::join!(tokio::spawn(one), tokio::spawn(two)) });
            let done = [one.unwrap(), two.unwrap()];
            assert_eq!(done.iter().filter(|d| d.is_ok()).count(), 1, "{done:?}");
            assert_eq!(house.number("SELECT COUNT(*) FROM moderation"), 1);
        }
    }

    fn bad_input_is_one_clear_line_and_changes_nothing(house) {
        open(house, "");
        let post = write(&house.signed_in("a0"));
        let long = "字".repeat(501);
        for (words, expected) in [
            (&["hide", &post, "--by", " ", "--reason", "W"][..], "--by must name"),
            (&["hide", &post, "--by", "Mia", "--reason", " "], "say why"),
            (&["hide", &post, "--by", "Mia", "--reason", &long], "more than 500"),
            (&["hide", "nothing", "--by", "Mia", "--reason", "W"], "there is no post or statement"),
            (&["restore", &post, "--by", "Mia", "--reason", "W"], "neither hidden nor refused"),
            (&["publish", &post, "--by", "Mia"], "does not wait"),
            (&["dismiss", &post, "--by", "Mia", "--answer", "W"], "there is no report"),
            (&["objection", &post, "grant", "--by", "Mia", "--answer", "W"], "there is no objection"),
            (&["show", "nothing"], "there is nothing"),
        ] {
            let said = moderate(house, words).unwrap_err();
            assert!(said.contains(expected) && !said.contains('\n'), "{words:?}: {said}");
        }
        assert!(moderate(house, &["hide", &post, "--reason", "W"]).unwrap_err().contains("--by"));
        assert_eq!(house.number("SELECT COUNT(*) FROM moderation"), 0);
        assert_eq!(house.number("SELECT COUNT(*) FROM posts WHERE state = 'visible' AND state_reason IS NULL"), 1);
    }

    fn the_log_comes_in_pages(house) {
        open(house, "");
        for n in 0..5 {
            house.sql(&format!("INSERT INTO moderation (id, at, action, reason, thread_id, subject_id, moderator) \
                VALUES ('m{n}', {}, 'hidden', 'Grund {n}', 't', 'p', 'Mia')", 1000 + n / 2));
        }
        let mut seen = Vec::new();
        let mut path = "/v1/moderation?limit=2".to_owned();
        loop {
            let page = house.phone.get(&path).ok();
            assert_eq!(page["total"], 5);
            seen.extend(page["items"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/v1/moderation?limit=2&cursor={next}");
        }
        assert_eq!(seen, ["m4", "m3", "m2", "m1", "m0"]);
    }

    // A closed thread takes no words, and its moderators still have work and its people rights.
    fn a_closed_thread_is_still_moderated(house) {
        open(house, "");
        let author = house.signed_in("a0");
        let post = write(&author);
        house.sql("UPDATE threads SET closes_at = 1");
        moderate(house, &["hide", &post, "--by", "Mia", "--reason", "Beleidigung"]).unwrap();
        assert_eq!(only(&author, "/v1/threads/t/posts")["can"]["object"], true);
        object(&author, &format!("/v1/posts/{post}"), "Nein").ok();
    }
}
