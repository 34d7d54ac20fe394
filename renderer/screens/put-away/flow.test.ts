import { describe, expect, it } from 'vitest';
import type { StockLine } from '#electron/contract.ts';
import { play, script } from '#renderer/flow/script.ts';
import { putAwayFlow, type PutAwayKnows } from './flow.ts';

const line = (itemId: string, locationId: string, quantity: number, status: StockLine['status'], more: Partial<StockLine> = {}): StockLine => ({ itemId, locationId, lot: '', serial: '', condition: 'N', hold: '', owner: '', quantity, status, ...more }) as StockLine;
const shelves = [line('CUP', 'DOCK', 5, 'at_dock'), line('CUP', 'A1', 9, 'available'), line('MILK', 'DOCK', 2, 'held', { lot: 'L1', hold: 'SAMPLE' }), line('LID', 'A2', 4, 'available')];
const knows = (_: unknown, thing: { readonly kind: string; readonly itemId?: string } | undefined): PutAwayKnows => ({ stock: shelves.filter((row) => row.itemId === thing?.itemId), dock: 'DOCK', quantity: 1, suggested: 'A1' });
const plays = (told: string) => expect(play({ flow: putAwayFlow, knows }, told)).toBe(script(told));

describe('putting away and moving, from a script', () => {
  it('item, again, bin: out of the dock', () => plays(`
    ? Scan the item, or the bin you take from
    > item CUP
    ~ ok
    ? Scan the bin it goes into
    > item CUP x12
    ~ ok
    ? Scan the bin it goes into
    > location A3
    ! stock.put_away condition=N fromLocation=DOCK itemId=CUP quantity=13 toLocation=A3
    ? Scan the item, or the bin you take from
    > act undo
    ! stock.move condition=N fromLocation=A3 itemId=CUP quantity=13 toLocation=DOCK
    ? Scan the item, or the bin you take from
    > act undo
    = stop not wanted here
    ? Scan the item, or the bin you take from
  `));

  it('bin, item, bin: from shelf to shelf, and not into where it comes from', () => plays(`
    ? Scan the item, or the bin you take from
    > location A1
    ~ ok
    = ok Taking out of A1: now scan an item
    ? Scan what you take out of A1
    > item CUP
    ~ ok
    ? Scan the bin it goes into
    > location A1
    ~ wrong
    = stop It comes from A1: scan the bin it goes into
    ? Scan the bin it goes into
    > handling_unit CART-1
    ! stock.move condition=N fromLocation=A1 itemId=CUP quantity=1 toLocation=CART-1
    ? Scan what you take out of A1
    > act back
    ? Scan the item, or the bin you take from
    > act back
    = stop not wanted here
    ? Scan the item, or the bin you take from
  `));

  it('held goods keep their hold, another item takes the place of what was in hand, and a document is not wanted', () => plays(`
    ? Scan the item, or the bin you take from
    > item LID
    ~ ok
    ? Scan the bin it goes into
    > item MILK lot=L1
    ~ ok
    ? Scan the bin it goes into
    > document delivery DN-1
    = stop not wanted here
    ? Scan the bin it goes into
    > act as_suggested
    ! stock.put_away condition=N fromLocation=DOCK hold=SAMPLE itemId=MILK lot=L1 quantity=1 toLocation=A1
    ? Scan the item, or the bin you take from
  `));

  it('what a question showed to be a mistake of the hand is in hand again', () => {
    const goods = { itemId: 'CUP', lot: '', serial: '', condition: 'N', hold: '', quantity: 2, fromLocation: 'A1', fromShelf: true };
    expect(putAwayFlow.withdrawn?.({ from: 'A1' }, { goods, to: 'A2', undo: false })).toEqual({ from: 'A1', goods });
    expect(putAwayFlow.holds?.({ goods }, () => 'Cup')).toBe('2 × Cup from A1');
  });
});
