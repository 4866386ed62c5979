// An adhocracy installation as small as can be: the app, and the hand-written answers of fixtures/adhocracy.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

import { repository } from "./server.mjs";

const dist = process.env.LINLI_DIST ?? join(repository, "dist");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json" };
const ANSWERS = {
  "/api/app-projects/": "app-projects.json",
  "/api/polls/1/": "poll-open.json",
  "/api/contenttypes/35/objects/1/comments/": "comments.json",
};

const CONFIG = {
  backend: {
    kind: "adhocracy",
    base: "",
    name: "Musterstadt",
    languages: ["zh-CN", "en"],
    time_zone: "Europe/Berlin",
    polls: [1],
    threads: [{ content_type: 35, id: 1, title: "Der Innenhof" }],
    terms_agreed: true,
  },
};

// `received` holds the bodies of all votes; everybody with the password "lindenhof" is let in.
export async function adhocracy() {
  const received = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const answer = (status, type, body) => response.writeHead(status, { "content-type": type }).end(body);
    const json = (status, body) => answer(status, "application/json", JSON.stringify(body));
    try {
      if (pathname === "/config.json") return json(200, CONFIG);
      if (request.method === "POST") {
        let text = "";
        for await (const part of request) text += part;
        const body = JSON.parse(text);
        if (pathname === "/api/token/") {
          if (body.password !== "lindenhof") return json(401, { detail: "No active account found with the given credentials" });
          return json(200, { access: "access", refresh: "refresh" });
        }
        if (pathname === "/api/polls/1/vote/") {
          if (request.headers.authorization !== "Bearer access") return json(401, { detail: "not signed in" });
          received.push(body);
          return json(201, {});
        }
        return json(404, { detail: "not found" });
      }
      if (ANSWERS[pathname]) return answer(200, TYPES[".json"], await readFile(join(repository, "tests/fixtures/adhocracy", ANSWERS[pathname])));
      if (/^\/(api|v1)\//.test(pathname)) return json(404, { detail: "not found" });
      const file = extname(pathname) ? normalize(pathname) : "/index.html";
      return answer(200, TYPES[extname(file)] ?? "application/octet-stream", await readFile(join(dist, file)));
    } catch (failure) {
      return answer(404, "text/plain", String(failure));
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    received,
    close: () => new Promise((done) => (server.close(done), server.closeAllConnections())),
  };
}
