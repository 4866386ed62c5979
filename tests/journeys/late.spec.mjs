// Parts of the app that come over the link when a page of theirs is first opened.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, done, installed, signedIn, storedAnswers } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const PART = /\/(split|chunk)_\w+-[0-9a-f]{16}\.wasm$/;

// Says at whose expense a page comes: what was fetched so far.
function parts(page) {
  const seen = new Set();
  page.on("request", (request) => {
    if (PART.test(request.url())) seen.add(new URL(request.url()).pathname);
  });
  return seen;
}

async function home(page) {
  await page.goto("/");
  await arrived(page, "您好", { focused: false });
}

// Waits, as long as nobody has opened it: { opened, open }.
function latch() {
  let open;
  const opened = new Promise((done) => (open = done));
  return { opened, open };
}

const help = (page) => page.getByRole("banner").getByRole("link", { name: "帮助" });

test("home comes without late parts, a page brings its own once", async ({ page }) => {
  const seen = parts(page);
  await home(page);
  await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
  expect([...seen]).toEqual([]);
  await help(page).click();
  await arrived(page, "帮助");
  const first = [...seen];
  expect(first.length).toBeGreaterThan(0);
  await page.goBack();
  await arrived(page, "您好");
  await help(page).click();
  await arrived(page, "帮助");
  expect([...seen]).toEqual(first);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "帮助" [level=1]
  `);
  await expectAccessible(page);
});

test("a late page that is opened first leaves the focus where the browser begins", async ({ page }) => {
  await page.goto("/polls");
  await arrived(page, "投票", { focused: false });
  await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).not.toBeFocused();
  await page.getByRole("main").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("投票");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - link "投票"
      - heading [level=1]
  `);
  await expectAccessible(page);
});

test("a part that does not come is told in words, and trying again brings it", async ({ page }) => {
  await home(page);
  await page.context().route(PART, (route) => route.abort("internetdisconnected"));
  await help(page).click();
  const main = page.getByRole("main");
  await arrived(page, "出了点问题");
  await expect(main.getByText("网络不通", { exact: true })).toBeVisible();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "出了点问题" [level=1]
      - paragraph:
        - strong: 网络不通
      - button "再试一次"
  `);
  await expectAccessible(page);
  await page.context().unroute(PART);
  await main.getByRole("button", { name: "再试一次" }).click();
  await arrived(page, "帮助");
});

// The words of every page but home and the frame.
const WORDS = /\/locales\/[\w-]+-later-[0-9a-f]{16}\.json$/;

test("home reads whole without the later words; a page that lacks them says so, and trying again brings them", async ({ page }) => {
  await page.context().route(WORDS, (route) => route.abort("internetdisconnected"));
  const asked = [];
  page.on("request", (request) => {
    if (WORDS.test(request.url())) asked.push(request.url());
  });
  await home(page);
  const main = page.getByRole("main");
  await expect(main.getByRole("link").first()).toBeVisible();
  expect(asked).toEqual([]);
  // Nothing that can be pressed or heads a section stands there without words.
  for (const role of ["link", "button", "heading"]) {
    for (const one of await page.getByRole(role).all()) await expect(one).toHaveAccessibleName(/\S/);
  }
  await expectAccessible(page);
  await help(page).click();
  await arrived(page, "出了点问题");
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "出了点问题" [level=1]
      - paragraph:
        - strong: 网络不通
      - button "再试一次"
  `);
  await expectAccessible(page);
  await page.context().unroute(WORDS);
  await main.getByRole("button", { name: "再试一次" }).click();
  await arrived(page, "帮助");
  await expect(main.getByRole("heading", { level: 2, name: "打电话找人" })).toBeVisible();
});

test("home says how a vote stands without the later words", async ({ page, context, server }) => {
  await signedIn(context, server);
  const main = page.getByRole("main");
  await page.goto("/polls/clinic-day-poll/ballot");
  await main.getByRole("radio").first().check();
  await expect.poll(() => storedAnswers(page, "clinic-day-poll")).toBeTruthy();
  await context.route(WORDS, (route) => route.abort("internetdisconnected"));
  await page.goto("/");
  await expect(main.getByRole("listitem").filter({ hasText: "医生来义诊" }).getByText("选好了，还没提交")).toBeVisible();
});

test.describe("a newer version on the server", () => {
  test.use({ allowedErrors: [[/404 \(Not Found\) .*\.wasm/], { option: true }] });
  test("a page of an older version opens again when its parts are gone, once", async ({ page }) => {
    await home(page);
    let loads = 0;
    page.on("load", () => (loads += 1));
    await page.context().route(PART, (route) => route.fulfill({ status: 404, body: "" }));
    await help(page).click();
    // The page is opened again; when that does not help, words do.
    await expect.poll(() => loads).toBe(1);
    await arrived(page, "出了点问题", { focused: false });
    await page.context().unroute(PART);
    await page.getByRole("main").getByRole("button", { name: "再试一次" }).click();
    // The page was opened anew by itself: that is a first page, which keeps the browser's own start.
    await arrived(page, "帮助", { focused: false });
    expect(loads).toBe(1);
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "帮助" [level=1]
      - heading "打电话找人" [level=2]
      - link /拨打/
    `);
    await expectAccessible(page);
  });
});

test("after the second visit every page opens without a network", async ({ page, context }) => {
  await home(page);
  await installed(page);
  await page.reload();
  await arrived(page, "您好", { focused: false });
  // The second visit brings what was not needed yet.
  await page.evaluate(async () => {
    const later = JSON.parse(/LATER = (\[.*\])/.exec(await (await fetch("/sw.js")).text())[1]);
    const words = JSON.parse(document.querySelector("script[data-laters]").dataset.laters)["zh-CN"];
    later.push(words);
    while (!(await Promise.all(later.map((url) => caches.match(url)))).every(Boolean)) {
      await new Promise((next) => requestAnimationFrame(next));
    }
  });
  await context.setOffline(true);
  await help(page).click();
  await arrived(page, "帮助");
  await page.goto("/settings");
  await arrived(page, "设置", { focused: false });
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "设置" [level=1]
      - group "颜色"
  `);
  await expectAccessible(page);
});

test("what the community offers may be known later than a post: the way to its older words comes then", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  const post = await done(server, cookie, "POST", "/v1/threads/courtyard-benches/posts", { body: "要靠背。" });
  await done(server, cookie, "PATCH", `/v1/posts/${post.id}`, { body: "要靠背，也要扶手。" });
  const [asked, shown] = [latch(), latch()];
  await page.route("**/v1/service", async (route) => {
    asked.open();
    await shown.opened;
    await route.continue();
  });
  await page.goto("/threads/courtyard-benches");
  await asked.opened;
  const mine = page.getByRole("article", { name: /王秀英/ }).filter({ hasText: "要靠背，也要扶手。" });
  await expect(mine).toContainText("改过");
  const older = mine.getByRole("link", { name: "改过，看以前是怎么写的" });
  await expect(older).toHaveCount(0);
  shown.open();
  await expect(older).toBeVisible();
});
