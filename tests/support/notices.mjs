// Notices as staff write them: front matter, text, and the same in plain words.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

// A text of TOML looks like one of JSON.
const text = JSON.stringify;

const value = (of) => {
  if (Array.isArray(of)) return `[${of.map(value).join(", ")}]`;
  if (of && typeof of === "object") return `{ ${Object.entries(of).map(([name, inner]) => `${name} = ${value(inner)}`).join(", ")} }`;
  return typeof of === "string" ? text(of) : String(of);
};

// The file of a notice; what is not given of its front matter is something ordinary.
export function written({ body = "", plain, ...front }) {
  const all = { summary: front.title, category: "community", publisher: "梧桐里社区居委会", ...front };
  const lines = Object.entries(all).map(([name, of]) => `${name} = ${value(of)}`);
  return `+++\n${lines.join("\n")}\n+++\n${body}\n${plain ? `\n%%% plain\n${plain}\n` : ""}`;
}

export async function published(server, notice) {
  const path = join(server.place, "notice.md");
  await writeFile(path, written(notice));
  await server.staff("notice", "publish", path);
}

// Publishes a folder of them by one command; `files` are what they name, by their path.
export async function imported(server, notices, files = {}) {
  const folder = join(server.place, "import");
  await mkdir(join(folder, "files"), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  for (const [at, notice] of notices.entries()) await writeFile(join(folder, `${String(at).padStart(4, "0")}.md`), written(notice));
  return server.staff("notice", "import", folder);
}
