// What others do while a page is open: it is offered, moves nothing that is read, and touches nothing that is typed.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, reading, signedIn, unfold } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.setTimeout(120_000);

const THREAD = "lift-noise";
const TITLE = "5 号楼电梯半夜「咣当」响，有人听见吗？";
const NEIGHBOUR = "19900000002";
const WORDS = "昨天夜里两点又响了一次。";
const ELDER = "text=24;theme=light;mode=elder;spacing=0";

const main = (page) => page.getByRole("main");
const told = (page, words) => main(page).getByRole("status").filter({ hasText: words });
const show = (page) => main(page).getByRole("button", { name: "看看", exact: true });
const articles = (page) => main(page).getByRole("article");

const send = (server, method, path, cookie, body) =>
  fetch(server.url + path, {
    method,
    headers: { "content-type": "application/json", origin: server.url, cookie },
    body: JSON.stringify(body),
  }).then((answer) => {
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    return answer.json();
  });

const says = (server, cookie, body) => send(server, "POST", `/v1/threads/${THREAD}/posts`, cookie, { body });

// From here on the page listens: what is done before that is what it reads.
const listening = (page) => page.waitForResponse((answer) => answer.url().includes("/v1/events") && answer.ok());

async function opened(page) {
  const listens = listening(page);
  await page.goto(`/threads/${THREAD}`);
  await arrived(page, TITLE, { focused: false });
  await expect(articles(page).first()).toBeVisible();
  await listens;
}

// However the browser calls it: the stream is no more.
const ended = (page) => {
  const stream = (request) => request.url().includes("/v1/events");
  return Promise.race(["requestfailed", "requestfinished"].map((event) => page.waitForEvent(event, stream)));
};

// As a phone does when another app comes to the front.
const look = (page, state) =>
  page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode new posts are offered, move nothing, and the first of them takes the focus when they are shown`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await signedIn(context, server);
    const neighbour = await server.signIn(NEIGHBOUR);
    await opened(page);
    const before = await articles(page).count();
    await unfold(main(page), "换个先后顺序");
    const focused = main(page).getByRole("link", { name: "先看新的" });
    await focused.focus();
    await articles(page).nth(1).evaluate((post) => scrollTo(0, post.getBoundingClientRect().top + scrollY - 80));
    const place = await articles(page).nth(1).boundingBox();

    await says(server, neighbour, WORDS);
    await expect(told(page, "有 1 条新发言。")).toBeVisible();
    await says(server, neighbour, "物业能不能先停一停夜里的调试？");
    await expect(told(page, "有 2 条新发言。")).toBeVisible();
    expect(await articles(page).nth(1).boundingBox()).toEqual(place);
    await expect(articles(page)).toHaveCount(before);
    await expect(focused).toBeFocused();
    if (mode === "elder") expect((await show(page).boundingBox()).height).toBeGreaterThanOrEqual(60);
    await expectAccessible(page);

    await show(page).click();
    // The list opens at the first of them, however many stand before it.
    const first = articles(page).filter({ hasText: WORDS });
    await expect(first).toBeFocused();
    await expect(articles(page).filter({ hasText: "物业能不能先停一停夜里的调试？" })).toBeVisible();
    await expect(first).toBeInViewport();
    await expect(show(page)).toHaveCount(0);
    await expectAccessible(page);
    await expect(first).toMatchAriaSnapshot(`
      - article:
        - heading [level=3]
        - paragraph: ${WORDS}
    `);
  });
}

test("numbers of agreement follow by themselves, and what one does oneself is no news", async ({ page, context, server }) => {
  await signedIn(context, server);
  const neighbour = await server.signIn(NEIGHBOUR);
  const { id } = await says(server, neighbour, WORDS);
  await opened(page);
  const post = articles(page).filter({ hasText: WORDS });
  await expect(post.getByText(/^\d+ 人/)).toHaveCount(0);
  await send(server, "PUT", `/v1/posts/${id}/rating`, await server.signIn("19900000003"), { agree: true });
  await expect(post.getByText(/1 /)).toBeVisible();
  await post.getByRole("button", { name: /^我也这样想/ }).click();
  await expect(post.getByRole("button", { name: /^我也这样想/ })).toHaveAttribute("aria-pressed", "true");
  await expect(post.getByText(/2 /)).toBeVisible();
  await expect(show(page)).toHaveCount(0);
  await expectAccessible(page);
});

test("what a moderator hides is told to who has it open, and shown as hidden when it is asked for", async ({ page, context, server }) => {
  await signedIn(context, server);
  const { id } = await says(server, await server.signIn(NEIGHBOUR), WORDS);
  await opened(page);
  const post = articles(page).filter({ hasText: WORDS });
  await expect(post).toBeVisible();
  await server.staff("moderate", "hide", id, "--reason", "骂人", "--by", "主持人甲");
  await expect(told(page, "有的发言改过，或者收起来了。")).toBeVisible();
  await expect(post).toBeVisible();
  await expectAccessible(page);
  await show(page).click();
  await expect(main(page).getByText("这条发言被主持人收起：骂人")).toBeVisible();
  await expect(post).toHaveCount(0);
  await expect(show(page)).toHaveCount(0);
});

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode what somebody is typing stays as it is while others write on the same page`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    await signedIn(context, server);
    const neighbour = await server.signIn(NEIGHBOUR);
    const { id } = await says(server, neighbour, "我家也听见了。");
    await opened(page);
    await unfold(main(page), "找一句话");
    const field = main(page).getByRole("searchbox", { name: "在这个议题里找" });
    await field.pressSequentially("电梯夜里");
    // The caret stands in the middle: put to either end it would show.
    await field.press("ArrowLeft");
    await field.press("ArrowLeft");
    const typed = await field.elementHandle();
    const state = () => typed.evaluate((e) => [e.isConnected, e === document.activeElement, e.value, e.selectionStart, e.selectionEnd]);
    expect(await state()).toEqual([true, true, "电梯夜里", 2, 2]);

    // A post, then what makes rows that stand there read differently.
    await says(server, neighbour, WORDS);
    await expect(told(page, "有 1 条新发言。")).toBeVisible();
    expect(await state()).toEqual([true, true, "电梯夜里", 2, 2]);
    await server.staff("moderate", "hide", id, "--reason", "骂人", "--by", "主持人甲");
    await expect(told(page, "有的发言改过，或者收起来了。")).toBeVisible();
    expect(await state()).toEqual([true, true, "电梯夜里", 2, 2]);
    await expectAccessible(page);
    await page.keyboard.type("半");
    await expect(field).toHaveValue("电梯半夜里");
  });
}

