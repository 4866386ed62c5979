// Runs first, before anything is painted. It applies the reader's preferences, starts every request that the app
// will need while the WebAssembly is still on its way, starts the app, and tells the reader when that fails.
// Written for old browsers up to the point where it can tell that one is too old.
(function () {
  "use strict";

  var here = document.currentScript;
  var root = document.documentElement;
  var linli = (window.__linli = {});

  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch (_) {
      return null;
    }
  }

  function when_parsed(run) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
    else run();
  }

  // Shows one of the messages in index.html: "crash", "load" or "old".
  var shown = false;
  linli.failed = function (kind) {
    if (shown) return;
    shown = true;
    when_parsed(function () {
      var failure = document.getElementById("failure");
      document.getElementById("failure-" + (kind || "crash")).hidden = false;
      document.getElementById("failure-reload").addEventListener("click", function () {
        location.reload();
      });
      // Below the heading of the page. One that was never drawn has nothing else to say; a crashed one may still be read.
      var main = document.querySelector("main");
      var heading = main && main.querySelector("h1");
      if (heading) {
        var below = (kind === "load" || kind === "old") && !linli.shown ? [].slice.call(main.children) : [];
        below.forEach(function (part) {
          if (part !== heading) part.parentNode.removeChild(part);
        });
        heading.parentNode.insertBefore(failure, heading.nextSibling);
      }
      failure.hidden = false;
      failure.focus();
    });
  };

  // A late part of the app is here.
  linli.arrived = function () {};
  // A part of the app is gone from the server because there is a newer version: opening the page again brings that. Once
  // only, so that a server that has lost its files does not make the page open for ever.
  linli.outdated = function () {
    try {
      if (sessionStorage.getItem("linli.renewed") === here.src) return;
      sessionStorage.setItem("linli.renewed", here.src);
    } catch (_) {
      return;
    }
    function again() {
      location.reload();
    }
    var workers = navigator.serviceWorker;
    if (!workers || !workers.controller) return again();
    // The worker of the older version would open the older version again.
    workers.addEventListener("controllerchange", again);
    workers
      .getRegistration()
      .then(function (registration) {
        return registration.update();
      })
      .then(function (registration) {
        var next = registration.waiting || registration.installing;
        if (next) next.postMessage("activate");
        else again();
      })
      .catch(again);
  };

  // "text=24;theme=auto;mode=elder;spacing=0;motion=auto;speed=100" becomes data-text, data-theme, and so on.
  var allowed = {
    text: /^\d\d$/,
    theme: /^(auto|light|dark|contrast)$/,
    mode: /^(standard|elder)$/,
    spacing: /^[01]$/,
    motion: /^(auto|still)$/,
    speed: /^\d{2,3}$/,
  };
  (kept("linli.prefs") || "").split(";").forEach(function (part) {
    var pair = part.split("=");
    if (allowed.hasOwnProperty(pair[0]) && allowed[pair[0]].test(pair[1])) root.setAttribute("data-" + pair[0], pair[1]);
  });

  // The same order as the app's: address, what was chosen before, the browser's wishes, Chinese.
  var wished = /[?&]locale=([\w-]+)/.exec(location.search);
  var wishes = [wished && wished[1], kept("linli.locale")].concat(navigator.languages || [navigator.language]);
  var locale = "zh-CN";
  for (var i = 0; i < wishes.length; i++) {
    // Traditional characters are read in Taiwan, Hong Kong and Macau, and wherever a browser asks for them.
    var known = /^(zh|en|ar)(?:-(XA$|(?:yue-)?(?:Hant|TW|HK|MO)))?/i.exec(wishes[i] || "");
    if (known) {
      locale = known[1].toLowerCase();
      if (locale === "zh") locale = known[2] && !/^XA$/i.test(known[2]) ? "zh-TW" : "zh-CN";
      if (locale === "en" && /^XA$/i.test(known[2])) locale = "en-XA";
      break;
    }
  }
  root.lang = locale;
  root.dir = locale === "ar" ? "rtl" : "ltr";

  // Help begins and ends for all tabs at once: none may go on in the name of somebody else.
  window.addEventListener("storage", function (event) {
    if (event.key === "linli.helped") location.reload();
  });

  if (!window.WebAssembly || !WebAssembly.instantiate || !window.fetch || !window.Promise || !window.Proxy) {
    linli.failed("old");
    return;
  }

  // A promise that nobody awaits must not end in the console; whoever awaits it still sees the failure.
  function started(promise) {
    promise.catch(function () {});
    return promise;
  }
  function text(url) {
    return started(
      fetch(url).then(function (answer) {
        if (!answer.ok) throw new Error(url + " " + answer.status);
        return answer.text();
      })
    );
  }

  // The catalogue's name carries its content's hash after a release build; the plain name always works too.
  var tag = locale === "en-XA" ? "en" : locale;
  linli.locale = locale;
  linli.locales = JSON.parse(here.getAttribute("data-locales") || "{}");
  // The words of the pages that come later; without a release build the first file has them all.
  linli.laters = JSON.parse(here.getAttribute("data-laters") || "{}");
  var catalogue = linli.locales[tag] || "/locales/" + tag + ".json";
  var later = linli.laters[tag];
  linli.catalogue = text(catalogue);
  // Home needs only the first file.
  if (later && location.pathname !== "/") linli.later = text(later);
  linli.config = text("/config.json");
  // The recount worker; only a release build has one.
  linli.counter = here.getAttribute("data-counter");

  // What every first page asks the backend for, when that is our own; otherwise the app asks by itself.
  var ours = linli.config.then(function (config) {
    var backend = JSON.parse(config).backend || {};
    if (backend.kind !== "native" || backend.base) throw new Error("another backend");
  });
  function early(path) {
    return started(
      ours.then(function () {
        return text(path);
      })
    );
  }
  // Programs that read feeds look for one here.
  ours
    .then(function () {
      var feed = element("link");
      feed.rel = "alternate";
      feed.type = "application/atom+xml";
      feed.href = "/v1/notices.atom";
      document.head.appendChild(feed);
    })
    .catch(function () {});
  linli.service = early("/v1/service");
  // A frame that gets its words later pushes down what is being read: on a first visit the app, once it is there, waits a moment for
  // the community's name, which a slow link or a busy phone may bring after the app.
  if (!kept("linli.community")) {
    var service = linli.service;
    Object.defineProperty(linli, "framed", {
      get: function () {
        return new Promise(function (go) {
          service.then(go, go);
          setTimeout(go, 1000);
        });
      },
    });
  }
  if (kept("linli.me")) linli.me = early("/v1/me");
  if (/^\/(notices)?$/.test(location.pathname)) linli.notices = early("/v1/notices?limit=20");

  // The notice that the address names: its words can be read while the app is still on its way. One that no longer holds waits for
  // the app, which says so.
  var page = location.pathname;
  if (/^\/notices\/[^/]+$/.test(page)) {
    linli[page] = early("/v1" + page);
    linli[page]
      .then(function (text) {
        var notice = JSON.parse(text);
        when_parsed(function () {
          var main = document.querySelector(".boot-main");
          if (!main || notice.withdrawn || Date.parse(notice.valid_until) < Date.now()) return;
          var words = notice.plain || notice.body;
          var shown = (linli.shown = element("div", "stack"));
          shown.appendChild(element("h1", "keep-lines", notice.title));
          draw(shown, words.value || notice.summary, words.format === "markdown");
          // What stands below comes anew instead of being pushed down.
          var below = [].slice.call(main.children, 1);
          main.textContent = "";
          [shown].concat(below).forEach(function (part) {
            main.appendChild(part);
          });
        });
      })
      .catch(function () {});
  }

  function element(name, looks, words) {
    var made = document.createElement(name);
    if (looks) made.className = looks;
    if (words !== undefined) {
      made.dir = "auto";
      made.textContent = words;
    }
    return made;
  }

  // A text as what it will look like, in short: paragraphs without the marks of Markdown, lists with dots, tables in the markup of
  // src/ui/markdown.rs. Only as text, never as HTML.
  function draw(into, text, marked) {
    var lines = text.split(/\r?\n/);
    var words = [];
    function paragraph() {
      if (words.length) into.appendChild(element("p", "keep-lines", words.join("\n")));
      words = [];
    }
    for (var at = 0; at < lines.length; at++) {
      var line = lines[at];
      // A row of dashes between bars, below a line with bars, makes a table of what follows.
      if (marked && /\|/.test(line) && /^[ \t]*\|?([ \t]*:?-+:?[ \t]*\|)+[ \t:-]*$/.test(lines[at + 1])) {
        paragraph();
        var names = cells(line);
        var rows = element("tbody");
        for (at += 2; /\|/.test(lines[at]); at++) rows.appendChild(row(cells(lines[at]), names));
        at--;
        rows.insertBefore(row(names), rows.firstChild);
        var table = element("table", "table");
        table.appendChild(rows);
        var frame = element("div", "table-frame");
        frame.appendChild(table);
        into.appendChild(frame);
      } else if (line.trim()) words.push(marked ? plain(line) : line);
      else paragraph();
    }
    paragraph();
  }

  function plain(line) {
    return line.replace(/^ *(#+|>) |\*\*/g, "").replace(/^( *)[-*+] /, "$1• ").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  }

  // A bar with a stroke before it is a letter like any other; its wide sister stands for it until the app is here.
  function cells(line) {
    return line.trim().replace(/\\\|/g, "｜").replace(/^\||\|$/g, "").split("|").map(function (cell) {
      return plain(cell.trim());
    });
  }

  // Without `names` it is the head. A cell names its column for narrow screens, where the head is out of sight.
  function row(cells, names) {
    var made = element("tr");
    cells.forEach(function (words, column) {
      var cell = element(names ? "td" : "th", "", names ? undefined : words);
      if (!names) cell.scope = "col";
      else {
        cell.appendChild(element("span", "", words));
        if (names[column]) cell.setAttribute("data-label", names[column]);
      }
      made.appendChild(cell);
    });
    return made;
  }

  var js = here.getAttribute("data-js");
  var wasm = here.getAttribute("data-wasm");
  import(js)
    .then(function (glue) {
      // Everything may be here before the body is read; the app draws into the body.
      return new Promise(when_parsed).then(function () {
        return glue.default({ module_or_path: wasm });
      });
    })
    .catch(function (reason) {
      console.error(reason);
      // What cannot be compiled was made by a newer compiler than this browser knows; all else is the network.
      linli.failed(reason instanceof WebAssembly.CompileError ? "old" : "load");
    });

  // Only a release build names a worker. A version that waits is let in when a page is opened, never under one.
  var worker = here.getAttribute("data-worker");
  if (worker && window.isSecureContext && navigator.serviceWorker) {
    var returning = !!navigator.serviceWorker.controller;
    // What was fetched before the worker was in charge, and will be needed without a network.
    var keep = function (what) {
      navigator.serviceWorker.ready.then(function (ready) {
        ready.active.postMessage(what);
      });
    };
    linli.arrived = function (url) {
      keep([new URL(url, location.href).pathname]);
    };
    window.addEventListener("load", function () {
      navigator.serviceWorker
        .register(worker)
        .then(function (registration) {
          if (registration.waiting) registration.waiting.postMessage("activate");
          keep([catalogue, "/config.json"]);
          // The second visit completes the app, so that every page opens without a network; the first one stays small.
          if (returning && !(navigator.connection && navigator.connection.saveData)) {
            keep("complete");
            if (later) keep([later]);
          }
        })
        .catch(function () {});
    });
  }
})();
