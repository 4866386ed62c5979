//! Posts of their own by agreement: the order is made once and kept, so that whoever turns its pages finds every post once, however
//! much people agree meanwhile.
//!
//! A cursor names the ranking it comes from and a place in it. Rankings are kept in memory, several of each thread; a cursor that
//! outlives its ranking (a restart, a day) goes on in the present one behind the same agreement and number, which may leave out or
//! repeat what moved meanwhile. A first page gets a new ranking when anything moved since the last one was made; in large threads
//! not more often than every few seconds.

use super::across;
use super::pages::{Begin, Picked, Reading, foreign};
use crate::app::App;
use crate::fault::Outcome;
use crate::paging::Cursor;
use crate::secrets;
use contract::PostOrder;
use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, PoisonError};

/// One order of one thread, as it was at a moment.
#[derive(Debug)]
pub struct Ranking {
    /// What cursors call it.
    name: String,
    moved: i64,
    made_at: i64,
    entries: Vec<Entry>,
    /// Where it could not be made as asked.
    order: Option<PostOrder>,
}

/// A post of its own.
#[derive(Debug, Clone)]
pub struct Entry {
    pub number: i64,
    pub score: i64,
    /// Only its author sees it.
    pub owner: Option<String>,
}

/// The newest first.
type Kept = VecDeque<Arc<Ranking>>;
/// A lock for each: who makes the ranking of one thread keeps nobody from another one.
type Slot = Arc<tokio::sync::Mutex<Kept>>;

/// All rankings that are kept.
#[derive(Debug, Default)]
pub struct Rankings(std::sync::Mutex<HashMap<(String, PostOrder), Slot>>);

/// Threads and orders whose rankings are kept.
const MOST_SLOTS: usize = 64;
/// Posts in the rankings of one thread and order together, and how many rankings at most.
const MOST_ENTRIES: usize = 200_000;
const MOST_KEPT: usize = 64;
/// From so many posts of their own on, a ranking is left as it is for a while even though something moved.
const LARGE: i64 = 500;
const PAUSE: i64 = 3_000;
/// Groups take longer to find than agreement takes to sort.
const PAUSE_ACROSS_SMALL: i64 = 3_000;
const PAUSE_ACROSS: i64 = 30_000;

impl Rankings {
    fn slot(&self, thread: &str, order: PostOrder) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (thread.to_owned(), order);
        if slots.len() >= MOST_SLOTS && !slots.contains_key(&key) {
            slots.clear();
        }
        slots.entry(key).or_default().clone()
    }
}

/// One page.
pub async fn pick(
    app: &App,
    reading: &mut Reading<'_>,
    order: PostOrder,
    from: Begin,
    limit: usize,
) -> Outcome<Picked> {
    let cursor = match &from {
        Begin::Cursor(cursor) => Some(Place::read(cursor, order).ok_or_else(foreign)?),
        _ => None,
    };
    let ranking = get(
        app,
        reading,
        order,
        cursor.as_ref().map(|place| place.ranking.as_str()),
    )
    .await?;
    let me = reading.person.id();
    let seen: Vec<&Entry> = ranking
        .entries
        .iter()
        .filter(|entry| entry.owner.as_deref().is_none_or(|owner| owner == me))
        .collect();
    let (start, end) = match (&from, &cursor) {
        (_, Some(place)) => {
            let at = place.find(&seen);
            if place.backwards {
                (at.saturating_sub(limit), at)
            } else {
                (at, at.saturating_add(limit))
            }
        }
        (Begin::Around(number), _) => {
            let middle = seen.iter().position(|entry| entry.number == *number);
            let middle = middle.unwrap_or(0);
            let last = seen.len().saturating_sub(limit);
            let start = middle.saturating_sub(limit / 2).min(last);
            (start, start + limit)
        }
        _ => (0, limit),
    };
    let end = end.min(seen.len());
    let start = start.min(end);
    let cut = |at: usize, backwards: bool| {
        let entry = seen.get(at)?;
        Some(Place::write(order, &ranking.name, entry, backwards))
    };
    let opened_inside =
        matches!(from, Begin::Around(_)) || cursor.as_ref().is_some_and(|place| place.backwards);
    let previous = (opened_inside && start > 0).then(|| cut(start, true)).flatten();
    Ok(Picked {
        numbers: seen[start..end].iter().map(|entry| entry.number).collect(),
        next: (end < seen.len() && end > 0)
            .then(|| cut(end - 1, false))
            .flatten(),
        before: previous.is_some().then(|| u64::try_from(start).unwrap_or(0)),
        previous,
        total: reading.roots().await?,
        order: ranking.order,
    })
}

