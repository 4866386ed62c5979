// What can be said of the document as it stands: language, title, headings, attributes that take something away, and the rules of
// HTML itself.
import { HtmlValidate } from "html-validate";

export const markup = (page, { lang = "zh-CN" } = {}) =>
  page.evaluate((lang) => {
    const found = [];
    const root = document.documentElement;
    if (root.lang !== lang) found.push(`html lang is “${root.lang}”`);
    if (!document.title.trim()) found.push("no title");
    const headings = [...document.querySelectorAll("h1")].filter(suite.shown);
    if (headings.length !== 1 || !headings[0].closest("main") || !headings[0].textContent.trim()) found.push(`${headings.length} h1 in main`);
    // A question stands above the page, wherever in it the question is written, and has headings of its own.
    const levels = { page: 0, question: 1 };
    for (const heading of [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(suite.shown)) {
      const where = heading.closest("dialog:modal") ? "question" : "page";
      const next = Number(heading.localName[1]);
      if (next > levels[where] + 1) found.push(`${suite.say(heading)}: h${next} after h${levels[where]}`);
      levels[where] = next;
    }
    const viewport = document.querySelector("meta[name=viewport]")?.content ?? "";
    if (/user-scalable|maximum-scale|minimum-scale/.test(viewport)) found.push(`viewport forbids to zoom: ${viewport}`);
    if (document.querySelector("meta[name=text-scale]")?.content !== "scale") found.push("the phone's own text size is not asked for");
    if (document.querySelector("meta[http-equiv=refresh]")) found.push("the page reloads by itself");
    if (/none|100%/.test(getComputedStyle(document.body).textSizeAdjust ?? "")) found.push("text-size-adjust stands against the phone's text size");
    for (const element of document.querySelectorAll("body *")) {
      if (element.tabIndex > 0) found.push(`${suite.say(element)}: tabindex ${element.tabIndex}`);
      if (element.getAttribute("role") === "application") found.push(`${suite.say(element)}: role application`);
      if (/^(presentation|none)$/.test(element.getAttribute("role"))) found.push(`${suite.say(element)}: its role is taken away`);
      if (element.hasAttribute("title")) found.push(`${suite.say(element)}: words that only a mouse finds`);
      // What cannot be done yet is said when it is tried.
      if (element.matches(":disabled, [aria-disabled=true]")) found.push(`${suite.say(element)}: does not say why it does nothing`);
      if (element.accessKey) found.push(`${suite.say(element)}: accesskey`);
      if (element.autofocus) found.push(`${suite.say(element)}: autofocus`);
      if (element.matches("marquee, blink, [autoplay], [ondragstart], [draggable=true]")) found.push(`${suite.say(element)}: moves or has to be dragged`);
      if (element.matches("[aria-hidden=true]") && element.querySelector("a[href], button, input, select, textarea, summary")) found.push(`${suite.say(element)}: hidden from screen readers, but it can be pressed`);
      if (element.inert && !document.querySelector("dialog[open]")) found.push(`${suite.say(element)}: inert`);
      // SVG is read as its name.
      if (element.matches("canvas, iframe, object, embed")) found.push(`${element.localName}: nothing of it is read out`);
    }
    // What one says of oneself, by what the field asks for and by what it is called.
    const personal = [
      [({ type, inputMode }) => type === "tel" || inputMode === "tel", /^tel/],
      [({ type }) => type === "email", /^email/],
      [({ type }) => type === "password", /^(current|new)-password$/],
      [(field) => /验证码|短信.*数字|短信.*码/.test(called(field)), /^one-time-code$/],
      [(field) => /^(您的|我的)?(账号|用户名)(或.*)?$/.test(called(field)), /^username$/],
      [(field) => /^(您的|我的)?(姓名|名字|称呼)$/.test(called(field)), /^(name|nickname)$/],
      [(field) => /^(您的|我的)?(地址|住址|门牌号?)$/.test(called(field)), /^(street-address|address-line\d)$/],
    ];
    const called = (field) => (field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? "").trim();
    for (const field of document.querySelectorAll("input:not([type=radio], [type=checkbox], [type=hidden])")) {
      for (const [asks, wanted] of personal) if (asks(field) && !wanted.test(field.autocomplete)) found.push(`${suite.say(field)}: autocomplete “${field.autocomplete}”`);
    }
    // Shaking and turning the phone do nothing, no letter is a shortcut, no gesture is asked for, and what is copied from a message can be
    // pasted. While somebody helps, any key and any touch say that the phone is in use.
    for (const type of new Set(suite.overheard)) if (!(document.querySelector(".assist-bar") && type === "keydown")) found.push(`something listens to ${type}`);
    for (const type of ["ondevicemotion", "ondeviceorientation"]) if (window[type]) found.push(`something listens to ${type}`);
    // One field for a code, so that it can be pasted.
    if (document.querySelectorAll("input[maxlength='1']").length > 1) found.push("a code in boxes of one digit each");
    return [...new Set(found)];
  }, lang);

// A table that is drawn as something else has lost what its elements mean: rows and cells say it by their roles.
export const tables = (page) =>
  page.evaluate(() => {
    const found = [];
    const ROLES = { table: /^table$/, tr: /^row$/, td: /^(cell|rowheader)$/, th: /^(columnheader|rowheader)$/ };
    for (const table of document.querySelectorAll("main table")) {
      const parts = [table, ...table.querySelectorAll("tr, td, th")].filter(suite.shown);
      if (parts.every((part) => getComputedStyle(part).display.startsWith("table"))) continue;
      for (const part of parts) if (!ROLES[part.localName].test(part.getAttribute("role") ?? "")) found.push(`${suite.say(part)}: ${part.localName} drawn as ${getComputedStyle(part).display}, and no role`);
    }
    return [...new Set(found)];
  });

// Which of html-validate's rules fail: those about what a parser and a screen reader make of a document, not those of taste.
const validator = new HtmlValidate({
  root: true,
  elements: ["html5"],
  rules: Object.fromEntries(
    [
      "aria-hidden-body",
      "attribute-allowed-values",
      "deprecated",
      "element-permitted-content",
      "element-permitted-occurrences",
      "element-permitted-order",
      "element-permitted-parent",
      "element-required-ancestor",
      "element-required-attributes",
      "element-required-content",
      "hidden-focusable",
      "input-missing-label",
      "map-dup-name",
      "multiple-labeled-controls",
      "no-abstract-role",
      "no-autoplay",
      "no-deprecated-attr",
      "no-dup-attr",
      "no-dup-class",
      "no-dup-id",
      "no-implicit-button-type",
      "no-implicit-input-type",
      "no-missing-references",
      "no-multiple-main",
      "no-redundant-for",
      "no-unknown-elements",
      "no-utf8-bom",
      "text-content",
      "unique-landmark",
      "valid-autocomplete",
      "valid-for",
      "valid-id",
      "wcag/h30",
      "wcag/h32",
      "wcag/h36",
      "wcag/h37",
      "wcag/h63",
      "wcag/h67",
      "wcag/h71",
    ]
      .map((rule) => [rule, "error"])
      // Whatever may have a name may have one.
      .concat([["aria-label-misuse", ["error", { allowAnyNamable: true }]]]),
  ),
});

export async function valid(page) {
  const source = await page.evaluate(() => `<!doctype html>\n${document.documentElement.outerHTML}`);
  const { results } = await validator.validateString(source, "page.html");
  return [...new Set(results.flatMap(({ messages }) => messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`)))];
}
