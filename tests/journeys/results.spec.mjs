// The published numbers as a file: the same ones as on the page, in a form that spreadsheets and programs read.
import { readFile } from "node:fs/promises";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const main = (page) => page.getByRole("main");

async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), main(page).getByRole("link", { name }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

test("results are kept as a table and as data", async ({ page }) => {
  await page.goto("/polls/parking-lines-poll/results");
  await arrived(page, "结果：地面车位怎么重新划？", { focused: false });
  // The numbers come after the heading.
  await expect(main(page).getByRole("table").getByRole("rowheader").first()).toBeVisible();
  await main(page).getByText("把结果存成文件").click();
  await expectAccessible(page);
  const shown = [];
  for (const row of await main(page).getByRole("table").getByRole("row").all()) {
    const cells = await row.getByRole("cell").allInnerTexts();
    if (cells.length) shown.push([await row.getByRole("rowheader").innerText(), parseInt(cells[0], 10)]);
  }
  expect(shown.length).toBeGreaterThan(2);

  const table = await saved(page, "表格（CSV，用 Excel 或 WPS 打开）");
  expect(table.name).toMatch(/^投票结果 .*\.csv$/);
  expect(table.text.startsWith("\ufeff")).toBe(true);
  const rows = table.text
    .slice(1)
    .split("\r\n")
    .filter(Boolean)
    .map((line) => JSON.parse(`[${line}]`));
  expect(rows[0]).toEqual(["题目", "选项", "票数", "占比（%）", "选上"]);
  expect(rows.slice(1, 1 + shown.length).map((row) => [row[1], Number(row[2])])).toEqual(shown);
  expect(rows.filter((row) => row[4] === "是")).toHaveLength(1);
  expect(rows.find((row) => row[1] === "一共投了几份")[2]).toBe("190");

  const data = await saved(page, "数据（JSON，给程序用）");
  expect(data.name).toMatch(/^投票结果 .*\.json$/);
  const { ballots, final, questions, board_root } = JSON.parse(data.text);
  expect({ ballots, final }).toEqual({ ballots: 190, final: true });
  expect(board_root).toMatch(/^[0-9a-f]{64}$/);
  expect(questions[0].options.map((option) => [option.label, option.count])).toEqual(shown);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "结果：地面车位怎么重新划？" [level=1]
      - table
      - link "在这部手机上重数"
      - group:
        - paragraph:
          - link "表格（CSV，用 Excel 或 WPS 打开）"
  `);
  await expectAccessible(page);
});
