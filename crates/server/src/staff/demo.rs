//! `demo load --dir DIR`: builds the demo community, through the same functions that serve a real one.
//!
//! All of it is one transaction: a demo is there whole or not at all.

use super::ballots::{self, BallotsForm, Drawn};
use super::community::Community;
use super::form::Form;
use super::house::House;
use super::refusal::{Complaint, Refused, read_text, shown};
use super::store::{Ids, find_person, setting};
use super::{matter, notice, poll, residents, thread};
use crate::letters;
use contract::{RelatedKind, Timestamp};
use sqlx::AnyConnection;
use std::path::{Path, PathBuf};

/// The first person to sign in as also has a household letter, always with this code.
pub const LETTER: &str = "WTNG-2345-6789-ABCD";

/// What was made, and whom to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    pub community: String,
    /// The moment it was made for.
    pub now: Timestamp,
    pub households: usize,
    pub residents: usize,
    pub notices: usize,
    pub polls: Vec<String>,
    pub threads: usize,
    pub posts: usize,
    /// Phone number, name and role.
    pub sign_in: Vec<(String, String, String)>,
}

/// One file of the demo.
struct Page {
    file: String,
    text: String,
}

/// Gathers what is refused in several files, so that all of it is seen at once.
#[derive(Default)]
struct Refusals(Vec<Complaint>);

impl Refusals {
    fn keep<T>(&mut self, result: anyhow::Result<T>) -> anyhow::Result<Option<T>> {
        match result.map_err(|e| e.downcast::<Refused>()) {
            Ok(value) => Ok(Some(value)),
            Err(Ok(refused)) => {
                self.0.extend(refused.0);
                Ok(None)
            }
            Err(Err(other)) => Err(other),
        }
    }

    fn finish(self) -> Result<(), Refused> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Refused(self.0))
        }
    }
}

/// Loads a demo into an empty database.
pub async fn load(db: &mut AnyConnection, dir: &Path, now: Option<&str>) -> anyhow::Result<Loaded> {
    if let Some(name) = setting(db, "name").await? {
        anyhow::bail!("this database is the home of {name}; a demo is loaded into an empty one");
    }
    let mut ids = Ids::Counted(0);
    let page = |name: &str| -> anyhow::Result<Page> {
        let path = dir.join(name);
        Ok(Page {
            file: shown(&path),
            text: read_text(&path)?,
        })
    };
    let community_page = page("community.toml")?;
    let (mut community, _) = Form::read::<Community>(&community_page.file, &community_page.text, 0)?;
    community.demo = true;
    community.apply(db, &community_page.file).await?;

    let house = House::load(db, now).await?;
    let residents_page = page("residents.csv")?;
    let import = residents::read(&house, &residents_page.file, &residents_page.text)?;
    residents::insert(db, &house, &import, &mut ids).await?;

    let mut house = House::load(db, now).await?;
    let notice_pages = pages(dir, "notices", "md")?;
    let poll_pages = pages(dir, "polls", "toml")?;
    let thread_pages = pages(dir, "threads", "toml")?;
    let matter_pages = pages(dir, "matters", "toml")?;
    announce(
        &mut house,
        [&notice_pages, &poll_pages, &thread_pages, &matter_pages],
    )?;

    let mut refusals = Refusals::default();
    let mut notices = Vec::new();
    let mut polls = Vec::new();
    let mut threads = Vec::new();
    let mut matters = Vec::new();
    for Page { file, text } in &notice_pages {
        let read = notice::read(&house, file, text, notice::Purpose::Publish, &mut ids);
        notices.extend(refusals.keep(read)?);
    }
    for Page { file, text } in &poll_pages {
        polls.extend(refusals.keep(poll::read(&house, file, text, &mut ids))?);
    }
    for Page { file, text } in &thread_pages {
        threads.extend(refusals.keep(thread::read(&house, file, text, &mut ids))?);
    }
    for Page { file, text } in &matter_pages {
        matters.extend(refusals.keep(matter::read(&house, file, text))?);
    }
    refusals.finish()?;
    for matter in &matters {
        matter::publish(db, matter).await?;
    }
    for thread in &threads {
        thread::insert(db, thread).await?;
    }
    for poll in &polls {
        poll::insert(db, poll).await?;
    }
    notice::insert_all(db, &notices).await?;

    let ballots_page = page("ballots.toml")?;
    let (wanted, form) = Form::read::<BallotsForm>(&ballots_page.file, &ballots_page.text, 0)?;
    let drawn: Drawn = ballots::draw(&house, form, &wanted, &polls, &threads)?;
    drawn.insert(db).await?;
    let sign_in = sign_in(db, &house, &wanted, house.clock.now).await?;
    Ok(Loaded {
        community: community.name,
        now: house.clock.now,
        households: house.homes.len(),
        residents: house.people.len(),
        notices: notices.len(),
        polls: polls.into_iter().map(|poll| poll.id).collect(),
        threads: threads.len(),
        posts: threads.iter().map(|thread| thread.posts.len()).sum(),
        sign_in,
    })
}

/// Makes all titles known before any file is read: they point at one another.
fn announce(house: &mut House, [notices, polls, threads, matters]: [&[Page]; 4]) -> anyhow::Result<()> {
    type Reader = fn(&str, &str) -> Result<(Option<String>, String), Refused>;
    let kinds: [(RelatedKind, &[Page], Reader); 4] = [
        (RelatedKind::Notice, notices, notice::announced),
        (RelatedKind::Poll, polls, poll::announced),
        (RelatedKind::Thread, threads, thread::announced),
        (RelatedKind::Matter, matters, matter::announced),
    ];
    let mut refusals = Refusals::default();
    for (kind, pages, read) in kinds {
        for page in pages {
            let announced = refusals.keep(read(&page.file, &page.text).map_err(anyhow::Error::from))?;
            if let Some((Some(id), title)) = announced {
                let title = house.clock.fill(&title);
                house.announce(kind, &id, &title);
            }
        }
    }
    Ok(refusals.finish()?)
}

/// Those who kept a free vote are whom to try the demo as; the first has a letter, too.
async fn sign_in(
    db: &mut AnyConnection,
    house: &House,
    wanted: &BallotsForm,
    now: Timestamp,
) -> anyhow::Result<Vec<(String, String, String)>> {
    let mut list = Vec::new();
    for (number, text) in wanted.spare.iter().enumerate() {
        let Ok(person) = find_person(&house.people, text.get_ref()) else {
            continue;
        };
        if number == 0 {
            letters::store(db, &person.id, LETTER, now.millis()).await?;
        }
        let role = crate::names::name_of(person.role).replace('_', " ");
        list.push((text.get_ref().clone(), person.name.clone(), role));
    }
    Ok(list)
}

/// The files of a folder with one ending, in the order of their names.
fn pages(dir: &Path, folder: &str, ending: &str) -> anyhow::Result<Vec<Page>> {
    let folder = dir.join(folder);
    let entries = std::fs::read_dir(&folder)
        .map_err(|e| anyhow::anyhow!("{} cannot be read: {e}", folder.display()))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == ending) {
            paths.push(path);
        }
    }
    paths.sort();
    paths
        .iter()
        .map(|path| {
            Ok(Page {
                file: shown(path),
                text: read_text(path)?,
            })
        })
        .collect()
}
