// Everywhere one can come to, as nobody and as a resident: nothing is wrong there. What was met is kept for `both-modes.spec.mjs`.
import { expect, test } from "../support/test.mjs";
import { faults, FULL, keep, unwalked, walk } from "./walk.mjs";

for (const mode of ["elder", "standard"]) {
  test(`nothing is wrong anywhere in ${mode} mode`, async ({ browser, servers, wrongs }) => {
    test.setTimeout(FULL ? 14_400_000 : 3_600_000);
    const met = unwalked();
    const wrong = await walk(mode, met, { browser, servers, wrongs });
    await keep(mode, met);
    expect(faults(wrong)).toEqual([]);
  });
}
