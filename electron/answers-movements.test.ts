// The movements of an item, a place or a document from a real replica: each by its index, for SQLite refuses a query
// whose named index is of no use.
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import type { AnyRow, Row } from '#domain/tables.ts';
import { openReplicaAt } from '#sync/client/replica.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { answer } from './answers.ts';
import type { Question } from './contract.ts';

const movement = (movement_id: string, item_id: string, from_location: string, to_location: string, document_id = ''): Row<'movement'> => ({
  warehouse_id: 'W1', movement_id, command_id: `c-${movement_id}`, type: 'stock.move', item_id, lot: '', serial: '', quantity: 1, from_location, from_condition: 'N', from_hold: '', from_owner: '', to_location, to_condition: 'N', to_hold: '', to_owner: '',
  pack_units: 1, document_id, reason: '', person_id: 'ann', device_id: 'D', effective_at: Number(movement_id.slice(1)),
});

it('finds the movements of an item, of a place with its suspense, and of a document, newest first', async () => {
  const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID);
  onTestFinished(() => replica.close());
  replica.inTransaction((written) => {
    replica.meta.set('warehouse_id', 'W1');
    replica.rows.writeServer('movement', [movement('m1', 'CUP', '~supplier', 'DOCK', 'DN'), movement('m2', 'CUP', 'DOCK', 'A1'), movement('m3', 'LID', 'DOCK', 'A1'), movement('m4', 'CUP', '~suspense:A1', 'A2')] as unknown as AnyRow[], written);
    for (const item_id of ['CUP', 'LID']) replica.rows.writeServer('position', [{ warehouse_id: 'W1', item_id, location_id: 'A1', lot: '', serial: '', condition: 'N', hold: '', owner: '', quantity: 1 }], written);
  });
  const asking = { person: { id: 'ann', name: 'ann', roles: ['floor'] }, now: 0, routes: undefined as never, why: undefined as never, recalls: undefined as never, promises: undefined as never, glances: undefined as never, printing: undefined as never };
  const found = async (of: Omit<Extract<Question, { about: 'movements' }>, 'about'>) => ((await answer(replica, asking, { about: 'movements', ...of })) as readonly Row<'movement'>[]).map((row) => row.movement_id);
  expect(await found({ itemId: 'CUP' })).toEqual(['m4', 'm2', 'm1']);
  expect(await found({ itemId: 'CUP', locationId: 'A1' })).toEqual(['m4', 'm2']);
  expect(await found({ locationId: 'A1' })).toEqual(['m4', 'm3', 'm2']);
  expect(await found({ documentId: 'DN' })).toEqual(['m1']);
});
