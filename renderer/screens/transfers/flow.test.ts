import { describe, expect, it } from 'vitest';
import type { TransferCardLine } from '#electron/contract.ts';
import { booking, leftOf, lineFor, opening, standOf, wanting } from './flow.ts';

const line = (lineNo: number, itemId: string, more: Partial<TransferCardLine> = {}): TransferCardLine => ({ lineNo, itemId, lot: '', quantity: 5, sent: 0, received: 0, settled: 0, ...more });
const thing = (itemId: string, lot = '') => ({ kind: 'item' as const, itemId, units: 1, lot, expiresOn: null, serial: '' });

describe('a scan on a transfer', () => {
  it('means the line of its item and lot, one that is not complete before others', () => {
    const lines = [line(1, 'CUP', { sent: 5 }), line(2, 'CUP'), line(3, 'MILK', { lot: 'L1' }), line(4, 'MILK', { lot: 'L2' })];
    expect([lineFor({ side: 'out', lines }, thing('CUP')), lineFor({ side: 'out', lines }, thing('MILK', 'L2')), lineFor({ side: 'out', lines }, thing('GHOST'))]).toEqual([2, 4, 1]);
  });
  it('books on its own side', () => {
    const handled = { transferId: 'TR-1', lineNo: 2, thing: thing('CUP'), quantity: 3, locationId: 'A1' };
    expect([booking({ ...handled, side: 'out' }).type, booking({ ...handled, side: 'in' }).type]).toEqual(['transfer.send', 'transfer.receive']);
  });
});

it('says what is done here, and what the other side has told', () => {
  expect(standOf('in', line(1, 'CUP', { sent: 5, received: 4 }))).toEqual({ value: '4', detail: '5 to come · 5 sent there', tone: 'plain' });
  expect(standOf('out', line(1, 'CUP', { sent: 6 }))).toMatchObject({ value: '6', tone: 'attention' });
  expect(leftOf('in', line(1, 'CUP', { received: 7 }))).toBe(0);
});

it('a new one gathers what is scanned, a line for each item and lot', () => {
  const lines = wanting(wanting(wanting([], { itemId: 'CUP', lot: '', quantity: 1 }), { itemId: 'CUP', lot: '', quantity: 11 }), { itemId: 'LID', lot: '', quantity: 2 });
  const { transferId, command } = opening('LEEDS', 'BREMEN', lines);
  expect(command).toMatchObject({ type: 'transfer.open', payload: { transferId, fromWarehouse: 'LEEDS', toWarehouse: 'BREMEN', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 12 }, { lineNo: 2, itemId: 'LID', quantity: 2 }] } });
});
