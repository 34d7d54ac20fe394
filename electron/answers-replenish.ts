// What is to be brought from reserve to the bins that pickers go to.
import { DEMAND } from '#domain/replenishing.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { ToBring } from './contract.ts';

/** What orders wait for first, then the oldest. */
export function toBring({ db, meta }: Replica): readonly ToBring[] {
  const rows = db.prepare(`
    select task_id as taskId, item_id as itemId, lot, from_location as "from", to_location as "to", quantity - moved as "left", reason, created_at as createdAt
      from replenishment where warehouse_id = ? and state = 'OPEN' and quantity > moved order by created_at, task_id`).all(meta.get('warehouse_id') ?? '') as ToBring[];
  return rows.toSorted((a, b) => Number(b.reason === DEMAND) - Number(a.reason === DEMAND));
}
