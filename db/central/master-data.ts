// Who and where, as the server asks for it outside a judgement.
import type { Json, Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';

export async function findPeople(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Row<'person'>>> {
  const rows = await tx<Row<'person'>[]>`select person_id, name, badge, roles, active from person where person_id = any(${[...new Set(ids)]}::text[])`;
  return new Map(rows.map((row) => [row.person_id, row]));
}

export async function findDevice(tx: Tx, device: string): Promise<Row<'device'> | undefined> {
  const [row] = await tx<Row<'device'>[]>`select device_id, name, home_warehouse, kind, state, enrolled_at, last_seen_at from device where device_id = ${device}`;
  return row;
}

export async function warehouses(tx: Tx): Promise<readonly string[]> {
  const rows = await tx<{ warehouse_id: string }[]>`select warehouse_id from warehouse order by warehouse_id`;
  return rows.map((row) => row.warehouse_id);
}

export async function setting(tx: Tx, key: string): Promise<Json | undefined> {
  const [row] = await tx<{ value: Json }[]>`select value from setting where key = ${key}`;
  return row?.value;
}
