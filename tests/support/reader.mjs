// A resident who cannot see the screen: a virtual screen reader (Guidepup's) inside the real page. It walks what the
// browser would read out, and keeps every phrase it has spoken, those of live regions among them.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { expect } from "@playwright/test";

import { arrived } from "./pages.mjs";

// A module for a script tag, which the page's policy would refuse; the browser's debugger evaluates it as a function.
const module = createRequire(import.meta.url).resolve("@guidepup/virtual-screen-reader/browser.js");
const [, name] = /export\s*\{[^}]*?([\w$]+) as virtual[^}]*\}/.exec(readFileSync(module, "utf8"));
const source = `(() => {${readFileSync(module, "utf8").replace(/export\s*\{[^}]*\}/, `window.reader = ${name}`)}\n})();0`;

// Guidepup asks for the attribute where browsers tell screen readers the state.
const states = `for (const [kind, name] of [[HTMLInputElement, "checked"], [HTMLOptionElement, "selected"]]) {
  const { hasAttribute, getAttribute } = kind.prototype;
  kind.prototype.hasAttribute = function (asked) { return asked === name ? this[name] : hasAttribute.call(this, asked); };
  kind.prototype.getAttribute = function (asked) { return asked === name ? (this[name] ? "true" : null) : getAttribute.call(this, asked); };
}`;

// Further than this nobody looks for anything.
const PATIENCE = 300;

export class Reader {
  // Begins to read the page as it is; a page that was loaded anew needs a new reader.
  static async on(page) {
    await page.evaluate(`${states};${source}`);
    await page.evaluate(() => window.reader.start({ container: document.body }));
    return new Reader(page);
  }

  constructor(page) {
    this.page = page;
    this.since = 0;
  }

  // Every phrase since the last `forget`.
  async heard() {
    return (await this.page.evaluate(() => window.reader.spokenPhraseLog())).slice(this.since);
  }

  async forget() {
    this.since = (await this.page.evaluate(() => window.reader.spokenPhraseLog())).length;
  }

  // Reads on until a phrase is `wanted` (a text that it begins with, or a pattern); gives what was read on the way.
  async to(wanted) {
    const { found, read } = await this.page.evaluate(
      async ([text, pattern, patience]) => {
        const read = [];
        for (let steps = 0; steps < patience; steps += 1) {
          await window.reader.next();
          const phrase = await window.reader.lastSpokenPhrase();
          read.push(phrase);
          if (pattern ? new RegExp(pattern, "u").test(phrase) : phrase.startsWith(text)) return { found: true, read };
          if (phrase === "end of document") break;
        }
        return { found: false, read };
      },
      [wanted instanceof RegExp ? null : wanted, wanted instanceof RegExp ? wanted.source : null, PATIENCE],
    );
    if (!found) throw new Error(`nothing more is spoken that is ${wanted}:\n${read.join("\n")}`);
    return read;
  }

  // Does what the thing that is being read does; the page's clock goes past the time in which a second tap counts as a
  // trembling hand.
  async act() {
    await this.page.evaluate(() => window.reader.act());
    await this.page.clock.fastForward(700);
    await this.follow();
  }

  // Gives keys to the control that is being read, as screen readers do for lists of the browser's own.
  async keys(...keys) {
    await this.page.evaluate(() => window.reader.activeNode.focus());
    for (const key of keys) await this.page.keyboard.press(key);
    await this.follow();
  }

  // Writes into the field that is being read.
  async writes(words) {
    await this.page.evaluate(() => window.reader.activeNode.focus());
    await this.page.keyboard.insertText(words);
    await this.follow();
  }

  // Goes to where the focus is, and says what has changed there. Guidepup loses its place when the name of a thing
  // changes; screen readers stay with the focus.
  async follow() {
    await this.page.evaluate(async () => {
      const here = document.activeElement;
      if (here !== document.body) here.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
      await new Promise((done) => setTimeout(done));
    });
  }

  // A page has come: its heading has the focus, and its name was spoken.
  async arrives(title) {
    await arrived(this.page, title);
    // A heading may stand there before what it is the heading of.
    await expect(this.page.getByRole("main").getByText("正在打开…", { exact: true })).toHaveCount(0);
    // With the focus, or, where the page was still coming then, by itself, perhaps with what else was to be said.
    const told = `polite: ${title}`;
    await this.hears({ test: (words) => words === `heading, ${title}, level 1` || words === told || words.startsWith(`${told} `), toString: () => `arriving at ${title}` });
    await this.follow();
  }

  // Waits until all of these were spoken, in this order, whatever was spoken between them.
  async hears(...wanted) {
    await expect(async () => {
      const spoken = await this.heard();
      expect(inOrder(spoken, wanted), `spoken so far:\n${spoken.join("\n")}`).toEqual(wanted.map(String));
    }).toPass({ timeout: 10_000 });
  }
}

// As much of `wanted` as was spoken in order.
export function inOrder(spoken, wanted) {
  const found = [];
  let at = 0;
  for (const phrase of wanted) {
    const here = spoken.findIndex((words, n) => n >= at && (typeof phrase === "string" ? words === phrase : phrase.test(words)));
    if (here < 0) break;
    found.push(String(phrase));
    at = here + 1;
  }
  return found;
}
