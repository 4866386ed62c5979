import { routes } from "./routes.mjs";

// What an engine makes of an element depends on what it is, what it stands in and how the page is read. Where that has been seen, it
// would only say the same again; the engines take longer than everything else in a journey. What they make of a whole page, they
// are asked for the first page of every kind. accessibility/mutants.spec.mjs shows that a fault is new.

// The elements of a shape that is not in `shapes`, as numbers of `document.querySelectorAll("*")`, none inside another one; from now
// on it is.
export async function fresh(page, shapes) {
  const all = await page.evaluate(() => {
    const SAID = /^(role|type|class|aria-(hidden|pressed|expanded|invalid|current|live|checked|selected)|hidden|open|disabled|checked|tabindex|lang|dir)$/;
    const POINTS = /^(aria-(labelledby|describedby|controls|owns|details|errormessage)|for)$/;
    const { mode, text, theme, spacing } = document.documentElement.dataset;
    const read = [mode, text, theme, spacing, innerWidth].join(" ");
    const attribute = ({ name, value }) => {
      if (SAID.test(name)) return `${name}=${value}`;
      if (value.trim() === "") return `${name}=`;
      return POINTS.test(name) && !value.trim().split(/\s+/).every((id) => document.getElementById(id)) ? `${name} to nothing` : name;
    };
    const kinds = new Map();
    const kind = (element) => {
      if (!element) return "";
      if (!kinds.has(element)) {
        const shown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
        const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
        // A field is judged by the labels that stand elsewhere.
        const labels = element.labels ? ` ${element.labels.length} labels` : "";
        kinds.set(element, `${element.localName}${labels} ${[...element.attributes].map(attribute).sort().join(" ")}${shown ? "" : " not shown"}${words ? " words" : ""}`);
      }
      return kinds.get(element);
    };
    const elements = [...document.querySelectorAll("*")];
    const at = new Map(elements.map((element, n) => [element, n]));
    return elements.map((element) => ({
      shape: document.body.contains(element) ? [element, element.parentElement, element.parentElement?.parentElement].map(kind).join(" < ").concat(` < ${read}`) : "",
      parent: at.get(element.parentElement),
    }));
  });
  const unseen = all.map(({ shape }) => shape !== "" && !shapes.has(shape));
  for (const { shape } of all) shapes.add(shape);
  const within = (n) => n !== undefined && (unseen[n] || within(all[n].parent));
  return unseen.flatMap((is, n) => (is && !within(all[n].parent) ? [n] : []));
}

// What stands in second place of an address and is a page of its own (`/matters/new`), not one of many.
const OWN = new Set(routes().map((route) => route.split("/").slice(1, 3).join("/")).filter((pair) => !pair.endsWith(":")));

// Pages of one kind: what stands in second place of an address is one of many, and so is what it is asked for.
export function pattern(url) {
  const { pathname, searchParams } = new URL(url, "http://l");
  const [, first, second, ...rest] = pathname.split("/");
  const which = second === undefined ? "" : OWN.has(`${first}/${second}`) ? second : "*";
  return [first, which, ...rest, ...[...searchParams.keys()].sort().map((key) => `?${key}`)].join("/");
}
