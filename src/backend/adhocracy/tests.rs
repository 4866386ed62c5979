use super::super::problems::failure;
use super::*;
use crate::backend::FailureKind;

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

macro_rules! fixture {
    ($name:literal) => {
        fixture(include_str!(concat!("../../../tests/fixtures/adhocracy/", $name)))
    };
}

fn config() -> BackendConfig {
    BackendConfig {
        name: "Musterstadt".into(),
        polls: vec![1, 2],
        threads: vec![ThreadConfig {
            content_type: 35,
            id: 1,
            title: "Hof".into(),
        }],
        ..BackendConfig::default()
    }
}

fn options(question: &str, options: &[&str]) -> Answer {
    Answer {
        question: question.into(),
        options: options.iter().map(|o| o.to_string()).collect(),
        ..Answer::default()
    }
}

#[test]
fn projects_of_adhocracy_plus_become_notices() {
    let page = page(&fixture!("app-projects.json"), None, notice);
    assert_eq!(page.items.len(), 2, "a project without a name is left out");
    let first = &page.items[0];
    assert_eq!(
        (first.id.as_str(), first.publisher.as_str()),
        ("7", "Musterstadt")
    );
    assert_eq!(
        first.body.value,
        "Der Hof wird neu gestaltet.\n\nBitte sagen Sie uns:\n\n• Bänke\n• Bäume & Beete"
    );
    assert_eq!(first.valid_until, Some(When::shown("59 days left")));
    assert!(
        !first.published.is_known(),
        "projects do not say when they were published"
    );
    assert_eq!(
        first.images,
        [Image {
            address: "https://example.org/media/hof.jpg".into(),
            words: "Der Hof von oben".into(),
            size: None,
        }]
    );
    assert_eq!(page.items[1].body.value, "");
    assert_eq!((page.next, page.total), (None, 2));
}

#[test]
fn projects_of_mein_berlin_carry_instants() {
    let page = page(&fixture!("projects.json"), None, notice);
    let first = &page.items[0];
    assert_eq!(first.publisher, "Bezirksamt Mitte");
    assert_eq!(first.published, When::at(1_790_836_200_123));
    assert_eq!(first.valid_until, Some(When::at(1_798_757_940_000)));
    assert!(first.images.is_empty());
}

#[test]
fn a_poll_is_read_with_its_questions_and_the_persons_own_votes() {
    let poll = poll(&fixture!("poll-open.json"), &config(), true).unwrap();
    assert_eq!(poll.state, PollState::Open);
    assert_eq!(poll.title, "Welche Farbe soll die Haustür haben?");
    assert_eq!(poll.secrecy, Secrecy::Named);
    let kinds: Vec<_> = poll.questions.iter().map(|q| q.method.kind).collect();
    assert_eq!(
        kinds,
        [MethodKind::Single, MethodKind::Approval, MethodKind::Text]
    );
    assert_eq!(poll.questions[0].help.as_deref(), Some("Eine Antwort"));
    assert_eq!(poll.questions[0].options[1].id, "101");
    let words = Answer {
        question: "12".into(),
        text: Some("Mehr Licht".into()),
        ..Answer::default()
    };
    assert_eq!(poll.my_answers, [options("10", &["101"]), words]);
    assert!(poll.voter.can_vote && poll.voter.has_voted);
    assert!(!poll.opens.is_known() && !poll.closes.is_known());
    assert_eq!(poll.related[0].id, "35:1");
}

#[test]
fn without_a_sign_in_a_poll_can_be_read_and_not_voted_in() {
    let poll = poll(&fixture!("poll-open.json"), &config(), false).unwrap();
    assert_eq!(poll.voter.why_not, Some(WhyNot::NotSignedIn));
    assert_eq!(PollSummary::from(poll).has_voted, None);
}

#[test]
fn a_poll_whose_questions_are_read_only_is_closed() {
    let value = fixture!("poll-closed.json");
    let poll = poll(&value, &config(), true).unwrap();
    assert_eq!(
        (poll.state, poll.voter.why_not),
        (PollState::Closed, Some(WhyNot::Closed))
    );
    assert_eq!(votes(&value, &[options("20", &["200"])]), None);
}

#[test]
fn a_vote_names_every_question_with_all_three_members() {
    let votes = votes(&fixture!("poll-open.json"), &[options("10", &["100"])]).unwrap();
    assert_eq!(
        votes,
        json!({
            "10": { "choices": [100], "other_choice_answer": "", "open_answer": "" },
            "11": { "choices": [], "other_choice_answer": "", "open_answer": "" },
            "12": { "choices": [], "other_choice_answer": "", "open_answer": "" },
        })
    );
}

#[test]
fn withdrawing_is_a_vote_without_choices() {
    let votes = votes(&fixture!("poll-open.json"), &[]).unwrap();
    assert!(
        votes
            .as_object()
            .unwrap()
            .values()
            .all(|v| v["choices"] == json!([]))
    );
}

