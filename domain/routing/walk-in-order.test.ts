import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frontOf, type Layout, type Place } from './layout.ts';
import { createRoutePlanner } from './plan-route.ts';
import { walkInOrder } from './walk-in-order.ts';

const layout: Layout = { aisles: 5, cells: 8, aislePitch: 4, cellPitch: 1, endGap: 2, middle: [4] };
const placeIn: fc.Arbitrary<Place> = fc.record({ aisle: fc.nat({ max: 4 }), side: fc.constantFrom('left' as const, 'right' as const), cell: fc.nat({ max: 7 }) });

it('walks the planned order as far as the plan says, and no order in less', () => {
  fc.assert(fc.property(fc.array(placeIn, { maxLength: 8 }), fc.nat({ max: 4 }), (places, aisle) => {
    const ends = { start: { aisle, y: 3 }, end: frontOf(0) };
    const route = createRoutePlanner(layout).route(places.map((place) => ({ place })), ends);
    expect(walkInOrder(layout, route.stops.map((stop) => stop.place), ends).length).toBeCloseTo(route.length!, 9);
    const asGiven = walkInOrder(layout, places, ends);
    expect(asGiven.length).toBeGreaterThanOrEqual(route.length! - 1e-9);
    const drawn = asGiven.walk.slice(1).reduce((sum, point, i) => sum + Math.abs(point.x - asGiven.walk[i]!.x) + Math.abs(point.y - asGiven.walk[i]!.y), 0);
    expect(drawn).toBeCloseTo(asGiven.length, 9);
  }), { numRuns: 200 });
});
