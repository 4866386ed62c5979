// What a resident is told about a vote is true, whatever happens to the phone, the network and the server.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, installed, signedIn, storedAnswers } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const POLL = "clinic-day-poll";
const QUESTION = "医生来义诊，哪一天方便？";
const AFTERNOON = "下午 1:30—5:00";
// What the demo community has voted before.
const VOTED = 96;

const counted = (page) => page.getByRole("main").getByText(/已计入$/);
const waiting = (page) => page.getByRole("main").getByText("还没计入：等网络", { exact: true });
const chosen = (page) => page.getByRole("main").getByRole("definition").filter({ hasText: AFTERNOON });
const voted = async (server, poll = POLL) => (await asked(server, `/v1/polls/${poll}`)).voted;

async function goHome(page) {
  await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "首页" }).click();
  await expect(page).toHaveURL("/");
}

// Chooses the afternoon and goes to the page where it is read back.
async function toCheck(page, poll = POLL, choice = AFTERNOON) {
  const main = page.getByRole("main");
  await page.goto(`/polls/${poll}/ballot`);
  await main.getByRole("radio", { name: choice }).check();
  await main.getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");
}

const send = (page) => page.getByRole("main").getByRole("button", { name: "提交我的投票" }).click();

test.beforeEach(async ({ context, server }) => {
  await signedIn(context, server);
});

test("without a network the vote waits, survives a reload, and is counted once when the network is back", async ({ page, context, server }) => {
  const main = page.getByRole("main");
  await toCheck(page);
  await installed(page);
  await context.setOffline(true);
  await send(page);
  await arrived(page, "投票回执");
  await expect(waiting(page)).toBeVisible();
  await expect(counted(page)).toHaveCount(0);
  await expect(chosen(page)).toBeVisible();

  // Looking around does not change what is true.
  await goHome(page);
  await expect(main.getByText("等网络，还没计入", { exact: true })).toBeVisible();
  await main.getByRole("link", { name: "去看看" }).click();
  await expect(waiting(page)).toBeVisible();

  // Closed and opened again, still without a network.
  await page.reload();
  await arrived(page, "投票回执", { focused: false });
  await expect(waiting(page)).toBeVisible();
  await expect(chosen(page)).toBeVisible();
  await expect(counted(page)).toHaveCount(0);
  expect(await voted(server)).toBe(VOTED);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: 还没计入：等网络
      - heading "您选的是" [level=2]
      - definition: /${AFTERNOON}/
      - button "现在就送"
      - link "回首页"
  `);
  await expectAccessible(page);

  await context.setOffline(false);
  await expect(counted(page)).toBeVisible();
  await expect(waiting(page)).toHaveCount(0);
  expect(await voted(server)).toBe(VOTED + 1);
});

test("two quick taps send one vote", async ({ page, server }) => {
  await toCheck(page);
  const sent = [];
  page.on("request", (request) => {
    if (request.method() === "PUT") sent.push(request.url());
  });
  await page.getByRole("main").getByRole("button", { name: "提交我的投票" }).dblclick();
  await expect(counted(page)).toBeVisible();
  // The second tap falls on the receipt and takes the focus from its heading, as any tap does.
  await arrived(page, "投票回执", { focused: false });
  expect(sent).toHaveLength(1);
  expect(await voted(server)).toBe(VOTED + 1);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph: 回执号
      - definition: /${AFTERNOON}/
  `);
  await expectAccessible(page);
});

test("the server is killed: what it has acknowledged stays, what waits is counted once", async ({ page, server }) => {
  await toCheck(page, "lift-subsidy", "弃权");
  await send(page);
  await expect(counted(page)).toBeVisible();

  // The vote arrives and is counted, but the answer never reaches the phone.
  await toCheck(page);
  let fall;
  const cut = new Promise((done) => (fall = done));
  await page.route(`**/v1/polls/${POLL}/ballot`, async (route) => {
    if (route.request().method() !== "PUT" || !fall) return route.fallback();
    const fallen = fall;
    fall = null;
    await route.fetch();
    await server.kill();
    await route.abort("connectionreset");
    fallen();
  });
  await send(page);
  await arrived(page, "投票回执");
  await expect(waiting(page)).toBeVisible();
  // The page says "waiting" from the press on: only the cut itself tells that the server is gone.
  await cut;
  await expect(waiting(page)).toBeVisible();
  await expect(counted(page)).toHaveCount(0);

  await server.restart();
  expect(await voted(server, "lift-subsidy")).toBe(122);
  await page.getByRole("main").getByRole("button", { name: "现在就送" }).click();
  await expect(counted(page)).toBeVisible();
  expect(await voted(server)).toBe(VOTED + 1);
  await page.goto("/polls/lift-subsidy/receipt");
  await expect(counted(page)).toBeVisible();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph: 回执号
      - definition: 弃权
  `);
  await expectAccessible(page);
});

test("the server is away when the vote is sent: it waits and is counted once the server is back", async ({ page, server }) => {
  await toCheck(page);
  await server.kill();
  await send(page);
  await expect(waiting(page)).toBeVisible();
  await expect(counted(page)).toHaveCount(0);
  await server.restart();
  expect(await voted(server)).toBe(VOTED);
  await page.getByRole("main").getByRole("button", { name: "现在就送" }).click();
  await expect(counted(page)).toBeVisible();
  expect(await voted(server)).toBe(VOTED + 1);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph: 回执号
      - definition: /${AFTERNOON}/
  `);
  await expectAccessible(page);
});

