//! `letters FILE.html`: a printed letter for each household, one A4 page, with a code for each person who lives there.
//!
//! Making letters makes the former ones of these households useless: a lost stack of paper must not open anything.

use super::store::setting;
use crate::letters;
use contract::Timestamp;
use fast_qr::convert::{Builder, Shape, svg::SvgBuilder};
use sqlx::{AnyConnection, Row};
use std::fmt::Write as _;

/// Printable letters for households.
#[derive(Debug, clap::Args)]
pub struct Letters {
    /// The HTML file to write; it holds secrets, so print it and delete it.
    #[arg(required_unless_present = "print", conflicts_with = "print")]
    pub file: Option<std::path::PathBuf>,
    /// Write to the standard output instead.
    #[arg(long)]
    pub print: bool,
    /// Where residents reach the community, such as https://linli.example
    #[arg(long)]
    pub address: String,
    /// Only this building, or only this household (its label).
    #[arg(long)]
    pub only: Option<String>,
}

struct Person {
    id: String,
    name: String,
    household: String,
}

/// The words of a letter; letters are text that residents read, so they exist in each language.
struct Words {
    lang: &'static str,
    title: &'static str,
    greeting: &'static str,
    scan: &'static str,
    type_in: &'static str,
    private: &'static str,
    until: &'static str,
    help: &'static str,
}

const CHINESE: Words = Words {
    lang: "zh-CN",
    title: "入户信",
    greeting: "这封信是给您家的。用它可以在手机上看公告、投票、参加讨论，不用手机号也能登录。",
    scan: "用手机相机或微信扫一扫",
    type_in: "或者打开网址，选「用入户信登录」，输入这串码",
    private: "一人一码，请不要给别人看，也不要拍照发出去。丢了请告诉居委会，换一封就好。",
    until: "有效期到",
    help: "不会用，请打电话",
};

const ENGLISH: Words = Words {
    lang: "en",
    title: "Household letter",
    greeting: "This letter is for your household. It lets you read notices, vote and join discussions on your phone, \
               without a phone number.",
    scan: "Scan this with your phone's camera",
    type_in: "Or open this address, choose to sign in with the household letter, and type this code",
    private: "One code for each person. Do not show it to anybody. If it is lost, ask for a new letter.",
    until: "Valid until",
    help: "For help, call",
};

/// Draws codes, stores their hashes and gives the page and the number of households.
pub async fn make(db: &mut AnyConnection, args: &Letters, now: Timestamp) -> anyhow::Result<(String, usize)> {
    let address = args.address.trim_end_matches('/');
    anyhow::ensure!(
        address.starts_with("https://") || address.starts_with("http://"),
        "--address must begin with https:// (or http:// for a trial)"
    );
    let people = people(db, args.only.as_deref()).await?;
    anyhow::ensure!(!people.is_empty(), "there is no household to write to");
    for person in &people {
        sqlx::query("DELETE FROM letters WHERE resident_id = $1")
            .bind(&person.id)
            .execute(&mut *db)
            .await?;
    }
    let languages = setting(db, "languages").await?.unwrap_or_default();
    let words = if languages.starts_with("[\"zh") || languages.is_empty() {
        CHINESE
    } else {
        ENGLISH
    };
    let name = setting(db, "name").await?.unwrap_or_default();
    let phone = setting(db, "help_phone").await?;
    let zone = jiff::tz::TimeZone::get(
        &setting(db, "time_zone")
            .await?
            .unwrap_or_else(|| "UTC".to_owned()),
    )?;
    let end = jiff::Timestamp::from_millisecond(now.millis() + letters::VALID)?;
    let end = zone.to_datetime(end).date();

    let mut html = head(&words, &name);
    let mut pages = 0;
    for household in people.chunk_by(|a, b| a.household == b.household) {
        pages += 1;
        let label = &household[0].household;
        write!(
            html,
            "<section><p class=\"from\">{}</p><h1>{} · {}</h1><p>{}</p>",
            escape(&name),
            escape(label),
            words.title,
            words.greeting
        )?;
        for person in household {
            let code = store(db, &person.id, now).await?;
            let link = format!("{address}/sign-in?letter={code}");
            write!(
                html,
                "<div class=\"person\"><div class=\"qr\">{}</div><div><h2>{}</h2><p>{}</p><p>{}<br><b>{}</b></p>\
                 <p class=\"code\">{code}</p></div></div>",
                qr(&link)?,
                escape(&person.name),
                words.scan,
                words.type_in,
                escape(address),
            )?;
        }
        write!(html, "<p>{}</p><p>{} {end}</p>", words.private, words.until)?;
        if let Some(phone) = &phone {
            write!(
                html,
                "<p class=\"help\">{} <b>{}</b></p>",
                words.help,
                escape(phone)
            )?;
        }
        html.push_str("</section>\n");
    }
    html.push_str("</body></html>\n");
    Ok((html, pages))
}

async fn people(db: &mut AnyConnection, only: Option<&str>) -> anyhow::Result<Vec<Person>> {
    let rows = sqlx::query(
        "SELECT r.id, r.name, h.label, h.building FROM residents r JOIN households h ON h.id = r.household_id \
         ORDER BY h.building, h.label, r.name, r.id",
    )
    .fetch_all(db)
    .await?;
    let mut people = Vec::new();
    for row in rows {
        let (household, building): (String, String) = (row.try_get(2)?, row.try_get(3)?);
        if only.is_none_or(|only| only == household || only == building) {
            people.push(Person {
                id: row.try_get(0)?,
                name: row.try_get(1)?,
                household,
            });
        }
    }
    Ok(people)
}

/// A code that no other letter begins like.
async fn store(db: &mut AnyConnection, resident: &str, now: Timestamp) -> anyhow::Result<String> {
    for _ in 0..16 {
        let code = letters::new_code()?;
        if letters::store(db, resident, &code, now.millis()).await? {
            return Ok(code);
        }
    }
    anyhow::bail!("no free letter code was found; delete letters that are no longer needed")
}

fn qr(link: &str) -> anyhow::Result<String> {
    let code = fast_qr::QRBuilder::new(link)
        .ecl(fast_qr::ECL::M)
        .build()
        .map_err(|e| anyhow::anyhow!("no QR code can hold {link}: {e:?}"))?;
    Ok(SvgBuilder::default().shape(Shape::Square).to_str(&code))
}

fn head(words: &Words, name: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{} · {}</title><style>\
         @page {{ size: A4; margin: 20mm }}\
         body {{ font: 16pt/1.6 system-ui, \"Noto Sans CJK SC\", \"PingFang SC\", \"Microsoft YaHei\", sans-serif; margin: 0; color: #000 }}\
         section {{ break-after: page; padding: 1rem; max-width: 170mm; margin: auto }}\
         h1 {{ font-size: 24pt; margin: 0 0 .5em }} h2 {{ font-size: 20pt; margin: 0 }} p {{ margin: .4em 0 }}\
         .from {{ font-size: 14pt }} .person {{ display: flex; gap: 8mm; align-items: center; border-top: 1px solid #000; padding: 5mm 0; break-inside: avoid }}\
         .qr svg {{ width: 48mm; height: 48mm; display: block }} .person p {{ font-size: 13pt }}\
         .person .code {{ font: 700 18pt/1.4 ui-monospace, monospace; white-space: nowrap }} .help {{ font-size: 18pt }}\
         </style></head><body>\n",
        words.lang,
        escape(name),
        words.title
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
