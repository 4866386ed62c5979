// Every probe on one state of the app: those about the document once, those about how it looks in each of the given ways to
// read it. Gives what is wrong, as { probe, what, where, mode, cell }.
import { attached } from "./attached.mjs";
import { violations } from "../support/accessible.mjs";
import { fresh, pattern } from "../support/shapes.mjs";
import { inOneStep } from "../support/test.mjs";
import { read } from "./aria.mjs";
import { apply, PLAIN, said, THEMES } from "./cells.mjs";
import { expected } from "./known.mjs";
import { contrasts, edges, looks } from "./probes/contrast.mjs";
import { keyboard } from "./probes/focus.mjs";
import { dialogs, help, liveRegions, uncalled } from "./probes/frame.mjs";
import { clipped, order, overlapping, reflow, spaced, translucent } from "./probes/layout.mjs";
import { markup, tables, valid } from "./probes/markup.mjs";
import { timed } from "./stopwatch.mjs";
import { asksOnce, bigOnes } from "./probes/one.mjs";
import { answers, mouseOnly, targets } from "./probes/targets.mjs";
import { follows, followsPhone, letters, lines, measure } from "./probes/type.mjs";
import { drawn, heard, orSpoken, wording } from "./probes/words.mjs";

// What the norms ask for in each mode; docs/ACCESSIBILITY.md says which norm.
export const LEAST = {
  standard: { target: 44, letters: 14, text: 7, large: 4.5, dialog: 44 },
  // "Large" is no excuse for anything here; 10 is what is asked of the pages of a vote.
  elder: { target: 60, letters: 18, text: 10, large: 10, dialog: 60 },
};

// No letter is smaller where the phone itself asks for larger ones.
export const leastLetters = (mode, cell) => Math.round((cell.text === 36 ? 30 : LEAST[mode].letters) * cell.scale * 10) / 10;

// `painted`: how letters looked wherever their contrast was measured. `shapes`: what the engines have seen. `rings`: what kinds of
// things were seen with the focus; without it no ring is painted. `every`: nothing is left out because it was seen before. `lang`: what
// is read. `app`: whether the app is there, and with it what it has on every page. `brief`: where everything has been seen and only the
// words are new, it is looked at for what words can do.
export const examine = (phone, state, how) => inOneStep(state.name, () => examining(phone, state, how));