test("the poll was closed meanwhile: not counted, with the reason, and the choice is kept", async ({ page, server }) => {
  const main = page.getByRole("main");
  await toCheck(page);
  // The page must have read the poll while it was open: one that reads it closed rightly has nothing to send.
  await expect(main.getByRole("button", { name: "提交我的投票" })).toBeVisible();
  await server.staff("poll", "close", POLL, "--reason", "医生改了日子");
  await send(page);
  await arrived(page, "投票回执");
  await expect(main.getByText("没有计入", { exact: true })).toBeVisible();
  await expect(main.getByText("已经截止了", { exact: true })).toBeVisible();
  await expect(chosen(page)).toBeVisible();
  await expect(counted(page)).toHaveCount(0);
  expect(await voted(server)).toBe(VOTED);

  await page.reload();
  await expect(main.getByText("没有计入", { exact: true })).toBeVisible();
  await expect(chosen(page)).toBeVisible();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: 没有计入
      - paragraph:
        - strong: 已经截止了
      - paragraph: 您的选择还留在这里，没有丢。
      - definition: /${AFTERNOON}/
      - link "打电话找人":
        - /url: /help
  `);
  await expectAccessible(page);
  await goHome(page);
  await expect(main.getByText("没有计入，您的选择还在", { exact: true })).toBeVisible();
});

test("who leaves with something chosen is told that it is not sent", async ({ page, server }) => {
  const main = page.getByRole("main");
  await page.goto(`/polls/${POLL}/ballot`);
  await main.getByRole("radio", { name: AFTERNOON }).check();
  await expect.poll(() => storedAnswers(page, POLL)).toMatchObject([{ options: ["third"] }]);
  // Still chosen when the page is opened again.
  await page.reload();
  await expect(main.getByRole("radio", { name: AFTERNOON })).toBeChecked();
  await main.getByRole("link", { name: "先放着，以后再投" }).click();
  await expect(page).toHaveURL(`/polls/${POLL}`);
  await arrived(page, QUESTION);
  await expect(main.getByText("选好了，还没提交", { exact: true }).first()).toBeVisible();
  await goHome(page);
  await expect(main.getByText("选好了，还没提交", { exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(main.getByText("选好了，还没提交", { exact: true }).first()).toBeVisible();
  expect(await voted(server)).toBe(VOTED);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading /王秀英/ [level=1]
      - paragraph:
        - strong: 选好了，还没提交
      - paragraph: ${QUESTION}
      - link "接着提交":
        - /url: /polls/${POLL}/check
  `);
  await expectAccessible(page);
  await main.getByRole("link", { name: "接着提交" }).click();
  await arrived(page, "核对您的选择");
  await expect(chosen(page)).toBeVisible();
});

for (const mode of ["standard", "elder"]) {
  test(`leaving by any other link asks once, and keeps what is chosen, ${mode} mode`, async ({ page, server }) => {
    const main = page.getByRole("main");
    if (mode === "elder") {
      await page.addInitScript(() => {
        if (location.protocol.startsWith("http")) localStorage.setItem("linli.prefs", "text=24;theme=light;mode=elder;spacing=0");
      });
    }
    await page.goto(`/polls/${POLL}/ballot`);
    const home = page.getByRole("link", { name: "首页", exact: true }).first();
    await main.getByRole("radio", { name: AFTERNOON }).check();
    await home.click();
    const ask = page.getByRole("dialog", { name: "您选的还没交" });
    await expect(ask).toBeVisible();
    await expect(ask.getByText("接着投", { exact: true })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await expect(ask).toBeHidden();
    await expect(page).toHaveURL(`/polls/${POLL}/ballot`);
    await expect(main.getByRole("radio", { name: AFTERNOON })).toBeChecked();
    // Between the pages of the ballot nobody is asked, and not a second time.
    await main.getByRole("button", { name: "选好了，去核对" }).click();
    await arrived(page, "核对您的选择");
    await home.click();
    await expect(page).toHaveURL("/");
    await expect(main.getByText("选好了，还没提交", { exact: true }).first()).toBeVisible();
    // Opened afresh, it is a new visit: asked again, and this time left.
    await page.goto(`/polls/${POLL}/check`);
    await arrived(page, "核对您的选择", { focused: false });
    await home.click();
    await ask.getByRole("button", { name: "先放着，以后再投" }).click();
    await expect(page).toHaveURL("/");
    await main.getByRole("link", { name: "接着提交" }).click();
    await arrived(page, "核对您的选择");
    await expect(chosen(page)).toBeVisible();
    expect(await voted(server)).toBe(VOTED);
    await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "核对您的选择" [level=1]
      - definition: /${AFTERNOON}/
      - button "提交我的投票"
    `);
  });
}

test("a withdrawn vote does not count, and another can be cast", async ({ page, server }) => {
  const main = page.getByRole("main");
  await toCheck(page);
  await send(page);
  await expect(counted(page)).toBeVisible();
  await main.getByRole("button", { name: "撤回我的票" }).click();
  const ask = page.getByRole("dialog", { name: "要撤回您的票吗？" });
  await ask.getByRole("button", { name: "撤回" }).click();
  await expect(counted(page)).toHaveCount(0);
  await expect(main.getByText("这部手机上没有这次投票的回执。")).toBeVisible();
  expect(await voted(server)).toBe(VOTED);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph: 这部手机上没有这次投票的回执。
  `);
  await expectAccessible(page);
  await toCheck(page);
  await send(page);
  await expect(counted(page)).toBeVisible();
  expect(await voted(server)).toBe(VOTED + 1);
});
