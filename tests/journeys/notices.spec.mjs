// Notices as residents meet them: heard, answered, kept without a network, printed, sorted, followed.
import { expectAccessible } from "../support/accessible.mjs";
import { squeezed } from "../support/notice-corpus.mjs";
import { imported, published, written } from "../support/notices.mjs";
import { arrived, asked, reading, signedIn, stored } from "../support/pages.mjs";
import { scan } from "../support/qr.mjs";
import { said, voiced } from "../support/speech.mjs";
import { expect, test } from "../support/test.mjs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const ELDER = "text=24;theme=light;mode=elder;spacing=0";
const WATER = { path: "/notices/water-shutoff", title: "1 至 4 号楼停水一天，请提前接水" };
const FINANCE = { path: "/notices/finance-quarter", title: "上个季度公共收益收支公示" };
const CLINIC = {
  id: "clinic-today",
  title: "后天医生来活动室义诊",
  summary: "量血压、测血糖，不要钱。",
  category: "events",
  asks_read: true,
  event: { starts_at: "+2d 09:00", ends_at: "+2d 11:30", place: "北门左手第一间" },
  body: "社区卫生服务站的医生来活动室。\n\n测血糖的请**空腹**来。",
  plain: "医生来活动室看病，不要钱。\n\n测血糖的，早上先别吃饭。",
};
const LAMPS = { id: "lamps", title: "楼道灯今天换新的", category: "safety", body: "今天下午换 5 号楼的楼道灯。" };

test.use({ viewport: { width: 360, height: 640 } });
test.setTimeout(150_000);

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });
// A hand takes a moment between two taps.
const rested = (page) => page.evaluate(() => history.replaceState(history.state, ""));

async function smallest(page) {
  const small = [];
  for (const target of await main(page).locator("button, summary, a.button, .chip").all()) {
    if (!(await target.isVisible())) continue;
    const { width, height } = await target.boundingBox();
    if (Math.min(width, height) < 60) small.push(`${await target.innerText()} ${width}×${height}`);
  }
  return small;
}

