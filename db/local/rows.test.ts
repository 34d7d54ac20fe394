// Reads with a lower bound in a real SQLite file.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Row } from '#domain/tables.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openReplicaAt } from '#sync/client/replica.ts';

const movement = (itemId: string, at: number): Row<'movement'> => ({
  warehouse_id: 'W1', movement_id: `${itemId}-${at}`, command_id: 'c', type: 'stock.move', item_id: itemId, lot: '', serial: '', quantity: 1, from_location: 'A1', from_condition: 'N', from_hold: '', from_owner: '',
  to_location: 'A2', to_condition: 'N', to_hold: '', to_owner: '', pack_units: 1, document_id: '', reason: '', person_id: 'ann', device_id: 'D1', effective_at: at,
});

it('CMD-6 a lower bound leaves out what happened before it', () => {
  const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID, 'device-1');
  replica.inTransaction((written) => replica.rows.writeServer('movement', ['CUP', 'LID'].flatMap((itemId) => [10, 20, 30].map((at) => movement(itemId, at))), written));
  const since = (value: number) => replica.rows.find('movement', { warehouse_id: 'W1', item_id: 'CUP' }, { column: 'effective_at', value }).map((row) => row.movement_id);
  expect([since(20), since(31)]).toEqual([['CUP-20', 'CUP-30'], []]);
  expect(replica.rows.find('movement', { warehouse_id: 'W1', item_id: 'CUP' })).toHaveLength(3);

  replica.close();
});
