// Ballots that are out of the ordinary: practice, options with pictures, very long and very many options, free text.
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, pollAsking, signedIn, stored } from "../support/pages.mjs";
import { repository } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });

// A button takes no second press within 600 ms; the page's clock goes there at once.
async function press(page, name) {
  await button(page, name).click();
  await page.clock.fastForward(700);
}

// Tabs on from where the focus is until it is on `target`.
async function tabTo(page, target) {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 400; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${target}`);
}

// Two hands: `press` is for buttons and what opens, `choose` for radios and boxes.
const TOUCH = {
  name: "touch",
  async press(page, target) {
    await target.tap();
    await page.clock.fastForward(700);
  },
  choose: (page, target) => target.tap(),
  write: (page, target, words) => target.fill(words),
};
const KEYBOARD = {
  name: "keyboard",
  async press(page, target) {
    await tabTo(page, target);
    await page.keyboard.press("Enter");
    await page.clock.fastForward(700);
  },
  async choose(page, target) {
    if ((await target.getAttribute("type")) === "radio") {
      // A group of radios is one stop; from its first one an arrow goes round to its last.
      await tabTo(page, main(page).getByRole("radio").first());
      await page.keyboard.press("ArrowUp");
    } else {
      await tabTo(page, target);
      await page.keyboard.press("Space");
    }
  },
  async write(page, target, words) {
    await tabTo(page, target);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(words);
  },
};

const MODES = [
  { name: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { name: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0" },
];

const reads = (page, { preferences }) =>
  page.addInitScript((value) => {
    if (location.protocol.startsWith("http")) localStorage.setItem("linli.prefs", value);
  }, preferences);

const LARGEST = { name: "elder at 200 %", preferences: "text=36;theme=light;mode=elder;spacing=0" };
const SMALLEST = { name: "the largest letters", preferences: "text=36;theme=light;mode=standard;spacing=0" };

// What sticks out of the window sideways, or is cut off by what is around it.
const overflow = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden"))
      .filter((element) => {
        const { right, left } = element.getBoundingClientRect();
        const hides = getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth;
        return right > document.documentElement.clientWidth + 0.5 || left < -0.5 || (hides && element.localName !== "select");
      })
      .map((element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 20)}`),
  );

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
      // The other one was answered, and is not asked again.
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

// Every kind that names options, each with the same two pictures.
const PICTURED = [
  ["one", "single", ""],
  ["several", "approval", ", min = 1, max = 2"],
  ["places", "ranked", ', ranked = "borda"'],
  ["scores", "score", ", max = 3"],
  ["dots", "dots", ", total = 4"],
  ["money", "budget", ', total = 500000, budget = "greedy", currency = "CNY"'],
];
const BENCH = "木头长椅，有靠背，两边有扶手";
const LAMPS = "三盏矮灯只照亮小路";

const pictured = PICTURED.map(
  ([id, kind, more]) => `
[[questions]]
id = "${id}"
title = "小院子添哪样？"
method = { kind = "${kind}"${more} }
[[questions.options]]
id = "bench"
label = "长椅"
meaning = "起身有地方撑"
image = "${join(repository, "demo/polls/pictures/back-benches.png")}"
alt = "${BENCH}"
${kind === "budget" ? "cost = 120000" : ""}
[[questions.options]]
id = "lamps"
label = "矮路灯"
image = "${join(repository, "demo/polls/pictures/lights.png")}"
alt = "${LAMPS}"
${kind === "budget" ? "cost = 110000" : ""}`,
).join("\n");

