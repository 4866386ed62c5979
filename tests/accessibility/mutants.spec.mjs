// The suite tests itself: every fault that is put into the built page is found by the probe that is there for it, and
// without the fault that probe finds nothing.
import { attached } from "./attached.mjs";
import { byAxe, byEqualAccess, violations } from "../support/accessible.mjs";
import { pollAsking } from "../support/pages.mjs";
import { fresh } from "../support/shapes.mjs";
import { expect, inOneStep, test } from "../support/test.mjs";
import { read } from "./aria.mjs";
import { lost, movedAround, powers, sharedTitles } from "./compare.mjs";
import { apply, PLAIN } from "./cells.mjs";
import { LEAST, leastLetters } from "./examine.mjs";
import { expected } from "./known.mjs";
import { DEEPER } from "./mutants-deeper.mjs";
import { MUTANTS } from "./mutants.mjs";
import { Phone } from "./phone.mjs";
import { contrasts, edges } from "./probes/contrast.mjs";
import { chosen, slidOff } from "./probes/deeds.mjs";
import { keyboard } from "./probes/focus.mjs";
import { dialogs, help, liveRegions, uncalled } from "./probes/frame.mjs";
import { clipped, order, overlapping, reflow, spaced, translucent } from "./probes/layout.mjs";
import { markup, tables, valid } from "./probes/markup.mjs";
import { moving } from "./probes/moving.mjs";
import { asksOnce, bigOnes } from "./probes/one.mjs";
import { colourOnly } from "./probes/states.mjs";
import { answers, mouseOnly, targets } from "./probes/targets.mjs";
import { aMinute, unhurried } from "./probes/time.mjs";
import { follows, followsPhone, letters, lines, measure } from "./probes/type.mjs";
import { drawn, heard, orSpoken, wording } from "./probes/words.mjs";
import { database, phone as kept } from "./seed.mjs";

const BALLOT = "/polls/courtyard/ballot";
const NOTICE = "/notices/lift-vote";
const ELDER = { mode: "elder", cell: { ...PLAIN, text: 24 } };
// With something ranked, so that there is a list of places.
async function rankOne(page) {
  const main = page.getByRole("main");
  await main.getByRole("button", { name: /^排第 1 位/ }).first().click();
  await expect(main.getByRole("combobox")).toBeVisible();
}
const PLACES = {
  home: { path: "/" },
  ballot: { path: BALLOT },
  notice: { path: NOTICE },
  search: { path: "/search" },
  "elder ballot": { ...ELDER, path: BALLOT },
  write: { path: "/threads/courtyard-benches/write" },
  "elder ranking": { ...ELDER, path: "/polls/snacks/ballot", act: rankOne },
  "elder scores": { ...ELDER, path: "/polls/scores/ballot" },
  "elder dots": { ...ELDER, path: "/polls/cleaning-hours/ballot" },
  "elder budget": { ...ELDER, path: "/polls/yard-budget/ballot" },
  "elder statement": { ...ELDER, path: "/threads/ebike-statements/answer" },
  contrast: { path: BALLOT, cell: { ...PLAIN, theme: "contrast" } },
  largest: { path: NOTICE, cell: { ...PLAIN, text: 36, viewport: "320x256" } },
  wide: { path: NOTICE, cell: { ...PLAIN, viewport: "1280x800" } },
  time: { path: BALLOT, frozen: true },
  dark: { path: "/search", cell: { ...PLAIN, theme: "dark" } },
  forced: { path: BALLOT, cell: { ...PLAIN, theme: "forced" } },
  "forced search": { path: "/search", cell: { ...PLAIN, theme: "forced" } },
  "largest phone": { path: NOTICE, cell: { ...PLAIN, text: 36, viewport: "320x256", scale: 1.3 } },
  "elder phone": { path: BALLOT, mode: "elder", cell: { ...PLAIN, text: 24, scale: 1.3 } },
  table: { path: "/notices/finance-quarter", cell: { ...PLAIN, text: 36, viewport: "320x256" } },
  map: { path: "/threads/ebike-statements/opinions" },
  notices: { path: "/notices" },
  // Asked whether a vote that was counted is to be withdrawn.
  question: { path: "/polls/clinic-day-poll/receipt", press: "撤回我的票" },
};

