// The frame of a page stands from the first moment as it will stay: nothing that somebody reads is pushed down by what comes later.
import { reading } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const ELDER = "text=24;theme=light;mode=elder;spacing=0";
const NAME = "梧桐里社区";
const DEMO = "演示社区：人和事都是编的，请放心试。";

const banner = (page) => page.getByRole("banner");
const held = () => {
  let go;
  const opened = new Promise((done) => (go = done));
  return { opened, go };
};

// Where on the page something of its own accord moved, and by how much (layout shift, 0 to 1).
const watchMoves = (context) =>
  context.addInitScript(() => {
    window.moves = [];
    const seen = new PerformanceObserver((list) => list.getEntries().forEach((move) => window.moves.push(move.value)));
    seen.observe({ type: "layout-shift", buffered: true });
  });
const moved = (page) =>
  page.evaluate(async () => {
    // What has just been drawn is counted with the frame after it.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return window.moves.reduce((sum, one) => sum + one, 0);
  });

const PAGES = [
  ["/", (main) => main.getByRole("listitem")],
  ["/notices", (main) => main.getByRole("listitem")],
  ["/notices/water-shutoff", (main) => main.getByRole("heading", { name: "大白话" })],
  ["/polls", (main) => main.getByRole("listitem")],
  ["/threads", (main) => main.getByRole("listitem")],
  ["/threads/lift-noise", (main) => main.getByRole("article")],
];

for (const [mode, preferences] of [["standard"], ["elder", ELDER]]) {
  for (const [path, content] of PAGES) {
    test(`in ${mode} mode nothing of ${path} moves by itself while it comes, also where the app is there before the community has said its name`, async ({ page, context }) => {
      if (preferences) await reading(context, preferences);
      await watchMoves(context);
      const late = held();
      await page.route("**/v1/service", async (route) => {
        await late.opened;
        await route.fallback();
      });
      // The moment that the app waits for the name does not end by itself here.
      const now = Date.now();
      await page.clock.install({ time: now });
      await page.clock.pauseAt(now + 1_000);
      const app = page.waitForResponse((answer) => /\/linli-\w+\.wasm$/.test(answer.url()));
      await page.goto(path, { waitUntil: "commit" });
      await (await app).finished();
      late.go();
      await expect(banner(page).getByText(DEMO)).toBeVisible();
      await page.clock.resume();
      await expect(content(page.getByRole("main")).first()).toBeVisible();
      expect(await moved(page)).toBeLessThanOrEqual(0.02);
    });
  }
}

test("from the second visit on the frame has the community's name at once, and waits for nobody", async ({ page }) => {
  await page.goto("/");
  await expect(banner(page).getByRole("link", { name: NAME })).toBeVisible();
  await page.route("**/v1/service", () => {});
  await page.reload();
  await expect(banner(page).getByRole("link", { name: NAME })).toBeVisible();
  await expect(banner(page).getByText(DEMO)).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(NAME));
});
