// Preferences taken to another phone by QR, elder mode from the first run, languages in the middle of a form, and the
// smallest screen with the largest letters in the phone's own colours.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, reading, RESIDENT, signedIn, stored, unfold } from "../support/pages.mjs";
import { scan } from "../support/qr.mjs";
import { expect, test } from "../support/test.mjs";

const main = (page) => page.getByRole("main");
const bar = (page) => page.getByRole("group", { name: "阅读方式" });
const attributes = (page) =>
  page.evaluate(() => Object.fromEntries([...document.documentElement.attributes].map(({ name, value }) => [name, value])));

// How far the page runs out sideways, in CSS pixels.
const sideways = (page) => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));

test("preferences go to another phone by QR, which says what changes and asks once", async ({ page, context, anotherPhone }) => {
  await reading(context, "text=30;theme=dark;mode=elder;spacing=1;motion=still;speed=85");
  await page.goto("/settings");
  await arrived(page, "设置", { focused: false });
  await main(page).getByRole("link", { name: "带到另一部手机" }).click();
  await arrived(page, "把设置带到另一部手机");
  const code = main(page).getByRole("img", { name: "这些设置的二维码" });
  const address = await scan(context, await code.screenshot());
  expect(new URL(address).origin).toBe(new URL(page.url()).origin);
  // Behind the # nothing goes to a server.
  expect(new URL(address).pathname + new URL(address).search).toBe("/settings/bring");
  await expectAccessible(page);

  const other = await anotherPhone();
  await other.goto(address);
  await arrived(other, "换成带来的设置吗", { focused: false });
  await expect(main(other)).toMatchAriaSnapshot(`
    - main:
      - heading "换成带来的设置吗" [level=1]
      - paragraph: 另一部手机的设置带来了，下面几样会变。您同意以前，什么都不会变。
      - term: 版面
      - definition: 现在：标准版。换成：长辈版
      - term: 字号
      - definition: 现在：小（18）。换成：很大（30）
      - term: 颜色
      - term: 行距
      - term: 画面
      - term: 朗读的快慢
      - button "就这样换"
      - link "不换"
  `);
  await expectAccessible(other);
  const before = await attributes(other);
  expect(before["data-mode"]).toBeUndefined();
  await main(other).getByRole("button", { name: "就这样换" }).click();
  await expect(main(other).getByText("换好了")).toBeVisible();
  const carried = { "data-text": "30", "data-theme": "dark", "data-mode": "elder", "data-spacing": "1", "data-motion": "still", "data-speed": "85" };
  expect(await attributes(other)).toMatchObject(carried);
  // One tap brings back what was there.
  await main(other).getByRole("button", { name: "换回原来的" }).click();
  await expect(other.locator("html")).toHaveAttribute("data-mode", "standard");
  await main(other).getByRole("button", { name: "就这样换" }).click();
  await expect(main(other).getByText("换好了")).toBeVisible();
  // Kept, and there before anything is drawn.
  await other.reload();
  await expect(main(other).getByText("带来的设置和这部手机上的一样，不用换。")).toBeVisible();
  expect(await attributes(other)).toMatchObject(carried);
  await other.goto("/settings/bring#nothing");
  await other.reload();
  await expect(main(other).getByText("这个码里没有设置。")).toBeVisible();
});

