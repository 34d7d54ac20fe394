// Counts are observations: what was seen, by whom, between a first and a last look. Until a difference is
// approved it changes no quantity; what nobody entered stays uncounted and is never zero.
import { proposeAdjustment } from './adjustments.ts';
import { holdForCount, isClosed, newTask, openTaskAt, tasksAt } from './count-tasks.ts';
import { decider } from './decider.ts';
import { idFrom } from './ids.ts';
import { COUNT_HOLD } from './ledger.ts';
import { account } from './positions.ts';
import { document, item, place, placeStock } from './reads.ts';
import { reject } from './rejections.ts';
import { inOrder, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

const taskReads = (warehouse: string, taskId: string) => {
  const where = { warehouse_id: warehouse, task_id: taskId };
  return document(`count:${warehouse}:${taskId}`, { table: 'count_task', where }, { table: 'count_line', where });
};

export const openCount = decider('count.open', {
  reads: ({ warehouse, payload: p }) => [
    ...taskReads(warehouse, p.taskId), place(warehouse, p.locationId),
    ...tasksAt(warehouse, p.locationId),
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

export const recordCount = decider('count.record', {
  reads: ({ warehouse, payload: p }) => [...taskReads(warehouse, p.taskId), item(p.itemId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return reject('unknown_document', { task: p.taskId });
    if (task.location_id !== p.locationId) return reject('not_this_document', { needed: task.location_id, place: p.locationId });
    return isClosed(task) ? reject('document_closed', { task: p.taskId, state: task.state }) : undefined;
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const task = slice.get('count_task', warehouse, p.taskId) ?? newTask(warehouse, p.taskId, p.locationId, '', 'FOUND', book.at, null);
    if (task.state !== 'COUNTING' && !isClosed(task)) book.became('count_task', { ...task, state: 'COUNTING', counted_by: command.person });
    const hold = p.hold === COUNT_HOLD ? '' : p.hold;
    const lineId = idFrom(p.taskId, p.locationId, p.itemId, p.lot, p.serial, p.condition, hold, p.owner);
    const line = slice.get('count_line', warehouse, p.taskId, lineId);
    const seen = line && wasCounted(line) ? line : undefined;
    const counted = Math.max(0, (seen?.counted ?? 0) + p.quantity);
    const takenBack = p.quantity < 0 && counted === 0;
    book.became('count_line', {
      warehouse_id: warehouse, task_id: p.taskId, line_id: lineId, location_id: p.locationId, item_id: p.itemId, lot: p.lot, serial: p.serial, condition: p.condition, hold, owner: p.owner,
      unit_cost: slice.get('item', p.itemId)?.standard_cost ?? line?.unit_cost ?? 0,
      counted,
      first_look: takenBack ? 0 : Math.min(seen?.first_look ?? p.firstLook, p.firstLook), last_look: takenBack ? 0 : Math.max(seen?.last_look ?? p.lastLook, p.lastLook),
      counted_by: command.person, device_id: command.device,
    });
  },
});

/** False for a line whose looks were all taken back: it is not entered, which is never zero. */
export const wasCounted = (line: Pick<Row<'count_line'>, 'last_look'>): boolean => line.last_look > 0;

export const submitCount = decider('count.submit', {
  reads: ({ warehouse, payload: p }) => [
    ...taskReads(warehouse, p.taskId),
    ...placeStock(warehouse, p.locationId),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return reject('unknown_document', { task: p.taskId });
    if (task.location_id !== p.locationId) return reject('not_this_document', { needed: task.location_id, place: p.locationId });
    return isClosed(task) ? reject('already_done', { task: p.taskId, state: task.state }) : undefined;
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return;
    const entered = slice.list('count_line', { warehouse_id: warehouse, task_id: p.taskId }).filter((line) => wasCounted(line) && line.location_id === p.locationId);
    const lines = inOrder(entered, (line) => line.line_id);
    let differing = 0;
    for (const line of lines) {
      const bookQuantity = bookOfLine(slice, line, lines);
      if (line.hold === '') holdForCount(book, line, Math.max(0, bookQuantity - line.counted));
      if (line.counted === bookQuantity) continue;
      differing += 1;
      proposeAdjustment(book, line, { delta: line.counted - bookQuantity, bookQuantity, counted: line.counted, unitCost: line.unit_cost, source: 'count', taskId: p.taskId, reason: 'COUNT', note: '', at: line.last_look, counters: [line.counted_by] });
    }
    book.became('count_task', { ...task, state: differing === 0 ? 'MATCHED' : 'PENDING_APPROVAL', counted_by: command.person, closed_at: book.at });
  },
});

/** Book of a counted position, with what suspense already took from the bin. Who counts cannot see a hold, so plain goods stand for held ones too, unless these have a line of their own. */
function bookOfLine(slice: Slice, line: Row<'count_line'>, lines: readonly Row<'count_line'>[]): number {
  const isSame = (row: Row<'count_line'> | Row<'position'>) =>
    row.item_id === line.item_id && row.lot === line.lot && row.serial === line.serial && row.condition === line.condition && row.owner === line.owner;
  const ownLines = new Set(lines.filter((other) => other !== line && isSame(other)).map((other) => other.hold));
  const stands = (hold: string) => (line.hold === '' ? !ownLines.has(hold) : hold === line.hold);
  return [line.location_id, account.suspense(line.location_id)]
    .flatMap((location) => slice.list('position', { warehouse_id: line.warehouse_id, location_id: location }))
    .reduce((sum, row) => (isSame(row) && stands(row.hold) ? sum + row.quantity : sum), 0);
}
