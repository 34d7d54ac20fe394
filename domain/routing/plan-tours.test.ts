import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '#test/support/shared-data.ts';
import { distanceIn, frontOf, spotOf, type Layout, type Place } from './layout.ts';
import { createRoutePlanner, type Route } from './plan-route.ts';
import { planTours } from './plan-tours.ts';

interface Instance {
  readonly id: string;
  readonly layout: string;
  readonly capacityPicks: number;
  readonly orders: readonly { readonly order: number; readonly picks: readonly Place[] }[];
}
interface Answer {
  readonly id: string;
  readonly routes: readonly { readonly order: number; readonly optimal: number }[];
  readonly firstOrdersBatched: { readonly optimalTotal: number };
}

const folder = sharedData('pick-routing');
const read = <T>(file: string): T => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as T;
const needsData = ' (needs ../shared/data/pick-routing)';

const published = () => {
  const { layouts, instances } = read<{ layouts: Record<string, Layout & { depotAisle: number }>; instances: Instance[] }>('instances.json');
  const answers = read<Answer[]>('answers.json');
  return instances.map((instance) => {
    const layout = layouts[instance.layout]!;
    const ends = { start: frontOf(layout.depotAisle), end: frontOf(layout.depotAisle) };
    const orders = instance.orders.map(({ order, picks }) => ({ order, picks: picks.map((place) => ({ place })) }));
    return { instance, layout, ends, orders, answer: answers.find(({ id }) => id === instance.id)! };
  });
};

const walked = (layout: Layout, route: Route<{ readonly place: Place }>, ends: { start: ReturnType<typeof frontOf>; end: ReturnType<typeof frontOf> }): number => {
  const distance = distanceIn(layout);
  const spots = [ends.start, ...route.stops.map(({ place }) => spotOf(layout, place)), ends.end];
  return spots.reduce((sum, spot, i) => (i === 0 ? 0 : sum + distance(spots[i - 1]!, spot)), 0);
};

const layout: Layout = { aisles: 4, cells: 10, aislePitch: 5, cellPitch: 1, endGap: 1.5 };
const depot = { start: frontOf(1), end: frontOf(1) };
const orderArbitrary = fc.record({
  picks: fc.array(fc.record({ place: fc.record({ aisle: fc.nat({ max: 3 }), side: fc.constant('left' as const), cell: fc.nat({ max: 9 }) }) }), { minLength: 1, maxLength: 4 }),
});

const divisions = <T>(orders: readonly T[]): T[][][] => {
  const [first, ...rest] = orders;
  if (first === undefined) return [[]];
  return divisions(rest).flatMap((parts) => [[[first], ...parts], ...parts.map((part, i) => parts.with(i, [first, ...part]))]);
};

describe('orders on one cart', () => {
  it('are divided into tours as well as can be', () => {
    fc.assert(
      fc.property(fc.array(orderArbitrary, { maxLength: 6 }), (orders) => {
        const capacityPicks = 6;
        const tours = planTours(layout, orders, { capacityPicks, ...depot });
        const planner = createRoutePlanner(layout);
        const fitting = divisions(orders).filter((parts) => parts.every((part) => part.length === 1 || part.reduce((sum, { picks }) => sum + picks.length, 0) <= capacityPicks));
        const totals = fitting.map((parts) => parts.reduce((sum, part) => sum + planner.route(part.flatMap(({ picks }) => picks), depot).length!, 0));
        expect(tours.reduce((sum, { route }) => sum + route.length!, 0)).toBeCloseTo(Math.min(...totals), 9);
        expect(new Set(tours.flatMap((tour) => tour.orders))).toEqual(new Set(orders));
      }),
      { numRuns: 60 },
    );
  });

  it('larger than a cart get a tour of their own', () => {
    const picks = Array.from({ length: 9 }, (_, cell) => ({ place: { aisle: 0, side: 'right' as const, cell } }));
    const tours = planTours(layout, [{ picks }, { picks: picks.slice(0, 2) }], { capacityPicks: 5, ...depot });
    expect(tours).toHaveLength(2);
  });

  it('in a wave too large for trying everything: each exactly once, no cart too full, and repeatable', () => {
    const orders = fc.sample(orderArbitrary, { numRuns: 60, seed: 3 });
    const plan = () => planTours(layout, orders, { capacityPicks: 10, effort: 50, ...depot });
    const tours = plan();
    expect(tours.flatMap((tour) => tour.orders)).toHaveLength(orders.length);
    expect(new Set(tours.flatMap((tour) => tour.orders))).toEqual(new Set(orders));
    for (const { orders: members } of tours) expect(members.reduce((sum, { picks }) => sum + picks.length, 0)).toBeLessThanOrEqual(10);
    expect(plan()).toEqual(tours);
  });

  it('of many small orders are settled by moves and swaps', () => {
    const orders = fc.sample(orderArbitrary, { numRuns: 40, seed: 5 }).map(({ picks }) => ({ picks: picks.slice(0, 1) }));
    const total = (effort: number): number => planTours(layout, orders, { capacityPicks: 15, effort, ...depot }).reduce((sum, { route }) => sum + route.length!, 0);
    expect(total(40)).toBeLessThanOrEqual(total(0));
  });
});

describe('published lists', () => {
  it.skipIf(folder === undefined)(`every route is as short as the optimum${needsData}`, () => {
    let routes = 0;
    for (const { layout: block, ends, orders, answer } of published()) {
      const planner = createRoutePlanner(block);
      for (const { order, picks } of orders) {
        const route = planner.route(picks, ends);
        expect(route.length).toBe(answer.routes.find((one) => one.order === order)!.optimal);
        expect(walked(block, route, ends)).toBe(route.length);
        expect(route.stops).toHaveLength(picks.length);
        expect(new Set(route.stops)).toEqual(new Set(picks));
        routes++;
      }
    }
    expect(routes).toBe(1220);
  });

  it.skipIf(folder === undefined)(`the first eight orders are batched at the optimum${needsData}`, () => {
    for (const { instance, layout: block, ends, orders, answer } of published()) {
      const tours = planTours(block, orders.slice(0, 8), { capacityPicks: instance.capacityPicks, ...ends });
      expect(tours.reduce((sum, { route }) => sum + route.length!, 0)).toBe(answer.firstOrdersBatched.optimalTotal);
      for (const { route } of tours) expect(walked(block, route, ends)).toBe(route.length);
    }
  });

  it.skipIf(folder === undefined)(`a wave of a hundred orders walks at most 41 % of one tour per order${needsData}`, () => {
    const { instance, layout: block, ends, orders } = published()[0]!;
    const planner = createRoutePlanner(block);
    const apart = orders.reduce((sum, { picks }) => sum + planner.route(picks, ends).length!, 0);
    const together = planTours(block, orders, { capacityPicks: instance.capacityPicks, effort: 200, ...ends }).reduce((sum, { route }) => sum + route.length!, 0);
    expect(together / apart).toBeLessThan(0.41);
  });
});
