// Pick, pack and ship: physical acts, recorded whatever the order has become meanwhile.
import type { Book } from './book.ts';
import type { CommandOf, CommandType } from './commands.ts';
import { newTask, openTaskAt, tasksAt } from './count-tasks.ts';
import { decider } from './decider.ts';
import { closeAbout } from './exceptions.ts';
import { standingHold } from './held-goods.ts';
import { carry, COUNT_HOLD, isRealHold, plain, quantityAt } from './ledger.ts';
import { shortage, shortageThen } from './moving.ts';
import { setOrderState, unpromised } from './orders.ts';
import { account } from './positions.ts';
import { LEFT_IN, openAt, openPutBack, packedAfterAll, putBacksAt } from './put-backs.ts';
import { document, fulfilment, handlingUnit, item, order, placeStock, serialOf, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { enterSerial, trackSerial } from './serials.ts';
import { compareText, type Slice } from './slice.ts';
import { joinValues, keyOf, type Row } from './tables.ts';

/** The tasks of one piece of work by id; those of other work were not asked for and count as unknown. */
function tasksIn(slice: Slice, warehouse: string, fulfilmentId: string): (taskId: string) => Row<'pick_task'> | undefined {
  const ids = new Set(slice.list('pick_task', { warehouse_id: warehouse, fulfilment_id: fulfilmentId }).map((task) => task.task_id));
  return (taskId) => (ids.has(taskId) ? slice.get('pick_task', warehouse, taskId) : undefined);
}

export const pick = decider('pick.pick', {
  reads: ({ warehouse, payload: p }) => [
    ...fulfilment(warehouse, p.fulfilmentId), item(p.itemId), ...serialOf(p.itemId, p.serial),
    ...stockAt(warehouse, p.itemId, p.fromLocation, p.lot), ...stockAt(warehouse, p.itemId, p.tote, p.lot),
    ...handlingUnit(warehouse, p.tote),
  ],
  refuse: (command, slice) => {
    const { warehouse, device, payload: p } = command;
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const task = tasksIn(slice, warehouse, p.fulfilmentId)(p.taskId);
    if (!task) return reject('unknown_document', { task: p.taskId });
    if (task.item_id !== p.itemId) return reject('not_this_document', { needed: task.item_id, item: p.itemId });
    const work = slice.get('fulfilment', warehouse, p.fulfilmentId);
    if (task.state === 'CANCELLED' || work?.state === 'CANCEL_REQUESTED') return reject('order_cancelled', { order: task.order_id });
    if (task.picked >= task.quantity - task.short) return reject('already_done', { picked: task.picked, by: task.picked_by ?? '' });
    if (task.picked + p.quantity > task.quantity - task.short) return reject('over_expected', { expected: task.quantity - task.short, picked: task.picked, quantity: p.quantity });
    const missing = shortageThen(slice, command, { ...p, location: p.fromLocation });
    if (missing) return missing;
    return work && work.dealt_to !== null && work.dealt_to !== device ? reject('dealt_elsewhere', { station: work.dealt_to, since: work.dealt_at ?? 0 }) : undefined;
  },
  effects: (book) => {
    const { command, slice } = book;
    const { warehouse, payload: p } = command;
    carry(book, { ...p, type: 'pick.pick', from: plain(p.fromLocation), to: plain(p.tote), document: p.fulfilmentId, key: p.taskId });
    trackSerial(book, p.itemId, p.serial, 'ON_HAND', p.tote);
    const unit = slice.get('handling_unit', warehouse, p.tote);
    if (unit?.fulfilment_id !== p.fulfilmentId) {
      book.became('handling_unit', { warehouse_id: warehouse, unit_id: p.tote, kind: unit?.kind ?? 'tote', state: 'IN_USE', at_location: unit?.at_location ?? '', fulfilment_id: p.fulfilmentId });
    }
    const task = tasksIn(slice, warehouse, p.fulfilmentId)(p.taskId);
    if (!task || task.item_id !== p.itemId) return;
    const picked = task.picked + p.quantity;
    const done = picked + task.short >= task.quantity;
    book.became('pick_task', { ...task, picked, tote: p.tote, picked_by: command.person, open: task.state !== 'CANCELLED' && !done, state: task.state === 'CANCELLED' ? 'CANCELLED' : done ? 'PICKED' : 'PICKING' });
    const over = isCancelledTask(slice, task) ? p.quantity : Math.max(0, picked - Math.max(task.picked, task.quantity - task.short));
    openPutBack(book, { task, place: p.tote, quantity: over, reason: isCancelledTask(slice, task) ? 'CANCELLED' : 'SURPLUS', lot: p.lot, serial: p.serial });
    setFulfilmentState(book, p.fulfilmentId, true);
  },
});

const isCancelledTask = (slice: Slice, task: Row<'pick_task'>): boolean => task.state === 'CANCELLED' || slice.get('fulfilment', task.warehouse_id, task.fulfilment_id)?.state === 'CANCEL_REQUESTED';

function missedTask(slice: Slice, warehouse: string, p: { readonly fulfilmentId: string; readonly taskId: string; readonly orderId: string }): Row<'pick_task'> | undefined {
  const task = tasksIn(slice, warehouse, p.fulfilmentId)(p.taskId);
  return task?.order_id === p.orderId ? task : undefined;
}

/** Reasons that speak of the units in hand; any other says that the shelf has no more, whatever the books have there. */
const concernsTheUnits = new Set(['DAMAGED', 'EXPIRED', 'LOT_BLOCKED', 'DISPLAY_WORN']);

/** The shelf had less than promised: what the books still have there is held for a count and the order asks for other stock. */
export const pickShort = decider('pick.short', {
  reads: ({ warehouse, payload: p }) => [
    ...fulfilment(warehouse, p.fulfilmentId), ...order(p.orderId), ...stockAt(warehouse, p.itemId, p.fromLocation, p.lot),
    ...tasksAt(warehouse, p.fromLocation),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const task = missedTask(slice, warehouse, p);
    if (!task) return reject('unknown_document', { task: p.taskId });
    return task.open ? undefined : reject('already_done', { state: task.state });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const task = missedTask(slice, warehouse, p);
    if (task?.open) {
      const missing = Math.min(p.missing, task.quantity - task.picked - task.short);
      const short = task.short + missing;
      const done = task.picked + short >= task.quantity;
      book.became('pick_task', { ...task, short, open: !done, state: done ? (task.picked > 0 ? 'PICKED' : 'SHORT') : task.state });
      const line = slice.get('sales_order_line', task.order_id, task.order_line);
      // Nobody waits for the rest of an order that is cancelled; what left all the same, from elsewhere, is not cancelled.
      const rest = isCancelledTask(slice, task) && line ? { cancelled: Math.max(line.cancelled, Math.min(line.cancelled + missing, line.quantity - line.shipped)) } : { backordered: true };
      if (line) book.became('sales_order_line', { ...unpromised(line, missing), ...rest });
      setFulfilmentState(book, p.fulfilmentId);
      setOrderState(book, task.order_id);
    }
    const goods = { itemId: p.itemId, lot: p.lot, serial: '' };
    const left = Math.max(0, quantityAt(slice, warehouse, goods, plain(p.fromLocation)));
    const held = concernsTheUnits.has(p.reason) ? Math.min(p.missing, left) : left;
    if (held > 0) {
      carry(book, { ...goods, type: 'pick.short', quantity: held, from: plain(p.fromLocation), to: { ...plain(p.fromLocation), hold: COUNT_HOLD }, document: p.fulfilmentId, reason: p.reason, key: p.taskId });
    }
    if (!openTaskAt(slice, warehouse, p.fromLocation, p.itemId)) {
      book.became('count_task', newTask(warehouse, book.id('count-task'), p.fromLocation, p.itemId, 'AFTER_SHORT_PICK', at, at + 4 * 3_600_000));
    }
  },
});

export const pack = decider('parcel.pack', {
  reads: ({ warehouse, payload: p }) => [
    ...fulfilment(warehouse, p.fulfilmentId), { table: 'sales_order', where: { order_id: p.orderId } }, ...parcelReads(warehouse, p.parcelId),
    { table: 'order_hold', where: { order_id: p.orderId } },
    ...[...new Set(p.lines.map((line) => line.tote))].flatMap((tote) => [...handlingUnit(warehouse, tote), ...putBacksAt(warehouse, tote)]),
    ...p.lines.flatMap((line) => [...serialOf(line.itemId, line.serial), ...stockAt(warehouse, line.itemId, line.tote, line.lot), ...stockAt(warehouse, line.itemId, p.parcelId, line.lot)]),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    // A label that is in use comes first: whatever the work is, a second report under it has no effects of its own.
    const known = slice.get('parcel', warehouse, p.parcelId);
    if (known) return reject(isPackedSo(slice, known, p) ? 'already_done' : 'not_open', { parcel: p.parcelId, state: known.state });
    const work = slice.get('fulfilment', warehouse, p.fulfilmentId);
    if (!work) return reject('unknown_document', { fulfilment: p.fulfilmentId });
    if (isCancelled(slice.get('sales_order', p.orderId)) || work.state === 'CANCELLED') return reject('order_cancelled', { order: p.orderId });
    if (work.order_id !== p.orderId) return reject('not_this_document', { needed: work.order_id, order: p.orderId });
    const taskOf = tasksIn(slice, warehouse, p.fulfilmentId);
    for (const line of p.lines) {
      const task = taskOf(line.taskId);
      if (!task || task.item_id !== line.itemId || task.order_line !== line.orderLine) return reject('not_this_document', { task: line.taskId, item: line.itemId });
      const quantity = sumOf(p.lines.filter((each) => each.taskId === line.taskId));
      if (task.packed + quantity > packable(task)) return reject('over_expected', { item: line.itemId, picked: packable(task), packed: task.packed, quantity });
    }
    for (const line of p.lines) {
      const quantity = sumOf(p.lines.filter((each) => isSameGoods(each, line)));
      const missing = shortage(slice, warehouse, { itemId: line.itemId, lot: line.lot, serial: line.serial, quantity, location: line.tote });
      if (missing) return missing;
    }
    return heldBack(slice, p.orderId);
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    if (slice.get('parcel', warehouse, p.parcelId)) return;
    const taskOf = tasksIn(slice, warehouse, p.fulfilmentId);
    p.lines.forEach((line, index) => {
      carry(book, { ...line, type: 'parcel.pack', from: plain(line.tote), to: plain(p.parcelId), document: p.fulfilmentId, key: index });
      trackSerial(book, line.itemId, line.serial, 'ON_HAND', p.parcelId);
      book.became('parcel_line', {
        warehouse_id: warehouse, parcel_id: p.parcelId, line_no: index + 1, task_id: line.taskId, order_line: line.orderLine, item_id: line.itemId, lot: line.lot, serial: line.serial, quantity: line.quantity,
      });
      const task = taskOf(line.taskId);
      if (task?.item_id !== line.itemId) return;
      book.became('pick_task', { ...task, packed: task.packed + line.quantity });
      // Of an order that goes on, the surplus stays in the tote to be put back.
      const beyond = isCancelledTask(slice, task) ? line.quantity : Math.min(line.quantity, Math.max(0, task.packed + line.quantity - packable(task)));
      packedAfterAll(book, task.task_id, line.tote, beyond);
    });
    book.became('parcel', {
      warehouse_id: warehouse, parcel_id: p.parcelId, fulfilment_id: p.fulfilmentId, order_id: slice.get('fulfilment', warehouse, p.fulfilmentId)?.order_id ?? p.orderId, state: 'PACKED', carrier_id: p.carrierId, tracking: '', packed_by: command.person, packed_at: at, shipped_at: null,
    });
    for (const tote of new Set(p.lines.map((line) => line.tote))) freeTote(book, tote);
    setFulfilmentState(book, p.fulfilmentId);
  },
});

/** A tote of which everything is in a parcel may carry the next order. */
function freeTote(book: Book<'parcel.pack'>, tote: string): void {
  const { slice, command } = book;
  const unit = slice.get('handling_unit', command.warehouse, tote);
  if (unit?.fulfilment_id !== command.payload.fulfilmentId) return;
  const tasks = slice.list('pick_task', { warehouse_id: command.warehouse, fulfilment_id: command.payload.fulfilmentId });
  if (tasks.some((task) => task.tote === tote && task.packed < packable(task))) return;
  book.became('handling_unit', { ...unit, state: openAt(slice, command.warehouse, tote).length > 0 ? LEFT_IN : 'FREE', fulfilment_id: null });
}

type Packing = CommandOf<'parcel.pack'>['payload'];
type PackedLine = Packing['lines'][number];
const sumOf = (lines: readonly PackedLine[]): number => lines.reduce((sum, line) => sum + line.quantity, 0);
const isSameGoods = (a: PackedLine, b: PackedLine): boolean => a.itemId === b.itemId && a.lot === b.lot && a.serial === b.serial && a.tote === b.tote;
/** What was picked for the order; units picked beyond it are to be put back. */
const packable = (task: Row<'pick_task'>): number => Math.min(task.picked, task.quantity - task.short);

/** Whether a parcel holds just what is reported again, so that nothing is lost by keeping the first report. */
function isPackedSo(slice: Slice, parcel: Row<'parcel'>, p: Packing): boolean {
  const lines = slice.list('parcel_line', { warehouse_id: parcel.warehouse_id, parcel_id: parcel.parcel_id }).toSorted((a, b) => a.line_no - b.line_no);
  const content = (all: readonly (readonly [string, string, string, string, number])[]) => all.map((line) => joinValues(line)).join('|');
  return parcel.fulfilment_id === p.fulfilmentId
    && content(lines.map((line) => [line.task_id, line.item_id, line.lot, line.serial, line.quantity])) === content(p.lines.map((line) => [line.taskId, line.itemId, line.lot, line.serial, line.quantity]));
}

export const ship = decider('parcel.ship', {
  reads: ({ warehouse, payload: p }) => [
    ...fulfilment(warehouse, p.fulfilmentId), ...order(p.orderId), ...parcelReads(warehouse, p.parcelId), ...placeStock(warehouse, p.parcelId),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (!parcel) return reject('unknown_document', { parcel: p.parcelId });
    if (parcel.state === 'SHIPPED') return reject('already_done', { parcel: p.parcelId, at: parcel.shipped_at ?? 0 });
    if (parcel.state === 'VOIDED') return reject('not_open', { parcel: p.parcelId, state: parcel.state });
    if (!isFor(parcel, p)) return reject('not_this_document', { needed: parcel.order_id, order: p.orderId });
    if (isCancelled(slice.get('sales_order', p.orderId))) return reject('order_cancelled', { order: p.orderId });
    return heldBack(slice, p.orderId) ?? holdsInside(slice, parcel);
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (!parcel || parcel.state === 'SHIPPED') return;
    for (const line of slice.list('parcel_line', { warehouse_id: warehouse, parcel_id: p.parcelId }).toSorted((a, b) => a.line_no - b.line_no)) {
      carry(book, { type: 'parcel.ship', itemId: line.item_id, lot: line.lot, serial: line.serial, quantity: line.quantity, from: plain(p.parcelId), to: plain(account.customer), document: p.fulfilmentId, key: line.line_no });
      enterSerial(book, { itemId: line.item_id, serial: line.serial, state: 'SHIPPED', location: account.customer, orderId: parcel.order_id });
      const ordered = isFor(parcel, p) ? slice.get('sales_order_line', p.orderId, line.order_line) : undefined;
      if (ordered && (ordered.item_id === line.item_id || wentOutFor(slice, ordered, line))) book.became('sales_order_line', withShipped(ordered, line.quantity));
    }
    closeAbout(book, p.parcelId, 'UNPACK_AND_PUT_BACK', 'LEFT_ALREADY');
    book.became('parcel', { ...parcel, state: 'SHIPPED', tracking: p.tracking === '' ? parcel.tracking : p.tracking, carrier_id: p.carrierId, shipped_at: at });
    setFulfilmentState(book, p.fulfilmentId);
    setOrderState(book, p.orderId);
  },
});

/** Goods in the parcel that somebody holds, such as by a recall; also those that a hold stands over and nobody has touched since. */
export function holdsInside(slice: Slice, { warehouse_id, parcel_id }: Row<'parcel'>) {
  const codeOf = (row: Row<'position'>): string => (row.hold === '' ? (standingHold(slice, warehouse_id, { itemId: row.item_id, lot: row.lot, serial: row.serial }, parcel_id)?.code ?? '') : row.hold);
  const held = slice.list('position', { warehouse_id, location_id: parcel_id }).filter((row) => row.quantity > 0 && isRealHold(codeOf(row))).toSorted((a, b) => compareText(keyOf('position', a), keyOf('position', b)));
  const [first] = held;
  return first && reject('goods_held', { place: parcel_id, item: first.item_id, lot: first.lot, hold: [...new Set(held.map(codeOf))].join(', '), held: held.reduce((sum, row) => sum + row.quantity, 0), quantity: first.quantity });
}

const isFor = (parcel: Row<'parcel'>, p: { readonly orderId: string; readonly fulfilmentId: string }): boolean => parcel.order_id === p.orderId && parcel.fulfilment_id === p.fulfilmentId;

const wentOutFor = (slice: Slice, ordered: Row<'sales_order_line'>, line: Row<'parcel_line'>): boolean => slice.get('substitution', ordered.order_id, ordered.line_no, line.task_id)?.item_id === line.item_id;

/** What left the house was not cancelled after all, and was promised, whatever the order says. */
function withShipped(line: Row<'sales_order_line'>, quantity: number): Row<'sales_order_line'> {
  const shipped = line.shipped + quantity;
  return { ...line, shipped, allocated: Math.max(line.allocated, shipped), cancelled: Math.max(0, Math.min(line.cancelled, line.quantity - shipped)) };
}

export const parcelReads = (warehouse: string, parcelId: string) => {
  const where = { warehouse_id: warehouse, parcel_id: parcelId };
  return document(`parcel:${warehouse}:${parcelId}`, { table: 'parcel', where }, { table: 'parcel_line', where });
};
const isCancelled = (salesOrder: Row<'sales_order'> | undefined): boolean => salesOrder?.state === 'CANCELLED' || salesOrder?.state === 'CANCEL_REQUESTED';

/** An order that is kept back is picked on, but whoever packs it or hands it over is asked. */
function heldBack(slice: Slice, orderId: string) {
  if (slice.get('sales_order', orderId)?.state !== 'ON_HOLD') return undefined;
  const holds = slice.list('order_hold', { order_id: orderId }).filter((hold) => hold.state === 'PLACED').map((hold) => hold.kind).sort();
  return reject('order_held', { order: orderId, hold: holds.join(', ') });
}

/**
 * OPEN, PICKING, PICKED, PACKED, SHIPPED follow from the tasks and parcels; work of which nothing was found is over.
 * Whoever `claims` it by picking has it, and nobody has what is picked; cancelled work is ended by the server.
 */
export function setFulfilmentState(book: Book<CommandType>, fulfilmentId: string, claims = false): void {
  const { slice, command } = book;
  const work = slice.get('fulfilment', command.warehouse, fulfilmentId);
  if (!work || work.state === 'SHIPPED') return;
  const tasks = slice.list('pick_task', { warehouse_id: command.warehouse, fulfilment_id: fulfilmentId });
  const parcels = slice.list('parcel', { warehouse_id: command.warehouse, fulfilment_id: fulfilmentId }).filter((parcel) => parcel.state !== 'VOIDED');
  const closed = tasks.every((task) => !task.open);
  const gone = parcels.length > 0 && parcels.every((parcel) => parcel.state === 'SHIPPED');
  if (work.state === 'CANCELLED' || work.state === 'CANCEL_REQUESTED') {
    const state = closed && gone && tasks.every((task) => task.packed >= task.picked) ? 'SHIPPED' : parcels.length > 0 ? 'CANCEL_REQUESTED' : work.state;
    if (state !== work.state) book.became('fulfilment', { ...work, state });
    return;
  }
  const packed = closed && tasks.every((task) => task.packed >= packable(task));
  const shipped = packed && gone;
  const started = tasks.some((task) => task.picked > 0 || task.short > 0);
  const nothingFound = closed && parcels.length === 0 && tasks.every((task) => task.picked === 0);
  const state = shipped ? 'SHIPPED' : packed && parcels.length > 0 ? 'PACKED' : nothingFound ? 'CANCELLED' : closed ? 'PICKED' : started ? 'PICKING' : 'OPEN';
  const has = closed ? null : claims ? command.device : work.dealt_to;
  if (state !== work.state || has !== work.dealt_to) book.became('fulfilment', { ...work, state, dealt_to: has, dealt_at: has === work.dealt_to ? work.dealt_at : book.at });
}
