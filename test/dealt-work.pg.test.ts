// Dealt work between real stations and a real sync service: dealt while online, taken back from a station that went
// silent, done twice, cancelled meanwhile; everything ends, and the company and every replica agree.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AnyRow, Row } from '#domain/tables.ts';
import { arrive } from '#sync/server/admission.ts';
import { takeIn } from '#sync/server/reconcile.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import { startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { expectEqualToCentral, openStation, type TestStation } from './support/stations.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral();
  await intake('stock.open', { itemId: 'A', quantity: 100, locationId: 'B-1' });
});
afterAll(() => central.stop());

/** A command of the ERP. */
async function intake(type: string, payload: object): Promise<void> {
  const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: 'system', warehouse: WAREHOUSE, confirmed: [], payload });
  const [verdict] = await postgresStore(central.service.central).inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => takeIn(tx, Date.now(), { device: 'intake', warehouse: '*' }, [arrive(text, 0)]));
  expect(verdict).toMatchObject({ verdict: 'applied' });
  await central.service.settle();
}
const order = (orderId: string, quantity: number) =>
  intake('order.take_in', { orderId, channelId: 'web', channelNumber: orderId, shipFrom: WAREHOUSE, orderedAt: 1, currency: 'GBP', priority: 0, holds: [], lines: [{ lineNo: 1, itemId: 'A', quantity, unitPrice: 1 }] });
const rows = <T extends 'fulfilment' | 'pick_task' | 'put_back' | 'sales_order' | 'exception' | 'parcel'>(table: T, where: Readonly<Record<string, string>>) =>
  central.service.central.unsafe(`select * from "${table}" where ${Object.keys(where).map((column, i) => `"${column}" = $${i + 1}`).join(' and ')}`, Object.values(where)) as unknown as Promise<readonly Row<T>[]>;
