// A community that somebody has lived in for a while, so that a walk finds more than first visits: a ballot that was counted,
// one that was chosen and not sent, words that were edited and hidden, a report. Made once a run; tests begin with a copy.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { livedIn, signedIn } from "../support/pages.mjs";

const place = () => dirname(process.env.LINLI_DEMO_DATABASE);
export const database = () => join(place(), "lived-in.db");
// What a walk in this mode has met.
export const walked = (mode) => join(place(), `walked-${mode}.json`);
const kept = async (name) => JSON.parse(await readFile(join(place(), name), "utf8"));
export const phone = () => kept("phone.json");
// What the resident wrote, as `livedIn` gives it.
export const posts = () => kept("posts.json");

export async function live({ context, page, server }) {
  const posts = await livedIn(page, server, await signedIn(context, server));
  await writeFile(join(place(), "posts.json"), JSON.stringify(posts));
  await writeFile(join(place(), "phone.json"), JSON.stringify(await context.storageState({ indexedDB: true })));
  await server.stop();
  await copyFile(server.database, database());
}
