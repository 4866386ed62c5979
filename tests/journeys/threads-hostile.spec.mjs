// What residents and moderators type is text, whatever it looks like: in the thread, in the preview, beside a reply, after an edit,
// as a statement, a reason, an answer, a matter, a title. No script runs, nothing is fetched from anywhere else (test.mjs watches
// that for every test), no link leads into a script.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { acting, among, CORPUS, noDialogs, packed, readAll } from "../support/hostile.mjs";
import { arrived, asked, done, heading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const THREAD = "courtyard-benches";
const PEOPLE = ["19900000001", "19900000002", "19900000004", "19900000005"];

test.setTimeout(240_000);

const main = (page) => page.getByRole("main");
const mark = (at) => `甲${at}乙`;

test("nothing that is typed becomes more than text", async ({ page, context, server }) => {
  noDialogs(page);
  const cookies = [];
  for (const phone of PEOPLE) cookies.push(await server.signIn(phone));
  const posts = [];
  for (const [at, text] of CORPUS.entries()) {
    const cookie = cookies[at % cookies.length];
    const body = `${text}\n\n${mark(at)}`;
    const sending = done(server, cookie, "POST", `/v1/threads/${THREAD}/posts`, { body });
    if (text.includes("\0")) {
      // No database keeps it as a character.
      await expect(sending).rejects.toThrow("NUL characters are not allowed");
      continue;
    }
    const post = await sending;
    expect(post.body.value).toBe(body);
    posts.push({ ...post, at, cookie });
  }
  await signedIn(context, server, PEOPLE[0]);

  // In the thread, all of them.
  await page.goto(`/threads/${THREAD}?order=newest`);
  const harmless = async () => expect(await acting(page)).toEqual([]);
  const articles = await readAll(page, main(page).getByRole("article"), harmless);
  for (const [at, text] of CORPUS.entries()) {
    if (text.includes("\0")) continue;
    expect(among(articles, mark(at)).rows, text.slice(0, 60)).toBe(1);
    // HTML stands there as it was typed; only the marks of Markdown go.
    if (/^<[^\n`*\\]*$/.test(text)) expect(articles.find((article) => article.includes(mark(at)))).toContain(text);
  }

  // In the preview, one after the other.
  await page.goto(`/threads/${THREAD}/write`);
  await arrived(page, "说两句", { focused: false });
  await main(page).getByRole("button", { name: "先看看是什么样" }).click();
  const shown = main(page).getByRole("region", { name: "别人看到的是这样" });
  for (const [at, text] of CORPUS.entries()) {
    await main(page).getByRole("textbox").fill(`${text}\n\n${mark(at)}`);
    await expect(shown).toContainText(mark(at));
    expect(await acting(page), text.slice(0, 60)).toEqual([]);
  }
  await main(page).getByRole("textbox").fill("");

  // Beside a reply, in the history after an edit, and as what is withdrawn: every seventh.
  const some = posts.filter(({ at }) => at % 7 === 0);
  for (const { at, ...post } of some) {
    await page.goto(`/threads/${THREAD}/write?reply=${post.id}`);
    await expect(main(page).getByRole("blockquote").filter({ hasText: mark(at) }).first()).toBeVisible();
    expect(await acting(page)).toEqual([]);
    await done(server, post.cookie, "PATCH", `/v1/posts/${post.id}`, { body: `${CORPUS[at]}\n\n${mark(at)}改` });
    await page.goto(`/threads/${THREAD}/history?post=${post.id}`);
    await expect(main(page).getByRole("article")).toHaveCount(2);
    await expect(main(page).getByRole("article").last()).toContainText(mark(at));
    expect(await acting(page)).toEqual([]);
  }
  for (const { id, cookie } of some) await fetch(`${server.url}/v1/posts/${id}`, { method: "DELETE", headers: { origin: server.url, cookie } });
  await page.goto(`/threads/${THREAD}?order=newest`);
  await expect(main(page).getByText("这条发言由本人撤回。").first()).toBeVisible();
  expect(await acting(page)).toEqual([]);
  const { items } = await asked(server, `/v1/threads/${THREAD}/posts?order=newest`);
  expect(items.filter(({ state }) => state === "withdrawn").every(({ body }) => body.value === "")).toBe(true);
});

test("no statement becomes more than text", async ({ page, context, server }) => {
  noDialogs(page);
  const cookies = [];
  for (const phone of PEOPLE) cookies.push(await server.signIn(phone));
  const path = "/v1/threads/ebike-statements/statements";
  const made = [];
  for (const [at, text] of packed(300).entries()) {
    made.push(await done(server, cookies[at % cookies.length], "POST", path, { text: `${text} ${mark(at)}` }));
  }
  await signedIn(context, server, "19900000006");
  await page.goto("/threads/ebike-statements/statements");
  const rows = await readAll(page, main(page).getByRole("listitem"), async () => expect(await acting(page)).toEqual([]));
  for (const at of made.keys()) expect(among(rows, mark(at)).rows).toBe(1);
  for (const [at, { id }] of made.entries()) {
    await page.goto(`/threads/ebike-statements/answer?ask=${id}`);
    await expect(main(page).getByRole("heading", { level: 2 })).toContainText(mark(at));
    expect(await acting(page)).toEqual([]);
  }
});

test("no reason and no answer of a moderator becomes more than text", async ({ page, context, server }) => {
  noDialogs(page);
  const [mine, other] = [await signedIn(context, server, PEOPLE[0]), await server.signIn(PEOPLE[1])];
  const packs = packed(450);
  for (const [at, text] of packs.entries()) {
    const words = `${text} ${mark(at)}`;
    const post = await done(server, mine, "POST", `/v1/threads/${THREAD}/posts`, { body: `我的话 ${at}` });
    await server.staff("moderate", "hide", post.id, "--by=陈晓燕", `--reason=${words}`);
    await done(server, mine, "POST", `/v1/posts/${post.id}/objection`, { text: words });
    const [, objection] = /objection\s+(\S+)/.exec(await server.staff("moderate", "list"));
    await server.staff("moderate", "objection", objection, "refuse", "--by=周国平", `--answer=${words}`);
    const theirs = await done(server, other, "POST", `/v1/threads/${THREAD}/posts`, { body: `他的话 ${at}` });
    const report = await done(server, mine, "POST", "/v1/reports", { post_id: theirs.id, reason: "insult", comment: words });
    await server.staff("moderate", "dismiss", report.id, "--by=陈晓燕", `--answer=${words}`);
  }
  await page.goto(`/threads/${THREAD}?order=newest`);
  const harmless = async () => expect(await acting(page)).toEqual([]);
  const articles = await readAll(page, main(page).getByRole("article"), harmless);
  // As the reason, and as the answer to the objection.
  for (const at of packs.keys()) expect(among(articles, mark(at)).times).toBe(2);
  for (const path of ["/my-reports", "/moderation"]) {
    await page.goto(path);
    const rows = await readAll(page, main(page).getByRole("listitem"), harmless);
    for (const at of packs.keys()) expect(among(rows, mark(at)).rows).toBeGreaterThan(0);
  }
});

test("no title and no text of a matter becomes more than text", async ({ page, server }) => {
  noDialogs(page);
  // A text of TOML looks like one of JSON.
  const text = JSON.stringify;
  const short = (title) => [...title].slice(0, 80).join("");
  const every = packed(600).map((pack, at) => `${pack}\n\n${mark(at)}`).join("\n\n");
  const form = join(server.place, "form.toml");
  for (const [at, title] of packed(100).entries()) {
    const named = `title = ${text(`${title} ${mark(at)}`)}`;
    await writeFile(form, `id = "thread-${at}"\n${named}\nkind = "discussion"\npublisher = ${text(short(title))}\ncreated_at = "-1d 09:00"\nbody = "看看。"\n`);
    await server.staff("thread", "open", form);
    await writeFile(
      form,
      `id = "matter-${at}"\n${named}\nabout = ${text(every)}\nrelated = [{ kind = "thread", id = "thread-${at}" }]\n` +
        `[outcome]\ntext = ${text(every)}\nresponsible = ${text(short(title))}\n[[outcome.progress]]\nat = "-1d 10:00"\ntext = ${text(title)}\n`,
    );
    await server.staff("matter", "publish", form);
  }
  for (const path of ["/threads", "/matters"]) {
    await page.goto(path);
    // The ways to other lists stand in a list, too, and may come first.
    const listed = main(page).getByRole("listitem").filter({ has: page.getByRole("heading") });
    const rows = await readAll(page, listed, async () => expect(await acting(page)).toEqual([]));
    for (const at of packed(100).keys()) expect(among(rows, mark(at)).rows).toBe(1);
  }
  for (const at of [...packed(100).keys()].filter((at) => at % 5 === 0)) {
    await page.goto(`/threads/thread-${at}`);
    await expect(heading(page, new RegExp(mark(at)))).toBeVisible();
    await expect(main(page).getByRole("link").filter({ hasText: mark(at) })).toHaveCount(1);
    expect(await acting(page)).toEqual([]);
    await page.goto(`/matters/matter-${at}`);
    await expect(heading(page, new RegExp(mark(at)))).toBeVisible();
    await expect(main(page).getByText(mark(0)).first()).toBeVisible();
    expect(await acting(page)).toEqual([]);
  }
});
