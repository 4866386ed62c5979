// How large the thing is that a finger has to meet: the largest square all of whose points belong to it, as the browser itself
// decides who is hit. A box that is large but clipped, or covered by another, is as small as what is left of it.

export const targets = (page, { least, inline }) =>
  page.evaluate(
    ([least, inline]) => {
      const found = [];
      const inSentence = (element) => {
        if (!element.matches("a") || !["inline", "inline-block"].includes(getComputedStyle(element).display)) return false;
        const block = element.parentElement.closest("p, li, dd, dt, td, th, blockquote, label, legend, h1, h2, h3, h4");
        return block && block.textContent.trim().length > element.textContent.trim().length;
      };
      for (const element of suite.targets()) {
        if (inline && inSentence(element)) continue;
        const labels = element.matches("[type=radio], [type=checkbox], [type=file]") ? [...(element.labels ?? [])] : [];
        const mine = (x, y) => {
          const hit = document.elementFromPoint(x, y);
          return hit !== null && (element === hit || element.contains(hit) || hit.closest("label")?.control === element);
        };
        element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
        const boxes = [element, ...labels].map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0);
        // Around the middle of a box, which may stand on half a pixel, or beside it, as where a title leads wherever its card is touched.
        const steps = [0, -0.5, -least / 4, least / 4, -least / 2, least / 2];
        const hit = (side) => boxes.some(({ left, top, width, height }) => steps.some((down) => steps.some((across) => square(mine, left + width / 2 + across, top + height / 2 + down, side))));
        // A box between two pixels is hit on both: one of 59.2 px looks like one of 60 then.
        const box = Math.max(...boxes.map(({ width, height }) => Math.min(width, height)));
        const rounded = box < least - 0.05 && box > least - 2 && !hit(least + 2);
        if (!rounded && hit(least)) continue;
        const size = rounded ? Math.round(box * 100) / 100 : largest(mine, boxes, least);
        if (size < least) found.push(`${suite.say(element)}: ${size} px of ${least}`);
      }
      scrollTo(0, 0);
      return found;

      // Whether all of a square around a point is hit, from its first to its last pixel.
      function square(mine, x, y, side) {
        const [west, north] = [Math.round(x - side / 2) + 0.5, Math.round(y - side / 2) + 0.5];
        const n = Math.ceil(side / 6);
        for (let row = 0; row <= n; row += 1) {
          for (let column = 0; column <= n; column += 1) {
            if (!mine(west + ((side - 1) * column) / n, north + ((side - 1) * row) / n)) return false;
          }
        }
        return true;
      }

      // Point by point, the largest square in and around the boxes.
      function largest(mine, boxes, least) {
        const west = Math.min(...boxes.map((box) => box.left)) - least;
        const north = Math.min(...boxes.map((box) => box.top)) - least;
        const east = Math.max(...boxes.map((box) => box.right)) + least;
        const south = Math.max(...boxes.map((box) => box.bottom)) + least;
        const x0 = Math.floor(west) + 0.5;
        const y0 = Math.floor(north) + 0.5;
        const width = Math.min(Math.ceil(east - x0), 480);
        const height = Math.min(Math.ceil(south - y0), 480);
        let above = new Array(width + 1).fill(0);
        let best = 0;
        for (let row = 0; row < height; row += 1) {
          const here = new Array(width + 1).fill(0);
          for (let column = 0; column < width; column += 1) {
            if (!mine(x0 + column, y0 + row)) continue;
            here[column + 1] = 1 + Math.min(here[column], above[column], above[column + 1]);
            if (here[column + 1] > best) best = here[column + 1];
            if (best >= least) return best;
          }
          above = here;
        }
        return best;
      }
    },
    [least, inline],
  );

// What one answers with: what is ticked, lists to choose from, and the buttons of whatever groups a question with its answers (a
// ranking, a project of a budget, a number and what makes it larger, a statement).
const ANSWERING = "[type=radio], [type=checkbox], main select, main :is(fieldset li, [role=group]) button";

// In elder mode that is as tall as a thumb is wide.
export const answers = (page, { least }) =>
  page.evaluate(([least, answering]) => {
    const found = [];
    for (const field of suite.targets().filter((element) => element.matches(answering))) {
      const marks = field.matches("[type=radio], [type=checkbox]") ? field.labels : [];
      const height = Math.max(...[field, ...marks].map((one) => one.getBoundingClientRect().height));
      if (height < least - 0.5) found.push(`${suite.say(field)}: ${Math.round(height * 10) / 10} px high of ${least}`);
    }
    return found;
  }, [least, ANSWERING]);

// Nothing is there for the mouse alone: what listens to it, or looks as if it could be pressed, can be reached by Tab.
export const mouseOnly = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const reachable = "a[href], button, summary, select, textarea, input, label, dialog, [tabindex]:not([tabindex='-1'])";
    const suspects = new Set(suite.listening.filter(({ element, type }) => type !== "contextmenu" && element.isConnected).map(({ element }) => element));
    for (const element of document.querySelectorAll("body *")) {
      if (element.onclick || element.onpointerdown || element.onmousedown || element.ontouchstart || element.hasAttribute("onclick")) suspects.add(element);
      else if (getComputedStyle(element).cursor === "pointer" && getComputedStyle(element.parentElement).cursor !== "pointer") suspects.add(element);
    }
    for (const element of suspects) {
      // Something around everything may listen for all that is in it.
      if (element.closest(reachable) || element.matches("body, main, #app, form") || !suite.shown(element) || element.querySelector(reachable)) continue;
      found.add(`${suite.say(element)}: for the mouse alone`);
    }
    return [...found];
  });
