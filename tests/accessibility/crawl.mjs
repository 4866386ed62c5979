// Walks from home over everything that can be reached by role and name, as a stranger would who tries every link, opens
// everything that is folded, presses every kind of button, and sends every form empty and filled in. Nothing here
// knows an address or a word of the app. The same community gives the same walk.
import { aMoment } from "../support/pages.mjs";
import { pattern } from "../support/shapes.mjs";
import { asking, pieces, plain, read } from "./aria.mjs";
import { timed } from "./stopwatch.mjs";

const FIELDS = new Set(["textbox", "searchbox", "spinbutton", "combobox", "radio", "checkbox"]);
// How many steps lead from an opened page to what is looked at.
const DEPTH = 8;
// How many times something folded is opened inside something folded.
const FOLDS = 3;

// Calls `look(state)`, which says whether it has changed anything, at every state that is made of something that no state before it had, and at the first page of
// every kind of address. `before`: what walks have met until now, which this one adds to. `acts`: whether anything
// is pressed and filled in, or only unfolded. `every`: whether states are looked at that are made of what is known, too. A state is { path, how: [step], nodes, links, name, here, title }; gives how many were looked at, by
// address every page that was opened, and all states that were read.
export async function crawl(phone, look, { from, before, acts = true, every = false }) {
  const { pieces: known, addresses: kinds, presses } = before;
  const queue = [...from];
  const waiting = new Set(queue);
  const patterns = new Set(queue.map(pattern));
  const all = [];
  const paths = new Map();
  let looked = 0;
  // What is on the screen is this state, and nobody has touched it since.
  let there = null;

  const enqueue = (url) => {
    if (waiting.has(url)) return;
    waiting.add(url);
    patterns.add(pattern(url));
    queue.push(url);
  };

  const reading = async (path, how) => {
    const nodes = await timed("reading", read(phone.page));
    const { pathname: here, search } = new URL(phone.page.url());
    const state = { path, how, nodes, links: linked(nodes), name: named(path, how), here, search, sent: [...phone.tried], title: await phone.page.title(), lang: await phone.page.evaluate(() => document.documentElement.lang) };
    all.push(state);
    return state;
  };

  // Looks at what is on the screen, if it is something new; says whether it was.
  const met = async (state) => {
    const made = new Set([...pieces(state.nodes), ...asking(state.nodes, pattern(state.here))]);
    const kind = state.how.length === 0 ? pattern(state.path) : null;
    const fresh = [...made].some((piece) => !known.has(piece)) || (kind !== null && !kinds.has(kind));
    state.first = kind !== null && !kinds.has(kind);
    if (kind !== null) kinds.add(kind);
    for (const piece of made) known.add(piece);
    if (fresh || every) {
      looked += 1;
      if (await timed("looking", look(state))) there = null;
    }
    // Where everything looks as somewhere else, only what has not been seen at all leads on; and of twenty posts in a list that can
    // each be reported one is.
    const led = new Set();
    for (const { url, listed } of state.links) {
      const kind = pattern(url);
      const alike = listed && kind.split("/").length > 2 && led.has(kind);
      if (listed) led.add(kind);
      if (!patterns.has(kind) || (fresh && !alike)) enqueue(url);
    }
    return fresh;
  };

  // Back to a state, as cheaply as that can be.
  const back = async (state) => {
    if (await timed("used?", phone.used())) await timed("renewing", phone.renew());
    else if (there === state) return;
    await timed("going", phone.go(state.path));
    await timed("doing", take(phone, state.how));
    there = state;
  };

  // What is on the screen, and what is there once everything that is folded is open: gives the latter.
  const seen = async (path, how) => {
    let state = await reading(path, how);
    there = state;
    let fresh = await met(state);
    for (let layer = 0; layer < FOLDS; layer += 1) {
      const folds = folded(state.nodes);
      if (folds.length === 0) break;
      await back(state);
      await timed("doing", take(phone, folds));
      state = await reading(path, [...state.how, ...folds]);
      there = state;
      fresh = (await met(state)) || fresh;
    }
    return { fresh, state };
  };

  // Everything that can be done on a state, one after the other, each from the state itself.
  const tried = async (state) => {
    const form = state.nodes.some((node) => FIELDS.has(node.role) && within(node, "main"));
    for (const deed of deeds(state.nodes)) {
      // A button is the same everywhere, but not what a form sends, empty or filled, nor where one is in a form of several pages.
      const inside = form || deed.kind === "fill" || state.how.some(({ act }) => act === "fill");
      const key = `${deed.kind} ${plain(deed.name)} ${inside ? pattern(state.here) + state.search : ""}`;
      if (presses.has(key)) continue;
      presses.add(key);
      await back(state);
      there = null;
      await timed("doing", take(phone, deed.steps));
      const next = await seen(state.path, [...state.how, ...deed.steps]);
      // A form of several pages is followed to its end, also where its pages look like one another.
      const goes_on = inside && next.state.here + next.state.search !== state.here + state.search;
      if ((next.fresh || goes_on) && next.state.how.filter(({ act }) => act === "press").length < DEPTH) await tried(next.state);
      // What is typed is kept a moment later.
      if (next.state.how.some(({ act }) => act === "fill")) await timed("renewing", phone.renew());
    }
  };

  while (queue.length > 0) {
    const path = queue.shift();
    if (await timed("used?", phone.used())) await timed("renewing", phone.renew());
    await timed("going", phone.go(path));
    const { fresh, state } = await seen(path, []);
    paths.set(path, state);
    if (fresh && acts) await tried(state);
  }
  return { looked, paths, all };
}

