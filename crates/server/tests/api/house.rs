//! A community in a database of its own, served on a free port until the test ends.

use crate::client::Phone;
use serde_json::{Value, json};
use server::app::{App, Config, router};
use server::db::Db;
use server::sender::CodeSender;
use sqlx::AssertSqlSafe;
use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use tokio::runtime::Runtime;

/// The number, the code, and whom it lets help.
pub type Code = (String, String, Option<String>);

/// Keeps what would have gone out by SMS.
pub struct Sent(Mutex<mpsc::Sender<Code>>);

impl CodeSender for Sent {
    fn send(&self, phone: &str, code: &str, helper: Option<&str>) -> anyhow::Result<()> {
        let sent = (phone.to_owned(), code.to_owned(), helper.map(str::to_owned));
        self.0.lock().unwrap().send(sent)?;
        Ok(())
    }
}

pub struct House {
    pub app: App,
    pub phone: Phone,
    pub dir: PathBuf,
    pub url: String,
    pub codes: Mutex<mpsc::Receiver<Code>>,
    runtime: Option<Runtime>,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

pub fn new_name() -> String {
    format!(
        "linli_api_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    )
}

impl House {
    pub fn sqlite() -> Self {
        Self::build(false, Config::default()).unwrap()
    }

    /// `None`, and a line that says so, without a PostgreSQL to run on.
    pub fn postgres() -> Option<Self> {
        Self::build(true, Config::default())
    }

    pub fn build(postgres: bool, config: Config) -> Option<Self> {
        let name = new_name();
        let dir = std::env::temp_dir().join(&name);
        let url = if postgres {
            let Ok(server) = std::env::var("LINLI_TEST_POSTGRES") else {
                eprintln!("skipped: LINLI_TEST_POSTGRES names no PostgreSQL server");
                return None;
            };
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        } else {
            format!("sqlite:{}", dir.join("house.db").display())
        };
        std::fs::create_dir_all(&dir).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (sent, codes) = mpsc::channel();
        let (app, base) = runtime.block_on(async {
            if postgres {
                create_database(&name).await;
            }
            let db = Db::open(&url).await.unwrap();
            let config = Config {
                sender: Some(Arc::new(Sent(Mutex::new(sent)))),
                ..config
            };
            let app = App::new(db, config);
            let base = serve(app.clone()).await;
            (app, base)
        });
        let house = Self {
            app,
            phone: Phone::new(&base),
            dir,
            url,
            codes: Mutex::new(codes),
            runtime: Some(runtime),
        };
        house.seed();
        Some(house)
    }

    /// A second server on the same database, as another process would be.
    pub fn second(&self) -> (App, Phone) {
        self.wait(async {
            let app = App::new(Db::open(&self.url).await.unwrap(), Config::default());
            let base = serve(app.clone()).await;
            (app, Phone::new(&base))
        })
    }

    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.as_ref().unwrap().block_on(future)
    }

    pub fn sql(&self, sql: &str) {
        use sqlx::Executor;
        self.wait(async { self.app.db.pool.execute(AssertSqlSafe(sql.to_owned())).await })
            .unwrap();
    }

    pub fn number(&self, sql: &str) -> i64 {
        let query = sqlx::query_as::<_, (i64,)>(AssertSqlSafe(sql.to_owned()));
        self.wait(query.fetch_one(&self.app.db.pool)).unwrap().0
    }

    /// Ten households `h0` … with two residents each: `a0`, `b0`, …; `c9` belongs to the committee.
    fn seed(&self) {
        seed(&|sql| self.sql(sql));
    }

    /// The phone of a resident who is signed in.
    pub fn signed_in(&self, resident: &str) -> Phone {
        let token = session_of(resident);
        self.sql(&insert_session(resident, &token, self.app.now() + 86_400_000));
        self.phone.with_session(&token)
    }

    /// An open poll with one question `q` over the options `a`, `b`, `c`; `change` alters its columns.
    pub fn poll(&self, id: &str, change: &[(&str, Value)]) {
        let now = self.app.now();
        self.sql(&insert_poll(id, now - 60_000, now + 3_600_000, change));
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

async fn serve(app: App) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    base
}

async fn create_database(name: &str) {
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&std::env::var("LINLI_TEST_POSTGRES").unwrap())
        .await
        .unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
}

pub fn seed(sql: &dyn Fn(&str)) {
    for h in 0..10 {
        sql(&format!(
            "INSERT INTO households (id, label, building, area_hundredths) VALUES ('h{h}', '{h}01', '1', 8000)"
        ));
        for (letter, block) in [("a", 0), ("b", 1)] {
            sql(&format!(
                "INSERT INTO residents (id, name, phone, household_id) VALUES ('{letter}{h}', 'N{letter}{h}', \
                 '+861990000{block}{h:03}', 'h{h}')"
            ));
        }
    }
    sql("INSERT INTO residents (id, name, phone, household_id, roles) \
         VALUES ('c9', 'Committee', '+8619900009999', NULL, '[\"resident\",\"committee\"]')");
}

pub fn session_of(resident: &str) -> String {
    server::secrets::digest(&[resident.as_bytes(), b"a token for tests"])
}

pub fn insert_session(resident: &str, token: &str, expires_at: i64) -> String {
    let hash = server::secrets::digest(&[b"session", token.as_bytes()]);
    format!(
        "INSERT INTO sessions (token_hash, resident_id, expires_at) VALUES ('{hash}', '{resident}', {expires_at}) \
         ON CONFLICT (token_hash) DO NOTHING"
    )
}

pub fn insert_poll(id: &str, opens_at: i64, closes_at: i64, change: &[(&str, Value)]) -> String {
    let options: Vec<Value> = ["a", "b", "c"]
        .iter()
        .map(|o| json!({"id": o, "label": o}))
        .collect();
    let question =
        json!({"id": "q", "title": "Q", "method": {"kind": "single"}, "options": options, "optional": false});
    let mut columns = json!({
        "id": id, "title": format!("Poll {id}"), "about": json!({"format": "plain", "value": ""}).to_string(),
        "opens_at": opens_at, "closes_at": closes_at, "secrecy": "anonymous", "unit": "person",
        "results": "after_close", "tie_rule": "earlier_listed", "questions": json!([question]).to_string(),
    });
    for (column, value) in change {
        columns[*column] = value.clone();
    }
    let columns = columns.as_object().unwrap();
    let names: Vec<&str> = columns.keys().map(String::as_str).collect();
    let values: Vec<String> = columns
        .values()
        .map(|value| match value {
            Value::String(text) => format!("'{}'", text.replace('\'', "''")),
            other => other.to_string(),
        })
        .collect();
    format!(
        "INSERT INTO polls ({}) VALUES ({})",
        names.join(", "),
        values.join(", ")
    )
}

/// A ballot as a phone makes it: its secret from a seed, its id from the secret.
#[derive(Debug, Clone)]
pub struct Ballot {
    pub secret: String,
    pub id: String,
}

pub fn ballot(seed: &str) -> Ballot {
    let digest = server::secrets::digest(&[seed.as_bytes()]);
    let secret: [u8; 16] = ledger::unhex(&digest[..32]).unwrap();
    Ballot {
        secret: ledger::hex(&secret),
        id: ledger::hex(&ledger::ballot_id(&secret)),
    }
}

impl Ballot {
    pub fn cast(&self, options: &[&str]) -> Value {
        json!({"ballot_id": self.id, "answers": [{"question": "q", "options": options}]})
    }

    pub fn change(&self, options: &[&str]) -> Value {
        json!({"ballot_id": self.id, "secret": self.secret, "answers": [{"question": "q", "options": options}]})
    }

    pub fn held(&self) -> Value {
        json!({"secret": self.secret})
    }
}
