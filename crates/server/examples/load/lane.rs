//! Sending: each lane keeps one connection open and sends the next open ballot as soon as the last one is answered.

use crate::community::{Community, POLL, key, session};
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// What came of the ballots that were sent.
#[derive(Default)]
pub struct Tally {
    /// Voters whose ballot the server says it has counted.
    pub acknowledged: BTreeSet<usize>,
    /// Status of every other answer.
    pub refused: BTreeMap<usize, u16>,
    waits: Vec<Duration>,
}

impl Tally {
    pub fn join(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.refused.extend(other.refused);
        self.waits.extend(other.waits);
        self.waits.sort_unstable();
    }

    /// How long that share of the voters waited at most for the answer, in milliseconds.
    pub fn wait(&self, share: f64) -> f64 {
        let last = self.waits.len().saturating_sub(1);
        let wait = self.waits.get((last as f64 * share).round() as usize);
        wait.copied().unwrap_or_default().as_secs_f64() * 1000.0
    }
}

/// Sends the ballots of these voters. With `until`, it stops without waiting for anything as soon as that many are
/// acknowledged: what is then on its way has no answer.
pub async fn send(
    community: &Arc<Community>,
    servers: &[SocketAddr],
    lanes: usize,
    voters: &[usize],
    until: Option<usize>,
) -> anyhow::Result<Tally> {
    let open: Arc<[usize]> = voters.into();
    let (next, counted) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut under_way = JoinSet::new();
    for lane in 0..lanes {
        let (community, open, next, counted) =
            (community.clone(), open.clone(), next.clone(), counted.clone());
        let server = servers[lane % servers.len()];
        under_way.spawn(async move {
            let mut tally = Tally::default();
            let mut line = Connection::open(server).await?;
            while let Some(voter) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                if until.is_some_and(|enough| counted.load(Ordering::Relaxed) >= enough) {
                    // Sent, and left without listening for the answer.
                    line.write(&community, *voter).await?;
                    break;
                }
                let began = Instant::now();
                line.write(&community, *voter).await?;
                let status = line.answer().await?;
                tally.waits.push(began.elapsed());
                if status == 200 {
                    counted.fetch_add(1, Ordering::Relaxed);
                    tally.acknowledged.insert(*voter);
                } else {
                    tally.refused.insert(*voter, status);
                }
            }
            anyhow::Ok(tally)
        });
    }
    let mut whole = Tally::default();
    while let Some(tally) = under_way.join_next().await {
        whole.join(tally??);
    }
    Ok(whole)
}

struct Connection {
    line: BufReader<TcpStream>,
    host: String,
}

impl Connection {
    async fn open(server: SocketAddr) -> anyhow::Result<Self> {
        let line = TcpStream::connect(server).await?;
        line.set_nodelay(true)?;
        Ok(Self {
            line: BufReader::new(line),
            host: server.to_string(),
        })
    }

    async fn write(&mut self, community: &Community, voter: usize) -> anyhow::Result<()> {
        let body = community.ballot(voter).body;
        let request = format!(
            "PUT /v1/polls/{POLL}/ballot HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: linli={session}\r\n\
             idempotency-key: {key}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}",
            host = self.host,
            session = session(voter),
            key = key(voter),
            length = body.len(),
        );
        Ok(self.line.get_mut().write_all(request.as_bytes()).await?)
    }

    /// Reads one answer to its end; gives its status.
    async fn answer(&mut self) -> anyhow::Result<u16> {
        let mut line = String::new();
        self.line.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.with_context(|| format!("not an answer: {line:?}"))?;
        let mut length = 0;
        loop {
            line.clear();
            self.line.read_line(&mut line).await?;
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        self.line.read_exact(&mut vec![0; length]).await?;
        Ok(status)
    }
}
