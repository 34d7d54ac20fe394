// A damaged replica file: nothing that only this station has may be lost, as far as it can be read at all.
import { randomUUID } from 'node:crypto';
import { existsSync, openSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReplicaAt } from '#sync/client/replica.ts';
import { submit } from '#sync/client/submit.ts';
import { smallCompany, WAREHOUSE } from '#test/support/central.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let file: string;
const COMMANDS = 60;

beforeEach(() => {
  file = path.join(temporaryFolder(), 'replica.db');
  const replica = openReplicaAt(file, randomUUID, 'device-1');
  replica.meta.set('warehouse_id', WAREHOUSE);
  replica.inTransaction((written) => {
    for (const { table, rows } of smallCompany) replica.rows.writeServer(table, rows, written);
  });
  for (let n = 0; n < COMMANDS; n++) {
    const payload = { deliveryId: 'DN-1', itemId: 'A', quantity: 1, locationId: 'DOCK' };
    const submitted = submit(replica, 1000 + n, { person: 'mara', roles: ['floor'] }, [{ id: randomUUID(), type: 'delivery.receive', payload, confirmed: ['unknown_document', 'not_this_document', 'over_expected'] }]);
    if (!submitted.ok) throw new Error(JSON.stringify(submitted));
  }
  replica.close();
});

const damage = (from: number, length: number) => {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, from);
  closeSync(handle);
};
/** The first page that holds this text, so that a test damages what it means to damage. */
const pageOf = (text: string) => Math.floor(readFileSync(file).indexOf(text) / 4096) * 4096;

describe('a damaged replica', () => {
  it('opens again with all unsent commands when a table of rows is damaged, and keeps the damaged file', () => {
    damage(pageOf('Item A') + 8, 4000);
    const replica = openReplicaAt(file, randomUUID, 'another');
    expect(replica.salvaged).toMatchObject({ commands: COMMANDS, unsent: COMMANDS, missing: [] });
    expect(replica.meta.get('device_id')).toBe('device-1');
    expect(replica.meta.get('cursor')).toBeUndefined();
    expect(replica.outbox.pending().map((entry) => entry.sequence)).toEqual(Array.from({ length: COMMANDS }, (_, n) => n + 1));
    expect(readdirSync(replica.salvaged!.folder)).toContain('replica.db');
    replica.close();
  });

  it('names the commands that cannot be read when the outbox itself is damaged, and saves the others', () => {
    damage(pageOf('"sequence":30,') + 100, 3000);
    const replica = openReplicaAt(file, randomUUID, 'another');
    const { commands, missing } = replica.salvaged!;
    expect(missing.length).toBeGreaterThan(0);
    expect(commands).toBeGreaterThan(0);
    expect(commands + missing.length).toBe(COMMANDS);
    expect(replica.outbox.pending().map((entry) => entry.sequence).filter((sequence) => missing.includes(sequence))).toEqual([]);
    // They stay known, so that the gap can be declared, also after the next opening.
    expect(replica.outbox.lost()).toEqual(missing);
    expect(replica.outbox.head().sequence).toBe(COMMANDS);
    replica.close();
    const again = openReplicaAt(file, randomUUID, 'another');
    expect([again.salvaged, again.outbox.lost()]).toEqual([undefined, missing]);
    again.close();
  });

  it.each([
    ['cut in half', () => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)],
    ['overwritten at its header', () => damage(0, 100)],
    ['not a database at all', () => writeFileSync(file, 'this was never a replica')],
  ])('%s: the station starts afresh and the old file is kept', (_how, spoil) => {
    spoil();
    const replica = openReplicaAt(file, randomUUID, 'another');
    expect(replica.salvaged).toBeDefined();
    expect(existsSync(path.join(replica.salvaged!.folder, 'replica.db'))).toBe(true);
    expect(replica.db.pragma('quick_check', { simple: true })).toBe('ok');
    replica.close();
  });
});
