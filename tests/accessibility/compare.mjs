// What holds between pages: names, places, and that one way to read takes nothing away.
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
  const wanted = frame(first.nodes).map(plain);
  return rest.flatMap(({ name, nodes }) => {
    if (nodes.some(({ role }) => role === "dialog" || role === "alertdialog")) return [];
    const got = frame(nodes).map(plain);
    return JSON.stringify(got) === JSON.stringify(wanted) ? [] : [`${name}: around the page ${difference(wanted, got)}, unlike ${first.name}`];
  });
}

// Reading aloud is there to be stopped, too.
const plain = (line) => line.replace(/停止朗读/, "朗读");

function difference(wanted, got) {
  const missing = wanted.filter((line) => !got.includes(line));
  const more = got.filter((line) => !wanted.includes(line));
  return missing.length + more.length === 0 ? "the order is another" : [...missing.map((line) => `no ${line}`), ...more.map((line) => `also ${line}`)].join(", ");
}

// Where one can go and what one can do, over the whole walk.
export function powers({ states, paths }) {
  const all = new Set();
  for (const path of paths.keys()) all.add(`goes to ${path}`);
  for (const { nodes, here } of states) {
    for (const node of nodes) {
      if (!node.within.some(({ role }) => role === "main") || !["button", "radio", "checkbox", "textbox", "combobox", "spinbutton", "searchbox"].includes(node.role)) continue;
      all.add(`${here}: ${node.role} ${node.name}`);
    }
  }
  return all;
}

export function lost(standard, elder) {
  return [...standard].filter((power) => !elder.has(power));
}
