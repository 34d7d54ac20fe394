import { describe, expect, it } from 'vitest';
import { allocate, fulfilmentOf, lineOf, orderOf, pack, pick, ship, short, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { SUBSTITUTES, substitutePolicy, substitutesFor } from './pick-instead.ts';

/** Three cups were ordered and only one of them was in the bin. */
function missing(more: object = { items: { CUP: ['LID'] } }): World {
  const world = smallCompany();
  world.seed('setting', { key: SUBSTITUTES, value: more as never });
  stock(world, 'A1', 'CUP', 3);
  takeIn(world, 'O1', [['CUP', 3]]);
  allocate(world, 'O1');
  pick(world, first(world), 1);
  short(world, first(world), 2);
  return world;
}
const first = (world: World) => tasksOf(world, 'O1').find((each) => each.task_id !== 'NEW')!;
const second = (world: World) => tasksOf(world, 'O1').find((each) => each.task_id === 'NEW')!;
const instead = (world: World, more: object = {}) =>
  world.submit('pick.instead', { fulfilmentId: first(world).fulfilment_id, taskId: first(world).task_id, newTaskId: 'NEW', orderId: 'O1', orderLine: 1, itemId: 'CUP', fromLocation: 'A2', quantity: 2, ...more });
const out = (world: World) => {
  pack(world, 'P1', tasksOf(world, 'O1').filter((each) => each.picked > 0).map((each) => [each, each.picked] as const));
  ship(world, 'P1', first(world).fulfilment_id, 'O1');
};

describe('what is missing is taken from elsewhere', () => {
  it('from another bin: a task like any other, and the order waits for nothing', () => {
    const world = missing();
    stock(world, 'A2', 'CUP', 5);
    expect(lineOf(world, 'O1')).toMatchObject({ allocated: 1, backordered: true });
    expect(instead(world)).toMatchObject({ verdict: 'applied' });
    expect(second(world)).toMatchObject({ location_id: 'A2', quantity: 2, state: 'OPEN', open: true });
    expect(lineOf(world, 'O1')).toMatchObject({ allocated: 3, backordered: false });
    pick(world, second(world));
    out(world);
    expect([lineOf(world, 'O1').shipped, orderOf(world, 'O1').state, world.all('substitution')]).toEqual([3, 'SHIPPED', []]);
  });

  it('also where nothing of the order was found, so that its work was over', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 2);
    takeIn(world, 'O1', [['CUP', 2]]);
    allocate(world, 'O1');
    short(world, first(world), 2);
    expect(fulfilmentOf(world, first(world).fulfilment_id).state).toBe('CANCELLED');
    stock(world, 'A2', 'CUP', 5);
    expect(instead(world)).toMatchObject({ verdict: 'applied' });
    expect(fulfilmentOf(world, first(world).fulfilment_id)).toMatchObject({ state: 'PICKING', dealt_to: 'D1' });
    pick(world, second(world));
    out(world);
    expect([lineOf(world, 'O1').shipped, orderOf(world, 'O1').state]).toEqual([2, 'SHIPPED']);
  });

  it('by an item that may stand in: it leaves for the line of the order, and is known when it comes back', () => {
    const world = missing();
    stock(world, 'A2', 'LID', 5);
    expect(instead(world, { itemId: 'LID' })).toMatchObject({ verdict: 'applied' });
    pick(world, second(world));
    out(world);
    expect([lineOf(world, 'O1').shipped, orderOf(world, 'O1').state, world.quantity('A2', 'LID')]).toEqual([3, 'SHIPPED', 3]);
    expect(world.all('substitution')).toMatchObject([{ order_id: 'O1', line_no: 1, item_id: 'LID', quantity: 2, chosen_by: 'ann' }]);
    world.apply('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'LID', quantity: 1, orderId: 'O1', orderLine: 1 }] });
    expect(world.openExceptions()).not.toContain('RETURN_UNEXPECTED');
  });

  it('PIK-12 an item that may not stand in is promised to nobody, and goes back', () => {
    const world = missing({ items: { CUP: ['LID'] }, neverFor: ['web'] });
    stock(world, 'A2', 'LID', 5);
    expect(instead(world, { itemId: 'LID' })).toMatchObject({ rule: 'PIK-12' });
    expect(second(world)).toMatchObject({ state: 'SHORT', open: false, short: 2 });
    expect(pick(world, second(world), 2)).toMatchObject({ rule: 'PIK-5' });
    expect(world.all('put_back')).toMatchObject([{ item_id: 'LID', quantity: 2 }]);
    expect(lineOf(world, 'O1')).toMatchObject({ allocated: 1, backordered: true });
  });

  it('PIK-11 promises what is free and no more than is missing', () => {
    const few = missing();
    stock(few, 'A2', 'CUP', 1);
    expect(instead(few)).toMatchObject({ rule: 'PIK-11' });
    expect(second(few)).toMatchObject({ quantity: 2, short: 1, open: true });
    expect(lineOf(few, 'O1')).toMatchObject({ allocated: 2, backordered: true });

    const served = missing();
    stock(served, 'A3', 'CUP', 2);
    allocate(served, 'O1');
    stock(served, 'A2', 'CUP', 2);
    expect(instead(served)).toMatchObject({ rule: 'PIK-11' });
    expect([second(served).short, lineOf(served, 'O1').allocated, fulfilmentOf(served, first(served).fulfilment_id).state]).toEqual([2, 3, 'PICKED']);
    expect(pick(served, second(served), 2)).toMatchObject({ rule: 'PIK-5' });
    expect(served.all('put_back')).toMatchObject([{ item_id: 'CUP', quantity: 2 }]);
  });

  it('a setting that is half wrong loses that half', () => {
    const policy = substitutePolicy({ items: { CUP: ['LID', 7, ''], SET: 'x' }, neverFor: 'web' } as never);
    expect([substitutesFor(policy, 'CUP', 'web'), substitutesFor(policy, 'SET', 'web'), substitutesFor(policy, 'NONE', 'web'), substitutesFor(substitutePolicy(undefined), 'CUP', 'web')]).toEqual([['LID'], [], [], []]);
  });
});
