// The spoken ballot, for every kind: what is asked, every option with what it means, and how to answer; then exactly what was chosen, read
// back before it is sent. Nothing of it is given to a voice that sends away what it says.
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { aMoment, arrived, asked, follow, ownersPoll, pollAsking, pollOpened, reading, signedIn, voted } from "../support/pages.mjs";
import { repository } from "../support/server.mjs";
import { controls, dense, listen, listened, press, said, saying, silent, unspoken, utterances, voiced } from "../support/speech.mjs";
import { expect, test } from "../support/test.mjs";

test.setTimeout(180_000);

const MODES = [
  { mode: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { mode: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0" },
];
const TITLE = "院子的事";

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });
// The resident looks before each tap.
const taps = async (page, ...names) => {
  for (const name of names) {
    await aMoment(page);
    await button(page, name).click();
  }
};

// Voices make their own pauses of what stands between the words.
const plain = (text) => dense(text).replace(/\p{P}/gu, "");

const BEFORE = "您选的是：";
const AFTER = "还没有交。点「提交我的投票」才算数。";

const PICTURE = `image = "${join(repository, "demo/polls/pictures/back-benches.png")}"
alt = "木头长椅两边有扶手"`;
const option = (id, label, more = "") => `[[questions.options]]\nid = "${id}"\nlabel = "${label}"\n${more}\n`;
const meaning = (words) => `meaning = "${words}"`;
const cost = (n) => `cost = ${n}`;

// `how`: what has to be said of how to answer; `back`: what is read back.
const QUESTIONS = [
  {
    title: "长椅放在哪一边？",
    method: 'kind = "single"',
    options: [option("east", "东边", meaning("早上晒得到太阳")), option("west", "西边", meaning("傍晚凉快"))],
    how: ["选一个。"],
    fill: (page) => main(page).getByRole("radio", { name: "西边" }).check(),
    back: ["西边"],
  },
  {
    title: "院子添哪几样？",
    method: 'kind = "approval", min = 1, max = 2',
    help: "钱够做两样。",
    options: [option("bench", "靠背椅", `${meaning("起身有地方撑")}\n${PICTURE}`), option("lamp", "矮路灯", meaning("照脚下不照窗户")), option("chess", "石头棋桌")],
    how: ["钱够做两样。", "可以选 1 到 2 个。"],
    async fill(page) {
      await main(page).getByRole("checkbox", { name: "石头棋桌" }).check();
      await main(page).getByRole("checkbox", { name: "靠背椅" }).check();
    },
    back: ["靠背椅", "石头棋桌"],
  },
  {
    title: "夜里锁院门，同意吗？",
    method: 'kind = "yes_no_abstain", threshold = { share = "2/3", base = "voting" }',
    options: [option("yes", "同意", meaning("十点锁门")), option("no", "反对", meaning("门一直开着")), option("abstain", "弃权", meaning("不表态"))],
    how: ["选一个。"],
    fill: (page) => main(page).getByRole("radio", { name: "弃权" }).check(),
    back: ["弃权"],
  },
  {
    title: "种什么花？",
    method: 'kind = "ranked", ranked = "instant_runoff", min = 1, max = 2',
    options: [option("rose", "月季", meaning("从春天开到秋天")), option("daisy", "菊花"), option("laurel", "桂花", meaning("中秋前后香"))],
    how: ["最中意的排第 1 位，再排下一个。", "排 1 到 2 项；已排 0 项。"],
    fill: (page) => taps(page, "排第 1 位：桂花", "排第 2 位：月季"),
    back: ["桂花", "月季"],
  },
  {
    title: "墙刷什么颜色？",
    method: 'kind = "score", max = 5',
    options: [option("white", "米白", meaning("亮堂")), option("green", "浅绿", meaning("耐脏"))],
    how: ["每一项打 0 到 5 分，5 分最好。", "不打和打 0 分，都不给它加分。"],
    async fill(page) {
      await main(page).getByRole("combobox", { name: "浅绿" }).selectOption("4 分");
      await main(page).getByRole("combobox", { name: "米白" }).selectOption("0 分，最低");
    },
    back: ["米白：0 分", "浅绿：4 分"],
  },
  {
    title: "保洁的钟头给哪儿？",
    method: 'kind = "dots", total = 4, max = 3',
    options: [option("stairs", "楼梯", meaning("每天多擦一遍")), option("bins", "垃圾房", meaning("夏天一天冲两回"))],
    how: ["您手里有 4 点，想给哪项就给哪项，每项最多 3 点。", "还有 4 点可以给。"],
    fill: (page) => taps(page, "多给 1 点：垃圾房", "多给 1 点：垃圾房", "多给 1 点：楼梯"),
    back: ["楼梯：1 点", "垃圾房：2 点"],
  },
  {
    title: "五千元先修哪几样？",
    method: 'kind = "budget", budget = "greedy", total = 500000, currency = "CNY"',
    options: [option("ramp", "坡道", `${meaning("轮椅直接推进来")}\n${cost(185000)}`), option("drain", "雨水管", `${meaning("门前不再积水")}\n${cost(245050)}`), option("board", "公告栏", cost(90000))],
    how: ["想做哪几项就选哪几项。", "一共有 ¥5,000。您还没有选。"],
    fill: (page) => taps(page, "选它：雨水管", "选它：公告栏"),
    back: ["雨水管：要花 ¥2,450.50", "公告栏：要花 ¥900", "加起来 ¥3,350.50，一共有 ¥5,000。"],
  },
  {
    title: "这些您有多想要？",
    method: 'kind = "budget", budget = "equal_shares", budget_ballot = "points", total = 500000, currency = "CNY"',
    options: [option("light", "声控灯", `${meaning("拍一下就亮")}\n${cost(120000)}`), option("stool", "歇脚凳", `${meaning("上楼坐一坐")}\n${cost(98050)}`)],
    how: ["中意的项目打 1 到 10 分，10 分最想要。", "不想要的不用打。"],
    fill: (page) => main(page).getByRole("combobox", { name: "歇脚凳" }).selectOption("10 分，最好"),
    back: ["歇脚凳：10 分"],
  },
  {
    title: "哪样在前？",
    method: 'kind = "budget", budget = "greedy", budget_ballot = "ranking", total = 500000, currency = "CNY", max = 2',
    options: [option("paint", "刷白", `${meaning("一层到六层")}\n${cost(300000)}`), option("tiles", "补地砖", cost(250000)), option("rail", "换扶手", `${meaning("冬天不冰手")}\n${cost(180000)}`)],
    how: ["最中意的排第 1 位，再排下一个。", "排 1 到 2 项；已排 0 项。"],
    fill: (page) => taps(page, "排第 1 位：换扶手", "排第 2 位：刷白"),
    back: ["换扶手", "刷白"],
  },
  {
    title: "还想对物业说什么？",
    method: 'kind = "text"',
    options: [],
    how: ["投票结束以后，您写的会和选票一起公开，不带名字。", "最多 2,000 个"],
    fill: (page) => main(page).getByRole("textbox", { name: "还想对物业说什么？" }).fill("楼道灯灭得太早，\n老人起夜看不见。"),
    back: ["楼道灯灭得太早，老人起夜看不见。"],
  },
];

