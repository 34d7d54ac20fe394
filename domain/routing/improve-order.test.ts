import fc from 'fast-check';
import { expect, it } from 'vitest';
import { improveOrder } from './improve-order.ts';
import { distanceIn, frontOf, spotOf, type Layout } from './layout.ts';
import { createShortestTour } from './shortest-tour.ts';

const layout: Layout = { aisles: 8, cells: 30, aislePitch: 5, cellPitch: 1, endGap: 1.5, middle: [10, 20] };

const lists = fc.sample(fc.uniqueArray(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 29 })), { minLength: 15, maxLength: 25, selector: String }), { numRuns: 12, seed: 5 });

it('is at most 1 % longer than the exact walk, all lists together', () => {
  const distance = distanceIn(layout);
  const tour = createShortestTour(layout);
  let exact = 0;
  let near = 0;
  for (const cells of lists) {
    const spots = cells.map(([aisle, cell]) => spotOf(layout, { aisle, cell }));
    const all = [...spots, frontOf(0), frontOf(0)];
    const order = improveOrder({ count: spots.length, distance: (from, to) => distance(all[from]!, all[to]!), rank: () => 0, effort: 200 });
    expect(order.toSorted((a, b) => a - b)).toEqual(spots.map((_, point) => point));
    const visits = [spots.length, ...order, spots.length + 1];
    near += visits.reduce((sum, point, i) => (i === 0 ? 0 : sum + distance(all[visits[i - 1]!]!, all[point]!)), 0);
    exact += tour.lengthOf(spots, frontOf(0), frontOf(0));
  }
  expect(near / exact).toBeGreaterThanOrEqual(1);
  expect(near / exact).toBeLessThan(1.01);
});

it('keeps ranks whatever the distances', () => {
  const ranks = [2, 0, 1, 0, 2, 1, 0, 1];
  const order = improveOrder({ count: 8, distance: (from, to) => Math.abs(((from * 7) % 10) - ((to * 7) % 10)), rank: (point) => ranks[point]!, effort: 50 });
  expect(order.map((point) => ranks[point])).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
});
