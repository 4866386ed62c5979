// Reading as one likes: where it is chosen, that it is kept and there before anything is painted, and that the phone's own settings are
// followed.
import { arrived, reading } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { reflow } from "./probes/layout.mjs";
import { followsPhone } from "./probes/type.mjs";
import { install } from "./screen.mjs";

const root = (page) => page.evaluate(() => ({ ...document.documentElement.dataset, px: parseFloat(getComputedStyle(document.documentElement).fontSize) }));

test("every choice of settings is shown at once, kept, and there before the first paint", async ({ page, context }) => {
  const main = page.getByRole("main");
  await page.goto("/settings");
  await arrived(page, "设置", { focused: false });
  const sizes = main.getByRole("group", { name: "字号" }).getByRole("radio");
  for (const [n, px] of [18, 21, 24, 30, 36].entries()) {
    await sizes.nth(n).check();
    expect(await root(page)).toMatchObject({ text: String(px), px });
  }
  for (const [n, theme] of ["auto", "light", "dark", "contrast"].entries()) {
    await main.getByRole("group", { name: "颜色" }).getByRole("radio").nth(n).check();
    expect(await root(page)).toMatchObject({ theme });
  }
  await main.getByRole("checkbox", { name: /行距/ }).check();
  await main.getByRole("radio", { name: /^长辈版/ }).check();
  const chosen = { text: "36", theme: "contrast", spacing: "1", mode: "elder" };
  expect(await root(page)).toMatchObject(chosen);
  // As the document is parsed, before the app is there and anything is painted.
  await context.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => (window.first = { ...document.documentElement.dataset, painted: performance.getEntriesByType("paint").length }));
  });
  await page.reload();
  await arrived(page, "设置", { focused: false });
  expect(await page.evaluate(() => window.first)).toMatchObject({ ...chosen, painted: 0 });
});

test("elder mode is offered on the first screen without scrolling, and is one tap from standard mode", async ({ page }) => {
  await page.goto("/");
  await arrived(page, "您好", { focused: false });
  const bar = page.getByRole("group", { name: "阅读方式" });
  await expect(bar.getByRole("button", { name: /长辈版/ })).toBeInViewport({ ratio: 1 });
  await bar.getByRole("button", { name: /长辈版/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  expect((await root(page)).px).toBeGreaterThanOrEqual(24);
  await bar.getByRole("button", { name: /标准版/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "standard");
});

test.describe("on a phone", () => {
  test.use({ isMobile: true, hasTouch: true, viewport: { width: 360, height: 640 } });

  for (const mode of ["standard", "elder"]) {
    test(`in ${mode} mode WeChat's text size and the phone's own make the letters larger, and nothing runs out sideways`, async ({ page, context }) => {
      await context.addInitScript(install);
      await reading(context, `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0`);
      for (const path of ["/", "/notices/lift-vote", "/polls/practice/ballot", "/settings"]) {
        await page.goto(path);
        await expect(page.getByRole("contentinfo").getByRole("link")).toBeVisible();
        await expect(page.getByRole("main").getByText("正在打开")).toHaveCount(0);
        expect(await followsPhone(page), path).toEqual([]);
        // A text's own height tells; its computed size does not know of this.
        const height = () => page.evaluate(() => document.querySelector("main h1").getBoundingClientRect().height / Math.max(1, suite.texts().find(({ parent }) => parent.closest("main h1")).rects.length));
        const before = await height();
        await page.evaluate(() => (document.body.style.webkitTextSizeAdjust = "150%"));
        expect(await height(), path).toBeGreaterThanOrEqual(before * 1.4);
        expect(await reflow(page), path).toEqual([]);
      }
    });
  }
});
