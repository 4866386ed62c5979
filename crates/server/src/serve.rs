//! Running the server: the port, the work between requests, the end.

use crate::app::{App, Config, router};
use crate::clock::{DAY, HOUR};
use crate::db::Db;
use crate::live::Pace;
use crate::polls;
use crate::push;
use crate::search;
use crate::sender::{CodeSender, Console, HttpGateway};
use anyhow::{Context, bail};
use clap::Args;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// `linli-server serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The built app
    #[arg(long)]
    dist: Option<PathBuf>,
    /// The address residents use; https makes cookies secure
    #[arg(long)]
    public_url: Option<String>,
    /// Take the caller's address from X-Forwarded-For (only right behind a proxy that sets it)
    #[arg(long)]
    behind_proxy: bool,
    /// SMS gateway that one-time codes are posted to as JSON: phone, code, minutes, purpose (sign_in, or assistance with the
    /// helper's name); its bearer token comes from LINLI_SMS_TOKEN or --sms-token-file
    #[arg(long)]
    sms_url: Option<String>,
    /// File that holds the gateway's bearer token
    #[arg(long)]
    sms_token_file: Option<PathBuf>,
    /// How the log is written
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// Between two looks for polls that have ended. Readers find the board fixed anyway; this is for polls nobody reads.
const TICK: Duration = Duration::from_secs(5);
/// What a stopping server gives to requests under way.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

impl Serve {
    /// Serves until SIGTERM or SIGINT.
    pub async fn run(self, db: Db) -> anyhow::Result<()> {
        init_log(self.log);
        if let Some(dist) = &self.dist
            && !dist.join("index.html").is_file()
        {
            bail!(
                "{} has no index.html: build the app first, or leave --dist out",
                dist.display()
            );
        }
        let demo = setting(&db, "demo").await?.as_deref() == Some("1");
        let sender = self.sender(&db, demo).await?;
        let listener = TcpListener::bind(self.listen).await.map_err(|e| match e.kind() {
            std::io::ErrorKind::AddrInUse => {
                anyhow::anyhow!(
                    "{} is taken: stop what uses it or choose another port with --listen",
                    self.listen
                )
            }
            std::io::ErrorKind::PermissionDenied => {
                anyhow::anyhow!(
                    "{} needs more rights: choose a port above 1023 with --listen",
                    self.listen
                )
            }
            _ => anyhow::anyhow!("{} cannot be used: {e}", self.listen),
        })?;
        let address = listener.local_addr()?;
        let app = App::new(
            db.clone(),
            Config {
                dist: self.dist,
                public_url: self.public_url,
                behind_proxy: self.behind_proxy,
                demo,
                sender,
                pace: Pace::default(),
                push_service: None,
            },
        );
        let (stop, stopping) = watch::channel(false);
        let keeper = tokio::spawn(keep_house(app.clone(), stopping.clone()));
        // Whatever ran last may have been killed, or may have been a version that did not mix.
        db.set_unmixed(true);
        let mixer = tokio::spawn(polls::keep_mixed(db.clone(), stopping.clone()));
        tokio::spawn(push::keep_telling(app.clone(), stopping.clone()));
        tokio::spawn(async move {
            signalled().await;
            tracing::info!("stopping");
            let _ = stop.send(true);
        });
        println!("linli-server listening on http://{address}");

        let live = app.clone();
        let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
        let mut told = stopping.clone();
        let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
            let _ = told.wait_for(|stop| *stop).await;
            // Streams have no end of their own.
            live.live.stop();
        });
        let mut told = stopping.clone();
        let late = async move {
            let _ = told.wait_for(|stop| *stop).await;
            tokio::time::sleep(LAST_ANSWERS).await;
        };
        tokio::select! {
            served = async { serving.await } => served.context("the server failed")?,
            () = late => tracing::warn!("some requests did not end in time"),
        }
        let _ = keeper.await;
        let _ = mixer.await;
        if *db.unmixed().borrow() {
            // Its failure is logged where it arises; the next start mixes first of all.
            let _ = polls::mix(&db).await;
        }
        db.pool.close().await;
        Ok(())
    }

    async fn sender(&self, db: &Db, demo: bool) -> anyhow::Result<Option<Arc<dyn CodeSender>>> {
        if let Some(url) = &self.sms_url {
            if !url.starts_with("https://") && !url.starts_with("http://") {
                bail!("--sms-url must start with https:// or http://");
            }
            return Ok(Some(Arc::new(HttpGateway::new(url.clone(), self.sms_token()?))));
        }
        if demo {
            return Ok(Some(Arc::new(Console)));
        }
        let (residents,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM residents")
            .fetch_one(&db.pool)
            .await?;
        if residents > 0 {
            bail!(
                "this community has {residents} residents and no way to send them sign-in codes: give --sms-url"
            );
        }
        Ok(None)
    }

    fn sms_token(&self) -> anyhow::Result<Option<String>> {
        let token = match &self.sms_token_file {
            Some(file) => Some(read_token(file)?),
            None => std::env::var("LINLI_SMS_TOKEN").ok(),
        };
        Ok(token
            .map(|token| token.trim().to_owned())
            .filter(|token| !token.is_empty()))
    }
}

