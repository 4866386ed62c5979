//! How a one-time code reaches a resident.

use serde::Serialize;
use std::time::Duration;

/// Sends one-time codes. Called off the async threads, may block.
pub trait CodeSender: Send + Sync {
    /// `phone` is in E.164 form. An error's text must not quote either argument: it is logged.
    fn send(&self, phone: &str, code: &str) -> anyhow::Result<()>;
}

/// Prints codes on the console: for demo communities, whose residents do not exist.
#[derive(Debug)]
pub struct Console;

impl CodeSender for Console {
    fn send(&self, phone: &str, code: &str) -> anyhow::Result<()> {
        let tail = phone.get(phone.len().saturating_sub(4)..).unwrap_or_default();
        println!("sign-in code for ….{tail}: {code}");
        Ok(())
    }
}

/// Posts `{"phone", "code", "minutes"}` to the community's SMS gateway, which owns the wording.
pub struct HttpGateway {
    agent: ureq::Agent,
    url: String,
    token: Option<String>,
}

#[derive(Serialize)]
struct Message<'a> {
    phone: &'a str,
    code: &'a str,
    minutes: i64,
}

impl HttpGateway {
    pub fn new(url: String, token: Option<String>) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(15)))
            .build();
        Self {
            agent: config.into(),
            url,
            token,
        }
    }
}

impl CodeSender for HttpGateway {
    fn send(&self, phone: &str, code: &str) -> anyhow::Result<()> {
        let mut request = self.agent.post(&self.url);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let minutes = crate::codes::VALID / crate::clock::MINUTE;
        match request.send_json(Message { phone, code, minutes }) {
            Ok(_) => Ok(()),
            Err(ureq::Error::StatusCode(status)) => anyhow::bail!("the SMS gateway answered {status}"),
            Err(_) => anyhow::bail!("the SMS gateway cannot be reached"),
        }
    }
}
