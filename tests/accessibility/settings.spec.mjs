// Reading as one likes: where it is chosen, that it is kept and there before anything is painted, and that the phone's own settings are
// followed.
import { arrived } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { Phone } from "./phone.mjs";
import { clipped, overlapping, reflow } from "./probes/layout.mjs";

const root = (page) => page.evaluate(() => ({ ...document.documentElement.dataset, px: parseFloat(getComputedStyle(document.documentElement).fontSize) }));

test("every choice of settings is shown at once, kept, and there before the first paint", async ({ page, context }) => {
  const main = page.getByRole("main");
  await page.goto("/settings");
  await arrived(page, "设置", { focused: false });
  const sizes = main.getByRole("group", { name: "字号" }).getByRole("radio");
  // 18 is chosen from the start, so it is chosen again in between.
  for (const [n, px] of [[1, 21], [2, 24], [3, 30], [0, 18], [4, 36]]) {
    await sizes.nth(n).check();
    expect(await root(page)).toMatchObject({ text: String(px), px });
  }
  for (const [n, theme] of [[1, "light"], [2, "dark"], [0, "auto"], [3, "contrast"]]) {
    await main.getByRole("group", { name: "颜色" }).getByRole("radio").nth(n).check();
    expect(await root(page)).toMatchObject({ theme });
  }
  await main.getByRole("checkbox", { name: /行距/ }).check();
  await main.getByRole("radio", { name: /^长辈版/ }).check();
  const chosen = { text: "36", theme: "contrast", spacing: "1", mode: "elder" };
  expect(await root(page)).toMatchObject(chosen);
  // As the document is parsed, before the app is there and anything is painted.
  await context.addInitScript(() => {
    window.read = [];
    const note = () => window.read.push({ at: performance.now(), ...document.documentElement.dataset });
    new MutationObserver(note).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-text", "data-theme", "data-mode", "data-spacing"] });
  });
  await page.reload();
  await arrived(page, "设置", { focused: false });
  await page.waitForFunction(() => performance.getEntriesByType("paint").length > 0);
  const before = await page.evaluate(() => {
    const [{ startTime }] = performance.getEntriesByType("paint");
    return window.read.filter(({ at }) => at < startTime).at(-1);
  });
  expect(before, "how the page is read when it is first painted").toMatchObject(chosen);
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

for (const [mode, text] of [["standard", 18], ["elder", 24], ["standard", 36], ["elder", 36]]) {
  test(`in ${mode} mode, at ${text} px, WeChat's text size makes the letters larger, and nothing runs out sideways, is cut off or covered`, async ({ browser, server, wrongs }) => {
    const phone = await Phone.start({ browser, server, wrongs, preferences: `text=${text};theme=light;mode=${mode};spacing=0`, isMobile: true });
    const { page } = phone;
    for (const path of ["/", "/notices/lift-vote", "/polls/practice/ballot", "/settings"]) {
      await phone.open(path);
      // The height of a line tells; the computed size does not know of this.
      const height = () => page.evaluate(() => suite.texts().find(({ parent }) => parent.closest("main h1")).rects[0].height);
      const before = await height();
      await page.evaluate(() => (document.body.style.webkitTextSizeAdjust = "150%"));
      expect(await height(), path).toBeGreaterThanOrEqual(before * 1.4);
      for (const viewport of [{ width: 320, height: 256 }, { width: 360, height: 640 }]) {
        await page.setViewportSize(viewport);
        expect([...(await reflow(page)), ...(await clipped(page)), ...(await overlapping(page))], `${path}, ${viewport.width} px`).toEqual([]);
      }
    }
    await phone.close();
  });
}
