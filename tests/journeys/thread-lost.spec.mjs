// Writing in a thread when something goes wrong: the page crashes, a hand trembles, the post that is answered is withdrawn, the network
// is cut. No word is lost, none is there twice, and what happened is said.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, done, heard, listening, reading, signedIn, stored, unfold } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.setTimeout(120_000);

const THREAD = "courtyard-benches";
const TITLE = "小院子的长椅：要靠背，还是要多几张？";
const WORDS = "椅子旁边留一块空地，轮椅能停。";
const ELDER = "text=24;theme=auto;mode=elder;spacing=0";
const NEIGHBOUR = "19900000002";

const main = (page) => page.getByRole("main");
const box = (page) => main(page).getByRole("textbox", { name: "您想说什么" });
const send = (page) => main(page).getByRole("button", { name: "发出去", exact: true });
const mine = (page, words = WORDS) => main(page).getByRole("article").filter({ hasText: words });

test.beforeEach(({ context }) => listening(context));

// How often the words stand in the thread, as the server has it.
async function times(server, words = WORDS) {
  const { items } = await asked(server, `/v1/threads/${THREAD}/posts?order=newest&limit=100`);
  return items.filter(({ body }) => body.value === words).length;
}

const posted = (server, cookie, body, parent) => done(server, cookie, "POST", `/v1/threads/${THREAD}/posts`, { body, parent_id: parent });

async function write(page, query = "") {
  await page.goto(`/threads/${THREAD}/write${query}`);
  await arrived(page, "说两句", { focused: false });
}

for (const mode of ["standard", "elder"]) {
  test(`the page crashes after one character, and that character is offered back (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await signedIn(context, server);
    await write(page);
    await box(page).pressSequentially("椅");
    await expect.poll(() => stored(page, "drafts")).toEqual(["椅"]);
    const debug = await context.newCDPSession(page);
    const crashed = page.waitForEvent("crash");
    // Nobody is left who could answer.
    debug.send("Page.crash").catch(() => {});
    await crashed;
    const again = await context.newPage();
    await write(again);
    await expect(box(again)).toHaveValue("椅");
    await expect(main(again).getByText("上次没写完的，还在。")).toBeVisible();
    await expectAccessible(again);
    await page.close();
  });
}

test.describe("a trembling hand", () => {
  test.use({ hurried: true });
  for (const mode of ["standard", "elder"]) {
    test(`sends one post with two taps, and stays where that post is (${mode})`, async ({ page, context, server }) => {
      if (mode === "elder") await reading(context, ELDER);
      await signedIn(context, server);
      await write(page);
      await box(page).fill(WORDS);
      await send(page).dblclick();
      await arrived(page, TITLE);
      await expect(mine(page)).toHaveCount(1);
      await expect.poll(() => stored(page, "outbox")).toEqual([]);
      expect(await times(server)).toBe(1);
      await expect(page).toHaveURL(`/threads/${THREAD}?order=newest`);
      await expect(main(page).getByText(/没有发出去|还没发出去/)).toHaveCount(0);
    });
  }
});

test("once a post has arrived that is said, and by whom it can be seen", async ({ page, context, server }) => {
  await signedIn(context, server);
  await write(page);
  await box(page).fill(WORDS);
  await send(page).click();
  await arrived(page, TITLE);
  await heard(page, "发出去了，大家能看到。");
  await expect(mine(page)).toHaveCount(1);
});

for (const mode of ["standard", "elder"]) {
  test(`what is answered is withdrawn meanwhile: that is said, and the reply is kept (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await signedIn(context, server);
    const neighbour = await server.signIn(NEIGHBOUR);
    const post = await posted(server, neighbour, "长椅放在哪边好？");
    await write(page, `?reply=${post.id}`);
    await expect(main(page).getByRole("blockquote")).toContainText("长椅放在哪边好？");
    await box(page).fill(WORDS);
    await done(server, neighbour, "DELETE", `/v1/posts/${post.id}`);
    await send(page).click();
    await arrived(page, TITLE);
    await expect(main(page).getByText("没有发出去", { exact: true })).toBeVisible();
    await expect(main(page).getByText("您回复的那条发言，已经撤回或者被隐藏了。", { exact: false })).toBeVisible();
    await expect(main(page).getByText(WORDS)).toBeVisible();
    await heard(page, "没有发出去");
    expect(await times(server)).toBe(0);
    await expectAccessible(page);
    // Nothing is lost by a reload, and the words can go somewhere else.
    await page.reload();
    await expect(main(page).getByText("没有发出去", { exact: true })).toBeVisible();
    await expect(main(page).getByText(WORDS)).toBeVisible();
    await main(page).getByRole("link", { name: "不发了，拿回来改" }).click();
    await arrived(page, "说两句");
    await expect(box(page)).toHaveValue(WORDS);
    await expect.poll(() => stored(page, "outbox")).toEqual([]);
    await expectAccessible(page);
  });

  test(`withdrawing without a network: words say why, and the post is still there (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await posted(server, await signedIn(context, server), WORDS);
    await page.goto(`/threads/${THREAD}?order=newest`);
    await expect(mine(page)).toBeVisible();
    await unfold(mine(page), "改一改，或者撤回");
    await context.setOffline(true);
    const withdraw = async () => {
      await mine(page).getByRole("button", { name: /^撤回我的发言/ }).click();
      await page.getByRole("dialog", { name: "撤回这条发言？" }).getByRole("button", { name: "撤回", exact: true }).click();
    };
    await withdraw();
    await expect(mine(page).getByText("网络不通", { exact: true })).toBeVisible();
    await expect(mine(page).getByText(WORDS)).toBeVisible();
    await expect(main(page).getByText("这条发言由本人撤回。")).toHaveCount(0);
    expect(await times(server)).toBe(1);
    await expect(page.locator("body"), "the focus stays in the page").not.toBeFocused();
    await expectAccessible(page);
    await context.setOffline(false);
    await withdraw();
    await expect(main(page).getByText("这条发言由本人撤回。")).toBeVisible();
    await expect(main(page).getByText("网络不通", { exact: true })).toHaveCount(0);
    expect(await times(server)).toBe(0);
  });
}
