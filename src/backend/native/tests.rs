use super::*;
use crate::backend::native::notices::{notice, summary as notice_summary};
use crate::backend::native::recount;
use serde_json::json;

fn wire<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn poll_json() -> serde_json::Value {
    json!({
        "id": "p1", "title": "更换电梯", "about": { "format": "markdown", "value": "**是**" },
        "state": "open", "opens_at": "2026-11-20T00:00:00Z", "closes_at": "2026-11-30T12:00:00Z",
        "secrecy": "anonymous", "unit": "household", "eligible": 300, "tie_rule": "earlier_listed",
        "results": "after_close", "can_change": true, "can_withdraw": true, "practice": false,
        "voter": { "can_vote": true, "has_voted": false },
        "questions": [{
            "id": "q1", "title": "同意吗", "method": { "kind": "yes_no_abstain",
                "threshold": { "numerator": 2, "denominator": 3, "base": "voting", "strict": false } },
            "options": [{ "id": "y", "label": "同意" }, { "id": "n", "label": "不同意" }], "optional": false
        }]
    })
}

#[test]
fn a_poll_is_read_with_everything_optional_left_out() {
    let poll = poll(wire(poll_json()));
    assert_eq!(poll.state, PollState::Open);
    assert_eq!(poll.closes, When::at(1_796_040_000_000));
    assert_eq!(poll.eligible, Some(300));
    assert_eq!((poll.quorum, poll.voted, poll.source), (None, None, None));
    assert!(poll.events.is_empty() && poll.related.is_empty());
    let method = &poll.questions[0].method;
    assert_eq!(method.kind, MethodKind::YesNoAbstain);
    assert!(method.budget_ballot == BudgetBallot::Approval && !method.major);
    assert_eq!(
        method.threshold.as_ref().map(|t| (t.numerator, t.denominator)),
        Some((2, 3))
    );
}

#[test]
fn plain_words_and_what_is_not_understood_are_read_of_polls_and_stages() {
    let plain = poll(wire(poll_json())).plain;
    assert!(plain.is_none());
    let mut value = poll_json();
    value["plain"] = json!({ "format": "plain", "value": "换不换？" });
    value["not_understood"] = json!([{ "paragraph": "00ff00ff00ff00ff", "asked_at": "2026-11-20T00:00:00Z",
        "done_at": "2026-11-21T00:00:00Z", "answer": "就是换新的" }]);
    let read = poll(wire(value));
    assert_eq!(read.plain.map(|text| text.value).as_deref(), Some("换不换？"));
    let asked = &read.not_understood[0];
    assert_eq!(asked.paragraph, "00ff00ff00ff00ff");
    assert_eq!(asked.asked.answer.as_deref(), Some("就是换新的"));

    let stages = crate::backend::native::matters::stages(wire(json!([
        { "kind": "voting", "state": "now", "about": { "format": "markdown", "value": "表决" },
          "plain": { "format": "plain", "value": "投票" } },
        { "kind": "of_tomorrow", "state": "ahead" },
    ])));
    assert_eq!(
        stages[0].about.as_ref().map(|text| text.format),
        Some(TextFormat::Markdown)
    );
    assert_eq!(
        stages[0].plain.as_ref().map(|text| text.value.as_str()),
        Some("投票")
    );
    assert!(stages[1].about.is_none() && stages[1].plain.is_none());
}

#[test]
fn pictures_come_from_the_server_that_says_so_and_from_nowhere_else() {
    let shown = |url: &str, base: &str| {
        let mut value = poll_json();
        value["questions"][0]["options"][0]["image"] =
            json!({ "url": url, "alt": "两部电梯", "width": 240, "height": 160 });
        let mut poll = placed(poll(wire(value)), base);
        let image = poll.questions[0].options.remove(0).image.unwrap();
        assert_eq!((image.words.as_str(), image.size), ("两部电梯", Some((240, 160))));
        image.address
    };
    assert_eq!(shown("/v1/pictures/ab", ""), "/v1/pictures/ab");
    assert_eq!(
        shown("/v1/pictures/ab", "https://a.example"),
        "https://a.example/v1/pictures/ab"
    );
    for elsewhere in [
        "//b.example/x.png",
        "https://b.example/x.png",
        "javascript:alert(1)",
        "x.png",
        "",
    ] {
        assert_eq!(shown(elsewhere, ""), "");
    }
    let mut value = poll_json();
    value["questions"][0]["options"][0]["image"] = json!({ "url": "/x.png", "alt": "" });
    assert_eq!(
        poll(wire(value)).questions[0].options[0]
            .image
            .as_ref()
            .unwrap()
            .size,
        None
    );
}

