// The sealed audit trail in Postgres: entries and seals are only ever added. What the sealer has not seen yet follows
// from the transactions that wrote the log, exactly as in the feed, so nothing that commits late is left out.
import type { AuditEntry, AuditFacts, AuditHead } from '#sync/protocol/audit-chain.ts';
import type { Central, Tx } from './open.ts';
import { upsert } from './rows.ts';

const facts = `l.command_id, l.device_id, l.sequence, l.person_id, l.type, l.verdict, l.rule, coalesce(l.rejection::text, '') as rejection, l.hash, l.effective_at, l.recorded_at`;
const PAGE = 2000;

/** Hands over what was recorded since the last seal, warehouse by warehouse, in pages; false when another sealer is at work. Runs in a REPEATABLE READ transaction. */
export async function takeUnsealed(tx: Tx, seal: (warehouse: string, recorded: readonly AuditFacts[]) => Promise<void>): Promise<boolean> {
  const [cursor] = await tx<{ snapshot: string; now: string }[]>`select snapshot, pg_current_snapshot()::text as now from audit_cursor for update skip locked`;
  if (!cursor) return false;
  // Written aside and read in pages: a cursor would hold the connection that the pages are sealed on.
  const { count } = await tx.unsafe(
    `create temporary table unsealed on commit drop as
     select row_number() over (order by l.warehouse_id, l.recorded_at, l.device_id, l.sequence, l.command_id) as place, l.warehouse_id, ${facts} from command_log l
     where l.xid >= pg_snapshot_xmin('${cursor.snapshot}'::pg_snapshot) and not pg_visible_in_snapshot(l.xid, '${cursor.snapshot}'::pg_snapshot)`,
  );
  for (let from = 0; from < count; from += PAGE) {
    const page = await tx<(AuditFacts & { warehouse_id: string })[]>`select * from unsealed where place > ${from} and place <= ${from + PAGE} order by place`;
    for (const [warehouse, recorded] of Map.groupBy(page, (row) => row.warehouse_id)) await seal(warehouse, recorded);
  }
  await tx`update audit_cursor set snapshot = ${cursor.now}`;
  return true;
}

export async function lastEntry(tx: Tx | Central, warehouse: string): Promise<Pick<AuditEntry, 'entry_no' | 'link'> | undefined> {
  const [last] = await tx<Pick<AuditEntry, 'entry_no' | 'link'>[]>`select entry_no, link from audit_entry where warehouse_id = ${warehouse} order by entry_no desc limit 1`;
  return last;
}

export async function appendEntries(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  const of = <K extends keyof AuditEntry>(name: K) => entries.map((entry) => entry[name]);
  await tx.unsafe(
    'insert into audit_entry (warehouse_id, entry_no, command_id, content, link) select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[])',
    [of('warehouse_id'), of('entry_no'), of('command_id'), of('content'), of('link')] as never[],
    { prepare: true },
  );
}

/** Keeps the seal for ever and makes it the head that goes down to the stations. */
export async function appendSeal(tx: Tx, head: AuditHead): Promise<void> {
  await tx`insert into audit_seal (warehouse_id, entry_no, link, sealed_at, public_key, signature) values (${head.warehouse_id}, ${head.entry_no}, ${head.link}, ${head.sealed_at}, ${head.public_key}, ${head.signature})`;
  await upsert(tx, 'audit_head', [{ ...head }]);
}

export interface TrailReader {
  readonly warehouses: readonly string[];
  /** Entries in order, each with what the log says of its command now. */
  entries(warehouse: string): AsyncIterable<readonly { readonly entry: AuditEntry; readonly facts: AuditFacts | undefined; readonly bytes: Uint8Array | null }[]>;
  seals(warehouse: string): Promise<readonly AuditHead[]>;
  /** Commands recorded before a time (ms) that no entry seals. */
  unsealedBefore(warehouse: string, time: number): Promise<readonly string[]>;
}

/** Reads trails as an auditor; the connection needs to read only. */
export async function openTrail(central: Central): Promise<TrailReader> {
  const rows = await central<{ warehouse_id: string }[]>`select warehouse_id from audit_entry union select warehouse_id from audit_seal union select warehouse_id from command_log order by 1`;
  return {
    warehouses: rows.map((row) => row.warehouse_id),
    async *entries(warehouse) {
      const found = central.unsafe<(AuditFacts & { entry_warehouse: string; entry_no: number; entry_command: string; content: string; link: string; bytes: Uint8Array | null })[]>(
        `select e.warehouse_id as entry_warehouse, e.entry_no, e.command_id as entry_command, e.content, e.link, ${facts}, l.bytes
         from audit_entry e left join command_log l using (command_id) where e.warehouse_id = $1 order by e.entry_no`,
        [warehouse],
      );
      for await (const page of found.cursor(PAGE)) {
        yield page.map((row) => ({
          entry: { warehouse_id: row.entry_warehouse, entry_no: row.entry_no, command_id: row.entry_command, content: row.content, link: row.link },
          facts: row.bytes === null ? undefined : row,
          bytes: row.bytes,
        }));
      }
    },
    seals: async (warehouse) => central<AuditHead[]>`select warehouse_id, entry_no, link, sealed_at, public_key, signature from audit_seal where warehouse_id = ${warehouse} order by entry_no`,
    unsealedBefore: async (warehouse, time) =>
      (await central<{ command_id: string }[]>`
        select command_id from command_log l where l.warehouse_id = ${warehouse} and recorded_at < ${time} and not exists (select from audit_entry e where e.command_id = l.command_id) limit 20`).map((row) => row.command_id),
  };
}
