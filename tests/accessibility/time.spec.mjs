// Nobody has to hurry: twenty minutes and twenty hours after a page was opened and filled in it says the same, holds the same
// and has the focus where it was.
import { expect, test } from "../support/test.mjs";
import { Phone } from "./phone.mjs";
import { unhurried } from "./probes/time.mjs";
import { database, phone as kept } from "./seed.mjs";

// Where somebody takes their time, and what they have done there by then.
const PLACES = [
  { path: "/", fill: async () => {} },
  { path: "/polls/property-survey/ballot", fill: async (main) => main.getByRole("radio").first().check() },
  { path: "/polls/courtyard/check", fill: async () => {} },
  { path: "/threads/courtyard-benches/write", fill: async (main) => main.getByRole("textbox").first().fill("我慢慢写，不着急。") },
  { path: "/matters/new", fill: async (main) => main.getByRole("radio").first().check() },
  { path: "/search", fill: async (main) => main.getByRole("searchbox").or(main.getByRole("textbox")).first().fill("停水") },
];

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode a page waits twenty minutes and twenty hours`, async ({ browser, servers, wrongs }) => {
    test.setTimeout(120_000);
    const server = await servers.start({ from: database() });
    const phone = await Phone.start({ browser, server, wrongs, kept: await kept(), preferences: `text=${mode === "elder" ? 24 : 18};theme=light;mode=${mode};spacing=0` });
    await phone.page.clock.install();
    const wrong = [];
    for (const { path, fill } of PLACES) {
      await phone.open(path);
      await fill(phone.page.getByRole("main"));
      await phone.settled();
      wrong.push(...(await unhurried(phone)).map((what) => `${path}: ${what}`));
    }
    await phone.close();
    expect(wrong).toEqual([]);
  });
}
