import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallCompany, stock } from '#test/support/small-company.ts';
import { viewOf } from './adjustments.ts';
import { isOnHand } from './positions.ts';

const suspense = '~suspense:A1';

describe('movements', () => {
  it('LED-1 say from where to where, who, why, when and by which command', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 10);
    world.apply('stock.move', { itemId: 'CUP', quantity: 4, fromLocation: 'A1', toLocation: 'A2', packUnits: 2 }, { person: 'bob', device: 'D2', id: 'move-one', offset: 500 });
    expect(world.movements.at(-1)).toMatchObject({ command_id: 'move-one', type: 'stock.move', item_id: 'CUP', quantity: 4, from_location: 'A1', to_location: 'A2', pack_units: 2, person_id: 'bob', device_id: 'D2', effective_at: world.now + 500 });
    expect([world.quantity('A1', 'CUP'), world.quantity('A2', 'CUP')]).toEqual([6, 4]);
  });

  it('LED-4 take goods from the state they are said to have', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 3);
    stock(world, 'A1', 'CUP', 2, { condition: 'D' });
    world.apply('stock.move', { itemId: 'CUP', quantity: 2, fromLocation: 'A1', toLocation: 'A2', condition: 'D' });
    expect([world.quantity('A1', 'CUP', { condition: 'N' }), world.quantity('A2', 'CUP', { condition: 'D' })]).toEqual([3, 2]);
    expect(world.submit('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2', condition: 'D' })).toMatchObject({ rule: 'SUS-1', rejection: { book: { book: 0, quantity: 1 } } });
    expect(world.quantity('A1', 'CUP', { condition: 'N' })).toBe(3);
  });

  it.each(['COUNT_HOLD', 'SURPLUS'])('LED-5 take plain goods from %s too, after the free ones', (hold) => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 2);
    stock(world, 'A1', 'CUP', 3, { hold });
    world.apply('stock.move', { itemId: 'CUP', quantity: 4, fromLocation: 'A1', toLocation: 'A2' });
    expect([world.quantity('A1', 'CUP', { hold }), world.quantity('A2', 'CUP', { hold: '' })]).toEqual([1, 4]);
  });

  it('LED-28 take held goods after the free ones and before suspense, and leave them held', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 2);
    stock(world, 'A1', 'CUP', 3, { hold: 'RECALL' });
    expect(world.submit('stock.move', { itemId: 'CUP', quantity: 3, fromLocation: 'A1', toLocation: 'A2' })).toMatchObject({ verdict: 'flagged', rule: 'HLD-4' });
    expect([world.quantity('A1', 'CUP', { hold: 'RECALL' }), world.quantity('A2', 'CUP', { hold: 'RECALL' }), world.quantity('A2', 'CUP', { hold: '' })]).toEqual([2, 1, 2]);
    expect(world.submit('stock.move', { itemId: 'CUP', quantity: 3, fromLocation: 'A1', toLocation: 'A2' })).toMatchObject({ verdict: 'flagged', rule: 'SUS-1' });
    expect([world.quantity('A1', 'CUP'), world.quantity('A2', 'CUP', { hold: 'RECALL' })]).toEqual([0, 3]);
  });

  it('LED-2 leave what is on hand alone when goods only change place or state', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    const onHand = () => world.all('position').filter((row) => isOnHand(row.location_id)).reduce((sum, row) => sum + row.quantity, 0);
    world.submit('stock.move', { itemId: 'CUP', quantity: 9, fromLocation: 'A1', toLocation: 'A2' });
    world.submit('stock.regrade', { itemId: 'CUP', quantity: 2, locationId: 'A2', toCondition: 'B' });
    world.submit('hold.place', { holdId: 'H', itemId: 'CUP', code: 'RECALL' });
    expect(onHand()).toBe(5);
  });
});

