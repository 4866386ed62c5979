// One thing at a time: in elder mode a screen asks one question, and there are at most two things on it that are large enough to
// be taken for what comes next.

// What is asked at once. What lies folded under its own name waits until somebody opens it, and a group that has a name is one
// question however many fields it takes to answer it.
export const asksOnce = (page) =>
  page.evaluate(() => {
    const FIELDS = "input:not([type=hidden]), textarea, select";
    const asked = new Set();
    for (const field of suite.targets().filter((element) => element.matches(FIELDS) && element.closest("main") && !element.closest("details"))) {
      const groups = [];
      for (let at = field.parentElement; at && !at.matches("main, dialog"); at = at.parentElement) if (at.matches("fieldset, [role=group], [role=radiogroup]")) groups.push(at);
      const alone = field.matches("[type=radio]") ? document.querySelector(`[name="${field.name}"]`) : field;
      asked.add(groups.at(-1) ?? alone);
    }
    return asked.size > 1 ? [`asks ${asked.size} things at once: ${[...asked].map(named).join(", ")}`] : [];

    function named(one) {
      const by = document.getElementById(one.getAttribute("aria-labelledby"));
      return (one.querySelector("legend") ?? by)?.textContent.trim().slice(0, 20) ?? suite.say(one);
    }
  });

// What is large: a button, or a link that looks like one, with a ground or a line around it, from edge to edge. That a button is
// quiet is seen and has no role, so it is told by how it is painted. Not counted: the buttons with which one answers, those of one entry
// of many in a list, and what is folded.
export const bigOnes = (page, { most = 2 } = {}) =>
  page.evaluate((most) => {
    const main = document.querySelector("main");
    const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(main);
    const room = main.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
    const painted = (element) => {
      const { borderTopColor, borderTopWidth, borderTopStyle, backgroundColor } = getComputedStyle(element);
      const line = parseFloat(borderTopWidth) > 0 && borderTopStyle !== "none" && !/, 0\)$/.test(borderTopColor);
      // Whatever the mouse lies on has a ground as long as it does.
      return line || (!element.matches(":hover") && !/, 0\)$/.test(backgroundColor));
    };
    const big = suite.targets().filter((element) => {
      if (!element.matches("button, [role=button], a") || !element.closest("main") || element.closest("li, dd, article, details, fieldset, [role=group]")) return false;
      const { width } = element.getBoundingClientRect();
      return width >= 0.85 * Math.min(room, 28 * parseFloat(getComputedStyle(document.documentElement).fontSize)) && painted(element);
    });
    return big.length > most ? [`${big.length} large buttons at once: ${big.map(suite.say).join(", ")}`] : [];
  }, most);
