// What lies where while an order is scanned into its cartons, without a screen.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cartonTypes, suggestCartons, type CartonSuggestion, type Goods } from '#domain/packing/order-cartons.ts';
import { fillingOf, whereWords } from './filling.ts';
import { facesOf, farthestFirst, type Block } from './projection.ts';

const types = cartonTypes([{ id: 'S', name: 'Carton S', size: [200, 100, 60] }]);
const goods = (itemId: string, units: number, size: Goods['size']): Goods => ({ itemId, units, size, weight: 100 });
const counted = (seen: Readonly<Record<string, number>>) => (itemId: string) => seen[itemId] ?? 0;
const order = suggestCartons(types, [goods('RED', 2, [200, 100, 20]), goods('BLUE', 1, [100, 200, 20])]);

describe('a carton filling up', () => {
  it('begins empty, with the lowest unit next', () => {
    const filling = fillingOf(order, counted({}), undefined)!;
    expect(filling.units.map((unit) => [unit.isIn, unit.isNext])).toEqual([[false, true], [false, false], [false, false]]);
    expect(filling.last).toBeUndefined();
    expect(filling.next?.at).toEqual([0, 0, 0]);
  });
  it('lets goods of one shape lie in the order they are scanned, lowest first', () => {
    const filling = fillingOf(order, counted({ BLUE: 1 }), 'BLUE')!;
    expect(filling.last).toMatchObject({ itemId: 'BLUE', at: [0, 0, 0] });
    expect(filling.next).toMatchObject({ itemId: 'RED', at: [0, 0, 20] });
    expect(filling.units.filter((unit) => unit.isIn)).toHaveLength(1);
  });
  it('ends full', () => {
    const filling = fillingOf(order, counted({ RED: 2, BLUE: 1 }), 'RED')!;
    expect(filling.units.every((unit) => unit.isIn)).toBe(true);
    expect([filling.next, filling.nextCarton]).toEqual([undefined, -1]);
  });
  it('shows the carton the last unit went into, and names the one the next goes into', () => {
    const two = suggestCartons(types, [goods('RED', 4, [200, 100, 20])]);
    expect(two.cartons).toHaveLength(2);
    const filling = fillingOf(two, counted({ RED: two.cartons[0]!.units.length }), 'RED')!;
    expect([filling.carton, filling.nextCarton]).toEqual([0, 1]);
    expect(fillingOf({ cartons: [], alone: ['X'], unmeasured: [] }, counted({}), undefined)).toBeUndefined();
  });
  it('counts exactly what was scanned, whatever the order', () => {
    const many: CartonSuggestion = suggestCartons(cartonTypes([{ id: 'M', size: [300, 200, 150] }]), [goods('A', 3, [100, 80, 50]), goods('B', 4, [80, 100, 50]), goods('C', 2, [60, 60, 60])]);
    fc.assert(fc.property(fc.nat({ max: 3 }), fc.nat({ max: 4 }), fc.nat({ max: 2 }), (A, B, C) => {
      const { units } = fillingOf(many, counted({ A, B, C }), 'A')!;
      const isIn = (itemId: string) => units.filter((unit) => unit.isIn && unit.itemId === itemId).length;
      expect([isIn('A'), isIn('B'), isIn('C')]).toEqual([A, B, C]);
      expect(units.filter((unit) => unit.isNext)).toHaveLength(A + B + C === 9 ? 0 : 1);
    }));
  });
});

it('says where a unit goes and how it lies', () => {
  const carton = [400, 300, 200] as const;
  expect(whereWords({ itemId: 'A', at: [0, 150, 0], size: [100, 150, 30] }, carton)).toBe('bottom front left, flat');
  expect(whereWords({ itemId: 'A', at: [300, 0, 60], size: [100, 50, 140] }, carton)).toBe('on top back right, upright');
  expect(whereWords({ itemId: 'A', at: [150, 100, 0], size: [100, 100, 100] }, carton)).toBe('bottom');
  expect(whereWords({ itemId: 'A', at: [0, 0, 0], size: [200, 20, 90] }, carton)).toBe('bottom back left, on its side');
});

describe('the drawing', () => {
  it('draws nearer blocks over those behind, below and to the left', () => {
    const block = (...at: [number, number, number]): Block => ({ at, size: [10, 10, 10] });
    const grid = [0, 10, 20].flatMap((x) => [0, 10, 20].flatMap((y) => [0, 10].map((z) => block(x, y, z))));
    const drawn = farthestFirst(grid.toReversed());
    expect(drawn).toHaveLength(grid.length);
    drawn.forEach((later, i) => drawn.slice(0, i).forEach((earlier) => {
      expect(later.at.every((value, axis) => value <= earlier.at[axis]!)).toBe(false);
    }));
  });
  it('shows three faces of a block, all within its outline', () => {
    const { top, front, right } = facesOf({ at: [0, 0, 0], size: [30, 20, 10] });
    expect([top, front, right].map((face) => face.length)).toEqual([4, 4, 4]);
    expect(Math.min(...top.map(([, y]) => y))).toBeLessThan(Math.min(...front.map(([, y]) => y)));
  });
});
