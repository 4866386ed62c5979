//! `cargo xtask start`: from a clean clone to a community on the phone.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    Result,
    args::Args,
    build, paths, qr, say,
    server::{self, Server},
    signals, tools,
};

struct Options {
    port: u16,
    data: PathBuf,
    fresh: bool,
    demo: bool,
    real: bool,
    everywhere: bool,
}

pub fn run(mut args: Args) -> Result<ExitCode> {
    let options = Options {
        port: args.port()?.unwrap_or(8080),
        data: args
            .option("--data")?
            .map_or_else(|| Ok(paths::root().join("data")), std::path::absolute)?,
        fresh: args.flag("--fresh"),
        demo: !args.flag("--no-demo"),
        real: args.flag("--real"),
        everywhere: match args.option("--listen")?.as_deref() {
            None | Some("all") => true,
            Some("local") => false,
            Some(other) => anyhow::bail!(
                "--listen {other}: give `all` (phones on the same network can open it) or `local`"
            ),
        },
    };
    args.done()?;
    let address = SocketAddr::from((
        if options.everywhere {
            Ipv4Addr::UNSPECIFIED
        } else {
            Ipv4Addr::LOCALHOST
        },
        options.port,
    ));
    // Said now rather than after ten minutes of building.
    server::ensure_free(address)?;
    if options.real {
        ensure_real_data()?;
    }

    build::up_to_date(&tools::ready()?)?;
    let server = Server::built(options.data.join("linli.db"))?;
    prepare(&server, &options)?;

    signals::watch();
    server::ensure_free(address)?;
    let running = server.serve(address, Some(&paths::dist()), None)?;
    signals::pass_on_to(running.process());
    announce(&options);
    let status = running.wait()?;
    if status.success() || signals::interrupted() {
        say::line("The server has ended; everything it acknowledged is in the database.");
        return Ok(ExitCode::SUCCESS);
    }
    anyhow::bail!("the server ended with {status}; its last lines above say why")
}

fn prepare(server: &Server, options: &Options) -> Result<()> {
    let imported = options.data.join("linli.real");
    if options.fresh {
        let there: Vec<PathBuf> = server::database_files(&server.database)
            .into_iter()
            .chain([imported.clone(), guests(options)])
            .filter(|file| file.exists())
            .collect();
        if !there.is_empty() {
            say::line(&format!("  --fresh: deleting {}", server.database.display()));
        }
        for file in there {
            fs::remove_file(&file)
                .map_err(|reason| anyhow::anyhow!("cannot delete {}: {reason}", file.display()))?;
        }
    }
    fs::create_dir_all(&options.data).map_err(|reason| {
        anyhow::anyhow!(
            "cannot make the data directory {}: {reason}",
            options.data.display()
        )
    })?;
    if options.demo && !server.database.exists() {
        fs::write(guests(options), server.load_demo()?)?;
    }
    if options.real && !imported.exists() {
        for (kind, from) in real_examples() {
            server.import(kind, &from)?;
        }
        fs::write(
            imported,
            "Toulouse 2019 and vTaiwan UberX are imported into the database beside this file.\n",
        )?;
    }
    Ok(())
}

/// What the demo community's making said: who can sign in.
fn guests(options: &Options) -> PathBuf {
    options.data.join("linli.demo.txt")
}

fn real_examples() -> [(&'static str, PathBuf); 2] {
    let data = paths::real_data();
    [
        ("pabulib", data.join("pabulib/France_Toulouse_2019.pb")),
        ("polis", data.join("polis/vtaiwan.uberx")),
    ]
}

fn ensure_real_data() -> Result<()> {
    for (_, from) in real_examples() {
        anyhow::ensure!(
            from.exists(),
            "--real needs {}, which is not there: the real data lies beside the repository; start without --real",
            tidy(&from)
        );
    }
    Ok(())
}

fn tidy(path: &Path) -> String {
    path.display().to_string().replace("/main/..", "")
}

fn announce(options: &Options) {
    let local = format!("http://localhost:{}", options.port);
    say::line("");
    say::line(&format!("  Linli is open at  {}", say::bold(&local)));
    if let Some(network) = options.everywhere.then(network_address).flatten() {
        let url = format!("http://{network}:{}", options.port);
        say::line(&format!("  on this network   {}", say::bold(&url)));
        if let Some(code) = qr::drawn(&url) {
            say::line(&format!("\n{code}"));
        }
    }
    if let Ok(told) = fs::read_to_string(guests(options)) {
        say::line("  The demo community; sign-in codes appear below, on this console.\n");
        for line in told.lines() {
            say::line(&format!("    {line}"));
        }
        say::line("");
    }
    say::line("  Ctrl-C ends it.\n");
}

/// The address that phones on the same network can reach. Connecting a datagram socket sends nothing: it only asks
/// the system which of its addresses it would use.
fn network_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}
