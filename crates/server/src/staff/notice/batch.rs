//! `notice import`: many notices at once, all of them or none; a folder of Markdown files, or a CSV file with one a line.

use super::super::form::Form;
use super::super::house::House;
use super::super::pile::separator;
use super::super::refusal::{Complaint, Complaints, Refused, read_text, refuse, shown};
use super::super::store::Ids;
use super::{Front, NewNotice, Purpose, Words, insert, judge, read, split};
use contract::RelatedKind;
use records::{Record, records};
use sqlx::AnyConnection;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Column, its names, and how its text becomes a value of the front matter.
const COLUMNS: [(&str, &[&str], Kind); 15] = [
    ("id", &["id", "编号"], Kind::Text),
    ("title", &["title", "标题"], Kind::Text),
    ("summary", &["summary", "摘要"], Kind::Text),
    ("category", &["category", "类别"], Kind::Text),
    ("urgency", &["urgency", "紧急程度"], Kind::Text),
    ("pinned", &["pinned", "置顶"], Kind::Flag),
    ("publisher", &["publisher", "发布者", "发布单位"], Kind::Text),
    ("published_at", &["published_at", "发布时间"], Kind::Text),
    ("valid_until", &["valid_until", "有效期至"], Kind::Text),
    ("asks_read", &["asks_read", "要回执"], Kind::Flag),
    ("withdrawn", &["withdrawn", "撤回原因"], Kind::Text),
    ("buildings", &["buildings", "楼栋"], Kind::List),
    ("grids", &["grids", "网格"], Kind::List),
    ("body", &["body", "正文"], Kind::Words),
    ("plain", &["plain", "大白话"], Kind::Words),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Flag,
    List,
    /// Stands below the front matter.
    Words,
}

/// Reads everything; nothing is stored yet.
pub fn batch(house: &mut House, path: &Path, ids: &mut Ids) -> anyhow::Result<Vec<NewNotice>> {
    if path.is_dir() {
        folder(house, path, ids)
    } else if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
    {
        table(house, path, ids)
    } else {
        Err(refuse(
            &shown(path),
            1,
            "import takes a folder of .md files or a .csv file",
        )
        .into())
    }
}

/// Stores them all.
pub async fn insert_all(db: &mut AnyConnection, notices: &[NewNotice]) -> anyhow::Result<()> {
    for notice in notices {
        insert(&mut *db, notice).await?;
    }
    Ok(())
}

fn folder(house: &mut House, path: &Path, ids: &mut Ids) -> anyhow::Result<Vec<NewNotice>> {
    let entries =
        std::fs::read_dir(path).map_err(|e| anyhow::anyhow!("{} cannot be read: {e}", path.display()))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "md") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut complaints = Vec::new();
    let mut texts = Vec::new();
    let mut seen = HashMap::new();
    for path in &paths {
        let file = shown(path);
        let text = match read_text(path).map_err(|e| e.downcast::<Refused>()) {
            Ok(text) => text,
            Err(Ok(refused)) => {
                complaints.extend(refused.0);
                continue;
            }
            Err(Err(other)) => return Err(other),
        };
        match known_as(house, &file, &text, &mut seen) {
            Ok(()) => texts.push((file, text)),
            Err(refused) => complaints.extend(refused.0),
        }
    }
    if paths.is_empty() {
        complaints.extend(refuse(&shown(path), 1, "there is no .md file in this folder").0);
    }
    let mut notices = Vec::new();
    for (file, text) in &texts {
        keep(
            read(house, file, text, Purpose::Publish, ids),
            &mut notices,
            &mut complaints,
        )?;
    }
    all_or_none(notices, complaints)
}

/// Makes a file's title known to the others; complains about an id that another file of the folder has.
fn known_as(
    house: &mut House,
    file: &str,
    text: &str,
    seen: &mut HashMap<String, String>,
) -> Result<(), Refused> {
    let parts = split(file, text)?;
    let (front, form) = Form::read::<Front>(file, &parts.front, 0)?;
    if let Some(id) = &front.id {
        if let Some(other) = seen.insert(id.get_ref().clone(), file.to_owned()) {
            return Err(refuse(file, form.line(id), format!("{other} has the same id")));
        }
        let title = house.clock.fill(front.title.get_ref());
        house.announce(RelatedKind::Notice, id.get_ref(), &title);
    }
    Ok(())
}

