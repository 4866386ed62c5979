// Every kind of ballot from the poll's page to the counted receipt, by touch and by keyboard: what is chosen outlives a
// reload, is read back in words, arrives as it was meant, and can be changed.
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, signedIn, storedAnswers } from "../support/pages.mjs";
import { repository } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

// Two votes by one of two hands, and every rule of the engine four times.
test.setTimeout(240_000);

// How a hand uses a control: `press` for buttons and links, `pick` for the browser's own selects.
const TOUCH = {
  name: "touch",
  async press(page, target) {
    await target.tap();
    // Rows that move under the finger take no second tap within 600 ms; the page's clock goes there at once.
    await page.clock.fastForward(700);
  },
  pick: (page, target, words) => target.selectOption(words),
};

const KEYBOARD = {
  name: "keyboard",
  async press(page, target) {
    await tabTo(page, target);
    await page.keyboard.press("Enter");
    // A button takes no second press within 600 ms, and keys are quick.
    await page.clock.fastForward(700);
  },
  async pick(page, target, words) {
    await tabTo(page, target);
    const at = await target.evaluate((select, words) => [...select.options].findIndex((o) => o.text === words), words);
    await page.keyboard.press("Home");
    for (let step = 0; step < at; step += 1) await page.keyboard.press("ArrowDown");
  },
};

