// Where the keyboard is: the ring is painted, nothing hides it, Tab passes everything once in the order of the page and comes
// to an end.
import { changed, picture } from "../pixels.mjs";

const LONGEST = 400;

const here = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    window.suiteStops ??= new Map();
    if (!window.suiteStops.has(element)) window.suiteStops.set(element, window.suiteStops.size);
    const labels = element.matches("[type=radio], [type=checkbox], [type=file]") ? [...(element.labels ?? [])] : [];
    const { width, height } = element.getBoundingClientRect();
    const boxes = [element, ...labels].map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1 && box.height > 1);
    // Every corner and the middle of what has the focus is in sight, and is what one would hit there.
    const mine = (x, y) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element);
    };
    const free = boxes.some(({ left, top, right, bottom }) => {
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const tall = bottom - top > innerHeight || right - left > innerWidth;
      const points = [[x, top + 2], [x, bottom - 2], [left + 2, y], [right - 2, y]];
      return tall ? points.some(([x, y]) => mine(x, y)) : points.every(([x, y]) => mine(x, y));
    });
    const style = getComputedStyle(element);
    const look = [element.localName, element.type, style.backgroundColor, style.borderTopColor, style.borderRadius, style.display, style.position, Boolean(element.closest(".topbar")), labels.length].join();
    const rank = [...document.querySelectorAll("*")].indexOf(element);
    return { at: window.suiteStops.get(element), who: suite.say(element), width, height, free, rank, look };
  });

// `rings`: what kinds of things have been looked at, so that each is painted once only; without it nothing is painted.
export async function keyboard(page, { rings, positive = false } = {}) {
  const found = new Set();
  await page.evaluate(() => {
    window.suiteStops = new Map();
    document.activeElement?.blur();
    getSelection().removeAllRanges();
    scrollTo(0, 0);
  });
  await page.evaluate(() => document.body.focus());
  const passed = [];
  for (let steps = 0; steps < LONGEST; steps += 1) {
    await page.keyboard.press("Tab");
    const stop = await here(page);
    // Out of the page, into the browser's own bar, and it begins again.
    if (!stop) break;
    if (passed.some(({ at }) => at === stop.at)) {
      if (stop.at !== passed[0].at) found.add(`${stop.who}: Tab comes back here and never leaves`);
      break;
    }
    passed.push(stop);
    if (!stop.free) found.add(`${stop.who}: has the focus, but something lies over it`);
    if (rings && !rings.has(stop.look)) {
      rings.add(stop.look);
      const focused = await picture(page);
      await page.evaluate(() => {
        window.suiteFocused = document.activeElement;
        window.suiteFocused.blur();
      });
      const bare = await picture(page);
      await page.evaluate(() => window.suiteFocused.focus({ preventScroll: true, focusVisible: true }));
      const least = 4 * (stop.width + stop.height);
      const ring = changed(bare, focused, 3);
      if (ring < Math.min(least, 4 * (await page.evaluate(() => innerWidth + innerHeight)))) found.add(`${stop.who}: its ring has ${ring} pixels of ${Math.round(least)}`);
    }
  }
  if (passed.length === LONGEST) found.add("Tab never comes to an end");
  if (!positive) {
    const wrong = passed.findIndex(({ rank }, n) => n > 0 && rank < passed[n - 1].rank);
    if (wrong > 0) found.add(`${passed[wrong].who}: comes after ${passed[wrong - 1].who}, and stands before it`);
  }
  const missed = await page.evaluate(() => {
    const modal = document.querySelector("dialog[open]");
    return suite
      .targets()
      .filter((element) => !window.suiteStops.has(element) && (!modal || modal.contains(element)))
      .filter((element) => !(element.type === "radio" && [...window.suiteStops.keys()].some((other) => other.name === element.name)))
      .map((element) => suite.say(element));
  });
  for (const who of missed) found.add(`${who}: Tab never comes here`);
  return [...found];
}
