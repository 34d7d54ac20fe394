// Not entered is never zero: what nobody saw is asked about, item by item.
import { describe, expect, it } from 'vitest';
import type { Thing } from '#electron/contract.ts';
import { play, script } from '#renderer/flow/script.ts';
import { countFlow, unseen, verdictOf, type CountKnows, type CountState } from './flow.ts';

const expected = [{ itemId: 'CUP', lot: '' }, { itemId: 'TEA', lot: 'T1' }, { itemId: 'MILK', lot: 'L1' }, { itemId: 'MILK', lot: 'L2' }];
const knows = (_: CountState, scanned: Thing | undefined): CountKnows =>
  ({ taskId: 'CT', locationId: 'A1', at: 7, expected, lotControl: scanned?.kind === 'item' && ['TEA', 'MILK'].includes(scanned.itemId), quantity: 1, counted: 4, home: 'B9' });
const plays = (told: string, from?: CountState) => expect(play({ flow: countFlow, knows, ...(from ? { from } : {}) }, told)).toBe(script(told));

describe('counting a bin, from a script', () => {
  it('each scan is one more; the last is taken back by a look of its own; another bin waits', () => plays(`
    ? Scan every piece you see
    > item CUP
    ! count.record firstLook=7 itemId=CUP lastLook=7 locationId=A1 quantity=1 taskId=CT
    ? Scan every piece you see
    > item CUP x12
    ! count.record firstLook=7 itemId=CUP lastLook=7 locationId=A1 quantity=12 taskId=CT
    ? Scan every piece you see
    > act undo
    ! count.record firstLook=7 itemId=CUP lastLook=7 locationId=A1 quantity=-12 taskId=CT
    ? Scan every piece you see
    > act undo
    = stop not wanted here
    ? Scan every piece you see
    > location A1
    ~ ok
    = ok Bin A1: already open
    ? Scan every piece you see
    > location B2
    ~ attention
    = attention Bin B2: close A1 first (F8)
    ? Scan every piece you see
    > handling_unit TOTE-1
    = stop not wanted here
    ? Scan every piece you see
  `));
  it('a lot is asked for only where there is a doubt, and scanned, read off another label or typed', () => plays(`
    ? Scan every piece you see
    > item TEA
    ! count.record firstLook=7 itemId=TEA lastLook=7 locationId=A1 lot=T1 quantity=1 taskId=CT
    ? Scan every piece you see
    > item MILK x6
    ~ attention
    ? Scan or type the lot
    > unknown L2
    ! count.record firstLook=7 itemId=MILK lastLook=7 locationId=A1 lot=L2 quantity=6 taskId=CT
    ? Scan every piece you see
    > item MILK
    ~ attention
    ? Scan or type the lot
    > item MILK lot=L9
    ! count.record firstLook=7 itemId=MILK lastLook=7 locationId=A1 lot=L9 quantity=1 taskId=CT
    ? Scan every piece you see
    > item MILK
    ~ attention
    ? Scan or type the lot
    > act lot L 1
    ! count.record firstLook=7 itemId=MILK lastLook=7 locationId=A1 lot=L 1 quantity=1 taskId=CT
    ? Scan every piece you see
    > item MILK
    ~ attention
    ? Scan or type the lot
    > act back
    ? Scan every piece you see
  `));
  it('what nobody saw is asked about one by one; a scan answers as well, and nothing becomes zero by itself', () => plays(`
    ? None of these here?
    > act none
    ! count.record firstLook=7 itemId=CUP lastLook=7 locationId=A1 quantity=0 taskId=CT
    ? None of these here?
    > item TEA
    ! count.record firstLook=7 itemId=TEA lastLook=7 locationId=A1 lot=T1 quantity=1 taskId=CT
    ? None of these here?
    > act later
    ? Everything is asked
    > act back
    ? Scan every piece you see
  `, { asking: expected.slice(0, 3) }));
  it('what strayed is carried home, all of it, and counted there', () => plays(`
    ? Scan every piece you see
    > act home
    = stop not wanted here
    ? Scan every piece you see
    > item CUP
    ! count.record firstLook=7 itemId=CUP lastLook=7 locationId=A1 quantity=1 taskId=CT
    ? Scan every piece you see
    > act home
    ! count.record firstLook=7 itemId=CUP lastLook=7 locationId=A1 quantity=-4 taskId=CT
    = attention Put it into B9: not counted here; the books have it there
    ? Scan every piece you see
  `));
});

describe('closing a count', () => {
  it('asks for each expected item and lot without a look', () => {
    expect(unseen(expected, [{ item_id: 'CUP', lot: '' }, { item_id: 'MILK', lot: 'L2' }], '')).toEqual([{ itemId: 'TEA', lot: 'T1' }, { itemId: 'MILK', lot: 'L1' }]);
    expect(unseen(expected, [], '')).toEqual(expected);
  });
  it('asks only for the item of a task about one', () => {
    expect(unseen(expected, [], 'CUP')).toEqual([{ itemId: 'CUP', lot: '' }]);
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
