// Every way out of every kind: its commands fit their schemas, and those of the main kinds really put things right when
// they are judged.
import { describe, expect, it } from 'vitest';
import { payloads } from '#domain/commands.ts';
import { exceptionKinds, type ExceptionKind } from '#domain/exception-kinds.ts';
import type { Row } from '#domain/tables.ts';
import { allocate, announce, pack, pick, ship, smallCompany, stock, takeIn, tasksOf } from '#test/support/small-company.ts';
import type { World } from '#test/support/world.ts';
import { commandsOf, isMine, ways, waysFor, wordsOf } from './ways.ts';

const sample = (kind: ExceptionKind): Row<'exception'> => ({
  warehouse_id: 'W1', exception_id: 'E1', rule: 'X', kind, subject_kind: 'x', subject_id: 'SUBJECT', item_id: 'CUP', location_id: 'A1', quantity: 2,
  did: { type: kind === 'PARCEL_PACKED_TWICE' ? 'parcel.pack' : kind === 'UNKNOWN_PARCEL' ? 'parcel.ship' : kind === 'DISPOSED_IN_DISPUTE' ? 'return.dispose' : 'return.inspect', itemId: 'CUP', quantity: 2, locationId: 'A1', unitId: 'U1', grade: 'D', disposition: 'DESTROY', tote: 'TOTE-1', fromLocation: 'A1', fulfilmentId: 'F1',
    ...(kind.startsWith('PA') || kind === 'HELD_PACKED' || kind.startsWith('UNPACK') || kind === 'UNKNOWN_PARCEL' || kind === 'INTERCEPT' || kind.startsWith('SHIPPED') ? { parcelId: 'P1', orderId: 'O1', carrierId: 'C1', lines: [{ taskId: 'T', orderLine: 1, itemId: 'CUP', quantity: 2, tote: 'TOTE-1' }] } : kind === 'UNIT_RECEIVED_TWICE' ? { parcelId: 'R1', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1 }] } : {}) },
  book: { grade: 'N', by: 'ivy', place: 'A2', unit: 'U1', serial: 'S1', location: 'A3', next: 'D9', item: 'LID' },
  owner_role: 'supervisor', person_id: 'ann', device_id: 'D1', command_id: 'C', state: 'OPEN', opened_at: 1, due_at: 2, resolved_by: null, resolution: null, resolved_at: null, resolved_with: null, taken_by: null, taken_at: null,
});

describe('ways out', () => {
  it('TCH-4 RET-6 RET-8 where one of two is meant, the key names it, and means that one', () => {
    const said = (row: Row<'exception'>) => waysFor(row).map((way) => wordsOf(way, row, (id) => ({ CUP: 'Cup, white', LID: 'Lid, red' })[id] ?? id));
    const twice = sample('BARCODE_TWICE');
    expect(said(twice)).toEqual(['Not on Cup, white', 'Not on Lid, red', 'Both really carry it']);
    expect(waysFor(twice).slice(0, 2).map((way) => commandsOf(way, twice, '')[0]!.payload)).toMatchObject([{ itemId: 'CUP' }, { itemId: 'LID' }]);
    expect(said(sample('GRADE_DISPUTE')).slice(0, 2)).toEqual(['N is right: new, sealed', 'D is right: damaged']);
    expect(said({ ...sample('DISPOSITION_REVERSAL'), book: { disposition: 'RESTOCK' } })).toEqual(['Take it back, and destroy', 'Leave it: restock']);
  });

  it('who may not approve is not sent to the approvals', () => {
    const row = { ...sample('COUNT_RESTATED'), book: { was: -1, now: 3, counted: 9 } };
    const way = waysFor(row).find(({ code }) => code === 'APPROVALS')!;
    expect([isMine(way, row, ['floor', 'counter']), isMine(way, row, ['supervisor'])]).toEqual([false, true]);
    expect(waysFor({ ...row, book: { was: -3, now: -1, counted: 7 } }).map(({ code }) => code)).toEqual(['SEEN', 'COUNT']);
  });

  it.each(exceptionKinds)('%s has two or three, and what they submit fits', (kind) => {
    const row = sample(kind);
    const offered = waysFor(row);
    expect(offered.length).toBeGreaterThan(1);
    expect(offered.length).toBeLessThan(4);
    expect(new Set(offered.map((way) => way.code)).size).toBeGreaterThan(kind === 'BARCODE_TWICE' ? 1 : offered.length - 1);
    for (const way of offered) {
      expect(way.words).toMatch(/^\p{Lu}[^_]{3,34}$/u);
      for (const command of commandsOf(way, row, way.asks?.for === 'grade' ? 'C' : 'A2')) {
        const checked = payloads[command.type].safeParse(command.payload);
        expect([kind, way.code, command.type, checked.error?.issues]).toEqual([kind, way.code, command.type, undefined]);
      }
      expect(way.closes === true || commandsOf(way, row, 'A2').at(-1)!.type === 'exception.resolve').toBe(true);
    }
  });

  it('are for those who may decide', () => {
    const [release] = ways.PARKED;
    expect([isMine(release, sample('PARKED'), ['floor']), isMine(release, sample('PARKED'), ['supervisor'])]).toEqual([false, true]);
  });
});

