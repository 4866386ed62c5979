// node bench-rounds.mjs: goes round and round through the app as a resident does, notice → poll → thread and back to the lists, and
// prints JSON: what the page holds after the first rounds and after all of them (see held.mjs). `cargo xtask bench rounds` runs it.
import { chromium } from "@playwright/test";

import community from "./community.mjs";
import { held, watched } from "./held.mjs";
import { reading } from "./pages.mjs";
import { Server } from "./server.mjs";

const ROUNDS = [20, 220];

const away = await community();
const server = await Server.start();
const browser = await chromium.launch({ executablePath: process.env.LINLI_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const found = {};
  for (const mode of ["standard", "elder"]) found[mode] = await rounds(mode);
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
  await server.close();
  await away();
}

async function rounds(mode) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: "zh-CN" });
  await reading(context, `text=${mode === "elder" ? 24 : 18};mode=${mode}`);
  await watched(context);
  const page = await context.newPage();
  const debug = await context.newCDPSession(page);
  await page.goto(`${server.url}/notices`);
  const after = [];
  for (let round = 1; round <= Math.max(...ROUNDS); round += 1) {
    await page.evaluate(once);
    if (ROUNDS.includes(round)) after.push({ rounds: round, ...(await held(page, debug)) });
  }
  await context.close();
  return after;
}

// Runs in the page. Taps fall in turns on the left and on the right: what falls twice on one place at once is taken for a trembling
// hand.
async function once() {
  let taps = 0;
  const until = (there) =>
    new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`nothing came on ${location.pathname}`)), 20_000);
      const look = () => {
        const found = there();
        if (!found) return;
        seen.disconnect();
        clearTimeout(late);
        done(found);
      };
      const seen = new MutationObserver(look);
      seen.observe(document, { subtree: true, childList: true, attributes: true });
      look();
    });
  const tap = (link) => link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, clientX: taps++ % 2 ? 20 : 340, clientY: 300 }));
  for (const list of ["/notices", "/polls", "/threads"]) {
    if (location.pathname !== list) {
      const way = () => document.querySelector(`nav a[href="${list}"], main a[href="${list}"]`);
      // In elder mode the four ways stand at home.
      if (!way()) tap(await until(() => document.querySelector('nav a[href="/"]')));
      tap(await until(way));
    }
    const link = await until(() => location.pathname === list && document.querySelector(`main li a[href^="${list}/"]`));
    tap(link);
    // The page is there when what the notice, poll or thread is about is.
    await until(() => location.pathname === link.pathname && document.querySelector("main h1 ~ *:not(:empty)"));
    history.back();
    await until(() => location.pathname === list && document.querySelector(`main li a[href^="${list}/"]`));
  }
}
