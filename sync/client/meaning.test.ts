// Who gave a command is told when it came out otherwise than they were told, and not a word more.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { definitionOf, type AnyRow, type TableName } from '#domain/tables.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import { smallCompany, WAREHOUSE } from '#test/support/central.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { pullOnce } from './pull.ts';
import { openReplicaAt, type Replica } from './replica.ts';
import { submit } from './submit.ts';
import type { Transport } from './transport.ts';

let file: string;
let replica: Replica;
const open = () => openReplicaAt(file, randomUUID, 'device-1');
const mara = { person: 'mara', roles: ['floor', 'counter'] };
const told = (person: string | undefined = 'mara') => replica.changedWork.list(person).map(({ command_id, seen, became, said_by }) => ({ command_id, seen: seen.verdict, became: became.verdict, rule: became.rule, said_by }));

beforeEach(async () => {
  file = path.join(temporaryFolder(), 'replica.db');
  replica = open();
  replica.meta.set('warehouse_id', WAREHOUSE);
  await bring(smallCompany, true);
});

async function bring(tables: readonly { readonly table: TableName; readonly rows: readonly AnyRow[] }[], full = false, gone: readonly AnyRow[] = []): Promise<void> {
  const lines: PullLine[] = [
    { begin: { epoch: 'e', full } },
    ...tables.map(({ table, rows }): PullLine => {
      const columns = Object.keys(definitionOf(table).columns);
      return { table, columns, rows: rows.map((row) => columns.map((column) => row[column] ?? null)) };
    }),
    ...(gone.length > 0 ? [{ gone: 'hold' as const, rows: gone }] : []),
    { end: { cursor: '1:1:', now: 1, rows: 1 } },
  ];
  const pulled = await pullOnce(replica, { pull: async (_query, take) => (lines.forEach(take), { ok: true, value: true }) } as Partial<Transport> as Transport, () => 5000, randomUUID);
  if (!pulled.ok) throw new Error(pulled.reason);
}
function give(type: string, payload: Readonly<Record<string, unknown>>, by = mara): string {
  const id = randomUUID();
  const submitted = submit(replica, 1000, by, [{ id, type, payload, confirmed: [] }]);
  if (!submitted.ok) throw new Error(JSON.stringify(submitted));
  return id;
}
const outcome = (command_id: string, sequence: number, verdict: string, rule: string, rejection: AnyRow | null = null) => ({ table: 'outcome' as const, rows: [{ device_id: 'device-1', command_id, sequence, verdict, rule, rejection, recorded_at: 1 }] });
const hold = { warehouse_id: WAREHOUSE, hold_id: 'H-1', item_id: 'A', lot: '', serial: '', location_id: '', code: 'QC', note: '', state: 'ACTIVE', placed_by: 'dana', placed_at: 1, released_by: null, released_at: null };
const place = () => give('hold.place', { holdId: 'H-1', itemId: 'A', code: 'QC' }, { person: 'mara', roles: ['supervisor'] });

describe('REB-9 the meaning of pending work', () => {
  it('rows that came down changed it: told, until the person has noted it', async () => {
    const command_id = place();
    expect(told()).toEqual([]);
    await bring([{ table: 'hold', rows: [hold] }]);
    expect(told()).toEqual([{ command_id, seen: 'applied', became: 'merged', rule: 'HLD-1', said_by: 'STATION' }]);
    expect([told('dana'), told(undefined).length, replica.changedWork.count('mara')]).toEqual([[], 1, 1]);
    replica.close();
    replica = open();
    expect(told()).toHaveLength(1);
    expect([replica.changedWork.noted(command_id), replica.changedWork.noted(command_id)]).toEqual([true, false]);
    expect(told()).toEqual([]);
    // The server says what is known already.
    await bring([outcome(command_id, 1, 'merged', 'HLD-1', { type: 'already_done' })]);
    expect(told()).toEqual([]);
  });
  it('and changed it back: nothing happened', async () => {
    place();
    await bring([{ table: 'hold', rows: [hold] }]);
    await bring([], false, [hold]);
    expect(told()).toEqual([]);
  });
  it('rows that leave it as it is say nothing', async () => {
    place();
    await bring([{ table: 'item', rows: smallCompany.find(({ table }) => table === 'item')!.rows }]);
    expect(told()).toEqual([]);
  });
});

