// No word is lost: what somebody writes stays on the phone until it has arrived.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, reading, RESIDENT, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const THREAD = "courtyard-benches";
const TITLE = "小院子的长椅：要靠背，还是要多几张？";
const WORDS = "椅子旁边留一块空地，轮椅能停。";
const ELDER = "text=24;theme=light;mode=elder;spacing=0";

const box = (page) => page.getByRole("main").getByRole("textbox", { name: "您想说什么" });
const send = (page) => page.getByRole("main").getByRole("button", { name: "发出去" });

// How often the words stand in the thread, as the server has it.
async function times(server, words = WORDS) {
  const { items } = await asked(server, `/v1/threads/${THREAD}/posts?order=newest`);
  return items.filter(({ body }) => body.value === words).length;
}

async function write(page, words = WORDS) {
  await page.goto(`/threads/${THREAD}/write`);
  await arrived(page, "说两句", { focused: false });
  await box(page).fill(words);
  await expect(page.getByRole("main").getByText(/^写了 /)).toContainText(words.length.toLocaleString("en"));
}

test("what is typed survives a reload", async ({ page, context, server }) => {
  await signedIn(context, server);
  await write(page);
  await expect.poll(() => stored(page, "drafts")).toEqual([WORDS]);
  await page.reload();
  await expect(box(page)).toHaveValue(WORDS);
  expect(await times(server)).toBe(0);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "说两句" [level=1]
      - textbox "您想说什么": ${WORDS}
      - group "您的态度":
        - radio "说说看法" [checked]
      - button "发出去"
  `);
  await expectAccessible(page);

  // Sent, it leaves no draft behind.
  await send(page).click();
  await arrived(page, TITLE);
  await expect(page.getByRole("main").getByRole("article").filter({ hasText: WORDS })).toHaveCount(1);
  await page.goto(`/threads/${THREAD}/write`);
  await arrived(page, "说两句", { focused: false });
  await expect(box(page)).toHaveValue("");
});

test("the last word stays, also when the page ends in the moment it is typed", async ({ page, context, server }) => {
  await signedIn(context, server);
  await write(page);
  const last = `${WORDS}就在门口。`;
  // Between the word and the end nothing else can happen: no write to the database is done by then.
  const ends = page.waitForEvent("domcontentloaded");
  await box(page).evaluate((field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    location.reload();
  }, last);
  await ends;
  await expect(box(page)).toHaveValue(last);
  await expect(page.getByRole("main").getByRole("button", { name: "不要了，重新写" })).toBeVisible();
  await expect.poll(() => stored(page, "drafts")).toEqual([last]);
  // What is in the database is held nowhere else.
  const held = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("linli.ahead.")));
  await expect.poll(held).toEqual([]);
});

test("what is typed before the phone knows who is signed in stays, with the focus", async ({ page, context, server }) => {
  await signedIn(context, server);
  let answer;
  const answered = new Promise((done) => (answer = done));
  await page.route("**/v1/me", async (route) => {
    await answered;
    await route.fallback();
  });
  await write(page);
  await expect(box(page)).toBeFocused();
  answer();
  await expect(page.getByRole("banner").getByRole("link", { name: "我的" })).toBeVisible();
  await expect(box(page)).toHaveValue(WORDS);
  await expect(box(page)).toBeFocused();
  // It is now the draft of that person, and of nobody else.
  await expect.poll(() => stored(page, "drafts")).toEqual([WORDS]);
  await page.reload();
  await expect(box(page)).toHaveValue(WORDS);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "说两句" [level=1]
      - textbox "您想说什么": ${WORDS}
      - button "发出去"
  `);
  await expectAccessible(page);
});

test("the session ended while writing: words, a way to sign in, and the text is kept", async ({ page, context, server }) => {
  const main = page.getByRole("main");
  await signedIn(context, server);
  await write(page);
  await context.clearCookies();
  await send(page).click();
  await arrived(page, "登录");
  await expect(main.getByText("没有发出去"), "says that the post was not sent").toBeVisible();
  expect(await times(server)).toBe(0);
  await expectAccessible(page);

  // Signed in again, the words are still there and go out once.
  await main.getByRole("radio", { name: "用手机号" }).check();
  await main.getByRole("button", { name: "下一步" }).click();
  await main.getByRole("textbox", { name: "手机号" }).fill(RESIDENT);
  const code = await server.code(RESIDENT, () => main.getByRole("button", { name: "发短信给我" }).click());
  await main.getByRole("textbox", { name: "短信里的 6 个数字" }).fill(code);
  await main.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("banner").getByRole("link", { name: "我的" })).toBeVisible();
  await arrived(page, TITLE);
  await expect(main.getByText(WORDS)).toBeVisible();
  await expect(main.getByText("没有发出去", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await main.getByRole("button", { name: "再发一次" }).click();
  await expect(main.getByRole("article").filter({ hasText: WORDS })).toHaveCount(1);
  expect(await times(server)).toBe(1);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "${TITLE}" [level=1]
      - link "说两句"
      - heading "大家的发言" [level=2]
  `);
});

test("too long a text is answered with words, and kept", async ({ page, context, server }) => {
  await signedIn(context, server);
  const long = "长".repeat(5_001);
  await write(page, long);
  await send(page).click();
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: "太长了：最多 5,000 个字，现在 5,001 个。" })).toBeVisible();
  await expect(page).toHaveURL(`/threads/${THREAD}/write`);
  await expect(box(page)).toHaveValue(long);
  await expect(box(page)).toHaveAttribute("aria-invalid", "true");
  expect(await times(server, long)).toBe(0);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "说两句" [level=1]
      - alert:
        - heading "还差一点" [level=2]
        - list:
          - listitem:
            - link /太长了/
      - textbox "您想说什么" [invalid]
      - button "发出去"
  `);
  await expectAccessible(page);
});

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode a post waits for the network and is sent once`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const main = page.getByRole("main");
    await signedIn(context, server);
    await page.goto(`/threads/${THREAD}`);
    await arrived(page, TITLE, { focused: false });
    // What was read is kept for when there is no network.
    await expect(main.getByRole("article").first()).toBeVisible();
    await main.getByRole("link", { name: "说两句" }).click();
    await arrived(page, "说两句");
    await box(page).fill(WORDS);
    await context.setOffline(true);
    await send(page).click();
    await expect(main.getByText("还没发出去：等网络。一有网就自动发。", { exact: true })).toBeVisible();
    await expect(main.getByText(WORDS)).toHaveCount(1);
    expect(await times(server)).toBe(0);
    await expect(main).toMatchAriaSnapshot(`
      - main:
        - heading "${TITLE}" [level=1]
        - paragraph:
          - strong: 还没发出去：等网络。一有网就自动发。
        - paragraph: ${WORDS}
        - button "再发一次"
    `);
    await expectAccessible(page);
    await context.setOffline(false);
    await expect(main.getByText("还没发出去：等网络。一有网就自动发。", { exact: true })).toHaveCount(0);
    await expect(main.getByRole("article").filter({ hasText: WORDS })).toHaveCount(1);
    expect(await times(server)).toBe(1);
  });
}
