// Chosen, pressed, current: shown by more than a colour. On a screen without colours the difference still has contrast.
import { attached } from "../attached.mjs";
import { changed, picture } from "../pixels.mjs";

// As many points as a small tick has.
const ENOUGH = 40;

export async function colourOnly(page, { kinds = new Set() } = {}) {
  const found = [];
  const client = await attached(page);
  await client.send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
  const main = page.getByRole("main");
  for (const role of ["radio", "checkbox"]) {
    const first = main.getByRole(role, { checked: false }).first();
    if (kinds.has(role) || (await first.count()) === 0) continue;
    kinds.add(role);
    // Once it is checked another one would be the first.
    const field = await first.elementHandle();
    const name = await field.evaluate((element) => suite.say(element));
    await field.evaluate((element) => (element.labels[0] ?? element).scrollIntoView({ block: "center" }));
    const rest = async () => {
      await page.mouse.move(1, 1);
      await page.evaluate(() => document.activeElement.blur());
      return picture(page);
    };
    const before = await rest();
    await field.check();
    await field.evaluate((element) => (element.labels[0] ?? element).scrollIntoView({ block: "center" }));
    const points = changed(before, await rest(), 3);
    if (points < ENOUGH) found.push(`${name}: chosen or not differs by ${points} points without colour`);
  }
  await client.send("Emulation.setEmulatedVisionDeficiency", { type: "none" });
  return found;
}
