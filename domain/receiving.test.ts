import { describe, expect, it } from 'vitest';
import { announce, smallCompany } from '#test/support/small-company.ts';
import type { Options, World } from '#test/support/world.ts';
import { RECEIPT_TOLERANCE } from './receiving.ts';

const receive = (world: World, itemId: string, quantity: number, more: object = {}, options: Options = {}) => world.submit('delivery.receive', { deliveryId: 'D1', itemId, quantity, locationId: 'DOCK', ...more }, options);
const line = (world: World, itemId: string) => world.all('delivery_line').find((each) => each.item_id === itemId)!;
const delivery = (world: World) => world.rows.get('delivery', 'W1', 'D1')!;
function expecting(lines: Record<string, number>): World {
  const world = smallCompany();
  announce(world, 'D1', lines);
  return world;
}

describe('receiving', () => {
  it('LED-11 records what came, how, and who joined', () => {
    const world = expecting({ MILK: 10 });
    expect(receive(world, 'MILK', 6, { lot: 'L1', expiresOn: '2026-04-01' }).verdict).toBe('applied');
    expect(receive(world, 'MILK', 4, { lot: 'L1', condition: 'D' }, { device: 'D2' }).verdict).toBe('applied');
    expect(line(world, 'MILK')).toMatchObject({ received: 10, damaged: 4 });
    expect([world.quantity('DOCK', 'MILK', { condition: 'N', hold: '' }), world.quantity('DOCK', 'MILK', { condition: 'D' })]).toEqual([6, 4]);
    expect(delivery(world)).toMatchObject({ state: 'RECEIVING', arrived_at: expect.any(Number) as number });
    expect(world.all('delivery_station').map((each) => each.device_id)).toEqual(['D1', 'D2']);
    expect(world.rows.get('lot', 'MILK', 'L1')).toMatchObject({ expires_on: '2026-04-01' });
  });

  it('REC-6 LED-5 holds the surplus at the dock, takes the rest as usual, and gathers it in one exception', () => {
    const world = expecting({ CUP: 10 });
    expect(receive(world, 'CUP', 12)).toMatchObject({ rule: 'REC-6', rejection: { book: { expected: 10, received: 0, quantity: 12 } } });
    expect([world.quantity('DOCK', 'CUP', { hold: '' }), world.quantity('DOCK', 'CUP', { hold: 'SURPLUS' })]).toEqual([10, 2]);
    receive(world, 'CUP', 3);
    expect(world.quantity('DOCK', 'CUP', { hold: 'SURPLUS' })).toBe(5);
    expect(line(world, 'CUP').received).toBe(15);
    expect(world.openExceptions()).toMatchObject([{ rule: 'REC-6', quantity: 15, owner_role: 'buyer' }]);
  });

  it('REC-6 opens a new exception when the last one was resolved', () => {
    const world = expecting({ CUP: 1 });
    receive(world, 'CUP', 2);
    world.apply('exception.resolve', { exceptionId: world.openExceptions()[0]!.exception_id, resolution: 'KEEP' }, { person: 'bea' });
    receive(world, 'CUP', 1);
    expect(world.all('exception').map((row) => row.state).toSorted()).toEqual(['OPEN', 'RESOLVED']);
  });

  it('REC-6 leaves surplus that is put away at once where it is', () => {
    const world = expecting({ CUP: 1 });
    expect(receive(world, 'CUP', 3, { locationId: 'A1' }).rule).toBe('REC-6');
    expect(world.quantity('A1', 'CUP', { hold: '' })).toBe(3);
  });

  it('REC-6 lets what is tolerated pass', () => {
    const world = expecting({ CUP: 20 });
    world.seed('setting', { key: RECEIPT_TOLERANCE, value: 5 });
    expect(receive(world, 'CUP', 21).verdict).toBe('applied');
    expect(receive(world, 'CUP', 1).rule).toBe('REC-6');
    expect(world.quantity('DOCK', 'CUP', { hold: 'SURPLUS' })).toBe(1);
  });

  it('REC-4 holds what the delivery does not list, each time', () => {
    const world = expecting({ CUP: 5 });
    expect([receive(world, 'LID', 2).rule, receive(world, 'LID', 1).rule]).toEqual(['REC-4', 'REC-4']);
    expect(world.quantity('DOCK', 'LID', { hold: 'SURPLUS' })).toBe(3);
    expect(line(world, 'LID')).toMatchObject({ expected: 0, received: 3 });
    expect(world.openExceptions()).toMatchObject([{ rule: 'REC-4', quantity: 3 }]);
  });

  it('REC-2 takes in a delivery nobody announced, asks once, and holds nothing of it', () => {
    const world = smallCompany();
    expect([receive(world, 'CUP', 4).rule, receive(world, 'CUP', 4).rule, receive(world, 'LID', 1).rule]).toEqual(['REC-2', '', '']);
    expect([world.quantity('DOCK', 'CUP', { hold: '' }), world.quantity('DOCK', 'LID', { hold: '' })]).toEqual([8, 1]);
    expect(world.openExceptions()).toHaveLength(1);
  });

  it('LED-11 fills several lines of one item in turn, whatever order they come in', () => {
    const world = expecting({});
    for (const [id, expected] of [['L1', 4], ['L2', 6]] as const) {
      world.seed('delivery_line', { warehouse_id: 'W1', delivery_id: 'D1', line_id: id, item_id: 'CUP', expected, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] });
    }
    expect(receive(world, 'CUP', 7).verdict).toBe('applied');
    expect(world.all('delivery_line').map((each) => each.received)).toEqual([4, 3]);
    expect([receive(world, 'CUP', 3).verdict, receive(world, 'CUP', 1).rule]).toEqual(['applied', 'REC-6']);
  });

  it('LED-11 tells the purchase order what came of it, and only the one that the delivery answers', () => {
    const world = smallCompany();
    world.seed('delivery', { warehouse_id: 'W1', delivery_id: 'D1', supplier_id: 'S1', purchase_order_id: 'PO-1', state: 'EXPECTED', expected_at: 1, arrived_at: null });
    world.seed('delivery_line', { warehouse_id: 'W1', delivery_id: 'D1', line_id: '1', item_id: 'CUP', expected: 5, received: 0, damaged: 0, purchase_order_line: 2, refused: 0, told: [] });
    for (const id of ['PO-1', 'PO-2']) world.seed('purchase_order_line', { warehouse_id: 'W1', purchase_order_id: id, line_no: 2, item_id: 'CUP', quantity: 8, received: 1, unit_cost: 100 });
    receive(world, 'CUP', 2, { purchaseOrderId: 'PO-1' });
    receive(world, 'CUP', 1, { purchaseOrderId: 'PO-2' });
    expect(['PO-1', 'PO-2'].map((id) => world.rows.get('purchase_order_line', 'W1', id, 2)?.received)).toEqual([3, 1]);
  });

  it('SER-1 keeps a serial that stands elsewhere, with where that is', () => {
    const world = expecting({ CAM: 3 });
    receive(world, 'CAM', 1, { serial: 'S1' });
    expect(receive(world, 'CAM', 1, { serial: 'S1' })).toMatchObject({ rule: 'SER-1', rejection: { book: { serial: 'S1', location: 'DOCK' } } });
  });
});

