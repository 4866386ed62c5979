// What the suite's walk over every page (accessibility/everywhere.spec.mjs) leaves out: the gallery, where no link leads; engines on whole
// pages in other colours; Arabic, from right to left.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { read } from "../accessibility/aria.mjs";
import { PLAIN } from "../accessibility/cells.mjs";
import { examine, walk } from "../accessibility/examine.mjs";
import { expected } from "../accessibility/known.mjs";
import { install } from "../accessibility/screen.mjs";
import { violations } from "../support/accessible.mjs";
import { reading, signedIn } from "../support/pages.mjs";
import { open, SIGNED_IN } from "../support/places.mjs";
import { repository } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

for (const { mode, text } of [{ mode: "standard", text: 18 }, { mode: "elder", text: 24 }]) {
  test(`the gallery in ${mode} mode: every primitive in every state, by every probe`, async ({ page, context }) => {
    test.setTimeout(240_000);
    await reading(context, `text=${text};theme=light;mode=${mode};spacing=0`);
    await context.addInitScript(install);
    await open(page, SIGNED_IN.find(({ name }) => name === "gallery"));
    await expect(page.locator("html")).toHaveAttribute("data-mode", mode);
    const found = await walk(page, mode, { wholly: true })("gallery");
    // It shows what is used in sentences on its own.
    expect(found.filter(({ probe }) => probe !== "targets").map(({ probe, what, cell }) => `${probe}: ${what} (${cell})`)).toEqual([]);
  });
}

test("an address that is none", async ({ page }) => {
  await open(page, SIGNED_IN.find(({ name }) => name === "not found"));
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "没有这个页面" [level=1]
      - paragraph: 网址可能写错了，也可能内容已经拿掉。请回首页再找。
      - link "回首页":
        - /url: /
  `);
});

const KEY_PAGES = ["home", "notice", "poll", "thread", "settings"];
for (const theme of ["dark", "contrast"]) {
  test(`key pages in ${theme} colours`, async ({ page, context, server }) => {
    test.setTimeout(120_000);
    await reading(context, `text=18;theme=${theme};mode=standard;spacing=0`);
    await signedIn(context, server);
    for (const place of SIGNED_IN.filter(({ name }) => KEY_PAGES.includes(name))) {
      await open(page, place);
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      expect.soft(await violations(page), `${place.name} in ${theme}`).toEqual([]);
    }
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "设置" [level=1]
        - group "颜色":
          - radio "${theme === "dark" ? "黑底白字" : "最清楚（高对比）"}" [checked]
    `);
  });
}

test.describe("in Arabic", () => {
  test.use({ locale: "ar" });

  const PAGES = ["home", "notices", "notice", "polls", "poll", "ballot", "threads", "thread", "settings", "help"];
  const words = async (key) => JSON.parse(await readFile(join(repository, "locales/ar.json"), "utf8"))[key];
  const CELLS = [
    { ...PLAIN, text: 36, viewport: "320x256" },
    { ...PLAIN, text: 24, viewport: "360x640" },
  ];

  test("elder mode is mirrored, and at both ends of its sizes nothing runs out, lies on something else or is cut off", async ({ page, context, server }) => {
    test.setTimeout(240_000);
    await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await context.addInitScript(install);
    await signedIn(context, server);
    const waiting = page.getByRole("main").getByText((await words("app.loading")).replace(/[….]+$/, ""));
    const painted = new Set();
    for (const { name, path } of SIGNED_IN.filter(({ name }) => PAGES.includes(name))) {
      await open(page, { path });
      await expect(waiting).toHaveCount(0);
      if (name === "ballot") await expect(page.getByRole("main").getByRole("checkbox").first()).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      const { pathname } = new URL(page.url());
      const state = { name, how: [], first: true, path: pathname, nodes: await read(page) };
      const found = expected.unknown(await examine({ page }, state, { mode: "elder", cells: CELLS, painted, lang: "ar" }));
      expect.soft(found.map(({ probe, what, cell }) => `${probe}: ${what} (${cell})`), name).toEqual([]);
      expect.soft(await unmirrored(page), name).toEqual([]);
    }
  });
});

// What stands on the side where lines that run from the right end.
const unmirrored = (page) =>
  page.evaluate(() => {
    const found = [];
    const middle = (element) => element.getBoundingClientRect().left + element.getBoundingClientRect().width / 2;
    const begins = (element) => {
      const inner = document.querySelector("main").getBoundingClientRect();
      const { left, right } = element.getBoundingClientRect();
      return inner.right - right <= left - inner.left + 1;
    };
    for (const element of document.querySelectorAll("main :is(h1, .back)")) if (suite.shown(element) && !begins(element)) found.push(`${suite.say(element)} begins at the left`);
    for (const field of document.querySelectorAll("main :is([type=radio], [type=checkbox])")) {
      const [label] = field.labels;
      if (label && middle(field) < middle(label)) found.push(`${suite.say(field)} stands at the left of its words`);
    }
    const [first, ...rest] = [...document.querySelectorAll("nav:last-of-type a")].filter(suite.shown);
    for (const link of rest) if (Math.abs(middle(link) - middle(first)) > 4 && middle(link) > middle(first)) found.push(`${suite.say(link)} comes before ${suite.say(first)}`);
    return found;
  });