const workOf = async (orderId: string): Promise<Row<'fulfilment'>> => (await rows('fulfilment', { order_id: orderId }))[0]!;
const taskOf = async (orderId: string): Promise<Row<'pick_task'>> => (await rows('pick_task', { order_id: orderId }))[0]!;
const stateOf = async (orderId: string): Promise<string> => (await rows('sales_order', { order_id: orderId }))[0]!.state;
const becomes = async (what: () => Promise<unknown>, expected: unknown) => {
  await vi.waitFor(async () => {
    await central.service.settle();
    expect(await what()).toEqual(expected);
  }, { timeout: 25_000, interval: 100 });
};
const working = async (station: TestStation, orderId: string): Promise<AnyRow | undefined> => (await station.rows('fulfilment', { warehouse_id: WAREHOUSE, order_id: orderId }))[0];
const knows = (station: TestStation, orderId: string, more: object) => vi.waitFor(async () => expect(await working(station, orderId)).toMatchObject(more), { timeout: 25_000, interval: 100 });
async function pick(station: TestStation, orderId: string, tote: string, confirmed: readonly string[] = []) {
  const task = await taskOf(orderId);
  return station.submit('pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: 'A', quantity: task.quantity, fromLocation: 'B-1', tote }, confirmed);
}
/** Asks, and waits until this order's work is here. */
async function dealtTo(station: TestStation, orderId: string): Promise<void> {
  await station.submit('work.ask', { kind: 'fulfilment' });
  await becomes(async () => (await workOf(orderId)).dealt_to, station.device);
  await knows(station, orderId, { dealt_to: station.device });
}

describe('dealt work', () => {
  it('WRK-1 WRK-4 PIK-5 WRK-6 taken back from a silent station and done twice: both picks stand, the order leaves once, everything ends', async () => {
    const a = await openStation(central.service.url);
    const b = await openStation(central.service.url);
    const supervisor = await openStation(central.service.url, undefined, 'RB-DANA');
    await order('SO-1', 3);
    await dealtTo(a, 'SO-1');
    await knows(b, 'SO-1', { dealt_to: a.device });
    // Silent from here on, and picking.
    await a.plug(false);
    expect(await pick(a, 'SO-1', 'TOTE-1')).toMatchObject({ ok: true, results: [{ verdict: 'applied' }] });

    const work = [{ kind: 'fulfilment', id: (await workOf('SO-1')).fulfilment_id }];
    expect(await supervisor.submit('work.take_back', { deviceId: a.device, work, to: b.device, reason: 'SILENT' })).toMatchObject({ ok: true, results: [{ verdict: 'asked' }] });
    await becomes(async () => (await workOf('SO-1')).dealt_to, b.device);
    await knows(b, 'SO-1', { dealt_to: b.device });
    expect(await pick(b, 'SO-1', 'TOTE-2')).toMatchObject({ ok: true, results: [{ verdict: 'applied' }] });
    const task = await taskOf('SO-1');
    const parcel = { parcelId: 'PC-1', fulfilmentId: task.fulfilment_id, orderId: 'SO-1', carrierId: 'NW' };
    expect(await b.submit('parcel.pack', { ...parcel, lines: [{ taskId: task.task_id, orderLine: 1, itemId: 'A', quantity: 3, tote: 'TOTE-2' }] })).toMatchObject({ ok: true });
    expect(await b.submit('parcel.ship', parcel)).toMatchObject({ ok: true });
    await becomes(() => stateOf('SO-1'), 'SHIPPED');

    await a.plug(true);
    await a.level();
    const [putBack] = await rows('put_back', { order_id: 'SO-1' });
    expect(putBack).toMatchObject({ location_id: 'TOTE-1', item_id: 'A', quantity: 3, done: 0, reason: 'SURPLUS', state: 'OPEN', to_location: 'B-1' });
    expect(await rows('exception', { subject_id: 'TOTE-1' })).toMatchObject([{ rule: 'PIK-5', kind: 'PUT_BACK', state: 'OPEN' }]);
    expect(await a.submit('stock.put_back', { itemId: 'A', quantity: 3, fromLocation: 'TOTE-1', toLocation: 'B-1' })).toMatchObject({ ok: true, results: [{ verdict: 'applied' }] });
    await a.level();
    expect(await rows('put_back', { order_id: 'SO-1' })).toMatchObject([{ done: 3, state: 'DONE', open: false, closed_by: 'mara' }]);
    expect(await rows('exception', { subject_id: 'TOTE-1' })).toMatchObject([{ state: 'RESOLVED' }]);
    expect(await rows('parcel', { order_id: 'SO-1' })).toHaveLength(1);
    const sums = await central.service.central`select location_id, sum(quantity)::bigint as quantity from position where item_id = 'A' group by location_id having sum(quantity) <> 0`;
    expect([...sums]).toEqual([{ location_id: 'B-1', quantity: 97 }]);
    for (const station of [a, b, supervisor]) await expectEqualToCentral(station, central.service.central, WAREHOUSE);
  });

  it('WRK-5 WRK-7 cancelled while dealt: the station that has not begun answers by itself', async () => {
    const a = await openStation(central.service.url);
    await order('SO-2', 2);
    await dealtTo(a, 'SO-2');
    await a.plug(false);
    await intake('order.cancel', { orderId: 'SO-2', fulfilmentIds: [(await workOf('SO-2')).fulfilment_id], reason: 'twice' });
    expect(await stateOf('SO-2')).toBe('CANCEL_REQUESTED');
    await a.plug(true);
    await becomes(() => stateOf('SO-2'), 'CANCELLED');
    expect(await workOf('SO-2')).toMatchObject({ state: 'CANCELLED', dealt_to: null });
    expect(await rows('exception', { subject_id: 'SO-2' })).toMatchObject([{ kind: 'CANCEL_REQUESTED', state: 'RESOLVED', resolution: 'CANCELLED' }]);
    // Done for today: nothing more is dealt to it.
    await a.submit('work.hand_back', { work: [] });
    await a.level();
  });

  it('WRK-5 PIK-4 WRK-7 cancelled while picked offline: put back, then cancelled', async () => {
    const a = await openStation(central.service.url);
    await order('SO-3', 2);
    await dealtTo(a, 'SO-3');
    await a.plug(false);
    await pick(a, 'SO-3', 'TOTE-1');
    await intake('order.cancel', { orderId: 'SO-3', fulfilmentIds: [(await workOf('SO-3')).fulfilment_id], reason: 'twice' });
    await a.plug(true);
    await a.level();
    await knows(a, 'SO-3', { state: 'CANCEL_REQUESTED' });
    // Something was picked, so the person says when it is over.
    expect(await stateOf('SO-3')).toBe('CANCEL_REQUESTED');
    await a.submit('cancel.answer', { orderId: 'SO-3', fulfilmentId: (await workOf('SO-3')).fulfilment_id });
    await a.submit('stock.put_back', { itemId: 'A', quantity: 2, fromLocation: 'TOTE-1', toLocation: 'B-1' });
    await becomes(() => stateOf('SO-3'), 'CANCELLED');
    expect((await rows('exception', { state: 'OPEN' })).map((row) => row.kind)).toEqual([]);
    await a.submit('work.hand_back', { work: [] });
    await a.level();
    await expectEqualToCentral(a, central.service.central, WAREHOUSE);
  });

  it('WRK-8 a second station that looks for work gets half of what the first has not begun', async () => {
    const a = await openStation(central.service.url);
    const b = await openStation(central.service.url);
    for (const id of ['SO-5', 'SO-6', 'SO-7', 'SO-8']) await order(id, 1);
    await dealtTo(a, 'SO-5');
    await b.submit('work.ask', { kind: 'fulfilment' });
    const shares = async () => Object.fromEntries((await central.service.central<{ dealt_to: string; n: number }[]>`select dealt_to, count(*)::bigint as n from fulfilment where state = 'OPEN' group by dealt_to`).map((row) => [row.dealt_to, row.n]));
    await becomes(shares, { [a.device]: 2, [b.device]: 2 });
    for (const station of [a, b]) {
      await station.submit('work.hand_back', { work: [] });
      await station.level();
    }
  });
});
