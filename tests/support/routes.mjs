// Which pages there are: the addresses in `src/app/routes.rs`, in its order, so that a page that is added there must be walked to.
import { readFileSync } from "node:fs";

const SOURCE = new URL("../../src/app/routes.rs", import.meta.url);

// A page no walk comes to, and what looks at it instead.
const ELSEWHERE = {
  "/gallery": "no link leads there: journeys/access.spec.mjs",
  "/assist/tablet": "no link leads there: journeys/tablet.spec.mjs",
  "/assist/ended": "a walk sends nothing, so no help ends: journeys/assisted.spec.mjs",
};

// The addresses of all pages: `/polls/:/ballot`, where a colon is whatever the page is about.
export function routes() {
  const source = readFileSync(SOURCE, "utf8");
  const functions = source.split(/^(?:pub )?fn /m).filter((text) => /^\w+\(path: &str\) -> AnyView/.test(text) && !text.startsWith("page("));
  const arms = functions.flatMap((text) => [...text.matchAll(/^ +(?:\(_, )?\[([^\]]*)\]\)? => /gm)].map(([, parts]) => parts));
  if (arms.length === 0) throw new Error("no address found in src/app/routes.rs: it is written otherwise now");
  return arms.flatMap((arm) => all(arm.split(",").map((part) => part.trim()).filter(Boolean)));
}

// One part may have several names.
function all([part, ...rest], before = "") {
  if (part === undefined) return [before || "/"];
  const names = [...part.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  return (names.length > 0 ? names : [":"]).flatMap((name) => all(rest, `${before}/${name}`));
}

// The pages nobody was on who was at these paths.
export function missed(paths) {
  const left = routes();
  const is = (route, path) => {
    const [wanted, got] = [route.split("/"), path.split("/")];
    return wanted.length === got.length && wanted.every((part, n) => part === ":" || part === got[n]);
  };
  // A name comes before what stands for any.
  const inOrder = [...left].sort((one, other) => one.includes(":") - other.includes(":"));
  const been = new Set([...paths].map((path) => inOrder.find((route) => is(route, path))));
  return left.filter((route) => !been.has(route) && !(route in ELSEWHERE));
}
