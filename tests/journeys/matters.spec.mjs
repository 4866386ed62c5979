// What came of it: the way of a matter, what was decided, what is late, and how content neighbours are.
import { expectAccessible } from "../support/accessible.mjs";
import { aMoment, arrived, asked, reading, signedIn, stored, unfold } from "../support/pages.mjs";
import { staff } from "../support/server.mjs";
import { expect, test } from "../support/test.mjs";

const DONE = { path: "/matters/handrail", title: "3 号楼楼梯右边加扶手" };
const LATE = { path: "/matters/fire-lane-markings", title: "消防通道重新画线" };
const VOTING = { path: "/matters/lift-renewal", title: "5、6 号楼换电梯" };

const main = (page) => page.getByRole("main");

test("from a thread to its matter: the stages, what was decided, who did it, and what is late", async ({ page }) => {
  await page.goto("/threads/lift-noise");
  const steps = main(page).getByRole("list", { name: "这件事的步骤" });
  await expect(steps).toContainText(/收集意见.+大家商量.+投票.+公布结果.+落实/);
  const now = steps.getByRole("listitem").filter({ hasText: "现在" });
  await expect(now).toContainText("投票");
  // What belongs to a stage stands there, and not below once more.
  await expect(now.getByRole("link", { name: /^去投票：/ })).toHaveAttribute("href", "/polls/lift-subsidy");
  await expect(main(page).getByRole("link", { name: /^去投票：/ })).toHaveCount(1);
  await expectAccessible(page);
  await main(page).getByRole("link", { name: `看这件事走到哪一步：${VOTING.title}` }).click();
  await arrived(page, VOTING.title);
  await expect(main(page).getByRole("heading", { name: "商量下来怎么办" })).toHaveCount(0);
  await expectAccessible(page);

  await main(page).getByRole("link", { name: "办得怎么样" }).click();
  await arrived(page, "办得怎么样");
  await expect(main(page).getByRole("listitem").filter({ hasText: LATE.title })).toContainText("过了日子还没办完");
  await expect(main(page).getByRole("listitem").filter({ hasText: DONE.title })).toContainText("办好了");
  await expectAccessible(page);

  await main(page).getByRole("link", { name: LATE.title }).click();
  await arrived(page, LATE.title);
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${LATE.title}" [level=1]
      - list "这件事的步骤"
      - heading "商量下来怎么办" [level=2]
      - term: 谁来办
      - definition: 物业服务中心
      - term: 什么时候办好
      - definition: /说好 .+ 前，已经过了/
      - heading "办到哪一步了" [level=3]
      - list
  `);
  await expect(main(page).getByRole("heading", { name: "您满意吗" })).toHaveCount(0);
  await expectAccessible(page);
});

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode somebody says how content they are, thinks again, and the words are kept until they arrive`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    const cookie = await signedIn(context, server);
    const mine = async () => (await asked(server, "/v1/matters/handrail", cookie)).my_rating;
    await page.goto(DONE.path);
    await arrived(page, DONE.title, { focused: false });
    const send = main(page).getByRole("button", { name: "评好了，交上去" });
    await send.click();
    await expect(main(page).getByText("请选一个。").first()).toBeVisible();
    await expectAccessible(page);
    await main(page).getByRole("radio", { name: "满意", exact: true }).check();
    const comment = main(page).getByRole("textbox", { name: "想说的话（可以不写）" });
    if (mode === "elder") await unfold(main(page), "想说的话（可以不写）");
    await comment.fill("很稳当");
    await expect.poll(() => stored(page, "drafts")).toEqual(["很稳当"]);

    // Without a network nothing is lost and nothing is claimed.
    await page.route("**/v1/matters/handrail/rating", (route) => route.abort("internetdisconnected"), { times: 1 });
    await aMoment(page);
    await send.click();
    await expect(main(page).getByText("网络不通")).toBeVisible();
    await expect(comment).toHaveValue("很稳当");
    expect(await mine()).toBeUndefined();
    await expectAccessible(page);

    await aMoment(page);
    await send.click();
    await expect(main(page).getByText("您评过了，随时可以改。")).toBeVisible();
    await expect(main(page).getByText("满五个人才公布各有多少，免得猜出是谁。")).toBeVisible();
    expect(await mine()).toEqual({ stars: 4, comment: "很稳当" });
    await expect.poll(() => stored(page, "drafts")).toEqual([]);
    await expectAccessible(page);

    await main(page).getByRole("radio", { name: "一般" }).check();
    await main(page).getByRole("button", { name: "改成这样" }).click();
    await expect.poll(mine).toEqual({ stars: 3, comment: "很稳当" });
    expect(await staff(server.database, "matter", "ratings", "handrail")).toContain("3  很稳当");
  });
}

test("somebody who is not signed in is led to signing in and back", async ({ page }) => {
  await page.goto(DONE.path);
  await expect(main(page).getByRole("link", { name: "登录以后可以评价" })).toHaveAttribute("href", `/sign-in?next=${DONE.path}`);
  await expectAccessible(page);
});
