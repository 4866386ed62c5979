// The numbers of the norms and of elder mode that no probe of a page knows, in every mode at every step of the text, with and without
// wider spacing: how far paragraphs and lines are apart, how tall what a page is for is, how headings grow, and the phone's own wishes.
import { chosen, follow, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { apply, PLAIN } from "./cells.mjs";
import { Phone } from "./phone.mjs";

const STEPS = [18, 21, 24, 30, 36];
const NOTICE = "/notices/lift-vote";
const BALLOT = "/polls/clinic-day-poll/ballot";
const CHECK = "/polls/clinic-day-poll/check";

// Runs in the page.
const paragraphs = () => {
  const all = [...document.querySelectorAll("main p")].filter(suite.shown);
  return all.flatMap((paragraph) => {
    const style = getComputedStyle(paragraph);
    const next = paragraph.nextElementSibling;
    const between = next?.localName === "p" && paragraph.closest(".text-body") && suite.shown(next) ? next.getBoundingClientRect().top - paragraph.getBoundingClientRect().bottom : null;
    return [{ text: paragraph.closest(".text-body") !== null, lines: parseFloat(style.lineHeight) / parseFloat(style.fontSize), gap: between === null ? null : between / parseFloat(style.lineHeight) }];
  });
};
const heading = (level) => parseFloat(getComputedStyle(document.querySelector(`main ${level}`)).fontSize);

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode lines and paragraphs are as far apart as the norms ask, at every step`, async ({ browser, server, wrongs }) => {
    const phone = await Phone.start({ browser, server, wrongs, preferences: `text=18;theme=light;mode=${mode};spacing=0` });
    const { page } = phone;
    await phone.open(NOTICE);
    const client = await page.context().newCDPSession(page);
    for (const text of STEPS) for (const spacing of [0, 1]) {
      await apply(page, client, { ...PLAIN, text, spacing });
      const found = await page.evaluate(paragraphs);
      const gaps = found.map(({ gap }) => gap).filter((gap) => gap !== null);
      expect(gaps.length, "a text of several paragraphs").toBeGreaterThan(0);
      const cell = `${text} px, spacing ${spacing}`;
      // WCAG 1.4.12 asks for 2 times the letters between paragraphs where lines are 1.5; here lines are 2, and paragraphs 1.5 of these.
      expect.soft(Math.min(...found.map(({ lines }) => lines)), `lines, ${cell}`).toBeGreaterThanOrEqual((spacing ? 2 : 1.5) - 0.01);
      // What the specification gives elder mode and standard mode, where nobody has asked for more.
      const exactly = spacing ? 2 : text >= 30 ? 1.5 : mode === "standard" ? 1.6 : 1.7;
      const read = new Set(found.filter((one) => one.text).map(({ lines }) => lines.toFixed(2)));
      expect.soft([...read], `lines of the notice, ${cell}`).toEqual([exactly.toFixed(2)]);
      const least = spacing ? 1.5 : mode === "elder" ? 1.3 : 0.7;
      expect.soft(Math.min(...gaps), `between paragraphs, in lines, ${cell}`).toBeGreaterThanOrEqual(least - 0.03);
    }
    await phone.close();
  });
}

const AS_IT_IS = {
  standard: { text: 18, h1: 26, h2: 22, margin: 16, narrow: 16, weight: 400 },
  elder: { text: 24, h1: 32, h2: 28, margin: 20, narrow: 16, weight: 500 },
};
for (const [mode, wanted] of Object.entries(AS_IT_IS)) {
  test(`in ${mode} mode letters, headings and margins are what the specification says, before anybody chooses`, async ({ browser, server, wrongs }) => {
    const phone = await Phone.start({ browser, server, wrongs, });
    const { page } = phone;
    await phone.open(NOTICE);
    if (mode === "elder") {
      await page.getByRole("button", { name: "长辈版" }).first().click();
      await expect(page.locator("html")).toHaveAttribute("data-mode", mode);
    }
    const found = () =>
      page.evaluate(() => {
        const style = (selector) => getComputedStyle(document.querySelector(selector));
        const size = (selector) => Math.round(parseFloat(style(selector).fontSize));
        const text = document.querySelector("main .text-body p");
        return { text: size("main .text-body p"), h1: size("main h1"), h2: size("main h2"), margin: text.getBoundingClientRect().left, weight: Number(style("main .text-body p").fontWeight) };
      });
    const at360 = await found();
    expect(at360).toMatchObject({ text: wanted.text, h1: wanted.h1, h2: wanted.h2, weight: wanted.weight });
    expect(at360.margin).toBeGreaterThanOrEqual(wanted.margin);
    await page.setViewportSize({ width: 320, height: 640 });
    expect((await found()).margin).toBeGreaterThanOrEqual(wanted.narrow);
    await phone.close();
  });
}

for (const { mode, first, apart } of [{ mode: "standard", first: 18, apart: 8 }, { mode: "elder", first: 24, apart: 16 }])
test(`in ${mode} mode things stand apart and keep from the edge${mode === "elder" ? ", what a page is for is tall and wide, and headings grow less than the text" : ""}`, async ({ browser, server, wrongs }) => {
  const phone = await Phone.start({ browser, server, wrongs, preferences: `text=${first};theme=light;mode=${mode};spacing=0` });
  await signedIn(phone.context, server);
  const { page } = phone;
  const steps = {};
  for (const path of ["/", NOTICE, BALLOT, CHECK, "/sign-in", "/settings"]) {
    if (path === CHECK) await chosen(page, "clinic-day-poll");
    else await phone.open(path);
    const client = await page.context().newCDPSession(page);
    for (const text of [first, 36]) {
      await apply(page, client, { ...PLAIN, text });
      const where = `${path}, ${text} px`;
      const found = await page.evaluate((apart) => {
        const shown = (selector) => [...document.querySelectorAll(selector)].filter(suite.shown);
        const box = (element) => element.getBoundingClientRect();
        const inside = (element) => element.clientWidth - parseFloat(getComputedStyle(element).paddingLeft) - parseFloat(getComputedStyle(element).paddingRight);
        const primary = shown("main .button.primary").map((button) => ({ name: button.textContent.trim(), height: box(button).height, width: box(button).width / inside(button.parentElement) }));
        const icons = shown("svg.icon").map((icon) => Math.min(box(icon).width, box(icon).height));
        // What can be pressed, below each other in the page's own column.
        const targets = suite
          .targets()
          .filter((element) => element.closest("main") && getComputedStyle(element).display !== "inline")
          .map((element) => element.labels?.[0] ?? element)
          .map((element) => ({ name: element.textContent.trim().slice(0, 20), ...box(element).toJSON() }))
          .filter(({ width, height }) => width * height > 0);
        const near = [];
        for (const one of targets) for (const other of targets) {
          const aside = one.right <= other.left || other.right <= one.left;
          const gap = other.top - one.bottom;
          if (one !== other && !aside && gap >= 0 && gap < apart - 0.5) near.push(`${one.name} ${Math.round(gap)} px ${other.name}`);
        }
        const edge = targets.filter(({ left, right }) => left < 11.5 || right > document.documentElement.clientWidth - 11.5).map(({ name }) => name);
        const answers = shown("main .choice label").map((label) => ({ name: label.textContent.trim(), height: box(label).height, width: box(label).width / inside(label.closest(".choices")) }));
        return { primary, icons, near, edge, answers, targets: targets.length };
      }, apart);
      expect.soft(found.targets, `what can be pressed, ${where}`).toBeGreaterThan(0);
      // The pages that are there for one thing.
      if ([BALLOT, CHECK, "/sign-in"].includes(path)) expect.soft(found.primary.length, `main actions, ${where}`).toBeGreaterThan(0);
      expect.soft(found.near, `nearer than ${apart} px, ${where}`).toEqual([]);
      expect.soft(found.edge, `nearer to the edge than 12 px, ${where}`).toEqual([]);
      if (mode === "standard") continue;
      for (const { name, height, width } of found.primary) {
        expect.soft(height, `${name}, ${where}`).toBeGreaterThanOrEqual(96);
        expect.soft(width, `${name} fills the line, ${where}`).toBeGreaterThan(0.9);
      }
      if (path === BALLOT) expect.soft(found.answers.length, `answers, ${where}`).toBeGreaterThan(2);
      for (const { name, height, width } of found.answers) {
        expect.soft(height, `${name}, ${where}`).toBeGreaterThanOrEqual(88);
        expect.soft(width, `${name} fills the line, ${where}`).toBeGreaterThan(0.9);
      }
      for (const size of found.icons) expect.soft(size, `an icon, ${where}`).toBeGreaterThanOrEqual(27.5);
      expect.soft(found.primary.length, `big actions, ${where}`).toBeLessThanOrEqual(2);
      if (path === NOTICE) steps[text] = { h1: await page.evaluate(heading, "h1"), h2: await page.evaluate(heading, "h2") };
    }
  }
  if (mode === "standard") return phone.close();
  expect(steps[24]).toEqual({ h1: expect.closeTo(32, 0), h2: expect.closeTo(28, 0) });
  // The text grows by half.
  for (const level of ["h1", "h2"]) expect(steps[36][level] / steps[24][level], level).toBeLessThan(1.5);
  await phone.close();
});

for (const [mode, text, apart] of [["standard", 18, 8], ["elder", 24, 16]])
test(`in ${mode} mode what was chosen and what is wrong is bold, the smallest letters are tall enough, and both answers of a question stand apart`, async ({ browser, server, wrongs }) => {
  const phone = await Phone.start({ browser, server, wrongs, preferences: `text=${text};theme=light;mode=${mode};spacing=0` });
  await signedIn(phone.context, server);
  const { page } = phone;
  const main = page.getByRole("main");
  const bold = async (thing) => expect(await thing.evaluate((element) => Number(getComputedStyle(element).fontWeight)), await thing.innerText()).toBeGreaterThanOrEqual(700);
  // The height of a small x, in pixels, of every kind of letters on the page.
  const low = () =>
    page.evaluate(() => {
      const pen = document.createElement("canvas").getContext("2d");
      // Put together, because the short form is empty where figures have a shape of their own.
      const font = ({ fontWeight, fontSize, fontFamily }) => `${fontWeight} ${fontSize} ${fontFamily}`;
      const fonts = new Map(suite.texts().map(({ style, text }) => [font(style), text]));
      if (fonts.size < 3) return [`${fonts.size} kinds of letters on a page`];
      return [...fonts].flatMap(([font, words]) => {
        pen.font = font;
        const x = pen.measureText("x").actualBoundingBoxAscent;
        return x < 8 ? [`${x} px: ${font}: ${words}`] : [];
      });
    });
  await phone.open(BALLOT);
  await main.getByRole("button", { name: "选好了，去核对" }).click();
  await expect(main.getByRole("alert")).toBeVisible();
  await bold(main.getByRole("alert").getByRole("link").first());
  await bold(main.getByRole("alert").getByRole("heading"));
  expect.soft(await low(), BALLOT).toEqual([]);
  await chosen(page, "clinic-day-poll");
  await bold(main.getByRole("definition").first());
  expect.soft(await low(), CHECK).toEqual([]);
  // Leaving asks once: what stays and what leaves stand apart, and neither is beside the other.
  await follow(page, "/notices");
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog).toBeVisible();
  const boxes = await Promise.all(["接着投", "先放着，以后再投"].map((name) => dialog.getByRole("button", { name, exact: true }).last().boundingBox()));
  const [upper, lower] = boxes.sort((one, other) => one.y - other.y);
  expect(lower.y - (upper.y + upper.height)).toBeGreaterThanOrEqual(apart);
  expect.soft(await low(), "a dialog").toEqual([]);
  for (const path of [NOTICE, "/notices", "/polls/parking-lines-poll/results", "/threads/courtyard-benches"]) {
    await phone.open(path);
    expect.soft(await low(), path).toEqual([]);
  }
  await phone.close();
});

test("a phone that asks for dark, or for more contrast, gets it without anybody choosing", async ({ browser, server, wrongs }) => {
  const phone = await Phone.start({ browser, server, wrongs, preferences: "text=18;theme=auto;mode=standard;spacing=0" });
  const { page } = phone;
  await phone.open("/");
  const looks = () =>
    page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      const light = (value) => value.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
      return { ground: light([document.body, document.documentElement].map((element) => getComputedStyle(element).backgroundColor).find((colour) => colour !== "rgba(0, 0, 0, 0)")), rule: style.getPropertyValue("--edge").trim(), soft: style.getPropertyValue("--soft").trim(), ink: style.getPropertyValue("--ink").trim() };
    });
  await page.emulateMedia({ colorScheme: "light", contrast: "no-preference" });
  const before = await looks();
  expect(before.ground).toBeGreaterThan(600);
  await page.emulateMedia({ colorScheme: "dark" });
  expect((await looks()).ground).toBeLessThan(150);
  await page.emulateMedia({ colorScheme: "light", contrast: "more" });
  const more = await looks();
  expect(more.soft).toBe(more.ink);
  expect(before.soft).not.toBe(before.ink);
  await phone.close();
});
