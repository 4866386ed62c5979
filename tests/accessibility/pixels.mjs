// Pictures of the screen as numbers.
import { PNG } from "pngjs";

import { attached } from "./attached.mjs";

// What the screen shows now, as it came, or this part of it. Through the browser's debugger: nothing is scrolled, resized or waited for.
export async function shot(page, part) {
  const client = await attached(page);
  const clip = part && { ...part, scale: 1 };
  const { data } = await client.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true, clip });
  return data;
}

export const developed = (shot) => PNG.sync.read(Buffer.from(shot, "base64"));

export async function picture(page, part) {
  // A busy machine paints a changed screen in more than one go.
  let data = await shot(page, part);
  for (let tries = 0; tries < 3; tries += 1) {
    const next = await shot(page, part);
    if (next === data) break;
    data = next;
  }
  return developed(data);
}

const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});

export const luminance = (data, at) => 0.2126 * LINEAR[data[at]] + 0.7152 * LINEAR[data[at + 1]] + 0.0722 * LINEAR[data[at + 2]];

export const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

// How many pixels differ from one picture to the other by at least this contrast.
export function changed(before, after, least) {
  let count = 0;
  for (let at = 0; at < before.data.length; at += 4) {
    const same = before.data[at] === after.data[at] && before.data[at + 1] === after.data[at + 1] && before.data[at + 2] === after.data[at + 2];
    if (!same && contrast(luminance(before.data, at), luminance(after.data, at)) >= least) count += 1;
  }
  return count;
}
