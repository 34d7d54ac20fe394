import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, fulfilmentOf, lineOf, lot, orderOf, pack, pick, pickedOrder, place, ship, short, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { orderState } from './orders.ts';

const promised = (world: World, orderId = 'O1') => tasksOf(world, orderId).map((task) => [task.location_id, task.lot, task.quantity]).toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
const cancel = (world: World, orderId = 'O1') =>
  world.submit('order.cancel', { orderId, fulfilmentIds: world.all('fulfilment').filter((work) => work.order_id === orderId).map((work) => work.fulfilment_id), reason: 'changed mind' }, { person: 'sue' });

describe('taking in', () => {
  it('ORD-1 keeps one order per channel number, whatever id the channel gives it', () => {
    const world = smallCompany();
    const send = (orderId: string, channelId: string) => world.submit('order.take_in', { orderId, channelId, channelNumber: '100', shipFrom: 'W1', orderedAt: 1, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 2, unitPrice: 5 }] });
    expect([send('O1', 'web').verdict, send('O2', 'web').rule, send('O1', 'shop').rule, send('O3', 'shop').verdict]).toEqual(['applied', 'ORD-1', 'ORD-1', 'applied']);
    expect(world.all('sales_order').map((row) => row.order_id)).toEqual(['O1', 'O3']);
  });

  it('ORD-5 keeps an order back until its last hold is released', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    takeIn(world, 'O1', [['CUP', 1]], ['FRAUD', 'PAYMENT']);
    expect([orderOf(world, 'O1').state, allocate(world, 'O1').rule]).toEqual(['ON_HOLD', 'ORD-5']);
    world.apply('order.release_hold', { orderId: 'O1', holdId: 'FRAUD' }, { person: 'sue' });
    expect(orderOf(world, 'O1').state).toBe('ON_HOLD');
    world.apply('order.release_hold', { orderId: 'O1', holdId: 'PAYMENT' }, { person: 'fin' });
    expect([orderOf(world, 'O1').state, allocate(world, 'O1').verdict]).toEqual(['RELEASED', 'applied']);
    expect(world.all('order_hold')).toMatchObject([{ released_by: 'sue' }, { released_by: 'fin' }]);
  });
});

