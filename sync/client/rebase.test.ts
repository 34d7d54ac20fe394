// Step 8 held against its oracle: whatever is submitted here, done elsewhere, judged and pulled in whatever order, the
// replica is the one that a fresh load of the server's rows with the pending commands judged in order would give.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '#domain/adjustments.ts';
import type { Command, CommandType } from '#domain/commands.ts';
import { readsOf } from '#domain/decide.ts';
import { isDecision } from '#domain/duties.ts';
import { createSlice } from '#domain/slice.ts';
import { definitionOf, keyOf, tableNames, type AnyRow, type Json, type TableName } from '#domain/tables.ts';
import { judge } from '#sync/conflict/judge.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import { ledgerDifferences } from '#db/local/horizon.ts';
import type { Written } from '#db/local/rows.ts';
import { itemRow, smallCompany, WAREHOUSE } from '#test/support/central.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { pullOnce, type Pulled } from './pull.ts';
import { openReplicaAt, type Replica } from './replica.ts';
import { submit, type Intended } from './submit.ts';
import type { Transport } from './transport.ts';

const folder = temporaryFolder();
let files = 0;
let clock = 1_772_438_400_000;
const now = () => (clock += 1000);
const person = { person: 'mara', roles: ['floor', 'receiver', 'inspector', 'counter'] };
const supervisor = { person: 'dana', roles: ['supervisor'] };
const extra: readonly { readonly table: TableName; readonly rows: readonly AnyRow[] }[] = [
  { table: 'item', rows: [itemRow('D'), itemRow('L', { lot_control: true }), itemRow('SET')] },
  { table: 'item_component', rows: [{ item_id: 'SET', component_id: 'A', quantity: 1 }, { item_id: 'SET', component_id: 'B', quantity: 2 }] },
  { table: 'lot', rows: [{ item_id: 'L', lot: 'L-1', expires_on: '2027-01-01' }] },
  { table: 'channel', rows: [{ channel_id: 'web', name: 'Web', kind: 'shop', ship_from: WAREHOUSE }] },
  { table: 'delivery', rows: ['DN-1', 'DN-2'].map((delivery_id) => ({ warehouse_id: WAREHOUSE, delivery_id, supplier_id: null, purchase_order_id: null, state: 'EXPECTED', expected_at: null, arrived_at: null })) },
  { table: 'delivery_line', rows: ['DN-1', 'DN-2'].flatMap((delivery_id) => ['A', 'B'].map((item_id) => ({ warehouse_id: WAREHOUSE, delivery_id, line_id: item_id, item_id, expected: 5, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] }))) },
];

function open(device: string): Replica {
  const replica = openReplicaAt(path.join(folder, `${(files += 1)}.db`), randomUUID, device);
  replica.meta.set('warehouse_id', WAREHOUSE);
  // The disk is not under test here.
  replica.db.pragma('synchronous = OFF');
  return replica;
}

/** The company in a file of its own: judges commands as the server does and answers pulls with what changed. */
function createServer() {
  const store = open('server');
  const changed: Written = new Map();
  const gone: { table: TableName; row: AnyRow }[] = [];
  store.inTransaction((written) => {
    for (const { table, rows } of [...smallCompany, ...extra]) store.rows.writeServer(table, rows, written);
  });
  function take(device: string, command: Command, sequence: number): void {
    const slice = createSlice();
    store.rows.load(readsOf(command), slice);
    const { verdict, rule, rejection } = judge(command, slice);
    const { rows, movements } = slice.takeChanges();
    store.inTransaction(() => {
      for (const [table, list] of rows) store.rows.writeServer(table, list, changed);
      store.rows.writeServer('movement', movements as unknown as AnyRow[], changed);
      const outcome = { device_id: device, command_id: command.id, sequence, verdict, rule, rejection: (rejection ?? null) as Json, recorded_at: 1 };
      if (sequence > 0) store.rows.writeServer('outcome', [outcome], changed);
    });
  }
  const lineOf = (table: TableName, rows: readonly AnyRow[]): PullLine => {
    const columns = Object.keys(definitionOf(table).columns);
    return { table, columns, rows: rows.map((row) => columns.map((column) => row[column]!)) };
  };
  const end = (count: number): PullLine => ({ end: { cursor: '1:1:', now: clock, rows: count } });
  return {
    store,
    take,
    remove(table: TableName, row: AnyRow): void {
      store.inTransaction((written) => store.rows.remove(table, row, written));
      changed.get(table)?.delete(keyOf(table, row));
      gone.push({ table, row });
    },
    full: (device = 'D1'): PullLine[] => [{ begin: { epoch: 'e', full: true } }, ...tableNames.map((table) => lineOf(table, (store.rows.find(table, {}) as unknown as AnyRow[]).filter((row) => table !== 'outcome' || row['device_id'] === device))), end(1)],
    /** What changed since the last window; asked for once. */
    window(): PullLine[] {
      const lines: PullLine[] = [{ begin: { epoch: 'e', full: false } }];
      for (const [table, rows] of changed) lines.push(lineOf(table, [...rows.values()].filter((row) => row !== null)));
      for (const { table, row } of gone) lines.push({ gone: table, rows: [row] });
      const count = gone.length + [...changed.values()].reduce((sum, rows) => sum + rows.size, 0);
      changed.clear();
      gone.length = 0;
      return [...lines, end(count)];
    },
  };
}

