// The mutants show that each probe finds its fault; this, that whoever examines a state asks every one of them. A page that is wrong in all
// ways at once is found to be wrong in all ways. That nothing is found there without these faults, the walk shows.
import { expect, inOneStep, test } from "../support/test.mjs";
import { read } from "./aria.mjs";
import { PLAIN } from "./cells.mjs";
import { examine } from "./examine.mjs";
import { DEEPER } from "./mutants-deeper.mjs";
import { css, dom, MUTANTS } from "./mutants.mjs";
import { Phone } from "./phone.mjs";
import { database, phone as kept } from "./seed.mjs";

const named = (name) => [...MUTANTS, ...DEEPER].find((mutant) => mutant.name === name) ?? name;
const ELDER = { ...PLAIN, text: 24 };
const CELLS = [{ ...PLAIN, text: 36, viewport: "320x256", spacing: 0 }, ELDER, { ...ELDER, viewport: "1280x800", theme: "dark" }];

const PAGES = [
  {
    name: "a ballot",
    path: "/polls/courtyard/ballot",
    faults: [
      "a target of 59 px in elder mode",
      "an answer 87 px high in elder mode",
      "17 px letters in elder mode",
      "letters in pixels",
      "text cut off by a fixed height",
      "a page that runs out sideways",
      "9.4:1 on an elder ballot",
      "no focus ring",
      "words in the style sheet alone",
      "a choice that is pale because one sees through it",
      "stops from the bottom to the top",
      css("words on words", "", "overlapping", ".choice-label { block-size: 0.4em !important; }"),
      css("pale lines of what one chooses", "", "edges", ".choice label, .choice input { border-color: #ddd !important; }"),
      "a second question on an elder screen",
      "three large buttons on an elder screen",
      "a control for the mouse alone",
      "an id twice",
      "a live region that comes with its words",
      "a link that says nothing",
      "a positive tabindex",
      "a lost label among examined fields",
      "no way to help",
      dom("words hidden from who listens", "", "heard as seen", () => document.querySelector("main h1").setAttribute("aria-hidden", "true")),
      dom("a dialog that nobody asked for", "", "dialogs by themselves", () => suite.uncalled.push("dialog")),
    ],
    found: [
      "answers",
      "clipped",
      "contrast",
      "dialogs by themselves",
      "edges",
      "engines",
      "follows the browser",
      "follows the phone",
      "heard as seen",
      "help",
      "html",
      "keyboard",
      "letters",
      "live regions",
      "markup",
      "mouse only",
      "one question",
      "or spoken",
      "order",
      "overlapping",
      "reflow",
      "spaced",
      "targets",
      "translucent",
      "two large buttons",
      "wording",
      "words in the style sheet",
    ],
  },
  { name: "a notice", path: "/notices/lift-vote", mode: "standard", cells: [PLAIN, { ...PLAIN, viewport: "1280x800" }], faults: ["lines 1.2 apart", "fifty signs in a line"], found: ["lines", "measure"] },
  { name: "a table", path: "/notices/finance-quarter", mode: "standard", faults: ["a table whose rows are none when they are drawn as blocks"], found: ["tables"] },
  { name: "a question", path: "/", faults: ["a dialog without a way to close it"], found: ["dialogs"] },
];

for (const { name, path, mode = "elder", cells = CELLS, faults, found } of PAGES) {
  test(`whoever examines ${name} asks every probe`, async ({ browser, servers }) => {
    test.setTimeout(300_000);
    const server = await servers.start({ from: database() });
    const phone = await Phone.start({ browser, server, wrongs: { outside: [], errors: [] }, kept: await kept(), preferences: `text=24;theme=light;mode=${mode};spacing=0` });
    const { page } = phone;
    const state = async () => ({ name, path, how: [], first: true, nodes: await read(page) });
    const asked = async () => new Set((await inOneStep("examines", async () => examine(phone, await state(), { mode, cells }))).map(({ probe }) => probe));
    await phone.open(path);
    // Somebody is there.
    await page.mouse.click(1, 1);
    for (const { css, dom } of faults.map(named)) {
      if (css) await page.evaluate((text) => suite.wear(text, text), css);
      else await page.evaluate(dom);
    }
    const wrong = await asked();
    expect(found.filter((probe) => !wrong.has(probe)), "not asked").toEqual([]);
    await phone.close();
  });
}
