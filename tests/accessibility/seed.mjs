// A community that somebody has lived in for a while, so that a walk finds more than first visits: a ballot that was counted,
// one that was chosen and not sent, words that were edited and hidden, a report. Made once a run; tests begin with a copy.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { arrived, done, signedIn } from "../support/pages.mjs";
import { expect } from "../support/test.mjs";

const place = () => dirname(process.env.LINLI_DEMO_DATABASE);
export const database = () => join(place(), "lived-in.db");
export const phone = async () => JSON.parse(await readFile(join(place(), "phone.json"), "utf8"));

const THREAD = "/threads/courtyard-benches";

export async function live({ context, page, server }) {
  const cookie = await signedIn(context, server);
  const send = (method, path, body) => done(server, cookie, method, `/v1${path}`, body);
  const edited = await send("POST", `${THREAD}/posts`, { body: "要靠背。" });
  const hidden = await send("POST", `${THREAD}/posts`, { body: "卖长椅。" });
  await send("PATCH", `/posts/${edited.id}`, { body: "要靠背，也要扶手。" });
  await server.staff("moderate", "hide", hidden.id, "--by", "陈晓燕", "--reason", "是广告");
  await send("POST", "/reports", { post_id: "courtyard-benches-p1", reason: "false", comment: "" });

  const main = page.getByRole("main");
  await page.goto("/polls/clinic-day-poll/ballot");
  await main.getByRole("radio").first().check();
  await main.getByRole("button", { name: "选好了，去核对" }).click();
  await main.getByRole("button", { name: "提交我的投票" }).click();
  await expect(main.getByText(/已计入$/)).toBeVisible();
  await page.goto("/polls/courtyard/ballot");
  await main.getByRole("checkbox").first().check();
  await main.getByRole("button", { name: "选好了，去核对" }).click();
  await arrived(page, "核对您的选择");

  await writeFile(join(place(), "phone.json"), JSON.stringify(await context.storageState({ indexedDB: true })));
  await server.stop();
  await copyFile(server.database, database());
}
