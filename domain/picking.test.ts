import type { Row } from '#domain/tables.ts';
import { describe, expect, it } from 'vitest';
import { allocate, fulfilmentOf, lineOf, orderOf, pack, pick, pickedOrder, ship, short, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';

function ordered(quantity: number, onShelf = quantity, itemId = 'CUP'): World {
  const world = smallCompany();
  stock(world, 'A1', itemId, onShelf);
  takeIn(world, 'O1', [[itemId, quantity]]);
  allocate(world, 'O1');
  return world;
}
const task = (world: World) => tasksOf(world, 'O1')[0]!;
const work = (world: World) => fulfilmentOf(world, task(world).fulfilment_id);

describe('picking', () => {
  it('LED-1 moves goods into the tote, which is then at work for the order', () => {
    const world = ordered(3);
    expect(pick(world, task(world), 1).verdict).toBe('applied');
    expect(task(world)).toMatchObject({ picked: 1, state: 'PICKING', open: true, tote: 'TOTE-1', picked_by: 'ann' });
    pick(world, task(world));
    expect(task(world)).toMatchObject({ picked: 3, state: 'PICKED', open: false });
    expect([world.quantity('A1', 'CUP'), world.quantity('TOTE-1', 'CUP'), work(world).state]).toEqual([0, 3, 'PICKED']);
    expect(world.rows.get('handling_unit', 'W1', 'TOTE-1')).toMatchObject({ state: 'IN_USE', fulfilment_id: task(world).fulfilment_id });
  });

  it('PIK-3 another item goes into the tote and leaves the task open', () => {
    const world = ordered(3);
    stock(world, 'A1', 'LID', 1);
    expect(pick(world, task(world), 1, { itemId: 'LID' }).rule).toBe('PIK-3');
    expect([world.quantity('TOTE-1', 'LID'), task(world).picked]).toEqual([1, 0]);
  });

  it('PIK-5 both picks of one task are kept, and the surplus does not keep the order from leaving', () => {
    const world = ordered(2, 5);
    pick(world, task(world));
    expect(pick(world, task(world), 2)).toMatchObject({ rule: 'PIK-5' });
    expect([task(world).picked, world.quantity('TOTE-1', 'CUP'), work(world).state]).toEqual([4, 4, 'PICKED']);
    expect(pack(world, 'P1', [[task(world), 2]]).verdict).toBe('applied');
    expect(work(world).state).toBe('PACKED');
    ship(world, 'P1', work(world).fulfilment_id, 'O1');
    expect([work(world).state, orderOf(world, 'O1').state]).toEqual(['SHIPPED', 'SHIPPED']);
    world.apply('stock.put_back', { itemId: 'CUP', quantity: 2, fromLocation: 'TOTE-1', toLocation: 'A1' });
    expect([world.quantity('A1', 'CUP'), world.quantity('TOTE-1', 'CUP')]).toEqual([3, 0]);
  });

  it('PIK-6 counts what was reported missing as no longer asked for', () => {
    const world = ordered(5);
    short(world, task(world), 2, 'DAMAGED');
    expect(pick(world, task(world), 4)).toMatchObject({ rule: 'PIK-6', rejection: { book: { expected: 3 } } });
  });

  it('SUS-1 a pick the books cannot cover is covered by a later put away', () => {
    const world = ordered(3);
    world.apply('stock.move', { itemId: 'CUP', quantity: 3, fromLocation: 'A1', toLocation: 'A2' });
    expect(pick(world, task(world))).toMatchObject({ verdict: 'flagged', rule: 'SUS-1' });
    expect([world.quantity('~suspense:A1', 'CUP'), task(world).state]).toEqual([-3, 'PICKED']);
    world.apply('stock.put_away', { itemId: 'CUP', quantity: 3, fromLocation: 'A2', toLocation: 'A1' });
    expect([world.quantity('~suspense:A1', 'CUP'), world.openExceptions()]).toEqual([0, []]);
  });
});

/** Three cups ordered: two promised from one bin, one from another. */
function createOrderOfTwoBins(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 2);
  stock(world, 'A2', 'CUP', 1);
  takeIn(world, 'O1', [['CUP', 3]]);
  allocate(world, 'O1');
  return world;
}

