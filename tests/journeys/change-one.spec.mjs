// A ballot of several questions: each has a name of its own, and who changes one answer comes back to where they checked them.
import { arrived, heading, pollAsking, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const POLL = "property-survey";

for (const mode of ["standard", "elder"]) {
  test(`one answer is changed from the check page, and that page comes again (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await context.addInitScript(() => localStorage.setItem("linli.prefs", "text=24;mode=elder"));
    await signedIn(context, server);
    const main = page.getByRole("main");
    const radios = main.getByRole("radio");
    await page.goto(`/polls/${POLL}/ballot`);
    await radios.first().check();
    await expect(page).toHaveTitle(/^第 1 题，共 \d 题 - 投票/);
    await main.getByRole("button", { name: "下一步" }).click();
    await expect(page).toHaveTitle(/^第 2 题，共 \d 题 - 投票/);
    await main.getByRole("checkbox").first().check();
    await expect(main.getByRole("status").filter({ hasText: "已经选了 1 个，还可以选 1 个。" })).toBeVisible();
    await main.getByRole("checkbox").nth(1).check();
    await expect(main.getByRole("status").filter({ hasText: /^已经选了 2 个。$/ })).toBeVisible();
    await main.getByRole("button", { name: "选好了，去核对" }).click();
    await arrived(page, "核对您的选择");

    const change = main.getByRole("link", { name: /^改这一题/ }).first();
    await change.click();
    await expect(radios.first()).toBeChecked();
    await radios.nth(1).check();
    const chosen = await radios.nth(1).evaluate((radio) => radio.labels[0].innerText.split("\n")[0]);
    // The other question is not asked again.
    await expect(main.getByRole("button", { name: "下一步" })).toHaveCount(0);
    await main.getByRole("button", { name: "选好了，去核对" }).click();
    await arrived(page, "核对您的选择");
    await expect(main.getByRole("definition").filter({ hasText: chosen })).toBeVisible();

    // Who has changed their mind about changing goes back to it, too, and on to the link that was followed.
    await change.click();
    await expect(radios.nth(1)).toBeChecked();
    await main.getByRole("link", { name: "返回" }).first().click();
    await expect(heading(page, "核对您的选择")).toBeVisible();
    await expect(change).toBeFocused();
  });
}

const OPTIONAL = `[[questions]]
id = "first"
title = "先买哪一样？"
method = { kind = "single" }
options = [{ id = "chair", label = "一把椅子" }, { id = "clock", label = "一个大钟" }]

[[questions]]
id = "more"
title = "还想添什么？"
optional = true
method = { kind = "text" }
`;

for (const mode of ["standard", "elder"]) {
  test(`a question that was left out says so before the vote is sent, in its receipt, too (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await context.addInitScript(() => localStorage.setItem("linli.prefs", "text=24;mode=elder"));
    await pollAsking(server, "gatehouse", "门卫室怎么布置？", OPTIONAL, "after_close");
    await signedIn(context, server);
    const main = page.getByRole("main");
    await page.goto("/polls/gatehouse/ballot");
    await main.getByRole("radio", { name: "一个大钟" }).check();
    await main.getByRole("button", { name: "下一步" }).click();
    await expect(main.getByRole("textbox", { name: "还想添什么？" })).toBeVisible();
    await main.getByRole("button", { name: "选好了，去核对" }).click();
    await arrived(page, "核对您的选择");
    const left = main.getByRole("term").filter({ hasText: "还想添什么？" }).locator("xpath=following-sibling::dd[1]");
    await expect(left).toHaveText("没有写");
    await main.getByRole("button", { name: "提交我的投票" }).click();
    await arrived(page, "投票回执");
    await expect(main.getByText(/已计入$/).first()).toBeVisible();
    await expect(left).toHaveText("没有写");
    await expect(main.getByText(/^结果在 .* 截止以后公布，谁都不能先看。$/)).toBeVisible();
    await expect(main.getByText(/^\d{4}年\d+月\d+日.* 以前可以改，也可以撤回。$/)).toBeVisible();
  });
}
