// Every probe on one state of the app: those about the document once, those about how it looks in each of the given ways to
// read it. Gives what is wrong, as { probe, what, where, mode, cell }.
import { violations } from "../support/accessible.mjs";
import { fresh, pattern } from "../support/shapes.mjs";
import { read } from "./aria.mjs";
import { apply, PLAIN, said } from "./cells.mjs";
import { expected } from "./known.mjs";
import { contrasts, edges, looks } from "./probes/contrast.mjs";
import { dialogs, help, liveRegions, uncalled } from "./probes/frame.mjs";
import { clipped, overlapping, reflow, spaced } from "./probes/layout.mjs";
import { markup, valid } from "./probes/markup.mjs";
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

// `painted`: how letters looked wherever their contrast was measured. `shapes`: what the engines have seen. `lang`: what is read.
// `app`: whether the app is there, and with it what it has on every page. `brief`: where everything has been seen and only the words are
// new, it is looked at for what words can do.
export async function examine(phone, state, { mode, cells, painted = new Set(), shapes = new Set(), every = false, lang = "zh-CN", app = true, brief = false }) {
  const { page } = phone;
  const wrong = [];
  let cell = PLAIN;
  const unpainted = [];
  const note = async (probe, finding) => {
    for (const what of await timed(probe, finding)) wrong.push({ probe, what, where: state.name, mode, cell: said(cell) });
  };
  const least = LEAST[mode];
  const client = await page.context().newCDPSession(page);
  try {
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
    const parts = every || (state.first && !state.path.includes("?")) ? undefined : news;
    const worded = brief && parts?.length === 0;
    if (!worded) {
      await note("html", valid(page));
      await note("mouse only", mouseOnly(page));
    }
    if (parts?.length !== 0) await note("engines", violations(page, { parts }));

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
      await note("letters", letters(page, { least: cell.text === 36 ? 30 : least.letters }));
      await note("lines", lines(page));
      await note("measure", measure(page));
      await note("clipped", clipped(page));
      await note("overlapping", overlapping(page));
      await note("dialogs", dialogs(page, { least: least.dialog }));
      await note("edges", edges(page));
      // Each of these looks at the whole page twice; one way to read it is enough for one state.
      if (n === 0) await note("spaced", spaced(page));
      if (n === 1) await note("follows the browser", follows(page));
      if (n === 1 && cell.scale === 1) await note("follows the phone", followsPhone(page));
      if (cell.theme !== "forced") unpainted.push([cell, (await looks(page)).map((look) => `${cell.theme} ${look}`).filter((look) => !painted.has(look))]);
    }
    // Letters of one look have one contrast, and the phone's own colours are not ours to judge. A state is painted in the way in
    // which it has most that was not painted yet; what is left comes up again elsewhere.
    const most = unpainted.filter(([, fresh]) => fresh.length > 0).sort(([, one], [, other]) => other.length - one.length);
    for (const [way, fresh] of every ? most : most.slice(0, 1)) {
      // Whoever sees colours otherwise sees other pixels than the colours that are declared; their size changes none.
      cell = { ...way, vision: "none", scale: 1 };
      await apply(page, client, cell);
      for (const look of fresh) painted.add(look);
      await note("contrast", contrasts(page, least));
    }
    await apply(page, client, { ...PLAIN, text: mode === "elder" ? 24 : 18 });
  } finally {
    await client.detach();
  }
  return wrong;
}

// What a walk has seen: kinds of pages, how letters looked, shapes of elements.
export const unseen = () => ({ kinds: new Set(), painted: new Set(), shapes: new Set() });

// A walk through pages that are each read in the mode's own size, and with the largest letters on the smallest screen. Gives what
// shows every probe the page that stands, and what is wrong there; `how` one came to it where it is no page of its own.
// `wholly`: the engines look at all of every page, not only at what is new there. `brief`: see above.
export function walk(page, mode, { wholly = false, brief = false, seen: { kinds, painted, shapes } = unseen() } = {}) {
  const text = mode === "elder" ? 24 : 18;
  const cells = [{ ...PLAIN, text }, { ...PLAIN, text: 36, viewport: "320x256", spacing: 1 }];
  return async (name, how = [], { app = true } = {}) => {
    const kind = pattern(page.url());
    const state = { name, how, first: wholly || !kinds.has(kind), path: new URL(page.url()).pathname, nodes: await read(page) };
    kinds.add(kind);
    return expected.unknown(await examine({ page }, state, { mode, cells, painted, shapes: wholly ? new Set() : shapes, app, brief }));
  };
}
