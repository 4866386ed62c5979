// When something happens: the hour of the community, wherever the phone is, and what the phone's own calendar makes of it.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { event } from "../support/calendar.mjs";
import { published, written } from "../support/notices.mjs";
import { arrived, asked } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const HOUR = 3_600_000;
const CLINIC = {
  id: "clinic-today",
  title: "义诊：量血压, 测血糖; 看膝盖\\看眼睛",
  summary: "不要钱，身份证、医保卡、最近的化验单都带上，没有也不要紧；测血糖的请空腹来。",
  category: "events",
  event: { starts_at: "+2d 09:00", ends_at: "+2d 11:30", place: "社区活动室一层，靠北门" },
  body: "社区卫生服务站的医生来活动室。",
};

const main = (page) => page.getByRole("main");
const when = (page) => main(page).getByText(/09:00 – 11:30$/);
const elsewhere = (page) => main(page).getByText("这是社区当地的时间（中国标准时间）。");

test.setTimeout(120_000);

test("at home nobody is told whose time it is", async ({ page, server }) => {
  await published(server, CLINIC);
  await page.goto(`/notices/${CLINIC.id}`);
  await arrived(page, CLINIC.title, { focused: false });
  await expect(when(page)).toBeVisible();
  await expect(main(page).getByText(/这是社区当地的时间/)).toHaveCount(0);
});

test.describe("a phone on the other side of the earth", () => {
  test.use({ timezoneId: "America/New_York" });

  test("shows the hour of the community, and says that it does", async ({ page, server }) => {
    await published(server, CLINIC);
    expect(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe("America/New_York");
    for (const path of [`/notices/${CLINIC.id}`, `/notices/${CLINIC.id}/paper`]) {
      await page.goto(path);
      await arrived(page, CLINIC.title, { focused: false });
      await expect(when(page)).toBeVisible();
      await expect(elsewhere(page)).toBeVisible();
      await expectAccessible(page);
    }
  });
});

test("the calendar gets the same instants, an hour's warning, and is told of a correction and of the end of it", async ({ page, server }) => {
  await published(server, CLINIC);
  const address = `${server.url}/notices/${CLINIC.id}`;
  const notice = () => asked(server, `/v1/notices/${CLINIC.id}`);
  const file = async () => {
    await page.goto(`/notices/${CLINIC.id}`);
    const link = main(page).getByRole("link", { name: "加到手机日历里" });
    const answer = await page.request.get(await link.getAttribute("href"));
    expect(answer.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
    return event(await answer.text());
  };

  const first = await file();
  const { event: happens } = await notice();
  const starts = new Date(happens.starts_at);
  expect(first).toMatchObject({ sequence: 0, status: "CONFIRMED", title: CLINIC.title, place: CLINIC.event.place, url: address });
  expect(first.text).toBe(`${CLINIC.summary}\n${address}`);
  expect([first.starts, first.ends, first.alarms]).toEqual([starts, new Date(happens.ends_at), [new Date(starts.getTime() - HOUR)]]);
  // The hour that stands on the page is the hour of that instant in the community.
  const hour = (at) => at.toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
  await expect(when(page)).toHaveText(new RegExp(`${hour(first.starts)} – ${hour(first.ends)}$`));

  // Corrected, it is the same event with what holds now.
  const path = join(server.place, "later.md");
  const later = { ...CLINIC, event: { starts_at: "+3d 14:00", place: "5 号楼前的小院子" } };
  await writeFile(path, written(later));
  await server.staff("notice", "correct", CLINIC.id, path, "--what", "改到第二天下午");
  const second = await file();
  const moved = new Date((await notice()).event.starts_at);
  expect(moved.getTime()).toBe(starts.getTime() + 29 * HOUR);
  expect(second).toMatchObject({ uid: first.uid, sequence: 1, place: later.event.place, starts: moved, ends: undefined, alarms: [new Date(moved.getTime() - HOUR)] });

  // What does not take place warns of nothing.
  await server.staff("notice", "withdraw", CLINIC.id, "--reason", "医生来不了");
  const over = event(await (await page.request.get(`/v1/notices/${CLINIC.id}/event.ics`)).text());
  expect(over).toMatchObject({ uid: first.uid, status: "CANCELLED", alarms: [] });
  expect(over.sequence).toBeGreaterThan(second.sequence);
});