describe('REB-9 the verdict of the server', () => {
  it('is told when it is another than the station showed', async () => {
    const [first, second] = [place(), give('scan.keep', { raw: 'x', screen: 'home' })];
    await bring([outcome(first, 1, 'merged', 'HLD-1', { type: 'already_done' }), outcome(second, 2, 'applied', '')]);
    expect(told()).toMatchObject([{ command_id: first, seen: 'applied', became: 'merged', said_by: 'ERP' }]);
  });
  it('parked counts too, although it comes under another name', async () => {
    place();
    const { parkedId } = await import('#sync/protocol/parked.ts');
    const { hash } = replica.outbox.head();
    await bring([outcome(parkedId('device-1', 1, hash), 1, 'parked', 'PRK-1', { type: 'parked', reason: 'x' })]);
    expect(told()).toMatchObject([{ became: 'parked', rule: 'PRK-1', said_by: 'ERP' }]);
  });
  it('PRK-3 what was kept back and is released is told once more, and giving it up as well', async () => {
    const command_id = place();
    const { parkedId } = await import('#sync/protocol/parked.ts');
    const id = parkedId('device-1', 1, replica.outbox.head().hash);
    await bring([outcome(id, 1, 'parked', 'PRK-1', { type: 'parked', reason: 'x' })]);
    expect(replica.changedWork.noted(command_id)).toBe(true);
    await bring([outcome(id, 1, 'applied', 'PRK-3')]);
    expect(told()).toMatchObject([{ seen: 'parked', became: 'applied', rule: 'PRK-3', said_by: 'ERP' }]);
    await bring([outcome(id, 1, 'parked', 'PRK-5', { type: 'abandoned', reason: 'x' })]);
    expect(told()).toMatchObject([{ became: 'parked', rule: 'PRK-5' }]);
    // The same answer once more is no news.
    expect(replica.changedWork.noted(command_id)).toBe(true);
    await bring([outcome(id, 1, 'parked', 'PRK-5', { type: 'abandoned', reason: 'x' })]);
    expect(told()).toEqual([]);
  });
  it('yes to what was only asked is no news, no is', async () => {
    const [yes, no] = ['A', 'B'].map((itemId) => give('stock.open', { itemId, quantity: 1, locationId: 'B-1' }, { person: 'mara', roles: ['system'] }));
    await bring([outcome(yes!, 1, 'applied', ''), outcome(no!, 2, 'refused', 'OPN-1', { type: 'unknown_item' })]);
    expect(told()).toMatchObject([{ command_id: no, seen: 'asked', became: 'refused', rule: 'OPN-1' }]);
  });
  it('comes through a full load as well', async () => {
    const command_id = place();
    await bring([...smallCompany, outcome(command_id, 1, 'merged', 'HLD-1', { type: 'already_done' })], true);
    expect(told()).toMatchObject([{ command_id, became: 'merged', said_by: 'ERP' }]);
  });
  it('what raised a work item is told by that', async () => {
    const command_id = place();
    const exception = { warehouse_id: WAREHOUSE, exception_id: 'E-1', rule: 'X', kind: 'X', subject_kind: 'x', subject_id: 'x', item_id: '', location_id: '', quantity: 0, did: {}, book: {}, owner_role: 'supervisor', person_id: 'mara', device_id: 'device-1', command_id, state: 'OPEN', opened_at: 1, due_at: 2, resolved_by: null, resolution: null, resolved_at: null };
    await bring([outcome(command_id, 1, 'flagged', 'X'), { table: 'exception', rows: [exception] }]);
    expect(told()).toEqual([]);
  });
});
