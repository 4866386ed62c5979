// What can go otherwise when somebody is helped: staff hear the resident, the helper has helped enough, there is no network at the end.
// And however it ends, here or at a tablet for everybody: nothing of the resident is left.
import { expectAccessible } from "../support/accessible.mjs";
import { agreesByCode, forEverybody, found, helpedToVote, helping, remembered, traces } from "../support/assist.mjs";
import { aMoment, aMomentByClock, arrived, asked, cookies, follow, heading, installed, reading, signedIn, stored } from "../support/pages.mjs";
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
  await helping(context, server, HELPER, { letter: LETTER });
  await page.goto(`/polls/${POLL}`);
  await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
  await expect(main(page).getByText(/您已经帮满了。请换一个人来帮/)).toBeVisible();
  await expect(main(page).getByRole("link", { name: "开始投票" })).toHaveCount(0);
  await expectAccessible(page);
});

test("without a network it ends all the same: what did not arrive is said with its number, and nothing of hers stays", async ({ page, context, server }) => {
  await helping(context, server, HELPER, { letter: LETTER });
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
      await forEverybody(context);
      await page.clock.install();
      await signedIn(context, server, RESIDENT);
      await page.goto("/");
      // From here on what is chosen is hers, and not how the tablet was set up.
      await expect.poll(() => page.evaluate(() => localStorage.getItem("linli.tablet"))).not.toBeNull();
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
      expect(await remembered(page)).toEqual([]);
      await expect(page.locator("html")).not.toHaveAttribute("data-mode", "elder");
    });
  }
});

// Of whom nothing stands in the app's own words nor in what the demo community has written.
const HER = { phone: "19900000194", name: "于兰英", household: "5号楼1单元1103" };
const CHOSEN = "下午 1:30—5:00";
const POSTED = "靠背高一点，我的腰不好";
const READ = "lift-vote";
const BEGUN = "扶手也要，我起身才有地方撑";

// What she does on a phone that is not hers, each thing as far as it goes: a vote that is counted, a post that does not arrive,
// words that are half written, a notice that is read. Gives what would tell of her, having seen that all of it is there.
async function busy(page, context, server, { private: inPrivate }) {
  // It would stand in the thread for everybody.
  await context.route("**/v1/threads/*/posts", (route) => (route.request().method() === "POST" ? route.abort("connectionrefused") : route.fallback()));
  const cookie = await cookies(context, server);
  const { id } = await asked(server, "/v1/me", cookie);
  const seen = [];
  const note = async (...words) => seen.push(...(await found(page, words)));

  await page.goto(`/polls/${POLL}/ballot`);
  if (inPrivate) await button(page, `我是${HER.name}本人，我自己选`).click();
  await main(page).getByRole("radio", { name: CHOSEN }).check();
  await aMomentByClock(page);
  await button(page, "选好了，去核对").click();
  await aMomentByClock(page);
  await button(page, "提交我的投票").click();
  await expect(main(page).getByText(/已计入$/)).toBeVisible();
  const [ballot] = await stored(page, "outbox");
  const { secret_hex, ballot_id, receipt, counted_answers } = JSON.parse(ballot);
  const vote = [secret_hex, ballot_id, receipt.number, JSON.stringify(counted_answers)];
  await note(CHOSEN, ...vote);

  await page.goto("/me");
  await expect(main(page).getByText(HER.household)).toBeVisible();
  await note(HER.name, HER.household);
  await page.goto("/threads/courtyard-benches/write");
  const words = main(page).getByRole("textbox").first();
  await words.fill(POSTED);
  await aMomentByClock(page);
  await button(page, "发出去").click();
  // A helper's phone has let the vote go; on a tablet for everybody it stays until she goes.
  await expect.poll(() => stored(page, "outbox")).toHaveLength(inPrivate ? 1 : 2);
  expect((await found(page, vote)).length > 0).toBe(!inPrivate);
  await page.goto("/threads/dog-leads/write");
  await words.fill(BEGUN);
  await expect.poll(() => stored(page, "drafts")).toEqual([BEGUN]);
  await note(HER.name, id, POSTED, BEGUN);
  // As by a link: what the app holds in memory is still there.
  await follow(page, `/notices/${READ}`);
  await arrived(page, /电梯/);

  const hers = [HER.name, HER.household, id, ...vote, CHOSEN, POSTED, BEGUN];
  const there = [...[HER.name, HER.household, CHOSEN, receipt.number, BEGUN].map((word) => `${word}: page`), ...vote.map((word) => `${word}: outbox`), `${POSTED}: outbox`, `${BEGUN}: drafts`, `${id}: drafts`];
  expect(seen).toEqual(expect.arrayContaining(there));
  // What is read on a phone of several people is not kept at all.
  expect(seen.filter((one) => one.endsWith(": cache"))).toEqual([]);
  return hers;
}

