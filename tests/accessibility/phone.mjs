// A phone that reads and writes nothing: what it sends is refused before it leaves, so that every visit finds the
// community as it was.
import { follow } from "../support/pages.mjs";
import { watched } from "../support/test.mjs";
import { install } from "./screen.mjs";
import { timed } from "./stopwatch.mjs";

const PATIENCE = 30_000;
const UNREAD = 2_000;
// Where there is no page.
const NOWHERE = "/-";
// Asking for a code is how the last step of signing in is reached.
const MAY_BE_SENT = /\/v1\/session\/code$/;

export class Phone {
  // `kept`: what the phone keeps, as Playwright's storage state; `preferences`: how its owner reads.
  static async start({ browser, server, wrongs, kept, preferences, viewport = { width: 360, height: 640 }, ...more }) {
    const phone = new Phone();
    Object.assign(phone, { browser, server, wrongs, kept, preferences, viewport, more });
    await phone.renew();
    return phone;
  }

  // As it was at first: what it keeps, and a page with nothing in its memory. What it has downloaded stays, as on any phone.
  async renew() {
    const state = this.kept ? at(this.kept, this.server.url) : { cookies: [], origins: [] };
    if (this.context) {
      await this.page.close();
      await this.context.setStorageState(state);
    } else await this.#unpack(state);
    this.tried = [];
    this.page = await this.context.newPage();
    this.busy = new Set();
    this.answered = new Map();
    this.opened = false;
    this.page.on("request", (request) => /eventsource/.test(request.resourceType()) || request.url().includes("/v1/events") || this.busy.add(request));
    for (const end of ["requestfinished", "requestfailed"]) this.page.on(end, (request) => this.busy.delete(request));
    // An answer that nobody reads to its end is never said to have ended.
    this.page.on("response", (response) => this.answered.set(response.request(), Date.now()));
  }

  async #unpack(storageState) {
    this.context = await this.browser.newContext({
      baseURL: this.server.url,
      storageState,
      viewport: this.viewport,
      hasTouch: true,
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      // A worker would fetch where nothing sees it.
      serviceWorkers: "block",
      acceptDownloads: false,
      ...this.more,
    });
    this.context.setDefaultTimeout(10_000);
    await watched(this.context, this.wrongs, false);
    await this.context.addInitScript((value) => {
      // The engine's own empty frames have no storage.
      if (value && location.protocol.startsWith("http") && !localStorage.getItem("linli.prefs")) localStorage.setItem("linli.prefs", value);
    }, this.preferences);
    await this.context.addInitScript(install);
    await this.context.route("**/v1/**", (route) => {
      const request = route.request();
      if (["GET", "HEAD"].includes(request.method()) || MAY_BE_SENT.test(request.url())) return route.fallback();
      this.tried.push(`${request.method()} ${new URL(request.url()).pathname}`);
      return route.abort("connectionrefused");
    });
  }

  async open(path) {
    this.busy.clear();
    await this.page.goto(path, { waitUntil: "commit" });
    // What the page before had asked for, nobody waits for any more, and nobody tells how it ended.
    for (const request of [...this.busy]) {
      if (request.isNavigationRequest()) break;
      this.busy.delete(request);
    }
    await this.settled();
    this.opened = true;
    this.first ??= await this.keeps();
  }

  // From wherever one is, as by a link, which starts the app only once. With nothing open, or where a page does not let one leave,
  // the address is opened anew.
  async go(path) {
    if (this.opened && (await this.#follow(path))) return;
    await timed("opening anew", this.open(path));
  }

  // The page of an address is drawn anew where another one was drawn before.
  async #follow(path) {
    const here = () => this.page.evaluate(() => location.pathname + location.search);
    const way = (await here()) === path ? [NOWHERE, path] : [path];
    for (const to of way) {
      await follow(this.page, to);
      await this.settled();
      if ((await here()) !== to) return false;
    }
    return true;
  }

  // Whether somebody has done something with it since it was new.
  async used() {
    return this.page.url() !== "about:blank" && (this.tried.length > 0 || (await this.keeps()) !== this.first);
  }

  // Everything that was asked for is here and drawn.
  async settled() {
    const patience = Date.now() + PATIENCE;
    do {
      if (Date.now() > patience) throw new Error(`${this.page.url()} never settles: ${[...this.busy].map((request) => request.url()).join(", ")}`);
      await this.page.waitForFunction(drawn, null, { timeout: PATIENCE });
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      for (const request of this.busy) if (Date.now() - (this.answered.get(request) ?? Infinity) > UNREAD) this.busy.delete(request);
    } while (this.busy.size > 0 || !(await this.page.evaluate(drawn)));
  }

  // What the phone keeps now, as one text.
  async keeps() {
    const cookies = (await this.context.cookies()).map(({ name, value }) => `${name}=${value}`);
    const rest = await this.page.evaluate(async () => {
      // What was read, and when, is no deed. In order, because a browser keeps none.
      const local = Object.entries(localStorage).filter(([key]) => !/^linli\.(visit\/|seen-notices$)/.test(key)).sort(([one], [other]) => (one < other ? -1 : 1));
      const kept = { local, session: { ...sessionStorage } };
      const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
      for (const { name } of await indexedDB.databases()) {
        const database = await done(indexedDB.open(name));
        for (const store of ["drafts", "outbox"].filter((store) => database.objectStoreNames.contains(store))) {
          kept[store] = await done(database.transaction(store).objectStore(store).getAll());
        }
        database.close();
      }
      return kept;
    });
    return JSON.stringify([cookies, rest]);
  }

  async close() {
    await this.context.close();
  }
}

// The app stands in the place of the page that says that it is being opened, and nothing in it is still on its way.
function drawn() {
  const main = document.querySelector("main");
  return (
    main?.matches("#main, [class~=page]") &&
    main.querySelector("h1")?.textContent.trim() &&
    document.querySelector("footer a") &&
    // The gallery shows what waiting looks like.
    (location.pathname === "/gallery" || !main.querySelector(".loading, [aria-busy=true]")) &&
    !/^正在打开/.test(main.querySelector("h1").textContent) &&
    // A phone's voices may take two seconds to be found.
    !/^正在/.test(document.querySelector(".aloud")?.textContent ?? "")
  );
}

// A storage state belongs to an origin, and every server has its own.
function at(kept, url) {
  return { ...kept, origins: kept.origins.map((origin) => ({ ...origin, origin: url })) };
}
