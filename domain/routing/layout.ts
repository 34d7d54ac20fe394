// A rectangular block of parallel aisles joined by cross-aisles at the front, at the back and, if there are any, in between.
// Aisle a lies at x = a × aislePitch; people walk its middle line and pick from both sides. y runs from the front
// cross-aisle (0) to the back one. Any length unit, as long as it is the same one.

export interface Layout {
  readonly aisles: number;
  /** Storage places along one side of an aisle. */
  readonly cells: number;
  readonly aislePitch: number;
  readonly cellPitch: number;
  /** From the middle of a cross-aisle to the middle of the first cell beside it. */
  readonly endGap: number;
  /** Middle cross-aisles: each lies behind cell `afterCell` − 1, that is before cell `afterCell`. Ascending. */
  readonly middle?: readonly number[];
}

export type Side = 'left' | 'right';

export interface Place {
  readonly aisle: number;
  readonly side: Side;
  /** 0 is nearest the front. */
  readonly cell: number;
}

/** A point on the middle line of an aisle, its ends included. */
export interface Spot {
  readonly aisle: number;
  readonly y: number;
}

/** A point to draw: x across the aisles, y from front to back. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a cell lies along its aisle: behind each middle cross-aisle everything is shifted by the space it takes. */
const cellY = ({ endGap, cellPitch, middle = [] }: Layout, cell: number): number => {
  const before = middle.filter((afterCell) => afterCell <= cell).length;
  return endGap + cell * cellPitch + before * (2 * endGap - cellPitch);
};

export const spotOf = (layout: Layout, { aisle, cell }: Pick<Place, 'aisle' | 'cell'>): Spot => ({ aisle, y: cellY(layout, cell) });

/** The front end of an aisle, where depots usually are. */
export const frontOf = (aisle: number): Spot => ({ aisle, y: 0 });

/** The y of every cross-aisle, front first. */
export const crossAisles = (layout: Layout): readonly number[] => {
  const { cells, endGap, middle = [] } = layout;
  return [0, ...middle.map((afterCell) => cellY(layout, afterCell) - endGap), cellY(layout, cells - 1) + endGap];
};

export const pointOf = ({ aislePitch }: Layout, { aisle, y }: Spot): Point => ({ x: aisle * aislePitch, y });

/** The cross-aisle by which the way between two aisles is shortest. */
const bestCross = (crossings: readonly number[], from: number, to: number): number =>
  crossings.reduce((best, y) => (Math.abs(from - y) + Math.abs(to - y) < Math.abs(from - best) + Math.abs(to - best) ? y : best));

/** Walking distance between spots. */
export function distanceIn(layout: Layout): (from: Spot, to: Spot) => number {
  const crossings = crossAisles(layout);
  return (from, to) => {
    if (from.aisle === to.aisle) return Math.abs(from.y - to.y);
    const by = bestCross(crossings, from.y, to.y);
    return Math.abs(from.aisle - to.aisle) * layout.aislePitch + Math.abs(from.y - by) + Math.abs(to.y - by);
  };
}

/** The corners of a shortest way between two spots, both ends included. */
export function wayBetween(layout: Layout, from: Spot, to: Spot): Spot[] {
  if (from.aisle === to.aisle) return [from, to];
  const y = bestCross(crossAisles(layout), from.y, to.y);
  return [from, { aisle: from.aisle, y }, { aisle: to.aisle, y }, to];
}

/** What is wrong with a place in this layout, in words; undefined when it exists. */
export function placeProblem({ aisles, cells }: Layout, { aisle, side, cell }: Place): string | undefined {
  if (!Number.isInteger(aisle) || aisle < 0 || aisle >= aisles) return `there is no aisle ${aisle}: they are numbered 0 to ${aisles - 1}`;
  if (!Number.isInteger(cell) || cell < 0 || cell >= cells) return `aisle ${aisle} has no cell ${cell}: they are numbered 0 to ${cells - 1}`;
  return side === 'left' || side === 'right' ? undefined : `an aisle has a left and a right side, not ${String(side)}`;
}
