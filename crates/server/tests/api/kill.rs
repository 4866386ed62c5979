//! Killed in the middle, the server has lost nothing it acknowledged.

use crate::client::Phone;
use crate::house::{ballot, insert_poll, insert_session, session_of};
use crate::start::{community, serve};
use std::sync::mpsc;
use std::time::{SystemTime, UNIX_EPOCH};

const VOTERS: usize = 400;
const LANES: usize = 4;
/// How many acknowledgements come before the kill.
const ENOUGH: usize = 25;

fn voter(i: usize) -> String {
    format!("v{i}")
}

#[test]
fn every_acknowledged_ballot_survives_sigkill() {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let mut more = vec![insert_poll("p", now - 60_000, now + 3_600_000, &[])];
    for i in 0..VOTERS {
        more.push(format!(
            "INSERT INTO residents (id, name) VALUES ('{0}', '{0}')",
            voter(i)
        ));
        more.push(insert_session(
            &voter(i),
            &session_of(&voter(i)),
            now + 86_400_000,
        ));
    }
    let (dir, url) = community(&more);

    let mut served = serve(&url);
    let (acknowledge, acknowledged) = mpsc::channel();
    let base = served.base.clone();
    let lanes: Vec<_> = (0..LANES)
        .map(|lane| {
            let (base, acknowledge) = (base.clone(), acknowledge.clone());
            std::thread::spawn(move || {
                for i in (lane..VOTERS).step_by(LANES) {
                    let phone = Phone::new(&base).with_session(&session_of(&voter(i)));
                    let body = ballot(&voter(i)).cast(&["a"]).to_string().into_bytes();
                    // A broken connection is the kill.
                    match phone.try_send("PUT", "/v1/polls/p/ballot", &[], Some(body)) {
                        Ok(reply) if reply.status == 200 => acknowledge.send(i).unwrap(),
                        Ok(reply) => panic!("{}: {}", reply.status, reply.text()),
                        Err(_) => return,
                    }
                }
            })
        })
        .collect();
    drop(acknowledge);
    let mut counted: Vec<usize> = (0..ENOUGH).map(|_| acknowledged.recv().unwrap()).collect();
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    counted.extend(acknowledged.iter());
    lanes.into_iter().for_each(|lane| lane.join().unwrap());
    assert!(
        counted.len() < VOTERS,
        "the server was to be killed in the middle"
    );

    let served = serve(&url);
    for i in &counted {
        let phone = Phone::new(&served.base).with_session(&session_of(&voter(*i)));
        let found = phone.post("/v1/polls/p/ballot/lookup", ballot(&voter(*i)).held());
        assert_eq!(
            found.status, 200,
            "the ballot of voter {i} was acknowledged and is gone"
        );
    }
    // A ballot without its mark, or a mark without its ballot, would be half a transaction.
    let anybody = Phone::new(&served.base).with_session(&session_of(&voter(0)));
    let voted = anybody.get("/v1/polls/p").ok()["voted"].as_u64().unwrap();
    assert!(
        voted >= counted.len() as u64 && voted <= (counted.len() + LANES) as u64,
        "{voted}"
    );
    for i in 0..VOTERS {
        let phone = Phone::new(&served.base).with_session(&session_of(&voter(i)));
        phone
            .put("/v1/polls/p/ballot", ballot(&voter(i)).cast(&["a"]))
            .ok();
    }
    assert_eq!(anybody.get("/v1/polls/p").ok()["voted"], VOTERS as u64);
    drop(served);
    std::fs::remove_dir_all(dir).unwrap();
}
