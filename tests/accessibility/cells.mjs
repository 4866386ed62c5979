// In how many ways one page can be read, and a choice of them in which every two settings meet.

const VIEWPORTS = ["320x256", "360x640", "640x360", "1280x800"];
export const THEMES = ["light", "dark", "contrast", "forced"];
const WAYS = {
  text: [18, 21, 24, 30, 36],
  viewport: VIEWPORTS,
  theme: THEMES,
  spacing: [0, 1],
  motion: ["no-preference", "reduce"],
  vision: ["none", "achromatopsia", "deuteranopia", "tritanopia"],
  // What the phone's own settings ask for.
  scale: [1, 1.3, 2],
};
const names = Object.keys(WAYS);

// 24 px letters at 200 % are 48; nothing larger is anywhere asked for.
const possible = ({ text, scale }) => scale === undefined || text === undefined || text * scale <= 48;

// The fewest that a greedy search finds; always the same ones. The hardest comes first: the largest letters on the smallest
// screen.
export function pairwise() {
  const open = new Set();
  names.forEach((one, n) => names.slice(n + 1).forEach((other) => WAYS[one].forEach((a) => WAYS[other].forEach((b) => possible({ [one]: a, [other]: b }) && open.add(pair(one, a, other, b))))));
  const cells = [{ text: 36, viewport: "320x256", theme: "light", spacing: 1, motion: "no-preference", vision: "none", scale: 1.3 }];
  strike(open, cells[0]);
  while (open.size > 0) {
    // Begins with a pair that is still open, and gives each further setting the value that settles most.
    const [one, a, other, b] = JSON.parse(open.values().next().value);
    const cell = { [one]: a, [other]: b };
    for (const name of names.filter((name) => !(name in cell))) {
      const settled = (value) => names.filter((known) => known in cell && open.has(pair(known, cell[known], name, value))).length;
      const choices = WAYS[name].filter((value) => possible({ ...cell, [name]: value }));
      cell[name] = choices.reduce((best, value) => (settled(value) > settled(best) ? value : best));
    }
    strike(open, cell);
    cells.push(Object.fromEntries(names.map((name) => [name, cell[name]])));
  }
  return cells;
}

function pair(one, a, other, b) {
  return names.indexOf(one) < names.indexOf(other) ? JSON.stringify([one, a, other, b]) : JSON.stringify([other, b, one, a]);
}

function strike(open, cell) {
  names.forEach((one, n) => names.slice(n + 1).forEach((other) => open.delete(pair(one, cell[one], other, cell[other]))));
}

// Everything that moves or colours letters; motion and colour vision, which do neither, take turns, each with each.
export function everything() {
  const cells = [];
  for (const text of WAYS.text) for (const viewport of WAYS.viewport) for (const theme of WAYS.theme) for (const spacing of WAYS.spacing) for (const scale of WAYS.scale) {
    const motion = WAYS.motion[Math.floor(cells.length / 4) % 2];
    const vision = WAYS.vision[cells.length % 4];
    if (possible({ text, scale })) cells.push({ text, viewport, theme, spacing, motion, vision, scale });
  }
  return cells;
}

export const PLAIN = { text: 18, viewport: "360x640", theme: "light", spacing: 0, motion: "no-preference", vision: "none", scale: 1 };

export const size = ({ viewport }) => ({ width: Number(viewport.split("x")[0]), height: Number(viewport.split("x")[1]) });

export const said = (cell) => Object.values(cell).join(" ");

// How each page is read now.
const applied = new WeakMap();

// Shows the page as it is read so. What a reader chooses stands on the root element, where settings and boot.js put it (the
// settings' own test shows that they do); all else is the browser's emulation.
export async function apply(page, client, cell) {
  // Each of these lays the whole page out anew, so only what is otherwise than before is said.
  const before = applied.get(page);
  applied.set(page, cell);
  const [now, then] = [size(cell), page.viewportSize()];
  if (now.width !== then.width || now.height !== then.height) await page.setViewportSize(now);
  const forced = ({ theme }) => (theme === "forced" ? "active" : "none");
  if (!before || forced(before) !== forced(cell) || before.motion !== cell.motion) await page.emulateMedia({ forcedColors: forced(cell), reducedMotion: cell.motion, colorScheme: "light" });
  // These two are as they are at first again when a session ends (attached.mjs).
  if ((before?.vision ?? "none") !== cell.vision) await client.send("Emulation.setEmulatedVisionDeficiency", { type: cell.vision });
  if ((before?.scale ?? 1) !== cell.scale) await client.send("Emulation.setEmulatedOSTextScale", { scale: cell.scale });
  await page.evaluate(({ text, theme, spacing }) => {
    for (const [name, value] of Object.entries({ text, theme: theme === "forced" ? "auto" : theme, spacing })) document.documentElement.setAttribute(`data-${name}`, value);
    scrollTo(0, 0);
    return new Promise((done) => requestAnimationFrame(done));
  }, cell);
}
