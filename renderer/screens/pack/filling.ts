// How far the suggested cartons are filled by what was scanned, and the words for where a unit goes. The packer stands at
// the front: x runs to the right, y towards them, z up.
import type { CartonSuggestion, UnitInCarton } from '#domain/packing/order-cartons.ts';

export interface PlacedUnit extends UnitInCarton {
  readonly isIn: boolean;
  /** The unit scanned last. */
  readonly isLast: boolean;
  /** The first of those to come. */
  readonly isNext: boolean;
}
export interface Filling {
  /** Index of the carton being filled. */
  readonly carton: number;
  readonly units: readonly PlacedUnit[];
  readonly last: UnitInCarton | undefined;
  readonly next: UnitInCarton | undefined;
}

/** `scanned`: units seen by item; `lastItem`: of the last scan. Undefined when there is no carton at all. */
export function fillingOf({ cartons }: CartonSuggestion, scanned: (itemId: string) => number, lastItem: string | undefined): Filling | undefined {
  const taken = new Map<string, number>();
  let last: UnitInCarton | undefined;
  let next: UnitInCarton | undefined;
  let current: number | undefined;
  let lastIn: number | undefined;
  const all = cartons.map(({ units }, carton) => units.map((unit) => {
    const before = taken.get(unit.itemId) ?? 0;
    taken.set(unit.itemId, before + 1);
    const isIn = before < scanned(unit.itemId);
    if (isIn && unit.itemId === lastItem) [last, lastIn] = [unit, carton];
    if (!isIn && next === undefined) [next, current] = [unit, carton];
    return { unit, isIn };
  }));
  const shown = lastIn ?? current ?? cartons.length - 1;
  const units = all[shown];
  if (units === undefined) return undefined;
  return { carton: shown, last, next, units: units.map(({ unit, isIn }) => ({ ...unit, isIn, isLast: unit === last, isNext: unit === next })) };
}

/** "bottom left, flat": where in the carton, and how it lies. */
export function whereWords({ at, size }: UnitInCarton, [length, width]: readonly [number, number, number]): string {
  const height = at[2] === 0 ? 'bottom' : 'on top';
  const across = third(at[0] + size[0] / 2, length, ['left', '', 'right']);
  const along = third(at[1] + size[1] / 2, width, ['back', '', 'front']);
  return [[height, along, across].filter(Boolean).join(' '), postureWords(size)].filter(Boolean).join(', ');
}
const third = (middle: number, of: number, words: readonly [string, string, string]): string => words[middle < of * 0.4 ? 0 : middle > of * 0.6 ? 2 : 1];

/** Flat on its largest face, upright on its smallest, else on its side; cubes say nothing. */
function postureWords([dx, dy, dz]: UnitInCarton['size']): string {
  const sides = [dx, dy, dz].toSorted((a, b) => a - b);
  const [least, , most] = sides as [number, number, number];
  if (most < least * 1.15) return '';
  if (dz === least) return 'flat';
  return dz === most ? 'upright' : 'on its side';
}
