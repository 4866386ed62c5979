// Reporting a post: what happens next is said, the state of one's own reports can be read, and another look asked for.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, done, forGood, heading, reading, signedIn, stored, unfold } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.setTimeout(120_000);

const THREAD = "courtyard-benches";
const TITLE = "小院子的长椅：要靠背，还是要多几张？";
const ELDER = "text=24;theme=auto;mode=elder;spacing=0";
const COMMENT = "他说的日期不对。";

const main = (page) => page.getByRole("main");

async function firstPost(server) {
  return (await asked(server, `/v1/threads/${THREAD}/posts`)).items.find(({ state }) => state === "visible");
}

for (const mode of ["standard", "elder"]) {
  test(`a report keeps its comment, says what happens next, and stands under my reports (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    const post = await firstPost(server);
    await page.goto(`/threads/${THREAD}/report?post=${post.id}`);
    await arrived(page, "举报这条发言", { focused: false });
    const comment = main(page).getByRole("textbox", { name: "想补充的话" });
    // One question a screen: the words stand behind their name, until something is begun.
    if (mode === "elder") await unfold(main(page), "想补充的话（可以不写）");
    await comment.fill(COMMENT);
    await expect.poll(() => stored(page, "drafts")).toEqual([COMMENT]);
    await page.reload();
    await expect(comment).toHaveValue(COMMENT);
    await expect(main(page).getByText("上次没写完的，还在。")).toBeVisible();
    await main(page).getByRole("radio", { name: "不是事实" }).check();
    await expectAccessible(page);
    await forGood(page, "交给主持人");
    await expect(main(page).getByText("结果在“我的反映”里。")).toBeVisible();
    await expect(heading(page, "举报这条发言")).toBeFocused();
    await expectAccessible(page);
    await expect.poll(() => stored(page, "drafts")).toEqual([]);
    await main(page).getByRole("link", { name: "我的反映" }).click();
    await arrived(page, "我的反映");
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "我的反映" [level=1]
        - list:
          - listitem:
            - heading "${TITLE}" [level=2]
            - paragraph: 不是事实
            - paragraph: /反映的/
            - paragraph: 收到了，等主持人看
    `);
    await expectAccessible(page);
    expect((await asked(server, "/v1/reports", cookie)).items).toHaveLength(1);
  });
}

for (const mode of ["standard", "elder"]) {
  test(`a report that was refused says why, and another look can be asked for (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    const post = await firstPost(server);
    const { id } = await done(server, cookie, "POST", "/v1/reports", { post_id: post.id, reason: "false", comment: COMMENT });
    await server.staff("moderate", "dismiss", id, "--by", "陈晓燕", "--answer", "日期是对的，物业核过。");
    await page.goto("/my-reports");
    await arrived(page, "我的反映", { focused: false });
    await expect(main(page).getByText("主持人说：日期是对的，物业核过。")).toBeVisible();
    await expectAccessible(page);
    await main(page).getByRole("link", { name: "我不同意，请再看看" }).click();
    await arrived(page, "请再看看");
    await main(page).getByRole("textbox", { name: "您为什么不同意" }).fill("我有收据。");
    await expectAccessible(page);
    await forGood(page, "交上去");
    await expect(main(page).getByText("换一个人看过以后")).toBeVisible();
    await expect(heading(page, "请再看看")).toBeFocused();
    await main(page).getByRole("link", { name: "返回" }).last().click();
    await arrived(page, "我的反映");
    await expect(main(page).getByText("您请人再看看，收到了，还没有结果。")).toBeVisible();
    await expect(main(page).getByRole("link", { name: "我不同意，请再看看" })).toHaveCount(0);
    await expectAccessible(page);
  });

  test(`a statement is reported from where it is asked, and stands under my reports (${mode})`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, ELDER);
    const cookie = await signedIn(context, server);
    await page.goto("/threads/ebike-statements/answer");
    const asking = main(page).getByRole("heading", { level: 2 });
    await expect(asking).toBeVisible();
    const text = await asking.textContent();
    await main(page).getByRole("link", { name: "这句话有问题，举报" }).click();
    await arrived(page, "举报这句话");
    await main(page).getByRole("radio", { name: "说了别人的隐私" }).check();
    await expectAccessible(page);
    await forGood(page, "交给主持人");
    await expect(main(page).getByText("结果在“我的反映”里。")).toBeVisible();
    const { items } = await asked(server, "/v1/threads/ebike-statements/statements?limit=100");
    const { id } = items.find((one) => one.text === text);
    const [report] = (await asked(server, "/v1/reports", cookie)).items;
    expect(report).toMatchObject({ statement_id: id, reason: "private_data", state: "received" });

    // Staff take it out of sight; whoever reported it reads that.
    await server.staff("moderate", "hide", id, "--by", "陈晓燕", "--reason", "写了别人家的门牌");
    await main(page).getByRole("link", { name: "我的反映" }).click();
    await arrived(page, "我的反映");
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "我的反映" [level=1]
        - list:
          - listitem:
            - heading "电动车充电怎么管？同意哪句点哪句" [level=2]
            - paragraph: 说的是其中一句话。
            - paragraph: 说了别人的隐私
            - paragraph: /反映的/
            - paragraph: 您说得对，已经处理
            - paragraph: 主持人说：写了别人家的门牌
    `);
    await expectAccessible(page);
  });
}

test("nobody is signed in: my reports lead to the sign-in and back", async ({ page }) => {
  await page.goto("/my-reports");
  await arrived(page, "我的反映", { focused: false });
  await expect(main(page).getByRole("link", { name: "登录" })).toHaveAttribute("href", "/sign-in?next=/my-reports");
  await expectAccessible(page);
});

test("the open log says what moderators did and why, and names nobody", async ({ page }) => {
  const entry = (id, action, reason) => ({ id, at: "2026-11-23T10:00:00Z", action, reason, thread_id: THREAD, thread_title: TITLE });
  await page.route("**/v1/service", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.capabilities.moderation_log = true;
    await route.fulfill({ response, json });
  });
  await page.route(/\/v1\/moderation(\?|$)/, (route) =>
    route.fulfill({ json: { items: [entry("m2", "hidden", "说了别人的隐私"), entry("m1", "something_new", "")], total: 2 } }),
  );
  await page.goto("/threads");
  await main(page).getByRole("link", { name: "主持人处理记录" }).click();
  await arrived(page, "主持人处理记录");
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "主持人处理记录" [level=1]
      - paragraph: /不写名字/
      - list:
        - listitem:
          - heading "收起了一条发言" [level=2]
          - paragraph: 为什么：说了别人的隐私
          - paragraph:
            - link "${TITLE}"
        - listitem:
          - heading "处理了一条发言" [level=2]
  `);
  await expectAccessible(page);
});
