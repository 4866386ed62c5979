//! Every developer command. Run it as `cargo xtask COMMAND`.

mod args;
mod bench;
mod build;
mod chromium;
mod count;
mod debian;
mod dev;
mod openapi;
mod opinion;
mod paths;
mod process;
mod qr;
mod say;
mod screenshots;
mod server;
mod signals;
mod start;
mod test;
mod tools;
mod words;

use std::process::ExitCode;

use args::Args;

const USAGE: &str = "\
cargo xtask COMMAND

  start         set up what is missing, build, and serve the demo community
      --port N          port (8080)
      --data DIR        where the community's database lies (data)
      --fresh           delete that database first
      --no-demo         start with an empty community
      --real            add Toulouse 2019 and vTaiwan UberX from ../shared/data
      --listen WHERE    all (phones on the same network can open it) or local; all
  dev           serve with reload for people who change the code
      --backend URL     use that backend rather than the embedded one
      --port N          port (8080)
  build         build the app into dist/ and check its size and its dependencies
      --accept-dependencies   write the list of wasm dependencies anew
  test          run everything; ends with one line that counts all runners
      --only NAME       one step: format, lint, lint-app, native, app, wasm, build, contract or journeys;
                        may be repeated
      --full            journeys: look at every state of the app in every way to read it (hours)
  openapi       write crates/contract/openapi.json
  words         write the catalogues that are made of others: locales/zh-TW.json and locales/ar.json
  screenshots   write docs/pictures/*.png
  count PLACE…  count elections (.pb files, or folders of them) by the rule they name and compare with the winners
                they publish
  opinion DIR…  group deliberations by their Polis exports (or folders of them); for each people, statements, groups, adjusted
                Rand index against the published groups (- where there are none) and milliseconds of grouping
  bench count   how fast elections are counted: against pabutools, by a million ballots, and on the phone
  bench ballots how many ballots a second the server keeps, and that none is lost when it is killed
  bench opinion how fast deliberations are grouped, against red-dwarf, and how far the groups are the same;
      DIR…              these Polis exports rather than the three of ../shared/data/polis";

/// What went wrong, said in one line that names the mend. It ends the command with exit code 2.
type Result<T> = anyhow::Result<T>;

fn main() -> ExitCode {
    let mut args = Args::new(std::env::args().skip(1).collect());
    let command = args.command();
    let outcome = match command.as_deref() {
        Some("start") => start::run(args),
        Some("dev") => dev::run(args),
        Some("build") => build::run(args),
        Some("test") => test::run(args),
        Some("openapi") => openapi::run(args),
        Some("words") => words::run(args),
        Some("screenshots") => screenshots::run(args),
        Some("count") => count::run(args),
        Some("opinion") => opinion::run(args),
        Some("bench") => bench::run(args),
        Some("help" | "--help" | "-h") | None => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        Some(other) => Err(anyhow::anyhow!(
            "there is no command `{other}`; `cargo xtask help` lists them"
        )),
    };
    outcome.unwrap_or_else(|failure| {
        say::failure(&format!("{failure:#}"));
        ExitCode::from(2)
    })
}