test("who looks at the thread between two words of a post finds what is new, and both words", async ({ page, context, server }) => {
  await signedIn(context, server);
  const neighbour = await server.signIn(NEIGHBOUR);
  await opened(page);
  await page.goto(`/threads/${THREAD}/write`);
  const box = main(page).getByRole("textbox", { name: "您想说什么" });
  await box.fill("我家也听见了");
  await says(server, neighbour, WORDS);
  await box.press("End");
  await box.pressSequentially("，就在昨天");
  await page.goBack();
  await expect(articles(page).filter({ hasText: WORDS })).toBeVisible();
  await page.goForward();
  await expect(box).toHaveValue("我家也听见了，就在昨天");
});

test("without events the page reads again about once a minute", async ({ page, context, server }) => {
  await signedIn(context, server);
  const neighbour = await server.signIn(NEIGHBOUR);
  await context.route("**/v1/events?*", (route) => route.abort());
  await page.clock.install();
  const refused = page.waitForEvent("requestfailed", (request) => request.url().includes("/v1/events"));
  await page.goto(`/threads/${THREAD}`);
  await expect(articles(page).first()).toBeVisible();
  await refused;
  await says(server, neighbour, WORDS);
  await page.clock.fastForward("00:30");
  await expect(show(page)).toHaveCount(0);
  await page.clock.fastForward("00:45");
  await expect(told(page, "有 1 条新发言。")).toBeVisible();
  await expectAccessible(page);
});

test("a hidden page listens to nothing, and tells what it missed when it is seen again", async ({ page, context, server }) => {
  await signedIn(context, server);
  const neighbour = await server.signIn(NEIGHBOUR);
  await page.clock.install();
  let open = 0;
  page.on("request", (request) => (open += request.url().includes("/v1/events")));
  await opened(page);
  const over = ended(page);
  await look(page, "hidden");
  await over;
  await says(server, neighbour, WORDS);
  await page.clock.fastForward("20:00");
  expect(open).toBe(1);
  const again = listening(page);
  await look(page, "visible");
  await again;
  await expect(told(page, "有 1 条新发言。")).toBeVisible();
});

test("leaving the page ends its listening", async ({ page }) => {
  await opened(page);
  const over = ended(page);
  await page.getByRole("navigation").getByRole("link", { name: "投票" }).click();
  await arrived(page, "投票");
  await over;
});

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode a new notice is offered in the list, and focused when it is shown`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const listens = listening(page);
    await page.goto("/notices");
    await expect(main(page).getByRole("listitem").first()).toBeVisible();
    await listens;
    const file = join(server.place, "notice.md");
    await writeFile(
      file,
      `+++
