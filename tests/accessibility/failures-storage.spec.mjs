// A phone that is full: nothing is said to be kept that is not, nobody is kept from voting or writing, and what is on the page stays there.
import { aMoment } from "../support/pages.mjs";
import { expect, test } from "../support/test.mjs";
import { unseen } from "./examine.mjs";
import { watching, words } from "./failing.mjs";
import { database } from "./seed.mjs";

// As long as `window.full` says so, neither of the browser's two stores takes anything more.
function filled() {
  if (!location.protocol.startsWith("http")) return;
  const over = () => new DOMException("The quota has been exceeded.", "QuotaExceededError");
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...all) {
    const request = put.apply(this, all);
    // The browser takes the request, and then gives the whole transaction up.
    if (window.full) this.transaction.abort();
    return request;
  };
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function (...all) {
    if (window.full && this === localStorage) throw over();
    return set.apply(this, all);
  };
}

// The database reports a transaction that the browser has given up, without a word, beside telling whoever asked.
test.use({ allowedErrors: [[/^script: $/], { option: true }] });

const WORDS = "长椅旁边留一块空地，轮椅能停。";

for (const mode of ["standard", "elder"]) {
  test(`in ${mode} mode a full phone says so, and loses nothing as long as the page is open`, async ({ browser, servers, wrongs }) => {
    test.setTimeout(120_000);
    const server = await servers.start({ from: database() });
    const { phone, page, main, look } = await watching({ browser, server, wrongs }, mode, { seen: unseen() });
    await phone.context.addInitScript(filled);
    const full = (is) => page.evaluate((is) => (window.full = is), is);
    const title = main.getByText(words("app.full"), { exact: true }).first();
    const again = main.getByRole("button", { name: words("app.full_again") });
    const box = main.getByRole("textbox").first();

    // Words: told beside the field, and not that they are kept.
    await phone.open("/threads/courtyard-benches/write");
    await expect(main).toContainText(words("threads.write_hint"));
    await full(true);
    await box.fill(WORDS);
    await expect(title).toBeVisible();
    await expect(page.getByRole("alert").filter({ hasText: words("app.full") })).toHaveCount(1);
    await expect(main).toContainText(words("app.full_next"));
    await expect(main).not.toContainText(words("threads.write_hint"));
    await expect(box).toBeFocused();
    await look("written on a full phone");
    // Elsewhere in the app it is still said, and the words are still there.
    await phone.go("/threads/courtyard-benches");
    await expect(title).toBeVisible();
    await phone.go("/threads/courtyard-benches/write");
    await expect(box).toHaveValue(WORDS);

    // Still full: said again. With room: kept, and said so.
    await aMoment(page);
    await again.click();
    await expect(title).toBeVisible();
    await full(false);
    await aMoment(page);
    await again.click();
    await expect(title).toHaveCount(0);
    await expect(page.getByRole("status").filter({ hasText: words("app.full_over") })).toHaveCount(1);
    await expect(main.getByRole("heading", { level: 1 })).toBeFocused();
    await expect(main).toContainText(words("threads.write_hint"));
    await phone.open("/threads/courtyard-benches/write");
    await expect(box).toHaveValue(WORDS);

    // A choice.
    await phone.open("/polls/courtyard/ballot");
    await expect(main).toContainText(words("ballot.not_sent"));
    await full(true);
    const choice = main.getByRole("checkbox", { checked: false }).first();
    const label = await choice.evaluate((field) => field.labels[0].innerText.split("\n")[0]);
    await choice.check();
    await expect(title).toBeVisible();
    await expect(main).not.toContainText(words("ballot.not_sent"));
    await look("chosen on a full phone");

    // Sent without a network, it is not said to be on the phone either.
    await aMoment(page);
    await main.getByRole("button", { name: words("ballot.to_check") }).click();
    await aMoment(page);
    await main.getByRole("button", { name: words("check.send") }).click();
    await expect(main).toContainText(words("receipt.waiting"));
    await expect(main.getByRole("definition").filter({ hasText: label })).toBeVisible();
    await expect(main).not.toContainText(words("receipt.waiting_text"));
    await phone.settled();
    await look("a ballot that waits on a full phone");
    await phone.close();
  });
}

test("with one store full the other one keeps what is written, and nobody is told otherwise", async ({ browser, servers, wrongs }) => {
  const server = await servers.start({ from: database() });
  const { phone, page, main } = await watching({ browser, server, wrongs }, "standard");
  await phone.context.addInitScript(() => {
    if (location.protocol.startsWith("http") && localStorage.getItem("linli.prefs")) {
      Storage.prototype.setItem = () => {
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      };
    }
  });
  await phone.open("/threads/courtyard-benches/write");
  const box = main.getByRole("textbox").first();
  await box.fill(WORDS);
  await phone.open("/threads/courtyard-benches/write");
  await expect(box).toHaveValue(WORDS);
  await expect(page.getByText(words("app.full"))).toHaveCount(0);
  await phone.close();
});
