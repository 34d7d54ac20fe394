import { expect, it } from 'vitest';
import { allocate, lineOf, orderOf, pick, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { viewOf } from './adjustments.ts';

/** Two orders of three cups each, promised from one bin of six. */
function promised(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 6);
  for (const orderId of ['O1', 'O2']) {
    takeIn(world, orderId, [['CUP', 3]]);
    allocate(world, orderId);
  }
  return world;
}
const replan = (world: World) => world.submit('work.replan', { itemId: 'CUP', cause: 'some', orderIds: ['O1', 'O2'], fulfilmentIds: world.all('fulfilment').map((work) => work.fulfilment_id) }, { person: 'system' });
function lose(world: World, units: number): void {
  world.apply('adjustment.submit', { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CUP', delta: -units, reason: 'DAMAGED' }, { person: 'ann' });
  world.apply('adjustment.approve', { adjustmentId: 'ADJ', locationId: 'A1', itemId: 'CUP', view: viewOf(world.rows.get('adjustment', 'W1', 'ADJ')!) }, { person: 'sue' });
}
const open = (world: World, orderId: string) => tasksOf(world, orderId).filter((task) => task.open).reduce((sum, task) => sum + task.quantity - task.picked - task.short, 0);

it('RPL-1 a posted decrease takes from the newest of equal work only what is not covered, and the order is promised other stock', () => {
  const world = promised();
  stock(world, 'A2', 'CUP', 5);
  lose(world, 2);
  expect(replan(world)).toMatchObject({ verdict: 'applied' });
  expect([open(world, 'O1'), open(world, 'O2'), lineOf(world, 'O2').allocated, lineOf(world, 'O2').backordered]).toEqual([3, 1, 1, true]);
  allocate(world, 'O2');
  expect([open(world, 'O2'), orderOf(world, 'O2').state]).toEqual([3, 'ALLOCATED']);
  expect(tasksOf(world, 'O2').map((task) => [task.location_id, task.quantity])).toEqual(expect.arrayContaining([['A1', 1], ['A2', 2]]));
  expect(replan(world)).toMatchObject({ verdict: 'merged', rule: 'RPL-2' });
});

it('RPL-1 the more urgent work keeps its goods; an order of which nothing is left waits', () => {
  const world = promised();
  const [first] = world.all('fulfilment').filter((work) => work.order_id === 'O1');
  world.seed('fulfilment', { ...world.all('fulfilment').find((work) => work.order_id === 'O2')!, priority: 5 });
  lose(world, 3);
  replan(world);
  expect([open(world, 'O1'), open(world, 'O2'), orderOf(world, 'O1').state]).toEqual([0, 3, 'BACKORDERED']);
  expect(world.rows.get('fulfilment', 'W1', first!.fulfilment_id)!.state).toBe('CANCELLED');
});

it('RPL-1 a hold on the bin frees all work there; who has begun is told, and what is picked stays picked', () => {
  const world = promised();
  pick(world, tasksOf(world, 'O1')[0]!, 1);
  world.apply('hold.place', { holdId: 'H', itemId: 'CUP', locationId: 'A1', code: 'RECALL' });
  replan(world);
  expect([open(world, 'O1'), open(world, 'O2')]).toEqual([0, 0]);
  expect(tasksOf(world, 'O1')).toMatchObject([{ state: 'PICKED', picked: 1, quantity: 1 }]);
  expect(world.openExceptions()).toMatchObject([{ rule: 'RPL-1', kind: 'WORK_CHANGED', owner_role: 'floor', subject_id: 'O1', location_id: 'A1', quantity: 2 }]);
});

it('RPL-2 goods that only wait for a count keep their released work', () => {
  const world = promised();
  world.submit('count.record', { taskId: 'CT', locationId: 'A1', itemId: 'CUP', quantity: 4, firstLook: world.now, lastLook: world.now }, { person: 'cat' });
  world.submit('count.submit', { taskId: 'CT', locationId: 'A1' }, { person: 'cat' });
  expect(replan(world).rule).toBe('RPL-2');
});
