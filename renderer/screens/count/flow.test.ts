// Not entered is never zero: what nobody saw is asked about, item by item.
import { describe, expect, it } from 'vitest';
import { lotOf, unseen, verdictOf } from './flow.ts';

const thing = { kind: 'item', itemId: 'MILK', units: 1, lot: '', expiresOn: null, serial: '' } as const;

describe('closing a count', () => {
  const expected = [{ itemId: 'CUP', lot: '' }, { itemId: 'MILK', lot: 'L1' }, { itemId: 'MILK', lot: 'L2' }];
  it('asks for each expected item and lot without a look', () => {
    expect(unseen(expected, [{ item_id: 'CUP', lot: '' }, { item_id: 'MILK', lot: 'L2' }], '')).toEqual([{ itemId: 'MILK', lot: 'L1' }]);
    expect(unseen(expected, [], '')).toEqual(expected);
  });
  it('asks only for the item of a task about one', () => {
    expect(unseen(expected, [], 'CUP')).toEqual([{ itemId: 'CUP', lot: '' }]);
  });
  it('knows the lot of a scan without one only if there is no doubt', () => {
    expect(lotOf(thing, expected, true)).toBeUndefined();
    expect(lotOf(thing, expected.slice(0, 2), true)).toBe('L1');
    expect(lotOf({ ...thing, lot: 'L9' }, expected, true)).toBe('L9');
    expect(lotOf({ ...thing, itemId: 'CUP' }, expected, false)).toBe('');
  });
});

describe('the verdict', () => {
  it.each([
    [{ state: 'PENDING', disturbed: false }, 'a supervisor decides'],
    [{ state: 'RECOUNT', disturbed: false }, 'counted again by somebody else'],
    [{ state: 'RECOUNT', disturbed: true }, 'something moved while you counted: counted again'],
    [{ state: 'RESTATED', disturbed: false }, 'late work changed it: a supervisor looks'],
  ])('LED-26 of %j is told to the counter without a number', (row, words) => {
    expect(verdictOf(row)).toBe(words);
  });
});
