// Where the keyboard is: on pages of every kind, in every theme and both modes, on the smallest screen too. Every kind of thing
// that takes the focus is painted once with its ring and once without.
import { expect, test } from "../support/test.mjs";
import { apply, PLAIN } from "./cells.mjs";
import { expected } from "./known.mjs";
import { Phone } from "./phone.mjs";
import { keyboard } from "./probes/focus.mjs";
import { moving } from "./probes/moving.mjs";
import { database, phone as kept } from "./seed.mjs";

const PAGES = ["/", "/polls/courtyard/ballot", "/polls/clinic-day-poll/receipt", "/threads/courtyard-benches", "/threads/courtyard-benches/write", "/search", "/settings"];
const WAYS = [
  { mode: "standard", cell: { ...PLAIN } },
  { mode: "elder", cell: { ...PLAIN, text: 24, theme: "contrast" } },
  { mode: "standard", cell: { ...PLAIN, theme: "dark", viewport: "320x256" } },
  { mode: "elder", cell: { ...PLAIN, text: 30, theme: "forced", viewport: "640x360" } },
];

for (const { mode, cell } of WAYS) {
  test(`the focus is seen everywhere: ${mode}, ${cell.theme}, ${cell.viewport}`, async ({ browser, servers, wrongs }) => {
    test.setTimeout(180_000);
    const server = await servers.start({ from: database() });
    const phone = await Phone.start({ browser, server, wrongs, kept: await kept(), preferences: `text=${cell.text};theme=light;mode=${mode};spacing=0` });
    const client = await phone.context.newCDPSession(phone.page);
    const rings = new Set();
    const wrong = [];
    // The gallery, which has every primitive in every state, and what is pressed only here.
    for (const path of cell === WAYS[0].cell ? [...PAGES, "/gallery"] : PAGES) {
      await phone.open(path);
      await apply(phone.page, client, cell);
      wrong.push(...(await keyboard(phone.page, { rings })).map((what) => ({ probe: "keyboard", what, where: path, mode })));
    }
    await phone.open("/");
    wrong.push(...(await moving(phone)).map((what) => ({ probe: "moving", what, where: "/", mode })));
    await phone.close();
    expect(expected.unknown(wrong).map(({ what, where }) => `${where}: ${what}`)).toEqual([]);
  });
}
