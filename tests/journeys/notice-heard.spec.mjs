// What no longer holds: the list does not call it urgent, and nobody hears it in the row of what is new.
import { expectAccessible } from "../support/accessible.mjs";
import { imported } from "../support/notices.mjs";
import { arrived, reading } from "../support/pages.mjs";
import { said, voiced } from "../support/speech.mjs";
import { expect, test } from "../support/test.mjs";

const main = (page) => page.getByRole("main");
const row = (page, title) => main(page).getByRole("listitem").filter({ hasText: title });

test.setTimeout(120_000);

for (const mode of ["standard", "elder"]) {
  test(`an urgent notice that is over is called over, and not read out (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await voiced(context, "fluent");
    const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
    const notices = [
      { id: "over", title: "3 号楼停电，正在抢修", category: "utilities", urgency: "urgent", published_at: ago(40), valid_until: ago(1), body: "抢修的人已经在路上。" },
      { id: "holds", title: "北门积水，请走南门", category: "safety", urgency: "urgent", published_at: ago(30), valid_until: "+2d 18:00", body: "水深到脚踝。" },
      { id: "always", title: "楼道灯今天换新的", category: "safety", body: "今天下午换 5 号楼的楼道灯。" },
    ];
    await imported(server, notices);
    const [over, holds, always] = notices.map(({ title }) => title);
    await page.goto("/notices");
    await arrived(page, "公告", { focused: false });
    await expect(row(page, over)).toContainText("已过期");
    await expect(row(page, over)).not.toContainText("紧急");
    await expect(row(page, holds)).toContainText("紧急");
    await expect(row(page, holds)).not.toContainText("已过期");
    await expect(row(page, always)).not.toContainText("已过期");
    await expectAccessible(page);

    await main(page).getByRole("button", { name: /^听(今天|最近)的 \d 条公告$/ }).click();
    await expect(page.getByRole("region", { name: "朗读" }).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
    const heard = (await said(page)).join("").replaceAll(/\s/g, "");
    for (const title of [holds, always]) expect(heard).toContain(title.replaceAll(" ", ""));
    expect(heard).not.toContain(over.replaceAll(" ", ""));
    expect(heard).not.toContain("抢修的人已经在路上");
  });
}
