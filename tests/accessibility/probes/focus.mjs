// Where the keyboard is: the ring is painted, nothing hides it, Tab passes everything once in the order of the page and comes
// to an end.
import { changed, picture } from "../pixels.mjs";

const LONGEST = 400;
// How many stops one element may have inside.
const PARTS = 9;
// How far around a thing its ring may be.
const RING = 12;

const here = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    window.suiteStops ??= new Map();
    if (!window.suiteStops.has(element)) window.suiteStops.set(element, window.suiteStops.size);
    const labels = element.matches("[type=radio], [type=checkbox], [type=file]") ? [...(element.labels ?? [])] : [];
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
    // Where it begins and ends on the page, by what of it can be seen; what stays on the screen stands nowhere on the page.
    const lines = (labels.length > 0 ? boxes : [...element.getClientRects()]).filter(({ width, height }) => width > 1 && height > 1);
    // A dialog moves within itself.
    const down = scrollY + (element.closest("dialog")?.scrollTop ?? 0);
    const placed = ({ left, top, right, bottom }) => ({ left: left + scrollX, top: top + down, right: right + scrollX, bottom: bottom + down });
    const [begins, ends] = [lines[0], lines.at(-1)].map((box) => box && placed(box));
    let stays = false;
    for (let at = element; at; at = at.parentElement) stays ||= ["fixed", "sticky"].includes(getComputedStyle(at).position) && !at.matches("dialog");
    const style = getComputedStyle(element);
    const look = [element.localName, element.type, style.backgroundColor, style.borderTopColor, style.borderRadius, style.display, style.position, Boolean(element.closest(".topbar")), labels.length].join();
    const rank = [...document.querySelectorAll("*")].indexOf(element);
    // What a card leads to, if it leads there.
    const card = element.matches("a[href]") ? element.closest("li, article, tr, [role=listitem], [role=article]") : null;
    window.suiteCards ??= new Map();
    if (card && !window.suiteCards.has(card)) window.suiteCards.set(card, window.suiteCards.size);
    return { at: window.suiteStops.get(element), who: suite.say(element), free, rank, look, begins, ends, stays, leads: card && `${window.suiteCards.get(card)} ${element.href}` };
  });

// Where the next Tab begins: at the top, of a question if one is asked. Blurred, the browser would go on from where the focus was.
export const toTheTop = (page) =>
  page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
    const top = document.querySelector("dialog:modal") ?? document.body;
    const before = top.getAttribute("tabindex");
    top.tabIndex = -1;
    top.focus();
    if (before === null) top.removeAttribute("tabindex");
    else top.setAttribute("tabindex", before);
  });

// `rings`: what kinds of things have been looked at, so that each is painted once only; without it nothing is painted.
export async function keyboard(page, { rings, positive = false } = {}) {
  const found = new Set();
  await page.evaluate(() => {
    window.suiteStops = new Map();
    window.suiteHad = document.activeElement;
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
      // A field that is partly out of sight is wholly painted all the same. What is taller than the screen shows its sides, and one end
      // or none.
      const least = await page.evaluate((RING) => {
        document.activeElement.scrollIntoView({ block: "nearest" });
        const { left, top, right, bottom } = document.activeElement.getBoundingClientRect();
        const [width, height] = [Math.min(right, innerWidth) - Math.max(left, 0), Math.min(bottom, innerHeight) - Math.max(top, 0)];
        return 4 * height + 2 * width * [top >= RING, bottom <= innerHeight - RING].filter(Boolean).length;
      }, RING);
      const focused = await picture(page);
      await page.evaluate(() => {
        window.suiteFocused = document.activeElement;
        window.suiteFocused.blur();
      });
      const bare = await picture(page);
      await page.evaluate(() => window.suiteFocused.focus({ preventScroll: true, focusVisible: true }));
      const ring = changed(bare, focused, 3);
      if (ring < least) found.add(`${stop.who}: its ring has ${ring} pixels of ${Math.round(least)}`);
    }
  }
  if (passed.length === LONGEST) found.add("Tab never comes to an end");
  if (!positive) {
    const wrong = passed.findIndex(({ rank }, n) => n > 0 && rank < passed[n - 1].rank);
    if (wrong > 0) found.add(`${passed[wrong].who}: comes after ${passed[wrong - 1].who}, and stands before it`);
  }
  for (const what of [...unordered(passed, await page.evaluate(() => document.documentElement.dir === "rtl")), ...twice(passed)]) found.add(what);
  const missed = await page.evaluate(() => {
    const modal = document.querySelector("dialog[open]");
    return suite
      .targets()
      .filter((element) => !window.suiteStops.has(element) && (!modal || modal.contains(element)))
      .filter((element) => !(element.type === "radio" && [...window.suiteStops.keys()].some((other) => other.name === element.name)))
      .map((element) => suite.say(element));
  });
  for (const who of missed) found.add(`${who}: Tab never comes here`);
  // As it was before.
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
    window.suiteHad?.focus({ preventScroll: true });
  });
  return [...found];
}

// The eye goes down the page, and along a line as one reads: so do the stops. What stands beside, in another column, may begin above.
function unordered(passed, fromRight) {
  const found = [];
  const stops = passed.filter(({ begins, stays }) => begins && !stays);
  for (const [n, { who, begins }] of stops.entries()) {
    if (n === 0) continue;
    const { who: other, ends } = stops[n - 1];
    const along = fromRight ? ends.left - begins.right : begins.left - ends.right;
    const back = fromRight ? begins.left - ends.right : ends.left - begins.right;
    const shared = Math.min(begins.bottom, ends.bottom) - Math.max(begins.top, ends.top);
    const beside = shared > Math.min(begins.bottom - begins.top, ends.bottom - ends.top) / 2;
    if (beside ? back >= -2 : begins.bottom <= ends.top + 2 && along < -2) found.push(`${who}: comes after ${other}, and is seen before it`);
  }
  return found;
}

// What belongs together is one stop: a card leads to one place once.
function twice(passed) {
  const all = passed.filter(({ leads }) => leads);
  return all.filter(({ leads }, n) => all.findIndex((other) => other.leads === leads) < n).map(({ who }) => `${who}: a second stop that leads where the first one of its card does`);
}
