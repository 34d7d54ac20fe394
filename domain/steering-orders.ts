// What the order desk does about an order besides keeping it back: it goes before others, or ships from another warehouse
// while none of it is promised where it was to ship from.
import type { CommandOf } from './commands.ts';
import { decider } from './decider.ts';
import { isOver } from './order-board.ts';
import { fulfilment, order } from './reads.ts';
import { reject } from './rejections.ts';
import type { Slice } from './slice.ts';

export const rushOrder = decider('order.rush', {
  reads: ({ warehouse, payload: p }) => [...order(p.orderId), ...p.fulfilmentIds.flatMap((id) => fulfilment(warehouse, id))],
  refuse: ({ payload: p }, slice) => {
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return reject('unknown_document', { order: p.orderId });
    if (isOver(salesOrder) || salesOrder.state === 'CANCEL_REQUESTED') return reject('document_closed', { state: salesOrder.state });
    return salesOrder.priority === p.priority ? reject('already_done', { order: p.orderId }) : undefined;
  },
  effects: (book) => {
    const { slice, command: { warehouse, payload: p } } = book;
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return;
    book.became('sales_order', { ...salesOrder, priority: p.priority });
    for (const id of p.fulfilmentIds) {
      const work = slice.get('fulfilment', warehouse, id);
      if (work?.order_id === p.orderId && work.state !== 'SHIPPED' && work.state !== 'CANCELLED') book.became('fulfilment', { ...work, priority: p.priority });
    }
  },
});

export const rerouteOrder = decider('order.reroute', {
  reads: ({ warehouse, payload: p }) => [
    ...order(p.orderId), { table: 'warehouse', where: { warehouse_id: p.to } },
    { table: 'fulfilment', where: { warehouse_id: warehouse, order_id: p.orderId }, lock: `order-work:${p.orderId}` },
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return reject('unknown_document', { order: p.orderId });
    if (!slice.get('warehouse', p.to)) return reject('unknown_location', { warehouse: p.to });
    if (isOver(salesOrder) || salesOrder.state === 'CANCEL_REQUESTED') return reject('document_closed', { state: salesOrder.state });
    if (salesOrder.ship_from === p.to) return reject('already_done', { order: p.orderId });
    if (salesOrder.ship_from !== warehouse) return reject('view_changed', { warehouse: salesOrder.ship_from, state: salesOrder.state });
    return isBegun(slice, { warehouse, payload: p }) ? reject('not_open', { state: salesOrder.state }) : undefined;
  },
  effects: (book) => {
    const { slice, command: { payload: p } } = book;
    const salesOrder = slice.get('sales_order', p.orderId);
    if (salesOrder) book.became('sales_order', { ...salesOrder, ship_from: p.to, sourced: p.because });
  },
});

const isBegun = (slice: Slice, { warehouse, payload: p }: Pick<CommandOf<'order.reroute'>, 'warehouse' | 'payload'>): boolean =>
  slice.list('sales_order_line', { order_id: p.orderId }).some((line) => line.allocated > 0 || line.shipped > 0)
  || slice.list('fulfilment', { warehouse_id: warehouse, order_id: p.orderId }).some((work) => work.state !== 'CANCELLED');
