// I agree with this: one tap, once, also with the network cut; and where what one sends appears.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, done, installed, reading, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { touched, watch } from "../support/untouched.mjs";

test.setTimeout(120_000);

const THREAD = "courtyard-benches";
const TITLE = "小院子的长椅：要靠背，还是要多几张？";
const ELDER = "text=24;theme=auto;mode=elder;spacing=0";

const main = (page) => page.getByRole("main");
const announced = (page, words) => expect(page.getByRole("status").filter({ hasText: words })).not.toHaveCount(0);

async function opened(page, server, cookie) {
  const { items } = await asked(server, `/v1/threads/${THREAD}/posts?order=oldest`, cookie);
  const post = items.find(({ author, agrees, i_agree, parent_id }) => !author.is_me && !i_agree && !parent_id && agrees > 1);
  await page.goto(`/threads/${THREAD}`);
  await arrived(page, TITLE, { focused: false });
  const row = page.locator(`[id="post-${post.id}"]`);
  const button = row.getByRole("button", { name: /^我也这样想/ });
  await expect(button).toBeVisible();
  const now = async () => (await asked(server, `/v1/posts/${post.id}`, cookie)).agrees;
  return { post, row, button, now };
}

for (const mode of ["standard", "elder"]) {
  test(`reading and agreeing, with a trembling hand, and taking it back (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    const { post, row, button, now } = await opened(page, server, cookie);
    await expect(button).toHaveAttribute("aria-pressed", "false");
    await expect(row).toContainText(`${post.agrees} 人也这样想`);
    await button.dblclick();
    await expect(button).toHaveAttribute("aria-pressed", "true");
    await expect(row).toContainText(`${post.agrees + 1} 人也这样想`);
    await announced(page, "您说了“我也这样想”");
    await expect.poll(now).toBe(post.agrees + 1);
    await expect(row.getByText("等网络")).toHaveCount(0);
    await expect(row).toMatchAriaSnapshot(`
      - article:
        - heading [level=3]
        - button /我也这样想：/ [pressed]
        - text: /人也这样想/
    `);
    await expectAccessible(page);
    await button.click();
    await expect(button).toHaveAttribute("aria-pressed", "false");
    await expect(row).toContainText(`${post.agrees} 人也这样想`);
    await expect.poll(now).toBe(post.agrees);
  });

  test(`agreeing with the network cut is kept, said, and sent when it is back (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    const { post, row, button, now } = await opened(page, server, cookie);
    await installed(page);
    await context.setOffline(true);
    await button.click();
    await expect(button).toHaveAttribute("aria-pressed", "true");
    await expect(row.getByText("记在手机上了，等网络。")).toBeVisible();
    await announced(page, "记在手机上了，等网络。");
    // Others do not count it yet, and nobody is told they do.
    await expect(row).toContainText(`${post.agrees} 人也这样想`);
    expect(await now()).toBe(post.agrees);
    await expectAccessible(page);
    await page.reload();
    await expect(button).toHaveAttribute("aria-pressed", "true");
    await expect(row.getByText("记在手机上了，等网络。")).toBeVisible();
    await context.setOffline(false);
    await expect.poll(now).toBe(post.agrees + 1);
    await expect(row.getByText("等网络")).toHaveCount(0);
    await expect(row).toContainText(`${post.agrees + 1} 人也这样想`);
    await expect.poll(() => stored(page, "outbox")).toEqual([]);
  });
}

test("who is not signed in is told so, and comes back to the same post", async ({ page, server }) => {
  const { post, row, button } = await opened(page, server);
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await expect(row.getByText("登录以后才能说“我也这样想”")).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("登录以后才能说“我也这样想”");
  await expectAccessible(page);
  await row.getByRole("link", { name: "登录" }).click();
  await arrived(page, "登录");
  expect(new URL(page.url()).searchParams.get("next")).toBe(`/threads/${THREAD}?post=${post.id}`);
});

test("what was refused says why, and nothing stays pressed", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  const { post, row, button } = await opened(page, server, cookie);
  await page.route(`**/v1/posts/${post.id}/rating`, (route) =>
    route.fulfill({ status: 409, contentType: "application/problem+json", json: { type: "about:blank", title: "closed", status: 409 } }),
  );
  await button.click();
  await expect(row.getByText("没有记上。")).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("没有记上。");
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await expectAccessible(page);
});

