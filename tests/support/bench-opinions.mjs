// node bench-opinions.mjs: opinion groups of vTaiwan UberX in the app's worker, all 197 statements, and prints JSON: the seconds of
// each run from the question to the report (starting the worker, compiling it and fetching the votes included), the seconds that
// fetching the votes takes alone, how many people and statements there were, the groups, and the longest task of the page's own thread meanwhile.
// `cargo xtask bench opinion` runs it.
import { join } from "node:path";

import { chromium } from "@playwright/test";

import community from "./community.mjs";
import { repository, Server, staff } from "./server.mjs";

const RUNS = 7;

const away = await community();
const server = await Server.start();
const browser = await chromium.launch({ executablePath: process.env.LINLI_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  await staff(server.database, "import", "polis", join(repository, "../shared/data/polis/vtaiwan.uberx"), "--with-rejected");
  const { items } = await (await fetch(`${server.url}/v1/threads?limit=100`)).json();
  const votes = `/v1/threads/${items.find(({ id }) => id.startsWith("polis-")).id}/votes`;
  const { statements, participants } = await (await fetch(server.url + votes)).json();
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    // Nothing is left over from the run before.
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(`${server.url}/`);
    // The page has done what it does at its start.
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    runs.push(
      await page.evaluate(async (votes) => {
        let longest = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
        }).observe({ entryTypes: ["longtask"] });
        const began = performance.now();
        const worker = new Worker(window.__linli.counter);
        worker.postMessage(JSON.stringify({ opinions: { votes } }));
        const { done } = await new Promise((done, broken) => {
          worker.onmessage = ({ data }) => done(JSON.parse(data));
          worker.onerror = (event) => broken(new Error(event.message));
        });
        const ended = performance.now();
        worker.terminate();
        const asked = performance.now();
        await (await fetch(votes)).text();
        const fetched = performance.now() - asked;
        if (!done) throw new Error("the worker found no groups");
        return { seconds: (ended - began) / 1000, fetching: fetched / 1000, sizes: done.sizes, longest };
      }, votes),
    );
    await context.close();
  }
  console.log(
    JSON.stringify({
      people: participants.length,
      statements: statements.length,
      sizes: runs[0].sizes,
      seconds: runs.map(({ seconds }) => seconds),
      fetching: runs.map(({ fetching }) => fetching),
      longest: Math.max(...runs.map(({ longest }) => longest)),
    }),
  );
} finally {
  await browser.close();
  await server.close();
  await away();
}
