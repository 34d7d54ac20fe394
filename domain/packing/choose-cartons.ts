// Which carton, or how many of which, for the units of an order, and where each unit goes. Fewest cartons first, since every
// parcel is handled and labelled; then the cheapest ones. Never returns a packing that the independent check refuses.
import { volumeOf, type BoxKind, type Container, type PackingRules, type Placement } from './boxes.ts';
import { fillMany } from './fill-many.ts';
import { createFiller } from './fill-one.ts';
import { packingFaults } from './packing-faults.ts';

export interface CartonType extends Container {
  /** What one costs, in any unit; absent: its volume. */
  readonly cost?: number;
}

export interface ChosenCarton<C> {
  readonly type: C;
  /** In the order to put them in: from the bottom up. `item` is the index of the kind. */
  readonly placements: readonly Placement[];
  /** The part of the carton's volume that is units, 0 to 1. */
  readonly fill: number;
  /** Of the content, grams. */
  readonly weight: number;
}

/** `tooLarge`: indices of kinds that fit no carton in any allowed way, by size or weight. */
export type CartonChoice<C> = { readonly cartons: readonly ChosenCarton<C>[] } | { readonly tooLarge: readonly number[] };

export interface CartonTask<C extends CartonType> {
  readonly cartons: readonly C[];
  readonly kinds: readonly BoxKind[];
  /** Absent: three quarters of every base must be held. */
  readonly rules?: PackingRules;
  /** How long to search per carton type, in the units of one filling; 30 answers an order in a moment. */
  readonly effort?: number;
}

const cartonRules: PackingRules = { support: 0.75 };

interface Load<C> {
  readonly type: C;
  readonly placements: readonly Placement[];
}

interface Search<C> {
  /** Cheapest first. */
  readonly types: readonly C[];
  readonly kinds: readonly BoxKind[];
  readonly rules: PackingRules;
  readonly effort: number;
}

const costOf = ({ cost, size }: CartonType): number => cost ?? volumeOf(size);
const volumeIn = (kinds: readonly BoxKind[]): number => kinds.reduce((sum, box) => sum + box.copies * volumeOf(box.size), 0);
const weightIn = (kinds: readonly BoxKind[]): number => kinds.reduce((sum, box) => sum + box.copies * (box.weight ?? 0), 0);
const isEmpty = (kinds: readonly BoxKind[]): boolean => kinds.every(({ copies }) => copies === 0);

const withCopies = (kinds: readonly BoxKind[], copies: (kind: number) => number): BoxKind[] => kinds.map((box, kind) => ({ ...box, copies: copies(kind) }));

const countOf = (placements: readonly Placement[], kind: number): number => placements.filter(({ item }) => item === kind).length;

/** The load with the most value one carton takes of these units. */
const fullest = (type: CartonType, kinds: readonly BoxKind[], { rules, effort }: Search<CartonType>, values: readonly number[]): Placement[] => {
  const enough = kinds.reduce((sum, { copies }, kind) => sum + copies * values[kind]!, 0) * (1 - 1e-9);
  const filler = createFiller(type, kinds, rules, { most: 1500, fill: 1 });
  return filler.fill({ left: Int32Array.from(kinds, ({ copies }) => copies), values, effort, enough }).placements();
};

/** The cheapest type that takes all these units at once. */
const single = <C extends CartonType>(search: Search<C>, kinds: readonly BoxKind[]): Load<C> | undefined => {
  const units = kinds.reduce((sum, { copies }) => sum + copies, 0);
  for (const type of search.types) {
    if (volumeIn(kinds) > volumeOf(type.size) || weightIn(kinds) > (type.maxWeight ?? Infinity)) continue;
    const placements = fullest(type, kinds, search, kinds.map(({ size }) => volumeOf(size)));
    if (placements.length === units) return { type, placements };
  }
  return undefined;
};

/** Whether one unit of the kind fits the type at all. */
const takes = (search: Search<CartonType>, type: CartonType, kind: number): boolean =>
  fullest(type, withCopies(search.kinds, (k) => (k === kind ? 1 : 0)), { ...search, effort: 1 }, search.kinds.map(() => 1)).length > 0;

