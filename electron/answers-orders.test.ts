import { expect, it } from 'vitest';
import { allocate, pack, pick, ship, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import { replicaOf } from '#test/support/replica-of.ts';
import { orderBoard, orderFiguresFor } from './answers-orders.ts';

const dana = { id: 'dana', name: 'Dana', roles: ['supervisor'] };

it('the order desk sees each open order with where it stands, what comes for it, and which hold is whose; the floor sees none', () => {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 2);
  takeIn(world, 'GONE', [['CUP', 1]]);
  allocate(world, 'GONE');
  pick(world, tasksOf(world, 'GONE')[0]!);
  pack(world, 'P1', [[tasksOf(world, 'GONE')[0]!, 1]]);
  ship(world, 'P1', tasksOf(world, 'GONE')[0]!.fulfilment_id, 'GONE');
  takeIn(world, 'WAITS', [['CUP', 4]]);
  allocate(world, 'WAITS');
  takeIn(world, 'HELD', [['CUP', 1]], ['PAYMENT', 'ADDRESS']);
  world.apply('order.take_in', { orderId: 'LATE', channelId: 'web', channelNumber: '#77', shipFrom: 'W2', orderedAt: 1, promisedAt: world.now - 60_000, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'LID', quantity: 1, unitPrice: 1 }] }, { person: 'system' });
  world.seed('purchase_order', { warehouse_id: 'W1', purchase_order_id: 'PO-9', supplier_id: 'S', state: 'OPEN', ordered_at: 0, expected_at: world.now + 5000 });
  world.seed('purchase_order_line', { warehouse_id: 'W1', purchase_order_id: 'PO-9', line_no: 1, item_id: 'CUP', quantity: 9, received: 0, unit_cost: 1 });
  const replica = replicaOf(world, ['sales_order', 'sales_order_line', 'order_hold', 'fulfilment', 'pick_task', 'parcel', 'purchase_order', 'purchase_order_line']);
  const board = orderBoard(replica, dana, world.now, 'all')!;
  expect(board).toMatchObject({ all: 3, late: 1, counts: { held: 1, stock: 1, pick: 1, hand_over: 0 } });
  expect(board.cards.map((card) => [card.order.order_id, card.standing.stage])).toEqual([['LATE', 'stock'], ['HELD', 'held'], ['WAITS', 'pick']]);
  expect(board.cards[2]).toMatchObject({ standing: { missing: [{ itemId: 'CUP', units: 3 }], toPick: 1 }, arrivals: [{ itemId: 'CUP', document: 'PO-9', at: world.now + 5000 }] });
  expect(board.cards[1]!.holds.map(({ hold, mayLift }) => [hold.kind, mayLift])).toEqual([['ADDRESS', true], ['PAYMENT', false]]);
  expect(orderBoard(replica, dana, world.now, 'late')!.cards.map((card) => card.order.channel_number)).toEqual(['#77']);
  expect(orderFiguresFor(replica, dana, world.now)).toMatchObject({ all: { orders: 1, perfect: 1 }, channels: [{ of: 'web', orders: 1 }], spoilt: [] });
  for (const roles of [['floor'], ['counter']]) expect([orderBoard(replica, { ...dana, roles }, world.now, 'all'), orderFiguresFor(replica, { ...dana, roles }, world.now)]).toEqual([null, null]);
});
