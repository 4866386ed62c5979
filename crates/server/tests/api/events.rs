//! The stream of changes: told after the commit, whoever wrote; never of what is not public.

use crate::client::Phone;
use crate::house::{House, ballot};
use crate::start::{community, serve};
use crate::threads::thread;
use clap::Parser;
use serde_json::{Value, json};
use server::app::Config;
use server::live::Pace;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Longer than anything here takes; reached only where a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, PartialEq)]
enum Heard {
    Event(String, Value),
    Comment(String),
}

/// A phone that listens. HTTP/1.0, so that the lines come as they are.
struct Stream {
    head: String,
    heard: Receiver<Heard>,
    socket: TcpStream,
}

impl Stream {
    fn ask(phone: &Phone, query: &str) -> (BufReader<TcpStream>, String) {
        let mut socket = TcpStream::connect(phone.base.strip_prefix("http://").unwrap()).unwrap();
        let cookie = phone
            .session
            .as_ref()
            .map(|token| format!("Cookie: linli={token}\r\n"));
        write!(
            socket,
            "GET /v1/events{query} HTTP/1.0\r\nHost: x\r\nAccept-Encoding: gzip, zstd\r\nLast-Event-ID: 7\r\n{}\r\n",
            cookie.unwrap_or_default()
        )
        .unwrap();
        let mut reader = BufReader::new(socket);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap() > 0 {}
        (reader, head.to_ascii_lowercase())
    }

    /// Listens, and hears the greeting.
    fn open(phone: &Phone, topics: &str) -> Self {
        let (reader, head) = Self::ask(phone, &format!("?topics={topics}"));
        assert!(head.starts_with("http/1.0 200"), "{head}");
        let socket = reader.get_ref().try_clone().unwrap();
        let (tell, heard) = channel();
        std::thread::spawn(move || {
            let mut name = String::new();
            for line in reader.lines().map_while(Result::ok) {
                let heard = match line.split_once(':') {
                    Some(("event", rest)) => {
                        name = rest.trim().to_owned();
                        continue;
                    }
                    Some(("data", rest)) => Heard::Event(name.clone(), serde_json::from_str(rest).unwrap()),
                    Some(("", rest)) => Heard::Comment(rest.trim().to_owned()),
                    _ => continue,
                };
                if tell.send(heard).is_err() {
                    return;
                }
            }
        });
        let stream = Self { head, heard, socket };
        let topics: Vec<&str> = topics.split(',').collect();
        assert_eq!(
            stream.next(),
            Heard::Event("hello".into(), json!({ "topics": topics }))
        );
        stream
    }

    fn next(&self) -> Heard {
        self.heard.recv_timeout(PATIENCE).unwrap()
    }

    fn change(&self) -> Value {
        loop {
            match self.next() {
                Heard::Event(name, data) if name == "changed" => return data,
                Heard::Event(name, _) => panic!("{name}"),
                Heard::Comment(_) => {}
            }
        }
    }

    /// Everything up to the next change of the notices, which a test makes as its last one.
    fn until_the_notices(&self) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let change = self.change();
            if change["topic"] == "notices" {
                return all;
            }
            all.push(change);
        }
    }

    fn ended(&self) -> bool {
        loop {
            match self.heard.recv_timeout(PATIENCE) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => return true,
                Err(RecvTimeoutError::Timeout) => return false,
            }
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

fn notice(house: &House, id: &str) {
    let now = house.app.now();
    house.sql(&format!(
        "INSERT INTO notices (id, title, category, publisher, published_at, body) \
         VALUES ('{id}', '{id}', 'safety', 'P', {now}, '{{\"format\":\"plain\",\"value\":\"\"}}')"
    ));
}

fn write(phone: &Phone, thread: &str, body: &str) -> Value {
    phone
        .post(&format!("/v1/threads/{thread}/posts"), json!({ "body": body }))
        .ok()
}

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: server::staff::Command,
}

