// What one does besides voting, by ear: signing in, reading a thread and writing in it, reporting, asking for something, and taking a
// vote back. Where one is, what there is, and what became of what one sent, each once and in order.
import { arrived, asked, reading, RESIDENT, signedIn, voted } from "../support/pages.mjs";
import { inOrder, Reader } from "../support/reader.mjs";
import { expect, test } from "../support/test.mjs";

test.setTimeout(120_000);

const READ = { standard: "text=18;theme=light;mode=standard;spacing=0", elder: "text=24;theme=light;mode=elder;spacing=0" };
const THREAD = "小院子的长椅：要靠背，还是要多几张？";
const WORDS = "椅子旁边留一块空地，轮椅能停。";

// A reader on this page, which has come with all that is on it.
async function on(page, path, title) {
  await page.clock.install();
  await page.goto(path);
  await arrived(page, title, { focused: false });
  await expect(page.getByRole("main").getByText("正在打开")).toHaveCount(0);
  const reader = await Reader.on(page);
  await reader.to(`heading, ${title}, level 1`);
  return reader;
}

// Of what is read until there, this is in order.
async function reads(reader, until, wanted) {
  const read = await reader.to(until);
  expect(inOrder(read, wanted), read.join("\n")).toEqual(wanted.map(String));
  // Nothing that is read has no name.
  expect(read.filter((phrase) => /^(button|link|img|checkbox|radio|textbox|article)$/.test(phrase))).toEqual([]);
}

async function press(reader, name) {
  await reader.to(`button, ${name}`);
  await reader.forget();
  await reader.act();
}

