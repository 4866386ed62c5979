// What a resident asks for: written in small steps, with a photo that no longer tells where it was taken, never lost on the way,
// answered, carried out and judged.
import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked, reading, signedIn, stored } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";

const LATE = "二层楼梯口的灯不亮";
const BODY = "单元门关不严。\n夜里一直响，睡不着。";
const TITLE = "单元门关不严";
const STAFF = "19900000002";
const NEIGHBOUR = "19900000194";

const main = (page) => page.getByRole("main");
const heading = (page, name) => main(page).getByRole("heading", { name });
const photo = (page) => main(page).getByRole("img", { name: "您加的照片" });

// Exif as a phone held upright writes it: turned by 90°, and with a directory for where it was taken.
function exif() {
  const entry = (tag, type, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (type === 3) bytes.writeUInt16BE(value, 8);
    else bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  const head = Buffer.from("4d4d002a00000008", "hex");
  const first = Buffer.concat([Buffer.from([0, 2]), entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, 38), Buffer.alloc(4)]);
  const north = entry(0x0001, 2, 2, 0);
  north.write("N\0", 8, "latin1");
  const gps = Buffer.concat([Buffer.from([0, 1]), north, Buffer.alloc(4)]);
  const content = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), head, first, gps]);
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([segment, content]);
}

// A large photo as a camera makes it.
async function taken(page) {
  const address = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2400, 1800];
    const context = canvas.getContext("2d");
    for (let n = 0; n < 4000; n += 1) {
      context.fillStyle = `hsl(${(n * 37) % 360} 70% 50%)`;
      context.fillRect((n * 97) % 2400, (n * 61) % 1800, 60, 40);
    }
    return canvas.toDataURL("image/jpeg", 0.95);
  });
  const plain = Buffer.from(address.split(",")[1], "base64");
  return Buffer.concat([plain.subarray(0, 2), exif(), plain.subarray(2)]);
}

// Width and height of a JPEG.
function sides(bytes) {
  for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    if ([0xc0, 0xc1, 0xc2].includes(bytes[at + 1])) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return undefined;
}

const choose = (page, bytes, mimeType = "image/jpeg") =>
  main(page).getByLabel(/拍一张或选一张|换一张/).setInputFiles({ name: "photo", mimeType, buffer: bytes });

// By key: a second tap at the same place within a moment would be taken for a trembling hand.
const press = (page, name) => main(page).getByRole("button", { name }).press("Enter");

// Fills in everything, one screen or six; `between` happens at each, and is told which it is.
async function fillIn(
  page,
  elder,
  { kind = "请人来办一件事", category = "东西坏了要修", body = BODY, place = "3 号楼 2 单元门口", contact = "给我打电话", between = async () => {} } = {},
) {
  const on = async (step, act) => {
    if (elder) await expect(main(page).getByText(`第 ${step} 步，一共 6 步`)).toBeVisible();
    await act();
    await between(step);
    if (elder && step < 6) await press(page, "下一步");
  };
  await on(1, () => main(page).getByRole("radio", { name: new RegExp(kind) }).check());
  await on(2, () => main(page).getByRole("radio", { name: category }).check());
  await on(3, () => main(page).getByRole("textbox", { name: "什么事" }).fill(body));
  await on(4, () => main(page).getByRole("textbox", { name: /在哪里/ }).fill(place));
  await on(5, async () => {});
  await on(6, () => main(page).getByRole("radio", { name: contact }).check());
  await press(page, "写好了，看一遍");
  await arrived(page, "看看对不对");
}

const mine = async (server, cookie) => (await asked(server, "/v1/matters?mine=true", cookie)).items;

