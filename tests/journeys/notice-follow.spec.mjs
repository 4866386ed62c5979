// What one follows, what of it was seen, and what the phone itself remembers when somebody signs out.
import { expectAccessible } from "../support/accessible.mjs";
import { imported, published } from "../support/notices.mjs";
import { arrived, asked, done, reading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const ELDER = "text=24;theme=light;mode=elder;spacing=0";
const LAMPS = { id: "lamps", title: "楼道灯今天换新的", category: "safety", body: "今天下午换 5 号楼的楼道灯。" };

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });
const row = (page, title) => main(page).getByRole("listitem").filter({ hasText: title });

test.setTimeout(120_000);

test("who follows their own building is told of it, and not of others", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  await page.goto("/following");
  await arrived(page, "有什么事告诉我", { focused: false });
  const own = main(page).getByRole("checkbox", { name: "我们楼、我们网格的公告" });
  await expect(own).not.toBeChecked();
  await own.check();
  await button(page, "记下来").click();
  await expect(main(page).getByText("记下了。")).toBeVisible();
  expect(await asked(server, "/v1/me/subscriptions", cookie)).toMatchObject({ own_building: true, categories: [] });
  await expectAccessible(page);
  await page.reload();
  await expect(own).toBeChecked();

  await imported(server, [
    { id: "ours", title: "5 号楼雨棚要修", buildings: ["5号楼"], body: "请绕行。" },
    { id: "theirs", title: "2 号楼雨棚要修", buildings: ["2号楼"], body: "请绕行。" },
    { id: "everybodys", title: "大门口的灯要修", body: "请当心。" },
  ]);
  await page.goto("/inbox");
  await arrived(page, "我的消息", { focused: false });
  await expect(row(page, "5 号楼雨棚要修")).toContainText("没看过");
  await expect(main(page).getByRole("heading", { level: 2 })).toHaveText(["5 号楼雨棚要修"]);
  await expectAccessible(page);

  // Not any more.
  await page.goto("/following");
  await own.uncheck();
  await button(page, "记下来").click();
  await expect(main(page).getByText("记下了。")).toBeVisible();
  expect((await asked(server, "/v1/me/subscriptions", cookie)).own_building).toBe(false);
});

for (const mode of ["standard", "elder"]) {
  test(`all of it was seen, by one button (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    await done(server, cookie, "PUT", "/v1/me/subscriptions", { categories: ["safety"], own_building: false, matters: [] });
    await imported(server, [1, 2, 3].map((n) => ({ ...LAMPS, id: `lamps-${n}`, title: `${n} 号楼的楼道灯换新的` })));
    await page.goto("/inbox");
    await arrived(page, "我的消息", { focused: false });
    const unseen = main(page).getByText("没看过", { exact: true });
    await expect(unseen).toHaveCount(3);
    await expectAccessible(page);
    await button(page, "这些都看过了").click();
    await expect(unseen).toHaveCount(0);
    await expect(button(page, "这些都看过了")).toHaveCount(0);
    await expect.poll(async () => (await asked(server, "/v1/me/inbox", cookie)).unread).toBe(0);
    await expect(page.locator("body"), "the focus stays in the page").not.toBeFocused();
    await expectAccessible(page);
    await page.reload();
    await expect(main(page).getByRole("heading", { level: 2 })).toHaveCount(3);
    await expect(unseen).toHaveCount(0);
    // Nor does home count them.
    await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "首页" }).click();
    await expect(main(page).getByRole("link", { name: "我的消息", exact: true })).toBeVisible();
  });
}

test("what was not read yet stays marked when somebody signs out, and so does what was read", async ({ page, context, server }) => {
  await published(server, LAMPS);
  await signedIn(context, server);
  await page.goto(`/notices/${LAMPS.id}`);
  await arrived(page, LAMPS.title, { focused: false });
  await expect(main(page).getByText(LAMPS.body)).toBeVisible();
  const marks = async () => {
    await page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "公告" }).click();
    await expect(row(page, "停水一天")).toContainText("没看过");
    await expect(row(page, LAMPS.title)).not.toContainText("没看过");
  };
  await marks();
  await page.getByRole("banner").getByRole("link", { name: "我的" }).click();
  await arrived(page, "我的");
  await button(page, "退出登录").click();
  await page.getByRole("dialog").getByRole("button", { name: "退出登录", exact: true }).click();
  await expect(main(page).getByRole("link", { name: "登录", exact: true })).toBeVisible();
  expect((await context.cookies()).filter(({ name }) => /session/.test(name))).toEqual([]);
  await marks();
  await page.reload();
  await marks();
});
