import { describe, expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { NOTHING_TOLD, proposing, reasonsFor, stepOf, type Reason, type Told } from './flow.ts';

const code = (name: string, attributes: Row<'code'>['attributes']): Row<'code'> => ({ kind: 'adjustment_reason', code: name, label: name.toLowerCase(), attributes });
const reason = (direction: Reason['direction'], more: Partial<Reason> = {}): Reason => ({ code: 'R', label: 'r', direction, note: false, photo: false, ...more });
const told: Told = { ...NOTHING_TOLD, locationId: 'A1', itemId: 'CUP', reason: 'R', quantity: 3 };

describe('what is asked next', () => {
  it('ADJ-3 only reasons that this person may give', () => {
    const codes = [code('FOUND', { direction: 'up' }), code('COUNT', { choosable: false }), code('STOLEN', { roles: ['supervisor'], evidence: 'note' }), code('SEEN', { evidence: 'photo' })];
    expect(reasonsFor(codes, ['floor']).map((each) => each.code)).toEqual(['FOUND', 'SEEN']);
    expect(reasonsFor(codes, ['floor', 'supervisor'])).toMatchObject([{ code: 'FOUND', direction: 'up' }, { code: 'STOLEN', direction: 'both', note: true }, { code: 'SEEN', photo: true }]);
  });

  it('bin, item, lot, reason, then what the reason needs', () => {
    expect(stepOf(NOTHING_TOLD, undefined, false)).toBe('bin');
    expect(stepOf({ ...NOTHING_TOLD, locationId: 'A1' }, undefined, false)).toBe('item');
    expect(stepOf({ ...told, lot: '' }, reason('up'), true)).toBe('lot');
    expect(stepOf(told, undefined, false)).toBe('reason');
    expect(stepOf(told, reason('both'), false)).toBe('sign');
    expect(stepOf(told, reason('zero'), false)).toBe('other');
    expect(stepOf({ ...told, quantity: 0 }, reason('down'), false)).toBe('quantity');
    expect(stepOf(told, reason('down', { note: true }), false)).toBe('note');
    expect(stepOf(told, reason('down', { photo: true }), false)).toBe('photo');
    expect(stepOf(told, reason('down', { photo: true }), false, 1)).toBe('ready');
    expect(stepOf(told, reason('down'), false)).toBe('ready');
  });
});

describe('what it becomes', () => {
  it.each([['up', 0, 3], ['down', 0, -3], ['both', -1, -3], ['both', 1, 3]] as const)('%s %i is a change of %i', (direction, sign, delta) => {
    expect(proposing({ ...told, sign }, reason(direction))).toMatchObject({ type: 'adjustment.submit', payload: { locationId: 'A1', itemId: 'CUP', delta } });
  });

  it.each([
    ['BIN_CORRECTION', 'A2', { locationId: 'A2', itemId: 'CUP', lot: 'L1' }],
    ['LOT_CORRECTION', 'L2', { locationId: 'A1', itemId: 'CUP', lot: 'L2' }],
    ['MISTAKEN_ITEM', 'LID', { locationId: 'A1', itemId: 'LID', lot: '' }],
  ])('ADJ-5 %s takes from one and gives to the other', (name, other, there) => {
    const { payload } = proposing({ ...told, lot: 'L1', other }, reason('zero', { code: name })) as { payload: { lines: readonly { delta: number }[] } };
    expect(payload.lines).toMatchObject([{ locationId: 'A1', itemId: 'CUP', lot: 'L1', delta: -3 }, { ...there, delta: 3 }]);
  });
});
