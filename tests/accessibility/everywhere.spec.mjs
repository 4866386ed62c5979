// Everywhere one can come to, as nobody and as a resident, in standard and in elder mode: every probe on every state that is
// unlike all others, each read in a few ways that together with the others' make every two settings meet. `LINLI_EVERYWHERE=1` walks,
// `LINLI_FULL=1` reads each state in every way.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { pattern } from "../support/shapes.mjs";
import { expect, test } from "../support/test.mjs";
import { everything, pairwise } from "./cells.mjs";
import { lost, movedAround, powers, sharedTitles } from "./compare.mjs";
import { crawl, nothing } from "./crawl.mjs";
import { examine } from "./examine.mjs";
import { expected } from "./known.mjs";
import { Phone } from "./phone.mjs";
import { colourOnly } from "./probes/states.mjs";
import { chosen, slidOff } from "./probes/deeds.mjs";
import { database, phone as kept } from "./seed.mjs";
import { account, timed } from "./stopwatch.mjs";

const place = (mode) => join(dirname(database()), `powers-${mode}.json`);

const FULL = Boolean(process.env.LINLI_FULL);
// LINLI_TELL=1 tells every state, and what is new there, as it comes.
const TELL = Boolean(process.env.LINLI_TELL);

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode nothing is wrong anywhere`, async ({ browser, servers, wrongs }) => {
    test.skip(!FULL && !process.env.LINLI_EVERYWHERE, "the walk takes minutes a mode: LINLI_EVERYWHERE=1");
    test.setTimeout(FULL ? 14_400_000 : 1_200_000);
    const server = await servers.start({ from: database() });
    const ways = FULL ? everything() : pairwise();
    const before = nothing();
    const [kinds, slid, chose, painted, shapes] = [new Set(), new Set(), new Set(), new Set(), new Set()];
    const [wrong, can] = [[], new Set()];
    const began = Date.now();
    let next = 0;
    // What both see is looked at once.
    for (const who of ["a resident", "nobody"]) {
      const phone = await Phone.start({
        browser,
        server,
        wrongs,
        kept: who === "nobody" ? undefined : await kept(),
        preferences: `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0`,
      });
      const look = async (state) => {
        const { page } = phone;
        // The largest letters on the smallest screen are looked at on every page; what is behind a press is read in one way, and in
        // elder mode in that one, too.
        const other = ways[1 + (next++ % (ways.length - 1))];
        const pressed = state.how.some(({ act }) => act !== "open");
        const cells = FULL ? ways : pressed && mode === "standard" ? [other] : [ways[0], other];
        wrong.push(...(await examine(phone, state, { mode, cells, painted, shapes, every: FULL })));
        const note = (probe, found) => wrong.push(...found.map((what) => ({ probe, what, where: state.name, mode })));
        const untouched = kinds.size + chose.size;
        note("colour only", await timed("colour only", colourOnly(page, { kinds })));
        if (mode === "standard") note("slid off", await timed("slid off", slidOff(phone, slid)));
        note("choosing", await timed("choosing", chosen(phone, { kinds: chose, kind: pattern(state.here) })));
        if (TELL) tell(state, wrong);
        if (TELL && next % 10 === 0) console.log(account());
        return kinds.size + chose.size > untouched;
      };
      const { looked, paths, all } = await crawl(phone, look, { before });
      for (const power of powers(all)) can.add(power);
      const compared = [
        ["titles", sharedTitles([...paths.values()])],
        ["same place", movedAround(all)],
      ];
      for (const [probe, found] of compared) wrong.push(...found.map((what) => ({ probe, what, where: who, mode })));
      await phone.close();
      console.log(`${who}, ${mode}: ${looked} of ${all.length} states looked at, ${paths.size} addresses, ${ways.length} ways to read, ${Math.round((Date.now() - began) / 1000)} s`);
      if (TELL) console.log(account());
    }
    // Whichever of the two ends last compares what can be done in them.
    await writeFile(place(mode), JSON.stringify([...can]));
    const other = await readFile(place(mode === "elder" ? "standard" : "elder"), "utf8").then(JSON.parse, () => null);
    if (other) {
      const [standard, elder] = mode === "elder" ? [other, can] : [can, other];
      wrong.push(...lost(standard, new Set(elder)).map((what) => ({ probe: "same powers", what, where: "only in standard mode", mode: "elder" })));
    }
    // One fault is told once, with the first place where it was seen.
    const told = new Map();
    for (const { probe, what, where, cell } of expected.unknown(wrong)) {
      const key = `${probe}: ${what}`;
      told.set(key, [...(told.get(key) ?? []), `${where}${cell ? ` (${cell})` : ""}`]);
    }
    expect([...told].map(([fault, places]) => `${fault} — ${places[0]}${places.length > 1 ? `, and ${places.length - 1} more` : ""}`)).toEqual([]);
  });
}

function tell(state, wrong) {
  console.log(state.name);
  for (const fault of wrong.filter((fault) => !fault.told)) {
    console.log(`  ${fault.probe}: ${fault.what} (${fault.cell ?? ""})`);
    for (const same of wrong) if (same.probe === fault.probe && same.what === fault.what) same.told = true;
  }
  for (const fault of wrong) fault.told = true;
}
