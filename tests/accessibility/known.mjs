// What the suite finds and the app does not mend yet: each with its reason, narrowed down to what it is about, as
// { probe, what, where, mode, reason }. Nothing else is let pass.
export const KNOWN = [];

export const expected = {
  // What is left of this.
  unknown(found) {
    return found.filter(({ probe, what, where, mode }) => !KNOWN.some((one) => one.probe === probe && one.what.test(what) && (!one.where || one.where.test(where)) && (!one.mode || one.mode === mode)));
  },
};
