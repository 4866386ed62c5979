// The people of the demo community, as demo/residents.csv names them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { repository } from "./server.mjs";

// [{ name, phone, household, floor_area, building, role }, …]; the file has no quoted fields.
export async function residents() {
  const [head, ...rows] = (await readFile(join(repository, "demo/residents.csv"), "utf8")).trim().split(/\r?\n/);
  const names = head.split(",");
  return rows.map((row) => Object.fromEntries(row.split(",").map((value, at) => [names[at], value])));
}

// Somebody who lives there and has no office.
export async function firstResident() {
  return (await residents()).find(({ household, role, phone }) => household && phone && (!role || role === "resident"));
}
