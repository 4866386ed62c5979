// Opinion groups of a deliberation: sentences, table and map, one thing a screen in elder mode, nothing under seven people, and
// what is said when the votes do not come. Needs a release build: the grouping is the worker's.
import { expectAccessible } from "../support/accessible.mjs";
import { deliberation as held } from "../support/deliberation.mjs";
import { aMoment, arrived, reading } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const VOTES = /\/v1\/threads\/[^/]+\/votes$/;
const TEXTS = ["多种几棵树", "晚上放音乐", "楼下装充电桩", "地面车位收费", "快递柜放门口", "广场舞到九点", "养狗要登记", "电梯贴广告"];
const TITLE = "大家的看法：院子怎么用";

const main = (page) => page.getByRole("main");
const section = (page, name) => main(page).getByRole("heading", { level: 2, name });

// All are for the trees and against the music; on the rest the camps differ.
const deliberation = (server, people) => held(server, { topic: "院子怎么用", texts: TEXTS, ...people });

async function open(page, id) {
  await page.goto(`/threads/${id}/opinions`);
  await arrived(page, TITLE, { focused: false });
}

test("from the statements to the groups: sentences, then the table, then the map", async ({ page, server }) => {
  const id = await deliberation(server, { first: 12, second: 8 });
  const workers = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  await page.goto(`/threads/${id}`);
  await arrived(page, "院子怎么用", { focused: false });
  // Nothing of the worker is there before somebody wants the groups.
  expect(workers).toEqual([]);
  await main(page).getByRole("link", { name: "看看大家分成几组" }).click();
  await arrived(page, TITLE);
  await expect(main(page).getByText("想法相近的人归在一起，一共 2 组。")).toBeVisible();
  await expect(main(page).getByText("有 20 个人表过态，都在里面。")).toBeVisible();
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - paragraph: 想法相近的人归在一起，一共 2 组。
      - heading "各组都这样想" [level=2]
      - list:
        - listitem:
          - paragraph: 同意：多种几棵树
        - listitem:
          - paragraph: 不同意：晚上放音乐
      - heading "第一组，12 个人" [level=2]
      - list
      - heading "第二组，8 个人" [level=2]
      - list
      - heading "分歧最大的" [level=2]
      - list
      - heading "各组怎么说" [level=2]
      - table "各组怎么说"
      - heading "地图：谁和谁想得近" [level=2]
      - figure:
        - img "地图：谁和谁想得近"
        - paragraph: 挨得近，想法就近；记号越大，人越多。
        - list:
          - listitem: /^圆点：第一组，12 个人，在.边$/
          - listitem: /^方块：第二组，8 个人，在.边$/
  `);
  const trees = main(page).getByRole("row", { name: /多种几棵树/ }).getByRole("cell");
  await expect(trees).toHaveText(["12 人同意（100%），0 人不同意（0%）", "8 人同意（100%），0 人不同意（0%）"]);
  await expectAccessible(page);
});

for (const preferences of ["text=18;theme=dark;mode=standard;spacing=0", "text=36;theme=contrast;mode=standard;spacing=1"]) {
  test(`readable on the smallest phone: ${preferences}`, async ({ page, context, server }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await reading(context, preferences);
    await open(page, await deliberation(server, { first: 12, second: 8 }));
    await expect(section(page, "地图：谁和谁想得近")).toBeVisible();
    await expectAccessible(page);
    const { wide, shown } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, shown: innerWidth }));
    expect(wide).toBeLessThanOrEqual(shown);
  });
}

test("in elder mode one thing a screen, by keyboard, the map behind a disclosure", async ({ page, context, server }) => {
  await reading(context, "text=24;theme=light;mode=elder;spacing=0");
  await open(page, await deliberation(server, { first: 12, second: 8 }));
  const titles = [null, "各组都这样想", "第一组，12 个人", "第二组，8 个人", "分歧最大的"];
  for (const [at, title] of titles.entries()) {
    const place = main(page).getByText(`第 ${at + 1} 页，共 5 页`);
    await expect(place).toBeVisible();
    if (at > 0) await expect(place).toBeFocused();
    await expect(main(page).getByRole("heading", { level: 2 })).toHaveText(title ? [title] : []);
    await expect(main(page).getByRole("table")).toHaveCount(0);
    await expectAccessible(page);
    if (at + 1 < titles.length) {
      await main(page).getByRole("button", { name: "下一页" }).focus();
      await page.keyboard.press("Enter");
    }
  }
  await expect(main(page).getByRole("img", { name: "地图：谁和谁想得近" })).toBeHidden();
  await main(page).getByText("地图：谁和谁想得近").click();
  await expect(main(page).getByRole("img", { name: "地图：谁和谁想得近" })).toBeVisible();
  await expectAccessible(page);
  await main(page).getByRole("button", { name: "上一页" }).click();
  await expect(section(page, "第二组，8 个人")).toBeVisible();
});

// The numbers of people that a text gives for groups.
const sizes = (text) => [...text.matchAll(/第.组，(\d+) 个人/g)].map(([, people]) => Number(people));
// How many people each column of a table has heard from, row by row.
const heardFrom = (cells) => cells.map((cell) => [...cell.matchAll(/(\d+) 人/g)].reduce((sum, [, people]) => sum + Number(people), 0));

for (const apart of [1, 2]) {
  const joined = `还有 ${apart} 个人的想法和别人不一样。人太少，就归进了最相近的一组，免得让人猜出是谁。`;

  test(`a group of ${apart} is told with the one nearest to it, in words, and stands nowhere by itself`, async ({ page, server }) => {
    await open(page, await deliberation(server, { first: 12, second: 8, apart }));
    await expect(main(page).getByText("想法相近的人归在一起，一共 2 组。")).toBeVisible();
    await expect(main(page).getByText(`有 ${20 + apart} 个人表过态，都在里面。`)).toBeVisible();
    await expect(main(page).getByText(joined, { exact: true })).toBeVisible();
    const told = sizes((await main(page).getByRole("heading", { level: 2 }).allInnerTexts()).join("\n"));
    expect(told.reduce((sum, people) => sum + people)).toBe(20 + apart);
    expect(Math.min(...told)).toBeGreaterThanOrEqual(3);
    // The table has as many columns, and each holds all of its group: what nobody passed on was seen by everybody.
    await expect(main(page).getByRole("columnheader")).toHaveText(["意见", "第一组", "第二组"]);
    const rows = main(page).getByRole("rowgroup").last().getByRole("row");
    expect(heardFrom(await rows.filter({ hasText: "多种几棵树" }).getByRole("cell").allInnerTexts())).toEqual(told);
    for (const row of await rows.all()) {
      const counts = heardFrom(await row.getByRole("cell").allInnerTexts());
      expect(counts).toHaveLength(told.length);
      for (const people of counts) expect(people).toBeGreaterThanOrEqual(3);
    }
    // So has the map: a shape and a line of words for each.
    const map = main(page).getByRole("figure");
    expect(sizes((await map.getByRole("listitem").allInnerTexts()).join("\n"))).toEqual(told);
    expect(await map.getByRole("img").evaluate((drawn) => drawn.querySelectorAll("path").length)).toBe(told.length);
    await expectAccessible(page);
  });

  test(`in elder mode a group of ${apart} is told with the one nearest to it, on the first screen, and has none of its own`, async ({ page, context, server }) => {
    await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await open(page, await deliberation(server, { first: 12, second: 8, apart }));
    await expect(main(page).getByText(joined, { exact: true })).toBeVisible();
    const [of] = /\d+(?= 页$)/.exec(await main(page).getByText(/^第 1 页，共 \d+ 页$/).innerText());
    const told = [];
    for (let at = 1; ; at += 1) {
      await expect(main(page).getByText(`第 ${at} 页，共 ${of} 页`)).toBeVisible();
      told.push(...sizes((await main(page).getByRole("heading", { level: 2 }).allInnerTexts()).join("\n")));
      await expectAccessible(page);
      if (at === Number(of)) break;
      await aMoment(page);
      await main(page).getByRole("button", { name: "下一页" }).click();
    }
    expect(told).toHaveLength(2);
    expect(told.reduce((sum, people) => sum + people)).toBe(20 + apart);
    expect(Math.min(...told)).toBeGreaterThanOrEqual(3);
    await main(page).getByText("地图：谁和谁想得近").click();
    expect(sizes((await main(page).getByRole("figure").getByRole("listitem").allInnerTexts()).join("\n"))).toEqual(told);
    await expectAccessible(page);
  });
}

test("nothing is told of fewer than seven people, only how many there are", async ({ page, server }) => {
  await open(page, await deliberation(server, { first: 4, second: 2 }));
  await expect(main(page).getByText("有 6 个人表过态，其中 6 个表态够多。满 7 个人才分组，免得让人猜出是谁。")).toBeVisible();
  await expect(main(page).getByRole("img")).toHaveCount(0);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - paragraph:
        - strong: 人还太少，先不分组
  `);
  await expectAccessible(page);
});

