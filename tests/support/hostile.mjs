// Texts that would like to be more than text, and what shows whether one of them has become so.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "@playwright/test";

import { aMoment } from "./pages.mjs";
import { repository } from "./server.mjs";

export const CORPUS = JSON.parse(readFileSync(join(repository, "tests/fixtures/hostile-posts.json"), "utf8"));

// As many of them in one text as there is room for; without those that are too long by themselves or that no database keeps.
export function packed(most) {
  const packs = [];
  for (const text of CORPUS.filter((text) => !text.includes("\0") && text.length <= most)) {
    const longer = `${packs.at(-1) ?? ""} ${text}`;
    if (packs.length > 0 && longer.length <= most) packs[packs.length - 1] = longer;
    else packs.push(text);
  }
  return packs;
}

// What in the page could act: everything a typed text must never become.
export const acting = (page) =>
  page.evaluate(() => {
    const found = [];
    const place = document.querySelector("main");
    if (window.pwned) found.push("a script ran");
    const never = "script, iframe, object, embed, img, video, audio, base, meta, link, style, form:not([role=search]), frame, math, marquee, template, article svg:not(.icon[aria-hidden]), blockquote svg, details[ontoggle]";
    for (const element of place.querySelectorAll(never)) found.push(element.outerHTML.slice(0, 120));
    for (const element of place.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (/^on|^style$|^src|^srcdoc$|^action$|^xlink/.test(name)) found.push(`${name}=${value.slice(0, 80)}`);
        if (name === "href" && !/^(\/(?![/\\])|#|https?:\/\/|tel:|mailto:)/.test(value)) found.push(`href=${value.slice(0, 80)}`);
      }
    }
    return found;
  });

// From here on the test fails when a dialog opens.
export const noDialogs = (page) =>
  page.on("dialog", (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });

// Presses *show more* until the list has ended; gives what each of its rows said. `rows` are rows of that list only. A long list
// keeps only the rows around where one reads, so each window is looked at, by `look` too.
export async function readAll(page, rows, look = async () => {}) {
  const more = page.getByRole("main").getByRole("button", { name: /^再看一些/ });
  const said = new Map();
  for (;;) {
    await expect(rows.first()).toBeVisible();
    for (const [id, text] of await rows.evaluateAll((all) => all.map((row, at) => [row.id || at, row.textContent]))) said.set(id, text);
    await look();
    if ((await more.count()) === 0) return [...said.values()];
    // Official answers, which stand first, have a button of their own.
    const left = async () => (await more.allTextContents()).at(-1);
    const before = await left();
    await aMoment(page);
    await more.last().click();
    await expect.poll(left).not.toBe(before);
  }
}

// How many rows say this, and how often all of them together.
export const among = (said, words) => ({
  rows: said.filter((text) => text.includes(words)).length,
  times: said.join("\n").split(words).length - 1,
});
