// What can go otherwise when somebody is helped: staff hear the resident, the helper has helped enough, there is no network at the end.
import { expectAccessible } from "../support/accessible.mjs";
import { helpedToVote, helping } from "../support/assist.mjs";
import { aMoment, arrived, heading, installed, reading, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const HELPER = "19900000002";
const RESIDENT = "19900000001";
// Of the first resident of the demo community.
const LETTER = "WTNG-2345-6789-ABCD";
// Who has not voted yet, as she has not.
const NEIGHBOUR = "19900000010";
const POLL = "clinic-day-poll";
const ANSWERS = [{ question: "day", options: ["first"] }];

const main = (page) => page.getByRole("main");
const bar = (page) => page.getByRole("region", { name: "帮忙", exact: true });
const button = (page, name) => main(page).getByRole("button", { name, exact: true });

const MODES = [
  ["standard", "text=18;theme=light;mode=standard;spacing=0"],
  ["elder", "text=24;theme=light;mode=elder;spacing=0"],
];

for (const [mode, preferences] of MODES) {
  test(`in ${mode} mode staff hear the resident, and only then it begins`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await signedIn(context, server, HELPER);
    await page.goto("/assist");
    await arrived(page, "帮别人办", { focused: false });
    await main(page).getByRole("radio", { name: "打电话给工作人员" }).check();
    await aMoment(page);
    await button(page, "下一步").click();
    await arrived(page, "帮别人办");
    // Whoever took the wrong way chooses again.
    await aMoment(page);
    await button(page, "换个办法").click();
    await expect(main(page).getByRole("radio", { name: "入户信" })).toBeVisible();
    await main(page).getByRole("radio", { name: "打电话给工作人员" }).check();
    await aMoment(page);
    await button(page, "下一步").click();

    // The helper says whom in words; who that is in the community's list is for staff to say.
    await aMoment(page);
    await button(page, "取一个号").click();
    await expect(main(page).getByRole("link", { name: "请写下要帮谁。" })).toBeVisible();
    await main(page).getByRole("textbox", { name: "帮谁？写下门牌和姓名" }).fill("5号楼 王秀英");
    await expectAccessible(page);
    await aMoment(page);
    await button(page, "取一个号").click();
    await expect(main(page).getByText("请打电话给工作人员，报这个号")).toBeVisible();
    const number = await main(page).getByText(/^\d{4}$/).innerText();
    await expect(main(page).getByRole("heading", { name: "请念给对方听，或请对方自己看" })).toBeVisible();
    await expect(main(page).getByRole("link", { name: /^拨打/ })).toBeVisible();
    await expectAccessible(page);

    // Nobody has heard her yet.
    await aMoment(page);
    const refused = page.waitForResponse((answer) => answer.url().includes("/v1/assisted-sessions") && !answer.ok());
    await button(page, "登记好了，开始帮忙").click();
    await refused;
    await expect(button(page, "登记好了，开始帮忙")).toBeEnabled();
    await expect(bar(page)).toHaveCount(0);
    expect(await server.staff("assist", "list")).toContain(`${number}  陈晓燕 wants to help: 5号楼 王秀英`);
    expect(await server.staff("assist", "consent", number, "--by", "赵永刚", "--phone", RESIDENT)).toContain("陈晓燕 may help 王秀英");
    await aMoment(page);
    await button(page, "登记好了，开始帮忙").click();
    await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
    await expect(heading(page, /王秀英/)).toBeVisible();
    expect(await server.staff("assist", "log")).toContain("consent: spoken, heard by 赵永刚");
  });
}

test("whoever has helped as many as one may in a poll is told so before anything is chosen", async ({ page, context, server }) => {
  await server.staff("community", "set", "--name", "梧桐里社区", "--zone", "Asia/Shanghai", "--languages", "zh-CN,en", "--assist-most", "1", "--demo");
  // She has helped one neighbour before.
  await helpedToVote(server, HELPER, NEIGHBOUR, POLL, ANSWERS);
  await helping(context, server, HELPER, LETTER);
  await page.goto(`/polls/${POLL}`);
  await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
  await expect(main(page).getByText(/您已经帮满了。请换一个人来帮/)).toBeVisible();
  await expect(main(page).getByRole("link", { name: "开始投票" })).toHaveCount(0);
  await expectAccessible(page);
});

