// Writing in a thread: no word is lost, what became of a post is said where it stands, and its author can change it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, done, forGood, heard, listening, reading, RESIDENT, signedIn, stored, unfold } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.setTimeout(120_000);

const THREAD = "courtyard-benches";
const TITLE = "小院子的长椅：要靠背，还是要多几张？";
const WORDS = "椅子旁边留一块空地，轮椅能停。";
const ELDER = "text=24;theme=auto;mode=elder;spacing=0";

const main = (page) => page.getByRole("main");
const box = (page, name = "您想说什么") => main(page).getByRole("textbox", { name });
const send = (page) => main(page).getByRole("button", { name: "发出去", exact: true });
const mine = (page, words = WORDS) => main(page).getByRole("article").filter({ hasText: words });

test.beforeEach(({ context }) => listening(context));

async function newest(server, thread, cookie) {
  return (await asked(server, `/v1/threads/${thread}/posts?order=newest&limit=100`, cookie)).items;
}

// Writes without a browser; gives the post.
const posted = (server, cookie, body, { thread = THREAD, parent } = {}) =>
  done(server, cookie, "POST", `/v1/threads/${thread}/posts`, { body, parent_id: parent });

// A thread whose posts a moderator reads first.
async function moderated(server) {
  const path = join(server.place, "thread.toml");
  await writeFile(
    path,
    `id = "shed"
title = "车棚要不要加锁？"
kind = "discussion"
publisher = "居委会"
created_at = "-1d 09:00"
moderated = true
body = "说说看法。"
`,
  );
  await server.staff("thread", "open", path);
}

async function write(page, thread = THREAD, query = "") {
  await page.goto(`/threads/${thread}/write${query}`);
  await arrived(page, "说两句", { focused: false });
}

// What a moderator decides about a post, as staff do.
const moderate = (server, verb, post, reason) =>
  server.staff("moderate", verb, post.id, "--by", "陈晓燕", "--reason", reason);

for (const mode of ["standard", "elder"]) {
  test(`a draft is offered back with its stance, can be thrown away and taken back (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await signedIn(context, server);
    await write(page);
    await expect(main(page).getByText("有人已经说了您想说的？")).toBeVisible();
    await box(page).fill(WORDS);
    await unfold(main(page), "您的态度（可以不选）");
    await main(page).getByRole("radio", { name: "有疑问" }).check();
    await expect.poll(async () => (await stored(page, "drafts")).sort()).toEqual([WORDS, "question"].sort());
    // As a phone ends a page that it needs the memory of.
    await page.close();
    const again = await context.newPage();
    await write(again);
    await expect(box(again)).toHaveValue(WORDS);
    await unfold(main(again), "您的态度（可以不选）");
    await expect(main(again).getByRole("radio", { name: "有疑问" })).toBeChecked();
    await expect(main(again).getByText("上次没写完的，还在。")).toBeVisible();
    await expectAccessible(again);

    await main(again).getByRole("button", { name: "不要了，重新写" }).click();
    await expect(box(again)).toHaveValue("");
    await heard(again, "扔掉了。");
    await expectAccessible(again);
    await box(again).fill("另外一句");
    await main(again).getByRole("button", { name: "还是要，拿回来" }).click();
    await expect(box(again)).toHaveValue(`${WORDS}\n\n另外一句`);
    await box(again).fill("");
    await expect.poll(() => stored(again, "drafts")).toEqual(["question"]);
    await again.reload();
    await arrived(again, "说两句", { focused: false });
    await expect(box(again)).toHaveValue("");
    await expect(main(again).getByText("上次没写完的，还在。")).toHaveCount(0);
  });
}

for (const mode of ["standard", "elder"]) {
  test(`a draft belongs to its place and to its writer, also after signing out (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await signedIn(context, server);
    const [post] = (await newest(server, THREAD)).filter((one) => !one.parent_id);
    await write(page);
    await box(page).fill(WORDS);
    await expect.poll(() => stored(page, "drafts")).toEqual([WORDS]);
    await write(page, THREAD, `?reply=${post.id}`);
    await expect(main(page).getByRole("blockquote").filter({ hasText: post.body.value.slice(0, 10) })).toBeVisible();
    await expect(box(page)).toHaveValue("");
    await box(page).fill("说得对。");
    await expect.poll(async () => (await stored(page, "drafts")).length).toBe(2);

    await page.goto("/me");
    await main(page).getByRole("button", { name: "退出登录" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
    await expect(main(page).getByRole("link", { name: "登录" })).toBeVisible();
    await write(page);
    await expect(box(page)).toHaveCount(0);
    await signedIn(context, server, "19900000002");
    await write(page);
    await expect(box(page)).toHaveValue("");
    await signedIn(context, server);
    await write(page, THREAD, `?reply=${post.id}`);
    await expect(box(page)).toHaveValue("说得对。");
    await write(page);
    await expect(box(page)).toHaveValue(WORDS);
  });
}

test("length is counted as people see it, and heard only near the end", async ({ page, context, server }) => {
  await signedIn(context, server);
  await write(page);
  await box(page).fill("👨‍👩‍👧‍👦🇨🇳e\u0301停");
  await expect(main(page).getByText("写了 4 个字")).toBeVisible();
  await box(page).fill("长".repeat(4_000));
  await expect(main(page).getByText("写了 4,000 个字")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "还能写" })).toHaveCount(0);
  await box(page).fill("长".repeat(4_950));
  await heard(page, "还能写 50 个字。");
});

