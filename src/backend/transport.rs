//! Requests as adapters make them: one place for the time limit, for reading answers of any form, and for keeping.

use super::failure::{Failure, FailureKind};
use super::{keeping, problems, server_clock, session};
use crate::platform::{boot, clock};
use gloo_net::http::{Headers, Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, RequestCredentials};

/// After this long without an answer the request is given up. Its effect is then unknown.
const TIME_LIMIT_MS: u32 = 15_000;
/// A photo over a weak link takes its time.
const PHOTO_LIMIT_MS: u32 = 90_000;

/// A successful answer.
pub(super) struct Answer {
    pub status: u16,
    pub text: String,
}

/// A request before it is sent.
pub(super) struct Call<'a> {
    pub method: Method,
    pub address: &'a str,
    pub headers: &'a [(&'a str, &'a str)],
    body: Option<Body<'a>>,
    /// The name under which the boot script may have started it.
    started: Option<&'a str>,
    /// Turns what the backend says of a failure into ours.
    pub failed: Failed,
}

/// What a request carries.
enum Body<'a> {
    Json(String),
    /// Kind and content.
    Bytes(&'a str, &'a [u8]),
}

/// Status, seconds to wait, body.
pub(super) type Failed = fn(u16, Option<u32>, &str) -> Failure;

impl<'a> Call<'a> {
    pub fn new(method: Method, address: &'a str) -> Self {
        Self {
            method,
            address,
            headers: &[],
            body: None,
            started: None,
            failed: problems::failure,
        }
    }

    pub fn headers(mut self, headers: &'a [(&'a str, &'a str)]) -> Self {
        self.headers = headers;
        self
    }

    pub fn started(mut self, name: &'a str) -> Self {
        self.started = Some(name);
        self
    }

    pub fn failed(mut self, failed: Failed) -> Self {
        self.failed = failed;
        self
    }

    pub fn json(mut self, body: &impl Serialize) -> Self {
        // Wire types have string keys and finite numbers only: writing them cannot fail.
        self.body = serde_json::to_string(body).ok().map(Body::Json);
        self
    }

    pub fn bytes(mut self, kind: &'a str, bytes: &'a [u8]) -> Self {
        self.body = Some(Body::Bytes(kind, bytes));
        self
    }

    /// Sends it. What a GET answers is kept, and a kept answer helps out, where the reading asks for it.
    pub async fn send(self) -> Result<Answer, Failure> {
        // Taken before the first await: later the current keeper may be that of another reading.
        let keeping = if self.method == Method::GET {
            keeping::current()
        } else {
            None
        };
        let address = self.address.to_owned();
        let started = match self.started {
            Some(name) => boot::take(name).await,
            None => None,
        };
        let sent = match started {
            Some(text) => Ok(Answer { status: 200, text }),
            None => send_now(self).await,
        };
        let Some(keeping) = keeping else { return sent };
        // A public network's own sign-in page answers 200 with HTML; it must not take the place of what is kept.
        let sent = sent.and_then(|answer| match answer.text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => Ok(answer),
            _ => Err(FailureKind::Unreadable.into()),
        });
        match sent {
            Ok(answer) => {
                keeping.keeper.keep(&address, &answer.text);
                Ok(answer)
            }
            Err(failure) if failure.retryable() => match keeping.keeper.kept(&address).await {
                Some((text, at)) => {
                    keeping.used(at);
                    Ok(Answer { status: 200, text })
                }
                None => Err(failure),
            },
            Err(failure) => Err(failure),
        }
    }
}

/// Reads an answer; one that is not what was promised is `Unreadable`, never a panic.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| FailureKind::Unreadable.into())
}

/// Percent-encodes one segment of a path or one value of a query: ids are opaque and may hold anything.
pub fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                }
            }
        }
    }
    out
}

async fn send_now(call: Call<'_>) -> Result<Answer, Failure> {
    let failed = call.failed;
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    // What changes something says in whose name (`docs/decisions/0027-assisted-mode.md`).
    if let Some(id) = session::assisting() {
        headers.set("Linli-Assisted", &id);
    }
    for (name, value) in call.headers {
        headers.set(name, value);
    }
    let request = RequestBuilder::new(call.address)
        .method(call.method)
        .credentials(RequestCredentials::Include)
        .abort_signal(signal.as_ref());
    let mut time = TIME_LIMIT_MS;
    let request = match call.body {
        Some(Body::Json(text)) => {
            headers.set("Content-Type", "application/json");
            request.headers(headers).body(text)
        }
        Some(Body::Bytes(kind, bytes)) => {
            time = PHOTO_LIMIT_MS;
            headers.set("Content-Type", kind);
            request
                .headers(headers)
                .body(JsValue::from(js_sys::Uint8Array::from(bytes)))
        }
        None => request.headers(headers).build(),
    }
    .map_err(|_| FailureKind::Unreadable)?;

    let timed_out = std::rc::Rc::new(std::cell::Cell::new(false));
    let limit = Timeout::new(time, {
        let timed_out = timed_out.clone();
        move || {
            timed_out.set(true);
            if let Some(controller) = controller {
                controller.abort();
            }
        }
    });
    let asked = clock::stopwatch_ms();
    // The body may stall as well as the head, so the limit holds until all of it is here.
    let received = async {
        let response = request.send().await.ok()?;
        if let Some(date) = response
            .headers()
            .get("Date")
            .and_then(|date| clock::parsed(&date))
        {
            server_clock::heard(date, asked);
        }
        let text = response.text().await.ok()?;
        Some((response, text))
    }
    .await;
    limit.cancel();
    match received {
        Some((response, text)) if response.ok() => Ok(Answer {
            status: response.status(),
            text,
        }),
        Some((response, text)) => Err(failed(response.status(), retry_after(&response), &text)),
        None if timed_out.get() => Err(FailureKind::Timeout.into()),
        None => Err(FailureKind::Offline.into()),
    }
}

fn retry_after(response: &Response) -> Option<u32> {
    response.headers().get("Retry-After")?.trim().parse().ok()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::encoded;

    #[test]
    fn ids_cannot_leave_their_segment() {
        assert_eq!(encoded("../a?b#c/居"), "..%2Fa%3Fb%23c%2F%E5%B1%85");
    }
}
