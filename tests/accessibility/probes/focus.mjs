// Where the keyboard is: the ring is painted, nothing hides it, Tab passes everything once in the order of the page and comes
// to an end.
import { changed, picture } from "../pixels.mjs";

const LONGEST = 400;
// How many stops one element may have inside.
const PARTS = 9;

const here = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    window.suiteStops ??= new Map();
    if (!window.suiteStops.has(element)) window.suiteStops.set(element, window.suiteStops.size);
    const labels = element.matches("[type=radio], [type=checkbox], [type=file]") ? [...(element.labels ?? [])] : [];
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const [width, height] = [Math.min(right, innerWidth) - Math.max(left, 0), Math.min(bottom, innerHeight) - Math.max(top, 0)];
    const boxes = [element, ...labels].map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1 && box.height > 1);
    // Nothing lies over what has the focus: what of it is on the screen is what one would hit there, and some of it is.
    const mine = (x, y) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element);
    };
    const seen = ({ left, top, right, bottom }) => ({ left: Math.max(left, 0), top: Math.max(top, 0), right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight) });
    const free = boxes.map(seen).some(({ left, top, right, bottom }) => {
      if (right - left < 4 || bottom - top < 4) return false;
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      return [[x, top + 2], [x, bottom - 2], [left + 2, y], [right - 2, y]].every(([x, y]) => mine(x, y));
    });
    const style = getComputedStyle(element);
    const look = [element.localName, element.type, style.backgroundColor, style.borderTopColor, style.borderRadius, style.display, style.position, Boolean(element.closest(".topbar")), labels.length].join();
    const rank = [...document.querySelectorAll("*")].indexOf(element);
    return { at: window.suiteStops.get(element), who: suite.say(element), width, height, free, rank, look };
  });

// Where the next Tab begins: at the top. Blurred, the browser would go on from where the focus was.
export const toTheTop = (page) =>
  page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
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
  await toTheTop(page);
  const passed = [];
  let again = 0;
  for (let steps = 0; steps < LONGEST; steps += 1) {
    await page.keyboard.press("Tab");
    const stop = await here(page);
    // Out of the page, into the browser's own bar, and it begins again.
    if (!stop) break;
    // A player has several stops of its own.
    if (stop.at === passed.at(-1)?.at && (again += 1) < PARTS) continue;
    again = 0;
    if (passed.some(({ at }) => at === stop.at)) {
      if (stop.at !== passed[0].at) found.add(`${stop.who}: Tab comes back here and never leaves`);
      break;
    }
    passed.push(stop);
    if (!stop.free) found.add(`${stop.who}: has the focus, but something lies over it`);
    if (rings && !rings.has(stop.look)) {
      rings.add(stop.look);
      // A field that is partly out of sight is wholly painted all the same.
      await page.evaluate(() => document.activeElement.scrollIntoView({ block: "nearest" }));
      const focused = await picture(page);
      await page.evaluate(() => {
        window.suiteFocused = document.activeElement;
        window.suiteFocused.blur();
      });
      const bare = await picture(page);
      await page.evaluate(() => window.suiteFocused.focus({ preventScroll: true, focusVisible: true }));
      const least = 4 * (stop.width + stop.height);
      const ring = changed(bare, focused, 3);
      if (ring < least) found.add(`${stop.who}: its ring has ${ring} pixels of ${Math.round(least)}`);
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
