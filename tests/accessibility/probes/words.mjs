// What is seen is what is read out: every word that the eye sees stands in the accessibility tree.
import { readFile } from "node:fs/promises";

// Drawn with letters, but symbols beside a name of their own: smaller, larger, close.
const SYMBOL = /^(A[−+]|×|[^\p{L}\p{N}]+)$/u;

export async function heard(page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  await client.detach();
  const plain = (text) => text.replace(/\s+/gu, "");
  const spoken = nodes.filter(({ ignored }) => !ignored).map(({ role, name }) => ({ role: role?.value, text: plain(name?.value ?? "") }));
  const pieces = new Set(spoken.filter(({ role }) => role === "StaticText" || role === "InlineTextBox").map(({ text }) => text));
  const named = new Set(spoken.filter(({ role }) => role === "image" || role === "figure").map(({ text }) => text));
  const all = spoken.map(({ text }) => text).join("\n");
  const seen = await page.evaluate(() =>
    suite
      .texts()
      .filter(({ field }) => !field)
      .map(({ text, parent }) => ({ text, who: suite.say(parent), label: parent.closest("button, a, [role]")?.getAttribute("aria-label") ?? "", hidden: Boolean(parent.closest("[aria-hidden=true]")) })),
  );
  const found = new Set();
  for (const { text, who, label, hidden } of seen) {
    if (SYMBOL.test(text)) continue;
    const words = plain(text);
    // A control with a name of its own is read by that.
    if (!hidden && plain(label).includes(words)) continue;
    // What is the name of something else, as a picture's caption of the picture, is read as that.
    if (hidden ? !named.has(words) : !pieces.has(words) && !all.includes(words)) found.add(`${who}: seen, but not in the accessibility tree`);
  }
  return [...found];
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
    const fields = [...document.querySelectorAll("main textarea")].filter(suite.shown);
    const told = suite.texts().filter(({ text }) => text === words).length;
    // A question that stands before the page is answered without writing.
    if (fields.length === 0 || told === 1 || document.querySelector("dialog:modal")) return [];
    return [`${suite.say(fields[0])}: the microphone is told of ${told} times`];
  }, MICROPHONE);
