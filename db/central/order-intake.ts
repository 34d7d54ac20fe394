// What channels told of their orders, by channel, key and version; what their codes stand for; and the keys they prove
// themselves with.
import type { Json, Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';
import { columnList } from './rows.ts';

export interface IntakeRow {
  readonly channel_id: string;
  readonly external_id: string;
  readonly version: number;
  readonly hash: string;
  readonly source: string;
  readonly received_at: number;
  readonly outcome: string;
  readonly order_ids: readonly string[];
  readonly problems: Json;
  readonly body: Json;
}

export async function intakesOf(tx: Tx, keys: readonly { readonly channelId: string; readonly externalId: string }[]): Promise<readonly IntakeRow[]> {
  if (keys.length === 0) return [];
  return tx.unsafe<IntakeRow[]>(
    `select channel_id, external_id, version, hash, source, received_at, outcome, order_ids, problems, body from order_intake
     join unnest($1::text[], $2::text[]) as asked(channel_id, external_id) using (channel_id, external_id) order by version`,
    [keys.map((key) => key.channelId), keys.map((key) => key.externalId)] as never[], { prepare: true },
  );
}

/** A version that failed before may come again, corrected. */
export async function writeIntakes(tx: Tx, rows: readonly IntakeRow[]): Promise<void> {
  if (rows.length === 0) return;
  const of = (pick: (row: IntakeRow) => unknown): unknown[] => rows.map(pick);
  await tx.unsafe(
    `insert into order_intake (channel_id, external_id, version, hash, source, received_at, outcome, order_ids, problems, body)
     select channel_id, external_id, version, hash, source, received_at, outcome, order_ids::jsonb, problems::jsonb, body::jsonb
     from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[]) as given(channel_id, external_id, version, hash, source, received_at, outcome, order_ids, problems, body)
     on conflict (channel_id, external_id, version) do update set hash = excluded.hash, source = excluded.source, received_at = excluded.received_at, outcome = excluded.outcome, order_ids = excluded.order_ids, problems = excluded.problems, body = excluded.body
     where order_intake.outcome = 'failed'`,
    [of((row) => row.channel_id), of((row) => row.external_id), of((row) => row.version), of((row) => row.hash), of((row) => row.source), of((row) => row.received_at), of((row) => row.outcome), of((row) => JSON.stringify(row.order_ids)), of((row) => JSON.stringify(row.problems)), of((row) => JSON.stringify(row.body))] as never[],
    { prepare: true },
  );
}

/** One sender of an order at a time: the second finds what the first has written. */
export async function lockIntakes(tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of [...new Set(keys)].toSorted()) await tx`select pg_advisory_xact_lock(hashtextextended(${`order-intake:${key}`}, 0))`;
}

export interface ChannelItemRow {
  readonly channel_id: string;
  readonly code: string;
  readonly item_id: string;
  readonly units: number;
  readonly share: number;
}
export interface CatalogueRows {
  readonly mapped: readonly ChannelItemRow[];
  readonly items: readonly Row<'item'>[];
  readonly barcodes: readonly { readonly code: string; readonly item_id: string }[];
  readonly packs: readonly Row<'item_pack'>[];
}
/** All that these codes can stand for. */
export async function catalogueOf(tx: Tx, codes: readonly string[]): Promise<CatalogueRows> {
  const list = [...new Set(codes)];
  const [mapped, barcodes] = await Promise.all([
    tx.unsafe<ChannelItemRow[]>('select channel_id, code, item_id, units, share from channel_item where code = any($1::text[]) order by channel_id, code, item_id', [list] as never[], { prepare: true }),
    tx.unsafe<{ code: string; item_id: string }[]>('select code, item_id from barcode where code = any($1::text[])', [list] as never[], { prepare: true }),
  ]);
  const ids = [...new Set([...list, ...mapped.map((row) => row.item_id), ...barcodes.map((row) => row.item_id)])];
  const items = await tx.unsafe<Row<'item'>[]>(`select ${columnList('item')} from item where item_id = any($1::text[]) or sku = any($2::text[])`, [ids, list] as never[], { prepare: true });
  const packs = await tx.unsafe<Row<'item_pack'>[]>(`select ${columnList('item_pack')} from item_pack where item_id = any($1::text[])`, [items.map((row) => row.item_id)] as never[], { prepare: true });
  return { mapped, items, barcodes, packs };
}

/** Replaces what the codes in the list stand for, each for its channel; empty channel: any. */
export async function writeChannelItems(tx: Tx, rows: readonly ChannelItemRow[]): Promise<void> {
  for (const { channel_id, code } of rows) await tx`delete from channel_item where channel_id = ${channel_id} and code = ${code}`;
  for (const row of rows) await tx`insert into channel_item ${tx(row, 'channel_id', 'code', 'item_id', 'units', 'share')}`;
}

export async function channelSecret(tx: Tx, channel: string): Promise<string | undefined> {
  const [row] = await tx<{ secret: string }[]>`select secret from channel_key where channel_id = ${channel}`;
  return row?.secret;
}
export async function writeChannelSecret(tx: Tx, channel: string, secret: string, now: number): Promise<void> {
  await tx`insert into channel_key (channel_id, secret, made_at) values (${channel}, ${secret}, ${now}) on conflict (channel_id) do update set secret = excluded.secret, made_at = excluded.made_at`;
}
