//! Who sends: a key pair of this community's own, and a signed word with every message (RFC 8292). Made once and kept in the
//! database, because browsers give their subscriptions to this key alone.

use super::{decoded, encoded};
use crate::clock::{HOUR, SECOND};
use crate::db::Db;
use anyhow::Context;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;

const SETTING: &str = "push_key";

/// How long a signed word is good; push services refuse more than a day.
const VALID: i64 = 12 * HOUR;

pub struct Vapid(EcdsaKeyPair);

impl Vapid {
    /// The community's pair; the first who asks makes it.
    pub async fn of(db: &Db) -> anyhow::Result<Self> {
        if let Some(kept) = Self::kept(db).await? {
            return Ok(kept);
        }
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .ok()
            .context("no key pair could be made")?;
        let mut tx = db.write().await?;
        // Another server may have been faster.
        sqlx::query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
            .bind(SETTING)
            .bind(encoded(&made))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Self::kept(db).await?.context("the key pair was not kept")
    }

    async fn kept(db: &Db) -> anyhow::Result<Option<Self>> {
        let row: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE key = $1")
            .bind(SETTING)
            .fetch_optional(&db.pool)
            .await?;
        row.map(|(value,)| Self::read(&value)).transpose()
    }

    fn read(value: &str) -> anyhow::Result<Self> {
        let bytes = decoded(value).context("the kept key pair cannot be read")?;
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &SystemRandom::new())
            .map(Self)
            .map_err(|_| anyhow::anyhow!("the kept key pair is none"))
    }

    /// As the browser wants it.
    pub fn public_key(&self) -> String {
        encoded(self.0.public_key())
    }

    /// `Authorization` for the push service at `origin`; `about` is where whoever runs it learns who this is.
    pub fn word(&self, origin: &str, about: Option<&str>, now: i64) -> anyhow::Result<String> {
        let mut claims = json!({"aud": origin, "exp": (now + VALID) / SECOND});
        if let Some(about) = about {
            claims["sub"] = about.into();
        }
        let head = encoded(r#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", encoded(claims.to_string()));
        let signature = self
            .0
            .sign(&SystemRandom::new(), signed.as_bytes())
            .ok()
            .context("not signed")?;
        Ok(format!(
            "vapid t={signed}.{}, k={}",
            encoded(signature),
            self.public_key()
        ))
    }
}
