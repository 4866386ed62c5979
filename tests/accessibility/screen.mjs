// What probes need to know inside the page, installed before anything else runs there: `suite`. It looks and changes nothing.
export function install() {
  if (!location.protocol.startsWith("http") || window.suite) return;
  const TARGETS =
    "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=option], [role=slider], [contenteditable=true]";

  // Seen by the eye: drawn, not transparent, and not squeezed into a pixel for screen readers.
  const known = new Map();
  const tiny = (element, style = getComputedStyle(element)) => style.clipPath === "inset(50%)" || (style.position === "absolute" && style.overflow !== "visible" && element.offsetWidth <= 1 && element.offsetHeight <= 1);
  // It, or what it stands in.
  const squeezed = (element) => element !== null && (tiny(element) || squeezed(element.parentElement));
  const shown = (element) => {
    if (!element) return true;
    if (known.has(element)) return known.get(element);
    // Known as long as one look takes: a dialog that is open now may be closed at the next.
    if (known.size === 0) queueMicrotask(() => known.clear());
    const style = getComputedStyle(element);
    // What has no box of its own is as visible as what is around it.
    const drawn = style.display === "contents" || element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
    const answer = !tiny(element, style) && drawn && shown(element.parentElement);
    known.set(element, answer);
    return answer;
  };

  // Every piece of text that the eye sees, with where it stands. Above the page is where the skip link waits.
  const texts = () => {
    known.clear();
    const found = [];
    // While a dialog asks something, all else is out of reach, for the eye as for the ear.
    const place = document.querySelector("dialog:modal") ?? document.body;
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.replace(/\s+/g, " ").trim();
      const parent = node.parentElement;
      if (!text || parent.closest("script, style, select, template") || !shown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      if (rects.length === 0 || (rects.every(({ bottom }) => bottom + scrollY <= 0) && place === document.body)) continue;
      found.push({ node, text, parent, rects, style: getComputedStyle(parent) });
    }
    // What is typed or chosen is read, too.
    for (const field of place.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea, select")) {
      if (shown(field) && field.getBoundingClientRect().width > 0) found.push({ node: field, text: `⌨${field.value}`, parent: field, rects: [field.getBoundingClientRect()], style: getComputedStyle(field), field: true });
    }
    return found;
  };

  // What can be pressed; while a dialog asks something, that is in the dialog.
  const targets = () => {
    known.clear();
    const modal = document.querySelector("dialog:modal");
    return [...(modal ?? document).querySelectorAll(TARGETS)].filter((element) => {
      const seen = [element, ...(element.labels ?? [])].some((one) => shown(one) && one.getBoundingClientRect().width * one.getBoundingClientRect().height > 0);
      // The skip link is there for the keyboard.
      return seen && element.getBoundingClientRect().bottom + scrollY > 0 && !element.matches(":disabled");
    });
  };

  // How letters look here, with all that lies behind them: where this is the same, so is their contrast.
  const look = (element, style) => {
    const behind = [];
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(at);
      if (backgroundImage !== "none" || opacity !== "1" || filter !== "none") behind.push(backgroundImage, opacity, filter);
      if (backgroundColor === "rgba(0, 0, 0, 0)") continue;
      behind.push(backgroundColor);
      if (!/rgba/.test(backgroundColor)) break;
    }
    return [style.color, parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700), ...behind].join();
  };

  const say = (element) => {
    const name = (element.getAttribute?.("aria-label") || element.labels?.[0]?.textContent || element.textContent || element.placeholder || element.id || "").replace(/\s+/g, " ").trim();
    return `${element.getAttribute?.("role") ?? element.localName} “${name.slice(0, 40)}”`;
  };

  // A sheet of our own, over everything; what is given back takes it away again.
  const sheets = new Map();
  const wear = (name, css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(name, sheet);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };
  const shed = (name) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== sheets.get(name));
    sheets.delete(name);
  };

  // Live regions that come into the page together with their words are often not read out. Who moves the focus there says
  // it by the focus; and what comes with a whole page, or before anybody has done anything, is read as the page.
  const late = [];
  const LIVE = "[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log], [role=timer], output";
  let acted = false;
  for (const deed of ["click", "keydown"]) addEventListener(deed, ({ isTrusted }) => (acted ||= isTrusted), true);
  addEventListener("focusin", ({ target }) => late.forEach((one) => (one.reached ||= one.region.contains(target))), true);
  const heading = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches("h1") || node.querySelector("h1") !== null);
  new MutationObserver((changes) => {
    // What comes later on a page that has just been opened is read as the page, too.
    if (changes.some(({ addedNodes }) => [...addedNodes].some(heading))) acted = false;
    if (!acted) return;
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const region of [...(node.matches(LIVE) ? [node] : []), ...node.querySelectorAll(LIVE)]) {
          if (region.isConnected && region.textContent.trim()) late.push({ region, words: region.textContent.trim(), reached: region.contains(document.activeElement) });
        }
      }
    }
  }).observe(document, { childList: true, subtree: true });

  // Who listens to a mouse or a finger; and who listens to how the phone is held, to keys, to several fingers or to what is pasted,
  // which nobody should.
  const listening = [];
  const overheard = [];
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    // Playwright itself listens to what it taps.
    const ours = !/^touch/.test(type) || !/HitTarget/.test(new Error().stack);
    if (ours && /^(devicemotion|deviceorientation|paste|beforepaste|key|touch|gesture)/.test(type)) overheard.push(type);
    if (this instanceof Element && /^(click|mouse|pointer|touch|dblclick|contextmenu|drag)/.test(type)) listening.push({ element: this, type });
    return listen.call(this, type, ...rest);
  };
  const shownModal = HTMLDialogElement.prototype.showModal;
  const uncalled = [];
  HTMLDialogElement.prototype.showModal = function () {
    if (!navigator.userActivation.hasBeenActive) uncalled.push(say(this));
    return shownModal.call(this);
  };

  Object.defineProperty(window, "suite", { value: { shown, squeezed, texts, targets, look, say, wear, shed, late, listening, overheard, uncalled } });
}
