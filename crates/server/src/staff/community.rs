//! `community set`: who this is and where.

use super::clock::Clock;
use super::refusal::{Complaints, Refused};
use super::store::{json, set_setting};
use crate::assisted::MOST;
use crate::requests::{ANSWER_DAYS, MOST_ANSWER_DAYS};
use sqlx::AnyConnection;

/// Name, zone and languages of the community, and whom to call for help.
#[derive(Debug, clap::Args, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Community {
    /// As residents call it.
    #[arg(long)]
    pub name: String,
    /// IANA time zone, such as Asia/Shanghai.
    #[arg(long)]
    pub zone: String,
    /// BCP 47 tags, the community's own language first: zh-CN,en
    #[arg(long, value_delimiter = ',', required = true)]
    pub languages: Vec<String>,
    /// A number that a resident can call for help.
    #[arg(long)]
    pub help_phone: Option<String>,
    /// When somebody answers it, in the community's words.
    #[arg(long)]
    pub help_hours: Option<String>,
    /// Working days within which staff answer what residents ask for; 7 when it is not given.
    #[arg(long)]
    pub answer_days: Option<u32>,
    /// How many residents one helper may help in one poll; 3 when it is not given.
    #[arg(long)]
    pub assist_most: Option<u32>,
    /// A demo: sign-in codes appear on the console, and files may bring a made-up past.
    #[arg(long)]
    #[serde(default)]
    pub demo: bool,
}

impl Community {
    /// Complains about what cannot be; `file` is where it comes from, or "community set".
    fn check(&self, file: &str) -> Result<(), Refused> {
        let mut complaints = Complaints::about(file);
        if self.name.trim().is_empty() {
            complaints.at(1, "the name is empty");
        }
        if Clock::new(&self.zone, "", Some("2026-01-01T00:00:00Z")).is_err() {
            complaints.at(
                1,
                format!(
                    "there is no time zone {}; write one such as Asia/Shanghai",
                    self.zone
                ),
            );
        }
        if self.languages.is_empty() {
            complaints.at(1, "name at least one language, such as zh-CN");
        }
        for tag in &self.languages {
            let plain = tag
                .split('-')
                .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
            if !plain {
                complaints.at(1, format!("{tag:?} is no language tag; write one such as zh-CN"));
            }
        }
        if self
            .answer_days
            .is_some_and(|days| !(1..=MOST_ANSWER_DAYS).contains(&days))
        {
            complaints.at(1, format!("answer within 1 to {MOST_ANSWER_DAYS} working days"));
        }
        complaints.finish()
    }

    /// Checks and stores.
    pub async fn apply(&self, db: &mut AnyConnection, file: &str) -> anyhow::Result<()> {
        self.check(file)?;
        set_setting(db, "name", self.name.trim()).await?;
        set_setting(db, "time_zone", &self.zone).await?;
        set_setting(db, "languages", &json(&self.languages)?).await?;
        set_setting(db, "demo", if self.demo { "1" } else { "0" }).await?;
        let days = self.answer_days.map(|days| days.to_string());
        let most = self.assist_most.map(|most| most.to_string());
        for (key, value) in [
            ("help_phone", &self.help_phone),
            ("help_hours", &self.help_hours),
            (ANSWER_DAYS, &days),
            (MOST, &most),
        ] {
            match value {
                Some(value) => set_setting(db, key, value).await?,
                None => {
                    sqlx::query("DELETE FROM settings WHERE key = $1")
                        .bind(key)
                        .execute(&mut *db)
                        .await?;
                }
            }
        }
        Ok(())
    }
}
