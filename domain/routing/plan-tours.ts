// Puts orders together into tours within what a cart holds so that all walks together are short. Few orders are solved
// exactly; many start from savings and are then improved by solving small groups of tours anew, each exactly.
// Sources: savings algorithm C&W(ii) of De Koster, Van der Poort, Wolters, IJPR 37 (1999); large neighbourhood search of
// Shaw, CP (1998), with the neighbourhood of Žulj, Kramer, Schneider, EJOR 264 (2018); partition by subsets.
import { seededRandom } from '#domain/seeded-random.ts';
import { spotOf, type Layout, type Place, type Spot } from './layout.ts';
import { createRoutePlanner, type Ends, type Route, type RoutePlanner, type ToPick } from './plan-route.ts';

export interface OrderToPick<T> {
  readonly picks: readonly (T & { readonly place: Place })[];
}

export interface Tour<O, T> {
  readonly orders: readonly O[];
  readonly route: Route<T>;
}

export interface ToursTask extends Ends {
  /** Picks a cart holds. An order that is larger still gets one tour of its own. */
  readonly capacityPicks: number;
  /** How many groups of tours are solved anew; 1,000 for 500 orders take a few seconds. */
  readonly effort?: number;
  readonly seed?: number;
}

/** Orders by number. */
type Batch = readonly number[];

/** Up to this many orders every division is tried. */
const exactOrders = 12;

type Closeness = (a: Batch, b: Batch) => number;

/** Savings are worked out for so many closest partners; the rest would hardly be chosen. */
const partners = 40;

interface Wave {
  readonly count: number;
  readonly picks: (order: number) => number;
  readonly capacity: number;
  readonly lengthOf: (batch: Batch) => number;
  readonly closeness: Closeness;
}

const picksOf = (wave: Wave, batch: Batch): number => batch.reduce((sum, order) => sum + wave.picks(order), 0);

const fitsIn = (wave: Wave, batch: Batch): boolean => batch.length === 1 || picksOf(wave, batch) <= wave.capacity;

const closest = (wave: Wave, batch: Batch, among: readonly Batch[]): readonly Batch[] => {
  if (among.length <= partners) return among;
  const near = among.map((other) => ({ other, near: wave.closeness(batch, other) }));
  return near.toSorted((a, b) => b.near - a.near).slice(0, partners).map(({ other }) => other);
};

/** The best division of a few orders: for every subset the best tour that holds its first order. */
const bestDivision = (wave: Wave, orders: Batch): Batch[] => {
  const all = (1 << orders.length) - 1;
  const members = (set: number): number[] => orders.filter((_, i) => ((set >> i) & 1) === 1);
  const picks = new Int32Array(all + 1);
  const lengths = new Float64Array(all + 1).fill(Infinity);
  for (let set = 1; set <= all; set++) {
    const lowest = set & -set;
    picks[set] = picks[set ^ lowest]! + wave.picks(orders[31 - Math.clz32(lowest)]!);
    if (picks[set]! <= wave.capacity || set === lowest) lengths[set] = wave.lengthOf(members(set));
  }
  const best = new Float64Array(all + 1).fill(Infinity);
  const taken = new Int32Array(all + 1);
  best[0] = 0;
  for (let set = 1; set <= all; set++) {
    const lowest = set & -set;
    const rest = set ^ lowest;
    for (let part = rest; ; part = (part - 1) & rest) {
      const tour = part | lowest;
      const total = lengths[tour]! + best[set ^ tour]!;
      if (total < best[set]!) [best[set], taken[set]] = [total, tour];
      if (part === 0) break;
    }
  }
  const division: Batch[] = [];
  for (let set = all; set !== 0; set ^= taken[set]!) division.push(members(taken[set]!));
  return division;
};

/** Joins the two tours whose union saves most, again and again. */
const bySavings = (wave: Wave): Batch[] => {
  let batches: Batch[] = Array.from({ length: wave.count }, (_, order) => [order]);
  const savings = new Map<Batch, { partner: Batch; saved: number }>();
  const look = (batch: Batch, among: readonly Batch[]): void => {
    const size = picksOf(wave, batch);
    const fitting = among.filter((other) => other !== batch && size + picksOf(wave, other) <= wave.capacity);
    for (const other of closest(wave, batch, fitting)) {
      const saved = wave.lengthOf(batch) + wave.lengthOf(other) - wave.lengthOf([...batch, ...other]);
      if (saved > (savings.get(batch)?.saved ?? -Infinity)) savings.set(batch, { partner: other, saved });
    }
  };
  batches.forEach((batch, i) => look(batch, batches.slice(i + 1)));
  for (;;) {
    let best: Batch | undefined;
    for (const [batch, { saved }] of savings) if (saved > (best === undefined ? 0 : savings.get(best)!.saved)) best = batch;
    if (best === undefined) return batches;
    const { partner } = savings.get(best)!;
    const joined = [...best, ...partner];
    const gone = [best, partner];
    batches = batches.filter((batch) => !gone.includes(batch));
    for (const batch of gone) savings.delete(batch);
    for (const [batch, { partner: lost }] of savings) {
      if (!gone.includes(lost)) continue;
      savings.delete(batch);
      look(batch, batches.filter((other) => other !== batch));
    }
    look(joined, batches);
    batches.push(joined);
  }
};

