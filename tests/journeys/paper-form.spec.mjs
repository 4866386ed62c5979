// What is printed: the ballot as a form for paper, and the result as a notice for the stairwell. Both hang or lie where
// people of eighty read them, so their letters, boxes and edges are measured here.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, ownersPoll, pollOpened, reading, signedIn } from "../support/pages.mjs";
import { scan } from "../support/qr.mjs";
import { expect, test } from "../support/test.mjs";

// Kinds of question that no poll of the demo community asks.
const MANY = `id = "all-kinds"
title = "新来的门卫室，怎么布置？"
about = "五个问题，慢慢答。"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "anonymous"
unit = "person"
results = "after_close"
tie_rule = "earlier_listed"

[[questions]]
id = "judge"
title = "下面几样，您觉得好不好？"
method = { kind = "score", max = 5 }
options = [{ id = "chair", label = "一把椅子", meaning = "等人的时候坐" }, { id = "clock", label = "一个大钟" }]

[[questions]]
id = "wishes"
title = "先买哪几样？"
method = { kind = "budget", budget = "greedy", budget_ballot = "points", total = 500000, currency = "CNY" }
options = [{ id = "lamp", label = "台灯", cost = 30000 }, { id = "heater", label = "电暖器", cost = 90000 }]

[[questions]]
id = "later"
title = "以后再买的，哪样在前？"
method = { kind = "budget", budget = "greedy", budget_ballot = "ranking", total = 900000, currency = "CNY" }
options = [{ id = "screen", label = "监控屏", cost = 400000 }, { id = "shelf", label = "快递架", cost = 90000 }]

[[questions]]
id = "words"
title = "还有什么要说的？"
optional = true
method = { kind = "text" }
`;

const RANKING = `id = "new-year-snacks"
title = "过年的点心，给它们排个顺序"
about = "最爱吃的排第 1 位，再排下一个。"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "anonymous"
unit = "person"
results = "always"
tie_rule = "earlier_listed"

[[questions]]
id = "snacks"
title = "您最爱吃哪样？"
method = { kind = "ranked", ranked = "instant_runoff", min = 1, max = 3 }
options = [
  { id = "sesame", label = "芝麻糖" },
  { id = "rice", label = "八宝饭", meaning = "糯米、红枣、豆沙，上笼蒸" },
  { id = "cake", label = "年糕" },
  { id = "peanuts", label = "盐水花生" },
  { id = "orange", label = "砂糖桔" },
]
`;

const OWNERS = ownersPoll(
  "动用维修资金修屋顶吗？",
  "同意动用维修资金吗？",
  '[{ id = "yes", label = "同意" }, { id = "no", label = "不同意" }, { id = "abstain", label = "弃权" }]',
);

const KINDS = [
  { kind: "one of several", poll: "clinic-day-poll", pages: 1, tells: ["选一个。 请在方框里打勾。", "可以抽血测血糖，请空腹来"] },
  { kind: "some of several", poll: "courtyard", pages: 1, tells: ["选一样到三样。 可以选 1 到 3 个。 请在方框里打勾。"] },
  { kind: "yes, no or abstain", poll: "lift-subsidy", named: "您家门牌（几号楼几单元几室）：", tells: ["同意的达到", "其余按方案办"] },
  { kind: "dots", poll: "cleaning-hours", pages: 1, tells: ["每项最多 5 点。没给完也算数。 请把数字写在方框里。"] },
  { kind: "a ranking", poll: "new-year-snacks", file: RANKING, pages: 1, tells: ["可以选 1 到 3 个。 请在方框里写数字：最中意的写 1，下一个写 2。"] },
  { kind: "a budget", poll: "yard-budget", tells: ["想做哪几项就选哪几项。 请在方框里打勾。", "一共有 ¥200,000 可以花。", "要花 ¥36,000"] },
  {
    kind: "a score, a budget by points and by places, and words",
    poll: "all-kinds",
    file: MANY,
    tells: ["每一项打 0 到 5 分", "中意的项目打 1 到 10 分", "以后再买的，哪样在前？", "还有什么要说的？", "一共有 ¥9,000 可以花。"],
  },
  { kind: "owners", poll: "reserve", file: OWNERS, pages: 1, named: "您家门牌（几号楼几单元几室）：", tells: ["按户数和面积两样算，两样都够才通过。"] },
];

const SECRET = "不记名：请不要写名字，也不要写门牌。";
const main = (page) => page.getByRole("main");
const paperHeading = /^纸票：/;

test.setTimeout(180_000);

