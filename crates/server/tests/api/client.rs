//! A phone, as the server sees it.

use serde_json::Value;
use std::sync::LazyLock;
use ureq::http::{HeaderMap, Request};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&contract::openapi_json()).unwrap());

/// One phone: where it calls, and the session it keeps.
#[derive(Clone)]
pub struct Phone {
    pub base: String,
    pub session: Option<String>,
    agent: ureq::Agent,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// The problem's name, after checking that it is one.
    pub fn problem(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}: {}",
            self.status,
            self.text()
        );
        let problem: contract::Problem = serde_json::from_slice(&self.bytes).unwrap();
        assert_eq!(problem.status, self.status);
        let kind = problem
            .known()
            .unwrap_or_else(|| panic!("unknown problem {}", problem.kind));
        assert_eq!(kind.status(), self.status);
        kind.name().to_owned()
    }

    /// The codes of a validation problem with their pointers: `/body too-long`.
    pub fn errors(&self) -> Vec<String> {
        let problem: contract::Problem = serde_json::from_slice(&self.bytes).unwrap();
        problem
            .errors
            .iter()
            .map(|e| format!("{} {}", e.pointer, e.code))
            .collect()
    }

    pub fn ok(self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{}: {}",
            self.status,
            self.text()
        );
        self.json()
    }
}

impl Phone {
    pub fn new(base: &str) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        Self {
            base: base.to_owned(),
            session: None,
            agent: config.into(),
        }
    }

    pub fn with_session(&self, token: &str) -> Self {
        Self {
            session: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// The same phone without its session: whoever calls sends the cookies.
    pub fn signed_out(&self) -> Self {
        Self {
            session: None,
            ..self.clone()
        }
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None)
    }

    pub fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, &[], None)
    }

    pub fn post(&self, path: &str, body: Value) -> Reply {
        self.send("POST", path, &[], Some(body.to_string().into_bytes()))
    }

    pub fn put(&self, path: &str, body: Value) -> Reply {
        self.send("PUT", path, &[], Some(body.to_string().into_bytes()))
    }

    pub fn patch(&self, path: &str, body: Value) -> Reply {
        self.send("PATCH", path, &[], Some(body.to_string().into_bytes()))
    }

    pub fn keyed(&self, method: &str, path: &str, key: &str, body: Value) -> Reply {
        self.send(
            method,
            path,
            &[("idempotency-key", key)],
            Some(body.to_string().into_bytes()),
        )
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Reply {
        self.try_send(method, path, headers, body).unwrap()
    }

    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Reply, ureq::Error> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        if let Some(token) = &self.session {
            request = request.header("cookie", format!("linli={token}"));
        }
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body).unwrap())?,
            None => self.agent.run(request.body(()).unwrap())?,
        };
        let reply = Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: match method {
                // The headers may promise a packed body that HEAD does not bring.
                "HEAD" => Vec::new(),
                _ => response.body_mut().with_config().limit(64 << 20).read_to_vec()?,
            },
        };
        check_documented(method, path, reply.status);
        Ok(reply)
    }
}

/// The operation of the document that an address belongs to.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let asked: Vec<&str> = path.split('?').next()?.split('/').collect();
    let paths = DOCUMENT["paths"].as_object()?;
    let fits = |template: &str| {
        let parts: Vec<&str> = template.split('/').collect();
        parts.len() == asked.len()
            && parts
                .iter()
                .zip(&asked)
                .all(|(p, a)| p.starts_with('{') || p == a)
    };
    let (_, item) = paths.iter().find(|(template, _)| fits(template))?;
    item.get(method.to_ascii_lowercase())
}

fn check_documented(method: &str, path: &str, status: u16) {
    let Some(operation) = operation(method, path) else {
        return;
    };
    // Not modified belongs to HTTP, not to the contract.
    if status != 304 {
        let known = operation["responses"].get(status.to_string()).is_some();
        assert!(
            known,
            "{method} {path} answered {status}, which the document does not name"
        );
    }
}

/// All operations of the document: method, address template, whether they take a body.
pub fn operations() -> Vec<(String, String, bool)> {
    let mut all = Vec::new();
    for (path, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let takes_body = operation.get("requestBody").is_some();
            all.push((method.to_ascii_uppercase(), path.clone(), takes_body));
        }
    }
    all
}