for (const mode of [...MODES, SMALLEST]) {
  test(`options with pictures at 320 pixels, ${mode.name}: every kind shows them, and their words where they do not come`, async ({ page, context, server }) => {
    test.setTimeout(180_000);
    await pollAsking(server, "pictured", "小院子", pictured);
    await signedIn(context, server);
    await reads(page, mode);
    await page.setViewportSize({ width: 320, height: 640 });
    const picture = (words) => main(page).getByRole("img", { name: words });
    const show = async (n) => {
      await page.goto(`/polls/pictured/ballot?q=${n}`);
      await expect(main(page).getByText(`第 ${n} 题，共 6 题`)).toBeVisible();
      // Of a budget they are in each project's detail.
      if (n === 6) for (const label of ["长椅", "矮路灯"]) await main(page).getByText(`详细看看：${label}`).click();
    };
    for (const n of [1, 2, 3, 4, 5, 6]) {
      await show(n);
      for (const words of [BENCH, LAMPS]) {
        await picture(words).scrollIntoViewIfNeeded();
        await expect(picture(words)).toHaveJSProperty("naturalWidth", 240);
        await expect(picture(words)).toHaveAttribute("width", "240");
        await expect(picture(words)).toHaveAttribute("height", "160");
        await expect(picture(words)).toHaveAttribute("loading", "lazy");
      }
      expect(await overflow(page), `question ${n}`).toEqual([]);
      await expectAccessible(page, { disabled: mode === SMALLEST ? ["p-as-heading"] : [] });
    }
    // A picture is a part of what is tapped.
    await show(1);
    await picture(LAMPS).tap();
    await expect(main(page).getByRole("radio", { name: `矮路灯 ${LAMPS}` })).toBeChecked();
    await show(3);
    await button(page, "排第 1 位：矮路灯").tap();
    await expect(main(page).getByRole("list").first().getByRole("img", { name: LAMPS })).toBeVisible();

    // Without the picture its words are read where it would stand, and nothing else changes.
    await context.route("**/v1/pictures/*", (route) => route.abort());
    for (const n of [1, 3, 6, 2]) {
      await show(n);
      // Pictures come, or fail to, when they are nearly in view.
      await main(page).getByText("长椅", { exact: true }).first().scrollIntoViewIfNeeded();
      await expect(main(page).getByText(BENCH)).toBeVisible();
      expect(await overflow(page), `question ${n} without pictures`).toEqual([]);
    }
    await expectAccessible(page, { disabled: mode === SMALLEST ? ["p-as-heading"] : [] });
    await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - group "小院子添哪样？":
        - checkbox "长椅 起身有地方撑 ${BENCH}"
        - checkbox "矮路灯 ${LAMPS}"
    `);
  });
}

// As long as a label can get, without a place where it would like to break.
const long = (n) => `第${String(n).padStart(2, "0")}项把院子东边靠墙那一排旧自行车棚拆掉以后腾出来的空地先铺平再种上桂花树和石榴树让大家夏天乘凉秋天赏花过年还能挂灯笼`.slice(0, 60);
const LAST = long(60);
const many = (id, method, cost = false) =>
  [`[[questions]]`, `id = "${id}"`, `title = "院子东边的空地，您看怎么用？"`, `method = { ${method} }`]
    .concat(
      Array.from({ length: 60 }, (_, i) =>
        [`[[questions.options]]`, `id = "o${i + 1}"`, `label = "${long(i + 1)}"`, `meaning = "大约要花三个月，施工时北门走不了车"`].concat(cost ? [`cost = ${(i + 1) * 10000}`] : []).join("\n"),
      ),
    )
    .join("\n");
const FEW = `
[[questions]]
id = "few"
title = "行不行？"
method = { kind = "single" }
options = [{ id = "y", label = "行", meaning = "就这么办" }, { id = "n", label = "不", meaning = "再想想" }]`;

const LONG = [
  { kind: "one", toml: many("q", 'kind = "single"'), choose: (page, hand) => hand.choose(page, main(page).getByRole("radio", { name: LAST })) },
  { kind: "several", toml: many("q", 'kind = "approval", min = 1, max = 60'), choose: (page, hand) => hand.choose(page, main(page).getByRole("checkbox", { name: LAST })) },
  { kind: "a ranking", toml: many("q", 'kind = "ranked", ranked = "schulze"'), choose: (page, hand) => hand.press(page, button(page, `排第 1 位：${LAST}`)) },
  { kind: "a budget", toml: many("q", 'kind = "budget", budget = "greedy", total = 9000000, currency = "CNY"', true), choose: (page, hand) => hand.press(page, button(page, `选它：${LAST}`)), read: `${LAST}：要花 ¥6,000` },
];

for (const [hand, mode] of [
  [TOUCH, SMALLEST],
  [KEYBOARD, LARGEST],
]) {
  for (const { kind, toml, choose, read = LAST } of LONG) {
    test(`sixty options of sixty characters, ${kind}, by ${hand.name}, 320 pixels, ${mode.name}: the last one is chosen and read back`, async ({ page, context, server }) => {
      test.setTimeout(240_000);
      expect([...LAST]).toHaveLength(60);
      await pollAsking(server, "long", "空地", toml + FEW);
      const cookie = await signedIn(context, server);
      await reads(page, mode);
      await page.clock.install();
      await page.setViewportSize({ width: 320, height: 640 });
      // The engine takes a bold line for a heading where the words after it are that much smaller.
      const whole = async (what) => {
        expect(await overflow(page), what).toEqual([]);
        await expectAccessible(page, { disabled: ["p-as-heading"] });
      };
      await page.goto("/polls/long/ballot");
      await expect(main(page).getByText("第 1 题，共 2 题")).toBeVisible();
      await choose(page, hand);
      await whole("the question");
      await hand.press(page, button(page, "下一步"));
      await expect(main(page).getByText("第 2 题，共 2 题")).toBeVisible();
      await hand.choose(page, main(page).getByRole("radio", { name: "不 再想想" }));
      await whole("two short ones");
      await hand.press(page, button(page, "选好了，去核对"));
      await arrived(page, "核对您的选择");
      await expect(main(page).getByText(read, { exact: true })).toBeVisible();
      await whole("the check page");
      await hand.press(page, button(page, "提交我的投票"));
      await arrived(page, "投票回执");
      await expect(main(page).getByText(/\d\d:\d\d 已计入$/)).toBeVisible();
      await expect(main(page).getByText(read, { exact: true })).toBeVisible();
      await whole("the receipt");
      await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - heading "您选的是" [level=2]
      - term: 行不行？
      - definition: 不
      `);
      const { questions } = await asked(server, "/v1/polls/long/results", cookie);
      expect(questions[0].rows.filter(({ count }) => count > 0).map(({ option_id }) => option_id)).toContain("o60");
      await page.goto("/polls/long/results");
      await expect(main(page).getByRole("rowheader", { name: LAST })).toBeVisible();
      expect(await overflow(page), "the results").toEqual([]);
    });
  }
}

