// Helping without a browser: a helper with a resident's word, and a vote that was cast with help.
import { createHash, randomBytes } from "node:crypto";

import { signedIn } from "./pages.mjs";
import { expect } from "./test.mjs";

const send = (server, cookie, method, path, body, headers = {}) =>
  fetch(server.url + path, {
    method,
    headers: { "content-type": "application/json", origin: server.url, cookie, ...headers },
    body: JSON.stringify(body),
  });

// Gives both cookies and the session's id.
async function begun(server, cookie, consent) {
  const answer = await send(server, cookie, "POST", "/v1/assisted-sessions", consent);
  expect(answer.status).toBe(201);
  const own = answer.headers.getSetCookie()[0].split(";")[0];
  return { own, cookie: `${cookie}; ${own}`, id: (await answer.json()).id };
}

// The helper's browser, with the resident's word by letter; nobody has looked at a page yet.
export async function helping(context, server, helper, letter) {
  const { own } = await begun(server, await signedIn(context, server, helper), { consent: "letter", code: letter });
  const [name, value] = own.split(/=(.*)/);
  await context.addCookies([{ name, value, url: server.url }]);
}

// A vote that was cast with help, and the help is over.
export async function helpedToVote(server, helper, resident, poll, answers) {
  const helpers = await server.signIn(helper);
  const code = await server.code(resident, () => send(server, helpers, "POST", "/v1/session/code", { phone: resident }));
  const { cookie, id } = await begun(server, helpers, { consent: "own_code", phone: resident, code });
  const ballot_id = createHash("sha256").update(randomBytes(16)).digest("hex");
  const ballot = { ballot_id, answers, assisted_session: id };
  const vote = await send(server, cookie, "PUT", `/v1/polls/${poll}/ballot`, ballot, { "linli-assisted": id });
  expect(vote.status, await vote.text()).toBe(200);
  const end = await send(server, cookie, "DELETE", `/v1/assisted-sessions/${id}`, undefined, { "linli-assisted": id });
  expect(end.status).toBe(204);
}
