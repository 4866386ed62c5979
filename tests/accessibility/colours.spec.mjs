// By eyes that see colours otherwise, or none: what is chosen and what is not, errors, stances, states and results are told apart by
// words, or by light and shape, and letters keep their contrast. The browser shows the page as such eyes see it.
import { expect, test } from "../support/test.mjs";
import { apply, PLAIN } from "./cells.mjs";
import { Phone } from "./phone.mjs";
import { changed, contrast, luminance, picture } from "./pixels.mjs";
import { database, phone as kept } from "./seed.mjs";

const VISIONS = ["protanopia", "deuteranopia", "tritanopia", "achromatopsia"];
// As many points as a small tick has, each three times lighter or darker than before.
const ENOUGH = 40;
// How far a thing may have moved by what came beside it, in points.
const MOVED = 3;

const READERS = [
  { mode: "standard", theme: "light", text: 18 },
  { mode: "elder", theme: "dark", text: 24 },
];

// The phone of somebody who has lived here for a while, with a client for the browser's own emulation.
async function started({ browser, servers, wrongs }, { mode, theme, text }) {
  const server = await servers.start({ from: database() });
  const phone = await Phone.start({ browser, server, wrongs, kept: await kept(), preferences: `text=${text};theme=${theme};mode=${mode};spacing=0` });
  return { phone, page: phone.page, server, client: await phone.context.newCDPSession(phone.page) };
}

// This part of the screen by each of these eyes.
async function bySight(page, client, part) {
  const seen = {};
  for (const vision of VISIONS) {
    await client.send("Emulation.setEmulatedVisionDeficiency", { type: vision });
    seen[vision] = await picture(page, part);
  }
  await client.send("Emulation.setEmulatedVisionDeficiency", { type: "none" });
  return seen;
}

const main = (page) => page.getByRole("main");

// What a thing says in the state it is in, it with its label, and with what describes it, an error for instance; and, for a `client`,
// what it looks like.
async function looks(page, target, client) {
  const element = await target.elementHandle();
  await page.mouse.move(1, 1);
  const { words, part } = await element.evaluate((element, around) => {
    document.activeElement.blur();
    const label = element.labels?.[0];
    (label ?? element).scrollIntoView({ block: "center", behavior: "instant" });
    const describing = (element.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
    const said = describing.filter((other) => other && suite.shown(other)).map((other) => other.innerText);
    // The mark of an answer stands in its label; a field below.
    const { left, top, right, bottom } = (element.matches("[type=radio], [type=checkbox]") ? label : element).getBoundingClientRect();
    const [x, y] = [Math.max(0, Math.floor(left - around)), Math.max(0, Math.floor(top - around))];
    const [width, height] = [Math.min(innerWidth, Math.ceil(right + around)) - x, Math.min(innerHeight, Math.ceil(bottom + around)) - y];
    return { words: [(label ?? element).innerText, ...said].join("\n"), part: { x: x + scrollX, y: y + scrollY, width, height } };
  }, 2 * MOVED);
  return { words, seen: client && (await bySight(page, client, part)) };
}

// By whose eyes these two look alike, wherever within `moved` points one of them stands.
const alike = (one, other, moved = 0) => VISIONS.filter((vision) => difference(one[vision], other[vision], moved) < ENOUGH);

function difference(one, other, moved) {
  const inner = ["width", "height"].map((side) => Math.min(one[side], other[side]) - 2 * moved);
  const shifts = Array.from({ length: 2 * moved + 1 }, (_, n) => n);
  return Math.min(...shifts.flatMap((x) => shifts.map((y) => changed(cut(one, moved, moved, inner), cut(other, x, y, inner), 3))));
}

function cut({ width, data }, x, y, [wide, high]) {
  return { data: Buffer.concat(Array.from({ length: high }, (_, row) => data.subarray(((y + row) * width + x) * 4, ((y + row) * width + x + wide) * 4))) };
}

const field = (role, name) => (page) => main(page).getByRole(role, { name }).first();
const link = (name) => (page) => page.getByRole("link", { name, exact: true }).first();
const press = (target) => (page) => target(page).click();
const check = (target) => (page) => target(page).check();

const OSMANTHUS = field("radio", "桂花");
const GUARDS = field("checkbox", "门岗和巡逻");
const SLOW = field("radio", "很慢");
const FITTING = field("button", "只看钱还够的");
const AGREE = field("button", /^我也这样想/);
const DISAGREE = field("button", "不同意");
const LOCKERS = (page) => main(page).getByRole("group", { name: "快递柜搬到门卫旁边" });
const POLLS = (page) => page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "投票" });
const TEXT = (page) => main(page).getByRole("textbox").first();
const QUESTION = (page) => main(page).getByRole("group").first();
const ALOUD = (page) => page.getByRole("banner").getByRole("button", { name: "朗读", exact: true });
const STANDARD = ["standard"];
const THREAD = "/threads/courtyard-benches";
const RESULTS = "/polls/parking-lines-poll/results";
const STATEMENT = "/threads/ebike-statements/answer?ask=ebike-statements-1";