// Tabs on from where the focus is until it is on `target`.
async function tabTo(page, target) {
  await expect(target).toBeVisible();
  const here = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 120; steps += 1) {
    if (await here()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never came to ${target}`);
}

const button = (page, name) => page.getByRole("main").getByRole("button", { name, exact: true });
const focused = (page, name) => expect(button(page, name)).toBeFocused();
const told = (page, words) => expect(page.locator("#announcer")).toHaveText(words);

const answered = (question, options, points = []) => ({ question, options, points });

const KINDS = [
  {
    kind: "ranking",
    poll: "snacks",
    title: "过年的点心，给它们排个顺序",
    async fill(page, { press, pick }) {
      const main = page.getByRole("main");
      await expect(main.getByText("排 1 到 3 项；已排 0 项。")).toBeVisible();
      for (const [n, snack] of ["芝麻糖", "年糕", "砂糖桔"].entries()) {
        await press(page, button(page, `排第 ${n + 1} 位：${snack}`));
        await expect(main.getByText(`排 1 到 3 项；已排 ${n + 1} 项。`)).toBeVisible();
        await told(page, `${snack}现在是第 ${n + 1} 位。`);
        // The focus is where the next one is chosen.
        await expect(main.getByRole("button", { name: /^排第 \d 位：/ }).and(page.locator(":focus"))).toHaveCount(1);
      }
      // Full: the button stays, and says why it does nothing.
      await press(page, button(page, "排第 3 位：八宝饭"));
      await told(page, "已经排满 3 项。想换的话，先拿掉一项。");
      await press(page, button(page, "往上移：砂糖桔"));
      await told(page, "砂糖桔现在是第 2 位。");
      await focused(page, "往上移：砂糖桔");
      await press(page, button(page, "往上移：砂糖桔"));
      await focused(page, "往上移：砂糖桔");
      await press(page, button(page, "往上移：砂糖桔"));
      await told(page, "砂糖桔已经是第 1 位，不能再往那边移。");
      await press(page, button(page, "往下移：砂糖桔"));
      await told(page, "砂糖桔现在是第 2 位。");
      const place = main.getByRole("combobox", { name: "挪到第几位：年糕" });
      await pick(page, place, "第 1 位");
      await told(page, "年糕现在是第 1 位。");
      await expect(place).toBeFocused();
      await expect(place).toHaveValue("1");
    },
    async kept(page) {
      const items = page.getByRole("main").getByRole("list").first().getByRole("listitem");
      await expect(items).toHaveText([/第 1 位\s*年糕/, /第 2 位\s*芝麻糖/, /第 3 位\s*砂糖桔/]);
    },
    answers: [answered("snacks", ["cake", "sesame", "orange"])],
    readBack: `
      - term: 您最爱吃哪样？
      - definition:
        - list:
          - listitem: 年糕
          - listitem: 芝麻糖
          - listitem: 砂糖桔`,
    async change(page, { press }) {
      await press(page, button(page, "拿掉：年糕"));
      await told(page, "“年糕”拿掉了。");
      await press(page, button(page, "往下移：芝麻糖"));
    },
    changed: [answered("snacks", ["orange", "sesame"])],
  },
  {
    kind: "dots",
    poll: "cleaning-hours",
    title: "保洁每周多出 10 个钟头，用在哪儿？",
    async fill(page, { press }) {
      const main = page.getByRole("main");
      const times = async (n, name) => {
        for (let i = 0; i < n; i += 1) await press(page, button(page, name));
      };
      await expect(main.getByText("您手里有 10 点，想给哪项就给哪项，每项最多 5 点。没给完也算数。")).toBeVisible();
      await press(page, button(page, "拿回 1 点：电梯轿厢"));
      await told(page, "电梯轿厢现在是 0 点，没有可拿回的。");
      await times(5, "多给 1 点：楼梯和扶手");
      await told(page, "楼梯和扶手，5 点。还有 5 点可以给。");
      await times(1, "多给 1 点：楼梯和扶手");
      await told(page, "每项最多给 5 点。");
      await times(5, "多给 1 点：垃圾房");
      await times(1, "多给 1 点：电梯轿厢");
      await told(page, "点都给完了。想换的话，先从别的项拿回 1 点。");
      await times(2, "拿回 1 点：楼梯和扶手");
      await focused(page, "拿回 1 点：楼梯和扶手");
      await expect(main.getByRole("group", { name: "楼梯和扶手" })).toContainText("3 点");
      await expect(main.getByRole("group", { name: "电梯轿厢" })).toContainText("还有 2 点可以给。");
    },
    async kept(page) {
      const main = page.getByRole("main");
      await expect(main.getByRole("group", { name: "楼梯和扶手" }).getByText("3 点", { exact: true })).toBeVisible();
      await expect(main.getByRole("group", { name: "垃圾房" }).getByText("5 点", { exact: true })).toBeVisible();
      await expect(main.getByRole("group", { name: "地下车库" }).getByText("0 点", { exact: true })).toBeVisible();
    },
    answers: [answered("hours", ["bins", "stairs"], [5, 3])],
    readBack: `
      - term: 这 10 点，您给哪几处？
      - definition:
        - list:
          - listitem: 楼梯和扶手：3 点
          - listitem: 垃圾房：5 点`,
    async change(page, { press }) {
      await press(page, button(page, "多给 1 点：地下车库"));
    },
    changed: [answered("hours", ["bins", "garage", "stairs"], [5, 1, 3])],
  },
  {
    kind: "budget",
    poll: "yard-budget",
    title: "公共收益 20 万元，先修哪几样？",
    async fill(page, { press, pick }) {
      const main = page.getByRole("main");
      await expect(main.getByText("一共有 ¥200,000。您还没有选。").first()).toBeVisible();
      await expect(main.getByText(/下面一共有 10 项。$/)).toBeVisible();
      await pick(page, main.getByRole("combobox", { name: "怎么排" }), "花钱少的在前");
      await expect(main.getByRole("button", { name: /^选它：/ }).first()).toHaveAccessibleName("选它：快递柜搬到门卫旁边");
      await press(page, button(page, "选它：5 号楼楼顶补漏"));
      await focused(page, "拿掉：5 号楼楼顶补漏");
      await told(page, "选了“5 号楼楼顶补漏”。 还剩 ¥132,000。");
      await press(page, button(page, "选它：大门口装电子公告屏"));
      // ¥44,000 is left: two projects cost more.
      const fitting = main.getByRole("button", { name: "只看钱还够的" });
      await press(page, fitting);
      await expect(fitting).toHaveAttribute("aria-pressed", "true");
      await expect(main.getByText("现在列出 8 项，另外 2 项钱不够，先收起来了。")).toBeVisible();
      await expect(button(page, "选它：电动车充电棚")).toHaveCount(0);
      await press(page, fitting);
      await press(page, button(page, "选它：电动车充电棚"));
      await told(page, "选了“电动车充电棚”。 超了 ¥8,000，这样选也算数。");
      await expect(main.getByText(/加起来 ¥208,000，比总数多 ¥8,000。这样选也算数/).first()).toBeVisible();
      await press(page, button(page, "拿掉：大门口装电子公告屏"));
      await focused(page, "选它：大门口装电子公告屏");
    },
    async kept(page) {
      const main = page.getByRole("main");
      await expect(main.getByText("您选了 2 项，加起来 ¥120,000，还剩 ¥80,000。").first()).toBeVisible();
      await expect(button(page, "拿掉：电动车充电棚")).toBeVisible();
    },
    answers: [answered("projects", ["charging", "roof"])],
    readBack: `
      - term: 您觉得该修哪几样？
      - definition:
        - list:
          - listitem: 5 号楼楼顶补漏：要花 ¥68,000
          - listitem: 电动车充电棚：要花 ¥52,000
        - paragraph: 加起来 ¥120,000，一共有 ¥200,000。`,
    async change(page, { press }) {
      await press(page, button(page, "选它：中心花园换长椅"));
    },
    changed: [answered("projects", ["benches", "charging", "roof"])],
  },
  {
    kind: "score, and budgets by points and by ranking",
    poll: "stairs",
    title: "楼道怎么修",
    prepare: (server) => server.staff("poll", "open", join(repository, "tests/fixtures/stairs.toml")),
    async fill(page, hand) {
      const main = page.getByRole("main");
      const { press, pick } = hand;
      await expect(main.getByText("第 1 题，共 3 题")).toBeVisible();
      await press(page, button(page, "下一步"));
      await expect(main.getByRole("alert")).toContainText("请至少给 1 项打分，再按下一步。");
      // No opinion and 0 points are two answers.
      await pick(page, main.getByRole("combobox", { name: "米白" }), "5 分，最好");
      await pick(page, main.getByRole("combobox", { name: "浅灰" }), "0 分，最低");
      await expect(main.getByText("3 项里，您打了 2 项。")).toBeVisible();
      await expect(main.getByRole("combobox", { name: "浅绿" })).toHaveValue("");
      await press(page, button(page, "下一步"));
      await expect(main.getByText("第 2 题，共 3 题")).toBeVisible();
      await expect(main.getByText("要花 ¥980.50")).toBeVisible();
      await pick(page, main.getByRole("combobox", { name: "歇脚凳" }), "10 分，最好");
      await pick(page, main.getByRole("combobox", { name: "声控灯" }), "4 分");
      await press(page, button(page, "下一步"));
      await expect(main.getByText("第 3 题，共 3 题")).toBeVisible();
      await press(page, button(page, "排第 1 位：换扶手"));
      await press(page, button(page, "排第 2 位：刷墙"));
    },
    async kept(page) {
      await expect(page.getByRole("main").getByText("排 1 到 2 项；已排 2 项。")).toBeVisible();
    },
    answers: [
      answered("colour", ["grey", "white"], [0, 5]),
      answered("wanted", ["chair", "lamp"], [10, 4]),
      answered("first", ["rail", "paint"]),
    ],
    readBack: `
      - term: 楼道刷什么颜色？
      - definition:
        - list:
          - listitem: 米白：5 分
          - listitem: 浅灰：0 分
      - term: 这几样，您有多想要？
      - definition:
        - list:
          - listitem: 声控灯：4 分
          - listitem: 歇脚凳：10 分
      - term: 先做哪样？
      - definition:
        - list:
          - listitem: 换扶手
          - listitem: 刷墙`,
    async change(page, { press, pick }) {
      const main = page.getByRole("main");
      await pick(page, main.getByRole("combobox", { name: "米白" }), "没有意见，不打分");
      await press(page, button(page, "下一步"));
      await expect(main.getByText("第 2 题，共 3 题")).toBeVisible();
      await press(page, button(page, "下一步"));
      await expect(main.getByText("第 3 题，共 3 题")).toBeVisible();
    },
    changed: [
      answered("colour", ["grey"], [0]),
      answered("wanted", ["chair", "lamp"], [10, 4]),
      answered("first", ["rail", "paint"]),
    ],
  },
];

// Sends and gives what went to the server.
async function sent(page, poll, send) {
  const [request] = await Promise.all([
    page.waitForRequest((r) => r.method() === "PUT" && new URL(r.url()).pathname === `/v1/polls/${poll}/ballot`),
    send(),
  ]);
  await arrived(page, "投票回执");
  await expect(page.getByRole("main").getByText(/\d\d:\d\d 已计入$/)).toBeVisible();
  return inOrder(request.postDataJSON().answers);
}

const inOrder = (answers) =>
  answers
    .map(({ question, options = [], points = [] }) => ({ question, options, points }))
    .sort((a, b) => a.question.localeCompare(b.question));

const STANDARD = { name: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0", least: 44 };
const ELDER = { name: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0", least: 60 };
const LARGEST = { name: "elder, the largest letters", preferences: "text=36;theme=contrast;mode=elder;spacing=0", least: 60 };

const reads = (page, { preferences }) =>
  page.addInitScript((value) => {
    if (location.protocol.startsWith("http")) localStorage.setItem("linli.prefs", value);
  }, preferences);

for (const [hand, mode] of [
  [TOUCH, STANDARD],
  [KEYBOARD, STANDARD],
  [TOUCH, ELDER],
]) {
  for (const kind of KINDS) {
    test(`${kind.kind}, by ${hand.name}, ${mode.name} mode: choose, reload, check, send, change`, async ({ page, context, server }) => {
      const main = page.getByRole("main");
      await reads(page, mode);
      await kind.prepare?.(server);
      const cookie = await signedIn(context, server);
      await page.clock.install();
      const before = (await asked(server, `/v1/polls/${kind.poll}`, cookie)).voted;

      await page.goto(`/polls/${kind.poll}`);
      await arrived(page, kind.title, { focused: false });
      await hand.press(page, main.getByRole("link", { name: "开始投票" }));
      await arrived(page, kind.title);
      await kind.fill(page, hand);
      await kind.kept(page);
      await expect.poll(async () => inOrder((await storedAnswers(page, kind.poll)) ?? [])).toEqual(inOrder(kind.answers));
      await page.reload();
      await arrived(page, kind.title, { focused: false });
      await kind.kept(page);
      await expectAccessible(page);

      await hand.press(page, button(page, "选好了，去核对"));
      await arrived(page, "核对您的选择");
      await expect(main).toMatchAriaSnapshot(`- main:${kind.readBack}`);
      await expectAccessible(page);
      const first = await sent(page, kind.poll, () => hand.press(page, button(page, "提交我的投票")));
      expect(first).toEqual(inOrder(kind.answers));
      expect((await asked(server, `/v1/polls/${kind.poll}`, cookie)).voted).toBe(before + 1);
      await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: /\\d\\d:\\d\\d 已计入$/
      - heading "您选的是" [level=2]${kind.readBack}
      - link "回首页"
      - link "改我的票"
      `);
      await expectAccessible(page);

      await hand.press(page, main.getByRole("link", { name: "改我的票" }));
      await arrived(page, kind.title);
      await kind.change(page, hand);
      await hand.press(page, button(page, "选好了，去核对"));
      await arrived(page, "核对您的选择");
      const second = await sent(page, kind.poll, () => hand.press(page, button(page, "提交我的投票")));
      expect(second).toEqual(inOrder(kind.changed));
      await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: /\\d\\d:\\d\\d 已计入$/
      - heading "您选的是" [level=2]
      `);
      expect((await asked(server, `/v1/polls/${kind.poll}`, cookie)).voted).toBe(before + 1);
    });
  }
}

// What sticks out of the window sideways.
const overflow = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden"))
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
      .map((element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 20)}`),
  );