/** Hands over these lines as a pull's answer. */
const answering = (lines: readonly PullLine[]): Transport => ({
  pull: async (_query, take) => {
    lines.forEach(take);
    return { ok: true, value: true };
  },
}) as Transport;

async function pullFrom(replica: Replica, lines: readonly PullLine[]): Promise<Extract<Pulled, { ok: true }>> {
  const pulled = await pullOnce(replica, answering(lines), () => clock, randomUUID);
  if (!pulled.ok) throw new Error(pulled.reason);
  return pulled;
}

/** A replica that has only ever seen the server's rows of now, with the same pending commands. */
async function freshly(server: ReturnType<typeof createServer>, station: Replica): Promise<Replica> {
  const fresh = open('D1');
  const insert = fresh.db.prepare('insert into outbox (sequence, command_id, type, person_id, at, asked, hash, bytes, settled_at, seen) values (@sequence, @command_id, @type, @person_id, @at, @asked, @hash, @bytes, @settled_at, @seen)');
  for (const row of station.db.prepare('select * from outbox').all()) insert.run(row);
  await pullFrom(fresh, server.full());
  return fresh;
}

function contentOf(replica: Replica): readonly string[] {
  const rows = tableNames.flatMap((table) => (replica.rows.find(table, {}) as unknown as AnyRow[]).map((row) => `${table} ${JSON.stringify(row)}`));
  const shadows = replica.db.prepare('select table_name, row_key, before from shadow').all().map((row) => `shadow ${JSON.stringify(row)}`);
  const pending = replica.outbox.pending().map((entry) => `pending ${entry.sequence}`);
  return [...rows, ...shadows, ...pending].sort();
}

/** Every row of a replica as text, by its name. */
function rowsOf(replica: Replica): ReadonlyMap<string, string> {
  return new Map(tableNames.flatMap((table) => (replica.rows.find(table, {}) as unknown as AnyRow[]).map((row) => [`${table} ${keyOf(table, row)}`, textOf(table, row)] as const)));
}
const textOf = (table: TableName, row: AnyRow): string => JSON.stringify(Object.keys(definitionOf(table).columns).map((column) => row[column] ?? null));
const changes = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries([...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name)).map((name) => [name, after.get(name) ?? 'gone']));
/** What windows hear of, without what the server sent as it was here already. */
const published = (before: ReadonlyMap<string, string>, written: Written, sent: ReadonlySet<string>): Readonly<Record<string, string>> =>
  Object.fromEntries([...written].flatMap(([table, rows]) => [...rows].map(([key, row]) => [`${table} ${key}`, row === null ? 'gone' : textOf(table, row)] as const)).filter(([name, text]) => !sent.has(name) || text !== (before.get(name) ?? 'gone')));

// ── What may happen ─────────────────────────────────────────────────────────────────────────────────────────────────

const items = ['A', 'B', 'C', 'D'];
const bins = ['B-1', 'B-2', 'B-3', 'DOCK'];
interface Draw {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly quantity: number;
}
const draw: fc.Arbitrary<Draw> = fc.record({ kind: fc.nat(30), a: fc.nat(11), b: fc.nat(11), quantity: fc.integer({ min: 1, max: 6 }) });
type Step = { readonly step: 'here' | 'elsewhere'; readonly draw: Draw } | { readonly step: 'judge'; readonly count: number } | { readonly step: 'pull' } | { readonly step: 'remove'; readonly draw: Draw };
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ step: fc.constant('here' as const), draw }) },
    { weight: 6, arbitrary: fc.record({ step: fc.constant('elsewhere' as const), draw }) },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('judge' as const), count: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 4, arbitrary: fc.record({ step: fc.constant('pull' as const) }) },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('remove' as const), draw }) },
  ),
  { minLength: 5, maxLength: 40 },
);

