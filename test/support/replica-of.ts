// A replica that holds what a small company has in these tables.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { AnyRow, TableName } from '#domain/tables.ts';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { World } from './world.ts';

export function replicaOf(world: World, tables: readonly TableName[]): Replica {
  const replica = openReplicaAt(path.join(temporaryFolder(), 'replica.db'), randomUUID);
  onTestFinished(() => replica.close());
  replica.inTransaction((written) => {
    replica.meta.set('warehouse_id', 'W1');
    for (const table of tables) replica.rows.writeServer(table, (table === 'movement' ? world.movements : world.all(table)) as unknown as AnyRow[], written);
  });
  return replica;
}
