//! `cargo xtask dev`: trunk serves the debug build and reloads the page when a file changes; /v1 goes to the embedded
//! backend, or to any other one.

use std::{fs, net::Ipv4Addr, path::PathBuf, process::ExitCode};

use anyhow::Context;

use crate::{
    Result,
    args::Args,
    paths, say,
    server::{self, Running, Server},
    signals, tools,
};

/// What the server sends in production, and beside it the nonce for the one inline script by which trunk reloads.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-{{NONCE}}'; style-src 'self'; \
                      img-src 'self' data: blob:; connect-src 'self' ws:; manifest-src 'self'; worker-src 'self'; \
                      font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

pub fn run(mut args: Args) -> Result<ExitCode> {
    let port = args.port()?.unwrap_or(8080);
    let backend = args.option("--backend")?;
    args.done()?;
    server::ensure_free((Ipv4Addr::LOCALHOST, port).into())?;
    let tools = tools::ready()?;
    signals::watch();
    let (backend, embedded) = match backend {
        Some(url) => {
            anyhow::ensure!(
                url.starts_with("http://") || url.starts_with("https://"),
                "--backend {url}: give an address such as http://127.0.0.1:9000"
            );
            (url.trim_end_matches('/').to_owned(), None)
        }
        None => {
            let running = embedded()?;
            (format!("http://{}", running.address), Some(running))
        }
    };

    let config = configuration(&backend)?;
    say::line(&format!(
        "\n  Linli is open at  {}",
        say::bold(&format!("http://localhost:{port}"))
    ));
    say::line(&format!("  /v1 goes to       {backend}"));
    say::line("  Save a file and the page reloads. Ctrl-C ends it.\n");
    let status = tools
        .command("trunk")
        .args([
            "serve",
            "--address",
            "127.0.0.1",
            "--port",
            &port.to_string(),
            "--config",
        ])
        .arg(config)
        .env("TRUNK_COLOR", "auto")
        .env("CARGO_TERM_COLOR", "auto")
        .status()
        .context("cannot run trunk")?;
    drop(embedded);
    if status.success() || signals::interrupted() {
        return Ok(ExitCode::SUCCESS);
    }
    anyhow::bail!("trunk ended with {status}; its last lines above say why")
}

/// The demo community on a port of its own. Its data is kept apart from `cargo xtask start`'s.
fn embedded() -> Result<Running> {
    let server = Server::built(paths::kept().join("dev/linli.db"))?;
    if !server.database.exists() {
        server.load_demo()?;
    }
    // Without an app: trunk serves the one that people look at.
    server.serve(server::free_local_address()?, None, None)
}

/// Trunk.toml with whole paths (trunk reads them relative to the file), and with the parts for serving.
fn configuration(backend: &str) -> Result<PathBuf> {
    let root = paths::root();
    let own = fs::read_to_string(root.join("Trunk.toml")).context("cannot read Trunk.toml")?;
    let whole = |path: &str| format!("{:?}", root.join(path).display().to_string());
    let mut made = String::new();
    for line in own.lines() {
        if line == "target = \"index.html\"" {
            made.push_str(&format!(
                "target = {}\ncreate_nonce = true\n",
                whole("index.html")
            ));
        } else if line == "dist = \"dist\"" {
            made.push_str(&format!("dist = {}\n", whole("target/linli/dev/dist")));
        } else if let Some(list) = line
            .strip_prefix("watch = [")
            .and_then(|rest| rest.strip_suffix(']'))
        {
            let places: Vec<String> = list
                .split(", ")
                .map(|quoted| whole(quoted.trim_matches('"')))
                .collect();
            made.push_str(&format!("watch = [{}]\n", places.join(", ")));
        } else {
            made.push_str(line);
            made.push('\n');
        }
    }
    made.push_str(&format!("\n[serve]\ncsp = [{POLICY:?}]\n"));
    // The page's origin is trunk's, which the backend behind it cannot know: it would take every post for a forgery.
    made.push_str(&format!(
        "\n[[proxy]]\nbackend = \"{backend}/v1\"\nrewrite = \"/v1\"\nno_system_proxy = true\nrequest_headers = {{ origin = \"\" }}\n"
    ));
    let file = paths::kept().join("Trunk.dev.toml");
    fs::create_dir_all(paths::kept().join("dev"))?;
    fs::write(&file, made)?;
    Ok(file)
}