/** One thing a person may do, with names taken from what this replica shows. */
function intentOf({ kind, a, b, quantity }: Draw, replica: Replica): Omit<Intended, 'confirmed'> {
  const itemId = items[a % items.length]!;
  const bin = bins[b % bins.length]!;
  const pick = <T,>(rows: readonly T[]): T | undefined => rows[a % Math.max(1, rows.length)];
  const id = randomUUID();
  const orderId = `O-${a % 5}`;
  const task = pick(replica.rows.find('pick_task', {}));
  const count = pick(replica.rows.find('count_task', {}));
  const hold = pick(replica.rows.find('hold', {}));
  const exception = pick(replica.rows.find('exception', {}));
  const adjustment = pick(replica.rows.find('adjustment', {}));
  const unit = pick(replica.rows.find('return_unit', {}));
  const picked = pick(replica.rows.find('pick_task', {}).filter((row) => row.picked > row.packed));
  const parcel = pick(replica.rows.find('parcel', {}));
  const transfer = pick(replica.rows.find('transfer', {}));
  const decision = adjustment && { adjustmentId: adjustment.adjustment_id, locationId: adjustment.location_id, itemId: adjustment.item_id };
  const unitRef = { unitId: unit?.unit_id ?? `U-${a}`, itemId: unit?.item_id ?? itemId, locationId: unit?.location_id ?? 'RETURNS' };
  switch (kind) {
    case 16: return { id, type: 'stock.put_away', payload: { itemId, quantity, fromLocation: 'DOCK', toLocation: bins[b % 3]! } };
    case 17: return { id, type: 'stock.put_back', payload: { itemId, quantity, fromLocation: 'TOTE-1', toLocation: bins[b % 3]! } };
    case 18: return { id, type: 'stock.open', payload: { itemId, quantity, locationId: bin } };
    case 19: return { id, type: 'transfer.open', payload: { transferId: `X-${a % 4}`, fromWarehouse: WAREHOUSE, toWarehouse: WAREHOUSE, lines: [{ lineNo: 1, itemId, quantity }] } };
    case 20: case 21: return { id, type: kind === 20 ? 'transfer.send' : 'transfer.receive', payload: { transferId: transfer?.transfer_id ?? `X-${a}`, lineNo: 1, itemId, quantity, locationId: bin } };
    case 22: return decision ? { id, type: 'adjustment.approve', payload: { ...decision, view: viewOf(adjustment) } } : { id, type: 'scan.keep', payload: { raw: 'x', screen: 'home' } };
    case 23: return { id, type: b % 2 === 0 ? 'adjustment.reject' : 'adjustment.reverse', payload: decision ?? { adjustmentId: 'none', locationId: bin, itemId } };
    case 24: return { id, type: b % 2 === 0 ? 'pack.assemble' : 'pack.split', payload: { itemId: 'SET', quantity, locationId: bin } };
    case 25: return { id, type: 'return.receive', payload: { parcelId: `RP-${a}`, locationId: 'RETURNS', units: [{ unitId: `U-${a}`, itemId, quantity: 1, serial: b % 3 === 0 ? 'S-1' : '' }] } };
    case 26: return { id, type: 'return.inspect', payload: { ...unitRef, grade: b % 2 === 0 ? 'N' : 'D' } };
    case 27: return { id, type: 'return.dispose', payload: { ...unitRef, disposition: b % 2 === 0 ? 'RESTOCK' : 'SCRAP', toLocation: bin } };
    case 28: return { id, type: 'order.release_hold', payload: { orderId, holdId: pick(replica.rows.find('order_hold', { order_id: orderId }))?.hold_id ?? 'FRAUD' } };
    case 29: return picked
      ? { id, type: 'parcel.pack', payload: { parcelId: `P-${a % 3}`, fulfilmentId: picked.fulfilment_id, orderId: picked.order_id, carrierId: 'DHL', lines: [{ taskId: picked.task_id, orderLine: picked.order_line, itemId: picked.item_id, quantity: picked.picked, tote: 'TOTE-1' }] } }
      : { id, type: 'stock.move', payload: { itemId, quantity, fromLocation: bin, toLocation: 'B-4' } };
    case 30: return { id, type: 'parcel.ship', payload: { parcelId: parcel?.parcel_id ?? 'P-9', fulfilmentId: parcel?.fulfilment_id ?? 'F-9', orderId: parcel?.order_id ?? 'O-9', carrierId: 'DHL' } };
    case 0: case 1: return { id, type: 'delivery.receive', payload: { deliveryId: `DN-${(a % 3) + 1}`, itemId, quantity, locationId: bin } };
    case 2: return { id, type: 'delivery.finish', payload: { deliveryId: `DN-${(a % 3) + 1}` } };
    case 3: case 4: return { id, type: 'stock.move', payload: { itemId, quantity, fromLocation: bin, toLocation: bins[(b + 1) % bins.length]! } };
    case 5: return { id, type: 'count.open', payload: { taskId: `T-${a}`, locationId: bin, itemId, trigger: 'MANUAL' } };
    case 6: return { id, type: 'count.record', payload: { taskId: count?.task_id ?? `T-${a}`, locationId: count?.location_id ?? bin, itemId, quantity: quantity - 1, firstLook: clock, lastLook: clock } };
    case 7: return { id, type: 'count.submit', payload: { taskId: count?.task_id ?? `T-${a}`, locationId: count?.location_id ?? bin } };
    case 8: return { id, type: 'hold.place', payload: { holdId: `H-${a}`, itemId, locationId: b % 2 === 0 ? bin : '', code: 'QC' } };
    case 9: return { id, type: 'hold.release', payload: { holdId: hold?.hold_id ?? `H-${a}`, itemId: hold?.item_id ?? itemId, locationId: hold?.location_id ?? '' } };
    case 10: return { id, type: 'adjustment.submit', payload: { adjustmentId: id, locationId: bin, itemId, delta: b % 2 === 0 ? quantity : -quantity, reason: 'FOUND' } };
    case 11: return { id, type: 'order.take_in', payload: { orderId, channelId: 'web', channelNumber: orderId, shipFrom: WAREHOUSE, orderedAt: 1, currency: 'GBP', holds: b % 4 === 0 ? ['FRAUD'] : [], lines: [{ lineNo: 1, itemId, quantity, unitPrice: 1 }] } };
    case 12: return { id, type: 'order.allocate', payload: { orderId, itemIds: items } };
    case 13: return task
      ? { id, type: 'pick.pick', payload: { taskId: task.task_id, fulfilmentId: task.fulfilment_id, itemId: task.item_id, quantity: Math.min(quantity, Math.max(1, task.quantity)), fromLocation: task.location_id, tote: 'TOTE-1' } }
      : { id, type: 'stock.regrade', payload: { itemId, quantity, locationId: bin, toCondition: 'D' } };
    case 14: return task
      ? { id, type: 'pick.short', payload: { taskId: task.task_id, fulfilmentId: task.fulfilment_id, orderId: task.order_id, orderLine: task.order_line, itemId: task.item_id, fromLocation: task.location_id, missing: 1, reason: 'NOT_FOUND' } }
      : { id, type: 'order.cancel', payload: { orderId, fulfilmentIds: [], reason: 'x' } };
    default: return exception
      ? { id, type: 'exception.resolve', payload: { exceptionId: exception.exception_id, resolution: 'DONE' } }
      : { id, type: 'scan.keep', payload: { raw: itemId, screen: 'home' } };
  }
}

