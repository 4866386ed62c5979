// From page to page: the heading takes the focus, the window has a new name, and the first stop of the keyboard leads past
// what is the same everywhere.
import { toTheTop } from "./focus.mjs";

export async function moving(phone) {
  const { page } = phone;
  const found = [];
  const titles = new Map();
  const places = page.getByRole("navigation").last().getByRole("link");
  const count = await places.count();
  for (let n = 1; n <= count; n += 1) {
    const link = places.nth(n % count);
    const name = (await link.textContent()).trim();
    await link.click();
    await phone.settled();
    const { focused, heading, title } = await page.evaluate(() => ({
      focused: document.activeElement?.localName === "h1" && document.activeElement.closest("main") !== null,
      heading: document.querySelector("main h1")?.textContent.trim(),
      title: document.title,
    }));
    if (!focused) found.push(`to ${name}: the heading has not the focus`);
    if (!heading || !title.startsWith(heading)) found.push(`to ${name}: the window is called “${title}”, the page “${heading}”`);
    if (titles.has(title)) found.push(`to ${name}: has the title of ${titles.get(title)}`);
    titles.set(title, name);
  }
  return [...found, ...(await skipping(phone))];
}

async function skipping({ page }) {
  await toTheTop(page);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => ({ skip: document.activeElement.matches("a[href^='#']"), top: document.activeElement.getBoundingClientRect().top }));
  if (!first.skip || first.top < 0) return ["the first stop of the keyboard leads not past the top, or is not seen"];
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => document.activeElement.closest("main") !== null || document.activeElement.closest("footer") !== null);
  return inside ? [] : ["after skipping the top the next stop is in the top again"];
}
