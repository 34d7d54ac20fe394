// Packs everything into the fewest equal containers: loads are collected by filling one container for ever better prices
// per unit, and the fewest loads that hold everything are chosen among them.
// Source: prototype column generation of Zhu, Huang, Lim, "A prototype column generation strategy for the multiple
// container loading problem", EJOR 223 (2012).
import { volumeOf, type BoxKind, type Container, type PackingRules, type Placement } from './boxes.ts';
import { coverWith, relax } from './cover.ts';
import { createFiller, type Filler, type Filling } from './fill-one.ts';
import { bearsAll, heldPart } from './load.ts';

export interface ManyTask {
  readonly container: Container;
  readonly kinds: readonly BoxKind[];
  readonly rules: PackingRules;
  /** How long to search over all, in the units of one filling: about a millisecond each. */
  readonly effort: number;
}

export type ManyResult = { readonly containers: readonly (readonly Placement[])[] } | { readonly tooLarge: readonly number[] };

/** The loads found so far, each combination of amounts once, without those another one holds. */
const createPool = () => {
  const loads: Filling[] = [];
  const known = new Set<string>();
  return {
    loads,
    add: (filling: Filling): void => {
      const text = filling.amounts.join();
      if (known.has(text)) return;
      known.add(text);
      if (loads.some((other) => filling.amounts.every((amount, k) => amount <= other.amounts[k]!))) return;
      let kept = 0;
      for (const other of loads) if (!other.amounts.every((amount, k) => amount <= filling.amounts[k]!)) loads[kept++] = other;
      loads.length = kept;
      loads.push(filling);
    },
  };
};
type Pool = ReturnType<typeof createPool>;

/** One container after the other, each as full as can be. */
const oneByOne = (filler: Filler, demand: Int32Array, values: readonly number[], effort: number, pool: Pool): Filling[] => {
  const fillings: Filling[] = [];
  const left = demand.slice();
  while (left.some((amount) => amount > 0)) {
    const filling = filler.fill({ left, values, effort, seen: pool.add });
    do {
      fillings.push(filling);
      filling.amounts.forEach((amount, k) => (left[k]! -= amount));
    } while (filling.amounts.every((amount, k) => amount <= left[k]!));
  }
  return fillings;
};

/** A dive along the relaxation: the most used load is taken, and the open rest is priced and filled anew. */
const dive = (filler: Filler, demand: Int32Array, volumes: readonly number[], effort: number, pool: Pool): void => {
  let open = demand.slice();
  while (open.some((amount) => amount > 0)) {
    for (let round = 0; round < 3; round++) {
      const { prices } = relax(pool.loads.map(({ amounts }) => amounts), open);
      const { value } = filler.fill({ left: open, values: positive(prices, volumes), effort, seen: pool.add });
      if (value <= 1 + 1e-6) break;
    }
    const { uses } = relax(pool.loads.map(({ amounts }) => amounts), open);
    const most = uses.reduce((a, b) => (b.times > a.times ? b : a), { load: -1, times: 0 });
    if (most.load < 0) return;
    const load = pool.loads[most.load]!.amounts;
    const times = Math.max(1, Math.floor(most.times + 1e-6));
    open = open.map((amount, k) => Math.max(0, amount - times * load[k]!));
  }
};

/** Prices to fill by: a kind that costs nothing now is still worth a little air. */
const positive = (prices: readonly number[], volumes: readonly number[]): number[] => {
  const scale = prices.reduce((sum, price) => sum + Math.max(0, price), 0) / volumes.reduce((sum, volume) => sum + volume, 0);
  return prices.map((price, k) => Math.max(price, 0) + 1e-4 * scale * volumes[k]!);
};

const isSound = (units: readonly Placement[], { kinds, rules }: ManyTask): boolean =>
  (rules.support === 0 || units.every(({ at, size }) => heldPart(at[0], at[1], at[2], size[0], size[1], units) >= rules.support - 1e-9)) && bearsAll(units, kinds);

/** Takes units out of a load until it holds no more than `left` of each kind, highest first. */
const atMost = (units: readonly Placement[], left: Int32Array): Placement[] => {
  const room = left.slice();
  return units.toSorted((a, b) => a.at[2] - b.at[2]).filter(({ item }) => room[item]!-- > 0);
};

/** The chosen loads with every unit exactly once; what cannot be taken out of a load soundly is loaded anew. */
const exactly = (task: ManyTask, filler: Filler, chosen: readonly Filling[], volumes: readonly number[]): Placement[][] => {
  const left = Int32Array.from(task.kinds, (box) => box.copies);
  const containers: Placement[][] = [];
  const put = (units: Placement[]): void => {
    if (units.length > 0) containers.push(units);
    for (const { item } of units) left[item]!--;
  };
  for (const filling of chosen) {
    const units = filling.placements();
    const needed = atMost(units, left);
    if (needed.length === units.length || isSound(needed, task)) put(needed);
    else put(filler.fill({ left: amountsOf(needed, left.length), values: volumes, effort: 20 }).placements());
  }
  while (left.some((amount) => amount > 0)) put(filler.fill({ left, values: volumes, effort: 20 }).placements());
  return containers;
};

const amountsOf = (units: readonly Placement[], kinds: number): Int32Array => {
  const amounts = new Int32Array(kinds);
  for (const { item } of units) amounts[item]!++;
  return amounts;
};

/** Packs all units into as few containers as it finds; kinds that fit in no way are named instead. */
export function fillMany(task: ManyTask): ManyResult {
  const { container, kinds, rules, effort } = task;
  const filler = createFiller(container, kinds, rules, { most: 4000, fill: 0.98 });
  const demand = Int32Array.from(kinds, (box) => box.copies);
  const volumes = kinds.map((box) => volumeOf(box.size));
  const alone = kinds.map((_, kind) => filler.fill({ left: demand.map((amount, k) => (k === kind ? amount : 0)), values: volumes, effort: 1 }));
  const tooLarge = alone.flatMap((filling, kind) => (filling.value === 0 && kinds[kind]!.copies > 0 ? [kind] : []));
  if (tooLarge.length > 0) return { tooLarge };

  const pool = createPool();
  for (const filling of alone) pool.add(filling);
  const wanted = Math.ceil(kinds.reduce((sum, box, k) => sum + box.copies * volumes[k]!, 0) / volumeOf(container.size) - 1e-9);
  let best = oneByOne(filler, demand, volumes, Math.ceil(effort / 100), pool);
  const enough = (): boolean => best.length <= wanted;
  const choose = (nodes: number): void => {
    const chosen = enough() ? undefined : coverWith(pool.loads.map(({ amounts }) => amounts), demand, best.length, nodes);
    if (chosen !== undefined) best = chosen.map((load) => pool.loads[load]!);
  };
  choose(200);
  for (let round = 0; round < 30 && !enough(); round++) {
    const { prices } = relax(pool.loads.map(({ amounts }) => amounts), demand);
    const { value } = filler.fill({ left: demand, values: positive(prices, volumes), effort: Math.ceil(effort / 40), seen: pool.add });
    if (value <= 1 + 1e-6) break;
  }
  choose(1000);
  for (const part of [400, 100, 40]) {
    if (enough()) break;
    dive(filler, demand, volumes, Math.ceil(effort / part), pool);
    choose(1000);
  }
  return { containers: exactly(task, filler, best, volumes) };
}
