// Whether the page has worked on something that did not change.

// From here on everything that happens to these elements and in them is written down; gives how many are watched.
export const watch = (rows) =>
  rows.evaluateAll((all) => {
    window.touched = [];
    const note = (records) => {
      for (const { type, target, attributeName } of records) {
        const row = target.nodeType === Node.ELEMENT_NODE ? target.closest("[id]") : target.parentElement?.closest("[id]");
        window.touched.push(`${type} ${attributeName ?? ""} in ${row?.id}: ${target.textContent.slice(0, 40)}`);
      }
    };
    const observer = (window.watching = new MutationObserver(note));
    for (const row of all) observer.observe(row, { subtree: true, childList: true, characterData: true, attributes: true });
    window.watched = all;
    return all.length;
  });

// What was written down once the page is at rest: everything that is to be drawn is drawn by the second frame. Those that were
// taken away are in it, too.
export const touched = (page) =>
  page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const gone = window.watched.filter((row) => !row.isConnected).map((row) => `gone ${row.id}`);
    return [...window.touched, ...gone];
  });
