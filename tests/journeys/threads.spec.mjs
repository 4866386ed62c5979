// Reading a thread: the matter's stages and until when one can speak, the moderator's summary, official answers first, and a
// reply says whom it answers.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, reading, done } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const THREAD = "lift-noise";
const TITLE = "5 号楼电梯半夜「咣当」响，有人听见吗？";

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode official answers stand before what neighbours say, the newest first`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    const { items, total } = await asked(server, `/v1/threads/${THREAD}/posts?official=true&order=newest`);
    expect(total).toBeGreaterThan(1);
    await page.goto(`/threads/${THREAD}`);
    await arrived(page, TITLE, { focused: false });
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { level: 2, name: "官方答复" })).toBeVisible();
    const headings = await main.getByRole("heading", { level: 2 }).allTextContents();
    expect(headings.indexOf("官方答复")).toBeLessThan(headings.indexOf("大家的发言"));
    // The section has the newest three; the thread's own list has all posts, these among them.
    const first = main.getByRole("list", { name: "官方答复" }).getByRole("listitem");
    await expect(first).toHaveCount(Math.min(total, 3));
    for (const [at, post] of items.slice(0, 3).entries()) {
      await expect(first.nth(at)).toContainText(post.author.name);
      if (post.answers) await expect(first.nth(at)).toContainText(`回复 ${post.answers.name}`);
    }
    await expectAccessible(page);
  });
}

test("where nothing official was said there is no heading about it", async ({ page, server }) => {
  await whole(server);
  await done(server, await server.signIn("19900000001"), "POST", "/v1/threads/shed/posts", { body: "加锁好。" });
  await page.goto("/threads/shed");
  await arrived(page, "车棚要不要加锁？", { focused: false });
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "官方答复" })).toHaveCount(0);
});

// A thread with a summary and an end, and the matter it belongs to; a poll and a notice of the demo community belong to its vote.
async function whole(server) {
  const write = async (name, text) => {
    const path = join(server.place, name);
    await writeFile(path, text);
    return path;
  };
  const thread = await write(
    "thread.toml",
    `id = "shed"
title = "车棚要不要加锁？"
kind = "discussion"
publisher = "居委会"
created_at = "-5d 09:00"
closes_at = "+5d 18:00"
body = "先听听大家怎么说。"
summary = "多数人愿意加锁。"
`,
  );
  await server.staff("thread", "open", thread);
  const matter = await write(
    "matter.toml",
    `id = "shed-lock"
