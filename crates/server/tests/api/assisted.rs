//! A helper acts for a resident: on the resident's word only, for as long as it is used, and never unnamed.

use crate::client::{Phone, Reply};
use crate::house::{House, ballot};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

/// A helper's phone while the session lasts.
struct Helping {
    helper: Phone,
    cookie: String,
    id: String,
}

impl Helping {
    fn with(house: &House, helper: &str, resident: &str) -> Self {
        let phone = house.signed_in(helper);
        let begun = by_code(house, &phone, resident);
        assert_eq!(begun.status, 201, "{}", begun.text());
        Self::of(phone, &begun)
    }

    fn of(helper: Phone, begun: &Reply) -> Self {
        let cookie = begun.header("set-cookie");
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Max-Age"),
            "{cookie}"
        );
        Self {
            cookie: format!(
                "linli={}; {}",
                helper.session.clone().unwrap(),
                cookie.split(';').next().unwrap()
            ),
            helper: helper.signed_out(),
            id: begun.json()["id"].as_str().unwrap().to_owned(),
        }
    }

    /// With both cookies; `named` says the session.
    fn asks(&self, method: &str, path: &str, named: bool, body: Option<Value>) -> Reply {
        let mut headers = vec![("cookie", self.cookie.as_str())];
        if named {
            headers.push(("linli-assisted", self.id.as_str()));
        }
        let body = body.map(|body| body.to_string().into_bytes());
        self.helper.send(method, path, &headers, body)
    }

    fn get(&self, path: &str) -> Reply {
        self.asks("GET", path, true, None)
    }

    fn put(&self, path: &str, body: Value) -> Reply {
        self.asks("PUT", path, true, Some(body))
    }

    fn vote(&self, poll: &str, seed: &str, options: &[&str]) -> Reply {
        let mut body = ballot(seed).cast(options);
        body["assisted_session"] = json!(self.id);
        self.put(&format!("/v1/polls/{poll}/ballot"), body)
    }

    fn uses(&self) -> Reply {
        self.put(&format!("/v1/assisted-sessions/{}/use", self.id), json!({}))
    }
}

fn number_of(resident: &str) -> String {
    let block = u8::from(resident.starts_with('b'));
    format!("+861990000{block}{:03}", resident[1..].parse::<u32>().unwrap())
}

/// A code that lets this helper help this resident, from the resident's phone.
fn code_of(house: &House, helper: &Phone, resident: &str) -> String {
    let ask = json!({"phone": number_of(resident), "purpose": "assistance"});
    helper.post("/v1/session/code", ask).ok();
    house.codes.lock().unwrap().recv().unwrap().1
}

fn by_code(house: &House, helper: &Phone, resident: &str) -> Reply {
    let code = code_of(house, helper, resident);
    let ask = json!({"consent": "own_code", "phone": number_of(resident), "code": code});
    helper.post("/v1/assisted-sessions", ask)
}

fn names(me: &Value) -> (&str, &str) {
    (
        me["name"].as_str().unwrap(),
        me["assisted"]["helper_name"].as_str().unwrap_or_default(),
    )
}

