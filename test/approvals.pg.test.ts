// Approvals between real stations and a real sync service: forbidden pairs sent past the station, and limits that hold
// over devices without a network.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { viewOf } from '#domain/adjustments.ts';
import type { Row } from '#domain/tables.ts';
import type { ApprovalAnswer, SubmitReply } from '#electron/contract.ts';
import { startStation, type Station } from '#electron/station.ts';
import { paths } from '#sync/protocol/messages.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { openStation, type TestStation } from './support/stations.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** An item costs 2.00: 20,000 in 1/10,000. */
const PIECE = 20_000;
const people = [['mara', 'floor', 'counter', 'supervisor'], ['nick', 'counter', 'supervisor'], ['dana', 'supervisor'], ['sam', 'supervisor'], ['fin', 'finance'], ['bob', 'buyer'], ['ann', 'floor'], ['root', 'admin']] as const;
const limits = { roles: { supervisor: { one: 20 * PIECE, day: 10 * PIECE, item: null, offline: 4 * PIECE }, finance: { one: null, day: null, item: null, offline: 0 } } };
const company = [
  ...smallCompany.filter(({ table }) => table !== 'person'),
  { table: 'person' as const, rows: [...people.map(([person_id, ...roles]) => ({ person_id, name: person_id, badge: `RB-${person_id.toUpperCase()}`, roles, active: true })), { person_id: 'system', name: 'system', badge: '', roles: ['system'], active: true }] },
  { table: 'setting' as const, rows: [{ key: 'approval_limits', value: limits }] },
  { table: 'code' as const, rows: [{ kind: 'adjustment_reason', code: 'DESTROYED', label: '', attributes: { direction: 'down', two: 0, roles: ['supervisor', 'floor'] } }, { kind: 'adjustment_reason', code: 'STOLEN', label: '', attributes: { roles: ['supervisor'] } }] },
];

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(Date.now, company);
  await raw('system', 'stock.open', { itemId: 'A', quantity: 1000, locationId: 'B-1' });
});
afterAll(() => central.stop());

/** Straight to the server, past any station and its checks. */
async function raw(person: string, type: string, payload: object, more: object = {}): Promise<{ verdict: string; rule: string }> {
  const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person, warehouse: WAREHOUSE, confirmed: ['changed_smaller'], payload, ...more });
  const reply = await fetch(central.service.url + paths.intake, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
  const { outcomes } = (await reply.json()) as { outcomes: { verdict: string; rule: string }[] };
  return { verdict: outcomes[0]!.verdict, rule: outcomes[0]!.rule };
}
const rowsOf = (sheet: string) => central.service.central<Row<'adjustment'>[]>`select * from adjustment where sheet_id = ${sheet} order by adjustment_id`;
async function signed(sheet: string, decision = 'approve') {
  const rows = await rowsOf(sheet);
  return { kind: 'adjustment', documentId: sheet, lines: rows.map((row) => ({ lineId: row.adjustment_id, itemId: row.item_id, locationId: row.location_id, decision, view: viewOf(row), units: row.delta, value: row.value, book: row.book })) };
}
async function proposed(person: string, delta: number, reason = 'MISSING'): Promise<string> {
  const adjustmentId = randomUUID();
  expect(await raw(person, 'adjustment.submit', { adjustmentId, locationId: 'B-1', itemId: 'A', delta, reason })).toMatchObject({ verdict: 'applied' });
  return adjustmentId;
}
async function counted(): Promise<string> {
  const taskId = randomUUID();
  const now = Date.now();
  await raw('mara', 'count.open', { taskId, locationId: 'B-3', trigger: 'SPOT' });
  await raw('mara', 'count.record', { taskId, locationId: 'B-3', itemId: 'A', quantity: 3, firstLook: now, lastLook: now });
  await raw('nick', 'count.record', { taskId, locationId: 'B-3', itemId: 'B', quantity: 2, firstLook: now, lastLook: now });
  await raw('mara', 'count.submit', { taskId, locationId: 'B-3' });
  return taskId;
}

