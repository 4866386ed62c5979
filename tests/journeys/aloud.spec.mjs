// Reading aloud: the page, sentence by sentence, with the phone's own voice, and honest words where there is none.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, reading, receiptNumber, signedIn, voted } from "../support/pages.mjs";
import { controls, dense, listen, marked, next, press, said, saying, silent, utterances, voiced } from "../support/speech.mjs";
import { expect, test } from "../support/test.mjs";

const NOTICE = "/notices/finance-quarter";
const TITLE = "上个季度公共收益收支公示";
const MODES = [
  { mode: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0", least: 44 },
  { mode: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0", least: 60 },
];

async function open(page, address = NOTICE, title = TITLE) {
  await page.goto(address);
  await arrived(page, title, { focused: false });
  await expect(page.getByRole("main").getByText("正在打开…")).toHaveCount(0);
}

for (const { mode, preferences, least } of MODES) {
  test.describe(`${mode} mode`, () => {
    test.beforeEach(({ context }) => reading(context, preferences));

    test("a notice is read from its title to its end, as it is written, in short sentences", async ({ page, context }) => {
      await voiced(context, "fluent");
      await open(page);
      await listen(page).click();
      await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
      const spoken = await utterances(page);
      expect(spoken[0].text).toBe(TITLE);
      for (const { text, voice, rate } of spoken) {
        expect(voice).toBe("Ting");
        expect(rate).toBe(1);
        expect([...text].filter((sign) => /\p{Script=Han}/u.test(sign)).length).toBeLessThanOrEqual(50);
      }
      // In the page's order, nothing twice.
      const page_text = dense(await page.getByRole("main").evaluate((main) => main.innerText));
      let at = 0;
      for (const { text } of spoken) {
        const words = dense(text).split("，").at(0);
        const found = page_text.indexOf(words, at);
        expect(found, `"${text}" after "${page_text.slice(Math.max(0, at - 20), at)}"`).toBeGreaterThanOrEqual(0);
        at = found + words.length;
      }
      // Nothing left out.
      const all = dense(spoken.map(({ text }) => text).join(""));
      for (const paragraph of await page.getByRole("article").getByRole("paragraph").all()) {
        for (const part of (await paragraph.innerText()).match(/[\p{Script=Han}\d]{2,}/gu) ?? []) expect(all).toContain(part);
      }
      // No controls, no ways around the site.
      expect(all).not.toContain("我看过了");
      expect(all).not.toContain("首页");
      await expect(controls(page)).toMatchAriaSnapshot(`
        - region "朗读":
          - paragraph: 读完了。
          - button "从头再读"
          - button "停止"
          - button "慢一点"
          - button "快一点"
          - button "上一句"
          - button "下一句"
      `);
      await expectAccessible(page);
    });

    test("the sentence is marked, the focus stays, and every control does what it says", async ({ page, context }) => {
      await voiced(context, "patient");
      await open(page);
      await expect(listen(page)).toHaveAttribute("aria-pressed", "false");
      await listen(page).click();
      expect(await saying(page)).toBe(TITLE);
      await expect(listen(page)).toHaveAttribute("aria-pressed", "true");
      await expect(listen(page)).toBeFocused();
      expect(await marked(page)).toBe(TITLE);
      const second = await next(page);
      expect(dense(await marked(page))).toBe(dense(second));
      await expect(listen(page)).toBeFocused();
      for (const button of await controls(page).getByRole("button").all()) {
        const { width, height } = await button.boundingBox();
        expect(Math.min(width, height), await button.innerText()).toBeGreaterThanOrEqual(least);
      }
      await expectAccessible(page);

      // A pause is an end that remembers the sentence.
      await press(page, "暂停");
      await silent(page);
      await expect(controls(page).getByText(/^第 2 句/)).toBeVisible();
      await press(page, "接着读");
      expect(await saying(page)).toBe(second);
      await press(page, "下一句");
      const third = await saying(page);
      expect(third).not.toBe(second);
      await press(page, "上一句");
      await expect.poll(() => saying(page)).toBe(second);

      // Slower and faster are kept, and end at the ends.
      await press(page, "快一点");
      await expect.poll(async () => (await utterances(page)).at(-1).rate).toBe(1.2);
      for (const _ of ["very fast", "stays"]) await press(page, "快一点");
      await expect.poll(async () => (await utterances(page)).at(-1).rate).toBe(1.5);
      await expect(controls(page).getByText(/很快$/)).toBeVisible();
      await press(page, "慢一点");
      await expect.poll(async () => (await utterances(page)).at(-1).rate).toBe(1.2);
      expect(await page.evaluate(() => localStorage.getItem("linli.prefs"))).toContain("speed=120");

      await press(page, "停止");
      await silent(page);
      await expect(controls(page)).toHaveCount(0);
      expect(await marked(page)).toBe("");
      await expect(listen(page)).toBeFocused();
      await expect(listen(page)).toHaveAttribute("aria-pressed", "false");
    });

    for (const engine of ["absent", "silent", "cantonese"]) {
      test(`a phone whose voice is ${engine} says so and offers a person`, async ({ page, context }) => {
        await voiced(context, engine);
        await open(page);
        await listen(page).click();
        await expect(controls(page).getByText("这部手机不会朗读")).toBeVisible();
        await expect(controls(page).getByRole("link", { name: /^拨打/ })).toBeVisible();
        await expect(page.getByRole("status")).toHaveText("这部手机不会朗读");
        if (engine === "absent") {
          await expect(controls(page)).toMatchAriaSnapshot(`
            - region "朗读":
              - paragraph:
                - strong: 这部手机不会朗读
              - paragraph: 在微信里打开，常常不能朗读。可以换手机自带的浏览器再试，或者打个电话，请工作人员读给您听。
              - link /拨打/
              - paragraph
              - button "知道了"
          `);
          await expectAccessible(page);
        }
        await press(page, "知道了");
        await expect(controls(page)).toHaveCount(0);
        await expect(listen(page)).toBeFocused();
        expect(await said(page)).toEqual([]);
      });
    }

    test("an engine that falls silent is tried once more, then said to have stopped", async ({ page, context }) => {
      await page.clock.install();
      await voiced(context, "stalling");
      await open(page);
      await listen(page).click();
      await saying(page);
      await page.clock.runFor(60_000);
      await expect(controls(page).getByText("声音停住了，请点「接着读」再试一次。")).toBeVisible();
      expect(await said(page)).toEqual([TITLE, TITLE]);
      await silent(page);
      await expect(controls(page).getByRole("link", { name: /^拨打/ })).toBeVisible();
      await expectAccessible(page);
      await press(page, "接着读");
      expect(await saying(page)).toBe(TITLE);
    });

    test("a voice that sends away what it says is asked about, and never gets what is private", async ({ page, context, server }) => {
      await voiced(context, "online");
      await signedIn(context, server);
      await open(page);
      await listen(page).click();
      await expect(controls(page).getByText("这部手机自己不会读，只能用网上的声音")).toBeVisible();
      await expectAccessible(page);
      expect(await said(page)).toEqual([]);
      await press(page, "用网上的声音读");
      expect(await saying(page)).toBe(TITLE);
      // A ballot is nobody else's business, whatever was agreed to.
      const ways = page.getByRole("navigation", { name: "主要页面" });
      if (mode === "elder") {
        await ways.getByRole("link", { name: "首页" }).click();
        await page.getByRole("main").getByRole("link", { name: "去投票" }).click();
      } else {
        await ways.getByRole("link", { name: "投票" }).click();
      }
      await silent(page);
      await arrived(page, "投票");
      await page.getByRole("main").getByRole("link", { name: "5 号楼前的小院子添点什么？" }).first().click();
      await arrived(page, "5 号楼前的小院子添点什么？");
      await page.getByRole("main").getByRole("link", { name: "开始投票" }).click();
      await expect(page).toHaveURL(/\/ballot$/);
      await expect(page.getByRole("main").getByRole("checkbox").first()).toBeVisible();
      const before = await said(page);
      await listen(page).click();
      await expect(controls(page).getByText("这部手机不会朗读")).toBeVisible();
      expect(await said(page)).toEqual(before);
    });
  });
}

test("voices that come late are waited for", async ({ page, context }) => {
  await voiced(context, "late");
  await open(page);
  await listen(page).click();
  expect(await saying(page)).toBe(TITLE);
});

test("an engine that never says when it begins or ends is gone on with, sentence by sentence, to the end", async ({ page, context }) => {
  await page.clock.install();
  await voiced(context, "mute");
  await open(page);
  await listen(page).click();
  await saying(page);
  const over = controls(page).getByText("读完了。");
  await expect
    .poll(
      async () => {
        await page.clock.runFor(10_000);
        return over.isVisible();
      },
      { intervals: [50], timeout: 30_000 },
    )
    .toBe(true);
  const spoken = await said(page);
  expect(spoken[0]).toBe(TITLE);
  expect(spoken.length).toBeGreaterThan(5);
  // An engine that tells nothing is not asked to say the same again.
  expect(spoken.filter((sentence, at) => sentence === spoken[at - 1])).toEqual([]);
});

test("a browser that wants one more tap gets it", async ({ page, context }) => {
  await voiced(context, "refusing");
  await open(page);
  await listen(page).click();
  await expect(controls(page).getByText("手机没有出声，请再点一次「开始读」。")).toBeVisible();
  await press(page, "开始读");
  expect(await saying(page)).toBe(TITLE);
});

test("reading ends with the page, and pauses when nobody looks", async ({ page, context }) => {
  await voiced(context, "patient");
  await open(page);
  await listen(page).click();
  await saying(page);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await silent(page);
  await expect(controls(page).getByRole("button", { name: "接着读" })).toBeVisible();
  await press(page, "接着读");
  await saying(page);
  await page.getByRole("main").getByRole("link", { name: "公告", exact: true }).click();
  await silent(page);
  await arrived(page, "公告");
  await expect(controls(page)).toHaveCount(0);
});

test("nothing is ever said without a tap", async ({ page, context, server }) => {
  await voiced(context, "fluent");
  await signedIn(context, server);
  for (const address of ["/", NOTICE, "/polls", "/threads", "/settings", "/gallery"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("contentinfo").getByRole("link")).toBeVisible();
    expect(await said(page), address).toEqual([]);
  }
});

test("where the browser cannot mark words, the paragraph is brought into view", async ({ page, context }) => {
  await context.addInitScript(() => delete window.Highlight);
  await voiced(context, "patient");
  await open(page);
  await listen(page).click();
  const sentences = [await saying(page)];
  for (let n = 0; n < 6; n += 1) sentences.push(await next(page));
  const last = page.getByRole("main").getByText(sentences.at(-1).slice(0, 12)).first();
  await expect(last).toBeInViewport();
  // The whole paragraph carries the mark that the style sheet draws a line around, and nothing else does; it goes with the reading.
  const marks = () => page.evaluate(() => [...document.querySelectorAll("[data-aloud]")].map(({ innerText }) => innerText));
  const [mark, ...more] = await marks();
  expect(more).toEqual([]);
  expect(dense(mark)).toContain(dense(sentences.at(-1)));
  expect(await page.evaluate(() => getComputedStyle(document.querySelector("[data-aloud]")).outlineStyle)).toBe("solid");
  await press(page, "停止");
  expect(await marks()).toEqual([]);
});

test("the speed is a setting, too", async ({ page, context }) => {
  await voiced(context, "patient");
  await open(page, "/settings", "设置");
  await page.getByRole("main").getByRole("group", { name: "朗读的快慢" }).getByRole("radio", { name: "很慢" }).check();
  await open(page);
  await listen(page).click();
  await saying(page);
  expect((await utterances(page))[0].rate).toBe(0.7);
});

for (const { mode, preferences } of MODES) {
  test(`in ${mode} mode a phone without a voice offers what somebody recorded, and the phone call`, async ({ page, context }) => {
    await reading(context, preferences);
    await voiced(context, "absent");
    await open(page, "/notices/water-shutoff", "1 至 4 号楼停水一天，请提前接水");
    await listen(page).click();
    await expect(controls(page).getByText("这部手机不会朗读")).toBeVisible();
    await expect(controls(page).getByLabel("听录好的声音")).toBeVisible();
    await expect(controls(page).getByRole("link", { name: /^拨打/ })).toBeVisible();
    await expectAccessible(page);
    // It is this notice's, and stays with it.
    await press(page, "知道了");
    await page.getByRole("main").getByRole("link", { name: "公告", exact: true }).click();
    await arrived(page, "公告");
    await listen(page).click();
    await expect(controls(page).getByText("这部手机不会朗读")).toBeVisible();
    await expect(controls(page).getByLabel("听录好的声音")).toHaveCount(0);
  });

  test(`in ${mode} mode a draft is given to no voice that sends it away, and nobody is asked whether it may be`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await voiced(context, "online");
    await signedIn(context, server);
    await open(page, "/threads/courtyard-benches/write", "说两句");
    await page.getByRole("main").getByRole("textbox").first().fill("我还没有想好。");
    await listen(page).click();
    await expect(controls(page).getByText("这部手机不会朗读")).toBeVisible();
    await expect(controls(page).getByRole("button", { name: "用网上的声音读" })).toHaveCount(0);
    await expect(controls(page).getByRole("link", { name: /^拨打/ })).toBeVisible();
    expect(await said(page)).toEqual([]);
  });
}

test("the number of a receipt, by which one's ballot can be found on the public board, goes to no voice that sends it away", async ({ page, context, server }) => {
  await voiced(context, "online and fluent");
  await signedIn(context, server);
  const main = page.getByRole("main");
  await voted(page, "clinic-day-poll");
  const number = await receiptNumber(page);
  await server.staff("poll", "close", "clinic-day-poll", "--reason", "人都投完了");
  await open(page, "/polls/clinic-day-poll/recount", "在这部手机上重数：医生来义诊，哪一天方便？");
  await main.getByRole("button", { name: "现在就数" }).click();
  await expect(main.getByText(`您的票在里面，选的一点没变，回执号 ${number}。`)).toBeVisible();
  await listen(page).click();
  await press(page, "用网上的声音读");
  await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
  const all = dense((await said(page)).join(""));
  expect(all).toContain("数出来一样");
  expect(all).not.toContain("您的票在里面");
  for (const part of number.split(/[ -]/)) expect(all).not.toContain(part);
});