fn read_token(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).map_err(|e| anyhow::anyhow!("{} cannot be read: {e}", file.display()))
}

async fn setting(db: &Db, key: &str) -> anyhow::Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE key = $1")
        .bind(key)
        .fetch_optional(&db.pool)
        .await?;
    Ok(row.map(|(value,)| value))
}

fn init_log(format: LogFormat) {
    use tracing_subscriber::EnvFilter;
    // sqlx logs statements with values at debug; they stay off whatever is asked for.
    let filter = EnvFilter::try_from_env("LINLI_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let filter = ["sqlx=error", "ureq=warn", "hyper=warn"]
        .iter()
        .filter_map(|directive| directive.parse().ok())
        .fold(filter, EnvFilter::add_directive);
    // To standard error: standard output belongs to the address and, in a demo, to the codes.
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    let done = match format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.with_ansi(false).try_init(),
    };
    drop(done);
}

/// Closes polls that are due, indexes what has changed and throws away what has expired, until the server stops.
async fn keep_house(app: App, mut stopping: watch::Receiver<bool>) {
    let _ = search::renew(&app.db).await;
    let mut tick = tokio::time::interval(TICK);
    let mut ticks = 0u32;
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        // Each failure is logged where it arises; the next tick tries again.
        let _ = polls::close_due(&app.db, app.now()).await;
        let _ = search::catch_up(&app.db).await;
        if ticks.is_multiple_of(12) {
            let _ = tidy(&app).await;
        }
        ticks = ticks.wrapping_add(1);
    }
}

/// Throws away what has expired.
pub async fn tidy(app: &App) -> sqlx::Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    for (sql, before) in [
        ("DELETE FROM sessions WHERE expires_at <= $1", now),
        (
            "DELETE FROM sign_in_codes WHERE expires_at <= $1 AND window_at <= $1",
            now - HOUR,
        ),
        ("DELETE FROM notice_previews WHERE expires_at <= $1", now),
        ("DELETE FROM files WHERE expires_at <= $1", now),
        ("DELETE FROM pictures WHERE expires_at <= $1", now),
        // Longer than any phone keeps an unsent ballot or post.
        (
            "DELETE FROM idempotency WHERE day < $1",
            (now - 90 * DAY).div_euclid(DAY),
        ),
        (
            "DELETE FROM photos WHERE sent_at < $1
               AND NOT EXISTS (SELECT 1 FROM request_photos u WHERE u.photo_id = photos.id)",
            now - DAY,
        ),
    ] {
        sqlx::query(sql).bind(before).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
