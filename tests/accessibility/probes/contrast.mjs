// Letters and pictures against what really lies behind them: the page is drawn twice, once without any letter, and what
// differs is the letter. So pictures, gradients and what lies above count as they are.
import { contrast, developed, luminance, picture, shot } from "../pixels.mjs";

const BARE = `*, *::before, *::after { color: transparent !important; -webkit-text-fill-color: transparent !important; text-decoration-color: transparent !important; text-shadow: none !important; caret-color: transparent !important; } .icon, svg { stroke: transparent !important; fill: transparent !important; } ::placeholder { color: transparent !important; }`;

// How letters and pictures look on this page, to know what has been painted already.
export const looks = (page) =>
  page.evaluate(() => [
    ...new Set([
      ...suite.texts().map(({ parent, style }) => suite.look(parent, style)),
      ...[...document.querySelectorAll("svg")].filter(suite.shown).map((icon) => `icon ${suite.look(icon, getComputedStyle(icon))}`),
    ]),
  ]);

// `text`, `large`, `icon`: how much contrast they need. Large is what the norm calls so, where it is called anything.
export async function contrasts(page, { text, large = text, icon = 4.5 }) {
  const size = page.viewportSize();
  const height = await page.evaluate(() => {
    document.activeElement?.blur();
    // A dialog is as tall as it likes only where the screen is taller.
    const dialog = document.querySelector("dialog:modal");
    return Math.max(document.documentElement.scrollHeight, dialog ? dialog.scrollHeight + 100 : 0);
  });
  // All of it at once; what stands at the lower edge stands at the end of the page then.
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.min(height, 8_000)) });
  await page.mouse.move(0, 0);
  // Something may still be on its way, as the answer of a phone that looks for its voices, or a button that is no longer
  // pointed at: what looks the same before and after was the same in between. Otherwise once more.
  let [places, drawn, bare] = [];
  for (let tries = 0; tries < 8; tries += 1) {
    places = await page.evaluate(placed);
    drawn = await shot(page);
    await page.evaluate((css) => suite.wear("bare", css), BARE);
    bare = await picture(page);
    await page.evaluate(() => suite.shed("bare"));
    if ((await shot(page)) === drawn && JSON.stringify(await page.evaluate(placed)) === JSON.stringify(places)) break;
  }
  drawn = developed(drawn);
  await page.setViewportSize(size);

  const need = { text, large, icon };
  const found = new Set();
  for (const { who, kind, rects, colour, opacity } of places) {
    const { painted, declared, count } = measured(drawn, bare, rects, colour, opacity);
    if (count === 0) {
      // Below the end of the picture nobody has looked.
      if (kind !== "icon" && rects.every(({ bottom }) => bottom < drawn.height)) found.add(`${who}: nothing of it is painted`);
      continue;
    }
    // Thin strokes are painted lighter than their colour. The colour has to keep the norm; what is painted shows that nothing
    // lies over it.
    const low = declared === undefined ? painted < need[kind] * 0.9 : declared < need[kind] - 0.005 || painted < need[kind] * 0.6;
    if (low) found.add(`${who}: ${(declared ?? painted).toFixed(2)}:1 (painted ${painted.toFixed(2)}:1) of ${need[kind]}:1`);
  }
  return [...found];
}

// Where letters and pictures stand, and in what colour.
function placed() {
  const opacity = (element) => (element ? parseFloat(getComputedStyle(element).opacity) * opacity(element.parentElement) : 1);
  const inside = ({ left, top, right, bottom }) => ({ left: Math.max(0, Math.floor(left)), top: Math.max(0, Math.floor(top)), right: Math.ceil(right), bottom: Math.ceil(bottom) });
  const texts = suite.texts().filter(({ field, parent }) => !field && !parent.closest(":disabled"));
  const letters = texts.map(({ parent, rects, style }) => ({
    who: suite.say(parent),
    kind: parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700) ? "large" : "text",
    colour: /rgba?\(([^)]*)\)/.exec(style.color)?.[1].split(/[ ,/]+/).map(Number),
    opacity: opacity(parent),
    rects: rects.map(inside),
  }));
  const icons = [...(document.querySelector("dialog:modal") ?? document).querySelectorAll("svg")]
    .filter((icon) => suite.shown(icon) && icon.getBoundingClientRect().width > 0 && !icon.querySelector("text") && icon.getBoundingClientRect().width < 64)
    .map((icon) => ({ who: `icon in ${suite.say(icon.parentElement)}`, kind: "icon", rects: [inside(icon.getBoundingClientRect())] }));
  return [...letters, ...icons];
}

function measured(drawn, bare, rects, colour, opacity = 1) {
  const painted = [];
  const declared = [];
  const [one, other] = [drawn.data, bare.data];
  for (const { left, top, right, bottom } of rects) {
    for (let y = top; y < Math.min(bottom, drawn.height); y += 1) {
      for (let x = left; x < Math.min(right, drawn.width); x += 1) {
        const at = (y * drawn.width + x) * 4;
        if (one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 2] === other[at + 2]) continue;
        const ground = luminance(other, at);
        painted.push(contrast(luminance(one, at), ground));
        if (colour) declared.push(contrast(luminance(mixed(colour, opacity, other, at), 0), ground));
      }
    }
  }
  painted.sort((a, b) => a - b);
  declared.sort((a, b) => a - b);
  const part = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))];
  return { count: painted.length, painted: part(painted, 0.97), declared: colour ? part(declared, 0.1) : undefined };
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
