// What residents do on several pages, said once. Everything is found by its role and its accessible name.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "@playwright/test";

// A resident who keeps a free vote in the demo community.
export const RESIDENT = "19900000001";

export const heading = (page, name) => page.getByRole("heading", { level: 1, name });

// Every page of this browser opens with these reading preferences, as the phone keeps them.
export const reading = (context, preferences) =>
  context.addInitScript((value) => {
    // The engine's own empty frames have no storage.
    if (location.protocol.startsWith("http")) localStorage.setItem("linli.prefs", value);
  }, preferences);

// The page named so is there; after a navigation its heading has the focus.
export async function arrived(page, name, { focused = true } = {}) {
  await expect(heading(page, name)).toBeVisible();
  if (focused) await expect(heading(page, name)).toBeFocused();
}

// Everything that the page loads is there, be it behind a question.
export async function complete(page) {
  await expect(page.getByRole("contentinfo", { includeHidden: true }).getByRole("link", { includeHidden: true })).toBeVisible();
  await expect(page.getByRole("main", { includeHidden: true }).getByText("正在打开")).toHaveCount(0);
}

// The resident looks before the next tap: the page's clock goes on by more than a trembling hand takes (see test.mjs).
export const aMoment = (page) => page.evaluate(() => history.replaceState(history.state, ""));

// To this address as by a link of the page: the app goes on, with what it holds in memory.
export const follow = (page, href) =>
  page.evaluate((href) => {
    const link = document.body.appendChild(Object.assign(document.createElement("a"), { href }));
    link.click();
    link.remove();
  }, href);

// The same where the test has the page's clock in its own hands (`page.clock.install`): test.mjs does not move that one on.
export const aMomentByClock = (page) => page.clock.fastForward(700);

// Presses this button of the page, which asks once, and says yes.
export async function forGood(page, name) {
  const main = page.getByRole("main");
  await main.getByRole("button", { name, exact: true }).first().click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("交出去以后，改不了，也收不回来。");
  await expect(question.getByRole("button", { name: "先不交，再看看" }).last()).toBeFocused();
  await aMoment(page);
  await question.getByRole("button", { name, exact: true }).click();
  await expect(question).toBeHidden();
}

// In elder mode what is secondary stands behind its name; in standard mode there is nothing to unfold.
export async function unfold(within, name) {
  const fold = within.getByText(name, { exact: true });
  if (await fold.count()) await fold.first().click();
}

// Signs the page's browser in without the sign-in pages; gives the cookie as "name=value".
export async function signedIn(context, server, phone = RESIDENT) {
  const cookie = await server.signIn(phone);
  const [name, value] = cookie.split(/=(.*)/);
  await context.addCookies([{ name, value, url: server.url }]);
  return cookie;
}

// What this browser says with every request, as "name=value; …".
export const cookies = async (context, server) => (await context.cookies(server.url)).map(({ name, value }) => `${name}=${value}`).join("; ");

