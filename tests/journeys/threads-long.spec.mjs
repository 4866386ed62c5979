// A thread of many posts: opened where one wants to read, growing at both ends and never elsewhere, searched, come back to.
import { expectAccessible } from "../support/accessible.mjs";
import { aMoment, arrived, asked, installed, reading, signedIn, unfold } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.setTimeout(180_000);

const THREAD = "courtyard-benches";
const TITLE = "小院子的长椅：要靠背，还是要多几张？";
const ELDER = "text=24;theme=auto;mode=elder;spacing=0";
const MODES = ["standard", "elder"];

const main = (page) => page.getByRole("main");
const announced = (page, words) => expect(page.getByRole("status").filter({ hasText: words })).not.toHaveCount(0);
// Official answers, which stand before, have a button of their own.
const later = (page) => main(page).getByRole("button", { name: /^再看一些/ }).last();
const earlier = (page) => main(page).getByRole("button", { name: /^看前面的/ });
const article = (page, post) => main(page).getByRole("article", { name: new RegExp(`^${post.author.name}`) }).filter({ hasText: start(post) });
const start = (post) => post.body.value.slice(0, 12);
const top = async (locator) => (await locator.boundingBox()).y;
const inMode = (context, mode) => (mode === "elder" ? reading(context, ELDER) : undefined);

// Many neighbours have written, besides those of the demo.
const filled = (server, count = 180) => server.staff("demo", "posts", "--thread", THREAD, "--count", `${count}`);

