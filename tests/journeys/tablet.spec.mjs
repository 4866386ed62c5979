// A tablet for everybody is made one on the tablet itself: by its address, once, and ended by words that only staff know. Every
// other browser on the same server stays as it was.
import { walk } from "../accessibility/examine.mjs";
import { install } from "../accessibility/screen.mjs";
import { forEverybody, remembered } from "../support/assist.mjs";
import { aMoment, arrived, complete, heading, reading, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const PLACE = "/assist/tablet";
const MAKE = "把这台平板给大家用";
const START = "这台平板，大家都能用";
const END = "这台平板不再给大家用";
const WORDS = "两把蒲扇";

const main = (page) => page.getByRole("main");
const bar = (page) => page.getByRole("region", { name: "帮忙", exact: true });
const words = (page, name) => main(page).getByRole("textbox", { name });
const press = async (within, name) => {
  await aMoment(within.page());
  await within.getByRole("button", { name, exact: true }).click();
};
const start = (page) => arrived(page, START, { focused: false });

// As staff do it on the tablet.
async function made(page) {
  await page.goto(PLACE);
  await arrived(page, MAKE, { focused: false });
  await words(page, /^定一个口令/).fill(WORDS);
  await press(main(page), MAKE);
  await start(page);
}

test("one tablet is for everybody, after each person and after a restart; the phones of the same server are not", async ({ page, context, anotherPhone, server }) => {
  // Whoever sets it up chooses how one reads on it.
  await page.goto("/");
  await arrived(page, "您好", { focused: false });
  await page.getByRole("button", { name: "长辈版", exact: true }).click();
  await made(page);
  const asSetUp = async () => {
    expect((await remembered(page)).toSorted()).toEqual(["linli.kiosk", "linli.prefs"]);
    await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  };
  await asSetUp();
  await page.reload();
  await start(page);

  // The wipe after a person leaves it what it is.
  await press(main(page), "开始看");
  await expect(heading(page, "您好")).toBeVisible();
  await page.goto("/threads/courtyard-benches");
  await page.getByRole("button", { name: "标准版", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "standard");
  await press(bar(page), "我用完了");
  await press(page.getByRole("dialog", { name: "现在就结束吗？" }), "我用完了");
  await start(page);
  await asSetUp();

  const phone = await anotherPhone();
  await phone.goto("/");
  await arrived(phone, "您好", { focused: false });
  await complete(phone);
  await expect(bar(phone)).toHaveCount(0);
  await signedIn(phone.context(), server);
  await phone.goto("/threads/courtyard-benches/write");
  await main(phone).getByRole("textbox").first().fill("自己手机上写的");
  await expect.poll(() => stored(phone, "drafts")).toEqual(["自己手机上写的"]);
  await expect(bar(phone)).toHaveCount(0);
});

test("it ends only by the words, on the tablet", async ({ page }) => {
  await made(page);
  // No link leads there.
  await page.goto(PLACE);
  await arrived(page, END, { focused: false });
  await press(main(page), END);
  await expect(main(page).getByRole("link", { name: "口令不对，请再写一遍。" })).toBeVisible();
  await words(page, "口令").fill("两把扇子");
  await press(main(page), END);
  await expect(main(page).getByRole("link", { name: "口令不对，请再写一遍。" })).toBeVisible();
  await page.goto("/");
  await start(page);
  await page.goto(PLACE);
  await words(page, "口令").fill(WORDS);
  await press(main(page), END);
  await arrived(page, "您好", { focused: false });
  await complete(page);
  await expect(bar(page)).toHaveCount(0);
  await page.reload();
  await arrived(page, "您好", { focused: false });
  await complete(page);
  await expect(bar(page)).toHaveCount(0);
});

test("on a phone on which somebody is signed in nothing begins and nothing is lost", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto("/threads/courtyard-benches/write");
  await main(page).getByRole("textbox").first().fill("只写了一半");
  await expect.poll(() => stored(page, "drafts")).toEqual(["只写了一半"]);
  await page.goto(PLACE);
  await arrived(page, MAKE, { focused: false });
  await expect(main(page).getByText("这里还登录着一个人。请先退出登录，再来打开。")).toBeVisible();
  await expect(main(page).getByRole("textbox")).toHaveCount(0);
  expect(await stored(page, "drafts")).toEqual(["只写了一半"]);
  await expect(bar(page)).toHaveCount(0);
});

test.describe("an address of its own for such tablets", () => {
  // What is said of the app's set-up comes from here, not from a worker's store.
  test.use({ serviceWorkers: "block" });

  test("nobody ends it on a tablet", async ({ page, context }) => {
    await forEverybody(context);
    await page.goto(PLACE);
    await arrived(page, END, { focused: false });
    await expect(main(page).getByText("这个网址是专门给公用平板的，在这里关不掉。")).toBeVisible();
    await expect(main(page).getByRole("textbox")).toHaveCount(0);
  });
});

for (const [mode, text] of [["standard", 18], ["elder", 24]]) {
  test(`in ${mode} mode everybody can read and use both pages`, async ({ page, context }) => {
    test.setTimeout(120_000);
    await reading(context, `text=${text};theme=light;mode=${mode};spacing=0`);
    await context.addInitScript(install);
    const look = walk(page, mode);
    const looked = async (name, how) => expect.soft((await look(name, how)).map(({ probe, what, cell }) => `${probe}: ${what} (${cell})`), name).toEqual([]);
    await page.goto(PLACE);
    await arrived(page, MAKE, { focused: false });
    await complete(page);
    await looked("making it one");
    await words(page, /^定一个口令/).fill("扇");
    await press(main(page), MAKE);
    await expect(main(page).getByRole("link", { name: "口令太短了，请写 4 个字以上。" })).toBeVisible();
    await looked("too short", ["pressed"]);
    await words(page, /^定一个口令/).fill(WORDS);
    await press(main(page), MAKE);
    await start(page);
    await page.goto(PLACE);
    await arrived(page, END, { focused: false });
    await complete(page);
    await looked("ending it");
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "${END}" [level=1]
        - paragraph: 要关掉，请输入打开时定的口令。
        - textbox "口令"
        - button "${END}"
    `);
  });
}
