// The main job with the keyboard only: Tab, Enter, Space and the arrows.
import { expectAccessible } from "../support/accessible.mjs";
import { aMoment, arrived, asked, RESIDENT, signedIn, titled } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const POLL = "医生来义诊，哪一天方便？";

test.setTimeout(120_000);

// Tabs until the focus is on `target`; what is passed on the way can be seen, and nothing is lost to the page itself.
async function tabTo(page, target) {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 200; steps += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never came to ${target}`);
}

async function press(page, target, key = "Enter") {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

// After an action the focus stands on something.
async function focusKept(page, after) {
  await expect.soft(page.locator("body"), `the focus after ${after}`).not.toBeFocused();
}

test("read, vote and write without touching the screen", async ({ page, server }) => {
  const main = page.getByRole("main");
  await page.goto("/");
  await arrived(page, "您好", { focused: false });

  // The first thing Tab comes to leads past the top of the page.
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "跳到正文" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await arrived(page, "您好");
  await press(page, main.getByRole("link", { name: "看全部公告" }));
  await arrived(page, "公告");
  await press(page, main.getByRole("link", { name: "卫生站医生来院里义诊，日子您来挑" }));
  await arrived(page, "卫生站医生来院里义诊，日子您来挑");
  await titled(page, "卫生站医生来院里义诊，日子您来挑");
  await press(page, main.getByRole("link", { name: `去投票：${POLL}` }));
  await arrived(page, POLL);

  // Sign in; Enter in a field sends the form.
  await press(page, main.getByRole("link", { name: "先登录，再投票" }));
  await arrived(page, "登录");
  await tabTo(page, main.getByRole("radio", { name: "用手机号" }));
  await page.keyboard.press("Space");
  await expect(main.getByRole("radio", { name: "用手机号" })).toBeChecked();
  await press(page, main.getByRole("button", { name: "下一步" }));
  await expect(main.getByRole("textbox", { name: "手机号" })).toBeVisible();
  await focusKept(page, "choosing how to sign in");
  await tabTo(page, main.getByRole("textbox", { name: "手机号" }));
  await page.keyboard.type(RESIDENT);
  const code = await server.code(RESIDENT, () => page.keyboard.press("Enter"));
  const digits = main.getByRole("textbox", { name: "短信里的 6 个数字" });
  await expect(digits).toBeVisible();
  await focusKept(page, "asking for a code");
  await tabTo(page, digits);
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/polls/clinic-day-poll/ballot");
  await arrived(page, POLL);

  // Going on without a choice says what to do, and leads to where it is done.
  await press(page, main.getByRole("button", { name: "选好了，去核对" }));
  const wanting = main.getByRole("link", { name: "请选一个，再按下一步。" });
  await expect(wanting).toBeVisible();
  await expect(main.getByRole("alert", { name: "还差一点" })).toBeFocused();
  await expect(page).toHaveTitle(/^还差一点 - /);
  await tabTo(page, wanting);
  await page.keyboard.press("Enter");
  const first = main.getByRole("radio").first();
  await expect(first).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page, "nothing is missing any more").toHaveTitle(/^投票/);

  // Opened anew, because a second press of the same button within 600 ms counts as a trembling hand, and keys that are
  // pressed by a program are that quick.
  await page.reload();
  await arrived(page, POLL, { focused: false });

  // Arrows choose and lead nowhere.
  await tabTo(page, first);
  await page.keyboard.press("ArrowDown");
  await expect(main.getByRole("radio").nth(1)).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(main.getByRole("radio").nth(2)).toBeChecked();
  await expect(main.getByRole("radio").nth(2)).toBeFocused();
  await expect(page).toHaveURL("/polls/clinic-day-poll/ballot");
  expect((await asked(server, "/v1/polls/clinic-day-poll")).voted).toBe(96);
  await press(page, main.getByRole("button", { name: "选好了，去核对" }), "Space");
  await arrived(page, "核对您的选择");
  await press(page, main.getByRole("button", { name: "提交我的投票" }));
  await arrived(page, "投票回执");
  await expect(main.getByText(/已计入$/)).toBeVisible();
  await focusKept(page, "sending");

  // A dialog keeps the focus in and gives it back.
  const withdraw = main.getByRole("button", { name: "撤回我的票" });
  await press(page, withdraw);
  const ask = page.getByRole("dialog", { name: "要撤回您的票吗？" });
  await expect(ask).toBeVisible();
  await focusKept(page, "opening the dialog");
  await page.keyboard.press("Escape");
  await expect(ask).toBeHidden();
  await expect(withdraw).toBeFocused();
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph: 回执号
      - definition: /下午 1:30—5:00/
      - button "撤回我的票"
  `);
  await expectAccessible(page);

  // Change it.
  await press(page, main.getByRole("link", { name: "改我的票" }));
  await arrived(page, POLL);
  // Tab comes to the radio that is checked, so it must be.
  await expect(main.getByRole("radio").nth(2)).toBeChecked();
  await tabTo(page, main.getByRole("radio").nth(2));
  await page.keyboard.press("ArrowUp");
  await expect(main.getByRole("radio").nth(1)).toBeChecked();
  await press(page, main.getByRole("button", { name: "选好了，去核对" }));
  await arrived(page, "核对您的选择");
  await press(page, main.getByRole("button", { name: "提交我的投票" }));
  await expect(main.getByText(/已计入$/)).toBeVisible();
  await focusKept(page, "changing the vote");
  expect((await asked(server, "/v1/polls/clinic-day-poll")).voted).toBe(97);

  // Say something.
  await press(page, page.getByRole("navigation", { name: "主要页面" }).getByRole("link", { name: "议事" }));
  await arrived(page, "议事");
  await press(page, main.getByRole("link", { name: "小院子的长椅：要靠背，还是要多几张？" }));
  await arrived(page, "小院子的长椅：要靠背，还是要多几张？");
  await press(page, main.getByRole("link", { name: "说两句" }));
  await arrived(page, "说两句");
  await tabTo(page, main.getByRole("textbox", { name: "您想说什么" }));
  await page.keyboard.type("键盘也能写。");
  await press(page, main.getByRole("button", { name: "发出去" }));
  await arrived(page, "小院子的长椅：要靠背，还是要多几张？");
  await expect(main.getByRole("article").filter({ hasText: "键盘也能写。" })).toHaveCount(1);
  await focusKept(page, "posting");

  // Reading otherwise keeps the focus on the button that was pressed.
  const elder = page.getByRole("group", { name: "阅读方式" }).getByRole("button", { name: "长辈版" });
  await tabTo(page, elder);
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  await focusKept(page, "switching to elder mode");
});

