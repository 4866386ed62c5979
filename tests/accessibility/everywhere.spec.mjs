// Everywhere one can come to, as nobody and as a resident, in standard and in elder mode: every probe on every state that is
// unlike all others, each read in a few ways that together with the others' make every two settings meet. `LINLI_EVERYWHERE=1` walks,
// `LINLI_FULL=1` reads each state in every way.
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

const FULL = Boolean(process.env.LINLI_FULL);
// LINLI_TELL=1 tells every state, and what is new there, as it comes.
const TELL = Boolean(process.env.LINLI_TELL);

test("nothing is wrong anywhere, in standard and in elder mode, and in both one can do the same", async ({ browser, servers, wrongs }) => {
  test.skip(!FULL && !process.env.LINLI_EVERYWHERE, "the walk takes minutes: LINLI_EVERYWHERE=1");
  test.setTimeout(FULL ? 14_400_000 : 1_800_000);
  const [standard, elder] = [await mode("standard", { browser, servers, wrongs }), await mode("elder", { browser, servers, wrongs })];
  await Promise.all([standard.walk(), elder.walk()]);
  // No walk opens every poll and every notice: where one mode has been, the other goes, too, before they are compared.
  await elder.walk(standard.opened);
  const wrong = [...standard.wrong, ...elder.wrong];
  wrong.push(...lost(standard.can, elder.can).map((what) => ({ probe: "same powers", what, where: "only in standard mode", mode: "elder" })));
  // One fault is told once, with the first place where it was seen.
  const told = new Map();
  for (const { probe, what, where, cell, mode } of expected.unknown(wrong)) {
    const key = `${probe}: ${what}`;
    told.set(key, [...(told.get(key) ?? []), `${where}, ${mode}${cell ? ` (${cell})` : ""}`]);
  }
  expect([...told].map(([fault, places]) => `${fault} — ${places[0]}${places.length > 1 ? `, and ${places.length - 1} more` : ""}`)).toEqual([]);
});

// One way to read, walked as a resident and as nobody: `opened`, by who the addresses; `can`, what could be done; `wrong`, what was found.
async function mode(mode, { browser, servers, wrongs }) {
  const server = await servers.start({ from: database() });
  const ways = FULL ? everything() : pairwise();
  // What both see is looked at once.
  const before = nothing();
  const [kinds, slid, chose, painted, shapes] = [new Set(), new Set(), new Set(), new Set(), new Set()];
  const [wrong, can, opened] = [[], new Set(), { "a resident": new Set(), nobody: new Set() }];
  const began = Date.now();
  let next = 0;
  const walk = async (further) => {
    for (const who of ["a resident", "nobody"]) {
      const from = further ? [...further[who]].filter((path) => !opened[who].has(path)) : ["/"];
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
        return kinds.size + chose.size > untouched;
      };
      const { looked, paths, all } = await crawl(phone, look, { from, before });
      for (const path of paths.keys()) opened[who].add(path);
      for (const power of powers(all)) can.add(power);
      const compared = [
        ["titles", sharedTitles([...paths.values()])],
        ["same place", all.length > 0 ? movedAround(all) : []],
      ];
      for (const [probe, found] of compared) wrong.push(...found.map((what) => ({ probe, what, where: who, mode })));
      await phone.close();
      console.log(`${who}, ${mode}: ${looked} of ${all.length} states looked at, ${paths.size} addresses, ${ways.length} ways to read, ${Math.round((Date.now() - began) / 1000)} s`);
      if (TELL) console.log(account());
    }
  };
  return { walk, wrong, can, opened };
}

function tell(state, wrong) {
  console.log(state.name);
  for (const fault of wrong.filter((fault) => !fault.told)) {
    console.log(`  ${fault.probe}: ${fault.what} (${fault.cell ?? ""})`);
    for (const same of wrong) if (same.probe === fault.probe && same.what === fault.what) same.told = true;
  }
  for (const fault of wrong) fault.told = true;
}
