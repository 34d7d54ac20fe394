// Every command the server ever saw, with its exact bytes and its lasting verdict; and how far each device's own
// order has come. Asked before anything is done.
import type { Json } from '#domain/tables.ts';
import type { Tx } from './open.ts';

export interface Logged {
  readonly command_id: string;
  readonly device_id: string;
  readonly sequence: number;
  readonly hash: string;
  readonly verdict: string;
  readonly rule: string;
  readonly rejection: Json;
}
export interface LogEntry extends Logged {
  readonly warehouse_id: string;
  readonly type: string;
  readonly version: number;
  readonly person_id: string;
  readonly effective_at: number;
  readonly bytes: Uint8Array;
  readonly recorded_at: number;
  /** Documents it names, so that their history finds it. */
  readonly documents: readonly string[];
  /** By its device, over the bytes; absent for what none of them sent and for work of before. */
  readonly signature?: string;
}
export interface Chain {
  readonly incarnation: string;
  readonly last_sequence: number;
  readonly last_hash: string;
  /** Identities under which this replica sent before it was let in again. */
  readonly formerly: readonly string[];
  /** Keys (SPKI, base64) that its commands are signed with, oldest first; none for a device that never showed one. */
  readonly signing_keys: readonly string[];
  /** Its first signed number: behind it none comes without. */
  readonly signed_from: number | null;
}
export interface StoredCommand {
  readonly command_id: string;
  readonly device_id: string;
  readonly sequence: number;
  readonly warehouse_id: string;
  readonly hash: string;
  /** By which rule it was answered first. */
  readonly rule: string;
  readonly bytes: Uint8Array;
}
/** What became of a command that had been kept back: once, by the word of `decided_by`. */
export interface ParkedVerdict {
  readonly parked_id: string;
  readonly decided_by: string;
  /** Under which it was judged. */
  readonly command_id: string;
  readonly verdict: string;
  readonly rule: string;
  readonly rejection: Json;
  readonly recorded_at: number;
}

/** The device's chain, locked until the transaction ends; begins at 0 for a device that never sent anything. */
export async function lockChain(tx: Tx, device: string, incarnation: string): Promise<Chain> {
  const [, [chain]] = await Promise.all([
    tx`insert into device_chain (device_id, incarnation, last_sequence, last_hash) values (${device}, ${incarnation}, 0, '') on conflict do nothing`.execute(),
    tx<Chain[]>`select incarnation, last_sequence, last_hash, formerly, signing_keys, signed_from from device_chain where device_id = ${device} for update`.execute(),
  ]);
  return chain!;
}

/** The chain of a replica that was let in again, where its own order continues; the first word stands, but for a chain that was made by merely asking. */
export async function beginChain(tx: Tx, device: string, { incarnation, last_sequence, last_hash, formerly, signing_keys, signed_from }: Chain): Promise<void> {
  await tx`insert into device_chain (device_id, incarnation, last_sequence, last_hash, formerly, signing_keys, signed_from) values (${device}, ${incarnation}, ${last_sequence}, ${last_hash}, ${formerly as string[]}::text[], ${signing_keys as string[]}::text[], ${signed_from})
    on conflict (device_id) do update set incarnation = excluded.incarnation, last_sequence = excluded.last_sequence, last_hash = excluded.last_hash, formerly = excluded.formerly, signing_keys = excluded.signing_keys, signed_from = excluded.signed_from where device_chain.last_sequence = 0 and device_chain.formerly = '{}'`;
}

export async function advanceChain(tx: Tx, device: string, sequence: number, hash: string): Promise<void> {
  await tx`update device_chain set last_sequence = ${sequence}, last_hash = ${hash} where device_id = ${device}`;
}

export async function setSigning(tx: Tx, device: string, { signing_keys, signed_from }: Pick<Chain, 'signing_keys' | 'signed_from'>): Promise<void> {
  await tx`update device_chain set signing_keys = ${signing_keys as string[]}::text[], signed_from = ${signed_from} where device_id = ${device}`;
}

export async function findLogged(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Logged>> {
  if (ids.length === 0) return new Map();
  // Across warehouses, which the scope of a station does not reach: the id may have been used anywhere.
  const rows = await tx<Logged[]>`select command_id, device_id, sequence, hash, verdict, rule, rejection from logged_as(${ids as string[]}::text[])`;
  return new Map(rows.map((row) => [row.command_id, row]));
}

export async function hashesAt(tx: Tx, device: string, sequences: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await tx<{ sequence: number; hash: string }[]>`select sequence, hash from command_log where device_id = ${device} and sequence = any(${sequences as number[]}::bigint[])`;
  return new Map(rows.map((row) => [row.sequence, row.hash]));
}

export async function findStored(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, StoredCommand>> {
  if (ids.length === 0) return new Map();
  const rows = await tx<(Omit<StoredCommand, 'bytes'> & { hex: string })[]>`select command_id, device_id, sequence, warehouse_id, hash, rule, encode(bytes, 'hex') as hex from command_log where command_id = any(${ids as string[]}::text[])`;
  return new Map(rows.map(({ hex, ...row }) => [row.command_id, { ...row, bytes: Buffer.from(hex, 'hex') }]));
}

export async function writeParkedVerdicts(tx: Tx, rows: readonly ParkedVerdict[]): Promise<void> {
  for (const row of rows) await tx`insert into parked_verdict ${tx({ ...row, rejection: row.rejection === null ? null : tx.json(row.rejection as never) })} on conflict do nothing`;
}

/** Stores verdicts with the exact bytes they were given for; the sealer makes the audit trail of them afterwards. */
export async function appendLog(tx: Tx, entries: readonly LogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const of = <K extends keyof LogEntry>(name: K) => entries.map((entry) => entry[name]);
  await tx.unsafe(
    `insert into command_log (command_id, device_id, sequence, warehouse_id, type, person_id, verdict, rule, hash, recorded_at, version, effective_at, bytes, rejection, documents, signature)
     select command_id, device_id, sequence, warehouse_id, type, person_id, verdict, rule, hash, recorded_at, version, effective_at, decode(bytes, 'hex'), rejection::jsonb, string_to_array(documents, E'\\x1f'), nullif(signature, '')
     from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::text[], $16::text[])
       as given(command_id, device_id, sequence, warehouse_id, type, person_id, verdict, rule, hash, recorded_at, version, effective_at, bytes, rejection, documents, signature)`,
    [
      of('command_id'), of('device_id'), of('sequence'), of('warehouse_id'), of('type'), of('person_id'), of('verdict'), of('rule'), of('hash'), of('recorded_at'), of('version'), of('effective_at'),
      of('bytes').map((bytes) => Buffer.from(bytes).toString('hex')), of('rejection').map((rejection) => (rejection === null ? null : JSON.stringify(rejection))), of('documents').map((names) => names.join('\u001f')), of('signature').map((signature) => signature ?? ''),
    ] as never[],
    { prepare: true },
  );
}
