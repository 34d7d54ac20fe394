import { expect, it } from 'vitest';
import type { StockLine } from '#electron/contract.ts';
import { play, script } from '#renderer/flow/script.ts';
import { palletFlow, type PalletKnows } from './flow.ts';

const line = (itemId: string, locationId: string, status: StockLine['status'], lot = ''): StockLine => ({ itemId, locationId, lot, serial: '', condition: 'N', hold: '', quantity: 5, status }) as StockLine;
const stock = [line('CUP', '350', 'picked'), line('CUP', 'A1', 'available'), line('MILK', 'DOCK', 'at_dock', 'L1')];
const knows = (next: string) => (_: unknown, thing: { readonly kind: string; readonly itemId?: string } | undefined): PalletKnows => ({ stock: stock.filter((row) => row.itemId === thing?.itemId), dock: 'DOCK', quantity: 1, next });

it('a new pallet, what goes on it, one off again, and to its place', () => {
  const told = `
    ? Scan a pallet, or make a new one with F2
    > item CUP
    = stop not wanted here
    ? Scan a pallet, or make a new one with F2
    > act build
    ! unit.build locationId=DOCK unitId=350
    ? Scan what goes on it, or where it is brought
    > item MILK
    ! stock.put_away condition=N fromLocation=DOCK itemId=MILK lot=L1 quantity=1 toLocation=350
    ? Scan what goes on it, or where it is brought
    > item CUP x12
    ! stock.move condition=N fromLocation=A1 itemId=CUP quantity=12 toLocation=350
    ? Scan what goes on it, or where it is brought
    > act undo
    ! stock.move condition=N fromLocation=350 itemId=CUP quantity=12 toLocation=A1
    ? Scan what goes on it, or where it is brought
    > act undo
    = stop not wanted here
    ? Scan what goes on it, or where it is brought
    > location A2
    ! unit.move toLocation=A2 unitId=350
    ? Scan what goes on it, or where it is brought
    > handling_unit 350123450000000719
    ~ ok
    = ok Pallet 350123450000000719: now what goes on it, or where it is brought
    ? Scan what goes on it, or where it is brought
    > act back
    ? Scan a pallet, or make a new one with F2
  `;
  expect(play({ flow: palletFlow, knows: knows('350') }, told)).toBe(script(told));
});

it('says when no number is left here', () => {
  const told = `
    ? Scan a pallet, or make a new one with F2
    > act build
    ~ wrong
    = stop No number for a pallet is left here: numbers come with the network
    ? Scan a pallet, or make a new one with F2
  `;
  expect(play({ flow: palletFlow, knows: knows('') }, told)).toBe(script(told));
});
