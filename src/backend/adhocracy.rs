//! A thin adapter for adhocracy+ and meinBerlin: notices from projects, polls, and comments as posts.
//!
//! Their interface finds no polls and no discussions, so `config.json` lists them; it gives most times as text in the
//! reader's language; it takes no idempotency keys. What it lacks is switched off. Signing in gives tokens that are
//! kept in memory only, so a reload signs out.

mod config;
mod problems;
mod read;
mod text;

use super::model::*;
use super::outside::Outside;
use super::transport::{Answer as Answered, Call, encoded, read as parse};
use super::{Failure, FailureKind};
use config::BackendConfig;
use gloo_net::http::Method;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;

pub(super) struct Adhocracy {
    config: BackendConfig,
    signed_in: RefCell<Option<SignedIn>>,
}

#[derive(Clone)]
struct SignedIn {
    name: String,
    access: String,
    refresh: String,
}

/// The adapter that `config.json` asks for.
pub(super) fn adapter(config: &str) -> Rc<dyn Outside> {
    Rc::new(Adhocracy {
        config: BackendConfig::read(config),
        signed_in: RefCell::new(None),
    })
}

impl Adhocracy {
    /// Sends a request; an access token that has expired is renewed once.
    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Answered, Failure> {
        let first = self.send(&method, path, body).await;
        match first {
            Err(failure) if failure.kind == FailureKind::NotSignedIn && self.renew().await => {
                self.send(&method, path, body).await
            }
            answer => answer,
        }
    }

    async fn send(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Answered, Failure> {
        let address = format!("{}{path}", self.config.base);
        let bearer = self
            .signed_in
            .borrow()
            .as_ref()
            .map(|s| format!("Bearer {}", s.access));
        let header = [("Authorization", bearer.as_deref().unwrap_or_default())];
        let mut call = Call::new(method.clone(), &address).failed(problems::failure);
        if bearer.is_some() {
            call = call.headers(&header);
        }
        if let Some(body) = body {
            call = call.json(body);
        }
        call.send().await
    }

    async fn renew(&self) -> bool {
        let Some(before) = self.signed_in.take() else {
            return false;
        };
        let body = json!({ "refresh": before.refresh });
        let renewed = self.send(&Method::POST, "/api/token/refresh/", Some(&body)).await;
        let tokens: Option<Value> = renewed.ok().and_then(|answer| parse(&answer.text).ok());
        let Some((access, refresh)) = tokens.as_ref().and_then(read::tokens) else {
            return false;
        };
        let refresh = refresh.unwrap_or(before.refresh);
        self.signed_in.replace(Some(SignedIn {
            name: before.name,
            access,
            refresh,
        }));
        true
    }

    async fn get(&self, path: &str) -> Result<Value, Failure> {
        parse(&self.ask(Method::GET, path, None).await?.text)
    }

    async fn get_poll(&self, id: &str) -> Result<Value, Failure> {
        self.get(&format!("/api/polls/{}/", encoded(id))).await
    }

    pub async fn service(&self) -> Result<Service, Failure> {
        Ok(read::service(&self.config))
    }

    pub async fn me(&self) -> Result<Me, Failure> {
        let name = self.signed_in.borrow().as_ref().map(|s| s.name.clone());
        name.map(read::me).ok_or_else(|| FailureKind::NotSignedIn.into())
    }

    pub async fn sign_in(&self, how: &SignIn) -> Result<Me, Failure> {
        let SignIn::Password { name, password, .. } = how else {
            return Err(FailureKind::Unsupported.into());
        };
        self.signed_in.take();
        let body = json!({ "username": name, "password": password });
        let answer = self
            .send(&Method::POST, "/api/token/", Some(&body))
            .await
            .map_err(|mut failure| {
                // Here a 401 speaks of the password, not of a session.
                if failure.kind == FailureKind::NotSignedIn {
                    failure.kind = FailureKind::WrongCode;
                }
                failure
            })?;
        let tokens: Value = parse(&answer.text)?;
        let (access, refresh) = read::tokens(&tokens).ok_or(FailureKind::Unreadable)?;
        let signed_in = SignedIn {
            name: name.clone(),
            access,
            refresh: refresh.unwrap_or_default(),
        };
        self.signed_in.replace(Some(signed_in));
        Ok(read::me(name.clone()))
    }

    pub async fn sign_out(&self) -> Result<(), Failure> {
        self.signed_in.take();
        Ok(())
    }

    fn notices_path(&self) -> &'static str {
        if self.config.notices == "projects" {
            "/api/projects/"
        } else {
            "/api/app-projects/"
        }
    }

    pub async fn notices(
        &self,
        category: Option<NoticeCategory>,
        _own_first: bool,
        cursor: Option<&str>,
    ) -> Result<Page<NoticeSummary>, Failure> {
        let path = with_page(self.notices_path(), cursor);
        let mut page = read::page(&self.get(&path).await?, cursor, |project| {
            Some(read::notice(project)?.into())
        });
        // Projects have no category of ours; a filtered list is empty rather than wrong.
        if category.is_some_and(|c| c != NoticeCategory::Other) {
            page = Page::whole(Vec::new());
        }
        Ok(page)
    }