const toml = ({ title, method, help, options }, n) =>
  [`[[questions]]`, `id = "q${n}"`, `title = "${title}"`, help ? `help = "${help}"` : "", `method = { ${method} }`, ...options].join("\n");

const OWNERS = {
  title: "同意动用维修资金吗？",
  how: ["选一个。"],
  fill: (page) => main(page).getByRole("radio", { name: "不同意" }).check(),
  back: ["我家不同意"],
};
const OWNERS_OPTIONS = '[{ id = "yes", label = "我家同意", meaning = "动用维修资金修" }, { id = "no", label = "我家不同意", meaning = "先不修" }, { id = "abstain", label = "弃权" }]';

const POLLS = [
  { poll: "yard", of: "every kind of question", questions: QUESTIONS, prepare: (server) => pollAsking(server, "yard", TITLE, QUESTIONS.map(toml).join("\n\n")) },
  { poll: "reserve", of: "a vote of owners", questions: [OWNERS], prepare: (server) => pollOpened(server, ownersPoll(TITLE, OWNERS.title, OWNERS_OPTIONS)) },
];

// Asks every question of the poll, one after the other: `each` gets it with what the server has of it, before it is answered.
async function through(page, { poll, questions }, each) {
  for (const [n, question] of questions.entries()) {
    await expect(main(page).getByText(question.title).first()).toBeVisible();
    if (questions.length > 1) await expect(main(page).getByText(`第 ${n + 1} 题，共 ${questions.length} 题`)).toBeVisible();
    await each(question, n);
    await question.fill(page);
    await aMoment(page);
    await button(page, n + 1 < questions.length ? "下一步" : "选好了，去核对").click();
  }
  await arrived(page, "核对您的选择");
  await expect(page).toHaveURL(`/polls/${poll}/check`);
}