const WORDS = `
[[questions]]
id = "say"
title = "对物业，您还想说什么？"
method = { kind = "text" }`;
const SAID = "楼道灯晚上十一点就灭了，\n老人起夜看不见。🙏";
// Line breaks and signs of several code units are one character each.
const LENGTH = [...SAID].length;

for (const [hand, mode] of [
  [TOUCH, MODES[0]],
  [KEYBOARD, MODES[1]],
]) {
  test(`free text, by ${hand.name}, ${mode.name} mode: counted, kept, never cut, read back, and who will read it is said before`, async ({ page, context, server }) => {
    test.setTimeout(180_000);
    await pollAsking(server, "say", "说两句", WORDS);
    await signedIn(context, server);
    await reads(page, mode);
    await page.clock.install();
    const field = main(page).getByRole("textbox", { name: "对物业，您还想说什么？" });
    const next = button(page, "选好了，去核对");
    const kept = async () => (await stored(page, "outbox")).map((text) => JSON.parse(text).answers[0]?.text)[0];
    await page.goto("/polls/say/ballot");
    await expect(main(page).getByText("投票结束以后，您写的会和选票一起公开，不带名字。")).toBeVisible();
    await expect(main(page).getByText("写了 0 个字，最多 2,000 个。")).toBeVisible();
    await hand.press(page, next);
    await expect(main(page).getByRole("alert")).toContainText("请写几个字。");
    await expectAccessible(page);

    // Too long is said with both numbers, and nothing is cut off.
    const much = "灯".repeat(2001);
    await hand.write(page, field, much);
    await expect(main(page).getByText("写了 2,001 个字，最多 2,000 个。")).toBeVisible();
    await hand.press(page, next);
    await expect(main(page).getByRole("alert")).toContainText("写得太长，最多 2,000 个字，现在 2,001 个。");
    await expect(field).toHaveValue(much);
    await expect.poll(kept).toBe(much);
    await page.reload();
    await expect(field).toHaveValue(much);
    await expectAccessible(page);

    // Written without a network it stays, too.
    await context.setOffline(true);
    await hand.write(page, field, SAID);
    await expect(main(page).getByText(`写了 ${LENGTH} 个字，最多 2,000 个。`)).toBeVisible();
    await expect.poll(kept).toBe(SAID);
    await context.setOffline(false);
    await page.reload();
    await expect(field).toHaveValue(SAID);
    await hand.press(page, next);
    await arrived(page, "核对您的选择");
    await expect(main(page).getByRole("definition").first()).toHaveText(SAID, { useInnerText: true });
    await expectAccessible(page);
    await hand.press(page, button(page, "提交我的投票"));
    await arrived(page, "投票回执");
    await expect(main(page).getByText(/\d\d:\d\d 已计入$/)).toBeVisible();
    await expect(main(page).getByRole("definition").first()).toHaveText(SAID, { useInnerText: true });
    await expectAccessible(page);

    // Nobody reads it before the end; after it everybody does, in the ballots and without a name.
    await page.goto("/polls/say/results");
    await expect(main(page).getByText("这一题不计票。")).toBeVisible();
    await expect(main(page).getByText("楼道灯")).toHaveCount(0);
    expect(JSON.stringify(await asked(server, "/v1/polls/say/results"))).not.toContain("楼道灯");
    await server.staff("poll", "close", "say", "--reason", "说完了");
    await page.reload();
    await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - paragraph: 这一题不计票。
      - paragraph: 大家写的都在公开的选票里，可以在下面下载。
      - link "在这部手机上重数"
    `);
    await expectAccessible(page);
    const board = await (await fetch(`${server.url}/v1/polls/say/board`)).text();
    expect(JSON.parse(board.trim().split("\n")[1]).answers).toEqual([{ question: "say", text: SAID }]);
  });
}

test("of many options it is said how many there are, and how many more one may choose", async ({ page, context, server }) => {
  const main = page.getByRole("main");
  const many = (count) => `[[questions]]
id = "many"
title = "添点什么？"
method = { kind = "approval", min = 1, max = 3 }
options = [${Array.from({ length: count }, (_, n) => `{ id = "o${n}", label = "第 ${n + 1} 样" }`).join(", ")}]`;
  await pollAsking(server, "seven", "七样", many(7));
  await pollAsking(server, "five", "五样", many(5));
  await signedIn(context, server);
  await page.goto("/polls/five/ballot");
  await expect(main.getByRole("checkbox")).toHaveCount(5);
  await expect(main.getByText(/一共有/)).toHaveCount(0);
  await page.goto("/polls/seven/ballot");
  await expect(main.getByText("下面一共有 7 项。")).toBeVisible();
  const said = main.getByRole("status");
  await main.getByRole("checkbox").nth(0).check();
  await expect(said).toHaveText("已经选了 1 个，还可以选 2 个。");
  await main.getByRole("checkbox").nth(3).check();
  await expect(said).toHaveText("已经选了 2 个，还可以选 1 个。");
  await main.getByRole("checkbox").nth(6).check();
  await expect(said).toHaveText("已经选了 3 个。");
});
