// One ballot, two phones: the receipt's code takes it from one to the other.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, reading, signedIn } from "../support/pages.mjs";
import { scan } from "../support/qr.mjs";
import { expect, test } from "../support/test.mjs";

const POLL = "clinic-day-poll";
const AFTERNOON = "下午 1:30—5:00";
const MORNING = "上午 8:00—11:30";
// What the demo community has voted before.
const VOTED = 96;

const main = (page) => page.getByRole("main");
const voted = async (server) => (await asked(server, `/v1/polls/${POLL}`)).voted;

async function vote(page, choice) {
  await main(page).getByRole("radio", { name: choice }).first().check();
  await main(page).getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");
  await main(page).getByRole("button", { name: "提交我的投票" }).click();
  await arrived(page, "投票回执");
  await expect(main(page).getByText(/已计入$/)).toBeVisible();
}

// What the page's QR code says to a camera, and the letters beside it.
async function code(page, context) {
  await main(page).getByText("带到另一部手机，或打印留底").click();
  const picture = main(page).getByRole("img", { name: "二维码，内容是回执码" });
  await picture.scrollIntoViewIfNeeded();
  const scanned = await scan(context, await picture.screenshot());
  const letters = await main(page).getByText(/^(\w{4} ){6}\w{4}$/).textContent();
  expect(scanned).toBe(`LINLI1 ${POLL} ${letters}`);
  return { scanned, letters };
}