test("a field that is left says nothing; what is missing is said when one goes on", async ({ page }) => {
  const main = page.getByRole("main");
  await page.goto("/sign-in");
  await arrived(page, "登录", { focused: false });
  await tabTo(page, main.getByRole("radio", { name: "用手机号" }));
  await page.keyboard.press("Space");
  await press(page, main.getByRole("button", { name: "下一步" }));
  const phone = main.getByRole("textbox", { name: "手机号" });
  await tabTo(page, phone);
  await page.keyboard.type("19");
  await page.keyboard.press("Tab");
  await expect(phone).not.toBeFocused();
  await expect(phone).not.toHaveAttribute("aria-invalid", "true");
  await expect(main.getByRole("alert")).toHaveCount(0);
  await titled(page, "登录");
  await aMoment(page);
  await press(page, main.getByRole("button", { name: "发短信给我" }));
  await expect(phone).toHaveAttribute("aria-invalid", "true");
  await expect(phone).toHaveValue("19");
  await expect(main.getByRole("alert", { name: "还差一点" })).toBeFocused();
});

test("a post is reported without touching the screen", async ({ page, context, server }) => {
  const main = page.getByRole("main");
  const cookie = await signedIn(context, server);
  await page.goto("/threads/courtyard-benches");
  const post = main.getByRole("article", { name: /^彭德全/ }).first();
  await press(page, post.getByRole("link", { name: /举报/ }));
  await arrived(page, "举报这条发言");
  // Tab comes to a group of radios once; the arrows choose in it.
  await tabTo(page, main.getByRole("radio").first());
  await page.keyboard.press("ArrowDown");
  await expect(main.getByRole("radio").nth(1)).toBeChecked();
  await press(page, main.getByRole("button", { name: "交给主持人" }));
  await expect(page.getByRole("dialog").getByRole("button", { name: "先不交，再看看" }).last()).toBeFocused();
  await press(page, page.getByRole("dialog").getByRole("button", { name: "交给主持人" }));
  await expect(main.getByText("结果在“我的反映”里。")).toBeVisible();
  await focusKept(page, "reporting");
  expect((await asked(server, "/v1/reports", cookie)).items).toHaveLength(1);
});