/** For orders no one type takes all of: what fits few types goes first, into the type that then takes most. */
const mixed = <C extends CartonType>(search: Search<C>): Load<C>[] => {
  const homes = search.kinds.map((_, kind) => search.types.filter((type) => takes(search, type, kind)).length);
  const values = search.kinds.map(({ size }, kind) => volumeOf(size) * 10 ** (search.types.length - homes[kind]!));
  const loads: Load<C>[] = [];
  let open: readonly BoxKind[] = search.kinds;
  while (!isEmpty(open)) {
    const last = single(search, open);
    const candidates = last === undefined ? search.types.map((type): Load<C> => ({ type, placements: fullest(type, open, search, values) })) : [last];
    const worth = ({ placements }: Load<C>): number => placements.reduce((sum, { item }) => sum + values[item]!, 0);
    const best = candidates.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    loads.push(best);
    const rest = open;
    open = withCopies(rest, (kind) => rest[kind]!.copies - countOf(best.placements, kind));
  }
  return loads;
};

/** Everything into the fewest cartons of one type; undefined when that type does not take every kind. */
const ofOneType = <C extends CartonType>(search: Search<C>, type: C): Load<C>[] | undefined => {
  const packed = fillMany({ container: type, kinds: search.kinds, rules: search.rules, effort: search.effort * 4 });
  return 'tooLarge' in packed ? undefined : packed.containers.map((placements) => ({ type, placements }));
};

/** The same loads, each in the cheapest type that takes it. */
const shrunk = <C extends CartonType>(search: Search<C>, loads: readonly Load<C>[]): Load<C>[] =>
  loads.map((load) => {
    const cheaper = { ...search, types: search.types.filter((type) => costOf(type) < costOf(load.type)) };
    return single(cheaper, withCopies(search.kinds, (kind) => countOf(load.placements, kind))) ?? load;
  });

const severalCartons = <C extends CartonType>(search: Search<C>): Load<C>[] => {
  const cost = (loads: readonly Load<C>[]): number => loads.reduce((sum, { type }) => sum + costOf(type), 0);
  const candidates = [...search.types.map((type) => ofOneType(search, type)), mixed(search)].filter((loads) => loads !== undefined);
  const fewest = Math.min(...candidates.map((loads) => loads.length));
  const shrunkOnes = candidates.filter((loads) => loads.length === fewest).map((loads) => shrunk(search, loads));
  return shrunkOnes.reduce((a, b) => (cost(b) < cost(a) ? b : a));
};

const fromTheBottom = (a: Placement, b: Placement): number => a.at[2] - b.at[2] || a.at[1] - b.at[1] || a.at[0] - b.at[0];

/** Chooses cartons for all copies of all kinds. Lengths are whole numbers. */
export function chooseCartons<C extends CartonType>({ cartons, kinds, rules = cartonRules, effort = 30 }: CartonTask<C>): CartonChoice<C> {
  const search: Search<C> = { types: cartons.toSorted((a, b) => costOf(a) - costOf(b)), kinds, rules, effort };
  if (isEmpty(kinds)) return { cartons: [] };
  const tooLarge = kinds.flatMap(({ copies }, kind) => (copies > 0 && !search.types.some((type) => takes(search, type, kind)) ? [kind] : []));
  if (tooLarge.length > 0) return { tooLarge };
  const one = single(search, kinds);
  const loads = one === undefined ? severalCartons(search) : [one];
  const faults = packingFaults(loads.map(({ type, placements }) => ({ container: type, placements })), kinds, rules, true);
  if (faults.length > 0) throw new Error(`impossible packing: ${faults[0]}`);
  return {
    cartons: loads.map(({ type, placements }) => ({
      type,
      placements: placements.toSorted(fromTheBottom),
      fill: placements.reduce((sum, { size }) => sum + volumeOf(size), 0) / volumeOf(type.size),
      weight: placements.reduce((sum, { item }) => sum + (kinds[item]!.weight ?? 0), 0),
    })),
  };
}
