// Faults that a look at a plain page in plain colours does not show: in other themes, at the phone's own larger letters, far down a
// page, in a question, between pages, or to one of the two engines alone. As in mutants.mjs.
import { css, dom } from "./mutants.mjs";

export const DEEPER = [
  // What is written in fields, in the dark.
  dom("a pale hint inside a field, in the dark", "dark", "contrast", () => {
    document.querySelector("main input").placeholder = "比如：电梯";
    suite.wear("pale", "::placeholder { color: #8a8a8a !important; }");
  }),
  dom("pale words in a field, in the dark", "dark", "contrast", () => {
    document.querySelector("main input").value = "电梯";
    suite.wear("pale", ".input { color: #8a8a8a !important; }");
  }),
  css("a field in which words will be pale", "dark", "contrast", ".input { color: #8a8a8a !important; }"),
  dom("a pale choice in a list, in the dark", "dark", "contrast", () => {
    const list = Object.assign(document.createElement("select"), { className: "input", ariaLabel: "哪一栋" });
    list.append(new Option("5 号楼"), new Option("6 号楼"));
    list.style.color = "#8a8a8a";
    document.querySelector("main").append(list);
  }),

  css("a field whose line is covered on one side", "dark", "contrast", ".input { border-inline-start-color: #23201a !important; }"),

  // Paragraphs that the eye reads in another order than the ear hears them; words through which one sees others.
  css("a notice from its end to its beginning, for the eye alone", "notice", "order", "main .text-body { display: flex !important; flex-direction: column-reverse !important; }"),
  css("a choice that is pale because one sees through it", "ballot", "translucent", ".choice { opacity: 0.8 !important; }"),
  css("a bar through which the page shines", "home", "translucent", "header { background: rgb(255 255 255 / 0.6) !important; }"),

  // Where the first look does not reach.
  css("pale headings that the style sheet writes into a table", "table", "contrast", ".table td[data-label]::before { color: #9a9a9a !important; }"),
  dom("pale words far down a long page", "largest", "contrast", () => {
    const words = Object.assign(document.createElement("p"), { textContent: "以上内容由居委会负责解释。" });
    Object.assign(words.style, { marginBlock: "9000px 1200px", color: "#9a9a9a" });
    document.querySelector("main").append(words);
  }),
  css("a group on the map as pale as what it lies on", "map", "contrast", ".opinion-map svg path.group-2 { fill: #e8e4da; }"),

  // Letters that stay small where the phone asks for larger ones.
  css("30 px letters on a phone that asks for 39", "largest phone", "letters", ".tabs a { font-size: 30px !important; }"),
  css("18 px letters in elder mode on a phone that asks for larger ones", "elder phone", "letters", ".hint, .meta, .choice-meaning { font-size: 18px !important; }"),
  css("letters that follow the browser, and not the phone", "ballot", "follows the phone", "main p, main label { font-size: 18px !important; }"),

  // Forced colours.
  css("a focus ring that forced colours take away", "forced", "keyboard", ":focus-visible, :focus-visible::after, .choice input:focus-visible + label { outline: none !important; box-shadow: 0 0 0 4px #000 !important; }"),
  css("a field that only its ground tells, in forced colours", "forced search", "edges", ".input { border: 0 !important; background: #ddd !important; }"),

  // The keyboard, where one is asked something, and against what is seen.
  dom("a question that lets nobody on by Tab", "question", "keyboard", () => {
    const dialog = document.querySelector("dialog:modal");
    const field = dialog.querySelector("button");
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Tab") return;
      event.preventDefault();
      field.focus();
    });
  }),
  css("a question whose buttons show no ring", "question", "keyboard", "dialog :focus-visible, dialog :focus-visible::after { outline: none !important; }"),
  css("stops from the bottom to the top", "ballot", "keyboard", "main form, main fieldset, main .stack { display: flex !important; flex-direction: column-reverse !important; }"),
  dom("stops from the end of a line to its beginning", "ballot", "keyboard", () => {
    const row = document.createElement("p");
    row.style.cssText = "display: flex; flex-direction: row-reverse; gap: 1rem";
    for (const words of ["甲", "乙"]) row.append(Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words }));
    document.querySelector("main").append(row);
  }),
  dom("a card that is two stops", "notices", "keyboard", () => {
    const link = document.querySelector("main li a[href], main article a[href]");
    link.after(Object.assign(document.createElement("a"), { href: link.getAttribute("href"), textContent: "看这条公告", className: "button" }));
  }),

  // What happens by itself.
  dom("a list that leads elsewhere as one chooses", "ballot", "choosing", () => {
    const list = Object.assign(document.createElement("select"), { ariaLabel: "哪一栋" });
    list.append(new Option("5 号楼"), new Option("6 号楼"));
    list.addEventListener("change", () => document.querySelector("nav a[href='/']").click());
    document.querySelector("main").append(list);
  }),
  dom("a choice that is sent as it is made", "ballot", "choosing", () => document.querySelectorAll("main input").forEach((field) => field.addEventListener("change", () => void fetch("/v1/polls/courtyard/ballot", { method: "PUT", body: "{}" }).catch(() => {})))),
  dom("something happens when the phone is shaken", "home", "markup", () => addEventListener("devicemotion", () => {})),
  dom("nothing can be pasted", "search", "markup", () => document.querySelector("main input").addEventListener("paste", (event) => event.preventDefault())),

  dom("a letter is a shortcut", "home", "markup", () => addEventListener("keydown", () => {})),
  dom("a gesture of two fingers", "home", "markup", () => document.addEventListener("touchstart", () => {})),
  dom("words that come only under a mouse", "ballot", "markup", () => document.querySelector("main p").setAttribute("title", "票可以改")),
  dom("a button that is switched off", "ballot", "markup", () => void (document.querySelector("main button").disabled = true)),
  dom("a list that is none for who listens", "home", "markup", () => document.querySelector("main ul").setAttribute("role", "presentation")),
  dom("an account that the phone cannot fill in", "search", "markup", () => {
    const field = document.querySelector("main input");
    field.labels[0].textContent = "账号或邮箱";
    field.autocomplete = "off";
  }),
  dom("a table whose rows are none when they are drawn as blocks", "table", "tables", () => document.querySelector("main table tr").removeAttribute("role")),

  // What is read out.
  dom("words that are read out only where they stand elsewhere", "notice", "heard as seen", () => {
    const again = Object.assign(document.createElement("p"), { textContent: document.querySelector("main h1").textContent, inert: true });
    document.querySelector("main").append(again);
  }),
  dom("words that nobody sees are read out", "notice", "heard as seen", () => {
    const words = Object.assign(document.createElement("p"), { textContent: "默认同意上述条款。" });
    words.style.opacity = "0";
    document.querySelector("main").append(words);
  }),
  dom("a code from a message that the phone cannot fill in", "search", "markup", () => {
    const field = document.querySelector("main input");
    field.labels[0].textContent = "短信里的 6 个数字";
    field.autocomplete = "off";
  }),

  // Between pages.
  dom("no way to help", "home", "help", () => document.querySelectorAll("header a[href='/help'], nav a[href='/help']").forEach((link) => link.remove())),
  dom("nobody to call", "home", "help", () => document.querySelectorAll("footer a").forEach((link) => link.remove())),
  dom("two addresses of one name", "home", "titles", () => Object.defineProperty(document, "title", { get: () => "邻里", set: () => {} })),

  // Each engine by itself: one that says nothing any more would not be missed otherwise.
  dom("a fault that axe has to find", "ballot", "axe", () => document.querySelector("main label[for]").removeAttribute("for")),
  dom("a fault that Equal Access has to find", "ballot", "equal access", () => document.querySelector("main label[for]").removeAttribute("for")),
  dom("something that axe cannot decide", "ballot", "axe", () => document.querySelector("main h1").setAttribute("aria-describedby", "nowhere")),
];