describe('a short pick', () => {
  it('PIK-2 LED-9 holds what the books still have there, opens one count, and asks for other stock', () => {
    const world = ordered(5, 20);
    pick(world, task(world), 3);
    expect(short(world, task(world), 2).verdict).toBe('applied');
    expect([world.quantity('A1', 'CUP', { hold: '' }), world.quantity('A1', 'CUP', { hold: 'COUNT_HOLD' })]).toEqual([0, 17]);
    expect(task(world)).toMatchObject({ short: 2, state: 'PICKED', open: false });
    expect(lineOf(world, 'O1')).toMatchObject({ allocated: 3, backordered: true });
    expect(world.all('count_task')).toMatchObject([{ location_id: 'A1', item_id: 'CUP', trigger: 'AFTER_SHORT_PICK', state: 'OPEN' }]);
    stock(world, 'A2', 'CUP', 9);
    allocate(world, 'O1');
    expect(tasksOf(world, 'O1').at(-1)).toMatchObject({ location_id: 'A2', quantity: 2 });
  });

  it('LED-5 leaves released work of others at that bin alone', () => {
    const world = ordered(5, 20);
    takeIn(world, 'O2', [['CUP', 4]]);
    allocate(world, 'O2');
    short(world, task(world), 5);
    expect(pick(world, tasksOf(world, 'O2')[0]!).verdict).toBe('applied');
    expect(world.quantity('A1', 'CUP', { hold: 'COUNT_HOLD' })).toBe(16);
  });

  it('LED-9 for damaged units holds these and no more', () => {
    const world = ordered(5, 20);
    short(world, task(world), 2, 'DAMAGED');
    expect([world.quantity('A1', 'CUP', { hold: '' }), world.quantity('A1', 'CUP', { hold: 'COUNT_HOLD' })]).toEqual([18, 2]);
  });

  it('LED-13 is settled by the count it asked for', () => {
    const world = ordered(5, 20);
    short(world, task(world), 5);
    const [count] = world.all('count_task');
    world.apply('count.record', { taskId: count!.task_id, locationId: 'A1', itemId: 'CUP', quantity: 20, firstLook: 1, lastLook: 2 });
    world.apply('count.submit', { taskId: count!.task_id, locationId: 'A1' });
    expect(world.quantity('A1', 'CUP', { hold: '' })).toBe(20);
    allocate(world, 'O1');
    expect(lineOf(world, 'O1')).toMatchObject({ allocated: 5, backordered: false });
  });

  it('LED-10 work of which nothing was found is over', () => {
    const world = ordered(5);
    short(world, task(world), 5);
    expect([work(world).state, orderOf(world, 'O1').state, task(world).state]).toEqual(['CANCELLED', 'BACKORDERED', 'SHORT']);
  });

  it('LED-10 of the rest finishes work whose parcels have left', () => {
    const world = ordered(5);
    pick(world, task(world), 3);
    pack(world, 'P1', [[task(world), 3]]);
    ship(world, 'P1', work(world).fulfilment_id, 'O1');
    expect(work(world).state).toBe('PICKING');
    short(world, task(world), 2);
    expect(work(world).state).toBe('SHIPPED');
  });

  it('PIK-7 of a task that is closed still holds the bin, and touches the order no more', () => {
    const world = ordered(2, 5);
    pick(world, task(world));
    const before = [task(world), lineOf(world, 'O1')];
    expect(short(world, task(world), 1)).toMatchObject({ verdict: 'merged', rule: 'PIK-7' });
    expect([task(world), lineOf(world, 'O1')]).toEqual(before);
    expect([world.quantity('A1', 'CUP', { hold: 'COUNT_HOLD' }), world.all('count_task').length]).toEqual([3, 1]);
  });
});

