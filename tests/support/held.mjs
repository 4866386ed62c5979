// What a page holds once the garbage is collected.

// Before the page is opened: keeps hold of the app's own memory, which is no part of JavaScript's heap.
export const watched = (context) =>
  context.addInitScript(() => {
    const kept = (loaded) => {
      const { memory } = (loaded.instance ?? loaded).exports;
      if (memory) globalThis.appMemory = memory;
      return loaded;
    };
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const own = WebAssembly[name];
      WebAssembly[name] = (...what) => own.apply(WebAssembly, what).then(kept);
    }
  });

// Bytes of heap (JavaScript's and the app's own memory), nodes, those of them that stand in no page any more (`loose`), and listeners.
export async function held(page, debug) {
  // What is written to the phone is written first.
  await page.waitForTimeout(2_000);
  for (let round = 0; round < 3; round += 1) await debug.send("HeapProfiler.collectGarbage");
  const { usedSize } = await debug.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners: listeners } = await debug.send("Memory.getDOMCounters");
  const own = await page.evaluate(() => globalThis.appMemory.buffer.byteLength);
  const standing = await page.evaluate(() => {
    const walk = document.createTreeWalker(document);
    let count = 1;
    while (walk.nextNode()) count += 1;
    return count;
  });
  return { heap: usedSize + own, nodes, loose: nodes - standing, listeners };
}
