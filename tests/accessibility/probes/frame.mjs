// What is the same on every page, and what must not come by itself.

// What stands around the page, in its order: the way to help among it.
export const frame = (nodes) =>
  nodes
    .filter(({ role, within }) => ["link", "button"].includes(role) && within.some(({ role }) => ["banner", "contentinfo", "navigation"].includes(role)) && !within.some(({ role }) => role === "main"))
    .map(({ role, name, within }) => `${within.find(({ role }) => ["banner", "contentinfo", "navigation"].includes(role)).role} ${role} ${name}`);

// Help can be reached from where one is: the page about it, somebody to call, reading aloud.
export const help = (nodes) => {
  const around = frame(nodes);
  const wanted = [
    ["the page about help", /^(banner|navigation) link (帮助|Help|مساعدة)/],
    ["reading aloud", /^banner button (朗读|停止朗读|Read|Stop|قراءة بصوت)/],
    ["somebody to call", /^contentinfo link .*\d{5}/],
  ];
  return wanted.filter(([, pattern]) => !around.some((line) => pattern.test(line))).map(([what]) => `${what} is missing`);
};

// Regions that speak have to be there before they are needed.
export const liveRegions = (page) =>
  page.evaluate(async () => {
    const found = new Set();
    for (const role of ["status", "alert"]) {
      const first = [...document.body.children].find((element) => element.getAttribute("role") === role && !element.hidden);
      if (!first) found.add(`no empty ${role} in the page from the start`);
    }
    for (const { region, words, reached } of suite.late) {
      // What the focus came to was read by it; what is not shown yet gets it when it is.
      if (!region.isConnected || !region.checkVisibility() || reached) continue;
      found.add(`${suite.say(region)}: came together with its words “${words.slice(0, 30)}”`);
    }
    return [...found];
  });

export const uncalled = (page) =>
  page.evaluate(() => {
    const open = [...document.querySelectorAll("dialog[open], [popover]:popover-open, [role=dialog], [role=alertdialog]")].filter(suite.shown).map((element) => suite.say(element));
    return [...new Set([...suite.uncalled, ...open])].map((dialog) => `${dialog}: opened by itself`);
  });

// A dialog can be closed, where the norm says, and by somebody who trembles.
export const dialogs = (page, { least }) =>
  page.evaluate((least) => {
    const found = [];
    for (const dialog of [...document.querySelectorAll("dialog[open], [role=dialog], [role=alertdialog]")].filter(suite.shown)) {
      const box = dialog.getBoundingClientRect();
      const buttons = [...dialog.querySelectorAll("button")].filter(suite.shown);
      const placed = buttons.filter((button) => {
        const { left, top, width, height } = button.getBoundingClientRect();
        const across = (left + width / 2 - box.left) / box.width;
        const down = (top + height / 2 - box.top) / box.height;
        const corner = down < 1 / 3 && (across < 1 / 3 || across > 2 / 3);
        return Math.min(width, height) >= least - 0.5 && (corner || (down > 2 / 3 && across > 1 / 3 && across < 2 / 3));
      });
      const closing = placed.filter((button) => /不|关|算了|返回|取消|留|还在|再想|×|close|cancel|keep|no/i.test(button.getAttribute("aria-label") ?? button.textContent));
      if (closing.length === 0) found.push(`${suite.say(dialog)}: nothing to close it with at the top corners or at the middle of its end`);
      if (!dialog.contains(document.activeElement)) found.push(`${suite.say(dialog)}: the focus is not in it`);
    }
    return found;
  }, least);