on_both! {
    fn a_post_is_told_once_it_can_be_read_and_so_is_what_becomes_of_it(house) {
        thread(house, "t", "");
        let (author, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let stream = Stream::open(&house.phone, "thread:t");
        let id = write(&author, "t", "A")["id"].clone();
        // Nothing of who wrote, and nothing of what: that is read as ever.
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 1, "rewritten": false}));
        assert_eq!(house.phone.get("/v1/threads/t/posts").ok()["total"], 1);
        let path = format!("/v1/posts/{}", id.as_str().unwrap());
        other.put(&format!("{path}/rating"), json!({"agree": true})).ok();
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 1, "rewritten": false, "agreed": [{"post_id": id, "agrees": 1}]}));
        author.patch(&path, json!({"body": "B"})).ok();
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 1, "rewritten": true}));
        author.delete(&path).ok();
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 0, "rewritten": true}));
        assert_eq!(house.phone.get("/v1/threads/t").ok()["posts"], 0);
    }

    fn what_waits_for_a_moderator_is_not_told_before_it_is_let_through(house) {
        house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
        thread(house, "t", "moderated = 1");
        let phone = house.signed_in("a0");
        let stream = Stream::open(&house.phone, "thread:t,notices");
        let post = write(&phone, "t", "A");
        assert_eq!(post["state"], "pending");
        phone.delete(&format!("/v1/posts/{}", post["id"].as_str().unwrap())).ok();
        // Withdrawn it leaves a place that everybody sees.
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 0, "rewritten": true}));
        let waiting = write(&phone, "t", "B")["id"].clone();
        notice(house, "n");
        assert_eq!(stream.until_the_notices(), Vec::<Value>::new());
        let words = ["linli-server", "moderate", "publish", waiting.as_str().unwrap(), "--by", "M"];
        house.wait(server::staff::execute(Cli::parse_from(words).command, &house.app.db)).unwrap();
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 1, "rewritten": false}));
    }

    fn of_a_thread_that_has_not_begun_or_is_none_nothing_is_told(house) {
        thread(house, "later", &format!("created_at = {}", house.app.now() + 3_600_000));
        let stream = Stream::open(&house.phone, "thread:later,thread:nothing,notices");
        house.sql("INSERT INTO posts (id, thread_id, seq, body, created_at) VALUES ('p', 'later', 1, 'secret', 1)");
        house.sql("UPDATE posts SET agrees = 7 WHERE id = 'p'");
        notice(house, "n");
        assert_eq!(stream.until_the_notices(), Vec::<Value>::new());
        // Notices come by the clock, too, and are not told before.
        let later = house.app.now() + 60_000;
        notice(house, "m");
        stream.until_the_notices();
        house.sql(&format!("INSERT INTO notices (id, title, category, publisher, published_at, body) VALUES ('x', 'x', 'safety', 'P', {later}, '{{}}')"));
        house.app.clock.advance(120_000);
        assert_eq!(stream.change(), json!({"topic": "notices", "total": 3, "rewritten": false}));
    }

    fn of_a_ballot_nothing_is_told_and_of_a_poll_only_that_it_is_another(house) {
        house.poll("p", &[]);
        let phone = house.signed_in("a0");
        let stream = Stream::open(&phone, "poll:p,notices");
        let mine = ballot("a0");
        phone.put("/v1/polls/p/ballot", mine.cast(&["a"])).ok();
        phone.put("/v1/polls/p/ballot", mine.change(&["b"])).ok();
        house.signed_in("a1").put("/v1/polls/p/ballot", ballot("a1").cast(&["c"])).ok();
        assert_eq!(phone.post("/v1/polls/p/ballot/withdrawal", mine.held()).status, 204);
        notice(house, "n");
        assert_eq!(stream.until_the_notices(), Vec::<Value>::new());
        house.sql(&format!("UPDATE polls SET closes_at = {} WHERE id = 'p'", house.app.now() + 7_200_000));
        assert_eq!(stream.change(), json!({"topic": "poll:p", "rewritten": true}));
        house.sql("UPDATE polls SET cancelled = 1 WHERE id = 'p'");
        assert_eq!(stream.change(), json!({"topic": "poll:p", "rewritten": true}));
    }

    fn statements_are_told_as_numbers(house) {
        thread(house, "t", "kind = 'statements'");
        let (author, other) = (house.signed_in("a0"), house.signed_in("a1"));
        let stream = Stream::open(&house.phone, "thread:t");
        let id = author.post("/v1/threads/t/statements", json!({"text": "S"})).ok()["id"].clone();
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 1, "rewritten": false}));
        other.put(&format!("/v1/statements/{}/vote", id.as_str().unwrap()), json!({"vote": "disagree"})).ok();
        let said = json!([{"statement_id": id, "agree": 0, "disagree": 1, "pass": 0}]);
        assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 1, "rewritten": false, "said": said}));
    }

    fn what_another_process_writes_is_told_as_well(house) {
        house.sql("INSERT INTO settings (key, value) VALUES ('time_zone', 'Asia/Shanghai')");
        thread(house, "t", "");
        let (other, there) = house.second();
        let (here, there) = (house.signed_in("a0"), there.with_session(&crate::house::session_of("a0")));
        let streams = [Stream::open(&here, "thread:t"), Stream::open(&there, "thread:t")];
        let id = write(&here, "t", "A")["id"].clone();
        write(&there, "t", "B");
        for stream in &streams {
            let mut total = stream.change()["total"].clone();
            while total != 2 {
                total = stream.change()["total"].clone();
            }
        }
        // A staff command: it serves nobody and leaves again.
        let words = ["linli-server", "moderate", "hide", id.as_str().unwrap(), "--by", "M", "--reason", "R"];
        house.wait(server::staff::execute(Cli::parse_from(words).command, &other.db)).unwrap();
        for stream in &streams {
            assert_eq!(stream.change(), json!({"topic": "thread:t", "total": 1, "rewritten": true}));
        }
    }

    fn one_person_has_so_many_streams_and_a_closed_one_is_free_again(house) {
        let phone = house.signed_in("a0");
        let mut streams: Vec<_> = (0..8).map(|_| Stream::open(&phone, "notices")).collect();
        assert_eq!(phone.get("/v1/events?topics=notices").problem(), "rate-limited");
        let _others = [Stream::open(&house.signed_in("a1"), "notices"), Stream::open(&house.phone, "notices")];
        streams.pop();
        let began = Instant::now();
        loop {
            let (_, head) = Stream::ask(&phone, "?topics=notices");
            if head.starts_with("http/1.0 200") {
                break;
            }
            assert!(head.starts_with("http/1.0 429") && began.elapsed() < PATIENCE, "{head}");
        }
    }

    fn a_stream_is_not_kept_and_not_packed(house) {
        let stream = Stream::open(&house.signed_in("a0"), "notices");
        for header in ["content-type: text/event-stream", "cache-control: no-store", "x-accel-buffering: no", "x-content-type-options: nosniff"] {
            assert!(stream.head.contains(header), "{}", stream.head);
        }
        assert!(!stream.head.contains("content-encoding") && !stream.head.contains("content-length"), "{}", stream.head);
        for query in ["", "?topics=", "?topics=person:a0", "?topics=thread:", "?topics=notices,", "?topics=notices&topics=notices"] {
            assert_eq!(house.phone.get(&format!("/v1/events{query}")).problem(), "bad-request", "{query}");
        }
    }
}

