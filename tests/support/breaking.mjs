// A bad line between the phone and the server: passes everything on, and breaks off boards.
import { request as ask, createServer } from "node:http";

// The first `times` boards bring `after` bytes, and then break off without a proper end: at once, or when `until` is
// kept. What a browser has received and nobody has read yet is lost when the line breaks, so a test that wants
// something to have been read waits for it before it keeps that promise. `ranges` holds the Range of every request.
export async function breaking(server, { after, times = 1, until = Promise.resolve() }) {
  const ranges = [];
  const proxy = createServer((incoming, outgoing) => {
    const board = /\/board$/.test(incoming.url);
    if (board) ranges.push(incoming.headers.range);
    const cut = board && times-- > 0;
    // Uncompressed: of half a compressed block nobody can read anything.
    const headers = board ? { ...incoming.headers, "accept-encoding": "identity" } : incoming.headers;
    const onward = ask(server.url + incoming.url, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      if (!cut) return answer.pipe(outgoing);
      const pieces = [];
      let held = 0;
      answer.on("data", (piece) => {
        if (held >= after) return;
        pieces.push(piece);
        held += piece.length;
        if (held < after) return;
        answer.destroy();
        // In one write, so that one reading brings it all.
        outgoing.write(Buffer.concat(pieces).subarray(0, after), () => until.then(() => outgoing.socket?.end()));
      });
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise((done) => proxy.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    ranges,
    close: () => new Promise((done) => (proxy.close(done), proxy.closeAllConnections())),
  };
}