describe('promising stock', () => {
  it('what was brought to staging for an order that waits is promised from there, and nothing at the dock is', () => {
    const world = smallCompany();
    world.seed('location', { ...place('W1', 'STAGE', 0, false), kind: 'stage' });
    takeIn(world, 'O1', [['CUP', 3]]);
    stock(world, 'DOCK', 'CUP', 9);
    allocate(world, 'O1');
    expect(promised(world)).toEqual([]);
    stock(world, 'STAGE', 'CUP', 3);
    allocate(world, 'O1');
    expect(promised(world)).toEqual([['STAGE', '', 3]]);
  });

  it('LED-9 takes the earliest expiry first, then the walk, and lots without a date last', () => {
    const world = smallCompany();
    lot(world, 'MILK', 'LATE', '2026-06-01');
    lot(world, 'MILK', 'SOON', '2026-03-10');
    stock(world, 'A1', 'MILK', 2, { lot: 'LATE' });
    stock(world, 'A3', 'MILK', 2, { lot: 'SOON' });
    stock(world, 'A2', 'MILK', 2, { lot: 'SOON' });
    stock(world, 'A1', 'MILK', 9, { lot: 'NO-DATE' });
    takeIn(world, 'O1', [['MILK', 7]]);
    allocate(world, 'O1');
    expect(promised(world)).toEqual([['A1', 'LATE', 2], ['A1', 'NO-DATE', 1], ['A2', 'SOON', 2], ['A3', 'SOON', 2]]);
  });

  it('LED-9 never promises what expired, on the day of the decision', () => {
    const world = smallCompany();
    lot(world, 'MILK', 'YESTERDAY', '2026-03-01');
    lot(world, 'MILK', 'TODAY', '2026-03-02');
    stock(world, 'A1', 'MILK', 2, { lot: 'YESTERDAY' });
    stock(world, 'A2', 'MILK', 2, { lot: 'TODAY' });
    takeIn(world, 'O1', [['MILK', 4]]);
    allocate(world, 'O1');
    expect(promised(world)).toEqual([['A2', 'TODAY', 2]]);
    expect(lineOf(world, 'O1')).toMatchObject({ allocated: 2, backordered: true });
  });

  it.each<[string, (world: World) => void]>([
    ['at the dock', (w) => stock(w, 'DOCK', 'CUP', 5)],
    ['in a tote', (w) => stock(w, 'TOTE-1', 'CUP', 5)],
    ['on hold', (w) => stock(w, 'A1', 'CUP', 5, { hold: 'QUARANTINE' })],
    ['waiting for a count', (w) => stock(w, 'A1', 'CUP', 5, { hold: 'COUNT_HOLD' })],
    ['damaged', (w) => stock(w, 'A1', 'CUP', 5, { condition: 'D' })],
    ['of somebody else', (w) => stock(w, 'A1', 'CUP', 5, { owner: 'client' })],
    ['in a bin with suspense', (w) => {
      w.submit('stock.move', { itemId: 'CUP', quantity: 1, condition: 'D', fromLocation: 'A1', toLocation: 'A2' });
      stock(w, 'A1', 'CUP', 5);
    }],
    ['in another warehouse', (w) => w.apply('stock.open', { itemId: 'CUP', quantity: 5, locationId: 'A1' }, { warehouse: 'W2' })],
  ])('LED-9 SUS-3 never promises goods %s', (_, prepare) => {
    const world = smallCompany();
    prepare(world);
    takeIn(world, 'O1', [['CUP', 1]]);
    allocate(world, 'O1');
    expect([promised(world), orderOf(world, 'O1').state, world.all('fulfilment')]).toEqual([[], 'BACKORDERED', []]);
  });

  it('LED-9 promises to the next what comes in later, in work of its own', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 3);
    takeIn(world, 'O1', [['CUP', 5]]);
    allocate(world, 'O1');
    expect(orderOf(world, 'O1').state).toBe('PARTIALLY_ALLOCATED');
    stock(world, 'A1', 'CUP', 9);
    allocate(world, 'O1');
    expect(promised(world)).toEqual([['A1', '', 2], ['A1', '', 3]]);
    expect([world.all('fulfilment').length, orderOf(world, 'O1').state, lineOf(world, 'O1').backordered]).toEqual([2, 'ALLOCATED', false]);
  });

  it('LED-9 CMD-6 leaves lines alone whose stock was not asked for', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 3);
    takeIn(world, 'O1', [['CUP', 1], ['LID', 1]]);
    world.apply('order.allocate', { orderId: 'O1', itemIds: ['CUP'] }, { person: 'system' });
    expect([lineOf(world, 'O1', 1).allocated, lineOf(world, 'O1', 2).backordered]).toEqual([1, false]);
    expect(world.submit('order.allocate', { orderId: 'O1', itemIds: ['CUP'] }, { person: 'system' }).rule).toBe('ORD-7');
  });

  it('LED-9 never promises more than there is, whatever the orders and picks', () => {
    const order = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(order, fc.boolean()), { maxLength: 8 }), fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }), (orders, shelves) => {
        const world = smallCompany();
        shelves.forEach((quantity, i) => quantity > 0 && stock(world, `A${i + 1}`, 'CUP', quantity));
        orders.forEach(([quantity, picks], i) => {
          takeIn(world, `O${i}`, [['CUP', quantity]]);
          allocate(world, `O${i}`);
          if (picks) for (const task of tasksOf(world, `O${i}`)) expect(pick(world, task).verdict).toBe('applied');
        });
        for (const bin of ['A1', 'A2', 'A3']) {
          const open = world.all('pick_task').filter((task) => task.location_id === bin && task.open);
          expect(open.reduce((sum, task) => sum + task.quantity - task.picked, 0)).toBeLessThanOrEqual(world.quantity(bin, 'CUP'));
        }
        const asked = orders.reduce((sum, [quantity]) => sum + quantity, 0);
        const there = shelves.reduce((a, b) => a + b, 0);
        expect(world.all('sales_order_line').reduce((sum, line) => sum + line.allocated, 0)).toBe(Math.min(asked, there));
      }),
      { numRuns: 60 },
    );
  });
});

describe('cancelling', () => {
  it('ORD-6 an order nobody touched is cancelled, and its stock is free again', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    takeIn(world, 'O1', [['CUP', 5]]);
    allocate(world, 'O1');
    expect(cancel(world).verdict).toBe('applied');
    expect([orderOf(world, 'O1').state, lineOf(world, 'O1'), world.all('fulfilment')[0]!.state]).toMatchObject(['CANCELLED', { cancelled: 5, allocated: 0 }, 'CANCELLED']);
    takeIn(world, 'O2', [['CUP', 5]]);
    allocate(world, 'O2');
    expect(promised(world, 'O2')).toEqual([['A1', '', 5]]);
  });

  it('ORD-6 LED-10 what was shipped before stays shipped', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 2);
    const [task] = pickedOrder(world, 'O1', [['CUP', 5]]);
    pack(world, 'P1', [[task!, 2]]);
    ship(world, 'P1', task!.fulfilment_id, 'O1');
    expect(orderOf(world, 'O1').state).toBe('PARTIALLY_SHIPPED');
    expect(cancel(world).verdict).toBe('applied');
    expect([orderOf(world, 'O1').state, lineOf(world, 'O1')]).toMatchObject(['SHIPPED', { shipped: 2, cancelled: 3 }]);
  });

  it('SHP-3 LED-10 what leaves the house after all was not cancelled', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 5);
    takeIn(world, 'O1', [['CUP', 5]]);
    allocate(world, 'O1');
    const work = world.all('fulfilment')[0]!.fulfilment_id;
    cancel(world);
    const [task] = tasksOf(world, 'O1');
    expect(pick(world, task!, 3).rule).toBe('PIK-4');
    expect(pack(world, 'P1', [[tasksOf(world, 'O1')[0]!, 3]]).rule).toBe('PAK-3');
    expect(ship(world, 'P1', work, 'O1').rule).toBe('SHP-3');
    expect([lineOf(world, 'O1'), orderOf(world, 'O1').state, fulfilmentOf(world, work).state]).toMatchObject([{ shipped: 3, cancelled: 2, allocated: 3 }, 'SHIPPED', 'SHIPPED']);
    expect(world.quantity('A1', 'CUP')).toBe(2);
  });
});

