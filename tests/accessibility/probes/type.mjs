// Letters: how large, how far apart, how they follow what somebody has set on the phone.
import { attached } from "../attached.mjs";

// `least` for anything that is read.
export const letters = (page, { least }) =>
  page.evaluate((least) => {
    const found = new Set();
    for (const { parent, style, text } of suite.texts()) {
      const size = parseFloat(style.fontSize);
      if (size < least - 0.05) found.add(`${suite.say(parent)}: ${Math.round(size * 100) / 100} px of ${least}`);
      if (style.fontStyle !== "normal") found.add(`${suite.say(parent)}: slanted letters`);
      if (style.textAlign === "justify") found.add(`${suite.say(parent)}: justified`);
      if (!/(sans-serif|monospace)$/.test(style.fontFamily)) found.add(`${suite.say(parent)}: ends in no sans-serif: ${style.fontFamily}`);
      if (/[\u4e00-\u9fff]/.test(text) && Number(style.fontWeight) < 400) found.add(`${suite.say(parent)}: thin strokes, ${style.fontWeight}`);
    }
    return [...found];
  }, least);

// Lines of one block: 1.3 times the letters anywhere, 1.5 where one reads on; a few bold words are a title.
export const lines = (page) =>
  page.evaluate(() => {
    const found = new Set();
    for (const { parent, style, rects, field } of suite.texts()) {
      if (field) continue;
      const tops = [...new Set(rects.map(({ top }) => Math.round(top)))];
      if (tops.length < 2) continue;
      const height = style.lineHeight === "normal" ? tops[1] - tops[0] : parseFloat(style.lineHeight);
      const ratio = Math.round((height / parseFloat(style.fontSize)) * 100) / 100;
      const prose = Number(style.fontWeight) < 700 && parent.closest("p, li, dd, blockquote") && !parent.closest("h1, h2, h3, h4, button, summary, legend, label, nav, a, [role=button]");
      const least = prose ? 1.5 : 1.3;
      if (ratio < least - 0.005) found.add(`${suite.say(parent)}: lines ${ratio} of ${least}`);
    }
    return [...found];
  });

// No more than forty signs of Chinese in a line.
export const measure = (page) =>
  page.evaluate(() => {
    const found = new Set();
    for (const { parent, style, rects, text, field } of suite.texts()) {
      if (field || !/[\u4e00-\u9fff]{8}/.test(text)) continue;
      const signs = Math.max(...rects.map(({ width }) => width)) / (parseFloat(style.fontSize) + (parseFloat(style.letterSpacing) || 0));
      if (signs > 40.5) found.add(`${suite.say(parent)}: ${Math.round(signs)} signs in a line`);
    }
    return [...found];
  });

// With the browser's own letters at double size every text is double; a size in pixels would stay.
export async function follows(page) {
  const client = await attached(page);
  await before(page);
  await client.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  const found = await grown(page, 2);
  await client.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
  return found;
}

// The same for what the phone's own settings ask for.
export async function followsPhone(page) {
  const client = await attached(page);
  await before(page);
  await client.send("Emulation.setEmulatedOSTextScale", { scale: 1.5 });
  const found = await grown(page, 1.5);
  await client.send("Emulation.setEmulatedOSTextScale", { scale: 1 });
  return found;
}

// The size of every piece of text.
const before = (page) => page.evaluate(() => void (window.suiteSizes = suite.texts().map(({ node, text, parent, style }) => ({ node, text, who: suite.say(parent), size: parseFloat(style.fontSize) }))));

const grown = (page, times) =>
  page.evaluate((times) => {
    const found = new Set();
    const now = new Map(suite.texts().map(({ node, style }) => [node, parseFloat(style.fontSize)]));
    // A table whose columns no longer fit says its headings in every cell.
    const labelled = (text) => [...document.querySelectorAll("[data-label]")].some((cell) => getComputedStyle(cell, "::before").content.includes(text));
    // The column of what a row is named after needs no heading then.
    const overNames = (node) => {
      const heading = node.parentElement?.closest("thead th");
      return Boolean(heading?.closest("table").querySelector(`tbody tr > th:nth-child(${heading.cellIndex + 1})`));
    };
    for (const { node, text, who, size } of window.suiteSizes) {
      const after = now.get(node);
      if (after === undefined) {
        if (!labelled(text) && !overNames(node)) found.add(`${who}: “${text.slice(0, 20)}” is gone with larger letters`);
      } else if (Math.abs(after / size - times) > 0.02 * times) found.add(`${who}: ${size} px became ${after} px, not ${times} times as much`);
    }
    return [...found];
  }, times);