for (const mode of ["standard", "elder"]) {
  test.describe(`in ${mode} mode`, () => {
    test.beforeEach(({ context }) => reading(context, READ[mode]));

    test("signing in: how, the number, the code, and who one is then", async ({ page, server }) => {
      const reader = await on(page, "/sign-in", "登录");
      await reads(reader, /^radio, 用手机号 /, [/^登录是为了一人只算一票。/, "group, 怎么登录", "radio, 用手机号 我们发一条短信，里面有 6 个数字。, not checked, position 1, set size 2"]);
      await reader.act();
      await press(reader, "下一步");
      await reader.hears("heading, 登录, level 1");
      if (mode === "elder") {
        await reads(reader, /^radio, 大家一起用 /, ["group, 这部手机是谁用的", /^radio, 我自己用, not checked/, /^radio, 大家一起用 用完请退出，您的东西不留在手机上。, not checked/]);
        await reader.act();
        await press(reader, "下一步");
        await reader.hears("heading, 登录, level 1");
      }
      await reader.to("textbox, 手机号");
      await reader.writes(RESIDENT);
      const code = await server.code(RESIDENT, () => press(reader, "发短信给我"));
      // The focus is where the code goes.
      await reader.hears(/^textbox, 短信里的 6 个数字/);
      await reader.writes(code);
      await reads(reader, "button, 登录", mode === "elder" ? ["button, 登录"] : [/^checkbox, 这是大家一起用的手机，用完就退出, not checked$/, "button, 登录"]);
      await reader.forget();
      await reader.act();
      await reader.arrives("王秀英，您好");
    });

    test("a thread: who says what, who has said it officially, and what one writes oneself", async ({ page, context, server }) => {
      await signedIn(context, server);
      const reader = await on(page, "/threads/courtyard-benches", THREAD);
      await reads(reader, "heading, 大家的发言, level 2", [/^李慧敏（居委会） 发起 · /, "heading, 官方答复, level 2", "list, 官方答复", /^listitem, .*position 1, set size 2$/, "heading, 李慧敏 居委会, level 3", "回复 韩冰", "link, 说两句"]);
      await reads(reader, "link, 回复 彭德全", [/^article, 彭德全，.*：要靠背，要扶手！/, "heading, 彭德全 居民 赞成, level 3", /^要靠背，要扶手！/, /^button, 我也这样想：彭德全的发言, /, "29 人也这样想"]);
      // Back to the heading, as a screen reader does by a key of its own.
      await page.getByRole("heading", { level: 1 }).focus();
      await reader.follow();
      await reader.to("link, 说两句");
      await reader.forget();
      await reader.act();
      await reader.arrives("说两句");
      await reads(reader, "textbox, 您想说什么", [/话筒/, "您想说什么", "textbox, 您想说什么, 好好说，不骂人。写的会自动存在这部手机上。"]);
      await reader.writes(WORDS);
      await press(reader, "发出去");
      await reader.arrives(THREAD);
      await expect(page.getByRole("article").filter({ hasText: WORDS })).toBeVisible();
      await reader.hears(/^polite: (.* )?发出去了，大家能看到。$/);
      await reader.follow();
      await reader.to(/^article, 王秀英，.*：椅子旁边留一块空地/);
      await reads(reader, "end of article", ["heading, 王秀英 居民 说说看法, level 3", WORDS, ...(mode === "elder" ? [] : [/^link, 改一改我的发言 /, /^button, 撤回我的发言 /])]);
    });

    test("a report: what about, and what happens next", async ({ page, context, server }) => {
      await signedIn(context, server);
      const reader = await on(page, "/threads/courtyard-benches/report?post=courtyard-benches-p1", "举报这条发言");
      await reads(reader, /^radio, 不是事实, /, ["主持人会看，您的名字不会告诉别人。", "group, 什么问题", "radio, 不是事实, not checked, position 3, set size 6"]);
      await reader.act();
      await reader.hears("radio, 不是事实, checked, position 3, set size 6");
      await press(reader, "交给主持人");
      await reader.hears("dialog, 现在交给主持人？, 交出去以后，改不了，也收不回来。", "button, 先不交，再看看");
      await reader.to("button, 交给主持人");
      await reader.act();
      await expect(page.getByRole("main").getByText("结果在“我的反映”里。")).toBeVisible();
      await reader.hears("polite: 收到了。主持人看过以后会处理。");
      expect((await reader.heard()).filter((phrase) => phrase.startsWith("polite:"))).toHaveLength(1);
      // The focus, and with it what is read, begins at the top again.
      await reader.hears("heading, 举报这条发言, level 1");
      await reads(reader, "end of main", ["收到了。主持人看过以后会处理。", "接下来主持人会看，看完告诉您结果。结果在“我的反映”里。", "link, 我的反映", "link, 返回"]);
    });

    test("a request: step by step, read back, and that it was handed in", async ({ page, context, server }) => {
      await signedIn(context, server);
      const reader = await on(page, "/matters/mine", "我提的事");
      await reader.to("link, 提一件事");
      await reader.act();
      await reader.arrives("提一件事");
      const next = async (step) => {
        if (mode === "standard") return;
        await press(reader, "下一步");
        await expect(page.getByRole("main").getByText(`第 ${step} 步，一共 6 步`)).toBeVisible();
        await reader.follow();
      };
      await reads(reader, /^radio, 请人来办一件事 /, [/^坏了要修、想提建议/, "group, 您想提哪一种", "radio, 请人来办一件事 比如灯坏了、门口堵了, not checked, position 1, set size 2"]);
      await reader.act();
      await next(2);
      await reads(reader, /^radio, 东西坏了要修, /, ["group, 是哪方面的", "radio, 东西坏了要修, not checked, position 1, set size 8"]);
      await reader.act();
      await next(3);
      await reads(reader, /^textbox, 什么事, /, [/话筒/, "什么事", /^textbox, 什么事, 像跟邻居说话一样写就行。/]);
      await reader.writes("单元门关不严。");
      await next(4);
      await reads(reader, /^textbox, 在哪里/, ["在哪里（可以不写）", "textbox, 在哪里（可以不写）, 比如：3 号楼二层楼梯口"]);
      await reader.writes("3 号楼 2 单元门口");
      await next(5);
      await next(6);
      await reads(reader, /^radio, 给我打电话, /, ["group, 怎么跟您说结果, 用您登记的手机号，只有工作人员看得到。", "radio, 给我打电话, not checked, position 1, set size 3"]);
      await reader.act();
      await press(reader, "写好了，看一遍");
      await reader.arrives("看看对不对");
      const written = ["term", "您想提哪一种", "请人来办一件事", "link, 改这一项：您想提哪一种", "是哪方面的", "东西坏了要修", "什么事", "单元门关不严。", "3 号楼 2 单元门口", "怎么跟您说结果", "给我打电话"];
      await reads(reader, "button, 交上去", ["还没交上去。看看对不对，再按最下面的按钮。", ...written]);
      await reader.forget();
      await reader.act();
      await reader.arrives("我提的事");
      await reader.hears("polite: 收到了，会给您答复。");
      await reads(reader, "end of listitem", [/^listitem, .*position 1, set size 2$/, "heading, 单元门关不严, level 2", "收到了，等答复"]);
    });

    test("a vote is taken back: what that means, asked once, and that it counts no more", async ({ page, context, server }) => {
      await signedIn(context, server);
      await voted(page, "clinic-day-poll");
      const before = (await asked(server, "/v1/polls/clinic-day-poll")).voted;
      const reader = await on(page, "/polls/clinic-day-poll/receipt", "投票回执");
      await press(reader, "撤回我的票");
      await reader.hears("dialog, 要撤回您的票吗？, 撤回以后这张票不算数。截止前还可以重新投。", "button, 不撤，留着");
      await reader.to("button, 撤回");
      await reader.forget();
      await reader.act();
      await expect(page.getByRole("main").getByText("这部手机上没有这次投票的回执。")).toBeVisible();
      await reader.hears("polite: 已撤回。这张票不算数了。");
      // The button that was pressed is gone; the page begins anew.
      await reader.hears("heading, 投票回执, level 1");
      await reader.follow();
      await reads(reader, "end of main", ["已撤回。这张票不算数了。", "这部手机上没有这次投票的回执。"]);
      expect((await asked(server, "/v1/polls/clinic-day-poll")).voted).toBe(before - 1);
    });
  });
}
