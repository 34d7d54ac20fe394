// Refunds that wait for the payment side.
import type { Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';
import { columnList } from './rows.ts';

export async function requestedRefunds(tx: Tx, limit: number, after: string): Promise<readonly Row<'refund'>[]> {
  return tx.unsafe<Row<'refund'>[]>(`select ${columnList('refund')} from refund where state = 'REQUESTED' and refund_id > $1 order by refund_id limit $2`, [after, limit], { prepare: true });
}
