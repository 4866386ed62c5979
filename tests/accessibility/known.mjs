// What the suite finds and is right as it is, or not mended yet: each with its reason, narrowed down to what it is about, as
// { probe, what, where, mode, reason }. Nothing else is let pass.
export const KNOWN = [
  {
    probe: "markup",
    what: /^input “对方的手机号”: autocomplete “off”$/,
    reason: "1.3.5 is about one's own data: here a helper fills in somebody else's number, and the phone must not offer the helper's own",
  },
  {
    probe: "or spoken",
    what: /^textarea “回执码/,
    reason: "a code is copied sign by sign from paper: no keyboard writes such letters down from speech",
  },
  {
    probe: "or spoken",
    what: /./,
    where: /gallery/,
    reason: "the gallery shows each field by itself, on no page on which anybody writes",
  },
  {
    probe: "one question",
    what: /./,
    where: /gallery/,
    reason: "the gallery shows everything there is",
  },
  {
    probe: "one question",
    what: /^asks 2 things at once: (版面, 字号|الشكل, حجم الخط)$/,
    where: /settings/,
    reason: "each wish is followed at once and by itself, nothing is sent; these two are what people come for, all others are folded",
  },
  {
    probe: "two large buttons",
    what: /./,
    where: /gallery/,
    reason: "the gallery shows everything there is",
  },
  {
    probe: "two large buttons",
    what: /重新打开/,
    reason: "the app has broken down: the page that stood there stays with its own button, and above it are the two ways on",
  },
  {
    probe: "two large buttons",
    what: /再存一次/,
    reason: "a full phone says so on whatever page it is, and offers to keep once more what is written there",
  },
  {
    probe: "two large buttons",
    what: /再发一次/,
    reason: "what was not taken stands in a list, each with its own ways on",
  },
];

export const expected = {
  // What is left of this.
  unknown(found) {
    return found.filter(({ probe, what, where, mode }) => !KNOWN.some((one) => one.probe === probe && one.what.test(what) && (!one.where || one.where.test(where)) && (!one.mode || one.mode === mode)));
  },
};
