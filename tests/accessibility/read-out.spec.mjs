// Home and a notice by ear: where one is, what there is, in the order of the page, and each message once. Ballots are in
// journeys/reader.spec.mjs, threads and all else that one writes in journeys/reader-talk.spec.mjs.
import { arrived, reading } from "../support/pages.mjs";
import { inOrder, Reader } from "../support/reader.mjs";
import { expect, test } from "../support/test.mjs";

const NOTICE = "电梯换不换、钱怎么出，请每户投一票";

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode home and a notice are read out in order, and what changes is said once`, async ({ page, context }) => {
    await reading(context, `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0`);
    await page.clock.install();
    await page.goto("/");
    await arrived(page, "您好", { focused: false });
    await expect(page.getByRole("main").getByText("正在打开")).toHaveCount(0);
    const reader = await Reader.on(page);
    const around = ["banner", "link, 跳到正文", /^group, 阅读方式/, "button, 字大一点", "main", "heading, 您好, level 1", "end of main", /^contentinfo/, /^link, 拨打 \d+/, "navigation, 主要页面", /^link, 首页/];
    expect(inOrder(await reader.to("end of document"), around)).toEqual(around.map(String));

    // Larger, once; and the focus stays on the button.
    await reader.to("button, 字大一点");
    await reader.forget();
    await reader.act();
    await reader.hears(/^polite: .*\d/);
    expect((await reader.heard()).filter((phrase) => phrase.startsWith("polite:"))).toHaveLength(1);
    await expect(page.getByRole("button", { name: "字大一点" })).toBeFocused();

    await reader.to(mode === "elder" ? "link, 看公告" : "link, 公告");
    await reader.act();
    await reader.arrives("公告");
    await reader.to(`link, ${NOTICE}`);
    await reader.forget();
    await reader.act();
    await reader.arrives(NOTICE);
    const read = await reader.to("end of main");
    expect(read.filter((phrase) => phrase === `heading, ${NOTICE}, level 1`).length).toBeLessThanOrEqual(1);
    // Nothing that is read has no name.
    expect(read.filter((phrase) => /^(button|link|img|checkbox|radio|textbox)$/.test(phrase))).toEqual([]);
  });
}
