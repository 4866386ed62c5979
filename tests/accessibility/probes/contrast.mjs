// Letters and pictures against what really lies behind them: the page is drawn twice, once without any letter, and what
// differs is the letter. So pictures, gradients and what lies above count as they are.
import { contrast, developed, luminance, picture, shot } from "../pixels.mjs";

const PALE = "color: transparent !important; -webkit-text-fill-color: transparent !important;";
const BARE = {
  all: `*, *::before, *::after { ${PALE} text-decoration-color: transparent !important; text-shadow: none !important; caret-color: transparent !important; } .icon, svg, svg * { stroke: transparent !important; fill: transparent !important; } ::placeholder, ::highlight(aloud) { color: transparent !important; text-decoration-color: transparent !important; }`,
  // Words of the style sheet stand among others in one box: what differs without them is theirs.
  drawn: `*::before, *::after { ${PALE} }`,
};
// How much of a long page is painted at once, and how far from its edges there may be a bar that stays on the screen.
const STRIP = 8_000;
const BAR = 500;

// How letters and pictures look on this page, to know what has been painted already.
export const looks = (page) => page.evaluate(`[...new Set((${placed})().map(({ look }) => look))]`);

// `text`, `large`, `icon`: how much contrast they need. Large is what the norm calls so, where it is called anything. `wanted`: only
// these looks are asked for; those that were really painted are added to `measured`.
export async function contrasts(page, { text, large = text, icon = 4.5 }, { wanted, measured = new Set() } = {}) {
  const size = page.viewportSize();
  const height = await page.evaluate(() => {
    document.activeElement?.blur();
    // A dialog is as tall as it likes only where the screen is taller.
    const dialog = document.querySelector("dialog:modal");
    return Math.max(document.documentElement.scrollHeight, dialog ? dialog.scrollHeight + 100 : 0);
  });
  // All of it at once, or in long strips; what stands at the lower edge stands at the end of the page then.
  let tall = Math.max(size.height, Math.min(height, STRIP));
  await page.setViewportSize({ width: size.width, height: tall });
  // What is as tall as the screen grows with it.
  const grown = await page.evaluate(() => document.documentElement.scrollHeight);
  if (grown > tall && tall < STRIP) {
    tall = Math.min(grown, STRIP);
    await page.setViewportSize({ width: size.width, height: tall });
  }
  await page.mouse.move(0, 0);
  const need = { text, large, icon };
  const found = new Set();
  for (let top = 0, end = false; !end; top += Math.max(BAR, tall - 2.5 * BAR)) {
    const [from, length] = await page.evaluate((top) => {
      scrollTo(0, top);
      return [scrollY, document.documentElement.scrollHeight];
    }, top);
    end = from + tall >= length - 1;
    const here = ({ top, bottom }) => bottom > 0 && (from === 0 || top >= BAR) && (end || bottom <= tall - BAR);
    const asked = (places) => places.map((place) => ({ ...place, whole: place.rects.every(here), rects: place.rects.filter(here) })).filter(({ rects, look }) => rects.length > 0 && (!wanted || (wanted.has(look) && !measured.has(look))));
    const rects = asked(await page.evaluate(placed)).flatMap(({ rects }) => rects);
    if (rects.length === 0) continue;
    // Only the part of the strip that is asked for, with what is just outside.
    const [first, last] = [Math.max(0, Math.min(...rects.map(({ top }) => top)) - 8), Math.min(tall, Math.max(...rects.map(({ bottom }) => bottom)) + 8)];
    const { places, drawn, bare } = await painted(page, { x: 0, y: from + first, width: size.width, height: last - first });
    for (const { who, kind, look, rects, whole, colour, opacity, layer, empty } of asked(places)) {
      const inside = rects.map((rect) => ({ ...rect, top: rect.top - first, bottom: rect.bottom - first }));
      if (kind === "edge") {
        const least = edge(drawn, inside[0]);
        if (least !== undefined) measured.add(look);
        if (least < 3) found.add(`${who}: its edge is painted ${least.toFixed(2)}:1 of 3:1`);
        continue;
      }
      const { light, declared, count } = measure(drawn, bare[layer], inside, colour, opacity, empty);
      if (count === 0) {
        // A strip shows only a part of what there is.
        if ((kind !== "icon" || colour) && !empty && whole) found.add(`${who}: nothing of it is painted`);
        // Of a small picture that is drawn in no colour of its own there is none to judge.
        if (kind === "icon" && !colour) measured.add(look);
        continue;
      }
      measured.add(look);
      // Thin strokes are painted lighter than their colour. The colour has to keep the norm; what is painted shows that nothing
      // lies over it.
      const low = declared === undefined ? light < need[kind] * 0.9 : declared < need[kind] - 0.005 || (!empty && light < need[kind] * 0.6);
      if (low) found.add(`${who}: ${(declared ?? light).toFixed(2)}:1${empty ? "" : ` (painted ${light.toFixed(2)}:1)`} of ${need[kind]}:1`);
    }
  }
  await page.setViewportSize(size);
  await page.evaluate(() => scrollTo(0, 0));
  return [...found];
}