title = "车棚加锁"
about = "车棚丢过两回车。"
related = [{ kind = "thread", id = "shed" }]
[[stages]]
kind = "discussing"
from = "-5d 09:00"
until = "+5d 18:00"
[[stages]]
kind = "voting"
from = "+6d 09:00"
related = [{ kind = "poll", id = "lift-subsidy" }, { kind = "notice", id = "finance-quarter" }]
[[stages]]
kind = "publishing"
from = "+20d 09:00"
[[stages]]
kind = "carrying_out"
from = "+21d 09:00"
`,
  );
  await server.staff("matter", "publish", matter);
}

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode a thread begins with the way of its matter, until when one can speak, and the summary with its date`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await whole(server);
    await page.goto("/threads/shed");
    await arrived(page, "车棚要不要加锁？", { focused: false });
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "车棚要不要加锁？" [level=1]
        - paragraph: /^居委会.* 发起 · .+/
        - paragraph: /^大家可以说到 .+/
        - list "这件事的步骤":
          - listitem: /大家商量 现在 .+ 截止/
          - listitem:
            - text: /^投票 .+ 开始$/
            - list:
              - listitem:
                - link /^去投票：/
              - listitem:
                - link /^看公告：/
          - listitem: /公布结果 .+ 开始/
          - listitem: /落实 .+ 开始/
        - list:
          - listitem:
            - link "看这件事走到哪一步：车棚加锁"
        - paragraph: 先听听大家怎么说。
        - heading "主持人小结" [level=2]
        - paragraph: 多数人愿意加锁。
    `);
    await expectAccessible(page);
  });
}

// One of each office, as demo/residents.csv has them, and what they are called.
const OFFICES = [
  { phone: "19900000001", word: "居民" },
  { phone: "19900000003", word: "居委会" },
  { phone: "19900000005", word: "物业" },
  { phone: "19900000002", word: "网格员" },
  { phone: "19900000007", word: "主持人" },
];

test("who speaks says in words who they are, and in the list, too, who speaks officially", async ({ page, server }) => {
  const posts = [];
  for (const { phone, word } of OFFICES) {
    const post = await done(server, await server.signIn(phone), "POST", `/v1/threads/${THREAD}/posts`, { body: `我听了一夜，没听见。${word}` });
    posts.push({ ...post, word });
  }
  expect(posts.map(({ official }) => official)).toEqual([false, true, true, true, true]);
  await page.goto(`/threads/${THREAD}?order=newest`);
  await arrived(page, TITLE, { focused: false });
  const main = page.getByRole("main");
  for (const { id, author, official, word } of posts) {
    const head = main.locator(`[id="post-${id}"]`).getByRole("heading", { level: 3 });
    await expect(head).toHaveText(official ? `${author.name}${word}官方答复` : `${author.name}${word}说说看法`);
    // What an assistive device calls it has the same words.
    await expect(head).toHaveAccessibleName(new RegExp(`^${author.name} ?${word} ?${official ? "官方答复" : "说说看法"}$`));
  }
  // The newest three stand before the list, by the same words for who they are.
  const first = main.getByRole("list", { name: "官方答复" }).getByRole("heading", { level: 3 });
  await expect(first).toHaveText([4, 3, 2].map((at) => `${posts[at].author.name}${posts[at].word}`));
  await expectAccessible(page);
});

const STANCES = { for: "赞成", against: "反对", question: "有疑问", neutral: "说说看法" };

// What the mark beside a stance is without its colours: how round its corners are, how far it is turned, how large it is,
// and whether it is filled, which it is where it stands out against what it lies on.
const shapes = (page) =>
  page.evaluate(() => {
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
      }
      return "";
    };
    const found = {};
    for (const stance of document.querySelectorAll("article .stance")) {
      const mark = getComputedStyle(stance, "::before");
      const clear = /^rgba\(.*, 0\)$|^transparent$/.test(mark.backgroundColor);
      const filled = !clear && mark.backgroundColor !== ground(stance);
      const { borderRadius, transform, inlineSize, blockSize, borderWidth, clipPath } = mark;
      found[stance.textContent] = JSON.stringify({ borderRadius, transform, inlineSize, blockSize, borderWidth, clipPath, filled });
    }
    return found;
  });

for (const forcedColors of ["none", "active"]) {
  test(`a stance is a word and a shape, whatever colours it is seen in (forced colours: ${forcedColors})`, async ({ page, server }) => {
    await page.emulateMedia({ forcedColors });
    const cookie = await server.signIn("19900000001");
    const posts = [];
    for (const stance of Object.keys(STANCES)) {
      posts.push(await done(server, cookie, "POST", `/v1/threads/${THREAD}/posts`, { body: `我的话，${stance}。`, stance }));
    }
    await page.goto(`/threads/${THREAD}?order=newest`);
    await arrived(page, TITLE, { focused: false });
    for (const { id, stance } of posts) {
      await expect(page.locator(`[id="post-${id}"]`).getByRole("heading", { level: 3 }).getByText(STANCES[stance], { exact: true })).toBeVisible();
    }
    const found = await shapes(page);
    expect(Object.keys(found).sort()).toEqual(Object.values(STANCES).sort());
    const alike = Object.entries(found).filter(([word, shape]) => Object.entries(found).some(([other, same]) => other !== word && same === shape));
    expect(alike, "two stances with the same shape").toEqual([]);
    await expectAccessible(page);
  });
}
