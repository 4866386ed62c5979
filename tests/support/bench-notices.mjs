// node bench-notices.mjs: the list of a community with 50 notices and of one with 5,000, opened in turns, each time in a new browser
// context, and prints JSON. For each: how many it has, the milliseconds from the navigation until the first row stands there (`first`),
// until a row that was tapped has opened its notice (`opens`), and until the first row of one kind stands there (`kind`).
// `notice`: one notice by its address: until its words stand there (`words`), until its page does (`page`), and how much of the page
// moved by itself (`shift`).
// `cargo xtask bench notices` runs it.
import { chromium } from "@playwright/test";

import { imported } from "./notices.mjs";
import community from "./community.mjs";
import { Server } from "./server.mjs";

const SIZES = { short: 50, long: 5_000 };
const RUNS = 7;
const KINDS = ["government", "safety", "utilities", "events", "policy", "finance", "community"];

const away = await community();
const servers = {};
const browser = await chromium.launch({ executablePath: process.env.LINLI_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const found = { notice: { words: [], page: [], shift: [] } };
  for (const [name, size] of Object.entries(SIZES)) {
    servers[name] = await Server.start();
    const { total } = await (await fetch(`${servers[name].url}/v1/notices?limit=1`)).json();
    const notices = Array.from({ length: size - total }, (_, at) => ({
      id: `b${at}`,
      title: `第 ${at} 条公告`,
      category: KINDS[at % KINDS.length],
      published_at: `-${2 + Math.floor(at / 20)}d 09:${String(at % 60).padStart(2, "0")}`,
      urgency: at % 500 === 3 ? "urgent" : "normal",
      body: "因管道检修，明天上午停水，请提前接好水。",
    }));
    await imported(servers[name], notices);
    found[name] = { notices: size, first: [], opens: [], kind: [] };
  }
  // The first run warms the servers and the browser's code cache and is not counted.
  for (let run = 0; run <= RUNS; run += 1) {
    for (const name of run % 2 ? ["long", "short"] : ["short", "long"]) {
      const times = await visit(servers[name].url);
      if (run > 0) for (const what of Object.keys(times)) found[name][what].push(times[what]);
    }
    const times = await notice(servers.short.url);
    if (run > 0) for (const what of Object.keys(times)) found.notice[what].push(times[what]);
  }
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
  for (const server of Object.values(servers)) await server.close();
  await away();
}

async function opened(script) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  await context.addInitScript(script);
  return { context, page: await context.newPage() };
}

async function visit(url) {
  const { context, page } = await opened(watchList);
  await page.goto(`${url}/notices`);
  const times = await page.evaluate(() => window.times);
  await page.goto(`${url}/notices?kind=safety`);
  const kind = await page.evaluate(() => window.firstRow);
  await context.close();
  return { ...times, kind };
}

// Runs in the page: when the first row stands there, and when the tap on its link has opened the notice.
function watchList() {
  let row, all;
  window.firstRow = new Promise((done) => (row = done));
  window.times = new Promise((done) => (all = done));
  const seen = new MutationObserver(() => {
    const link = document.querySelector("li[id^=notice-] a");
    if (!link) return;
    seen.disconnect();
    const first = performance.now();
    row(first);
    if (location.search) return;
    const there = new MutationObserver(() => {
      if (!document.querySelector("article .text-body")) return;
      there.disconnect();
      all({ first, opens: performance.now() });
    });
    there.observe(document, { subtree: true, childList: true });
    link.click();
  });
  seen.observe(document, { subtree: true, childList: true });
}

async function notice(url) {
  const { context, page } = await opened(watchNotice);
  await page.goto(`${url}/notices/finance-quarter`);
  const times = await page.evaluate(() => window.times);
  await context.close();
  return times;
}

function watchNotice() {
  let done, words, shift = 0;
  window.times = new Promise((resolve) => (done = resolve));
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shift += entry.value))).observe({ type: "layout-shift", buffered: true });
  const seen = new MutationObserver(() => {
    if (document.querySelector("main p.keep-lines, article .text-body")) words ??= performance.now();
    if (!document.querySelector("article .text-body")) return;
    seen.disconnect();
    const page = performance.now();
    // What moves afterwards moves within the next frames.
    setTimeout(() => done({ words, page, shift }), 500);
  });
  seen.observe(document, { subtree: true, childList: true });
}
