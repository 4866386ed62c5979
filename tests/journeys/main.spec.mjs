// What most residents come for, by touch on a small phone: read, vote, change the vote, say something.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, RESIDENT, titled } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const POLL = "医生来义诊，哪一天方便？";

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

// Reading, signing in, voting twice, writing: many pages on a busy machine.
test.setTimeout(120_000);

test("read a notice, vote, change the vote, answer a neighbour, read otherwise", async ({ page, server }) => {
  const main = page.getByRole("main");

  await page.goto("/");
  await arrived(page, "您好", { focused: false });
  await titled(page, "您好");

  // The notice, from the list of all of them.
  await main.getByRole("link", { name: "看全部公告" }).tap();
  await arrived(page, "公告");
  await main.getByRole("link", { name: "卫生站医生来院里义诊，日子您来挑" }).tap();
  await arrived(page, "卫生站医生来院里义诊，日子您来挑");
  await titled(page, "卫生站医生来院里义诊，日子您来挑");
  await expect(main.getByRole("heading", { name: "大白话" })).toBeVisible();

  // The poll that hangs on it; signing in leads back to the ballot.
  await main.getByRole("link", { name: `去投票：${POLL}` }).tap();
  await arrived(page, POLL);
  await main.getByRole("link", { name: "先登录，再投票" }).tap();
  await arrived(page, "登录");
  await main.getByRole("radio", { name: "用手机号" }).check();
  await main.getByRole("button", { name: "下一步" }).tap();
  await main.getByRole("textbox", { name: "手机号" }).fill(RESIDENT);
  const code = await server.code(RESIDENT, () => main.getByRole("button", { name: "发短信给我" }).tap());
  await main.getByRole("textbox", { name: "短信里的 6 个数字" }).fill(code);
  await main.getByRole("button", { name: "登录", exact: true }).tap();
  await expect(page).toHaveURL("/polls/clinic-day-poll/ballot");
  await arrived(page, POLL);

  // Choose, check, send.
  await main.getByRole("radio", { name: /上午.*空腹/ }).first().check();
  await expect(page).toHaveURL("/polls/clinic-day-poll/ballot");
  await main.getByRole("button", { name: "选好了，去核对" }).tap();
  await arrived(page, "核对您的选择");
  await expect(main.getByRole("definition").filter({ hasText: "上午 8:00—11:30" })).toBeVisible();
  await main.getByRole("button", { name: "提交我的投票" }).tap();
  await arrived(page, "投票回执");
  await expect(main.getByText(/\d\d:\d\d 已计入$/)).toBeVisible();
  const number = main.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4})+$/);
  await expect(number).toBeVisible();
  const first = await number.textContent();
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const poll = () => asked(server, "/v1/polls/clinic-day-poll", cookie);
  const counts = async () => {
    const { ballots, questions } = await asked(server, "/v1/polls/clinic-day-poll/results", cookie);
    return { ballots, ...Object.fromEntries(questions[0].rows.map(({ option_id, count }) => [option_id, count])) };
  };
  expect(await poll()).toMatchObject({ voted: 97, voter: { has_voted: true } });
  const before = await counts();

  // Change it: the same ballot, another choice.
  await main.getByRole("link", { name: "改我的票" }).tap();
  await arrived(page, POLL);
  await expect(main.getByRole("radio", { name: /上午.*空腹/ }).first()).toBeChecked();
  await main.getByRole("radio", { name: "不用空腹" }).check();
  await main.getByRole("button", { name: "选好了，去核对" }).tap();
  await arrived(page, "核对您的选择");
  await main.getByRole("button", { name: "提交我的投票" }).tap();
  await arrived(page, "投票回执");
  await expect(main.getByText(/\d\d:\d\d 已计入$/)).toBeVisible();
  await expect(number).toHaveText(first);
  await expect(main.getByRole("definition").filter({ hasText: "下午 1:30—5:00" })).toBeVisible();
  expect(await counts()).toEqual({ ...before, first: before.first - 1, third: before.third + 1 });
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - link "${POLL}":
          - /url: /polls/clinic-day-poll
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: /\\d\\d:\\d\\d 已计入$/
      - paragraph: 回执号
      - heading "您选的是" [level=2]
      - term: 您哪一天方便？
      - definition: /下午 1:30—5:00/
      - link "回首页"
      - link "改我的票":
        - /url: /polls/clinic-day-poll/ballot
      - button "撤回我的票"
      - button "打印回执"
  `);
  await expectAccessible(page);

  // Answer a neighbour and see it stand there.
  await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "议事" }).tap();
  await arrived(page, "议事");
  await main.getByRole("link", { name: "小院子的长椅：要靠背，还是要多几张？" }).tap();
  await arrived(page, "小院子的长椅：要靠背，还是要多几张？");
  await main.getByRole("link", { name: "回复 彭德全" }).first().tap();
  await arrived(page, "说两句");
  await main.getByRole("textbox", { name: "您想说什么" }).fill("彭师傅说得对，扶手要有。");
  await main.getByRole("button", { name: "发出去" }).tap();
  await arrived(page, "小院子的长椅：要靠背，还是要多几张？");
  const own = main.getByRole("article").filter({ hasText: "彭师傅说得对，扶手要有。" });
  await expect(own).toHaveCount(1);
  await expect(own.getByRole("heading")).toContainText("王秀英");

  // The same page, read otherwise.
  const address = page.url();
  const bar = page.getByRole("group", { name: "阅读方式" });
  await bar.getByRole("button", { name: "English" }).tap();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await bar.getByRole("button", { name: "Elder mode" }).tap();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  await expect(page).toHaveURL(address);
  await arrived(page, "小院子的长椅：要靠背，还是要多几张？", { focused: false });
  await expect(own).toHaveCount(1);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - link "Talk":
          - /url: /threads
      - heading "小院子的长椅：要靠背，还是要多几张？" [level=1]
      - link "Write something":
        - /url: /threads/courtyard-benches/write
      - heading "What neighbours say" [level=2]
      - group: Another order
      - list:
        - listitem:
          - article /彭德全/
          - list:
            - listitem:
              - article /王秀英/:
                - paragraph: 彭师傅说得对，扶手要有。
  `);
  await expectAccessible(page);
});

test("the address follows the page: going back and opening again lead to what was read", async ({ page }) => {
  const main = page.getByRole("main");
  await page.goto("/");
  await main.getByRole("link", { name: "看全部公告" }).tap();
  await arrived(page, "公告");
  await expect(page).toHaveURL("/notices");
  await main.getByRole("link", { name: "周末旧物集市" }).tap();
  await arrived(page, "周末旧物集市");
  await expect(page).toHaveURL("/notices/flea-market");
  await page.reload();
  await arrived(page, "周末旧物集市", { focused: false });
  await page.goBack();
  await arrived(page, "公告");
  await page.goBack();
  await arrived(page, "您好");
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "您好" [level=1]
      - heading "等您投票" [level=2]
      - heading "新公告" [level=2]
      - heading "大家正在商量" [level=2]
  `);
  await expectAccessible(page);
});
