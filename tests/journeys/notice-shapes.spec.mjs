// Whatever staff paste becomes a notice that can be read on the smallest phone with the largest letters: nothing is wider than the
// screen, nothing lies on anything else, no word is lost, and no word becomes more than text.
import { acting, among, noDialogs, readAll } from "../support/hostile.mjs";
import { inPlain, lines, NOTICES, PIXEL, squeezed, unbreakable } from "../support/notice-corpus.mjs";
import { imported } from "../support/notices.mjs";
import { arrived, done, reading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.use({ viewport: { width: 320, height: 640 }, longNames: true });
test.setTimeout(240_000);

test("two hundred notices and more at 320 pixels and the largest text", async ({ page, context, server }) => {
  expect(NOTICES.length).toBeGreaterThanOrEqual(200);
  noDialogs(page);
  await reading(context, "text=36;theme=light;mode=standard;spacing=0");
  const files = { "files/p.png": PIXEL, "files/a.csv": "楼,时间\n1,8:00\n" };
  const notices = NOTICES.map(({ shape, ...notice }) => notice);
  expect(await imported(server, notices, files)).toContain(`${NOTICES.length} notices are published`);
  await page.goto("/notices");
  await arrived(page, "公告", { focused: false });
  const wrong = [];
  for (const notice of NOTICES) {
    const { text, wide, clipped, covered } = await page.evaluate(show, { path: `/notices/${notice.id}`, mark: / (甲\d+乙)$/.exec(notice.title)[1] });
    const where = `${notice.id} (${notice.shape})`;
    if (!unbreakable(notice.title)) for (const [what, found] of Object.entries({ wide, clipped, covered })) if (found.length > 0) wrong.push(`${where} ${what}: ${found.slice(0, 3).join(" | ")}`);
    const shown = squeezed(text);
    let from = shown.indexOf(squeezed(notice.title));
    if (from < 0) wrong.push(`${where}: the title`);
    const pictures = (notice.pictures ?? []).map(({ alt }) => alt);
    for (const line of [...inPlain(notice.plain ?? ""), ...lines(notice.body ?? ""), ...pictures.flatMap(inPlain)]) {
      const at = shown.indexOf(line, Math.max(from, 0));
      if (at < 0) wrong.push(`${where} lost: ${line.slice(0, 60)}`);
      else from = at + line.length;
    }
    if (notice.shape === "hostile") {
      const found = await acting(page);
      if (found.length > 0) wrong.push(`${where} acts: ${found.slice(0, 3).join(" | ")}`);
    }
  }
  expect(wrong).toEqual([]);
});

// Those whose every text would like to be more than text. Before the app is there the plain words are shown where there are any; every
// second one has none.
const HOSTILE = NOTICES.filter(({ shape }) => shape === "hostile").map(({ shape, plain, ...notice }, at) => (at % 2 ? notice : { ...notice, plain }));
const some = HOSTILE.filter((_, at) => [0, 5].includes(at % 10));
const marked = ({ title }) => / (甲\d+乙)$/.exec(title)[1];
const main = (page) => page.getByRole("main");

test.describe("by its address", () => {
  // What the service worker fetches cannot be held from here.
  test.use({ serviceWorkers: "block" });

  test("a hostile notice does not act before the app is there, and not when it comes", async ({ page, server }) => {
    noDialogs(page);
    await imported(server, HOSTILE);
    expect(some.length).toBeGreaterThan(5);
    for (const notice of some) {
      let go;
      const held = new Promise((done) => (go = done));
      await page.route(/\.wasm$/, async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(`/notices/${notice.id}`, { waitUntil: "commit" });
      const title = main(page).getByRole("heading", { level: 1 });
      // The words themselves stand there already, the app does not.
      await expect(title).toContainText(marked(notice));
      const words = notice.plain ? inPlain(notice.plain) : ["结束"];
      for (const line of words) await expect.poll(async () => squeezed(await main(page).innerText()), notice.id).toContain(line);
      await expect(page.getByRole("navigation", { name: "主要页面" })).toHaveCount(0);
      expect(await acting(page), `${notice.id} before the app`).toEqual([]);
      go();
      await expect(page.getByRole("navigation", { name: "主要页面" })).toBeVisible();
      await expect(main(page).getByRole("heading", { name: "让别人也知道" })).toBeVisible();
      await expect(title).toContainText(marked(notice));
      expect(await acting(page), `${notice.id} with the app`).toEqual([]);
      await page.unroute(/\.wasm$/);
    }
  });
});

test("hostile notices do not act on paper, on a sheet, in the list, at home, where they are found, or in the inbox", async ({ page, context, server }) => {
  noDialogs(page);
  const cookie = await signedIn(context, server);
  const categories = ["government", "safety", "utilities", "events", "policy", "finance", "community"];
  await done(server, cookie, "PUT", "/v1/me/subscriptions", { categories, own_building: false, matters: [] });
  await imported(server, HOSTILE);
  const harmless = async () => expect(await acting(page), page.url()).toEqual([]);
  for (const notice of some) {
    await page.goto(`/notices/${notice.id}/paper`);
    await expect(main(page).getByRole("heading", { level: 1 })).toContainText(marked(notice));
    await expect(main(page).getByText("结束", { exact: true })).toBeVisible();
    await harmless();
  }
  // A sheet takes twelve.
  for (let from = 0; from < HOSTILE.length; from += 12) {
    const twelve = HOSTILE.slice(from, from + 12);
    await page.goto(`/notices-on-paper/sheet?ids=${twelve.map(({ id }) => id).join(",")}`);
    await expect(main(page).locator("section > h2")).toHaveCount(twelve.length);
    await harmless();
  }
  await page.goto("/notices-on-paper");
  await expect(main(page).getByRole("checkbox").first()).toBeVisible();
  await harmless();
  await page.goto("/");
  await expect(main(page).getByRole("heading", { level: 3 }).filter({ hasText: /甲\d+乙/ })).not.toHaveCount(0);
  await harmless();
  // Each of them stands in each of these once.
  for (const path of ["/notices", "/inbox", `/search?q=${encodeURIComponent("甲")}`]) {
    await page.goto(path);
    const rows = main(page).getByRole("listitem").filter({ has: page.getByRole("heading").filter({ hasText: /甲\s*\d+乙/ }) });
    const said = await readAll(page, rows, harmless);
    for (const notice of HOSTILE) expect(among(said, marked(notice)).rows, `${path} ${notice.id}`).toBe(1);
  }
});

// Runs in the page: goes to a notice as a tap on a link does, and looks at it once it stands there.
async function show({ path, mark }) {
  const main = document.querySelector("main");
  const link = document.createElement("a");
  link.href = path;
  main.append(link);
  link.click();
  link.remove();
  const patience = performance.now() + 15_000;
  const here = () => document.querySelector("h1")?.textContent.endsWith(mark) && document.querySelector("article .text-body, article figure");
  while (!here()) {
    if (performance.now() > patience) throw new Error(`${path} did not come: ${main.innerText.slice(0, 200)}`);
    await new Promise((next) => requestAnimationFrame(next));
  }
  const named = (e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`;
  const all = [...main.querySelectorAll("*")].filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, dialog, svg"));
  const box = new Map(all.map((e) => [e, e.getBoundingClientRect()]));
  // Heads of tables are hidden from the eye at this width; each cell names its column.
  const seen = all.filter((e) => box.get(e).width > 2 && box.get(e).height > 2);
  const wide = seen.filter((e) => box.get(e).right > innerWidth + 0.5 || box.get(e).left < -0.5).map(named);
  if (document.scrollingElement.scrollWidth > innerWidth) wide.push("the page");
  const clipped = seen.filter((e) => getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1).map(named);
  // Blocks that have words of their own, one after the other: none begins before the one above it ends.
  const words = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
  const blocks = seen.filter((e) => words(e) && ["block", "list-item", "flex"].includes(getComputedStyle(e).display) && !e.querySelector("p, li, div, ul, ol, table, pre, blockquote"));
  const covered = [];
  for (let at = 1; at < blocks.length; at += 1) {
    const [above, below] = [box.get(blocks[at - 1]), box.get(blocks[at])];
    const beside = below.left >= above.right - 1 || above.left >= below.right - 1;
    if (!beside && below.top < above.bottom - 1 && below.bottom > above.top + 1) covered.push(`${named(blocks[at - 1])} / ${named(blocks[at])}`);
  }
  return { text: document.querySelector("article").innerText, wide, clipped, covered };
}