test("the preview shows what the thread will show", async ({ page, context, server }) => {
  await signedIn(context, server);
  await write(page);
  await main(page).getByRole("button", { name: "先看看是什么样" }).click();
  await expect(main(page).getByText("还没有写字。")).toBeVisible();
  await box(page).fill("**先修**这两样：\n\n- 灯\n- 锁\n\n<b>不是粗体</b>");
  const shown = main(page).getByRole("region", { name: "别人看到的是这样" });
  const snapshot = `
    - paragraph:
      - strong: 先修
      - text: /这两样/
    - list:
      - listitem: 灯
      - listitem: 锁
    - paragraph: <b>不是粗体</b>
  `;
  await expect(shown).toMatchAriaSnapshot(snapshot);
  await expectAccessible(page);
  await send(page).click();
  await arrived(page, TITLE);
  await expect(mine(page, "不是粗体")).toMatchAriaSnapshot(snapshot);
  await expectAccessible(page);
});

test("an answer that is lost is asked for again, and the post is there once", async ({ page, context, server }) => {
  await signedIn(context, server);
  await write(page);
  await box(page).fill(WORDS);
  let back = false;
  await page.route(`**/v1/threads/${THREAD}/posts`, async (route) => {
    if (route.request().method() !== "POST" || back) return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await send(page).click();
  await arrived(page, TITLE);
  const waiting = main(page).getByText("还没发出去：等网络。一有网就自动发。", { exact: true });
  await expect(waiting).toBeVisible();
  await expectAccessible(page);
  // The words are in the outbox now, and no longer a draft.
  await expect.poll(() => stored(page, "drafts")).toEqual([]);
  // Nobody presses anything: the app tries again by itself.
  back = true;
  await expect(waiting).toHaveCount(0);
  await expect(mine(page)).toHaveCount(1);
  expect((await newest(server, THREAD)).filter(({ body }) => body.value === WORDS)).toHaveLength(1);
});

test("the app is closed while a post is on its way: it goes when the app is opened", async ({ page, context, server }) => {
  await signedIn(context, server);
  await write(page);
  await box(page).fill(WORDS);
  let asked_for;
  const left = new Promise((done) => (asked_for = done));
  await page.route(`**/v1/threads/${THREAD}/posts`, (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    // Never answered.
    asked_for();
  });
  await send(page).click();
  await left;
  await expect.poll(async () => (await stored(page, "outbox")).length).toBe(1);
  await page.close();
  const again = await context.newPage();
  await again.goto(`/threads/${THREAD}?order=newest`);
  await expect(mine(again)).toHaveCount(1);
  await expect.poll(() => stored(again, "outbox")).toEqual([]);
  expect((await newest(server, THREAD)).filter(({ body }) => body.value === WORDS)).toHaveLength(1);
});

for (const mode of ["standard", "elder"]) {
  test(`a post waits for a moderator: its author sees it, also after a reload (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await moderated(server);
    const cookie = await signedIn(context, server);
    await write(page, "shed");
    await box(page).fill(WORDS);
    await send(page).click();
    await arrived(page, "车棚要不要加锁？");
    await heard(page, "收到了，等主持人看过再显示。");
    await expect(mine(page)).toContainText("等主持人看过再显示");
    await expectAccessible(page);
    await page.reload();
    await expect(mine(page)).toContainText("等主持人看过再显示");
    await expect(main(page).getByText(WORDS)).toHaveCount(1);
    expect(await newest(server, "shed")).toHaveLength(0);
    expect(await newest(server, "shed", cookie)).toHaveLength(1);
  });
}

test("a refused post says why, keeps its words, and can be changed and sent again", async ({ page, context, server }) => {
  await moderated(server);
  const cookie = await signedIn(context, server);
  const post = await posted(server, cookie, "这帮人真该骂。", { thread: "shed" });
  await moderate(server, "refuse", post, "请不要骂人");
  await page.goto("/threads/shed");
  await expect(mine(page, "真该骂")).toMatchAriaSnapshot(`
    - article:
      - paragraph: 主持人没有让这条显示：请不要骂人
      - paragraph: 这帮人真该骂。
      - paragraph: 原话只有您自己看得到。
      - paragraph:
        - link "改一改再发"
      - paragraph:
        - link "我不同意，请再看看"
  `);
  await expectAccessible(page);
  await mine(page, "真该骂").getByRole("link", { name: "改一改再发" }).click();
  await arrived(page, "说两句");
  await expect(box(page)).toHaveValue("这帮人真该骂。");
  await box(page).fill("这件事真让人生气。");
  await expectAccessible(page);
  await send(page).click();
  await arrived(page, "车棚要不要加锁？");
  await expect(mine(page, "真让人生气")).toHaveCount(1);
});

for (const mode of ["standard", "elder"]) {
  test(`asking for another look at a hidden post (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    const post = await posted(server, cookie, WORDS);
    const other = await server.signIn("19900000002");
    await posted(server, other, "轮椅停那里，好主意。", { parent: post.id });
    await moderate(server, "hide", post, "和长椅没关系");
    await page.goto(`/threads/${THREAD}?order=newest`);
    const row = main(page).getByRole("article").filter({ hasText: "和长椅没关系" });
    await expect(row).toContainText("这条发言被主持人收起：和长椅没关系");
    // The place stays, with the reason and the replies; the words are gone for everybody but who wrote them, and objects.
    await expect(row).toContainText(WORDS);
    const [seen] = (await newest(server, THREAD, other)).filter(({ id }) => id === post.id);
    expect(seen).toMatchObject({ state: "hidden", state_reason: "和长椅没关系", body: { value: "" } });
    await expect(mine(page, "轮椅停那里，好主意。")).toBeVisible();
    await expectAccessible(page);
    await row.getByRole("link", { name: "我不同意，请再看看" }).click();
    await arrived(page, "请再看看");
    const hand = main(page).getByRole("button", { name: "交上去" });
    await hand.click();
    await expect(main(page).getByRole("alert")).toContainText("请先写几个字。");
    await expectAccessible(page);
    await box(page, "您为什么不同意").fill("轮椅也要停长椅旁边。");
    await page.route(`**/v1/posts/${post.id}/objection`, (route) => route.abort("internetdisconnected"), { times: 1 });
    await forGood(page, "交上去");
    await expect(main(page).getByText("网络不通")).toBeVisible();
    await expect(box(page, "您为什么不同意")).toHaveValue("轮椅也要停长椅旁边。");
    await expectAccessible(page);
    await page.reload();
    await expect(box(page, "您为什么不同意")).toHaveValue("轮椅也要停长椅旁边。");
    await forGood(page, "交上去");
    await expect(main(page).getByText("换一个人看过以后")).toBeVisible();
    await expectAccessible(page);
    await expect.poll(() => stored(page, "drafts")).toEqual([]);
    await page.goto(`/threads/${THREAD}?order=newest`);
    await expect(row).toContainText("您请人再看看，收到了，还没有结果。");
    await expect(row.getByRole("link", { name: "我不同意，请再看看" })).toHaveCount(0);
    const [, objection] = /objection\s+(\S+)/.exec(await server.staff("moderate", "list"));
    await server.staff("moderate", "objection", objection, "refuse", "--by", "周国平", "--answer", "这里只说长椅。");
    await page.reload();
    await expect(row).toContainText("再看过了：还是原来的决定。");
    await expect(row).toContainText("这里只说长椅。");
    await expectAccessible(page);
  });
}

for (const mode of ["standard", "elder"]) {
  test(`editing an own post, with the network cut and back (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    const post = await posted(server, cookie, WORDS);
    await page.goto(`/threads/${THREAD}?order=newest`);
    await expect(mine(page)).toBeVisible();
    await unfold(mine(page), "改一改，或者撤回");
    await mine(page).getByRole("link", { name: /^改一改我的发言/ }).click();
    await arrived(page, "改一改我的发言");
    await expect(box(page)).toHaveValue(WORDS);
    await expect(main(page).getByText("上次没写完的，还在。")).toHaveCount(0);
    await box(page).fill(`${WORDS}还要遮雨。`);
    // Who thinks again may also take the other side.
    await unfold(main(page), "您的态度（可以不选）");
    await expect(main(page).getByRole("radio", { name: "说说看法" })).toBeChecked();
    await main(page).getByRole("radio", { name: "赞成" }).check();
    await expectAccessible(page);
    await context.setOffline(true);
    const save = main(page).getByRole("button", { name: "就这样改" });
    await save.click();
    await expect(main(page).getByText("您写的还在这里，没有丢。")).toBeVisible();
    await expectAccessible(page);
    await context.setOffline(false);
    await page.reload();
    await expect(box(page)).toHaveValue(`${WORDS}还要遮雨。`);
    await expect(main(page).getByText("上次没写完的，还在。")).toBeVisible();
    await unfold(main(page), "您的态度（可以不选）");
    await expect(main(page).getByRole("radio", { name: "赞成" })).toBeChecked();
    await save.click();
    await arrived(page, TITLE, { focused: false });
    // Back at the post itself.
    await expect(mine(page)).toBeFocused();
    const [now] = (await newest(server, THREAD)).filter(({ id }) => id === post.id);
    expect(now.body.value).toBe(`${WORDS}还要遮雨。`);
    expect(now.stance).toBe("for");
    expect(now.edited_at).toBeTruthy();
    await expect.poll(() => stored(page, "drafts")).toEqual([]);
  });
}

test("withdrawing asks once, keeps the replies, and works by keyboard", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  const other = await server.signIn("19900000002");
  const post = await posted(server, cookie, WORDS);
  await posted(server, other, "轮椅停那里，好主意。", { parent: post.id });
  await page.goto(`/threads/${THREAD}?order=newest`);
  const button = mine(page).getByRole("button", { name: /^撤回我的发言/ });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "撤回这条发言？" });
  await expect(dialog).toContainText("邻居的回复会留着。");
  await expect(dialog.getByRole("button", { name: "不撤，留着" }).last()).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "撤回", exact: true }).press("Enter");
  await heard(page, "撤回了。");
  await expect(mine(page)).toHaveCount(0);
  await expect(main(page).getByText("这条发言由本人撤回。")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(main(page).getByText("这条发言由本人撤回。")).toBeVisible();
  await expect(mine(page, "轮椅停那里，好主意。")).toBeVisible();
});

test("the earlier words of an edited post can be read", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  const post = await posted(server, cookie, WORDS);
  await done(server, cookie, "PATCH", `/v1/posts/${post.id}`, { body: "第二回的话。" });
  await done(server, cookie, "PATCH", `/v1/posts/${post.id}`, { body: "现在的话。", stance: "for" });
  await page.goto(`/threads/${THREAD}?order=newest`);
  await mine(page, "现在的话。").getByRole("link", { name: "改过，看以前是怎么写的" }).click();
  await arrived(page, "以前是怎么写的");
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "以前是怎么写的" [level=1]
      - list:
        - listitem:
          - article:
            - heading /^现在 / [level=2]
            - paragraph: 赞成
            - paragraph: 现在的话。
        - listitem:
          - article:
            - heading /^以前 / [level=2]
            - paragraph: 第二回的话。
        - listitem:
          - article:
            - heading /^以前 / [level=2]
            - paragraph: ${WORDS}
  `);
  await expectAccessible(page);
});

for (const mode of ["standard", "elder"]) {
  test(`written, refused by a moderator, objected, granted, edited: with the real commands (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await moderated(server);
    const cookie = await signedIn(context, server);
    const post = await posted(server, cookie, WORDS, { thread: "shed" });
    await server.staff("moderate", "refuse", post.id, "--by", "陈晓燕", "--reason", "和车棚没关系。");
    await page.goto("/threads/shed");
    await expect(mine(page)).toContainText("主持人没有让这条显示：和车棚没关系。");
    await expectAccessible(page);
    await mine(page).getByRole("link", { name: "我不同意，请再看看" }).click();
    await arrived(page, "请再看看");
    await expect(main(page).getByRole("blockquote")).toContainText(WORDS);
    await box(page, "您为什么不同意").fill("轮椅要停在车棚边上。");
    await forGood(page, "交上去");
    await expect(main(page).getByText("换一个人看过以后")).toBeVisible();
    const listed = await server.staff("moderate", "list");
    const objection = /objection\s+(\S+)/.exec(listed)[1];
    await server.staff("moderate", "objection", objection, "grant", "--by", "周国平", "--answer", "是有关系，放出来。");
    await page.goto("/threads/shed");
    await expect(mine(page)).toHaveCount(1);
    await expect(mine(page).getByText("主持人没有让这条显示")).toHaveCount(0);
    expect(await newest(server, "shed")).toHaveLength(1);
    await page.goto("/threads");
    await main(page).getByRole("link", { name: "主持人处理记录" }).click();
    await arrived(page, "主持人处理记录");
    await expect(main(page).getByText("为什么：和车棚没关系。")).toBeVisible();
    await expect(main(page)).not.toContainText("陈晓燕");
    await expectAccessible(page);
  });
}