test("without a network it ends all the same: what did not arrive is said with its number, and nothing of hers stays", async ({ page, context, server }) => {
  await helping(context, server, HELPER, LETTER);
  await page.goto("/notices/lift-vote");
  await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
  await installed(page);
  await context.setOffline(true);
  await button(page, "我看过了").click();
  await expect.poll(() => stored(page, "outbox")).toHaveLength(1);
  await aMoment(page);
  await bar(page).getByRole("button", { name: "结束帮忙" }).click();
  const question = page.getByRole("dialog", { name: "现在就结束吗？" });
  await expect(question.getByText(/1/)).toBeVisible();
  await expectAccessible(page);
  await aMoment(page);
  await question.getByRole("button", { name: "结束帮忙" }).click();
  await arrived(page, "帮忙已经结束", { focused: false });
  await expect(main(page).getByText("有的没有送到")).toBeVisible();
  await expectAccessible(page);
  expect(await stored(page, "outbox")).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain("王秀英");
  // Told once the network is back; until then the server's own clock would end it.
  await context.setOffline(false);
  await expect.poll(() => server.staff("assist", "log")).not.toContain(" to now;");
  await page.goto("/");
  await expect(heading(page, /陈晓燕/)).toBeVisible();
});

test("what somebody was helped to vote lies in the inbox, and leads to the question", async ({ page, context, server }) => {
  await helpedToVote(server, HELPER, RESIDENT, POLL, ANSWERS);
  await signedIn(context, server, RESIDENT);
  await page.goto("/inbox");
  const item = main(page).getByRole("listitem").filter({ hasText: "有人帮您投过票，这是您的意思吗？" });
  await expect(item.getByText("帮忙的人：陈晓燕")).toBeVisible();
  await expectAccessible(page);
  await item.getByRole("link").click();
  await arrived(page, "谁帮过我");
  // The wrong button, and back; nothing was said.
  await aMoment(page);
  await button(page, "不是我的意思").click();
  await expect(main(page).getByRole("textbox", { name: "想对工作人员说什么？可以不写" })).toBeFocused();
  await aMoment(page);
  await button(page, "返回").click();
  await aMoment(page);
  await button(page, "是我的意思").click();
  await expect(main(page).getByText("您说：是我的意思。")).toBeVisible();
  expect(await server.staff("assist", "list")).not.toContain("NOT MY CHOICE");
});

test.describe("a tablet for everybody", () => {
  // What is said of the app's set-up comes from here, not from a worker's store.
  test.use({ serviceWorkers: "block" });

  for (const [mode, preferences] of MODES) {
    test(`in ${mode} mode one tap goes on with what is typed, and signing out is the end, too`, async ({ page, context, server }) => {
      await context.route("**/config.json", (route) => route.fulfill({ json: { backend: { kind: "native", base: "" }, kiosk: true } }));
      await page.clock.install();
      await signedIn(context, server, RESIDENT);
      await page.goto("/");
      await page.evaluate((value) => localStorage.setItem("linli.prefs", value), preferences);
      await page.goto("/threads/courtyard-benches/write");
      const words = main(page).getByRole("textbox").first();
      await words.fill("只写了一半");
      await page.clock.fastForward("08:10");
      const question = page.getByRole("dialog", { name: "还在用吗？" });
      await expect(question.getByText(/点一下“还在用”，就什么都不会少/)).toBeVisible();
      await expectAccessible(page);
      await aMoment(page);
      await question.getByRole("button", { name: "还在用", exact: true }).last().click();
      await expect(question).toHaveCount(0);
      await expect(words).toHaveValue("只写了一半");
      await expect.poll(() => stored(page, "drafts")).toEqual(["只写了一半"]);

      await page.goto("/me");
      await aMoment(page);
      await button(page, "退出登录").click();
      await aMoment(page);
      await page.getByRole("dialog").getByRole("button", { name: "退出登录", exact: true }).click();
      await arrived(page, "这台平板，大家都能用", { focused: false });
      expect(await stored(page, "drafts")).toEqual([]);
      expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== "linli.config"))).toEqual([]);
      await expect(page.locator("html")).not.toHaveAttribute("data-mode", "elder");
    });
  }
});
