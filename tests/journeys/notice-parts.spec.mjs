// What a notice can bring along, and the ways through the list: each part by itself, and all of it without touching the screen.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { imported, published, written } from "../support/notices.mjs";
import { PIXEL } from "../support/notice-corpus.mjs";
import { aMoment, arrived, asked, reading, signedIn, unfold } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const ELDER = "text=24;theme=light;mode=elder;spacing=0";
const main = (page) => page.getByRole("main");
const rows = (page) => main(page).getByRole("heading", { level: 2 });
const row = (page, title) => main(page).getByRole("listitem").filter({ hasText: title });

test.use({ viewport: { width: 360, height: 640 } });
test.setTimeout(150_000);

test("who says it, how long it holds, its files with kind and size, its picture large, and the next step", async ({ page, server }) => {
  const files = { "files/p.png": PIXEL, "files/a.csv": "楼,时间\n1,8:00\n" };
  const notice = {
    id: "whole",
    title: "什么都有的公告",
    publisher: "物业服务中心",
    valid_until: "+9d 18:00",
    buildings: ["3号楼"],
    body: "正式的话。",
    plain: "大白话。",
    pictures: [{ file: "files/p.png", alt: "充电棚在 4 号楼北面" }],
    attachments: [{ file: "files/a.csv", title: "停水时间表" }],
  };
  await imported(server, [notice, { id: "past", title: "过了期的公告", published_at: "-9d 09:00", valid_until: "-1d 18:00", body: "过去的事。" }], files);

  // Read without signing in, by its address alone.
  await page.goto("/notices/whole");
  await arrived(page, "什么都有的公告", { focused: false });
  await expect(main(page).getByText(/^物业服务中心 · .*\d\d:\d\d$/)).toBeVisible();
  await expect(main(page).getByText(/^有效到 /)).toBeVisible();
  await expect(main(page).getByText("和这些地方有关：3号楼")).toBeVisible();

  // In sequence, or one of the two; the choice stands in the address and is kept.
  const kinds = main(page).getByRole("navigation", { name: "看哪一种" });
  await expect(main(page).getByText("大白话。")).toBeVisible();
  await expect(main(page).getByText("正式的话。")).toBeVisible();
  await kinds.getByRole("link", { name: "只看正式全文" }).click();
  await expect(page).toHaveURL("/notices/whole?text=official");
  await expect(main(page).getByText("大白话。")).toHaveCount(0);
  await page.goto("/notices/whole");
  await expect(kinds.getByRole("link", { name: "只看正式全文" })).toHaveAttribute("aria-current", "true");
  await expect(main(page).getByText("正式的话。")).toBeVisible();
  await expect(main(page).getByText("大白话。")).toHaveCount(0);

  // A file says what it is and how large before anybody taps on it.
  const file = main(page).getByRole("link", { name: "停水时间表 （表格，1 KB）" });
  const answer = await page.request.get(await file.getAttribute("href"));
  expect(answer.headers()["content-disposition"]).toContain("attachment");
  expect(await answer.text()).toBe(files["files/a.csv"]);

  await expect(main(page).getByRole("img", { name: "充电棚在 4 号楼北面" })).toBeVisible();
  const open = main(page).getByRole("button", { name: "看大图 充电棚在 4 号楼北面" });
  await open.click();
  const dialog = page.getByRole("dialog", { name: "充电棚在 4 号楼北面" });
  await expect(dialog.getByRole("img", { name: "充电棚在 4 号楼北面" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "关掉大图" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(open).toBeFocused();

  // What is over says so, in words and before the text.
  await page.goto("/notices/past");
  await expect(main(page).getByText(/^已经过了有效期（.*），仅供参考$/)).toBeVisible();

  // A poll that hangs on it is the next step; a recording is the browser's own player, and nothing of it comes before it is wanted.
  const sounds = [];
  page.on("request", (request) => request.resourceType() === "media" && sounds.push(request.url()));
  await page.goto("/notices/clinic-day");
  await expect(main(page).getByRole("heading", { level: 2, name: "接下来可以" })).toBeVisible();
  await main(page).getByRole("listitem").getByRole("link", { name: /义诊/ }).first().click();
  await expect(page).toHaveURL("/polls/clinic-day-poll");
  await page.goto("/notices/water-shutoff");
  await expect(main(page).getByText(/^听真人读（(\d+ 分 )?\d+ 秒，\d+ KB）$/)).toBeVisible();
  expect(sounds).toEqual([]);
  expect((await asked(server, "/v1/notices/water-shutoff")).recording.media_type).toContain("audio/");
});

test("a recording plays to its end, by keyboard, and only what is wanted of it is fetched", async ({ page }) => {
  await page.goto("/notices/water-shutoff");
  const recording = main(page).locator("audio");
  await expect(recording).toHaveAccessibleName(/^听真人读/);
  const parts = [];
  page.on("response", (answer) => answer.request().resourceType() === "media" && parts.push(answer.status()));
  await recording.focus();
  await page.keyboard.press("Space");
  await expect.poll(() => recording.evaluate((it) => it.played.length && it.played.end(0))).toBeGreaterThan(0.3);
  expect(await recording.evaluate((it) => [it.error, it.paused])).toEqual([null, false]);
  expect(await recording.evaluate((it) => it.duration)).toBeGreaterThan(1);
  expect(parts).toContain(206);
  await page.keyboard.press("Space");
  await expect.poll(() => recording.evaluate((it) => it.paused)).toBe(true);
  // Near the end, so that nobody waits: it ends by itself and can be heard again.
  await recording.evaluate((it) => (it.currentTime = it.duration - 0.5));
  await page.keyboard.press("Space");
  await expect.poll(() => recording.evaluate((it) => it.ended)).toBe(true);
});

test("the phone's own sheet gets title, summary and address; thinking better of it is no failure", async ({ page, server }) => {
  await page.addInitScript(() => {
    window.passed = [];
    window.sheet = () => Promise.resolve();
    navigator.share = (what) => {
      window.passed.push(what);
      return window.sheet();
    };
  });
  await page.goto("/notices/water-shutoff");
  const { title, summary } = await asked(server, "/v1/notices/water-shutoff");
  const pass = main(page).getByRole("button", { name: "转给别人" });
  const byHand = main(page).getByText("这部手机不能直接转。");
  await pass.click();
  await expect.poll(() => page.evaluate(() => window.passed)).toEqual([{ title, text: summary, url: `${server.url}/notices/water-shutoff` }]);

  await aMoment(page);
  await page.evaluate(() => (window.sheet = () => Promise.reject(new DOMException("away", "AbortError"))));
  await pass.click();
  await expect.poll(() => page.evaluate(() => window.passed.length)).toBe(2);
  // What the answer would bring is drawn by the second frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(byHand).toHaveCount(0);

  await aMoment(page);
  await page.evaluate(() => (window.sheet = () => Promise.reject(new DOMException("no", "NotAllowedError"))));
  await pass.click();
  await expect(byHand).toBeVisible();
  await expect(main(page).getByText(`${server.url}/notices/water-shutoff`)).toBeVisible();
});

test("staff see a notice before it is published, in standard and in elder mode, and nobody else finds it", async ({ page, server }) => {
  const notice = { title: "还没发布的公告", asks_read: true, body: "正式的话。", plain: "大白话。" };
  const file = join(server.place, "draft.md");
  await writeFile(file, written(notice));
  const said = await server.staff("notice", "preview", file, "--address", server.url);
  const address = said.split("\n")[0];
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/notices\/\S{32,}$/);

  await page.goto(address);
  await arrived(page, notice.title, { focused: false });
  await expect(main(page).getByText("这是还没发布的样子，只有拿到网址的人能看到。")).toBeVisible();
  await expect(main(page).getByText("正式的话。")).toBeVisible();
  await expect(main(page).getByText("大白话。")).toBeVisible();
  // Nothing is asked of who only looks at how it will be.
  await expect(main(page).getByRole("button", { name: "我看过了" })).toHaveCount(0);
  await expectAccessible(page);

  await page.getByRole("banner").getByRole("button", { name: "长辈版" }).click();
  await expect(page.getByRole("banner").getByRole("button", { name: "标准版" })).toBeVisible();
  await arrived(page, notice.title, { focused: false });
  await expect(main(page).getByText("这是还没发布的样子，只有拿到网址的人能看到。")).toBeVisible();
  // As the resident has it there: plain words, the official text behind one tap.
  await expect(main(page).getByText("大白话。")).toBeVisible();
  await expect(main(page).getByText("正式的话。")).not.toBeVisible();
  await expectAccessible(page);

  await page.goto("/notices");
  await expect(rows(page).first()).toBeVisible();
  await expect(row(page, notice.title)).toHaveCount(0);
  expect((await asked(server, `/v1/search?q=${encodeURIComponent("还没发布")}`)).items.filter((one) => one.title === notice.title)).toEqual([]);
});

test("the rest of the list comes when it is asked for, and says how much is left", async ({ page, server }) => {
  const more = Array.from({ length: 30 }, (_, at) => ({ id: `more-${at}`, title: `第 ${at} 条`, published_at: `-${20 + at}d 09:00`, body: "。" }));
  await imported(server, more);
  const { total } = await asked(server, "/v1/notices?limit=1");
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  await expect(rows(page)).toHaveCount(20);
  const next = main(page).getByRole("button", { name: new RegExp(`还有 ${total - 20} 条`) });
  await next.click();
  await expect(rows(page)).toHaveCount(40);
  await expect(row(page, await rows(page).nth(20).textContent()), "the first of the new ones has the focus").toBeFocused();
  await expectAccessible(page);
  await aMoment(page);
  await main(page).getByRole("button", { name: new RegExp(`还有 ${total - 40} 条`) }).click();
  await expect(rows(page)).toHaveCount(total);
  await expect(main(page).getByRole("button", { name: /还有/ })).toHaveCount(0);
});

for (const mode of ["standard", "elder"]) {
  test(`who comes back from a notice that stood far down finds it again (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const { total } = await asked(server, "/v1/notices?limit=1");
    const more = Array.from({ length: 48 - total }, (_, at) => ({ id: `more-${at}`, title: `旧公告，第 ${at} 条`, published_at: `-${20 + at}d 09:00`, body: "。" }));
    await imported(server, more);
    await page.goto("/notices");
    await arrived(page, "公告", { focused: false });
    await main(page).getByRole("button", { name: /还有 28 条/ }).click();
    await expect(rows(page)).toHaveCount(40);
    const title = await rows(page).nth(34).textContent();
    const link = main(page).getByRole("link", { name: title, exact: true });
    await expect(link).toHaveCount(1);
    await link.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const before = (await link.boundingBox()).y;
    await aMoment(page);
    await link.click();
    await arrived(page, title);
    await page.goBack();
    await expect(link).toBeFocused();
    await expect.poll(async () => Math.abs((await link.boundingBox()).y - before)).toBeLessThan(3);
    await expectAccessible(page);
  });
}

for (const mode of ["standard", "elder"]) {
  test(`a kind that has nothing says so, and so does a community that has nothing at all (${mode})`, async ({ page, context }) => {
    if (mode === "elder") await reading(context, ELDER);
    const empty = { items: [], total: 0 };
    await page.route("**/v1/notices?*category=policy*", (route) => route.fulfill({ json: empty }));
    await page.goto("/notices?kind=policy");
    await arrived(page, "公告", { focused: false });
    await expect(main(page).getByText("这一类还没有公告。")).toBeVisible();
    await expect(rows(page)).toHaveCount(0);
    // There is nothing to hear or to ask more of, and the other kinds are where they were.
    await expect(main(page).getByRole("button")).toHaveCount(0);
    await expectAccessible(page);
    await unfold(main(page), "只看：政策。换一类");
    await main(page).getByRole("navigation", { name: "看哪一类" }).getByRole("link", { name: "安全", exact: true }).click();
    await expect(rows(page).first()).toBeVisible();
    await expect(main(page).getByText("这一类还没有公告。")).toHaveCount(0);

    await page.route("**/v1/notices?*", (route) => route.fulfill({ json: empty }));
    await page.goto("/notices");
    await arrived(page, "公告", { focused: false });
    await expect(main(page).getByText("还没有公告。", { exact: true })).toBeVisible();
    await expect(rows(page)).toHaveCount(0);
    await expect(main(page).getByRole("button")).toHaveCount(0);
    await expectAccessible(page);
    await main(page).getByRole("link", { name: "几条公告印在一张纸上" }).click();
    await arrived(page, "几条公告印在一张纸上");
    await expect(main(page).getByText("还没有公告。", { exact: true })).toBeVisible();
    await expectAccessible(page);
  });
}

test("in elder mode the kinds are behind one name, which says what is shown", async ({ page, context }) => {
  await reading(context, ELDER);
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  const kinds = main(page).getByRole("navigation", { name: "看哪一类" });
  await expect(kinds).not.toBeVisible();
  await main(page).getByText("看哪一类", { exact: true }).click();
  await expect(kinds).toBeVisible();
  await expectAccessible(page);
  await kinds.getByRole("link", { name: "安全", exact: true }).click();
  await expect(page).toHaveURL("/notices?kind=safety");
  await expect(kinds, "chosen is chosen: the notices are next").not.toBeVisible();
  await expect(main(page).getByText("只看：安全。换一类")).toBeFocused();
  await expect(row(page, "停水一天")).toHaveCount(0);
  await expectAccessible(page);
  await page.reload();
  await expect(main(page).getByText("只看：安全。换一类")).toBeVisible();
  await expect(row(page, "停水一天")).toHaveCount(0);
});

test("from the list to the calendar and to *I have read this* without touching the screen", async ({ page, context, server }) => {
  const notice = {
    id: "clinic-today",
    title: "后天医生来活动室义诊",
    category: "events",
    asks_read: true,
    event: { starts_at: "+2d 09:00", ends_at: "+2d 11:30", place: "活动室" },
    body: "社区卫生服务站的医生来活动室。",
  };
  await published(server, notice);
  const cookie = await signedIn(context, server);
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  const to = async (target) => {
    for (let tries = 0; tries < 60; tries += 1) {
      await page.keyboard.press("Tab");
      if (await target.evaluate((e) => e === document.activeElement)) return;
    }
    throw new Error("the keyboard does not get there");
  };
  await to(main(page).getByRole("link", { name: notice.title }));
  await page.keyboard.press("Enter");
  await arrived(page, notice.title);
  const calendar = main(page).getByRole("link", { name: "加到手机日历里" });
  await to(calendar);
  const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(file.suggestedFilename()).toMatch(/\.ics$/);
  await to(main(page).getByRole("button", { name: "我看过了", exact: true }));
  await page.keyboard.press("Enter");
  await expect(main(page).getByText("您已经告诉居委会：看过了。")).toBeVisible();
  await expect.poll(async () => (await asked(server, `/v1/notices/${notice.id}`, cookie)).read).toBe(true);
  await expect(page.locator("body"), "the focus stays in the page").not.toBeFocused();
  await to(main(page).getByRole("link", { name: "打电话给我讲讲" }));
});

test("a table is a table before the app is there, and nothing moves when the page takes its place", async ({ page }) => {
  let go;
  const held = new Promise((done) => (go = done));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shift += value))).observe({ type: "layout-shift", buffered: true });
  });
  // The official text has the tables; in plain words there are none.
  await page.route("**/v1/notices/finance-quarter", async (route) => {
    const answer = await route.fetch();
    const { plain, ...notice } = await answer.json();
    await route.fulfill({ response: answer, json: notice });
  });
  await page.goto("/notices/finance-quarter", { waitUntil: "commit" });
  const early = main(page).getByRole("table").first();
  await expect(early).toBeVisible();
  await expect(page.getByRole("navigation", { name: "主要页面" })).toHaveCount(0);
  const cells = () => main(page).locator("td").allTextContents();
  const before = await cells();
  expect(before.length).toBeGreaterThan(6);
  expect(await main(page).textContent()).not.toMatch(/\||\*\*/);
  // A name for every cell where the head is out of sight.
  expect(await main(page).locator("td:not([data-label])").count()).toBe(0);
  go();
  await expect(main(page).locator("article .text-body")).toBeVisible();
  expect(await cells()).toEqual(before);
  expect(await page.evaluate(() => window.shift)).toBeLessThanOrEqual(0.02);
});
