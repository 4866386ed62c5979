use super::*;
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
    assert!(method.by_approval && !method.major);
    assert_eq!(
        method.threshold.as_ref().map(|t| (t.numerator, t.denominator)),
        Some((2, 3))
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
    assert!(!poll.questions[0].method.by_approval);
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
    let first = serde_json::to_value(submission(&ballot)).unwrap();
    assert_eq!(
        first,
        json!({ "ballot_id": "1d".repeat(32), "answers": [{ "question": "q1", "options": ["y"] }] })
    );
    ballot.change = true;
    assert_eq!(submission(&ballot).secret, Some("5e".repeat(16)));
}

#[test]
fn a_notice_is_read_short_and_whole() {
    let value = json!({
        "id": "n1", "title": "停水", "summary": "明早八点", "category": "utilities", "urgency": "urgent",
        "pinned": true, "publisher": "居委会", "published_at": "2026-11-22T00:00:00Z", "asks_read": true,
        "body": { "format": "asciidoc", "value": "x", "lang": "zh" },
        "event": { "starts_at": "2026-11-23T00:00:00Z", "place": "3号楼" },
        "images": [{ "url": "/i.png", "alt": "水表" }],
        "corrections": [{ "at": "2026-11-22T01:00:00Z", "what": "时间" }]
    });
    let whole = notice(wire(value.clone()));
    assert_eq!(whole.body.format, TextFormat::Other);
    assert_eq!(whole.images, [("/i.png".into(), "水表".into())]);
    assert_eq!(whole.corrections[0].1, "时间");
    assert_eq!(whole.event.unwrap().ends, None);
    let short = notice_summary(wire(value));
    assert_eq!((short.category, short.read), (NoticeCategory::Utilities, None));
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
        "limits": { "post_chars": 2000, "report_chars": 500, "page_items": 100, "body_bytes": 65536 },
        "demo": true, "now": "2026-11-22T00:00:00Z"
    });
    let service = service(wire(value));
    assert!(service.can.notices && !service.can.polls && !service.can.results);
    assert_eq!(service.can.methods, [MethodKind::Single, MethodKind::Other]);
    assert_eq!(service.sign_in, [SignInKind::PhoneCode, SignInKind::Other]);
}

#[test]
fn what_the_contract_does_not_have_is_not_sent() {
    assert!(report("p", ReportReason::Other, "").is_none());
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
