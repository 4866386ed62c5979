// What the walks of `everywhere.spec.mjs` could do in standard mode can be done in elder mode, too; and they have been everywhere.
import { missed } from "../support/routes.mjs";
import { expect, test } from "../support/test.mjs";
import { lost } from "./compare.mjs";
import { BOTH, faults, FULL, met, PEOPLE, walk } from "./walk.mjs";

test("in elder mode one can do all that one can do in standard mode", async ({ browser, servers, wrongs }) => {
  test.setTimeout(FULL ? 7_200_000 : 1_800_000);
  const [standard, elder] = [await met("standard"), await met("elder")];
  // No walk opens every poll and every notice: where one mode has been, the other goes, too, before they are compared.
  const further = Object.fromEntries(PEOPLE.map((who) => [who, [...standard[who]].filter((path) => !elder[who].has(path))]));
  const wrong = await walk("elder", elder, { browser, servers, wrongs }, further);
  wrong.push(...lost(standard.can, elder.can).map((what) => ({ probe: "same powers", what, where: "only in standard mode", mode: "elder" })));
  expect(faults(wrong)).toEqual([]);
});

// What is behind a press is walked to in both modes with LINLI_EVERYWHERE=1 only.
for (const mode of BOTH ? ["standard", "elder"] : ["elder"]) {
  test(`the walk in ${mode} mode was on every page there is`, async () => expect(missed((await met(mode)).places)).toEqual([]));
}