test("what one sent appears where it belongs, and nothing else is drawn again", async ({ page, context, server }) => {
  await server.staff("demo", "posts", "--thread", THREAD, "--count", "120");
  await signedIn(context, server);
  await page.goto(`/threads/${THREAD}?order=newest`);
  await expect(main(page).getByRole("article").first()).toBeVisible();
  await main(page).getByRole("link", { name: "说两句" }).click();
  await arrived(page, "说两句");
  await main(page).getByRole("textbox", { name: "您想说什么" }).fill("旁边装个灯。");
  await context.setOffline(true);
  await main(page).getByRole("button", { name: "发出去", exact: true }).click();
  await expect(main(page).getByText("还没发出去：等网络。一有网就自动发。", { exact: true })).toBeVisible();
  const rows = main(page).getByRole("article");
  const before = await rows.first().elementHandle();
  await context.setOffline(false);
  const mine = main(page).getByRole("article").filter({ hasText: "旁边装个灯。" });
  await expect(mine).toHaveCount(1);
  // The newest first: it stands before what stood first, which is still the same.
  await expect(rows.first()).toContainText("旁边装个灯。");
  expect(await before.evaluate((row) => row.isConnected)).toBe(true);
  await expectAccessible(page);
});

test("a neighbour's agreement changes one number, and no work is done on any other post", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  const listens = page.waitForResponse((answer) => answer.url().includes("/v1/events") && answer.ok());
  const { post, row } = await opened(page, server, cookie);
  await listens;
  const others = main(page).locator(`article:not([id="post-${post.id}"])`);
  await expect(row).toContainText(`${post.agrees} 人也这样想`);
  expect(await watch(others)).toBeGreaterThan(5);
  const neighbours = await Promise.all(["19900000041", "19900000042", "19900000043", "19900000044"].map((phone) => server.signIn(phone)));
  const stands = async (who) => (await asked(server, `/v1/posts/${post.id}`, who)).i_agree;
  // Whoever agrees already changes nothing.
  const agreeing = [];
  for (const who of neighbours) if (!(await stands(who))) agreeing.push(who);
  expect(agreeing.length).toBeGreaterThan(0);
  await done(server, agreeing[0], "PUT", `/v1/posts/${post.id}/rating`, { agree: true });
  await expect(row).toContainText(`${post.agrees + 1} 人也这样想`);
  expect(await touched(page)).toEqual([]);
});

test("no work is done on the posts that are there when one's own arrives, or when more are brought", async ({ page, context, server }) => {
  await server.staff("demo", "posts", "--thread", THREAD, "--count", "120");
  await signedIn(context, server);
  const listens = page.waitForResponse((answer) => answer.url().includes("/v1/events") && answer.ok());
  await page.goto(`/threads/${THREAD}?order=newest`);
  await arrived(page, TITLE, { focused: false });
  const rows = main(page).getByRole("article");
  await expect(rows.first()).toBeVisible();
  await listens;
  await main(page).getByRole("link", { name: "说两句" }).click();
  await arrived(page, "说两句");
  await main(page).getByRole("textbox", { name: "您想说什么" }).fill("旁边装个灯。");
  // It waits until everything else stands there.
  let go;
  const held = new Promise((done) => (go = done));
  await page.route(`**/v1/threads/${THREAD}/posts`, async (route) => {
    await held;
    await route.fallback();
  });
  await main(page).getByRole("button", { name: "发出去", exact: true }).click();
  await arrived(page, TITLE);
  await expect(main(page).getByText("还没发出去：等网络。一有网就自动发。", { exact: true })).toBeVisible();
  await expect(rows).not.toHaveCount(0);
  expect(await watch(rows)).toBeGreaterThanOrEqual(20);
  go();
  await expect(rows.filter({ hasText: "旁边装个灯。" })).toHaveCount(1);
  await expect(main(page).getByText("还没发出去：等网络。一有网就自动发。", { exact: true })).toHaveCount(0);
  expect(await touched(page)).toEqual([]);

  const before = await watch(rows);
  await main(page).getByRole("button", { name: /^再看一些/ }).last().click();
  await expect.poll(() => rows.count()).toBeGreaterThan(before);
  // The first of the new ones has the focus: the list has come to rest.
  await expect(main(page).locator("article:focus")).toHaveCount(1);
  expect(await touched(page)).toEqual([]);
});
