// Every failure that the contract knows, and those that no contract knows, as a resident meets them: in words, with a next step, with
// everything that was chosen or written still there, and without anything that the probes find.
import { aMoment, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { unseen } from "./examine.mjs";
import { answer, OTHERS, problems, told, watching, words } from "./failing.mjs";
import { database } from "./seed.mjs";

// How each is met, as { where: whose words }: `page` where a poll is opened, `results` and `board` where its results are, `ballot` where
// one is sent and `withdraw` where one is taken back, `post` and `request` where something is sent, `code` where somebody signs in,
// `help` where somebody helps. A ballot or a post that may still arrive is no failure: it waits.
const MET = {
  "bad-request": { post: "validation" },
  "not-signed-in": { page: "not_signed_in" },
  "wrong-code": { code: "wrong_code", help: "wrong_code" },
  "code-expired": { code: "code_expired" },
  forbidden: { page: "forbidden", help: "forbidden" },
  "cross-site": { post: "forbidden" },
  "not-eligible": { ballot: "not_eligible" },
  "assisted-session-over": { post: "assist_over" },
  "helper-limit": { ballot: "helper_limit" },
  "wrong-secret": { withdraw: "wrong_secret" },
  "not-found": { page: "not_found" },
  "method-not-allowed": { post: "unsupported" },
  "poll-not-open": { ballot: "not_open_yet" },
  "poll-closed": { ballot: "closed" },
  "poll-cancelled": { ballot: "cancelled" },
  "already-voted": { ballot: "already_voted" },
  "voted-on-paper": { ballot: "voted_on_paper" },
  "change-not-allowed": { ballot: "change_not_allowed" },
  "thread-closed": { post: "closed" },
  "consent-pending": { help: "consent_pending" },
  duplicate: { post: "duplicate" },
  "practice-only": { results: "practice" },
  "results-hidden": { results: "hidden" },
  "board-not-ready": { results: "hidden", board: "no_board" },
  gone: { page: "gone" },
  "too-large": { post: "too_large" },
  "photo-place": { request: "photo" },
  "photo-unreadable": { request: "photo" },
  "unsupported-media-type": { post: "validation" },
  validation: { post: "validation" },
  "too-long": { post: "too_long" },
  "idempotency-key-reused": { ballot: "key_reused" },
  "rate-limited": { page: "rate_limited", code: "rate_limited", ballot: "waits", post: "waits" },
  internal: { page: "unavailable", ballot: "waits" },
  "not-implemented": { page: "unsupported" },
  unavailable: { page: "unavailable", post: "waits", code: "unavailable" },
  "an HTML page": { page: "unreadable", ballot: "waits", code: "unreadable" },
  "half an answer": { page: "unreadable" },
  maintenance: { page: "unavailable" },
  "a gateway that waits no longer": { page: "timeout", withdraw: "timeout" },
  "no network": { page: "offline", results: "offline", request: "waits" },
};

const met = (way) => Object.entries(MET).flatMap(([name, ways]) => (ways[way] ? [{ name, kind: ways[way] }] : []));
// As it can stand in an address.
const slug = (name) => name.replaceAll(" ", "-");
const named = (part) => Object.keys(MET).find((name) => slug(name) === part);

test("every problem of the contract is met somewhere, and every way in which an answer is none", async () => {
  const known = (await problems()).map(({ name }) => name);
  expect(known.length).toBeGreaterThan(30);
  expect(Object.keys(MET).sort()).toEqual([...known, ...Object.keys(OTHERS)].sort());
});

for (const mode of ["standard", "elder"]) {
  test.describe(`${mode} mode`, () => {
    test.setTimeout(240_000);
    // What one test of a worker has looked at the next does not look at again.
    const seen = unseen();
    const begun = async ({ browser, servers, wrongs }, who) => {
      const server = await servers.start({ from: database() });
      const there = await watching({ browser, server, wrongs }, mode, { who, seen });
      // Each failure has a poll and a thread of its own: another one under an address of this kind.
      await there.page.route(/\/v1\/(polls|threads)\/w-/, (route) => standIn(route));
      return { server, ...there };
    };

    test("a page that does not come", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      await page.route(/\/v1\/polls\/p-[^/]+$/, (route) => answer(route, named(asked(route, "p"))));
      // Whoever is not signed in any more comes last.
      for (const { name, kind } of met("page").sort((one, other) => (one.kind === "not_signed_in") - (other.kind === "not_signed_in"))) {
        await phone.go(`/polls/p-${slug(name)}`);
        await told(main, kind);
        await look(`a poll: ${name}`);
        if (kind === "not_signed_in") await expect(main.getByRole("link", { name: words("app.sign_in") })).toHaveAttribute("href", `/sign-in?next=${encodeURIComponent(`/polls/p-${slug(name)}`)}`);
      }
      await phone.close();
    });

    test("results that do not come", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      const lost = (file) => page.route(new RegExp(`/v1/polls/w-[^/]+/${file}`), (route) => answer(route, named(asked(route, "w"))));
      await lost("results");
      for (const { name, kind } of met("results")) {
        await phone.go(`/polls/w-parking-lines-poll..${slug(name)}/results`);
        await told(main, kind);
        await look(`results: ${name}`);
      }
      await page.unroute(new RegExp("/v1/polls/w-[^/]+/results"));
      await lost("board");
      for (const { name, kind } of met("board")) {
        await phone.go(`/polls/w-parking-lines-poll..${slug(name)}/recount`);
        await aMoment(page);
        await main.getByRole("button", { name: words("recount.start") }).click();
        await expect(main).toContainText(words(`recount.failed.${kind}.title`));
        await expect(main).toContainText(words(`recount.${kind}_text`));
        await expect(main.getByRole("button", { name: words("recount.again") })).toBeVisible();
        await look(`board: ${name}`);
      }
      await phone.close();
    });

    test("a ballot that is not taken", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      await page.route(/\/v1\/polls\/w-[^/]+\/ballot/, (route) => (route.request().method() === "PUT" ? answer(route, named(asked(route, "w"))) : answer(route, "not-found")));
      for (const { name, kind } of met("ballot")) {
        await phone.go(`/polls/w-courtyard..${slug(name)}/ballot`);
        const choice = main.getByRole("checkbox").first();
        const label = (await choice.evaluate((field) => field.labels[0].innerText)).split("\n")[0];
        await choice.check();
        await press(page, words("ballot.to_check"));
        await expect(page).toHaveURL(/\/check$/);
        await press(page, words("check.send"));
        await expect(page).toHaveURL(/\/receipt$/);
        await expect(main).toContainText(words(kind === "waits" ? "receipt.waiting" : "receipt.refused"));
        await phone.settled();
        if (kind !== "waits") await told(main, kind);
        await expect(main.getByRole("definition").filter({ hasText: label })).toBeVisible();
        await look(`a ballot: ${name}`);
      }
      await phone.go("/polls/clinic-day-poll/receipt");
      await page.route(/\/v1\/polls\/clinic-day-poll\/ballot/, (route) => (/\/withdrawal$/.test(route.request().url()) ? answer(route, withdrawn) : route.fallback()));
      let withdrawn;
      for (const { name, kind } of met("withdraw")) {
        withdrawn = name;
        await press(page, words("polls.withdraw"));
        await aMoment(page);
        await page.getByRole("dialog").getByRole("button", { name: words("polls.withdraw_yes") }).click();
        await told(main, kind);
        await expect(main).toContainText("已计入");
        await look(`taken back: ${name}`);
      }
      await phone.close();
    });

    test("a post and a request that are not taken", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      await page.route(/\/v1\/threads\/w-[^/]+\/posts/, (route) => (route.request().method() === "POST" ? answer(route, named(asked(route, "w"))) : route.fallback()));
      for (const { name, kind } of met("post")) {
        await phone.go(`/threads/w-courtyard-benches..${slug(name)}/write`);
        const post = `椅子要结实。${name}`;
        await main.getByRole("textbox").first().fill(post);
        await press(page, words("threads.write_send"));
        await expect(main).toContainText(words(kind === "waits" ? "threads.waiting" : "threads.refused"));
        await phone.settled();
        if (kind !== "waits") await told(main, kind);
        await expect(main).toContainText(post);
        await look(`a post: ${name}`);
      }
      await page.route(/\/v1\/(matters|requests|photos)$/, (route) => (route.request().method() === "POST" ? answer(route, requested) : route.fallback()));
      let requested;
      for (const { name, kind } of met("request")) {
        requested = name;
        await phone.go("/matters/new");
        const text = `门关不严。${name}`;
        await filledIn(page, text);
        await press(page, words("requests.check.send"));
        await expect(main).toContainText(words(kind === "waits" ? "requests.waiting" : "requests.refused"));
        await phone.settled();
        if (kind !== "waits") await told(main, kind);
        await expect(main).toContainText(text);
        await look(`a request: ${name}`);
      }
      await phone.close();
    });

    test("a code that is not taken", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs }, "nobody");
      let name;
      let code;
      await page.route(/\/v1\/session\/code$/, (route) => answer(route, name));
      await page.route(/\/v1\/session$/, (route) => (route.request().method() === "POST" ? answer(route, code) : route.fallback()));
      await phone.go("/sign-in");
      await main.getByRole("radio", { name: words("sign_in.by_phone") }).check();
      await press(page, "下一步");
      if (mode === "elder") {
        await main.getByRole("radio", { name: words("sign_in.phone_own") }).check();
        await press(page, "下一步");
      }
      const number = main.getByRole("textbox");
      await number.fill("19900000001");
      name = "rate-limited";
      await press(page, words("sign_in.send_code"));
      await told(main, "rate_limited");
      await expect(number).toHaveValue("19900000001");
      await look("asking for a code: rate-limited");
      await page.unroute(/\/v1\/session\/code$/);
      await press(page, words("sign_in.send_code"));
      const digits = main.getByRole("textbox", { name: words("sign_in.code") });
      await digits.fill("000000");
      for (const { name, kind } of met("code")) {
        code = name;
        await press(page, words("sign_in.submit"));
        await told(main, kind);
        await expect(digits).toHaveValue("000000");
        await look(`a code: ${name}`);
      }
      await phone.close();
    });

    test("a neighbour's word that is not taken", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look, server } = await begun({ browser, servers, wrongs }, "nobody");
      await signedIn(phone.context, server, "19900000002");
      let name;
      await page.route(/\/v1\/assisted-sessions$/, (route) => (route.request().method() === "POST" ? answer(route, name) : route.fallback()));
      await phone.go("/assist");
      await main.getByRole("radio", { name: "短信验证码" }).check();
      await press(page, "下一步");
      await main.getByRole("textbox", { name: "对方的手机号" }).fill("19900000001");
      await press(page, "给对方发验证码");
      const digits = main.getByRole("textbox", { name: "对方收到的 6 位数字" });
      await digits.fill("000000");
      for (const one of met("help")) {
        name = one.name;
        await press(page, "对方同意，开始帮忙");
        await told(main, one.kind);
        await expect(digits).toHaveValue("000000");
        await look(`helping: ${name}`);
      }
      await phone.close();
    });
  });
}