test("in elder mode: hears today's notices in a row, answers one, puts the day into the calendar, asks for a call", async ({ page, context, server }) => {
  await reading(context, ELDER);
  await voiced(context, "fluent");
  await published(server, LAMPS);
  await published(server, CLINIC);
  const cookie = await signedIn(context, server);
  const notice = () => asked(server, `/v1/notices/${CLINIC.id}`, cookie);

  // One tap, and the rest is listening.
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  // At midnight they are of yesterday, and the newest ones all the same.
  const hear = main(page).getByRole("button", { name: /^听(今天的 2|最近的 3) 条公告$/ });
  const all = /\d/.exec(await hear.textContent())[0];
  await hear.click();
  await expect(page.getByRole("region", { name: "朗读" }).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
  const heard = (await said(page)).join("");
  const order = [`第 1 条，共 ${all} 条：${CLINIC.title}。`, "测血糖的，早上先别吃饭。", `第 2 条，共 ${all} 条：${LAMPS.title}。`, LAMPS.body];
  const dense = (words) => words.replaceAll(/\s/g, "");
  const places = order.map((words) => dense(heard).indexOf(dense(words)));
  expect(places.every((place, at) => place >= 0 && (at === 0 || place > places[at - 1])), heard).toBe(true);
  expect(heard, "plain words are read where there are any").not.toContain("空腹");
  // What belongs to the first of them.
  const first = squeezed(heard.slice(0, heard.indexOf(`第 2 条`)));
  expect(await smallest(page)).toEqual([]);
  await expectAccessible(page);

  await main(page).getByRole("link", { name: CLINIC.title }).click();
  await arrived(page, CLINIC.title);
  // One thing after the other: plain words, and the official text when it is asked for.
  await expect(main(page).getByRole("heading", { name: "大白话" })).toBeVisible();
  await expect(main(page).getByText("测血糖的请空腹来。")).toHaveCount(0);
  await main(page).getByText("正式全文", { exact: true }).click();
  await expect(main(page).getByText("测血糖的请空腹来。")).toBeVisible();
  await main(page).getByText("正式全文", { exact: true }).click();
  const span = main(page).getByText(/09:00 – 11:30$/);
  await expect(span).toBeVisible();
  // Whoever only listens has heard when and where, as it stands here.
  expect(first).toContain(squeezed(await span.innerText()));
  expect(first).toContain(CLINIC.event.place);

  // The calendar gets what happens, when, where, and a reminder.
  const link = main(page).getByRole("link", { name: "加到手机日历里" });
  const calendar = await page.request.get(await link.getAttribute("href"));
  expect(calendar.headers()["content-type"]).toContain("text/calendar");
  const event = (await calendar.text()).replaceAll("\r\n ", "");
  for (const line of [`SUMMARY:${CLINIC.title}`, `LOCATION:${CLINIC.event.place}`, "BEGIN:VALARM", "TRIGGER:-PT1H"]) expect(event).toContain(line);
  const { starts_at } = (await notice()).event;
  expect(event).toContain(`DTSTART:${starts_at.slice(0, 19).replaceAll(/[-:]/g, "")}Z`);

  // Said without a network it is kept, and said so; it arrives by itself.
  await context.setOffline(true);
  await button(page, "我看过了").click();
  await expect(main(page).getByText("记在手机上了，还没送到。一有网就自动送。")).toBeVisible();
  expect((await stored(page, "outbox")).length).toBe(1);
  await context.setOffline(false);
  await expect(main(page).getByText("您已经告诉居委会：看过了。")).toBeVisible();
  expect((await notice()).read).toBe(true);
  await rested(page);
  await button(page, "点错了，撤回").click();
  await expect(button(page, "我看过了")).toBeVisible();
  await expect.poll(async () => (await notice()).read).toBe(false);
  await rested(page);
  await button(page, "我看过了").click();
  await expect.poll(async () => (await notice()).read).toBe(true);
  expect(await smallest(page)).toEqual([]);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - article:
        - heading "${CLINIC.title}" [level=1]
        - heading "时间和地点" [level=2]
        - paragraph:
          - link "加到手机日历里"
        - heading "大白话" [level=2]
        - paragraph:
          - strong: 您已经告诉居委会：看过了。
        - button "点错了，撤回"
        - heading "没看明白？" [level=2]
        - link "打电话给我讲讲"
        - group: 还可以：转给别人、打印
  `);
  await expectAccessible(page);

  // One press is enough; staff have the number, and what they say stands here.
  await main(page).getByRole("link", { name: "打电话给我讲讲" }).click();
  await arrived(page, "打电话给我讲讲");
  await expect(main(page).getByText("居委会的人会打您登记的电话")).toBeVisible();
  expect(await smallest(page)).toEqual([]);
  await expectAccessible(page);
  await button(page, "请打给我").click();
  await expect(main(page).getByText("居委会知道了，会打电话给您。")).toBeVisible();
  const waiting = await server.staff("notice", "requests", "list");
  expect(waiting).toContain("19900000001");
  await server.staff("notice", "requests", "done", /^  (\S+)  /m.exec(waiting)[1], "--answer", "电话里说过了，早上空腹来。");
  await main(page).getByRole("link", { name: "回到这条公告" }).click();
  // Back at the link that led away.
  await expect(main(page).getByRole("link", { name: "打电话给我讲讲" })).toBeFocused();
  await expect(main(page).getByText("电话里说过了，早上空腹来。")).toBeVisible();
  await expectAccessible(page);
});

test("in a tunnel: 停水 is found, read with the time of the copy, and answered", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  const { items } = await asked(server, "/v1/notices?limit=20");
  const whole = async () => (await stored(page, "cache")).filter((text) => text.includes('"body"')).length;
  await expect.poll(whole).toBeGreaterThanOrEqual(items.length);
  await page.getByRole("banner").getByRole("link", { name: "搜索" }).click();
  await arrived(page, "搜索");
  await context.setOffline(true);
  await main(page).getByRole("searchbox").fill("停水");
  await main(page).getByRole("button", { name: "找一找" }).click();
  await main(page).getByRole("link", { name: /停\s*水.*一天/ }).first().click();
  await arrived(page, WATER.title);
  await expect(main(page).getByText(/^网络不通。这是 \d\d:\d\d 存在手机上的内容。$/)).toBeVisible();
  await expect(main(page).getByText("头天晚上请接好水。")).toBeVisible();
  await button(page, "我看过了").click();
  await expect(main(page).getByText("记在手机上了，还没送到。一有网就自动送。")).toBeVisible();
  await expectAccessible(page);
  // Whatever becomes of the tab: what was said is sent when the app is next opened with a network.
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto("/");
  await expect.poll(async () => (await asked(server, "/v1/notices/water-shutoff", cookie)).read).toBe(true);
});

test("a stairwell volunteer prints one notice, and three on one sheet", async ({ page, server }) => {
  const read = async (code) => scan(page.context(), await code.screenshot());
  const small = () =>
    page.evaluate(() => {
      const words = [...document.querySelectorAll("main *")].filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()));
      return words.filter((e) => e.getBoundingClientRect().width > 2 && parseFloat(getComputedStyle(e).fontSize) < 14 / 0.75 - 0.1).map((e) => e.textContent.slice(0, 30));
    });
  const pages = async () => (await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  const onPaper = async () => {
    // A4 less the margins that @page takes.
    await page.setViewportSize({ width: 680, height: 1009 });
    await page.emulateMedia({ media: "print" });
    expect(await small()).toEqual([]);
    await expect(main(page).getByRole("button")).toHaveCount(0);
  };
  const onScreen = async () => {
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize({ width: 360, height: 640 });
  };
  const codes = main(page).getByRole("img", { name: "二维码：在手机上看这条公告" });

  await page.goto(WATER.path);
  await arrived(page, WATER.title, { focused: false });
  await main(page).getByRole("link", { name: "打印，贴到楼道里" }).click();
  await arrived(page, WATER.title);
  await expect(button(page, "打印")).toBeVisible();
  await expectAccessible(page);
  await onPaper();
  expect((await codes.boundingBox()).width).toBeGreaterThanOrEqual(4 * 37.79);
  expect(await read(codes)).toBe(`${server.url}${WATER.path}`);
  await expect(main(page).getByText(`${server.url}${WATER.path}`, { exact: true })).toBeVisible();
  expect(await pages()).toBeLessThanOrEqual(2);

  // Three of them, in the order of the list, however they were tapped.
  await onScreen();
  await page.goto("/notices-on-paper");
  await arrived(page, "几条公告印在一张纸上", { focused: false });
  await button(page, "选好了，去打印").click();
  await expect(main(page).getByText("请至少选一条。")).toBeVisible();
  await expectAccessible(page);
  const { items } = await asked(server, "/v1/notices?limit=20");
  const wanted = [items[4], items[0], items[2]];
  for (const { title } of wanted) await main(page).getByRole("checkbox", { name: title }).check();
  await rested(page);
  await button(page, "选好了，去打印").click();
  await arrived(page, "社区公告");
  await expect(main(page).getByRole("heading", { level: 2 })).toHaveText([items[0].title, items[2].title, items[4].title]);
  await expectAccessible(page);
  await page.reload();
  await expect(main(page).getByRole("heading", { level: 2 })).toHaveCount(3);
  await onPaper();
  const found = [];
  for (const code of await codes.all()) found.push(await read(code));
  expect(found).toEqual([items[0], items[2], items[4]].map(({ id }) => `${server.url}/notices/${id}`));
  expect(await pages()).toBeLessThanOrEqual(2);

  // Three short ones, as they hang in most stairwells, are one page.
  await onScreen();
  await imported(
    server,
    ["lamps", "gas", "flowers"].map((id, at) => ({
      id,
      title: ["楼道灯今天换新的", "后天查煤气，家里请留人", "花坛里的石榴可以摘了"][at],
      plain: at === 1 ? "后天上午查煤气。\n\n家里请留一个人。" : undefined,
      event: { starts_at: "+2d 09:00", ends_at: "+2d 11:30", place: "5 号楼" },
      body: "具体的事写在这里，不长，两三句话说完。有不清楚的，到居委会来问。",
    })),
  );
  await page.goto("/notices-on-paper/sheet?ids=lamps,gas,flowers");
  await expect(main(page).getByRole("heading", { level: 2 })).toHaveCount(3);
  await onPaper();
  expect(await pages()).toBe(1);
  for (const [at, id] of ["lamps", "gas", "flowers"].entries()) expect(await read(codes.nth(at))).toBe(`${server.url}/notices/${id}`);
});

test("the list: kinds in the address, what was not opened yet, what was corrected, one's own building first; the words before the app", async ({ page, context, server }) => {
  // Its words stand there while the app is still on its way; the page takes their place.
  let go;
  const held = new Promise((done) => (go = done));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(FINANCE.path, { waitUntil: "commit" });
  await expect(main(page).getByRole("heading", { level: 1, name: FINANCE.title })).toBeVisible();
  await expect(main(page).getByText("收进来九万六千四百八十块。", { exact: false })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "主要页面" })).toHaveCount(0);
  go();
  await expect(page.getByRole("navigation", { name: "主要页面" })).toBeVisible();
  await arrived(page, FINANCE.title, { focused: false });
  await expect(main(page).getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(main(page).getByRole("table").first()).toBeVisible();
  await page.unroute(/\.wasm$/);

  const path = join(server.place, "lamps.md");
  await published(server, LAMPS);
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  const row = (title) => main(page).getByRole("listitem").filter({ hasText: title });
  await expect(row(LAMPS.title)).toContainText("没看过");
  await expect(row(WATER.title)).toContainText("紧急");
  await expect(main(page).getByRole("listitem").filter({ has: page.getByRole("heading", { level: 2 }) }).first()).toContainText(WATER.title);
  await row(LAMPS.title).getByRole("link").click();
  await arrived(page, LAMPS.title);
  await page.goBack();
  await expect(row(LAMPS.title)).toBeVisible();
  await expect(row(LAMPS.title)).not.toContainText("没看过");

  // The kind stays through back and reload.
  await main(page).getByRole("link", { name: "安全", exact: true }).click();
  await expect(page).toHaveURL("/notices?kind=safety");
  await expect(row(WATER.title)).toHaveCount(0);
  await row(LAMPS.title).getByRole("link").click();
  await arrived(page, LAMPS.title);
  await page.goBack();
  await expect(main(page).getByRole("link", { name: "安全", exact: true })).toHaveAttribute("aria-current", "true");
  await page.reload();
  await expect(row(LAMPS.title)).toBeVisible();
  await expect(row(WATER.title)).toHaveCount(0);
  await expectAccessible(page);

  // Without a network the marks stay, and the page says how old it is.
  const tab = (name) => page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name });
  await tab("公告").click();
  await expect(row(WATER.title)).toContainText("没看过");
  await tab("首页").click();
  await expect(main(page).getByRole("link", { name: WATER.title })).toBeVisible();
  await context.setOffline(true);
  await tab("公告").click();
  await expect(main(page).getByText(/^网络不通。这是 \d\d:\d\d 存在手机上的内容。$/)).toBeVisible();
  await expect(row(WATER.title)).toContainText("没看过");
  await expect(row(LAMPS.title)).not.toContainText("没看过");
  await context.setOffline(false);

  // A correction makes it new again, with what stood there before.
  await writeFile(path, written({ ...LAMPS, body: "明天下午换 5 号楼的楼道灯。" }));
  await server.staff("notice", "correct", LAMPS.id, path, "--what", "改到明天");
  await page.goto("/notices");
  await expect(row(LAMPS.title)).toContainText("有更正");
  await row(LAMPS.title).getByRole("link").click();
  await arrived(page, LAMPS.title);
  await expect(main(page)).toMatchAriaSnapshot(`
    - article:
      - heading "更正" [level=2]
      - list:
        - listitem:
          - paragraph
          - paragraph:
            - strong: 改到明天
          - heading "正文" [level=3]
          - term: 原来是
          - definition:
            - deletion: 今天下午换 5 号楼的楼道灯。
          - term: 现在是
          - definition:
            - insertion: 明天下午换 5 号楼的楼道灯。
  `);
  await expectAccessible(page);

  // Somebody whose building is named has theirs first when they say so, and next time, too. Their marks are the phone's.
  await published(server, { id: "own", title: "5 号楼雨棚要修", buildings: ["5号楼"], published_at: "-9d 09:00", body: "请绕行。" });
  await signedIn(context, server);
  await page.goto("/notices");
  await expect(row("5 号楼雨棚要修")).toContainText("和您家有关");
  const titles = () => main(page).getByRole("heading", { level: 2 }).allTextContents();
  const place = async () => (await titles()).indexOf("5 号楼雨棚要修");
  const before = await place();
  await main(page).getByRole("link", { name: "我们楼的放前面" }).click();
  await expect(page).toHaveURL("/notices?own=1");
  await expect.poll(place).toBeLessThan(before);
  await page.goto("/notices");
  await expect(main(page).getByRole("link", { name: "我们楼的放前面" })).toHaveAttribute("aria-current", "true");
  await context.clearCookies();
  await page.goto("/notices");
  await expect(row(LAMPS.title)).not.toContainText("没看过");

  // What no longer holds says so in the list and on its page.
  await server.staff("notice", "withdraw", LAMPS.id, "--reason", "不换了");
  await page.goto("/notices");
  await expect(row(LAMPS.title)).toContainText("已撤回");
});

test("following: what one follows comes into the inbox and is counted at home; a paragraph is explained; a notice is passed on", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  await page.goto("/notices");
  await main(page).getByRole("link", { name: "有新公告，告诉我" }).click();
  await arrived(page, "有什么事告诉我");
  await main(page).getByRole("checkbox", { name: "安全" }).check();
  await button(page, "记下来").click();
  await expect(main(page).getByText("记下了。")).toBeVisible();
  expect((await asked(server, "/v1/me/subscriptions", cookie)).categories).toEqual(["safety"]);
  await expectAccessible(page);

  // A matter is followed on its own page, and unfollowed.
  await page.goto("/matters/handrail");
  const follow = button(page, "有进展告诉我");
  await expect(follow).toHaveAttribute("aria-pressed", "false");
  await follow.click();
  await expect(follow).toHaveAttribute("aria-pressed", "true");
  expect((await asked(server, "/v1/me/subscriptions", cookie)).matters).toEqual(["handrail"]);

  await published(server, LAMPS);
  await page.goto("/");
  await main(page).getByRole("link", { name: "我的消息：1 条没看过" }).click();
  await arrived(page, "我的消息");
  const item = main(page).getByRole("listitem").filter({ hasText: LAMPS.title });
  await expect(item).toContainText("新公告");
  await expect(item).toContainText("没看过");
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "我的消息" [level=1]
      - list:
        - listitem:
          - heading "${LAMPS.title}" [level=2]
      - link "有什么事告诉我"
  `);
  await expectAccessible(page);
  await item.getByRole("link").click();
  await arrived(page, LAMPS.title);
  await expect.poll(async () => (await asked(server, "/v1/me/inbox", cookie)).unread).toBe(0);

  // A paragraph that is not clear; the answer stands in the inbox and on the notice.
  await main(page).getByRole("link", { name: "有一段我看不懂" }).click();
  await arrived(page, "哪一段看不懂？");
  const ask = main(page).getByRole("button", { name: "这段我看不懂：第 1 段" });
  await ask.click();
  await expect(ask).toHaveAttribute("aria-pressed", "true");
  await expect(main(page).getByText("居委会知道了，还没答复。")).toBeVisible();
  await expectAccessible(page);
  const waiting = await server.staff("notice", "requests", "list");
  expect(waiting).toContain(LAMPS.body);
  await server.staff("notice", "requests", "done", /^  (\S+)  /m.exec(waiting)[1], "--answer", "就是换灯泡，不停电。");
  await page.goto("/inbox");
  await expect(main(page).getByRole("listitem").first()).toContainText("居委会的答复");
  await main(page).getByRole("listitem").first().getByRole("link").click();
  await arrived(page, LAMPS.title);
  await expect(main(page).getByText("就是换灯泡，不停电。")).toBeVisible();

  // Where the phone has no sheet of its own, the words are there to be copied.
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => Object.defineProperty(navigator, "share", { value: undefined, configurable: true }));
  await button(page, "转给别人").click();
  await rested(page);
  await button(page, "复制").click();
  await expect(main(page).getByText("复制好了。")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${LAMPS.title}\n${LAMPS.title}\n${server.url}/notices/lamps`);
  await expectAccessible(page);
});
