// One sentence at a time: what a resident says about it arrives, can be changed, and is nobody else's business.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { aMoment, arrived, asked, done, forGood, heard, installed, listening, reading, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const THREAD = "ebike-statements";
const TITLE = "电动车充电怎么管？同意哪句点哪句";
const ASKING = "这句话您同意吗？";
const ANSWERS = { agree: "同意", disagree: "不同意", pass: "说不好，跳过" };
const WORDS = "充电棚要装灯，晚上看得清。";

const main = (page) => page.getByRole("main");
const statement = (page) => main(page).getByRole("heading", { level: 2 });
const answer = (page, name) => main(page).getByRole("group").getByRole("button", { name, exact: true });
const left = (page, n) => main(page).getByText(`还有 ${n} 句`, { exact: true });

// What the server has of this person: text -> vote.
async function said(server, cookie) {
  const { items } = await asked(server, `/v1/threads/${THREAD}/statements?limit=100`, cookie);
  return Object.fromEntries(items.filter(({ mine }) => mine).map(({ text, mine }) => [text, mine]));
}

async function total(server) {
  return (await asked(server, `/v1/threads/${THREAD}/statements?limit=100`)).items.length;
}

// Answers the statement that is shown, as somebody who reads; gives its text.
async function reply(page, vote) {
  const text = await statement(page).textContent();
  // A new address moves the page's clock on (support/test.mjs): the same button may be meant again.
  await aMoment(page);
  await answer(page, ANSWERS[vote]).click();
  await expect(statement(page)).not.toHaveText(text);
  await expect(statement(page)).toBeFocused();
  return text;
}

async function begin(page) {
  await page.goto(`/threads/${THREAD}`);
  await main(page).getByRole("link", { name: "一句一句地看" }).click();
  await arrived(page, ASKING);
  await expect(statement(page)).toBeVisible();
}

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode all of them are answered, one is changed, and it ends calmly`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    const cookie = await signedIn(context, server);
    const count = await total(server);
    await begin(page);
    await expect(left(page, count)).toBeVisible();
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "${ASKING}" [level=1]
        - paragraph: /还有 \\d+ 句/
        - group:
          - heading [level=2]
          - button "同意"
          - button "不同意"
          - button "说不好，跳过"
    `);
    await expectAccessible(page);

    const mine = {};
    for (let at = 0; at < count; at += 1) {
      const vote = ["agree", "disagree", "pass"][at % 3];
      mine[await reply(page, vote)] = vote;
      if (at === 1) {
        await expect(main(page).getByText("上一句您说：不同意。")).toBeVisible();
        await expectAccessible(page);
      }
    }
    await expect(main(page).getByRole("heading", { name: "都看完了，谢谢您！" })).toBeFocused();
    await expect.poll(() => said(server, cookie)).toEqual(mine);
    await expect.poll(() => stored(page, "outbox")).toEqual([]);
    await expectAccessible(page);

    await main(page).getByRole("link", { name: "看看我说过的" }).click();
    await arrived(page, "大家的意见");
    const [first] = Object.keys(mine);
    const row = main(page).getByRole("listitem").filter({ hasText: first });
    await expect(row).toContainText("您说：同意");
    await expectAccessible(page);
    await row.getByRole("link", { name: `改一改：${first}` }).click();
    await arrived(page, ASKING);
    await expect(statement(page)).toHaveText(first);
    await answer(page, "不同意").click();
    await expect(main(page).getByText("您说：不同意", { exact: true })).toBeVisible();
    await expect.poll(() => said(server, cookie)).toEqual({ ...mine, [first]: "disagree" });
    await expectAccessible(page);
  });
}

test("the rule by which one is asked next is said, and kept: first those that the fewest have answered", async ({ page, context, server }) => {
  await signedIn(context, server);
  // Of these nobody has answered anything yet.
  const file = join(server.place, "thread.toml");
  const texts = ["车棚要加锁。", "车棚要装灯。", "车棚要有雨棚。", "车棚晚上要关门。", "车棚要能打气。", "车棚要画线。"];
  const lines = texts.map((text) => `[[statements]]\ntext = "${text}"\n`);
  await writeFile(file, `id = "shed"\ntitle = "车棚怎么管？"\nkind = "statements"\npublisher = "居委会"\ncreated_at = "-1d 09:00"\nbody = "一句一句地看。"\n${lines.join("")}`);
  await server.staff("thread", "open", file);
  const { items } = await asked(server, "/v1/threads/shed/statements");
  // From the fewest to the most answers; none stands where the list has it.
  const order = [4, 2, 5, 1, 3, 0];
  const neighbours = [];
  for (const phone of ["19900000041", "19900000042", "19900000043", "19900000044", "19900000045"]) neighbours.push(await server.signIn(phone));
  for (const [answers, at] of order.entries()) {
    expect(items[at].text).toBe(texts[at]);
    for (const who of neighbours.slice(0, answers)) await done(server, who, "PUT", `/v1/statements/${items[at].id}/vote`, { vote: "pass" });
  }
  await page.goto("/threads/shed/answer");
  await arrived(page, ASKING, { focused: false });
  await expect(main(page).getByText("先问看过的人最少的那句，好让每句话都有人看到。")).toBeVisible();
  const said = [];
  for (const _ of order) said.push(await reply(page, "agree"));
  expect(said).toEqual(order.map((at) => texts[at]));
});

