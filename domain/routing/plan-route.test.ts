import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossAisles, distanceIn, frontOf, spotOf, type Layout, type Place } from './layout.ts';
import { createRoutePlanner, type ToPick } from './plan-route.ts';

const layout: Layout = { aisles: 4, cells: 10, aislePitch: 5, cellPitch: 1, endGap: 1.5 };
const depot = { start: frontOf(0), end: frontOf(0) };

type Pick = ToPick & { readonly place: Place };

const pickIn = ({ aisles, cells }: Layout): fc.Arbitrary<Pick> =>
  fc.record({
    place: fc.record({ aisle: fc.nat({ max: aisles - 1 }), side: fc.constantFrom('left' as const, 'right' as const), cell: fc.nat({ max: cells - 1 }) }),
    rank: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
  });

const lengthOf = (within: Layout, picks: readonly Pick[], { start, end }: typeof depot): number => {
  const distance = distanceIn(within);
  const spots = [start, ...picks.map(({ place }) => spotOf(within, place)), end];
  return spots.reduce((sum, spot, i) => (i === 0 ? 0 : sum + distance(spots[i - 1]!, spot)), 0);
};

const ordersOf = (picks: readonly Pick[]): Pick[][] => (picks.length === 0 ? [[]] : picks.flatMap((pick, i) => ordersOf(picks.toSpliced(i, 1)).map((rest) => [pick, ...rest])));
const ascends = (picks: readonly Pick[]): boolean => picks.every((pick, i) => i === 0 || (picks[i - 1]!.rank ?? 0) <= (pick.rank ?? 0));

describe('a route', () => {
  it('with heavy things first is the shortest of all orders that keep the ranks', () => {
    fc.assert(
      fc.property(fc.array(pickIn(layout), { maxLength: 6 }), fc.nat({ max: 3 }), (picks, aisle) => {
        const ends = { start: { aisle, y: 4.5 }, end: frontOf(0) };
        const route = createRoutePlanner(layout).route(picks, ends);
        const best = Math.min(...ordersOf(picks).filter(ascends).map((order) => lengthOf(layout, order, ends)));
        expect(route.method).toBe('exact');
        expect(route.length).toBeCloseTo(best, 9);
        expect(route.stops).toHaveLength(picks.length);
        expect(new Set(route.stops)).toEqual(new Set(picks));
        expect(ascends(route.stops)).toBe(true);
        expect(lengthOf(layout, route.stops, ends)).toBeCloseTo(best, 9);
      }),
      { numRuns: 150 },
    );
  });

  it('can be drawn: the walk turns only where aisles meet or at a stop', () => {
    const picks: Pick[] = [{ place: { aisle: 0, side: 'left', cell: 3 } }, { place: { aisle: 3, side: 'right', cell: 9 } }];
    const { walk, length } = createRoutePlanner(layout).route(picks, depot);
    expect(walk[0]).toEqual({ x: 0, y: 0 });
    expect(walk.at(-1)).toEqual({ x: 0, y: 0 });
    const drawn = walk.reduce((sum, point, i) => (i === 0 ? 0 : sum + Math.abs(point.x - walk[i - 1]!.x) + Math.abs(point.y - walk[i - 1]!.y)), 0);
    expect(drawn).toBe(length);
  });

  it('follows the location sequence where there is no map, and says so', () => {
    const picks = [{ sequence: 30 }, { sequence: 10, rank: 1 }, { sequence: 20 }];
    const route = createRoutePlanner(undefined).route(picks, depot);
    expect(route).toMatchObject({ method: 'location sequence', stops: [picks[2], picks[0], picks[1]], walk: [] });
    expect(route.why).toContain('no map');
    expect(route).not.toHaveProperty('length');
  });

  it('follows the sequence when a place is not on the map, and names what is wrong', () => {
    const lost = createRoutePlanner(layout).route([{ place: { aisle: 9, side: 'left', cell: 0 }, sequence: 1 }], depot);
    expect(lost.why).toContain('aisle 9');
    expect(createRoutePlanner(layout).route([{ sequence: 1 }], depot).method).toBe('location sequence');
  });

  it('through very many cross-aisles says that it is only nearly the shortest', () => {
    const many: Layout = { aisles: 6, cells: 40, aislePitch: 5, cellPitch: 1, endGap: 1.5, middle: [6, 12, 18, 24, 30, 36] };
    const few: Layout = { ...many, middle: [10, 20, 30] };
    expect(crossAisles(many)).toHaveLength(8);
    const picks = fc.sample(pickIn(many), { numRuns: 20, seed: 7 }).map(({ place }) => ({ place }));
    const near = createRoutePlanner(many).route(picks, depot);
    expect(near.method).toBe('near exact');
    expect(near.why).toContain('Nearly');
    expect(lengthOf(many, near.stops, depot)).toBeCloseTo(near.length!, 9);
    expect(createRoutePlanner(few).route(picks, depot).method).toBe('exact');
  });
});
