// What stands on what: whether every unit's base is held, and whether no unit bears more than it can. The weight above
// a unit is counted in full on everything below it, which is more than it really carries, never less.
import type { BoxKind, Placement } from './boxes.ts';

const shared = (a1: number, a2: number, b1: number, b2: number): number => Math.max(0, Math.min(a2, b2) - Math.max(a1, b1));

/** The part of the rectangle that lies on the floor or on tops of `units` at its height, 0 to 1. */
export function heldPart(x: number, y: number, z: number, dx: number, dy: number, units: readonly Placement[]): number {
  if (z === 0) return 1;
  let held = 0;
  for (const { at, size } of units) {
    if (at[2] + size[2] === z) held += shared(x, x + dx, at[0], at[0] + size[0]) * shared(y, y + dy, at[1], at[1] + size[1]);
  }
  return held / (dx * dy);
}

const stands = (upper: Placement, lower: Placement): boolean =>
  upper.at[2] >= lower.at[2] + lower.size[2] &&
  shared(upper.at[0], upper.at[0] + upper.size[0], lower.at[0], lower.at[0] + lower.size[0]) > 0 &&
  shared(upper.at[1], upper.at[1] + upper.size[1], lower.at[1], lower.at[1] + lower.size[1]) > 0;

/** Whether every unit bears what stands above it, through others too. A unit that bears nothing has nothing above it, however light. */
export function bearsAll(units: readonly Placement[], kinds: readonly BoxKind[]): boolean {
  if (units.every(({ item }) => kinds[item]!.bears === undefined)) return true;
  const bottomUp = units.toSorted((a, b) => a.at[2] - b.at[2]);
  const above = bottomUp.map(() => new Set<number>());
  for (let lower = bottomUp.length - 1; lower >= 0; lower--) {
    for (let upper = lower + 1; upper < bottomUp.length; upper++) {
      if (!above[lower]!.has(upper) && stands(bottomUp[upper]!, bottomUp[lower]!)) {
        above[lower]!.add(upper);
        for (const higher of above[upper]!) above[lower]!.add(higher);
      }
    }
  }
  return bottomUp.every(({ item }, unit) => {
    const bears = kinds[item]!.bears;
    if (bears === undefined) return true;
    if (bears === 0) return above[unit]!.size === 0;
    return [...above[unit]!].reduce((sum, upper) => sum + (kinds[bottomUp[upper]!.item]!.weight ?? 0), 0) <= bears;
  });
}