test("by keyboard only", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  await page.goto(`/threads/${THREAD}/answer`);
  await expect(statement(page)).toBeVisible();
  const text = await statement(page).textContent();
  await statement(page).focus();
  await page.keyboard.press("Tab");
  await expect(answer(page, "同意")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(statement(page)).not.toHaveText(text);
  await expect(statement(page)).toBeFocused();
  await expect.poll(() => said(server, cookie)).toEqual({ [text]: "disagree" });
});

test.describe("a trembling hand", () => {
  test.use({ hurried: true });
  test("answers one statement with two taps, not two", async ({ page, context, server }) => {
    const cookie = await signedIn(context, server);
    const count = await total(server);
    await page.goto(`/threads/${THREAD}/answer`);
    await expect(left(page, count)).toBeVisible();
    const text = await statement(page).textContent();
    await answer(page, "同意").dblclick();
    await expect(left(page, count - 1)).toBeVisible();
    await expect.poll(() => said(server, cookie)).toEqual({ [text]: "agree" });
    await expect(left(page, count - 1)).toBeVisible();
  });
});

test("answers given without a network wait, survive a reload, and arrive once when it is back", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  const count = await total(server);
  await begin(page);
  await installed(page);
  await context.setOffline(true);
  const mine = {};
  for (const vote of ["agree", "disagree"]) mine[await reply(page, vote)] = vote;
  await expect(main(page).getByText("有 2 句的回答还没送到：等网络。一有网就自动送。")).toBeVisible();
  await expectAccessible(page);
  await expect.poll(async () => (await stored(page, "outbox")).length).toBe(2);
  expect(await said(server, cookie)).toEqual({});

  await page.reload();
  await expect(left(page, count - 2)).toBeVisible();
  expect(Object.keys(mine)).not.toContain(await statement(page).textContent());
  await context.setOffline(false);
  await expect.poll(() => said(server, cookie)).toEqual(mine);
  await expect.poll(() => stored(page, "outbox")).toEqual([]);
  await expect(main(page).getByText(/还没送到/)).toHaveCount(0);
});

test("an answer that is not taken says why and is let go by whoever gave it", async ({ page, context, server }) => {
  await signedIn(context, server);
  await begin(page);
  await page.route("**/v1/statements/*/vote", (route) =>
    route.fulfill({
      status: 409,
      contentType: "application/problem+json",
      body: JSON.stringify({ type: "/problems/thread-closed", title: "closed", status: 409 }),
    }),
  );
  await reply(page, "agree");
  await expect(main(page).getByText("有一句的回答没有记上")).toBeVisible();
  await expectAccessible(page);
  await main(page).getByRole("button", { name: "知道了" }).click();
  await expect(main(page).getByText("有一句的回答没有记上")).toHaveCount(0);
  await expect.poll(() => stored(page, "outbox")).toEqual([]);
});

test("somebody who is not signed in reads them, does not see what others say, and is led to answering", async ({ page }) => {
  await page.goto(`/threads/${THREAD}`);
  await arrived(page, TITLE, { focused: false });
  await main(page).getByRole("link", { name: /^看全部 \d+ 句$/ }).click();
  await arrived(page, "大家的意见");
  await expect(main(page).getByRole("listitem").first()).toBeVisible();
  await expect(main(page).getByText(/^同意 \d+，/)).toHaveCount(0);
  await expectAccessible(page);
  await main(page).getByRole("link", { name: /^说说看法/ }).first().click();
  await expect(main(page).getByRole("link", { name: "登录以后可以表态" })).toHaveAttribute(
    "href",
    `/sign-in?next=/threads/${THREAD}/answer`,
  );
  await expectAccessible(page);
});

test("a sentence of one's own: the draft survives a reload, a failure keeps it, and it arrives once", async ({ page, context, server }) => {
  await listening(context);
  await signedIn(context, server);
  await page.goto(`/threads/${THREAD}/propose`);
  await arrived(page, "我也加一句", { focused: false });
  const box = main(page).getByRole("textbox", { name: "您想加的一句话" });
  const send = main(page).getByRole("button", { name: "加进去" });
  await send.click();
  await expect(main(page).getByRole("alert").or(main(page).getByText("请先写一句话。")).first()).toBeVisible();
  await expectAccessible(page);
  await box.fill(WORDS);
  await expect.poll(() => stored(page, "drafts")).toEqual([WORDS]);
  await page.reload();
  await expect(box).toHaveValue(WORDS);

  // The answer is lost on the way; the second try finds what the first one made.
  await page.route(`**/v1/threads/${THREAD}/statements`, async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  // Who would rather look again has sent nothing, and finds it as it was.
  await send.click();
  await page.getByRole("dialog").getByRole("button", { name: "先不交，再看看" }).last().click();
  await expect(box).toHaveValue(WORDS);
  await aMoment(page);
  await forGood(page, "加进去");
  await expect(main(page).getByRole("heading", { name: "现在没有网络" }).or(main(page).getByText(/没有网|网络/).first())).toBeVisible();
  await expect(box).toHaveValue(WORDS);
  await aMoment(page);
  await forGood(page, "加进去");
  await expect(main(page).getByText("加进去了，邻居们会看到。")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await heard(page, "加进去了，邻居们会看到。");
  const { items } = await asked(server, `/v1/threads/${THREAD}/statements?limit=100`);
  expect(items.filter(({ text }) => text === WORDS)).toHaveLength(1);
  await expect.poll(() => stored(page, "drafts")).toEqual([]);
  await expectAccessible(page);
});
