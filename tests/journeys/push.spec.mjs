// Being told while Linli is closed: explained before the browser asks, ended with one tap, and nothing on the locked screen that its owner
// would not want read there. The browser's push service is played by the page; what the community's server sends is in
// crates/server/tests/api/push.rs.
import { createECDH, randomBytes } from "node:crypto";

import { expectAccessible } from "../support/accessible.mjs";
import { forEverybody } from "../support/assist.mjs";
import { aMoment, arrived, asked, installed, reading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const main = (page) => page.getByRole("main");
const button = (page, name) => main(page).getByRole("button", { name, exact: true });

// A browser whose owner has not been asked yet; `answer` is what they will say.
async function browserThatAsks(context, answer = "granted") {
  const address = {
    endpoint: "https://fcm.googleapis.com/fcm/send/of-this-phone",
    keys: { p256dh: createECDH("prime256v1").generateKeys("base64url"), auth: randomBytes(16).toString("base64url") },
  };
  await context.addInitScript(play, { address, answer });
}

// Runs in the page.
function play({ address, answer }) {
  window.times = 0;
  let made = null;
  Object.defineProperty(Notification, "permission", { get: () => "default" });
  Notification.requestPermission = async () => {
    window.times += 1;
    return answer;
  };
  PushManager.prototype.subscribe = async (wanted) => {
    window.wanted = wanted;
    made = { ...address, unsubscribe: async () => delete window.wanted };
    return made;
  };
  PushManager.prototype.getSubscription = async () => made;
}

const times = (page) => page.evaluate(() => window.times);

test("a resident has their phone tell them, after it was explained, and ends it with one tap", async ({ page, context, server }) => {
  await browserThatAsks(context);
  const cookie = await signedIn(context, server);
  const phones = () => asked(server, "/v1/me/push-subscriptions", cookie);
  await page.goto("/following");
  await arrived(page, "有什么事告诉我", { focused: false });
  await installed(page);
  await expect(main(page).getByRole("heading", { level: 2, name: "手机提醒" })).toBeVisible();
  await button(page, "打开手机提醒").click();
  await expect(main(page).getByText("锁着屏也看得到公告的标题", { exact: false })).toBeVisible();
  await expect(main(page).getByText("写了什么是加密的，他们看不到", { exact: false })).toBeVisible();
  expect(await times(page), "nobody is asked before it was explained").toBe(0);
  await expectAccessible(page);
  await aMoment(page);
  await button(page, "先不用").click();
  await aMoment(page);
  await button(page, "打开手机提醒").click();
  await aMoment(page);
  await button(page, "好，问吧").click();
  await expect(main(page).getByText("这部手机会提醒您。")).toBeVisible();
  expect(await times(page)).toBe(1);
  const { key, ids } = await phones();
  expect(ids).toHaveLength(1);
  expect(await page.evaluate(() => window.wanted)).toEqual({ userVisibleOnly: true, applicationServerKey: key });
  await expectAccessible(page);

  await page.reload();
  await expect(main(page).getByText("这部手机会提醒您。")).toBeVisible();
  expect(await times(page)).toBe(0);
  await button(page, "不要提醒了").click();
  await expect(button(page, "打开手机提醒")).toBeVisible();
  await expect.poll(async () => (await phones()).ids).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem("linli.push"))).toBe(null);
  await expectAccessible(page);
});

test("who says no, or has a browser that cannot, reads where the news is instead; in elder mode, too", async ({ page, context, server, anotherPhone }) => {
  await reading(context, "text=24;theme=light;mode=elder;spacing=0");
  await browserThatAsks(context, "denied");
  const cookie = await signedIn(context, server);
  await page.goto("/following");
  await button(page, "打开手机提醒").click();
  await aMoment(page);
  await button(page, "好，问吧").click();
  await expect(main(page).getByText("没能打开", { exact: false })).toBeVisible();
  expect((await asked(server, "/v1/me/push-subscriptions", cookie)).ids).toEqual([]);
  await expectAccessible(page);

  const old = await anotherPhone();
  await old.addInitScript(() => delete window.PushManager);
  await signedIn(old.context(), server);
  await old.goto("/following");
  await expect(main(old).getByText("这个浏览器送不了提醒，微信里也不行。", { exact: false })).toBeVisible();
  await expect(button(old, "打开手机提醒")).toHaveCount(0);
  await expectAccessible(old);

  const refused = await anotherPhone();
  await refused.addInitScript(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await signedIn(refused.context(), server);
  await refused.goto("/following");
  await expect(main(refused).getByText("您以前没让浏览器发通知。", { exact: false })).toBeVisible();
});

test("nobody is asked on a tablet for everybody, or before signing in", async ({ page, context, server }) => {
  await browserThatAsks(context);
  await forEverybody(context);
  await page.goto("/following");
  await expect(main(page).getByRole("link", { name: "先登录，登录完回到这里" })).toBeVisible();
  await expect(main(page).getByText("手机提醒")).toHaveCount(0);
  await signedIn(context, server);
  await page.goto("/following");
  await expect(button(page, "记下来")).toBeVisible();
  await expect(main(page).getByText("手机提醒")).toHaveCount(0);
  expect(await times(page)).toBe(0);
});

test("the service worker tells of one notice by its title, and of all else only that it is there", async ({ page, context, server }) => {
  await browserThatAsks(context);
  await context.grantPermissions(["notifications"]);
  await signedIn(context, server);
  await page.goto("/following");
  await installed(page);
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  const cdp = await context.newCDPSession(page);
  const registered = new Promise((done) =>
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations.forEach(({ registrationId }) => done(registrationId))),
  );
  await cdp.send("ServiceWorker.enable");
  const registrationId = await registered;
  const arrives = (data) => cdp.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data });
  const shown = () =>
    page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications();
      return all.map(({ title, body, data }) => [title, body, data]).sort();
    });

  // Before anything was kept: the place speaks for itself.
  await arrives("{}");
  await expect.poll(shown).toEqual([[new URL(server.url).host, "", "/inbox"]]);
  await button(page, "打开手机提醒").click();
  await aMoment(page);
  await button(page, "好，问吧").click();
  await expect(main(page).getByText("这部手机会提醒您。")).toBeVisible();
  const general = ["梧桐里社区", "有新消息，点开看看", "/inbox"];
  await arrives("{}");
  await expect.poll(shown, "one takes the place of the other").toEqual([general]);
  await arrives(JSON.stringify({ notice: "water-shutoff", title: "明天停水" }));
  const notice = ["梧桐里社区", "明天停水", "/notices/water-shutoff"];
  await expect.poll(shown).toEqual([notice, general]);
  await arrives("not JSON");
  await expect.poll(shown).toEqual([notice, general]);

  // A tap opens the page, or shows the one that is open; other pages stay where they are.
  const tapped = (path) =>
    worker.evaluate(async (path) => {
      const opened = [];
      self.clients.openWindow = async (address) => opened.push(address);
      const all = await self.registration.getNotifications({ tag: path });
      const event = new NotificationEvent("notificationclick", { notification: all[0] });
      const until = [];
      event.waitUntil = (promise) => until.push(promise);
      self.dispatchEvent(event);
      await Promise.allSettled(until);
      return opened;
    }, path);
  expect(await tapped("/notices/water-shutoff")).toEqual(["/notices/water-shutoff"]);
  await expect.poll(shown).toEqual([general]);
  await page.goto("/inbox");
  expect(await tapped("/inbox")).toEqual([]);
  await expect.poll(shown).toEqual([]);
  await expect(page).toHaveURL("/inbox");
});
