// Two accessibility engines, because each finds what the other does not know: axe, and IBM's Equal Access engine.
// Why these two, and why which rules are left out: docs/decisions/0013-accessibility-engines.md.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { expect } from "@playwright/test";
import axe from "axe-core/axe.min.js";

import { aMoment } from "./pages.mjs";
import { Noted } from "./noted.mjs";
import { fresh, pattern } from "./shapes.mjs";

// Named one by one: asking by tags leaves out what is off by default.
const rules = Object.fromEntries(axe.getRules().filter(({ tags }) => !tags.includes("deprecated")).map(({ ruleId }) => [ruleId, { enabled: true }]));

// Short texts count, too: one Chinese character is a word.
const contrast = ["color-contrast", "color-contrast-enhanced"].map((id) => ({ id, options: { ignoreLength: true } }));
// Run here and not through @axe-core/playwright, which opens a page of its own for every look and takes ten times as long; the app
// has no frames.
const axeSource = `${axe.source};axe.configure(${JSON.stringify({ checks: contrast })});0`;

// Evaluated by the browser's debugger, so the page's policy about scripts stays as it is.
const aceSource = `${readFileSync(createRequire(import.meta.url).resolve("accessibility-checker-engine/ace.js"), "utf8")};window.ace = ace;0`;

// Rules of Equal Access whose failures are none here; `when` narrows one down to what it is wrong about.
const LEFT_OUT = [
  // Rows of a table are blocks on a small screen, which takes their meaning from them; the roles give it back.
  { rule: "aria_role_redundant", when: ({ snippet }) => /^<(table|thead|tbody|tr|th|td) /.test(snippet) },
  // The headings of such a table are hidden from the eye only, and the engine takes them for not there at all.
  { rule: "table_headers_exists", when: ({ snippet }) => /^<table role="table"/.test(snippet) },
  { rule: "aria_child_valid", when: ({ snippet }) => /^<tr /.test(snippet) || snippet === "<tr>" },
];

// What axe cannot decide, where something else does; all else that it cannot decide is a fault.
const DECIDED = {
  // From pixels, for all letters in every theme: accessibility/probes/contrast.mjs.
  "color-contrast": () => true,
  "color-contrast-enhanced": () => true,
  // It wants to be shown what is hidden. The walk opens everything that can be opened, and looks again then.
  "hidden-content": () => true,
  // One sign is too short for it; whether the name has it can be read, beside what is a symbol, as the × that closes.
  "label-content-name-mismatch": ({ html }) => {
    const [, name] = /aria-label="([^"]*)"/.exec(html) ?? [];
    return name?.includes(html.replace(/<(\w+) [^>]*aria-hidden="true"[^>]*>[^<]*<\/\1>/g, "").replace(/<[^>]*>/g, "").trim());
  },
  // It guesses by size and weight that a paragraph is a heading; where it is sure, it fails.
  "p-as-heading": () => true,
  // 2.4.9 is not adopted: two posts of one minute have their time for a name, and the article around each says whose it is.
  "identical-links-same-purpose": () => true,
};

// What has been examined in this run: whole pages by their kind and how they are read, and elements by their shape.
const examined = new Noted("examined");
// LINLI_FULL=1 has everything examined everywhere.
const FULL = Boolean(process.env.LINLI_FULL);

// Nothing is wrong with what is on the screen and was not examined before. `disabled` names rules that cannot apply to this page; say
// why where you call it.
export async function expectAccessible(page, { disabled = [] } = {}) {
  const kind = await page.evaluate(() => Object.values(document.documentElement.dataset).join(" ")).then((read) => `${pattern(page.url())} ${read} ${page.viewportSize().width}`);
  await examined.hear();
  const news = await fresh(page, examined);
  const parts = FULL || !examined.has(kind) ? undefined : news;
  examined.add(kind);
  await examined.tell();
  // Whoever looks takes a moment, whether there was something new or not.
  if (parts?.length === 0) return aMoment(page);
  expect(await violations(page, { disabled, parts }), `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
}

// The same, as a list of what is wrong. `parts`: numbers of elements as `document.querySelectorAll("*")` counts them; then only these and
// what is in them is looked at.
export async function violations(page, { disabled = [], parts } = {}) {
  // With the whole page in the window the bar at its lower edge covers nothing: what lies under it can be scrolled
  // away from there, which the engines do not know.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
  const found = [...(await byAxe(page, disabled, parts)), ...(await byEqualAccess(page, disabled, parts))];
  await page.setViewportSize(size);
  await aMoment(page);
  return found;
}

export async function byAxe(page, disabled, parts) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const asked = { ...rules, ...Object.fromEntries(disabled.filter((id) => id in rules).map((id) => [id, { enabled: false }])) };
  const { violations, incomplete, passes } = await page.evaluate(
    async ([rules, parts]) => {
      const all = document.querySelectorAll("*");
      const { violations, incomplete, passes } = await window.axe.run(parts ? { include: parts.map((n) => all[n]) } : document, { rules, resultTypes: ["violations", "incomplete"] });
      return { violations, incomplete, passes: passes.length };
    },
    [asked, parts],
  );
  // An engine that finds nothing right on a whole page has not looked.
  if (!parts && passes === 0) return ["axe has examined nothing"];
  const undecided = incomplete.map((one) => ({ ...one, help: `not decided: ${one.help}`, nodes: one.nodes.filter((node) => !DECIDED[one.id]?.(node)) }));
  return [...violations, ...undecided]
    .map((violation) => ({ ...violation, nodes: violation.nodes.filter((node) => !isSymbol(violation, node)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(" ")}\n    ${node.failureSummary}`).join("\n")}`);
}

// A− and A+ are drawn with letters but are symbols, as the B of a text editor is; 2.5.3 does not ask for them in the
// name.
function isSymbol({ id }, { html }) {
  return id === "label-content-name-mismatch" && /aria-hidden="true">A[−+]</.test(html);
}

// What the engine is sure of. What it only asks a person to look at was looked at once.
export async function byEqualAccess(page, disabled, parts) {
  if (!(await page.evaluate(() => "ace" in window))) await page.evaluate(aceSource);
  const { failures, passes } = await page.evaluate(async (parts) => {
    const all = document.querySelectorAll("*");
    const results = [];
    for (const part of parts?.map((n) => all[n]) ?? [document]) results.push(...(await new window.ace.Checker().check(part, ["IBM_Accessibility"])).results);
    const failures = results
      .filter(({ value }) => value[1] === "FAIL")
      .map(({ ruleId: rule, message, snippet, path }) => ({ rule, message, snippet, path: path.dom }));
    return { failures, passes: results.filter(({ value }) => value[1] === "PASS").length };
  }, parts);
  if (!parts && passes === 0) return ["Equal Access has examined nothing"];
  return failures
    .filter((failure) => !disabled.includes(failure.rule))
    .filter((failure) => !LEFT_OUT.some(({ rule, when }) => rule === failure.rule && when(failure)))
    .map(({ rule, message, snippet, path }) => `${rule}: ${message}\n  ${path}\n    ${snippet}`);
}
