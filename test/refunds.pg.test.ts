// Money for what came back, on a real database: two sync services run the policy and ask the payment side, and every
// decision is paid once whatever is sent twice, refunded elsewhere meanwhile or answered late.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { refundKind } from '#domain/approving/refund-kind.ts';
import { createSlice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import { paths } from '#sync/protocol/messages.ts';
import { paymentFolder } from '#sync/server/outside/payment-files.ts';
import { payRound, type PaymentRequest } from '#sync/server/outside/payments.ts';
import { startService, type Service } from '#sync/server/service.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const person = (person_id: string, ...roles: string[]) => ({ person_id, name: person_id, badge: `RB-${person_id.toUpperCase()}`, roles, active: true });
const company = [...smallCompany, { table: 'person' as const, rows: [person('ivy', 'inspector'), person('fin', 'finance'), person('sue', 'supervisor')] }, { table: 'customer' as const, rows: [{ customer_id: 'CU', name: 'Cus', country: 'GB' }] }, { table: 'channel' as const, rows: [{ channel_id: 'web', name: 'Web', kind: 'shop', ship_from: WAREHOUSE }] }];

let central: TestCentral;
let second: Service;
const money = temporaryFolder();
beforeAll(async () => {
  central = await startTestCentral(Date.now, company);
  second = await startService({ databaseUrl: central.databaseUrl, now: Date.now, port: 0, payments: paymentFolder(money, { settles: true }) });
});
afterAll(async () => {
  await second.stop();
  await central.stop();
});

async function send(by: string, type: string, payload: object, id: string = randomUUID()): Promise<string> {
  const text = JSON.stringify({ id, type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: by, warehouse: WAREHOUSE, confirmed: [], payload });
  const reply = await fetch(central.service.url + paths.intake, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
  const { outcomes } = (await reply.json()) as { outcomes: { verdict: string; rule: string; rejection: unknown }[] };
  return `${outcomes[0]!.verdict} ${outcomes[0]!.rule}`.trim();
}
const sql = () => central.service.central;
const refundOf = async (unitId: string): Promise<Row<'refund'> | undefined> => (await sql()<Row<'refund'>[]>`select * from refund where unit_id = ${unitId} and kind <> 'SUPPLEMENT'`)[0];
const until = (work: () => Promise<void>) => vi.waitFor(work, { timeout: 30_000, interval: 100 });

async function sold(orderId: string, quantity: number, more: object = {}): Promise<void> {
  await send('system', 'stock.open', { itemId: 'A', quantity, locationId: 'B-1' });
  expect(await send('system', 'order.take_in', { orderId, channelId: 'web', channelNumber: orderId, customerId: 'CU', shipFrom: WAREHOUSE, orderedAt: Date.now(), currency: 'GBP', lines: [{ lineNo: 1, itemId: 'A', quantity, unitPrice: 50_000, ...more }] })).toBe('applied');
  const tasks = await vi.waitFor(async () => {
    const found = await sql()<Row<'pick_task'>[]>`select * from pick_task where order_id = ${orderId}`;
    expect(found.reduce((sum, task) => sum + task.quantity, 0)).toBe(quantity);
    return found;
  }, { timeout: 30_000, interval: 100 });
  for (const task of tasks) await send('mara', 'pick.pick', { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: 'A', quantity: task.quantity, fromLocation: task.location_id, tote: 'TOTE-1' });
  const { fulfilment_id: fulfilmentId } = tasks[0]!;
  await send('mara', 'parcel.pack', { parcelId: `P-${orderId}`, fulfilmentId, orderId, carrierId: 'STANDARD', lines: tasks.map((task) => ({ taskId: task.task_id, orderLine: 1, itemId: 'A', quantity: task.quantity, tote: 'TOTE-1' })) });
  expect(await send('mara', 'parcel.ship', { parcelId: `P-${orderId}`, fulfilmentId, orderId, carrierId: 'STANDARD' })).toBe('applied');
}
async function back(unitId: string, orderId: string, grade = 'N'): Promise<void> {
  const at = { unitId, itemId: 'A', locationId: 'RETURNS' };
  await send('ivy', 'return.receive', { parcelId: `R-${unitId}`, customerId: 'CU', locationId: 'RETURNS', units: [{ unitId, itemId: 'A', quantity: 1, orderId, orderLine: 1 }] });
  await send('ivy', 'return.inspect', { ...at, grade });
  expect(await send('ivy', 'return.dispose', { ...at, disposition: grade === 'N' ? 'RESTOCK' : 'RESTOCK_B' })).toBe('applied');
}
const requests = (): PaymentRequest[] => readdirSync(money).filter((name) => name.endsWith('.request.json')).map((name) => JSON.parse(readFileSync(path.join(money, name), 'utf8')) as PaymentRequest);

it('RFD-26 a restocked unit is paid back once, by whichever service, and followed to settled', { timeout: 90_000 }, async () => {
  await sold('O-1', 2, { goods: 900, tax: 180 });
  await back('U-1', 'O-1');
  await until(async () => expect(await refundOf('U-1')).toMatchObject({ state: 'SETTLED', amount: 540, reference: expect.stringMatching(/^FILE-/) as string }));
  const { refund_id: id } = (await refundOf('U-1'))!;
  expect(requests().filter((request) => request.refundId === id)).toEqual([{ key: `${id}:1`, refundId: id, orderId: 'O-1', method: 'original', amount: 540, currency: 'GBP' }]);
  // The unit is looked at again and the answer told again: nothing more is paid.
  expect(await send('system', 'refund.consider', { refundId: id, unitId: 'U-1', itemId: 'A', orderId: 'O-1', orderLine: 1, customerId: 'CU' })).toBe('merged RFD-4');
  expect(await send('system', 'refund.report', { refundId: id, attempt: 1, state: 'FAILED' })).toBe('merged RFD-16');
  expect(await sql()`select refunded, refunded_units from paid_line where order_id = 'O-1'`).toMatchObject([{ refunded: 540, refunded_units: 1 }]);
});

it('RFD-22 RFD-20 two people sign while the shop pays back itself: never more than was paid', { timeout: 90_000 }, async () => {
  await sold('O-2', 1, { goods: 1000 });
  await back('U-2', 'O-2', 'C');
  await until(async () => expect(await refundOf('U-2')).toMatchObject({ state: 'PENDING_APPROVAL', amount: 700 }));
  const row = (await refundOf('U-2'))!;
  const signed = (refund: Row<'refund'>) => {
    const slice = createSlice();
    slice.load('refund', [refund]);
    const [line] = refundKind.sheet(slice, WAREHOUSE, refund.refund_id).lines;
    return { kind: 'refund', documentId: refund.refund_id, lines: [{ lineId: line!.lineId, itemId: 'A', locationId: 'O-2', decision: 'approve', view: line!.view(), units: line!.units, value: line!.value }] };
  };
  expect(await send('system', 'refund.elsewhere', { refundId: 'SHOP-1', orderId: 'O-2', orderLine: 1, amount: 600, source: 'web' })).toBe('applied');
  expect(await send('system', 'refund.elsewhere', { refundId: 'SHOP-1', orderId: 'O-2', orderLine: 1, amount: 600, source: 'web' })).toBe('merged RFD-12');
  expect(await send('sue', 'approval.sign', signed(row))).toBe('refused APP-1');
  const now = (await refundOf('U-2'))!;
  expect(now.amount).toBe(400);
  expect(await send('ivy', 'approval.sign', signed(now))).toMatch(/^parked|refused APP-[37]/);
  expect((await Promise.all(['sue', 'fin'].map((by) => send(by, 'approval.sign', signed(now))))).toSorted()).toEqual(['applied', 'refused APP-2']);
  await until(async () => expect(await refundOf('U-2')).toMatchObject({ state: 'SETTLED' }));
  expect(requests().filter((request) => request.orderId === 'O-2').map((request) => request.amount)).toEqual([400]);
  expect(await sql()`select goods, refunded, elsewhere from paid_line where order_id = 'O-2'`).toMatchObject([{ goods: 1000, refunded: 400, elsewhere: 600 }]);
});

it('RFD-24 an exchange gets stock of its own', { timeout: 90_000 }, async () => {
  await sold('O-3', 1);
  await back('U-3', 'O-3', 'C');
  await until(async () => expect(await refundOf('U-3')).toMatchObject({ state: 'PENDING_APPROVAL' }));
  const row = (await refundOf('U-3'))!;
  await send('system', 'stock.open', { itemId: 'B', quantity: 3, locationId: 'B-2' });
  expect(await send('fin', 'refund.decide', { refundId: row.refund_id, kind: 'EXCHANGE', orderId: 'O-3', orderLine: 1, amount: 500, note: 'another', exchange: [{ itemId: 'B', quantity: 1, unitPrice: 50_000 }] })).toBe('applied');
  const decided = (await refundOf('U-3'))!;
  const slice = createSlice();
  slice.load('refund', [decided]);
  const [line] = refundKind.sheet(slice, WAREHOUSE, row.refund_id).lines;
  expect(await send('sue', 'approval.sign', { kind: 'refund', documentId: row.refund_id, lines: [{ lineId: line!.lineId, itemId: 'A', locationId: 'O-3', decision: 'approve', view: line!.view(), units: 1, value: line!.value }] })).toBe('applied');
  const done = (await refundOf('U-3'))!;
  expect(done).toMatchObject({ state: 'EXCHANGED', amount: 500 });
  await until(async () => expect(await sql()`select item_id, quantity from pick_task where order_id = ${done.exchange_order_id}`).toMatchObject([{ item_id: 'B', quantity: 1 }]));
});

it('RFD-26 the folder answers a key as it did, whoever asks, and waits where nobody has answered', { timeout: 30_000 }, async () => {
  const folder = temporaryFolder();
  const request: PaymentRequest = { key: 'abc:1', refundId: 'abc', orderId: 'O', method: 'original', amount: 5, currency: 'GBP' };
  const [one, two] = [paymentFolder(folder, { settles: false }), paymentFolder(folder, { settles: false })];
  expect(await Promise.all([one.ask(request), two.ask(request), one.ask(request)])).toEqual([{ state: 'pending' }, { state: 'pending' }, { state: 'pending' }]);
  expect(readdirSync(folder)).toEqual(['abc_1.request.json']);
  await expect(two.ask({ ...request, amount: 6 })).rejects.toThrow(/another content/);
  writeFileSync(path.join(folder, 'abc_1.answer.json'), '{"state":"fai');
  expect(await one.ask(request)).toEqual({ state: 'pending' });
  writeFileSync(path.join(folder, 'abc_1.answer.json'), '{"state":"failed","note":"closed"}');
  expect(await one.ask(request)).toEqual({ state: 'failed', reference: '', note: 'closed' });
});

it('RFD-2 RFD-26 a payment side that cannot be reached is asked again, and a failure is told', { timeout: 90_000 }, async () => {
  const own = await startTestCentral(Date.now, company);
  try {
    const store = postgresStore(own.service.central);
    await own.write('refund', [{
      refund_id: 'RF', warehouse_id: WAREHOUSE, unit_id: 'U', item_id: 'A', quantity: 1, order_id: null, order_line: null, customer_id: null, kind: 'REFUND', state: 'REQUESTED', reasons: [], refusal: '', currency: 'GBP', goods: 5, tax: 0, shipping: 0, fee: 0, amount: 5,
      policy: '', grade: 'N', graded_by: '', supplements: null, exchange: [], exchange_order_id: null, decided_by: 'system', decided_at: 1, approver: null, note: '', attempt: 1, requested_at: 1, settled_at: null, reference: '',
    }]);
    await expect(payRound(store, { ask: () => Promise.reject(new Error('not reached')) }, Date.now)).rejects.toThrow('not reached');
    const failing = { ask: () => Promise.resolve({ state: 'failed', reference: '', note: 'the card is closed' } as const) };
    expect([await payRound(store, failing, Date.now), await payRound(store, failing, Date.now)]).toEqual([1, 0]);
    expect(await own.service.central`select rule, owner_role, state from exception where kind = 'REFUND_FAILED'`).toMatchObject([{ rule: 'RFD-2', owner_role: 'finance', state: 'OPEN' }]);
  } finally {
    await own.stop();
  }
});
