// Recount on this phone: the published ballots are counted here, and whatever is wrong with them is said, never *same*.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { breaking } from "../support/breaking.mjs";
import { arrived, asked, installed, receiptNumber, signedIn, voted } from "../support/pages.mjs";
import { repository, staff } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

const POLL = "parking-lines-poll";
const TITLE = "在这部手机上重数：地面车位怎么重新划？";
const BALLOTS = 190;
const BOARD = /\/v1\/polls\/[^/]+\/board$/;

const main = (page) => page.getByRole("main");
const start = (page) => main(page).getByRole("button", { name: "现在就数" }).click();
const same = (page) => main(page).getByText("数出来一样", { exact: true });
const kept = (page) => main(page).getByText("选票已经存在这部手机里", { exact: false });
const differs = (page) => main(page).getByText("这里数出来对不上", { exact: true });

async function open(page, poll = POLL, title = TITLE, origin = "") {
  await page.goto(`${origin}/polls/${poll}/recount`);
  await arrived(page, title, { focused: false });
}

// What the page says at the end, in bold.
const ends = (page, words, title = TITLE) =>
  expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${title}" [level=1]
      - paragraph:
        - strong: ${words}
  `);

const reading = (context, preferences) =>
  context.addInitScript((value) => {
    if (location.protocol.startsWith("http")) localStorage.setItem("linli.prefs", value);
  }, preferences);

test("the way there, the count, and what it says", async ({ page, server }) => {
  const workers = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  await page.goto(`/polls/${POLL}/results`);
  await arrived(page, "结果：地面车位怎么重新划？", { focused: false });
  await main(page).getByRole("link", { name: "在这部手机上重数" }).click();
  await arrived(page, TITLE);
  // Nothing of the counter is there before somebody counts.
  expect(workers).toEqual([]);
  await expectAccessible(page);
  await start(page);
  await expect(same(page)).toBeVisible();
  expect(workers.map((url) => new URL(url).pathname)).toEqual([expect.stringMatching(/^\/counter-[0-9a-f]{16}\.js$/)]);
  await expect(main(page).getByText(`这部手机把 ${BALLOTS} 张选票一张一张数了一遍`)).toBeVisible();
  const { questions } = await asked(server, `/v1/polls/${POLL}/results`);
  const rows = main(page).getByRole("table", { name: "您家选哪个方案？" }).getByRole("row");
  await expect(rows).toHaveCount(questions[0].rows.length + 1);
  for (const [at, { count }] of questions[0].rows.entries()) await expect(rows.nth(at + 1)).toContainText(String(count));
  await expectAccessible(page);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - button "再数一次"
      - paragraph:
        - strong: 数出来一样
      - heading "为什么是这个结果" [level=2]
      - table "您家选哪个方案？"
      - list
  `);
});

