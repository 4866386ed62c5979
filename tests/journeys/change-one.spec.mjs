// A ballot of several questions: each has a name of its own, and who changes one answer comes back to where they checked them.
import { arrived, heading, signedIn } from "../support/pages.mjs";
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