for (const { mode, preferences } of [
  { mode: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { mode: "elder, dark", preferences: "text=24;theme=dark;mode=elder;spacing=0" },
]) {
  test(`a ballot is taken to another phone and changed there, ${mode}`, async ({ page, context, anotherPhone, server }) => {
    await signedIn(context, server);
    await reading(context, preferences);
    await page.goto(`/polls/${POLL}/ballot`);
    await vote(page, AFTERNOON);
    const { scanned, letters } = await code(page, context);
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "投票回执" [level=1]
        - group:
          - text: 带到另一部手机，或打印留底
          - paragraph: /在那部手机上登录/
          - paragraph: 回执码
          - paragraph: ${letters}
          - img "二维码，内容是回执码"
          - paragraph: /也能改您的票，请像钥匙一样收好。$/
    `);
    await expectAccessible(page);

    const phone = await anotherPhone();
    await reading(phone.context(), preferences);
    await signedIn(phone.context(), server);
    await phone.goto(`/polls/${POLL}`);
    await main(phone).getByRole("link", { name: "用回执码取票" }).tap();
    await arrived(phone, "把票取到这部手机");
    const field = main(phone).getByRole("textbox", { name: "回执码" });
    const bring = main(phone).getByRole("button", { name: "取票" });

    // What is wrong with it is said, and what was typed stays.
    await field.fill(letters.slice(0, 9));
    await bring.tap();
    await expect(main(phone).getByRole("link", { name: "回执码一共 28 个字母和数字，这里是 8 个。" })).toBeVisible();
    await expect(field).toHaveValue(letters.slice(0, 9));
    await expectAccessible(phone);
    const wrong = (letters[0] === "0" ? "1" : "0") + letters.slice(1);
    await field.fill(wrong);
    await expect(main(phone).getByRole("link", { name: "有一个字不对。请对照回执，一组一组再看看。" })).toBeVisible();
    await field.fill(scanned.replace(POLL, "parking-lines-poll"));
    await expect(main(phone).getByRole("link", { name: "这是另一次投票的回执码，请打开那次投票再输。" })).toBeVisible();
    expect(await voted(server)).toBe(VOTED + 1);

    await field.fill(letters.toLowerCase().replaceAll(" ", "").replaceAll("0", "o"));
    await bring.tap();
    await arrived(phone, "投票回执");
    await expect(main(phone).getByText("已计入", { exact: true })).toBeVisible();
    await expect(main(phone).getByRole("definition").filter({ hasText: AFTERNOON })).toBeVisible();
    await main(phone).getByRole("link", { name: "改我的票" }).tap();
    await vote(phone, MORNING);
    await expectAccessible(phone);
    expect(await voted(server)).toBe(VOTED + 1);

    // The first phone does not go on saying what is no longer true.
    await page.reload();
    await expect(main(page).getByRole("definition").filter({ hasText: MORNING })).toBeVisible();
    await expect(main(page).getByText("已计入", { exact: true })).toBeVisible();

    // Withdrawn there: here it is no longer called counted, and nothing is thrown away.
    await main(phone).getByRole("button", { name: "撤回我的票" }).tap();
    await phone.getByRole("dialog").getByRole("button", { name: "撤回" }).tap();
    await expect(main(phone).getByText("这部手机上没有这次投票的回执。")).toBeVisible();
    expect(await voted(server)).toBe(VOTED);
    await page.reload();
    await expect(main(page).getByText("没有计入", { exact: true })).toBeVisible();
    await expect(main(page).getByText("没有找到这张票")).toBeVisible();
    await expect(main(page).getByText(/已计入$/)).toHaveCount(0);
    await expect(main(page).getByRole("definition").filter({ hasText: MORNING })).toBeVisible();
    await expectAccessible(page);
  });
}

test("an answer from somebody else, as in a café, takes no receipt away", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto(`/polls/${POLL}/ballot`);
  await vote(page, AFTERNOON);
  const cafe = (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<h1>Sign in to the wireless network</h1>" });
  await page.route("**/ballot/lookup", cafe);
  await page.reload();
  await expect(main(page).getByText("没有找到这张票")).toBeVisible();
  await page.unroute("**/ballot/lookup", cafe);
  await page.reload();
  await expect(main(page).getByText("已计入", { exact: true })).toBeVisible();
  await expect(main(page).getByRole("definition").filter({ hasText: AFTERNOON })).toBeVisible();
});

test("a code that no ballot has, and no network: told, and what was typed stays", async ({ page, context, anotherPhone, server }) => {
  await signedIn(context, server);
  // Whoever has not voted has nothing to bring.
  await page.goto(`/polls/${POLL}/bring`);
  await expect(main(page).getByText("您还没有投这次票，直接投就行。")).toBeVisible();
  await expect(main(page).getByRole("textbox")).toHaveCount(0);
  await expectAccessible(page);
  const phone = await anotherPhone();
  await signedIn(phone.context(), server);
  await phone.goto(`/polls/${POLL}/ballot`);
  await vote(phone, AFTERNOON);
  await page.goto(`/polls/${POLL}/bring`);
  const field = main(page).getByRole("textbox", { name: "回执码" });
  const nobodys = "0000 0000 0000 0000 0000 0000 0000";
  await field.fill(nobodys);
  await main(page).getByRole("button", { name: "取票" }).click();
  await expect(main(page).getByText("没有找到这张票")).toBeVisible();
  await expect(field).toHaveValue(nobodys);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "把票取到这部手机" [level=1]
      - textbox "回执码": ${nobodys}
      - paragraph:
        - strong: 没有找到这张票
      - button "取票"
  `);
  await expectAccessible(page);
  await context.setOffline(true);
  await page.getByRole("main").getByRole("button", { name: "取票" }).focus();
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue(nobodys);
  await expect(main(page).getByText("网络不通")).toBeVisible();
  await expect(main(page).getByText("没有找到这张票")).toHaveCount(0);
});

test("the printed receipt: one A4 page, the code that a camera reads, and not what was chosen", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto(`/polls/${POLL}/ballot`);
  await vote(page, AFTERNOON);
  const choice = main(page).getByRole("definition").filter({ hasText: AFTERNOON });
  await expect(choice).toBeVisible();
  // A4 less the margins of 15 mm.
  await page.setViewportSize({ width: 680, height: 1009 });
  await page.emulateMedia({ media: "print" });
  await expect(choice).toBeHidden();
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(main(page).getByRole("link")).toHaveCount(0);
  const picture = main(page).getByRole("img", { name: "二维码，内容是回执码" });
  const { width } = await picture.boundingBox();
  // 4.5 cm on paper.
  expect(width).toBeGreaterThanOrEqual(170);
  const letters = await main(page).getByText(/^(\w{4} ){6}\w{4}$/).textContent();
  expect(await scan(context, await picture.screenshot())).toBe(`LINLI1 ${POLL} ${letters}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(680);
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(paper.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
});