describe('packing and shipping', () => {
  it('PAK-6 a label that is in use is told as such, even for work nobody knows', () => {
    const world = ordered(5);
    pick(world, task(world));
    pack(world, 'P1', [[task(world), 3]]);
    expect(pack(world, 'P1', [[{ ...task(world), fulfilment_id: 'NONE' }, 2]])).toMatchObject({ rule: 'PAK-6', events: [{ kind: 'became', table: 'exception' }] });
    expect([world.quantity('TOTE-1', 'CUP'), world.quantity('P1', 'CUP')]).toEqual([2, 3]);
  });

  it('LED-10 what has left the house stays promised, whatever is missed or cancelled afterwards', () => {
    const world = createOrderOfTwoBins();
    const [first, second] = tasksOf(world, 'O1') as [Row<'pick_task'>, Row<'pick_task'>];
    pick(world, first, 3);
    pack(world, 'P1', [[{ ...first, picked: 3 }, 3]]);
    ship(world, 'P1', first.fulfilment_id, 'O1');
    expect(lineOf(world, 'O1')).toMatchObject({ shipped: 3, allocated: 3 });
    short(world, second, 1);
    expect(lineOf(world, 'O1')).toMatchObject({ shipped: 3, allocated: 3, backordered: true });
  });

  it('SHP-4 LED-10 a parcel with another item than the line ships no unit of that line', () => {
    const world = ordered(2, 5);
    world.submit('parcel.pack', { parcelId: 'P9', fulfilmentId: 'NONE', orderId: 'O1', carrierId: 'ROYAL', lines: [{ taskId: 'NONE', orderLine: 1, itemId: 'LID', quantity: 1, tote: 'TOTE-1' }] });
    expect(ship(world, 'P9', 'NONE', 'O1').verdict).toBe('applied');
    expect(lineOf(world, 'O1')).toMatchObject({ shipped: 0 });
  });

  it('frees a tote for the next order once everything in it is packed, and not before', () => {
    const world = ordered(5);
    pick(world, task(world), 5);
    const tote = () => world.rows.get('handling_unit', 'W1', 'TOTE-1');
    pack(world, 'P1', [[task(world), 3]]);
    expect(tote()).toMatchObject({ state: 'IN_USE', fulfilment_id: work(world).fulfilment_id });
    pack(world, 'P2', [[task(world), 2]]);
    expect(tote()).toMatchObject({ state: 'FREE', fulfilment_id: null });
  });

  it('LED-1 goes from tote to parcel to customer, with serials', () => {
    const world = smallCompany();
    for (const serial of ['S1', 'S2']) stock(world, 'A1', 'CAM', 1, { serial });
    takeIn(world, 'O1', [['CAM', 2]]);
    allocate(world, 'O1');
    for (const serial of ['S1', 'S2']) expect(pick(world, task(world), 1, { serial }).verdict).toBe('applied');
    const line = { taskId: task(world).task_id, orderLine: 1, itemId: 'CAM', quantity: 1, tote: 'TOTE-1' };
    world.apply('parcel.pack', { parcelId: 'P1', fulfilmentId: work(world).fulfilment_id, orderId: 'O1', carrierId: 'ROYAL', lines: [{ ...line, serial: 'S1' }, { ...line, serial: 'S2' }] });
    expect([world.quantity('P1', 'CAM'), task(world).packed]).toEqual([2, 2]);
    expect(ship(world, 'P1', work(world).fulfilment_id, 'O1').verdict).toBe('applied');
    expect(world.rows.get('parcel', 'W1', 'P1')).toMatchObject({ state: 'SHIPPED', tracking: 'RM1', shipped_at: expect.any(Number) as number });
    expect(world.rows.get('serial', 'CAM', 'S1')).toMatchObject({ state: 'SHIPPED', order_id: 'O1' });
    expect(world.all('position').filter((row) => row.quantity !== 0)).toEqual([]);
  });

  it('PAK-4 counts the lines of one task together', () => {
    const world = ordered(3);
    pick(world, task(world), 2);
    const line = { taskId: task(world).task_id, orderLine: 1, itemId: 'CUP', quantity: 1, tote: 'TOTE-1' };
    expect(world.submit('parcel.pack', { parcelId: 'P1', fulfilmentId: work(world).fulfilment_id, orderId: 'O1', carrierId: 'R', lines: [line, line, line] })).toMatchObject({ rule: 'PAK-4', rejection: { book: { quantity: 3 } } });
  });

  it('PAK-6 a second content under one label is kept, and the first stands', () => {
    const world = ordered(3);
    pick(world, task(world));
    pack(world, 'P1', [[task(world), 1]]);
    expect(pack(world, 'P1', [[task(world), 2]]).rule).toBe('PAK-6');
    expect([world.quantity('P1', 'CUP'), world.openExceptions()]).toMatchObject([1, [{ kind: 'PARCEL_PACKED_TWICE', did: { lines: [{ quantity: 2 }] } }]]);
  });

  it('LED-10 several parcels of one piece of work leave one by one', () => {
    const world = ordered(3);
    pick(world, task(world));
    pack(world, 'P1', [[task(world), 1]]);
    pack(world, 'P2', [[task(world), 2]]);
    ship(world, 'P1', work(world).fulfilment_id, 'O1');
    expect([work(world).state, orderOf(world, 'O1').state]).toEqual(['PACKED', 'PARTIALLY_SHIPPED']);
    ship(world, 'P2', work(world).fulfilment_id, 'O1');
    expect([work(world).state, orderOf(world, 'O1').state]).toEqual(['SHIPPED', 'SHIPPED']);
  });

  it('SHP-4 a parcel under another order leaves, and neither order is touched', () => {
    const world = ordered(3);
    pickedOrder(world, 'O2', [['CUP', 1]]);
    pick(world, task(world));
    pack(world, 'P1', [[task(world), 3]]);
    expect(ship(world, 'P1', work(world).fulfilment_id, 'O2').rule).toBe('SHP-4');
    expect([world.quantity('P1', 'CUP'), lineOf(world, 'O1').shipped, lineOf(world, 'O2').shipped]).toEqual([0, 0, 0]);
  });
});

