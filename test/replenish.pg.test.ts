// A pick face that runs low is filled from reserve by a task that nobody has to ask for; what orders wait for comes first.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';

let central: TestCentral;
let n = 0;
const goods = (itemId: string, quantity: number, locationId: string) => central.intake(`opening-${(n += 1)}`, 'stock.open', { itemId, quantity, locationId });
const tasks = () => central.service.central<{ item_id: string; from_location: string; to_location: string; quantity: number; reason: string }[]>`select item_id, from_location, to_location, quantity::int, reason from replenishment where state = 'OPEN' order by item_id, reason`;

beforeAll(async () => {
  central = await startTestCentral(Date.now, [...smallCompany, { table: 'channel', rows: [{ channel_id: 'web', name: 'Web', kind: 'shop', ship_from: WAREHOUSE }] }]);
  await central.write('location', [{ warehouse_id: WAREHOUSE, location_id: 'R-1', zone: 'RESERVE', kind: 'reserve', aisle: 0, bay: 0, level: 0, sequence: 0, pickable: false }]);
  await central.write('pick_face', ['A', 'B'].map((item_id, at) => ({ warehouse_id: WAREHOUSE, item_id, location_id: `B-${at + 1}`, minimum: 5, maximum: 20 })));
}, 120_000);
afterAll(() => central.stop());

it('fills a bin below its minimum, brings what orders wait for, and leaves items without a pick face alone', { timeout: 60_000 }, async () => {
  await goods('A', 3, 'B-1');
  await goods('B', 30, 'B-2');
  for (const itemId of ['A', 'B', 'C']) await goods(itemId, 100, 'R-1');
  await vi.waitFor(async () => expect(await tasks()).toEqual([{ item_id: 'A', from_location: 'R-1', to_location: 'B-1', quantity: 17, reason: 'MINIMUM' }]), { timeout: 20_000, interval: 100 });
  // Thirty are promised from the bin, and ten more of the order wait.
  await central.intake('order-taken-1', 'order.take_in', { orderId: 'O1', channelId: 'web', channelNumber: '1', shipFrom: WAREHOUSE, orderedAt: Date.now(), currency: 'GBP', lines: [{ lineNo: 1, itemId: 'B', quantity: 40, unitPrice: 100 }] });
  await vi.waitFor(async () => expect((await tasks()).find((row) => row.item_id === 'B')).toEqual({ item_id: 'B', from_location: 'R-1', to_location: 'B-2', quantity: 20, reason: 'DEMAND' }), { timeout: 20_000, interval: 100 });
  expect(await central.service.central`select 1 from command_log where type = 'replenish.plan' and verdict <> 'applied'`).toHaveLength(0);
});
