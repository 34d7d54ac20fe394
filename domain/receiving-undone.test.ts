import { describe, expect, it } from 'vitest';
import { announce, smallCompany } from '#test/support/small-company.ts';
import type { Options, World } from '#test/support/world.ts';

const goods = (itemId: string, quantity: number, more: object = {}) => ({ deliveryId: 'D1', itemId, quantity, locationId: 'DOCK', ...more });
const receive = (world: World, itemId: string, quantity: number, more: object = {}, options: Options = {}) => world.submit('delivery.receive', goods(itemId, quantity, more), options);
const takeBack = (world: World, itemId: string, quantity: number, more: object = {}, options: Options = {}) => world.submit('delivery.take_back', goods(itemId, quantity, more), options);
const line = (world: World, itemId: string) => world.all('delivery_line').find((each) => each.item_id === itemId)!;
const atDock = (world: World, itemId: string) => [world.quantity('DOCK', itemId, { hold: '' }), world.quantity('DOCK', itemId, { hold: 'SURPLUS' })];
function expecting(lines: Record<string, number>): World {
  const world = smallCompany();
  announce(world, 'D1', lines);
  return world;
}

describe('a receipt taken back', () => {
  it('RCV-1 leaves delivery, order line, damage and dock as they were, by a movement of its own', () => {
    const world = expecting({ CUP: 10 });
    world.seed('purchase_order_line', { warehouse_id: 'W1', purchase_order_id: 'PO-1', line_no: 1, item_id: 'CUP', quantity: 20, received: 4, unit_cost: 100 });
    const moved = [receive(world, 'CUP', 3, { purchaseOrderId: 'PO-1', packUnits: 3 })];
    receive(world, 'CUP', 2, { purchaseOrderId: 'PO-1', condition: 'D' });
    expect(takeBack(world, 'CUP', 2, { purchaseOrderId: 'PO-1', condition: 'D' }).verdict).toBe('applied');
    expect([line(world, 'CUP').received, line(world, 'CUP').damaged, world.rows.get('purchase_order_line', 'W1', 'PO-1', 1)!.received]).toEqual([3, 0, 7]);
    moved.push(takeBack(world, 'CUP', 3, { purchaseOrderId: 'PO-1', packUnits: 3 }));
    expect([line(world, 'CUP').received, world.quantity('DOCK', 'CUP'), world.rows.get('purchase_order_line', 'W1', 'PO-1', 1)!.received]).toEqual([0, 0, 4]);
    expect(moved.flatMap(({ events }) => events).flatMap((event) => (event.kind === 'moved' ? [event.movement] : [])).map((each) => [each.type, each.quantity, each.pack_units, each.document_id])).toEqual([['delivery.receive', 3, 3, 'D1'], ['delivery.take_back', 3, 3, 'D1']]);
    expect(world.openExceptions()).toEqual([]);
  });

  it('RCV-1 takes the surplus off first, and asks the buyer no longer once none is left', () => {
    const world = expecting({ CUP: 10 });
    receive(world, 'CUP', 11);
    receive(world, 'CUP', 2);
    expect(atDock(world, 'CUP')).toEqual([10, 3]);
    takeBack(world, 'CUP', 2);
    expect([atDock(world, 'CUP'), world.openExceptions()]).toMatchObject([[10, 1], [{ rule: 'REC-6', quantity: 11 }]]);
    takeBack(world, 'CUP', 11);
    expect([atDock(world, 'CUP'), world.all('exception').map((row) => row.resolution)]).toEqual([[0, 0], ['TAKEN_BACK']]);
  });

  it('HLD-4 takes samples of another delivery too where nothing else is left there, by movements that are told apart', () => {
    const world = expecting({ CUP: 9 });
    announce(world, 'D2', { CUP: 9 });
    world.seed('setting', { key: 'receipt_sampling', value: [{ itemId: 'CUP', first: 1 }] });
    receive(world, 'CUP', 1);
    receive(world, 'CUP', 1, { deliveryId: 'D2' });
    receive(world, 'CUP', 1, { locationId: 'A1' });
    expect(world.quantity('DOCK', 'CUP', { hold: 'SAMPLE' })).toBe(2);
    const { events } = takeBack(world, 'CUP', 2, {}, { confirmed: ['goods_held', 'not_enough_stock'] });
    const moves = events.flatMap((event) => (event.kind === 'moved' ? [event.movement] : []));
    expect([moves.map((each) => [each.from_hold, each.quantity]), new Set(moves.map((each) => each.movement_id)).size]).toEqual([[['SAMPLE', 1], ['SAMPLE', 1]], 2]);
    expect(world.quantity('DOCK', 'CUP', { hold: 'SAMPLE' })).toBe(0);
  });

  it('RCV-1 of what the delivery does not list leaves nobody anything to decide', () => {
    const world = expecting({ CUP: 1 });
    receive(world, 'LID', 2);
    expect(takeBack(world, 'LID', 2).verdict).toBe('applied');
    expect([atDock(world, 'LID'), line(world, 'LID').received, world.openExceptions()]).toEqual([[0, 0], 0, []]);
  });

  it('REC-9 never takes off more than the delivery received', () => {
    const world = expecting({ CUP: 10 });
    receive(world, 'CUP', 2);
    expect(takeBack(world, 'CUP', 3)).toMatchObject({ rule: 'REC-9', rejection: { book: { received: 2, quantity: 3 } } });
    expect([line(world, 'CUP').received, world.quantity('DOCK', 'CUP')]).toEqual([2, 2]);
    expect(takeBack(world, 'LID', 1, { deliveryId: 'DN-99' }).rule).toBe('REC-9');
    expect(world.openExceptions().map((row) => row.kind)).toEqual(['NEVER_RECEIVED', 'NEVER_RECEIVED']);
  });

  it('REC-10 after everybody had finished counts, and the delivery is looked at again', () => {
    const world = expecting({ CUP: 2 });
    receive(world, 'CUP', 2);
    world.apply('delivery.finish', { deliveryId: 'D1' });
    expect(takeBack(world, 'CUP', 1, {}, { device: 'D2' }).rule).toBe('REC-10');
    expect([world.rows.get('delivery', 'W1', 'D1')!.state, line(world, 'CUP').received]).toEqual(['RECEIVING', 1]);
    expect(world.all('delivery_station').map((each) => [each.device_id, each.finished_at === null])).toEqual([['D1', false], ['D2', true]]);
  });

  it('REC-11 LED-3 of goods that are put away leaves the dock owing them, not the delivery', () => {
    const world = expecting({ CUP: 12 });
    receive(world, 'CUP', 12);
    world.apply('stock.put_away', { itemId: 'CUP', quantity: 5, fromLocation: 'DOCK', toLocation: 'A1' });
    expect(takeBack(world, 'CUP', 12)).toMatchObject({ verdict: 'flagged', rule: 'REC-11' });
    expect([line(world, 'CUP').received, world.quantity('DOCK', 'CUP'), world.quantity('A1', 'CUP'), world.quantity('~suspense:DOCK', 'CUP')]).toEqual([0, 0, 5, -5]);
    expect(world.openExceptions()).toMatchObject([{ rule: 'SUS-1', quantity: 5 }]);
    world.apply('stock.move', { itemId: 'CUP', quantity: 5, fromLocation: 'A1', toLocation: 'DOCK' });
    expect([world.quantity('~suspense:DOCK', 'CUP'), world.openExceptions()]).toEqual([0, []]);
  });

  it('RCV-1 SER-1 a serial number that was taken back may be received again', () => {
    const world = expecting({ CAM: 2 });
    receive(world, 'CAM', 1, { serial: 'S1' });
    takeBack(world, 'CAM', 1, { serial: 'S1' });
    expect(world.rows.get('serial', 'CAM', 'S1')).toMatchObject({ state: 'MISREAD', at_location: '' });
    expect(receive(world, 'CAM', 1, { serial: 'S1' }).verdict).toBe('applied');
  });
});
