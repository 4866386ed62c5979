// A bad line between the phone and the server: passes everything on, and breaks off boards.
import { request as ask, createServer } from "node:http";

// The first `times` boards end after `after` bytes without a proper end. `ranges` holds the Range of every request for one.
export async function breaking(server, { after, times = 1 }) {
  const ranges = [];
  const proxy = createServer((incoming, outgoing) => {
    const board = /\/board$/.test(incoming.url);
    if (board) ranges.push(incoming.headers.range);
    const cut = board && times-- > 0;
    const onward = ask(server.url + incoming.url, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      if (!cut) return answer.pipe(outgoing);
      let left = after;
      answer.on("data", (piece) => {
        if (left <= 0) return;
        const part = piece.subarray(0, left);
        left -= part.length;
        // What was written is on its way before the line is cut.
        outgoing.write(part, () => left <= 0 && outgoing.socket?.end());
        if (left <= 0) answer.destroy();
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