/** Submits and says "it is so" to every question; what stays refused is not recorded. */
function work(replica: Replica, drawn: Draw): boolean {
  const intent = intentOf(drawn, replica);
  const confirmed: string[] = [];
  for (let i = 0; i < 8; i++) {
    const answer = submit(replica, now(), isDecision(intent.type as CommandType) ? supervisor : person, [{ ...intent, confirmed }]);
    if (answer.ok) return true;
    if (answer.why !== 'question') return false;
    confirmed.push(answer.rejection.type);
  }
  throw new Error(`no end of questions: ${confirmed.join()}`);
}

function commandsOf(replica: Replica, after: number): readonly { readonly sequence: number; readonly command: Command }[] {
  return replica.outbox.after(after, 1000).map(({ sequence, bytes }) => {
    const parsed = parseCommand(bytes.toString('utf8'));
    if (!parsed.ok) throw new Error(parsed.reason);
    return { sequence, command: parsed.command };
  });
}

it('FEED-8 a station whose clock is a year ahead keeps the movements that it was sent', async () => {
  const [server, station] = [createServer(), open('D1')];
  const sender = open('D2');
  await pullFrom(sender, server.full());
  expect(work(sender, { kind: 0, a: 0, b: 0, quantity: 3 })).toBe(true);
  server.take('D2', commandsOf(sender, 0)[0]!.command, 0);
  const ahead = () => clock + 365 * 86_400_000;
  await pullOnce(station, answering(server.full()), ahead, randomUUID);
  expect(station.rows.find('movement', {})).toHaveLength(1);
  for (const replica of [server.store, station, sender]) replica.close();
});

