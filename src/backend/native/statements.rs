//! Statements: asking for them, saying something about them, proposing one.

use super::{Native, STATEMENTS, encoded, parse, read, with_cursor};
use crate::backend::Failure;
use crate::backend::model::*;
use gloo_net::http::Method;

impl Native {
    pub async fn statements(
        &self,
        thread_id: &str,
        order: StatementOrder,
        cursor: Option<&str>,
    ) -> Result<Page<Statement>, Failure> {
        let mut path = format!("/threads/{}/statements?{STATEMENTS}", encoded(thread_id));
        if order == StatementOrder::Unanswered {
            path.push_str("&order=unanswered");
        }
        with_cursor(&mut path, cursor);
        self.get(&path, |page| read::page(page, statement)).await
    }

    /// Saying the same again changes nothing, and the last word counts.
    pub async fn answer_statement(&self, id: &str, opinion: Opinion) -> Result<(), Failure> {
        let vote = match opinion {
            Opinion::Agree => contract::StatementVote::Agree,
            Opinion::Disagree => contract::StatementVote::Disagree,
            Opinion::Pass => contract::StatementVote::Pass,
        };
        let path = format!("/statements/{}/vote", encoded(id));
        self.send(Method::PUT, &path, &contract::NewStatementVote { vote }, None)
            .await
            .map(drop)
    }

    pub async fn propose_statement(
        &self,
        thread_id: &str,
        text: &str,
        key: &str,
    ) -> Result<Statement, Failure> {
        let new = contract::NewStatement {
            text: text.to_owned(),
        };
        let path = format!("/threads/{}/statements", encoded(thread_id));
        let answer = self.send(Method::POST, &path, &new, Some(key)).await?;
        parse(&answer.text).map(statement)
    }
}

fn statement(statement: contract::Statement) -> Statement {
    Statement {
        id: statement.id,
        text: statement.text,
        agree: statement.agree,
        disagree: statement.disagree,
        pass: statement.pass,
        mine: statement.mine.and_then(opinion),
        state: match statement.state {
            contract::StatementState::Pending => StatementState::Pending,
            contract::StatementState::Refused => StatementState::Refused,
            contract::StatementState::Visible => StatementState::Visible,
            contract::StatementState::Other => StatementState::Other,
        },
        state_reason: statement.state_reason,
        can_report: statement.can_report,
    }
}

fn opinion(vote: contract::StatementVote) -> Option<Opinion> {
    match vote {
        contract::StatementVote::Agree => Some(Opinion::Agree),
        contract::StatementVote::Disagree => Some(Opinion::Disagree),
        contract::StatementVote::Pass => Some(Opinion::Pass),
        contract::StatementVote::Other => None,
    }
}
