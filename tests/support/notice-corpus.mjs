// More than two hundred notices of every shape that staff have ever pasted: long tables, nothing but a picture, twenty thousand
// signs, several scripts, emoji, passages from right to left, broken Markdown, scripts. The same every time.
import { CORPUS } from "./hostile.mjs";

// A picture of one pixel (PNG).
export const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==", "base64");

const SENTENCES = [
  "因管道检修，明天上午八点到十一点停水，请提前接好水。",
  "电梯年检期间，五号楼一单元两部电梯轮流停用，每次约两小时。",
  "社区卫生服务站的医生来活动室，量血压、测血糖、看膝盖，不要钱。",
  "业主大会表决结果公示七天，有不同意见的，请到前台登记。",
  "北门道闸换新的，车辆请走南门，行人照常。",
];
const FOREIGN = [
  "The water is off from 8:00 to 11:00; please fill a bucket beforehand.",
  "Вода будет отключена с 8:00 до 11:00, запаситесь заранее.",
  "Das Wasser wird von 8:00 bis 11:00 Uhr abgestellt – Donaudampfschifffahrtsgesellschaftskapitän.",
  "断水のお知らせ：午前八時から十一時まで。",
  "단수 안내: 오전 8시부터 11시까지.",
  "तीन नंबर की इमारत में पानी बंद रहेगा।",
  "ประกาศหยุดจ่ายน้ำเวลาแปดโมงถึงสิบเอ็ดโมงเช้าทุกอาคารในหมู่บ้าน",
  "Nước sẽ bị cắt từ 8 giờ đến 11 giờ sáng.",
];
const RIGHT_TO_LEFT = [
  "سيتم قطع المياه من الساعة 8:00 إلى 11:00 صباحًا في المبنى رقم 5.",
  "המים ינותקו בין השעות 8:00 ל-11:00 בבניין 5.",
  "پانی صبح 8 بجے سے 11 بجے تک بند رہے گا۔",
];
const EMOJI = ["💧🚱", "👨‍👩‍👧‍👦👵🏽", "🇨🇳🏳️‍🌈", "⚠️❗️⛔", "🧑‍🦽🛗", "🥳🎉🎊", "1️⃣2️⃣3️⃣", "☎️ 📞", "🀄🈵㊗️", "𠮷𡃁㐂"];
const BROKEN = [
  "**没有关上的粗体，后面还有字",
  "*一个 **两个 ***三个 _四个 `五个",
  "[没有地址的链接] [有一半](http://a.example/ 和后面的字",
  "![没有关上的图](/x.png 后面",
  "| 表头一 | 表头二\n|---|\n| 只有一格\n| 一 | 二 | 三 | 四 |",
  "|||\n|-|-|\n|||",
  "```\n没有关上的代码\n后面全是",
  "####### 七个井号\n#没有空格",
  "> > > > > > > > > > > 很深的引用",
  "- 一\n   - 二\n      - 三\n         - 四\n            - 五\n               - 六\n                  - 七\n                     - 八\n                        - 九",
  "1) 一\n3) 三\n2. 二\n   续行",
  "\\*不是斜体\\* \\# 不是标题 \\[x\\](y)",
  "&amp; &lt; &copy; &#128169; &不是实体;",
  "一行\n===\n另一行\n---\n***\n___",
  "<div>\n\n**里面**\n\n</div>",
  "~~删除线~~ ==高亮== ^上标^ ~下标~ $x^2$",
  "[一](a) [二]( <b> ) [三](javascript:x) [四](//e.example) [五](https://e.example/(括号))",
  "http://a.example/很长的/地址?x=1&y=2#片段，后面。",
  "- [ ] 没做\n- [x] 做了",
  "脚注[^1]\n\n[^1]: 在这里",
];

// The letters, numbers and pictures alone: what a reader must find again.
export const squeezed = (words) => words.replace(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+/gu, "");

// A letter under a hundred accents is one letter: nothing can break it, so its width is nobody's fault.
export const unbreakable = (words) => /\p{M}{20,}/u.test(words);

const REFERENCES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };

