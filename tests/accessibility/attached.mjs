// The browser's debugger for a page. One session for as long as the page lives: whenever any of them ends, the size of letters that
// the phone asks for is what it was at first, whoever has set it.
const all = new WeakMap();

export function attached(page) {
  if (!all.has(page)) all.set(page, page.context().newCDPSession(page));
  return all.get(page);
}
