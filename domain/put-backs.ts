// Goods that are to leave a tote or cart for a bin again: picked twice, or for an order that was cancelled. They stay
// where they are until somebody scans them into a bin, which completes the task and closes what it is about.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { newTask, openTaskAt, tasksAt } from './count-tasks.ts';
import { decider } from './decider.ts';
import { resolveException } from './exceptions.ts';
import { about, document, handlingUnit } from './reads.ts';
import { reject } from './rejections.ts';
import { inOrder, type Read, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

type PutBack = Row<'put_back'>;
/** surplus: the order does not need it. cancelled: nobody needs it any more. */
type Reason = 'SURPLUS' | 'CANCELLED';
/** State of a tote whose order is packed, with something in it that is to be put back. */
export const LEFT_IN = 'PUT_BACK';

const lockOf = (warehouse: string, place: string): string => `put-back:${warehouse}:${place}`;
/** What is to leave a place, and the exceptions about it. */
export const putBacksAt = (warehouse: string, place: string): readonly Read[] =>
  document(lockOf(warehouse, place), { table: 'put_back', where: { warehouse_id: warehouse, location_id: place, open: true } }, about(warehouse, place, ''));
/** All there ever was of an order; rows are only added under this root, and changed under that of their place. */
export const putBacksOf = (warehouse: string, orderId: string): readonly Read[] => document(`put-backs:${warehouse}:${orderId}`, { table: 'put_back', where: { warehouse_id: warehouse, order_id: orderId } });

export const leftOf = (row: PutBack): number => row.quantity - row.done;
export const openAt = (slice: Slice, warehouse: string, place: string): readonly PutBack[] =>
  inOrder(slice.list('put_back', { warehouse_id: warehouse, location_id: place, open: true }), (row) => `${String(row.created_at).padStart(16, '0')}${row.put_back_id}`);

export function openPutBack(book: Book<CommandType>, { task, place, quantity, reason, lot = task.lot, serial = '' }: { readonly task: Row<'pick_task'>; readonly place: string; readonly quantity: number; readonly reason: Reason; readonly lot?: string; readonly serial?: string }): void {
  if (quantity <= 0) return;
  book.became('put_back', {
    warehouse_id: book.command.warehouse, put_back_id: book.id('put-back', `${task.task_id}:${place}:${reason}:${serial}`), location_id: place, item_id: task.item_id, lot, serial, quantity, done: 0, to_location: task.location_id, reason,
    order_id: task.order_id, fulfilment_id: task.fulfilment_id, task_id: task.task_id, state: 'OPEN', open: true, created_at: book.at, closed_at: null, closed_by: null,
  });
}

function settle(book: Book<CommandType>, row: PutBack, done: number, state: 'DONE' | 'MISSING' | 'PACKED'): void {
  const closed = done >= row.quantity;
  book.became('put_back', { ...row, done, ...(closed ? { state, open: false, closed_at: book.at, closed_by: book.command.person } : {}) });
}

/** Goods left a place: what was to be put back of them is done in a bin, or goes along in another tote. */
export function broughtAway(book: Book<CommandType>, { itemId, quantity, from, to }: { readonly itemId: string; readonly quantity: number; readonly from: string; readonly to: string }): void {
  const { slice, command } = book;
  const inBin = slice.get('handling_unit', command.warehouse, to) === undefined;
  let left = quantity;
  let last: PutBack | undefined;
  for (const row of openAt(slice, command.warehouse, from)) {
    const units = row.item_id === itemId ? Math.min(left, leftOf(row)) : 0;
    if (units === 0) continue;
    left -= units;
    last = row;
    if (inBin) settle(book, row, row.done + units, 'DONE');
    else if (units === row.quantity) book.became('put_back', { ...row, location_id: to });
    else {
      book.became('put_back', { ...row, put_back_id: book.id('put-back', row.put_back_id), location_id: to, quantity: units, done: 0, created_at: book.at });
      settle(book, { ...row, quantity: row.quantity - units }, row.done, 'DONE');
    }
  }
  if (last) closeIfEmpty(book, from, last);
}

/** Goods of a cancelled order went into a parcel after all: there they are no put-back any more. */
export function packedAfterAll(book: Book<CommandType>, taskId: string, place: string, quantity: number): void {
  let left = quantity;
  for (const row of openAt(book.slice, book.command.warehouse, place)) {
    const units = row.task_id === taskId ? Math.min(left, leftOf(row)) : 0;
    if (units === 0) continue;
    left -= units;
    settle(book, { ...row, quantity: row.quantity - units }, row.done, 'PACKED');
  }
  if (left < quantity) closeIfEmpty(book, place);
}

/** The exceptions of a tote close once nothing is to leave it any more; it is free again unless its order goes on. */
function closeIfEmpty(book: Book<CommandType>, place: string, last?: PutBack): void {
  const { slice, command } = book;
  if (openAt(slice, command.warehouse, place).length > 0) return;
  const unit = slice.get('handling_unit', command.warehouse, place);
  if (unit && (unit.state === LEFT_IN || (last?.reason === 'CANCELLED' && unit.fulfilment_id === last.fulfilment_id))) book.became('handling_unit', { ...unit, state: 'FREE', fulfilment_id: null });
  for (const row of inOrder(slice.list('exception', { warehouse_id: command.warehouse, subject_id: place }), (each) => each.exception_id)) {
    if (row.state === 'OPEN' && row.kind === 'PUT_BACK') resolveException(book, row, 'PUT_BACK');
  }
}

/** Not in the tote where it should be: the task ends, and the tote is counted. */
export const missPutBack = decider('put_back.missing', {
  reads: ({ warehouse, payload: p }) => [...putBacksAt(warehouse, p.locationId), ...handlingUnit(warehouse, p.locationId), ...tasksAt(warehouse, p.locationId)],
  refuse: ({ warehouse, payload: p }, slice) => (openAt(slice, warehouse, p.locationId).some((row) => row.item_id === p.itemId) ? undefined : reject('already_done', { place: p.locationId, item: p.itemId })),
  effects: (book) => {
    const { slice, command, at } = book;
    const { warehouse, payload: p } = command;
    const missed = openAt(slice, warehouse, p.locationId).filter((row) => row.item_id === p.itemId);
    for (const row of missed) settle(book, row, row.quantity, 'MISSING');
    closeIfEmpty(book, p.locationId, missed.at(-1));
    if (!openTaskAt(slice, warehouse, p.locationId, p.itemId)) book.became('count_task', newTask(warehouse, book.id('count-task'), p.locationId, p.itemId, 'AFTER_PUT_BACK', at, at + 4 * 3_600_000));
  },
});
