// Nobody decides about what they did themselves. Each pair of duties that one person must not join is tried twice: at a
// real station, and sent raw to the real server past any station; what was to be decided stays as it was.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { approvalKinds } from '#domain/approving/kinds.ts';
import { dayOf } from '#domain/days.ts';
import type { CommandOf } from '#domain/commands.ts';
import { createSlice } from '#domain/slice.ts';
import type { AnyRow } from '#domain/tables.ts';
import { postgresStore } from '#db/central/postgres-store.ts';
import { paths } from '#sync/protocol/messages.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { openStation, type TestStation } from './support/stations.ts';

const person = (person_id: string, ...roles: string[]): AnyRow => ({ person_id, name: person_id, badge: `RB-${person_id.toUpperCase()}`, roles, active: true });
const company = [
  ...smallCompany.filter(({ table }) => table !== 'person'),
  // Roles enough for both halves of every pair: only that it is the same person stands against it.
  { table: 'person' as const, rows: [person('dana', 'supervisor', 'inspector', 'counter', 'buyer', 'finance'), person('sam', 'supervisor', 'buyer'), person('ann', 'floor', 'counter', 'inspector'), person('root', 'admin'), person('bob', 'buyer'), person('system', 'system')] },
  { table: 'code' as const, rows: [{ kind: 'adjustment_reason', code: 'DESTROYED', label: '', attributes: { direction: 'down', two: 0, roles: ['supervisor', 'floor'] } }] },
];

let central: TestCentral;
let station: TestStation;
beforeAll(async () => {
  central = await startTestCentral(Date.now, company);
  for (const itemId of ['A', 'B']) await raw('system', 'stock.open', { itemId, quantity: 100, locationId: 'B-1' });
}, 60_000);
afterAll(() => central.stop());

async function raw(by: string, type: string, payload: object): Promise<{ readonly verdict: string; readonly rule: string }> {
  const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: by, warehouse: WAREHOUSE, confirmed: [], payload });
  const reply = await fetch(central.service.url + paths.intake, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
  const { outcomes } = (await reply.json()) as { outcomes: { verdict: string; rule: string }[] };
  return { verdict: outcomes[0]!.verdict, rule: outcomes[0]!.rule };
}
/** The document as the inbox would show it now, all of it approved. */
async function document(kind: string, documentId: string): Promise<Attempt> {
  const line = { lineId: documentId, itemId: 'A', locationId: 'B-1', serial: '', decision: 'approve' as const, view: 'x', units: 0, value: 0, book: 0 };
  const asked = (lines: readonly object[]) => ({ warehouse: WAREHOUSE, person: 'dana', at: Date.now(), offset: 0, payload: { kind, documentId, lines } }) as unknown as CommandOf<'approval.sign'>;
  const slice = createSlice();
  await postgresStore(central.service.central).inScope({ role: 'restow_reader', warehouse: '*', device: '*' }, (tx) => tx.loadSlice(approvalKinds[kind]!.reads(asked([line])).map(({ lock: _lock, ...read }) => read), slice));
  const { lines } = approvalKinds[kind]!.sheet(slice, WAREHOUSE, documentId);
  if (lines.length === 0) throw new Error(`nothing to sign in ${kind} ${documentId}`);
  return { type: 'approval.sign', payload: { kind, documentId, lines: lines.map((each) => ({ lineId: each.lineId, itemId: each.itemId, locationId: each.locationId, decision: 'approve', view: each.view(), units: each.units, value: each.value })) } };
}
interface Attempt {
  readonly type: string;
  readonly payload: object;
}
interface Pair {
  readonly did: string;
  readonly decides: string;
  readonly by?: string;
  /** Does the first half; answers the second. */
  readonly first: () => Promise<Attempt>;
  /** What the station says, and the server. */
  readonly here?: string;
  readonly there?: { readonly verdict: string; readonly rule: string };
}
const label = (prefix: string): string => `${prefix}-${randomUUID().slice(0, 8)}`;
async function propose(by: string, reason = 'MISSING'): Promise<string> {
  const adjustmentId = label('ADJ');
  await raw(by, 'adjustment.submit', { adjustmentId, locationId: 'B-1', itemId: 'A', delta: -1, reason });
  return adjustmentId;
}
async function counted(by: string): Promise<string> {
  const taskId = label('CT');
  const now = Date.now();
  await raw(by, 'count.open', { taskId, locationId: 'B-2', trigger: 'SPOT' });
  await raw(by, 'count.record', { taskId, locationId: 'B-2', itemId: 'A', quantity: 3, firstLook: now, lastLook: now });
  await raw(by, 'count.submit', { taskId, locationId: 'B-2' });
  return taskId;
}
async function graded(by: string, grade: string): Promise<{ unitId: string; itemId: string; locationId: string }> {
  const unit = { unitId: label('RU'), itemId: 'A', locationId: 'RETURNS' };
  await raw('ann', 'return.receive', { parcelId: label('RP'), locationId: 'RETURNS', units: [{ unitId: unit.unitId, itemId: 'A', quantity: 1 }] });
  await raw(by, 'return.inspect', { ...unit, grade });
  return unit;
}
const refundRow = (refundId: string, more: AnyRow): AnyRow => ({
  refund_id: refundId, warehouse_id: WAREHOUSE, unit_id: refundId, item_id: 'A', quantity: 1, order_id: null, order_line: null, customer_id: null, kind: 'REFUND', state: 'PENDING_APPROVAL', reasons: [], refusal: '', currency: 'GBP', goods: 500, tax: 0, shipping: 0, fee: 0, amount: 500,
  policy: '', grade: 'N', graded_by: 'ann', supplements: null, exchange: [], exchange_order_id: null, decided_by: 'sam', decided_at: 1, approver: null, note: '', attempt: 0, requested_at: null, settled_at: null, reference: '', ...more,
});
async function refund(more: AnyRow): Promise<Attempt> {
  const refundId = label('RF');
  await central.write('refund', [refundRow(refundId, more)]);
  return document('refund', refundId);
}
const author = { here: 'APP-3', there: { verdict: 'refused', rule: 'APP-3' } };

