// A grid worker helps a resident on her own phone: agreed to, chosen in private, ended without a trace, asked about later.
import { expectAccessible } from "../support/accessible.mjs";
import { forEverybody, found, helping, remembered } from "../support/assist.mjs";
import { arrived, asked, cookies, done, follow, heading, reading, receiptNumber, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const HELPER = "19900000002";
const RESIDENT = "19900000001";
// Of the first resident of the demo community.
const LETTER = "WTNG-2345-6789-ABCD";
const POLL = "clinic-day-poll";
const MORNING = "上午 8:00—11:30";
const AFTERNOON = "下午 1:30—5:00";
// What the demo community has voted before.
const VOTED = 96;

const main = (page) => page.getByRole("main");
const bar = (page) => page.getByRole("region", { name: "帮忙", exact: true });
const voted = async (server) => (await asked(server, `/v1/polls/${POLL}`)).voted;
// Two presses at one place within 600 ms are one hand that trembles.
const pause = (page) => page.evaluate(() => history.replaceState(history.state, ""));

async function choose(page, choice) {
  await main(page).getByRole("radio", { name: choice }).first().check();
  await main(page).getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");
  await main(page).getByRole("button", { name: "提交我的投票" }).click();
  await arrived(page, "投票回执", { focused: false });
}

test("from the resident's word to the vote that only she has seen, in elder mode, and her change later", async ({ page, context, anotherPhone, server }) => {
  test.slow();
  await signedIn(context, server, HELPER);
  await reading(context, "text=24;theme=light;mode=elder;spacing=0");
  await page.goto("/help");
  await main(page).getByRole("link", { name: "帮别人办" }).click();
  await arrived(page, "帮别人办");
  await main(page).getByRole("button", { name: "下一步" }).click();
  await expect(main(page).getByRole("link", { name: "请选一个，再按下一步。" })).toBeVisible();
  await main(page).getByRole("radio", { name: "短信验证码" }).check();
  await pause(page);
  await main(page).getByRole("button", { name: "下一步" }).click();
  await main(page).getByRole("textbox", { name: "对方的手机号" }).fill(RESIDENT);
  await pause(page);
  const code = await server.code(RESIDENT, () => main(page).getByRole("button", { name: "给对方发验证码" }).click());
  await expect(main(page).getByRole("heading", { name: "请念给对方听，或请对方自己看" })).toBeVisible();
  await expect(main(page).getByRole("listitem").filter({ hasText: "陈晓燕要用自己的手机帮您办事。" })).toBeVisible();
  await expectAccessible(page);
  await main(page).getByRole("textbox", { name: "对方收到的 6 位数字" }).fill(code);
  await pause(page);
  await main(page).getByRole("button", { name: "对方同意，开始帮忙" }).click();

  // Everything is hers now, and every page says who helps.
  await expect(heading(page, /王秀英/)).toBeVisible();
  await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
  await expect(bar(page).getByText("帮忙的人：陈晓燕")).toBeVisible();
  await page.goto(`/polls/${POLL}/ballot`);
  await arrived(page, "请把手机交给王秀英", { focused: false });
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - /children: equal
      - paragraph:
        - link "返回"
      - heading "请把手机交给王秀英" [level=1]
      - paragraph: /陈晓燕先不要看屏幕/
      - button "我是王秀英本人，我自己选"
  `);
  await expect(main(page).getByRole("radio")).toHaveCount(0);
  await expect(bar(page).getByRole("button", { name: "结束帮忙" })).toBeInViewport();
  await expectAccessible(page);

  // Only she sees what she chooses.
  await main(page).getByRole("button", { name: "我是王秀英本人，我自己选" }).click();
  await choose(page, AFTERNOON);
  await expect(main(page).getByText(/已计入$/)).toBeVisible();
  await expect(main(page).getByText("帮忙的人：陈晓燕")).toBeVisible();
  // She is told what to keep before the phone goes back.
  await expect(main(page).getByText(/请先把回执号抄下来或者拍下来。.*把回执码也记下来。/)).toBeVisible();
  const number = await receiptNumber(page);
  await main(page).getByText("带到另一部手机，或打印留底").click();
  const letters = await main(page).getByText(/^(\w{4} ){6}\w{4}$/).textContent();
  await expectAccessible(page);
  await main(page).getByRole("button", { name: "好了，还给陈晓燕" }).click();

  // The helper sees that there is a vote and who helped: nothing else, on no page of it.
  await arrived(page, "王秀英的这一票");
  await expect(main(page).getByText("已计入", { exact: true })).toBeVisible();
  await expect(main(page).getByText("帮忙的人：陈晓燕")).toBeVisible();
  await expect(main(page).getByText("选了什么，回执号是多少，只给本人看。")).toBeVisible();
  const hidden = async () => {
    await expect(page.getByText(AFTERNOON)).toHaveCount(0);
    await expect(page.getByText(letters)).toHaveCount(0);
    await expect(page.getByText(number)).toHaveCount(0);
  };
  await hidden();
  await expectAccessible(page);
  for (const place of ["ballot", "check", "receipt", "bring"]) {
    await page.goto(`/polls/${POLL}/${place}`);
    await expect(heading(page, /请把手机交给王秀英|王秀英的这一票/)).toBeVisible();
    await hidden();
  }
  expect(await voted(server)).toBe(VOTED + 1);

  // Ended: the helper is herself again, and nothing of the other one is left on her phone.
  await bar(page).getByRole("button", { name: "结束帮忙" }).click();
  const question = page.getByRole("dialog", { name: "现在就结束吗？" });
  await expect(question.getByText("王秀英的内容会从这部手机上清掉。写到一半的话，也会清掉。")).toBeVisible();
  await question.getByRole("button", { name: "结束帮忙" }).click();
  await arrived(page, "帮忙已经结束", { focused: false });
  await expect(bar(page)).toHaveCount(0);
  expect(await stored(page, "outbox")).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("王秀英");
  await main(page).getByRole("link", { name: "回首页" }).click();
  await expect(heading(page, /陈晓燕/)).toBeVisible();
  const log = await server.staff("assist", "log");
  expect(log).toContain("陈晓燕 helped 王秀英");
  expect(log).toContain(`ballot ${POLL}`);
  expect(log).not.toMatch(/afternoon|下午/);

  // Later, on her own phone: was it her choice?
  const own = await anotherPhone();
  await signedIn(own.context(), server, RESIDENT);
  await own.goto("/");
  await expect(main(own).getByText("有人帮您投过票，这是您的意思吗？")).toBeVisible();
  await main(own).getByRole("link", { name: "去看看" }).click();
  await arrived(own, "谁帮过我");
  await expect(main(own).getByText("办过：投票。")).toBeVisible();
  await expectAccessible(own);
  await main(own).getByRole("button", { name: "不是我的意思" }).click();
  await main(own).getByRole("textbox", { name: "想对工作人员说什么？可以不写" }).fill("我本来想选上午");
  await pause(own);
  await main(own).getByRole("button", { name: "告诉工作人员" }).click();
  await expect(main(own).getByText(/您说：不是我的意思。/)).toBeVisible();
  expect(await server.staff("assist", "list")).toContain("我本来想选上午");
  // With the code she had written down she changes it.
  await main(own).getByRole("link", { name: "我要改这一票" }).click();
  await arrived(own, "把票取到这部手机");
  await main(own).getByRole("textbox", { name: "回执码" }).fill(letters);
  await main(own).getByRole("button", { name: "取票" }).click();
  await arrived(own, "投票回执");
  await main(own).getByRole("link", { name: "改我的票" }).click();
  await choose(own, MORNING);
  await expect(main(own).getByText(/已计入$/)).toBeVisible();
  expect(await voted(server)).toBe(VOTED + 1);
  await own.goto("/");
  await expect(heading(own, /王秀英/)).toBeVisible();
  await expect(main(own).getByText("有人帮您投过票，这是您的意思吗？")).toHaveCount(0);
});

test("by the published ballots the helper cannot find hers: what leads to it is on their phone no more, and the server does not tell it", async ({ page, context, server }) => {
  await helping(context, server, HELPER, { letter: LETTER });
  await page.goto(`/polls/${POLL}/ballot`);
  await main(page).getByRole("button", { name: "我是王秀英本人，我自己选" }).click();
  await choose(page, AFTERNOON);
  const number = await receiptNumber(page);
  const [ballot] = await stored(page, "outbox");
  const { secret_hex, ballot_id } = JSON.parse(ballot);
  const hers = [number, ballot_id, secret_hex];
  expect(await found(page, hers)).toEqual(expect.arrayContaining([`${number}: page`, `${ballot_id}: outbox`, `${secret_hex}: outbox`]));
  await pause(page);
  await main(page).getByRole("button", { name: "好了，还给陈晓燕" }).click();
  await arrived(page, "王秀英的这一票");
  await expect.poll(() => stored(page, "outbox")).toEqual([]);
  expect(await found(page, hers)).toEqual([]);

  // Everybody reads every ballot; whoever has the number reads hers.
  await server.staff("poll", "close", POLL, "--reason", "人都投完了");
  const board = await (await fetch(`${server.url}/v1/polls/${POLL}/board`)).text();
  expect(board).toContain(ballot_id);

  // What the helper can open, and all that the server tells this phone meanwhile.
  const told = [];
  page.on("response", (answer) => {
    const { pathname } = new URL(answer.url());
    if (pathname.startsWith("/v1/") && !pathname.endsWith("/board")) told.push(answer.text().then((text) => `${pathname} ${text}`, () => ""));
  });
  const places = ["/", `/polls/${POLL}`, ...["ballot", "check", "receipt", "bring", "results", "recount"].map((one) => `/polls/${POLL}/${one}`), "/my-votes", "/inbox", "/me", "/assist", "/polls"];
  for (const open of [follow, (page, place) => page.goto(place)]) {
    for (const place of places) {
      await open(page, place);
      await page.waitForURL(place);
      await expect(heading(page, /.+/)).toBeVisible();
      await expect(main(page).getByText("正在打开")).toHaveCount(0);
      expect(await found(page, hers), place).toEqual([]);
    }
  }
  const answers = (await Promise.all(told)).join("\n");
  expect(answers).toContain(`/v1/polls/${POLL} {`);
  for (const word of hers) expect(answers).not.toContain(word);
  // Nor does it where nobody has asked yet.
  const cookie = await cookies(context, server);
  for (const path of ["/v1/me", "/v1/me/inbox", `/v1/polls/${POLL}`, `/v1/polls/${POLL}/results`, "/v1/polls"]) {
    const text = JSON.stringify(await asked(server, path, cookie));
    for (const word of hers) expect(text, path).not.toContain(word);
  }
});

for (const [step, mode, width, height] of [[24, "elder", 360, 640], [36, "standard", 360, 640], [36, "elder", 360, 640], [36, "standard", 320, 256], [36, "elder", 320, 256], [18, "standard", 320, 256]]) {
  test(`who helps whom, and the way to end it, stay in sight or at the top of a long notice: ${step} px, ${mode}, ${width} × ${height}`, async ({ page, context, server }) => {
    await page.setViewportSize({ width, height });
    await reading(context, `text=${step};theme=light;mode=${mode};spacing=0`);
    await helping(context, server, HELPER, { letter: LETTER });
    await page.goto("/notices/finance-quarter");
    await arrived(page, "上个季度公共收益收支公示", { focused: false });
    await expect(bar(page)).toBeVisible();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(height);
    // Where it would leave no room for a button below it, it stands at the top of the page.
    const sticks = height > 400;
    if (!sticks) {
      await expect(bar(page)).not.toBeInViewport();
      await page.evaluate(() => scrollTo(0, 0));
      await bar(page).scrollIntoViewIfNeeded();
    }
    // Every glyph of both names, and the button.
    for (const name of ["陈晓燕", "王秀英"]) {
      const words = bar(page).getByText(name).filter({ visible: true });
      await expect(words).toBeInViewport({ ratio: 1 });
    }
    const end = bar(page).getByRole("button", { name: /^结束/ });
    await expect(end).toBeInViewport({ ratio: 1 });
    const { height: bars } = await bar(page).boundingBox();
    if (sticks) expect(bars).toBeLessThanOrEqual(0.25 * height);
    // What is focused is never under it: back through the page by the keyboard.
    await page.getByRole("contentinfo").getByRole("link").first().focus();
    for (let n = 0; n < 12; n += 1) {
      await page.keyboard.press("Shift+Tab");
      const seen = await page.evaluate(() => {
        const one = document.activeElement;
        const { top, bottom } = one.getBoundingClientRect();
        const over = document.querySelector(".assist-bar").getBoundingClientRect().bottom;
        return !one.closest("main") || (bottom > over && top < innerHeight);
      });
      expect(seen, `${n} back`).toBe(true);
    }
    await pause(page);
    await end.click();
    await expect(page.getByRole("dialog", { name: "现在就结束吗？" })).toBeVisible();
  });
}

test("nobody uses the phone: asked after 28 minutes, goes on by one tap, ends after 30 and takes only her things along", async ({ page, context, anotherPhone, server }) => {
  await page.clock.install();
  // What the helper was writing herself.
  await signedIn(context, server, HELPER);
  await page.goto("/threads/courtyard-benches/write");
  const words = main(page).getByRole("textbox").first();
  await words.fill("我自己写的");
  await expect.poll(() => stored(page, "drafts")).toEqual(["我自己写的"]);

  await helping(context, server, HELPER, { letter: LETTER });
  await page.goto("/threads/courtyard-benches/write");
  await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
  await expect(words).toHaveValue("");
  await words.fill("王阿姨要说的话");
  await expect.poll(async () => (await stored(page, "drafts")).toSorted()).toEqual(["我自己写的", "王阿姨要说的话"].toSorted());

  const question = page.getByRole("dialog", { name: "还在用吗？" });
  await page.clock.fastForward("27:00");
  await expect(question).toHaveCount(0);
  await page.clock.fastForward("01:10");
  await expect(question.getByText(/再过 2 分钟，帮忙会自己结束，王秀英的内容会清掉/)).toBeVisible();
  await expectAccessible(page);
  await expect(question.getByRole("button", { name: "还在用" }).last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question).toHaveCount(0);
  await expect(words).toHaveValue("王阿姨要说的话");

  await page.clock.fastForward("27:00");
  await expect(question).toHaveCount(0);
  await page.clock.fastForward("01:10");
  await expect(question).toBeVisible();
  await page.clock.fastForward("02:00");
  await arrived(page, "帮忙已经结束", { focused: false });
  await expect(main(page).getByText("有 30 分钟没人动手机，所以自己结束了。")).toBeVisible();
  await expect(bar(page)).toHaveCount(0);
  expect(await stored(page, "drafts")).toEqual(["我自己写的"]);
  expect(await server.staff("assist", "log")).toContain("(phone)");
  await page.goto("/threads/courtyard-benches/write");
  await expect(words).toHaveValue("我自己写的");

  // Once more, by opening the letter's QR code on the helper's phone; this time the resident says stop, from her own phone.
  await signedIn(context, server, HELPER);
  await page.goto(`/sign-in?letter=${LETTER}`);
  await main(page).getByRole("link", { name: "我是来帮收信的人办事的" }).click();
  await arrived(page, "帮别人办");
  await expect(main(page).getByRole("textbox", { name: "信上的码" })).toHaveValue(LETTER);
  await pause(page);
  await main(page).getByRole("button", { name: "对方同意，开始帮忙" }).click();
  await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
  const own = await anotherPhone();
  await signedIn(own.context(), server, RESIDENT);
  await own.goto("/assist/mine");
  await main(own).getByRole("button", { name: "停止这次帮忙" }).click();
  await expect(main(own).getByText("现在还在进行。")).toHaveCount(0);
  await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "投票" }).click();
  await arrived(page, "帮忙已经结束", { focused: false });
  await expect(bar(page)).toHaveCount(0);
  expect(await server.staff("assist", "log")).toContain("(revoked)");
});

test.describe("a tablet for everybody", () => {
  // What is said of the app's set-up comes from here, not from a worker's store.
  test.use({ serviceWorkers: "block" });

  test("after each person it is as it was: by the button, and when nobody uses it", async ({ page, context, server }) => {
    await forEverybody(context);
    await page.clock.install();
    const end = bar(page).getByRole("button", { name: "我用完了" });
    const start = () => arrived(page, "这台平板，大家都能用", { focused: false });
    await page.goto("/");
    await start();
    await expectAccessible(page);

    // Signs in without being asked who else uses it, writes, enlarges the text.
    await main(page).getByRole("link", { name: "登录，办我的事" }).click();
    await main(page).getByRole("radio", { name: "用手机号" }).check();
    await main(page).getByRole("button", { name: "下一步" }).click();
    await main(page).getByRole("textbox", { name: "手机号" }).fill(RESIDENT);
    await pause(page);
    const code = await server.code(RESIDENT, () => main(page).getByRole("button", { name: "发短信给我" }).click());
    await main(page).getByRole("textbox", { name: "短信里的 6 个数字" }).fill(code);
    await expect(main(page).getByRole("checkbox")).toHaveCount(0);
    await pause(page);
    await main(page).getByRole("button", { name: "登录" }).click();
    await expect(heading(page, /王秀英/)).toBeVisible();
    await page.getByRole("button", { name: "长辈版", exact: true }).click();
    await page.goto("/threads/courtyard-benches/write");
    await main(page).getByRole("textbox").first().fill("只写了一半");
    await expect.poll(() => stored(page, "drafts")).toEqual(["只写了一半"]);
    await end.click();
    await page.getByRole("dialog", { name: "现在就结束吗？" }).getByRole("button", { name: "我用完了" }).click();
    await start();
    expect(await stored(page, "drafts")).toEqual([]);
    expect(await remembered(page)).toEqual([]);
    await expect(page.getByRole("button", { name: "长辈版", exact: true })).toBeVisible();
    expect((await context.cookies()).filter(({ value }) => value)).toEqual([]);

    // The next one only looks around, and goes away.
    await main(page).getByRole("button", { name: "开始看" }).click();
    await expect(heading(page, "您好")).toBeVisible();
    await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "公告" }).click();
    await arrived(page, "公告");
    await page.clock.fastForward("08:10");
    await expect(page.getByRole("dialog", { name: "还在用吗？" })).toBeVisible();
    await page.clock.fastForward("02:00");
    await start();
    // Nobody is there: it waits.
    await page.clock.fastForward("30:00");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await start();
  });
});
