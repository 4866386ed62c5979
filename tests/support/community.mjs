// Makes the demo community once; every test gets a copy of its own, so that no test sees another's votes.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { staff } from "./server.mjs";

export default async function community() {
  const place = await mkdtemp(join(tmpdir(), "linli-demo-"));
  process.env.LINLI_DEMO_DATABASE = join(place, "demo.db");
  await staff(process.env.LINLI_DEMO_DATABASE, "demo", "load", "--dir", "demo");
  return () => rm(place, { recursive: true, force: true });
}