#[test]
fn values_from_the_future_become_other() {
    let mut value = poll_json();
    value["state"] = json!("paused");
    value["secrecy"] = json!("quantum");
    value["results"] = json!("never");
    value["tie_rule"] = json!("arm_wrestling");
    value["voter"] = json!({ "can_vote": false, "why_not": "full_moon", "has_voted": false });
    value["questions"][0]["method"] = json!({ "kind": "telepathy", "budget_ballot": "song" });
    value["related"] = json!([{ "kind": "film", "id": "1", "title": "x" }]);
    value["events"] = json!([{ "kind": "rained_off", "at": "2026-11-21T00:00:00Z", "reason": "x" }]);
    value["a_new_field"] = json!({ "x": [1] });
    let poll = poll(wire(value));
    assert_eq!(poll.state, PollState::Other);
    assert_eq!(poll.secrecy, Secrecy::Other);
    assert_eq!(poll.results, ResultsVisibility::Other);
    assert_eq!(poll.tie_rule, TieRule::Other);
    assert_eq!(poll.voter.why_not, Some(WhyNot::Other));
    assert_eq!(poll.questions[0].method.kind, MethodKind::Other);
    assert_eq!(poll.questions[0].method.budget_ballot, BudgetBallot::Other);
    assert_eq!(poll.related[0].kind, RelatedKind::Other);
    assert_eq!(poll.events[0].kind, PollEventKind::Other);
}

#[test]
fn every_known_value_has_its_own() {
    // A variant that is missing in a list of `turn!` would silently become `Other`.
    assert_eq!(
        category(contract::NoticeCategory::Finance),
        NoticeCategory::Finance
    );
    assert_eq!(
        outcome_kind(contract::OutcomeKind::NotCounted),
        OutcomeKind::NotCounted
    );
    assert_eq!(
        why_not(contract::WhyNot::MethodUnavailable),
        WhyNot::MethodUnavailable
    );
    assert_eq!(method_kind(contract::MethodKind::Text), MethodKind::Text);
    assert_eq!(stage(contract::StageKind::CarryingOut), StageKind::CarryingOut);
    assert_eq!(post_state(contract::PostState::Hidden), PostState::Hidden);
    assert_eq!(
        reason_to_wire(ReportReason::OffTopic),
        contract::ReportReason::OffTopic
    );
}

#[test]
fn the_secret_travels_only_with_a_change_and_blank_answers_do_not() {
    let mut ballot = Submission {
        secret: "5e".repeat(16),
        ballot_id: "1d".repeat(32),
        answers: vec![
            Answer {
                question: "q1".into(),
                options: vec!["y".into()],
                ..Answer::default()
            },
            Answer {
                question: "q2".into(),
                text: Some("  ".into()),
                ..Answer::default()
            },
        ],
        change: false,
    };
    let first = serde_json::to_value(submission(&ballot, None)).unwrap();
    assert_eq!(
        first,
        json!({ "ballot_id": "1d".repeat(32), "answers": [{ "question": "q1", "options": ["y"] }] })
    );
    ballot.change = true;
    assert_eq!(submission(&ballot, None).secret, Some("5e".repeat(16)));
    let helped = submission(&ballot, Some("s1".to_owned()));
    assert_eq!(helped.assisted_session.as_deref(), Some("s1"));
}