// What is done on a page: buttons, the form filled in.
function deeds(nodes) {
  const inside = nodes.filter((node) => within(node, "main") || within(node, "dialog") || within(node, "alertdialog"));
  const modal = nodes.some(({ role }) => role === "dialog" || role === "alertdialog");
  const usable = inside.filter((node) => !node.attributes.includes("disabled") && (!modal || within(node, "dialog") || within(node, "alertdialog")));
  const all = [];
  // While a dialog asks something, the bar cannot be reached.
  const bar = modal ? [] : nodes.filter((node) => within(node, "banner") && node.attributes.some((attribute) => attribute.startsWith("pressed")));
  const buttons = [...usable, ...bar].filter(({ role }) => role === "button");
  for (const node of buttons) all.push({ kind: "press", name: node.name, steps: [step("press", node)] });
  const fields = usable.filter(({ role }) => FIELDS.has(role));
  if (fields.length > 0) {
    const groups = new Set();
    const steps = [];
    for (const node of fields) {
      if (node.role === "radio" || node.role === "checkbox") {
        const group = node.within.at(-1);
        if (groups.has(group)) continue;
        groups.add(group);
      }
      steps.push(step("fill", node));
    }
    for (const node of buttons.filter((node) => usable.includes(node))) all.push({ kind: "fill", name: node.name, steps: [...steps, step("press", node)] });
  }
  return all;
}

const within = ({ within }, role) => within.some((node) => node.role === role);

const step = (act, { role, name }) => ({ act, role, name });

// What can be unfolded, the last first, so that the others stay the how-many-th they are: a group that has words and nothing
// in it, which is what the browser's own disclosure is while it is closed, and buttons that say it themselves.
function folded(nodes) {
  const groups = nodes.filter(({ role }) => role === "group");
  const buttons = nodes.filter(({ role, attributes }) => role === "button" && attributes.includes("expanded=false"));
  const closed = groups.filter((group) => within(group, "main") && group.name === "" && group.text !== "" && !nodes.some((node) => node.within.includes(group)));
  return [
    ...closed.map((group) => ({ act: "open", role: "group", name: group.text, nth: groups.indexOf(group) })),
    ...buttons.filter((node) => within(node, "main")).map((node) => step("press", node)),
  ].reverse();
}

// One after the other; what is unfolded or filled in changes nothing that the next of them would have to wait for.
async function take(phone, steps) {
  for (const { act, role, name, nth } of steps) {
    const target = act === "open" ? phone.page.getByRole(role).nth(nth) : phone.page.getByRole(role, { name, exact: true }).first();
    if ((await target.count()) === 0) continue;
    if (act === "fill") {
      await fill(target, role);
      continue;
    }
    // The second press of one button within a trembling hand's time is no wish.
    await aMoment(phone.page);
    await target.click();
    if (act === "press") await phone.settled();
  }
  await phone.settled();
}

async function fill(target, role) {
  if (role === "radio" || role === "checkbox") return target.check();
  if (role === "combobox") return target.selectOption({ index: 1 }).catch(() => target.fill("1"));
  const kind = await target.evaluate(({ type, inputMode }) => `${type} ${inputMode}`);
  await target.fill(/tel/.test(kind) ? "19900000001" : /number|numeric|decimal/.test(kind) ? "1" : "试一试");
}

// Where the links lead, and whether only those lead there that stand in a list, one beside others of their kind.
function linked(nodes) {
  const all = new Map();
  for (const node of nodes) {
    if (node.role !== "link" || !node.url?.startsWith("/") || /^\/v1\//.test(node.url)) continue;
    const url = node.url.split("#")[0];
    all.set(url, (all.get(url) ?? true) && (within(node, "listitem") || within(node, "article")));
  }
  return [...all].map(([url, listed]) => ({ url, listed }));
}

const SIGN = { press: "›", fill: "=", open: "+" };
const named = (path, how) => [path, ...how.map(({ act, name }) => `${SIGN[act]} ${name}`)].join(" ");
