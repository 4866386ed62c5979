// Coming to a page on a slow network: at once in words, with the focus on a heading that says so, the window's name before the focus, and
// never taken back from whoever has gone on meanwhile.
import { aMoment, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { words } from "./failing.mjs";
import { Phone } from "./phone.mjs";

const POLL = "clinic-day-poll";
const TITLE = "医生来义诊，哪一天方便？";

// Holds every answer about the poll back, until it is let go.
async function held(page) {
  let go;
  const gone = new Promise((done) => (go = done));
  await page.route(`**/v1/polls/${POLL}`, async (route) => {
    await gone;
    await route.fallback();
  });
  return go;
}

// What the window was called each time a heading took the focus, in order.
const titles = (page) =>
  page.addInitScript(() => {
    window.arrivals = [];
    addEventListener("focusin", ({ target }) => target.id === "page-title" && window.arrivals.push({ heading: target.textContent, window: document.title }), true);
  });

for (const mode of ["standard", "elder"]) {
  const begun = async ({ browser, server, wrongs }) => {
    const phone = await Phone.start({ browser, server, wrongs, preferences: `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0` });
    await signedIn(phone.context, server);
    return phone;
  };

  test(`in ${mode} mode the window has its new name before the heading takes the focus`, async ({ browser, server, wrongs }) => {
    const phone = await begun({ browser, server, wrongs });
    const { page } = phone;
    await titles(page);
    await phone.open("/");
    for (const path of ["/notices", "/notices/lift-vote", "/polls", `/polls/${POLL}`, `/polls/${POLL}/ballot`, "/threads", "/settings", "/help"]) await phone.go(path);
    const arrivals = await page.evaluate(() => window.arrivals);
    expect(arrivals.length).toBeGreaterThanOrEqual(8);
    // Of two things one may be called by the other: a ballot's heading is the poll's.
    const strange = arrivals.filter(({ heading, window }) => !window.includes(heading) && !heading.includes(window.split(" - ")[0]));
    expect(strange).toEqual([]);
    expect(new Set(arrivals.map(({ window }) => window)).size, "names of windows").toBeGreaterThanOrEqual(6);
    await phone.close();
  });

  test(`in ${mode} mode a page that is slow says so at once, holds the focus, and then says its name`, async ({ browser, server, wrongs }) => {
    const phone = await begun({ browser, server, wrongs });
    const { page } = phone;
    await page.clock.install();
    await phone.open("/polls");
    const go = await held(page);
    await page.clock.fastForward(700);
    // From here on the page's own clock stands still: whatever is there comes without waiting for it.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
    await page.getByRole("main").getByRole("link", { name: TITLE }).click();
    const heading = page.getByRole("heading", { level: 1, name: words("app.loading") });
    await expect(heading).toBeVisible();
    await expect(heading).toBeFocused();
    go();
    const arrived = page.getByRole("heading", { level: 1, name: TITLE });
    await expect(arrived).toBeVisible();
    await expect(arrived).toBeFocused();
    await page.clock.resume();
    // What is announced waits a moment for the reader.
    await expect(page.locator("#announcer")).toContainText(TITLE);
    await phone.close();
  });

  test(`in ${mode} mode whoever has moved on keeps the focus when the page comes`, async ({ browser, server, wrongs }) => {
    const phone = await begun({ browser, server, wrongs });
    const { page } = phone;
    await phone.open("/polls");
    const go = await held(page);
    await aMoment(page);
    await page.getByRole("main").getByRole("link", { name: TITLE }).click();
    await expect(page.getByRole("heading", { level: 1, name: words("app.loading") })).toBeFocused();
    // Back to the bar, to make the letters larger while one waits.
    const larger = page.getByRole("button", { name: words("reading.larger") });
    await larger.focus();
    go();
    await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    await phone.settled();
    await expect(larger).toBeFocused();
    expect(await page.evaluate(() => document.title)).toContain(TITLE);
    await phone.close();
  });

  test(`in ${mode} mode how one reads is set back, and the ballot is as it was`, async ({ browser, server, wrongs }) => {
    const phone = await begun({ browser, server, wrongs });
    const { page } = phone;
    const main = page.getByRole("main");
    await phone.open(`/polls/${POLL}/ballot`);
    await main.getByRole("radio").nth(1).check();
    await aMoment(page);
    const bar = page.getByRole("group", { name: words("reading.label") });
    const press = async (name) => {
      await aMoment(page);
      await bar.getByRole("button", { name: words(name) }).first().click();
    };
    const read = () => page.evaluate(() => ({ ...document.documentElement.dataset }));
    const first = await read();
    await press("reading.larger");
    await expect.poll(async () => (await read()).text).not.toBe(first.text);
    await expect(main.getByRole("radio").nth(1)).toBeChecked();
    const [there, back] = mode === "elder" ? ["reading.elder_off", "reading.elder_on"] : ["reading.elder_on", "reading.elder_off"];
    await press(there);
    await expect.poll(async () => (await read()).mode).not.toBe(first.mode);
    await expect(main.getByRole("radio").nth(1)).toBeChecked();
    await press(back);
    await expect.poll(async () => (await read()).mode).toBe(first.mode);
    await expect(main.getByRole("radio").nth(1)).toBeChecked();
    await page.reload();
    await expect(main.getByRole("radio").nth(1)).toBeChecked();
    await phone.close();
  });
}

test("help says where one finds what helps to see and to hear, by the names that stand there", async ({ page }) => {
  await page.goto("/help");
  const main = page.getByRole("main");
  for (const part of ["read", "hear"]) {
    await main.getByText(words(`help.${part}.title`), { exact: true }).click();
    const text = main.getByText(words(`help.${part}.text`), { exact: true });
    await expect(text).toBeVisible();
  }
  const told = words("help.read.text") + words("help.hear.text");
  const named = [...told.matchAll(/“([^”]+)”/g)].map(([, name]) => name);
  expect(named).toEqual(["A+", words("reading.elder_on"), words("settings.title"), words("reading.aloud"), words("check.hear")]);
  const bar = page.getByRole("group", { name: words("reading.label") });
  for (const seen of ["A+", words("reading.elder_on"), words("reading.aloud")]) await expect(bar.getByText(seen, { exact: true })).toBeVisible();
  await expect(main.getByRole("link", { name: words("settings.title") })).toBeVisible();
});
