//! Finding words in a thread, and official answers by themselves: posts and replies alike, each for itself.
//!
//! A word is found wherever it stands, from one character upwards, because Chinese has no blanks between words and many words of
//! one or two characters; an index of words would miss them. So all texts of the thread are looked through, by the database:
//! ten thousand of them take some hundredths of a second. Only what everybody can read is looked at: hidden, withdrawn and
//! waiting words are never found, not even by their author.

use super::pages::{Picked, Reading, foreign};
use crate::fault::{Fault, Outcome};
use crate::paging::Cursor;
use contract::ProblemType;
use sqlx::AssertSqlSafe;

/// More words than this are not looked for at once.
const MOST_WORDS: usize = 8;
const MOST_CHARS: usize = 100;

/// The words of a search, folded, as patterns.
pub struct Words(Vec<String>);

impl Words {
    /// Nothing where there is no word in it.
    pub fn read(text: &str) -> Outcome<Option<Self>> {
        if text.chars().count() > MOST_CHARS || text.contains('\0') {
            let detail = format!("q has at most {MOST_CHARS} characters");
            return Err(Fault::new(ProblemType::BadRequest, detail));
        }
        let words: Vec<String> = text.split_whitespace().map(pattern).collect();
        if words.len() > MOST_WORDS {
            let detail = format!("q has at most {MOST_WORDS} words");
            return Err(Fault::new(ProblemType::BadRequest, detail));
        }
        Ok((!words.is_empty()).then_some(Self(words)))
    }
}

fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The small letters of a text that the database's own `lower()` may not find: on SQLite it knows A to Z only.
pub fn folded(text: &str) -> Option<String> {
    let small = text.to_lowercase();
    (small != text.to_ascii_lowercase()).then_some(small)
}

/// The posts with all of these words, official ones only where that is asked for.
pub async fn pick(
    reading: &mut Reading<'_>,
    words: Option<&Words>,
    official: bool,
    newest: bool,
    after: Option<Cursor>,
    limit: usize,
) -> Outcome<Picked> {
    let name = if newest { "found-newest" } else { "found-oldest" };
    if after.as_ref().is_some_and(|after| after.id != name) {
        return Err(foreign());
    }
    let words = words.map_or(&[][..], |words| &words.0);
    let mut sql = "SELECT seq FROM posts WHERE thread_id = $1 AND state = 'visible'".to_owned();
    if official {
        sql.push_str(" AND official = 1");
    }
    for at in 0..words.len() {
        sql.push_str(&format!(
            " AND COALESCE(folded, lower(body)) LIKE ${} ESCAPE '!'",
            at + 2
        ));
    }
    sql.push_str(if newest {
        " ORDER BY seq DESC"
    } else {
        " ORDER BY seq"
    });
    let mut query = sqlx::query_as::<_, (i64,)>(AssertSqlSafe(sql)).bind(&reading.thread.id);
    for word in words {
        query = query.bind(word);
    }
    let found = query.fetch_all(&mut *reading.connection).await?;
    let found: Vec<i64> = found.into_iter().map(|(number,)| number).collect();
    let start = match &after {
        Some(after) if newest => found.partition_point(|number| *number >= after.key),
        Some(after) => found.partition_point(|number| *number <= after.key),
        None => 0,
    };
    let numbers: Vec<i64> = found.iter().skip(start).take(limit).copied().collect();
    let more = start + numbers.len() < found.len();
    let next = numbers.last().filter(|_| more).map(|last| Cursor {
        rank: 0,
        key: *last,
        id: name.to_owned(),
    });
    Ok(Picked {
        numbers,
        next,
        previous: None,
        before: None,
        total: i64::try_from(found.len()).unwrap_or(i64::MAX),
        order: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_database_cannot_fold_is_kept_beside() {
        assert_eq!(folded("电梯 LIFT"), None);
        assert_eq!(folded("Ärger"), Some("ärger".to_owned()));
        assert_eq!(folded("ＬＥＤ灯").as_deref(), Some("ｌｅｄ灯"));
    }

    #[test]
    fn signs_of_patterns_are_looked_for_as_they_are() {
        assert_eq!(pattern("50%_!"), "%50!%!_!!%");
    }
}
