// What is not there any more, and what has come of something while a resident was at it: missing pages, a session that ended in the middle
// of a form, a poll that was closed or cancelled, a vote on paper, a page that never answers. By the server itself.
import { aMoment, follow } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { unseen } from "./examine.mjs";
import { told, watching, words } from "./failing.mjs";
import { database } from "./seed.mjs";

const POLL = "/polls/courtyard";

for (const mode of ["standard", "elder"]) {
  test.describe(`${mode} mode`, () => {
    test.setTimeout(120_000);
    const seen = unseen();
    const begun = async ({ browser, servers, wrongs }, more = {}) => {
      const server = await servers.start({ from: database() });
      return { server, ...(await watching({ browser, server, wrongs }, mode, { seen, ...more })) };
    };
    const press = async (page, name) => {
      await aMoment(page);
      await page.getByRole("main").getByRole("button", { name, exact: true }).click();
    };

    test("an address that leads nowhere", async ({ browser, servers, wrongs }) => {
      const { phone, main, look } = await begun({ browser, servers, wrongs });
      for (const path of ["/notices/none", "/polls/none", "/threads/none", "/matters/none"]) {
        await phone.go(path);
        await told(main, "not_found");
        await expect(main.getByRole("link", { name: words("app.back_home") })).toBeVisible();
        await look(path);
      }
      await phone.close();
    });

    test("the session ends in the middle of a form", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      await phone.open("/threads/courtyard-benches/write");
      await main.getByRole("textbox").first().fill("椅子要靠背。");
      await phone.context.unroute("**/v1/**");
      await phone.context.clearCookies();
      await press(page, words("threads.write_send"));
      await expect(main.getByRole("heading", { level: 1, name: words("sign_in.title") })).toBeVisible();
      await expect(main).toContainText(words("threads.refused"));
      await phone.settled();
      await look("a post, and the session is over");
      await phone.close();
    });

    test("the session ends before a ballot is sent", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      await phone.open(`${POLL}/check`);
      await phone.context.unroute("**/v1/**");
      await phone.context.clearCookies();
      await press(page, words("check.send"));
      await told(main, "not_signed_in");
      await expect(main.getByRole("link", { name: words("app.sign_in") })).toHaveAttribute("href", `/sign-in?next=${encodeURIComponent(`${POLL}/receipt`)}`);
      await phone.settled();
      await look("a ballot, and the session is over");
      await phone.close();
    });

    for (const [how, act, kind] of [
      ["closed", (server) => server.staff("poll", "close", "courtyard", "--reason", "人都投完了"), "closed"],
      ["cancelled", (server) => server.staff("poll", "cancel", "courtyard", "--reason", "院子不改了"), "cancelled"],
    ]) {
      test(`a poll is ${how} while somebody reads back what they chose`, async ({ browser, servers, wrongs }) => {
        const { phone, page, main, look, server } = await begun({ browser, servers, wrongs });
        await phone.open(`${POLL}/check`);
        await expect(main.getByRole("button", { name: words("check.send") })).toBeVisible();
        await phone.context.unroute("**/v1/**");
        await act(server);
        await press(page, words("check.send"));
        await expect(page).toHaveURL(/\/receipt$/);
        await expect(main.getByText(words("receipt.refused"), { exact: true }).or(main.getByText(words(`failure.${kind}.title`)))).not.toHaveCount(0);
        await phone.settled();
        await look(`a ballot for a poll that is ${how}`);
        for (const path of [POLL, `${POLL}/ballot`, `${POLL}/check`]) {
          await phone.go(path);
          await look(`${path} of a poll that is ${how}`);
        }
        await phone.close();
      });
    }

    test("a page that never answers says that it is on its way, and then that no answer came", async ({ browser, servers, wrongs }) => {
      const { phone, page, main, look } = await begun({ browser, servers, wrongs });
      await page.clock.install();
      await phone.open("/polls");
      await page.route(/\/v1\/polls\/silence$/, () => {});
      await follow(page, "/polls/silence");
      await expect(main.getByText(words("app.loading")).first()).toBeVisible();
      await look("on its way");
      await page.clock.runFor(20_000);
      await told(main, "timeout");
      await look("no answer came");
      await phone.close();
    });
  });
}