// Six steps in elder mode, with both engines at most of them.
test.setTimeout(120_000);

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode a request with a photo survives reload and a dead network, and is followed to its end`, async ({ page, context, server }) => {
    const elder = mode === "elder";
    if (elder) await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    const cookie = await signedIn(context, server);
    await page.goto("/matters/mine");
    await arrived(page, "我提的事", { focused: false });
    await expect(main(page).getByRole("listitem").filter({ hasText: LATE })).toContainText("过了日子还没答复");
    await main(page).getByRole("link", { name: "提一件事" }).click();
    await arrived(page, "提一件事");
    await press(page, elder ? "下一步" : "写好了，看一遍");
    await expect(main(page).getByRole("alert")).toContainText("请选一个。");
    await expectAccessible(page);

    const original = await taken(page);
    await fillIn(page, elder, {
      between: async (step) => {
        if (elder && step < 5) await expectAccessible(page);
        if (step !== 5) return;
        // Not a photo: words, and everything stays.
        await choose(page, Buffer.from("%PDF-1.7"), "image/png");
        await expect(main(page).getByText("这个文件看不出是照片。请换一张，不加也行。")).toBeVisible();
        await choose(page, original);
        await expect(photo(page)).toBeVisible();
        await expect(main(page).getByText(/照片加好了，缩小后有 [\d,]+ kB。/)).toBeVisible();
        await expectAccessible(page);
        // The phone keeps words and photo; the page is opened anew.
        await expect.poll(async () => (await stored(page, "drafts")).length).toBe(2);
        await page.reload();
        await arrived(page, "提一件事", { focused: false });
        await expect(photo(page)).toBeVisible();
      },
    });
    await expect(main(page).getByText("夜里一直响，睡不着。")).toBeVisible();
    await expect(photo(page)).toBeVisible();
    await expectAccessible(page);

    // Nothing has left the phone so far, and without a network nothing is claimed.
    expect(await mine(server, cookie)).toHaveLength(1);
    await page.route("**/v1/photos", (route) => route.abort("internetdisconnected"));
    await press(page, "交上去");
    await arrived(page, "我提的事");
    await expect(main(page).getByText("还没交上去：等网络。一有网就自动交，写的和照片都在。")).toBeVisible();
    await expect(photo(page)).toBeVisible();
    await expectAccessible(page);
    await expect.poll(() => stored(page, "drafts")).toEqual([]);
    await page.reload();
    await expect(main(page).getByText("夜里一直响，睡不着。")).toBeVisible();
    await expect(photo(page)).toBeVisible();
    expect(await mine(server, cookie)).toHaveLength(1);

    await page.unroute("**/v1/photos");
    const sent = page.waitForResponse((answer) => answer.url().endsWith("/v1/photos"));
    await page.evaluate(() => dispatchEvent(new Event("online")));
    const bytes = (await sent).request().postDataBuffer();
    await expect(main(page).getByRole("listitem").filter({ hasText: TITLE })).toContainText("收到了，等答复");
    expect(await stored(page, "outbox")).toEqual([]);
    // A picture, the right way up, small, and silent about where it was taken.
    expect(sides(bytes)).toEqual([1200, 1600]);
    expect(bytes.length).toBeLessThan(original.length);
    expect(bytes.includes("Exif")).toBe(false);
    expect(original.includes("Exif")).toBe(true);

    const [{ id }] = await mine(server, cookie);
    await main(page).getByRole("link", { name: TITLE }).click();
    await arrived(page, TITLE);
    const steps = main(page).getByRole("list", { name: "这件事的步骤" }).getByRole("listitem");
    await expect(steps.filter({ hasText: "现在" })).toContainText(/答复.*前答复/);
    await expect(main(page).getByRole("img", { name: "提的人加的照片" })).toBeVisible();
    await expect(main(page).getByText("只有您和工作人员")).toBeVisible();
    await expectAccessible(page);
    const staff = await server.signIn(STAFF);
    expect((await asked(server, `/v1/matters/${id}`, staff)).request.contact).toBe("call");
    const neighbour = await server.signIn(NEIGHBOUR);
    await expect(asked(server, `/v1/matters/${id}`, neighbour)).rejects.toThrow("404");
    await expect(asked(server, `/v1/matters/${id}`)).rejects.toThrow("404");

    await server.staff("matter", "accept", id, "--responsible", "物业服务中心", "--due", "+10d 18:00", "--answer", "换新的闭门器。");
    await server.staff("matter", "progress", id, "--text", "闭门器买到了。");
    await page.reload();
    await expect(steps.filter({ hasText: "现在" })).toContainText("正在办");
    await expect(heading(page, "打算怎么办")).toBeVisible();
    await expect(main(page).getByText("闭门器买到了。")).toBeVisible();
    await expectAccessible(page);
    await server.staff("matter", "done", id);
    await page.reload();
    await main(page).getByRole("radio", { name: "很满意" }).check();
    await press(page, "评好了，交上去");
    await expect(main(page).getByText("您评过了，随时可以改。")).toBeVisible();
    const shows = "三楼的闭门器，拉杆断了";
    await server.staff("matter", "publish-request", id, "--alt", shows);
    await page.reload();
    await expect(main(page).getByRole("img", { name: shows })).toBeVisible();
    expect((await asked(server, `/v1/matters/${id}`)).request.contact).toBeUndefined();
    await expectAccessible(page);
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "${TITLE}" [level=1]
        - paragraph: 办好了
        - list "这件事的步骤":
          - listitem: /收到/
          - listitem: /答复 同意了/
          - listitem: /办理 办好了/
    `);
  });

  test(`in ${mode} mode what the community does not take comes back into the form with its photo, and a no has a reason`, async ({ page, context, server }) => {
    const elder = mode === "elder";
    if (elder) await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    const cookie = await signedIn(context, server);
    const hostile = '<img src=x onerror="alert(1)">不是图';
    const place = "</p><script>alert(2)</script>三楼";
    await page.goto("/matters/new");
    await arrived(page, "提一件事", { focused: false });
    const bytes = await taken(page);
    await fillIn(page, elder, {
      body: hostile,
      place,
      between: async (step) => {
        if (step !== 5) return;
        await choose(page, bytes);
        await expect(photo(page)).toBeVisible();
      },
    });
    await expect(main(page).getByText(hostile)).toBeVisible();
    await page.route("**/v1/photos", (route) =>
      route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ type: "/problems/photo-place", title: "x", status: 422 }) }), { times: 1 });
    await press(page, "交上去");
    await arrived(page, "我提的事");
    await expect(main(page).getByText("没有交上去")).toBeVisible();
    await expect(main(page).getByText(/这张照片用不了.*请换一张照片/)).toBeVisible();
    await expectAccessible(page);
    await press(page, "不发了，拿回来改");
    await arrived(page, "提一件事");
    await page.goto("/matters/new?step=5");
    await expect(photo(page)).toBeVisible();
    await press(page, "不要这张照片");
    await expect(photo(page)).toHaveCount(0);
    await expect.poll(async () => (await stored(page, "drafts")).length).toBe(1);
    await page.goto("/matters/new/check");
    await expect(main(page).getByText(place)).toBeVisible();
    await expect(main(page).getByText("没有加")).toBeVisible();
    await press(page, "交上去");
    await expect(main(page).getByRole("listitem").filter({ hasText: hostile })).toContainText("收到了，等答复");

    const { id } = (await mine(server, cookie)).find(({ title }) => title === hostile);
    await server.staff("matter", "decline", id, "--reason", "这归街道管，已经转过去了。");
    await page.goto(`/matters/${id}`);
    await arrived(page, hostile, { focused: false });
    await expect(main(page).getByText("没有同意：这归街道管，已经转过去了。")).toBeVisible();
    await expect(main(page).getByText(place)).toBeVisible();
    await expect(main(page).getByRole("img")).toHaveCount(0);
    await expectAccessible(page);
  });
}

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode somebody proposes something and follows it until it is declined`, async ({ page, context, server }) => {
    const elder = mode === "elder";
    if (elder) await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    const cookie = await signedIn(context, server);
    const title = "北门口加一张长椅";
    await page.goto("/matters/new");
    await arrived(page, "提一件事", { focused: false });
    // What it means to propose stands beside the choice.
    await expect(main(page).getByText("比如加一张长椅")).toBeVisible();
    await fillIn(page, elder, { kind: "给小区提个建议", category: "花草树木", body: `${title}\n等车的老人能坐一坐。`, place: "北门岗亭旁边", contact: "不用，我自己来这里看" });
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "看看对不对" [level=1]
        - term: 您想提哪一种
        - definition:
          - paragraph: 给小区提个建议
        - term: 是哪方面的
        - definition:
          - paragraph: 花草树木
    `);
    await expectAccessible(page);
    await press(page, "交上去");
    const row = main(page).getByRole("listitem").filter({ hasText: title });
    await expect(row).toContainText("收到了，等答复");

    const { id } = (await mine(server, cookie)).find((one) => one.title === title);
    const { request } = await asked(server, `/v1/matters/${id}`, cookie);
    expect(request).toMatchObject({ kind: "proposal", category: "greenery", place: "北门岗亭旁边", contact: "no_need" });
    // Staff see which of the two it is.
    expect(await server.staff("matter", "requests")).toMatch(new RegExp(`${title}.* \\(proposal, greenery\\)`));
    await row.getByRole("link", { name: title }).click();
    await arrived(page, title);
    const steps = main(page).getByRole("list", { name: "这件事的步骤" }).getByRole("listitem");
    await expect(steps.filter({ hasText: "现在" })).toContainText(/答复.*前答复/);
    await expect(main(page).getByText("等车的老人能坐一坐。")).toBeVisible();
    await expectAccessible(page);

    await server.staff("matter", "decline", id, "--reason", "那里是消防通道，放不了椅子。");
    await page.reload();
    await expect(main(page)).toMatchAriaSnapshot(`
      - main:
        - heading "${title}" [level=1]
        - paragraph: 没有同意
        - list "这件事的步骤":
          - listitem: /收到/
          - listitem: /答复 没有同意：那里是消防通道，放不了椅子。/
    `);
    // What was declined goes no further.
    await expect(steps).toHaveCount(2);
    await expect(steps.filter({ hasText: "现在" })).toHaveCount(0);
    await expect(main(page).getByRole("heading", { name: "您满意吗" })).toHaveCount(0);
    await expectAccessible(page);
    await page.goto("/matters/mine");
    await expect(row).toContainText("没有同意");
    await expectAccessible(page);
  });
}

test("an answer that is late is called late, and help is one tap away", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto("/matters/landing-lamp");
  await arrived(page, LATE, { focused: false });
  await expect(main(page).getByText(/说好 .+ 前答复，已经过了/)).toBeVisible();
  await expect(main(page)).toMatchAriaSnapshot(`
    - main:
      - heading "${LATE}" [level=1]
      - paragraph: 过了日子还没答复
      - list "这件事的步骤":
        - listitem: /收到/
        - listitem: /答复 现在/
        - listitem: 办理
      - paragraph:
        - link "帮助"
  `);
  await expectAccessible(page);
});

test("who is not signed in is led to signing in and back", async ({ page }) => {
  for (const path of ["/matters/new", "/matters/mine"]) {
    await page.goto(path);
    await expect(main(page).getByRole("link", { name: "登录以后可以提" })).toHaveAttribute("href", `/sign-in?next=${path}`);
    await expectAccessible(page);
  }
  // What somebody else asked for is not there.
  await page.goto("/matters/landing-lamp");
  await arrived(page, "出了点问题", { focused: false });
  await expect(main(page).getByText(LATE)).toHaveCount(0);
});
