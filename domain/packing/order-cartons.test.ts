import { describe, expect, it } from 'vitest';
import { cartonTypes, suggestCartons, type Goods } from './order-cartons.ts';

const setting = [
  { id: 'S', name: 'Carton S', size: [200, 150, 100], max_weight_g: 5000, cost: 20 },
  { id: 'M', name: 'Carton M', size: [300, 200, 150], max_weight_g: 10_000, cost: 30 },
];
const goods = (itemId: string, units: number, size: Goods['size'], weight = 100): Goods => ({ itemId, units, size, weight });

describe('carton types from the setting', () => {
  it('are read with their limits', () => {
    expect(cartonTypes(setting)[0]).toEqual({ id: 'S', name: 'Carton S', size: [200, 150, 100], maxWeight: 5000, cost: 20 });
  });
  it('leave out what makes no sense', () => {
    expect(cartonTypes(undefined)).toEqual([]);
    expect(cartonTypes({ id: 'S' })).toEqual([]);
    expect(cartonTypes([1, null, { id: '', size: [1, 1, 1] }, { id: 'A', size: [1, 2] }, { id: 'B', size: [1, 2, 0] }, { id: 'C', size: [1, 2.5, 3] }, { id: 'D', size: [3, 2, 1] }, { id: 'D', name: 'Again', size: [3, 2, 1] }]))
      .toEqual([{ id: 'D', name: 'Again', size: [3, 2, 1] }]);
  });
});

describe('the cartons of an order', () => {
  const types = cartonTypes(setting);
  it('hold every unit, bottom ones first', () => {
    const { cartons, alone, unmeasured } = suggestCartons(types, [goods('CUP', 3, [90, 90, 100]), goods('BOOK', 1, [180, 140, 20])]);
    expect(cartons.map(({ carton }) => carton.name)).toEqual(['Carton M']);
    expect(cartons[0]!.units.map(({ itemId }) => itemId).toSorted()).toEqual(['BOOK', 'CUP', 'CUP', 'CUP']);
    expect(cartons[0]!.units.map(({ at }) => at[2])).toEqual(cartons[0]!.units.map(({ at }) => at[2]).toSorted((a, b) => a - b));
    expect(cartons[0]!.weight).toBe(400);
    expect([alone, unmeasured]).toEqual([[], []]);
  });
  it('say what ships as it is, and pack the rest', () => {
    const found = suggestCartons(types, [goods('TABLE', 1, [900, 500, 400]), goods('CUP', 1, [90, 90, 100]), goods('ANVIL', 1, [50, 50, 50], 20_000)]);
    expect(found.alone).toEqual(['TABLE', 'ANVIL']);
    expect(found.cartons.map(({ carton, units }) => [carton.id, units.map(({ itemId }) => itemId)])).toEqual([['S', ['CUP']]]);
  });
  it('do without goods nobody measured', () => {
    const found = suggestCartons(types, [goods('NEW', 2, null), goods('ODD', 1, [0, 10, 10]), goods('CUP', 1, [90, 90, 100])]);
    expect(found.unmeasured).toEqual(['NEW', 'ODD']);
    expect(found.cartons).toHaveLength(1);
    expect(suggestCartons(types, [])).toEqual({ cartons: [], alone: [], unmeasured: [] });
  });
  it('are none where there are no types: then everything ships as it is', () => {
    expect(suggestCartons([], [goods('CUP', 1, [90, 90, 100])])).toEqual({ cartons: [], alone: ['CUP'], unmeasured: [] });
  });
});