// What is on the screen, where it stands, and the same without letters. Something may still be on its way, as the answer of a phone
// that looks for its voices, or a button that is no longer pointed at: what looks the same before and after was the same in between.
// Otherwise once more.
async function painted(page, part) {
  let [places, drawn, bare] = [];
  for (let tries = 0; tries < 8; tries += 1) {
    places = await page.evaluate(placed);
    drawn = await shot(page, part);
    bare = {};
    for (const layer of new Set(["all", ...places.map(({ layer }) => layer)])) {
      await page.evaluate((css) => suite.wear("bare", css), BARE[layer]);
      bare[layer] = await picture(page, part);
      await page.evaluate(() => suite.shed("bare"));
    }
    if ((await shot(page, part)) === drawn && JSON.stringify(await page.evaluate(placed)) === JSON.stringify(places)) break;
  }
  return { places, drawn: developed(drawn), bare };
}

// Where letters and pictures stand, in what colour, and how that looks with what lies behind. Of a field: what is typed or chosen in
// it, what stands there as long as nothing is typed, or, in an empty one, the colour that will be typed in.
function placed() {
  const opacity = (element) => (element ? parseFloat(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
  const inside = ({ left, top, right, bottom }) => ({ left: Math.max(0, Math.floor(left)), top: Math.floor(top), right: Math.ceil(right), bottom: Math.ceil(bottom) });
  const numbers = (colour) => /rgba?\(([^)]*)\)/.exec(colour)?.[1].split(/[ ,/]+/).map(Number);
  const kind = (style) => (parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700) ? "large" : "text");
  const words = (parent, style, rects, more) => ({ who: suite.say(parent), kind: kind(style), look: suite.look(parent, style), colour: numbers(style.color), opacity: opacity(parent), rects: rects.map(inside), layer: "all", ...more });
  const texts = suite.texts().filter(({ parent }) => !parent.closest(":disabled"));
  // What is marked while it is read aloud has the colours of the mark, which only the picture knows.
  const marks = [...(CSS.highlights?.get("aloud") ?? [])];
  const marked = (node) => marks.some((mark) => mark.intersectsNode(node));
  const letters = texts
    .filter(({ field }) => !field)
    .map(({ node, parent, style, rects }) => words(parent, style, rects, marked(node) && { colour: undefined, look: `marked ${suite.look(parent, style)}` }));

  const fields = texts.filter(({ field }) => field).map(({ parent, rects: [box], style }) => {
    const own = ["Top", "Right", "Bottom", "Left"].map((side) => parseFloat(style[`border${side}Width`]) + parseFloat(style[`padding${side}`]));
    const part = { left: box.left + own[3], top: box.top + own[0], right: box.right - own[1], bottom: box.bottom - own[2] };
    const [none, hint] = [parent.value === "" && !parent.matches("select"), getComputedStyle(parent, "::placeholder")];
    if (!none || !parent.placeholder) return words(parent, style, [part], { empty: none });
    return words(parent, hint, [part], { who: `${suite.say(parent)}: what stands in it until something is typed`, look: `${suite.look(parent, hint)} ${hint.opacity}`, opacity: opacity(parent) * parseFloat(hint.opacity) });
  });

  const place = document.querySelector("dialog:modal") ?? document.body;
  const drawn = [];
  for (const element of place.querySelectorAll("*")) {
    for (const pseudo of ["::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      if (!/^".*[\p{L}\p{N}]/u.test(style.content) || style.display === "none" || element.closest(":disabled") || !suite.shown(element)) continue;
      drawn.push(words(element, style, [element.getBoundingClientRect()], { who: `${suite.say(element)}${pseudo}`, look: `${suite.look(element, style)} ${style.opacity}`, opacity: opacity(element) * parseFloat(style.opacity), layer: "drawn" }));
    }
  }

  // A small picture is one thing; a large one has parts that have to be told from what they lie on. One that brings a ground of its own
  // is read by other phones, as the journeys do.
  const grounded = (icon) => [...icon.children].some((part) => part.getBoundingClientRect().width >= icon.getBoundingClientRect().width - 1 && part.getBoundingClientRect().height >= icon.getBoundingClientRect().height - 1);
  const icons = [...place.querySelectorAll("svg")].filter((icon) => suite.shown(icon) && icon.getBoundingClientRect().width > 0 && !icon.querySelector("text")).flatMap((icon) => {
    const parts = [...icon.querySelectorAll("path, circle, ellipse, rect, line, polyline, polygon")].map((part) => [part, getComputedStyle(part)]);
    const ink = ({ fill, stroke }) => (fill === "none" ? stroke : fill);
    const look = (inks) => `icon ${suite.look(icon, getComputedStyle(icon))} ${[...new Set(inks)]}`;
    const large = icon.getBoundingClientRect().width >= 64;
    const who = `icon in ${suite.say(icon.parentElement)}`;
    if (large && grounded(icon)) return [];
    if (!large) return [{ who, kind: "icon", look: look(parts.map(([, style]) => ink(style))), rects: [inside(icon.getBoundingClientRect())], layer: "all" }];
    return parts.map(([part, style], n) => ({ who: `${who}, part ${n + 1}`, kind: "icon", look: look([ink(style), "part"]), colour: numbers(ink(style)), opacity: opacity(part) * parseFloat(style.fillOpacity), rects: [inside(part.getBoundingClientRect())], layer: "all" }));
  });

  // What is filled in or ticked, by its lines.
  const boxes = suite.targets().filter((element) => element.matches("input:not([type=file]), textarea, select") && Math.min(element.offsetWidth, element.offsetHeight) > 4);
  const edges = boxes.map((element) => {
    const style = getComputedStyle(element);
    return { who: suite.say(element), kind: "edge", look: `edge ${element.type} ${style.borderTopColor} ${style.borderTopWidth} ${suite.look(element, style)} ${suite.look(element.parentElement, style)}`, rects: [inside(element.getBoundingClientRect())], layer: "all" };
  });
  return [...letters, ...fields, ...drawn, ...icons, ...edges];
}

