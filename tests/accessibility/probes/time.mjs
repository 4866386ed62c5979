// Nobody has to hurry: what is on the screen and in the fields is the same twenty minutes and twenty hours later. The
// page's clock has been taken over before (`page.clock.install`).

import { uncalled } from "./frame.mjs";

const MINUTES = 60_000;

const asItIs = (page) =>
  page.evaluate(() => ({
    url: location.href,
    words: suite.texts().map(({ text }) => text),
    values: [...document.querySelectorAll("input, textarea, select")].map((field) => (field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value)),
    focus: document.activeElement ? suite.say(document.activeElement) : "",
  }));

// A minute after a page was opened, with nobody touching it: nothing has come by itself.
export async function aMinute(phone) {
  await phone.page.clock.fastForward(MINUTES);
  await phone.page.clock.runFor(1_000);
  await phone.settled();
  return uncalled(phone.page);
}

// `live`: words that may come to be different, because the world has moved on.
export async function unhurried(phone, { live = /$^/ } = {}) {
  const { page } = phone;
  const before = await asItIs(page);
  const found = [];
  for (const [after, time] of [["20 minutes", 20 * MINUTES], ["20 hours", 20 * 60 * MINUTES]]) {
    await page.clock.fastForward(time);
    // What was due in between has been done, and drawn.
    await page.clock.runFor(1_000);
    await phone.settled();
    const now = await asItIs(page);
    if (now.url !== before.url) found.push(`after ${after}: another page`);
    const gone = before.words.filter((words) => !now.words.includes(words) && !live.test(words));
    const come = now.words.filter((words) => !before.words.includes(words) && !live.test(words));
    if (gone.length > 0) found.push(`after ${after}: gone: ${gone.join(" | ")}`);
    if (come.length > 0) found.push(`after ${after}: come: ${come.join(" | ")}`);
    if (JSON.stringify(now.values) !== JSON.stringify(before.values)) found.push(`after ${after}: what was filled in is different`);
    if (now.focus !== before.focus) found.push(`after ${after}: the focus went from ${before.focus} to ${now.focus}`);
  }
  return found;
}
