// The real server, started as a community would start it: on a database file and a port of its own.
import { spawn } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.LINLI_SERVER ?? join(repository, "target/server/linli-server");
const dist = process.env.LINLI_DIST ?? join(repository, "dist");

// Runs a staff command (`demo load`, `import pabulib`, …) to its end; gives what it printed.
export async function staff(database, ...words) {
  const child = spawn(program, [...words, "--database", `sqlite:${database}`], { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const pipe of [child.stdout, child.stderr]) pipe.setEncoding("utf8").on("data", (text) => (printed += text));
  const code = await new Promise((done, failed) => child.on("close", done).on("error", failed));
  if (code !== 0) throw new Error(`linli-server ${words.join(" ")} ended with ${code}:\n${printed}`);
  return printed;
}

// A port for a server that may go away and come back. Below those that the system gives to whoever asks for any: while the
// server is away, another one or one of the browser's own connections would take its place.
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer();
    const free = await new Promise((done) => probe.once("error", () => done(false)).listen(port, "127.0.0.1", () => done(true)));
    if (!free) continue;
    await new Promise((done) => probe.close(done));
    return port;
  }
}

export class Server {
  // `from` is a database to begin with, copied; without it the community is empty.
  static async start({ from = process.env.LINLI_DEMO_DATABASE, arguments: more = [], environment = {} } = {}) {
    const server = new Server();
    server.place = await mkdtemp(join(tmpdir(), "linli-server-"));
    server.database = join(server.place, "linli.db");
    if (from) await copyFile(from, server.database);
    server.port = await freePort();
    server.more = more;
    server.environment = environment;
    server.console = "";
    server.waiting = new Set();
    await server.#run();
    return server;
  }

  async #run() {
    this.began = this.console.length;
    const words = ["serve", "--listen", `127.0.0.1:${this.port}`, "--database", `sqlite:${this.database}`, "--dist", dist];
    this.child = spawn(program, [...words, ...this.more], {
      cwd: repository,
      env: { ...process.env, ...this.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const pipe of [this.child.stdout, this.child.stderr]) {
      pipe.setEncoding("utf8").on("data", (text) => {
        this.console += text;
        for (const look of this.waiting) look();
      });
    }
    this.ended = new Promise((done) => this.child.on("close", done));
    const ready = this.printed(/listening on http:\/\/127\.0\.0\.1:(\d+)/, this.began);
    const over = this.ended.then(() => {
      throw new Error(`the server ended at once:\n${this.console}`);
    });
    over.catch(() => {});
    // After a restart it is the same again.
    await Promise.race([ready, over]);
    this.url = `http://127.0.0.1:${this.port}`;
  }

  // Waits for a line on the console after `since`; gives the match.
  async printed(pattern, since = 0) {
    return new Promise((done) => {
      const look = () => {
        const found = pattern.exec(this.console.slice(since));
        if (!found) return;
        this.waiting.delete(look);
        done(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  // Runs `ask`, which makes the server send a code, and reads that code from the console.
  async code(phone, ask) {
    const since = this.console.length;
    await ask();
    return (await this.printed(new RegExp(`code for \\S*${phone.slice(-4)}(?:, to let .* help)?: (\\d+)\\n`), since))[1];
  }

  // Signs in without a browser; gives the session's cookie as "name=value".
  async signIn(phone) {
    const send = (path, body) =>
      fetch(`${this.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: this.url },
        body: JSON.stringify(body),
      });
    const code = await this.code(phone, () => send("/v1/session/code", { phone }));
    const answer = await send("/v1/session", { kind: "phone_code", phone, code });
    if (!answer.ok) throw new Error(`sign-in was answered ${answer.status}: ${await answer.text()}`);
    return answer.headers.getSetCookie()[0].split(";")[0];
  }

  // As a power cut would end it.
  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  // As an operator would end it.
  async stop() {
    this.child.kill("SIGTERM");
    await this.ended;
  }

  // On the same port and the same database.
  async restart() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop();
    await this.#run();
  }

  staff(...words) {
    return staff(this.database, ...words);
  }

  async close() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop();
    await rm(this.place, { recursive: true, force: true });
  }
}