const pairs: readonly Pair[] = [
  { did: 'proposes a change', decides: 'signs it', first: async () => document('adjustment', await propose('dana')) },
  { did: 'proposes a change', decides: 'approves it without the inbox', first: async () => {
    const adjustmentId = await propose('dana');
    const { payload } = await document('adjustment', adjustmentId);
    return { type: 'adjustment.approve', payload: { adjustmentId, locationId: 'B-1', itemId: 'A', view: (payload as { lines: { view: string }[] }).lines[0]!.view } };
  } },
  { did: 'proposes a change', decides: 'turns it down', first: async () => ({ type: 'adjustment.reject', payload: { adjustmentId: await propose('dana'), locationId: 'B-1', itemId: 'A' } }) },
  { did: 'counts', decides: 'signs the difference', first: async () => document('adjustment', await counted('dana')) },
  { did: 'proposes a correction', decides: 'signs it', first: async () => {
    const correctionId = label('COR');
    await raw('dana', 'correction.submit', { correctionId, reason: 'BIN_CORRECTION', lines: [{ locationId: 'B-1', itemId: 'A', delta: -1 }, { locationId: 'B-3', itemId: 'A', delta: 1 }] });
    return document('adjustment', correctionId);
  } },
  { did: 'signs a destruction of stock first', decides: 'signs it second', first: async () => {
    const id = await propose('ann', 'DESTROYED');
    const first = await document('adjustment', id);
    expect((await raw('dana', first.type, first.payload)).verdict).toBe('applied');
    return document('adjustment', id);
  } },
  { did: 'asks for the destruction of a return', decides: 'signs it', first: async () => {
    const unit = await graded('ann', 'D');
    await raw('dana', 'return.dispose', { ...unit, disposition: 'DESTROY' });
    return document('destruction', unit.unitId);
  } },
  { did: 'inspects a return', decides: 'signs its destruction', first: async () => {
    const unit = await graded('dana', 'D');
    await raw('ann', 'return.dispose', { ...unit, disposition: 'DESTROY' });
    return document('destruction', unit.unitId);
  } },
  { did: 'gives a grade', decides: 'settles the dispute about it', first: async () => {
    const unit = await graded('dana', 'N');
    await raw('ann', 'return.inspect', { ...unit, grade: 'D' });
    return { type: 'return.settle_grade', payload: { ...unit, grade: 'N' } };
  } },
  { did: 'receives beyond the delivery', decides: 'signs the surplus', first: async () => {
    const deliveryId = label('DN');
    await central.write('delivery', [{ warehouse_id: WAREHOUSE, delivery_id: deliveryId, supplier_id: null, purchase_order_id: null, state: 'EXPECTED', expected_at: 1, arrived_at: null }]);
    await central.write('delivery_line', [{ warehouse_id: WAREHOUSE, delivery_id: deliveryId, line_id: 'L1', item_id: 'A', expected: 1, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] }]);
    await raw('dana', 'delivery.receive', { deliveryId, itemId: 'A', quantity: 9, locationId: 'DOCK' });
    const [row] = await central.service.central<{ exception_id: string }[]>`select exception_id from exception where subject_id = ${deliveryId} and kind = 'OVER_DELIVERED'`;
    return document('over_receipt', row!.exception_id);
  } },
  { did: 'teaches a code of another item', decides: 'signs that it is right', first: async () => {
    const barcode = label('CODE');
    await raw('sam', 'barcode.teach', { barcode, itemId: 'A' });
    await raw('dana', 'barcode.teach', { barcode, itemId: 'B' });
    return document('taught_code', barcode);
  } },
  { did: 'decides about a refund', decides: 'signs it', first: () => refund({ decided_by: 'dana' }) },
  { did: 'inspects a return', decides: 'signs its refund', first: () => refund({ graded_by: 'dana' }) },
  { did: 'counts', decides: 'counts it again', here: 'CNT-8', there: { verdict: 'flagged', rule: 'CNT-8' }, first: async () => {
    const taskId = label('CT');
    await central.write('count_task', [{ warehouse_id: WAREHOUSE, task_id: taskId, location_id: 'B-4', item_id: 'A', trigger: 'RECOUNT', state: 'OPEN', opened_at: 1, due_at: null, counted_by: null, closed_at: null, assigned_to: null, not_by: ['dana'], live_to: Number.MAX_SAFE_INTEGER, dealt_to: null, dealt_at: null }]);
    return { type: 'count.record', payload: { taskId, locationId: 'B-4', itemId: 'A', quantity: 1, firstLook: Date.now(), lastLook: Date.now() } };
  } },
  { did: 'has no such role', decides: 'signs a change', by: 'ann', here: 'not_your_decision', there: { verdict: 'parked', rule: 'PRK-1' }, first: async () => document('adjustment', await propose('dana')) },
  { did: 'keeps the roles and limits', decides: 'signs a change', by: 'root', here: 'not_your_decision', there: { verdict: 'parked', rule: 'PRK-1' }, first: async () => document('adjustment', await propose('ann')) },
  { did: 'buys', decides: 'signs a difference of stock', by: 'bob', here: 'APP-7', there: { verdict: 'refused', rule: 'APP-7' }, first: async () => document('adjustment', await propose('ann')) },
  { did: 'changes a limit', decides: 'uses it on the same day', here: 'APP-4', there: { verdict: 'refused', rule: 'APP-4' }, first: async () => {
    await central.write('setting', [{ key: 'approval_limits', value: { roles: { supervisor: { one: null, day: null, item: null, offline: 1_000_000 } }, people: {}, itemDays: 30, changedBy: 'dana', changedOn: dayOf(Date.now()) } }]);
    return document('adjustment', await propose('ann'));
  } },
];

describe('one person does not', () => {
  it.each(pairs)('APP-3 $did and $decides', { timeout: 60_000 }, async ({ by = 'dana', first, here = author.here, there = author.there }) => {
    station = await openStation(central.service.url, undefined, `RB-${by.toUpperCase()}`);
    const attempt = await first();
    const done = Date.now() + 50;
    await vi.waitFor(async () => expect((await station.hello()).status.stockAsOf).toBeGreaterThan(done), { timeout: 15_000, interval: 50 });
    const reply = (await station.submit(attempt.type, attempt.payload)) as { ok: boolean; rule?: string; problem?: string };
    expect([reply.ok, reply.rule ?? reply.problem]).toEqual([false, here]);
    await station.level();
    expect(await central.service.central`select type from command_log where device_id = ${station.device} and type = ${attempt.type}`).toEqual([]);
    expect(await raw(by, attempt.type, attempt.payload)).toEqual(there);
  });
});