describe('states', () => {
  const base = { order_id: 'O', channel_id: '', channel_number: '', customer_id: null, state: 'RELEASED', ship_from: '', ordered_at: 0, promised_at: null, priority: 0, currency: 'GBP', cancel_reason: null, taken_in_at: 0, version: 1, sourced: '', part_of: '' };
  const one = (more: object) => ({ order_id: 'O', line_no: 1, item_id: 'CUP', quantity: 5, unit_price: 0, allocated: 0, shipped: 0, cancelled: 0, returned: 0, backordered: false, ...more });
  it.each<[string, string, object[]]>([
    ['RELEASED', 'RELEASED', [{}]],
    ['BACKORDERED', 'RELEASED', [{ backordered: true }]],
    ['PARTIALLY_ALLOCATED', 'RELEASED', [{ allocated: 5 }, { backordered: true }]],
    ['ALLOCATED', 'RELEASED', [{ allocated: 5 }, { allocated: 3, cancelled: 2 }]],
    ['PARTIALLY_SHIPPED', 'ALLOCATED', [{ allocated: 5, shipped: 5 }, { allocated: 5 }]],
    ['SHIPPED', 'ALLOCATED', [{ allocated: 5, shipped: 5 }, { cancelled: 5 }]],
    ['SHIPPED', 'CANCEL_REQUESTED', [{ allocated: 2, shipped: 2, cancelled: 3 }]],
    ['CANCEL_REQUESTED', 'CANCEL_REQUESTED', [{ allocated: 2, cancelled: 3 }]],
    ['CANCELLED', 'CANCELLED', [{ cancelled: 5 }, { cancelled: 5 }]],
    ['ON_HOLD', 'ON_HOLD', [{ allocated: 5 }]],
  ])('LED-10 an order is %s after %s when its lines say so', (state, before, lines) => {
    expect(orderState({ ...base, state: before }, lines.map(one))).toBe(state);
  });

  it('LED-10 follow partial shipments, a short line and further work to the end', () => {
    const world = smallCompany();
    stock(world, 'A1', 'CUP', 4);
    stock(world, 'A2', 'LID', 2);
    takeIn(world, 'O1', [['CUP', 4], ['LID', 2]]);
    allocate(world, 'O1');
    const first = world.all('fulfilment')[0]!.fulfilment_id;
    const state = () => [fulfilmentOf(world, first).state, orderOf(world, 'O1').state];
    const cups = () => tasksOf(world, 'O1').find((task) => task.item_id === 'CUP')!;
    const lids = () => tasksOf(world, 'O1').find((task) => task.item_id === 'LID')!;
    expect(state()).toEqual(['OPEN', 'ALLOCATED']);
    pick(world, cups(), 3);
    expect(state()).toEqual(['PICKING', 'ALLOCATED']);
    pack(world, 'P1', [[cups(), 3]]);
    ship(world, 'P1', first, 'O1');
    expect(state()).toEqual(['PICKING', 'PARTIALLY_SHIPPED']);
    pick(world, lids());
    short(world, cups(), 1);
    expect(state()).toEqual(['PICKED', 'PARTIALLY_SHIPPED']);
    pack(world, 'P2', [[lids(), 2]]);
    expect(state()).toEqual(['PACKED', 'PARTIALLY_SHIPPED']);
    ship(world, 'P2', first, 'O1');
    expect(state()).toEqual(['SHIPPED', 'PARTIALLY_SHIPPED']);
    stock(world, 'A3', 'CUP', 1);
    allocate(world, 'O1');
    const rest = tasksOf(world, 'O1').find((task) => task.location_id === 'A3')!;
    pick(world, rest);
    pack(world, 'P3', [[rest, 1]]);
    ship(world, 'P3', rest.fulfilment_id, 'O1');
    expect([fulfilmentOf(world, rest.fulfilment_id).state, orderOf(world, 'O1').state, lineOf(world, 'O1', 1)]).toMatchObject(['SHIPPED', 'SHIPPED', { shipped: 4, allocated: 4, backordered: false }]);
  });
});
