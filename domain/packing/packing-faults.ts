// Checks a packing from first principles, sharing nothing with the search: whatever finds packings, this says whether one
// is possible. Used by the tests, and before a packing leaves the solver.
import type { BoxKind, Container, PackingRules, Placement } from './boxes.ts';

export interface Packed {
  readonly container: Container;
  readonly placements: readonly Placement[];
}

const orders = { XYZ: [0, 1, 2], XZY: [0, 2, 1], YXZ: [1, 0, 2], YZX: [1, 2, 0], ZXY: [2, 0, 1], ZYX: [2, 1, 0] } as const;

const liesAsAllowed = ({ size, rotations }: BoxKind, lies: Placement['size']): boolean => {
  const allowed = rotations === undefined || rotations === 'all' ? Object.values(orders) : rotations.map((rotation) => orders[rotation]);
  return allowed.some((order) => order.every((own, axis) => size[own] === lies[axis]));
};

const axes = [0, 1, 2] as const;
const end = ({ at, size }: Placement, axis: 0 | 1 | 2): number => at[axis] + size[axis];
const overlapAlong = (a: Placement, b: Placement, axis: 0 | 1 | 2): number => Math.min(end(a, axis), end(b, axis)) - Math.max(a.at[axis], b.at[axis]);
const areOneOverOther = (a: Placement, b: Placement): boolean => overlapAlong(a, b, 0) > 0 && overlapAlong(a, b, 1) > 0;

const faultsOfUnit = (unit: Placement, others: readonly Placement[], { size: room }: Container, kinds: readonly BoxKind[], { support }: PackingRules): string[] => {
  const kind = kinds[unit.item];
  if (kind === undefined) return [`there is no item ${unit.item}`];
  const faults: string[] = [];
  if (axes.some((axis) => unit.at[axis] < 0 || end(unit, axis) > room[axis])) faults.push(`item ${unit.item} at ${unit.at.join()} sticks out`);
  if (!liesAsAllowed(kind, unit.size)) faults.push(`item ${unit.item} may not lie as ${unit.size.join()}`);
  if (others.some((other) => axes.every((axis) => overlapAlong(unit, other, axis) > 0))) faults.push(`item ${unit.item} at ${unit.at.join()} overlaps another`);
  if (support > 0 && unit.at[2] > 0) {
    const under = others.filter((other) => end(other, 2) === unit.at[2] && areOneOverOther(unit, other));
    const area = under.reduce((sum, other) => sum + overlapAlong(unit, other, 0) * overlapAlong(unit, other, 1), 0);
    if (area < (support - 1e-9) * unit.size[0] * unit.size[1]) faults.push(`item ${unit.item} at ${unit.at.join()} hangs in the air`);
  }
  return faults;
};

/** Everything above a unit, through others too. */
const loadOn = (unit: Placement, units: readonly Placement[]): ReadonlySet<Placement> => {
  const above = new Set<Placement>();
  const open = [unit];
  for (let lower = open.pop(); lower !== undefined; lower = open.pop()) {
    for (const upper of units) {
      if (above.has(upper) || upper.at[2] < end(lower, 2) || !areOneOverOther(upper, lower)) continue;
      above.add(upper);
      open.push(upper);
    }
  }
  return above;
};

const isCrushed = (unit: Placement, units: readonly Placement[], kinds: readonly BoxKind[]): boolean => {
  const bears = kinds[unit.item]?.bears;
  if (bears === undefined) return false;
  const above = [...loadOn(unit, units)];
  return bears === 0 ? above.length > 0 : above.reduce((sum, { item }) => sum + (kinds[item]?.weight ?? 0), 0) > bears;
};

/** What makes a packing impossible, in words; empty when it can be packed. `complete`: every copy must be in it. */
export function packingFaults(packed: readonly Packed[], kinds: readonly BoxKind[], rules: PackingRules, complete: boolean): string[] {
  const faults: string[] = [];
  const counts = kinds.map(() => 0);
  packed.forEach(({ container, placements }, c) => {
    const here: string[] = [];
    placements.forEach((unit, u) => here.push(...faultsOfUnit(unit, placements.toSpliced(u, 1), container, kinds, rules)));
    for (const unit of placements) if (isCrushed(unit, placements, kinds)) here.push(`item ${unit.item} at ${unit.at.join()} bears too much`);
    const weight = placements.reduce((sum, { item }) => sum + (kinds[item]?.weight ?? 0), 0);
    if (weight > (container.maxWeight ?? Infinity)) here.push(`too heavy: ${weight} g`);
    for (const { item } of placements) if (counts[item] !== undefined) counts[item]++;
    faults.push(...here.map((fault) => `container ${c}: ${fault}`));
  });
  kinds.forEach(({ copies }, k) => {
    if (counts[k]! > copies) faults.push(`item ${k} is packed ${counts[k]} times, there are ${copies}`);
    if (complete && counts[k]! < copies) faults.push(`item ${k} is packed ${counts[k]} of ${copies} times`);
  });
  return faults;
}
