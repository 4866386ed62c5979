// Reading aloud in every state that is unlike the others, and what is said where it does not go on.
import { aMoment } from "../support/pages.mjs";
import { controls, dense, listen, listened, next, press, said, saying, voiced } from "../support/speech.mjs";
import { expect, test } from "../support/test.mjs";
import { unseen } from "./examine.mjs";
import { watching, words } from "./failing.mjs";
import { database } from "./seed.mjs";

const NOTICE = "/notices/finance-quarter";

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode: reading, paused, read to the end, broken off, asked about, refused, no voice`, async ({ browser, servers, wrongs }) => {
    test.setTimeout(120_000);
    const server = await servers.start({ from: database() });
    const { phone, page, look } = await watching({ browser, server, wrongs }, mode, { seen: unseen() });
    const told = (text) => expect(controls(page)).toContainText(text);
    // Opened anew with each engine: a page has one as long as it stands.
    const opened = async (engine) => {
      await voiced(phone.context, engine);
      await phone.open(NOTICE);
      await listen(page).click();
    };

    await opened("talking");
    await saying(page);
    await next(page);
    await look("read aloud");
    await press(page, words("aloud.pause"));
    await told("第 2 句");
    await look("paused");

    // In the middle of a sentence: once more from its beginning, then it is said that the voice has stopped, and where to go on.
    await opened("breaking");
    await told(words("aloud.stalled"));
    const [first, again, ...more] = await said(page);
    expect([again, more]).toEqual([first, []]);
    await expect(controls(page).getByRole("link", { name: /^拨打/ })).toBeVisible();
    await look("broken off");
    await press(page, words("aloud.go_on"));
    await expect.poll(async () => (await said(page)).length).toBe(4);
    await told(words("aloud.stalled"));

    await opened("online");
    await told(words("aloud.network"));
    await look("asked about a voice that is not on the phone");

    await opened("refusing");
    await told(words("aloud.refused"));
    await look("one more tap wanted");
    await press(page, words("aloud.start"));
    await saying(page);

    await opened("absent");
    await told(words("aloud.no_voice"));
    await look("no voice");
    await phone.close();
  });

  test(`in ${mode} mode what is wrong with an answer is read aloud, with what to do`, async ({ browser, servers, wrongs }) => {
    const server = await servers.start({ from: database() });
    const { phone, page, main } = await watching({ browser, server, wrongs }, mode, { seen: unseen() });
    await voiced(phone.context, "fluent");
    await phone.open("/polls/property-survey/ballot");
    await aMoment(page);
    await main.getByRole("button", { name: words("ballot.next") }).click();
    await expect(main.getByRole("alert")).toContainText(words("ballot.error.choose_one"));
    const heard = dense((await listened(page)).join(""));
    expect(heard).toContain(dense(words("ballot.errors")));
    expect(heard).toContain(dense(words("ballot.error.choose_one")));
    await phone.close();
  });
}
