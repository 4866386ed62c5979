//! `residents import FILE.csv`: who lives where.
//!
//! Columns in any order, by their English or Chinese names: name, phone, household, floor_area, building, role, stairwell, grid.

use super::house::{Home, House};
use super::refusal::{Complaints, Refused, refuse};
use super::store::{Ids, find_person, insert_texts, json};
use crate::phone;
use contract::Role;
use records::{Record, records};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, HashMap};

/// A household must be believable: up to ten thousand square metres.
const LARGEST_AREA: i64 = 1_000_000;

/// One accepted row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resident {
    pub name: String,
    pub phone: String,
    /// Label of the household; staff may have none.
    pub household: Option<String>,
    pub role: Role,
}

/// What a file brings.
#[derive(Debug, Default)]
pub struct Import {
    pub residents: Vec<Resident>,
    /// Households that are new, by label.
    pub homes: BTreeMap<String, NewHome>,
}

/// A household as its first row tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHome {
    pub building: String,
    pub area_hundredths: i64,
    /// Empty where the label tells.
    pub stairwell: String,
    /// Empty where the community has no grids.
    pub grid: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Phone,
    Household,
    FloorArea,
    Building,
    Role,
    Stairwell,
    Grid,
}

/// Columns that a file may leave out.
const OPTIONAL: [Column; 3] = [Column::Role, Column::Stairwell, Column::Grid];

const COLUMNS: [(Column, &str, &[&str]); 8] = [
    (Column::Name, "name", &["name", "姓名"]),
    (Column::Phone, "phone", &["phone", "手机", "手机号", "电话"]),
    (
        Column::Household,
        "household",
        &["household", "门牌", "房号", "户"],
    ),
    (
        Column::FloorArea,
        "floor_area",
        &["floor_area", "面积", "建筑面积"],
    ),
    (Column::Building, "building", &["building", "楼", "楼栋", "楼号"]),
    (Column::Role, "role", &["role", "角色", "身份"]),
    (Column::Stairwell, "stairwell", &["stairwell", "单元", "门栋"]),
    (Column::Grid, "grid", &["grid", "网格"]),
];

const ROLES: [(Role, [&str; 2]); 5] = [
    (Role::Resident, ["resident", "居民"]),
    (Role::Committee, ["committee", "居委会"]),
    (Role::Property, ["property", "物业"]),
    (Role::GridWorker, ["grid_worker", "网格员"]),
    (Role::Moderator, ["moderator", "管理员"]),
];

/// Reads a CSV text against the community as it is.
pub fn read(house: &House, file: &str, text: &str) -> Result<Import, Refused> {
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.matches(';').count() > first.matches(',').count() {
        b';'
    } else {
        b','
    };
    let mut complaints = Complaints::about(file);
    let mut import = Import::default();
    let mut columns: Option<Vec<Column>> = None;
    let mut phones: HashMap<String, usize> = HashMap::new();

    for record in records(text, separator) {
        let record = record.map_err(|e| refuse(file, e.line, e.reason.to_string()))?;
        let line = record.line;
        let Some(columns) = &columns else {
            columns = Some(header(&record, file)?);
            continue;
        };
        if record.fields.len() != columns.len() {
            complaints.at(
                line,
                format!(
                    "{} columns here, {} in the first line",
                    record.fields.len(),
                    columns.len()
                ),
            );
            continue;
        }
        let field = |column: Column| {
            let at = columns.iter().position(|c| *c == column);
            at.map_or("", |at| record.field(at))
        };
        row(house, &field, line, &mut phones, &mut import, &mut complaints);
    }
    if columns.is_none() {
        return Err(refuse(
            file,
            1,
            "the file is empty; the first line must name the columns",
        ));
    }
    if import.residents.is_empty() && complaints.is_empty() {
        complaints.at(1, "there is no resident in this file");
    }
    complaints.finish()?;
    Ok(import)
}

fn header(record: &Record<'_>, file: &str) -> Result<Vec<Column>, Refused> {
    let mut complaints = Complaints::about(file);
    let (mut columns, line) = (Vec::new(), record.line);
    for at in 0..record.fields.len() {
        let name = record.field(at);
        let known = COLUMNS
            .iter()
            .find(|(_, _, names)| names.contains(&name.to_lowercase().as_str()));
        match known {
            None => complaints.at(line, format!("unknown column {name:?}")),
            Some((column, name, _)) if columns.contains(column) => {
                complaints.at(line, format!("the column {name} stands there twice"));
            }
            Some((column, ..)) => columns.push(*column),
        }
    }
    for (column, name, _) in COLUMNS.iter().filter(|(column, ..)| !OPTIONAL.contains(column)) {
        if !columns.contains(column) {
            complaints.at(line, format!("the column {name} is missing"));
        }
    }
    complaints.finish().map(|()| columns)
}

fn row<'a>(
    house: &House,
    field: &dyn Fn(Column) -> &'a str,
    line: usize,
    phones: &mut HashMap<String, usize>,
    import: &mut Import,
    complaints: &mut Complaints,
) {
    let name = field(Column::Name);
    if name.is_empty() {
        complaints.at(line, "the name is missing");
    } else if name.chars().count() > 60 {
        complaints.at(line, "the name is longer than 60 characters");
    }
    let role = match field(Column::Role) {
        "" => Role::Resident,
        word => match ROLES.iter().find(|(_, words)| words.contains(&word)) {
            Some((role, _)) => *role,
            None => {
                let words: Vec<&str> = ROLES.iter().map(|(_, words)| words[0]).collect();
                complaints.at(
                    line,
                    format!("unknown role {word:?}; write one of {}", words.join(", ")),
                );
                Role::Resident
            }
        },
    };
    let number = phone::normalise(field(Column::Phone));
    match &number {
        None => complaints.at(line, format!("{:?} is no phone number", field(Column::Phone))),
        Some(number) => {
            if let Some(first) = phones.insert(number.clone(), line) {
                complaints.at(
                    line,
                    format!("the number {} is already in line {first}", field(Column::Phone)),
                );
            } else if find_person(&house.people, number).is_ok() {
                complaints.at(
                    line,
                    format!("the number {} is already registered", field(Column::Phone)),
                );
            }
        }
    }
    let household = home(house, field, role, line, import, complaints);
    if let Some(phone) = number {
        import.residents.push(Resident {
            name: name.to_owned(),
            phone,
            household,
            role,
        });
    }
}

