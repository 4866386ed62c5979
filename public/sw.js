// The service worker: opens the app without a network. `cargo xtask build` fills in the three constants.
// What the backend says is none of its business: /v1 is never touched, the app itself keeps copies and shows their age.
"use strict";

const BUILD = "{{BUILD}}";
const PRECACHE = {{PRECACHE}};
// Parts of the app that come when they are first needed. Who comes back gets the rest of them beforehand.
const LATER = {{LATER}};

const SHELL = "linli-shell-" + BUILD;
const SETTINGS = "linli-settings";
// Downloaded boards; the recount worker keeps them (crates/worker), whatever version of the app is here.
const BOARDS = "linli-boards";
// What is said beside the title of a notice, in the resident's language: kept when somebody asked to be told.
const WORDS = "/push-words";
const HASHED = /-[0-9a-f]{16}\.[a-z0-9]+$/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(SHELL).then((cache) =>
      // A name with a hash never changes its content, so the browser's own copy will do; the others are asked for again.
      cache.addAll(PRECACHE.map((url) => new Request(url, { cache: HASHED.test(url) ? "default" : "no-cache" })))
    )
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => ![SHELL, SETTINGS, BOARDS].includes(name)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

// A new version waits until a page asks for it (boot.js does so when a page is opened).
// A list of addresses: what the first page fetched before this worker was there, and will need without a network.
self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
  else if (event.data === "complete") event.waitUntil(Promise.all(LATER.map(keep)));
  else if (event.data.words) event.waitUntil(caches.open(SETTINGS).then((cache) => cache.put(WORDS, new Response(event.data.words))));
  else if (Array.isArray(event.data)) event.waitUntil(Promise.all(event.data.map(keep)));
});

async function keep(address) {
  const cache = await caches.open(HASHED.test(address) ? SHELL : SETTINGS);
  if (!(await cache.match(address))) await cache.add(address).catch(() => {});
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/v1/") || url.pathname === "/sw.js") return;
  if (request.mode === "navigate") {
    if (!/\.[a-z0-9]+$/i.test(url.pathname)) event.respondWith(shell(request));
  } else if (HASHED.test(url.pathname)) {
    event.respondWith(kept(request, url));
  } else if (url.pathname === "/config.json" || url.pathname.startsWith("/locales/")) {
    event.respondWith(fresh_soon(event));
  } else if (PRECACHE.includes(url.pathname)) {
    event.respondWith(kept(request, url));
  }
});

async function shell(request) {
  return (await (await caches.open(SHELL)).match("/")) || fetch(request);
}

async function kept(request, url) {
  const cache = await caches.open(SHELL);
  const copy = await cache.match(request);
  if (copy) return copy;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    return answer;
  }
  // A page of an older version asks for a catalogue that has a newer name by now: the plain name always works, and has all words.
  return url.pathname.startsWith("/locales/") ? fetch(url.pathname.replace(/(-later)?-[0-9a-f]{16}/, "")) : answer;
}

// The copy at once and a newer one for the next time.
async function fresh_soon(event) {
  const cache = await caches.open(SETTINGS);
  const copy = await cache.match(event.request);
  const answer = fetch(event.request).then(async (answer) => {
    if (answer.ok) await cache.put(event.request, answer.clone());
    return answer;
  });
  if (!copy) return answer;
  event.waitUntil(answer.catch(() => {}));
  return copy;
}

// The community's server says that there is something new: the title of a notice, which everybody may read, or nothing of it at all.
// Nothing is fetched, and without kept words the name of the place says enough.
self.addEventListener("push", (event) => event.waitUntil(tell(event.data)));

async function tell(data) {
  const told = await read(data);
  const words = await read(await (await caches.open(SETTINGS)).match(WORDS));
  const path = told.notice ? "/notices/" + encodeURIComponent(told.notice) : "/inbox";
  await self.registration.showNotification(words.name || self.location.host, {
    body: told.title || words.news || "",
    tag: path,
    icon: "/icons/icon-192.png",
    data: path,
  });
}

// A message that cannot be read is one of which nothing is told.
async function read(data) {
  try {
    return (await data.json()) || {};
  } catch (_) {
    return {};
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

// A page that shows something else stays where it is: somebody may be in the middle of it.
async function open(path) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => new URL(page.url).pathname === path);
  return there ? there.focus() : self.clients.openWindow(path);
}
