// A deliberation of two camps, brought in as staff do.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

// All are for the first of these texts and against the second; on the rest the camps of `first` and `second` people differ. Gives
// the thread's id.
export async function deliberation(server, { topic, texts, first, second }) {
  const place = await mkdtemp(join(tmpdir(), "linli-polis-"));
  const votes = [];
  for (let person = 0; person < first + second; person += 1) {
    for (const at of texts.keys()) {
      const camp = person < first ? 1 : -1;
      // Nobody is quite like another.
      const vote = at === 0 ? 1 : at === 1 ? -1 : (person * 7 + at * 5) % 11 === 0 ? 0 : camp;
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
