// Takes in a late part of the app.
async function instantiatePart(coming, imports) {
  const part = await coming;
  return WebAssembly.instantiate(part instanceof ArrayBuffer ? part : await taken(part), imports);
}

async function taken(answer) {
  // Gone from the server: it has a newer version, and this page is of an older one.
  if (answer.status === 404) window.__linli.outdated();
  if (!answer.ok) throw new Error(answer.url + " " + answer.status);
  window.__linli.arrived(answer.url);
  return answer.arrayBuffer();
}

// What several parts share is cut into dozens of small pieces; they come together, in one file.
let pieces;
function piece(from, to) {
  pieces ??= fetch(new URL("./pieces.wasm", import.meta.url))
    .then(taken)
    .catch((failure) => {
      pieces = undefined;
      throw failure;
    });
  return pieces.then((all) => all.slice(from, to));
}