async function examining(phone, state, { mode, cells, painted = new Set(), shapes = new Set(), rings, every = false, lang = "zh-CN", app = true, brief = false }) {
  const { page } = phone;
  const wrong = [];
  let cell = PLAIN;
  const note = async (probe, finding) => {
    for (const what of await timed(probe, finding)) wrong.push({ probe, what, where: state.name, mode, cell: said(cell) });
  };
  const least = LEAST[mode];
  const client = await attached(page);
  await note("live regions", liveRegions(page));
  if (state.how.length === 0) await note("dialogs by themselves", uncalled(page));
  if (app) await note("help", help(state.nodes));
  await note("markup", markup(page, { lang }));
  await note("heard as seen", heard(page));
  await note("words in the style sheet", drawn(page));
  await note("wording", wording(page));
  if (lang === "zh-CN") await note("or spoken", orSpoken(page));
  if (mode === "elder") await note("one question", asksOnce(page));
  if (mode === "elder") await note("two large buttons", bigOnes(page));
  // The engines take longer than all else together: of what they have seen they see nothing again.
  const news = await timed("what is new", fresh(page, shapes));
  const whole = every || (state.first && !state.path.includes("?"));
  const worded = brief && !whole && news.length === 0;
  if (!worded) {
    await note("html", valid(page));
    await note("mouse only", mouseOnly(page));
  }
  if (whole || news.length > 0) await note("engines", violations(page, { parts: whole ? undefined : news }));
  // The largest letters on the smallest screen, where there is least room.
  const tightest = cells.find(({ text, viewport }) => text === 36 && viewport === "320x256");
  const last = tightest ?? cells.at(-1);
  const themes = new Set(["light"]);
  const asked = await page.evaluate(() => document.querySelector("dialog:modal, main [aria-invalid=true]") !== null);

  const looked = [];
  for (const [n, one] of worded ? [...cells.entries()].slice(-1) : cells.entries()) {
    cell = one;
    await timed("reading otherwise", apply(page, client, cell));
    await note("reflow", reflow(page));
    if (worded) {
      await note("clipped", clipped(page));
      await note("overlapping", overlapping(page));
      continue;
    }
    await note("targets", targets(page, { least: least.target, inline: mode === "standard" }));
    if (mode === "elder") await note("answers", answers(page, { least: 88 }));
    await note("letters", letters(page, { least: leastLetters(mode, cell) }));
    await note("lines", lines(page));
    await note("tables", tables(page));
    await note("measure", measure(page));
    await note("clipped", clipped(page));
    await note("overlapping", overlapping(page));
    await note("dialogs", dialogs(page, { least: least.dialog }));
    await note("edges", edges(page));
    await note("order", order(page));
    if (cell.theme !== "forced") await note("translucent", translucent(page));
    // Each of these looks at the whole page twice; one way to read it is enough for one state.
    if (n === 0) await note("spaced", spaced(page));
    if (n === 1) await note("follows the browser", follows(page));
    if (n === 1 && cell.scale === 1) await note("follows the phone", followsPhone(page));
    // Tables are other ones on a small screen.
    if (one === tightest) await note("heard as seen", heard(page));
    // The engines once more, otherwise: in other colours, and where there is least room. There axe takes a paragraph that cannot be
    // smaller than the next one for a heading.
    if (every ? one === tightest || !themes.has(cell.theme) : whole && n === 1 && cell.theme !== "light") await note("engines", violations(page, { disabled: ["p-as-heading"] }));
    themes.add(cell.theme);
    if (cell.theme !== "forced") looked.push([cell, await looks(page)]);
    // Where all are stopped at in turn: pages, questions, and what was sent with something missing.
    // A page that waits for somebody to touch it would wait no longer.
    const waits = state.how.includes("waited");
    if (app && one === last && !waits && (every || (state.keys ?? state.first) || asked)) await note("keyboard", keyboard(page, { rings }));
  }
  // Letters of one look have one contrast, and the phone's own colours are not ours to judge. A state is painted in the way in
  // which it has most that was not painted yet; what is left comes up again elsewhere.
  const left = looked.map(([way, looks]) => [way, looks.filter((look) => every || !painted.has(`${way.theme} ${look}`))]);
  const most = left.filter(([, looks]) => looks.length > 0).sort(([, one], [, other]) => other.length - one.length);
  const ways = every ? most.filter(([{ theme }], n) => most.findIndex(([other]) => other.theme === theme) === n) : most.slice(0, 1);
  for (const [way, looks] of ways) {
    // Whoever sees colours otherwise sees other pixels than the colours that are declared.
    cell = { ...way, vision: "none" };
    await apply(page, client, cell);
    const measured = new Set();
    await note("contrast", contrasts(page, least, { wanted: new Set(looks), measured }));
    for (const look of measured) painted.add(`${way.theme} ${look}`);
  }
  await apply(page, client, { ...PLAIN, text: mode === "elder" ? 24 : 18 });
  return wrong;
}

// What a walk has seen: kinds of pages, how letters looked, shapes of elements, what had the focus.
export const unseen = () => ({ kinds: new Set(), painted: new Set(), shapes: new Set(), rings: new Set() });

// A walk through pages that are each read in the mode's own size, and with the largest letters on the smallest screen, there in one
// theme after the other; its stops are gone through in one of the two modes. Gives what shows every probe the page that stands, and
// what is wrong there; `how` one came to it where it is no page of its own. `wholly`: the engines look at all of every page, not only
// at what is new there. `brief`: see above.
export function walk(page, mode, { wholly = false, brief = false, seen: { kinds, painted, shapes, rings } = unseen() } = {}) {
  const text = mode === "elder" ? 24 : 18;
  let turn = 0;
  return async (name, how = [], { app = true } = {}) => {
    const theme = THEMES[turn++ % THEMES.length];
    const cells = [{ ...PLAIN, text }, { ...PLAIN, text: 36, viewport: "320x256", theme, spacing: 1 }];
    const kind = pattern(page.url());
    const keys = turn % 2 === (mode === "elder" ? 1 : 0);
    const state = { name, how, keys, first: wholly || !kinds.has(kind), path: new URL(page.url()).pathname, nodes: await read(page) };
    kinds.add(kind);
    return expected.unknown(await examine({ page }, state, { mode, cells, painted, shapes: wholly ? new Set() : shapes, rings, app, brief }));
  };
}