/** Moves and swaps of single orders between two tours while that helps; for tours of many small orders. */
const settle = (wave: Wave, tours: readonly Batch[]): Batch[] => {
  let [a, b] = tours.map((batch) => [...batch]) as [number[], number[]];
  const total = (p: Batch, q: Batch): number => (p.length > 0 ? wave.lengthOf(p) : 0) + (q.length > 0 ? wave.lengthOf(q) : 0);
  let best = total(a, b);
  for (let better = true; better; ) {
    better = false;
    const candidates = [
      ...a.map((order): [number[], number[]] => [a.filter((one) => one !== order), [...b, order]]),
      ...b.map((order): [number[], number[]] => [[...a, order], b.filter((one) => one !== order)]),
      ...a.flatMap((mine) => b.map((other): [number[], number[]] => [[...a.filter((one) => one !== mine), other], [...b.filter((one) => one !== other), mine]])),
    ];
    for (const [p, q] of candidates) {
      if (!fitsIn(wave, p) || !fitsIn(wave, q)) continue;
      const length = total(p, q);
      if (length >= best - 1e-9) continue;
      [a, b, best, better] = [p, q, length, true];
      break;
    }
  }
  return [a, b].filter((batch) => batch.length > 0);
};

/** Solves small groups of tours anew: one at random, and those it would gain most from being joined with. */
const improve = (wave: Wave, from: readonly Batch[], effort: number, seed: number): Batch[] => {
  const random = seededRandom(seed);
  let batches = [...from];
  for (let round = 0; round < effort && batches.length > 1; round++) {
    const first = batches[Math.floor(random() * batches.length)]!;
    const noise = 0.5 + random();
    const others = batches
      .filter((batch) => batch !== first)
      .map((batch) => ({ batch, near: wave.closeness(first, batch) * (1 + noise * random()) }))
      .toSorted((a, b) => b.near - a.near);
    const group: Batch[] = [first];
    for (const { batch } of others) {
      if (group.length > 1 && group.reduce((sum, one) => sum + one.length, batch.length) > exactOrders) break;
      group.push(batch);
    }
    const orders = group.flat();
    const next = orders.length <= exactOrders ? bestDivision(wave, orders) : settle(wave, group.slice(0, 2));
    batches = [...batches.filter((batch) => !group.includes(batch)), ...next, ...(orders.length <= exactOrders ? [] : group.slice(2))];
  }
  return batches;
};

/** How much two sets of orders walk the same aisles, 0.05 to 1.05: a cheap guess at what joining them saves. */
const aislesShared = (spots: readonly (readonly Spot[])[], aisles: number): Closeness => {
  const known = new WeakMap<Batch, Uint8Array>();
  const aislesOf = (batch: Batch): Uint8Array => {
    let walked = known.get(batch);
    if (walked === undefined) {
      known.set(batch, (walked = new Uint8Array(aisles)));
      for (const order of batch) for (const { aisle } of spots[order]!) walked[aisle] = 1;
    }
    return walked;
  };
  return (a, b) => {
    const [mine, other] = [aislesOf(a), aislesOf(b)];
    let both = 0;
    let any = 0;
    for (let aisle = 0; aisle < aisles; aisle++) {
      both += mine[aisle]! & other[aisle]!;
      any += mine[aisle]! | other[aisle]!;
    }
    return both / Math.max(1, any) + 0.05;
  };
};

/** Lengths of sets of orders, each worked out once; only tours that were looked at several times are worth keeping. */
const rememberedLengths = (planner: RoutePlanner, spots: readonly (readonly Spot[])[], ends: Ends): ((batch: Batch) => number) => {
  const known = new Map<string, number>();
  return (batch) => {
    const key = batch.length === 1 ? String(batch[0]) : batch.toSorted((a, b) => a - b).join();
    let length = known.get(key);
    if (length === undefined) {
      if (known.size > 500_000) known.clear();
      known.set(key, (length = planner.lengthOf(batch.flatMap((order) => spots[order]!), ends)));
    }
    return length;
  };
};

/**
 * Tours for a wave of orders. Exact up to 12 orders; beyond, the better the more effort. Orders are never split.
 * Picks must be in the layout.
 */
export function planTours<T extends ToPick, O extends OrderToPick<T>>(layout: Layout, orders: readonly O[], task: ToursTask): Tour<O, O['picks'][number]>[] {
  const { capacityPicks, effort = 2 * orders.length, seed = 1, start, end } = task;
  const planner = createRoutePlanner(layout);
  const spots = orders.map(({ picks }) => picks.map(({ place }) => spotOf(layout, place)));
  const wave: Wave = {
    count: orders.length,
    picks: (order) => orders[order]!.picks.length,
    capacity: capacityPicks,
    lengthOf: rememberedLengths(planner, spots, { start, end }),
    closeness: aislesShared(spots, layout.aisles),
  };
  const batches = orders.length <= exactOrders ? bestDivision(wave, orders.map((_, order) => order)) : improve(wave, bySavings(wave), effort, seed);
  return batches.map((batch) => {
    const members = batch.map((order) => orders[order]!);
    return { orders: members, route: planner.route(members.flatMap(({ picks }) => picks), { start, end }) };
  });
}
