import { expect, it } from 'vitest';
import { allocate, orderOf, pack, pick, ship, smallCompany, station, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import { HOUR, type World } from '#test/support/world.ts';
import { boardOrder, standingOf, type OrderRows } from './order-board.ts';
import { figuresByChannel, isPerfect, measure, orderFigures } from './order-figures.ts';

const rowsOf = (w: World, orderId: string): OrderRows => ({
  order: orderOf(w, orderId), lines: w.rows.list('sales_order_line', { order_id: orderId }), holds: w.rows.list('order_hold', { order_id: orderId }),
  works: w.all('fulfilment').filter((each) => each.order_id === orderId), tasks: tasksOf(w, orderId), parcels: w.all('parcel').filter((each) => each.order_id === orderId),
});
const stage = (w: World, orderId = 'O1') => standingOf(rowsOf(w, orderId), 'W1', w.now).stage;
const works = (w: World) => w.all('fulfilment').map((work) => work.fulfilment_id);
const system = { person: 'system' };
function ordered(world: World, orderId: string, more: object = {}): void {
  world.apply('order.take_in', { orderId, channelId: 'web', channelNumber: orderId, shipFrom: 'W1', orderedAt: world.now, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'CUP', quantity: 2, unitPrice: 1 }], ...more }, system);
}

it('an order stands where its rows say, from the hold to the carrier', () => {
  const world = smallCompany();
  takeIn(world, 'O1', [['CUP', 2]], ['PAYMENT']);
  expect(stage(world)).toBe('held');
  world.apply('order.release_hold', { orderId: 'O1', holdId: 'PAYMENT' }, system);
  expect(standingOf(rowsOf(world, 'O1'), 'W1', world.now)).toMatchObject({ stage: 'stock', missing: [{ itemId: 'CUP', units: 2 }] });
  stock(world, 'A1', 'CUP', 5);
  allocate(world, 'O1');
  expect(stage(world)).toBe('pick');
  station(world, 'D2');
  world.submit('work.deal', { deviceId: 'D2', work: works(world).map((id) => ({ kind: 'fulfilment' as const, id })) }, system);
  expect(standingOf(rowsOf(world, 'O1'), 'W1', world.now)).toMatchObject({ stage: 'picking', dealtTo: ['D2'], toPick: 2 });
  pick(world, tasksOf(world, 'O1')[0]!);
  expect(stage(world)).toBe('pack');
  pack(world, 'P1', [[tasksOf(world, 'O1')[0]!, 2]]);
  expect(stage(world)).toBe('hand_over');
  ship(world, 'P1', works(world)[0]!, 'O1');
  expect([stage(world), standingOf(rowsOf(world, 'O1'), 'W1', world.now + 1e12).late]).toEqual(['other', 0]);
  takeIn(world, 'O2', [['CUP', 1]]);
  expect(standingOf({ ...rowsOf(world, 'O2'), order: { ...orderOf(world, 'O2'), ship_from: 'W2' } }, 'W1', world.now).stage).toBe('stock');
});

it('what is late comes first, by its promise or by a hold that nobody looked at', () => {
  const world = smallCompany();
  ordered(world, 'SOON', { promisedAt: world.now + 2 * HOUR });
  ordered(world, 'LATE', { promisedAt: world.now - HOUR });
  ordered(world, 'NEVER', { priority: 5 });
  ordered(world, 'HELD', { holds: ['FRAUD'] });
  const now = world.now + 11 * HOUR;
  const cards = ['NEVER', 'SOON', 'LATE', 'HELD'].map((id) => ({ order: orderOf(world, id), late: standingOf(rowsOf(world, id), 'W1', now).late }));
  expect(cards.toSorted(boardOrder).map((card) => card.order.order_id)).toEqual(['LATE', 'SOON', 'HELD', 'NEVER']);
});

it('figures count an order once it has left, and perfect only what nothing went wrong with', () => {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 3);
  stock(world, 'A2', 'CUP', 9);
  const promise = { promisedAt: world.now + HOUR };
  for (const [orderId, more] of [['GOOD', promise], ['SLOW', promise], ['OPEN', {}]] as const) ordered(world, orderId, { ...more, ...(orderId === 'SLOW' ? { holds: ['PAYMENT'], channelId: 'shop' } : {}) });
  const send = (orderId: string): void => {
    allocate(world, orderId);
    for (const task of tasksOf(world, orderId)) if (task.open) pick(world, task);
    const tasks = tasksOf(world, orderId).filter((task) => task.picked > 0);
    pack(world, `P-${orderId}`, tasks.map((task) => [task, task.picked]));
    ship(world, `P-${orderId}`, tasks[0]!.fulfilment_id, orderId);
  };
  send('GOOD');
  world.advance(2 * HOUR);
  world.apply('order.release_hold', { orderId: 'SLOW', holdId: 'PAYMENT' }, system);
  send('SLOW');
  expect(measure(rowsOf(world, 'OPEN'))).toBeUndefined();
  const [good, slow] = ['GOOD', 'SLOW'].map((id) => measure(rowsOf(world, id))!) as [NonNullable<ReturnType<typeof measure>>, NonNullable<ReturnType<typeof measure>>];
  expect([isPerfect(good), isPerfect(slow), slow.onTime, slow.filled]).toEqual([true, false, false, 0]);
  expect(slow.held).toBeGreaterThanOrEqual(2 * HOUR);
  expect(slow.cycle).toBeLessThan(HOUR);
  expect(orderFigures('', [good, slow])).toMatchObject({ orders: 2, promised: 2, onTime: 1, perfect: 1, ordered: 4, filled: 2 });
  expect(figuresByChannel([good, slow]).map((each) => [each.of, each.orders])).toEqual([['shop', 1], ['web', 1]]);
  const damaged = { ...rowsOf(world, 'GOOD'), tasks: rowsOf(world, 'GOOD').tasks.map((task) => ({ ...task, short: 1 })) };
  expect([isPerfect(measure(damaged)!), isPerfect({ ...good, returned: true })]).toEqual([false, false]);
});
