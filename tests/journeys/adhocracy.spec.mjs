// The app in front of adhocracy+: somebody else's interface, the same pages.
import { adhocracy } from "../support/adhocracy.mjs";
import { expectAccessible } from "../support/accessible.mjs";
import { arrived } from "../support/pages.mjs";
import { expect, test as base } from "../support/test.mjs";

const test = base.extend({
  server: async ({}, use) => {
    const server = await adhocracy();
    await use(server);
    await server.close();
  },
});

test("projects are notices", async ({ page }) => {
  const main = page.getByRole("main");
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  await main.getByRole("link", { name: "Umgestaltung des Innenhofs" }).click();
  await arrived(page, "Umgestaltung des Innenhofs");
  await expect(main.getByText("Bäume & Beete")).toBeVisible();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - link "公告"
      - article:
        - heading "Umgestaltung des Innenhofs" [level=1]
  `);
  await expectAccessible(page);
});

test("a poll can be read without an account", async ({ page }) => {
  const main = page.getByRole("main");
  await page.goto("/polls");
  await main.getByRole("link", { name: "Welche Farbe soll die Haustür haben?" }).click();
  await arrived(page, "Welche Farbe soll die Haustür haben?");
  // What this backend does not have is not offered.
  await expect(main.getByRole("navigation", { name: "看哪一种" })).toHaveCount(0);
  await expect(main.getByRole("link", { name: "有一段我看不懂" })).toHaveCount(0);
  await main.getByRole("link", { name: "看结果" }).click();
  await expect(main.getByRole("row", { name: /Grün 3/ })).toBeVisible();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "结果：Welche Farbe soll die Haustür haben?" [level=1]
  `);
  await expectAccessible(page);
});

test("who signs in with name and password can vote", async ({ page, server }) => {
  const main = page.getByRole("main");
  await page.goto("/polls/1");
  await main.getByRole("link", { name: "先登录，再投票" }).click();
  await arrived(page, "登录");
  // The two fields of an account: a name and a password.
  await main.getByRole("textbox").first().fill("anna");
  await main.getByRole("textbox").last().fill("lindenhof");
  await main.getByRole("button", { name: "登录", exact: true }).click();
  await arrived(page, "Welche Farbe soll die Haustür haben?");
  await main.getByRole("radio", { name: "Grün" }).check();
  await main.getByRole("button", { name: "下一步" }).click();
  await main.getByRole("checkbox", { name: "Bänke" }).check();
  await main.getByRole("button", { name: "下一步" }).click();
  await main.getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");
  await main.getByRole("button", { name: "提交我的投票" }).click();
  await expect(main.getByText(/已计入$/)).toBeVisible();
  expect(server.received).toHaveLength(1);
  expect(server.received[0]).toMatchObject({ agreed_terms_of_use: true, votes: { 10: { choices: [100] }, 11: { choices: [110] } } });
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - definition: Grün
      - definition: Bänke
  `);
  await expectAccessible(page);
});

test("comments are posts", async ({ page }) => {
  const main = page.getByRole("main");
  await page.goto("/threads");
  await main.getByRole("link", { name: "Der Innenhof" }).click();
  await arrived(page, "Der Innenhof");
  await expect(main.getByRole("article", { name: /anna/ })).toContainText("Grün passt zum Hof.");
  await expect(main.getByRole("article", { name: /moderation/ })).toContainText("Danke!");
  await expect(main.getByText("这条发言由本人撤回。")).toBeVisible();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "Der Innenhof" [level=1]
      - heading "大家的发言" [level=2]
  `);
  await expectAccessible(page);
});
