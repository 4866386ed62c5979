// What is not there, not right or not working is said in words, with a next step.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, livedIn, RESIDENT, signedIn, titled } from "../support/pages.mjs";
import { address, SIGNED_IN } from "../support/places.mjs";
import { repository } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

for (const { what, path, title, words } of [
  { what: "page", path: "/nowhere/at/all", title: "没有这个页面", words: "网址可能写错了，也可能内容已经拿掉。请回首页再找。" },
  { what: "notice", path: "/notices/none", title: "出了点问题", words: "可能已经拿掉了，也可能网址不对。请回首页再找。" },
  { what: "poll", path: "/polls/none", title: "出了点问题", words: "可能已经拿掉了，也可能网址不对。请回首页再找。" },
  { what: "thread", path: "/threads/none", title: "出了点问题", words: "可能已经拿掉了，也可能网址不对。请回首页再找。" },
]) {
  test(`a ${what} that does not exist`, async ({ page }) => {
    const main = page.getByRole("main");
    await page.goto(path);
    await arrived(page, title, { focused: false });
    await titled(page, title);
    await expect(main.getByText(words)).toBeVisible();
    await expect(main).toMatchAriaSnapshot(
      what === "notice"
        ? `
      - main:
        - article:
          - heading "${title}" [level=1]
          - paragraph: ${words}
    `
        : `
      - main:
        - heading "${title}" [level=1]
        - paragraph: ${words}
    `,
    );
    await expectAccessible(page);
    await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "首页" }).click();
    await arrived(page, "您好");
  });
}

test("a wrong code is said in words, and the number stays", async ({ page, server }) => {
  const main = page.getByRole("main");
  await page.goto("/sign-in");
  await main.getByRole("radio", { name: "用手机号" }).check();
  await main.getByRole("button", { name: "下一步" }).click();
  await main.getByRole("textbox", { name: "手机号" }).fill(RESIDENT);
  const code = await server.code(RESIDENT, () => main.getByRole("button", { name: "发短信给我" }).click());
  const digits = main.getByRole("textbox", { name: "短信里的 6 个数字" });
  const wrong = code === "123456" ? "654321" : "123456";
  await digits.fill(wrong);
  await main.getByRole("button", { name: "登录", exact: true }).click();
  await expect(main.getByText("号码不对", { exact: true })).toBeVisible();
  await expect(digits).toHaveValue(wrong);
  await expect(main.getByText(`短信已发到 ${RESIDENT}`)).toBeVisible();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "登录" [level=1]
      - textbox "短信里的 6 个数字": "${wrong}"
      - paragraph:
        - strong: 号码不对
      - button "登录"
      - button "再发一次"
      - button "换一个号码"
  `);
  await expectAccessible(page);
  // The right one still works.
  await digits.fill(code);
  await main.getByRole("button", { name: "登录", exact: true }).click();
  await arrived(page, "王秀英，您好");
});

test("the server is away: words, and trying again works once it is back", async ({ page, server }) => {
  const main = page.getByRole("main");
  await page.goto("/");
  await arrived(page, "您好", { focused: false });
  // Home is read whole before the server goes away.
  await expect(main.getByRole("link", { name: "医生来义诊，哪一天方便？" })).toBeVisible();
  await server.kill();
  // A page that this phone has never opened.
  await main.getByRole("link", { name: "医生来义诊，哪一天方便？" }).click();
  const again = main.getByRole("button", { name: "再试一次" });
  await expect(again).toBeVisible();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "出了点问题" [level=1]
      - paragraph:
        - strong: 网络不通
      - paragraph: /再试一次/
      - button "再试一次"
  `);
  await expectAccessible(page);
  await server.restart();
  await again.click();
  await expect(main.getByRole("heading", { level: 1, name: "医生来义诊，哪一天方便？" })).toBeVisible();
  await expect(main.getByRole("link", { name: "先登录，再投票" })).toBeVisible();
});

// Letters on this page that come from no catalogue and that the community did not write. What it wrote is in its own language: Chinese
// in the demo. Languages are named in themselves.
const strays = (page) =>
  page.evaluate(() => {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data.trim();
      const place = walk.currentNode.parentElement;
      if (!/\p{L}/u.test(text) || /^A[−+]$/.test(text) || place.closest("script, style, noscript")) continue;
      // Hidden messages of the page's shell are there before any catalogue is.
      if (!place.checkVisibility() || /⟦|⟧/.test(text)) continue;
      // Dates are the browser's own; a receipt's number is no word.
      if (/^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \w+ \d+, \d{4}( at \d\d:\d\d)?$/.test(text) || /^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(text)) continue;
      if (/\p{Script=Han}/u.test(text) || (place.closest("label, [lang]:not(html)") && ["English", "العربية"].includes(text))) continue;
      found.push(text);
    }
    return found;
  });

// In the language of the tests, whose words are all marked.
async function inMarks(page, path) {
  await page.goto(path + (path.includes("?") ? "&" : "?") + "locale=en-XA");
  await expect(page.locator("html")).toHaveAttribute("lang", "en-XA");
  await expect(page.getByRole("contentinfo").getByText(/⟦.*⟧/).first()).toBeVisible();
}

test("no words but the catalogue's and the community's", async ({ page }) => {
  const offenders = [];
  for (const path of ["/", "/polls", "/settings", "/help", "/sign-in"]) {
    await inMarks(page, path);
    await expect(page.getByRole("heading", { level: 1, name: /⟦.*⟧/ })).toBeVisible();
    offenders.push(...(await strays(page)).map((text) => `${path}: ${text}`));
  }
  expect(offenders).toEqual([]);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading /⟦.*⟧/ [level=1]
      - button /⟦.*⟧/
  `);
});

test("nor behind signing in", async ({ page, context, server }) => {
  test.setTimeout(120_000);
  const posts = await livedIn(page, server, await signedIn(context, server));
  const loading = JSON.parse(await readFile(join(repository, "locales/en.json"), "utf8"))["app.loading"].replace(/[….]+$/, "");
  const offenders = [];
  // The gallery's words are examples.
  for (const place of SIGNED_IN.filter(({ name }) => name !== "gallery")) {
    await inMarks(page, address(place, posts));
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main").getByText(loading)).toHaveCount(0);
    offenders.push(...(await strays(page)).map((text) => `${place.name}: ${text}`));
  }
  expect(offenders).toEqual([]);
});
