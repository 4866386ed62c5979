// A resident reads on somebody else's phone as suits her: elder mode, the largest letters, another language. However the help ends,
// the helper reads afterwards as before; and a tablet for everybody is after each person as it was set up.
import { agreesByCode, forEverybody, helping } from "../support/assist.mjs";
import { aMomentByClock, arrived, follow, heading, installed, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const HELPER = "19900000002";
const RESIDENT = "19900000001";
const LETTER = "WTNG-2345-6789-ABCD";
const OWN = "text=21;theme=light;mode=standard;spacing=0;motion=auto;speed=100";

const main = (page) => page.getByRole("main");
const bar = (page) => page.getByRole("region", { name: /^(帮忙|Help)$/ });
const toolbar = (page, name) => page.getByRole("button", { name, exact: true });

// Chosen before, as whose phone it is has done; not again when a page is opened anew.
const reads = (page, preferences) => page.evaluate((value) => localStorage.setItem("linli.prefs", value), preferences);

// By the buttons that are on every page, and by a choice between two texts.
async function readsDifferently(page) {
  const root = page.locator("html");
  await page.goto("/notices/lift-vote");
  await expect(heading(page, /电梯/)).toBeVisible();
  await toolbar(page, "English").click();
  await expect(root).toHaveAttribute("lang", "en");
  await aMomentByClock(page);
  await toolbar(page, "Elder mode").click();
  await expect(root).toHaveAttribute("data-mode", "elder");
  for (const size of ["30", "36"]) {
    await aMomentByClock(page);
    await toolbar(page, "Larger text").click();
    await expect(root).toHaveAttribute("data-text", size);
  }
  await page.evaluate(() => localStorage.setItem("linli.notice-text", "official"));
  expect(await kept(page)).toMatchObject({ "linli.locale": "en", "linli.notice-text": "official" });
}

const kept = (page) => page.evaluate(() => Object.fromEntries(["linli.prefs", "linli.locale", "linli.notice-text"].map((key) => [key, localStorage.getItem(key)])));

async function asBefore(page) {
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-text", "21");
  await expect(root).toHaveAttribute("data-mode", "standard");
  await expect(root).toHaveAttribute("lang", "zh-CN");
  // Without a network the server goes on until it is told; the page that tells it wipes once more, and opens anew.
  await expect(async () => {
    expect(await kept(page)).toEqual({ "linli.prefs": OWN, "linli.locale": null, "linli.notice-text": null });
    expect(await page.evaluate(() => localStorage.getItem("linli.before-help"))).toBeNull();
  }).toPass();
}

const press = async (page, button, dialog) => {
  await aMomentByClock(page);
  await bar(page).getByRole("button", { name: button }).filter({ visible: true }).click();
  await aMomentByClock(page);
  await page.getByRole("dialog", { name: dialog }).getByRole("button", { name: button }).click();
};
const byTheButton = (page) => press(page, /^End/, "End it now?");
const ENDS = [
  ["by the button", byTheButton],
  [
    "when nobody has used the phone for 30 minutes",
    async (page) => {
      await page.clock.fastForward("28:10");
      await expect(page.getByRole("dialog", { name: "Is somebody still there?" })).toBeVisible();
      await page.clock.fastForward("02:00");
    },
  ],
  [
    "without a network",
    async (page, { context }) => {
      await installed(page);
      await context.setOffline(true);
      await byTheButton(page);
    },
  ],
  [
    "by staff, heard of with the next page",
    async (page, { server }) => {
      const [, id] = /^(\S+) {2}陈晓燕 helps/m.exec(await server.staff("assist", "list"));
      await server.staff("assist", "end", id);
      await follow(page, "/polls");
    },
  ],
  [
    "while no page was open",
    async (page, { server }) => {
      await page.goto("about:blank");
      const [, id] = /^(\S+) {2}陈晓燕 helps/m.exec(await server.staff("assist", "list"));
      await server.staff("assist", "end", id);
      await page.goto("/");
    },
  ],
];

for (const [how, end] of ENDS) {
  test(`ended ${how}, the helper reads as before`, async ({ page, context, server }) => {
    test.slow();
    await page.clock.install();
    await signedIn(context, server, HELPER);
    await page.goto("/");
    await reads(page, OWN);
    await agreesByCode(page, server, RESIDENT);
    await readsDifferently(page);
    // Opened again, it is as she reads.
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-text", "36");
    await expect(bar(page)).toBeVisible();
    await end(page, { context, server });
    await arrived(page, "帮忙已经结束", { focused: false });
    await asBefore(page);
    await context.setOffline(false);
    await page.goto("/");
    await expect(heading(page, /陈晓燕/)).toBeVisible();
    await asBefore(page);
  });
}

test("the next one who is helped begins as the helper reads", async ({ page, context, server }) => {
  await page.clock.install();
  await page.goto("/");
  await reads(page, OWN);
  for (const _ of ["first", "second"]) {
    await helping(context, server, HELPER, { letter: LETTER });
    await page.goto("/");
    await expect(bar(page)).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("data-text", "21");
    await readsDifferently(page);
    await byTheButton(page);
    await arrived(page, "帮忙已经结束", { focused: false });
    await asBefore(page);
  }
});

test.describe("a tablet for everybody", () => {
  // What is said of the app's set-up comes from here, not from a worker's store.
  test.use({ serviceWorkers: "block" });

  test("is after each person as it was set up before the first", async ({ page, context, server }) => {
    test.slow();
    const start = (name = "这台平板，大家都能用") => arrived(page, name, { focused: false });
    await forEverybody(context);
    await page.clock.install();
    // Set up on its first page; nobody touches it for a while.
    await page.goto("/");
    await start();
    await toolbar(page, "长辈版").click();
    await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
    const asSetUp = async () => {
      await start();
      await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
      await expect(page.locator("html")).toHaveAttribute("data-text", "24");
      await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
    };

    // One looks around and enlarges, and is gone.
    await main(page).getByRole("button", { name: "开始看" }).click();
    await main(page).getByRole("link", { name: "看公告" }).click();
    await arrived(page, "公告");
    await toolbar(page, "字大一点").click();
    await expect(page.locator("html")).toHaveAttribute("data-text", "30");
    await page.clock.fastForward("08:10");
    await expect(page.getByRole("dialog", { name: "还在用吗？" })).toBeVisible();
    await page.clock.fastForward("02:00");
    await asSetUp();

    // Another one signs in, reads standard and English, and says so at the end.
    await signedIn(context, server, RESIDENT);
    await page.goto("/");
    await expect(heading(page, /王秀英/)).toBeVisible();
    await toolbar(page, "标准版").click();
    await expect(page.locator("html")).toHaveAttribute("data-mode", "standard");
    await aMomentByClock(page);
    await toolbar(page, "English").click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await press(page, "I am done", "End it now?");
    await asSetUp();
  });
});