// Everything of its own that stands in the thread, in this order.
async function roots(server, order = "oldest") {
  const all = [];
  for (let cursor = ""; cursor !== undefined; ) {
    const page = await asked(server, `/v1/threads/${THREAD}/posts?limit=100&order=${order}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    all.push(...page.items.filter((post) => !post.parent_id));
    cursor = page.next;
  }
  return all;
}

// Names the posts of the demo by themselves: made-up ones may say the same.
const unique = (posts) => {
  const seen = new Map();
  for (const post of posts) seen.set(`${post.author.name} ${start(post)}`, (seen.get(`${post.author.name} ${start(post)}`) ?? 0) + 1);
  return (post) => post.state === "visible" && seen.get(`${post.author.name} ${start(post)}`) === 1;
};

async function opened(page, query = "") {
  await page.goto(`/threads/${THREAD}${query}`);
  await arrived(page, TITLE, { focused: false });
  await expect(main(page).getByRole("article").first()).toBeVisible();
}

for (const mode of MODES) {
  test(`more comes at the end, what was read is let go and comes again, and nothing jumps (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    await filled(server);
    const all = await roots(server);
    expect(all.length).toBeGreaterThan(100);
    await opened(page);
    await expect(earlier(page)).toHaveCount(0);
    for (let shown = 20; shown < 100; shown += 20) {
      const button = later(page);
      await expect(button).toHaveText(new RegExp(`还有 ${all.length - shown} 条`));
      await button.scrollIntoViewIfNeeded();
      const last = page.locator(`[id="post-${all[shown - 1].id}"]`);
      const before = await top(last);
      await button.click();
      const first = page.locator(`[id="post-${all[shown].id}"]`);
      await expect(first).toBeFocused();
      expect(Math.abs((await top(last)) - before)).toBeLessThan(2);
      await announced(page, "又打开了");
    }
    const shown = await main(page).getByRole("article").count();
    expect(shown).toBeLessThan(170);
    await expect(earlier(page)).toBeVisible();
    await expectAccessible(page);

    await earlier(page).scrollIntoViewIfNeeded();
    const n = Number(/(\d+) 条/.exec(await earlier(page).textContent())[1]);
    const first = page.locator(`[id="post-${all[n].id}"]`);
    const before = await top(first);
    await earlier(page).click();
    await expect(page.locator(`[id="post-${all[n - 1].id}"]`)).toBeFocused();
    expect(Math.abs((await top(first)) - before)).toBeLessThan(2);
    await expect(page.locator(`[id="post-${all[n - 20].id}"]`)).toHaveCount(1);
    await expectAccessible(page);
  });

  test(`an address leads into the middle of a thread (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    await filled(server);
    const all = await roots(server);
    const post = all.slice(60).find(unique(all));
    await opened(page, `?post=${post.id}`);
    await expect(article(page, post)).toBeFocused();
    await expect(article(page, post)).toBeInViewport();
    await expect(article(page, post)).toHaveAttribute("aria-current", "true");
    await expect(earlier(page)).toBeVisible();
    await expect(later(page)).toBeVisible();
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - paragraph:
          - button /^看前面的（还有 \\d+ 条）$/
        - list
        - paragraph:
          - button /^再看一些（还有 \\d+ 条）$/
    `);
    await expectAccessible(page);

    // Each post has its own address; following it in the list only marks the other post.
    const other = all[all.indexOf(post) + 1];
    const row = page.locator(`[id="post-${other.id}"]`);
    await row.getByRole("link", { name: /\d:\d\d/ }).click();
    await expect(page).toHaveURL(new RegExp(`post=${other.id}`));
    await expect(row).toBeFocused();
    await expect(row).toHaveAttribute("aria-current", "true");
    await expect(article(page, post)).not.toHaveAttribute("aria-current");
  });

  test(`who comes back to a long thread stands where it was left, also by the page's own way back (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    await filled(server);
    await signedIn(context, server);
    const all = await roots(server, "newest");
    await opened(page, "?order=newest");
    for (const shown of [20, 40]) {
      await later(page).click();
      await expect(page.locator(`[id="post-${all[shown].id}"]`)).toBeFocused();
    }
    const post = all.slice(42).find((one) => one.state === "visible" && one.author.name !== all[0].author.name);
    const link = page.locator(`[id="post-${post.id}"]`).getByRole("link", { name: /^回复/ });
    await link.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const before = await top(link);
    await link.click();
    await arrived(page, "说两句");
    await page.goBack();
    await expect(link).toBeFocused();
    await expect.poll(async () => Math.abs((await top(link)) - before)).toBeLessThan(3);
    await expect(page).toHaveURL(/order=newest/);

    await link.click();
    await arrived(page, "说两句");
    await main(page).getByRole("link", { name: "返回" }).click();
    await expect(link).toBeFocused();
    await expect(page).toHaveURL(/order=newest/);
    await expect.poll(async () => Math.abs((await top(link)) - before)).toBeLessThan(3);
    await expectAccessible(page);
  });

  test(`one character is enough to find something (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    const { total } = await asked(server, `/v1/threads/${THREAD}/posts?q=${encodeURIComponent("椅")}`);
    expect(total).toBeGreaterThan(1);
    await opened(page);
    const search = main(page).getByRole("search");
    const field = search.getByRole("searchbox", { name: "在这个议题里找" });
    await unfold(main(page), "找一句话");
    await search.getByRole("button", { name: "找一找" }).click();
    await expect(main(page).getByRole("alert")).toContainText("请先写要找的字");
    await field.fill("椅");
    // Whoever types takes longer than a trembling hand between its taps.
    await aMoment(page);
    await field.press("Enter");
    await expect(main(page).getByText(`找到 ${total} 条有“椅”的发言`)).toBeVisible();
    await announced(page, `找到 ${total} 条`);
    await expect(page).toHaveURL(/q=%E6%A4%85/);
    await expect(main(page).getByRole("mark").first()).toHaveText("椅");
    await expect(main(page).getByRole("article")).toHaveCount(Math.min(total, 20));
    await expectAccessible(page);
    // The address alone is enough.
    await page.reload();
    await expect(main(page).getByText(`找到 ${total} 条有“椅”的发言`)).toBeVisible();
    await unfold(main(page), "找一句话");
    await expect(field).toHaveValue("椅");
    await field.fill("鲸鱼");
    await search.getByRole("button", { name: "找一找" }).click();
    await expect(main(page).getByText("没有找到有“鲸鱼”的发言。")).toBeVisible();
    await announced(page, "没有找到");
    await expect(main(page).getByText("一个字也行。").last()).toBeVisible();
    await expectAccessible(page);
    await main(page).getByRole("link", { name: "不找了，看全部发言" }).first().click();
    await unfold(main(page), "换个先后顺序");
    await expect(main(page).getByRole("navigation", { name: "顺序" })).toBeVisible();
    await expect(main(page).getByRole("article").first()).toBeVisible();
  });
}

test("without a network what the phone has kept is searched, and that is said", async ({ page, context }) => {
  await opened(page);
  await installed(page);
  await context.setOffline(true);
  const search = main(page).getByRole("search");
  await search.getByRole("searchbox").fill("膝盖");
  await search.getByRole("button", { name: "找一找" }).click();
  await expect(main(page).getByText("只找了这部手机上存着的发言")).toBeVisible();
  await expect(main(page).getByRole("mark").first()).toHaveText("膝盖");
  await expectAccessible(page);
  await context.setOffline(false);
});

