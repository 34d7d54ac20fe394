// What the office and the people at the benches do about orders.
import type { CommandType } from '#domain/commands.ts';
import { everybody, into, nothing, outOf, units, type Books, type Doing } from './person.ts';
import { aBin, anItem, aRow, label, named, slips, some, totes } from './view.ts';
import type { View } from './view.ts';

const packable = (view: View) => aRow(view, 'pick_task', (task) => task.picked > task.packed || slips(view, 0.03));

export const orderWork = {
  'order.take_in': {
    weight: 7, by: ['system'],
    draw(view) {
      const orderId = named(view, 'O', 12);
      const count = view.chance.between(1, 2);
      return {
        orderId, channelId: 'web', channelNumber: slips(view, 0.05) ? '#7' : orderId, shipFrom: slips(view, 0.06) ? 'W9' : view.warehouse, orderedAt: Math.max(0, view.now), currency: 'GBP', priority: view.chance.between(0, 1),
        holds: slips(view, 0.2) ? [view.chance.one(['FRAUD', 'PAYMENT'])] : [],
        lines: Array.from({ length: count }, (_, i) => ({ lineNo: i + 1, itemId: slips(view, 0.03) ? 'GHOST-1' : view.chance.one(['CUP-RED', 'CUP-RED', 'LID-14', 'MILK-1L', 'CAM-X', 'SET-2']), quantity: some(view, 3), unitPrice: 50_000 })),
      };
    },
    tell: (p) => `takes in order ${p.orderId}: ${p.lines.map((line) => `${line.quantity} ${line.itemId}`).join(', ')}${p.holds.length > 0 ? `, held for ${p.holds.join()}` : ''}`,
    did: nothing,
  },
  'order.rush': {
    weight: 1, by: ['dana', 'sam'],
    draw(view) {
      const order = slips(view, 0.1) ? undefined : aRow(view, 'sales_order', (each) => each.taken_in_at > 0);
      const orderId = order?.order_id ?? named(view, 'O', 20);
      return { orderId, fulfilmentIds: view.rows('fulfilment').filter((work) => work.order_id === orderId).map((work) => work.fulfilment_id), priority: view.chance.one([0, 100]) };
    },
    tell: (p) => `puts order ${p.orderId} ${p.priority > 0 ? 'before others' : 'back in its turn'}`,
    did: nothing,
  },
  'order.reroute': {
    weight: 1, by: ['dana', 'sam'],
    draw(view) {
      const order = slips(view, 0.1) ? undefined : (aRow(view, 'sales_order', (each) => each.taken_in_at > 0 && each.ship_from === view.warehouse && (each.state.endsWith('ALLOCATED') || slips(view, 0.3))) ?? aRow(view, 'sales_order'));
      return { orderId: order?.order_id ?? named(view, 'O', 20), to: slips(view, 0.1) ? 'W9' : view.chance.one(['W1', 'W2', 'W2']), because: 'asked' };
    },
    tell: (p) => `wants order ${p.orderId} to ship from ${p.to}`,
    did: nothing,
  },
  'channel.tell': {
    weight: 1, by: ['system'],
    draw: (view) => ({ channelId: 'WEB', about: view.chance.one(['ORDER_NOT_TAKEN', 'SHOP_NOT_TOLD'] as const), subjectId: view.chance.one(['WEB', 'WEB 7']), over: slips(view, 0.4), text: 'does not answer' }),
    tell: (p) => `tells of ${p.subjectId} that ${p.over ? 'it is over' : p.text}`,
    did: nothing,
  },
  'order.change': {
    weight: 8, by: ['system'],
    draw(view) {
      const order = slips(view, 0.06) ? undefined : (aRow(view, 'sales_order', (each) => each.taken_in_at > 0 && (each.ship_from === view.warehouse || slips(view, 0.1)) && (!['CANCELLED', 'SHIPPED'].includes(each.state) || slips(view, 0.1))));
      const orderId = order?.order_id ?? named(view, 'O', 20);
      const lines = view.rows('sales_order_line').filter((line) => line.order_id === orderId);
      const wanted = lines.filter(() => lines.length === 1 || !slips(view, 0.2)).map((line) => ({ lineNo: line.line_no, itemId: slips(view, 0.25) ? 'MILK-1L' : line.item_id, quantity: some(view, 4), unitPrice: 50_000 }));
      return {
        orderId, version: (order?.version ?? 1) + (slips(view, 0.1) ? 0 : 1), fulfilmentIds: slips(view, 0.06) ? [] : view.rows('fulfilment').filter((work) => work.order_id === orderId).map((work) => work.fulfilment_id),
        lines: [...wanted, ...(wanted.length === 0 || slips(view, 0.2) ? [{ lineNo: lines.length + 1, itemId: slips(view, 0.1) ? 'GHOST-1' : 'CUP-RED', quantity: 1, unitPrice: 50_000 }] : [])],
      };
    },
    tell: (p) => `tells version ${p.version} of order ${p.orderId}: ${p.lines.map((line) => `${line.quantity} ${line.itemId}`).join(', ')}`,
    did: nothing,
  },
  'order.allocate': {
    weight: 2, by: ['system'],
    draw(view) {
      const order = slips(view, 0.1) ? undefined : aRow(view, 'sales_order');
      return { orderId: order?.order_id ?? named(view, 'O', 20), itemIds: ['CUP-RED', 'LID-14', 'MILK-1L', 'CAM-X', 'SET-2'] };
    },
    tell: (p) => `promises stock to order ${p.orderId}`,
    did: nothing,
  },
  'order.release_hold': {
    weight: 2, by: ['dana', 'sam', 'fin', 'system'],
    draw(view) {
      const hold = slips(view, 0.1) ? undefined : aRow(view, 'order_hold', (each) => each.state === 'PLACED' || slips(view, 0.3));
      return { orderId: hold?.order_id ?? named(view, 'O', 15), holdId: hold?.hold_id ?? 'FRAUD' };
    },
    tell: (p) => `releases order ${p.orderId} from ${p.holdId}`,
    did: nothing,
  },
  'order.cancel': {
    weight: 4, by: ['dana', 'sam', 'fin', 'system'],
    draw(view) {
      const order = slips(view, 0.08) ? undefined : aRow(view, 'sales_order', (each) => each.taken_in_at > 0 && (each.state !== 'CANCELLED' || slips(view, 0.5)));
      const orderId = order?.order_id ?? named(view, 'O', 20);
      return { orderId, fulfilmentIds: view.rows('fulfilment').filter((work) => work.order_id === orderId).map((work) => work.fulfilment_id), reason: 'CUSTOMER' };
    },
    tell: (p) => `cancels order ${p.orderId}`,
    did: nothing,
  },
  'pick.pick': {
    weight: 11, by: everybody,
    draw(view) {
      const task = slips(view, 0.05) ? undefined : (aRow(view, 'pick_task', (each) => each.open) ?? (slips(view, 0.7) ? aRow(view, 'pick_task') : undefined));
      if (!task && !slips(view, 0.3)) return undefined;
      const itemId = slips(view, 0.04) ? 'GHOST-1' : !task || slips(view, 0.14) ? anItem(view) : task.item_id;
      const { lot, serial } = label(view, itemId);
      return {
        taskId: task?.task_id ?? 'TASK-9', fulfilmentId: task?.fulfilment_id ?? 'WORK-9', itemId, lot: task && itemId === task.item_id && !slips(view) ? task.lot : lot, serial,
        quantity: serial !== '' ? 1 : Math.max(1, (task ? task.quantity - task.picked - task.short : 1) + (slips(view, 0.16) ? 1 : 0)), fromLocation: task && !slips(view, 0.1) ? task.location_id : aBin(view), tote: view.chance.one(totes),
      };
    },
    tell: (p) => `picks ${units(p)} from ${p.fromLocation} into ${p.tote}`,
    did: ({ payload: p }) => [outOf(p, p.fromLocation), into(p, p.tote)],
  },
  'pick.short': {
    weight: 3, by: everybody,
    draw(view) {
      const task = slips(view, 0.05) ? undefined : (aRow(view, 'pick_task', (each) => each.open) ?? (slips(view, 0.4) ? aRow(view, 'pick_task') : undefined));
      if (!task && !slips(view, 0.3)) return undefined;
      return {
        taskId: task?.task_id ?? 'TASK-9', fulfilmentId: task?.fulfilment_id ?? 'WORK-9', orderId: task?.order_id ?? 'O-1', orderLine: task?.order_line ?? 1, itemId: task?.item_id ?? 'CUP-RED', lot: task?.lot ?? '',
        fromLocation: task?.location_id ?? aBin(view), missing: some(view, 2), reason: view.chance.one(['NOT_FOUND', 'DAMAGED']),
      };
    },
    tell: (p) => `misses ${p.missing} ${p.itemId} in ${p.fromLocation} for order ${p.orderId} (${p.reason})`,
    did: nothing,
  },
  'pick.instead': {
    weight: 4, by: everybody,
    draw(view) {
      const task = aRow(view, 'pick_task', (each) => each.short > 0) ?? (slips(view, 0.2) ? aRow(view, 'pick_task') : undefined);
      if (!task && !slips(view, 0.2)) return undefined;
      const itemId = slips(view, 0.05) ? 'GHOST-1' : slips(view, 0.3) ? view.chance.one(['LID-14', 'SET-2']) : (task?.item_id ?? 'CUP-RED');
      const bin = aRow(view, 'position', (row) => row.item_id === itemId && row.quantity > 0 && row.warehouse_id === view.warehouse && !row.location_id.startsWith('~'));
      return {
        fulfilmentId: task?.fulfilment_id ?? 'WORK-9', taskId: slips(view, 0.05) || !task ? 'TASK-9' : task.task_id, newTaskId: slips(view, 0.06) && task ? task.task_id : `${task?.task_id ?? 'T'}-${view.chance.between(1, 9)}`,
        orderId: task?.order_id ?? 'O-1', orderLine: task?.order_line ?? 1, itemId, lot: bin?.lot ?? '', fromLocation: slips(view, 0.06) ? 'X-99' : (bin?.location_id ?? aBin(view)), quantity: task && !slips(view, 0.2) ? Math.max(1, task.short) : some(view, 2),
      };
    },
    tell: (p) => `takes ${p.quantity} ${p.itemId} from ${p.fromLocation} instead for order ${p.orderId}`,
    did: nothing,
  },
  'parcel.pack': {
    weight: 7, by: everybody,
    draw(view) {
      const first = packable(view);
      if (!first && !slips(view, 0.1)) return undefined;
      const tasks = first ? view.rows('pick_task').filter((task) => task.fulfilment_id === first.fulfilment_id && (task === first || task.picked > task.packed)) : [];
      const serial = (itemId: string) => label(view, itemId).serial;
      return {
        parcelId: slips(view, 0.12) ? named(view, 'P', 2) : `P-${first?.fulfilment_id.slice(0, 4) ?? 'X'}-${view.chance.between(1, 2)}`, fulfilmentId: first?.fulfilment_id ?? 'WORK-9', orderId: slips(view, 0.04) ? named(view, 'O', 12) : (first?.order_id ?? 'O-1'), carrierId: 'STANDARD',
        lines: tasks.length > 0
          ? tasks.map((task) => ({ taskId: slips(view, 0.1) ? 'TASK-9' : task.task_id, orderLine: task.order_line, itemId: task.item_id, lot: task.lot, serial: serial(task.item_id), quantity: Math.max(1, task.picked - task.packed + (slips(view, 0.06) ? 1 : 0)), tote: task.tote || 'TOTE-1' }))
          : [{ taskId: 'TASK-9', orderLine: 1, itemId: 'CUP-RED', quantity: 1, tote: 'TOTE-1' }],
      };
    },
    tell: (p) => `packs ${p.lines.map(units).join(', ')} into parcel ${p.parcelId} for order ${p.orderId}`,
    did: ({ payload: p }) => p.lines.flatMap((line) => [outOf(line, line.tote), into(line, p.parcelId)]),
  },
  'parcel.book': {
    weight: 4, by: ['system'],
    draw(view) {
      const parcel = slips(view, 0.08) ? undefined : aRow(view, 'parcel', (each) => each.state !== 'SHIPPED' || slips(view, 0.2));
      if (!parcel && !slips(view, 0.3)) return undefined;
      return { parcelId: parcel?.parcel_id ?? named(view, 'P', 9), carrierId: 'STANDARD', tracking: parcel?.state === 'VOIDED' && !slips(view, 0.3) ? '' : slips(view, 0.2) && parcel && parcel.tracking !== '' ? parcel.tracking : `RM${view.chance.between(1, 9)}` };
    },
    tell: (p) => `tells the carrier's number ${p.tracking || 'called off'} of parcel ${p.parcelId}`,
    did: nothing,
  },
  'parcel.ship': {
    weight: 6, by: everybody,
    draw(view) {
      const recalled = slips(view, 0.4) ? view.rows('hold').filter((hold) => hold.state === 'PLACED').map((hold) => hold.item_id) : [];
      const held = new Set(recalled.length === 0 ? [] : view.rows('parcel_line').filter((line) => recalled.includes(line.item_id)).map((line) => line.parcel_id));
      // Nobody at the gate knows that the office keeps an order back.
      const keptBack = slips(view, 0.5) ? view.rows('order_hold').filter((hold) => hold.state === 'PLACED').map((hold) => hold.order_id) : [];
      const parcel = slips(view, 0.06) ? undefined : (aRow(view, 'parcel', (each) => each.state === 'PACKED' && (held.has(each.parcel_id) || keptBack.includes(each.order_id))) ?? aRow(view, 'parcel', (each) => each.state === 'PACKED' || slips(view, 0.3)));
      if (!parcel && !slips(view, 0.3)) return undefined;
      return { parcelId: parcel?.parcel_id ?? named(view, 'P', 9), fulfilmentId: parcel?.fulfilment_id ?? 'WORK-9', orderId: parcel && !slips(view, 0.25) ? parcel.order_id : named(view, 'O', 12), carrierId: 'STANDARD' };
    },
    tell: (p) => `hands parcel ${p.parcelId} of order ${p.orderId} to the carrier`,
    did: ({ warehouse, payload: p }, books: Books) =>
      books.rows('parcel_line').filter((line) => line.warehouse_id === warehouse && line.parcel_id === p.parcelId).map((line) => ({ itemId: line.item_id, place: p.parcelId, units: -line.quantity })),
  },
} satisfies { readonly [T in CommandType]?: Doing<T> };
