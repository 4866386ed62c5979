// Faults that are put into the built page on purpose. Each names the probe that is there for it: a probe that does not see
// the fault it was made for proves nothing on any other page.
//
// `css` is added to the app's own style sheet on its way to the browser, `html` changes the document on its way, `dom` changes
// the page that stands. `at` is one of the places of mutants.spec.mjs.

export const css = (name, at, probe, text) => ({ name, at, probe, css: text });
export const dom = (name, at, probe, act) => ({ name, at, probe, dom: act });
const html = (name, at, probe, change) => ({ name, at, probe, html: change });

export const MUTANTS = [
  // What a finger has to meet.
  css("a target of 59 px in elder mode", "elder ballot", "targets", ".top-link { min-block-size: 0 !important; block-size: 59px !important; }"),
  css("a target of 43 px in standard mode", "ballot", "targets", ".reading-bar .chip { min-block-size: 0 !important; block-size: 43px !important; }"),
  dom("half a button under something else", "ballot", "targets", () => {
    const button = [...document.querySelectorAll("main button")].filter(suite.shown).at(-1);
    button.style.position = "relative";
    const { left, top, width, height } = button.getBoundingClientRect();
    const cover = document.createElement("div");
    Object.assign(cover.style, { position: "absolute", left: `${left + scrollX}px`, top: `${top + scrollY}px`, width: `${width}px`, height: `${height - 30}px`, zIndex: 9 });
    document.body.append(cover);
  }),
  css("an answer 87 px high in elder mode", "elder ballot", "answers", ".choice label { min-block-size: 0 !important; block-size: 87px !important; padding-block: 0 !important; }"),
  css("a list of places of 87 px in a ranking", "elder ranking", "answers", "main select { min-block-size: 0 !important; block-size: 87px !important; padding-block: 0 !important; }"),
  css("a button of 87 px in a ranking", "elder ranking", "answers", "main fieldset li button { min-block-size: 0 !important; block-size: 87px !important; padding-block: 0 !important; }"),
  css("a list of points of 87 px", "elder scores", "answers", "main select { min-block-size: 0 !important; block-size: 87px !important; padding-block: 0 !important; }"),
  css("a number's button of 87 px", "elder dots", "answers", "main [role=group] button { min-block-size: 0 !important; block-size: 87px !important; padding-block: 0 !important; }"),
  css("a project's button of 87 px", "elder budget", "answers", "main [role=group] button { min-block-size: 0 !important; block-size: 87px !important; padding-block: 0 !important; }"),
  css("an answer to a statement of 87 px", "elder statement", "answers", "main [role=group] button { min-block-size: 0 !important; block-size: 87px !important; padding-block: 0 !important; }"),
  dom("a second question on an elder screen", "elder ballot", "one question", () => {
    const label = document.createElement("label");
    label.append("还想说的话", document.createElement("textarea"));
    document.querySelector("main").append(label);
  }),
  dom("three large buttons on an elder screen", "elder ballot", "two large buttons", () => {
    const button = [...document.querySelectorAll("main button")].filter(suite.shown).at(-1);
    for (const words of ["先放着", "不投了"]) button.after(Object.assign(button.cloneNode(), { textContent: words }));
  }),
  dom("a control for the mouse alone", "ballot", "mouse only", () => {
    const box = document.createElement("div");
    box.textContent = "点这里展开说明";
    box.addEventListener("click", () => box.remove());
    document.querySelector("main").append(box);
  }),

  // Letters.
  css("17 px letters in elder mode", "elder ballot", "letters", ".hint, .meta, .choice-meaning { font-size: 17px !important; }"),
  css("29 px letters at the largest step", "largest", "letters", ".tabs a { font-size: 29px !important; }"),
  css("letters in pixels", "ballot", "follows the browser", "main p, main label { font-size: 18px !important; }"),
  css("lines 1.2 apart", "notice", "lines", "main p { line-height: 1.2 !important; }"),
  css("justified text", "notice", "letters", "main p { text-align: justify !important; }"),
  css("fifty signs in a line", "wide", "measure", "main, main * { max-inline-size: none !important; } .page { padding-inline: 20px !important; }"),
  css("letters of a serif face", "notice", "letters", "main p { font-family: serif !important; }"),

  // Room.
  css("text cut off by a fixed height", "notice", "clipped", "main p { max-block-size: 1.6em !important; overflow: hidden !important; }"),
  css("text cut off with a reader's own distances", "ballot", "spaced", "h1 { max-block-size: 2.75em; overflow: hidden; } .tabs a { block-size: 58px; overflow: hidden; } .chosen-count, .hint { max-block-size: 1.8em; overflow: hidden; }"),
  css("a page that runs out sideways", "largest", "reflow", "main p, main h1 { white-space: nowrap !important; }"),
  css("text on text", "home", "overlapping", ".card-title { block-size: 0.5em !important; }"),

  // Light.
  css("6.9:1 in high contrast", "contrast", "contrast", ":root[data-theme=contrast] .hint, :root[data-theme=contrast] .meta, :root[data-theme=contrast] .choice-meaning { color: #949494 !important; background: #000 !important; }"),
  css("9.4:1 on an elder ballot", "elder ballot", "contrast", ".hint { color: #464646 !important; background: #fff !important; }"),
  dom("one faint character", "home", "contrast", () => {
    const word = document.querySelector("nav a:not([aria-current]) span");
    word.textContent = "是";
    word.style.color = "#777";
  }),
  css("letters on a gradient", "notice", "contrast", "main p { background: linear-gradient(90deg, #fff, #999) !important; }"),
  css("letters that are half transparent", "notice", "contrast", "main p { opacity: 0.6 !important; }"),
  css("pale edges of what is filled in", "search", "edges", ".input { border-color: #ddd !important; }"),
  css("chosen or not shows by a colour alone", "ballot", "colour only", ".choice input:checked { border: var(--rule) solid var(--edge) !important; background: #dff0eb !important; } .choice input:checked::before, .choice input:checked + label::after { display: none !important; } .choice input:checked + label { outline: none !important; border-color: #6b6150 !important; background: #e2f3d0 !important; } .choice input:checked + label .choice-label { font-weight: 400 !important; }"),

  // The keyboard.
  css("no focus ring", "ballot", "keyboard", ":focus-visible, :focus-visible::after, .choice input:focus-visible + label { outline: none !important; }"),
  css("a focus ring of one pale pixel", "ballot", "keyboard", ":focus-visible, .choice input:focus-visible + label { outline: 1px solid #ddd !important; }"),
  css("a bar over what has the focus", "ballot", "keyboard", ":root { scroll-padding-block: 0 !important; } .tabs { block-size: 60vh !important; }"),
  dom("Tab is caught", "ballot", "keyboard", () => {
    const field = document.querySelector("main input, main button");
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Tab" || !document.querySelector("main").contains(document.activeElement)) return;
      event.preventDefault();
      field.focus();
    });
  }),
  dom("a positive tabindex", "ballot", "markup", () => (document.querySelector("main button").tabIndex = 3)),
  dom("the skip link leads nowhere", "home", "moving", () => {
    document.querySelector("a[href^='#']").addEventListener("click", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
    window.addEventListener("click", (event) => { if (event.target.matches?.("a[href^='#']")) { event.preventDefault(); event.stopImmediatePropagation(); } }, true);
  }),
  dom("the heading has not the focus after navigation", "home", "moving", () => {
    const focus = HTMLElement.prototype.focus;
    HTMLElement.prototype.focus = function (...all) { if (this.localName !== "h1") focus.apply(this, all); };
  }),
  dom("one title for every page", "home", "moving", () => Object.defineProperty(document, "title", { get: () => "邻里", set: () => {} })),

  // What is read out.
  dom("no language", "ballot", "markup", () => document.documentElement.removeAttribute("lang")),
  dom("no h1", "notice", "markup", () => {
    const heading = document.querySelector("main h1");
    const paragraph = document.createElement("p");
    paragraph.textContent = heading.textContent;
    heading.replaceWith(paragraph);
  }),
  dom("a heading of a level that was skipped", "notice", "markup", () => {
    const heading = document.createElement("h4");
    heading.textContent = "附：联系人";
    document.querySelector("main h1").after(heading);
  }),
  dom("a lost label", "search", "engines", () => document.querySelectorAll("main label, header label").forEach((label) => { label.removeAttribute("for"); document.getElementById(label.control?.id)?.removeAttribute("aria-label"); })),
  dom("a lost label among examined fields", "ballot", "engines on what is new", () => document.querySelector("main label[for]").removeAttribute("for")),
  dom("a name that points nowhere", "ballot", "engines on what is new", () => document.querySelector("main [aria-labelledby], main [aria-describedby]").setAttribute("aria-describedby", "nowhere")),
  dom("a button that has lost its words", "ballot", "engines on what is new", () => {
    const button = [...document.querySelectorAll("main button")].filter(suite.shown).at(-1);
    button.removeAttribute("aria-label");
    button.replaceChildren();
  }),
  dom("an empty name where its like has one", "ballot", "engines on what is new", () => [...document.querySelectorAll("main button")].filter(suite.shown).at(-1).replaceChildren(Object.assign(document.createElement("img"), { src: "data:,", alt: "" }))),
  dom("an id twice", "ballot", "html", () => (document.querySelector("main p, main legend").id = document.querySelector("main h1").id)),
  dom("what one sees is hidden from screen readers", "notice", "heard as seen", () => [...document.querySelectorAll("main p")].sort((one, other) => other.textContent.length - one.textContent.length)[0].setAttribute("aria-hidden", "true")),
  css("words in the style sheet alone", "notice", "words in the style sheet", "main h1::after { content: '（请尽快）'; }"),
  dom("a live region that comes with its words", "ballot", "live regions", () => {
    const region = document.createElement("p");
    region.setAttribute("role", "status");
    region.textContent = "已保存您的选择";
    document.querySelector("main").append(region);
  }),
  html("no live region from the start", "ballot", "live regions", (text) => text.replace(/role="?status"?( aria-live="?polite"?)?/, "")),
  dom("a field for words without a word of the microphone", "write", "or spoken", () => [...document.querySelectorAll("main p")].find(({ textContent }) => textContent.includes("话筒")).remove()),
  dom("a link that says nothing", "notice", "wording", () => {
    const link = document.createElement("a");
    link.href = "/notices";
    link.textContent = "更多";
    document.querySelector("main").append(link);
  }),

  // What happens by itself, or too early.
  dom("a radio that submits", "ballot", "choosing", () => document.querySelectorAll("main input").forEach((field) => field.addEventListener("change", () => document.querySelector("nav a[href='/']").click()))),
  dom("a button that acts when it is touched", "ballot", "slid off", () => document.querySelectorAll("main button").forEach((button) => button.addEventListener("pointerdown", () => document.querySelector("nav a[href='/']").click()))),
  dom("a message that vanishes", "time", "unhurried", () => {
    const toast = document.createElement("p");
    toast.textContent = "已计入";
    document.querySelector("main").append(toast);
    setTimeout(() => toast.remove(), 3_000);
  }),
  dom("a toast after an action", "time", "unhurried after an action", () => document.addEventListener("click", ({ target }) => {
    if (!target.closest("main button")) return;
    const toast = document.createElement("p");
    toast.textContent = "已保存";
    document.body.append(toast);
    setTimeout(() => toast.remove(), 5_000);
  }, true)),
  dom("a form that empties itself", "time", "unhurried", () => setTimeout(() => document.querySelectorAll("main input").forEach((field) => (field.checked = false)), 900_000)),
  dom("a dialog that nobody asked for", "home", "dialogs by themselves", () => {
    const dialog = document.createElement("dialog");
    dialog.textContent = "给我们打个分吧";
    document.body.append(dialog);
    dialog.show();
  }),
  dom("a dialog that comes after half a minute", "time", "dialogs by themselves, later", () => setTimeout(() => {
    const dialog = document.createElement("dialog");
    dialog.textContent = "给我们打个分吧";
    document.body.append(dialog);
    dialog.show();
  }, 30_000)),
  dom("a dialog without a way to close it", "home", "dialogs", () => {
    const dialog = document.createElement("dialog");
    dialog.append(Object.assign(document.createElement("p"), { textContent: "请看完再走", tabIndex: -1 }));
    document.body.append(dialog);
    dialog.showModal();
  }),
  html("a request to a third party", "home", "requests", (text) => text.replace("</body>", '<img src="http://statistics.example/x.png" alt=""></body>')),

  // Against the reader's own settings.
  html("zooming forbidden", "home", "markup", (text) => text.replace("initial-scale=1", "initial-scale=1, user-scalable=no")),
  html("the phone's text size not asked for", "home", "markup", (text) => text.replace(/<meta name="?text-scale"?[^>]*>/, "")),
  css("WeChat's text size switched off", "home", "markup", "body { -webkit-text-size-adjust: 100% !important; text-size-adjust: 100% !important; }"),
  dom("a telephone number that the phone cannot fill in", "search", "markup", () => {
    const field = document.querySelector("main input");
    field.type = "tel";
    field.autocomplete = "off";
  }),

  // Between pages and ways to read.
  dom("help is somewhere else on one page", "home", "same place", () => {
    const links = [...document.querySelectorAll("header a")];
    links.at(-1).after(links.find((link) => link.getAttribute("href") === "/help"));
  }),
  css("elder mode can do less", "elder ballot", "same powers", ".choice:last-of-type, .choice:nth-last-of-type(2) { display: none !important; }"),
];
