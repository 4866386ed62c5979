// The first thing a resident ever sees.
import { expectAccessible } from "../support/accessible.mjs";
import { expect, test } from "../support/test.mjs";

test("the community opens", async ({ page }) => {
  const wasm = [];
  page.on("request", (request) => {
    if (request.url().endsWith(".wasm")) wasm.push(request.url());
  });
  await page.goto("/");
  // The app has taken the place of the page that says 正在打开.
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("正在打开")).toHaveCount(0);
  await expect(page.getByRole("alert")).toHaveCount(1);
  // A preload that does not fit the request would fetch the largest file twice.
  expect(wasm).toHaveLength(1);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "您好" [level=1]
      - heading "等您投票" [level=2]
      - heading "新公告" [level=2]
  `);
  await expectAccessible(page);
});