fn table(house: &House, path: &Path, ids: &mut Ids) -> anyhow::Result<Vec<NewNotice>> {
    let file = shown(path);
    let text = read_text(path)?;
    let mut columns: Option<Vec<usize>> = None;
    let (mut notices, mut complaints) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    for record in records(&text, separator(&text)) {
        let record = record.map_err(|e| refuse(&file, e.line, e.reason.to_string()))?;
        let Some(columns) = &columns else {
            columns = Some(header(&record, &file)?);
            continue;
        };
        let line = record.line;
        if record.fields.len() != columns.len() {
            let reason = format!(
                "{} columns here, {} in the first line",
                record.fields.len(),
                columns.len()
            );
            complaints.extend(refuse(&file, line, reason).0);
            continue;
        }
        let read = row(house, &file, columns, &record, ids);
        if keep(read, &mut notices, &mut complaints)?
            && let Some(new) = notices.last()
            && let Some(first) = seen.insert(new.notice.id.clone(), line)
        {
            let reason = format!("line {first} has the same id {}", new.notice.id);
            complaints.extend(refuse(&file, line, reason).0);
        }
    }
    if columns.is_none() {
        return Err(refuse(
            &file,
            1,
            "the file is empty; the first line must name the columns",
        )
        .into());
    }
    if notices.is_empty() && complaints.is_empty() {
        return Err(refuse(&file, 1, "there is no notice in this file").into());
    }
    all_or_none(notices, complaints)
}

/// For each column of the file which of `COLUMNS` it is.
fn header(record: &Record<'_>, file: &str) -> Result<Vec<usize>, Refused> {
    let mut complaints = Complaints::about(file);
    let mut columns = Vec::new();
    for at in 0..record.fields.len() {
        let name = record.field(at).to_lowercase();
        match COLUMNS
            .iter()
            .position(|(_, names, _)| names.contains(&name.as_str()))
        {
            None => complaints.at(record.line, format!("unknown column {name:?}")),
            Some(column) if columns.contains(&column) => {
                complaints.at(
                    record.line,
                    format!("the column {} stands there twice", COLUMNS[column].0),
                );
            }
            Some(column) => columns.push(column),
        }
    }
    complaints.finish().map(|()| columns)
}

/// A row is a notice file whose every line is the row's own.
fn row(
    house: &House,
    file: &str,
    columns: &[usize],
    record: &Record<'_>,
    ids: &mut Ids,
) -> anyhow::Result<NewNotice> {
    let (mut front, mut body, mut plain) = (String::new(), String::new(), None);
    for (at, column) in columns.iter().enumerate() {
        let (name, _, kind) = COLUMNS[*column];
        let text = house.clock.fill(record.field(at));
        if text.is_empty() {
            continue;
        }
        let value = match kind {
            Kind::Text => quoted(&text),
            Kind::Flag => match text.to_lowercase().as_str() {
                "true" | "yes" | "1" | "是" => "true".to_owned(),
                "false" | "no" | "0" | "否" => "false".to_owned(),
                _ => {
                    let reason = format!("{name} is yes or no, not {text:?}");
                    return Err(refuse(file, record.line, reason).into());
                }
            },
            Kind::List => {
                let names = text.split([',', '，', '、', ';', '；']).map(str::trim);
                let names: Vec<String> = names.filter(|name| !name.is_empty()).map(quoted).collect();
                format!("[{}]", names.join(", "))
            }
            Kind::Words => {
                if name == "plain" {
                    plain = Some(text);
                } else {
                    body = text;
                }
                continue;
            }
        };
        front.push_str(&format!("{name} = {value}\n"));
    }
    let (front, form) = Form::read_row::<Front>(file, &front, record.line)?;
    let words = Words {
        body: &body,
        line: record.line,
        plain: plain.as_deref().map(|plain| (plain, record.line)),
    };
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    judge(house, form, &front, &words, folder, Purpose::Publish, ids)
}

/// A string of TOML: those of JSON are, but for one character.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('\u{7f}', "\\u007f")
}

/// Gathers what is refused, so that all of it is seen at once; says whether this one was read.
fn keep(
    read: anyhow::Result<NewNotice>,
    notices: &mut Vec<NewNotice>,
    complaints: &mut Vec<Complaint>,
) -> anyhow::Result<bool> {
    let notice = match read.map_err(|e| e.downcast::<Refused>()) {
        Ok(notice) => notice,
        Err(Ok(refused)) => {
            complaints.extend(refused.0);
            return Ok(false);
        }
        Err(Err(other)) => return Err(other),
    };
    notices.push(notice);
    Ok(true)
}

fn all_or_none(notices: Vec<NewNotice>, complaints: Vec<Complaint>) -> anyhow::Result<Vec<NewNotice>> {
    if complaints.is_empty() {
        Ok(notices)
    } else {
        Err(Refused(complaints).into())
    }
}
