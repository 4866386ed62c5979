// What a resident asks for is nobody else's before it is published: no voice that sends away what it says is given a word of it,
// neither while it waits on the phone nor on the page of its own that it gets.
import { arrived, asked, reading, signedIn } from "../support/pages.mjs";
import { controls, dense, listen, press, said, unspoken, voiced } from "../support/speech.mjs";
import { expect, test } from "../support/test.mjs";

const WORDS = "单元门关不严";
const BODY = `${WORDS}。\n夜里一直响，睡不着。`;
const PLACE = "三号楼二单元门口";

const main = (page) => page.getByRole("main");
const MODES = [
  { mode: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { mode: "elder", preferences: "text=24;theme=light;mode=elder;spacing=0" },
];

for (const { mode, preferences } of MODES) {
  test(`in ${mode} mode a request goes to no voice that sends it away: unsent, sent, and read on its own page`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await voiced(context, "online and fluent");
    const cookie = await signedIn(context, server);
    await page.route("**/v1/matters", (route) => (route.request().method() === "POST" ? route.abort("internetdisconnected") : route.fallback()));
    await page.goto("/matters/new");
    await arrived(page, "提一件事", { focused: false });
    // By key: a second tap at the same place within a moment would be taken for a trembling hand.
    const go = (name) => main(page).getByRole("button", { name }).press("Enter");
    const step = async (act) => {
      await act();
      if (mode === "elder") await go("下一步");
    };
    await step(() => main(page).getByRole("radio", { name: /请人来办一件事/ }).check());
    await step(() => main(page).getByRole("radio", { name: "东西坏了要修" }).check());
    await step(() => main(page).getByRole("textbox", { name: "什么事" }).fill(BODY));
    await step(() => main(page).getByRole("textbox", { name: /在哪里/ }).fill(PLACE));
    await step(async () => {});
    await main(page).getByRole("radio", { name: "给我打电话" }).check();
    await unspoken(page);
    await go("写好了，看一遍");
    await arrived(page, "看看对不对");
    await unspoken(page);
    await go("交上去");
    await arrived(page, "我提的事");
    await expect(main(page).getByText("还没交上去：等网络。一有网就自动交，写的和照片都在。")).toBeVisible();
    await unspoken(page);

    // It has arrived, and only she and staff can read it.
    await page.unroute("**/v1/matters");
    await page.evaluate(() => dispatchEvent(new Event("online")));
    const row = main(page).getByRole("listitem").filter({ hasText: WORDS });
    await expect(row).toContainText("收到了，等答复");
    await unspoken(page);
    await row.getByRole("link").click();
    await arrived(page, WORDS);
    await expect(main(page).getByText("只有您和工作人员")).toBeVisible();
    await unspoken(page);
    expect(dense((await said(page)).join(""))).toBe("");

    // Published, it is read; how staff may reach her is not.
    const [{ id }] = (await asked(server, "/v1/matters?mine=true", cookie)).items.filter(({ title }) => title.startsWith(WORDS));
    await server.staff("matter", "accept", id, "--responsible", "物业服务中心", "--due", "+10d 18:00", "--answer", "换新的闭门器。");
    await server.staff("matter", "publish-request", id);
    await page.reload();
    await arrived(page, WORDS, { focused: false });
    await expect(main(page).getByText("给我打电话")).toBeVisible();
    await listen(page).click();
    await press(page, "用网上的声音读");
    await expect(controls(page).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
    const all = dense((await said(page)).join(""));
    expect(all).toContain(WORDS);
    expect(all).not.toContain("给我打电话");
  });
}
