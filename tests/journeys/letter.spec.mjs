// The household letter from the printer to the phone: its QR code is read off the paper that was drawn, and opens what it says.
import { scan } from "../support/qr.mjs";
import { aMoment, arrived, heading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const HELPER = "19900000002";
const HOUSEHOLD = "5号楼1单元1102";
const NAME = "王秀英";

// What staff print for this household; gives the address that this person's code says, as a camera reads it.
async function printed(page, server, name) {
  const html = await server.staff("letters", "--print", "--address", server.url, "--only", HOUSEHOLD);
  const paper = await page.context().browser().newPage();
  try {
    await paper.setContent(html);
    const person = paper.getByRole("heading", { level: 2, name }).locator("xpath=ancestor::*[.//*[local-name()='svg']][1]");
    const address = await scan(page.context(), await person.screenshot());
    // The words beside it say the same, for who cannot scan.
    const [, code] = /letter=(.+)$/.exec(address);
    await expect(person.getByText(code, { exact: true })).toBeVisible();
    return { address, code };
  } finally {
    await paper.close();
  }
}

test("the letter's code is read off the paper and signs its reader in", async ({ page, server }) => {
  const { address, code } = await printed(page, server, NAME);
  expect(address).toBe(`${server.url}/sign-in?letter=${code}`);
  const main = page.getByRole("main");
  await page.goto(address);
  await expect(main.getByRole("textbox", { name: "信上的号码" })).toHaveValue(code);
  await aMoment(page);
  await main.getByRole("button", { name: "登录", exact: true }).click();
  await arrived(page, `${NAME}，您好`);
});

test("a helper reads the same code off the paper, and begins to help", async ({ page, context, server }) => {
  const { address, code } = await printed(page, server, NAME);
  await signedIn(context, server, HELPER);
  const main = page.getByRole("main");
  await page.goto(address);
  await main.getByRole("link", { name: "我是来帮收信的人办事的" }).click();
  await arrived(page, "帮别人办");
  await expect(main.getByRole("textbox", { name: "信上的码" })).toHaveValue(code);
  await aMoment(page);
  await main.getByRole("button", { name: "对方同意，开始帮忙" }).click();
  await expect(page.getByRole("region", { name: "帮忙", exact: true }).getByText(`正在帮${NAME}办事`)).toBeVisible();
  await expect(heading(page, new RegExp(NAME))).toBeVisible();
});
