//! A PostgreSQL of our own for the server's tests and for measuring: a new cluster on a port of its own, gone afterwards.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;

use crate::{Result, debian, process, say, server};

/// Whether what is committed must survive a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As a community runs it.
    Durable,
    /// Nothing in it outlives the tests, so nothing needs to reach the disk.
    ForTests,
}

pub struct Postgres {
    pub url: String,
    programs: PathBuf,
    place: PathBuf,
}

impl Postgres {
    /// The inner error says why there is none, which is no failure.
    pub fn start(durability: Durability) -> Result<std::result::Result<Postgres, String>> {
        if programs().is_none() && debian::can_install() {
            debian::install(&["postgresql"])?;
        }
        let Some(programs) = programs() else {
            return Ok(Err(
                "it is not installed (Debian: `apt-get install postgresql`)".to_owned()
            ));
        };
        let step = say::Step::begin("starting a PostgreSQL");
        // Not under target/: the server's user may not be allowed to walk into the repository.
        let place = std::env::temp_dir().join(format!("linli-postgres-{}", std::process::id()));
        fs::create_dir_all(&place)?;
        let port = server::free_local_address()?.port();
        let postgres = Postgres {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            programs,
            place,
        };
        if debian::is_root() {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(&postgres.place)
                .status();
            if !owned.is_ok_and(|status| status.success()) {
                step.failed();
                return Ok(Err(
                    "there is no user `postgres` to run it as, and it refuses root".to_owned(),
                ));
            }
        }
        let cluster = postgres.place.join("cluster");
        postgres.call(
            "initdb",
            &[
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--pgdata",
            ],
            &cluster,
        )?;
        let fsync = if durability == Durability::Durable {
            "on"
        } else {
            "off"
        };
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={} -c fsync={fsync} -c max_connections=200",
            postgres.place.display()
        );
        let log = postgres.place.join("log");
        postgres.call(
            "pg_ctl",
            &[
                "start",
                "--wait",
                "--silent",
                "--log",
                &log.to_string_lossy(),
                "--options",
                &options,
                "--pgdata",
            ],
            &cluster,
        )?;
        step.done();
        Ok(Ok(postgres))
    }

    fn call(&self, program: &str, arguments: &[&str], cluster: &Path) -> Result<()> {
        let program = self.programs.join(program);
        let mut command = if debian::is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // pg_ctl's server keeps what it is given open, so no pipe may wait for its end.
        let log = self.place.join("calls.log");
        let output = fs::OpenOptions::new().create(true).append(true).open(&log)?;
        let status = command
            .current_dir(&self.place)
            .args(arguments)
            .arg(cluster)
            .stdin(std::process::Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output)
            .status()
            .context("cannot run PostgreSQL")?;
        anyhow::ensure!(
            status.success(),
            "PostgreSQL: {}",
            fs::read_to_string(&log).unwrap_or_default().trim()
        );
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let cluster = self.place.join("cluster");
        if cluster.join("postmaster.pid").exists()
            && let Err(failure) = self.call(
                "pg_ctl",
                &["stop", "--wait", "--silent", "--mode=immediate", "--pgdata"],
                &cluster,
            )
        {
            say::warning(&format!("{failure:#}"));
        }
        let _ = fs::remove_dir_all(&self.place);
    }
}

/// Debian keeps them off PATH, one directory a version.
fn programs() -> Option<PathBuf> {
    let has_all = |place: &PathBuf| {
        process::is_program(&place.join("initdb")) && process::is_program(&place.join("pg_ctl"))
    };
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, place)| has_all(place))
        .collect();
    versions.sort();
    versions.pop().map(|(_, place)| place).or_else(|| {
        process::find("initdb")
            .and_then(|program| program.parent().map(Path::to_path_buf))
            .filter(has_all)
    })
}