// One thing in one state, and after `act` in the other. `said`: it has to be told in words. What elder mode has elsewhere is looked
// at in the other mode alone.
const SWITCHES = [
  { what: "one answer of several", path: "/polls/practice/ballot", target: OSMANTHUS, act: check(OSMANTHUS) },
  { what: "some answers of several", path: "/polls/property-survey/ballot?q=2", target: GUARDS, act: check(GUARDS) },
  { what: "a project in the basket", path: "/polls/yard-budget/ballot", target: LOCKERS, act: press(field("button", /^选它：快递柜/)), said: true },
  { what: "a switch that is on", path: "/polls/yard-budget/ballot", target: FITTING, act: press(FITTING) },
  { what: "a way to read", path: "/settings", target: SLOW, act: check(SLOW), modes: STANDARD },
  { what: "a page that is read aloud", path: "/notices/lift-vote", target: ALOUD, act: press(ALOUD) },
  { what: "the kind of notices that is shown", path: "/notices", target: link("水电气电梯"), act: press(link("水电气电梯")), modes: STANDARD },
  { what: "the main page one is on", path: "/", target: POLLS, act: press(POLLS), modes: STANDARD },
  { what: "the order of a thread", path: THREAD, target: link("先看新的"), act: press(link("先看新的")), modes: STANDARD },
  { what: "what one agrees with", path: THREAD, target: AGREE, act: press(AGREE) },
  { what: "what one has said of a statement", path: STATEMENT, target: DISAGREE, act: press(DISAGREE) },
  { what: "a field with an error", path: `${THREAD}/write`, target: TEXT, act: press(field("button", "发出去")), said: true },
  { what: "a question with an error", path: "/polls/property-survey/ballot", target: QUESTION, act: press(field("button", "下一步")), said: true },
];

for (const reader of READERS) {
  test(`two states of one thing are told apart without colours: ${reader.mode}, ${reader.theme}`, async ({ browser, servers, wrongs }) => {
    const { phone, page, client } = await started({ browser, servers, wrongs }, reader);
    const wrong = [];
    for (const { what, path, target, act, said } of SWITCHES.filter(({ modes }) => !modes || modes.includes(reader.mode))) {
      await phone.open(path);
      await expect(target(page), what).toBeVisible();
      const sight = said ? undefined : client;
      const before = await looks(page, target(page), sight);
      await act(page);
      await phone.settled();
      const after = await looks(page, target(page), sight);
      if (before.words !== after.words) continue;
      if (said) wrong.push(`${what}: no words tell it`);
      else for (const vision of alike(before.seen, after.seen, MOVED)) wrong.push(`${what}: looks the same in both states with ${vision}, and says the same`);
    }
    await phone.close();
    expect(wrong).toEqual([]);
  });
}

// Marks of states, each with its word: where they stand, and how the style sheet calls them.
const MARKS = ".tag, .role, .stance";
const MARKED = ["/notices", "/notices/water-shutoff", "/polls", "/polls/courtyard", "/my-votes", "/threads", THREAD, "/matters", "/my-reports"];
const STANCES = ["赞成", "反对", "说说看法", "有疑问"];

// Runs in the page.
const marked = (marks) =>
  [...document.querySelectorAll(marks)].filter(suite.shown).map((mark) => {
    const style = getComputedStyle(mark);
    return { said: mark.innerText.trim(), colour: style.getPropertyValue("--tone") || style.color };
  });