// What is wrong with the page as a sheet of A4: 794 px wide, less the margins of 15 mm that @page takes on each side.
async function printed(page) {
  await page.setViewportSize({ width: 680, height: 1009 });
  await page.emulateMedia({ media: "print" });
  const wrong = await page.evaluate(() => {
    const seen = (e) => e.checkVisibility();
    const named = (e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`;
    const all = [...document.querySelectorAll("body *")].filter(seen);
    const words = all.filter((e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()));
    // Hidden words for screen readers are not printed.
    const drawn = words.filter((e) => e.getBoundingClientRect().width > 2);
    return {
      controls: all.filter((e) => e.matches("main button, main a, input, select, textarea, nav, header button, .reading-bar *")).map(named),
      wide: all.filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 || e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible" && e.clientWidth > 2).map(named),
      small: drawn.filter((e) => parseFloat(getComputedStyle(e).fontSize) < 14 / 0.75 - 0.1).map(named),
      boxes: [...document.querySelectorAll(".paper-box")].map((e) => e.getBoundingClientRect()).filter(({ width, height }) => width < 30 || height < 30).length,
    };
  });
  expect(wrong).toEqual({ controls: [], wide: [], small: [], boxes: 0 });
  // At least 4 cm, so that it can be scanned from a wall.
  const code = main(page).getByRole("img", { name: /^二维码：/ });
  expect((await code.boundingBox()).width).toBeGreaterThanOrEqual(4 * 37.79);
  const scanned = await scan(page.context(), await code.screenshot());
  expect(scanned).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/polls\/[a-z-]+(\/results)?$/);
  await expect(main(page).getByText(scanned, { exact: true })).toBeVisible();
}

async function pagesOfPdf(page) {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
}

for (const { kind, poll, file, pages, named, tells } of KINDS) {
  test(`paper asks for ${kind}`, async ({ page, context, server }) => {
    if (file) await pollOpened(server, file);
    await signedIn(context, server);
    await page.goto(`/polls/${poll}/paper`);
    await arrived(page, paperHeading, { focused: false });
    for (const words of tells) await expect(main(page)).toContainText(words);
    // Whose it is stands only on a ballot that says so beforehand.
    await expect(main(page).getByText(SECRET)).toHaveCount(named ? 0 : 1);
    if (named) await expect(main(page).getByText(named)).toBeVisible();
    else await expect(main(page).getByText("您家门牌")).toHaveCount(0);
    await expect(main(page)).toContainText("纸票和手机，只用一样。纸票交了就不能改。");
    await expect(main(page)).toMatchAriaSnapshot({ name: `${poll}.aria.yml` });
    await expectAccessible(page);
    await printed(page);
    const count = await pagesOfPdf(page);
    if (pages) expect(count).toBe(pages);
    else expect(count).toBeLessThanOrEqual(3);
  });

  test(`paper asks for ${kind} in elder mode`, async ({ page, context, server }) => {
    if (file) await pollOpened(server, file);
    await reading(context, '{"text":30,"mode":"elder"}');
    await signedIn(context, server);
    await page.goto(`/polls/${poll}/paper`);
    await arrived(page, paperHeading, { focused: false });
    await expectAccessible(page);
    // How somebody reads on the phone is not how the sheet is printed.
    await printed(page);
    if (pages) expect(await pagesOfPdf(page)).toBe(pages);
  });
}

test("the options stand in the poll's own order, and the way to the paper is on the poll's page", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto("/polls/cleaning-hours");
  await main(page).getByRole("link", { name: "打印纸票" }).click();
  await arrived(page, "纸票：保洁每周多出 10 个钟头，用在哪儿？");
  const items = main(page).getByRole("listitem");
  await expect(items).toHaveText([/^楼梯和扶手/, /^电梯轿厢/, /^垃圾房/, /^院子里的落叶/, /^地下车库/]);
  await page.evaluate(() => {
    window.print = () => (window.printed = true);
  });
  await main(page).getByRole("button", { name: "打印纸票" }).click();
  expect(await page.evaluate(() => window.printed)).toBe(true);
  await main(page).getByRole("link", { name: "返回" }).click();
  await arrived(page, "保洁每周多出 10 个钟头，用在哪儿？", { focused: false });
  // Back where the page was left.
  await expect(main(page).getByRole("link", { name: "打印纸票" })).toBeFocused();
});

test("there is no paper for practice, and none once a poll is over", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto("/polls/practice");
  await arrived(page, "试一试：小区花坛种什么花？", { focused: false });
  await expect(main(page).getByRole("link", { name: "开始投票" })).toBeVisible();
  await expect(main(page).getByRole("link", { name: "打印纸票" })).toHaveCount(0);
  await page.goto("/polls/parking-lines-poll");
  await arrived(page, "地面车位怎么重新划？", { focused: false });
  await expect(main(page).getByRole("link", { name: "看结果" })).toBeVisible();
  await expect(main(page).getByRole("link", { name: "打印纸票" })).toHaveCount(0);
  await page.goto("/polls/parking-lines-poll/paper");
  await arrived(page, paperHeading, { focused: false });
  await expect(main(page).getByText("投票已经结束。")).toBeVisible();
  await expect(main(page).getByRole("button")).toHaveCount(0);
});

for (const poll of ["parking-lines-poll", "library-hours-poll"]) {
  test(`the result of ${poll} is a notice for the stairwell`, async ({ page, context, server }) => {
    await signedIn(context, server);
    await page.goto(`/polls/${poll}/results`);
    await arrived(page, /^结果：/, { focused: false });
    // On the screen nobody needs the address of where they are.
    await expect(main(page).getByRole("img", { name: "二维码：看结果" })).toHaveCount(0);
    await expectAccessible(page);
    await printed(page);
    await expect(main(page)).toContainText(`${server.url}/polls/${poll}/results`);
    // What is folded away on the screen is on the paper: the rule, and the checksum as letters.
    await expect(main(page).getByText(/票数最多的选上。$/).first()).toBeVisible();
    await expect(main(page).getByText(/^[0-9a-f]{64}$/)).toBeVisible();
    await expect(main(page).getByText("把结果存成文件")).toBeHidden();
    expect(await pagesOfPdf(page)).toBeLessThanOrEqual(2);
  });
}
