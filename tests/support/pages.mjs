// What residents do on several pages, said once. Everything is found by its role and its accessible name.
import { expect } from "@playwright/test";

// A resident who keeps a free vote in the demo community.
export const RESIDENT = "19900000001";

export const heading = (page, name) => page.getByRole("heading", { level: 1, name });

// The page named so is there; after a navigation its heading has the focus.
export async function arrived(page, name, { focused = true } = {}) {
  await expect(heading(page, name)).toBeVisible();
  if (focused) await expect(heading(page, name)).toBeFocused();
}

// Signs the page's browser in without the sign-in pages; gives the cookie as "name=value".
export async function signedIn(context, server, phone = RESIDENT) {
  const cookie = await server.signIn(phone);
  const [name, value] = cookie.split(/=(.*)/);
  await context.addCookies([{ name, value, url: server.url }]);
  return cookie;
}

// What the server itself says, as the person with this cookie (or as nobody).
export async function asked(server, path, cookie) {
  const answer = await fetch(server.url + path, { headers: cookie ? { cookie } : {} });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}


// The document is named after the page and the community.
export async function titled(page, name) {
  await expect(page).toHaveTitle(`${name} - 梧桐里社区`);
}