title = "明天上午检修水泵"
summary = "上午九点到十一点停水。"
category = "utilities"
publisher = "物业"
+++

请提前接好水。
`,
    );
    await server.staff("notice", "publish", file);
    await expect(told(page, "有新公告。")).toBeVisible();
    await expect(main(page).getByText("明天上午检修水泵")).toHaveCount(0);
    await expectAccessible(page);
    await show(page).click();
    await expect(main(page).getByRole("listitem").filter({ hasText: "明天上午检修水泵" })).toBeFocused();
    await expect(show(page)).toHaveCount(0);
    await expectAccessible(page);
  });
}

// Every way to move: calls that ask for a smooth one, what is animated, and where the page stood, frame by frame.
const movements = (context) =>
  context.addInitScript(() => {
    const seen = (window.movements = { smooth: [], animated: [], places: [] });
    for (const [owner, name] of ["scroll", "scrollTo", "scrollBy", "scrollIntoView"].flatMap((name) => [[window, name], [Element.prototype, name]])) {
      const move = owner[name];
      if (!move) continue;
      owner[name] = function (...how) {
        if (how.some((one) => one?.behavior === "smooth")) seen.smooth.push(name);
        return move.apply(this, how);
      };
    }
    const frame = () => {
      if (scrollY !== seen.places.at(-1)) seen.places.push(scrollY);
      for (const { effect } of document.getAnimations()) {
        const who = effect?.target?.className ?? "?";
        if (!seen.animated.includes(who)) seen.animated.push(who);
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

// A page that glides is in many places on its way.
async function expectStill(page, most) {
  const { smooth, animated, places } = await page.evaluate(() => window.movements);
  expect({ smooth, animated }).toEqual({ smooth: [], animated: [] });
  expect(places.length, `places the page stood at: ${places}`).toBeLessThanOrEqual(most);
}

// What is read, and where.
const asItStands = (page) =>
  main(page).evaluate((main) => ({
    words: main.innerText,
    boxes: [...main.querySelectorAll("*")].map((element) => element.getBoundingClientRect()).map(({ left, top, width, height }) => [left, top, width, height].join(" ")),
    focus: document.activeElement?.id,
  }));

for (const { mode, preferences } of [
  { mode: "standard", preferences: "text=18;theme=light;mode=standard;spacing=0" },
  { mode: "elder", preferences: ELDER },
]) {
  test(`in ${mode} mode who wants nothing to move by itself is shown nothing unasked, and finds it the next time`, async ({ page, context, server, anotherPhone }) => {
    await reading(context, `${preferences};motion=still`);
    await movements(context);
    await page.clock.install();
    await signedIn(context, server);
    const neighbour = await server.signIn(NEIGHBOUR);
    let lines = 0;
    page.on("request", (request) => (lines += request.url().includes("/v1/events")));
    await page.goto(`/threads/${THREAD}`);
    await arrived(page, TITLE, { focused: false });
    await articles(page).nth(1).evaluate((post) => scrollTo(0, post.getBoundingClientRect().top + scrollY - 80));
    const before = await asItStands(page);

    // Somebody else's phone shows when the news are out.
    const other = await anotherPhone();
    await opened(other);
    await says(server, neighbour, WORDS);
    await expect(told(other, "有 1 条新发言。")).toBeVisible();
    await page.clock.fastForward("20:00");
    await page.clock.runFor(1_000);
    expect(await asItStands(page)).toEqual(before);
    expect(lines).toBe(0);
    await expectStill(page, 2);

    await page.reload();
    await expect(articles(page).filter({ hasText: WORDS })).toBeVisible();
    await expectStill(page, 2);
    await expectAccessible(page);
  });

  test(`in ${mode} mode news that are asked for are jumped to: nothing glides, nothing is animated`, async ({ page, context, server }) => {
    await reading(context, preferences);
    await movements(context);
    await signedIn(context, server);
    const neighbour = await server.signIn(NEIGHBOUR);
    await opened(page);
    await says(server, neighbour, WORDS);
    await expect(show(page)).toBeVisible();
    await page.evaluate(() => (window.movements.places = [scrollY]));
    await show(page).click();
    const first = articles(page).filter({ hasText: WORDS });
    await expect(first).toBeFocused();
    await expect(first).toBeInViewport();
    // Where it stood, what Playwright brings into view to press it, the list that is read anew, and its place.
    await expectStill(page, 4);
    await expectAccessible(page);
  });
}