#[test]
fn results_say_what_was_counted_and_not_what_was_hidden() {
    let open = results(&fixture!("poll-open.json")).unwrap();
    assert_eq!((open.state, open.ballots), (ResultsState::Provisional, 4));
    assert_eq!(open.questions[0].rows[0].permille, 750);
    assert_eq!(open.questions[0].outcome.option_ids, ["100"]);
    assert_eq!(open.questions[1].outcome.kind, OutcomeKind::Tied);
    assert_eq!(open.questions[1].outcome.tied, ["110", "111"]);
    assert_eq!(open.questions[2].outcome.kind, OutcomeKind::NotCounted);
    let closed = results(&fixture!("poll-closed.json")).unwrap();
    assert_eq!(closed.state, ResultsState::Final);
    assert_eq!(closed.questions[0].outcome.kind, OutcomeKind::NotCounted);
}

#[test]
fn comments_are_posts_with_their_replies_behind_them() {
    let page = posts(&fixture!("comments.json"), "35:1", None);
    let ids: Vec<_> = page
        .items
        .iter()
        .map(|p| (p.id.as_str(), p.parent_id.as_deref()))
        .collect();
    assert_eq!(ids, [("87:25", None), ("87:27", Some("87:25")), ("87:26", None)]);
    assert_eq!((page.next.as_deref(), page.total), (Some("2"), 23));
    let first = &page.items[0];
    assert_eq!(first.created, When::shown("Nov. 3, 2026, 2:14 a.m."));
    assert_eq!((first.agrees, first.i_agree, first.can.reply), (4, true, true));
    assert!(
        !first.can.rate && !first.can.report,
        "what the adapter does not do is not offered"
    );
    let reply = &page.items[1];
    assert!(reply.official && reply.author.is_me && !reply.can.reply);
    let removed = &page.items[2];
    assert_eq!(
        (removed.state, removed.author.name.as_deref()),
        (PostState::Withdrawn, None)
    );
}

#[test]
fn a_thread_says_who_may_write() {
    let comments = fixture!("comments.json");
    let config = &config().threads[0];
    let thread = thread(config, &comments);
    assert_eq!(
        (thread.id.as_str(), thread.posts, thread.can_post),
        ("35:1", 23, true)
    );
    assert_eq!(
        comments_path("35:1").as_deref(),
        Some("/api/contenttypes/35/objects/1/comments/")
    );
    assert_eq!(comments_path("35:1/../../users"), None);
    let signed_out = super::thread(config, &json!({ "would_have_commenting_permission": true }));
    assert_eq!(signed_out.why_not, Some(WhyNotPost::NotSignedIn));
}

#[test]
fn members_of_unexpected_types_cost_no_more_than_themselves() {
    let odd = json!({ "id": 1, "questions": [{ "id": 10, "label": "x", "choices": "none", "help_text": 3,
        "userChoices": [null, "a", 101] }, 7, { "id": "no number", "label": "y" }] });
    let poll = poll(&odd, &config(), true).unwrap();
    assert_eq!(poll.questions.len(), 1);
    assert_eq!(poll.my_answers, [options("10", &["101"])]);
    assert!(poll.questions[0].options.is_empty());
}

#[test]
fn every_kind_of_error_body_becomes_a_failure() {
    let kind = |status, body: &str| failure(status, None, body).kind;
    assert_eq!(
        kind(
            401,
            r#"{"detail":"Given token not valid","code":"token_not_valid"}"#
        ),
        FailureKind::NotSignedIn
    );
    assert_eq!(
        kind(
            403,
            r#"{"detail":"Authentication credentials were not provided."}"#
        ),
        FailureKind::NotSignedIn
    );
    assert_eq!(
        kind(403, r#"{"detail":"CSRF Failed: CSRF token missing."}"#),
        FailureKind::Forbidden
    );
    assert_eq!(kind(404, r#"{"detail":"Not found."}"#), FailureKind::NotFound);
    assert_eq!(
        kind(
            400,
            r#"["{\"Please agree to the organisation's terms of use.\"}"]"#
        ),
        FailureKind::Forbidden
    );
    assert_eq!(kind(400, r#"["Something else."]"#), FailureKind::Validation);
    assert_eq!(
        kind(
            500,
            include_str!("../../../tests/fixtures/adhocracy/error-page.html")
        ),
        FailureKind::Unavailable
    );
    let fields = failure(400, None, r#"{"comment":["This field may not be blank."]}"#);
    assert_eq!(fields.kind, FailureKind::Validation);
    assert_eq!(fields.fields, [("/comment".to_owned(), "invalid".to_owned())]);
}

#[test]
fn what_is_missing_is_switched_off() {
    let can = service(&config()).can;
    assert!(can.polls && can.threads && can.ballot_withdraw && can.reading_needs_sign_in);
    assert!(!can.post_rating && !can.reports && !can.board && !can.statements && !can.post_repeat_safe);
    let mein_berlin = BackendConfig {
        notices: "projects".into(),
        ..BackendConfig::default()
    };
    let can = service(&mein_berlin).can;
    assert!(!can.polls && !can.threads && !can.reading_needs_sign_in);
}