on_both! {
    fn by_their_own_code_the_helpers_requests_are_the_residents(house) {
        let helping = Helping::with(house, "a0", "b1");
        let me = helping.get("/v1/me").ok();
        assert_eq!(names(&me), ("Nb1", "Na0"));
        assert_eq!(me["assisted"]["consent"], "own_code");
        // Pictures and streams carry no header: what is read goes by the cookie.
        assert_eq!(names(&helping.asks("GET", "/v1/me", false, None).ok()), ("Nb1", "Na0"));
        // The helper's own session is what it was; so is the resident's.
        assert_eq!(names(&house.signed_in("a0").get("/v1/me").ok()), ("Na0", ""));
        assert_eq!(names(&house.signed_in("b1").get("/v1/me").ok()), ("Nb1", ""));
        // A cookie alone, with another helper's session, opens nothing.
        let other = house.signed_in("a5");
        let stolen = format!("linli={}; {}", other.session.clone().unwrap(), helping.cookie.split("; ").nth(1).unwrap());
        let stolen = house.phone.send("GET", "/v1/me", &[("cookie", &stolen)], None).ok();
        assert_eq!(names(&stolen), ("Na5", ""));
    }

    fn no_phone_that_somebody_helps_with_is_told_of_anything(house) {
        let helping = Helping::with(house, "a0", "b1");
        let browser = json!({
            "endpoint": "https://fcm.googleapis.com/fcm/send/x",
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        });
        let path = format!("/v1/me/push-subscriptions/{:032x}", 1);
        assert_eq!(helping.asks("PUT", &path, true, Some(browser)).problem(), "forbidden");
        assert_eq!(house.number("SELECT COUNT(*) FROM push_subscriptions"), 0);
    }

    fn a_code_that_lets_somebody_help_signs_nobody_in_and_lets_nobody_else_help(house) {
        let (helper, other) = (house.signed_in("a0"), house.signed_in("a5"));
        let signs_in = |code: &str| house.phone.post("/v1/session", json!({"kind": "phone_code", "phone": number_of("b1"), "code": code}));
        let helps = |phone: &Phone, code: &str| {
            phone.post("/v1/assisted-sessions", json!({"consent": "own_code", "phone": number_of("b1"), "code": code}))
        };
        // The helper is told it, and could be the resident with it otherwise: no banner, no cap, no log.
        helper.post("/v1/session/code", json!({"phone": number_of("b1"), "purpose": "assistance"})).ok();
        let (_, code, for_helper) = house.codes.lock().unwrap().recv().unwrap();
        assert_eq!(for_helper.as_deref(), Some("Na0"), "the message can say who wants to help");
        assert_eq!(signs_in(&code).problem(), "wrong-code");
        assert_eq!(helps(&other, &code).problem(), "wrong-code");
        assert_eq!(house.number("SELECT COUNT(*) FROM sessions WHERE resident_id = 'b1'"), 0);
        // The one it was for still can.
        helps(&helper, &code).ok();
        // Nor does a code to sign in with let anybody help.
        house.phone.post("/v1/session/code", json!({"phone": number_of("b2")})).ok();
        let (_, own, for_helper) = house.codes.lock().unwrap().recv().unwrap();
        assert_eq!(for_helper, None);
        let ask = json!({"consent": "own_code", "phone": number_of("b2"), "code": own});
        assert_eq!(helper.post("/v1/assisted-sessions", ask).problem(), "wrong-code");
        let own = house.phone.post("/v1/session", json!({"kind": "phone_code", "phone": number_of("b2"), "code": own}));
        assert_eq!(own.ok()["id"], "b2");
        // Who asks for one is somebody, and what it is for is known.
        let ask = json!({"phone": number_of("b3"), "purpose": "assistance"});
        assert_eq!(house.phone.post("/v1/session/code", ask).problem(), "not-signed-in");
        let ask = json!({"phone": number_of("b3"), "purpose": "a favour"});
        assert_eq!(helper.post("/v1/session/code", ask).errors(), ["/purpose unknown-value"]);
    }

    fn a_code_that_is_wrong_or_ones_own_begins_nothing(house) {
        let helper = house.signed_in("a0");
        code_of(house, &helper, "b1");
        let wrong = json!({"consent": "own_code", "phone": number_of("b1"), "code": "000000"});
        let wrong = helper.post("/v1/assisted-sessions", wrong);
        assert!(wrong.status == 401 || wrong.status == 201, "one in a million is right");
        assert_eq!(by_code(house, &helper, "a0").problem(), "forbidden");
        assert_eq!(helper.post("/v1/assisted-sessions", json!({"consent": "own_code"})).errors(), ["/phone missing", "/code missing"]);
        assert_eq!(helper.post("/v1/assisted-sessions", json!({"consent": "a nod"})).errors(), ["/consent unknown-value"]);
        let nobody = house.phone.post("/v1/assisted-sessions", json!({"consent": "letter", "code": "ABCD-2345-6789-ABCD"}));
        assert_eq!(nobody.problem(), "not-signed-in");
        assert_eq!(house.number("SELECT COUNT(*) FROM assisted_sessions WHERE resident_id = 'a0'"), 0);
    }

    fn by_the_household_letter(house) {
        let code = server::letters::new_code().unwrap();
        house.wait(async {
            let mut connection = house.app.db.pool.acquire().await.unwrap();
            assert!(server::letters::store(&mut connection, "b2", &code, house.app.now()).await.unwrap());
        });
        let helper = house.signed_in("a0");
        let begun = helper.post("/v1/assisted-sessions", json!({"consent": "letter", "code": code.to_lowercase()}));
        let helping = Helping::of(helper, &begun);
        assert_eq!(names(&helping.get("/v1/me").ok()), ("Nb2", "Na0"));
        // Nobody helps on in somebody else's name.
        let nested = helping.asks("POST", "/v1/assisted-sessions", true, Some(json!({"consent": "letter", "code": code})));
        assert_eq!(nested.problem(), "forbidden");
    }

    fn spoken_consent_waits_for_staff(house) {
        let helper = house.signed_in("a0");
        let asked = helper.post("/v1/assisted-sessions", json!({"consent": "spoken_to_staff", "who": "三楼的王阿姨"}));
        assert_eq!(asked.status, 202);
        assert!(!asked.header("set-cookie").contains("assisted"));
        let (id, number) = (asked.json()["id"].as_str().unwrap().to_owned(), asked.json()["number"].as_str().unwrap().to_owned());
        assert_eq!(number.len(), 4);
        let begin = format!("/v1/assisted-sessions/{id}/begin");
        assert_eq!(helper.post(&begin, json!({})).problem(), "consent-pending");
        house.sql(&format!("UPDATE assisted_sessions SET resident_id = 'b3', consented_by = 'Staff' WHERE number = '{number}'"));
        // The number is no secret: only who asked may begin.
        assert_eq!(house.signed_in("a5").post(&begin, json!({})).problem(), "not-found");
        let begun = helper.post(&begin, json!({}));
        assert_eq!(begun.status, 201);
        let helping = Helping::of(helper.clone(), &begun);
        assert_eq!(names(&helping.get("/v1/me").ok()), ("Nb3", "Na0"));
        assert_eq!(helper.post(&begin, json!({})).problem(), "assisted-session-over");
        // A question that nobody answered within half an hour is over.
        let late = helper.post("/v1/assisted-sessions", json!({"consent": "spoken_to_staff", "who": "王阿姨"})).ok();
        house.app.clock.advance(31 * MINUTE);
        let late = format!("/v1/assisted-sessions/{}/begin", late["id"].as_str().unwrap());
        assert_eq!(helper.post(&late, json!({})).problem(), "assisted-session-over");
    }

    fn what_changes_something_names_the_session(house) {
        house.poll("p", &[]);
        let helping = Helping::with(house, "a0", "b1");
        // A ballot of the helper's own, on its way again from another tab: not refused and not the resident's.
        let own = helping.asks("PUT", "/v1/polls/p/ballot", false, Some(ballot("own").cast(&["a"])));
        assert_eq!((own.status, own.problem().as_str()), (503, "unavailable"));
        assert_eq!(house.number("SELECT COUNT(*) FROM voters"), 0);
        // The header alone says it, and so does the ballot.
        let silent = helping.put("/v1/polls/p/ballot", ballot("b1").cast(&["a"]));
        assert_eq!(silent.errors(), ["/assisted_session missing"]);
        let mut stray = ballot("b1").cast(&["a"]);
        stray["assisted_session"] = json!("another");
        assert_eq!(helping.put("/v1/polls/p/ballot", stray).errors(), ["/assisted_session unknown-value"]);
        // A session that is not this phone's.
        let headers = [("linli-assisted", helping.id.as_str())];
        let other = house.signed_in("a0").send("PUT", "/v1/notices/n/read", &headers, None);
        assert_eq!(other.problem(), "assisted-session-over");
    }

    fn a_vote_counts_for_the_resident_and_its_receipt_names_the_helper(house) {
        house.poll("p", &[]);
        let helping = Helping::with(house, "a0", "b1");
        let receipt = helping.vote("p", "b1", &["b"]).ok();
        assert_eq!(receipt["helper"], "Na0");
        assert!(receipt.get("answers").is_none());
        assert_eq!(house.signed_in("b1").get("/v1/polls/p").ok()["voter"]["has_voted"], true);
        assert_eq!(house.signed_in("a0").get("/v1/polls/p").ok()["voter"]["has_voted"], false);
        // The same again is the same, and noted once.
        helping.vote("p", "b1", &["b"]).ok();
        assert_eq!(house.number("SELECT COUNT(*) FROM assisted_votes WHERE helper_id = 'a0' AND resident_id = 'b1'"), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM assisted_acts"), 0);
        // Later, alone, the resident changes it with the secret that they took along.
        helping.asks("DELETE", &format!("/v1/assisted-sessions/{}", helping.id), true, None);
        let changed = house.signed_in("b1").put("/v1/polls/p/ballot", ballot("b1").change(&["c"])).ok();
        assert!(changed.get("helper").is_none());
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots WHERE answers LIKE '%\"c\"%'"), 1);
    }

    fn a_helper_helps_three_in_a_poll_and_no_more(house) {
        house.poll("p", &[]);
        house.poll("q", &[]);
        for resident in ["b1", "b2", "b3"] {
            Helping::with(house, "a0", resident).vote("p", resident, &["a"]).ok();
        }
        let fourth = Helping::with(house, "a0", "b4");
        // Told before anything is chosen, and refused all the same.
        assert_eq!(fourth.get("/v1/polls/p").ok()["voter"]["why_not"], "helper_limit");
        assert_eq!(fourth.vote("p", "b4", &["a"]).problem(), "helper-limit");
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots WHERE poll_id = 'p'"), 3);
        // Another poll, another helper, and whoever was helped before are not touched by it.
        fourth.vote("q", "b4", &["a"]).ok();
        Helping::with(house, "a5", "b4").vote("p", "b4", &["a"]).ok();
        house.app.clock.advance(2 * MINUTE);
        let again = Helping::with(house, "a0", "b1");
        let mut change = ballot("b1").change(&["c"]);
        change["assisted_session"] = json!(again.id);
        again.put("/v1/polls/p/ballot", change).ok();
        house.sql("INSERT INTO settings (key, value) VALUES ('assist_most', '1')");
        assert_eq!(Helping::with(house, "a5", "b6").vote("p", "b6", &["a"]).problem(), "helper-limit");
    }

    fn two_residents_at_once_do_not_pass_the_limit_together(house) {
        house.poll("p", &[]);
        house.sql("INSERT INTO settings (key, value) VALUES ('assist_most', '1')");
        let first = Helping::with(house, "a0", "b1");
        let second = Helping::with(house, "a0", "b2");
        // The helper's next session has ended the one before.
        assert_eq!(first.vote("p", "b1", &["a"]).problem(), "assisted-session-over");
        house.sql("UPDATE assisted_sessions SET ended_at = NULL, ended_how = NULL");
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let one = scope.spawn(|| first.vote("p", "b1", &["a"]).status);
            let other = scope.spawn(|| second.vote("p", "b2", &["a"]).status);
            vec![one.join().unwrap(), other.join().unwrap()]
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 1);
    }

    fn without_use_it_ends_by_the_servers_clock(house) {
        house.poll("p", &[("closes_at", json!(house.app.now() + 86_400_000))]);
        let helping = Helping::with(house, "a0", "b1");
        house.app.clock.advance(29 * MINUTE);
        // Reading is no use: an open page reads by itself.
        helping.get("/v1/polls/p").ok();
        assert_eq!(helping.uses().status, 200);
        house.app.clock.advance(30 * MINUTE);
        helping.get("/v1/me").ok();
        house.app.clock.advance(2 * MINUTE);
        for reply in [helping.get("/v1/me"), helping.vote("p", "b1", &["a"]), helping.uses()] {
            assert_eq!(reply.problem(), "assisted-session-over");
            assert!(reply.header("set-cookie").contains("linli-assisted=; "), "{}", reply.header("set-cookie"));
        }
        // Without the name the helper is themselves again.
        assert_eq!(names(&helping.asks("GET", "/v1/me", false, None).ok()), ("Na0", ""));
        assert_eq!(house.number("SELECT COUNT(*) FROM ballots"), 0);
    }

    fn it_ends_by_the_button_by_the_residents_word_and_by_signing_out(house) {
        let end = |id: &str| format!("/v1/assisted-sessions/{id}");
        let helping = Helping::with(house, "a0", "b1");
        assert_eq!(house.signed_in("a5").delete(&end(&helping.id)).problem(), "not-found");
        let ended = helping.asks("DELETE", &end(&helping.id), true, None);
        assert_eq!(ended.status, 204);
        assert_eq!(helping.get("/v1/me").problem(), "assisted-session-over");
        house.app.clock.advance(2 * MINUTE);

        let helping = Helping::with(house, "a0", "b1");
        assert_eq!(house.signed_in("b1").delete(&end(&helping.id)).status, 204);
        assert_eq!(helping.get("/v1/me").problem(), "assisted-session-over");
        assert_eq!(house.number("SELECT COUNT(*) FROM assisted_sessions WHERE ended_how = 'revoked'"), 1);
        house.app.clock.advance(2 * MINUTE);

        let helping = Helping::with(house, "a0", "b1");
        assert_eq!(helping.asks("DELETE", "/v1/session", true, None).status, 204);
        assert_eq!(helping.asks("GET", "/v1/me", false, None).problem(), "not-signed-in");
    }

    fn what_is_done_is_logged_by_kind_and_never_by_what_was_chosen(house) {
        house.poll("p", &[]);
        house.sql("INSERT INTO threads (id, title, kind, body, created_at, active_at) VALUES ('t', 'T', 'discussion', '{\"format\":\"plain\",\"value\":\"\"}', 0, 0)");
        let helping = Helping::with(house, "a0", "b1");
        helping.vote("p", "b1", &["b"]).ok();
        let posted = helping.asks("POST", "/v1/threads/t/posts", true, Some(json!({"body": "我同意装电梯", "stance": "for"})));
        assert_eq!(posted.status, 201, "{}", posted.text());
        // What was refused was not done.
        helping.asks("POST", "/v1/threads/t/posts", true, Some(json!({"body": ""})));
        assert_eq!(house.number("SELECT COUNT(*) FROM posts WHERE author_id = 'b1'"), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM assisted_acts WHERE kind = 'post' AND subject = 't'"), 1);
        assert_eq!(house.number("SELECT COUNT(*) FROM assisted_acts"), 1);
        // Whole minutes: the log must not tell when a ballot came.
        assert_eq!(house.number("SELECT COUNT(*) FROM assisted_sessions WHERE began_at % 60000 <> 0 OR ends_at % 60000 <> 0"), 0);
        // Nothing about assistance holds the choice, the ballot's id or the words.
        let id = ballot("b1").id;
        for column in [
            "SELECT COUNT(*) FROM assisted_votes WHERE id LIKE '%IT%' OR session_id LIKE '%IT%' OR COALESCE(note, '') LIKE '%IT%'",
            "SELECT COUNT(*) FROM assisted_acts WHERE subject LIKE '%IT%' OR kind LIKE '%IT%'",
        ] {
            assert_eq!(house.number(&column.replace("IT", &id)), 0);
            assert_eq!(house.number(&column.replace("IT", "电梯")), 0);
        }
    }

    fn later_the_resident_is_asked_whether_it_was_their_choice(house) {
        house.poll("p", &[]);
        let helping = Helping::with(house, "a0", "b1");
        helping.vote("p", "b1", &["b"]).ok();
        let resident = house.signed_in("b1");
        // Not while somebody stands beside them, and not before the helper's eyes.
        assert!(resident.get("/v1/me").ok().get("assisted_questions").is_none());
        assert_eq!(helping.get("/v1/me/assistance").problem(), "forbidden");
        let running = resident.get("/v1/me/assistance").ok();
        assert!(running["sessions"][0].get("ended_at").is_none());
        assert_eq!(running["votes"], json!([]));
        helping.asks("DELETE", &format!("/v1/assisted-sessions/{}", helping.id), true, None);

        assert_eq!(resident.get("/v1/me").ok()["assisted_questions"], 1);
        let inbox = resident.get("/v1/me/inbox").ok();
        assert_eq!((&inbox["items"][0]["kind"], &inbox["items"][0]["text"]), (&json!("assisted_vote"), &json!("Na0")));
        assert_eq!(inbox["items"][0]["about"]["id"], "p");
        let told = resident.get("/v1/me/assistance").ok();
        assert_eq!(told["sessions"][0]["acts"], json!(["ballot"]));
        let vote = &told["votes"][0];
        assert_eq!((&vote["helper_name"], &vote["can_change"], vote.get("answer")), (&json!("Na0"), &json!(true), None));
        assert!(!told.to_string().contains("answers"));

        let path = format!("/v1/me/assistance/{}", vote["id"].as_str().unwrap());
        assert_eq!(house.signed_in("b2").put(&path, json!({"answer": "mine"})).problem(), "not-found");
        assert_eq!(resident.put(&path, json!({"answer": "perhaps"})).errors(), ["/answer unknown-value"]);
        let long = json!({"answer": "not_mine", "note": "长".repeat(501)});
        assert_eq!(resident.put(&path, long).problem(), "too-long");
        assert_eq!(resident.put(&path, json!({"answer": "not_mine", "note": "他替我点的"})).status, 204);
        assert_eq!(resident.get("/v1/me/assistance").ok()["votes"][0]["answer"], "not_mine");
        assert!(resident.get("/v1/me").ok().get("assisted_questions").is_none());

        // What staff heard from them counts as an answer, until they give one themselves.
        house.sql("UPDATE assisted_votes SET answer = 'mine', heard_by = '丁', heard_at = 1, handled_by = '丁'");
        assert_eq!(resident.get("/v1/me/assistance").ok()["votes"][0]["answer"], "mine");
        assert_eq!(resident.put(&path, json!({"answer": "not_mine"})).status, 204);
        assert_eq!(
            house.number("SELECT COUNT(*) FROM assisted_votes WHERE answer = 'not_mine' AND heard_by IS NULL AND handled_by IS NULL"),
            1
        );
    }
}
