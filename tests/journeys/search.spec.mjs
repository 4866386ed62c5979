// Search: one field, from one hanzi upwards, in both scripts; elder mode under any of its names; and what this phone has kept
// where there is no network.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { aMoment, arrived, installed, reading, stored } from "../support/pages.mjs";
import { repository } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

const CORPUS = JSON.parse(readFileSync(join(repository, "tests/fixtures/hostile-posts.json"), "utf8"));
const WATER = "1 至 4 号楼停水一天，请提前接水";
// Where a part of the name is marked, the name is read with pauses around it.
const FOUND_WATER = new RegExp(`^${[...WATER.replaceAll(" ", "")].join("\\s*")}$`);

const main = (page) => page.getByRole("main");
const field = (page) => main(page).getByRole("searchbox", { name: "想找什么" });
const go = (page) => main(page).getByRole("button", { name: "找一找" });
const found = (page) => main(page).getByText(/^(找“.*”：找到 \d+ 条。|没有找到“.*”。)$/);

async function look(page, words) {
  await field(page).fill(words);
  await go(page).click();
  await expect(found(page)).toContainText(words);
}

// Everything that is marked on the page.
const marks = (page) => main(page).getByRole("mark").allTextContents();

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode one hanzi is enough, and the passage shows why`, async ({ page, context }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await page.goto("/");
    if (mode === "elder") {
      await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "其他事" }).click();
      await main(page).getByRole("link", { name: "搜一搜" }).click();
    } else {
      await page.getByRole("banner").getByRole("link", { name: "搜索" }).click();
    }
    await arrived(page, "搜索");
    await expect(main(page).getByText("公告、办的事、投票、议事和帮助，都能在这里找。")).toBeVisible();
    await expectAccessible(page);

    await look(page, "水");
    await expect(found(page)).toBeFocused();
    await expect(page).toHaveURL(`/search?q=${encodeURIComponent("水")}`);
    await expect(main(page).getByRole("heading", { level: 2, name: /^公告（\d+ 条）$/ })).toBeVisible();
    expect(new Set(await marks(page))).toEqual(new Set(["水"]));
    await expectAccessible(page);

    // Other words; back brings the first ones, in the field, too.
    await look(page, "電梯");
    expect(new Set(await marks(page))).toEqual(new Set(["电梯"]));
    await look(page, "ts");
    await expect(main(page).getByRole("link", { name: FOUND_WATER })).toBeVisible();
    expect(new Set(await marks(page))).toContain("停水");
    await page.goBack();
    await expect(found(page)).toContainText("電梯");
    await expect(field(page)).toHaveValue("電梯");
    await page.reload();
    await expect(found(page)).toContainText("電梯");
    await expect(field(page)).toHaveValue("電梯");

    await look(page, "停水");
    await main(page).getByRole("link", { name: FOUND_WATER }).click();
    await arrived(page, WATER);
    await page.goBack();
    await expect(found(page)).toContainText("停水");
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "搜索" [level=1]
        - search:
          - searchbox "想找什么"
          - button "找一找"
        - paragraph: /找“停水”：找到 \\d+ 条。/
        - heading /公告（\\d+ 条）/ [level=2]
        - list
    `);
    await expectAccessible(page);
  });
}

