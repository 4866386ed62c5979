// Takes in a late part of the app.
async function instantiatePart(coming, imports) {
  const answer = await coming;
  // Gone from the server: it has a newer version, and this page is of an older one.
  if (answer.status === 404) window.__linli.outdated();
  if (!answer.ok) throw new Error(answer.url + " " + answer.status);
  window.__linli.arrived(answer.url);
  return WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
