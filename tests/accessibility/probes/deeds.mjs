// What a finger does without meaning to.

// Pressed, slid off and let go: nothing has happened. Whatever commits on the way down would.
export async function slidOff(phone, names) {
  const { page } = phone;
  const found = [];
  const state = () => page.evaluate(() => `${location.href} ${document.querySelector("main").innerHTML.length} ${document.querySelectorAll("dialog[open]").length}`);
  const targets = page.getByRole("button").or(page.getByRole("link"));
  const all = await targets.evaluateAll((elements) => elements.map((element) => ({ name: suite.say(element), place: element.getAttribute("href")?.split("/")[1], shown: suite.shown(element) && element.getBoundingClientRect().top + scrollY >= 0 })));
  for (const [n, { name, place, shown }] of all.entries()) {
    // Links of one kind, and buttons that begin alike.
    const kind = place === undefined ? name.replace(/\d+/g, "#").slice(0, 14) : `to ${place}`;
    if (!shown || names.has(kind)) continue;
    names.add(kind);
    const target = targets.nth(n);
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (!box) continue;
    const before = await state();
    const tried = phone.tried.length;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(1, 1);
    await page.mouse.up();
    if ((await state()) !== before || phone.tried.length > tried) found.push(`${name}: acts before the finger is lifted`);
  }
  return found;
}

// Choosing chooses, and does nothing else: no other page, nothing sent, no dialog. `kinds`: what has been chosen on which kind of
// page, so that each is chosen once.
export async function chosen(phone, { kinds = new Set(), kind = "" } = {}) {
  const { page } = phone;
  const found = [];
  const main = page.getByRole("main");
  const [url, tried] = [page.url(), phone.tried.length];
  for (const role of ["radio", "checkbox", "combobox"]) {
    const field = main.getByRole(role).last();
    if (kinds.has(`${role} ${kind}`) || (await field.count()) === 0 || !(await field.isEnabled())) continue;
    kinds.add(`${role} ${kind}`);
    const name = await field.evaluate((element) => suite.say(element));
    if (role !== "combobox") await field.check();
    else if (!(await another(field))) continue;
    await phone.settled();
    if (page.url() !== url) found.push(`${name}: choosing it leads to another page`);
    if (phone.tried.length > tried) found.push(`${name}: choosing it sends ${phone.tried.at(-1)}`);
    if (await page.getByRole("dialog").count()) found.push(`${name}: choosing it opens a dialog`);
    if (page.url() !== url) break;
  }
  return found;
}

// Chooses something else in a list; whether there was anything.
async function another(field) {
  const other = await field.evaluate((list) => (list.matches("select") ? [...list.options].findIndex(({ selected, disabled }) => !selected && !disabled) : -1));
  if (other >= 0) await field.selectOption({ index: other });
  return other >= 0;
}
