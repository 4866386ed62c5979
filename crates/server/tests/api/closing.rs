//! The end of a poll to the millisecond, extended ends, and cancelled polls.

use crate::house::{House, ballot};
use contract::Timestamp;
use serde_json::json;
use server::staff::closing;

fn extend(house: &House, until: i64) -> Result<(), String> {
    house.wait(async {
        let db = &house.app.db;
        let mut tx = db.write().await.unwrap();
        let now = Some(Timestamp::from_millis(house.app.now()));
        let until = Timestamp::from_millis(until).to_string();
        let done = closing::extend(&mut tx, db, "p", &until, "停电", now).await;
        done.map_err(|error| error.to_string())?;
        tx.commit().await.unwrap();
        Ok(())
    })
}

fn community(house: &House) {
    house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
}

on_both! {
    fn the_end_is_exact_to_the_millisecond(house) {
        let end = (house.app.now() / 1000 + 3600) * 1000;
        house.poll("p", &[("closes_at", json!(end))]);
        house.app.clock.stop_at(end - 1);
        house.signed_in("a0").put("/v1/polls/p/ballot", ballot("a0").cast(&["a"])).ok();
        assert_eq!(house.phone.get("/v1/polls/p").ok()["state"], "open");
        house.app.clock.stop_at(end);
        assert_eq!(house.signed_in("a1").put("/v1/polls/p/ballot", ballot("a1").cast(&["a"])).problem(), "poll-closed");
        assert_eq!(house.phone.get("/v1/polls/p").ok()["state"], "closed");
        assert_eq!(house.phone.get("/v1/polls/p/results").ok()["ballots"], 1);
    }

    fn an_extended_end_is_as_exact(house) {
        community(house);
        let end = (house.app.now() / 1000 + 3600) * 1000;
        let later = end + 60_000;
        house.poll("p", &[("closes_at", json!(end))]);
        house.app.clock.stop_at(end - 1);
        extend(house, later).unwrap();
        assert!(extend(house, later).unwrap_err().contains("ends later than that"));
        let poll = house.phone.get("/v1/polls/p").ok();
        let event = &poll["events"][0];
        assert_eq!((&event["kind"], &event["reason"]), (&json!("extended"), &json!("停电")));
        let time = |millis| json!(Timestamp::from_millis(millis).to_string());
        assert_eq!((&event["at"], &event["old_end"], &event["new_end"]), (&time(end - 1), &time(end), &time(later)));
        assert_eq!(poll["closes_at"], time(later));
        // Chosen before, sent after the first end.
        house.app.clock.stop_at(end);
        house.signed_in("a0").put("/v1/polls/p/ballot", ballot("a0").cast(&["a"])).ok();
        house.app.clock.stop_at(later - 1);
        house.signed_in("a1").put("/v1/polls/p/ballot", ballot("a1").cast(&["b"])).ok();
        house.app.clock.stop_at(later);
        assert_eq!(house.signed_in("b0").put("/v1/polls/p/ballot", ballot("b0").cast(&["a"])).problem(), "poll-closed");
        assert!(extend(house, later + 60_000).unwrap_err().contains("closed already"));
        assert_eq!(house.phone.get("/v1/polls/p/results").ok()["ballots"], 2);
    }

    /// Received before the end, and then kept waiting beyond it by others who write: the published rule is that of receipt.
    fn a_ballot_that_waits_for_its_turn_is_not_late(house) {
        let end = (house.app.now() / 1000 + 3600) * 1000;
        house.poll("p", &[("closes_at", json!(end))]);
        house.app.clock.stop_at(end - 1);
        let phone = house.signed_in("a0");
        // Somebody else holds the poll.
        let mut tx = house.wait(house.app.db.write()).unwrap();
        house.wait(async {
            sqlx::query("UPDATE polls SET title = title WHERE id = 'p'").execute(&mut *tx).await.unwrap();
        });
        let reply = std::thread::scope(|scope| {
            let sent = scope.spawn(|| phone.put("/v1/polls/p/ballot", ballot("a0").cast(&["a"])));
            // Until the ballot is on its way, which keeps the board from being fixed.
            while house.app.db.ballots_under_way() == 0 {
                std::thread::yield_now();
            }
            house.app.clock.stop_at(end + 1000);
            // A reader who comes now would have the board fixed, and waits for the ballot instead.
            let read = scope.spawn(|| house.phone.get("/v1/polls/p/results").ok());
            house.wait(tx.commit()).unwrap();
            assert_eq!(read.join().unwrap()["ballots"], 1);
            sent.join().unwrap()
        });
        assert_eq!(reply.status, 200);
    }

    fn a_cancelled_poll_counts_nothing(house) {
        community(house);
        house.poll("p", &[("results", json!("always"))]);
        let (phone, mine) = (house.signed_in("a0"), ballot("a0"));
        phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        house.wait(async {
            let db = &house.app.db;
            let mut tx = db.write().await.unwrap();
            let now = Timestamp::from_millis(house.app.now());
            closing::cancel(&mut tx, db, "p", "选项写错了", now).await.unwrap();
            tx.commit().await.unwrap();
        });
        let other = house.signed_in("a1");
        assert_eq!(other.put("/v1/polls/p/ballot", ballot("a1").cast(&["a"])).problem(), "poll-cancelled");
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).problem(), "poll-cancelled");
        assert_eq!(phone.put("/v1/polls/p/ballot", mine.change(&["b"])).problem(), "poll-cancelled");
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).problem(), "poll-cancelled");
        assert_eq!(phone.get("/v1/polls/p/results").problem(), "results-hidden");
        assert_eq!(phone.get("/v1/polls/p/board").problem(), "board-not-ready");
        let poll = other.get("/v1/polls/p").ok();
        assert_eq!((&poll["state"], poll.get("voted")), (&json!("cancelled"), None));
        assert_eq!((&poll["events"][0]["kind"], &poll["events"][0]["reason"]), (&json!("cancelled"), &json!("选项写错了")));
        assert_eq!(poll["voter"]["why_not"], "cancelled");
        // Its end passes like any other moment.
        house.app.clock.advance(2 * 3_600_000);
        house.wait(server::polls::close_due(&house.app.db, house.app.now())).unwrap();
        assert_eq!(house.phone.get("/v1/polls/p/results").problem(), "results-hidden");
        assert_eq!(house.number("SELECT COUNT(*) FROM polls WHERE board_root IS NOT NULL"), 0);
    }
}
