// What counting leaves with others: the task that asks for a count, and the goods that nothing new is promised of
// until somebody counted or decided.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { carry, COUNT_HOLD, quantityAt } from './ledger.ts';
import { document } from './reads.ts';
import { inOrder, type Read, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

export const isClosed = (task: Row<'count_task'>): boolean => task.state !== 'OPEN' && task.state !== 'COUNTING';

export const tasksAt = (warehouse: string, locationId: string): readonly Read[] =>
  document(`count-at:${warehouse}:${locationId}`, { table: 'count_task', where: { warehouse_id: warehouse, location_id: locationId } });

/** At most one open task stands for a place and item; an empty item means the whole place. */
export const openTaskAt = (slice: Slice, warehouse: string, locationId: string, itemId: string): Row<'count_task'> | undefined =>
  inOrder(slice.list('count_task', { warehouse_id: warehouse, location_id: locationId }), (task) => task.task_id).find((task) => !isClosed(task) && task.item_id === itemId);

export const newTask = (warehouse: string, taskId: string, locationId: string, itemId: string, trigger: string, at: number, dueAt: number | null): Row<'count_task'> => ({
  warehouse_id: warehouse, task_id: taskId, location_id: locationId, item_id: itemId, trigger, state: 'OPEN', opened_at: at, due_at: dueAt, counted_by: null, closed_at: null, assigned_to: null,
});

/** Keeps this many of the counted goods from new promises: none once the shelf agrees, the shortage until somebody decided. */
export function holdForCount(book: Book<CommandType>, at: Pick<Row<'adjustment'>, 'location_id' | 'item_id' | 'lot' | 'serial' | 'condition' | 'owner'>, wanted: number): void {
  const goods = { itemId: at.item_id, lot: at.lot, serial: at.serial };
  const free = { location: at.location_id, condition: at.condition, hold: '', owner: at.owner };
  const held = { ...free, hold: COUNT_HOLD };
  const [inHold, inFree] = [held, free].map((side) => Math.max(0, quantityAt(book.slice, book.command.warehouse, goods, side))) as [number, number];
  const more = Math.min(wanted - inHold, inFree);
  if (more > 0) carry(book, { ...goods, type: 'count.hold', quantity: more, from: free, to: held });
  if (more < 0) carry(book, { ...goods, type: 'count.release', quantity: -more, from: held, to: free });
}
