// Counts are observations: what was seen, by whom, between a first and a last look. Until a difference is
// approved it changes no quantity; what nobody entered stays uncounted and is never zero.
import { proposeAdjustment } from './adjustments.ts';
import { decider } from './decider.ts';
import { idFrom } from './ids.ts';
import { quantityAt } from './ledger.ts';
import { account } from './positions.ts';
import { document, item, place } from './reads.ts';
import { reject } from './rejections.ts';
import type { Slice } from './slice.ts';
import type { Row } from './tables.ts';

const taskReads = (warehouse: string, taskId: string) => {
  const where = { warehouse_id: warehouse, task_id: taskId };
  return document(`count:${warehouse}:${taskId}`, { table: 'count_task', where }, { table: 'count_line', where });
};

const closed = (task: Row<'count_task'>): boolean => task.state !== 'OPEN' && task.state !== 'COUNTING';

export const openCount = decider('count.open', {
  reads: ({ warehouse, payload: p }) => [
    ...taskReads(warehouse, p.taskId), place(warehouse, p.locationId),
    ...document(`count-at:${warehouse}:${p.locationId}`, { table: 'count_task', where: { warehouse_id: warehouse, location_id: p.locationId } }),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('location', warehouse, p.locationId)) return reject('unknown_location', { place: p.locationId });
    const open = openTaskAt(slice, warehouse, p.locationId, p.itemId);
    return open ? reject('already_done', { task: open.task_id }) : undefined;
  },
  effects: (book) => {
    const p = book.command.payload;
    book.became('count_task', newTask(book.command.warehouse, p.taskId, p.locationId, p.itemId, p.trigger, book.at, p.dueAt ?? null));
  },
});

/** At most one open task stands for a place and item; an empty item means the whole place. */
export const openTaskAt = (slice: Slice, warehouse: string, locationId: string, itemId: string): Row<'count_task'> | undefined =>
  slice.list('count_task', { warehouse_id: warehouse, location_id: locationId }).find((task) => !closed(task) && task.item_id === itemId);

export const newTask = (warehouse: string, taskId: string, locationId: string, itemId: string, trigger: string, at: number, dueAt: number | null): Row<'count_task'> => ({
  warehouse_id: warehouse, task_id: taskId, location_id: locationId, item_id: itemId, trigger, state: 'OPEN', opened_at: at, due_at: dueAt, counted_by: null, closed_at: null,
});

export const recordCount = decider('count.record', {
  reads: ({ warehouse, payload: p }) => [...taskReads(warehouse, p.taskId), item(p.itemId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return reject('unknown_document', { task: p.taskId });
    return closed(task) ? reject('document_closed', { task: p.taskId, state: task.state }) : undefined;
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const task = slice.get('count_task', warehouse, p.taskId) ?? newTask(warehouse, p.taskId, p.locationId, '', 'FOUND', book.at, null);
    if (task.state !== 'COUNTING' && !closed(task)) book.became('count_task', { ...task, state: 'COUNTING', counted_by: command.person });
    const lineId = idFrom(p.taskId, p.locationId, p.itemId, p.lot, p.serial, p.condition, p.hold, p.owner);
    const line = slice.get('count_line', warehouse, p.taskId, lineId);
    book.became('count_line', {
      warehouse_id: warehouse, task_id: p.taskId, line_id: lineId, location_id: p.locationId, item_id: p.itemId, lot: p.lot, serial: p.serial, condition: p.condition, hold: p.hold, owner: p.owner,
      unit_cost: slice.get('item', p.itemId)?.standard_cost ?? line?.unit_cost ?? 0,
      counted: Math.max(0, (line?.counted ?? 0) + p.quantity),
      first_look: Math.min(line?.first_look ?? p.firstLook, p.firstLook), last_look: Math.max(line?.last_look ?? p.lastLook, p.lastLook),
      counted_by: command.person, device_id: command.device,
    });
  },
});

export const submitCount = decider('count.submit', {
  reads: ({ warehouse, payload: p }) => [
    ...taskReads(warehouse, p.taskId),
    ...document(`place:${warehouse}:${p.locationId}`,
      { table: 'position', where: { warehouse_id: warehouse, location_id: p.locationId } },
      { table: 'position', where: { warehouse_id: warehouse, location_id: account.suspense(p.locationId) } }),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return reject('unknown_document', { task: p.taskId });
    return closed(task) ? reject('already_done', { task: p.taskId, state: task.state }) : undefined;
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return;
    const lines = slice.list('count_line', { warehouse_id: warehouse, task_id: p.taskId });
    let differing = 0;
    for (const line of lines) {
      const bookQuantity = bookOfLine(slice, line);
      if (line.counted === bookQuantity) continue;
      differing += 1;
      proposeAdjustment(book, line, { delta: line.counted - bookQuantity, bookQuantity, counted: line.counted, unitCost: line.unit_cost, source: 'count', taskId: p.taskId, reason: 'COUNT', note: '', at: line.last_look, counters: [line.counted_by] });
    }
    book.became('count_task', { ...task, state: differing === 0 ? 'MATCHED' : 'PENDING_APPROVAL', counted_by: command.person, closed_at: book.at });
  },
});

/** Book of a counted position, with what suspense already took from the bin. */
function bookOfLine(slice: Slice, line: Row<'count_line'>): number {
  const goods = { itemId: line.item_id, lot: line.lot, serial: line.serial };
  const side = { condition: line.condition, hold: line.hold, owner: line.owner };
  return [line.location_id, account.suspense(line.location_id)].reduce((sum, location) => sum + quantityAt(slice, line.warehouse_id, goods, { ...side, location }), 0);
}