/// The household of a row. It is known already (from the community or an earlier row), or the row says all about it.
fn home<'a>(
    house: &House,
    field: &dyn Fn(Column) -> &'a str,
    role: Role,
    line: usize,
    import: &mut Import,
    complaints: &mut Complaints,
) -> Option<String> {
    let (label, building, area) = (
        field(Column::Household),
        field(Column::Building),
        field(Column::FloorArea),
    );
    let (stairwell, grid) = (field(Column::Stairwell), field(Column::Grid));
    if label.is_empty() {
        if role == Role::Resident {
            complaints.at(line, "the household is missing; only staff may have none");
        } else if [building, area, stairwell, grid]
            .iter()
            .any(|text| !text.is_empty())
        {
            complaints.at(
                line,
                "a building, floor area, stairwell or grid without a household",
            );
        }
        return None;
    }
    let known = house.homes.get(label).map(|home| NewHome {
        building: home.building.clone(),
        area_hundredths: home.area_hundredths,
        stairwell: home.stairwell.clone(),
        grid: home.grid.clone(),
    });
    let known = known.or_else(|| import.homes.get(label).cloned());
    let size = if area.is_empty() {
        Ok(None)
    } else {
        hundredths(area).map(Some)
    };
    let size = size.unwrap_or_else(|reason| {
        complaints.at(line, format!("floor area {area:?} {reason}"));
        None
    });
    match known {
        Some(known) => {
            for (said, known, what) in [
                (building, &known.building, ""),
                (stairwell, &known.stairwell, "stairwell "),
                (grid, &known.grid, "grid "),
            ] {
                if !said.is_empty() && said != known {
                    complaints.at(line, format!("{label} is in {what}{known}, not in {what}{said}"));
                }
            }
            if size.is_some_and(|size| size != known.area_hundredths) {
                complaints.at(
                    line,
                    format!(
                        "{label} has another floor area elsewhere: {}",
                        metres(known.area_hundredths)
                    ),
                );
            }
        }
        None => match (size, building.is_empty()) {
            (Some(size), false) => {
                let home = NewHome {
                    building: building.to_owned(),
                    area_hundredths: size,
                    stairwell: stairwell.to_owned(),
                    grid: grid.to_owned(),
                };
                import.homes.insert(label.to_owned(), home);
            }
            (None, _) if !area.is_empty() => {}
            _ => complaints.at(
                line,
                format!("unknown household {label}: its first row needs building and floor area"),
            ),
        },
    }
    Some(label.to_owned())
}

/// Square metres as 0.01 m², without ever being a float.
fn hundredths(text: &str) -> Result<i64, &'static str> {
    if text.starts_with('-') {
        return Err("is negative");
    }
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || !digits(whole) || !digits(part) {
        return Err("is no number of square metres, such as 86.50");
    }
    if part.len() > 2 {
        return Err("has more than two decimals");
    }
    let number = format!("{whole}{part:0<2}")
        .parse::<i64>()
        .map_err(|_| "is no number of square metres")?;
    match number {
        0 => Err("is zero"),
        1..=LARGEST_AREA => Ok(number),
        _ => Err("is larger than 10,000 m²"),
    }
}

fn metres(hundredths: i64) -> String {
    format!("{}.{:02} m²", hundredths / 100, hundredths % 100)
}

/// Stores an import.
pub async fn insert(
    db: &mut AnyConnection,
    house: &House,
    import: &Import,
    ids: &mut Ids,
) -> anyhow::Result<()> {
    let mut homes: BTreeMap<&str, String> = house
        .homes
        .values()
        .map(|Home { id, label, .. }| (label.as_str(), id.clone()))
        .collect();
    for (label, home) in &import.homes {
        let id = ids.fresh()?;
        sqlx::query(
            "INSERT INTO households (id, label, building, area_hundredths, stairwell, grid) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&id)
        .bind(label)
        .bind(&home.building)
        .bind(home.area_hundredths)
        .bind(&home.stairwell)
        .bind(&home.grid)
        .execute(&mut *db)
        .await?;
        homes.insert(label, id);
    }
    let mut with_home = Vec::new();
    let mut without_home = Vec::new();
    for resident in &import.residents {
        let id = ids.fresh()?;
        let roles = match resident.role {
            Role::Resident => json(&[Role::Resident])?,
            role if resident.household.is_some() => json(&[Role::Resident, role])?,
            role => json(&[role])?,
        };
        let (name, phone) = (resident.name.clone(), resident.phone.clone());
        match resident.household.as_deref().and_then(|label| homes.get(label)) {
            Some(home) => with_home.push([id, name, phone, roles, home.clone()]),
            None => without_home.push([id, name, phone, roles]),
        }
    }
    insert_texts(db, "residents (id, name, phone, roles, household_id)", &with_home).await?;
    insert_texts(db, "residents (id, name, phone, roles)", &without_home).await
}