#[test]
fn a_notice_is_read_short_and_whole() {
    let value = json!({
        "id": "n1", "title": "停水", "summary": "明早八点", "category": "utilities", "urgency": "urgent",
        "pinned": true, "publisher": "居委会", "published_at": "2026-11-22T00:00:00Z", "asks_read": true,
        "body": { "format": "asciidoc", "value": "x", "lang": "zh" },
        "event": { "starts_at": "2026-11-23T00:00:00Z", "place": "3号楼" },
        "images": [{ "url": "/i.png", "alt": "水表" }], "audience": { "buildings": ["3号楼"], "grids": ["二网格"] },
        "corrections": [{ "at": "2026-11-22T01:00:00Z", "what": "时间", "corrected_by": 7,
          "changes": [{ "part": "moon", "was": "九点", "now": "八点" }] }],
        "questions": [{ "paragraph": "00ff", "asked_at": "2026-11-22T02:00:00Z", "answer": "见面说" }], "own": true
    });
    let whole = notice(wire(value.clone()));
    assert_eq!(whole.body.format, TextFormat::Other);
    assert_eq!(
        (whole.images[0].words.as_str(), whole.images[0].size),
        ("水表", None)
    );
    assert_eq!(whole.places, ["3号楼", "二网格"]);
    assert_eq!(whole.corrections[0].what, "时间");
    assert_eq!(
        whole.corrections[0].changes,
        [Corrected {
            part: NoticePart::Other,
            was: Some("九点".into()),
            now: Some("八点".into()),
        }]
    );
    assert_eq!(whole.event.unwrap().ends, None);
    assert_eq!(whole.questions[0].asked.answer.as_deref(), Some("见面说"));
    assert!(!whole.read && whole.call.is_none() && !whole.preview);
    let short = notice_summary(wire(value));
    assert_eq!(
        (short.category, short.own, short.withdrawn),
        (NoticeCategory::Utilities, true, false)
    );
}

#[test]
fn a_post_may_do_only_what_it_says() {
    let value = json!({
        "id": "x", "thread_id": "t", "author": { "role": "astronaut", "is_me": false },
        "body": { "format": "plain", "value": "" }, "stance": "sideways", "state": "hidden",
        "state_reason": "私人信息", "created_at": "2026-11-22T00:00:00Z", "official": false, "agrees": 0,
        "i_agree": false, "replies": 0, "can": { "reply": true }
    });
    let post = post(wire(value));
    assert_eq!((post.author.name, post.author.role), (None, Role::Other));
    assert_eq!((post.stance, post.state), (Stance::Other, PostState::Hidden));
    assert_eq!(
        post.can,
        PostPermissions {
            reply: true,
            ..PostPermissions::default()
        }
    );
}

#[test]
fn a_service_that_says_little_can_do_little() {
    let value = json!({
        "name": "幸福里", "languages": ["zh-CN"], "time_zone": "Asia/Shanghai", "sign_in": ["phone_code", "iris_scan"],
        "capabilities": { "notices": true, "methods": ["single", "telepathy"] },
        "limits": { "post_chars": 2000, "report_chars": 500, "statement_chars": 400, "page_items": 100, "body_bytes": 65536 },
        "demo": true, "now": "2026-11-22T00:00:00Z"
    });
    let service = service(wire(value));
    assert!(service.can.notices && !service.can.polls && !service.can.results);
    assert_eq!(service.can.methods, [MethodKind::Single, MethodKind::Other]);
    assert_eq!(service.sign_in, [SignInKind::PhoneCode, SignInKind::Other]);
}

#[test]
fn what_the_contract_does_not_have_is_not_sent() {
    assert!(report(&Reported::Post("p".into()), ReportReason::Other, "").is_none());
    let password = SignIn::Password {
        name: "a".into(),
        password: "b".into(),
        shared_phone: false,
    };
    assert!(sign_in(&password).is_none());
    let post = NewPost {
        body: "x".into(),
        stance: Stance::Other,
        parent_id: None,
    };
    assert_eq!(new_post(&post).stance, contract::Stance::Neutral);
}

