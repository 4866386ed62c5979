// Coming back to a thread: what happened since the last visit, to read and to hear.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expectAccessible } from "../support/accessible.mjs";
import { arrived, asked as answered, reading, signedIn } from "../support/pages.mjs";
import { said, voiced } from "../support/speech.mjs";
import { expect, test } from "../support/test.mjs";

const THREAD = "courtyard-benches";
const TITLE = "小院子的长椅：要靠背，还是要多几张？";
const COMMITTEE = "19900000003";
const NEIGHBOURS = ["19900000041", "19900000042"];
const HOUR = 3_600_000;

const ask = async (server, method, path, cookie, body, key) => {
  const headers = { cookie, origin: server.url, "content-type": "application/json" };
  if (key) headers["idempotency-key"] = key;
  const answer = await fetch(server.url + path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

// A neighbour asks, another one agrees, the committee answers.
async function othersWrite(server) {
  const cookies = [];
  for (const phone of [...NEIGHBOURS, COMMITTEE]) cookies.push(await server.signIn(phone));
  const posts = `/v1/threads/${THREAD}/posts`;
  const asked = await ask(server, "POST", posts, cookies[0], { body: "长椅下雨天能坐吗？", stance: "question" }, "a-question-1");
  await ask(server, "PUT", `/v1/posts/${asked.id}/rating`, cookies[1], { agree: true });
  const answered = await ask(server, "POST", posts, cookies[2], { body: "会装雨棚，下个月动工。", stance: "neutral" }, "an-answer-1");
  return { asked, answered };
}

// The visit is over: an hour later by the phone's clock the thread is opened again.
async function comeBack(page, { thread = THREAD, title = TITLE } = {}) {
  await page.goto("/");
  await arrived(page, "王秀英，您好", { focused: false });
  await page.clock.install({ time: Date.now() + HOUR });
  await page.goto(`/threads/${thread}`);
  await arrived(page, title, { focused: false });
}

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode somebody who comes back sees and hears what is new, and follows it`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await voiced(context, "fluent");
    await signedIn(context, server);
    const main = page.getByRole("main");
    await page.goto(`/threads/${THREAD}`);
    await arrived(page, TITLE, { focused: false });
    await expect(main.getByText("长椅下雨天能坐吗？")).toHaveCount(0);
    await expect(main.getByText(/您上次来/)).toHaveCount(0);
    const { asked } = await othersWrite(server);
    await comeBack(page);
    if (mode === "elder") {
      await main.getByRole("link", { name: "您上次来之后，有 2 条新发言" }).click();
      await arrived(page, "您上次来之后");
    }
    await expect(main.getByRole("heading", { name: "您上次来之后" })).toBeVisible();
    const lines = main.getByRole("listitem");
    const official = lines.filter({ hasText: "周国平 答复：会装雨棚，下个月动工。" });
    const question = lines.filter({ hasText: "「有疑问」里 1 人同意 王凤英：长椅下雨天能坐吗？" });
    await expect(official).toBeVisible();
    await expect(question).toBeVisible();
    if (mode === "elder") {
      await expect(main).toMatchAriaSnapshot(`
        - main:
          - paragraph:
            - link "议事"
          - heading "您上次来之后" [level=1]
          - paragraph: /您上次来是 .*，这之后有 2 条新发言。/
          - list:
            - listitem:
              - link "周国平 答复：会装雨棚，下个月动工。"
            - listitem:
              - link "「有疑问」里 1 人同意 王凤英：长椅下雨天能坐吗？"
          - button "读给我听"
          - paragraph:
            - link "从最新的发言看起"
          - link "看整个议事"
      `);
    }
    await expectAccessible(page);

    await main.getByRole("button", { name: "读给我听" }).click();
    const controls = page.getByRole("region", { name: "朗读" });
    await expect(controls.getByText("读完了。")).toBeVisible({ timeout: 30_000 });
    const heard = (await said(page)).join("");
    expect(heard).toMatch(/^您上次来是.*这之后有 2 条新发言。周国平 答复：会装雨棚，下个月动工。/);
    expect(heard).toContain("长椅下雨天能坐吗？");
    await controls.getByRole("button", { name: "停止" }).click();
    await expect(main.getByRole("button", { name: "读给我听" })).toBeFocused();

    // A reload forgets nothing, and neither does a look elsewhere.
    await page.reload();
    await expect(question).toBeVisible();
    await question.getByRole("link").click();
    await expect(page).toHaveURL(new RegExp(`/threads/${THREAD}\\?post=${asked.id}$`));
  });
}

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode what was decided meanwhile is a line of its own, with the way to it`, async ({ page, context, server }) => {
    if (mode === "elder") await reading(context, "text=24;theme=light;mode=elder;spacing=0");
    await voiced(context, "fluent");
    await signedIn(context, server);
    const main = page.getByRole("main");
    const shed = { thread: "shed", title: "车棚要不要加锁？" };
    const form = join(server.place, "form.toml");
    const staff = async (kind, verb, text) => {
      await writeFile(form, text);
      await server.staff(kind, verb, form);
    };
    await staff("thread", "open", `id = "shed"\ntitle = "${shed.title}"\nkind = "discussion"\npublisher = "居委会"\ncreated_at = "-5d 09:00"\nbody = "先听听。"\n`);
    const matter = (from) => `id = "shed-lock"
title = "车棚加锁"
about = "车棚丢过两回车。"
related = [{ kind = "thread", id = "shed" }, { kind = "poll", id = "courtyard" }]
[[stages]]
kind = "discussing"
from = "-5d 09:00"
until = "${from}"
[[stages]]
kind = "carrying_out"
from = "${from}"
`;
    await staff("matter", "publish", matter("+5d 18:00"));
    await page.goto("/threads/shed");
    await arrived(page, shed.title, { focused: false });
    await expect(main.getByText("先听听。")).toBeVisible();
    await server.staff("poll", "close", "courtyard", "--reason", "都投过了");
    const poll = await answered(server, "/v1/polls/courtyard");
    await staff("matter", "publish", matter(new Date().toISOString()));
    await comeBack(page, shed);
    if (mode === "elder") {
      await main.getByRole("link", { name: /^您上次来之后/ }).click();
      await arrived(page, "您上次来之后");
    }
    const lines = main.getByRole("listitem");
    const ended = lines.filter({ hasText: `投票结束了，可以看结果：${poll.title}` });
    await expect(ended).toBeVisible();
    const began = lines.filter({ hasText: /^.+ 起：落实$/ });
    await expect(began).toBeVisible();
    await expectAccessible(page);
    await main.getByRole("button", { name: "读给我听" }).click();
    await expect(page.getByRole("region", { name: "朗读" }).getByText("读完了。")).toBeVisible({ timeout: 30_000 });
    const heard = (await said(page)).join("");
    expect(heard).toContain("可以看结果");
    expect(heard).toContain("落实");
    await ended.getByRole("link").click();
    await expect(page).toHaveURL("/polls/courtyard/results");
  });
}

test("nothing new is one calm line", async ({ page, context, server }) => {
  await signedIn(context, server);
  await page.goto(`/threads/${THREAD}`);
  await arrived(page, TITLE, { focused: false });
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
  await comeBack(page);
  await expect(page.getByRole("main").getByText(/^您上次来是 .*，这之后还没有新发言。$/)).toBeVisible();
  await expectAccessible(page);
});

test("a first visit is told nothing about a last one", async ({ page }) => {
  await page.goto(`/threads/${THREAD}/news`);
  await arrived(page, "您上次来之后", { focused: false });
  await expect(page.getByRole("main").getByText("您是第一次看这件事，内容都是新的。")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "看整个议事" }).click();
  await arrived(page, TITLE);
  await expect(page.getByRole("main").getByRole("article").first()).toBeVisible();
  await expect(page.getByRole("main").getByText(/您上次来/)).toHaveCount(0);
});
