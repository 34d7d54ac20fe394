// Counts are observations: what was seen, by whom, between a first and a last look. Until a difference is
// approved it changes no quantity; what nobody entered stays uncounted and is never zero.
import type { Book } from './book.ts';
import { checkIdOf, emptyCheck, inBooks, movedSince, observe } from './count-observation.ts';
import { COUNT_RULES, countRules, lookAt, marginOf } from './count-rules.ts';
import { followLines, isClosed, newTask, OPEN_ENDED, openTaskAt, stillOpen, tasksAt } from './count-tasks.ts';
import { judgeCount } from './count-verdict.ts';
import { paperOf } from './count-planning/sheets.ts';
import { expectLines } from './count-planning/expected.ts';
import { decider } from './decider.ts';
import { effectiveAt, type CommandOf } from './commands.ts';
import { idFrom } from './ids.ts';
import { COUNT_HOLD } from './ledger.ts';
import { isPlace } from './moving.ts';
import { passedReads } from './passed-variance.ts';
import { about, document, item, placeLock, placeStock, setting, standing, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { inOrder, type Read, type Since, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

const taskLock = (warehouse: string, taskId: string): string => `count:${warehouse}:${taskId}`;
const taskReads = (warehouse: string, taskId: string) => {
  const where = { warehouse_id: warehouse, task_id: taskId };
  return document(taskLock(warehouse, taskId), { table: 'count_task', where }, { table: 'count_line', where }, { table: 'adjustment', where });
};

export const openCount = decider('count.open', {
  reads: ({ warehouse, payload: p }) => [
    ...taskReads(warehouse, p.taskId), ...standing(warehouse, p.locationId),
    ...tasksAt(warehouse, p.locationId), ...placeStock(warehouse, p.locationId),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!isPlace(slice, warehouse, p.locationId)) return reject('unknown_location', { place: p.locationId });
    // A label that is in use, also by a task that is over, keeps what was counted under it.
    const open = slice.get('count_task', warehouse, p.taskId) ?? openTaskAt(slice, warehouse, p.locationId, p.itemId);
    return open ? reject('already_done', { task: open.task_id }) : undefined;
  },
  effects: (book) => {
    const p = book.command.payload;
    const task = newTask(book.command.warehouse, p.taskId, p.locationId, p.itemId, p.trigger, book.at, p.dueAt ?? null);
    book.became('count_task', task);
    expectLines(book, task);
  },
});

const lookOf = (command: CommandOf<'count.record'>, deviceTime: number): number => lookAt(effectiveAt(command), command.offset, deviceTime);

export const recordCount = decider('count.record', {
  reads: (command) => {
    const { warehouse, payload: p } = command;
    return [
      ...taskReads(warehouse, p.taskId), about(warehouse, p.taskId, taskLock(warehouse, p.taskId)), item(p.itemId), setting(COUNT_RULES),
      ...stockAt(warehouse, p.itemId, p.locationId, p.lot), movedSince(warehouse, p.itemId, lookOf(command, p.firstLook)),
    ];
  },
  refuse: ({ warehouse, person, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const task = slice.get('count_task', warehouse, p.taskId);
    if (!task) return reject('unknown_document', { task: p.taskId });
    if (task.location_id !== p.locationId) return reject('not_this_document', { needed: task.location_id, place: p.locationId });
    if (isClosed(task)) return reject('document_closed', { task: p.taskId, state: task.state });
    return (task.not_by as readonly string[]).includes(person) ? reject('counted_before', { task: p.taskId, place: task.location_id }) : undefined;
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
    const [first, last] = [lookOf(command, p.firstLook), lookOf(command, p.lastLook)];
    const looked: Row<'count_line'> = {
      warehouse_id: warehouse, task_id: p.taskId, line_id: lineId, location_id: p.locationId, item_id: p.itemId, lot: p.lot, serial: p.serial, condition: p.condition, hold, owner: p.owner,
      unit_cost: slice.get('item', p.itemId)?.standard_cost ?? line?.unit_cost ?? 0,
      counted,
      first_look: takenBack ? 0 : Math.min(seen?.first_look ?? first, first), last_look: takenBack ? 0 : Math.max(seen?.last_look ?? last, last),
      counted_by: command.person, device_id: p.sheetId === undefined ? command.device : paperOf(p.sheetId),
    };
    book.became('count_line', looked);
    // A look that came after the hand-in stands beside the verdict and changes nothing of it.
    if (isClosed(task) || takenBack) return;
    const movements = slice.list('movement', { warehouse_id: warehouse, item_id: p.itemId }, movedSince(warehouse, p.itemId, first).since);
    const lines = slice.list('count_line', { warehouse_id: warehouse, task_id: p.taskId }).filter((row) => wasCounted(row) && isSameGoods(row, looked));
    const apart = lines.map((row) => row.hold).filter((other) => other !== '').toSorted();
    const rules = countRules(slice);
    observe(book, { line: looked, apart: hold === '' ? apart : [], before: seen && slice.get('adjustment', warehouse, checkIdOf(p.taskId, lineId)), movements, rules });
    // Held goods counted by themselves are no longer part of the plain line beside them.
    const beside = hold === '' ? undefined : lines.find((row) => row.hold === '');
    const draft = beside && slice.get('adjustment', warehouse, checkIdOf(p.taskId, beside.line_id));
    if (beside && draft && !(draft.apart as readonly string[]).includes(hold)) observe(book, { line: beside, apart, before: draft, movements, rules });
  },
});

/** False for a line whose looks were all taken back: it is not entered, which is never zero. */
export const wasCounted = (line: Pick<Row<'count_line'>, 'last_look'>): boolean => line.last_look > 0;

const isSameGoods = (a: Row<'count_line'>, b: Row<'count_line'>): boolean =>
  a.location_id === b.location_id && a.item_id === b.item_id && a.lot === b.lot && a.serial === b.serial && a.condition === b.condition && a.owner === b.owner;

/** Counts of a place that a hand-in may meet: all that wait for somebody, and what was decided about looks of the last week. */
const WEEK = 7 * 86_400_000;
const recently = (at: number): Since => ({ column: 'live_to', value: at - WEEK });
const countsBefore = (command: CommandOf<'count.submit'>): Read =>
  ({ table: 'adjustment', where: { warehouse_id: command.warehouse, location_id: command.payload.locationId }, since: recently(effectiveAt(command)), lock: placeLock(command.warehouse, command.payload.locationId) });

export const submitCount = decider('count.submit', {
  reads: (command) => {
    const { warehouse, person, payload: p } = command;
    return [
      ...taskReads(warehouse, p.taskId), ...tasksAt(warehouse, p.locationId), ...placeStock(warehouse, p.locationId), countsBefore(command), setting(COUNT_RULES), passedReads(warehouse, 'counter', person),
      ...p.items.flatMap((itemId) => [item(itemId), passedReads(warehouse, 'item', itemId), ...stockAt(warehouse, itemId, p.locationId)]),
    ];
  },
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
    const rules = countRules(slice);
    const at = { warehouse_id: warehouse, location_id: p.locationId };
    const waiting = new Set(slice.list('adjustment', at, stillOpen).flatMap((row) => (row.source === 'count' && row.task_id !== null ? [row.task_id] : [])));
    book.became('count_task', { ...task, state: 'CLOSED', counted_by: command.person, closed_at: book.at });
    for (const line of inOrder(slice.list('count_line', { warehouse_id: warehouse, task_id: p.taskId }), (row) => row.line_id)) {
      const draft = draftOf(slice, line);
      if (line.location_id !== p.locationId) continue;
      if (!wasCounted(line)) {
        if (slice.get('adjustment', warehouse, draft.adjustment_id)) book.became('adjustment', { ...draft, state: 'WITHDRAWN', live_to: 0 });
        continue;
      }
      const delta = line.counted - draft.book;
      const check = { ...draft, counted: line.counted, delta, value: delta * draft.unit_cost, author: command.person, submitted_at: book.at };
      judgeCount({ book, task, rules }, check, slice.list('adjustment', at, recently(book.at)));
    }
    decideForgotten(book, task);
    const differs = slice.list('adjustment', { warehouse_id: warehouse, task_id: p.taskId }).some((row) => row.state !== 'MATCHED' && row.state !== 'WITHDRAWN');
    for (const row of inOrder(slice.list('count_task', at, stillOpen), (each) => each.task_id)) {
      if (isClosed(row) && (row.task_id === p.taskId || waiting.has(row.task_id))) followLines(book, row, row.task_id === p.taskId && !differs ? 'MATCHED' : 'CLOSED');
    }
  },
});

/** Reason and note of whoever counted, for whoever approves; the figures stay out of sight. */
export const explainCount = decider('count.explain', {
  reads: ({ warehouse, payload: p }) => taskReads(warehouse, p.taskId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('adjustment', warehouse, checkIdOf(p.taskId, p.lineId));
    if (!row) return reject('unknown_document', { task: p.taskId });
    return row.live_to === OPEN_ENDED ? undefined : reject('document_closed', { task: p.taskId, state: row.state });
  },
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    const row = book.slice.get('adjustment', warehouse, checkIdOf(p.taskId, p.lineId));
    // What was decided keeps the reason it was decided under.
    if (row) book.became('adjustment', { ...row, note: p.note === '' ? row.note : p.note, evidence: [...new Set([...(row.evidence as readonly string[]), ...p.evidence])], reason: p.reason === '' || row.live_to !== OPEN_ENDED ? row.reason : p.reason });
  },
});

/** The draft of a line; one that was counted before drafts were kept has the books of now. */
function draftOf(slice: Slice, line: Row<'count_line'>): Row<'adjustment'> {
  const known = slice.get('adjustment', line.warehouse_id, checkIdOf(line.task_id, line.line_id));
  if (known) return known;
  const draft = emptyCheck(line, marginOf(countRules(slice)));
  return { ...draft, book: inBooks(slice, draft) };
}

/** Where a recount is over and did not say anything about a line that waits for it, a supervisor decides. */
function decideForgotten(book: Book<'count.submit'>, task: Row<'count_task'>): void {
  for (const row of inOrder(book.slice.list('adjustment', { warehouse_id: task.warehouse_id, location_id: task.location_id }, stillOpen), (each) => each.adjustment_id)) {
    if (row.state === 'RECOUNT' && !openTaskAt(book.slice, row.warehouse_id, row.location_id, row.item_id)) book.became('adjustment', { ...row, state: 'PENDING' });
  }
}