/** Follows the way with this code out of the only open work item, as the screen would. */
function follow(world: World, code: string, said = '', kind?: string): void {
  const row = world.openExceptions().find((each) => kind === undefined || each.kind === kind)!;
  const way = waysFor(row).find((each) => each.code === code)!;
  for (const { id, type, payload, confirmed } of commandsOf(way, row, said)) expect([type, world.submit(type, payload, { id, person: 'sue', confirmed: [...(confirmed ?? [])] }).verdict]).toEqual([type, 'applied']);
}
const closedAs = (world: World): readonly (string | null)[] => world.all('exception').map((row) => row.resolution);
function picking(): World {
  const world = smallCompany();
  stock(world, 'A1', 'CUP', 5);
  stock(world, 'A2', 'LID', 5);
  takeIn(world, 'O1', [['CUP', 2]]);
  allocate(world, 'O1');
  return world;
}

describe('ways out put it right', () => {
  it('WRONG_ITEM_PICKED: back into its bin, with the command that did it', () => {
    const world = picking();
    pick(world, tasksOf(world, 'O1')[0]!, 2, { itemId: 'LID', fromLocation: 'A2' });
    follow(world, 'PUT_BACK', 'A2');
    expect([world.quantity('TOTE-1', 'LID'), world.quantity('A2', 'LID'), world.openExceptions()]).toEqual([0, 5, []]);
    expect(world.all('exception')).toMatchObject([{ resolution: 'PUT_BACK', resolved_by: 'sue', resolved_with: world.movements.at(-1)!.command_id }]);
  });

  it('PUT_BACK: what was picked twice', () => {
    const world = picking();
    const [task] = tasksOf(world, 'O1');
    pick(world, task!);
    pick(world, task!, 1);
    follow(world, 'PUT_BACK', 'A1', 'PUT_BACK');
    expect([world.quantity('TOTE-1', 'CUP'), world.openExceptions()]).toEqual([2, []]);
  });

  it('PUT_BACK: of a pick that had more than was asked, only that', () => {
    const world = picking();
    pick(world, tasksOf(world, 'O1')[0]!, 3);
    follow(world, 'PUT_BACK', 'A1', 'PUT_BACK');
    expect([world.quantity('TOTE-1', 'CUP'), world.openExceptions()]).toEqual([2, []]);
  });

  it('CANCEL_REQUESTED: decided without the station', () => {
    const world = picking();
    pick(world, tasksOf(world, 'O1')[0]!, 1);
    world.submit('order.cancel', { orderId: 'O1', fulfilmentIds: world.all('fulfilment').map((row) => row.fulfilment_id) }, { person: 'sue' });
    follow(world, 'DECIDED', '', 'CANCEL_REQUESTED');
    expect(world.all('put_back')).toMatchObject([{ location_id: 'TOTE-1', quantity: 1, reason: 'CANCELLED', open: true }]);
  });

  it('INTERCEPT: caught, or gone on', () => {
    for (const [code, state] of [['CAUGHT', 'PACKED'], ['TOO_LATE', 'SHIPPED']] as const) {
      const world = picking();
      pick(world, tasksOf(world, 'O1')[0]!);
      pack(world, 'P1', [[tasksOf(world, 'O1')[0]!, 2]]);
      world.submit('order.cancel', { orderId: 'O1', fulfilmentIds: world.all('fulfilment').map((row) => row.fulfilment_id) }, { person: 'sue' });
      ship(world, 'P1', world.all('fulfilment')[0]!.fulfilment_id, 'O1');
      follow(world, code, '', 'INTERCEPT');
      expect(world.rows.get('parcel', 'W1', 'P1')!.state).toBe(state);
    }
  });

  it('UNPACK_AND_PUT_BACK: everything of the parcel', () => {
    const world = picking();
    pick(world, tasksOf(world, 'O1')[0]!);
    world.submit('order.cancel', { orderId: 'O1', fulfilmentIds: world.all('fulfilment').map((row) => row.fulfilment_id) }, { person: 'sue' });
    pack(world, 'P1', [[tasksOf(world, 'O1')[0]!, 2]]);
    follow(world, 'UNPACKED', 'TOTE-1', 'UNPACK_AND_PUT_BACK');
    expect([world.quantity('P1', 'CUP'), world.quantity('TOTE-1', 'CUP'), world.all('put_back').filter((row) => row.open).length]).toEqual([0, 2, 1]);
  });

  it('UNKNOWN_LOCATION: moved to a real place', () => {
    const world = picking();
    world.submit('stock.move', { itemId: 'CUP', quantity: 2, fromLocation: 'A1', toLocation: 'NOWHERE' });
    follow(world, 'MOVED', 'A3');
    expect([world.quantity('NOWHERE', 'CUP'), world.quantity('A3', 'CUP'), world.openExceptions()]).toEqual([0, 2, []]);
  });

  it('OVER_DELIVERED and NOT_ON_DELIVERY: kept, or held for the supplier', () => {
    const world = smallCompany();
    announce(world, 'D1', { CUP: 5 });
    world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 7, locationId: 'DOCK' });
    world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'LID', quantity: 1, locationId: 'DOCK' });
    follow(world, 'KEPT', '', 'OVER_DELIVERED');
    follow(world, 'FOR_SUPPLIER', '', 'NOT_ON_DELIVERY');
    expect([world.quantity('DOCK', 'CUP', { hold: '' }), world.quantity('DOCK', 'LID', { hold: 'CLAIM' }), closedAs(world)]).toEqual([7, 1, ['KEPT', 'FOR_SUPPLIER']]);
  });

  it('RECEIVED_AFTER_CLOSE: finished again', () => {
    const world = smallCompany();
    announce(world, 'D1', { CUP: 1 });
    world.apply('delivery.finish', { deliveryId: 'D1' });
    world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CUP', quantity: 1, locationId: 'DOCK' });
    follow(world, 'FINISHED_AGAIN', '', 'RECEIVED_AFTER_CLOSE');
    expect(world.rows.get('delivery', 'W1', 'D1')!.state).toBe('RECEIVED');
  });

  it('SERIAL_ELSEWHERE: the label read again', () => {
    const world = smallCompany();
    announce(world, 'D1', { CAM: 5 });
    for (let i = 0; i < 2; i++) world.submit('delivery.receive', { deliveryId: 'D1', itemId: 'CAM', quantity: 1, serial: 'S8', locationId: 'DOCK' });
    follow(world, 'MISREAD', 'S3', 'SERIAL_ELSEWHERE');
    expect([world.rows.get('serial', 'CAM', 'S3')?.state, world.openExceptions()]).toEqual(['ON_HAND', []]);
  });

  it('GRADE_DISPUTE, and DISPOSITION_REVERSAL: settled, decided, taken back, decided otherwise', () => {
    const world = smallCompany();
    const unit = { unitId: 'U1', itemId: 'CUP', locationId: 'DESK' };
    world.apply('return.receive', { parcelId: 'R1', locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1 }] });
    world.apply('return.inspect', { ...unit, grade: 'N' }, { person: 'ivy' });
    world.submit('return.inspect', { ...unit, grade: 'B' }, { person: 'ian' });
    follow(world, 'SECOND_GRADE');
    world.apply('return.dispose', { ...unit, disposition: 'RESTOCK_B', toLocation: 'A1' }, { person: 'ivy' });
    world.submit('return.dispose', { ...unit, disposition: 'DONATE' }, { person: 'ian' });
    follow(world, 'REVERSED', 'DESK');
    expect([world.quantity('A1', 'CUP'), world.quantity('DESK', 'CUP'), world.rows.get('return_unit', 'W1', 'U1')]).toMatchObject([0, 0, { state: 'EXECUTED', disposition: 'DONATE', grade: 'B' }]);
    expect(world.openExceptions()).toEqual([]);
  });

  it('UNIT_RECEIVED_TWICE and PARCEL_PACKED_TWICE: once more under a new label', () => {
    const world = picking();
    for (const parcelId of ['R1', 'R2']) world.submit('return.receive', { parcelId, locationId: 'DESK', units: [{ unitId: 'U1', itemId: 'CUP', quantity: 1 }] });
    follow(world, 'NEW_LABEL', 'U2');
    expect(world.rows.get('return_unit', 'W1', 'U2')).toMatchObject({ state: 'RECEIVED', parcel_id: 'R2' });
    pick(world, tasksOf(world, 'O1')[0]!);
    pack(world, 'P1', [[tasksOf(world, 'O1')[0]!, 1]]);
    pack(world, 'P1', [[{ ...tasksOf(world, 'O1')[0]!, packed: 0 }, 1]]);
    expect(world.openExceptions()).toEqual([]);
  });

  it('SUSPENSE: it lay in another bin, and closes by itself', () => {
    const world = picking();
    world.submit('stock.move', { itemId: 'LID', quantity: 2, fromLocation: 'A1', toLocation: 'A3' });
    follow(world, 'FOUND', 'A2');
    expect([world.quantity('~suspense:A1', 'LID'), world.quantity('A2', 'LID'), world.openExceptions(), closedAs(world)]).toEqual([0, 3, [], ['COVERED']]);
  });
});
