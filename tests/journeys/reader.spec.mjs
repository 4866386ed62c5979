// Every kind of ballot by ear: a virtual screen reader walks from the poll's heading over choosing, checking and sending
// to the counted receipt, and what it speaks on the way is what somebody who cannot see the screen needs to hear.
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, signedIn } from "../support/pages.mjs";
import { inOrder, Reader } from "../support/reader.mjs";
import { repository } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

const MODES = [
  { mode: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { mode: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0" },
];

const KINDS = [
  {
    kind: "single",
    poll: "clinic-day-poll",
    title: "医生来义诊，哪一天方便？",
    async fill(reader) {
      await reader.to("group, 您哪一天方便？, 选一个。");
      // Name, what it means, whether it is chosen, and which of how many: each once.
      await reader.to(/^radio, [^,]*下午 1:30—5:00 不用空腹，只测指尖血糖, not checked, position 3, set size 3$/);
      await reader.act();
      await reader.hears(/^radio, [^,]*下午 1:30—5:00 不用空腹，只测指尖血糖, checked, position 3, set size 3$/);
    },
    readBack: ["您哪一天方便？", "definition", /下午 1:30—5:00$/],
  },
  {
    kind: "several",
    poll: "courtyard",
    title: "5 号楼前的小院子添点什么？",
    async fill(reader) {
      await reader.to(/^group, 您想要哪几样？, .*可以选 1 到 3 个。 下面一共有 6 项。$/);
      await reader.to(/^checkbox, 矮路灯，8 盏 照脚下不照窗户，约 11,000 元 三盏矮灯.*, not checked$/);
      await reader.act();
      await reader.hears(/^checkbox, 矮路灯，8 盏 照脚下不照窗户，约 11,000 元 三盏矮灯.*, checked$/);
      await reader.hears(CHOSEN(1));
      await reader.to(/^checkbox, 石头棋桌，两张 .*, not checked$/);
      await reader.act();
      await reader.hears(/^checkbox, 石头棋桌，两张 .*, checked$/);
      await reader.hears(CHOSEN(2));
    },
    readBack: ["您想要哪几样？", /^listitem, .*set size 2$/, "石头棋桌，两张", "矮路灯，8 盏"],
  },
  {
    kind: "yes, no, abstain",
    poll: "lift-subsidy",
    title: "同意用公共收益 30 万元，补贴 5、6 号楼换电梯吗？",
    async fill(reader) {
      await reader.to(/^group, 同意用公共收益 30 万元补贴换电梯吗？, .*三分之二，就算通过.*选一个。$/);
      await reader.to("radio, 不同意 公共收益不出，由 5、6 号楼自己想办法, not checked, position 2, set size 3");
      await reader.act();
      await reader.hears(/^radio, 不同意 .*, checked, position 2, set size 3$/);
      await reader.to(/^radio, 弃权 .*, not checked, position 3, set size 3$/);
      await reader.act();
      await reader.hears(/^radio, 弃权 .*, checked, position 3, set size 3$/);
    },
    readBack: ["同意用公共收益 30 万元补贴换电梯吗？", "definition", "弃权"],
    // Said before it is sent.
    warned: "这次是记名投票，您的名字和选择会一起记下来。",
  },
  {
    kind: "score, and several questions",
    poll: "stairs",
    title: "楼道怎么修",
    prepare: (server) => server.staff("poll", "open", join(repository, "tests/fixtures/stairs.toml")),
    async fill(reader, page) {
      const next = async () => {
        await reader.to("button, 下一步");
        await reader.forget();
        await reader.act();
      };
      await reader.to("第 1 题，共 3 题");
      await reader.to(/^group, 楼道刷什么颜色？, 每一项打 0 到 5 分，5 分最好。/);
      // What is missing is spoken, and leads there.
      await next();
      await reader.hears("alert, 还差一点");
      await reader.to("link, 请至少给 1 项打分，再按下一步。");
      await reader.act();
      await reader.hears(/^combobox, 米白, /);
      await reader.keys("Home", "ArrowDown");
      await reader.hears("polite: 3 项里，您打了 1 项。");
      expect(await reader.to("end of combobox, 米白")).toContainEqual(expect.stringMatching(/^option, 5 分，最好, .*(?<!not )selected/));
      await next();
      await expect(page.getByText("第 2 题，共 3 题")).toBeVisible();
      await reader.follow();
      await reader.to("第 2 题，共 3 题");
      await reader.to(/^combobox, 声控灯, .*要花 ¥1,200/);
      await reader.keys("Home", "ArrowDown");
      await reader.hears("polite: 2 项里，您打了 1 项。");
      await next();
      await expect(page.getByText("第 3 题，共 3 题")).toBeVisible();
      await reader.follow();
      await reader.to("第 3 题，共 3 题");
      await reader.to("button, 排第 1 位：换扶手");
      await reader.act();
      await reader.hears("polite: 换扶手现在是第 1 位。");
    },
    readBack: ["楼道刷什么颜色？", "米白：5 分", "这几样，您有多想要？", "声控灯：10 分", "先做哪样？", "换扶手"],
  },
  {
    kind: "dots",
    poll: "cleaning-hours",
    title: "保洁每周多出 10 个钟头，用在哪儿？",
    async fill(reader) {
      await reader.to("group, 这 10 点，您给哪几处？, 您手里有 10 点，想给哪项就给哪项，每项最多 5 点。没给完也算数。");
      await reader.to("group, 垃圾房, 还有 10 点可以给。");
      await reader.to("0 点");
      await reader.to("button, 多给 1 点：垃圾房");
      await reader.act();
      await reader.hears("polite: 垃圾房，1 点。还有 9 点可以给。");
      await reader.act();
      await reader.hears("polite: 垃圾房，2 点。还有 8 点可以给。");
    },
    readBack: ["这 10 点，您给哪几处？", "垃圾房：2 点"],
  },
  {
    kind: "ranking",
    poll: "snacks",
    title: "过年的点心，给它们排个顺序",
    async fill(reader) {
      await reader.to(/^group, 您最爱吃哪样？, 最中意的排第 1 位/);
      await reader.to("排 1 到 3 项；已排 0 项。");
      await reader.to("button, 排第 1 位：年糕");
      await reader.act();
      await reader.hears("polite: 年糕现在是第 1 位。");
      // The focus has gone on to where the next one is chosen.
      await reader.hears(/^button, 排第 2 位：/);
      await restart(reader);
      await reader.to("button, 排第 2 位：芝麻糖");
      await reader.act();
      await reader.hears("polite: 芝麻糖现在是第 2 位。");
      await restart(reader);
      await reader.to("排 1 到 3 项；已排 2 项。");
      await reader.to(/^listitem, .*position 2, set size 2$/);
      await reader.to("第 2 位");
      await reader.to("button, 往上移：芝麻糖");
      await reader.act();
      await reader.hears("polite: 芝麻糖现在是第 1 位。");
    },
    readBack: ["您最爱吃哪样？", /^listitem, .*position 1, set size 2$/, "芝麻糖", /^listitem, .*position 2, set size 2$/, "年糕"],
  },
  {
    kind: "budget",
    poll: "yard-budget",
    title: "公共收益 20 万元，先修哪几样？",
    async fill(reader) {
      await reader.to("group, 您觉得该修哪几样？, 想做哪几项就选哪几项。");
      await reader.to("一共有 ¥200,000。您还没有选。");
      await reader.to("button, 只看钱还够的, not pressed");
      // What it is, what it costs, whether it fits, and then the button.
      const project = ["group, 楼道换声控灯", "要花 ¥9,600", "120 盏，拍一下就亮", "钱还够", "button, 选它：楼道换声控灯"];
      expect(inOrder(await reader.to("button, 选它：楼道换声控灯"), project)).toEqual(project);
      await reader.act();
      await reader.hears("button, 拿掉：楼道换声控灯");
      await reader.hears(/^polite: 选了“楼道换声控灯”。 还剩 ¥190,400。$/);
    },
    readBack: ["您觉得该修哪几样？", "楼道换声控灯：要花 ¥9,600", "加起来 ¥9,600，一共有 ¥200,000。"],
  },
];

// Reads the page again from its top.
const restart = (reader) => reader.to("end of document");

// The rule as it stands after each choice, said without asking for it.
function CHOSEN(n) {
  return new RegExp(`^polite: .*(已经选了 ${n} 个|还可以选)`);
}

for (const { mode, preferences } of MODES) {
  for (const { kind, poll, title, prepare, fill, readBack, warned = [] } of KINDS) {
    test(`${kind}, by ear, ${mode} mode: the question, the choice, what was chosen, and counted only once it is`, async ({ page, context, server }) => {
      await page.addInitScript((value) => {
        if (location.protocol.startsWith("http")) localStorage.setItem("linli.prefs", value);
      }, preferences);
      await prepare?.(server);
      const cookie = await signedIn(context, server);
      const voted = async () => (await asked(server, `/v1/polls/${poll}`, cookie)).voted;
      const before = await voted();
      await page.clock.install();

      await page.goto(`/polls/${poll}`);
      await arrived(page, title, { focused: false });
      await expect(page.getByRole("main").getByRole("link", { name: "开始投票" })).toBeVisible();
      const reader = await Reader.on(page);
      await reader.to(`heading, ${title}, level 1`);
      await reader.to("link, 开始投票");
      await reader.forget();
      await reader.act();
      await reader.arrives(title);
      await fill(reader, page);

      await reader.to("button, 选好了，去核对");
      await reader.forget();
      await reader.act();
      await reader.arrives("核对您的选择");
      const check = ["还没提交。看看对不对，再按最下面的按钮。", "term", ...readBack, ...[warned].flat()];
      expect(inOrder(await reader.to("button, 提交我的投票"), check)).toEqual(check.map(String));

      // The server has not answered yet: nothing is said to be counted, wherever one listens.
      let answer;
      const answered = new Promise((done) => (answer = done));
      await page.route(`**/v1/polls/${poll}/ballot`, async (route) => {
        if (route.request().method() === "PUT") await answered;
        await route.fallback();
      });
      await reader.forget();
      await reader.act();
      await reader.arrives("投票回执");
      const waiting = ["还没计入：等网络", ...readBack];
      expect(inOrder(await reader.to("end of main"), waiting)).toEqual(waiting.map(String));
      expect((await reader.heard()).filter((phrase) => /已计入$/.test(phrase))).toEqual([]);
      expect(await voted()).toBe(before);

      answer();
      await reader.hears("polite: 已计入");
      expect(await voted()).toBe(before + 1);
      await reader.follow();
      const receipt = [/^\d{4}年.*\d\d:\d\d 已计入$/, "回执号", /^[0-9A-Z]{4}-[0-9A-Z]{4}$/, "heading, 您选的是, level 2", ...readBack, "link, 改我的票"];
      expect(inOrder(await reader.to("end of main"), receipt)).toEqual(receipt.map(String));
      await expect(page.getByRole("main")).toMatchAriaSnapshot(`
        - main:
          - heading "投票回执" [level=1]
          - paragraph:
            - strong: /\\d\\d:\\d\\d 已计入$/
      `);
      await expectAccessible(page);
    });
  }
}
