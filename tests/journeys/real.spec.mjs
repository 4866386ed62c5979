// The main job on real input: a real budget election and a real deliberation, where their data lies beside the project.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { repository, staff } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

const data = join(repository, "../shared/data");
const missing = !existsSync(data) && `real data is not here: ${data}`;

test("Toulouse 2019 shows its count", async ({ page, server }) => {
  test.skip(Boolean(missing), missing || "");
  await staff(server.database, "import", "pabulib", join(data, "pabulib/France_Toulouse_2019.pb"));
  const { items } = await (await page.request.get("/v1/polls?limit=100")).json();
  const poll = items.find((p) => /Toulouse/i.test(p.title));
  const results = await (await page.request.get(`/v1/polls/${poll.id}/results`)).json();
  expect(results.ballots).toBe(1494);
  await page.goto(`/polls/${poll.id}/results`);
  const main = page.getByRole("main");
  await expect(main.getByText("1,494", { exact: false }).first()).toBeVisible();
  // One row for each project, each with its own number from the count.
  const rows = results.questions[0].rows;
  await expect(main.getByRole("rowheader")).toHaveCount(rows.length);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading /Toulouse/ [level=1]
      - table
  `);
  await expectAccessible(page);
});

test("vTaiwan UberX can be read to its end", async ({ page, server }) => {
  test.skip(Boolean(missing), missing || "");
  await staff(server.database, "import", "polis", join(data, "polis/vtaiwan.uberx"));
  const { items } = await (await page.request.get("/v1/threads?limit=100")).json();
  const thread = items.find((t) => t.kind === "statements" && t.posts > 100);
  await page.goto(`/threads/${thread.id}/statements`);
  const main = page.getByRole("main");
  const shown = main.getByRole("list").filter({ hasText: "不同意" }).getByRole("listitem");
  await expect(shown.first()).toBeVisible();
  for (let before = await shown.count(); before < thread.posts; before = await shown.count()) {
    await main.getByRole("button", { name: /再看一些/ }).click();
    await expect.poll(() => shown.count()).toBeGreaterThan(before);
  }
  await expect(shown).toHaveCount(thread.posts);
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "大家的意见" [level=1]
      - list:
        - listitem:
          - paragraph: /^同意 \\d+，不同意 \\d+，跳过 \\d+$/
  `);
  await expectAccessible(page);
});