// How much lighter or darker than what is outside the line of a field is, or what it encloses, in the middle of the side on which that
// is least.
function edge({ data, width, height }, { left, top, right, bottom }) {
  const light = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? undefined : luminance(data, (y * width + x) * 4));
  const [x, y] = [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
  const sides = [[x, top, 0, 1], [x, bottom - 1, 0, -1], [left, y, 1, 0], [right - 1, y, -1, 0]];
  const best = sides.map(([x, y, across, down]) => {
    const outside = light(x - 3 * across, y - 3 * down);
    const line = [0, 1, 2, 3, 4].map((n) => light(x + n * across, y + n * down));
    return outside === undefined || line.includes(undefined) ? undefined : Math.max(...line.map((one) => contrast(one, outside)));
  });
  return best.includes(undefined) ? undefined : Math.min(...best);
}

// `empty`: there are no letters yet, and their colour is held against all that is there.
function measure(drawn, bare, rects, colour, opacity = 1, empty = false) {
  const painted = [];
  const declared = [];
  const [one, other] = [drawn.data, bare.data];
  for (const { left, top, right, bottom } of rects) {
    for (let y = Math.max(0, top); y < Math.min(bottom, drawn.height); y += 1) {
      for (let x = left; x < Math.min(right, drawn.width); x += 1) {
        const at = (y * drawn.width + x) * 4;
        if (!empty && one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 2] === other[at + 2]) continue;
        const ground = luminance(other, at);
        painted.push(contrast(luminance(one, at), ground));
        if (colour) declared.push(contrast(luminance(mixed(colour, opacity, other, at), 0), ground));
      }
    }
  }
  painted.sort((a, b) => a - b);
  declared.sort((a, b) => a - b);
  const part = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))];
  return { count: painted.length, light: part(painted, 0.97), declared: colour ? part(declared, 0.1) : undefined };
}

// The colour as it is over this pixel.
function mixed([red, green, blue, alpha = 1], opacity, ground, at) {
  const share = alpha * opacity;
  return [red, green, blue].map((value, n) => Math.round(value * share + ground[at + n] * (1 - share)));
}

// The lines of what is filled in and pressed, against the ground around them.
export const edges = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const parse = (colour) => /rgba?\(([^)]*)\)/.exec(colour)?.[1].split(/[ ,/]+/).map(Number) ?? [0, 0, 0, 0];
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const [red, green, blue, alpha = 1] = parse(getComputedStyle(at).backgroundColor);
        if (alpha === 1) return [red, green, blue];
      }
      return [255, 255, 255];
    };
    const light = ([red, green, blue]) => {
      const [r, g, b] = [red, green, blue].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
    for (const field of suite.targets().filter((element) => element.matches("input, textarea, select") && !element.matches("[type=file]"))) {
      const style = getComputedStyle(field);
      const around = ground(field.parentElement);
      const best = Math.max(parseFloat(style.borderTopWidth) >= 1 ? contrast(parse(style.borderTopColor), around) : 1, contrast(ground(field), around));
      if (best < 3) found.add(`${suite.say(field)}: its edge ${best.toFixed(2)}:1 of 3:1`);
    }
    return [...found];
  });
