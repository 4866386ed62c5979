// What a notice and what one says about it can come to: withdrawn, over, refused, undone, nothing there, no network. Each is said in
// words, and each is clean.
import { expectAccessible } from "../support/accessible.mjs";
import { published } from "../support/notices.mjs";
import { aMoment, arrived, asked, done, heard, listening, reading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const MODES = ["standard", "elder"];
const ELDER = "text=24;theme=light;mode=elder;spacing=0";
const WATER = { path: "/notices/water-shutoff", title: "1 至 4 号楼停水一天，请提前接水" };
const LAMPS = { id: "lamps", title: "楼道灯今天换新的", category: "safety", body: "今天下午换 5 号楼的楼道灯。" };
const NO_NETWORK = /^网络不通。这是 \d\d:\d\d 存在手机上的内容。$/;

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });
const inMode = (context, mode) => (mode === "elder" ? reading(context, ELDER) : undefined);

test.setTimeout(120_000);
test.beforeEach(({ context }) => listening(context));

for (const mode of MODES) {
  test(`a notice that was withdrawn says so before anything else, with the reason (${mode})`, async ({ page, context }) => {
    await inMode(context, mode);
    await page.goto("/notices/flea-market");
    await arrived(page, "周末旧物集市", { focused: false });
    await expect(main(page).getByText(/^这条公告已经撤回：摆摊的地方正好是车位划线要用的场地。/)).toBeVisible();
    const words = await main(page).getByRole("article").innerText();
    expect(words.indexOf("这条公告已经撤回")).toBeLessThan(words.indexOf("地点在 5 号楼前的小广场"));
    await expectAccessible(page);
  });

  test(`a notice that no longer holds says so, and what took place is over: nothing of it goes into a calendar (${mode})`, async ({ page, context }) => {
    await inMode(context, mode);
    await page.goto("/notices/power-work");
    await arrived(page, "6 号楼换电表箱，停电三小时（已完成）", { focused: false });
    await expect(main(page).getByText(/^已经过了有效期（.*），仅供参考$/)).toBeVisible();
    await expect(main(page).getByText("已经结束", { exact: true })).toBeVisible();
    await expect(main(page).getByRole("link", { name: "加到手机日历里" })).toHaveCount(0);
    await expectAccessible(page);
  });

  test(`*I have read this* that is not taken says why, and nothing is claimed (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    const cookie = await signedIn(context, server);
    await page.route("**/v1/notices/*/read", (route) =>
      route.request().method() === "PUT" ? route.fulfill({ status: 403, contentType: "application/problem+json", json: { type: "/problems/forbidden", title: "no", status: 403 } }) : route.fallback(),
    );
    await page.goto(WATER.path);
    await arrived(page, WATER.title, { focused: false });
    await button(page, "我看过了").click();
    await expect(main(page).getByText("没有送到。", { exact: true })).toBeVisible();
    await expect(main(page).getByText("这件事您办不了 觉得不对，请打电话问居委会。")).toBeVisible();
    await expect(main(page).getByText("您已经告诉居委会：看过了。")).toHaveCount(0);
    expect((await asked(server, "/v1/notices/water-shutoff", cookie)).read).toBe(false);
    await expectAccessible(page);
    await aMoment(page);
    // The same button says it again.
    await page.unroute("**/v1/notices/*/read");
    await button(page, "我看过了").click();
    await expect(main(page).getByText("您已经告诉居委会：看过了。")).toBeVisible();
    await expect(main(page).getByText("没有送到。", { exact: true })).toHaveCount(0);
    expect((await asked(server, "/v1/notices/water-shutoff", cookie)).read).toBe(true);
    await expectAccessible(page);
  });

  test(`a call is asked for with another number and a time, and called off again (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    await signedIn(context, server);
    await page.goto(`${WATER.path}/call`);
    await arrived(page, "打电话给我讲讲", { focused: false });
    const phone = main(page).getByRole("textbox", { name: "打哪个电话" });
    const note = main(page).getByRole("textbox", { name: "什么时候方便，想问什么" });
    await expect(phone).toHaveCount(0);
    await button(page, "换个号码，或者说个时间").click();
    await expect(phone).toBeFocused();
    await expect(phone).toHaveAccessibleDescription("不填，就打您登记的号码。");
    await expectAccessible(page);
    await phone.fill("19912345678");
    await note.fill("上午十点以后。");
    await button(page, "请打给我").click();
    await expect(main(page).getByText("居委会知道了，会打电话给您。")).toBeVisible();
    await heard(page, "已经请居委会打给您");
    const waiting = await server.staff("notice", "requests", "list");
    expect(waiting).toContain("19912345678");
    expect(waiting).toContain("上午十点以后。");
    await expectAccessible(page);
    await aMoment(page);
    await button(page, "不用打了").click();
    await expect(button(page, "请打给我")).toBeVisible();
    await heard(page, "不用打了");
    await expect.poll(() => server.staff("notice", "requests", "list")).not.toContain("19912345678");
    await expect(page.locator("body"), "the focus stays in the page").not.toBeFocused();
    await expectAccessible(page);
    // What was written for it is not offered to the next call.
    await page.reload();
    await expect(button(page, "请打给我")).toBeVisible();
    await expect(phone).toHaveCount(0);
  });

  test(`a call that is not taken says why, keeps what was written, and is asked for again (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    await signedIn(context, server);
    // As the server answers where it has no number.
    const problem = { type: "/problems/validation", title: "no number", status: 422, errors: [{ pointer: "/phone", code: "missing", detail: "no number" }] };
    await page.route("**/v1/notices/*/call", (route) => route.fulfill({ status: 422, contentType: "application/problem+json", json: problem }), { times: 1 });
    await page.goto(`${WATER.path}/call`);
    await arrived(page, "打电话给我讲讲", { focused: false });
    await button(page, "换个号码，或者说个时间").click();
    const note = main(page).getByRole("textbox", { name: "什么时候方便，想问什么" });
    await note.fill("上午十点以后。");
    await button(page, "请打给我").click();
    await expect(main(page).getByText("没有送到。", { exact: true })).toBeVisible();
    await expect(main(page).getByText("居委会没有您的号码，或者号码写得不对。请写上打哪个电话。")).toBeVisible();
    await expect(main(page).getByText("居委会知道了，会打电话给您。")).toHaveCount(0);
    await expectAccessible(page);
    await aMoment(page);
    await button(page, "改一改再试").click();
    await expect(note).toHaveValue("上午十点以后。");
    await main(page).getByRole("textbox", { name: "打哪个电话" }).fill("19912345678");
    await aMoment(page);
    await button(page, "请打给我").click();
    await expect(main(page).getByText("居委会知道了，会打电话给您。")).toBeVisible();
    expect(await server.staff("notice", "requests", "list")).toContain("19912345678");
    await expectAccessible(page);
  });

  test(`an inbox that has nothing says how something comes into it (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    await signedIn(context, server);
    await page.goto("/inbox");
    await arrived(page, "我的消息", { focused: false });
    await expect(main(page).getByText("还没有消息。选好想知道的事，有了新的就在这里。")).toBeVisible();
    await expect(button(page, "这些都看过了")).toHaveCount(0);
    await expectAccessible(page);
    await main(page).getByRole("link", { name: "有什么事告诉我" }).click();
    await arrived(page, "有什么事告诉我");
  });

  test(`without a network the inbox shows what the phone has kept, and says so (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    const cookie = await signedIn(context, server);
    await done(server, cookie, "PUT", "/v1/me/subscriptions", { categories: ["safety"], own_building: false, matters: [] });
    await published(server, LAMPS);
    await page.goto("/inbox");
    await arrived(page, "我的消息", { focused: false });
    const row = main(page).getByRole("listitem").filter({ hasText: LAMPS.title });
    await expect(row).toBeVisible();
    await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "首页" }).click();
    await context.setOffline(true);
    await main(page).getByRole("link", { name: /^我的消息/ }).click();
    await arrived(page, "我的消息");
    await expect(main(page).getByText(NO_NETWORK)).toBeVisible();
    await expect(row).toContainText("没看过");
    await expectAccessible(page);
  });

  test(`what is followed could not be kept: that is said, what was chosen stays, and trying again keeps it (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    const cookie = await signedIn(context, server);
    await page.goto("/following");
    await arrived(page, "有什么事告诉我", { focused: false });
    const safety = main(page).getByRole("checkbox", { name: "安全" });
    await safety.check();
    await page.route("**/v1/me/subscriptions", (route) => (route.request().method() === "PUT" ? route.abort("internetdisconnected") : route.fallback()));
    await button(page, "记下来").click();
    await expect(main(page).getByText("网络不通", { exact: true })).toBeVisible();
    await expect(main(page).getByText("记下了。")).toHaveCount(0);
    await expect(safety).toBeChecked();
    await expectAccessible(page);
    await page.unroute("**/v1/me/subscriptions");
    await button(page, "再试一次").click();
    await expect(main(page).getByText("记下了。")).toBeVisible();
    await expect(main(page).getByText("网络不通", { exact: true })).toHaveCount(0);
    expect((await asked(server, "/v1/me/subscriptions", cookie)).categories).toEqual(["safety"]);
    await expectAccessible(page);
  });
}

test("nobody is asked whether they have read what asks for no such word", async ({ page, context, server }) => {
  await signedIn(context, server);
  const asks = async (path, title) => {
    await page.goto(path);
    await arrived(page, title, { focused: false });
    // What stands below it is there: so would it be.
    await expect(main(page).getByRole("heading", { level: 2, name: "没看明白？" })).toBeVisible();
    return button(page, "我看过了").count();
  };
  expect(await asks("/notices/finance-quarter", "上个季度公共收益收支公示")).toBe(0);
  await expect(main(page).getByText("居委会想知道还有谁没看到")).toHaveCount(0);
  expect(await asks(WATER.path, WATER.title)).toBe(1);
});
