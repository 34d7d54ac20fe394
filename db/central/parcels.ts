// Parcels that a carrier is to be asked about.
import type { Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';
import { columnList } from './rows.ts';

export async function parcelsToBook(tx: Tx, limit: number, [warehouse, parcel]: readonly [warehouse: string, parcel: string]): Promise<readonly Row<'parcel'>[]> {
  return tx.unsafe<Row<'parcel'>[]>(`
    select ${columnList('parcel')} from parcel
     where ((state = 'PACKED' and tracking = '') or (state = 'VOIDED' and tracking <> '')) and (warehouse_id, parcel_id) > ($1, $2) order by warehouse_id, parcel_id limit $3`, [warehouse, parcel, limit], { prepare: true });
}
