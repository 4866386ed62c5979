//! Opinion groups: the votes are fetched, and one report is said.

use counter::{Failed, OpinionsReport};

use crate::board::{Answer, Ask, ask};
use crate::scope::say;

pub async fn find(votes: &str) {
    say(&found(votes).await.unwrap_or_else(OpinionsReport::Failed));
}

async fn found(votes: &str) -> Result<OpinionsReport, Failed> {
    let stream = match ask(votes, Ask::Whole).await {
        Answer::Whole(stream) => stream,
        Answer::NoBoard => return Err(Failed::NoBoard),
        Answer::Rest(_) | Answer::Same | Answer::Unreachable => return Err(Failed::Offline),
    };
    let mut bytes = Vec::new();
    while let Some(piece) = stream.next().await.map_err(|_| Failed::Offline)? {
        bytes.extend_from_slice(&piece.to_vec());
    }
    let votes = serde_json::from_slice(&bytes).map_err(|_| Failed::Unreadable)?;
    counter::opinions(&votes).map_err(|_| Failed::Unreadable)
}