describe('HLD-5 HLD-6 goods that are called back', () => {
  const recall = (world: World) => world.apply('hold.place', { holdId: 'H1', itemId: 'CUP', code: 'RECALL' }, { person: 'sue' });
  const about = (world: World) => ({ parcelId: 'P1', fulfilmentId: task(world).fulfilment_id, orderId: 'O1' });
  const open = (world: World) => world.openExceptions().map((row) => `${row.rule} ${row.kind} ${row.subject_id} ${row.quantity}`);

  it('are asked about when they are packed, stay held, and unpacking the parcel closes it', () => {
    const world = ordered(3);
    pick(world, task(world));
    recall(world);
    expect(pack(world, 'P1', [[task(world), 3]])).toMatchObject({ verdict: 'flagged', rule: 'HLD-5', rejection: { type: 'goods_held', book: { place: 'TOTE-1', hold: 'RECALL', held: 3 } } });
    expect([world.quantity('P1', 'CUP', { hold: 'RECALL' }), open(world)]).toEqual([3, ['HLD-5 HELD_PACKED P1 3']]);
    world.submit('parcel.unpack', { ...about(world), tote: 'TOTE-1' });
    expect([world.quantity('TOTE-1', 'CUP', { hold: 'RECALL' }), world.openExceptions().filter((row) => row.kind === 'HELD_PACKED')]).toEqual([3, []]);
  });

  it('are to be stopped when they left; back again they are held and wait to be unpacked', () => {
    const world = ordered(3);
    pick(world, task(world));
    pack(world, 'P1', [[task(world), 3]]);
    recall(world);
    expect(ship(world, 'P1', task(world).fulfilment_id, 'O1')).toMatchObject({ verdict: 'flagged', rule: 'HLD-6' });
    expect(open(world)).toEqual(['HLD-6 INTERCEPT P1 3']);
    world.submit('parcel.caught', about(world));
    expect([world.quantity('P1', 'CUP', { hold: 'RECALL' }), open(world)]).toEqual([3, ['HLD-5 HELD_PACKED P1 3']]);
  });

  it('that went on are announced as a return', () => {
    const world = ordered(3);
    pick(world, task(world));
    pack(world, 'P1', [[task(world), 3]]);
    recall(world);
    ship(world, 'P1', task(world).fulfilment_id, 'O1');
    world.apply('parcel.gone_on', about(world), { person: 'sue' });
    expect([world.all('rma').map((row) => row.reason), world.openExceptions()]).toEqual([['RECALLED'], []]);
  });

  it('are asked about although nobody touched them since the hold was placed', () => {
    const world = ordered(3);
    pick(world, task(world));
    pack(world, 'P1', [[task(world), 3]]);
    world.seed('hold', { warehouse_id: 'W1', hold_id: 'H1', item_id: 'CUP', lot: '', serial: '', location_id: '', code: 'RECALL', note: '', state: 'PLACED', placed_by: 'sue', placed_at: 0, released_by: null, released_at: null });
    expect(ship(world, 'P1', task(world).fulfilment_id, 'O1')).toMatchObject({ verdict: 'flagged', rule: 'HLD-6', rejection: { type: 'goods_held', book: { hold: 'RECALL', held: 3 } } });
    expect(open(world)).toEqual(['HLD-6 INTERCEPT P1 3']);
  });
});
