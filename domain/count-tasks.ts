// The task that asks for a count, and how it ends: its state follows from its lines and is never typed in.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { WIDEST_MARGIN } from './count-rules.ts';
import { document, placeLock } from './reads.ts';
import { inOrder, type Read, type Since, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

/** Until when late movements concern a count that somebody still makes or decides about: without end. */
export const OPEN_ENDED = Number.MAX_SAFE_INTEGER;
export const stillOpen: Since = { column: 'live_to', value: OPEN_ENDED };

export const isClosed = (task: Row<'count_task'>): boolean => task.state !== 'OPEN' && task.state !== 'COUNTING';

/** Tasks of a place that somebody works on or decides about. */
export const tasksAt = (warehouse: string, locationId: string): readonly Read[] =>
  document(placeLock(warehouse, locationId), { table: 'count_task', where: { warehouse_id: warehouse, location_id: locationId }, since: stillOpen });

/** At most one open task stands for a place and item; an empty item means the whole place. */
export const openTaskAt = (slice: Slice, warehouse: string, locationId: string, itemId: string): Row<'count_task'> | undefined =>
  inOrder(slice.list('count_task', { warehouse_id: warehouse, location_id: locationId }, stillOpen), (task) => task.task_id).find((task) => !isClosed(task) && task.item_id === itemId);

export const newTask = (warehouse: string, taskId: string, locationId: string, itemId: string, trigger: string, at: number, dueAt: number | null, notBy: readonly string[] = []): Row<'count_task'> => ({
  warehouse_id: warehouse, task_id: taskId, location_id: locationId, item_id: itemId, trigger, state: 'OPEN', opened_at: at, due_at: dueAt, counted_by: null, closed_at: null, assigned_to: null, not_by: notBy, live_to: OPEN_ENDED, dealt_to: null, dealt_at: null,
});

const RECOUNT_WITHIN = 4 * 3_600_000;

/** Has a position counted again, by nobody who counted it before. */
export function askForRecount(book: Book<CommandType>, row: Row<'adjustment'>, notBy: readonly string[]): void {
  const { warehouse_id, location_id, item_id } = row;
  const open = openTaskAt(book.slice, warehouse_id, location_id, item_id);
  if (open) {
    const all = [...new Set([...(open.not_by as readonly string[]), ...notBy])].toSorted();
    if (all.length > (open.not_by as readonly string[]).length) book.became('count_task', { ...open, not_by: all });
    return;
  }
  book.became('count_task', newTask(warehouse_id, book.id('recount', row.adjustment_id), location_id, item_id, 'RECOUNT', book.at, book.at + RECOUNT_WITHIN, [...new Set(notBy)].toSorted()));
}

/** Once handed in, a task is where its lines are: counted again, waiting for approval, or over. */
export function followLines(book: Book<CommandType>, task: Row<'count_task'>, whenOver: 'MATCHED' | 'CLOSED'): void {
  const lines = book.slice.list('adjustment', { warehouse_id: task.warehouse_id, location_id: task.location_id }, stillOpen).filter((row) => row.task_id === task.task_id);
  const some = (...states: readonly string[]): boolean => lines.some((row) => states.includes(row.state));
  const state = some('RECOUNT') ? 'RECOUNT_DUE' : some('PENDING', 'RESTATED') ? 'PENDING_APPROVAL' : whenOver;
  const isOver = state === whenOver;
  const live_to = isOver ? (task.closed_at ?? book.at) + WIDEST_MARGIN : OPEN_ENDED;
  if (state !== task.state || live_to !== task.live_to) book.became('count_task', { ...task, state, live_to });
}

export const isSamePosition = (a: Row<'adjustment'>, b: Row<'adjustment'>): boolean =>
  a.location_id === b.location_id && a.item_id === b.item_id && a.lot === b.lot && a.serial === b.serial && a.condition === b.condition && a.hold === b.hold && a.owner === b.owner;
