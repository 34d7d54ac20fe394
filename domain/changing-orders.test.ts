import { describe, expect, it } from 'vitest';
import { allocate, lineOf, orderOf, pick, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { mayLift, orderHoldRule } from './order-holds.ts';

const system = { person: 'system', device: 'policy' };
const works = (w: World) => w.all('fulfilment').map((work) => work.fulfilment_id);
const wanted = (lineNo: number, itemId: string, quantity: number, more: object = {}) => ({ lineNo, itemId, quantity, unitPrice: 50_000, ...more });
const change = (w: World, version: number, lines: ReturnType<typeof wanted>[]) => w.submit('order.change', { orderId: 'O1', version, fulfilmentIds: works(w), lines }, system);

function promised(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 3);
  stock(world, 'A2', 'CUP', 9);
  stock(world, 'A3', 'LID', 5);
  takeIn(world, 'O1', [['CUP', 5], ['LID', 2]]);
  allocate(world, 'O1');
  return world;
}

describe('an order changed by its channel', () => {
  it('lets go of what is wanted no more, the furthest bin first, and frees it for others', () => {
    const world = promised();
    expect(tasksOf(world, 'O1').map((task) => [task.location_id, task.quantity])).toEqual([['A1', 3], ['A2', 2], ['A3', 2]]);
    expect(change(world, 2, [wanted(1, 'CUP', 2)]).verdict).toBe('applied');
    expect(tasksOf(world, 'O1').filter((task) => task.open).map((task) => [task.location_id, task.quantity])).toEqual([['A1', 2]]);
    expect([lineOf(world, 'O1'), lineOf(world, 'O1', 2)]).toMatchObject([{ quantity: 2, cancelled: 0, allocated: 2 }, { quantity: 2, cancelled: 2, allocated: 0 }]);
    expect(orderOf(world, 'O1')).toMatchObject({ version: 2, state: 'ALLOCATED' });
    takeIn(world, 'O2', [['CUP', 10]]);
    allocate(world, 'O2');
    expect(lineOf(world, 'O2')).toMatchObject({ allocated: 10, backordered: false });
  });

  it('asks for stock for what is wanted more, and keeps what was paid as the channel says', () => {
    const world = promised();
    change(world, 2, [wanted(1, 'CUP', 6, { goods: 2800 }), wanted(2, 'LID', 2), wanted(3, 'CUP', 1)]);
    expect(world.rows.list('sales_order_line', { order_id: 'O1' }).map((line) => [line.quantity, line.cancelled, line.allocated])).toEqual([[6, 0, 5], [2, 0, 2], [1, 0, 0]]);
    expect(orderOf(world, 'O1').state).toBe('PARTIALLY_ALLOCATED');
    expect(world.rows.get('paid_line', 'O1', 1)).toMatchObject({ goods: 2800, refunded: 0 });
    allocate(world, 'O1');
    expect(orderOf(world, 'O1').state).toBe('ALLOCATED');
    // Back to fewer, and the same version once more changes nothing.
    change(world, 3, [wanted(1, 'CUP', 4), wanted(2, 'LID', 2)]);
    expect(lineOf(world, 'O1')).toMatchObject({ quantity: 4, cancelled: 0, allocated: 4 });
    expect(world.rows.get('paid_line', 'O1', 1)).toMatchObject({ goods: 2000 });
    expect(change(world, 3, [wanted(1, 'CUP', 1)])).toMatchObject({ verdict: 'merged', rule: 'ORD-14' });
  });

  it('a line that the channel paid back and then takes out was paid for as much as went back; found by the simulator', () => {
    const world = promised();
    world.submit('refund.elsewhere', { refundId: 'RF', orderId: 'O1', orderLine: 2, amount: 100, source: 'web' }, { person: 'fin' });
    expect(world.rows.list('refund', { order_id: 'O1' })).toHaveLength(1);
    change(world, 2, [wanted(1, 'CUP', 5)]);
    const paid = world.rows.get('paid_line', 'O1', 2)!;
    expect(paid.refunded + paid.elsewhere).toBe(100);
    expect(paid.goods + paid.tax + paid.shipping).toBe(100);
  });

  it('is kept back with what was asked where goods are in hand, and goes on as it was when that is lifted', () => {
    const world = promised();
    pick(world, tasksOf(world, 'O1')[0]!, 1);
    expect(change(world, 2, [wanted(1, 'CUP', 2)])).toMatchObject({ verdict: 'flagged', rule: 'ORD-16' });
    expect(orderOf(world, 'O1')).toMatchObject({ version: 2, state: 'ON_HOLD' });
    expect(world.openExceptions()).toMatchObject([{ kind: 'ORDER_CHANGED', subject_id: 'O1', owner_role: 'supervisor' }]);
    expect(lineOf(world, 'O1')).toMatchObject({ quantity: 5, cancelled: 0, allocated: 5 });
    world.apply('order.release_hold', { orderId: 'O1', holdId: 'CUSTOMER' }, { person: 'sue' });
    expect(orderOf(world, 'O1').state).toBe('ALLOCATED');
  });
});

describe('holds of orders', () => {
  it('are lifted by whom their kind names, or by the system, and are due by the kind', () => {
    expect([mayLift(['supervisor'], 'PAYMENT', undefined), mayLift(['finance'], 'PAYMENT', undefined), mayLift(['system'], 'PAYMENT', undefined), mayLift(['finance'], 'ITEM_RECALL', undefined)]).toEqual([false, true, true, false]);
    expect(mayLift(['supervisor'], 'PAYMENT', { PAYMENT: { roles: ['supervisor'] } })).toBe(true);
    expect(orderHoldRule('PAYMENT', { PAYMENT: { roles: 'all', hours: -1 } })).toEqual(orderHoldRule('PAYMENT', undefined));
    const world = smallCompany();
    world.seed('setting', { key: 'order_hold_rules', value: { FRAUD: { hours: 2 } } });
    world.apply('order.take_in', { orderId: 'O1', channelId: 'web', channelNumber: '1', shipFrom: 'W1', orderedAt: 1, currency: 'GBP', holds: ['FRAUD'], holdNotes: { FRAUD: 'two cards tried' }, lines: [wanted(1, 'CUP', 1)] }, system);
    const [hold] = world.all('order_hold');
    expect(hold).toMatchObject({ note: 'two cards tried', due_at: hold!.placed_at + 2 * 3_600_000 });
  });
});
