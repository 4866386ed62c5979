// The app is opened anew where there is no network: what was read of before is found and can be read.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, installed, reading, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const WATER = "1 至 4 号楼停水一天，请提前接水";
// Where a part of the name is marked, the name is read with pauses around it.
const FOUND_WATER = new RegExp(`^${[...WATER.replaceAll(" ", "")].join("\\s*")}$`);

const main = (page) => page.getByRole("main");

test.setTimeout(120_000);

// A new tab in the tunnel: home, the search, what is found, and its text.
async function findsTheWater(context) {
  await context.setOffline(true);
  const page = await context.newPage();
  await page.goto("/");
  await arrived(page, "您好", { focused: false });
  await page.getByRole("banner").getByRole("link", { name: "搜索" }).click();
  await arrived(page, "搜索");
  await main(page).getByRole("searchbox", { name: "想找什么" }).fill("停水");
  await main(page).getByRole("button", { name: "找一找" }).click();
  await expect(main(page).getByText("只找了这部手机上打开过、存下来的内容。")).toBeVisible();
  await expectAccessible(page);
  await main(page).getByRole("link", { name: FOUND_WATER }).click();
  await arrived(page, WATER);
  await expect(main(page).getByText("头天晚上请接好水。")).toBeVisible();
  await expect(main(page).getByText(/^网络不通。这是 \d\d:\d\d 存在手机上的内容。$/)).toBeVisible();
  await expectAccessible(page);
}

// How many notices this phone keeps whole.
const whole = async (page) => (await stored(page, "cache")).filter((text) => text.includes('"body"')).length;

// The newest notices are kept whole by and by.
async function keptAhead(page, server) {
  const newest = (await asked(server, "/v1/notices?limit=20")).items.length;
  await expect.poll(() => whole(page)).toBeGreaterThanOrEqual(newest);
}

// Runs in the page: when a notice was asked for, in milliseconds after the page was opened.
function timed() {
  const [opened, ask] = [Date.now(), window.fetch];
  window.askedAt = [];
  window.fetch = function (what, ...rest) {
    if (/\/v1\/notices\/[^/?]+/.test(what.url ?? what)) window.askedAt.push(Date.now() - opened);
    return ask.call(window, what, ...rest);
  };
}

// The second visit brings the parts of the app that were not needed at the first, and their words (decision 8).
test("whoever has been in the list of notices twice finds one, opened anew without a network", async ({ page, context, server }) => {
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  await installed(page);
  await page.reload();
  await arrived(page, "公告", { focused: false });
  await keptAhead(page, server);
  await page.evaluate(async () => {
    const later = JSON.parse(/LATER = (\[.*\])/.exec(await (await fetch("/sw.js")).text())[1]);
    later.push(JSON.parse(document.querySelector("script[data-laters]").dataset.laters)["zh-CN"]);
    while (!(await Promise.all(later.map((url) => caches.match(url)))).every(Boolean)) {
      await new Promise((next) => requestAnimationFrame(next));
    }
  });
  await page.close();
  await findsTheWater(context);
});

for (const { mode, preferences } of [
  { mode: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { mode: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0" },
]) {
  test(`in ${mode} mode whoever has only stayed at home for a minute has the newest notices in the tunnel, though none was opened`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await page.clock.install();
    await context.addInitScript(timed);
    await page.goto("/");
    await arrived(page, "您好", { focused: false });
    await installed(page);
    // The part of the app that does it comes, then the list, then one notice after the other; each waits for a while that is quiet.
    await expect
      .poll(
        async () => {
          await page.clock.runFor(5_000);
          return whole(page);
        },
        { intervals: [50], timeout: 30_000 },
      )
      .toBeGreaterThanOrEqual((await asked(server, "/v1/notices?limit=20")).items.length);
    // Who only looks in is spared it.
    expect(await page.evaluate(() => Math.min(...window.askedAt))).toBeGreaterThanOrEqual(60_000);
    await installed(page);

    // Right after, in the same page and in one that is opened anew.
    await context.setOffline(true);
    for (const anew of [false, true]) {
      const tab = anew ? await context.newPage() : page;
      if (anew) await tab.goto("/notices");
      else await tab.getByRole("link", { name: /^(看)?公告$/ }).first().click();
      await arrived(tab, "公告", { focused: false });
      await main(tab).getByRole("link", { name: WATER }).first().click();
      await arrived(tab, WATER);
      await expect(main(tab).getByText("头天晚上请接好水。")).toBeVisible();
      await expect(main(tab).getByText(/^网络不通。这是 \d\d:\d\d 存在手机上的内容。$/)).toBeVisible();
      await expectAccessible(tab);
    }
  });
}

test("after one visit the first page is there without a network, and what is not says so", async ({ page, context }) => {
  await page.goto("/");
  await arrived(page, "您好", { focused: false });
  await installed(page);
  await expect.poll(async () => (await stored(page, "cache")).some((text) => text.includes(WATER))).toBe(true);
  await page.close();
  await context.setOffline(true);
  const tab = await context.newPage();
  await tab.goto("/");
  await arrived(tab, "您好", { focused: false });
  await expect(main(tab).getByRole("link", { name: WATER })).toBeVisible();
  await tab.getByRole("banner").getByRole("link", { name: "搜索" }).click();
  await expect(main(tab).getByText("网络不通", { exact: false }).first()).toBeVisible();
  await expectAccessible(tab);
});
