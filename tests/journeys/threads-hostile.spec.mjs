// What residents and moderators type is text, whatever it looks like: in the thread, found in it, in what is new there, in the preview,
// beside a reply, after an edit, quoted in an objection, as a statement, in the groups, a reason, an answer, a matter, a title. No script runs, nothing is fetched from anywhere else (test.mjs watches
// that for every test), no link leads into a script.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { deliberation } from "../support/deliberation.mjs";
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

  // Found by a word, which is marked: by one that each of them has, and by words that stand within what could act.
  for (const words of ["乙", "script", "onerror", "<", "\""]) {
    const having = posts.filter(({ body }) => body.value.includes(words));
    expect(having.length).toBeGreaterThan(3);
    await page.goto(`/threads/${THREAD}?q=${encodeURIComponent(words)}`);
    await expect(main(page).getByText(/^找到 \d+ 条有“/)).toBeVisible();
    const found = await readAll(page, main(page).getByRole("article"), async () => {
      // What is found shows why: the words themselves, as they were typed, whatever stands around them.
      const marks = await main(page).getByRole("mark").allTextContents();
      expect(new Set(marks.map((mark) => mark.normalize("NFKC").toLowerCase()))).toEqual(new Set([words]));
      await harmless();
    });
    if (words === "乙") for (const { at } of having) expect(among(found, mark(at)).rows, CORPUS[at].slice(0, 60)).toBe(1);
  }
  // What is looked for stands there as it was typed, found or not.
  for (const text of CORPUS.filter((text, at) => at % 7 === 0 && /\S/.test(text) && !text.includes("\0") && text.length < 100)) {
    await page.goto(`/threads/${THREAD}?q=${encodeURIComponent(text)}`);
    await expect(main(page).getByText(/^(找到 \d+ 条有|没有找到有)/)).toContainText(`有“${text.trim()}”的发言`);
    await harmless();
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

test("no statement becomes more than text among the groups: in the sentences, in the table, as the title", async ({ page, server }) => {
  noDialogs(page);
  const texts = packed(520).map((text, at) => `${text} ${mark(at)}`);
  expect(texts.length).toBeGreaterThanOrEqual(7);
  // Two that all say and five that divide are as many as are shown of each.
  for (let from = 0; from < texts.length; from += 7) {
    const seven = Array.from({ length: 7 }, (_, at) => (from + at) % texts.length);
    const topic = `${CORPUS.find((text) => text.startsWith("<img"))} ${from}`;
    const id = await deliberation(server, { topic, texts: seven.map((at) => texts[at]), first: 12, second: 8 });
    await page.goto(`/threads/${id}/opinions`);
    await expect(heading(page, `大家的看法：${topic}`)).toBeVisible();
    await expect(main(page).getByRole("table", { name: "各组怎么说" })).toBeVisible();
    const said = await main(page).textContent();
    for (const at of seven) expect(said).toContain(mark(at));
    expect(await acting(page)).toEqual([]);
  }
});

test("nothing that is new since the last visit becomes more than text", async ({ page, context, server }) => {
  noDialogs(page);
  await signedIn(context, server, PEOPLE[0]);
  const neighbours = [await server.signIn("19900000041"), await server.signIn("19900000042"), await server.signIn("19900000043")];
  const staff = [await server.signIn("19900000003"), await server.signIn("19900000002")];
  await page.goto(`/threads/${THREAD}`);
  await expect(main(page).getByRole("article").first()).toBeVisible();
  // An hour later by the phone's clock; what is new is asked for from where the last batch ended.
  await page.goto("/");
  await page.clock.install({ time: Date.now() + 3_600_000 });
  let since;
  await page.route("**/news?*", (route) => {
    const url = new URL(route.request().url());
    if (since) url.searchParams.set("since", since);
    return route.continue({ url: url.href });
  });
  const texts = CORPUS.filter((text) => !text.includes("\0") && text.length <= 48);
  expect(texts.length).toBeGreaterThan(60);
  const stances = ["for", "against", "question", "neutral"];
  for (let from = 0; from < texts.length; from += 6) {
    const batch = texts.slice(from, from + 6);
    let last;
    for (const [at, text] of batch.entries()) {
      const who = at < 2 ? staff[at] : neighbours[(from / 6) % neighbours.length];
      const stance = at < 2 ? "neutral" : stances[at - 2];
      last = await done(server, who, "POST", `/v1/threads/${THREAD}/posts`, { body: `${text} ${mark(from + at)}`, stance });
      if (at >= 2) await done(server, staff[0], "PUT", `/v1/posts/${last.id}/rating`, { agree: true });
    }
    await page.goto(`/threads/${THREAD}${from % 12 === 0 ? "" : "/news"}`);
    const list = page.getByRole("list").filter({ has: page.locator("#news-1") });
    await expect(list.getByRole("listitem")).toHaveCount(batch.length);
    expect(await acting(page), batch.join(" | ")).toEqual([]);
    since = last.created_at;
  }
});

test("no post becomes more than text where its author objects to its being hidden", async ({ page, context, server }) => {
  noDialogs(page);
  const cookie = await signedIn(context, server, PEOPLE[0]);
  // Each of them begins a line: at the beginning of one much may be Markdown.
  const texts = CORPUS.filter((text) => !text.includes("\0") && text.length < 900);
  for (let from = 0; from < texts.length; from += 12) {
    const body = texts.slice(from, from + 12).map((text, at) => `${mark(from + at)}\n\n${text}`).join("\n\n");
    const post = await done(server, cookie, "POST", `/v1/threads/${THREAD}/posts`, { body });
    await server.staff("moderate", "hide", post.id, "--by=陈晓燕", "--reason=跑题");
    await page.goto(`/threads/${THREAD}/object?post=${post.id}`);
    await expect(main(page).getByRole("blockquote").first()).toContainText(mark(from));
    expect(await acting(page), body.slice(0, 200)).toEqual([]);
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
