// Helping without a browser: a helper with a resident's word, and a vote that was cast with help.
import { createHash, randomBytes } from "node:crypto";

import { aMoment, arrived, signedIn } from "./pages.mjs";
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

// The resident's word: by the letter with this code, or by a message to this phone.
async function agreed(server, cookie, { letter, phone }) {
  if (letter) return { consent: "letter", code: letter };
  return { consent: "own_code", phone, code: await server.code(phone, () => send(server, cookie, "POST", "/v1/session/code", { phone, purpose: "assistance" })) };
}

// The helper's browser, with the resident's word; nobody has looked at a page yet.
export async function helping(context, server, helper, word) {
  const cookie = await signedIn(context, server, helper);
  const { own } = await begun(server, cookie, await agreed(server, cookie, word));
  const [name, value] = own.split(/=(.*)/);
  await context.addCookies([{ name, value, url: server.url }]);
}

// The helper's phone, on which a resident agrees by a code of her own; `look` is shown every step.
export async function agreesByCode(page, server, phone, look = async () => {}) {
  const main = page.getByRole("main");
  const press = async (name) => {
    await aMoment(page);
    await main.getByRole("button", { name, exact: true }).click();
  };
  await page.goto("/assist");
  await arrived(page, "帮别人办", { focused: false });
  await main.getByRole("radio", { name: "短信验证码" }).check();
  await look("how she agrees");
  await press("下一步");
  await expect(main.getByRole("textbox", { name: "对方的手机号" })).toBeVisible();
  await look("her number", ["pressed"]);
  await main.getByRole("textbox", { name: "对方的手机号" }).fill(phone);
  const code = await server.code(phone, () => press("给对方发验证码"));
  await expect(main.getByRole("textbox", { name: "对方收到的 6 位数字" })).toBeVisible();
  await look("her code", ["pressed"]);
  await main.getByRole("textbox", { name: "对方收到的 6 位数字" }).fill(code);
  await press("对方同意，开始帮忙");
  await expect(page.getByRole("region", { name: "帮忙", exact: true })).toBeVisible();
}

// A vote that was cast with help, and the help is over.
export async function helpedToVote(server, helper, resident, poll, answers) {
  const helpers = await server.signIn(helper);
  const { cookie, id } = await begun(server, helpers, await agreed(server, helpers, { phone: resident }));
  const ballot_id = createHash("sha256").update(randomBytes(16)).digest("hex");
  const ballot = { ballot_id, answers, assisted_session: id };
  const vote = await send(server, cookie, "PUT", `/v1/polls/${poll}/ballot`, ballot, { "linli-assisted": id });
  expect(vote.status, await vote.text()).toBe(200);
  const end = await send(server, cookie, "DELETE", `/v1/assisted-sessions/${id}`, undefined, { "linli-assisted": id });
  expect(end.status).toBe(204);
}

// A tablet for everybody, as its set-up says.
export const forEverybody = (context) => context.route("**/config.json", (route) => route.fulfill({ json: { backend: { kind: "native", base: "" }, kiosk: true } }));

// All that a browser still knows, as one text for each place a script can read: what the page says and holds, and every store.
export const traces = (page) =>
  page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const all = {
      page: [document.title, location.href, JSON.stringify(history.state), window.name, document.documentElement.outerHTML, ...[...document.querySelectorAll("input, textarea, select")].map(({ value }) => value)],
      cookies: [document.cookie],
      "local storage": Object.entries(localStorage).flat(),
      "session storage": Object.entries(sessionStorage).flat(),
      caches: [],
    };
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const entries = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(entries.getAllKeys()), done(entries.getAll())]);
        all[store] = [...keys, ...values].map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        // The app's own code is long, and the same for everybody.
        all.caches.push(request.url, /wasm|script|image|font/.test(answer.headers.get("content-type")) ? "" : await answer.text());
      }
    }
    return Object.fromEntries(Object.entries(all).map(([place, texts]) => [place, texts.join("\n")]));
  });

// Which of these words stand where, as "word: place".
export async function found(page, words) {
  const places = Object.entries(await traces(page));
  return words.flatMap((word) => places.filter(([, text]) => text.includes(word)).map(([place]) => `${word}: ${place}`));
}

// What a tablet for everybody may remember: how it is set up and is read on, and whose pages these are.
const OF_THE_TABLET = ["linli.config", "linli.community", "linli.tablet"];
// What else stands in its local storage.
export const remembered = async (page) => (await page.evaluate(() => Object.keys(localStorage))).filter((key) => !OF_THE_TABLET.includes(key));
