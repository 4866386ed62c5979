// Two things at once: two phones, two members of a household, a tap and a tap, a vote and the end, a page and what becomes
// of its poll. One vote counts, and what is said is what the server knows; the phone's own clock decides nothing.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, pollOpened, signedIn, stored, storedAnswers } from "../support/pages.mjs";
import { residents } from "../support/residents.mjs";
import { expect, test } from "../support/test.mjs";

const POLL = "gate-lamp";
const TITLE = "大门口的灯几点关？";
const TEN = "晚上十点";
const LATE = "半夜十二点";
const CLOSED = "投票已经结束。";
const SEND = "提交我的投票";

test.setTimeout(150_000);

const main = (page) => page.getByRole("main");
const counted = (page) => main(page).getByText(/已计入$/);
const ten = (page) => main(page).getByRole("radio", { name: TEN });
const sendButton = (page) => main(page).getByRole("button", { name: SEND });
const voted = async (server) => (await asked(server, `/v1/polls/${POLL}`)).voted;
// What a screen reader is told without being interrupted.
const announced = (page, words) => expect(page.getByRole("status").filter({ hasText: words })).toHaveCount(1);

// A poll that everybody can vote in; `ends` and `begins` as in a poll's file.
async function opened(server, { unit = "person", begins = "-1d 09:00", ends = "+5d 20:00" } = {}) {
  await pollOpened(
    server,
    `id = "${POLL}"
title = "${TITLE}"
about = "灯亮得晚，费一点电。"
opens_at = "${begins}"
closes_at = "${ends}"
secrecy = "anonymous"
unit = "${unit}"
results = "always"
tie_rule = "earlier_listed"

[[questions]]
id = "when"
title = "几点关？"
method = { kind = "single" }
options = [{ id = "ten", label = "${TEN}" }, { id = "late", label = "${LATE}" }]
`,
  );
}

// An instant as a poll's file has it.
const after = (milliseconds) => `${new Date(Date.now() + milliseconds).toISOString().slice(0, 19)}+00:00`;

async function toCheck(page, choice = TEN) {
  await page.goto(`/polls/${POLL}/ballot`);
  await arrived(page, TITLE, { focused: false });
  await main(page).getByRole("radio", { name: choice }).check();
  await main(page).getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");
  await expect(sendButton(page)).toBeVisible();
}

// A second phone, signed in.
async function otherPhone(anotherPhone, server, phone) {
  const page = await anotherPhone();
  await signedIn(page.context(), server, phone);
  return page;
}

