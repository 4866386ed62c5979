// Coming back by the browser's own way: to the link that was followed, where it was on the screen.
import { expect, test } from "../support/test.mjs";
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, reading, signedIn, voted } from "../support/pages.mjs";

const scrolled = (page) => page.evaluate(() => scrollY);

for (const elder of [false, true]) {
  test(`who comes back to a list stands where it was left, ${elder ? "elder" : "standard"}`, async ({ page, context }) => {
    if (elder) await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await page.goto("/notices");
    const name = "周末旧物集市";
    const link = page.getByRole("link", { name, exact: true });
    await expect(link).toBeVisible();
    await link.scrollIntoViewIfNeeded();
    const before = await scrolled(page);
    expect(before).toBeGreaterThan(100);
    await link.tap();
    await arrived(page, name);
    expect(await scrolled(page)).toBe(0);
    await page.goBack();
    await expect(link).toBeFocused();
    await expect.poll(() => scrolled(page)).toBeGreaterThan(before - 2);
    expect(await scrolled(page)).toBeLessThan(before + 2);

    // A link to the same page is no way back: it begins at the top. In elder mode there is none at the lower edge.
    if (elder) return;
    await page.getByRole("navigation").getByRole("link", { name: "公告" }).tap();
    await page.getByRole("navigation").getByRole("link", { name: "投票" }).tap();
    await arrived(page, "投票");
    await page.getByRole("navigation").getByRole("link", { name: "公告" }).tap();
    await arrived(page, "公告");
    expect(await scrolled(page)).toBe(0);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "公告" [level=1]
    `);
    await expectAccessible(page);
  });
}

test("by keyboard the way back leads to the same link, and on from there", async ({ page }) => {
  await page.goto("/polls");
  const link = page.getByRole("main").getByRole("list").getByRole("link").nth(2);
  await link.focus();
  const name = await link.textContent();
  await page.keyboard.press("Enter");
  await arrived(page, name);
  await page.goBack();
  await expect(page.getByRole("link", { name, exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await arrived(page, name);
});

test("who goes back from a receipt comes to the ballot, and nothing is sent again", async ({ page, context, server }) => {
  await signedIn(context, server);
  await voted(page, "clinic-day-poll");
  const sent = [];
  page.on("request", (request) => request.method() === "GET" || sent.push(request.url()));
  const before = (await asked(server, "/v1/polls/clinic-day-poll")).voted;
  await page.goBack();
  await expect(page).toHaveURL(/\/polls\/clinic-day-poll\/ballot/);
  await arrived(page, "医生来义诊，哪一天方便？", { focused: false });
  // Not the page on which one sends.
  await expect(page.getByRole("button", { name: "提交我的投票" })).toHaveCount(0);
  expect(sent).toEqual([]);
  expect((await asked(server, "/v1/polls/clinic-day-poll")).voted).toBe(before);
});