/// Every value that the contract lists has a name of its own here.
#[test]
fn an_explanation_is_read_whole() {
    let listed: serde_json::Value =
        serde_json::from_str(include_str!("../../../crates/contract/openapi.json")).unwrap();
    let values = |name: &str| -> Vec<serde_json::Value> {
        let all = listed["components"]["schemas"][name]["enum"].as_array().unwrap();
        all.iter().filter(|value| *value != "other").cloned().collect()
    };
    for value in values("Said") {
        let read = recount::explanation(wire(json!({ "lines": [{ "said": value }] })));
        assert_ne!(read.lines[0].said, Said::Other, "{value}");
    }
    for value in values("ColumnKind") {
        let table = json!({ "columns": [{ "kind": value }], "rows": [] });
        let read = recount::explanation(wire(json!({ "lines": [], "table": table })));
        assert_ne!(read.table.unwrap().columns[0].kind, ColumnKind::Other, "{value}");
    }
    for (kinds, marks) in [
        (values("RowKind"), vec![json!("chosen")]),
        (vec![json!("option")], values("Mark")),
    ] {
        for kind in kinds {
            for mark in &marks {
                let row = json!({ "kind": kind, "option": "o1", "cells": [{ "mark": mark }] });
                let read = recount::explanation(wire(
                    json!({ "lines": [], "table": { "columns": [], "rows": [row] } }),
                ));
                let row = &read.table.unwrap().rows[0];
                assert_ne!(row.kind, RowKind::Other, "{kind}");
                assert_ne!(row.cells[0].mark, Some(Mark::Other), "{mark}");
            }
        }
    }
    let unknown = json!({ "said": "moon_phase", "values": [{ "name": "n", "value": { "number": 3 } }] });
    let read = recount::explanation(wire(json!({ "lines": [unknown] })));
    assert_eq!(read.lines[0].said, Said::Other);
    assert_eq!(read.lines[0].values, [("n".to_owned(), Value::Number(3))]);
}

#[test]
fn what_the_worker_says_is_never_same_by_mistake() {
    let read = recount::said_by_worker;
    assert_eq!(
        read(r#"{"progress":{"ballots":3,"of":190}}"#),
        Recounting::Progress { ballots: 3, of: 190 }
    );
    assert_eq!(read(r#""kept""#), Recounting::Kept);
    assert_eq!(
        read(r#"{"failed":"no_board"}"#),
        Recounting::Failed(RecountFailed::NoBoard)
    );
    for strange in [
        "",
        "{}",
        "same",
        r#"{"done":{"finding":"perfect","ballots":1,"questions":[]}}"#,
        r#"{"failed":"tired"}"#,
    ] {
        assert_eq!(
            read(strange),
            Recounting::Failed(RecountFailed::Other),
            "{strange}"
        );
    }
    let same = read(r#"{"done":{"finding":"same","own":"same","ballots":1,"questions":[]}}"#);
    let Recounting::Done(verdict) = same else {
        panic!("no verdict")
    };
    assert!(verdict.finding == Finding::Same && verdict.own == Some(OwnOnBoard::Same));
    let differs =
        r#"{"done":{"finding":{"size_differs":{"published":3,"here":2}},"ballots":2,"questions":[]}}"#;
    let Recounting::Done(verdict) = read(differs) else {
        panic!("no verdict")
    };
    assert!(!verdict.finding.sealed());
}

#[test]
fn the_question_for_the_worker_is_what_the_worker_reads() {
    let results = json!({ "poll_id": "p1", "state": "final", "eligible": 300, "ballots": 190, "questions": [],
        "board_root": "00", "counted_at": "2026-11-30T12:00:00Z", "news_of_a_newer_backend": 1 });
    let answer = |options: &[&str]| Answer {
        question: "q".into(),
        options: options.iter().map(|id| (*id).to_owned()).collect(),
        points: Vec::new(),
        text: None,
    };
    let ask = |own: Option<&OwnBallot>| -> counter::Request {
        let (poll, results) = (poll_json().to_string(), results.to_string());
        let asked = recount::question(&poll, &results, "/v1/polls/a\"b/board", own);
        match serde_json::from_str(&asked).unwrap() {
            counter::Question::Recount(request) => *request,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(ask(None).own, None);
    let mut own = OwnBallot {
        ballot_id: "ff".into(),
        answers: None,
    };
    assert_eq!(ask(Some(&own)).own.unwrap().answers, None);
    // A question that was left blank is not on the board.
    own.answers = Some(vec![answer(&["a"]), answer(&[])]);
    let read = ask(Some(&own));
    assert_eq!(read.board, "/v1/polls/a\"b/board");
    let own = read.own.unwrap();
    assert_eq!(
        (own.ballot_id.as_str(), own.answers.map(|a| a.len())),
        ("ff", Some(1))
    );
    assert_eq!((read.poll.id.as_str(), read.results.ballots), ("p1", 190));
}
