// Voting by the two hands that have it hardest: one that only has a keyboard, and one that trembles.
import { asked, reading, signedIn } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { ONE, SEVERAL, vote } from "./hands.mjs";
import { install } from "./screen.mjs";

const READ = { elder: "text=24;theme=light;mode=elder;spacing=0", standard: "text=18;theme=light;mode=standard;spacing=0" };
// A hand that shakes is off the middle by N(0, 8 px) each way, and by much on one of these seven taps.
const TREMOR = 8;
const HANDS = [20_261_113, 20_261_119, 20_261_136];
// Elder mode, where it is promised, with each hand; what standard mode and a ballot of another kind add, with one.
const TIMES = [...HANDS.map((hand) => ({ mode: "elder", hand, poll: ONE })), { mode: "elder", hand: HANDS[0], poll: SEVERAL }, { mode: "standard", hand: HANDS[0], poll: ONE }];
const voted = async (server, cookie, { id }) => (await asked(server, `/v1/polls/${id}`, cookie)).voted;
const greeted = (page) => expect(page.getByRole("main").getByRole("heading", { level: 1, name: /王秀英/ })).toBeVisible();

test.setTimeout(120_000);

for (const [mode, poll] of [["elder", ONE], ["elder", SEVERAL], ["standard", ONE]]) {
  test(`in ${mode} mode a vote on ${poll.id} is cast with the keyboard alone, and every stop on the way can be seen`, async ({ page, context, server }) => {
    await context.addInitScript(install);
    await reading(context, READ[mode]);
    const cookie = await signedIn(context, server);
    const before = await voted(server, cookie, poll);
    const hidden = [];
    const tabTo = async (target) => {
      await expect(target).toBeVisible();
      for (let steps = 0; steps < 200; steps += 1) {
        await page.keyboard.press("Tab");
        const stop = await target.evaluate((element) => {
          const active = document.activeElement;
          if (active === document.body) return { there: false };
          const { left, right, top, bottom } = (active.labels?.[0] ?? active).getBoundingClientRect();
          const hit = document.elementFromPoint((left + right) / 2, Math.min((top + bottom) / 2, innerHeight - 2));
          const free = bottom > 0 && top < innerHeight && hit !== null && (active.contains(hit) || hit.contains(active) || hit.closest("label")?.control === active);
          // A radio is reached in its group.
          return { there: active === element || (active.type === "radio" && active.name === element.name), free, who: suite.say(active) };
        });
        if (stop.free === false) hidden.push(stop.who);
        if (stop.there) return;
      }
      throw new Error(`Tab never came to ${target}`);
    };
    await page.goto("/");
    await greeted(page);
    await vote(page, {
      poll,
      press: async (target) => {
        await tabTo(target);
        await page.keyboard.press("Enter");
      },
      choose: async (target) => {
        await tabTo(target);
        await page.keyboard.press("Space");
        await expect(target).toBeChecked();
      },
      arrived: async () => expect(page.locator("body")).not.toBeFocused(),
    });
    expect(await voted(server, cookie, poll)).toBe(before + 1);
    expect(hidden).toEqual([]);
  });
}

test.describe("by touch", () => {
  test.use({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });

  for (const { mode, hand, poll } of TIMES) {
    test(`in ${mode} mode a trembling finger that comes down slowly and beside the middle casts one vote on ${poll.id}, hand ${hand}`, async ({ page, context, server }) => {
      await reading(context, READ[mode]);
      const cookie = await signedIn(context, server);
      const before = await voted(server, cookie, poll);
      const sent = [];
      page.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
      const finger = await context.newCDPSession(page);
      const shaken = tremor(hand);
      const off = [];
      // Down beside the middle by as much as the hand shakes, be that on the target or not (the browser helps a finger that is a
      // few pixels off); sliding a little, and up after four tenths of a second by the finger's own clock.
      const tap = async (target) => {
        await target.scrollIntoViewIfNeeded();
        const { x, y, width, height } = await target.boundingBox();
        const [aside, below] = [shaken(), shaken()];
        off.push(Math.abs(below));
        const point = { x: x + width / 2 + aside, y: y + height / 2 + below };
        const down = Date.now() / 1000;
        await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point], timestamp: down });
        await finger.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: point.x + 2, y: point.y - 2 }], timestamp: down + 0.2 });
        await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [], timestamp: down + 0.4 });
      };
      await page.goto("/");
      await greeted(page);
      await vote(page, {
        poll,
        press: tap,
        choose: async (target) => {
          await tap(target.locator("xpath=following-sibling::label"));
          await expect(target).toBeChecked();
        },
      });
      expect(await voted(server, cookie, poll)).toBe(before + 1);
      expect(sent).toHaveLength(1);
      // It did tremble: at least once it was off by more than twice what it mostly is, where a target is narrow.
      expect(Math.max(...off)).toBeGreaterThan(2 * TREMOR);
    });
  }
});

// Distances of a hand that shakes, the same in every run.
function tremor(seed) {
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => TREMOR * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}
