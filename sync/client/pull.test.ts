// What a station makes of answers that cannot be right: nothing at all.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import { smallCompany, WAREHOUSE } from '#test/support/central.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { definitionOf } from '#domain/tables.ts';
import { pullOnce } from './pull.ts';
import { openReplicaAt } from './replica.ts';
import type { Transport } from './transport.ts';

const linesOfCompany = () => smallCompany.map(({ table, rows }) => {
  const columns = Object.keys(definitionOf(table).columns);
  return { table, columns, rows: rows.map((row) => columns.map((column) => row[column])) };
});

it.each([[false, 'window'], [true, 'full load']])('FEED-8 FEED-9 one wrong line and nothing of the answer is applied (full: %s)', async (full) => {
  const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID, 'D1');
  replica.meta.set('warehouse_id', WAREHOUSE);
  const answer = (lines: readonly unknown[]) => pullOnce(replica, { pull: async (_query, take) => (lines.forEach(take), { ok: true, value: true }) } as Partial<Transport> as Transport, () => 1, randomUUID);
  const lines = linesOfCompany();
  const end = { end: { cursor: '9:9:', now: 1, rows: 1 } };
  const before = [replica.meta.get('cursor'), replica.rows.find('item', {})];
  const hostile = { table: 'location', columns: ['warehouse_id', 'location_id'], rows: [['W1', 7]] };
  expect(await answer([{ begin: { epoch: 'e', full } }, ...lines, hostile, end])).toMatchObject({ ok: false, reason: expect.stringContaining('lack the column zone') as string });
  expect([replica.meta.get('cursor'), replica.rows.find('item', {})]).toEqual(before);
  expect(await answer([{ begin: { epoch: 'e', full } }, ...lines, end])).toMatchObject({ ok: true });
  expect(replica.rows.find('item', {})).toHaveLength(3);
  replica.close();
});

it('FEED-8 what arrives of an answer that was given up takes nothing of the next one', async () => {
  const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID, 'D1');
  replica.meta.set('warehouse_id', WAREHOUSE);
  const begin = { begin: { epoch: 'e', full: true } };
  let late = (_line: unknown): void => {};
  const ask = (pull: Transport['pull']) => pullOnce(replica, { pull } as Partial<Transport> as Transport, () => 1, randomUUID);
  expect(await ask(async (_query, take) => {
    late = take;
    return { ok: false, reason: 'unplugged', refused: false, status: 0 };
  })).toMatchObject({ ok: false });
  expect(await ask(async (_query, take) => {
    for (const line of [begin, ...linesOfCompany()]) take(line);
    late(begin);
    take({ end: { cursor: '9:9:', now: 1, rows: 1 } });
    return { ok: true, value: true };
  })).toMatchObject({ ok: true, full: true });
  expect(replica.rows.find('item', {})).toHaveLength(3);
  replica.close();
});