const PROBES = {
  targets: ({ page, mode }) => targets(page, { least: LEAST[mode].target, inline: mode === "standard" }),
  answers: ({ page }) => answers(page, { least: 88 }),
  "one question": ({ page }) => asksOnce(page),
  "two large buttons": ({ page }) => bigOnes(page),
  "or spoken": ({ page }) => orSpoken(page),
  "mouse only": ({ page }) => mouseOnly(page),
  letters: ({ page, mode, cell }) => letters(page, { least: leastLetters(mode, cell) }),
  "follows the browser": ({ page }) => follows(page),
  "follows the phone": ({ page }) => followsPhone(page),
  lines: ({ page }) => lines(page),
  measure: ({ page }) => measure(page),
  clipped: ({ page }) => clipped(page),
  spaced: ({ page }) => spaced(page),
  reflow: ({ page }) => reflow(page),
  overlapping: ({ page }) => overlapping(page),
  order: ({ page }) => order(page),
  translucent: ({ page }) => translucent(page),
  contrast: ({ page, mode }) => contrasts(page, LEAST[mode]),
  edges: ({ page }) => edges(page),
  "colour only": ({ page }) => colourOnly(page),
  keyboard: ({ page }) => keyboard(page, { rings: new Set() }),
  markup: ({ page }) => markup(page),
  moving: ({ phone }) => moving(phone),
  engines: ({ page }) => violations(page),
  axe: ({ page }) => byAxe(page, []),
  "equal access": ({ page }) => byEqualAccess(page, []),
  // Examined where all else has been examined before: only what is new there.
  "engines on what is new": async ({ page, examined }) => {
    const parts = await fresh(page, examined);
    return parts.length > 0 ? violations(page, { parts }) : [];
  },
  html: ({ page }) => valid(page),
  "heard as seen": ({ page }) => heard(page),
  tables: ({ page }) => tables(page),
  "words in the style sheet": ({ page }) => drawn(page),
  "live regions": ({ page }) => liveRegions(page),
  wording: ({ page }) => wording(page),
  choosing: ({ phone }) => chosen(phone),
  "slid off": ({ phone }) => slidOff(phone, new Set()),
  unhurried: ({ phone }) => unhurried(phone),
  "unhurried after an action": async ({ phone, page }) => {
    await page.getByRole("main").getByRole("button").filter({ visible: true }).last().click();
    await phone.settled();
    return unhurried(phone);
  },
  "dialogs by themselves, later": ({ phone }) => aMinute(phone),
  "dialogs by themselves": ({ page }) => uncalled(page),
  dialogs: ({ page, mode }) => dialogs(page, { least: LEAST[mode].dialog }),
  help: async ({ page }) => help(await read(page)),
  titles: async ({ phone, page }) => {
    const pages = [];
    for (const path of ["/notices", "/polls"]) {
      await phone.go(path);
      pages.push({ path, title: await page.title() });
    }
    return sharedTitles(pages);
  },
  requests: ({ outside }) => [...outside],
  "same place": async ({ page, was }) => movedAround([{ name: "before", nodes: was }, { name: "now", nodes: await read(page) }]),
  "same powers": async ({ page, was }) => {
    const done = (nodes) => powers([{ nodes, links: [], here: BALLOT, how: [] }]);
    return lost(done(was), done(await read(page)));
  },
};

const ALL = [...MUTANTS, ...DEEPER];
const share = process.env.LINLI_MUTANT ? ALL.filter(({ name }) => name.includes(process.env.LINLI_MUTANT)) : ALL;
const PARTS = 3;

