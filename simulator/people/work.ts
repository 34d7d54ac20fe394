// What people do about who does what, and about work that nobody wants any more.
import type { CommandType } from '#domain/commands.ts';
import { everybody, into, nothing, outOf, type Books, type Doing } from './person.ts';
import { anItem, aRow, named, slips, totes } from './view.ts';
import type { View } from './view.ts';

const aPiece = (view: View): { readonly kind: 'fulfilment' | 'count_task'; readonly id: string } => {
  const work = slips(view, 0.05) ? undefined : aRow(view, 'fulfilment');
  const task = slips(view, 0.3) ? aRow(view, 'count_task') : undefined;
  return task ? { kind: 'count_task', id: task.task_id } : { kind: 'fulfilment', id: work?.fulfilment_id ?? 'WORK-9' };
};
const pieces = (view: View) => [aPiece(view), ...(slips(view, 0.4) ? [aPiece(view)] : [])];
const aStation = (view: View): string => (slips(view, 0.05) ? 'D88' : (aRow(view, 'device')?.device_id ?? 'D1'));
const aParcel = (view: View, ...states: readonly string[]) => {
  const parcel = slips(view, 0.06) ? undefined : (aRow(view, 'parcel', (each) => states.includes(each.state)) ?? (slips(view, 0.3) ? aRow(view, 'parcel') : undefined));
  if (!parcel && !slips(view, 0.2)) return undefined;
  return { parcelId: parcel?.parcel_id ?? named(view, 'P', 9), fulfilmentId: parcel?.fulfilment_id ?? 'WORK-9', orderId: parcel && !slips(view, 0.15) ? parcel.order_id : named(view, 'O', 12) };
};
const contentOf = (warehouse: string, parcelId: string, books: Books) =>
  books.rows('parcel_line').filter((line) => line.warehouse_id === warehouse && line.parcel_id === parcelId).map((line) => ({ itemId: line.item_id, quantity: line.quantity }));
const cancelled = (view: View) => {
  const work = slips(view, 0.1) ? undefined : aRow(view, 'fulfilment', (each) => each.state === 'CANCEL_REQUESTED' || slips(view, 0.05));
  return work || slips(view, 0.1) ? { orderId: work?.order_id ?? named(view, 'O', 12), fulfilmentId: work?.fulfilment_id ?? 'WORK-9' } : undefined;
};

export const workWork = {
  'work.deal': { weight: 1, by: ['dana', 'sam'], draw: (view) => ({ deviceId: aStation(view), work: pieces(view) }), tell: (p) => `deals ${p.work.length} pieces of work to ${p.deviceId}`, did: nothing },
  'work.claim': { weight: 4.5, by: everybody, draw: aPiece, tell: (p) => `claims ${p.kind} ${p.id.slice(0, 6)}`, did: nothing },
  'work.ask': { weight: 2, by: everybody, draw: (view) => ({ kind: view.chance.one(['fulfilment', 'fulfilment', 'count_task']) }), tell: (p) => `asks for work (${p.kind})`, did: nothing },
  'work.hand_back': { weight: 1, by: everybody, draw: (view) => ({ work: pieces(view) }), tell: (p) => `hands ${p.work.length} pieces of work back`, did: nothing },
  'work.take_back': {
    weight: 2, by: ['dana', 'sam'],
    draw: (view) => ({ deviceId: aStation(view), work: pieces(view), ...(slips(view, 0.3) ? { to: aStation(view) } : {}), reason: 'SILENT' }),
    tell: (p) => `takes ${p.work.length} pieces of work from ${p.deviceId}${p.to ? ` for ${p.to}` : ''}`,
    did: nothing,
  },
  'cancel.answer': { weight: 4, by: everybody, draw: cancelled, tell: (p) => `answers that order ${p.orderId} is cancelled`, did: nothing },
  'cancel.decide': { weight: 3, by: ['dana', 'sam'], draw: cancelled, tell: (p) => `decides for a station about cancelled order ${p.orderId}`, did: nothing },
  'order.settle_cancel': {
    weight: 1, by: ['system'],
    draw(view) {
      const order = slips(view, 0.2) ? undefined : aRow(view, 'sales_order');
      const orderId = order?.order_id ?? 'O-99';
      return { orderId, fulfilmentIds: view.rows('fulfilment').filter((work) => work.order_id === orderId).map((work) => work.fulfilment_id) };
    },
    tell: (p) => `settles what is cancelled of ${p.orderId}`,
    did: nothing,
  },
  'order.place_hold': {
    weight: 8, by: ['dana', 'fin', 'system'],
    draw: (view) => ({ orderId: (slips(view, 0.1) ? undefined : ((slips(view, 0.75) ? aRow(view, 'pick_task', (task) => task.picked > task.packed) : undefined) ?? aRow(view, 'sales_order', (order) => order.taken_in_at > 0))?.order_id) ?? named(view, 'O', 20), kind: view.chance.one(['FRAUD', 'ADDRESS']) }),
    tell: (p) => `keeps order ${p.orderId} back for ${p.kind}`,
    did: nothing,
  },
  'put_back.missing': {
    weight: 2, by: everybody,
    draw(view) {
      const row = slips(view, 0.2) ? undefined : aRow(view, 'put_back', (each) => each.open);
      return { locationId: row?.location_id ?? view.chance.one(totes), itemId: row?.item_id ?? anItem(view) };
    },
    tell: (p) => `does not find the ${p.itemId} to be put back in ${p.locationId}`,
    did: nothing,
  },
  'parcel.unpack': {
    weight: 4, by: everybody,
    draw(view) {
      const parcel = aParcel(view, slips(view, 0.2) ? 'VOIDED' : slips(view, 0.4) ? 'SHIPPED' : 'PACKED');
      return parcel && { ...parcel, tote: view.chance.one(totes) };
    },
    tell: (p) => `unpacks parcel ${p.parcelId} into ${p.tote}`,
    // One that had been handed over came back into it first.
    did: ({ warehouse, payload: p }, books, rule) => contentOf(warehouse, p.parcelId, books).flatMap((goods) => [into(goods, p.tote), ...(rule === 'UNP-3' ? [] : [outOf(goods, p.parcelId)])]),
  },
  'parcel.caught': {
    weight: 5, by: everybody,
    draw(view) {
      // Carriers are asked to catch what nobody wants any more.
      const unwanted = view.rows('sales_order').filter((order) => order.state === 'CANCELLED' || order.state === 'CANCEL_REQUESTED').map((order) => order.order_id);
      const parcel = slips(view, 0.7) ? aRow(view, 'parcel', (each) => each.state === 'SHIPPED' && unwanted.includes(each.order_id)) : undefined;
      return parcel ? { parcelId: parcel.parcel_id, fulfilmentId: parcel.fulfilment_id, orderId: parcel.order_id } : aParcel(view, 'SHIPPED');
    },
    tell: (p) => `gets parcel ${p.parcelId} back from the carrier`,
    did: ({ warehouse, payload: p }, books) => contentOf(warehouse, p.parcelId, books).map((goods) => into(goods, p.parcelId)),
  },
  'parcel.gone_on': { weight: 5, by: ['dana', 'fin'], draw: (view) => aParcel(view, slips(view, 0.25) ? 'PACKED' : 'SHIPPED'), tell: (p) => `hears that parcel ${p.parcelId} has gone on`, did: nothing },
} satisfies { readonly [T in CommandType]?: Doing<T> };
