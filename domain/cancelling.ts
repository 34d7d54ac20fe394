// Orders that are cancelled while people work on them. What nobody touched is cancelled at once; what is dealt to a
// station or in hand stays a request, and nothing is paid back, until the station has answered or a supervisor has
// decided, and the goods are in their bins again or gone.
import type { Book } from './book.ts';
import type { CommandOf, CommandType } from './commands.ts';
import { decider } from './decider.ts';
import { raise, resolveException } from './exceptions.ts';
import { orderHoldReads, placedHold } from './order-holds.ts';
import { orderState, setOrderState, unpromised } from './orders.ts';
import { leftOf, openPutBack, putBacksOf } from './put-backs.ts';
import { about, document, fulfilment, order } from './reads.ts';
import { reject } from './rejections.ts';
import { inOrder, type Read, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

type Work = Row<'fulfilment'>;

/** Cancels what nobody has touched; what is dealt, picked or packed becomes a request that the floor answers. */
export const cancel = decider('order.cancel', {
  reads: ({ warehouse, payload: p }) => [
    ...order(p.orderId),
    { table: 'fulfilment', where: { warehouse_id: warehouse, order_id: p.orderId }, lock: `order-work:${p.orderId}` },
    ...worksNamed(warehouse, p.fulfilmentIds), ...putBacksOf(warehouse, p.orderId),
  ],
  refuse: ({ warehouse, payload: p }: CommandOf<'order.cancel'>, slice) => {
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return reject('unknown_document', { order: p.orderId });
    if (salesOrder.state === 'CANCELLED' || salesOrder.state === 'CANCEL_REQUESTED') return reject('already_done', { state: salesOrder.state });
    if (salesOrder.state === 'SHIPPED') return reject('document_closed', { state: salesOrder.state });
    // Work is seen where it is done: whoever cancels from elsewhere sees none, and it would go on.
    if (salesOrder.ship_from !== warehouse) return reject('view_changed', { warehouse: salesOrder.ship_from, state: salesOrder.state });
    const unseen = workOf(slice, warehouse, p.orderId).find((work) => !p.fulfilmentIds.includes(work.fulfilment_id));
    return unseen ? reject('view_changed', { fulfilment: unseen.fulfilment_id, state: unseen.state }) : undefined;
  },
  effects: (book) => {
    const { command, slice } = book;
    const { warehouse, payload: p } = command;
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return;
    for (const work of workOf(slice, warehouse, p.orderId)) {
      if (work.dealt_to === null) endWork(book, work);
      else book.became('fulfilment', { ...work, state: 'CANCEL_REQUESTED' });
    }
    const lines = slice.list('sales_order_line', { order_id: p.orderId }).toSorted((a, b) => a.line_no - b.line_no);
    for (const line of lines) {
      book.became('sales_order_line', { ...line, cancelled: Math.max(0, line.quantity - Math.max(line.allocated, line.shipped)), backordered: false });
    }
    const inHand = lines.some((line) => line.allocated > line.shipped);
    book.became('sales_order', { ...salesOrder, state: inHand ? 'CANCEL_REQUESTED' : 'CANCELLED', cancel_reason: p.reason });
    if (inHand) {
      raise(book, { rule: 'ORD-6', kind: 'CANCEL_REQUESTED', subject: { kind: 'order', id: p.orderId }, ownerRole: 'supervisor', maxAgeHours: 4, book: { state: salesOrder.state } });
    } else setOrderState(book, p.orderId);
  },
});

const worksNamed = (warehouse: string, fulfilmentIds: readonly string[]): readonly Read[] =>
  fulfilmentIds.map((id) => ({ table: 'pick_task', where: { warehouse_id: warehouse, fulfilment_id: id }, lock: `fulfilment:${warehouse}:${id}` }));
/** Work of an order that has not left the house. */
const workOf = (slice: Slice, warehouse: string, orderId: string): readonly Work[] =>
  inOrder(slice.list('fulfilment', { warehouse_id: warehouse, order_id: orderId }).filter((work) => work.state !== 'SHIPPED' && work.state !== 'CANCELLED'), (work) => work.fulfilment_id);
const tasksOf = (slice: Slice, work: Work): readonly Row<'pick_task'>[] => inOrder(slice.list('pick_task', { warehouse_id: work.warehouse_id, fulfilment_id: work.fulfilment_id }), (task) => task.task_id);

/** Nobody picks on; what is in totes is to be put back, what is in parcels to be unpacked. */
function endWork(book: Book<CommandType>, work: Work): void {
  const { slice } = book;
  const tasks = tasksOf(slice, work);
  for (const task of tasks) {
    if (task.open) cancelTask(book, task);
    const known = slice.list('put_back', { warehouse_id: work.warehouse_id, order_id: work.order_id }).reduce((sum, row) => (row.task_id === task.task_id ? sum + row.quantity : sum), 0);
    openPutBack(book, { task, place: task.tote, quantity: task.picked - task.packed - known, reason: 'CANCELLED' });
  }
  book.became('fulfilment', { ...work, dealt_to: null, dealt_at: work.dealt_to === null ? work.dealt_at : book.at, state: tasks.every((task) => task.picked === 0) ? 'CANCELLED' : 'CANCEL_REQUESTED' });
}

/** What is in hand already stays promised until somebody has put it back. */
function cancelTask(book: Book<CommandType>, task: Row<'pick_task'>): void {
  book.became('pick_task', { ...task, state: 'CANCELLED', open: false });
  const line = book.slice.get('sales_order_line', task.order_id, task.order_line);
  if (line) book.became('sales_order_line', unpromised(line, Math.max(0, task.quantity - task.short - task.picked)));
}

/** The station has told all it did; or a supervisor decides without it, and what it did comes as a late pick. */
function answerTo<T extends 'cancel.answer' | 'cancel.decide'>(type: T) {
  return decider(type, {
    reads: ({ warehouse, payload: p }) => [...order(p.orderId), ...fulfilment(warehouse, p.fulfilmentId), ...putBacksOf(warehouse, p.orderId)],
    refuse: ({ warehouse, payload: p }, slice) => {
      const work = slice.get('fulfilment', warehouse, p.fulfilmentId);
      if (work?.order_id !== p.orderId) return reject('unknown_document', { fulfilment: p.fulfilmentId });
      return isUnanswered(slice, work) ? undefined : reject('already_done', { state: work.state });
    },
    effects: (book) => {
      const { slice, command } = book;
      const work = slice.get('fulfilment', command.warehouse, command.payload.fulfilmentId);
      if (!work || work.order_id !== command.payload.orderId || !isUnanswered(slice, work)) return;
      endWork(book, work);
    },
  });
}
export const answerCancel = answerTo('cancel.answer');
export const decideCancel = answerTo('cancel.decide');

const isUnanswered = (slice: Slice, work: Work): boolean => work.state === 'CANCEL_REQUESTED' && (work.dealt_to !== null || tasksOf(slice, work).some((task) => task.open));

/** Brings lines, work and order to what the floor has done by now; the system does it after each step. */
export const settleCancel = decider('order.settle_cancel', {
  reads: ({ warehouse, payload: p }) => [
    ...order(p.orderId), ...p.fulfilmentIds.flatMap((id) => fulfilment(warehouse, id)), ...putBacksOf(warehouse, p.orderId),
    about(warehouse, p.orderId, `order:${p.orderId}`),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return reject('unknown_document', { order: p.orderId });
    if (salesOrder.ship_from !== warehouse) return reject('nothing_to_do', { state: salesOrder.state });
    const waits = salesOrder.state === 'CANCEL_REQUESTED' || requestsOf(slice, warehouse, p.orderId).length > 0 || p.fulfilmentIds.some((id) => slice.get('fulfilment', warehouse, id)?.state === 'CANCEL_REQUESTED');
    return waits ? undefined : reject('nothing_to_do', { state: salesOrder.state });
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const works = p.fulfilmentIds.flatMap((id) => slice.get('fulfilment', warehouse, id) ?? []).filter((work) => work.order_id === p.orderId);
    const putBacks = slice.list('put_back', { warehouse_id: warehouse, order_id: p.orderId }).filter((row) => row.open && row.reason === 'CANCELLED');
    for (const work of works) endCancelled(book, work, putBacks);
    const salesOrder = slice.get('sales_order', p.orderId);
    if (salesOrder?.state !== 'CANCEL_REQUESTED') return closeRequests(book, salesOrder);
    const held = new Map<number, number>();
    for (const work of works) {
      const unanswered = isUnanswered(slice, work);
      for (const task of tasksOf(slice, work)) {
        const waiting = putBacks.reduce((sum, row) => (row.task_id === task.task_id ? sum + leftOf(row) : sum), 0);
        held.set(task.order_line, (held.get(task.order_line) ?? 0) + (unanswered ? task.quantity - task.short : task.packed + waiting));
      }
    }
    for (const line of slice.list('sales_order_line', { order_id: p.orderId }).toSorted((a, b) => a.line_no - b.line_no)) {
      // More may have left than was ordered.
      const allocated = Math.max(line.shipped, Math.min(line.quantity, held.get(line.line_no) ?? 0));
      book.became('sales_order_line', { ...line, allocated, cancelled: Math.max(0, line.quantity - allocated), backordered: false });
    }
    const lines = slice.list('sales_order_line', { order_id: p.orderId });
    if (lines.some((line) => line.allocated > line.shipped)) return;
    const ended = { ...salesOrder, state: orderState(salesOrder, lines) };
    book.became('sales_order', ended);
    closeRequests(book, ended);
  },
});

const requestsOf = (slice: Slice, warehouse: string, orderId: string): readonly Row<'exception'>[] =>
  inOrder(slice.list('exception', { warehouse_id: warehouse, subject_id: orderId }).filter((row) => row.state === 'OPEN' && row.kind === 'CANCEL_REQUESTED'), (row) => row.exception_id);
function closeRequests(book: Book<CommandType>, salesOrder: Row<'sales_order'> | undefined): void {
  if (salesOrder?.state !== 'SHIPPED' && salesOrder?.state !== 'CANCELLED') return;
  for (const row of requestsOf(book.slice, book.command.warehouse, salesOrder.order_id)) resolveException(book, row, salesOrder.state === 'SHIPPED' ? 'TOO_LATE' : 'CANCELLED');
}

/** Cancelled work is over once nothing of it is in a tote or in a parcel here. */
function endCancelled(book: Book<CommandType>, work: Work, putBacks: readonly Row<'put_back'>[]): void {
  const { slice } = book;
  if (work.state !== 'CANCEL_REQUESTED' || isUnanswered(slice, work)) return;
  const parcels = slice.list('parcel', { warehouse_id: work.warehouse_id, fulfilment_id: work.fulfilment_id });
  if (parcels.some((parcel) => parcel.state === 'PACKED') || putBacks.some((row) => row.fulfilment_id === work.fulfilment_id)) return;
  book.became('fulfilment', { ...work, state: parcels.some((parcel) => parcel.state === 'SHIPPED') ? 'SHIPPED' : 'CANCELLED' });
}

/** Kept back after it was taken in: picking goes on, packing and handing over ask. */
export const placeOrderHold = decider('order.place_hold', {
  reads: ({ payload: p }) => [...document(`order:${p.orderId}`, { table: 'sales_order', where: { order_id: p.orderId } }, { table: 'order_hold', where: { order_id: p.orderId } }), orderHoldReads],
  refuse: ({ payload: p }, slice) => {
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return reject('unknown_document', { order: p.orderId });
    if (['CANCELLED', 'CANCEL_REQUESTED', 'SHIPPED', 'CLOSED'].includes(salesOrder.state)) return reject('document_closed', { state: salesOrder.state });
    return slice.get('order_hold', p.orderId, p.kind)?.state === 'PLACED' ? reject('already_done', { order: p.orderId, hold: p.kind }) : undefined;
  },
  effects: (book) => {
    const { command, slice } = book;
    const p = command.payload;
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return;
    book.became('order_hold', placedHold(book, p.orderId, p.kind, p.note));
    if (salesOrder.state !== 'ON_HOLD') book.became('sales_order', { ...salesOrder, state: 'ON_HOLD' });
  },
});