// What an address with this letter is about: behind the dots where something else stands in.
const asked = (route, letter) => {
  const [, part] = new RegExp(`/${letter}-([^/?]+)`).exec(new URL(route.request().url()).pathname);
  return part.split("..").at(-1);
};

// A poll or a thread under another name: `w-courtyard..gone` is the courtyard's. Of a thread without its posts, which are many.
async function standIn(route) {
  const request = route.request();
  if (request.method() !== "GET") return route.fallback();
  const [, name, real] = /\/(w-([^/?]+?)\.\.[^/?]+)/.exec(request.url());
  const response = await route.fetch({ url: request.url().replace(name, real) });
  const text = (await response.text()).replaceAll(`"${real}"`, `"${name}"`);
  if (!response.ok() || !/\/posts/.test(request.url())) return route.fulfill({ response, body: text });
  return route.fulfill({ response, json: { ...JSON.parse(text), items: [] } });
}

async function press(page, name) {
  await aMoment(page);
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
}

// A request, on one screen or on six.
async function filledIn(page, text) {
  const main = page.getByRole("main");
  const heading = main.getByRole("heading", { level: 1, name: words("requests.check.title") });
  while ((await heading.count()) === 0) {
    for (const group of await main.getByRole("group").all()) await group.getByRole("radio").first().check();
    const fields = main.getByRole("textbox");
    for (const field of await fields.all()) await field.fill(text);
    const before = await main.textContent();
    await press(page, /^(下一步|写好了，看一遍)$/);
    await expect.poll(() => main.textContent()).not.toBe(before);
  }
}
