// A deliberation of two camps, brought in as staff do.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

// All are for the first of these texts and against the second; on the rest the camps of `first` and `second` people differ. `apart` people
// more are against what all are for, for what all are against, and of two minds about the rest. Gives the thread's id.
export async function deliberation(server, { topic, texts, first, second, apart = 0 }) {
  const place = await mkdtemp(join(tmpdir(), "linli-polis-"));
  const votes = [];
  for (let person = 0; person < first + second + apart; person += 1) {
    for (const at of texts.keys()) {
      const alone = person >= first + second;
      const camp = alone ? (at % 2 ? 1 : -1) : person < first ? 1 : -1;
      const shared = at === 0 ? 1 : at === 1 ? -1 : undefined;
      // Nobody is quite like another.
      const own = (person * 7 + at * 5) % 11 === 0 ? 0 : camp;
      const vote = shared === undefined ? own : alone ? -shared : shared;
      votes.push(`${1_700_000_000_000 + person},${at},${person},${vote}`);
    }
  }
  const comments = texts.map((text, at) => `1700000000000,${at},0,0,0,1,${quoted(text)}`);
  await writeFile(join(place, "comments.csv"), ["timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body", ...comments, ""].join("\n"));
  await writeFile(join(place, "votes.csv"), ["timestamp,comment-id,voter-id,vote", ...votes, ""].join("\n"));
  await writeFile(join(place, "summary.csv"), `topic,${quoted(topic)}\n`);
  await server.staff("import", "polis", place);
  await rm(place, { recursive: true });
  const { items } = await (await fetch(`${server.url}/v1/threads?limit=100`)).json();
  return items.find(({ title }) => title === topic).id;
}
