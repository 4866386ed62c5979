// axe with every rule on: all levels up to AAA, best practices, and the size of targets.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "wcag22aaa", "best-practice"];

// `disabled` names rules that cannot apply to this page; say why where you call it.
export async function expectAccessible(page, { disabled = [] } = {}) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(TAGS)
    .options({ rules: { "target-size": { enabled: true }, "color-contrast-enhanced": { enabled: true } } })
    .disableRules(disabled)
    .analyze();
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.target.join(" ")}\n    ${node.failureSummary}`).join("\n")}`,
  );
  expect(told, `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
}
