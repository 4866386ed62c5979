// What an engine makes of an element depends on what it is and what it stands in. Where that has been seen, it would only say the
// same again. What it makes of a whole page, it is asked for the first page of every kind.

// The elements of a shape that is not in `shapes`, as numbers of `document.querySelectorAll("*")`, none inside another one; from now
// on it is.
export async function fresh(page, shapes) {
  const all = await page.evaluate(() => {
    const kinds = new Map();
    const kind = (element) => {
      if (!element) return "";
      if (!kinds.has(element)) {
        const attributes = [...element.attributes].map(({ name, value }) => (/^(role|type|class|aria-(hidden|pressed|expanded|invalid|current|live)|hidden|open|disabled|checked|tabindex|lang|dir)$/.test(name) ? `${name}=${value}` : name));
        kinds.set(element, `${element.localName} ${attributes.sort().join(" ")}${suite.shown(element) ? "" : " not shown"}${[...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()) ? " words" : ""}`);
      }
      return kinds.get(element);
    };
    const elements = [...document.querySelectorAll("*")];
    const at = new Map(elements.map((element, n) => [element, n]));
    return elements.map((element) => ({
      shape: document.body.contains(element) ? [element, element.parentElement, element.parentElement?.parentElement].map(kind).join(" < ") : "",
      parent: at.get(element.parentElement),
    }));
  });
  const unseen = all.map(({ shape }) => shape !== "" && !shapes.has(shape));
  for (const { shape } of all) shapes.add(shape);
  const within = (n) => n !== undefined && (unseen[n] || within(all[n].parent));
  return unseen.flatMap((is, n) => (is && !within(all[n].parent) ? [n] : []));
}
