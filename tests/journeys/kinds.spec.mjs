// Ballots that are out of the ordinary: practice, options with pictures, very long and very many options, free text.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });

// A button takes no second press within 600 ms; the page's clock goes there at once.
async function press(page, name) {
  await button(page, name).click();
  await page.clock.fastForward(700);
}

const MODES = [
  { name: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { name: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0" },
];

const reads = (page, { preferences }) =>
  page.addInitScript((value) => {
    if (location.protocol.startsWith("http")) localStorage.setItem("linli.prefs", value);
  }, preferences);

const PRACTICE = "试一试：小区花坛种什么花？";
const MARK = "这是练习，不算数，谁都可以试。";

// What only a counted vote may say.
const COUNTED = /已计入|✔|已经计入/;

for (const mode of MODES) {
  for (const account of ["signed out", "signed in"]) {
    test(`practice, ${account}, ${mode.name} mode: the real screens, marked, and nothing leaves the phone`, async ({ page, context, server }) => {
      test.setTimeout(180_000);
      await reads(page, mode);
      await page.clock.install();
      if (account === "signed in") await signedIn(context, server);
      const written = [];
      page.on("request", (request) => {
        if (request.method() !== "GET") written.push(`${request.method()} ${new URL(request.url()).pathname}`);
      });
      const marked = async (banner = MARK) => {
        await expect(main(page).getByText(banner, { exact: true })).toBeVisible();
        await expect(main(page).getByText(COUNTED)).toHaveCount(0);
        await expectAccessible(page);
      };

      // Found from help, by somebody who is here for the first time.
      await page.goto("/help");
      await main(page).getByRole("link", { name: "第一次投？先练一练" }).click();
      await arrived(page, PRACTICE);
      await marked();
      await expect(main(page).getByRole("link", { name: /登录|结果/ })).toHaveCount(0);
      await main(page).getByRole("link", { name: "开始投票" }).click();

      await expect(main(page).getByText("第 1 题，共 2 题")).toBeVisible();
      await marked();
      await press(page, "下一步");
      await expect(main(page).getByRole("alert")).toContainText("请选一个，再按下一步。");
      await main(page).getByRole("radio", { name: "桂花" }).check();
      // From here on the network is gone, and it makes no difference.
      await context.setOffline(true);
      await press(page, "下一步");
      await expect(main(page).getByText("第 2 题，共 2 题")).toBeVisible();
      await main(page).getByRole("checkbox", { name: "周末拔草" }).check();
      await press(page, "选好了，去核对");
      await arrived(page, "核对您的选择");
      await marked();
      await main(page).getByRole("link", { name: "改这一题：您最想种哪一种？" }).click();
      await expect(main(page).getByRole("radio", { name: "桂花" })).toBeChecked();
      await main(page).getByRole("radio", { name: "月季" }).check();
      await press(page, "下一步");
      await expect(main(page).getByRole("checkbox", { name: "周末拔草" })).toBeChecked();
      await press(page, "选好了，去核对");
      await arrived(page, "核对您的选择");
      await press(page, "提交我的投票");

      await arrived(page, "投票回执");
      await marked("练完了。这是练习，不算数");
      await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: 练完了。这是练习，不算数
      - paragraph: 什么也没有发出去，谁也看不到。真的投票交上去以后，这里写着时间和回执号。
      - heading "您选的是" [level=2]
      - term: 您最想种哪一种？
      - definition: 月季
      - term: 浇水的事，您愿意帮哪几样？
      - definition: 周末拔草
      - link "去看真的投票"${account === "signed in" ? "" : '\n      - link "登录"'}
      - link "再练一遍"
      `);
      expect(written).toEqual([]);
      expect(await stored(page, "outbox")).toEqual([]);
      expect(await stored(page, "drafts")).toEqual([]);

      // Again, from nothing.
      await main(page).getByRole("link", { name: "再练一遍" }).click();
      await expect(main(page).getByText("第 1 题，共 2 题")).toBeVisible();
      await expect(main(page).getByRole("radio", { checked: true })).toHaveCount(0);
      await main(page).getByRole("radio", { name: "菊花" }).check();

      // Leaving asks nothing, and home keeps no reminder of it.
      await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "首页" }).click();
      await expect(page).toHaveURL("/");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await expect(main(page).getByText(/还没提交|花坛/)).toHaveCount(0);
      await context.setOffline(false);
      await page.goto("/my-votes");
      await arrived(page, "我的投票", { focused: false });
      await expect(main(page).getByText(PRACTICE)).toHaveCount(0);

      // In the list it stands with its mark, and nowhere at home.
      await page.goto("/polls");
      const row = main(page).getByRole("listitem").filter({ hasText: PRACTICE });
      await expect(row.getByText("练习", { exact: true })).toBeVisible();
      await expectAccessible(page);
      await page.goto("/");
      await expect(main(page).getByRole("link").first()).toBeVisible();
      await expect(main(page).getByText(PRACTICE)).toHaveCount(0);
      expect(written).toEqual([]);
      expect((await asked(server, "/v1/polls/practice")).voted).toBe(undefined);
    });
  }
}

test("practice: its receipt and its results, opened by their address, say how things are", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto("/polls/practice/receipt");
  await arrived(page, "投票回执", { focused: false });
  await expect(main(page).getByText(MARK, { exact: true })).toBeVisible();
  await expect(main(page).getByText("这部手机上没有这次投票的回执。")).toBeVisible();
  await expect(main(page).getByRole("link", { name: "开始投票" })).toHaveAttribute("href", "/polls/practice/ballot");
  await expectAccessible(page);
  for (const address of ["results", "recount"]) {
    await page.goto(`/polls/practice/${address}`);
    await expect(main(page).getByText("练习不算票，也没有结果。")).toBeVisible();
    await expectAccessible(page);
  }
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - strong: 这是练习
      - paragraph: 练习不算票，也没有结果。
  `);
});

test("a real ballot still asks to sign in first", async ({ page }) => {
  await page.goto("/polls/snacks/ballot");
  await arrived(page, "先登录，再投票", { focused: false });
  await expect(main(page).getByRole("link", { name: "登录" })).toHaveAttribute("href", "/sign-in?next=/polls/snacks/ballot");
  await expectAccessible(page);
  await page.goto("/polls/snacks/check");
  await arrived(page, "先登录，再投票", { focused: false });
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "先登录，再投票" [level=1]
      - paragraph: 投票前请先登录，这样一人只算一票。
      - link "登录"
  `);
  await expectAccessible(page);
});