// The lines that a text in Markdown shows, squeezed: without what only marks, numbers of lists and addresses of links.
export function lines(body) {
  return inPlain(
    body
      .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => REFERENCES[name])
      .replace(/\]\(\s*https?:\/\/(?:[^()\s]|\([^()\s]*\))*\s*\)/g, "]")
      .replace(/^\s*(```+|~~~+)\S*$/gm, "")
      .replace(/^(\s*(?:>\s*|[-*+]\s+)*)\d{1,9}[.)](\s)/gm, "$1$2"),
  );
}

// The same of a text without marks.
export const inPlain = (text) => text.split("\n").map(squeezed).filter(Boolean);

const times = (n, of) => Array.from({ length: n }, (_, at) => of(at));
const paragraph = (at, n = 3) => times(n, (k) => SENTENCES[(at + k) % SENTENCES.length]).join("");

function table(rows, columns, cell) {
  const row = (of) => `| ${times(columns, of).join(" | ")} |`;
  return [row((c) => `第${c + 1}栏`), row(() => "---"), ...times(rows, (r) => row((c) => cell(r, c)))].join("\n");
}

const SHAPES = [
  ...times(12, (at) => ({ shape: "table", body: `${paragraph(at)}\n\n${table(10 * at + 3, (at % 6) + 2, (r, c) => (at % 2 ? `${r + 1}号楼${c}单元` : `${r * 1234567},${c}00.00 元，备注写得比较长的一格`))}` })),
  ...times(12, (at) => ({ shape: "picture", pictures: times((at % 3) + 1, (k) => ({ file: "files/p.png", alt: `第 ${at} 张海报的第 ${k + 1} 页：${paragraph(at, (at % 4) + 1)}` })) })),
  ...times(4, (at) => ({ shape: "20,000 signs", body: times(40, (k) => `## 第 ${k + 1} 条\n\n${paragraph(at + k, 17)}`).join("\n\n") })),
  ...times(24, (at) => ({ shape: "scripts of the world", body: times(4, (k) => `${FOREIGN[(at + k) % FOREIGN.length]}${SENTENCES[k]}`).join("\n\n"), plain: FOREIGN[(at * 3) % FOREIGN.length] })),
  ...times(20, (at) => ({ shape: "emoji", body: `${EMOJI[at % EMOJI.length].repeat((at % 7) + 1)} ${paragraph(at)} ${EMOJI.join("")}\n\n- ${EMOJI.join("\n- ")}` })),
  ...times(18, (at) => ({ shape: "right to left", body: times(3, (k) => `${RIGHT_TO_LEFT[(at + k) % 3]}\n\n${SENTENCES[k]}${RIGHT_TO_LEFT[k]}停水。`).join("\n\n") + `\n\n${table(4, 3, (r, c) => RIGHT_TO_LEFT[(r + c) % 3])}` })),
  ...times(40, (at) => ({ shape: "broken Markdown", body: `${BROKEN[at % BROKEN.length]}\n\n${at < BROKEN.length ? SENTENCES[0] : BROKEN[(at + 7) % BROKEN.length]}\n\n完` })),
  ...times(12, (at) => ({ shape: "no place to break", body: [`https://a.example/${"long-".repeat(40)}${at}`, "９".repeat(120), "W".repeat(90 + at), `| ${"长".repeat(60)} | ${"x".repeat(80)} |\n|---|---|\n| ${"y".repeat(70)} | 好 |`, `**${"粗".repeat(100)}** \`${"code".repeat(30)}\``].slice(0, (at % 5) + 1).join("\n\n") })),
  ...times(10, (at) => ({ shape: "code and quotes", body: `> ${paragraph(at)}\n> - 一\n> - 二\n\n    四个空格 ${"x".repeat(at * 10)}\n\n\`\`\`\n${paragraph(at)}\nlet x = ${"1".repeat(60)};\n\`\`\`` })),
  ...times(16, (at) => ({
    shape: "with everything",
    body: paragraph(at),
    plain: SENTENCES[at % 5],
    urgency: ["normal", "important", "urgent"][at % 3],
    valid_until: "+9d 18:00",
    buildings: times((at % 6) + 1, (k) => `${k + 1}号楼`),
    event: { starts_at: "+3d 09:00", ends_at: at % 2 ? "+3d 11:00" : "+5d 11:00", place: `${SENTENCES[at % 5]}${"很".repeat(40)}` },
    attachments: [{ file: "files/a.csv", title: `${"很长的附件名字".repeat(9)}${at}` }],
    pictures: [{ file: "files/p.png", alt: SENTENCES[(at + 1) % 5] }],
    corrections: [{ at: "-1h", what: "改了时间", was: "上午九点".repeat(20), now: "W".repeat(60) }].slice(0, at % 2).map((c) => ({ ...c, at: "-1d 09:00" })),
  })),
  ...times(12, (at) => ({ shape: "titles", name: [..."标题很长".repeat(30)].slice(0, 100 - at).join("") + (at % 2 ? "W".repeat(8) : ""), body: paragraph(at) })),
];

// Without those that no database keeps, or that the clock of staff files reads as a day.
const HOSTILE = CORPUS.filter((text) => !text.includes("\0") && text.isWellFormed() && !text.includes("{{") && !/^(\+\+\+|%%% plain)\s*$/m.test(text) && text.length < 3_000);
const short = (text, most) => [...text.replace(/[\s\p{C}]+/gu, " ").trim()].slice(0, most).join("");

// [{ id, title, shape, body, … }]: the front matter and texts; `title` is told apart by a mark.
export const NOTICES = [
  ...SHAPES,
  ...HOSTILE.map((text) => ({
    shape: "hostile",
    name: short(text, 100),
    summary: short(text, 280) || "无",
    body: `${text}\n\n结束`,
    plain: short(text, 2_000) || "无",
    event: { starts_at: "+3d 09:00", place: short(text, 180) || "无" },
  })),
].map(({ name, ...notice }, at) => ({
  id: `n${at}`,
  category: ["government", "safety", "utilities", "events", "policy", "finance", "community"][at % 7],
  ...notice,
  title: `${name ?? SENTENCES[at % 5].slice(0, 12)} 甲${at}乙`,
}));
