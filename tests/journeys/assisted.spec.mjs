// Every page of helping and of a tablet for everybody, as the suite's walk reads all others: every probe of the suite, in the mode's
// own size and with the largest letters on the smallest screen. What happens on them: assist.spec.mjs and assist-ends.spec.mjs.
import { unseen, walk } from "../accessibility/examine.mjs";
import { install } from "../accessibility/screen.mjs";
import { agreesByCode, forEverybody } from "../support/assist.mjs";
import { aMomentByClock, arrived, complete, heading, reading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const HELPER = "19900000002";
const RESIDENT = "19900000001";
const POLL = "clinic-day-poll";

const main = (page) => page.getByRole("main");
const bar = (page) => page.getByRole("region", { name: "帮忙", exact: true });
const dialog = (page, name) => page.getByRole("dialog", { name });
const press = async (within, name) => {
  await aMomentByClock(within.page());
  await within.getByRole("button", { name, exact: true }).click();
};

// Whoever opens pages in this browser reads them so; what is wrong on one fails the test, and the walk goes on.
async function looking(page, mode, seen) {
  await page.clock.install();
  await reading(page.context(), `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0`);
  await page.context().addInitScript(install);
  const look = walk(page, mode, { seen });
  return async (name, how) => {
    await expect(page.locator("html")).toHaveAttribute("data-mode", mode);
    await complete(page);
    expect.soft((await look(name, how)).map(({ probe, what, cell }) => `${probe}: ${what} (${cell})`), name).toEqual([]);
  };
}

for (const mode of ["standard", "elder"]) {
  test.describe(`in ${mode} mode`, () => {
    // One after the other: what the first has seen the second need not look at again.
    test.describe.configure({ mode: "default" });
    const seen = unseen();

    test("every page of helping", async ({ page, context, anotherPhone, server }) => {
      test.setTimeout(240_000);
      await signedIn(context, server, HELPER);
      const look = await looking(page, mode, seen);

      // Each way in which the resident can agree, and what is said where something is missing.
      await page.goto("/assist");
      await arrived(page, "帮别人办", { focused: false });
      await press(main(page), "下一步");
      await expect(main(page).getByRole("link", { name: "请选一个，再按下一步。" })).toBeVisible();
      await look("nothing is chosen", ["pressed"]);
      await main(page).getByRole("radio", { name: "入户信" }).check();
      await press(main(page), "下一步");
      await expect(main(page).getByRole("textbox", { name: "信上的码" })).toBeVisible();
      await press(main(page), "对方同意，开始帮忙");
      await expect(main(page).getByRole("textbox", { name: "信上的码" })).toHaveAttribute("aria-invalid", "true");
      await look("her letter, nothing is written", ["pressed"]);
      await press(main(page), "换个办法");
      await main(page).getByRole("radio", { name: "打电话给工作人员" }).check();
      await press(main(page), "下一步");
      await expect(main(page).getByRole("textbox", { name: "帮谁？写下门牌和姓名" })).toBeVisible();
      await look("whom staff shall hear", ["pressed"]);
      await main(page).getByRole("textbox", { name: "帮谁？写下门牌和姓名" }).fill("5号楼 王秀英");
      await press(main(page), "取一个号");
      await expect(main(page).getByText("请打电话给工作人员，报这个号")).toBeVisible();
      await look("a number for staff", ["pressed"]);
      const refused = page.waitForResponse((answer) => answer.url().includes("/v1/assisted-sessions") && !answer.ok());
      await press(main(page), "登记好了，开始帮忙");
      await refused;
      await expect(main(page).getByRole("button", { name: "登记好了，开始帮忙" })).toBeEnabled();
      await look("staff have not heard her", ["pressed"]);
      await agreesByCode(page, server, RESIDENT, look);

      // Under the bar that names both.
      await expect(heading(page, /王秀英/)).toBeVisible();
      await expect(bar(page).getByText("正在帮王秀英办事")).toBeVisible();
      await expect(bar(page).getByText("帮忙的人：陈晓燕")).toBeVisible();
      await look("home, helped");
      await page.goto("/notices/lift-vote");
      await arrived(page, /电梯/, { focused: false });
      await look("a notice, helped");
      await page.goto("/assist");
      await expect(main(page).getByText("您正在帮人。先结束这一次，再帮下一位。")).toBeVisible();
      await look("helping goes on");

      // The private step.
      await page.goto(`/polls/${POLL}/ballot`);
      await arrived(page, "请把手机交给王秀英", { focused: false });
      await look("hand the phone over");
      await press(main(page), "我是王秀英本人，我自己选");
      await main(page).getByRole("radio").first().check();
      await look("her ballot", ["pressed"]);
      await press(main(page), "选好了，去核对");
      await arrived(page, "核对您的选择");
      await look("her check");
      await press(main(page), "提交我的投票");
      await expect(main(page).getByText(/已计入$/)).toBeVisible();
      await main(page).getByText("带到另一部手机，或打印留底").click();
      await expect(main(page).getByText("帮忙的人：陈晓燕")).toBeVisible();
      await look("her receipt");
      await press(main(page), "好了，还给陈晓燕");
      await arrived(page, "王秀英的这一票");
      await look("what the helper sees of it", ["pressed"]);

      // Her own phone, while it goes on.
      const own = await anotherPhone();
      const ownLook = await looking(own, mode, seen);
      await signedIn(own.context(), server, RESIDENT);
      await own.goto("/assist/mine");
      await expect(main(own).getByText("现在还在进行。")).toBeVisible();
      await ownLook("she is being helped");

      // Its end: asked, warned of, over.
      await press(bar(page), "结束帮忙");
      await expect(dialog(page, "现在就结束吗？")).toBeVisible();
      await look("end it?", ["pressed"]);
      await dialog(page, "现在就结束吗？").getByRole("button", { name: "先不结束", exact: true }).last().click();
      await expect(page.getByRole("dialog")).toHaveCount(0);
      await page.clock.fastForward("28:10");
      await expect(dialog(page, "还在用吗？")).toBeVisible();
      // The one dialog that comes by itself: without it what is typed would be gone.
      await look("still there?", ["waited"]);
      await page.clock.fastForward("02:00");
      await arrived(page, "帮忙已经结束", { focused: false });
      await expect(main(page).getByText("有 30 分钟没人动手机，所以自己结束了。")).toBeVisible();
      await look("it has ended");

      // Afterwards she is asked.
      await own.goto("/");
      await expect(main(own).getByText("有人帮您投过票，这是您的意思吗？")).toBeVisible();
      await expect(main(own).getByRole("link", { name: "我的消息：1 条没看过" })).toBeVisible();
      await ownLook("home, with the question");
      await own.goto("/inbox");
      await expect(main(own).getByText("帮忙的人：陈晓燕").first()).toBeVisible();
      await ownLook("the inbox, with the question");
      await own.goto("/assist/mine");
      await expect(main(own).getByText("办过：投票。")).toBeVisible();
      await ownLook("was it her choice");
      await press(main(own), "不是我的意思");
      await expect(main(own).getByRole("textbox", { name: "想对工作人员说什么？可以不写" })).toBeFocused();
      await ownLook("what staff shall know", ["pressed"]);
      await press(main(own), "告诉工作人员");
      await expect(main(own).getByText(/您说：不是我的意思。/)).toBeVisible();
      await ownLook("staff know", ["pressed"]);
    });

    test.describe("a tablet for everybody", () => {
      // What is said of the app's set-up comes from here, not from a worker's store.
      test.use({ serviceWorkers: "block" });

      test("every page of it", async ({ page, context, server }) => {
        test.setTimeout(240_000);
        await forEverybody(context);
        const look = await looking(page, mode, seen);
        const start = () => arrived(page, "这台平板，大家都能用", { focused: false });
        await page.goto("/");
        await start();
        await look("it waits");
        await main(page).getByRole("link", { name: "登录，办我的事" }).click();
        await main(page).getByRole("radio", { name: "用手机号" }).check();
        await look("sign-in");
        await press(main(page), "下一步");
        await main(page).getByRole("textbox", { name: "手机号" }).fill(RESIDENT);
        const code = await server.code(RESIDENT, () => press(main(page), "发短信给我"));
        await main(page).getByRole("textbox", { name: "短信里的 6 个数字" }).fill(code);
        await look("sign-in, code", ["pressed"]);
        await press(main(page), "登录");
        await expect(heading(page, /王秀英/)).toBeVisible();
        await look("home, signed in", ["pressed"]);
        await press(bar(page), "我用完了");
        await expect(dialog(page, "现在就结束吗？")).toBeVisible();
        await look("end it?", ["pressed"]);
        // The app is opened anew then.
        await page.evaluate(() => (window.before = true));
        await press(dialog(page, "现在就结束吗？"), "我用完了");
        await page.waitForFunction(() => !window.before);
        await start();
        await complete(page);
        await look("it waits again");
        await press(main(page), "开始看");
        await expect(heading(page, "您好")).toBeVisible();
        await look("home, as nobody", ["pressed"]);
        await page.clock.fastForward("08:10");
        await expect(dialog(page, "还在用吗？")).toBeVisible();
        await look("still there?", ["waited"]);
        await page.clock.fastForward("02:00");
        await start();
      });
    });
  });
}
