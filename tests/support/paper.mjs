// What comes out of a printer.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { PNG } from "pngjs";
import { decodeQRBatch } from "qr/decode.js";

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

// The texts of all codes on a sheet, in no order. Fails when one of them cannot be read that begins like one.
export async function codes(sheet) {
  const { width, height, data } = PNG.sync.read(sheet);
  // The default gives up after a sixtieth of a second, as a camera's picture must.
  const [found] = await decodeQRBatch([{ width, height, data: Uint8Array.from(data) }], { timeLimit: 60_000 });
  // The last one says that there is no more.
  const end = found.pop();
  if (end?.message !== "finder") throw new Error(`a code that cannot be read: ${end}`);
  return found;
}