describe('finishing', () => {
  it('REC-5 receives the delivery once every station that joined has finished, and tells the difference', () => {
    const world = expecting({ CUP: 10, LID: 2 });
    receive(world, 'CUP', 5);
    receive(world, 'CUP', 3, { condition: 'D' }, { device: 'D2' });
    receive(world, 'LID', 2);
    world.apply('delivery.finish', { deliveryId: 'D1' });
    expect([delivery(world).state, world.openExceptions()]).toEqual(['RECEIVING', []]);
    world.apply('delivery.finish', { deliveryId: 'D1' }, { device: 'D2' });
    expect(delivery(world).state).toBe('RECEIVED');
    expect(world.openExceptions()).toMatchObject([{ rule: 'REC-5', quantity: 1, book: [{ item: 'CUP', expected: 10, received: 8, damaged: 3, codes: ['P', 'D'] }] }]);
  });

  it('RCV-3 REC-5 a supervisor finishes for stations that do not answer, and who did so stands with the claim', () => {
    const world = expecting({ CUP: 10, LID: 2, SET: 1 });
    receive(world, 'CUP', 12);
    receive(world, 'CAM', 1, { serial: 'S1' }, { device: 'D2' });
    receive(world, 'LID', 2);
    expect(world.submit('delivery.finish_for_all', { deliveryId: 'D1', note: 'shift ends' }, { person: 'sue', device: 'D3' }).verdict).toBe('applied');
    expect([delivery(world).state, world.all('delivery_station').map((each) => each.finished_at === null)]).toEqual(['RECEIVED', [false, false]]);
    const told = world.openExceptions().find((row) => row.rule === 'REC-5')!;
    expect(told).toMatchObject({ person_id: 'sue', did: { note: 'shift ends', unfinished: ['D1', 'D2'] } });
    expect((told.book as { item: string; codes: string[] }[]).map(({ item, codes }) => [item, ...codes].join(' ')).toSorted()).toEqual(['CAM W', 'CUP O', 'SET A']);
    expect(receive(world, 'SET', 1, {}, { device: 'D2' }).rule).toBe('REC-3');
  });

  it('REC-5 asks nobody when all came as announced', () => {
    const world = expecting({ CUP: 2 });
    receive(world, 'CUP', 2);
    world.apply('delivery.finish', { deliveryId: 'D1' });
    expect([delivery(world).state, world.openExceptions()]).toEqual(['RECEIVED', []]);
  });

  it.each([['RECEIVED', 'RECEIVING'], ['CLOSED', 'CLOSED']])('REC-3 goods for a delivery that is %s leave it %s', (before, after) => {
    const world = expecting({ CUP: 2 });
    world.seed('delivery', { ...delivery(world), state: before });
    expect(receive(world, 'CUP', 1).rule).toBe('REC-3');
    expect([delivery(world).state, world.quantity('DOCK', 'CUP')]).toEqual([after, 1]);
  });
});

