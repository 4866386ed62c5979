// The main job as one walk, whatever the hand that does it: from home over the list of polls and a poll to the receipt of a counted
// ballot. By role and name; how many screens the ballot has is found out on the way.
import { expect } from "../support/test.mjs";

const MOST_SCREENS = 8;

// A ballot on which one thing is chosen, and one on which several may be.
export const ONE = { id: "clinic-day-poll", title: "医生来义诊，哪一天方便？" };
export const SEVERAL = { id: "courtyard", title: "5 号楼前的小院子添点什么？" };

// `press` a link or button, `choose` a radio or checkbox; `arrived` is called wherever one comes to.
export async function vote(page, { poll: { id, title } = ONE, press, choose, arrived = async () => {} }) {
  const main = page.getByRole("main");
  const onto = async (target, address) => {
    await press(target);
    await page.waitForURL(address);
    await expect(main.getByRole("heading", { level: 1 })).toBeVisible();
    await arrived();
  };
  // Elder mode has it among the blocks of home, standard mode among the main pages.
  await onto(page.getByRole("link", { name: /^(去)?投票$/ }).first(), "/polls");
  await onto(main.getByRole("link", { name: title }), `/polls/${id}`);
  await onto(main.getByRole("link", { name: "开始投票" }), `/polls/${id}/ballot`);
  const field = main.getByRole("radio").or(main.getByRole("checkbox")).first();
  const check = main.getByRole("button", { name: "提交我的投票" });
  for (let screen = 0; screen < MOST_SCREENS && (await check.count()) === 0; screen += 1) {
    const before = await main.textContent();
    await choose(field);
    await press(main.getByRole("button", { name: /^(选好了|下一步|去核对)/ }));
    await expect.poll(async () => (await main.textContent()) !== before).toBe(true);
    await expect(check.or(field)).toBeVisible();
    await arrived();
  }
  await onto(check, /\/receipt$/);
  await expect(main.getByText(/已计入$/)).toBeVisible();
}
