import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossAisles, distanceIn, type Layout, type Spot } from './layout.ts';
import { createShortestTour } from './shortest-tour.ts';

const layoutOf = (middle: readonly number[]): Layout => ({ aisles: 5, cells: 12, aislePitch: 4, cellPitch: 1, endGap: 1.5, middle });

const layouts = fc.constantFrom<readonly number[]>([], [6], [1], [4, 8], [3, 6, 9]).map(layoutOf);

/** Any point of an aisle: in front of a cell, on a cross-aisle, or anywhere between. */
const spotIn = (layout: Layout): fc.Arbitrary<Spot> => {
  const crossings = crossAisles(layout);
  const y = fc.oneof(fc.constantFrom(...crossings), fc.integer({ min: 0, max: 2 * crossings.at(-1)! }).map((half) => half / 2));
  return fc.record({ aisle: fc.nat({ max: layout.aisles - 1 }), y });
};

/** Held and Karp, Journal of SIAM 10 (1962): every subset, every last spot. */
const heldKarp = (layout: Layout, spots: readonly Spot[], start: Spot, end: Spot): number => {
  const distance = distanceIn(layout);
  if (spots.length === 0) return distance(start, end);
  let best = new Map<number, number[]>([[0, []]]);
  const all = (1 << spots.length) - 1;
  best = new Map();
  for (let set = 1; set <= all; set++) {
    best.set(
      set,
      spots.map((spot, last) => {
        if (((set >> last) & 1) === 0) return Infinity;
        const rest = set ^ (1 << last);
        return rest === 0 ? distance(start, spot) : Math.min(...best.get(rest)!.map((length, before) => length + distance(spots[before]!, spot)));
      }),
    );
  }
  return Math.min(...best.get(all)!.map((length, last) => length + distance(spots[last]!, end)));
};

const question = layouts.chain((layout) => fc.record({ layout: fc.constant(layout), spots: fc.array(spotIn(layout), { maxLength: 7 }), start: spotIn(layout), end: spotIn(layout) }));

describe('the shortest tour', () => {
  it('is as long as the best of all orders, for any cross-aisles, start and end', () => {
    fc.assert(
      fc.property(question, ({ layout, spots, start, end }) => {
        expect(createShortestTour(layout).lengthOf(spots, start, end)).toBeCloseTo(heldKarp(layout, spots, start, end), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('comes back to where it began when asked', () => {
    fc.assert(
      fc.property(question, ({ layout, spots, start }) => {
        expect(createShortestTour(layout).lengthOf(spots, start, start)).toBeCloseTo(heldKarp(layout, spots, start, start), 9);
      }),
      { numRuns: 200 },
    );
  });

  it('is walked along aisles and cross-aisles, past every spot, in the length it says', () => {
    fc.assert(
      fc.property(question, ({ layout, spots, start, end }) => {
        const { length, walk } = createShortestTour(layout).walk(spots, start, end);
        const crossings = crossAisles(layout);
        expect([walk[0], walk.at(-1)]).toEqual([start, end]);
        for (const [i, to] of walk.entries()) {
          const from = walk[i - 1] ?? to;
          expect(from.aisle === to.aisle || (from.y === to.y && crossings.includes(to.y))).toBe(true);
        }
        const pieces = walk.map((to, i) => Math.abs((walk[i - 1] ?? to).y - to.y) + layout.aislePitch * Math.abs((walk[i - 1] ?? to).aisle - to.aisle));
        expect(pieces.reduce((sum, piece) => sum + piece, 0)).toBeCloseTo(length, 9);
        for (const spot of spots) expect(walk).toContainEqual(spot);
      }),
      { numRuns: 150 },
    );
  });

  it('can be asked again and again: nothing of the last question is left', () => {
    const layout = layoutOf([6]);
    const tour = createShortestTour(layout);
    const front = { aisle: 0, y: 0 };
    const far = [{ aisle: 4, y: 10 }];
    const alone = tour.lengthOf(far, front, front);
    tour.walk([{ aisle: 2, y: 3 }], { aisle: 1, y: 2 }, front);
    expect(tour.lengthOf(far, front, front)).toBe(alone);
    expect(tour.lengthOf([], front, front)).toBe(0);
  });
});
