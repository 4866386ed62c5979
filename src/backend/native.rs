//! The adapter for the native contract: requests here, the conversion of what comes back in [`read`].

mod assistance;
mod live;
mod matters;
mod moderation;
mod news;
mod notices;
mod opinions;
mod posts;
mod read;
mod recount;
mod search;
mod statements;

use super::model::*;
use super::session::assisting;
use super::transport::{Answer, Call, encoded, read as parse};
use super::{Failure, FailureKind};
use gloo_net::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(super) use live::change_told;
pub(super) use opinions::found_by_worker;
pub(super) use posts::kept_posts;
pub(super) use recount::said_by_worker;

pub(super) struct Native {
    base: String,
}

/// How many items a page asks for.
const PAGE: &str = "limit=20";
/// Statements are short and read in one go.
const STATEMENTS: &str = "limit=50";

impl Native {
    pub fn new(base: String) -> Self {
        Self { base }
    }

    fn address(&self, path: &str) -> String {
        format!("{}/v1{path}", self.base)
    }

    async fn get<W: DeserializeOwned, T>(&self, path: &str, turn: fn(W) -> T) -> Result<T, Failure> {
        let answer = Call::new(Method::GET, &self.address(path)).send().await?;
        Ok(turn(parse(&answer.text)?))
    }

    /// The same for a request that the boot script may have started for the app's own origin.
    async fn get_started<W: DeserializeOwned, T>(
        &self,
        name: &str,
        path: &str,
        turn: fn(W) -> T,
    ) -> Result<T, Failure> {
        let address = self.address(path);
        let mut call = Call::new(Method::GET, &address);
        if self.base.is_empty() {
            call = call.started(name);
        }
        let answer = call.send().await?;
        Ok(turn(parse(&answer.text)?))
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
        key: Option<&str>,
    ) -> Result<Answer, Failure> {
        let header = [("Idempotency-Key", key.unwrap_or_default())];
        let headers = if key.is_some() { &header[..] } else { &[] };
        Call::new(method, &self.address(path))
            .headers(headers)
            .json(body)
            .send()
            .await
    }

    pub async fn service(&self) -> Result<Service, Failure> {
        self.get_started("service", "/service", read::service).await
    }

    pub async fn me(&self) -> Result<Me, Failure> {
        self.get_started("me", "/me", read::me).await
    }

    pub async fn send_code(&self, phone: &str) -> Result<CodeSent, Failure> {
        self.send_code_for(phone, None).await
    }

    pub(super) async fn send_code_for(
        &self,
        phone: &str,
        purpose: Option<contract::CodePurpose>,
    ) -> Result<CodeSent, Failure> {
        let request = contract::CodeRequest {
            phone: phone.to_owned(),
            purpose,
        };
        let answer = self.send(Method::POST, "/session/code", &request, None).await?;
        parse::<contract::CodeSent>(&answer.text).map(read::code_sent)
    }

    pub async fn sign_in(&self, how: &SignIn) -> Result<Me, Failure> {
        let request = read::sign_in(how).ok_or(FailureKind::Unsupported)?;
        let answer = self.send(Method::POST, "/session", &request, None).await?;
        parse::<contract::Me>(&answer.text).map(read::me)
    }

    pub async fn sign_out(&self) -> Result<(), Failure> {
        Call::new(Method::DELETE, &self.address("/session"))
            .send()
            .await
            .map(drop)
    }

    pub async fn polls(&self, cursor: Option<&str>) -> Result<Page<PollSummary>, Failure> {
        let mut path = format!("/polls?{PAGE}");
        with_cursor(&mut path, cursor);
        self.get(&path, |page| read::page(page, read::poll_summary)).await
    }

    pub async fn poll(&self, id: &str) -> Result<Poll, Failure> {
        let poll = self.get(&format!("/polls/{}", encoded(id)), read::poll).await?;
        Ok(read::placed(poll, &self.base))
    }

    pub async fn cast(&self, poll_id: &str, ballot: &Submission, key: &str) -> Result<Receipt, Failure> {
        let path = format!("/polls/{}/ballot", encoded(poll_id));
        let answer = self
            .send(
                Method::PUT,
                &path,
                &read::submission(ballot, assisting()),
                Some(key),
            )
            .await?;
        parse::<contract::Receipt>(&answer.text).map(read::receipt)
    }

    pub async fn lookup(&self, poll_id: &str, secret: &str) -> Result<Ballot, Failure> {
        let path = format!("/polls/{}/ballot/lookup", encoded(poll_id));
        let answer = self.send(Method::POST, &path, &of_secret(secret), None).await?;
        parse::<contract::Ballot>(&answer.text).map(read::ballot)
    }

    pub async fn withdraw(&self, poll_id: &str, secret: &str) -> Result<(), Failure> {
        let path = format!("/polls/{}/ballot/withdrawal", encoded(poll_id));
        self.send(Method::POST, &path, &of_secret(secret), None)
            .await
            .map(drop)
    }

    pub async fn results(&self, poll_id: &str) -> Result<Results, Failure> {
        self.get(&format!("/polls/{}/results", encoded(poll_id)), read::results)
            .await
    }

    /// The question for the recount worker about the poll and its result as they are now.
    pub async fn recount(&self, poll_id: &str, own: Option<&OwnBallot>) -> Result<String, Failure> {
        let path = format!("/polls/{}", encoded(poll_id));
        let poll = Call::new(Method::GET, &self.address(&path)).send().await?;
        let results = Call::new(Method::GET, &self.address(&format!("{path}/results")))
            .send()
            .await?;
        let board = self.board_url(poll_id);
        Ok(recount::question(&poll.text, &results.text, &board, own))
    }

    pub fn board_url(&self, poll_id: &str) -> String {
        self.address(&format!("/polls/{}/board", encoded(poll_id)))
    }

    /// The question for the worker about a deliberation's opinion groups.
    pub fn opinions_question(&self, thread_id: &str) -> String {
        opinions::question(&self.address(&format!("/threads/{}/votes", encoded(thread_id))))
    }

    pub async fn threads(&self, cursor: Option<&str>) -> Result<Page<ThreadSummary>, Failure> {
        let mut path = format!("/threads?{PAGE}");
        with_cursor(&mut path, cursor);
        self.get(&path, |page| read::page(page, read::thread_summary))
            .await
    }

    pub async fn thread(&self, id: &str) -> Result<Thread, Failure> {
        self.get(&format!("/threads/{}", encoded(id)), read::thread).await
    }

    pub async fn report(
        &self,
        about: &Reported,
        reason: ReportReason,
        comment: &str,
        key: &str,
    ) -> Result<(), Failure> {
        let report = read::report(about, reason, comment).ok_or(FailureKind::Unsupported)?;
        self.send(Method::POST, "/reports", &report, Some(key))
            .await
            .map(drop)
    }
}

fn of_secret(secret: &str) -> contract::BallotSecret {
    contract::BallotSecret {
        secret: secret.to_owned(),
    }
}

fn with_cursor(path: &mut String, cursor: Option<&str>) {
    if let Some(cursor) = cursor {
        path.push_str("&cursor=");
        path.push_str(&encoded(cursor));
    }
}