    pub async fn notice(&self, id: &str) -> Result<Notice, Failure> {
        // meinBerlin has the list only.
        let list = self.get(self.notices_path()).await?;
        let page = read::page(&list, None, read::notice);
        page.items
            .into_iter()
            .find(|notice| notice.id == id)
            .ok_or_else(|| FailureKind::NotFound.into())
    }

    pub async fn polls(&self, _cursor: Option<&str>) -> Result<Page<PollSummary>, Failure> {
        let mut items = Vec::new();
        for id in &self.config.polls {
            match self.poll(&id.to_string()).await {
                Ok(poll) => items.push(poll.into()),
                // One poll that was removed or is for others must not hide the rest.
                Err(failure) if !failure.retryable() && failure.kind != FailureKind::NotSignedIn => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(Page::whole(items))
    }

    pub async fn poll(&self, id: &str) -> Result<Poll, Failure> {
        let signed_in = self.signed_in.borrow().is_some();
        read::poll(&self.get_poll(id).await?, &self.config, signed_in)
            .ok_or_else(|| FailureKind::Unreadable.into())
    }

    pub async fn cast(&self, poll_id: &str, ballot: &Submission, _key: &str) -> Result<Receipt, Failure> {
        self.vote(poll_id, &ballot.answers).await?;
        Ok(read::receipt(&ballot.ballot_id))
    }

    /// A vote replaces only the questions it names, so that all of them are named.
    async fn vote(&self, poll_id: &str, answers: &[Answer]) -> Result<(), Failure> {
        let poll = self.get_poll(poll_id).await?;
        let votes = read::votes(&poll, answers).ok_or(FailureKind::Closed)?;
        let body = json!({ "votes": votes, "agreed_terms_of_use": self.config.terms_agreed });
        self.ask(
            Method::POST,
            &format!("/api/polls/{}/vote/", encoded(poll_id)),
            Some(&body),
        )
        .await
        .map(drop)
    }

    /// Ballots carry the voter's name here; what the poll says the person has voted stands for the secret.
    pub async fn lookup(&self, poll_id: &str, _secret: &str) -> Result<Ballot, Failure> {
        let poll = self.poll(poll_id).await?;
        if poll.my_answers.is_empty() {
            return Err(FailureKind::NotFound.into());
        }
        Ok(Ballot {
            ballot_id: String::new(),
            answers: poll.my_answers,
        })
    }

    pub async fn withdraw(&self, poll_id: &str, _secret: &str) -> Result<(), Failure> {
        self.vote(poll_id, &[]).await
    }

    pub async fn results(&self, poll_id: &str) -> Result<Results, Failure> {
        read::results(&self.get_poll(poll_id).await?).ok_or_else(|| FailureKind::Unreadable.into())
    }

    pub async fn threads(&self, _cursor: Option<&str>) -> Result<Page<ThreadSummary>, Failure> {
        let mut items = Vec::new();
        for thread in &self.config.threads {
            let path = read::comments_path(&read::thread_id(thread)).ok_or(FailureKind::NotFound)?;
            match self.get(&path).await {
                Ok(comments) => items.push(read::thread(thread, &comments).into()),
                Err(failure) if !failure.retryable() && failure.kind != FailureKind::NotSignedIn => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(Page::whole(items))
    }

    pub async fn thread(&self, id: &str) -> Result<Thread, Failure> {
        let thread = self
            .config
            .threads
            .iter()
            .find(|t| read::thread_id(t) == id)
            .ok_or(FailureKind::NotFound)?;
        let path = read::comments_path(id).ok_or(FailureKind::NotFound)?;
        Ok(read::thread(thread, &self.get(&path).await?))
    }

    pub async fn posts(
        &self,
        thread_id: &str,
        asked: &PostsAsked,
        from: &PostsFrom,
    ) -> Result<Page<Post>, Failure> {
        let cursor = match (asked, from) {
            // There is one order.
            (PostsAsked::InOrder(_), PostsFrom::Start) => None,
            (PostsAsked::InOrder(_), PostsFrom::Cursor(cursor)) => Some(cursor.as_str()),
            _ => return Err(FailureKind::Unsupported.into()),
        };
        let path = with_page(
            &read::comments_path(thread_id).ok_or(FailureKind::NotFound)?,
            cursor,
        );
        let comments = self.get(&path).await?;
        Ok(read::posts(&comments, thread_id, cursor))
    }

    pub async fn create_post(
        &self,
        thread_id: &str,
        post: &NewPost,
        _key: &str,
    ) -> Result<PostSent, Failure> {
        let path = read::comments_path(post.parent_id.as_deref().unwrap_or(thread_id))
            .ok_or(FailureKind::NotFound)?;
        let body = json!({ "comment": post.body, "agreed_terms_of_use": self.config.terms_agreed });
        let answer = self.ask(Method::POST, &path, Some(&body)).await?;
        let comment: Value = parse(&answer.text)?;
        let created =
            read::post(&comment, thread_id, post.parent_id.as_deref()).ok_or(FailureKind::Unreadable)?;
        Ok(PostSent::Shown(created))
    }
}

/// A cursor is the number of a page.
fn with_page(path: &str, cursor: Option<&str>) -> String {
    match cursor {
        Some(page) => format!("{path}?page={}", encoded(page)),
        None => path.to_owned(),
    }
}