describe('the surplus of a delivery', () => {
  const surplus = () => {
    const world = smallCompany();
    announce(world, 'D1', { CUP: 10 });
    world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 12, locationId: 'DOCK' });
    return { world, exceptionId: world.openExceptions()[0]!.exception_id };
  };
  const settle = (world: World, exceptionId: string, keep: boolean) => world.submit('delivery.settle_surplus', { exceptionId, deliveryId: 'D1', itemId: 'CUP', locationId: 'DOCK', keep }, { person: 'bob' });

  it.each([[true, '', 'KEPT'], [false, 'CLAIM', 'FOR_SUPPLIER']] as const)('REC-6 LED-5 kept: %s, held as "%s" from then on, closed as %s', (keep, hold, resolution) => {
    const { world, exceptionId } = surplus();
    expect(settle(world, exceptionId, keep).verdict).toBe('applied');
    expect([world.quantity('DOCK', 'CUP', { hold: 'SURPLUS' }), world.quantity('DOCK', 'CUP', { hold })]).toEqual([0, keep ? 12 : 2]);
    expect(world.all('exception')).toMatchObject([{ state: 'RESOLVED', resolution, resolved_by: 'bob', resolved_with: expect.stringMatching(/^command-/) as string }]);
  });

  it('REC-6 what is put away already stays there', () => {
    const { world, exceptionId } = surplus();
    world.apply('stock.put_away', { itemId: 'CUP', quantity: 12, fromLocation: 'DOCK', toLocation: 'A1' });
    expect(settle(world, exceptionId, false).verdict).toBe('applied');
    expect(world.openExceptions()).toEqual([]);
  });
});
