//! Helping and being helped.

use super::read::{all, related, turn, when};
use super::{Native, parse};
use crate::backend::model::*;
use crate::backend::transport::{Call, encoded};
use crate::backend::{Failure, FailureKind};
use gloo_net::http::Method;

turn! {
    act: contract::AssistedActKind => AssistAct {
        Ballot, Withdrawal, Post, Agreement, Statement, Opinion, Report, Request, Rating, Photo, Read, Question, Call,
        Subscriptions
    }
    answer: contract::AssistedAnswer => AssistAnswer { Mine, NotMine }
    answer_to_wire: AssistAnswer => contract::AssistedAnswer { Mine, NotMine }
}

impl Native {
    /// A code by which whoever has this number lets the person who is signed in here help them. It signs nobody in.
    pub async fn send_consent_code(&self, phone: &str) -> Result<CodeSent, Failure> {
        self.send_code_for(phone, Some(contract::CodePurpose::Assistance))
            .await
    }

    pub async fn assist(&self, consent: &Consent) -> Result<(), Failure> {
        let (consent, phone, code) = match consent {
            Consent::OwnCode { phone, code } => (contract::ConsentKind::OwnCode, Some(phone.clone()), code),
            Consent::Letter(code) => (contract::ConsentKind::Letter, None, code),
        };
        let request = contract::AssistedRequest {
            consent,
            phone,
            code: Some(code.clone()),
            who: None,
        };
        self.send(Method::POST, SESSIONS, &request, None).await.map(drop)
    }

    pub async fn ask_staff(&self, who: &str) -> Result<AssistAsked, Failure> {
        let request = contract::AssistedRequest {
            consent: contract::ConsentKind::SpokenToStaff,
            phone: None,
            code: None,
            who: Some(who.to_owned()),
        };
        let answer = self.send(Method::POST, SESSIONS, &request, None).await?;
        let asked: contract::AssistedAsked = parse(&answer.text)?;
        Ok(AssistAsked {
            id: asked.id,
            number: asked.number,
            expires: when(asked.expires_at),
        })
    }

    pub async fn begin_assisting(&self, id: &str) -> Result<(), Failure> {
        let address = self.address(&format!("{SESSIONS}/{}/begin", encoded(id)));
        Call::new(Method::POST, &address).send().await.map(drop)
    }

    pub async fn use_assisting(&self, id: &str) -> Result<(), Failure> {
        let address = self.address(&format!("{SESSIONS}/{}/use", encoded(id)));
        Call::new(Method::PUT, &address).send().await.map(drop)
    }

    /// What has ended already has ended.
    pub async fn end_assisting(&self, id: &str) -> Result<(), Failure> {
        let address = self.address(&format!("{SESSIONS}/{}", encoded(id)));
        match Call::new(Method::DELETE, &address).send().await {
            Err(failure) if !matches!(failure.kind, FailureKind::AssistOver | FailureKind::NotFound) => {
                Err(failure)
            }
            _ => Ok(()),
        }
    }

    pub async fn assistance(&self) -> Result<Assistance, Failure> {
        self.get("/me/assistance", assistance).await
    }

    pub async fn answer_assistance(&self, id: &str, said: AssistAnswer, note: &str) -> Result<(), Failure> {
        let reply = contract::AssistedReply {
            answer: answer_to_wire(said),
            note: Some(note.to_owned()).filter(|note| !note.trim().is_empty()),
        };
        let path = format!("/me/assistance/{}", encoded(id));
        self.send(Method::PUT, &path, &reply, None).await.map(drop)
    }
}

const SESSIONS: &str = "/assisted-sessions";

fn assistance(told: contract::Assistance) -> Assistance {
    Assistance {
        sessions: all(told.sessions, |session| AssistRecord {
            id: session.id,
            helper: session.helper_name,
            began: when(session.began_at),
            ended: session.ended_at.map(when),
            acts: all(session.acts, act),
        }),
        votes: all(told.votes, |vote| AssistVote {
            id: vote.id,
            poll: related(vote.poll),
            helper: vote.helper_name,
            at: when(vote.at),
            can_change: vote.can_change,
            answer: vote.answer.map(answer),
        }),
    }
}
