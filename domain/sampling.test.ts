import { describe, expect, it } from 'vitest';
import { isBlind } from './blind-receipt.ts';
import { sampledOf, samplingRule, samplingWords } from './sampling.ts';

describe('which units of a delivery are looked at', () => {
  it.each([
    [{ first: 3 }, [[0, 0], [2, 2], [3, 3], [40, 3]]],
    [{ every: 10 }, [[9, 0], [10, 1], [39, 3], [40, 4]]],
    [{ percent: 5 }, [[1, 1], [20, 1], [21, 2], [100, 5]]],
    [{ percent: 100 }, [[7, 7]]],
    [{ first: 2, every: 10 }, [[1, 1], [10, 2], [30, 3]]],
    [{}, [[10, 0]]],
  ])('%o', (rule, figures) => {
    expect(figures.map(([received]) => [received, sampledOf(rule, received!)])).toEqual(figures);
  });

  it('takes the narrowest entry that fits, and nothing from what it cannot read', () => {
    const setting = [{ percent: 1 }, { supplierId: 'S1', first: 2 }, { itemId: 'CAM', percent: 100 }, { supplierId: 'S1', itemId: 'CAM', every: 4 }];
    expect([['S9', 'CUP'], ['S1', 'CUP'], ['S9', 'CAM'], ['S1', 'CAM']].map(([supplier, item]) => samplingWords(samplingRule(setting, supplier!, item!)!))).toEqual(['1 %', 'the first 2', '100 %', 'one in 4']);
    expect(samplingRule('all', 'S1', 'CUP')).toBeUndefined();
  });
});

describe('RCV-6 who receives without seeing what is announced', () => {
  it.each([
    [undefined, false], [true, true], [[{ supplierId: 'S1' }], true], [[{ supplierId: 'S2' }], false], [[{ warehouseId: 'LEEDS' }], true],
    [[{ warehouseId: 'LEEDS' }, { supplierId: 'S1', blind: false }], false], [[{ supplierId: 'S1', blind: false }, { supplierId: 'S1', warehouseId: 'LEEDS' }], true], ['yes', false],
  ])('%j: %s', (setting, blind) => {
    expect(isBlind(setting, 'S1', 'LEEDS')).toBe(blind);
  });
});