describe('sent raw to the server', () => {
  it('APP-3 nobody approves what they proposed, counted or signed first', { timeout: 60_000 }, async () => {
    const own = await proposed('dana', -1);
    expect(await raw('dana', 'approval.sign', await signed(own))).toEqual({ verdict: 'refused', rule: 'APP-3' });
    expect(await raw('dana', 'approval.sign', await signed(own, 'reject'))).toEqual({ verdict: 'refused', rule: 'APP-3' });
    expect(await raw('dana', 'adjustment.approve', { adjustmentId: own, locationId: 'B-1', itemId: 'A', view: viewOf((await rowsOf(own))[0]!) })).toEqual({ verdict: 'refused', rule: 'APP-3' });
    const sheet = await counted();
    // Each counted only one of its lines; neither signs any of them.
    for (const person of ['mara', 'nick']) expect(await raw(person, 'approval.sign', await signed(sheet))).toEqual({ verdict: 'refused', rule: 'APP-3' });
    const destroyed = await proposed('ann', -1, 'DESTROYED');
    expect(await raw('dana', 'approval.sign', await signed(destroyed))).toEqual({ verdict: 'applied', rule: '' });
    expect(await raw('dana', 'approval.sign', await signed(destroyed))).toEqual({ verdict: 'refused', rule: 'APP-3' });
    expect((await rowsOf(destroyed))[0]!.state).toBe('PENDING');
    expect(await raw('sam', 'approval.sign', await signed(destroyed))).toEqual({ verdict: 'applied', rule: '' });
    expect((await rowsOf(destroyed))[0]!.state).toBe('POSTED');
  });

  it('APP-7 and ADM-5 another role decides nothing of it', { timeout: 60_000 }, async () => {
    const document = await proposed('ann', -1);
    expect(await raw('bob', 'approval.sign', await signed(document))).toEqual({ verdict: 'refused', rule: 'APP-7' });
    for (const person of ['ann', 'root']) expect((await raw(person, 'approval.sign', await signed(document))).verdict).toBe('parked');
    expect((await raw('ann', 'adjustment.submit', { adjustmentId: randomUUID(), locationId: 'B-1', itemId: 'A', delta: -1, reason: 'STOLEN' })).rule).toBe('ADJ-3');
    expect((await rowsOf(document))[0]!.state).toBe('PENDING');
  });

  it('APP-1 an approval of old figures is asked again, APP-4 split requests do not help', { timeout: 60_000 }, async () => {
    const document = await proposed('ann', -2);
    const before = await signed(document);
    await central.write('adjustment', [{ ...(await rowsOf(document))[0]!, delta: -5, value: -5 * PIECE }].map(({ ...row }) => Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'xid'))));
    expect(await raw('sam', 'approval.sign', before)).toEqual({ verdict: 'refused', rule: 'APP-1' });
    expect((await raw('sam', 'approval.sign', await signed(document))).verdict).toBe('applied');
    const verdicts: string[] = [];
    // One is signed in the first test, five above: four pieces are left of ten.
    for (let n = 0; n < 6; n++) verdicts.push((await raw('sam', 'approval.sign', await signed(await proposed('ann', -1)))).rule);
    expect(verdicts).toEqual(['', '', '', '', 'APP-4', 'APP-4']);
  });
});