describe('REB-1 REB-3 REB-4 REB-8 rebase', () => {
  it('gives the replica of a fresh load with the pending commands judged in order, by the short way and the long', { timeout: 240_000 }, async () => {
    const seen = { pulls: 0, direct: 0, redone: 0, verdicts: 0, level: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const server = createServer();
        const station = open('D1');
        await pullFrom(station, server.full());
        const elsewhere = open('D2');
        let held = 0;
        const check = async () => {
          const fresh = await freshly(server, station);
          expect(contentOf(station)).toEqual(contentOf(fresh));
          expect(ledgerDifferences(station.db)).toEqual([]);
          fresh.close();
        };
        const pull = async () => {
          const window = server.window();
          const keys = new Set(window.flatMap((line) => ('table' in line ? line.rows.map((row) => `${line.table} ${keyOf(line.table, Object.fromEntries(line.columns.map((column, i) => [column, row[i]!])))}`) : 'gone' in line ? line.rows.map((row) => `${line.gone} ${keyOf(line.gone, row)}`) : [])));
          const pending = station.outbox.counts().unsent;
          const before = rowsOf(station);
          const { written } = await pullFrom(station, window);
          expect(published(before, written, keys)).toEqual(changes(before, rowsOf(station)));
          seen.pulls += 1;
          if (pending > 0 && keys.size > 0) {
            const beyond = [...written].some(([table, rows]) => [...rows.keys()].some((key) => !keys.has(`${table} ${key}`)));
            if (beyond) seen.redone += 1;
            else seen.direct += 1;
          }
          await check();
        };
        const judgeSome = (count: number) => {
          for (const { sequence, command } of commandsOf(station, held).slice(0, count)) {
            server.take('D1', command, sequence);
            held = sequence;
            seen.verdicts += 1;
          }
        };
        for (const step of script) {
          if (step.step === 'here') work(station, step.draw);
          else if (step.step === 'elsewhere') {
            await pullFrom(elsewhere, server.full('D2'));
            const before = elsewhere.outbox.head().sequence;
            if (work(elsewhere, step.draw)) server.take('D2', commandsOf(elsewhere, before)[0]!.command, 0);
            elsewhere.outbox.settle(commandsOf(elsewhere, before).map(({ sequence, command }) => ({ device_id: 'D2', command_id: command.id, sequence, verdict: 'applied', rule: '', rejection: null })), clock);
          } else if (step.step === 'judge') judgeSome(step.count);
          else if (step.step === 'remove') {
            const rows = server.store.rows.find(step.draw.kind % 2 === 0 ? 'hold' : 'location', {});
            const row = rows[step.draw.a % Math.max(1, rows.length)];
            if (row) server.remove(step.draw.kind % 2 === 0 ? 'hold' : 'location', row as unknown as AnyRow);
          } else await pull();
        }
        await pull();
        judgeSome(1000);
        await pull();
        // REB-5: everything acknowledged, both sides are one.
        expect(contentOf(station)).toEqual(contentOf(server.store).filter((line) => !line.startsWith('pending')));
        seen.level += 1;
        for (const replica of [server.store, station, elsewhere]) replica.close();
      }),
      { seed: Number(process.env['REBASE_SEED'] ?? 20_260_302), numRuns: Number(process.env['REBASE_RUNS'] ?? 25), endOnFailure: false },
    );
    expect(seen.direct).toBeGreaterThan(0);
    expect(seen.redone).toBeGreaterThan(0);
    expect(seen.verdicts).toBeGreaterThan(50);
  });
});