test("a poll and a matter are found as well as notices, and each leads to its own page", async ({ page }) => {
  const ways = [
    { group: "投票", path: /^\/polls\// },
    { group: "办得怎么样", path: /^\/matters\// },
  ];
  for (const { group, path } of ways) {
    await page.goto(`/search?q=${encodeURIComponent("电梯")}`);
    const title = page.getByRole("heading", { level: 2, name: new RegExp(`^${group}（\\d+ 条）$`) });
    await expect(title).toBeVisible();
    const hits = main(page).locator("section").filter({ has: title }).getByRole("listitem");
    await expect(hits).toHaveCount(Number(/（(\d+) 条）/.exec(await title.textContent())[1]));
    await expect(hits.first().getByRole("mark").first()).toHaveText("电梯");
    const link = hits.first().getByRole("link");
    const name = (await link.textContent()).trim();
    await link.click();
    await arrived(page, name);
    expect(new URL(page.url()).pathname).toMatch(path);
  }
});

test("nothing is found: the next step is said in words, and signs are only signs", async ({ page }) => {
  await page.goto(`/search?q=${encodeURIComponent("恐龙")}`);
  await expect(found(page)).toHaveText("没有找到“恐龙”。");
  await expect(main(page).getByText("还是找不到，就按页底的电话问我们。")).toBeVisible();
  await expectAccessible(page);
  await look(page, "\" OR 1=1 --");
  await expect(main(page).getByRole("alert")).toHaveCount(0);
  // What the help answers is found on the phone.
  await look(page, "没有网");
  await main(page).getByText("没有网怎么办").click();
  await expect(main(page).getByText("照样选、照样写。")).toBeVisible();
});

test("who looks for elder mode by any of its names is offered it, and can go back", async ({ page }) => {
  for (const name of ["长辈版", "亲情版", "关爱版", "关怀版", "大字", "長輩版", "elder"]) {
    await page.goto(`/search?q=${encodeURIComponent(name)}`);
    await expect(main(page).getByRole("button", { name: "换成长辈版" }), name).toBeVisible();
  }
  await expectAccessible(page);
  await main(page).getByRole("button", { name: "换成长辈版" }).click();
  await expect(page.getByRole("banner").getByRole("button", { name: "标准版" })).toBeVisible();
  await expect(main(page).getByText("已换成长辈版：字更大，按钮更大。")).toBeVisible();
  await expect(page.locator("body"), "the focus stays in the page").not.toBeFocused();
  await expectAccessible(page);
  const back = main(page).getByRole("button", { name: "换回标准版" });
  const { height } = await back.boundingBox();
  expect(height).toBeGreaterThanOrEqual(60);
  // A trembling hand's second tap would be no wish.
  await aMoment(page);
  await back.click();
  await expect(page.getByRole("banner").getByRole("button", { name: "长辈版" })).toBeVisible();
  await expect(main(page).getByRole("button", { name: "换成长辈版" })).toBeVisible();
  await page.goto(`/search?q=${encodeURIComponent("水")}`);
  await expect(found(page)).toBeVisible();
  await expect(main(page).getByRole("button", { name: "换成长辈版" })).toHaveCount(0);
});

test("in a tunnel what was never opened is found among the newest notices, and the page says how little it searched", async ({ page, context, server }) => {
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  await installed(page);
  const newest = (await (await fetch(`${server.url}/v1/notices?limit=20`)).json()).items.length;
  const whole = async () => (await stored(page, "cache")).filter((text) => text.includes('"body"')).length;
  await expect.poll(whole).toBeGreaterThanOrEqual(newest);
  await main(page).getByRole("link", { name: "找一条公告" }).click();
  await arrived(page, "搜索");
  await installed(page);
  await context.setOffline(true);
  await look(page, "停水");
  await expect(main(page).getByText("只找了这部手机上打开过、存下来的内容。")).toBeVisible();
  expect(new Set(await marks(page))).toEqual(new Set(["停水"]));
  await expectAccessible(page);
  await look(page, "樓");
  expect(new Set(await marks(page))).toEqual(new Set(["楼"]));
  await main(page).getByRole("link", { name: FOUND_WATER }).click();
  await arrived(page, WATER);
  await page.goBack();
  await expect(found(page)).toContainText("樓");

  // Back in the open the server is asked again.
  await context.setOffline(false);
  await aMoment(page);
  await main(page).getByRole("button", { name: "再试一次" }).click();
  await expect(main(page).getByText("只找了这部手机上打开过、存下来的内容。")).toHaveCount(0);
  // What was looked for is kept nowhere.
  const kept = await page.evaluate(async () => JSON.stringify({ ...localStorage, ...sessionStorage }));
  for (const place of [kept, ...(await stored(page, "cache")), ...(await stored(page, "drafts"))]) expect(place).not.toContain('"passage"');
  expect(kept).not.toContain("停水");
});

test("the server is gone: the phone's own copies are searched", async ({ page, server }) => {
  await page.goto("/notices");
  await main(page).getByRole("link", { name: FOUND_WATER }).click();
  await arrived(page, WATER);
  await page.getByRole("banner").getByRole("link", { name: "搜索" }).click();
  await arrived(page, "搜索");
  await server.kill();
  await look(page, "停水");
  await expect(main(page).getByText("只找了这部手机上打开过、存下来的内容。")).toBeVisible();
  await expect(main(page).getByRole("link", { name: FOUND_WATER })).toBeVisible();
});

test("with the keyboard only", async ({ page }) => {
  await page.goto("/search");
  await arrived(page, "搜索", { focused: false });
  await field(page).focus();
  await page.keyboard.type("wifi 停水");
  await page.keyboard.press("Enter");
  await expect(found(page)).toBeFocused();
  await field(page).focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("停水");
  await page.keyboard.press("Tab");
  await expect(go(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(found(page)).toContainText("“停水”");
  await expect(found(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(main(page).getByRole("link", { name: FOUND_WATER })).toBeFocused();
  await page.keyboard.press("Enter");
  await arrived(page, WATER);
});

test("whatever a title or a text looks like, it is found and shown as text", async ({ page, server }) => {
  page.on("dialog", (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  const hostile = CORPUS.filter((text) => /^[\x20-\x7e]{1,110}$/.test(text)).slice(0, 40);
  const cookie = await server.signIn("19900000001");
  for (const text of hostile) {
    const answer = await fetch(`${server.url}/v1/threads/courtyard-benches/posts`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: server.url, cookie },
      body: JSON.stringify({ body: `寻宝 \`${text.replaceAll("`", "'")}\`` }),
    });
    if (!answer.ok && answer.status !== 429) throw new Error(`a post was answered ${answer.status}`);
  }
  await page.goto(`/search?q=${encodeURIComponent("寻宝")}`);
  await expect(found(page)).toContainText("寻宝");
  const passages = main(page).getByText("寻宝").and(main(page).getByRole("mark"));
  await expect(passages).toHaveCount(10);
  await expect(main(page).getByText("<img").or(main(page).getByText("<script")).first()).toBeVisible();
  const never = await page.evaluate(() => [...document.querySelectorAll("main :is(script, iframe, img, object, embed, style, svg:not(.icon), math)")].map(({ outerHTML }) => outerHTML.slice(0, 80)));
  expect(never.filter((html) => !html.includes("aria-hidden"))).toEqual([]);
  // As a question, too.
  for (const text of hostile.slice(0, 8)) {
    await page.goto(`/search?q=${encodeURIComponent(text)}`);
    await expect(found(page)).toBeVisible();
    await expect(field(page)).toHaveValue(text.trim());
  }
  expect(await page.evaluate(() => window.pwned)).toBeUndefined();
});
