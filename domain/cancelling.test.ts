// Orders cancelled at every stage of their work, to the end.
import { describe, expect, it } from 'vitest';
import { allocate, fulfilmentOf, lineOf, orderOf, pack, pick, settleCancelled, ship, smallCompany, station, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';

/** Five cups and two lids, on two shelves; dealt to D1 unless nobody has it. */
function ordered(dealtTo = 'D1'): World {
  const world = smallCompany();
  for (const id of ['D1', 'D2']) station(world, id);
  stock(world, 'A1', 'CUP', 5);
  stock(world, 'A2', 'LID', 5);
  takeIn(world, 'O1', [['CUP', 5], ['LID', 2]]);
  allocate(world, 'O1');
  if (dealtTo !== '') world.apply('work.deal', { deviceId: dealtTo, work: [{ kind: 'fulfilment', id: workId(world) }] }, { person: 'system' });
  return world;
}
const workId = (world: World) => world.all('fulfilment')[0]!.fulfilment_id;
const cups = (world: World) => tasksOf(world, 'O1').find((task) => task.item_id === 'CUP')!;
const lids = (world: World) => tasksOf(world, 'O1').find((task) => task.item_id === 'LID')!;
const cancel = (world: World) => world.apply('order.cancel', { orderId: 'O1', fulfilmentIds: [workId(world)], reason: 'changed mind' }, { person: 'sue' });
const named = (world: World) => ({ parcelId: 'P1', fulfilmentId: workId(world), orderId: 'O1' });
const answer = (world: World, type: 'cancel.answer' | 'cancel.decide' = 'cancel.answer') => {
  const judged = world.submit(type, { orderId: 'O1', fulfilmentId: workId(world) }, { person: type === 'cancel.decide' ? 'sue' : 'ann' });
  settleCancelled(world);
  return judged;
};
const putBack = (world: World, itemId: string, quantity: number, toLocation: string, fromLocation = 'TOTE-1') => {
  world.apply('stock.put_back', { itemId, quantity, fromLocation, toLocation });
  settleCancelled(world);
};
const state = (world: World) => [orderOf(world, 'O1').state, fulfilmentOf(world, workId(world)).state];
const openPutBacks = (world: World) => world.all('put_back').filter((row) => row.open).map((row) => [row.location_id, row.item_id, row.quantity - row.done, row.to_location, row.reason]);
const openKinds = (world: World) => world.openExceptions().map((row) => row.kind);

describe('an order that is cancelled', () => {
  it('ORD-11 is cancelled where its work is: from another warehouse nobody sees that work, and it would go on', () => {
    const world = ordered();
    expect(world.submit('order.cancel', { orderId: 'O1', fulfilmentIds: [], reason: 'changed mind' }, { person: 'sue', warehouse: 'W2' })).toMatchObject({ verdict: 'refused', rule: 'ORD-11' });
    expect(state(world)).toEqual(['ALLOCATED', 'OPEN']);
  });

  it('WRK-5 ORD-6 waits for the station it was dealt to, and is over when that has not begun', () => {
    const world = ordered();
    cancel(world);
    settleCancelled(world);
    expect(state(world)).toEqual(['CANCEL_REQUESTED', 'CANCEL_REQUESTED']);
    expect([lineOf(world, 'O1', 1), lineOf(world, 'O1', 2)]).toMatchObject([{ allocated: 5, cancelled: 0 }, { allocated: 2, cancelled: 0 }]);
    // Its goods stay promised: the silent station may have them in hand.
    expect(tasksOf(world, 'O1').every((task) => task.open)).toBe(true);
    expect(world.openExceptions()).toMatchObject([{ rule: 'ORD-6', kind: 'CANCEL_REQUESTED' }]);
    expect(answer(world).verdict).toBe('applied');
    expect([...state(world), openKinds(world), openPutBacks(world)]).toEqual(['CANCELLED', 'CANCELLED', [], []]);
    expect(lineOf(world, 'O1', 1)).toMatchObject({ allocated: 0, cancelled: 5 });
    expect(fulfilmentOf(world, workId(world)).dealt_to).toBeNull();
  });

  it('WRK-6 WRK-7 picked in part: what is in the tote is put back, and the last scan ends it', () => {
    const world = ordered('');
    pick(world, cups(world), 2);
    expect(fulfilmentOf(world, workId(world)).dealt_to).toBe('D1');
    cancel(world);
    expect(pick(world, lids(world), 1)).toMatchObject({ rule: 'PIK-4' });
    answer(world);
    expect(openPutBacks(world)).toEqual([['TOTE-1', 'LID', 1, 'A2', 'CANCELLED'], ['TOTE-1', 'CUP', 2, 'A1', 'CANCELLED']]);
    expect([lineOf(world, 'O1', 1), lineOf(world, 'O1', 2)]).toMatchObject([{ allocated: 2, cancelled: 3 }, { allocated: 1, cancelled: 1 }]);
    putBack(world, 'CUP', 1, 'A1');
    putBack(world, 'LID', 1, 'A2');
    expect([...state(world), openPutBacks(world)]).toEqual(['CANCEL_REQUESTED', 'CANCEL_REQUESTED', [['TOTE-1', 'CUP', 1, 'A1', 'CANCELLED']]]);
    putBack(world, 'CUP', 1, 'A3');
    expect([...state(world), openKinds(world)]).toEqual(['CANCELLED', 'CANCELLED', []]);
    expect([world.quantity('A1', 'CUP'), world.quantity('A3', 'CUP'), world.quantity('A2', 'LID'), world.quantity('TOTE-1', 'CUP')]).toEqual([4, 1, 5, 0]);
    expect(world.rows.get('handling_unit', 'W1', 'TOTE-1')).toMatchObject({ state: 'FREE', fulfilment_id: null });
  });

  it('WRK-5 a supervisor decides for a silent station, and what that had picked is put back all the same', () => {
    const world = ordered('D2');
    cancel(world);
    expect(answer(world, 'cancel.decide').verdict).toBe('applied');
    expect(state(world)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(pick(world, cups(world), 5)).toMatchObject({ rule: 'PIK-4' });
    settleCancelled(world);
    expect([openKinds(world), openPutBacks(world)]).toEqual([['PUT_BACK'], [['TOTE-1', 'CUP', 5, 'A1', 'CANCELLED']]]);
    putBack(world, 'CUP', 5, 'A1');
    expect([...state(world), openKinds(world)]).toEqual(['CANCELLED', 'CANCELLED', []]);
  });

  it('WRK-7 packed: void the label, unpack, put back', () => {
    const world = ordered('');
    pick(world, cups(world));
    pick(world, lids(world));
    pack(world, 'P1', [[cups(world), 5], [lids(world), 2]]);
    cancel(world);
    settleCancelled(world);
    expect(state(world)).toEqual(['CANCEL_REQUESTED', 'CANCEL_REQUESTED']);
    world.apply('parcel.unpack', { ...named(world), tote: 'TOTE-1' });
    settleCancelled(world);
    expect([world.rows.get('parcel', 'W1', 'P1')!.state, world.quantity('P1', 'CUP'), world.quantity('TOTE-1', 'CUP')]).toEqual(['VOIDED', 0, 5]);
    expect(openPutBacks(world).map(([, item, units]) => [item, units])).toEqual([['CUP', 5], ['LID', 2]]);
    putBack(world, 'CUP', 5, 'A1');
    world.apply('put_back.missing', { locationId: 'TOTE-1', itemId: 'LID' });
    settleCancelled(world);
    expect([...state(world), openKinds(world)]).toEqual(['CANCELLED', 'CANCELLED', []]);
    expect(world.all('count_task')).toMatchObject([{ location_id: 'TOTE-1', item_id: 'LID', trigger: 'AFTER_PUT_BACK' }]);
  });

  it('PAK-3 WRK-6 packed after it was cancelled: in the box there is nothing to put back until it is unpacked', () => {
    const world = ordered('');
    pick(world, cups(world));
    pick(world, lids(world));
    cancel(world);
    expect(openPutBacks(world).length).toBe(2);
    expect(pack(world, 'P1', [[cups(world), 5], [lids(world), 2]]).rule).toBe('PAK-3');
    settleCancelled(world);
    expect([...state(world), openPutBacks(world)]).toEqual(['CANCEL_REQUESTED', 'CANCEL_REQUESTED', []]);
    world.apply('parcel.unpack', { ...named(world), tote: 'TOTE-1' });
    expect(openKinds(world)).toEqual(['CANCEL_REQUESTED']);
    putBack(world, 'CUP', 5, 'A1');
    putBack(world, 'LID', 2, 'A2');
    expect([...state(world), openKinds(world)]).toEqual(['CANCELLED', 'CANCELLED', []]);
  });

  function left(): World {
    const world = ordered('');
    pick(world, cups(world));
    pick(world, lids(world));
    pack(world, 'P1', [[cups(world), 5], [lids(world), 2]]);
    cancel(world);
    expect(ship(world, 'P1', workId(world), 'O1').rule).toBe('SHP-3');
    settleCancelled(world);
    expect([...state(world), openKinds(world)]).toEqual(['SHIPPED', 'SHIPPED', ['INTERCEPT']]);
    return world;
  }

  it('PAK-3 SHP-3 packed and gone, both after it was cancelled: only the carrier can stop it, nobody looks for a parcel to unpack', () => {
    const world = ordered('');
    pick(world, cups(world));
    pick(world, lids(world));
    cancel(world);
    expect(pack(world, 'P1', [[cups(world), 5], [lids(world), 2]]).rule).toBe('PAK-3');
    expect(openKinds(world)).toContain('UNPACK_AND_PUT_BACK');
    expect(ship(world, 'P1', workId(world), 'O1').rule).toBe('SHP-3');
    settleCancelled(world);
    expect([...state(world), openKinds(world)]).toEqual(['SHIPPED', 'SHIPPED', ['INTERCEPT']]);
  });

  it('INT-1 SHP-3 left, and caught at the carrier: unpacked, put back, cancelled', () => {
    const world = left();
    world.apply('parcel.caught', named(world));
    settleCancelled(world);
    expect([...state(world), openKinds(world), world.quantity('P1', 'CUP')]).toEqual(['CANCEL_REQUESTED', 'CANCEL_REQUESTED', ['UNPACK_AND_PUT_BACK'], 5]);
    world.apply('parcel.unpack', { ...named(world), tote: 'TOTE-1' });
    putBack(world, 'CUP', 5, 'A1');
    putBack(world, 'LID', 2, 'A2');
    expect([...state(world), openKinds(world)]).toEqual(['CANCELLED', 'CANCELLED', []]);
    expect([world.quantity('A1', 'CUP'), lineOf(world, 'O1')]).toMatchObject([5, { shipped: 0, cancelled: 5, allocated: 0 }]);
  });

  it('SHP-3 left, and gone on: it stays shipped, and its goods are announced as a return', () => {
    const world = left();
    world.apply('parcel.gone_on', named(world), { person: 'sue' });
    expect([...state(world), openKinds(world)]).toEqual(['SHIPPED', 'SHIPPED', []]);
    expect(world.all('rma')).toMatchObject([{ order_id: 'O1', reason: 'CANCELLED_TOO_LATE' }]);
    expect(world.all('rma_line').map((line) => [line.item_id, line.quantity])).toEqual([['CUP', 5], ['LID', 2]]);
  });

  it('WRK-7 one parcel left and the rest is put back: shipped, as far as it left', () => {
    const world = ordered('');
    pick(world, cups(world));
    pick(world, lids(world));
    pack(world, 'P1', [[cups(world), 5]]);
    cancel(world);
    ship(world, 'P1', workId(world), 'O1');
    settleCancelled(world);
    expect(state(world)).toEqual(['CANCEL_REQUESTED', 'CANCEL_REQUESTED']);
    putBack(world, 'LID', 2, 'A2');
    expect([...state(world), openKinds(world)]).toEqual(['SHIPPED', 'SHIPPED', ['INTERCEPT']]);
    expect([lineOf(world, 'O1', 1), lineOf(world, 'O1', 2)]).toMatchObject([{ shipped: 5, cancelled: 0 }, { shipped: 0, cancelled: 2 }]);
  });

  it('LED-10 what left from elsewhere is not cancelled when its own pick, of a cancelled order, comes out short', () => {
    const world = ordered('D2');
    const task = cups(world);
    for (const parcelId of ['PX']) {
      world.submit('parcel.pack', { parcelId, fulfilmentId: workId(world), orderId: 'O1', carrierId: 'ROYAL', lines: [{ taskId: 'NO-TASK', orderLine: 1, itemId: 'CUP', quantity: 4, tote: 'TOTE-1' }] });
      ship(world, parcelId, workId(world), 'O1');
    }
    cancel(world);
    world.submit('pick.short', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, orderId: 'O1', orderLine: 1, itemId: 'CUP', lot: '', fromLocation: 'A1', missing: 5, reason: 'NOT_FOUND' });
    expect(lineOf(world, 'O1', 1)).toMatchObject({ quantity: 5, shipped: 4, cancelled: 1 });
  });

  it('LED-10 more left than was ordered: nothing of it is cancelled, and all of it stays promised', () => {
    const world = ordered('');
    pick(world, cups(world));
    pick(world, lids(world), 3);
    pack(world, 'P1', [[lids(world), 3]]);
    ship(world, 'P1', workId(world), 'O1');
    cancel(world);
    settleCancelled(world);
    expect(lineOf(world, 'O1', 2)).toMatchObject({ quantity: 2, shipped: 3, allocated: 3, cancelled: 0 });
  });
});

describe('goods to put back', () => {
  it('PIK-5 WRK-6 picked twice: both picks stand, the surplus leaves the tote by scans, and its exception closes by itself', () => {
    const world = ordered('D1');
    stock(world, 'A1', 'CUP', 5);
    pick(world, cups(world));
    const twice = world.submit('pick.pick', { taskId: cups(world).task_id, fulfilmentId: workId(world), itemId: 'CUP', quantity: 5, fromLocation: 'A1', tote: 'TOTE-9' }, { device: 'D2' });
    expect(twice.rule).toBe('PIK-5');
    expect(openPutBacks(world)).toEqual([['TOTE-9', 'CUP', 5, 'A1', 'SURPLUS']]);
    world.apply('stock.put_back', { itemId: 'CUP', quantity: 3, fromLocation: 'TOTE-9', toLocation: 'A1' });
    expect(openKinds(world)).toEqual(['PUT_BACK']);
    // Into another tote they only go along.
    world.seed('handling_unit', { warehouse_id: 'W1', unit_id: 'TOTE-2', kind: 'tote', state: 'FREE', at_location: '', fulfilment_id: null });
    world.apply('stock.move', { itemId: 'CUP', quantity: 1, fromLocation: 'TOTE-9', toLocation: 'TOTE-2' });
    expect(openPutBacks(world)).toEqual([['TOTE-9', 'CUP', 1, 'A1', 'SURPLUS'], ['TOTE-2', 'CUP', 1, 'A1', 'SURPLUS']]);
    world.apply('stock.put_away', { itemId: 'CUP', quantity: 1, fromLocation: 'TOTE-9', toLocation: 'A1' });
    world.apply('stock.put_away', { itemId: 'CUP', quantity: 1, fromLocation: 'TOTE-2', toLocation: 'A3' });
    expect([openKinds(world), openPutBacks(world), orderOf(world, 'O1').state]).toEqual([[], [], 'ALLOCATED']);
  });

  it('WRK-6 the surplus in the tote of an order that goes on stays there when the order is packed', () => {
    const world = ordered('D1');
    stock(world, 'A1', 'CUP', 5);
    pick(world, cups(world));
    expect(pick(world, cups(world), 2).rule).toBe('PIK-5');
    pick(world, lids(world));
    pack(world, 'P1', [[cups(world), 5], [lids(world), 2]]);
    expect(openPutBacks(world)).toEqual([['TOTE-1', 'CUP', 2, 'A1', 'SURPLUS']]);
    expect(world.rows.get('handling_unit', 'W1', 'TOTE-1')).toMatchObject({ state: 'PUT_BACK', fulfilment_id: null });
    world.apply('stock.put_back', { itemId: 'CUP', quantity: 2, fromLocation: 'TOTE-1', toLocation: 'A1' });
    expect(world.rows.get('handling_unit', 'W1', 'TOTE-1')!.state).toBe('FREE');
  });
});

describe('an order that is held in the middle of its work', () => {
  it('PAK-7 SHP-5 is picked on; packing and handing over are flagged', () => {
    const world = ordered();
    world.apply('order.place_hold', { orderId: 'O1', kind: 'ADDRESS' }, { person: 'sue' });
    expect(pick(world, cups(world)).verdict).toBe('applied');
    pick(world, lids(world));
    expect(pack(world, 'P1', [[cups(world), 5], [lids(world), 2]])).toMatchObject({ rule: 'PAK-7', rejection: { book: { hold: 'ADDRESS' } } });
    expect(ship(world, 'P1', workId(world), 'O1')).toMatchObject({ rule: 'SHP-5' });
    expect([orderOf(world, 'O1').state, openKinds(world)]).toEqual(['SHIPPED', ['PACKED_ON_HOLD', 'SHIPPED_ON_HOLD']]);
  });

  it('LED-10 goes on from what its lines say when it is released', () => {
    const world = ordered();
    world.apply('order.place_hold', { orderId: 'O1', kind: 'ADDRESS' }, { person: 'sue' });
    expect(orderOf(world, 'O1').state).toBe('ON_HOLD');
    world.apply('order.release_hold', { orderId: 'O1', holdId: 'ADDRESS' }, { person: 'sue' });
    expect(orderOf(world, 'O1').state).toBe('ALLOCATED');
  });
});
