import { expect, it } from 'vitest';
import { allocate, fulfilmentOf, lineOf, orderOf, smallCompany, stock, takeIn } from '#test/support/small-company.ts';

const sue = { person: 'sue' };

it('an order that is rushed goes before others with its work', () => {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 5);
  takeIn(world, 'O1', [['CUP', 2]]);
  allocate(world, 'O1');
  const [work] = world.all('fulfilment');
  world.apply('order.rush', { orderId: 'O1', fulfilmentIds: [work!.fulfilment_id], priority: 100 }, sue);
  expect([orderOf(world, 'O1').priority, fulfilmentOf(world, work!.fulfilment_id).priority]).toEqual([100, 100]);
});

it('an order that nobody promised anything ships from elsewhere, and gets its stock there', () => {
  const world = smallCompany();
  takeIn(world, 'O1', [['CUP', 2]]);
  allocate(world, 'O1');
  expect(orderOf(world, 'O1').state).toBe('BACKORDERED');
  world.apply('order.reroute', { orderId: 'O1', to: 'W2', because: 'W2 has all of it' }, sue);
  world.apply('stock.open', { itemId: 'CUP', quantity: 4, locationId: 'A1' }, { person: 'system', warehouse: 'W2' });
  world.apply('order.allocate', { orderId: 'O1', itemIds: ['CUP'] }, { person: 'system', warehouse: 'W2' });
  expect([orderOf(world, 'O1'), lineOf(world, 'O1')]).toMatchObject([{ ship_from: 'W2', sourced: 'W2 has all of it', state: 'ALLOCATED' }, { allocated: 2 }]);
  expect(world.submit('order.reroute', { orderId: 'O1', to: 'W1', because: '' }, { ...sue, warehouse: 'W2' })).toMatchObject({ verdict: 'refused', rule: 'ORD-21' });
});
