import { describe, expect, it } from 'vitest';
import type { CountSheetAnswer, CountSheetBin } from '#electron/contract.ts';
import { enteredOf, handingIn, lineKey, nextLine, noted, windowOf, writing } from './sheet-flow.ts';

const bin = (locationId: string, more: Partial<CountSheetBin> = {}): CountSheetBin => ({ taskId: `CT-${locationId}`, locationId, onlyItem: '', closed: false, notBy: [], expected: [{ itemId: 'CUP', lot: '' }, { itemId: 'LID', lot: '' }], entered: [], ...more });
const sheet = (...bins: readonly CountSheetBin[]): CountSheetAnswer => ({ sheetId: 'CS-1', state: 'STARTED', printedBy: 'sue', printedAt: 0, startedBy: 'ann', startedAt: 1000, endedBy: null, unknown: 0, bins });
const at = (hours: number, minutes: number, day = 10): number => new Date(2026, 10, day, hours, minutes).getTime();

describe('typing a sheet in', () => {
  it('goes line by line through the bins, past what is entered, passed over, or closed meanwhile', () => {
    const paper = sheet(bin('A1', { closed: true }), bin('A2', { entered: [{ itemId: 'CUP', lot: '', serial: '', counted: 0 }] }), bin('A3'));
    expect(nextLine(paper, new Set())).toMatchObject({ locationId: 'A2', itemId: 'LID' });
    const passed = new Set([lineKey({ taskId: 'CT-A2', itemId: 'LID', lot: '' })]);
    expect(nextLine(paper, passed)).toMatchObject({ locationId: 'A3', itemId: 'CUP' });
    expect(nextLine(paper, passed, 'CT-A3')).toMatchObject({ locationId: 'A3', itemId: 'CUP' });
    expect(nextLine(sheet(bin('A1', { closed: true })), new Set())).toBeUndefined();
  });

  it('takes a written nought for nought, and nothing written for nothing', () => {
    const entered = bin('A2', { entered: [{ itemId: 'CUP', lot: '', serial: '', counted: 0 }] });
    expect([enteredOf(entered, { itemId: 'CUP', lot: '' }), enteredOf(entered, { itemId: 'LID', lot: '' })]).toEqual([0, undefined]);
    expect(handingIn(sheet(entered, bin('A3'), bin('A4', { closed: true }))).map(({ type, payload }) => [type, payload])).toEqual([
      ['count.submit', { taskId: 'CT-A2', locationId: 'A2', items: ['CUP'] }], ['count.end_sheet', { sheetId: 'CS-1' }],
    ]);
  });

  it('reads the time at a bin between the set-out and now, also over midnight', () => {
    expect(noted('10:15', at(9, 30), at(11, 0))).toBe(at(10, 15));
    expect(noted('1015', at(9, 30), at(11, 0))).toBe(at(10, 15));
    expect(noted('23.50', at(23, 0, 9), at(0, 30))).toBe(at(23, 50, 9));
    expect(noted('9:30', at(9, 30) + 20_000, at(11, 0))).toBe(at(9, 30));
    expect([noted('9:10', at(9, 30), at(11, 0)), noted('11:05', at(9, 30), at(11, 0)), noted('25:00', 0, at(11, 0)), noted('soon', 0, at(11, 0))]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('LED-30 gives a look the whole walk, or the minute that was noted', () => {
    expect(windowOf(1000, 900_000, undefined)).toEqual({ firstLook: 1000, lastLook: 900_000 });
    expect(windowOf(1000, 900_000, 120_000)).toEqual({ firstLook: 120_000, lastLook: 179_999 });
    expect(writing('CS-1', { taskId: 'CT', locationId: 'A1', itemId: 'CUP', lot: '' }, 3, windowOf(1, 2, undefined))).toMatchObject({ type: 'count.record', payload: { quantity: 3, firstLook: 1, lastLook: 2, sheetId: 'CS-1' } });
  });
});
