// node bench-threads.mjs: a thread of 40 posts and one of 10,000, opened in turns, each time in a new browser context, and prints
// JSON. For each: how many posts of its own it has, the milliseconds from the navigation until the first post stands there (`first`)
// and until a tap on it is taken (`interactive`), until it stands there on a second visit without a network (`offline`), and until the
// newest post stands there when its own address is opened (`near`). `after` is what the page holds after 50, 110 and 230 pages of more: bytes of heap (JavaScript's and the app's own memory) and nodes that stand in no page any more,
// after the garbage is collected.
// `cargo xtask bench threads` runs it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { chromium } from "@playwright/test";

import community from "./community.mjs";
import { held, watched } from "./held.mjs";
import { installed } from "./pages.mjs";
import { Server, staff } from "./server.mjs";

const SIZES = { short: 40, long: 10_000 };
const RUNS = 7;
const PAGES = [50, 110, 230];

const away = await community();
const server = await Server.start();
const browser = await chromium.launch({ executablePath: process.env.LINLI_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const [id, count] of Object.entries(SIZES)) {
    const path = join(server.place, `${id}.toml`);
    const lines = [`id = "${id}"`, `title = "${id}"`, 'kind = "discussion"', 'publisher = "居委会"', 'created_at = "-30d 09:00"', 'body = "说说看法。"'];
    await writeFile(path, `${lines.join("\n")}\n`);
    await staff(server.database, "thread", "open", path);
    await staff(server.database, "demo", "posts", "--thread", id, "--count", `${count}`);
  }
  const found = {};
  for (const id of Object.keys(SIZES)) {
    const { total } = await (await fetch(`${server.url}/v1/threads/${id}/posts`)).json();
    const newest = await (await fetch(`${server.url}/v1/threads/${id}/posts?order=newest&limit=1`)).json();
    found[id] = { posts: SIZES[id], roots: total, newest: newest.items[0].id, first: [], interactive: [], offline: [], near: [] };
  }
  // The first run warms the server and the browser's code cache and is not counted.
  for (let run = 0; run <= RUNS; run += 1) {
    for (const id of run % 2 ? ["long", "short"] : ["short", "long"]) {
      const times = await visits(id, found[id].newest);
      if (run > 0) for (const name of Object.keys(times)) found[id][name].push(times[name]);
    }
  }
  found.after = await read_on();
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
  await server.close();
  await away();
}

// A first visit, and a second one without a network.
async function visits(id, newest) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "zh-CN" });
  await context.addInitScript(watch);
  const page = await context.newPage();
  await page.goto(`${server.url}/threads/${id}`);
  const first = await page.evaluate(() => window.firstPost);
  const interactive = await page.evaluate(() => window.taken);
  await installed(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await page.goto(`${server.url}/threads/${id}`);
  const offline = await page.evaluate(() => window.firstPost);
  await context.setOffline(false);
  await page.goto(`${server.url}/threads/${id}?post=${newest}`);
  const near = await page.evaluate(() => window.firstPost);
  if (!(await page.locator(`#post-${newest}`).count())) throw new Error(`the address of ${newest} does not lead there`);
  await context.close();
  return { first, interactive, offline, near };
}

// Runs in the page: when the first post stands there, and when a tap on its toggle has changed something.
function watch() {
  let here, taken;
  window.firstPost = new Promise((done) => (here = done));
  window.taken = new Promise((done) => (taken = done));
  const look = () => {
    const toggle = document.querySelector("article button[aria-pressed]");
    if (!document.querySelector("article[id^=post-]")) return;
    here(performance.now());
    if (!toggle) return;
    seen.disconnect();
    const answered = new MutationObserver(() => {
      answered.disconnect();
      taken(performance.now());
    });
    answered.observe(toggle.closest("article"), { subtree: true, childList: true, attributes: true, characterData: true });
    toggle.click();
  };
  const seen = new MutationObserver(look);
  seen.observe(document, { subtree: true, childList: true });
}

// Reads on in the long thread, page by page.
async function read_on() {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "zh-CN" });
  await watched(context);
  const page = await context.newPage();
  const debug = await context.newCDPSession(page);
  await page.goto(`${server.url}/threads/long`);
  // Official answers, which stand before, have a button of their own.
  const more = page.getByRole("button", { name: /^再看一些/ }).last();
  const after = [];
  for (let read = 1; read <= Math.max(...PAGES); read += 1) {
    const before = await more.textContent();
    // The button takes no second press within a trembling hand's time.
    await page.waitForTimeout(620);
    await more.click();
    await page.waitForFunction((before) => [...document.querySelectorAll(".load-more button")].at(-1).textContent !== before, before);
    if (PAGES.includes(read)) after.push({ pages: read, ...(await held(page, debug)) });
  }
  await context.close();
  return after;
}
