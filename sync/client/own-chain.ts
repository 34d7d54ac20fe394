// A station's own chain, checked from its file alone: each command carries the hash of the one before it, and the bytes
// are the ones that were judged.
import type { Database } from 'better-sqlite3';
import { commandVerifier, devicePart } from '#sync/keys/command-signature.ts';
import { isGenuine } from '#sync/keys/receipt.ts';
import { hashOf } from '#domain/ids.ts';
import { readReceipt } from './receipts.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';

export interface OwnChainReport {
  readonly device: string;
  readonly file: string;
  readonly commands: number;
  /** Without an outcome from the ERP. */
  readonly unsent: number;
  /** How many of them carry the device's signature. */
  readonly signed: number;
  /** Up to which number the ERP has signed that it holds all. */
  readonly receipt?: { readonly held: number; readonly at: number };
  readonly problems: readonly string[];
}

/** A file that an older program left, and that no newer one has opened since, has no place for them. */
const hasSignatures = (db: Database): boolean => db.prepare("select 1 from pragma_table_info('outbox') where name = 'signature'").get() !== undefined;

/**
 * The commands a replica still keeps; older ones have left it and are sealed in the warehouse's trail. Signatures are checked
 * with `publicKey` (SPKI, base64), the key of this machine; a copy signs with another than what it brought with it.
 */
export function checkOwnChain(db: Database, file: string, publicKey?: string): OwnChainReport {
  const device = (db.prepare("select value from meta where name = 'device_id'").pluck().get() as string | undefined) ?? '';
  const rows = db.prepare(`select sequence, hash, bytes, settled_at, ${hasSignatures(db) ? 'signature' : "''"} as signature from outbox order by sequence`).iterate() as Iterable<{ sequence: number; hash: string; bytes: Buffer; settled_at: number | null; signature: string }>;
  const problems: string[] = [];
  let [commands, unsent, signed] = [0, 0, 0];
  const isSigned = publicKey === undefined ? undefined : commandVerifier([publicKey]);
  let signedFrom: number | undefined;
  let before: { readonly sequence: number; readonly hash: string } | undefined;
  for (const { sequence, hash, bytes, settled_at: settledAt, signature } of rows) {
    const where = `command ${sequence} of ${device}`;
    commands += 1;
    if (settledAt === null) unsent += 1;
    if (hashOf(bytes) !== hash) problems.push(`${where}: its bytes are not the ones that were judged`);
    if (signature !== '') {
      signed += 1;
      signedFrom ??= sequence;
    } else if (signedFrom !== undefined) problems.push(`${where}: is not signed, though number ${signedFrom} was`);
    if (before && sequence !== before.sequence + 1) problems.push(`${where}: follows ${before.sequence}; those between are missing`);
    const parsed = parseCommand(bytes.toString('utf8'));
    if (!parsed.ok) problems.push(`${where}: cannot be read (${parsed.reason})`);
    // What was recorded under a former name may carry the key of the machine that it was copied from.
    else if (signature !== '' && isSigned && parsed.command.device === device && !isSigned(bytes, devicePart(signature))) problems.push(`${where}: is not what this device signed`);
    else if (parsed.command.sequence !== sequence) problems.push(`${where}: carries the number ${parsed.command.sequence}`);
    else if (before && parsed.command.previous !== before.hash) problems.push(`${where}: is not linked to the one before it`);
    before = { sequence, hash };
  }
  const receipt = receiptOf(db, device, problems);
  return { device, file, commands, unsent, signed, problems, ...(receipt ? { receipt } : {}) };
}

/** What the ERP has signed for, if it stands beside the file's own commands. */
function receiptOf(db: Database, device: string, problems: string[]): { readonly held: number; readonly at: number } | undefined {
  const meta = (name: string) => db.prepare('select value from meta where name = ?').pluck().get(name) as string | undefined;
  const receipt = readReceipt(meta('receipt'));
  if (receipt === undefined || receipt.device !== device) return undefined;
  const [own, sealKey] = [db.prepare('select hash from outbox where sequence = ?').pluck().get(receipt.held) as string | undefined, meta('seal_key')];
  if (!isGenuine(receipt)) problems.push(`the ERP's receipt for the commands of ${device} is not genuine`);
  else if (sealKey !== undefined && sealKey !== receipt.publicKey) problems.push(`the ERP's receipt for the commands of ${device} is signed with another key than its audit trail`);
  else if (own !== undefined && own !== receipt.link) problems.push(`command ${receipt.held} of ${device}: is not the one that the ERP has signed for`);
  else return { held: receipt.held, at: receipt.at };
  return undefined;
}