for (const { mode, preferences } of [
  { mode: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0" },
  { mode: "largest text", preferences: "text=36;theme=light;mode=standard;spacing=1" },
]) {
  test(`readable and usable by keyboard: ${mode}`, async ({ page, context }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await reading(context, preferences);
    await open(page);
    const button = main(page).getByRole("button", { name: "现在就数" });
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(same(page)).toBeVisible();
    // The focus has stayed with the one button.
    await expect(main(page).getByRole("button", { name: "再数一次" })).toBeFocused();
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "${TITLE}" [level=1]
        - button "再数一次"
        - paragraph:
          - strong: 数出来一样
    `);
    await expectAccessible(page);
    const { wide, shown } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, shown: innerWidth }));
    expect(wide).toBeLessThanOrEqual(shown);
  });
}

test("the resident's own ballot is found by the receipt on this phone", async ({ page, context, server }) => {
  await signedIn(context, server);
  await voted(page, "clinic-day-poll");
  const number = await receiptNumber(page);
  await server.staff("poll", "close", "clinic-day-poll", "--reason", "人都投完了");
  const title = "在这部手机上重数：医生来义诊，哪一天方便？";
  await open(page, "clinic-day-poll", title);
  await start(page);
  await expect(same(page)).toBeVisible();
  await expect(main(page).getByText(`您的票在里面，选的一点没变，回执号 ${number}。`)).toBeVisible();
  await expectAccessible(page);

  // As if the backend had counted something else under this receipt.
  await page.evaluate(
    () =>
      new Promise((done, broken) => {
        const opening = indexedDB.open("linli");
        opening.onerror = () => broken(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction("outbox", "readwrite");
          writing.oncomplete = done;
          const places = writing.objectStore("outbox").openCursor();
          places.onsuccess = () => {
            const place = places.result;
            if (!place) return;
            place.update(place.value.replace(/("counted_answers":\[\{"question":"day","options":)\["first"\]/, '$1["second"]'));
            place.continue();
          };
        };
      }),
  );
  await open(page, "clinic-day-poll", title);
  await start(page);
  await expect(same(page)).toBeVisible();
  await expect(main(page).getByText(`您的票在里面，可是选的和这部手机上记的不一样，回执号 ${number}。`)).toBeVisible();
  await expect(main(page).getByText("请带上回执找居委会", { exact: false })).toBeVisible();
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${title}" [level=1]
      - button "再数一次"
      - paragraph:
        - strong: 数出来一样
  `);
  await expectAccessible(page);
});

test("ballots that were exchanged since this phone checked them are told, and the earlier ones stay", async ({ page }) => {
  await open(page);
  await start(page);
  await expect(kept(page)).toBeVisible();
  // As if there had been another board when this phone counted last.
  const earlier = "ab".repeat(32);
  const first = () =>
    page.evaluate(async () => {
      const shelf = await caches.open("linli-boards");
      return (await (await shelf.match((await shelf.keys())[0])).text()).split("\n")[0];
    });
  await page.evaluate(async (earlier) => {
    const shelf = await caches.open("linli-boards");
    const [address] = await shelf.keys();
    const board = await (await shelf.match(address)).text();
    const other = board.replace(/[0-9a-f]{64}/, earlier);
    await shelf.put(address, new Response(other, { headers: { "content-type": "application/x-ndjson", etag: `"${earlier}"` } }));
  }, earlier);
  await open(page);
  await start(page);
  await expect(differs(page)).toBeVisible();
  await expect(main(page).getByText(`上回在这部手机上核对过 ${BALLOTS} 张选票。现在公布的，前 ${BALLOTS} 张已经不是那些了。`)).toBeVisible();
  await expect(main(page).getByText(earlier, { exact: true })).toBeVisible();
  await expect(same(page)).toHaveCount(0);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - paragraph:
        - strong: 这里数出来对不上
  `);
  await expectAccessible(page);
  expect(await first()).toContain(earlier);
});

test("a phone without a receipt is told so", async ({ page }) => {
  await open(page);
  await start(page);
  await expect(same(page)).toBeVisible();
  await expect(main(page).getByText("这部手机上没有您这次投票的回执", { exact: false })).toBeVisible();
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - paragraph: /没有您这次投票的回执/
  `);
  await expectAccessible(page);
});

test("downloaded once, it is counted without a network", async ({ page, server }) => {
  await open(page);
  await installed(page);
  await start(page);
  await expect(same(page)).toBeVisible();
  await expect(kept(page)).toBeVisible();
  await server.stop();
  await page.reload();
  await arrived(page, TITLE, { focused: false });
  await start(page);
  await expect(same(page)).toBeVisible();
  await expect(main(page).getByText(`${BALLOTS} 张选票一张一张数了一遍`, { exact: false })).toBeVisible();
  await ends(page, "数出来一样");
  await expectAccessible(page);
});

test("without a network and without a copy there is no verdict", async ({ page, server }) => {
  await open(page);
  await installed(page);
  // The counter itself is here, the ballots are not.
  await page.evaluate(async () => {
    const counter = document.getElementById("boot").getAttribute("data-counter");
    const script = await (await fetch(counter)).text();
    await fetch(/\/counter-[0-9a-f]{16}\.wasm/.exec(script)[0]);
  });
  await server.stop();
  await start(page);
  await expect(main(page).getByText("没能下载全部选票", { exact: true })).toBeVisible();
  await expect(same(page)).toHaveCount(0);
  await ends(page, "没能下载全部选票");
  await expectAccessible(page);
});

