// What the suite finds and the app does not mend yet: each with its reason, narrowed down to what it is about. Nothing else is
// let pass.
export const KNOWN = [];

export const expected = {
  met: new Set(),
  // What is left of this.
  unknown(found) {
    return found.filter(({ probe, what, where, mode }) => {
      const known = KNOWN.find((one) => one.probe === probe && one.what.test(what) && (!one.where || one.where.test(where)) && (!one.mode || one.mode === mode));
      if (known) this.met.add(known);
      return !known;
    });
  },
};