/// The ranking with this name if it is still there, otherwise the present one.
async fn get(
    app: &App,
    reading: &mut Reading<'_>,
    order: PostOrder,
    name: Option<&str>,
) -> Outcome<Arc<Ranking>> {
    let slot = app.rankings.slot(&reading.thread.id, order);
    let mut kept = slot.lock().await;
    if let Some(name) = name
        && let Some(found) = kept.iter().find(|ranking| ranking.name == name)
    {
        return Ok(found.clone());
    }
    let large = reading.thread.shown_roots >= LARGE;
    let pause = match order {
        PostOrder::AgreedAcross if large => PAUSE_ACROSS,
        PostOrder::AgreedAcross => PAUSE_ACROSS_SMALL,
        _ if large => PAUSE,
        _ => 0,
    };
    if let Some(newest) = kept.front()
        && (newest.moved == reading.thread.moved || reading.now - newest.made_at < pause)
    {
        return Ok(newest.clone());
    }
    let ranking = Arc::new(make(reading, order).await?);
    kept.push_front(ranking.clone());
    let mut entries = 0;
    kept.retain(|ranking| {
        entries += ranking.entries.len();
        entries <= MOST_ENTRIES.max(ranking.entries.len())
    });
    kept.truncate(MOST_KEPT);
    Ok(ranking)
}

async fn make(reading: &mut Reading<'_>, order: PostOrder) -> Outcome<Ranking> {
    let rows: Vec<(i64, i64, Option<String>)> = sqlx::query_as(
        "SELECT seq, agrees, CASE WHEN state IN ('pending', 'refused') THEN COALESCE(author_id, '') END FROM posts
         WHERE thread_id = $1 AND parent_id IS NULL ORDER BY agrees DESC, seq",
    )
    .bind(&reading.thread.id)
    .fetch_all(&mut *reading.connection)
    .await?;
    let mut entries: Vec<Entry> = rows
        .into_iter()
        .map(|(number, agrees, owner)| Entry {
            number,
            score: agrees,
            owner,
        })
        .collect();
    let mut instead = None;
    if order == PostOrder::AgreedAcross {
        match across::scores(reading.connection, &reading.thread.id).await? {
            Some(scores) => {
                for entry in &mut entries {
                    entry.score = scores.of(entry.number, entry.score);
                }
                entries.sort_by_key(|entry| (Reverse(entry.score), entry.number));
            }
            None => instead = Some(PostOrder::MostAgreed),
        }
    }
    Ok(Ranking {
        name: secrets::new_id()?.chars().take(12).collect(),
        moved: reading.thread.moved,
        made_at: reading.now,
        entries,
        order: instead,
    })
}

/// A place in a ranking: behind an entry, or before it.
struct Place {
    ranking: String,
    score: i64,
    number: i64,
    backwards: bool,
}

impl Place {
    fn letter(order: PostOrder, backwards: bool) -> &'static str {
        match (order, backwards) {
            (PostOrder::AgreedAcross, false) => "across-next",
            (PostOrder::AgreedAcross, true) => "across-previous",
            (_, false) => "agreed-next",
            (_, true) => "agreed-previous",
        }
    }

    fn write(order: PostOrder, ranking: &str, entry: &Entry, backwards: bool) -> Cursor {
        Cursor {
            rank: entry.score,
            key: entry.number,
            id: format!("{}-{ranking}", Self::letter(order, backwards)),
        }
    }

    fn read(cursor: &Cursor, order: PostOrder) -> Option<Self> {
        let (way, ranking) = cursor.id.rsplit_once('-')?;
        let backwards = way == Self::letter(order, true);
        (backwards || way == Self::letter(order, false)).then(|| Self {
            ranking: ranking.to_owned(),
            score: cursor.rank,
            number: cursor.key,
            backwards,
        })
    }

    /// In its own ranking the entry is there; in a later one the place is where it would be.
    fn find(&self, seen: &[&Entry]) -> usize {
        let place = (Reverse(self.score), self.number);
        seen.partition_point(|entry| {
            let other = (Reverse(entry.score), entry.number);
            if self.backwards {
                other < place
            } else {
                other <= place
            }
        })
    }
}
