// Walks from home over everything that can be reached by role and name, as a stranger would who tries every link, opens
// everything that can be opened, presses every kind of button, and sends every form empty and filled in. Nothing here
// knows an address or a word of the app. The same community gives the same walk.
import { pieces, read } from "./aria.mjs";

const FIELDS = new Set(["textbox", "searchbox", "spinbutton", "combobox", "radio", "checkbox"]);
// How many steps lead from an opened page to what is looked at.
const DEPTH = 4;

// Calls `look(page, state)` at every state that is made of something that no state before it had, and at the first page of
// every kind of address. A state is { path, how: [step], nodes, links, name, here }; gives those that were looked at, and by
// address every page that was opened. `before`: what an earlier walk has seen.
export async function crawl(phone, look, { from = "/", before = { pieces: new Set(), kinds: new Set(), presses: new Set() } } = {}) {
  const { pieces: known, kinds, presses } = before;
  const queue = [from];
  const waiting = new Set(queue);
  const patterns = new Set([pattern(from)]);
  const states = [];
  const paths = new Map();

  const enqueue = (url) => {
    if (waiting.has(url)) return;
    waiting.add(url);
    patterns.add(pattern(url));
    queue.push(url);
  };

  // Looks at what is on the screen, if it is something new; gives it in that case.
  const seen = async (path, how) => {
    const nodes = await read(phone.page);
    const made = pieces(nodes);
    const links = addresses(nodes);
    const kind = how.length === 0 ? pattern(path) : null;
    const fresh = [...made].some((piece) => !known.has(piece));
    const first = kind !== null && !kinds.has(kind);
    const here = new URL(phone.page.url()).pathname;
    const state = { path, how, nodes, links, name: named(path, how), here, title: await phone.page.title() };
    if (kind !== null) kinds.add(kind);
    for (const piece of made) known.add(piece);
    if (fresh || first) {
      states.push(state);
      await look(phone.page, state);
      if (await phone.used()) await phone.renew();
    }
    // Where everything looks as somewhere else, only what has not been seen at all leads on; and of twenty posts that can each be
    // reported one is.
    const led = new Set();
    for (const url of links) {
      const kind = pattern(url);
      const alike = kind.split("/").length > 2 && led.has(kind);
      led.add(kind);
      if (!patterns.has(kind) || ((fresh || first) && !alike)) enqueue(url);
    }
    return { fresh: fresh || first, state };
  };

  const stepped = async (path, how) => {
    await phone.open(path);
    for (const step of how) await take(phone, step);
  };

  // Everything that can be done on a state, one after the other, each from the state itself.
  const tried = async ({ path, how, nodes, here }) => {
    for (const deed of deeds(nodes)) {
      const key = `${deed.kind} ${plain(deed.name)} ${deed.kind === "press" ? "" : pattern(here)}`;
      if (presses.has(key)) continue;
      presses.add(key);
      await stepped(path, how);
      for (const step of deed.steps) await take(phone, step);
      const further = [...how, ...deed.steps];
      const next = await seen(path, further);
      if (next.fresh && further.length < DEPTH * 4 && further.filter(({ act }) => act === "press").length < DEPTH) await tried(next.state);
      // What is typed is kept a moment later.
      if (further.some(({ act }) => act === "fill") || (await phone.used())) await phone.renew();
    }
  };

  while (queue.length > 0) {
    const path = queue.shift();
    await phone.open(path);
    const { fresh, state } = await seen(path, []);
    paths.set(path, state);
    if (fresh) await tried(state);
  }
  return { states, paths };
}

// What is done on a page: things that fold open (all at once), buttons, the form filled in.
function deeds(nodes) {
  const inside = nodes.filter((node) => within(node, "main") || within(node, "dialog") || within(node, "alertdialog"));
  const modal = nodes.some(({ role }) => role === "dialog" || role === "alertdialog");
  const usable = inside.filter((node) => !node.attributes.includes("disabled") && (!modal || within(node, "dialog") || within(node, "alertdialog")));
  const all = [];
  const foldable = usable.filter(({ role, attributes }) => role === "button" && attributes.includes("expanded=false"));
  if (foldable.length > 0) all.push({ kind: "open", name: "", steps: foldable.map((node) => step("press", node, nodes)) });
  const buttons = [...usable, ...nodes.filter((node) => within(node, "banner") && node.attributes.some((attribute) => attribute.startsWith("pressed")))].filter(({ role }) => role === "button");
  for (const node of buttons) all.push({ kind: "press", name: node.name, steps: [step("press", node, nodes)] });
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
      steps.push(step("fill", node, nodes));
    }
    for (const node of buttons.filter((node) => usable.includes(node))) all.push({ kind: "fill", name: node.name, steps: [...steps, step("press", node, nodes)] });
  }
  return all;
}

const within = ({ within }, role) => within.some((node) => node.role === role);

// The how-many-th of its role and name it is.
function step(act, { role, name }, nodes) {
  return { act, role, name };
}

async function take(phone, { act, role, name }) {
  const target = phone.page.getByRole(role, { name, exact: true }).first();
  if ((await target.count()) === 0) return;
  if (act === "press") await target.click();
  else await fill(target, role);
  await phone.settled();
}

async function fill(target, role) {
  if (role === "radio" || role === "checkbox") return target.check();
  if (role === "combobox") return target.selectOption({ index: 1 }).catch(() => target.fill("1"));
  const kind = await target.evaluate(({ type, inputMode }) => `${type} ${inputMode}`);
  await target.fill(/tel/.test(kind) ? "19900000001" : /number|numeric|decimal/.test(kind) ? "1" : "试一试");
}

function addresses(nodes) {
  const urls = nodes.filter(({ role, url }) => role === "link" && url?.startsWith("/") && !/^\/v1\//.test(url)).map(({ url }) => url.split("#")[0]);
  return [...new Set(urls)];
}

// Pages of one kind: what stands in second place of an address is one of many, and so is what it is asked for.
export function pattern(url) {
  const { pathname, searchParams } = new URL(url, "http://l");
  const [, first, , ...rest] = pathname.split("/");
  return [first, pathname.split("/").length > 2 ? "*" : "", ...rest, ...[...searchParams.keys()].sort().map((key) => `?${key}`)].join("/");
}

// A button's name without what it is about.
const plain = (name) => name.replace(/[：:“"].*$/u, "").replace(/[\d,.]+/g, "#");

const named = (path, how) => [path, ...how.map(({ act, name }) => `${act === "press" ? "›" : "="} ${name}`)].join(" ");