// What the server itself says, as the person with this cookie (or as nobody).
export async function asked(server, path, cookie) {
  const answer = await fetch(server.url + path, { headers: cookie ? { cookie } : {} });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

// Does something without a browser, as the person with this cookie; gives the answer.
export async function done(server, cookie, method, path, body) {
  const answer = await fetch(server.url + path, {
    method,
    headers: { "content-type": "application/json", origin: server.url, cookie },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

// Opens a poll as staff do, from its TOML.
export async function pollOpened(server, toml) {
  const file = join(server.place, "poll.toml");
  await writeFile(file, toml);
  await server.staff("poll", "open", file);
}

// The same with these questions, after everything that most polls have in common.
export function pollAsking(server, id, title, questions, results = "always") {
  const head = [`id = "${id}"`, `title = "${title}"`, 'about = "请大家看看。"', 'opens_at = "-1d 09:00"', 'closes_at = "+5d 20:00"'];
  const rules = ['secrecy = "anonymous"', 'unit = "person"', `results = "${results}"`, 'tie_rule = "earlier_listed"'];
  return pollOpened(server, [...head, ...rules, questions].join("\n"));
}

// A vote of owners on the reserve fund, as a poll's file has it.
export const ownersPoll = (title, question, options) => `id = "reserve"
title = "${title}"
about = "按户数和面积两样算。"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "named"
unit = "household"
results = "after_close"
tie_rule = "none_decides"

[[questions]]
id = "roof"
title = "${question}"
method = { kind = "owners" }
options = ${options}
`;

// The first of what this poll offers is chosen and stands on the check page, not sent.
export async function chosen(page, poll) {
  const main = page.getByRole("main");
  await page.goto(`/polls/${poll}/ballot`);
  await main.getByRole("radio").or(main.getByRole("checkbox")).first().check();
  await main.getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");
}

// The same, sent and counted.
export async function voted(page, poll) {
  const main = page.getByRole("main");
  await chosen(page, poll);
  await main.getByRole("button", { name: "提交我的投票" }).click();
  await expect(main.getByText(/已计入$/)).toBeVisible();
}

// The number of the receipt that is shown.
export const receiptNumber = (page) => page.getByRole("main").getByText(/^[0-9A-Z]{4}[ -][0-9A-Z]{4}$/).first().innerText();

// A resident who has been here for a while: a ballot that was counted, one that was chosen and not sent, a post that was edited, one
// that a moderator hid, two reports of others', one of them refused. Gives the ids of the two posts.
export async function livedIn(page, server, cookie) {
  await voted(page, "clinic-day-poll");
  await chosen(page, "courtyard");
  const send = (method, path, body) => done(server, cookie, method, `/v1${path}`, body);
  const posts = "/threads/courtyard-benches/posts";
  const [edited, hidden] = [await send("POST", posts, { body: "要靠背。" }), await send("POST", posts, { body: "卖长椅。" })];
  await send("PATCH", `/posts/${edited.id}`, { body: "要靠背，也要扶手。" });
  await server.staff("moderate", "hide", hidden.id, "--by", "陈晓燕", "--reason", "是广告");
  await send("POST", "/reports", { post_id: "courtyard-benches-p1", reason: "false", comment: "" });
  const refused = await send("POST", "/reports", { post_id: "courtyard-benches-p2", reason: "advertising", comment: "" });
  await server.staff("moderate", "dismiss", refused.id, "--by", "陈晓燕", "--answer", "说的是长椅，不是广告。");
  return { edited: edited.id, hidden: hidden.id, refused: refused.id };
}

// What the phone keeps in a store of its database ("drafts", "outbox"), as texts. Writing there takes a moment that no
// page shows, so who opens the page anew waits for it.
export const stored = (page, store) =>
  page.evaluate(async (store) => {
    // Opening a database that is not there yet would make an empty one.
    if (!(await indexedDB.databases()).some(({ name }) => name === "linli")) return [];
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open("linli"));
    try {
      return await done(database.transaction(store).objectStore(store).getAll());
    } finally {
      database.close();
    }
  }, store);

// The answers of the ballot for this poll, as the phone keeps them.
export async function storedAnswers(page, poll) {
  const records = (await stored(page, "outbox")).map((text) => JSON.parse(text));
  return records.find(({ poll_id }) => poll_id === poll)?.answers;
}

// From here on this page opens without a network: the service worker is in charge, and has every part that was needed.
export const installed = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    }
    const parts = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm"));
    while (!(await Promise.all(parts.map(({ name }) => caches.match(name)))).every(Boolean)) {
      await new Promise((next) => requestAnimationFrame(next));
    }
  });

// The document is named after the page and the community.
export async function titled(page, name) {
  await expect(page).toHaveTitle(`${name} - 梧桐里社区`);
}

// Every page of this browser keeps what it tells a screen reader: the next words take the place of the last.
export const listening = (context) =>
  context.addInitScript(() => {
    window.told = [];
    document.addEventListener("DOMContentLoaded", () => {
      const region = document.getElementById("announcer");
      if (region) new MutationObserver(() => window.told.push(region.textContent)).observe(region, { childList: true });
    });
  });

// A screen reader was told these words, since the page was opened.
export const heard = (page, words) => expect.poll(() => page.evaluate(() => window.told.join("\n"))).toContain(words);