#[test]
fn a_line_on_which_nothing_happens_is_kept_open() {
    let pace = Pace {
        beat: Duration::from_millis(20),
        ..Pace::default()
    };
    let config = Config {
        pace,
        ..Config::default()
    };
    let house = House::build(false, config).unwrap();
    let stream = Stream::open(&house.phone, "notices");
    for _ in 0..3 {
        assert_eq!(stream.next(), Heard::Comment("still here".into()));
    }
}

#[test]
fn who_left_is_watched_for_no_more_and_who_comes_again_is_told_again() {
    let house = House::sqlite();
    thread(&house, "t", "");
    let phone = house.signed_in("a0");
    for round in 1..=3 {
        let stream = Stream::open(&house.phone, "thread:t");
        write(&phone, "t", &format!("{round}"));
        assert_eq!(stream.change()["total"], round);
    }
}

#[cfg(unix)]
#[test]
fn streams_end_with_the_server() {
    let (dir, url) = community(&[]);
    let mut served = serve(&url);
    let stream = Stream::open(&Phone::new(&served.base), "notices");
    let pid = served.child.id().to_string();
    let told = std::process::Command::new("kill").args(["-TERM", &pid]).status();
    assert!(told.unwrap().success());
    assert!(stream.ended());
    let began = Instant::now();
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
    assert!(
        began.elapsed() < Duration::from_secs(8),
        "the server waited for whoever listened"
    );
    std::fs::remove_dir_all(dir).unwrap();
}