// The question, then every option with its meaning, cost and picture before the next one begins; and how to answer.
function expectAsked(spoken, { title, how }, options) {
  const all = plain(spoken.join(""));
  const at = all.indexOf(plain(title));
  expect(at, `“${title}” in ${all}`).toBeGreaterThanOrEqual(0);
  const begins = [];
  for (const { label } of options) {
    begins.push(all.indexOf(plain(label), begins.at(-1) ?? at + plain(title).length));
    expect(begins.at(-1), `“${label}” in its turn in ${all}`).toBeGreaterThanOrEqual(0);
  }
  for (const [n, { label, meaning, cost, image }] of options.entries()) {
    const part = all.slice(begins[n], begins[n + 1]);
    const price = cost && `要花 ¥${(cost / 100).toLocaleString("en-US", { minimumFractionDigits: cost % 100 ? 2 : 0 })}`;
    for (const words of [meaning, image?.alt, price].filter(Boolean)) expect(part, `what “${label}” means`).toContain(plain(words));
  }
  for (const words of how) expect(all, `how to answer “${title}”`).toContain(plain(words));
}

for (const { mode, preferences } of MODES) {
  for (const one of POLLS) {
    test(`in ${mode} mode ${one.of} is heard whole, and exactly what was chosen is read back before it is sent`, async ({ page, context, server }) => {
      await one.prepare(server);
      await reading(context, preferences);
      await voiced(context, "fluent");
      const cookie = await signedIn(context, server);
      const { questions } = await asked(server, `/v1/polls/${one.poll}`, cookie);
      await page.goto(`/polls/${one.poll}/ballot`);
      await arrived(page, TITLE, { focused: false });
      await through(page, one, async (question, n) => expectAsked(await listened(page), question, questions[n].options));

      const requests = [];
      page.on("request", (request) => requests.push(request.url()));
      const hear = button(page, "把我选的读给我听");
      const back = await listened(page, hear);
      expect(plain(back.join(""))).toBe(plain([BEFORE, ...one.questions.flatMap(({ title, back }) => [title, ...back]), AFTER].join("")));
      await expect(hear).toBeFocused();
      // What is heard goes nowhere. That an open page listens for its poll's end is no news of the choice.
      expect(requests.filter((url) => !/\.(wasm|js|json)$|^\/v1\/events$/.test(new URL(url).pathname))).toEqual([]);
      await aMoment(page);
      await hear.click();
      await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
      await expectAccessible(page);
    });
  }
}

for (const one of POLLS) {
  test(`nothing of ${one.of} goes to a voice that sends it away, whatever was agreed to`, async ({ page, context, server }) => {
    await one.prepare(server);
    await voiced(context, "online and fluent");
    await signedIn(context, server);
    await page.goto(`/polls/${one.poll}`);
    await arrived(page, TITLE, { focused: false });
    await listen(page).click();
    await press(page, "用网上的声音读");
    await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
    expect(await said(page)).toContain(TITLE);
    await press(page, "停止");
    await main(page).getByRole("link", { name: "开始投票" }).click();
    await arrived(page, TITLE);
    await through(page, one, async () => unspoken(page));
    await unspoken(page, button(page, "把我选的读给我听"));
    await aMoment(page);
    await unspoken(page);
  });
}

const STATEMENTS = "/threads/ebike-statements";
const ASKING = "这句话您同意吗？";

// The statement that is asked now; gives its words.
async function statement(page) {
  await expect(main(page).getByRole("heading", { level: 2 })).toBeVisible();
  return main(page).getByRole("heading", { level: 2 }).innerText();
}

async function disagree(page, words) {
  await main(page).getByRole("group").getByRole("button", { name: "不同意", exact: true }).click();
  await expect(main(page).getByRole("heading", { level: 2 })).not.toHaveText(words);
}

for (const { mode, preferences } of MODES) {
  test(`in ${mode} mode a statement is heard after its question, and what was answered is read back`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await voiced(context, "fluent");
    await signedIn(context, server);
    await page.goto(`${STATEMENTS}/answer`);
    await arrived(page, ASKING, { focused: false });
    const words = await statement(page);
    const spoken = plain((await listened(page)).join(""));
    expect(spoken.startsWith(plain(ASKING)), spoken).toBe(true);
    expect(spoken).toContain(plain(words));
    await disagree(page, words);
    expect((await listened(page)).map(plain)).toContain(plain("上一句您说：不同意。"));
  });
}

test("what was said about a statement goes to no voice that sends it away", async ({ page, context, server }) => {
  await voiced(context, "online and fluent");
  await signedIn(context, server);
  await page.goto(`${STATEMENTS}/answer`);
  const words = await statement(page);
  await disagree(page, words);
  await unspoken(page);
  // The list is for everybody, except for what one has said oneself.
  await page.goto(`${STATEMENTS}/statements`);
  await expect(main(page).getByText("您说：不同意")).toBeVisible();
  await listen(page).click();
  await press(page, "用网上的声音读");
  await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 60_000 });
  const all = plain((await said(page)).join(""));
  expect(all).toContain(plain(words));
  expect(all).not.toContain("您说");
});

