// What every journey begins with: `import { test, expect } from "../support/test.mjs"`.
//
// Each test has a server of its own (`server`), with a fresh copy of the demo community, and a page whose relative
// addresses go there. A test fails, whatever it checked, when the page asked for anything outside its origin, when a
// script failed, or when something was written to the console as an error.
import { test as base, expect } from "@playwright/test";

import { Server } from "./server.mjs";

export const test = base.extend({
  // Errors on the console that a test provokes on purpose: a list of regular expressions.
  allowedErrors: [[], { option: true }],
  // A resident takes a moment on every new page; scripts do not, so each new address moves the page's clock on by more
  // than a trembling hand needs for its second tap. `hurried` leaves the clock alone.
  hurried: [false, { option: true }],
  // The community gives its things names that are longer than anything can be announced.
  longNames: [false, { option: true }],
  // Starts further servers; all are ended after the test.
  servers: async ({}, use) => {
    const started = [];
    await use({
      start: async (options) => {
        const server = await Server.start(options);
        started.push(server);
        return server;
      },
    });
    for (const server of started) await server.close();
  },
  server: async ({ servers }, use) => use(await servers.start()),
  baseURL: async ({ server }, use) => use(server.url),
  // What went wrong in any browser of the test, whatever else was checked.
  wrongs: async ({ allowedErrors, longNames }, use) => {
    const wrongs = { outside: [], errors: [], long: [] };
    await use(wrongs);
    expect(wrongs.outside, "requests outside the origin").toEqual([]);
    if (!longNames) expect(wrongs.long, `announced in more than ${SHORT} characters`).toEqual([]);
    expect(
      wrongs.errors.filter((error) => !allowedErrors.some((allowed) => allowed.test(error))),
      "errors in the page",
    ).toEqual([]);
  },
  context: async ({ context, wrongs, hurried }, use) => {
    await watched(context, wrongs, hurried);
    await use(context);
  },
  // Gives a page on one more phone, with nothing of the first one on it.
  anotherPhone: async ({ browser, baseURL, wrongs, hurried }, use) => {
    const contexts = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL });
      contexts.push(context);
      await watched(context, wrongs, hurried);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

// A test that does thousands of things does them in here: outside of a step, Playwright looks through everything that was done before
// each further one, and a walk of ten minutes spends most of them on that.
export const inOneStep = (name, body) => base.step(name, body);

// From here on what goes wrong in this browser is kept in `wrongs`.
export async function watched(context, { outside, errors, long = [] }, hurried) {
  if (!hurried) await context.addInitScript(takeYourTime);
  await context.addInitScript(listen, [ANNOUNCED, SHORT]);
  await context.route(
    (url) => /^(https?|wss?):$/.test(url.protocol) && url.hostname !== "127.0.0.1",
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  context.on("console", (message) => {
    if (message.text().startsWith(ANNOUNCED)) long.push(message.text().slice(ANNOUNCED.length));
    if (message.type() !== "error") return;
    // Browsers report every refused and every failed request there; what the app makes of them is what journeys
    // check. A file of the app itself that is missing stays an error.
    const request = message.text().startsWith("Failed to load resource");
    if (request && (isAnswer(message.location().url) || message.text().includes("net::ERR_"))) return;
    errors.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (failure) => errors.push(`script: ${failure.error().stack ?? failure.error()}`));
}

// What is announced is heard once and cannot be read again: it is short, in Chinese forty characters (docs/ACCESSIBILITY.md, 3.2). A
// name that somebody has written, which stands on the page, too, is as long as it is.
const ANNOUNCED = "announced: ";
const SHORT = 40;

function listen([announced, short]) {
  document.addEventListener("DOMContentLoaded", () => {
    for (const region of ["announcer", "alerter"].map((id) => document.getElementById(id)).filter(Boolean)) {
      new MutationObserver(() => {
        if (!document.documentElement.lang.startsWith("zh")) return;
        for (const words of region.textContent.split("\n").filter((words) => [...words].length > short)) {
          const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          let own = words;
          while (walker.nextNode()) {
            const name = walker.currentNode.data.trim();
            if (name.length > 5) own = own.replace(name, "");
          }
          if ([...own].length > short) console.debug(announced + words);
        }
      }).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
}

function takeYourTime() {
  let later = 0;
  const now = Date.now;
  Date.now = () => now() + later;
  for (const way of ["pushState", "replaceState"]) {
    const go = history[way];
    history[way] = function (...all) {
      later += 700;
      return go.apply(this, all);
    };
  }
}

function isAnswer(url) {
  return URL.canParse(url) && new URL(url).pathname.startsWith("/v1/");
}

export { expect };