test("elder mode from the first run: a sentence to try, four blocks, three ways, and one tap back", async ({ page, context, server }) => {
  await page.goto("/");
  await arrived(page, "您好", { focused: false });
  const sample = main(page).getByText("长辈版的字有这么大");
  await expect(sample).toBeInViewport();
  expect(await sample.evaluate((element) => parseFloat(getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(24);
  // And without any question the way in is on the first screen.
  await expect(bar(page).getByRole("button", { name: "长辈版" })).toBeInViewport();
  await expectAccessible(page);
  await main(page).getByRole("button", { name: "换成长辈版" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  await expect(sample).toHaveCount(0);
  const blocks = ["看公告", "去投票", "大家怎么说", "打电话找人"].map((name) => main(page).getByRole("link", { name }));
  for (const block of blocks) {
    const { width, height } = await block.boundingBox();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(88);
  }
  // All four above the ways at the lower edge, without scrolling.
  const ways = page.getByRole("navigation", { name: "主要页面" });
  const last = await blocks[3].boundingBox();
  expect(last.y + last.height).toBeLessThanOrEqual((await ways.boundingBox()).y);
  await expect(blocks[3]).toHaveAttribute("href", "tel:19900000100");
  await expect(main(page).getByRole("link")).toHaveCount(4);
  await expect(page.getByRole("navigation", { name: "主要页面" })).toMatchAriaSnapshot(`
    - navigation "主要页面":
      - list:
        - listitem:
          - link "首页"
        - listitem:
          - link "帮助"
        - listitem:
          - link "其他事"
  `);
  await expectAccessible(page);
  await page.reload();
  await expect(blocks[0]).toBeVisible();
  await expect(sample).toHaveCount(0);

  // Nothing is gone: what stood around the page in standard mode stands behind one link.
  await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "其他事" }).click();
  await arrived(page, "还能做什么");
  for (const name of ["搜一搜", "登录", "办得怎么样", "设置：字号、颜色、语言", "这部手机上存了什么"]) {
    await expect(main(page).getByRole("link", { name })).toBeVisible();
  }
  await expect(main(page).getByRole("button", { name: "English" })).toBeVisible();
  await expectAccessible(page);

  // A post has one thing to press; what else can be done about it is folded away, and there.
  await signedIn(context, server);
  await page.goto("/threads/courtyard-benches");
  const post = main(page).getByRole("article", { name: /^彭德全/ }).first();
  await expect(post.getByRole("link", { name: /^举报/ })).toBeHidden();
  await post.getByText("这条有问题").click();
  await post.getByRole("link", { name: /^举报/ }).click();
  await arrived(page, "举报这条发言");
  await unfold(main(page), "想补充的话（可以不写）");
  await expect(main(page).getByText("不想打字，就点键盘上的话筒，说出来。")).toHaveCount(1);
  await bar(page).getByRole("button", { name: "标准版" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "standard");
  await expect(main(page).getByText("不想打字，就点键盘上的话筒，说出来。")).toHaveCount(1);
});

test("a language chosen in the middle of a form keeps the place and what is typed; Arabic runs from right to left", async ({ page, context, server }) => {
  await signedIn(context, server, RESIDENT);
  await page.goto("/threads/courtyard-benches/write");
  await arrived(page, "说两句", { focused: false });
  const words = "靠背要有，扶手也要有。";
  await main(page).getByRole("textbox").fill(words);
  await main(page).getByRole("radio", { name: "赞成" }).check();
  await page.evaluate(() => scrollTo(0, 200));
  const top = () => main(page).getByRole("textbox").boundingBox().then(({ y }) => y);
  const place = await top();
  await bar(page).getByRole("button", { name: "English" }).evaluate((button) => button.click());
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(main(page).getByRole("textbox", { name: "What do you want to say" })).toHaveValue(words);
  await expect(main(page).getByRole("radio", { name: "For", exact: true })).toBeChecked();
  // What was in the middle of the screen still is, though its words have another length.
  await expect.poll(async () => Math.abs((await top()) - place)).toBeLessThan(40);
  await expect.poll(() => stored(page, "drafts")).toHaveLength(2);

  await page.goto("/settings");
  await main(page).getByRole("radio", { name: "العربية" }).check();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await expectAccessible(page);
  await page.goto("/threads/courtyard-benches/write");
  await expect(main(page).getByRole("textbox", { name: "ماذا تريد أن تقول" })).toHaveValue(words);
  for (const address of ["/", "/notices", "/notices/finance-quarter", "/polls", "/polls/courtyard", "/polls/courtyard/ballot", "/threads/courtyard-benches", "/help"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(main(page).getByText("جارٍ الفتح…")).toHaveCount(0);
    expect.soft(await sideways(page), address).toBe(0);
  }
  // The way back points to where one came from: the right.
  const back = await page.goto("/polls/courtyard/ballot").then(() => main(page).getByRole("link", { name: "رجوع" }).boundingBox());
  expect(back.x + back.width).toBeGreaterThan(180);
  // A catalogue comes only to whoever reads it.
  const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
  expect(fetched.filter((path) => path.startsWith("/locales/") && !path.includes("/ar"))).toEqual([]);

  await page.goto("/settings");
  await main(page).getByRole("radio", { name: "繁體中文" }).check();
  await expect(page.locator("html")).toHaveAttribute("dir", "ltr");
  await arrived(page, "設定", { focused: false });
});

test("the largest letters on the smallest screen in the phone's own colours, and letters that the phone or WeChat enlarges", async ({ page, context, server, browser, baseURL }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 256 });
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await reading(context, "text=36;theme=contrast;mode=elder;spacing=1");
  await signedIn(context, server);
  const routes = ["/", "/more", "/notices", "/notices/finance-quarter", "/polls", "/polls/courtyard", "/polls/courtyard/ballot", "/threads/courtyard-benches", "/settings", "/settings/carry", "/help"];
  for (const address of routes) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(main(page).getByText("正在打开")).toHaveCount(0);
    expect.soft(await sideways(page), address).toBe(0);
    // Grounds are gone: what can be pressed has a line around or under it.
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll("button, a.button, a.block, a.chip, .choice label, .input, summary")]
        .filter((element) => element.checkVisibility() && !element.closest(".disclosure > summary"))
        .filter((element) => {
          const { borderStyle, borderWidth, textDecorationLine } = getComputedStyle(element);
          return (borderStyle === "none" || parseFloat(borderWidth) === 0) && textDecorationLine === "none";
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    expect.soft(bare, address).toEqual([]);
  }

  // The phone's own letters: the browser's size, the system's, and WeChat's.
  const phone = await browser.newContext({ baseURL, isMobile: true, hasTouch: true, viewport: { width: 360, height: 640 } });
  try {
    const other = await phone.newPage();
    const letters = () => other.getByRole("heading", { level: 1 }).evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
    await other.goto("/help");
    await arrived(other, "帮助", { focused: false });
    const ordinary = await letters();
    const session = await phone.newCDPSession(other);
    await session.send("Page.enable");
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    await expect.poll(letters).toBeCloseTo(ordinary * 2, 0);
    expect(await sideways(other)).toBe(0);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
    await expect.poll(letters).toBeCloseTo(ordinary, 0);
    await session.send("Emulation.setEmulatedOSTextScale", { scale: 1.5 });
    await expect.poll(letters).toBeCloseTo(ordinary * 1.5, 0);
    expect(await sideways(other)).toBe(0);
    await session.send("Emulation.setEmulatedOSTextScale", { scale: 1 });
    // The height of a line tells; the computed size does not know of this.
    const height = () =>
      other.getByRole("heading", { level: 1 }).evaluate((element) => {
        const words = document.createRange();
        words.selectNodeContents(element);
        return words.getBoundingClientRect().height;
      });
    const before = await height();
    await other.evaluate(() => {
      document.body.style.webkitTextSizeAdjust = "150%";
    });
    await expect.poll(height).toBeGreaterThan(before * 1.4);
    expect(await sideways(other)).toBe(0);
  } finally {
    await phone.close();
  }
});
