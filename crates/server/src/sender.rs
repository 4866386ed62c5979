//! How a one-time code reaches a resident.

use serde::Serialize;
use std::time::Duration;

/// Sends one-time codes. Called off the async threads, may block.
pub trait CodeSender: Send + Sync {
    /// `phone` is in E.164 form; `helper` is the name of whoever the code lets help, where it does not sign in. An error's text must
    /// quote none of them: it is logged.
    fn send(&self, phone: &str, code: &str, helper: Option<&str>) -> anyhow::Result<()>;
}

/// Prints codes on the console: for demo communities, whose residents do not exist.
#[derive(Debug)]
pub struct Console;

impl CodeSender for Console {
    fn send(&self, phone: &str, code: &str, helper: Option<&str>) -> anyhow::Result<()> {
        let tail = phone.get(phone.len().saturating_sub(4)..).unwrap_or_default();
        match helper {
            None => println!("sign-in code for ….{tail}: {code}"),
            Some(helper) => println!("code for ….{tail}, to let {helper} help: {code}"),
        }
        Ok(())
    }
}

/// Posts `{"phone", "code", "minutes", "purpose"}` to the community's SMS gateway, which owns the wording. The purpose is `sign_in`,
/// or `assistance` with the `helper`'s name: then the message should say who asks, and that the code is told to nobody else.
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
    purpose: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    helper: Option<&'a str>,
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
    fn send(&self, phone: &str, code: &str, helper: Option<&str>) -> anyhow::Result<()> {
        let mut request = self.agent.post(&self.url);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let minutes = crate::codes::VALID / crate::clock::MINUTE;
        let purpose = if helper.is_some() { "assistance" } else { "sign_in" };
        let message = Message {
            phone,
            code,
            minutes,
            purpose,
            helper,
        };
        match request.send_json(message) {
            Ok(_) => Ok(()),
            Err(ureq::Error::StatusCode(status)) => anyhow::bail!("the SMS gateway answered {status}"),
            Err(_) => anyhow::bail!("the SMS gateway cannot be reached"),
        }
    }
}
