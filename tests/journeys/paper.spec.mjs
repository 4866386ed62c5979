// Paper beside the phones: whoever handed it in is told so, no household counts twice, results tell the two apart and
// together; and what becomes of a poll while it is open is said with its reason.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, signedIn } from "../support/pages.mjs";
import { residents } from "../support/residents.mjs";
import { expect, test } from "../support/test.mjs";

const TITLE = "大门口的灯几点关？";
const POLL = `id = "gate-lamp"
title = "${TITLE}"
about = "灯亮得晚，费一点电。"
opens_at = "-1d 09:00"
closes_at = "+5d 20:00"
secrecy = "anonymous"
unit = "household"
results = "always"
tie_rule = "earlier_listed"

[[questions]]
id = "when"
title = "几点关？"
method = { kind = "single" }
options = [{ id = "ten", label = "晚上十点" }, { id = "late", label = "半夜十二点" }]
`;

test.use({ viewport: { width: 360, height: 640 } });
test.setTimeout(120_000);

const main = (page) => page.getByRole("main");

async function file(server, name, ...lines) {
  const path = join(server.place, name);
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

async function opened(server) {
  await server.staff("poll", "open", await file(server, "poll.toml", POLL));
}

// Households with somebody who can sign in, one phone each.
async function homes() {
  const phones = new Map();
  for (const { household, phone } of await residents()) if (household && phone && !phones.has(household)) phones.set(household, phone);
  return [...phones].map(([household, phone]) => ({ household, phone }));
}

const papers = async (server, households, ballots) => [
  "poll", "paper", "gate-lamp",
  "--voters", await file(server, "voters.csv", "household", ...households),
  "--ballots", await file(server, "ballots.csv", "when", ...ballots),
];

async function vote(page) {
  await page.goto("/polls/gate-lamp/ballot");
  await arrived(page, TITLE, { focused: false });
  await main(page).getByRole("radio", { name: "晚上十点" }).check();
  await main(page).getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");
}

test("a household that handed in paper is told so, and what was chosen on the phone is not counted twice", async ({ page, context, server }) => {
  await opened(server);
  const [{ household, phone }] = await homes();
  await signedIn(context, server, phone);
  // Chosen on the phone and not sent; then somebody of the household hands in paper.
  await vote(page);
  await server.staff(...(await papers(server, [household], ["late"])));
  await main(page).getByRole("button", { name: "提交我的投票" }).click();
  await arrived(page, "投票回执");
  await expect(main(page).getByText("已经收到您的纸票", { exact: true })).toBeVisible();
  await expect(main(page).getByText("纸票算数，手机上这张没有计入。觉得不对，请打电话问居委会。")).toBeVisible();
  await expect(main(page).getByRole("link", { name: "打电话找人" })).toBeVisible();
  await expect(main(page).getByText("已计入", { exact: false })).toHaveCount(0);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: 没有计入
      - paragraph:
        - strong: 已经收到您的纸票
      - definition: 晚上十点
      - link "打电话找人"
  `);
  await expectAccessible(page);
  expect(await asked(server, "/v1/polls/gate-lamp")).toMatchObject({ voted: 1 });
});

test("the poll's page says that the paper counts", async ({ page, context, server }) => {
  await opened(server);
  const [{ household, phone }] = await homes();
  await server.staff(...(await papers(server, [household], ["late"])));
  await signedIn(context, server, phone);
  await page.goto("/polls/gate-lamp");
  await arrived(page, TITLE, { focused: false });
  await expect(main(page).getByText("您交过纸票，已经计入，手机上不用再投。觉得不对，请打电话问居委会。")).toBeVisible();
  await expect(main(page).getByRole("link", { name: "打电话找人" })).toBeVisible();
  await expect(main(page).getByRole("link", { name: "开始投票" })).toHaveCount(0);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - paragraph:
        - strong: /您交过纸票，已经计入/
      - link "打电话找人"
  `);
  await expectAccessible(page);
});

test("a pile with a household that voted by phone is refused with its line", async ({ page, context, server }) => {
  await opened(server);
  const [mine, ...others] = await homes();
  await signedIn(context, server, mine.phone);
  await vote(page);
  await main(page).getByRole("button", { name: "提交我的投票" }).click();
  await arrived(page, "投票回执");
  const pile = await papers(server, [others[0].household, mine.household, others[1].household], ["ten", "late", "late"]);
  const refused = await server.staff(...pile).then(
    () => "counted",
    (error) => error.message,
  );
  expect(refused).toContain("ended with 2");
  expect(refused).toContain(`voters.csv:3: ${mine.household} has voted by phone already`);
  expect(await asked(server, "/v1/polls/gate-lamp")).toMatchObject({ voted: 1 });
});

