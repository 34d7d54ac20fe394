// One seeded stream of chance for the whole demo company, so that the same seed always makes the same company.

export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  maybe(probability: number): boolean;
  of<T>(list: readonly T[]): T;
  /** Up to `count` different entries, in random order. */
  some<T>(list: readonly T[], count: number): T[];
}

/** sfc32 started from an FNV hash of the seed: small, fast and the same on every machine. */
export function chanceFrom(seed: string): Chance {
  let [a, b, c, d] = [hash(`${seed}/a`), hash(`${seed}/b`), hash(`${seed}/c`), 1];
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 12; warm++) next();
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    maybe: (probability) => next() < probability,
    of: (list) => list[int(0, list.length - 1)]!,
    some(list, count) {
      const rest = [...list];
      return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(int(0, rest.length - 1), 1)[0]!);
    },
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** Draws an index with probability proportional to its weight, by bisection of the running sum. */
export function weighted(weights: readonly number[]): (chance: Chance) => number {
  let total = 0;
  const sums = weights.map((weight) => (total += weight));
  return (chance) => {
    const aim = chance.next() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > aim) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