describe('a posted decrease', () => {
  it('RPL-1 plans at once the work it no longer covers, and the order gets other stock', { timeout: 60_000 }, async () => {
    await raw('system', 'stock.open', { itemId: 'C', quantity: 5, locationId: 'B-2' });
    const orderId = 'SO-REPLAN';
    await raw('system', 'order.take_in', { orderId, channelId: 'web', channelNumber: orderId, shipFrom: WAREHOUSE, orderedAt: 1, currency: 'GBP', lines: [{ lineNo: 1, itemId: 'C', quantity: 5, unitPrice: 1 }] });
    await central.service.settle();
    const open = () => central.service.central<{ location_id: string; quantity: number }[]>`select location_id, quantity::int as quantity from pick_task where order_id = ${orderId} and open order by location_id`;
    expect(await open()).toEqual([{ location_id: 'B-2', quantity: 5 }]);
    await raw('system', 'stock.open', { itemId: 'C', quantity: 2, locationId: 'B-4' });
    const adjustmentId = randomUUID();
    await raw('ann', 'adjustment.submit', { adjustmentId, locationId: 'B-2', itemId: 'C', delta: -3, reason: 'MISSING' });
    expect((await raw('fin', 'approval.sign', await signed(adjustmentId))).verdict).toBe('applied');
    await central.service.settle();
    expect(await open()).toEqual([{ location_id: 'B-2', quantity: 2 }, { location_id: 'B-4', quantity: 2 }]);
    expect(await central.service.central`select allocated::int, backordered from sales_order_line where order_id = ${orderId}`).toMatchObject([{ allocated: 4, backordered: true }]);
  });
});

