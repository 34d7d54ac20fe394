// Replicas to measure on: the station's real file with a company in it, made once per size and copied.
import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { openReplicaAt, type Replica } from '#sync/client/replica.ts';
import { submit } from '#sync/client/submit.ts';
import { fillReplica, PERSON, WAREHOUSE } from './company.ts';
import { createMoves } from './moves.ts';

/** Makes a file with the company in it and nothing open; answers its path. */
export function makeReplicaFile(folder: string, items: number): string {
  const file = path.join(folder, `replica-${items}.db`);
  const replica = openReplicaAt(file, randomUUID);
  replica.meta.set('warehouse_id', WAREHOUSE);
  fillReplica(replica.db, items);
  replica.close();
  return file;
}

export function copyOf(file: string, name: string): string {
  const copy = path.join(path.dirname(file), `${path.basename(file, '.db')}-${name}.db`);
  copyFileSync(file, copy);
  return copy;
}

/** Submits moves as a person would; without waits for the disk, because they only prepare what is measured. */
export function submitMany(replica: Replica, items: number, count: number, now: () => number): void {
  const next = createMoves(items, 11);
  replica.db.pragma('synchronous = OFF');
  for (let i = 0; i < count; i++) submitOne(replica, next(), now);
  replica.db.pragma('synchronous = FULL');
}

export function submitOne(replica: Replica, intent: Parameters<typeof submit>[3][number], now: () => number): Extract<ReturnType<typeof submit>, { ok: true }> {
  const result = submit(replica, now(), PERSON, [intent]);
  if (!result.ok) throw new Error(`a move was not taken: ${JSON.stringify(result)}`);
  return result;
}
