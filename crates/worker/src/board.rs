//! Asking for a board, and reading it piece by piece.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Headers, ReadableStreamDefaultReader, ReadableStreamReadResult, RequestCache, RequestCredentials,
    RequestInit, Response,
};

use crate::scope::scope;

/// What is asked for.
pub enum Ask<'a> {
    Whole,
    /// The whole board, unless it is the one with this tag.
    Newer(&'a str),
    /// What follows after so many bytes of the board with this tag; the whole board if it is another one by now.
    Rest {
        from: u64,
        tag: &'a str,
    },
}

pub enum Answer {
    /// The board from its beginning.
    Whole(Stream),
    /// What follows after the bytes that are here already.
    Rest(Stream),
    /// The board is still the one whose tag was told.
    Same,
    /// This backend publishes no board of this poll, or not yet.
    NoBoard,
    /// No network, or something in between that does not answer as a backend does.
    Unreachable,
}

pub async fn ask(address: &str, what: Ask<'_>) -> Answer {
    received(address, &what).await.unwrap_or(Answer::Unreachable)
}

async fn received(address: &str, what: &Ask<'_>) -> Option<Answer> {
    let headers = Headers::new().ok()?;
    match what {
        Ask::Whole => {}
        Ask::Newer(tag) => headers.set("If-None-Match", tag).ok()?,
        Ask::Rest { from, tag } => {
            headers.set("Range", &format!("bytes={from}-")).ok()?;
            headers.set("If-Range", tag).ok()?;
        }
    }
    let init = RequestInit::new();
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Include);
    // The copy that is kept is our own: the browser would keep the same megabytes a second time.
    init.set_cache(RequestCache::NoStore);
    let answer = JsFuture::from(scope().fetch_with_str_and_init(address, &init))
        .await
        .ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    let stream = || Stream::of(&answer);
    Some(match (answer.status(), what) {
        // A public network's own sign-in page answers everything.
        (200, _) if of_type(&answer, "text/html") => return None,
        (200, _) => Answer::Whole(stream()?),
        (206, Ask::Rest { from, tag }) if is_rest(&answer, *from, tag) => Answer::Rest(stream()?),
        (304, Ask::Newer(_)) => Answer::Same,
        (404 | 409 | 410, _) => Answer::NoBoard,
        _ => return None,
    })
}

fn header(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).ok()?
}

fn of_type(answer: &Response, kind: &str) -> bool {
    header(answer, "Content-Type").is_some_and(|found| found.starts_with(kind))
}

fn is_rest(answer: &Response, from: u64, tag: &str) -> bool {
    let begins =
        header(answer, "Content-Range").is_some_and(|range| range.starts_with(&format!("bytes {from}-")));
    begins && header(answer, "ETag").as_deref() == Some(tag)
}

/// A board on its way.
pub struct Stream {
    reader: ReadableStreamDefaultReader,
    /// Names exactly this board, where the backend gives it a name.
    pub tag: Option<String>,
}

/// The stream broke off; more may be had by asking again.
pub struct BrokeOff;

impl Stream {
    pub fn of(answer: &Response) -> Option<Self> {
        Some(Self {
            reader: ReadableStreamDefaultReader::new(&answer.body()?).ok()?,
            tag: header(answer, "ETag"),
        })
    }

    /// The next piece; `None` at the end.
    pub async fn next(&self) -> Result<Option<Uint8Array>, BrokeOff> {
        let read = JsFuture::from(self.reader.read()).await.map_err(|_| BrokeOff)?;
        let read: ReadableStreamReadResult = read.unchecked_into();
        if read.get_done() == Some(true) {
            return Ok(None);
        }
        read.get_value().dyn_into().map(Some).map_err(|_| BrokeOff)
    }

    /// Nothing more is wanted: whatever still comes, however much it is, is not downloaded.
    pub fn leave(self) {
        let _ = self.reader.cancel();
    }
}
