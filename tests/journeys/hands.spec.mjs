// A hand that trembles: what the second tap of a double tap falls on was not meant.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

test.use({ hurried: true, viewport: { width: 360, height: 420 } });

const FINGER = { x: 180, y: 200 };

// Scrolls until the middle of the button is under the finger.
async function underTheFinger(button) {
  const middle = () =>
    button.evaluate((element) => {
      const { top, height } = element.getBoundingClientRect();
      return top + height / 2;
    });
  const away = (await middle()) - FINGER.y;
  await button.evaluate((_, away) => scrollBy(0, away), away);
  expect(Math.abs((await middle()) - FINGER.y)).toBeLessThan(10);
}

test("the second tap on *next* does not send the vote that came under the finger", async ({ page, context, server }) => {
  const cookie = await signedIn(context, server);
  // The server knows what was sent; what the browser reports of requests may come late.
  const voted = async () => (await asked(server, "/v1/polls/clinic-day-poll", cookie)).voter.has_voted;
  // Only the clock of the page says how quickly the taps follow one another.
  const start = Date.now();
  await page.clock.setFixedTime(start);
  await page.goto("/polls/clinic-day-poll/ballot");
  const main = page.getByRole("main");
  await main.getByRole("radio").first().check();
  await underTheFinger(main.getByRole("button", { name: "选好了，去核对" }));
  await page.touchscreen.tap(FINGER.x, FINGER.y);
  await arrived(page, "核对您的选择");

  const send = main.getByRole("button", { name: "提交我的投票" });
  await underTheFinger(send);
  await page.touchscreen.tap(FINGER.x, FINGER.y);
  await expect(send).toBeFocused();
  await expectAccessible(page);
  expect(await voted()).toBe(false);

  // A moment later it is meant.
  await page.clock.setFixedTime(start + 700);
  await underTheFinger(send);
  await page.touchscreen.tap(FINGER.x, FINGER.y);
  await arrived(page, "投票回执");
  // The receipt stands there while the vote is on its way, and says so.
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "投票回执" [level=1]
      - paragraph:
        - strong: /已计入$/
  `);
  expect(await voted()).toBe(true);
});
