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
  /** Index of the carton the next unit goes into; −1 when all are in. */
  readonly nextCarton: number;
  readonly units: readonly PlacedUnit[];
  readonly last: UnitInCarton | undefined;
  readonly next: UnitInCarton | undefined;
}

/** `scanned`: units seen by item; `lastItem`: of the last scan. Undefined when there is no carton at all. */
export function fillingOf({ cartons }: CartonSuggestion, scanned: (itemId: string) => number, lastItem: string | undefined): Filling | undefined {
  const taken = new Map<string, number>();
  const marked = cartons.map(({ units }) => units.map((unit): Marked => {
    const before = taken.get(unit.itemId) ?? 0;
    taken.set(unit.itemId, before + 1);
    return { unit, isIn: before < scanned(unit.itemId) };
  }));
  const settled = marked.map(lowestFirst);
  const lastIn = marked.findLastIndex((units) => units.some(({ unit, isIn }) => isIn && unit.itemId === lastItem));
  const lastShape = marked[lastIn]?.find(({ unit }) => unit.itemId === lastItem)?.unit;
  const last = lastShape && settled[lastIn]?.findLast(({ unit, isIn }) => isIn && shapeOf(unit) === shapeOf(lastShape))?.unit;
  const nextIn = settled.findIndex((units) => units.some(({ isIn }) => !isIn));
  const next = settled[nextIn]?.find(({ isIn }) => !isIn)?.unit;
  const carton = lastIn >= 0 ? lastIn : nextIn >= 0 ? nextIn : cartons.length - 1;
  const units = settled[carton];
  return units && { carton, nextCarton: nextIn, last, next, units: units.map(({ unit, isIn }) => ({ ...unit, isIn, isLast: unit === last, isNext: unit === next })) };
}

interface Marked {
  readonly unit: UnitInCarton;
  readonly isIn: boolean;
}
const shapeOf = ({ size }: UnitInCarton): string => size.toSorted((a, b) => a - b).join();

/** Goods of one shape change places with each other, so that whichever is scanned first lies lowest and none hangs in the air. */
function lowestFirst(marked: readonly Marked[]): readonly Marked[] {
  const queues = new Map([...Map.groupBy(marked, ({ unit }) => shapeOf(unit))].map(([shape, alike]) => [shape, alike.toSorted((a, b) => Number(b.isIn) - Number(a.isIn))]));
  return marked.map(({ unit }) => {
    const goes = queues.get(shapeOf(unit))!.shift()!;
    return { unit: { ...unit, itemId: goes.unit.itemId }, isIn: goes.isIn };
  });
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