// Longer than what stands in the list of projects without being opened.
const LONG = "两边都装木头扶手，冬天摸着不冰手，上下楼有处撑，也好歇一歇，六层楼都装，每层都有，装好以后保修五年。";

test("what a project is for is heard with it, also where it takes a tap to see", async ({ page, context, server }) => {
  const projects = ["老楼道扶手", "门口坡道"].map((label, n) => option(`p${n}`, label, `${meaning(LONG.replace("五", "五六"[n]))}\n${cost(300000)}`));
  await pollAsking(server, "yard", TITLE, toml({ title: "先修哪几样？", method: 'kind = "budget", budget = "greedy", total = 500000, currency = "CNY"', options: projects }, 1));
  await voiced(context, "fluent");
  const cookie = await signedIn(context, server);
  const { questions } = await asked(server, "/v1/polls/yard", cookie);
  await page.goto("/polls/yard/ballot");
  await arrived(page, TITLE, { focused: false });
  await expect(main(page).getByText("先修哪几样？")).toBeVisible();
  expectAsked(await listened(page), { title: "先修哪几样？", how: ["想做哪几项就选哪几项。"] }, questions[0].options);
});

for (const { mode, preferences } of MODES) {
  test(`in ${mode} mode the three answers to a statement are heard with it`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await voiced(context, "fluent");
    await signedIn(context, server);
    await page.goto(`${STATEMENTS}/answer`);
    const words = await statement(page);
    expect(plain((await listened(page)).join(""))).toContain(plain([words, "同意", "不同意", "说不好，跳过"].join("")));
  });
}

const WITHDRAWING = ["要撤回您的票吗？", "撤回以后这张票不算数。截止前还可以重新投。", "不撤，留着", "撤回"];

// The question that stands before a vote is withdrawn; the bar with 朗读 cannot be reached meanwhile.
async function withdrawing(page) {
  await aMoment(page);
  await button(page, "撤回我的票").click();
  const question = page.getByRole("dialog", { name: WITHDRAWING[0] });
  await expect(question.getByText(WITHDRAWING[1])).toBeVisible();
  return question;
}
const hearIt = (question) => question.getByRole("button", { name: "读给我听", exact: true });

for (const { mode, preferences } of MODES) {
  test(`in ${mode} mode what is asked before a vote is withdrawn is heard, and both answers`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await voiced(context, "fluent");
    await signedIn(context, server);
    await voted(page, "clinic-day-poll");
    const question = await withdrawing(page);
    await expectAccessible(page);
    expect(plain((await listened(page, hearIt(question))).join(""))).toBe(plain(WITHDRAWING.join("")));
    // By the phone's own voice alone.
    expect(new Set((await utterances(page)).map(({ voice }) => voice))).toEqual(new Set(["Ting"]));
    await expect(hearIt(question)).toBeFocused();
    await aMoment(page);
    await hearIt(question).click();
    await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    await aMoment(page);
    await question.getByRole("button", { name: WITHDRAWING[3], exact: true }).click();
    await expect(question).toBeHidden();
    await expect(controls(page)).toHaveCount(0);
    await expect(main(page).getByText(/已计入$/)).toHaveCount(0);
  });
}

test("what a dialog asks is read until somebody stops it, or closes the dialog, and nothing is read behind it", async ({ page, context, server }) => {
  await voiced(context, "patient");
  await signedIn(context, server);
  await voted(page, "clinic-day-poll");
  await listen(page).click();
  await saying(page);
  const question = await withdrawing(page);
  await silent(page);
  await expect(controls(page)).toHaveCount(0);
  await hearIt(question).click();
  expect(await saying(page)).toBe(WITHDRAWING[0]);
  await aMoment(page);
  await press(page, "停止");
  await silent(page);
  await expect(question).toBeVisible();
  for (const close of [() => question.getByRole("button", { name: WITHDRAWING[2], exact: true }).last().click(), () => page.keyboard.press("Escape")]) {
    await aMoment(page);
    await hearIt(question).click();
    expect(await saying(page)).toBe(WITHDRAWING[0]);
    await aMoment(page);
    await close();
    await expect(question).toBeHidden();
    await silent(page);
    await expect(controls(page)).toHaveCount(0);
    await withdrawing(page);
  }
});

test("what a dialog asks goes to no voice that sends it away, whatever was agreed to", async ({ page, context, server }) => {
  await voiced(context, "online and fluent");
  await signedIn(context, server);
  await voted(page, "clinic-day-poll");
  await page.goto("/polls");
  await arrived(page, "投票", { focused: false });
  await listen(page).click();
  await press(page, "用网上的声音读");
  await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
  await press(page, "停止");
  // By links: what was agreed to lasts as long as the tab.
  await follow(page, "/polls/clinic-day-poll/receipt");
  await arrived(page, "投票回执");
  await unspoken(page, hearIt(await withdrawing(page)));
});