test("results tell phone and paper apart and together, and the turnout by building", async ({ page }) => {
  await page.goto("/polls/library-hours-poll/results");
  await arrived(page, "结果：阅览室什么时候多开一会儿？", { focused: false });
  await expect(main(page).getByText("手机投票 105 人，纸票 38 人，一共 143 人。")).toBeVisible();
  await main(page).getByText("手机票和纸票分开看").first().click();
  const apart = main(page).getByRole("table", { name: "手机票和纸票分开看" });
  const numbers = async (table) => {
    const rows = [];
    for (const row of await table.getByRole("row").all()) {
      const cells = await row.getByRole("cell").allInnerTexts();
      if (cells.length) rows.push([await row.getByRole("rowheader").innerText(), ...cells.map(Number)]);
    }
    return rows;
  };
  const channels = await numbers(apart);
  expect(channels).toHaveLength(4);
  for (const [, phone, paper, together] of channels) expect(phone + paper).toBe(together);
  expect(channels.some(([, , paper]) => paper > 0)).toBe(true);
  const counts = await numbers(main(page).getByRole("table").first());
  expect(channels.map(([label]) => label)).toEqual(counts.map(([label]) => label));

  const buildings = await numbers(main(page).getByRole("table", { name: "各楼投了多少" }));
  expect(buildings.length).toBeGreaterThan(1);
  expect(buildings.reduce((sum, [, voted]) => sum + voted, 0)).toBe(143);
  for (const [, voted, eligible] of buildings) {
    expect(voted).toBeGreaterThanOrEqual(5);
    expect(eligible - voted).toBeGreaterThanOrEqual(5);
  }
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "结果：阅览室什么时候多开一会儿？" [level=1]
      - paragraph: 手机投票 105 人，纸票 38 人，一共 143 人。
      - group:
        - table "手机票和纸票分开看"
      - table "各楼投了多少"
  `);
  await expectAccessible(page);

  await main(page).getByText("把结果存成文件").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    main(page).getByRole("link", { name: "表格（CSV，用 Excel 或 WPS 打开）" }).click(),
  ]);
  const rows = (await readFile(await download.path(), "utf8"))
    .slice(1)
    .split("\r\n")
    .filter(Boolean)
    .map((line) => JSON.parse(`[${line}]`));
  expect(rows[0].slice(-2)).toEqual(["手机投票", "纸票"]);
  expect(rows.slice(1, 5).map((row) => [row[1], Number(row[5]), Number(row[6]), Number(row[2])])).toEqual(channels);
  expect(rows.every((row) => row.length === rows[0].length)).toBe(true);
  expect(rows.find((row) => row[1] === "纸票")[2]).toBe("38");
});

test("an extension and a cancellation are read with their reason", async ({ page, context, server }) => {
  await opened(server);
  const [{ phone }] = await homes();
  await signedIn(context, server, phone);
  // What is chosen before an extension is sent after it.
  await vote(page);
  await server.staff("poll", "extend", "gate-lamp", "--until", "+6d 20:00", "--reason", "停了一天电");
  await main(page).getByRole("button", { name: "提交我的投票" }).click();
  await arrived(page, "投票回执");
  await expect(main(page).getByText(/已计入$/)).toBeVisible();

  const extended = /延长：原定 .*20:00 截止，改到 .*20:00。停了一天电$/;
  await page.goto("/polls/gate-lamp");
  await arrived(page, TITLE, { focused: false });
  await expect(main(page).getByText(extended)).toBeVisible();
  await page.goto("/polls/gate-lamp/results");
  await arrived(page, `结果：${TITLE}`, { focused: false });
  await expect(main(page).getByText(extended)).toBeVisible();
  await expectAccessible(page);

  await server.staff("poll", "cancel", "gate-lamp", "--reason", "选项写错了，下周重新投");
  const cancelled = /取消：选项写错了，下周重新投$/;
  await page.reload();
  await arrived(page, `结果：${TITLE}`, { focused: false });
  await expect(main(page).getByText(cancelled)).toBeVisible();
  await expect(main(page).getByText("谁的票都不计。原因写在投票的页面上。")).toBeVisible();
  await expect(main(page).getByRole("table")).toHaveCount(0);
  await expectAccessible(page);
  await page.goto("/polls/gate-lamp");
  await arrived(page, TITLE, { focused: false });
  await expect(main(page).getByText(cancelled)).toBeVisible();
  await expect(main(page).getByText("这次投票取消了。")).toBeVisible();
  await expect(main(page).getByRole("link", { name: /结果/ })).toHaveCount(0);
  await expect(main(page).getByText(/已计入/)).toHaveCount(0);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - paragraph: 已经取消
      - paragraph:
        - strong: 这次投票取消了。
  `);
  await expectAccessible(page);
});

test("a ballot that is sent after the cancellation is refused in words and kept", async ({ page, context, server }) => {
  await opened(server);
  const [{ phone }] = await homes();
  await signedIn(context, server, phone);
  await vote(page);
  const send = main(page).getByRole("button", { name: "提交我的投票" });
  // The page has read the poll open before it is cancelled.
  await expect(send).toBeVisible();
  await server.staff("poll", "cancel", "gate-lamp", "--reason", "选项写错了");
  await send.click();
  await arrived(page, "投票回执");
  await expect(main(page).getByText("这次投票取消了", { exact: true })).toBeVisible();
  await expect(main(page).getByText("谁的票都不计。原因写在投票的页面上。")).toBeVisible();
  await expect(main(page).getByText("晚上十点")).toBeVisible();
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: 没有计入
      - paragraph:
        - strong: 这次投票取消了
      - definition: 晚上十点
  `);
  await expectAccessible(page);
});
