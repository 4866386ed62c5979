// Official and plain words of a poll and of the stages of a matter; a paragraph that is not clear, asked about without a network.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, reading, signedIn, unfold } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.use({ viewport: { width: 360, height: 640 } });

const POLL = "/polls/lift-subsidy";
const TITLE = "同意用公共收益 30 万元，补贴 5、6 号楼换电梯吗？";
const OFFICIAL = "旧梯更新补助 30 万元，已经批下来";
const PLAIN = "电梯旧了，老是坏，要换新的。一共要 168 万，还差 30 万。";
const MATTER = "/matters/lift-renewal";
const NEIGHBOUR = "19900000003";

const main = (page) => page.getByRole("main");
const ways = (page) => main(page).getByRole("navigation", { name: "看哪一种" });
const choose = (page, name) => ways(page).getByRole("link", { name, exact: true }).click();

const MODES = {
  standard: { preferences: "text=18;theme=light;mode=standard;spacing=0", read: asChosen },
  elder: { preferences: "text=24;theme=light;mode=elder;spacing=0", read: oneAfterTheOther },
};

// The reader chooses: one choice for everything that is told in two ways, kept on this phone.
async function asChosen(page, { official, plain, stage }) {
  await expect(ways(page).getByRole("link", { name: "都看", exact: true })).toHaveAttribute("aria-current", "true");
  await expect(plain).toBeVisible();
  await expect(official).toBeVisible();
  await expectAccessible(page);
  await choose(page, "只看正式全文");
  await expect(plain).toHaveCount(0);
  await expect(official).toBeVisible();
  await choose(page, "只看大白话");
  await expect(official).toHaveCount(0);
  await expect(plain).toBeVisible();

  await page.goto(MATTER);
  await expect(stage.plain).toBeVisible();
  await expect(stage.official).toHaveCount(0);
  await expectAccessible(page);
  await choose(page, "都看");
  await expect(stage.official).toBeVisible();
  await expect(stage.plain).toBeVisible();
  await page.goto("/notices/lift-vote");
  await expect(ways(page).getByRole("link", { name: "都看", exact: true })).toHaveAttribute("aria-current", "true");
}

// There is nothing to choose: plain words, and behind its name the official text.
async function oneAfterTheOther(page, { official, plain, stage }) {
  await expect(plain).toBeVisible();
  await expect(official).toHaveCount(0);
  await expect(ways(page)).toHaveCount(0);
  await expectAccessible(page);
  await unfold(main(page), "正式全文");
  await expect(official).toBeVisible();
  await expect(plain).toBeVisible();
  await expectAccessible(page);

  await page.goto(MATTER);
  await expect(stage.plain).toBeVisible();
  await expect(stage.official).toHaveCount(0);
  await expect(ways(page)).toHaveCount(0);
  await unfold(stage.row, "正式全文");
  await expect(stage.official).toBeVisible();
  await expectAccessible(page);
}

for (const [mode, { preferences, read }] of Object.entries(MODES)) {
  test(`in ${mode} mode a poll is read officially and in plain words, and a paragraph is asked about without a network`, async ({ page, context, server }) => {
    await reading(context, preferences);
    const cookie = await signedIn(context, server);
    await page.goto(POLL);
    await arrived(page, TITLE, { focused: false });
    const row = main(page).getByRole("list", { name: "这件事的步骤" }).getByRole("listitem").filter({ hasText: "投票" }).first();
    await read(page, {
      official: main(page).getByText(OFFICIAL),
      plain: main(page).getByText(PLAIN),
      stage: { row, plain: row.getByText("每家一票。"), official: row.getByText("表决事项") },
    });

    // No network: it is kept, said so, and goes by itself.
    await page.goto(POLL);
    await arrived(page, TITLE, { focused: false });
    await unfold(main(page), "没看明白？");
    await main(page).getByRole("link", { name: "有一段我看不懂" }).click();
    await arrived(page, "哪一段看不懂？");
    await expectAccessible(page);
    await context.setOffline(true);
    const paragraph = main(page).getByRole("listitem").filter({ hasText: "一家投一票" });
    const ask = paragraph.getByRole("button", { name: /^这段我看不懂：第 \d+ 段$/ });
    await ask.click();
    await expect(ask).toHaveAttribute("aria-pressed", "true");
    await expect(paragraph.getByText("记在手机上了，还没送到。一有网就自动送。")).toBeVisible();
    expect(await server.staff("notice", "requests", "list")).toContain("nobody asks anything");
    await context.setOffline(false);
    await expect(paragraph.getByText("居委会知道了，还没答复。")).toBeVisible();

    // Staff see it, and how many others stumble over the same words.
    const own = await server.staff("notice", "requests", "list");
    expect(own).toContain(`${TITLE} (poll lift-subsidy): 1 do not understand`);
    const [{ paragraph: key }] = (await asked(server, `/v1${POLL}`, cookie)).not_understood;
    await asksToo(server, key);
    const both = await server.staff("notice", "requests", "list");
    expect(both).toContain(`${TITLE} (poll lift-subsidy): 2 do not understand`);
    expect(both).toContain("2 people do not understand: 一家投一票，邻居看得到您家投了什么。");

    // The answer stands where the words are.
    await server.staff("notice", "requests", "done", /^  (\S{16,})  /m.exec(own)[1], "--answer", "就是公布谁家投了什么。");
    await page.goto(POLL);
    await arrived(page, TITLE, { focused: false });
    await expect(main(page).getByText("就是公布谁家投了什么。")).toBeVisible();
    await page.goto("/inbox");
    const item = main(page).getByRole("listitem").filter({ hasText: "就是公布谁家投了什么。" });
    await expect(item.getByText("居委会的答复")).toBeVisible();
    await item.getByRole("link").click();
    await arrived(page, TITLE);
    await expectAccessible(page);
  });
}

// A neighbour asks about the same paragraph.
async function asksToo(server, paragraph) {
  const cookie = await server.signIn(NEIGHBOUR);
  const answer = await fetch(`${server.url}/v1${POLL}/not-understood/${paragraph}`, { method: "PUT", headers: { origin: server.url, cookie } });
  expect(answer.status).toBe(204);
}

test("a stage of a matter is asked about like a notice; nobody is asked to sign in only to read", async ({ page, context, server }) => {
  await page.goto(MATTER);
  await main(page).getByRole("link", { name: "有一段我看不懂" }).click();
  await arrived(page, "哪一段看不懂？");
  await expect(main(page).getByRole("link", { name: "先登录，登录完回到这里" })).toHaveAttribute("href", "/sign-in?next=/matters/lift-renewal/questions");
  await signedIn(context, server);
  await page.goto("/matters/lift-renewal/questions");
  const paragraph = main(page).getByRole("listitem").filter({ hasText: "单台停梯期不超过 30 日" });
  await paragraph.getByRole("button").click();
  await expect(paragraph.getByText("居委会知道了，还没答复。")).toBeVisible();
  expect(await server.staff("notice", "requests", "list")).toContain("5、6 号楼换电梯 (matter lift-renewal): 1 do not understand");
  await page.goto(MATTER);
  await expect(main(page).getByText("您说有 1 段看不懂，居委会还没答复。")).toBeVisible();
  // The thread shows the way of its matter, and leaves the words to the matter's own page.
  await page.goto("/threads/lift-noise");
  await expect(main(page).getByRole("list", { name: "这件事的步骤" })).toBeVisible();
  await expect(main(page).getByText("表决事项")).toHaveCount(0);
  await expect(ways(page)).toHaveCount(0);
});