for (const mode of [STANDARD, ELDER, LARGEST]) {
  test(`filled-in ballots at 320 pixels, ${mode.name}: rules, targets, nothing sticks out`, async ({ page, context, server }) => {
    await KINDS.at(-1).prepare(server);
    await signedIn(context, server);
    await page.setViewportSize({ width: 320, height: 640 });
    await reads(page, mode);
    const main = page.getByRole("main");
    for (const { poll, title } of KINDS) {
      await page.goto(`/polls/${poll}/ballot`);
      await arrived(page, title, { focused: false });
      const choose = main.getByRole("button", { name: /^(排第|多给|选它)/ });
      const list = main.getByRole("combobox");
      // The heading comes before the question: counting at once would take a page that is not drawn for one with lists.
      await expect(choose.or(list).first()).toBeVisible();
      if (await choose.count()) {
        await choose.first().click();
        await choose.nth(1).press("Enter");
      } else {
        await list.first().selectOption({ index: 1 });
      }
      // The engine takes the way back, a bold link, for a heading where the words after it are that much smaller.
      await expectAccessible(page, { disabled: mode === LARGEST ? ["p-as-heading"] : [] });
      expect(await overflow(page), poll).toEqual([]);
      const targets = main.locator("button, select, summary").filter({ visible: true });
      for (const box of await targets.evaluateAll((all) => all.map((t) => ({ name: t.ariaLabel ?? t.textContent, height: t.offsetHeight, width: t.offsetWidth })))) {
        expect(Math.min(box.height, box.width), `${poll}: ${box.name}`).toBeGreaterThanOrEqual(mode.least);
      }
      if (mode !== STANDARD) {
        for (const answer of await main.getByRole("button", { name: /^(排第|多给|拿回|选它)/ }).all()) {
          expect((await answer.boundingBox()).height, poll).toBeGreaterThanOrEqual(88);
        }
      }
    }
    // The last of them, as it stands now.
    await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "楼道怎么修" [level=1]
      - group "楼道刷什么颜色？":
        - combobox "米白"
        - combobox "浅绿"
        - combobox "浅灰"
      - button "下一步"
    `);
  });
}
