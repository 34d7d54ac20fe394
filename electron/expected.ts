// Which items to ask about where somebody counts; never how many.
import type { Replica } from '#sync/client/replica.ts';
import type { Answers } from './contract.ts';

/** By what the books have there; on a device that has no books, by the lines that came with the count. */
export function expectedIn(replica: Replica, locationId: string, taskId: string | undefined): Answers['expected'] {
  const warehouse_id = replica.meta.get('warehouse_id') ?? '';
  const inBin = replica.rows.find('position', { warehouse_id, location_id: locationId }).filter((row) => row.quantity > 0);
  const asked = taskId === undefined ? [] : replica.rows.find('count_line', { warehouse_id, task_id: taskId });
  return [...new Map([...inBin, ...asked].map((row) => [`${row.item_id}\u001f${row.lot}`, { itemId: row.item_id, lot: row.lot }])).values()];
}
