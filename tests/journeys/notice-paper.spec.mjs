// What a stairwell volunteer holds in the hand: the sheets as another program than the browser draws them, A4, with codes that a camera
// reads.
import { expectAccessible } from "../support/accessible.mjs";
import { imported } from "../support/notices.mjs";
import { aMoment, arrived, asked, reading } from "../support/pages.mjs";
import { codes, paper } from "../support/paper.mjs";
import { expect, test } from "../support/test.mjs";

const WATER = { path: "/notices/water-shutoff", title: "1 至 4 号楼停水一天，请提前接水" };

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });
const qr = (page) => main(page).getByRole("img", { name: "二维码：在手机上看这条公告" });

test.setTimeout(120_000);

// The page, printed; every sheet is A4.
async function printed(page) {
  const { boxes, sheets } = await paper(await page.pdf({ preferCSSPageSize: true }));
  expect(sheets.length).toBeGreaterThan(0);
  expect(boxes.length).toBe(sheets.length);
  for (const [width, height] of boxes) {
    expect(Math.abs(width - 595)).toBeLessThanOrEqual(1);
    expect(Math.abs(height - 842)).toBeLessThanOrEqual(1);
  }
  const found = [];
  for (const sheet of sheets) found.push(...(await codes(sheet)));
  return { sheets: sheets.length, found };
}

// From here on the button that prints is counted instead.
const withoutPrinter = (page) =>
  page.addInitScript(() => {
    window.printed = 0;
    window.print = () => (window.printed += 1);
  });

for (const mode of ["standard", "elder"]) {
  test(`one notice comes out of the printer with its code (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=36;theme=dark;mode=elder;spacing=1");
    await withoutPrinter(page);
    await page.goto(`${WATER.path}/paper`);
    await arrived(page, WATER.title, { focused: false });
    await button(page, "打印").click();
    expect(await page.evaluate(() => window.printed)).toBe(1);
    await expectAccessible(page);
    const { sheets, found } = await printed(page);
    expect(found).toEqual([`${server.url}${WATER.path}`]);
    expect(sheets).toBeLessThanOrEqual(2);
  });

  test(`three notices come out of the printer, each with its own code (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=36;theme=dark;mode=elder;spacing=1");
    await withoutPrinter(page);
    const { items } = await asked(server, "/v1/notices?limit=20");
    const wanted = [items[0], items[2], items[4]];
    await page.goto("/notices-on-paper");
    await arrived(page, "几条公告印在一张纸上", { focused: false });
    for (const { title } of wanted) await main(page).getByRole("checkbox", { name: title }).check();
    await button(page, "选好了，去打印").click();
    await arrived(page, "社区公告");
    await expect(main(page).getByRole("heading", { level: 2 })).toHaveCount(3);
    await aMoment(page);
    await button(page, "打印").click();
    expect(await page.evaluate(() => window.printed)).toBe(1);
    const { sheets, found } = await printed(page);
    expect(found.sort()).toEqual(wanted.map(({ id }) => `${server.url}/notices/${id}`).sort());
    expect(sheets).toBeLessThanOrEqual(2);
  });
}

test("what is printed at night is black on white", async ({ page, context, server }) => {
  await reading(context, "text=18;theme=dark;mode=standard;spacing=0");
  await imported(server, [{ id: "short", title: "楼道灯今天换新的", body: "今天下午换 5 号楼的楼道灯。" }]);
  await page.goto("/notices/short/paper");
  await expect(button(page, "打印")).toBeVisible();
  await expect(qr(page)).toBeHidden();
  const { found } = await printed(page);
  expect(found).toEqual([`${server.url}/notices/short`]);
});
