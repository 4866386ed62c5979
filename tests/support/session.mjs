// node session.mjs URL CONSOLE: signs the first demo resident in; CONSOLE is the file the server prints to.
// Prints the session's cookie. For `cargo xtask test`, which lets schemathesis act as that resident.
import { readFile } from "node:fs/promises";

import { firstResident } from "./residents.mjs";

const [url, console_file] = process.argv.slice(2);
const { phone } = await firstResident();
const send = (path, body) =>
  fetch(url + path, { method: "POST", headers: { "content-type": "application/json", origin: url }, body: JSON.stringify(body) });

const asked = await send("/v1/session/code", { phone });
if (!asked.ok) throw new Error(`asking for a code was answered ${asked.status}: ${await asked.text()}`);
const pattern = new RegExp(`sign-in code for \\S*${phone.slice(-4)}: (\\d+)\\n`);
let code;
const patience = Date.now() + 20_000;
while (!code) {
  if (Date.now() > patience) throw new Error(`the server printed no code for ${phone}`);
  code = pattern.exec(await readFile(console_file, "utf8"))?.[1];
}
const answer = await send("/v1/session", { kind: "phone_code", phone, code });
if (!answer.ok) throw new Error(`sign-in was answered ${answer.status}: ${await answer.text()}`);
console.log(answer.headers.getSetCookie()[0].split(";")[0]);
