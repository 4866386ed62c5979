// node bench-recount.mjs: recounts real elections in the app's worker and prints JSON: for each the seconds from the
// question to the verdict, fetching and checking included, how many of them the rule itself took once all ballots were
// read, and the longest task of the page's own thread meanwhile.
// `cargo xtask bench count` runs it.
import { join } from "node:path";

import { chromium } from "@playwright/test";

import community from "./community.mjs";
import { repository, Server, staff } from "./server.mjs";

const ELECTIONS = [
  { name: "wroclaw", file: "Poland_Wroclaw_2015_150_-_500.pb", method: {} },
  // The city counted by the greedy rule; what is timed here is equal shares on its ballots.
  { name: "krakow", file: "Poland_Krakow_2019.pb", method: { budget: "equal_shares" } },
];
const RUNS = 5;

const away = await community();
const server = await Server.start();
const browser = await chromium.launch({ executablePath: process.env.LINLI_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const found = {};
  const known = new Set();
  for (const { name, file, method } of ELECTIONS) {
    await staff(server.database, "import", "pabulib", join(repository, "../shared/data/pabulib", file));
    const { items } = await (await fetch(`${server.url}/v1/polls?limit=100`)).json();
    const id = items.map((poll) => poll.id).find((id) => id.startsWith("pb-") && !known.has(id));
    known.add(id);
    const read = async (path) => (await fetch(server.url + path)).json();
    const poll = await read(`/v1/polls/${id}`);
    const results = await read(`/v1/polls/${id}/results`);
    Object.assign(poll.questions[0].method, method);
    const question = JSON.stringify({ recount: { poll, results, board: `/v1/polls/${id}/board` } });

    // Without a service worker and with an empty cache for each run: every byte is fetched and checked again.
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) {
      const context = await browser.newContext({ serviceWorkers: "block" });
      const page = await context.newPage();
      await page.goto(`${server.url}/`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      runs.push(
        await page.evaluate(async (question) => {
          let longest = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
          }).observe({ entryTypes: ["longtask"] });
          const worker = new Worker(window.__linli.counter);
          const began = performance.now();
          worker.postMessage(question);
          let read = began;
          const verdict = await new Promise((done, broken) => {
            worker.onmessage = ({ data }) => {
              const said = JSON.parse(data);
              if (said.progress) read = performance.now();
              if (said.done) done(said.done);
              if (said.failed) broken(new Error(`the worker failed: ${said.failed}`));
            };
            worker.onerror = (event) => broken(new Error(event.message));
          });
          const ended = performance.now();
          worker.terminate();
          const [{ outcome }] = verdict.questions;
          return { seconds: (ended - began) / 1000, rule: (ended - read) / 1000, longest, ballots: verdict.ballots, finding: verdict.finding, chosen: outcome.option_ids.length };
        }, question),
      );
      await context.close();
    }
    const { ballots, finding, chosen } = runs[0];
    found[name] = {
      ballots,
      chosen,
      same: finding === "same",
      seconds: runs.map((run) => run.seconds),
      rule: runs.map((run) => run.rule),
      longest: Math.max(...runs.map((run) => run.longest)),
    };
  }
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
  await server.close();
  await away();
}
