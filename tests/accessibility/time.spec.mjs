// Nobody has to hurry: twenty minutes and twenty hours after a page was opened and filled in it says the same, holds the same
// and has the focus where it was. What was sent, kept or taken back is said as long as the page stands.
import { aMomentByClock } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { Phone } from "./phone.mjs";
import { aMinute, unhurried } from "./probes/time.mjs";
import { database, phone as kept } from "./seed.mjs";

// Where somebody takes their time, and what they have done there by then.
const PLACES = [
  { path: "/", fill: async () => {} },
  { path: "/polls/property-survey/ballot", fill: async (main) => main.getByRole("radio").first().check() },
  { path: "/polls/courtyard/check", fill: async () => {} },
  { path: "/threads/courtyard-benches/write", fill: async (main) => main.getByRole("textbox").first().fill("我慢慢写，不着急。") },
  { path: "/matters/new", fill: async (main) => main.getByRole("radio").first().check() },
  { path: "/search", fill: async (main) => main.getByRole("searchbox").or(main.getByRole("textbox")).first().fill("停水") },
];

const POSTS = /\/v1\/threads\/[^/]+\/posts/;
const WRITE = "/threads/courtyard-benches/write";

// What somebody does, and what is said of it.
const DEEDS = [
  { path: "/polls/courtyard/check", act: ({ press }) => press("提交我的投票"), says: "已计入" },
  {
    path: "/polls/courtyard/receipt",
    act: async ({ page, press }) => {
      await press("撤回我的票");
      await aMomentByClock(page);
      await page.getByRole("dialog").getByRole("button", { name: "撤回", exact: true }).click();
    },
    says: "已撤回。这张票不算数了。",
  },
  { path: WRITE, act: async ({ main }) => main.getByRole("textbox").first().fill("先写一半。"), says: "写了 5 个字" },
  { path: WRITE, act: ({ press }) => press("不要了，重新写"), says: "扔掉了。" },
  {
    path: WRITE,
    act: async ({ main, press }) => {
      await main.getByRole("textbox").first().fill("椅子要结实。");
      await press("发出去");
    },
    says: "椅子要结实。",
  },
  {
    path: WRITE,
    refuse: POSTS,
    act: async ({ main, press }) => {
      await main.getByRole("textbox").first().fill("椅子要宽。");
      await press("发出去");
    },
    says: "没有发出去",
  },
];

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode a page waits twenty minutes and twenty hours`, async ({ browser, servers, wrongs }) => {
    test.setTimeout(120_000);
    const server = await servers.start({ from: database() });
    const phone = await Phone.start({ browser, server, wrongs, kept: await kept(), preferences: `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0` });
    await phone.page.clock.install();
    const wrong = [];
    for (const { path, fill } of PLACES) {
      await phone.open(path);
      wrong.push(...(await aMinute(phone)).map((what) => `${path}, after a minute: ${what}`));
      await fill(phone.page.getByRole("main"));
      await phone.settled();
      wrong.push(...(await unhurried(phone)).map((what) => `${path}: ${what}`));
    }
    await phone.close();
    expect(wrong).toEqual([]);
  });

  test(`in ${mode} mode what is said after something was done stays`, async ({ browser, servers, wrongs }) => {
    test.setTimeout(120_000);
    const server = await servers.start({ from: database() });
    const phone = await Phone.start({ browser, server, wrongs, kept: await kept(), preferences: `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0` });
    const { page, context } = phone;
    // Here everything is done in earnest.
    await context.unroute("**/v1/**");
    await page.clock.install();
    const main = page.getByRole("main");
    const wrong = [];
    const press = async (name) => {
      await aMomentByClock(page);
      await main.getByRole("button", { name, exact: true }).first().click();
    };
    for (const { path, act, says, refuse } of DEEDS) {
      if (refuse) await page.route(refuse, (route) => (route.request().method() === "GET" ? route.fallback() : route.fulfill({ status: 409, contentType: "application/problem+json", body: '{"type":"/problems/duplicate","title":"x","status":409}' })));
      await phone.open(path);
      await act({ page, main, press });
      await expect(main).toContainText(says);
      await phone.settled();
      wrong.push(...(await unhurried(phone)).map((what) => `${path}, ${says}: ${what}`));
      await expect.soft(main, path).toContainText(says);
      if (refuse) await page.unroute(refuse);
    }
    await phone.close();
    expect(wrong).toEqual([]);
  });
}
