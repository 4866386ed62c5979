//! The embedded backend: built, given a community, started, stopped.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;

use crate::{Result, paths, process, say, signals};

/// The server program and the database it works on.
pub struct Server {
    program: PathBuf,
    pub database: PathBuf,
}

impl Server {
    /// Builds the server as it is served.
    pub fn built(database: PathBuf) -> Result<Server> {
        Self::built_in("server", "server", database)
    }

    /// Builds the server as its own tests build it: in a third of the time, and with every assertion.
    pub fn built_for_tests(database: PathBuf) -> Result<Server> {
        Self::built_in("dev", "debug", database)
    }

    /// `kept_in`: cargo's folder for that profile.
    fn built_in(profile: &str, kept_in: &str, database: PathBuf) -> Result<Server> {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(paths::root())
            .args(["build", "--package", "server", "--profile", profile]);
        cargo
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_PROGRESS_WHEN", "never");
        process::step(
            "building the server (up to seven minutes when everything is new)",
            "build-server",
            &mut cargo,
        )?;
        let name = if cfg!(windows) {
            "linli-server.exe"
        } else {
            "linli-server"
        };
        Ok(Server {
            program: paths::cargo_target().join(kept_in).join(name),
            database,
        })
    }

    pub fn program(&self) -> &Path {
        &self.program
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.database.display())
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .current_dir(paths::root())
            .args(words)
            .arg("--database")
            .arg(self.url());
        command
    }

    /// Makes the demo community and gives what the server says of it. What was begun and failed is taken away, so that the next try starts clean.
    pub fn load_demo(&self) -> Result<String> {
        if let Some(place) = self.database.parent() {
            fs::create_dir_all(place)
                .with_context(|| format!("cannot make the directory {}", place.display()))?;
        }
        let mut command = self.command(&["demo", "load", "--dir", "demo"]);
        process::step("making the demo community", "demo", &mut command).inspect_err(|_| {
            for file in database_files(&self.database) {
                let _ = fs::remove_file(file);
            }
        })
    }

    pub fn import(&self, kind: &str, from: &Path) -> Result<()> {
        let name = from
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut command = self.command(&["import", kind]);
        command.arg(from);
        process::step(
            &format!("importing {name}"),
            &format!("import-{kind}"),
            &mut command,
        )?;
        Ok(())
    }

    /// Starts to serve and comes back when connections are taken. `log` takes the console; without it, ours does.
    pub fn serve(&self, listen: SocketAddr, dist: Option<&Path>, log: Option<&Path>) -> Result<Running> {
        let mut command = self.command(&["serve", "--listen", &listen.to_string()]);
        command.stdin(Stdio::null());
        if let Some(dist) = dist {
            command.arg("--dist").arg(dist);
        }
        if let Some(log) = log {
            let file = fs::File::create(log)?;
            command.stderr(file.try_clone()?).stdout(file);
        }
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let mut running = Running {
            child,
            address: listen,
        };
        running.wait_until_ready()?;
        Ok(running)
    }
}

/// A server that runs. It is asked to end when this goes away.
pub struct Running {
    child: Child,
    pub address: SocketAddr,
}

impl Running {
    fn wait_until_ready(&mut self) -> Result<()> {
        let local = SocketAddr::from((Ipv4Addr::LOCALHOST, self.address.port()));
        let began = Instant::now();
        while TcpStream::connect(local).is_err() {
            if let Some(status) = self.child.try_wait()? {
                anyhow::bail!("the server ended at once ({status}); what it printed says why");
            }
            anyhow::ensure!(
                began.elapsed() < Duration::from_secs(60),
                "the server took no connection within a minute"
            );
            thread::sleep(Duration::from_millis(25));
        }
        Ok(())
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the server's own end.
    pub fn wait(mut self) -> Result<std::process::ExitStatus> {
        Ok(self.child.wait()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            signals::terminate(self.child.id());
            if let Err(reason) = self.child.wait() {
                say::warning(&format!("the server did not end: {reason}"));
            }
        }
    }
}

/// The database file and what SQLite keeps beside it.
pub fn database_files(database: &Path) -> Vec<PathBuf> {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .map(|end| PathBuf::from(format!("{}{end}", database.display())))
        .collect()
}

/// Says plainly when something else has the port.
pub fn ensure_free(address: SocketAddr) -> Result<()> {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(reason) if reason.kind() == std::io::ErrorKind::AddrInUse => Err(anyhow::anyhow!(
            "port {} is taken by another program: choose one with --port, for instance --port {}",
            address.port(),
            if address.port() < 65_000 {
                address.port() + 1
            } else {
                8080
            }
        )),
        Err(reason) if reason.kind() == std::io::ErrorKind::PermissionDenied => Err(anyhow::anyhow!(
            "port {} may only be used by root: choose one above 1023 with --port",
            address.port()
        )),
        Err(reason) => Err(anyhow::anyhow!("cannot listen on {address}: {reason}")),
    }
}

/// A port that nothing uses right now.
pub fn free_local_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