const press = async (page, name) => {
  await bar(page).getByRole("button", { name }).click();
  await aMomentByClock(page);
  await page.getByRole("dialog", { name: "现在就结束吗？" }).getByRole("button", { name }).click();
};
const nobodyThere = (warned, over) => async (page) => {
  await page.clock.fastForward(warned);
  await expect(page.getByRole("dialog", { name: "还在用吗？" })).toBeVisible();
  await page.clock.fastForward(over);
};
const HELPED = [
  ["by the button", (page) => press(page, "结束帮忙")],
  ["when nobody has used the phone for 30 minutes", nobodyThere("28:10", "02:00")],
  [
    "without a network",
    async (page, context) => {
      await installed(page);
      await context.setOffline(true);
      await press(page, "结束帮忙");
    },
  ],
];
for (const [how, end] of HELPED) {
  test(`ended ${how}, the helper's phone knows nothing of whom it helped, in no store and on no page`, async ({ page, context, server }) => {
    await page.clock.install();
    // A phone that has been in use: what its owner has read is kept on it, and stays.
    await signedIn(context, server, HELPER);
    await page.goto("/");
    await expect(heading(page, /陈晓燕/)).toBeVisible();
    await page.goto("/notices/finance-quarter");
    await arrived(page, "上个季度公共收益收支公示", { focused: false });
    // Its words stand there before the app does, which keeps them.
    const whole = async () => (await stored(page, "cache")).some((text) => text.includes('"finance-quarter"') && text.includes('"body"'));
    await expect.poll(whole).toBe(true);
    await agreesByCode(page, server, HER.phone);
    const hers = await busy(page, context, server, { private: true });
    await aMomentByClock(page);
    await end(page, context);
    await arrived(page, "帮忙已经结束", { focused: false });
    await expect(bar(page)).toHaveCount(0);
    expect(await found(page, hers)).toEqual([]);
    expect(await found(page, ["陈晓燕"])).toContain("陈晓燕: cache");
    // What the app may still hold in its memory comes out where she was, and where the helper does the same.
    for (const place of ["/", "/me", "/my-votes", "/threads/dog-leads/write", "/notices/finance-quarter"]) {
      await follow(page, place);
      await page.waitForURL(place);
      await expect(heading(page, /.+/)).toBeVisible();
      expect(await found(page, hers), place).toEqual([]);
    }
    await arrived(page, "上个季度公共收益收支公示");
    const opened = await found(page, ["finance-quarter", READ]);
    expect(opened).toContain("finance-quarter: local storage");
    expect(opened).not.toContain(`${READ}: local storage`);
  });
}

test.describe("a tablet for everybody", () => {
  // What is said of the app's set-up comes from here, not from a worker's store.
  test.use({ serviceWorkers: "block" });

  for (const [how, end] of [["by the button", (page) => press(page, "我用完了")], ["when nobody uses it", nobodyThere("08:10", "02:00")]]) {
    test(`after a visit ended ${how} it knows nothing of the visitor, in no store and on no page`, async ({ page, context, server }) => {
      await forEverybody(context);
      await page.clock.install();
      await signedIn(context, server, HER.phone);
      await page.goto("/");
      await expect(heading(page, /于兰英/)).toBeVisible();
      const hers = await busy(page, context, server, { private: false });
      await aMomentByClock(page);
      await end(page);
      await arrived(page, "这台平板，大家都能用", { focused: false });
      expect(await found(page, hers)).toEqual([]);
      const { outbox, drafts, cache, "session storage": session, cookies } = await traces(page);
      expect({ outbox, drafts, cache, session, cookies }).toEqual({ outbox: "", drafts: "", cache: "", session: "", cookies: "" });
    });
  }
});

test("what is left in any place that a script can read is found", async ({ page }) => {
  await page.goto("/");
  await expect(heading(page, "您好")).toBeVisible();
  await page.evaluate(async (word) => {
    document.querySelector("main").append(Object.assign(document.createElement("textarea"), { value: word }));
    document.cookie = `left=${word}`;
    for (const storage of [localStorage, sessionStorage]) storage.setItem("left", word);
    await (await caches.open("left")).put("/left", new Response(word));
    const database = await new Promise((opened) => (indexedDB.open("linli").onsuccess = ({ target }) => opened(target.result)));
    const writing = database.transaction(["outbox", "drafts", "cache"], "readwrite");
    for (const store of writing.objectStoreNames) writing.objectStore(store).put(word, "left");
    await new Promise((done) => (writing.oncomplete = done));
  }, HER.name);
  const places = ["cache", "caches", "cookies", "drafts", "local storage", "outbox", "page", "session storage"];
  expect((await found(page, [HER.name])).toSorted()).toEqual(places.map((place) => `${HER.name}: ${place}`));
});
