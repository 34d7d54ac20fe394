// Reads with a lower bound at the real Postgres: each question gets what lies at or above its bound, and nothing of others.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSlice, type Read } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import { createDatabase, type TestDatabase } from '#test/support/database.ts';
import { migrate } from './migrate.ts';
import { inScope, openCentral, type Central, type Tx } from './open.ts';
import { loadSlice, upsert } from './rows.ts';

let database: TestDatabase;
let central: Central;
const writing = <T>(work: (tx: Tx) => Promise<T>) => inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, work);

const movement = (itemId: string, at: number): Row<'movement'> => ({
  warehouse_id: 'W1', movement_id: `${itemId}-${at}`, command_id: 'c', type: 'stock.move', item_id: itemId, lot: '', serial: '', quantity: 1, from_location: 'A1', from_condition: 'N', from_hold: '', from_owner: '',
  to_location: 'A2', to_condition: 'N', to_hold: '', to_owner: '', pack_units: 1, document_id: '', reason: '', person_id: 'ann', device_id: 'D1', effective_at: at,
});
beforeAll(async () => {
  database = await createDatabase('nothing');
  central = openCentral(database.url, 2);
  await migrate(central);
  await writing((tx) => upsert(tx, 'movement', ['CUP', 'LID'].flatMap((itemId) => [10, 20, 30].map((at) => movement(itemId, at)))));
});
afterAll(async () => {
  await central.end({ timeout: 5 });
  await database.drop();
});

const since = (itemId: string, value: number): Read => ({ table: 'movement', where: { warehouse_id: 'W1', item_id: itemId }, since: { column: 'effective_at', value } });
async function loaded(...reads: readonly Read[]): Promise<readonly string[]> {
  const slice = createSlice();
  await writing((tx) => loadSlice(tx, reads, slice));
  return slice.list('movement', { warehouse_id: 'W1' }).map((row) => row.movement_id).toSorted();
}

it('CMD-6 a lower bound leaves out what happened before it', async () => {
  expect(await loaded(since('CUP', 20))).toEqual(['CUP-20', 'CUP-30']);
  expect(await loaded(since('CUP', 31))).toEqual([]);
});

it('CMD-6 questions that differ only in their bound are one question with the lowest', async () => {
  expect(await loaded(since('CUP', 30), since('LID', 30), since('CUP', 20))).toEqual(['CUP-20', 'CUP-30', 'LID-30']);
});
