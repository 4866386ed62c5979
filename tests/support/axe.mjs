// axe with every rule on: all levels up to AAA, best practices, experiments, and the size of targets.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import axe from "axe-core";

// Named one by one: asking by tags leaves out what is off by default.
const rules = Object.fromEntries(axe.getRules().filter(({ tags }) => !tags.includes("deprecated")).map(({ ruleId }) => [ruleId, { enabled: true }]));

// Short texts count, too: one Chinese character is a word.
const contrast = ["color-contrast", "color-contrast-enhanced"].map((id) => ({ id, options: { ignoreLength: true } }));
const axeSource = `${axe.source};axe.configure(${JSON.stringify({ checks: contrast })});`;

// `disabled` names rules that cannot apply to this page; say why where you call it.
export async function expectAccessible(page, { disabled = [] } = {}) {
  expect(await violations(page, { disabled }), `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
}

// The same, as a list of what is wrong.
export async function violations(page, { disabled = [] } = {}) {
  // With the whole page in the window the bar at its lower edge covers nothing: what lies under it can be scrolled
  // away from there, which the engine does not know.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
  const { violations } = await new AxeBuilder({ page, axeSource })
    .options({ rules: { ...rules, ...Object.fromEntries(disabled.map((id) => [id, { enabled: false }])) } })
    .analyze();
  await page.setViewportSize(size);
  return violations
    .map((violation) => ({ ...violation, nodes: violation.nodes.filter((node) => !isSymbol(violation, node)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(" ")}\n    ${node.failureSummary}`).join("\n")}`);
}

// A− and A+ are drawn with letters but are symbols, as the B of a text editor is; 2.5.3 does not ask for them in the
// name.
function isSymbol({ id }, { html }) {
  return id === "label-content-name-mismatch" && /aria-hidden="true">A[−+]</.test(html);
}
