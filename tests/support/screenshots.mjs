// node screenshots.mjs: draws docs/pictures/*.png from the demo community, as a signed-in resident sees it on a small
// phone. `cargo xtask screenshots` runs it.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { chromium } from "@playwright/test";

import community from "./community.mjs";
import { firstResident } from "./residents.mjs";
import { repository, Server } from "./server.mjs";

const PICTURES = [
  { name: "home", path: "/" },
  { name: "notices", path: "/notices" },
  { name: "polls", path: "/polls" },
  { name: "poll", path: "/polls", open: "main a[href^='/polls/']" },
  { name: "threads", path: "/threads" },
  { name: "thread", path: "/threads", open: "main a[href^='/threads/']" },
  { name: "settings", path: "/settings" },
  { name: "home-elder", path: "/", preferences: "text=24;theme=auto;mode=elder;spacing=0" },
  { name: "poll-elder", path: "/polls", open: "main a[href^='/polls/']", preferences: "text=24;theme=auto;mode=elder;spacing=0" },
  { name: "home-english", path: "/", locale: "en" },
  { name: "home-dark", path: "/", preferences: "text=18;theme=dark;mode=standard;spacing=0" },
];

const away = await community();
const server = await Server.start();
const browser = await chromium.launch({ executablePath: process.env.LINLI_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const [name, value] = (await server.signIn((await firstResident()).phone)).split(/=(.*)/);
  const place = join(repository, "docs/pictures");
  await mkdir(place, { recursive: true });
  for (const picture of PICTURES) {
    const context = await browser.newContext({
      viewport: { width: 360, height: 640 },
      deviceScaleFactor: 2,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      baseURL: server.url,
      serviceWorkers: "block",
    });
    await context.addCookies([{ name, value, url: server.url }]);
    await context.addInitScript(
      ([preferences, locale]) => {
        if (preferences) localStorage.setItem("linli.prefs", preferences);
        if (locale) localStorage.setItem("linli.locale", locale);
      },
      [picture.preferences, picture.locale],
    );
    const page = await context.newPage();
    await page.goto(picture.path);
    await page.locator("#page-title").waitFor();
    if (picture.open) {
      await page.locator(picture.open).first().click();
      await page.waitForURL((url) => url.pathname !== picture.path);
      await page.locator("#page-title").waitFor();
    }
    // What is still loading says so to screen readers, too.
    await page.locator("[aria-busy=true], .loading").first().waitFor({ state: "detached" });
    await page.screenshot({ path: join(place, `${picture.name}.png`) });
    await context.close();
    console.log(`docs/pictures/${picture.name}.png`);
  }
} finally {
  await browser.close();
  await server.close();
  await away();
}
