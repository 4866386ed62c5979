// Nothing runs out of the screen, nothing is cut off, nothing lies on something else.

export const reflow = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const wide = document.scrollingElement.scrollWidth;
    const most = document.documentElement.clientWidth;
    const out = (rect) => rect.right > most + 1 || rect.left < -1;
    if (wide > most) {
      found.add(`the page is ${wide} px wide in ${most}`);
      const culprits = [...document.querySelectorAll("body *")].filter((element) => suite.shown(element) && out(element.getBoundingClientRect()));
      for (const element of culprits.filter((element) => !culprits.some((other) => other !== element && element.contains(other))).slice(0, 3)) {
        found.add(`${suite.say(element)} from ${Math.round(element.getBoundingClientRect().left)} to ${Math.round(element.getBoundingClientRect().right)} px`);
      }
    }
    for (const { parent, rects } of suite.texts()) {
      // Tables may move in a box of their own.
      if (rects.some(out) && !parent.closest("table, pre, [role=region][tabindex]")) found.add(`${suite.say(parent)}: text outside the screen`);
    }
    return [...found];
  });

export const clipped = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const texts = suite.texts();
    const holding = new Set();
    for (const { parent } of texts) for (let element = parent; element && element !== document.body; element = element.parentElement) holding.add(element);
    for (const element of holding) {
      const style = getComputedStyle(element);
      if (element.matches("textarea")) continue;
      const cut = (overflow) => overflow === "hidden" || overflow === "clip";
      if (cut(style.overflowY) && element.scrollHeight > element.clientHeight + 1) found.add(`${suite.say(element)}: ${element.scrollHeight} px in ${element.clientHeight}`);
      if (cut(style.overflowX) && element.scrollWidth > element.clientWidth + 1) found.add(`${suite.say(element)}: ${element.scrollWidth} px wide in ${element.clientWidth}`);
      if (style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis") found.add(`${suite.say(element)}: cut off with dots`);
    }
    return [...found];
  });

// Text on text. What is fixed to the edge of the screen lies above the page on purpose.
export const overlapping = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const floats = (element) => {
      for (let at = element; at; at = at.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return true;
      return false;
    };
    const boxes = suite
      .texts()
      .filter(({ parent, field }) => !field && !floats(parent))
      .flatMap(({ parent, node, style, rects }) => {
        // Of a line, what letters fill of it.
        const size = parseFloat(style.fontSize);
        return rects.map(({ left, right, top, bottom }) => {
          const trim = Math.max(0, (bottom - top - size) / 2) + size * 0.12;
          return { parent, node, left: left + 1, right: right - 1, top: top + trim, bottom: bottom - trim };
        });
      })
      .sort((one, other) => one.top - other.top);
    for (let at = 0; at < boxes.length; at += 1) {
      for (let next = at + 1; next < boxes.length && boxes[next].top < boxes[at].bottom; next += 1) {
        const [one, other] = [boxes[at], boxes[next]];
        if (one.node === other.node || one.left >= other.right || other.left >= one.right || one.bottom - other.top < 1) continue;
        found.add(`${suite.say(one.parent)} lies on ${suite.say(other.parent)}`);
      }
    }
    return [...found];
  });

// WCAG's distances, which a reader may set themselves.
const SPACED = `*:not(.visually-hidden) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`;

export async function spaced(page) {
  await page.evaluate((css) => suite.wear("spaced", css), SPACED);
  const found = [...(await reflow(page)), ...(await clipped(page)), ...(await overlapping(page))];
  await page.evaluate(() => suite.shed("spaced"));
  return found;
}

// Words follow each other for the eye as in the document, which is how they are read out: nothing stands above what comes before it,
// unless beside it. What is fixed to the edge of the screen stands where it stands.
export const order = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const floats = (element) => {
      for (let at = element; at; at = at.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return true;
      return false;
    };
    const boxes = suite.texts().filter(({ parent, field }) => !field && !parent.closest("svg") && !floats(parent));
    for (const [n, { parent, rects: [after] }] of boxes.entries()) {
      if (n === 0) continue;
      const { parent: other, rects: [before] } = boxes[n - 1];
      const beside = after.left >= before.right - 1 || before.left >= after.right - 1;
      if (!beside && after.bottom <= before.top + 1) found.add(`${suite.say(parent)} stands above ${suite.say(other)}, which comes before it`);
    }
    return [...found];
  });

// What lies under words never shines through.
export const translucent = (page) =>
  page.evaluate(() => {
    const found = new Set();
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest("svg") || !suite.shown(element)) continue;
      const { opacity, backgroundColor, backdropFilter } = getComputedStyle(element);
      const [, alpha] = /^rgba\(.*, ([\d.]+)\)$/.exec(backgroundColor) ?? [null, "0"];
      const part = (value) => Number(value) > 0 && Number(value) < 1;
      if (part(opacity) || part(alpha) || backdropFilter !== "none") found.add(`${suite.say(element)}: one sees through it`);
    }
    return [...found];
  });