describe('suspense', () => {
  it('SUS-1 stands in for what the books cannot cover, and bins stay at zero or above', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 3);
    expect(world.submit('stock.move', { itemId: 'CUP', quantity: 5, fromLocation: 'A1', toLocation: 'A2' })).toMatchObject({ verdict: 'flagged', rule: 'SUS-1', rejection: { type: 'not_enough_stock', book: { book: 3, quantity: 5 } } });
    expect([world.quantity('A1', 'CUP'), world.quantity(suspense, 'CUP'), world.quantity('A2', 'CUP')]).toEqual([0, -2, 5]);
    expect(world.openExceptions()).toMatchObject([{ rule: 'SUS-1', kind: 'SUSPENSE', item_id: 'CUP', location_id: 'A1', quantity: 2, owner_role: 'supervisor' }]);
  });

  it('SUS-1 shows in the outcome of a command whose own ladder has no eye for it', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 3);
    world.apply('adjustment.submit', { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CUP', delta: -3, reason: 'MISSING' }, { person: 'ann' });
    world.apply('stock.move', { itemId: 'CUP', quantity: 2, fromLocation: 'A1', toLocation: 'A2' });
    const view = viewOf(world.rows.get('adjustment', 'W1', 'ADJ')!);
    expect(world.submit('adjustment.approve', { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CUP', view }, { person: 'sue' })).toMatchObject({ verdict: 'flagged', rule: 'SUS-1' });
    expect([world.quantity('A1', 'CUP'), world.quantity(suspense, 'CUP')]).toEqual([0, -2]);
  });

  it('SUS-2 SUS-4 is netted by what arrives, in steps, and its one exception follows', () => {
    const world = smallCompany();
    const take = (quantity: number) => world.submit('stock.move', { itemId: 'CUP', quantity, fromLocation: 'A1', toLocation: 'A2' });
    take(3);
    take(2);
    expect(world.openExceptions()).toMatchObject([{ quantity: 5 }]);
    stock(world, 'A1', 'CUP', 4);
    expect([world.quantity('A1', 'CUP'), world.quantity(suspense, 'CUP')]).toEqual([0, -1]);
    expect(world.openExceptions()).toMatchObject([{ quantity: 1 }]);
    stock(world, 'A1', 'CUP', 4);
    expect([world.quantity('A1', 'CUP'), world.quantity(suspense, 'CUP')]).toEqual([3, 0]);
    expect(world.all('exception')).toMatchObject([{ state: 'RESOLVED', resolution: 'COVERED' }]);
  });

  it('SUS-4 opens its exception again when it is drawn again', () => {
    const world = smallCompany();
    const take = () => world.submit('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'A1', toLocation: 'A2' });
    take();
    stock(world, 'A1', 'CUP', 1);
    take();
    expect(world.all('exception')).toMatchObject([{ state: 'OPEN', quantity: 1, resolved_by: null }]);
  });

  it('SUS-2 is not netted by goods in another state, of another lot, or in another bin', () => {
    const world = smallCompany();
    world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 1, fromLocation: 'A1', toLocation: 'A2' });
    stock(world, 'A1', 'MILK', 1, { lot: 'L2' });
    stock(world, 'A1', 'MILK', 1, { lot: 'L1', condition: 'D' });
    stock(world, 'A3', 'MILK', 1, { lot: 'L1' });
    expect(world.quantity(suspense, 'MILK')).toBe(-1);
    expect(world.openExceptions()).toHaveLength(1);
  });

  it('SUS-4 has one exception for each item, lot and bin', () => {
    const world = smallCompany();
    for (const lot of ['L1', 'L2']) world.submit('stock.move', { itemId: 'MILK', lot, quantity: 1, fromLocation: 'A1', toLocation: 'A2' });
    world.submit('stock.move', { itemId: 'MILK', lot: 'L1', quantity: 1, fromLocation: 'A3', toLocation: 'A2' });
    expect(world.openExceptions()).toHaveLength(3);
  });
});

describe('any moves of any quantities', () => {
  it('LED-2 LED-3 SUS-2 keep what is on hand, and each bin with its suspense tells the difference', () => {
    const bins = ['A1', 'A2', 'A3'];
    const move = fc.record({ from: fc.constantFrom(...bins), to: fc.constantFrom(...bins), quantity: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const world = smallCompany();
        for (const bin of bins) stock(world, bin, 'CUP', 6);
        const expected = new Map(bins.map((bin) => [bin, 6]));
        for (const { from, to, quantity } of moves) {
          world.submit('stock.move', { itemId: 'CUP', quantity, fromLocation: from, toLocation: to });
          if (from === to) continue;
          expected.set(from, expected.get(from)! - quantity);
          expected.set(to, expected.get(to)! + quantity);
        }
        for (const bin of bins) {
          const inSuspense = world.quantity(`~suspense:${bin}`, 'CUP');
          expect(world.quantity(bin, 'CUP') + inSuspense).toBe(expected.get(bin));
          expect(inSuspense === 0 || world.quantity(bin, 'CUP') === 0).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
