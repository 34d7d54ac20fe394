// One delivery by two stations (SQLite files) and a real sync service (Postgres), one of them without a network half
// of the time: over, short, damaged and unknown goods, a scan taken back, a case of another size, a supervisor's end.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { expectEqualToCentral, openStation, type TestStation } from './support/stations.ts';

let central: TestCentral;
beforeAll(async () => {
  const line = (line_id: string, item_id: string, expected: number) => ({ warehouse_id: WAREHOUSE, delivery_id: 'DN-7', line_id, item_id, expected, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] });
  central = await startTestCentral(Date.now, [
    ...smallCompany,
    { table: 'delivery', rows: [{ warehouse_id: WAREHOUSE, delivery_id: 'DN-7', supplier_id: 'S1', purchase_order_id: null, state: 'EXPECTED', expected_at: 1, arrived_at: null }] },
    { table: 'delivery_line', rows: [line('1', 'A', 24), line('2', 'B', 10), line('3', 'C', 5)] },
    { table: 'setting', rows: [{ key: 'receipt_tolerance_percent', value: [{ percent: 0 }, { supplierId: 'S1', itemId: 'B', percent: 10 }] }] },
  ]);
});
afterAll(() => central.stop());

const did = async (station: TestStation, type: string, payload: object, confirmed: readonly string[] = []) => expect(await station.submit(type, payload, confirmed)).toMatchObject({ ok: true });
const byText = (a: readonly unknown[], b: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);
const goods = (itemId: string, quantity: number, more: object = {}) => ({ deliveryId: 'DN-7', itemId, quantity, locationId: 'DOCK', ...more });

it('RCV-1 RCV-2 RCV-3 RCV-4 REC-3 REC-5 one delivery by two stations, one of them offline half of the time, is the same in every store', { timeout: 90_000 }, async () => {
  const ann = await openStation(central.service.url);
  const ben = await openStation(central.service.url);
  await did(ann, 'delivery.receive', goods('A', 12, { packUnits: 12 }));
  await did(ben, 'delivery.receive', goods('B', 5));
  await Promise.all([ann.level(), ben.level()]);

  await ben.plug(false);
  await did(ben, 'delivery.receive', goods('A', 12, { packUnits: 12 }));
  await did(ben, 'delivery.receive', goods('B', 6));
  await did(ben, 'delivery.receive', goods('C', 1, { condition: 'D' }));
  await did(ben, 'delivery.take_back', goods('A', 12, { packUnits: 12 }));
  await did(ben, 'delivery.receive', goods('A', 10, { packUnits: 10 }));
  await did(ben, 'pack.propose', { itemId: 'A', listed: 12, found: 10, deliveryId: 'DN-7' });
  await did(ann, 'delivery.receive', goods('GHOST', 2), ['unknown_item']);
  await did(ann, 'delivery.receive', goods('A', 3));
  await did(ann, 'delivery.finish', { deliveryId: 'DN-7' });
  await ann.level();
  await ann.signIn('RB-DANA');
  await did(ann, 'delivery.finish_for_all', { deliveryId: 'DN-7', note: 'the other station does not answer' });
  await ann.level();
  // What the silent station did comes after the close: all of it counts, and the delivery is looked at again.
  await ben.plug(true);
  await ben.level();
  await did(ben, 'delivery.finish', { deliveryId: 'DN-7' });
  await ben.level();

  for (const station of [ann, ben]) await expectEqualToCentral(station, central.service.central, WAREHOUSE);
  const lines = await ann.rows('delivery_line', { warehouse_id: WAREHOUSE, delivery_id: 'DN-7' });
  expect(lines.map((line) => [line.item_id, line.expected, line.received, line.damaged]).toSorted(byText)).toEqual([['A', 24, 25, 0], ['B', 10, 11, 0], ['C', 5, 1, 1], ['GHOST', 0, 2, 0]]);
  const atDock = await central.service.central<{ item_id: string; hold: string; quantity: number }[]>`select item_id, hold, sum(quantity)::bigint as quantity from position where location_id = 'DOCK' group by item_id, hold having sum(quantity) <> 0 order by 1, 2`;
  // Eleven of ten are within this supplier's tolerance for the item.
  expect(atDock.map((row) => [row.item_id, row.hold, row.quantity])).toEqual([['A', '', 24], ['A', 'SURPLUS', 1], ['B', '', 11], ['C', '', 1], ['GHOST', 'SURPLUS', 2]]);
  const asked = await central.service.central<{ kind: string; rule: string; person_id: string; book: unknown }[]>`select kind, rule, person_id, book from exception where state = 'OPEN' order by opened_at`;
  const claims = asked.filter((row) => row.kind === 'DELIVERY_DIFFERS');
  // One work item, which is told what came after the close.
  expect(claims.map((row) => row.person_id)).toEqual(['dana']);
  expect((claims[0]!.book as { item: string; codes: string[] }[]).map(({ item, codes }) => [item, ...codes]).toSorted(byText)).toEqual([['A', 'O'], ['B', 'O'], ['C', 'P', 'D'], ['GHOST', 'W']]);
  expect(asked.filter((row) => row.kind === 'PACK_SIZE_DIFFERS')).toHaveLength(1);
  const told = await central.service.central<{ type: string; rule: string }[]>`select type, rule from command_log where device_id = ${ben.device} and sequence > 1 order by sequence`;
  expect(told.find((row) => row.type === 'delivery.take_back')!.rule).toBe('');
  expect(told[0]!.rule).toBe('REC-3');
});