// Away from the page and back, as when a call comes in.
async function lookAway(page) {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

async function lookAgain(page) {
  await page.evaluate(() => {
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

// Requests for the poll from here on.
function readings(page) {
  const read = [];
  page.on("request", (request) => {
    if (request.method() === "GET" && new URL(request.url()).pathname === `/v1/polls/${POLL}`) read.push(request.url());
  });
  return read;
}

test.describe("two at once", () => {
  test("two phones of one person: one vote counts, and the other phone is told where it is", async ({ page, context, anotherPhone, server }) => {
    await opened(server);
    await signedIn(context, server);
    const other = await otherPhone(anotherPhone, server);
    await toCheck(page, TEN);
    await toCheck(other, LATE);
    await Promise.all([sendButton(page).click(), sendButton(other).click()]);
    const said = async (phone) => {
      await arrived(phone, "投票回执");
      const refused = main(phone).getByText("没有计入", { exact: true });
      await expect(counted(phone).or(refused)).toBeVisible();
      return (await refused.count()) === 0;
    };
    const [one, two] = [await said(page), await said(other)];
    expect([one, two].sort()).toEqual([false, true]);
    expect(await voted(server)).toBe(1);
    const refused = one ? other : page;
    await expect(main(refused)).toMatchAriaSnapshot(`
      - main:
        - heading "投票回执" [level=1]
        - paragraph:
          - strong: 没有计入
        - paragraph: 您的选择还留在这里，没有丢。
        - definition: ${one ? LATE : TEN}
    `);
    await expectAccessible(page);
    await expectAccessible(other);
    // After a look around it is the same.
    await refused.goto(`/polls/${POLL}`);
    await expect(main(refused).getByText("没有计入", { exact: true })).toBeVisible();
    await expect(counted(refused)).toHaveCount(0);
    await other.context().close();
  });

  test("two phones of one household: the household counts once, and the second is told before it sends", async ({ page, context, anotherPhone, server }) => {
    await opened(server, { unit: "household" });
    const everybody = (await residents()).filter(({ household, phone, role }) => household && phone && !role);
    const pair = everybody.map((one) => [one, everybody.find((two) => two !== one && two.household === one.household)]);
    const [wife, husband] = pair.find(([, two]) => two);
    await signedIn(context, server, wife.phone);
    const other = await otherPhone(anotherPhone, server, husband.phone);
    await other.clock.install();
    await toCheck(page, TEN);
    await toCheck(other, LATE);
    await sendButton(page).click();
    await expect(counted(page)).toBeVisible();
    // The other page reads again by itself, and says so; the button stays and answers with the same.
    await other.clock.fastForward("01:01");
    const words = "您家已经有人投过了，一户只算一票。不清楚是谁投的，请先问问家里人。";
    await expect(main(other).getByText(words)).toBeVisible();
    await expectAccessible(other);
    await sendButton(other).click();
    await arrived(other, "投票回执");
    await expect(main(other).getByText("没有计入", { exact: true })).toBeVisible();
    await expect(main(other).getByText(LATE)).toBeVisible();
    expect(await voted(server)).toBe(1);
    await expectAccessible(other);
    await other.context().close();
  });

  test("the answer is lost after the vote was counted: it waits, and trying again counts once", async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await toCheck(page);
    let lose = true;
    await page.route(`**/v1/polls/${POLL}/ballot`, async (route) => {
      if (route.request().method() !== "PUT" || !lose) return route.fallback();
      lose = false;
      await route.fetch();
      await route.abort("connectionreset");
    });
    await sendButton(page).click();
    await arrived(page, "投票回执");
    await expect.poll(() => voted(server)).toBe(1);
    await expect(main(page).getByText("还没计入：等网络", { exact: true })).toBeVisible();
    await expect(counted(page)).toHaveCount(0);
    await main(page).getByRole("button", { name: "现在就送" }).click();
    await expect(counted(page)).toBeVisible();
    expect(await voted(server)).toBe(1);
    await expectAccessible(page);
  });

  test("the poll is closed while the vote is on its way: what the server did not have by then does not count", async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await toCheck(page);
    let held;
    const onItsWay = new Promise((done) => (held = done));
    await page.route(`**/v1/polls/${POLL}/ballot`, (route) => (route.request().method() === "PUT" ? held(route) : route.fallback()));
    await sendButton(page).click();
    const route = await onItsWay;
    await expect(main(page).getByText("还没计入：等网络", { exact: true })).toBeVisible();
    await server.staff("poll", "close", POLL, "--reason", "灯泡坏了");
    await route.continue();
    await expect(main(page).getByText("没有计入", { exact: true })).toBeVisible();
    await expect(main(page).getByText("已经截止了", { exact: true })).toBeVisible();
    await expect(main(page).getByText(TEN)).toBeVisible();
    await expect(counted(page)).toHaveCount(0);
    expect(await voted(server)).toBe(0);
    await expectAccessible(page);
  });

  test("received before the end and answered after it: it counts", async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await toCheck(page);
    await page.route(`**/v1/polls/${POLL}/ballot`, async (route) => {
      if (route.request().method() !== "PUT") return route.fallback();
      const response = await route.fetch();
      await server.staff("poll", "close", POLL, "--reason", "灯泡坏了");
      await route.fulfill({ response });
    });
    await sendButton(page).click();
    await expect(counted(page)).toBeVisible();
    await page.goto(`/polls/${POLL}/receipt`);
    await expect(counted(page)).toBeVisible();
    await expect(main(page).getByRole("link", { name: "改我的票" })).toHaveCount(0);
    expect(await voted(server)).toBe(1);
    await expectAccessible(page);
  });
});

test.describe("open at the end", () => {
  test("the end passes while the ballot is open: words below it, the choice and the focus stay", async ({ page, context, server }) => {
    await opened(server, { ends: after(30_000) });
    await signedIn(context, server);
    await page.goto(`/polls/${POLL}/ballot`);
    await ten(page).check();
    await expect(ten(page)).toBeFocused();
    const place = await ten(page).boundingBox();
    // Nobody touches anything: the end comes by itself.
    await expect(main(page).getByText(CLOSED)).toBeVisible({ timeout: 60_000 });
    expect((await asked(server, `/v1/polls/${POLL}`)).state).toBe("closed");
    await announced(page, CLOSED);
    await expect(ten(page)).toBeChecked();
    await expect(ten(page)).toBeFocused();
    expect(await ten(page).boundingBox()).toEqual(place);
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "${TITLE}" [level=1]
        - group "几点关？":
          - radio "${TEN}" [checked]
          - radio "${LATE}"
        - button "选好了，去核对"
        - paragraph:
          - strong: ${CLOSED}
    `);
    await expectAccessible(page);
    // The way on is open, and ends in words.
    await main(page).getByRole("button", { name: "选好了，去核对" }).click();
    await arrived(page, "核对您的选择");
    await expect(main(page).getByText(CLOSED)).toBeVisible();
    expect(await storedAnswers(page, POLL)).toMatchObject([{ options: ["ten"] }]);
  });

  test("the end passes while the answers are checked: the button stays and answers with words", async ({ page, context, server }) => {
    await opened(server, { ends: after(35_000) });
    await signedIn(context, server);
    await toCheck(page);
    await sendButton(page).focus();
    const place = await sendButton(page).boundingBox();
    await expect(main(page).getByText(CLOSED)).toBeVisible({ timeout: 60_000 });
    await announced(page, CLOSED);
    await expect(sendButton(page)).toBeFocused();
    expect(await sendButton(page).boundingBox()).toEqual(place);
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await arrived(page, "投票回执");
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "投票回执" [level=1]
        - paragraph:
          - strong: 没有计入
        - paragraph:
          - strong: 已经截止了
        - paragraph: 您的选择还留在这里，没有丢。
        - definition: ${TEN}
    `);
    expect(await voted(server)).toBe(0);
    await expectAccessible(page);
  });

  test("a poll that opens while its page is open can be voted in without opening it again", async ({ page, context, server }) => {
    await opened(server, { begins: after(20_000) });
    await signedIn(context, server);
    await page.goto(`/polls/${POLL}/ballot`);
    await expect(main(page).getByText("还没到开始的时间。到时候再来，不用一直等着。")).toBeVisible();
    await expect(ten(page)).toBeVisible({ timeout: 60_000 });
    await announced(page, "正在投");
    await expectAccessible(page);
  });

  test("extended and cancelled while pages are open: without events read about once a minute, none while nobody looks", async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await context.route("**/v1/events?*", (route) => route.abort());
    await page.clock.install();
    await toCheck(page);
    const place = await sendButton(page).boundingBox();
    const read = readings(page);
    await server.staff("poll", "extend", POLL, "--until", "+6d 20:00", "--reason", "停了一天电");
    await page.clock.fastForward("00:50");
    expect(read).toHaveLength(0);
    await page.clock.fastForward("00:11");
    const extended = /延长：原定 .*20:00 截止，改到 .*20:00。停了一天电$/;
    await expect(main(page).getByText(extended)).toBeVisible();
    await announced(page, extended);
    expect(read).toHaveLength(1);
    expect(await sendButton(page).boundingBox()).toEqual(place);
    await expectAccessible(page);

    // Hidden, nothing is asked; seen again, at once.
    await lookAway(page);
    await server.staff("poll", "cancel", POLL, "--reason", "选项写错了");
    await page.clock.fastForward("10:00");
    expect(read).toHaveLength(1);
    await lookAgain(page);
    await expect(main(page).getByText(/取消：选项写错了$/)).toBeVisible();
    await announced(page, "取消：选项写错了");
    expect(read).toHaveLength(2);
    await expectAccessible(page);
    // Over is over: nothing more is asked.
    await page.clock.fastForward("10:00");
    expect(read).toHaveLength(2);
    await sendButton(page).click();
    await arrived(page, "投票回执");
    await expect(main(page).getByText("没有计入", { exact: true })).toBeVisible();
    await expect(main(page).getByText("这次投票取消了", { exact: true })).toBeVisible();
    await expect(counted(page)).toHaveCount(0);
    await expectAccessible(page);
  });

  test("the poll's page follows: its state, its end, what can be done, and the focus is not lost", async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await page.clock.install();
    await page.goto(`/polls/${POLL}`);
    await arrived(page, TITLE, { focused: false });
    await main(page).getByRole("link", { name: "开始投票" }).focus();
    await server.staff("poll", "close", POLL, "--reason", "灯泡坏了");
    await page.clock.fastForward("01:01");
    await expect(main(page).getByText(/提前结束：灯泡坏了$/)).toBeVisible();
    await announced(page, "提前结束：灯泡坏了");
    await expect(main(page).getByRole("link", { name: "开始投票" })).toHaveCount(0);
    await expect(main(page).getByRole("link", { name: "看结果" })).toBeVisible();
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
    // From there the next Tab goes to what can be done now.
    await page.keyboard.press("Tab");
    await expect(main(page).getByRole("link", { name: "看结果" })).toBeFocused();
    await expectAccessible(page);
  });

  test("cancelled after it was counted: receipt, poll, list and my votes say the same", async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await page.clock.install();
    await toCheck(page);
    await sendButton(page).click();
    await expect(counted(page)).toBeVisible();
    await server.staff("poll", "cancel", POLL, "--reason", "选项写错了");
    // The receipt is open: it learns by itself.
    await page.clock.fastForward("01:01");
    await expect(main(page).getByText("这次投票取消了。")).toBeVisible();
    await expect(counted(page)).toHaveCount(0);
    await expectAccessible(page);
    for (const [path, title] of [["/my-votes", "我的投票"], [`/polls/${POLL}`, TITLE], ["/polls", "投票"]]) {
      await page.goto(path);
      await arrived(page, title, { focused: false });
      await expect(main(page).getByText("已经取消", { exact: true })).toBeVisible();
      const own = path === "/polls" ? main(page).getByRole("listitem").filter({ hasText: TITLE }) : main(page);
      await expect(own.getByText(/已计入/)).toHaveCount(0);
    }
    await page.goto("/my-votes");
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "我的投票" [level=1]
        - list:
          - listitem:
            - heading "${TITLE}" [level=2]
            - paragraph: 已经取消
    `);
    await expectAccessible(page);
  });

  test("my votes hears of a cancellation without any poll being opened, and still knows when nothing can be asked", async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await toCheck(page);
    await sendButton(page).click();
    await expect(counted(page)).toBeVisible();
    await server.staff("poll", "cancel", POLL, "--reason", "选项写错了");
    await page.goto("/my-votes");
    await arrived(page, "我的投票", { focused: false });
    await expect(main(page).getByText("已经取消", { exact: true })).toBeVisible();
    await expect(counted(page)).toHaveCount(0);
    await expect.poll(async () => (await stored(page, "outbox")).join("")).toContain("Cancelled");
    // Neither the poll nor the list is to be had any more, from nowhere.
    await page.evaluate(() => new Promise((done) => (indexedDB.open("linli").onsuccess = ({ target: { result: database } }) => {
      const change = database.transaction("cache", "readwrite");
      change.objectStore("cache").clear();
      change.oncomplete = () => (database.close(), done());
    })));
    await page.route("**/v1/polls**", (route) => route.abort());
    await page.route("**/v1/polls/**", (route) => route.abort());
    await page.reload();
    await arrived(page, "我的投票", { focused: false });
    await expect(main(page).getByText("已经取消", { exact: true })).toBeVisible();
    await expect(counted(page)).toHaveCount(0);
    await expectAccessible(page);
  });
});

for (const hours of [2, -2]) {
  test(`a phone whose clock is two hours ${hours > 0 ? "ahead" : "behind"} votes, sees the right end, and is told of it at the end`, async ({ page, context, server }) => {
    // With the phone ahead, its own clock would say that the end is long over; with the phone behind, that it never comes.
    const end = after(50_000);
    await opened(server, { ends: end });
    await signedIn(context, server);
    await page.addInitScript((shift) => {
      const Real = Date;
      const now = () => Real.now() + shift;
      globalThis.Date = class extends Real {
        constructor(...given) {
          super(...(given.length ? given : [now()]));
        }
        static now = now;
      };
    }, hours * 3_600_000);
    await page.goto(`/polls/${POLL}`);
    await expect(main(page).getByText("正在投", { exact: true })).toBeVisible();
    const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(end));
    await expect(main(page).getByRole("definition").filter({ hasText: clock }).first()).toBeVisible();
    await main(page).getByRole("link", { name: "开始投票" }).click();
    await ten(page).check();
    await main(page).getByRole("button", { name: "选好了，去核对" }).click();
    await arrived(page, "核对您的选择");
    await expect(main(page).getByText(CLOSED)).toHaveCount(0);
    await sendButton(page).click();
    await expect(counted(page)).toBeVisible();
    expect(await voted(server)).toBe(1);
    const link = main(page).getByRole("link", { name: "改我的票" });
    await link.focus();
    await expect(main(page).getByText(CLOSED)).toBeVisible({ timeout: 90_000 });
    expect((await asked(server, `/v1/polls/${POLL}`)).state).toBe("closed");
    await expect(counted(page)).toBeVisible();
    await expect(link).toBeFocused();
    await expectAccessible(page);
  });
}

test.describe("the browser's own way back", () => {
  test.beforeEach(async ({ page, context, server }) => {
    await opened(server);
    await signedIn(context, server);
    await page.goto("/polls");
    await main(page).getByRole("link", { name: TITLE }).click();
    await arrived(page, TITLE);
    await main(page).getByRole("link", { name: "开始投票" }).click();
    await expect(page).toHaveURL(`/polls/${POLL}/ballot`);
    await expect(ten(page)).toBeVisible();
  });
  const dialog = (page) => page.getByRole("dialog", { name: "您选的还没交" });
  const length = (page) => page.evaluate(() => history.length);

  test("asks once, stays where it was, and the second time leaves", async ({ page }) => {
    await ten(page).check();
    const before = await length(page);
    await page.evaluate(() => scrollTo(0, 120));
    await page.goBack();
    await expect(dialog(page)).toBeVisible();
    await expect(page).toHaveURL(`/polls/${POLL}/ballot`);
    await expect(dialog(page).getByRole("button", { name: "接着投" }).last()).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(120);
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await expect(dialog(page)).toBeHidden();
    await expect(ten(page)).toBeChecked();
    await expect(ten(page)).toBeFocused();
    expect(await length(page)).toBe(before);
    await page.goBack();
    await expect(page).toHaveURL(`/polls/${POLL}`);
    await arrived(page, TITLE, { focused: false });
    await expect(dialog(page)).toBeHidden();
    await expect(main(page).getByText("选好了，还没提交", { exact: true })).toBeVisible();
    // And forward again, as it was.
    await page.goForward();
    await expect(ten(page)).toBeChecked();
    await page.goBack();
    await page.goBack();
    await expect(page).toHaveURL("/polls");
    await expectAccessible(page);
  });

  test("who answers that it can wait goes where Back wanted to", async ({ page }) => {
    await ten(page).check();
    await page.goBack();
    await dialog(page).getByRole("button", { name: "先放着，以后再投" }).click();
    await expect(page).toHaveURL(`/polls/${POLL}`);
    await arrived(page, TITLE, { focused: false });
    await page.goBack();
    await expect(page).toHaveURL("/polls");
    await expectAccessible(page);
  });

  test("a second Back while it asks leaves", async ({ page }) => {
    await ten(page).check();
    await page.goBack();
    await expect(dialog(page)).toBeVisible();
    await expect(page).toHaveURL(`/polls/${POLL}/ballot`);
    await page.goBack();
    await expect(page).toHaveURL(`/polls/${POLL}`);
    await arrived(page, TITLE, { focused: false });
    await expect(dialog(page)).toHaveCount(0);
    await expectAccessible(page);
  });

  test("further back than one page, and from the check page: within the ballot nobody is asked", async ({ page }) => {
    await ten(page).check();
    await main(page).getByRole("button", { name: "选好了，去核对" }).click();
    await arrived(page, "核对您的选择");
    await page.goBack();
    await expect(page).toHaveURL(`/polls/${POLL}/ballot`);
    await expect(ten(page)).toBeChecked();
    await expect(dialog(page)).toBeHidden();
    await page.goForward();
    await arrived(page, "核对您的选择");
    await page.evaluate(() => history.go(-3));
    await expect(dialog(page)).toBeVisible();
    await expect(page).toHaveURL(`/polls/${POLL}/check`);
    await dialog(page).getByRole("button", { name: "先放着，以后再投" }).click();
    await expect(page).toHaveURL("/polls");
    await arrived(page, "投票", { focused: false });
    await expectAccessible(page);
  });

  test("in a browser that does not number its pages, too", async ({ page }) => {
    await page.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
    await page.reload();
    await ten(page).check();
    await page.goBack();
    await expect(dialog(page)).toBeVisible();
    await expect(page).toHaveURL(`/polls/${POLL}/ballot`);
    await page.keyboard.press("Enter");
    await expect(ten(page)).toBeChecked();
    await page.goBack();
    await expect(page).toHaveURL(`/polls/${POLL}`);
    await arrived(page, TITLE, { focused: false });
    await expectAccessible(page);
  });

  test("with nothing chosen nobody is asked", async ({ page }) => {
    await page.goBack();
    await expect(page).toHaveURL(`/polls/${POLL}`);
    await arrived(page, TITLE, { focused: false });
    await expect(dialog(page)).toBeHidden();
    await expectAccessible(page);
  });
});