// Lays this element at one place of the screen, so that two of them are painted on the same points, while `work` looks there.
async function aside(target, work) {
  const element = await target.elementHandle();
  await element.evaluate((element) => {
    scrollTo(0, 0);
    // In the place of what it was in: a list, or a line, may have a shape of its own.
    const place = document.body.appendChild(document.createElement("div"));
    place.id = "aside";
    Object.assign(place.style, { position: "fixed", left: "0", top: "0", zIndex: "9", width: "12rem", height: "4rem", background: "var(--card)" });
    place.append(element.cloneNode(true));
  });
  try {
    return await work();
  } finally {
    await element.evaluate(() => document.getElementById("aside").remove());
  }
}

test("every mark has a word, and stances and groups have a shape of their own", async ({ browser, servers, wrongs }) => {
  const { phone, page, client } = await started({ browser, servers, wrongs }, READERS[0]);
  const [colours, words] = [new Map(), new Set()];
  for (const path of MARKED) {
    await phone.open(path);
    for (const { said, colour } of await page.evaluate(marked, MARKS)) {
      expect.soft(said, `a mark without a word on ${path}`).not.toBe("");
      // One word in two colours would say by the colour what it does not say itself.
      expect.soft(colours.get(said) ?? colour, `“${said}” on ${path} has another colour elsewhere`).toBe(colour);
      colours.set(said, colour);
      words.add(said);
    }
  }
  for (const known of ["紧急", "重要", "正在投", "已经结束", ...STANCES]) expect.soft([...words], "looked at").toContain(known);

  // Stances: the point before the word, as large as letters can be.
  await phone.open(THREAD);
  await apply(page, client, { ...PLAIN, text: 36 });
  const shapes = new Map();
  for (const stance of STANCES) {
    const tag = main(page).getByText(stance, { exact: true }).first();
    const seen = await aside(tag, async () => bySight(page, client, { x: 0, y: 0, ...(await page.evaluate(point)) }));
    for (const [other, before] of shapes) expect.soft(alike(before, seen), `${stance} and ${other} have the same shape`).toEqual([]);
    shapes.set(stance, seen);
  }

  // Groups of opinions, and the words beside their shapes.
  await phone.open("/threads/ebike-statements/opinions");
  await apply(page, client, { ...PLAIN, text: 36 });
  const groups = await main(page).getByRole("figure").getByRole("listitem").all();
  expect(groups.length).toBeGreaterThan(1);
  shapes.clear();
  for (const [n, group] of groups.entries()) {
    const seen = await aside(group.locator("svg"), () => bySight(page, client, { x: 0, y: 0, width: 34, height: 34 }));
    for (const [other, before] of shapes) expect.soft(alike(before, seen), `groups ${n + 1} and ${other} have the same shape`).toEqual([]);
    shapes.set(n + 1, seen);
  }
  await phone.close();
});

// Runs in the page: how large the point before the words of a stance is.
function point() {
  const stance = document.querySelector("#aside > *");
  const [width, height] = [getComputedStyle(stance, "::before").width, getComputedStyle(stance).lineHeight].map((px) => Math.ceil(parseFloat(px)));
  return { width, height };
}

test("results are read from numbers, and from the length of what is darker or lighter", async ({ browser, servers, wrongs }) => {
  const { phone, page, client } = await started({ browser, servers, wrongs }, READERS[0]);
  await phone.open(RESULTS);
  const rows = await main(page).getByRole("table").getByRole("row").filter({ has: page.getByRole("rowheader") }).all();
  expect(rows.length).toBeGreaterThan(1);
  // What has won is said; in the table a line stands before it.
  const share = async (row) => parseFloat(/([\d.]+)%/.exec(await row.innerText())[1]);
  const shares = await Promise.all(rows.map(async (row) => ({ label: await row.getByRole("rowheader").innerText(), share: await share(row) })));
  const { label: first } = shares.reduce((best, one) => (one.share > best.share ? one : best));
  await expect(main(page).getByRole("paragraph").filter({ hasText: first })).toBeVisible();
  for (const [n, row] of rows.entries()) {
    const { label, share } = shares[n];
    const part = await row.evaluate((row) => {
      row.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, top, width, height } = row.querySelector(".bar").getBoundingClientRect();
      return { x: left + scrollX, y: top + scrollY + height / 2, width, height: 1 };
    });
    for (const [vision, line] of Object.entries(await bySight(page, client, part))) {
      expect.soft(filled(line), `${label} with ${vision}`).toBeCloseTo(share / 100, 1);
    }
  }
  await phone.close();
});

