// What can go wrong, as somebody meets it: every problem of the contract, answers that are none, and the words that stand for each in
// the catalogue.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { repository } from "../support/server.mjs";
import { expect } from "../support/test.mjs";
import { unseen, walk } from "./examine.mjs";
import { Phone } from "./phone.mjs";
import { phone as kept } from "./seed.mjs";

const catalogue = JSON.parse(await readFile(join(repository, "locales/zh-CN.json"), "utf8"));

// The words of a key, as they stand.
export const words = (key) => {
  if (!(key in catalogue)) throw new Error(`no words for ${key}`);
  return catalogue[key];
};

// Every problem of the contract: { name, status }, from where the contract has them.
export async function problems() {
  const source = await readFile(join(repository, "crates/contract/src/problem.rs"), "utf8");
  const [, list] = /^problem_types! \{\n([\s\S]*?)^\}/m.exec(source);
  return [...list.matchAll(/^ +\w+, "([a-z-]+)", (\d+),/gm)].map(([, name, status]) => ({ name, status: Number(status) }));
}

// What says the same as a problem of the contract and is none, and what says nothing at all.
export const OTHERS = {
  "an HTML page": { status: 200, contentType: "text/html", body: "<!doctype html><title>Wi-Fi</title><h1>请先登录无线网</h1>" },
  "half an answer": { status: 200, contentType: "application/json", body: '{"id": "p-' },
  maintenance: { status: 503, contentType: "text/html", headers: { "retry-after": "120" }, body: "<h1>Down for maintenance</h1>" },
  "a gateway that waits no longer": { status: 504, contentType: "text/plain", body: "" },
  "no network": "internetdisconnected",
};

// Answers a request as the backend, or what stands before it, would.
export async function answer(route, name) {
  const other = OTHERS[name];
  if (typeof other === "string") return route.abort(other);
  if (other) return route.fulfill(other);
  const { status } = (await problems()).find((problem) => problem.name === name);
  return route.fulfill({ status, contentType: "application/problem+json", body: JSON.stringify({ type: `/problems/${name}`, title: name, status }) });
}

// A phone on which everything is looked at by `look(name)`: every probe, in the mode's own size and with the largest letters on the
// smallest screen. What looks like something before it, with other words, is looked at for what words can do.
export async function watching({ browser, server, wrongs }, mode, { who = "a resident", seen = unseen(), ...more } = {}) {
  const text = mode === "elder" ? 24 : 18;
  const phone = await Phone.start({
    browser,
    server,
    wrongs,
    kept: who === "nobody" ? undefined : await kept(),
    preferences: `text=${text};theme=light;mode=${mode};spacing=0`,
    ...more,
  });
  const { page } = phone;
  const looking = walk(page, mode, { seen, brief: true });
  const look = async (name, { app = true } = {}) => {
    const found = await looking(name, ["failed"], { app });
    expect.soft(found.map(({ probe, what, cell }) => `${probe}: ${what} (${cell})`), `${name}, ${mode}`).toEqual([]);
  };
  return { phone, page, main: page.getByRole("main"), look };
}

// That it is told what happened and what to do now, and that one can do something.
export async function told(main, kind) {
  await expect(main).toContainText(words(`failure.${kind}.title`));
  await expect(main).toContainText(words(`failure.${kind}.next`));
  await expect(main.getByRole("button").or(main.getByRole("link")).first()).toBeVisible();
}
