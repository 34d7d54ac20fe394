// Counts that the company's plan asks for, on a real Postgres.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postgresStore } from '#db/central/postgres-store.ts';
import { createCountPlans } from '#sync/server/policies/count-plans.ts';
import { paths } from '#sync/protocol/messages.ts';
import { itemRow, smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';

/** A Monday, 09:00 UTC. */
const MONDAY = Date.parse('2026-03-02T09:00:00Z');
const DAY = 86_400_000;
let now = MONDAY;
let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(() => now, [...smallCompany, { table: 'item', rows: [itemRow('D', { abc_class: 'C' })] }]);
  for (const [itemId, locationId, quantity] of [['A', 'B-1', 9], ['B', 'B-2', 9], ['D', 'B-3', 9]] as const) await send('system', 'stock.open', { itemId, quantity, locationId });
  await central.service.settle();
  await central.write('setting', [{ key: 'count_plan', value: { perDay: 2, classes: { A: 7 }, empty: 30, nearZero: 2 } }]);
});
afterAll(() => central.stop());

async function send(person: string, type: string, payload: object): Promise<void> {
  const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: now, offset: 0, person, warehouse: WAREHOUSE, confirmed: [], payload });
  await fetch(central.service.url + paths.intake, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
}
const open = async () => (await central.service.central<{ location_id: string; item_id: string; trigger: string; task_id: string }[]>`select location_id, item_id, trigger, task_id from count_task where state in ('OPEN', 'COUNTING') order by location_id, item_id`);
/** As a second service would beside the one that runs: of both one opens each count, and the other may have to look again. */
async function planned(): Promise<void> {
  try {
    await createCountPlans(postgresStore(central.service.central), () => now).run();
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error;
  }
}

it('PLN-2 opens what is due once a day, whoever runs it, and the rest the next day', async () => {
  await planned();
  const first = await open();
  await planned();
  expect([first.length, await open()]).toEqual([2, first]);
  expect(first.map((row) => row.trigger).every((trigger) => ['ABC', 'EMPTY_LOCATION'].includes(trigger))).toBe(true);
  now += DAY;
  // Three bins are in the plan at all: two of class A, one that should be empty; class C is not counted by itself.
  await planned();
  expect((await open()).map((row) => [row.location_id, row.trigger])).toEqual([['B-1', 'ABC'], ['B-2', 'ABC'], ['B-4', 'EMPTY_LOCATION']]);
});

it('PLN-1 a bin that was counted is due again when its period is over, and not before', async () => {
  const task = (await open()).find((row) => row.location_id === 'B-1')!;
  await send('mara', 'count.record', { taskId: task.task_id, locationId: 'B-1', itemId: 'A', quantity: 9, firstLook: now, lastLook: now });
  await send('mara', 'count.submit', { taskId: task.task_id, locationId: 'B-1' });
  const before = await open();
  now += 6 * DAY;
  await planned();
  expect(await open()).toEqual(before);
  now += DAY;
  await planned();
  expect(await open()).toHaveLength(before.length + 1);
  expect((await open()).find((row) => row.location_id === 'B-1')).toMatchObject({ trigger: 'ABC' });
});

it('PLN-5 a pick that leaves few asks for a count of that item, one that leaves more does not', async () => {
  for (const [orderId, quantity] of [['SO-1', 4], ['SO-2', 3]] as const) {
    await send('system', 'order.take_in', { orderId, channelId: 'web', channelNumber: orderId, shipFrom: WAREHOUSE, orderedAt: now, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'D', quantity, unitPrice: 1 }] });
    await central.service.settle();
    const [task] = await central.service.central<{ task_id: string; fulfilment_id: string }[]>`select task_id, fulfilment_id from pick_task where order_id = ${orderId}`;
    await send('mara', 'pick.pick', { taskId: task!.task_id, fulfilmentId: task!.fulfilment_id, itemId: 'D', quantity, fromLocation: 'B-3', tote: 'TOTE-1' });
    await central.service.settle();
    const counts = (await open()).filter((row) => row.location_id === 'B-3');
    expect(counts.map((row) => [row.item_id, row.trigger])).toEqual(orderId === 'SO-1' ? [] : [['D', 'NEAR_ZERO']]);
  }
});