// How much of a line is unlike its end by three times the light; without its edges.
function filled({ width, data }) {
  const at = (x) => luminance(data, x * 4);
  const inside = Array.from({ length: width - 4 }, (_, n) => n + 2);
  const ends = at(width - 3);
  return inside.filter((x) => contrast(at(x), ends) >= 3).length / inside.length;
}

// Where most kinds of words stand, the gallery with every primitive in every state among them.
const READ = ["/", "/notices", "/notices/lift-vote", "/polls", "/polls/courtyard/ballot", "/polls/yard-budget/ballot", RESULTS, "/my-votes", THREAD, "/matters"];

// What the norm asks of elder mode for ordinary eyes, whatever the size; the 10:1 of the pages of a vote is of the colours themselves.
const LEAST = 7;

test("letters keep their contrast for eyes that see colours otherwise, in every theme", async ({ browser, servers, wrongs }) => {
  const { phone, page, client } = await started({ browser, servers, wrongs }, { mode: "elder", theme: "light", text: 24 });
  const pairs = new Map();
  for (const path of [...READ, "/settings", "/gallery"]) {
    await phone.open(path);
    for (const theme of ["light", "dark", "contrast"]) {
      await apply(page, client, { ...PLAIN, text: 24, theme });
      for (const { who, ...pair } of await page.evaluate(inked)) pairs.set(JSON.stringify(pair), `${who} on ${path}, ${theme}`);
    }
  }
  expect(pairs.size).toBeGreaterThan(20);
  const found = [...pairs].map(([pair, who]) => ({ ...JSON.parse(pair), who }));
  await page.evaluate(swatches, found);
  for (const [vision, seen] of Object.entries(await bySight(page, client))) {
    for (const [n, { who, colour, ground }] of found.entries()) {
      const light = (side) => luminance(seen.data, ((Math.floor(n / 40) * 8 + 4) * seen.width + (n % 40) * 8 + side) * 4);
      expect.soft(contrast(light(2), light(6)), `${who}: ${colour} on ${ground} with ${vision}`).toBeGreaterThanOrEqual(LEAST - 0.005);
    }
  }
  await phone.close();
});

// Runs in the page: the colour of all letters, and what they stand on.
function inked() {
  const parse = (colour) => /rgba?\(([^)]*)\)/.exec(colour)?.[1].split(/[ ,/]+/).map(Number) ?? [0, 0, 0, 0];
  const over = ([r, g, b, a = 1], ground) => [r, g, b].map((value, n) => Math.round(value * a + ground[n] * (1 - a)));
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const colour = parse(getComputedStyle(element).backgroundColor);
    return (colour[3] ?? 1) === 1 ? colour.slice(0, 3) : over(colour, ground(element.parentElement));
  };
  return suite
    .texts()
    .filter(({ parent, field }) => !field && !parent.closest(":disabled"))
    .map(({ parent, style }) => {
      const below = ground(parent);
      return { who: suite.say(parent), colour: `rgb(${over(parse(style.color), below)})`, ground: `rgb(${below})` };
    });
}

// Runs in the page: every pair as two squares of 4 × 8 points, forty pairs in a row.
function swatches(pairs) {
  const sheet = document.body.appendChild(document.createElement("canvas"));
  Object.assign(sheet, { width: 320, height: Math.ceil(pairs.length / 40) * 8 });
  Object.assign(sheet.style, { position: "fixed", left: "0", top: "0", zIndex: "99" });
  const paint = sheet.getContext("2d");
  for (const [n, { colour, ground }] of pairs.entries()) {
    for (const [side, fill] of [colour, ground].entries()) {
      paint.fillStyle = fill;
      paint.fillRect((n % 40) * 8 + side * 4, Math.floor(n / 40) * 8, 4, 8);
    }
  }
}
