// What is seen is what is read out: every piece of text that the eye sees stands in the accessibility tree, itself and not only its
// words somewhere else, and nothing stands there that nobody sees, unless it is said on purpose to whoever listens.
import { attached } from "../attached.mjs";
import { readFile } from "node:fs/promises";

// Drawn with letters, but symbols beside a name of their own: smaller, larger, close.
const SYMBOL = /^(A[−+]|×|[^\p{L}\p{N}]+)$/u;

// A page that is still on the move is asked once more.
export async function heard(page) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await heardNow(page);
    } catch (error) {
      if (tries === 4 || !/for the debugger/.test(error.message)) throw error;
    }
  }
}

async function heardNow(page) {
  const client = await attached(page);
  // In this order: what comes to the page meanwhile is in one count and not in the other.
  const { root } = await client.send("DOM.getDocument", { depth: -1 });
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  const seen = await page.evaluate(() => {
    const rank = new Map();
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (/[^ \t\n\f\r]/.test(node.data)) rank.set(node, rank.size);
    const texts = suite.texts().filter(({ field }) => !field);
    const shown = new Set(texts.map(({ node }) => node));
    return {
      count: rank.size,
      texts: texts.map(({ node, text, parent }) => ({ n: rank.get(node), text, who: suite.say(parent), label: parent.closest("button, a, [role]")?.getAttribute("aria-label") ?? "", hidden: Boolean(parent.closest("[aria-hidden=true]")) })),
      // Of what nobody sees: whether it was put out of sight for whoever listens, or waits to be seen, as the way past the top.
      unseen: [...rank].filter(([node]) => !shown.has(node)).map(([node, n]) => ({ n, who: suite.say(node.parentElement), meant: suite.squeezed(node.parentElement) || node.parentElement.closest("select, a[href^='#']") !== null })),
    };
  });
  // The browser's debugger and the page count the same pieces of text.
  const pieces = [...textsOf(root)];
  if (pieces.length !== seen.count) throw new Error(`${pieces.length} pieces of text for the debugger, ${seen.count} for the page`);
  const said = nodes.filter(({ ignored, role }) => !ignored && role?.value !== "InlineTextBox");
  const read = new Map(said.filter(({ role }) => role?.value === "StaticText").map(({ backendDOMNodeId, name }) => [backendDOMNodeId, plain(name?.value ?? "")]));
  const named = new Set(said.filter(({ role }) => role?.value === "image" || role?.value === "figure").map(({ name }) => plain(name?.value ?? "")));
  const found = new Set();
  for (const { n, text, who, label, hidden } of seen.texts) {
    if (SYMBOL.test(text)) continue;
    const words = plain(text);
    // A control with a name of its own is read by that; what is the name of something else, as a picture's caption of the picture, is read as that.
    const otherwise = hidden ? named.has(words) : plain(label).includes(words);
    if (!otherwise && !read.get(pieces[n])?.includes(words)) found.add(`${who}: seen, but not in the accessibility tree`);
  }
  for (const { n, who, meant } of seen.unseen) if (!meant && read.has(pieces[n])) found.add(`${who}: in the accessibility tree, but not seen`);
  return [...found];
}

const plain = (text) => text.replace(/\s+/gu, "");

// The texts of a document, as the debugger numbers them, in order.
function* textsOf({ nodeType, backendNodeId, children = [] }) {
  if (nodeType === 3) yield backendNodeId;
  for (const child of children) yield* textsOf(child);
}

// Words that only the style sheet knows are not there for who has no style sheet, and nobody can select or translate them.
export const drawn = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const text = document.body.textContent.replace(/\s+/g, "");
    for (const element of document.querySelectorAll("body *")) {
      for (const pseudo of ["::before", "::after"]) {
        const { content, display } = getComputedStyle(element, pseudo);
        if (content === "none" || content === "normal" || display === "none" || !suite.shown(element)) continue;
        const words = content.replace(/\/.*$/, "").replace(/^"|"$/g, "").replace(/\s+/g, "");
        if (/\p{L}{2}|[\u4e00-\u9fff]/u.test(words) && !text.includes(words)) found.add(`${suite.say(element)}${pseudo}: “${words}” stands in the style sheet alone`);
      }
    }
    return [...found];
  });

// What no page of a community's app says: words that push, directions that only a seeing person can follow, names of links
// that say nothing.
const PUSHING = /立即领取|马上下载|红包|抽奖|限时|秒杀|免费领|打开 ?App|安装应用|最后机会/u;
const BY_EYE = /(左|右|上|下|顶|底)(边|面|方|侧|角|部|端)?的?(红|绿|蓝|黄|灰|白|黑)色?的?(按钮|链接)|点(红|绿|蓝|黄)色/u;
const EMPTY = /^(更多|点击这里|点这里|这里|查看|详情|链接|more|here|click here)$/iu;

export const wording = (page) =>
  page.evaluate(
    ([pushing, byEye, empty]) => {
      const found = [];
      const main = document.querySelector("main").innerText;
      for (const [what, pattern] of [
        ["pushes", pushing],
        ["can only be followed by eye", byEye],
      ]) {
        const words = new RegExp(pattern, "u").exec(main);
        if (words) found.push(`“${words[0]}” ${what}`);
      }
      for (const link of document.querySelectorAll("a[href]")) {
        const name = (link.getAttribute("aria-label") ?? link.textContent).trim();
        if (new RegExp(empty, "iu").test(name)) found.push(`link “${name}” says nothing of where it leads`);
      }
      return found;
    },
    [PUSHING.source, BY_EYE.source, EMPTY.source],
  );

// Whoever would rather speak than type is told once where the keyboard's microphone is, on every page where something is written.
const MICROPHONE = JSON.parse(await readFile(new URL("../../../locales/zh-CN.json", import.meta.url), "utf8"))["write.microphone"];

export const orSpoken = (page) =>
  page.evaluate((words) => {
    // Numbers, passwords and names of accounts are typed; so is what is copied from a letter.
    const typed = (field) => /^(text|search)$/.test(field.type) && /^(|text|search)$/.test(field.inputMode) && ["", "on"].includes(field.autocomplete);
    const fields = [...document.querySelectorAll("main textarea, main input")].filter((field) => suite.shown(field) && (field.localName === "textarea" || typed(field)));
    const told = suite.texts().filter(({ text }) => text === words).length;
    // A question that stands before the page is answered without writing.
    if (fields.length === 0 || told === 1 || document.querySelector("dialog:modal")) return [];
    return [`${suite.say(fields[0])}: the microphone is told of ${told} times`];
  }, MICROPHONE);
