//! `GET /v1/events`: telling open pages that something is another now.
//!
//! Nothing that writes says what it wrote. One task looks at what everybody can read about the topics somebody listens to
//! (`seen`), after every commit of this process and every two seconds for the others', and tells where it is another than before
//! (`watch`). So an event cannot come before its commit, cannot be forgotten, and cannot say what is not public.

mod seen;
mod topic;
mod watch;

use crate::app::App;
use crate::caller::Caller;
use crate::extract::Ask;
use crate::fault::Outcome;
use crate::limiter::Seat;
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use contract::{LiveChange, LiveHello};
use futures_util::stream::unfold;
use seen::Seen;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, Sender, error::RecvError};
use tokio::sync::watch as flag;
use topic::Topic;

/// How often things happen here.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Between two looks at whether another process has written.
    pub between: Duration,
    /// After each look, however much is written.
    pub rest: Duration,
    /// What comes by the clock is looked for at least this often.
    pub by_clock: Duration,
    /// Between two comments on a stream on which nothing happens, so that nobody on the way takes it for dead.
    pub beat: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            between: Duration::from_secs(2),
            rest: Duration::from_millis(250),
            by_clock: Duration::from_secs(10),
            beat: Duration::from_secs(20),
        }
    }
}

/// What may wait to be sent on one stream; who is slower is told to read again.
const WAITING: usize = 256;
/// When a phone whose stream broke off tries again.
const RETRY: Duration = Duration::from_secs(5);

/// Who listens to what.
#[derive(Debug)]
pub struct Live {
    room: Mutex<Room>,
    told: Sender<Arc<Told>>,
    stop: flag::Sender<bool>,
}

#[derive(Debug, Default)]
struct Room {
    topics: HashMap<Topic, Watched>,
    watching: bool,
}

#[derive(Debug, Default)]
struct Watched {
    listeners: usize,
    /// The last look, once there was one; what is not there is seen as nothing.
    seen: Option<Option<Arc<Seen>>>,
}

#[derive(Debug)]
struct Told {
    topic: Topic,
    data: String,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            room: Mutex::default(),
            told: Sender::new(WAITING),
            stop: flag::Sender::new(false),
        }
    }
}

impl Live {
    /// Ends all streams: the server stops.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    fn stopping(&self) -> flag::Receiver<bool> {
        self.stop.subscribe()
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says whether a task has to be started that watches.
    fn listen(&self, topics: &[Topic]) -> bool {
        let mut room = self.room();
        for topic in topics {
            room.topics.entry(topic.clone()).or_default().listeners += 1;
        }
        !std::mem::replace(&mut room.watching, true)
    }

    fn leave(&self, topics: &[Topic]) {
        let mut room = self.room();
        for topic in topics {
            if let Some(watched) = room.topics.get_mut(topic) {
                watched.listeners -= 1;
                if watched.listeners == 0 {
                    room.topics.remove(topic);
                }
            }
        }
    }

    /// The last who left ends the watching, in one step with finding that nobody is there.
    fn somebody_listens(&self) -> bool {
        let mut room = self.room();
        room.watching = !room.topics.is_empty();
        room.watching
    }

    fn broke_off(&self) {
        self.room().watching = false;
    }

    fn topics(&self) -> Vec<Topic> {
        self.room().topics.keys().cloned().collect()
    }

    fn seen(&self, topic: &Topic) -> Option<Option<Arc<Seen>>> {
        self.room().topics.get(topic)?.seen.clone()
    }

    /// Remembers a look: over the last one, or only as the first.
    fn keep(&self, topic: &Topic, seen: Option<Seen>, over: bool) {
        if let Some(watched) = self.room().topics.get_mut(topic)
            && (over || watched.seen.is_none())
        {
            watched.seen = Some(seen.map(Arc::new));
        }
    }

    fn tell(&self, topic: &Topic, change: &LiveChange) {
        let told = Told {
            topic: topic.clone(),
            data: line(change),
        };
        // Nobody may be there any more.
        let _ = self.told.send(Arc::new(told));
    }
}

/// JSON of a wire type, which has no line end in it.
fn line(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}

#[derive(Debug, Deserialize)]
pub struct EventsAsk {
    #[serde(default)]
    topics: String,
}

/// One stream: what it tells about, and what it holds until it ends.
struct Listening {
    app: App,
    topics: Vec<Topic>,
    told: Receiver<Arc<Told>>,
    stopping: flag::Receiver<bool>,
    greeted: bool,
    _seat: Seat,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.app.live.leave(&self.topics);
    }
}

/// `GET /v1/events`.
pub async fn events(
    State(app): State<App>,
    caller: Caller,
    person: MaybePerson,
    Ask(ask): Ask<EventsAsk>,
) -> Outcome<Response> {
    let topics = Topic::read_all(&ask.topics)?;
    let seat = caller.seat(&app, &person)?;
    let beat = app.config.pace.beat;
    let listening = Listening {
        told: app.live.told.subscribe(),
        stopping: app.live.stopping(),
        greeted: false,
        _seat: seat,
        app: app.clone(),
        topics,
    };
    if app.live.listen(&listening.topics) {
        tokio::spawn(watch::watch(app.clone()));
    }
    first_look(&app, &listening.topics).await?;
    let stream = unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok::<_, Infallible>(event), listening))
    });
    let mut response = Sse::new(stream)
        .keep_alive(KeepAlive::new().interval(beat).text("still here"))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies of the nginx family would collect the events otherwise.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

/// What is told is told against a look that is older than the greeting: after it nothing is missed.
async fn first_look(app: &App, topics: &[Topic]) -> Outcome<()> {
    let mut connection = app.db.pool.acquire().await?;
    for topic in topics {
        if app.live.seen(topic).is_some() {
            continue;
        }
        let seen = seen::look(&mut connection, topic, app.now(), None).await?;
        // The watching task may have been faster; its look is as good.
        app.live.keep(topic, seen, false);
    }
    Ok(())
}

impl Listening {
    /// The next event; nothing when the server stops.
    async fn next(&mut self) -> Option<Event> {
        if !std::mem::replace(&mut self.greeted, true) {
            return Some(self.hello().retry(RETRY));
        }
        loop {
            let told = tokio::select! {
                biased;
                _ = self.stopping.wait_for(|stop| *stop) => return None,
                told = self.told.recv() => told,
            };
            match told {
                Ok(told) if self.topics.contains(&told.topic) => {
                    return Some(Event::default().event("changed").data(&told.data));
                }
                Ok(_) => {}
                // Too slow to hear all of it.
                Err(RecvError::Lagged(_)) => return Some(self.hello()),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    fn hello(&self) -> Event {
        let topics = self.topics.iter().map(Topic::name).collect();
        Event::default().event("hello").data(line(&LiveHello { topics }))
    }
}