test.describe("when the votes do not come as they should", () => {
  // What the service worker fetches cannot be changed from here.
  test.use({ serviceWorkers: "block" });

  test("votes that do not come are said so, and the next try brings them", async ({ page, context, server }) => {
    const id = await deliberation(server, { first: 12, second: 8 });
    await context.route(VOTES, (route) => route.abort("internetdisconnected"));
    await open(page, id);
    await expect(main(page).getByText("没能拿到大家的投票")).toBeVisible();
    await expectAccessible(page);
    await context.unroute(VOTES);
    await main(page).getByRole("button", { name: "再试一次" }).click();
    await expect(section(page, "各组都这样想")).toBeVisible();
  });

  test("a backend that publishes no votes, and votes that cannot be read", async ({ page, context, server }) => {
    const id = await deliberation(server, { first: 12, second: 8 });
    await context.route(VOTES, (route) => route.fulfill({ status: 404, contentType: "application/problem+json", body: "{}" }));
    await open(page, id);
    await expect(main(page).getByText("这个议题没有公布投票，所以分不了组。")).toBeVisible();
    await expectAccessible(page);
    await context.unroute(VOTES);
    await context.route(VOTES, (route) => route.fulfill({ json: { statements: ["a"], participants: ["++"] } }));
    await page.reload();
    await expect(main(page).getByText("没能分好组")).toBeVisible();
    await expectAccessible(page);
  });
});