test("a post that is gone is said to be gone, and the thread is there", async ({ page }) => {
  await opened(page, "?post=no-such-post");
  await expect(main(page).getByText("这条发言找不到了")).toBeVisible();
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - strong: /这条发言找不到了/
      - list
  `);
  await expectAccessible(page);
});

for (const mode of MODES) {
  test(`who wants to see first what most agree with gets it, and the next ones after it (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    await filled(server);
    const wanted = (await roots(server, "most_agreed")).map(({ id }) => id);
    expect(wanted.slice(0, 20)).not.toEqual((await roots(server)).slice(0, 20).map(({ id }) => id));
    await opened(page);
    await unfold(main(page), "换个先后顺序");
    await main(page).getByRole("navigation", { name: "顺序" }).getByRole("link", { name: "先看赞成多的" }).click();
    await expect(page).toHaveURL(/order=most_agreed/);
    // Without the replies, which stand below their posts: [id, how many agree by what stands there].
    const rows = () =>
      main(page)
        .getByRole("article")
        .evaluateAll((all) => all.map((row) => [row.id.replace("post-", ""), Number(/(\d+) 人也这样想/.exec(row.textContent)?.[1] ?? 0)]))
        .then((all) => all.filter(([id]) => wanted.includes(id)));
    const ids = async () => (await rows()).map(([id]) => id);
    await expect.poll(ids).toEqual(wanted.slice(0, 20));
    const agrees = (await rows()).map(([, agrees]) => agrees);
    expect(agrees[0]).toBeGreaterThan(agrees[19]);
    expect(agrees).toEqual([...agrees].sort((a, b) => b - a));
    // In elder mode it has folded itself.
    await unfold(main(page), "换个先后顺序");
    const orders = main(page).getByRole("navigation", { name: "顺序" });
    await expect(orders.getByRole("link", { name: "先看赞成多的" })).toHaveAttribute("aria-current", "true");
    await expect(orders.getByRole("link", { name: "先看早的" })).not.toHaveAttribute("aria-current");
    await expectAccessible(page);
    await later(page).click();
    await expect(page.locator(`[id="post-${wanted[20]}"]`)).toBeFocused();
    await expect.poll(ids).toEqual(wanted.slice(0, 40));
  });
}

test("the order says what it means, and whether it could be made", async ({ page, context, server }) => {
  await reading(context, ELDER);
  await filled(server);
  await opened(page);
  await unfold(main(page), "换个先后顺序");
  await main(page).getByRole("navigation", { name: "顺序" }).getByRole("link", { name: "先看各方都认的" }).click();
  await expect(page).toHaveURL(/order=agreed_across/);
  await expect(main(page).getByText("几拨人都点了“我也这样想”的，排在前面")).toBeVisible();
  const { items } = await asked(server, `/v1/threads/${THREAD}/posts?order=agreed_across`);
  await expect(main(page).getByRole("article").first()).toHaveAttribute("id", `post-${items[0].id}`);
  await expect(main(page).getByText("现在还分不出几拨人")).toHaveCount(0);
  await expectAccessible(page);
  // Where nobody has agreed with anything there are no groups.
  await page.route("**/v1/threads/*/posts?*order=agreed_across*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), order: "most_agreed" } });
  });
  await page.reload();
  await expect(main(page).getByText("现在还分不出几拨人")).toBeVisible();
  await expectAccessible(page);
});

for (const mode of MODES) {
  test(`replies stand under their post, deep ones say whom they answer (${mode})`, async ({ page, context, server }) => {
    await inMode(context, mode);
    const cookies = [await server.signIn("19900000001"), await server.signIn("19900000002")];
    const write = async (body, parent, who) => {
      const answer = await fetch(`${server.url}/v1/threads/${THREAD}/posts`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.url, cookie: cookies[who] },
        body: JSON.stringify({ body, parent_id: parent }),
      });
      if (!answer.ok) throw new Error(`the post was answered ${answer.status}: ${await answer.text()}`);
      return answer.json();
    };
    const root = await write("长椅放在哪边好？", undefined, 0);
    const first = await write("放树下，夏天凉快。", root.id, 1);
    const second = await write("树下有鸟粪。", first.id, 0);
    const third = await write("擦一擦就行。", second.id, 1);
    for (const n of [1, 2, 3]) await write(`还有一个办法，${n}。`, root.id, 1);
    await opened(page, `?order=newest`);
    const list = main(page).getByRole("list", { name: /^对 .* 的回复$/ }).first();
    const rows = list.getByRole("listitem");
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(0)).toContainText(`回复 ${root.author.name}`);
    await expect(rows.nth(1)).toContainText(`回复 ${first.author.name}`);
    await expect(rows.nth(2)).toContainText(`回复 ${second.author.name}`);
    const left = async (row) => (await row.boundingBox()).x;
    expect(await left(rows.nth(1))).toBeGreaterThan(await left(rows.nth(0)));
    expect(await left(rows.nth(2))).toBe(await left(rows.nth(1)));
    await expect(rows.nth(2)).toContainText(third.body.value);
    const more = main(page).getByRole("button", { name: /^再看 3 条回复/ });
    await more.click();
    await expect(rows).toHaveCount(6);
    await expect(main(page).getByRole("article").filter({ hasText: "还有一个办法，1。" })).toBeFocused();
    await expect(more).toHaveCount(0);
    // Nothing is cut off on a narrow screen.
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await expect(list).toMatchAriaSnapshot(`
      - list:
        - listitem:
          - article:
            - paragraph: /回复/
            - paragraph: 放树下，夏天凉快。
        - listitem:
          - article:
            - paragraph: /回复/
            - paragraph: 树下有鸟粪。
    `);
    await expectAccessible(page);
  });
}
