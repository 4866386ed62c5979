// Before the app is there, and where it never comes: what index.html and boot.js say by themselves. No page of the app's stands around
// these words, so only what the app has everywhere is not asked for.
import { expect, test } from "../support/test.mjs";
import { unseen } from "./examine.mjs";
import { told, watching, words } from "./failing.mjs";
import { database } from "./seed.mjs";

const WASM = /\/linli-[0-9a-f]{16}\.wasm$/;
const PARTS = /\/(split|chunk)_\w+-[0-9a-f]{16}\.wasm$/;
const LATER = /\/locales\/[\w-]+-later-[0-9a-f]{16}\.json$/;
const FIRST = /\/locales\/zh-CN-[0-9a-f]{16}\.json$/;

// Why the app does not come, and which of the three messages says so.
const LOST = [
  { what: "the app's code does not come", says: "load", lose: (page) => page.route(WASM, (route) => route.abort("internetdisconnected")) },
  { what: "its code is made for a newer browser", says: "old", lose: (page) => page.route(WASM, (route) => route.fulfill({ contentType: "application/wasm", body: "\0asm, but not as it should be" })) },
  { what: "a browser without WebAssembly", says: "old", lose: (page) => page.addInitScript(() => delete window.WebAssembly) },
  { what: "a browser that is too old", says: "old", lose: (page) => page.addInitScript(() => delete window.Proxy) },
];

const TITLES = { load: "没能打开", old: "浏览器版本太旧", crash: "页面出了点问题" };
const said = (page, kind) => page.getByRole("alert").filter({ has: page.getByRole("heading", { name: TITLES[kind] }) });

const NOTICE = "/notices/lift-vote";

test.use({ allowedErrors: [[/wasm|WebAssembly|Proxy|console: .*(fetch|TypeError)/i], { option: true }] });

for (const mode of ["standard", "elder"]) {
  test.describe(`${mode} mode`, () => {
    const seen = unseen();
    const begun = async ({ browser, servers, wrongs }, more = {}) => {
      const server = await servers.start({ from: database() });
      return watching({ browser, server, wrongs }, mode, { seen, ...more });
    };

    for (const { what, says, lose } of LOST) {
      test(`${what}: words, and a button`, async ({ browser, servers, wrongs }) => {
        const { phone, page, look } = await begun({ browser, servers, wrongs }, { who: "nobody" });
        await lose(page);
        await page.goto("/");
        const failure = said(page, says);
        await expect(failure).toBeVisible();
        await expect(failure).toBeFocused();
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expect(failure.getByRole("button", { name: /^重新打开/ })).toBeVisible();
        await expect(page.getByText("正在打开……")).toBeHidden();
        await look(what, { app: false });
        // What can be mended by itself is, by the button.
        if (what === LOST[0].what) {
          await page.unroute(WASM);
          await failure.getByRole("button", { name: /^重新打开/ }).click();
          await phone.settled();
          await expect(page.getByRole("heading", { level: 1 })).toHaveText("您好");
        }
        await phone.close();
      });
    }

    test("the app breaks down: the page stays, with words and a button", async ({ browser, servers, wrongs }) => {
      const { phone, page, look } = await begun({ browser, servers, wrongs });
      await phone.open("/help");
      await page.evaluate(() => window.__linli.failed("crash"));
      const failure = said(page, "crash");
      await expect(failure).toBeFocused();
      await expect(page.getByRole("heading", { level: 1, name: "帮助" })).toBeVisible();
      await look("the app has broken down");
      await failure.getByRole("button", { name: /^重新打开/ }).click();
      await expect(failure).toHaveCount(0);
      await phone.settled();
      await phone.close();
    });

    test("while the app is on its way: the page that says so, and a notice that can be read before", async ({ browser, servers, wrongs }) => {
      const { phone, page, look } = await begun({ browser, servers, wrongs }, { who: "nobody" });
      let go;
      const held = new Promise((done) => (go = done));
      await page.route(WASM, async (route) => {
        await held;
        await route.fallback();
      });
      await page.goto("/", { waitUntil: "commit" });
      await expect(page.getByText("正在打开……")).toBeVisible();
      await look("being opened", { app: false });
      await page.goto(NOTICE, { waitUntil: "commit" });
      await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("社区通知、投票与议事");
      await look("a notice before the app", { app: false });
      go();
      await phone.close();
    });

    test("a page's code or words do not come: words, and a button that brings them", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      for (const [what, file] of [["code", PARTS], ["words", LATER]]) {
        await page.route(file, (route) => route.abort("internetdisconnected"));
        await phone.open("/");
        await page.getByRole("banner").getByRole("link", { name: words("app.mine") }).click();
        await told(main, "offline");
        await look(`a page without its ${what}`);
        await page.unroute(file);
        await main.getByRole("button", { name: words("app.retry") }).click();
        await expect(main.getByRole("heading", { level: 1, name: words("me.title") })).toBeVisible();
      }
      await phone.close();
    });

    test("the first words do not come: it is said without them", async ({ browser, servers, wrongs }) => {
      const { phone, page, look } = await begun({ browser, servers, wrongs }, { who: "nobody" });
      await page.route(FIRST, (route) => route.abort("internetdisconnected"));
      await page.goto("/");
      await expect(said(page, "load")).toBeVisible();
      await look("no words", { app: false });
      await phone.close();
    });

    test("no network and no worker: what is open goes on, and says what it cannot", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      await phone.open("/polls");
      await phone.context.setOffline(true);
      await expect(main.getByText(words("app.offline"))).toBeVisible();
      await look("no network, on a page that is there");
      // Never opened on this phone.
      await phone.go("/polls/property-survey");
      await told(main, "offline");
      await look("no network, on a page that was never here");
      await phone.context.setOffline(false);
      await expect(main.getByText(words("app.offline"))).toHaveCount(0);
      await phone.close();
    });
  });
}

// Nothing of elder mode is there without scripts.
test("without scripts: words, and where to get papers", async ({ browser, servers, wrongs }) => {
  const server = await servers.start({ from: database() });
  const papers = "或者联系社区工作人员领取纸质材料";
  const without = await watching({ browser, server, wrongs }, "standard", { who: "nobody", javaScriptEnabled: false });
  await without.page.goto("/");
  expect(await without.main.innerText()).toContain(papers);
  await without.phone.close();
  // The probes are scripts themselves: they look at the same page without its own.
  const { phone, page, main, look } = await watching({ browser, server, wrongs }, "standard", { who: "nobody" });
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replace(/<script[^>]*>[^]*?<\/script>/g, "").replace(/(<\/?)noscript>/g, "$1div>");
    return route.fulfill({ response, body: text });
  });
  await page.goto("/");
  await expect(main).toContainText(papers);
  await look("without scripts", { app: false });
  await phone.close();
});
