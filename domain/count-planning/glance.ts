// A count while working: after a pick or a put-away that leaves few, *how many are left?* is answered by eye, without the
// number the books have. It never posts: agreement is kept as an observation, disagreement asks for a count.
import { isClosed, newTask, openTaskAt, tasksAt } from '#domain/count-tasks.ts';
import { decider } from '#domain/decider.ts';
import { idFrom } from '#domain/ids.ts';
import { account } from '#domain/positions.ts';
import { item, place, stockAt } from '#domain/reads.ts';
import { reject } from '#domain/rejections.ts';
import type { Slice } from '#domain/slice.ts';

/** Trigger of what was seen in passing; no figure of accuracy counts it. */
export const GLANCE = 'GLANCE';
const COUNT_WITHIN = 8 * 3_600_000;

/** Units of an item in a place with its suspense, in whatever state. */
export function unitsThere(slice: Slice, warehouse: string, itemId: string, locationId: string): number {
  return [locationId, account.suspense(locationId)].flatMap((at) => slice.list('position', { warehouse_id: warehouse, item_id: itemId, location_id: at })).reduce((sum, row) => sum + row.quantity, 0);
}

export const glance = decider('count.glance', {
  reads: ({ warehouse, payload: p }) => [item(p.itemId), place(warehouse, p.locationId), ...stockAt(warehouse, p.itemId, p.locationId), ...tasksAt(warehouse, p.locationId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    return slice.get('location', warehouse, p.locationId) ? undefined : reject('unknown_location', { place: p.locationId });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const agrees = unitsThere(slice, warehouse, p.itemId, p.locationId) === p.counted;
    if (!agrees) {
      const covered = openTaskAt(slice, warehouse, p.locationId, p.itemId) ?? openTaskAt(slice, warehouse, p.locationId, '');
      if (!covered) book.became('count_task', newTask(warehouse, book.id('count-task'), p.locationId, p.itemId, 'SPOT', at, at + COUNT_WITHIN, []));
      return;
    }
    const taskId = book.id('glance');
    const task = newTask(warehouse, taskId, p.locationId, p.itemId, GLANCE, at, null);
    book.became('count_task', { ...task, state: 'MATCHED', counted_by: command.person, closed_at: at, live_to: at });
    book.became('count_line', {
      warehouse_id: warehouse, task_id: taskId, line_id: idFrom(taskId, p.itemId), location_id: p.locationId, item_id: p.itemId, lot: '', serial: '', condition: 'N', hold: '', owner: '', counted: p.counted,
      unit_cost: slice.get('item', p.itemId)?.standard_cost ?? 0, first_look: at, last_look: at, counted_by: command.person, device_id: command.device,
    });
  },
});

/** Settings of the ERP: asked when no more than `most` are left, at most `perHour` times an hour for one person at one station. */
export const COUNT_WHILE_WORKING = 'count_while_working';
export interface Glances {
  readonly most: number;
  readonly perHour: number;
}
export function glancesOf(value: unknown): Glances | undefined {
  const { most, perHour } = (typeof value === 'object' && value !== null ? value : {}) as { most?: unknown; perHour?: unknown };
  return typeof most === 'number' && typeof perHour === 'number' ? { most, perHour } : undefined;
}

/** Whether a count of the item there is open already, so that nobody need be asked in passing. */
export const isCounted = (slice: Slice, warehouse: string, itemId: string, locationId: string): boolean =>
  slice.list('count_task', { warehouse_id: warehouse, location_id: locationId }).some((task) => !isClosed(task) && (task.item_id === '' || task.item_id === itemId));
