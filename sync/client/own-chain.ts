// A station's own chain, checked from its file alone: each command carries the hash of the one before it, and the bytes
// are the ones that were judged.
import type { Database } from 'better-sqlite3';
import { hashOf } from '#domain/ids.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';

export interface OwnChainReport {
  readonly device: string;
  readonly file: string;
  readonly commands: number;
  /** Without an outcome from the ERP. */
  readonly unsent: number;
  readonly problems: readonly string[];
}

/** The commands a replica still keeps; older ones have left it and are sealed in the warehouse's trail. */
export function checkOwnChain(db: Database, file: string): OwnChainReport {
  const device = (db.prepare("select value from meta where name = 'device_id'").pluck().get() as string | undefined) ?? '';
  const rows = db.prepare('select sequence, hash, bytes, settled_at from outbox order by sequence').iterate() as Iterable<{ sequence: number; hash: string; bytes: Buffer; settled_at: number | null }>;
  const problems: string[] = [];
  let [commands, unsent] = [0, 0];
  let before: { readonly sequence: number; readonly hash: string } | undefined;
  for (const { sequence, hash, bytes, settled_at: settledAt } of rows) {
    const where = `command ${sequence} of ${device}`;
    commands += 1;
    if (settledAt === null) unsent += 1;
    if (hashOf(bytes) !== hash) problems.push(`${where}: its bytes are not the ones that were judged`);
    if (before && sequence !== before.sequence + 1) problems.push(`${where}: follows ${before.sequence}; those between are missing`);
    const parsed = parseCommand(bytes.toString('utf8'));
    if (!parsed.ok) problems.push(`${where}: cannot be read (${parsed.reason})`);
    else if (parsed.command.sequence !== sequence) problems.push(`${where}: carries the number ${parsed.command.sequence}`);
    else if (before && parsed.command.previous !== before.hash) problems.push(`${where}: is not linked to the one before it`);
    before = { sequence, hash };
  }
  return { device, file, commands, unsent, problems };
}
