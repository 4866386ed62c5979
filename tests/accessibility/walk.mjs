// One way to read, walked as a resident and as nobody: every probe on every state that is unlike all others, each read in a few ways
// that together with the others' make every two settings meet. `LINLI_FULL=1` reads each state in every way.
import { readFile, writeFile } from "node:fs/promises";

import { address, SIGNED_IN } from "../support/places.mjs";
import { pattern } from "../support/shapes.mjs";
import { inOneStep } from "../support/test.mjs";
import { everything, pairwise, PLAIN } from "./cells.mjs";
import { movedAround, powers, sharedTitles } from "./compare.mjs";
import { crawl } from "./crawl.mjs";
import { examine } from "./examine.mjs";
import { expected } from "./known.mjs";
import { Phone } from "./phone.mjs";
import { chosen, slidOff } from "./probes/deeds.mjs";
import { colourOnly } from "./probes/states.mjs";
import { database, phone as kept, posts, walked } from "./seed.mjs";
import { account, timed } from "./stopwatch.mjs";

export const FULL = Boolean(process.env.LINLI_FULL);
// What is behind a press asks for less in standard mode: it is walked to in elder mode, and in both with LINLI_EVERYWHERE=1.
export const BOTH = FULL || Boolean(process.env.LINLI_EVERYWHERE);
// LINLI_TELL=1 tells every state, and what is new there, as it comes.
const TELL = Boolean(process.env.LINLI_TELL);
export const PEOPLE = ["a resident", "nobody"];
// Home, and where no link leads but the code that another phone shows.
const first = (mode) => ["/", `/settings/bring#text=30;theme=dark;mode=${mode};spacing=1`];
// A resident comes to every kind of page at once: of many links in a list, only some are followed.
const places = async () => {
  const written = await posts();
  return SIGNED_IN.filter(({ name }) => name !== "gallery").map((place) => address(place, written));
};

// What a walk has met, so that nothing is looked at twice (what both people see, once): `can`, what could be done; `places`,
// where anybody was, also by a press; a list for each person, the addresses that were opened.
const SETS = ["pieces", "addresses", "presses", "kinds", "slid", "chose", "painted", "shapes", "rings", "can", "places", ...PEOPLE];

export const unwalked = () => Object.fromEntries(SETS.map((name) => [name, new Set()]));

// For the test that compares both modes.
export const keep = (mode, met) => writeFile(walked(mode), JSON.stringify(Object.fromEntries(SETS.map((name) => [name, [...met[name]]]))));

export async function met(mode) {
  const all = JSON.parse(await readFile(walked(mode), "utf8"));
  return Object.fromEntries(SETS.map((name) => [name, new Set(all[name])]));
}

// Walks from home, or from what is `further` given by who goes there; adds to `met`, and gives what is wrong.
export const walk = (mode, met, tools, further) => inOneStep(`walks in ${mode} mode`, () => walking(mode, met, tools, further));

async function walking(mode, met, { browser, servers, wrongs }, further) {
  const server = await servers.start({ from: database() });
  const ways = FULL ? everything() : pairwise();
  const own = { ...PLAIN, text: mode === "elder" ? 24 : 18 };
  const wrong = [];
  const began = Date.now();
  let next = 0;
  for (const who of PEOPLE) {
    const from = further ? further[who] : who === "nobody" ? first(mode) : [...new Set([...first(mode), ...(await places())])];
    if (from.length === 0) continue;
    const phone = await Phone.start({
      browser,
      server,
      wrongs,
      kept: who === "nobody" ? undefined : await kept(),
      preferences: `text=${own.text};theme=light;mode=${mode};spacing=0`,
    });
    const look = async (state) => {
      const { page } = phone;
      // Every page is looked at with the largest letters on the smallest screen, as the mode is at first, and in one more way; what is
      // behind a press in one way, and in elder mode with the largest letters, too.
      const other = ways[1 + (next++ % (ways.length - 1))];
      const pressed = state.how.some(({ act }) => act !== "open");
      const some = pressed ? (mode === "standard" ? [other] : [ways[0], other]) : [ways[0], other, own];
      const cells = FULL ? ways : some;
      wrong.push(...(await examine(phone, state, { mode, cells, painted: met.painted, shapes: met.shapes, rings: met.rings, every: FULL })));
      const note = (probe, found) => wrong.push(...found.map((what) => ({ probe, what, where: state.name, mode })));
      const untouched = met.kinds.size + met.chose.size;
      note("colour only", await timed("colour only", colourOnly(page, { kinds: met.kinds })));
      if (mode === "standard") note("slid off", await timed("slid off", slidOff(phone, met.slid)));
      note("choosing", await timed("choosing", chosen(phone, { kinds: met.chose, kind: pattern(state.here) })));
      if (TELL) tell(state, wrong);
      return met.kinds.size + met.chose.size > untouched;
    };
    const { looked, paths, all } = await crawl(phone, look, { from, before: met, acts: mode === "elder" || BOTH, every: FULL });
    for (const path of paths.keys()) met[who].add(path);
    for (const { here } of all) met.places.add(here);
    for (const power of powers(all)) met.can.add(power);
    const compared = [
      ["titles", sharedTitles([...paths.values()])],
      ["same place", all.length > 0 ? movedAround(all) : []],
    ];
    for (const [probe, found] of compared) wrong.push(...found.map((what) => ({ probe, what, where: who, mode })));
    await phone.close();
    console.log(`${who}, ${mode}: ${looked} of ${all.length} states looked at, ${paths.size} addresses, ${ways.length} ways to read, ${Math.round((Date.now() - began) / 1000)} s`);
    if (TELL) console.log(account());
  }
  return wrong;
}

// One fault is told once, with the first place where it was seen.
export function faults(wrong) {
  const told = new Map();
  for (const { probe, what, where, cell, mode } of expected.unknown(wrong)) {
    const key = `${probe}: ${what}`;
    told.set(key, [...(told.get(key) ?? []), `${where}, ${mode}${cell ? ` (${cell})` : ""}`]);
  }
  return [...told].map(([fault, places]) => `${fault} — ${places[0]}${places.length > 1 ? `, and ${places.length - 1} more` : ""}`);
}

function tell(state, wrong) {
  console.log(state.name);
  for (const fault of wrong.filter((fault) => !fault.told)) {
    console.log(`  ${fault.probe}: ${fault.what} (${fault.cell ?? ""})`);
    for (const same of wrong) if (same.probe === fault.probe && same.what === fault.what) same.told = true;
  }
  for (const fault of wrong) fault.told = true;
}