// The demo has no poll of this kind.
const SCORES = `[[questions]]
id = "wall"
title = "墙刷什么颜色？"
method = { kind = "score", max = 5 }
options = [{ id = "white", label = "米白" }, { id = "green", label = "浅绿" }]`;

for (let part = 0; part < PARTS; part += 1) {
  test(`every seeded fault is found by the probe for it, part ${part + 1}`, async ({ browser, servers }) => {
    test.setTimeout(600_000);
    const server = await servers.start({ from: database() });
    await pollAsking(server, "scores", "墙刷什么颜色？", SCORES);
    const found = await inOneStep("hunts", () => hunt(browser, server, share.filter((_, n) => n % PARTS === part)));
    for (const { name, probe, caught } of found) console.log(`${caught.length > 0 ? "caught" : "MISSED"}  ${name} → ${probe}: ${caught[0] ?? "nothing"}`.slice(0, 220));
    expect(found.filter(({ caught }) => caught.length === 0).map(({ name, probe }) => `${name}: not found by ${probe}`)).toEqual([]);
    expect(found.flatMap(({ name, probe, clean }) => clean.map((what) => `without “${name}” ${probe} finds: ${what}`))).toEqual([]);
  });
}

async function hunt(browser, server, mutants) {
  const results = [];
  const clean = new Map();
  for (const [at, place] of Object.entries(PLACES)) {
    const here = mutants.filter((mutant) => mutant.at === at);
    if (here.length === 0) continue;
    const { mode = "standard", cell = PLAIN, path } = place;
    const [outside, examined] = [[], new Set()];
    const phone = await Phone.start({ browser, server, wrongs: { outside, errors: [] }, kept: await kept(), preferences: `text=${cell.text};theme=light;mode=${mode};spacing=0` });
    const seen = async (mutant) => {
      const { page } = phone;
      if (place.frozen) await page.clock.install();
      const routed = mutant.html ? /\/polls|\/notices|\/search|\/$/ : /\.css$/;
      const change = async (route) => {
        if (mutant.html && route.request().resourceType() !== "document") return route.fallback();
        const answer = await route.fetch();
        const text = await answer.text();
        // The policy would keep a third party out by itself.
        const headers = { ...answer.headers() };
        for (const name of ["content-security-policy", "content-length", "content-encoding"]) delete headers[name];
        return route.fulfill({ response: answer, headers, body: mutant.html ? mutant.html(text) : `${text}\n${mutant.css}` });
      };
      if (mutant.html || mutant.css) await page.route(routed, change);
      outside.length = 0;
      await phone.open(path);
      if (place.press) await page.getByRole("button", { name: place.press, exact: true }).click();
      const client = await attached(page);
      await apply(page, client, cell);
      await place.act?.(page);
      const was = mutant.was ?? (await read(page));
      // Somebody is there.
      if (!place.press) await page.mouse.click(1, 1);
      if (mutant.dom) await page.evaluate(mutant.dom);
      const wrong = await PROBES[mutant.probe]({ phone, page, mode, cell, outside, was, examined });
      // What the phone's size is said to be ends with this client.
      await apply(page, client, { ...PLAIN, text: cell.text });
      if (mutant.html || mutant.css) await page.unroute(routed, change);
      if (place.act || (await phone.used())) await phone.renew();
      return { wrong: expected.unknown(wrong.map((what) => ({ probe: mutant.probe, what, where: path, mode }))).map(({ what }) => what), was };
    };
    for (const mutant of here) {
      const key = `${at} ${mutant.probe}`;
      if (!clean.has(key)) clean.set(key, await seen({ probe: mutant.probe }));
      const { wrong, was } = clean.get(key);
      const { wrong: caught } = await seen({ ...mutant, was });
      results.push({ ...mutant, caught: caught.filter((what) => !wrong.includes(what)), clean: wrong });
    }
    await phone.close();
  }
  return results;
}
