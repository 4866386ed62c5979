// What comes out of a printer.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { PNG } from "pngjs";

import { scan } from "./qr.mjs";

// Dots per inch, as an office printer draws and less than a phone's camera sees.
const DOTS = 150;

// { boxes: [[width, height]] in points, sheets: [PNG] }: the pages of a PDF, drawn by pdftoppm (Debian: poppler-utils), which
// is not the browser that made it.
export async function paper(pdf) {
  const boxes = [...pdf.toString("latin1").matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)].map(([, width, height]) => [Number(width), Number(height)]);
  const place = await mkdtemp(join(tmpdir(), "linli-paper-"));
  try {
    await writeFile(join(place, "paper.pdf"), pdf);
    await promisify(execFile)("pdftoppm", ["-r", `${DOTS}`, "-png", join(place, "paper.pdf"), join(place, "sheet")]);
    const names = (await readdir(place)).filter((name) => name.endsWith(".png")).sort();
    return { boxes, sheets: await Promise.all(names.map((name) => readFile(join(place, name)))) };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

// The texts of all codes on a sheet, from its top to its foot. The codes stand below one another at the edge where lines end, with
// nothing but paper between them.
export async function codes(context, sheet) {
  const { width, height, data } = PNG.sync.read(sheet);
  const dark = (x, y) => data[(y * width + x) * 4] < 128;
  let right = width - 1;
  const inked = (x) => Array.from({ length: height }, (_, y) => dark(x, y)).some(Boolean);
  while (right > 0 && !inked(right)) right -= 1;
  const found = [];
  for (let top = 0; top < height; top += 1) {
    // As wide as the smallest code is.
    const left = right - Math.round((3 / 2.54) * DOTS);
    const row = (y) => y < height && Array.from({ length: right - left + 1 }, (_, n) => dark(left + n, y)).some(Boolean);
    if (!row(top)) continue;
    let bottom = top;
    while (row(bottom)) bottom += 1;
    // What is flatter is a line of words.
    if (bottom - top > right - left) found.push(await scan(context, cut(data, width, { left: Math.max(0, right - (bottom - top) - 30), right: Math.min(width, right + 30), top: top - 30, bottom: bottom + 30 })));
    top = bottom;
  }
  return found;
}

function cut(data, width, { left, right, top, bottom }) {
  const picture = new PNG({ width: right - left, height: bottom - top });
  PNG.bitblt(Object.assign(new PNG({ width, height: data.length / 4 / width }), { data }), picture, left, top, right - left, bottom - top, 0, 0);
  return PNG.sync.write(picture);
}
