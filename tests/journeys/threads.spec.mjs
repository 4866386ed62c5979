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

test("who speaks says in words who they are: neighbours, too", async ({ page, server }) => {
  const { items } = await asked(server, `/v1/threads/${THREAD}/posts?limit=20`);
  const word = { resident: "居民", committee: "居委会", property: "物业", grid_worker: "网格员", moderator: "主持人" };
  await page.goto(`/threads/${THREAD}`);
  await arrived(page, TITLE, { focused: false });
  const heads = page.getByRole("main").getByRole("heading", { level: 3 });
  for (const { author } of items.filter(({ parent_id, state }) => !parent_id && state === "visible").slice(0, 4)) {
    await expect(heads.filter({ hasText: author.name }).first()).toContainText(word[author.role]);
  }
});
