// Counts in time between real stations (SQLite files) and a real sync service (Postgres): a pick that was told after a
// count was approved changes what the count posted, and the bin stays as counted, in every store.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { viewOf } from '#domain/adjustments.ts';
import { COUNT_RULES } from '#domain/count-rules.ts';
import type { Row } from '#domain/tables.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { expectEqualToCentral, openStation, type TestStation } from './support/stations.ts';

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(Date.now, [...smallCompany, { table: 'setting', rows: [{ key: COUNT_RULES, value: { handBeforeScan: 0, clockUncertainty: 0 } }] }]);
});
afterAll(() => central.stop());

const goods = { itemId: 'A', quantity: 10 };
const did = async (station: TestStation, type: string, payload: object, confirmed: readonly string[] = []) => expect(await station.submit(type, payload, confirmed)).toMatchObject({ ok: true });
const checkIn = async (station: TestStation): Promise<Row<'adjustment'>> => (await station.rows('adjustment', { warehouse_id: WAREHOUSE })).find((row) => row.source === 'count')!;
const atCentral = async () => {
  const rows = await central.service.central<{ location_id: string; quantity: number }[]>`select location_id, sum(quantity)::bigint as quantity from position where item_id = 'A' and location_id in ('B-1', '~suspense:B-1', 'TOTE-1') group by location_id having sum(quantity) <> 0 order by 1`;
  return rows.map((row) => [row.location_id, row.quantity]);
};

it('LED-19 LED-20 a pick from before a posted count, told after it, restates the count in Postgres and in every replica', { timeout: 90_000 }, async () => {
  const counting = await openStation(central.service.url);
  const picking = await openStation(central.service.url);
  await did(counting, 'delivery.receive', { deliveryId: 'DN-1', locationId: 'DOCK', ...goods }, ['unknown_document']);
  await did(counting, 'stock.put_away', { fromLocation: 'DOCK', toLocation: 'B-1', ...goods });
  await counting.level();
  await expectEqualToCentral(picking, central.service.central, WAREHOUSE);

  await picking.plug(false);
  await sleep(300);
  await did(picking, 'stock.move', { itemId: 'A', quantity: 4, fromLocation: 'B-1', toLocation: 'TOTE-1' });
  // Clocks of two stations agree within the way of one answer; these events lie further apart.
  await sleep(500);
  await did(counting, 'count.open', { taskId: 'CT-1', locationId: 'B-1', trigger: 'SPOT' });
  const now = Date.now();
  await did(counting, 'count.record', { taskId: 'CT-1', locationId: 'B-1', itemId: 'A', quantity: 6, firstLook: now, lastLook: now });
  await did(counting, 'count.submit', { taskId: 'CT-1', locationId: 'B-1', items: ['A'] });
  const waiting = await checkIn(counting);
  expect(waiting).toMatchObject({ state: 'PENDING', book: 10, counted: 6, delta: -4 });
  await counting.signIn('RB-DANA');
  await did(counting, 'adjustment.approve', { adjustmentId: waiting.adjustment_id, locationId: 'B-1', itemId: 'A', view: viewOf(waiting) });
  await counting.level();
  expect(await atCentral()).toEqual([['B-1', 6]]);

  await picking.plug(true);
  await picking.level();
  expect(await atCentral()).toEqual([['B-1', 6], ['TOTE-1', 4]]);
  for (const station of [counting, picking]) {
    await expectEqualToCentral(station, central.service.central, WAREHOUSE);
    expect(await checkIn(station)).toMatchObject({ state: 'POSTED', was_book: 10, was_delta: -4, book: 6, delta: 0, posted: 0 });
  }
  const [told] = await central.service.central<{ verdict: string; rule: string }[]>`select verdict, rule from command_log where device_id = ${picking.device} and type = 'stock.move'`;
  expect(told).toEqual({ verdict: 'flagged', rule: 'CNT-9' });
});