test("a board that broke off is continued where it ended", async ({ page, server }) => {
  let cut;
  const line = await breaking(server, { after: 4000, until: new Promise((done) => (cut = done)) });
  try {
    await open(page, POLL, TITLE, line.url);
    await start(page);
    // The phone has counted what came, and waits for more.
    await expect(main(page).getByText(/^已经数了 [1-9]\d* 张/)).toBeVisible();
    cut();
    await expect(same(page)).toBeVisible();
    expect(line.ranges[0]).toBeUndefined();
    expect(line.ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
    expect(line.ranges).toHaveLength(2);
    await ends(page, "数出来一样");
    await expectAccessible(page);
  } finally {
    await line.close();
  }
});

test("a board that never comes whole ends without a verdict", async ({ page, server }) => {
  const line = await breaking(server, { after: 50, times: Infinity });
  try {
    await open(page, POLL, TITLE, line.url);
    await start(page);
    await expect(main(page).getByText("没能下载全部选票", { exact: true })).toBeVisible();
    await expect(same(page)).toHaveCount(0);
    await ends(page, "没能下载全部选票");
    await expectAccessible(page);
  } finally {
    await line.close();
  }
});

test.describe("a board changed on its way", () => {
  test.use({ serviceWorkers: "block" });

  test("stopping stops, leaving the page ends the worker, and it can begin again", async ({ page, context }) => {
    let held;
    const asked = new Promise((done) => (held = done));
    let release;
    const released = new Promise((done) => (release = done));
    await context.route(BOARD, async (route) => {
      held();
      await released;
      await route.abort().catch(() => {});
    });
    await open(page);
    await start(page);
    await asked;
    await expect(main(page).getByText(`已经数了 0 张，一共 ${BALLOTS} 张。`)).toBeVisible();
    await expect(main(page).getByRole("progressbar")).toBeVisible();
    await expectAccessible(page);
    await expect.poll(() => page.workers().length).toBe(1);
    await main(page).getByRole("button", { name: "停下" }).click();
    await expect(main(page).getByText("停下了，没有数完。")).toBeVisible();
    await expect.poll(() => page.workers().length).toBe(0);
    await open(page);
    await start(page);
    await expect.poll(() => page.workers().length).toBe(1);
    await main(page).getByRole("link", { name: "投票结果" }).click();
    await arrived(page, "结果：地面车位怎么重新划？");
    await expect.poll(() => page.workers().length).toBe(0);
    release();
    await context.unroute(BOARD);
    await open(page);
    await start(page);
    await expect(same(page)).toBeVisible();
    await ends(page, "数出来一样");
  });

  // What is done to the lines of the board (the head is the first), and what is then said.
  const WRONGS = [
    {
      name: "one answer changed",
      change: (lines) => lines.with(20, lines[20].replace(/"options":\["(\w+)"\]/, (_, id) => `"options":["${id === "keep" ? "garden" : "keep"}"]`)),
      said: "张数对，校验码不对。封票以后，至少有一张选票被改过、换过或者拿走了。",
    },
    { name: "one ballot dropped", change: (lines) => lines.toSpliced(20, 1), said: `公布的是 ${BALLOTS} 张选票，这里只有 ${BALLOTS - 1} 张。` },
    { name: "one ballot doubled", change: (lines) => lines.toSpliced(20, 0, lines[20]), said: "有一张选票出现了两次，一张只能算一次：" },
    {
      name: "one ballot added",
      change: (lines) => [...lines, lines[20].replace(/[0-9a-f]{64}/, "f".repeat(64))],
      said: `公布的是 ${BALLOTS} 张选票，这里数到第 ${BALLOTS + 1} 张还有。`,
    },
    { name: "two ballots exchanged", change: (lines) => lines.with(20, lines[21]).with(21, lines[20]), said: "选票要按编号从小到大排。这一张排错了地方：" },
    { name: "another root", change: (lines) => lines.with(0, lines[0].replace(/[0-9a-f]{64}/, "0".repeat(64))), said: /^下载来的选票和公布的结果不是一套/ },
    { name: "a line that is no ballot", change: (lines) => lines.with(20, "{}"), said: "下载来的选票，第 21 行看不懂，不是一张选票。数到这里就停了。" },
    { name: "a line without an end", change: (lines) => [...lines.slice(0, 20), "x".repeat(3_000_000)], said: /^下载来的选票，第 21 行看不懂/ },
    { name: "cut off", change: (lines) => lines.slice(0, 100), said: `公布的是 ${BALLOTS} 张选票，这里只有 99 张。` },
    { name: "cut off within a line", change: (lines) => [...lines.slice(0, 100), lines[100].slice(0, 40)], whole: false, said: /看不懂|这里只有/ },
    { name: "empty", change: () => [], whole: false, said: /第 1 行看不懂/ },
  ];
  for (const { name, change, said, whole = true } of WRONGS) {
    test(`${name}: never the same`, async ({ page, context }) => {
      await context.route(BOARD, async (route) => {
        const answer = await route.fetch();
        const lines = (await answer.text()).trimEnd().split("\n");
        await route.fulfill({
          status: 200,
          headers: { "content-type": "application/x-ndjson", etag: '"changed"' },
          body: change(lines).join("\n") + (whole ? "\n" : ""),
        });
      });
      await open(page);
      await start(page);
      await expect(differs(page)).toBeVisible();
      await expect(main(page).getByText(said)).toBeVisible();
      await expect(same(page)).toHaveCount(0);
      await expect(main(page).getByRole("link", { name: "打电话找人" })).toBeVisible();
      await expect(main(page).getByText("回执", { exact: false })).toHaveCount(0);
      // Nothing of it stays on the phone.
      await expect.poll(() => page.evaluate(async () => (await (await caches.open("linli-boards")).keys()).length)).toBe(0);
      await ends(page, "这里数出来对不上");
      await expectAccessible(page);
      if (name === "one answer changed") {
        await page.setViewportSize({ width: 320, height: 640 });
        const { wide, shown } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, shown: innerWidth }));
        expect(wide).toBeLessThanOrEqual(shown);
      }
    });
  }

  test("a published result that the ballots do not give is told with both numbers", async ({ page, context }) => {
    let counts;
    await context.route(/\/v1\/polls\/[^/]+\/results$/, async (route) => {
      const answer = await route.fetch();
      const results = await answer.json();
      const [first, second] = results.questions[0].rows;
      counts = [first.count, second.count];
      first.count += 3;
      second.count -= 3;
      await route.fulfill({ response: answer, json: results });
    });
    await open(page);
    await start(page);
    await expect(differs(page)).toBeVisible();
    await expect(main(page).getByText(`斜着划，多 14 个：公布的是 ${counts[0] + 3}，这里数出来是 ${counts[0]}。`)).toBeVisible();
    await expect(main(page).getByText(`拆掉北边花坛，多 22 个：公布的是 ${counts[1] - 3}，这里数出来是 ${counts[1]}。`)).toBeVisible();
    await expect(same(page)).toHaveCount(0);
    await ends(page, "这里数出来对不上");
    await expectAccessible(page);
  });

  test("a public network's own page instead of the board is no verdict", async ({ page, context }) => {
    await context.route(BOARD, (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Wi-Fi</h1>" }));
    await open(page);
    await start(page);
    await expect(main(page).getByText("没能下载全部选票", { exact: true })).toBeVisible();
    await ends(page, "没能下载全部选票");
    await expectAccessible(page);
  });

  test("a board that is not published is told in words", async ({ page, context }) => {
    await context.route(BOARD, (route) => route.fulfill({ status: 409, contentType: "application/problem+json", body: "{}" }));
    await open(page);
    await start(page);
    await expect(main(page).getByText("没有公布的选票", { exact: true })).toBeVisible();
    await ends(page, "没有公布的选票");
    await expectAccessible(page);
  });
});

const data = join(repository, "../shared/data/pabulib");
test("a real budget tells project by project why", async ({ page, context, server }) => {
  test.skip(!existsSync(data), `real data is not here: ${data}`);
  await reading(context, "text=18;theme=light;mode=standard;spacing=0");
  await staff(server.database, "import", "pabulib", join(data, "France_Toulouse_2019.pb"));
  const { items } = await (await page.request.get("/v1/polls?limit=100")).json();
  const poll = items.find((p) => /Toulouse/i.test(p.title));
  await page.goto(`/polls/${poll.id}/recount`);
  await start(page);
  await expect(same(page)).toBeVisible();
  const steps = main(page).getByRole("table", { name: "一步一步的数" });
  await expect(steps.getByRole("rowheader").first()).toBeVisible();
  await expect(steps.getByText("选上", { exact: true }).first()).toBeVisible();
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - strong: 数出来一样
      - table "一步一步的数"
  `);
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const { wide, shown } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, shown: innerWidth }));
  expect(wide).toBeLessThanOrEqual(shown);
});
