import { expect, it } from 'vitest';
import { allocate, lot, pick, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import { dayOf } from '#domain/days.ts';
import { replicaOf } from '#test/support/replica-of.ts';
import { createPromises, supplyHere } from './answers-promise.ts';

it('without the ERP this warehouse answers from its own shelves, with what is held, expired, overdrawn and promised left out', async () => {
  const world = smallCompany();
  stock(world, 'A1', 'MILK', 10, { lot: 'L1' });
  stock(world, 'A2', 'MILK', 6, { lot: 'OLD' });
  stock(world, 'A3', 'MILK', 4, { lot: 'L1', hold: 'QC' });
  stock(world, 'DOCK', 'MILK', 3, { lot: 'L1' });
  lot(world, 'MILK', 'L1', '2030-01-01');
  lot(world, 'MILK', 'OLD', '2026-01-01');
  takeIn(world, 'O1', [['MILK', 2]]);
  takeIn(world, 'O2', [['MILK', 3]], ['PAYMENT']);
  allocate(world, 'O1');
  pick(world, tasksOf(world, 'O1')[0]!, 1);
  // Two more than the bin has of another item: what the books have there is in doubt.
  stock(world, 'A1', 'CUP', 5);
  world.submit('stock.move', { itemId: 'CUP', quantity: 7, fromLocation: 'A2', toLocation: 'A1', confirmed: [] } as never);
  world.seed('channel', { channel_id: 'web', name: 'Web', kind: 'shop', ship_from: 'W1' });
  world.seed('setting', { key: 'sourcing', value: { safety: [{ units: 1 }] } });
  const replica = replicaOf(world, ['position', 'location', 'lot', 'pick_task', 'sales_order', 'sales_order_line', 'channel', 'setting', 'warehouse', 'item']);
  expect(supplyHere(replica, 'W1', 'MILK', dayOf(world.now))).toMatchObject({ sellable: 9, promised: 1, waiting: 3, doubtful: 0, kept: 6 + 4 + 3 + 1 });
  const offline = createPromises(replica, { promise: async () => ({ ok: false, reason: 'away', refused: false, status: 0 }) }, () => world.now, () => 5);
  expect(await offline.answer({ about: 'promise', itemId: 'MILK', channelId: 'web', quantity: 5 })).toMatchObject({ from: 'here', at: 5, promise: { now: 4, asked: { at: null } } });
  expect(await offline.answer({ about: 'promise', itemId: 'MILK', channelId: 'none' })).toBeNull();
});
