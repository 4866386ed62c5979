// What holds between pages: names, places, and that one way to read takes nothing away.
import { pattern } from "../support/shapes.mjs";
import { plain } from "./aria.mjs";
import { frame } from "./probes/frame.mjs";

// Every address has a title and a heading of its own. Steps of one page share theirs, and so do addresses that only ask the same
// page for something else.
export function sharedTitles(pages) {
  const found = [];
  const titles = new Map();
  for (const { path, title } of pages) {
    const place = path.split("?")[0];
    const other = titles.get(title);
    if (other !== undefined && other !== place) found.push(`${place} has the title of ${other}: ${title}`);
    titles.set(title, place);
  }
  return found;
}

// The frame is the same, in the same order, on every page of one person.
export function movedAround(states) {
  const [first, ...rest] = states;
  const wanted = frame(first.nodes).map(stopped);
  return rest.flatMap(({ name, nodes, lang }) => {
    // In another language everything has another name.
    if (lang !== first.lang) return [];
    if (nodes.some(({ role }) => role === "dialog" || role === "alertdialog")) return [];
    const got = frame(nodes).map(stopped);
    return JSON.stringify(got) === JSON.stringify(wanted) ? [] : [`${name}: around the page ${difference(wanted, got)}, unlike ${first.name}`];
  });
}

// Reading aloud is there to be stopped, too.
const stopped = (line) => line.replace(/停止朗读/, "朗读");

function difference(wanted, got) {
  const missing = wanted.filter((line) => !got.includes(line));
  const more = got.filter((line) => !wanted.includes(line));
  return missing.length + more.length === 0 ? "the order is another" : [...missing.map((line) => `no ${line}`), ...more.map((line) => `also ${line}`)].join(", ");
}

const DEEDS = new Set(["button", "radio", "checkbox", "textbox", "combobox", "spinbutton", "searchbox"]);

// Where one can go, what one can do and what is sent, by the subject it is in, over all states of a walk. One way to read may ask on one page what
// another asks on three, and fold what another links to; what counts is that it is there.
export function powers(states) {
  const all = new Set();
  for (const { nodes, links, here, sent = [] } of states) {
    const at = pattern(here).split("/")[0];
    for (const request of sent) all.add(`sends ${request.split("/").map((part, n) => (n === 3 ? "*" : part)).join("/")}`);
    for (const { url } of links) all.add(`goes to ${place(url)}`);
    for (const { role, name, within } of nodes) {
      if (DEEDS.has(role) && within.some(({ role }) => role === "main")) all.add(`${at}: ${role} ${plain(name)}`);
    }
  }
  return all;
}

// What an address asks its page for is another way to show it.
function place(url) {
  const [path] = url.split("?");
  const kind = pattern(path);
  return kind.split("/").length > 2 ? kind : path;
}

export function lost(standard, elder) {
  return [...standard].filter((power) => !elder.has(power));
}
