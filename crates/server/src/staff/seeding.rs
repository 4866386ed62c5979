//! `demo posts`: fills a thread with made-up posts. Their sentences are those that the demo's residents have written already,
//! put together anew, so that they read like posts and no words stand in the code.

use super::store::{Person, Purpose, clock, insert_texts, people, purpose};
use crate::names::name_of;
use crate::secrets::digest;
use contract::{Role, Stance};
use sqlx::{AnyConnection, AssertSqlSafe};

/// Replies go so deep, where the thread takes them.
const DEEPEST: i64 = 4;
/// Rows of one statement.
const AT_ONCE: usize = 200;
/// Neighbours who see things alike: whoever is of a post's own side agrees with it far more often.
const SIDES: u64 = 3;
/// A post is liked by at most so many, whatever the size of the community.
const MOST_AGREES: usize = 60;

/// Numbers that look drawn and are the same for the same seed (SplitMix64).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

struct Made {
    id: String,
    seq: i64,
    parent: Option<String>,
    depth: i64,
    author: usize,
    body: String,
    stance: Stance,
    at: i64,
    agrees: Vec<usize>,
}

/// Makes the posts and says what it did.
pub async fn posts(db: &mut AnyConnection, thread: &str, count: u32, seed: u64) -> anyhow::Result<String> {
    anyhow::ensure!(
        purpose(db).await? == Purpose::Demo,
        "this is a real community: its residents write their own posts"
    );
    let found: Option<(String, i64, i64, i64)> =
        sqlx::query_as("SELECT kind, created_at, last_seq, reply_levels FROM threads WHERE id = $1")
            .bind(thread)
            .fetch_optional(&mut *db)
            .await?;
    let Some((kind, created_at, last_seq, levels)) = found else {
        anyhow::bail!("there is no thread {thread}");
    };
    anyhow::ensure!(
        kind == "discussion",
        "the thread {thread} takes statements, not posts"
    );
    let now = clock(db, None).await?.now.millis();
    let residents = people(db).await?;
    let sentences = sentences(db).await?;
    anyhow::ensure!(
        !residents.is_empty() && !sentences.is_empty(),
        "a demo with residents and some posts must be loaded first"
    );
    let made = make(
        &mut Draw(seed),
        (thread, seed),
        usize::try_from(count)?,
        (last_seq, levels.min(DEEPEST)),
        (created_at, now.max(created_at + 1)),
        (&residents, &sentences),
    );
    insert(db, thread, &residents, &made).await?;
    let agrees: Vec<[String; 2]> = made
        .iter()
        .flat_map(|post| {
            post.agrees
                .iter()
                .map(|who| [post.id.clone(), residents[*who].id.clone()])
        })
        .collect();
    insert_texts(db, "post_agrees (post_id, resident_id)", &agrees).await?;
    sqlx::query("UPDATE threads SET last_seq = $2, last_post_at = $3, active_at = $3 WHERE id = $1")
        .bind(thread)
        .bind(last_seq + i64::try_from(made.len())?)
        .bind(now)
        .execute(&mut *db)
        .await?;
    let replies = made.iter().filter(|post| post.parent.is_some()).count();
    Ok(format!(
        "thread {thread}: {} posts more, {replies} of them replies, {} agreements",
        made.len(),
        agrees.len()
    ))
}

/// What the demo's residents have written, sentence by sentence.
async fn sentences(db: &mut AnyConnection) -> anyhow::Result<Vec<String>> {
    let bodies: Vec<(String,)> =
        sqlx::query_as("SELECT body FROM posts WHERE state = 'visible' ORDER BY thread_id, seq LIMIT 500")
            .fetch_all(db)
            .await?;
    let mut sentences: Vec<String> = bodies
        .iter()
        .flat_map(|(body,)| body.split_inclusive(['。', '！', '？', '\n']))
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| sentence.chars().count() > 3)
        .collect();
    sentences.sort_unstable();
    sentences.dedup();
    Ok(sentences)
}

fn make(
    draw: &mut Draw,
    (thread, seed): (&str, u64),
    count: usize,
    (last, deepest): (i64, i64),
    (from, until): (i64, i64),
    (residents, sentences): (&[Person], &[String]),
) -> Vec<Made> {
    let mut made: Vec<Made> = Vec::with_capacity(count);
    for n in 0..count {
        let seq = last + i64::try_from(n).unwrap_or(0) + 1;
        let share = (until - from) / i64::try_from(count).unwrap_or(1).max(1);
        // Most talk goes on below what was said lately.
        let above = draw
            .percent(55)
            .then(|| made.len().checked_sub(1 + draw.below(40)))
            .flatten()
            .filter(|at| made.get(*at).is_some_and(|post| post.depth < deepest));
        let author = draw.below(residents.len());
        let said = 1 + draw.below(4);
        let body: Vec<&str> = (0..said)
            .map(|_| sentences[draw.below(sentences.len())].as_str())
            .collect();
        let stance = match draw.below(10) {
            0..=2 => Stance::For,
            3 | 4 => Stance::Against,
            5 => Stance::Question,
            _ => Stance::Neutral,
        };
        made.push(Made {
            // With the last number in it, so that a second run with the same seed makes other ids.
            id: digest(&[
                b"demo post",
                thread.as_bytes(),
                &seed.to_be_bytes(),
                &seq.to_be_bytes(),
            ])[..32]
                .to_owned(),
            seq,
            parent: above.map(|at| made[at].id.clone()),
            depth: above.map_or(0, |at| made[at].depth + 1),
            author,
            body: body.concat(),
            stance,
            at: from + share * (i64::try_from(n).unwrap_or(0) + 1),
            agrees: agreeing(draw, author, residents.len()),
        });
    }
    made
}

/// Few posts are liked by many, most by a handful, and mostly by those of one side.
fn agreeing(draw: &mut Draw, author: usize, residents: usize) -> Vec<usize> {
    let most = match draw.below(100) {
        0..=1 => MOST_AGREES,
        2..=14 => 16,
        15..=59 => 5,
        _ => 0,
    };
    let side = draw.next() % SIDES;
    let everybody = draw.percent(15);
    let mut agrees: Vec<usize> = (0..most.min(residents / 2))
        .map(|_| draw.below(residents))
        .filter(|who| *who != author)
        .filter(|who| everybody || u64::try_from(*who).unwrap_or(0) % SIDES == side)
        .collect();
    agrees.sort_unstable();
    agrees.dedup();
    agrees
}

async fn insert(
    db: &mut AnyConnection,
    thread: &str,
    residents: &[Person],
    made: &[Made],
) -> anyhow::Result<()> {
    const COLUMNS: usize = 12;
    for chunk in made.chunks(AT_ONCE) {
        let rows: Vec<String> = (0..chunk.len())
            .map(|row| {
                let places: Vec<String> = (1..=COLUMNS)
                    .map(|at| format!("${}", row * COLUMNS + at))
                    .collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let sql = format!(
            "INSERT INTO posts (id, thread_id, seq, parent_id, author_id, author_name, author_role, body, stance, official, \
             created_at, agrees) VALUES {}",
            rows.join(", ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for post in chunk {
            let author = &residents[post.author];
            let official = author.role != Role::Resident && post.parent.is_some();
            query = query
                .bind(&post.id)
                .bind(thread)
                .bind(post.seq)
                .bind(&post.parent)
                .bind(&author.id)
                .bind(&author.name)
                .bind(name_of(author.role))
                .bind(&post.body)
                .bind(name_of(post.stance))
                .bind(i64::from(official))
                .bind(post.at)
                .bind(i64::try_from(post.agrees.len())?);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}
