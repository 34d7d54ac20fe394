import { describe, expect, it } from 'vitest';
import { toleratedPercent } from './receipt-tolerance.ts';

const list = [{ percent: 2 }, { supplierId: 'S1', percent: 5 }, { itemId: 'CUP', percent: 7 }, { supplierId: 'S1', itemId: 'CUP', percent: 0 }];

describe('tolerance of receipts', () => {
  it.each([['S1', 'CUP', 0], ['S2', 'CUP', 7], ['S1', 'LID', 5], ['S2', 'LID', 2], [null, 'LID', 2]] as const)('RCV-4 the narrowest counts: supplier %s, item %s', (supplier, item, percent) => {
    expect([toleratedPercent(list, supplier, item), toleratedPercent(list.toReversed(), supplier, item)]).toEqual([percent, percent]);
  });

  it.each([[3, 3], ['5', 0], [[{ percent: -1 }], 0], [[{ supplierId: 'S9', percent: 4 }], 0], [undefined, 0], [null, 0], [{ percent: 9 }, 0]] as const)('RCV-4 %j tolerates %d', (value, percent) => {
    expect(toleratedPercent(value, 'S1', 'CUP')).toBe(percent);
  });
});