describe('at stations', () => {
  async function open(): Promise<Station> {
    const station = await startStation({ folder: temporaryFolder(), central: central.service.url, now: Date.now });
    await vi.waitFor(async () => expect(((await station.request('hello', {})) as { warehouse: { name: string } }).warehouse.name).toBe('Test warehouse'), 20_000);
    await station.request('signIn', { badge: 'RB-FAY' });
    return station;
  }
  const documents = async (station: Station) => ((await station.request('ask', { question: { about: 'approvals' } })) as ApprovalAnswer).documents;
  const approve = async (station: Station, documentId: string): Promise<SubmitReply> => {
    const found = (await documents(station)).find((each) => each.documentId === documentId)!;
    const lines = found.lines.map(({ lineId, itemId, locationId, view, units, value, book }) => ({ lineId, itemId, locationId, view, units, value, book, decision: 'approve' }));
    return (await station.request('submit', { commands: [{ id: randomUUID(), type: 'approval.sign', payload: { kind: 'adjustment', documentId, lines }, confirmed: [] }] })) as SubmitReply;
  };
  const status = async (station: Station) => ((await station.request('hello', {})) as { status: { unsent: number; online: boolean } }).status;

  it('APR-3 without a network each spends what it was handed out; all together stay within the day', { timeout: 120_000 }, async () => {
    await central.write('person', [{ person_id: 'fay', name: 'fay', badge: 'RB-FAY', roles: ['supervisor'], active: true }]);
    const waiting: string[] = [];
    for (let n = 0; n < 14; n++) waiting.push(await proposed('ann', -1));
    const stations = [await open(), await open(), await open()];
    try {
      // Four, four and the two that are left of ten.
      await vi.waitFor(async () => {
        const budgets = await central.service.central<{ granted: string }[]>`select granted from approval_budget where person_id = 'fay' order by granted desc`;
        expect(budgets.map((row) => Number(row.granted) / PIECE)).toEqual([4, 4, 2]);
        for (const station of stations) expect((await documents(station)).length).toBeGreaterThanOrEqual(14);
      }, { timeout: 30_000, interval: 200 });
      await vi.waitFor(async () => {
        for (const station of stations) expect(await status(station)).toMatchObject({ unsent: 0 });
      }, 20_000);
      for (const station of stations) await station.request('plug', { connected: false });
      const verdicts: string[][] = [];
      for (const [n, station] of stations.entries()) {
        const replies: string[] = [];
        for (const documentId of waiting.slice(n * 5, n * 5 + 5)) {
          const reply = await approve(station, documentId);
          replies.push(reply.ok ? reply.results[0]!.verdict : reply.why === 'refused' ? reply.rule : reply.why);
        }
        verdicts.push(replies);
      }
      expect(verdicts.flat().filter((verdict) => verdict === 'applied').length).toBe(10);
      for (const station of stations) await station.request('plug', { connected: true });
      await vi.waitFor(async () => {
        for (const station of stations) expect(await status(station)).toMatchObject({ unsent: 0, online: true });
      }, { timeout: 30_000, interval: 200 });
      const posted = await central.service.central<{ n: number }[]>`select count(*)::int as n from adjustment where approver = 'fay' and state = 'POSTED'`;
      expect(posted[0]!.n).toBe(10);
    } finally {
      for (const station of stations) await station.stop();
    }
  });

  it('APR-3 whoever leaves gives back what is left of it', { timeout: 60_000 }, async () => {
    await central.write('person', [{ person_id: 'fay', name: 'fay', badge: 'RB-FAY-OLD', roles: ['supervisor'], active: true }, { person_id: 'gil', name: 'gil', badge: 'RB-FAY', roles: ['supervisor'], active: true }]);
    const station = await open();
    try {
      const handedOut = async () => {
        const [row] = await central.service.central<{ days: Record<string, number> }[]>`select days from approval_spent where kind = 'handed_out' and subject_id = 'gil'`;
        return Object.values(row?.days ?? {}).reduce((sum, value) => sum + value, 0) / PIECE;
      };
      await vi.waitFor(async () => expect(await handedOut()).toBe(4), { timeout: 20_000, interval: 100 });
      await vi.waitFor(async () => expect(await status(station)).toMatchObject({ unsent: 0 }), 20_000);
      await station.request('signOut', {});
      await vi.waitFor(async () => expect(await handedOut()).toBe(0), { timeout: 20_000, interval: 100 });
    } finally {
      await station.stop();
    }
  });

  it('what came beyond a delivery waits with the photos that were taken of it', { timeout: 60_000 }, async () => {
    const [deliveryId, hash] = [randomUUID(), 'a'.repeat(64)];
    await central.write('delivery', [{ warehouse_id: WAREHOUSE, delivery_id: deliveryId, supplier_id: null, purchase_order_id: null, state: 'EXPECTED', expected_at: 1, arrived_at: null }]);
    await central.write('delivery_line', [{ warehouse_id: WAREHOUSE, delivery_id: deliveryId, line_id: 'L1', item_id: 'A', expected: 1, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] }]);
    await raw('mara', 'delivery.receive', { deliveryId, itemId: 'A', quantity: 9, locationId: 'DOCK', evidence: [hash] });
    const station = await openStation(central.service.url, undefined, 'RB-DANA');
    await vi.waitFor(async () => expect((await station.ask({ about: 'approvals' }))?.documents.find((each) => each.reason === deliveryId)).toMatchObject({ kind: 'over_receipt', author: 'mara', evidence: [hash] }), { timeout: 20_000, interval: 100 });
  });

  it('APR-10 when nobody of the warehouse can, it waits for a named deputy by name, who signs from wherever a station is opened for it', { timeout: 60_000 }, async () => {
    await central.write('person', [{ person_id: 'kim', name: 'kim', badge: 'RB-KIM', roles: ['supervisor'], active: true }]);
    await central.write('setting', [{ key: `approvers:${WAREHOUSE}`, value: { people: ['dana'], deputies: ['kim'] } }]);
    const document = await proposed('dana', -1);
    const here = await openStation(central.service.url, undefined, 'RB-DANA');
    const away = await openStation(central.service.url, undefined, 'RB-KIM');
    const shown = async (at: TestStation) => (await at.ask({ about: 'approvals' }))?.documents.find((each) => each.documentId === document);
    await vi.waitFor(async () => expect([(await shown(here))?.waitsFor, (await shown(away))?.mine]).toEqual([{ people: ['kim'], why: 'deputy' }, false]), { timeout: 20_000, interval: 100 });
    const { lines } = (await shown(away))!;
    expect(await away.submit('approval.sign', { kind: 'adjustment', documentId: document, lines: lines.map(({ lineId, itemId, locationId, view, units, value, book }) => ({ lineId, itemId, locationId, view, units, value, book, decision: 'approve' })) })).toMatchObject({ ok: true });
    await vi.waitFor(async () => expect((await rowsOf(document))[0]).toMatchObject({ state: 'POSTED', approver: 'kim' }), { timeout: 20_000, interval: 100 });
    await central.write('setting', [{ key: `approvers:${WAREHOUSE}`, value: {} }]);
  });
});
