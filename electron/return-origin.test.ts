// Which order line something that comes back was bought on.
import { unjudged } from '#domain/announcing/unjudged.ts';
import { expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { allocate, pack, pick, ship, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { returnOrigin } from './return-origin.ts';

const rowsOf = (world: World): Parameters<typeof returnOrigin>[0] => ({ find: (table, where) => world.all(table).filter((row) => Object.entries(where).every(([column, value]) => (row as Record<string, unknown>)[column] === value)) });

function sold(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 20);
  stock(world, 'A2', 'LID', 20);
  world.seed('customer', { customer_id: 'C1', name: 'Amelia Ashworth', country: 'GB' });
  takeIn(world, 'O1', [['CUP', 3], ['LID', 1]]);
  allocate(world, 'O1');
  for (const task of tasksOf(world, 'O1')) pick(world, task);
  const tasks = tasksOf(world, 'O1');
  pack(world, 'P1', tasks.map((task) => [task, task.quantity] as const));
  ship(world, 'P1', tasks[0]!.fulfilment_id, 'O1');
  return world;
}
const rma = (world: World, more: Partial<Row<'rma_line'>> = {}): void => {
  world.seed('rma', { rma_id: 'RMA-1', order_id: 'O1', customer_id: 'C1', state: 'AUTHORISED', reason: 'SIZE_FIT', created_at: world.now, ...unjudged });
  world.seed('rma_line', { rma_id: 'RMA-1', line_no: 1, item_id: 'CUP', order_id: 'O1', order_line: 1, quantity: 2, received: 0, reason: 'SIZE_FIT', ...more });
};

it('an announcement names its lines, and what of them was announced', () => {
  const world = sold();
  rma(world);
  expect(returnOrigin(rowsOf(world), 'W1', { rmaId: 'RMA-1' })).toEqual({
    customer: 'Amelia Ashworth',
    lines: [
      { orderId: 'O1', orderLine: 1, itemId: 'CUP', bought: 3, shipped: 3, returned: 0, announced: 2, reason: 'SIZE_FIT' },
      { orderId: 'O1', orderLine: 2, itemId: 'LID', bought: 1, shipped: 1, returned: 0, announced: 0, reason: '' },
    ],
  });
});

it('an announcement without line numbers is found by its item', () => {
  const world = sold();
  rma(world, { order_id: null, order_line: null });
  expect(returnOrigin(rowsOf(world), 'W1', { rmaId: 'RMA-1' }).lines[0]).toMatchObject({ orderLine: 1, announced: 2 });
});

it('a parcel leads to its announcement; what came back counts', () => {
  const world = sold();
  rma(world);
  world.apply('return.receive', { parcelId: 'R1', rmaId: 'RMA-1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1, orderId: 'O1', orderLine: 1 }] });
  expect(returnOrigin(rowsOf(world), 'W1', { parcelId: 'R1' }).lines[0]).toMatchObject({ returned: 1, announced: 1 });
});

it('a parcel of a customer without an announcement leads to what they bought', () => {
  const world = sold();
  world.seed('sales_order', { ...world.rows.get('sales_order', 'O1')!, customer_id: 'C1' });
  world.apply('return.receive', { parcelId: 'R1', customerId: 'C1', locationId: 'DESK', units: [] });
  expect(returnOrigin(rowsOf(world), 'W1', { parcelId: 'R1' })).toMatchObject({ customer: 'Amelia Ashworth', lines: [{ orderId: 'O1', orderLine: 1 }, { orderLine: 2 }] });
});

it('a parcel without any paper has nothing to say', () => {
  const world = sold();
  expect(returnOrigin(rowsOf(world), 'W1', { parcelId: 'R9' })).toEqual({ customer: '', lines: [] });
});
