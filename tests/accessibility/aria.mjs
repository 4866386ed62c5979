// What a page is to somebody who does not see it: Playwright's ARIA snapshot as a tree. The crawler knows pages by
// nothing else.

// { role, name, attributes, text, url, within: the roles above it }, in reading order.
export async function read(page) {
  return parsed(await page.locator("body").ariaSnapshot());
}

export function parsed(snapshot) {
  const nodes = [];
  const above = [];
  for (const line of snapshot.split("\n")) {
    const [, indent, rest] = /^( *)- (.*)$/.exec(line) ?? [];
    if (rest === undefined) continue;
    const depth = indent.length / 2;
    const { key, value } = entry(rest);
    const parent = above.slice(0, depth).findLast(Boolean);
    if (key === "/url") {
      if (parent) parent.url = value;
      continue;
    }
    if (key.startsWith("/") || key === "text") {
      if (parent) parent.text = `${parent.text} ${value}`.trim();
      continue;
    }
    const [, role, name, attributes] = /^([\w-]+)(?: "((?:[^"\\]|\\.)*)")?((?: \[[^\]]*\])*)$/u.exec(key) ?? [];
    if (!role) throw new Error(`not understood in an ARIA snapshot: ${line}`);
    const node = {
      role,
      name: name === undefined ? "" : JSON.parse(`"${name}"`),
      attributes: [...attributes.matchAll(/\[([^\]=]+)(?:=([^\]]*))?\]/g)].map(([, name, value]) => (value ? `${name}=${value}` : name)),
      text: value,
      within: above.slice(0, depth).filter(Boolean),
    };
    above.length = depth;
    above[depth] = node;
    nodes.push(node);
  }
  return nodes;
}

// One line of the snapshot's YAML: a key, quoted where it has to be, and a value.
function entry(rest) {
  if (rest.startsWith("'")) {
    const [whole, key] = /^'((?:[^']|'')*)'/.exec(rest);
    return { key: key.replaceAll("''", "'"), value: unquoted(rest.slice(whole.length).replace(/^:\s*/, "")) };
  }
  const [, key, value] = /^((?:"(?:[^"\\]|\\.)*"|[^":])*?):?(?:(?<=:)\s+(.*))?$/u.exec(rest) ?? [null, rest, ""];
  return { key: key.trim(), value: unquoted(value ?? "") };
}

function unquoted(value) {
  if (value.startsWith('"')) return JSON.parse(value);
  if (value.startsWith("'")) return value.slice(1, -1).replaceAll("''", "'");
  return value;
}

// What a state is made of, whatever it says and however many there are of it: a button in an article in a list.
export function pieces(nodes) {
  return new Set(nodes.map(({ role, attributes, within }) => [...within.slice(-2), { role, attributes }].map(kind).join(">")));
}

// A name without what it is about.
export const plain = (name) => name.replace(/[：:“"].*$/u, "").replace(/[\d,.]+/g, "#");

// What asks something, and what says that something is wrong, is looked at wherever it is another one, though it is made of the same.
export function asking(nodes, where) {
  const dialogs = nodes.filter(({ role }) => role === "dialog" || role === "alertdialog").map(({ role, name }) => `${role} ${plain(name)}`);
  const alerts = nodes.filter(({ role, within }) => role === "alert" && within.some((above) => above.role === "main")).map(() => `alert at ${where}`);
  return new Set([...dialogs, ...alerts]);
}

const kind = ({ role, attributes }) => role + attributes.filter((attribute) => !/^(active|selected|checked)/.test(attribute)).join("");
