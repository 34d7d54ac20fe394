// Which orders something that comes back may be of.
import { expect, it } from 'vitest';
import { unjudged } from '#domain/announcing/unjudged.ts';
import { allocate, pack, pick, ship, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { possibleOrders } from './return-search.ts';

const rowsOf = (world: World): Parameters<typeof possibleOrders>[0] => ({ find: (table, where) => world.all(table).filter((row) => Object.entries(where).every(([column, value]) => (row as Record<string, unknown>)[column] === value)) });
function sold(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 20);
  for (const [orderId, parcelId] of [['O1', 'P1'], ['O2', 'P2']] as const) {
    takeIn(world, orderId, [['CUP', 2]]);
    allocate(world, orderId);
    for (const task of tasksOf(world, orderId)) pick(world, task);
    const tasks = tasksOf(world, orderId);
    pack(world, parcelId, tasks.map((task) => [task, task.quantity] as const));
    ship(world, parcelId, tasks[0]!.fulfilment_id, orderId);
  }
  world.seed('parcel', { ...world.rows.get('parcel', 'W1', 'P1')!, tracking: '1Z999AA10123456784' });
  world.seed('sales_order', { ...world.rows.get('sales_order', 'O2')!, ordered_at: world.now + 1, channel_id: 'WEB', channel_number: '#1002' });
  world.seed('channel', { channel_id: 'WEB', name: 'Web' } as never);
  world.seed('serial', { item_id: 'CAM', serial: 'S9', state: 'GONE', at_warehouse: 'W1', at_location: '~customer', order_id: 'O2', command_id: 'x', effective_at: 1 });
  return world;
}
const ids = (world: World, sought: Parameters<typeof possibleOrders>[2]) => possibleOrders(rowsOf(world), 'W1', sought).map(({ orderId, by }) => [orderId, by]);

it('a carrier’s number, with its blanks or without, leads to what was sent under it', () => {
  expect(ids(sold(), { text: '1Z 999 AA1 0123456784' })).toEqual([['O1', 'tracking']]);
});
it('an order is found by our number, by that of its channel, and by an announcement', () => {
  const world = sold();
  world.seed('rma', { rma_id: 'RMA-1', order_id: null, customer_id: null, state: 'AUTHORISED', reason: '', created_at: 1, ...unjudged });
  world.seed('rma_line', { rma_id: 'RMA-1', line_no: 1, item_id: 'CUP', order_id: 'O2', order_line: 1, quantity: 1, received: 0, reason: '' });
  expect([ids(world, { text: 'o1' }), ids(world, { text: '#1002' }), ids(world, { text: 'RMA-1' })]).toEqual([[['O1', 'order']], [['O2', 'order']], [['O2', 'announcement']]]);
});
it('a serial number leads to the one order it was sold on, an item to all that have it out, newest first', () => {
  const world = sold();
  expect(ids(world, { itemId: 'CAM', serial: 'S9' })).toEqual([['O2', 'serial']]);
  expect(ids(world, { itemId: 'CUP' })).toEqual([['O2', 'item'], ['O1', 'item']]);
  world.apply('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 2, orderId: 'O2', orderLine: 1 }] });
  expect(ids(world, { itemId: 'CUP' })).toEqual([['O1', 'item']]);
  expect(ids(world, { text: 'nobody' })).toEqual([]);
});
