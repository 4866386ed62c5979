// Appended to the glue by `cargo xtask build`. The page asks before the wasm is here, so the question is kept until it is
// taken; a worker that cannot start or breaks says so instead of leaving the page waiting.
self.asked = new Promise((given) => {
  self.onmessage = (event) => given(event.data);
});
self.onunhandledrejection = () => self.postMessage('{"failed":"unreadable"}');
wasm_bindgen({ module_or_path: "{{WASM}}" }).catch((reason) => {
  console.warn(String(reason));
  self.postMessage('{"failed":"offline"}');
});
