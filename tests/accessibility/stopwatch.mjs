// Where the time of a walk goes, told at its end with LINLI_TELL=1: by what takes the time, how often and how long.
const spent = new Map();

export async function timed(what, work) {
  const began = performance.now();
  try {
    return await work;
  } finally {
    const { times = 0, long = 0 } = spent.get(what) ?? {};
    spent.set(what, { times: times + 1, long: long + performance.now() - began });
  }
}

export function account() {
  return [...spent]
    .sort(([, one], [, other]) => other.long - one.long)
    .map(([what, { times, long }]) => `${(long / 1000).toFixed(1).padStart(7)} s ${String(times).padStart(5)} × ${Math.round(long / times)} ms  ${what}`)
    .join("\n");
}
