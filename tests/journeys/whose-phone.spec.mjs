// In elder mode signing in asks one thing a screen, and whose phone it is among them; what was said holds.
import { aMoment, arrived, heading, reading, RESIDENT } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const ELDER = "text=24;theme=light;mode=elder;spacing=0";
const STANDARD = "text=18;theme=light;mode=standard;spacing=0";

async function byPhone(page, main) {
  await page.goto("/sign-in");
  await arrived(page, "登录", { focused: false });
  await main.getByRole("radio", { name: "用手机号" }).check();
  await next(page, main);
}

async function next(page, main) {
  await aMoment(page);
  await main.getByRole("button", { name: "下一步" }).click();
}

async function withCode(page, main, server) {
  await main.getByRole("textbox", { name: "手机号" }).fill(RESIDENT);
  await aMoment(page);
  const code = await server.code(RESIDENT, () => main.getByRole("button", { name: "发短信给我" }).click());
  await main.getByRole("textbox", { name: "短信里的 6 个数字" }).fill(code);
  await expect(main.getByRole("checkbox"), "nothing else is asked").toHaveCount(0);
  await aMoment(page);
  await main.getByRole("button", { name: "登录", exact: true }).click();
  await arrived(page, "王秀英，您好", { focused: false });
}

for (const { answer, lasts } of [{ answer: "我自己用", lasts: true }, { answer: "大家一起用", lasts: false }]) {
  test(`whose phone it is, is asked by itself: ${answer}`, async ({ page, context, server }) => {
    const main = page.getByRole("main");
    await reading(context, ELDER);
    await byPhone(page, main);
    await expect(main.getByRole("group", { name: "这部手机是谁用的" })).toBeVisible();
    await expect(main.getByRole("textbox")).toHaveCount(0);
    await expect(heading(page, "登录"), "one begins at the top").toBeFocused();

    await next(page, main);
    await expect(main.getByRole("alert", { name: "还差一点" })).toBeFocused();
    await main.getByRole("radio", { name: answer }).check();
    await next(page, main);
    await expect(heading(page, "登录")).toBeFocused();
    await withCode(page, main, server);

    // On a phone that others use, too, the session ends with the browser.
    const sessions = (await context.cookies()).filter(({ httpOnly }) => httpOnly);
    expect(sessions.length).toBeGreaterThan(0);
    for (const { expires } of sessions) expect(expires > 0).toBe(lasts);
    await page.goto("/me");
    await aMoment(page);
    await main.getByRole("button", { name: "退出登录" }).click();
    await expect(page.getByRole("dialog").getByText("大家一起用的手机")).toHaveCount(lasts ? 0 : 1);
  });
}

test("who turns to elder mode while typing keeps what is typed", async ({ page, context }) => {
  const main = page.getByRole("main");
  await reading(context, STANDARD);
  await byPhone(page, main);
  const phone = main.getByRole("textbox", { name: "手机号" });
  await phone.fill("1990000");
  await aMoment(page);
  await page.getByRole("button", { name: "长辈版", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  await expect(phone).toHaveValue("1990000");
});
