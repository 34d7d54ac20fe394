// What is missing of a pick is taken from another bin, or another item stands in for it. Whoever stands at the shelf
// promises it, also without a network; picked it is like any other task. Where the books have less by then, or the order
// got other stock meanwhile, less is promised, and what was picked beyond that is put back.
import { dayOf } from './days.ts';
import { decider } from './decider.ts';
import { whereBinHoldsMeet } from './held-goods.ts';
import { freeStock, setOrderState } from './orders.ts';
import { setFulfilmentState } from './picking.ts';
import { fulfilment, item, order, place, setting, stockLock } from './reads.ts';
import { reject } from './rejections.ts';
import type { Slice } from './slice.ts';
import type { Json, Row } from './tables.ts';
import type { CommandOf } from './commands.ts';

/** The key of the setting: which items may stand in for which, the best first, and channels whose customers want none. */
export const SUBSTITUTES = 'substitutes';
export interface SubstitutePolicy {
  readonly items: Readonly<Record<string, readonly string[]>>;
  readonly neverFor: readonly string[];
}
/** What a setting says, read with care: who gets a part of it wrong loses that part only. */
export function substitutePolicy(value: Json | undefined): SubstitutePolicy {
  const given = isObject(value) ? value : {};
  const items = isObject(given['items']) ? Object.fromEntries(Object.entries(given['items']).map(([itemId, others]) => [itemId, Array.isArray(others) ? others.filter(isText) : []])) : {};
  return { items, neverFor: Array.isArray(given['neverFor']) ? given['neverFor'].filter(isText) : [] };
}
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is Record<string, Json> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Items that may go out for one that was ordered, the best first. */
export const substitutesFor = (policy: SubstitutePolicy, itemId: string, channelId: string): readonly string[] =>
  policy.neverFor.includes(channelId) ? [] : (policy.items[itemId] ?? []).filter((each) => each !== itemId);

type Payload = CommandOf<'pick.instead'>['payload'];
interface Asked {
  readonly line: Row<'sales_order_line'>;
  readonly task: Row<'pick_task'>;
}
function asked(slice: Slice, warehouse: string, p: Payload): Asked | undefined {
  const task = slice.list('pick_task', { warehouse_id: warehouse, fulfilment_id: p.fulfilmentId }).find((each) => each.task_id === p.taskId);
  const line = slice.get('sales_order_line', p.orderId, p.orderLine);
  return task && line && task.order_id === p.orderId && task.order_line === p.orderLine ? { task, line } : undefined;
}
/** Units of the line that nothing is promised for. */
const missingOf = (line: Row<'sales_order_line'>): number => Math.max(0, line.quantity - line.cancelled - line.allocated);
const freeThere = (slice: Slice, warehouse: string, p: Payload, today: string): number =>
  freeStock(slice, warehouse, p.itemId, today, p.fromLocation).find((bin) => bin.lot === p.lot)?.free ?? 0;
function mayStandIn(slice: Slice, p: Payload, line: Row<'sales_order_line'>): boolean {
  if (p.itemId === line.item_id) return true;
  const channel = slice.get('sales_order', p.orderId)?.channel_id ?? '';
  return substitutesFor(substitutePolicy(slice.get('setting', SUBSTITUTES)?.value), line.item_id, channel).includes(p.itemId);
}
/** Work of which nothing was found is over as well, but not its order. */
const isOver = (slice: Slice, warehouse: string, p: Payload): boolean =>
  slice.get('fulfilment', warehouse, p.fulfilmentId)?.state === 'CANCEL_REQUESTED' || ['CANCELLED', 'CANCEL_REQUESTED'].includes(slice.get('sales_order', p.orderId)?.state ?? 'CANCELLED');

export const pickInstead = decider('pick.instead', {
  reads: ({ warehouse, payload: p }) => [
    ...fulfilment(warehouse, p.fulfilmentId), ...order(p.orderId), item(p.itemId), place(warehouse, p.fromLocation), setting(SUBSTITUTES), whereBinHoldsMeet(warehouse),
    { table: 'position', where: { warehouse_id: warehouse, item_id: p.itemId }, lock: stockLock(warehouse, p.itemId) },
    { table: 'pick_task', where: { warehouse_id: warehouse, item_id: p.itemId, open: true } },
    { table: 'lot', where: { item_id: p.itemId } },
  ],
  refuse: ({ warehouse, payload: p, at }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    if (!slice.get('location', warehouse, p.fromLocation)) return reject('unknown_location', { place: p.fromLocation });
    const found = asked(slice, warehouse, p);
    if (!found) return reject('unknown_document', { task: p.taskId });
    if (slice.get('pick_task', warehouse, p.newTaskId)) return reject('already_done', { task: p.newTaskId });
    if (isOver(slice, warehouse, p)) return reject('order_cancelled', { order: p.orderId });
    const missing = missingOf(found.line);
    if (p.quantity > missing) return reject('over_expected', { expected: missing, quantity: p.quantity });
    const free = freeThere(slice, warehouse, p, dayOf(at));
    if (free < p.quantity) return reject('not_enough_stock', { place: p.fromLocation, item: p.itemId, books: free, quantity: p.quantity });
    return mayStandIn(slice, p, found.line) ? undefined : reject('reason_not_allowed', { item: p.itemId, ordered: found.line.item_id });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const found = asked(slice, warehouse, p);
    if (!found || slice.get('pick_task', warehouse, p.newTaskId)) return;
    const { task, line } = found;
    const promised = isOver(slice, warehouse, p) || !mayStandIn(slice, p, line) ? 0 : Math.min(p.quantity, missingOf(line), Math.max(0, freeThere(slice, warehouse, p, dayOf(at))));
    // What cannot be promised stands as missing in the task, so that what was picked of it finds its task and is put back.
    book.became('pick_task', {
      ...task, task_id: p.newTaskId, item_id: p.itemId, location_id: p.fromLocation, lot: p.lot, quantity: p.quantity, picked: 0, packed: 0, short: p.quantity - promised,
      state: promised > 0 ? 'OPEN' : isOver(slice, warehouse, p) ? 'CANCELLED' : 'SHORT', open: promised > 0, tote: '', sequence: slice.get('location', warehouse, p.fromLocation)?.sequence ?? task.sequence, picked_by: null,
    });
    if (promised > 0) {
      const allocated = line.allocated + promised;
      book.became('sales_order_line', { ...line, allocated, backordered: allocated < line.quantity - line.cancelled });
      if (p.itemId !== line.item_id) book.became('substitution', { order_id: p.orderId, line_no: p.orderLine, task_id: p.newTaskId, item_id: p.itemId, quantity: promised, chosen_by: command.person, chosen_at: at });
    }
    const work = slice.get('fulfilment', warehouse, p.fulfilmentId);
    if (promised > 0 && work?.state === 'CANCELLED') book.became('fulfilment', { ...work, state: 'OPEN' });
    setFulfilmentState(book, p.fulfilmentId, promised > 0);
    setOrderState(book, p.orderId);
  },
});
