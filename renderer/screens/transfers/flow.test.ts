import { describe, expect, it } from 'vitest';
import type { Thing, TransferCardLine } from '#electron/contract.ts';
import { play, script } from '#renderer/flow/script.ts';
import { leftOf, opening, receiveFlow, sendFlow, standOf, wanting, type TransferKnows } from './flow.ts';

const line = (lineNo: number, itemId: string, more: Partial<TransferCardLine> = {}): TransferCardLine => ({ lineNo, itemId, lot: '', quantity: 5, sent: 0, received: 0, settled: 0, ...more });

const lines = [line(1, 'CUP', { sent: 5 }), line(2, 'CUP'), line(3, 'MILK', { lot: 'L1' }), line(4, 'MILK', { lot: 'L2' }), line(5, 'TEA', { lot: 'T1' }), line(6, 'RADIO')];
const knows = (side: 'out' | 'in', dock = '') => (_: unknown, scanned: Thing | undefined): TransferKnows => {
  const itemId = scanned?.kind === 'item' ? scanned.itemId : '';
  return { card: { transferId: 'TR-1', side, lines }, dock, quantity: 1, lotControl: ['MILK', 'TEA'].includes(itemId), serialControl: itemId === 'RADIO' };
};

describe('a transfer, from a script', () => {
  it('is sent out of a bin that was said first; each scan means a line that is not complete', () => expect(play({ flow: sendFlow, knows: knows('out') }, `
    > item CUP
    > location A1
    > item CUP x12
    > item GHOST
    > document transfer TR-1
    > document transfer TR-2
  `)).toBe(script(`
    ? Scan the bin you take it from
    > item CUP
    ~ attention
    = stop From where?: scan the bin you take it from first
    ? Scan the bin you take it from
    > location A1
    ~ ok
    = ok Taking out of A1: place changed
    ? Scan what goes on the pallet
    > item CUP x12
    ! transfer.send itemId=CUP lineNo=2 locationId=A1 quantity=12 transferId=TR-1
    ? Scan what goes on the pallet
    > item GHOST
    ! transfer.send itemId=GHOST lineNo=1 locationId=A1 quantity=1 transferId=TR-1
    ? Scan what goes on the pallet
    > document transfer TR-1
    = ok Transfer TR-1: already open
    ? Scan what goes on the pallet
    > document transfer TR-2
    = stop not wanted here
    ? Scan what goes on the pallet
  `)));

  it('is received at the dock; lot and serial number are asked for where they are not known, and may be typed', () => expect(play({ flow: receiveFlow, knows: knows('in', 'DOCK') }, `
    > item TEA
    > item MILK x6
    > unknown L2
    > item RADIO
    > act number SN-7
    > item MILK
    > act back
    > act back
  `)).toBe(script(`
    ? Scan what came
    > item TEA
    ! transfer.receive itemId=TEA lineNo=5 locationId=DOCK lot=T1 quantity=1 transferId=TR-1
    ? Scan what came
    > item MILK x6
    ~ ok
    ? Scan the lot
    > unknown L2
    ! transfer.receive itemId=MILK lineNo=4 locationId=DOCK lot=L2 quantity=6 transferId=TR-1
    ? Scan what came
    > item RADIO
    ~ ok
    ? Scan the serial number
    > act number SN-7
    ! transfer.receive itemId=RADIO lineNo=6 locationId=DOCK quantity=1 serial=SN-7 transferId=TR-1
    ? Scan what came
    > item MILK
    ~ ok
    ? Scan the lot
    > act back
    ? Scan what came
    > act back
    = stop not wanted here
    ? Scan what came
  `)));

  it('without a dock it is asked where the goods stand', () => expect(play({ flow: receiveFlow, knows: knows('in') }, '> item CUP\n> location DOCK-2\n> item CUP')).toBe(script(`
    ? Scan what came
    > item CUP
    ~ attention
    = stop Where does it stand?: scan the dock first
    ? Scan what came
    > location DOCK-2
    ~ ok
    = ok Goods now stand at DOCK-2: place changed
    ? Scan what came
    > item CUP
    ! transfer.receive itemId=CUP lineNo=1 locationId=DOCK-2 quantity=1 transferId=TR-1
    ? Scan what came
  `)));
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
