// What can be promised of an item: asked of the ERP, which knows all warehouses; without it this warehouse alone answers,
// from the same shelves by the same sum.
import { freeStock } from '#domain/orders.ts';
import { account, isAccount } from '#domain/positions.ts';
import { createSlice } from '#domain/slice.ts';
import { keepsUntil, readSourcing, safetyOf, serving, SOURCING } from '#domain/sourcing/policy.ts';
import { promiseOf, type Supply } from '#domain/sourcing/promise.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Transport } from '#sync/client/transport.ts';
import type { PromiseAnswer, Question } from './contract.ts';

export interface Promises {
  /** Null where the item or the channel is not known. */
  answer(question: Extract<Question, { about: 'promise' }>): Promise<PromiseAnswer | null>;
}

export function createPromises(replica: Pick<Replica, 'db' | 'rows' | 'meta'>, transport: Pick<Transport, 'promise'>, now: () => number, levelAt: () => number | null): Promises {
  return {
    async answer({ itemId, channelId, quantity = 1 }) {
      const reply = await transport.promise({ device: replica.meta.get('device_id') ?? '', itemId, channelId, quantity });
      if (reply.ok) return reply.value.promise === null ? null : { promise: reply.value.promise, from: 'erp', at: reply.value.now };
      const [channel] = replica.rows.find('channel', { channel_id: channelId });
      if (!channel || replica.rows.find('item', { item_id: itemId }).length === 0) return null;
      const { policy } = readSourcing(replica.rows.find('setting', { key: SOURCING })[0]?.value);
      const home = replica.meta.get('warehouse_id') ?? '';
      const order = serving(policy, channel, replica.rows.find('warehouse', {}), '').order.filter((warehouse) => warehouse === home);
      return { promise: promiseOf(itemId, channelId, quantity, [supplyHere(replica, home, itemId, keepsUntil(policy, channelId, now()))], order, (warehouse) => safetyOf(policy, warehouse, itemId), now()), from: 'here', at: levelAt() };
    },
  };
}

/** What this warehouse has of an item, by the rows of this replica, without what expires before a day (ISO). */
export function supplyHere({ db, rows }: Pick<Replica, 'db' | 'rows'>, warehouse: string, itemId: string, until: string): Supply {
  const slice = createSlice();
  slice.load('position', rows.find('position', { warehouse_id: warehouse, item_id: itemId }));
  slice.load('location', rows.find('location', { warehouse_id: warehouse }));
  slice.load('lot', rows.find('lot', { item_id: itemId }));
  const positions = slice.list('position', { warehouse_id: warehouse, item_id: itemId });
  const onHand = positions.reduce((sum, row) => (isAccount(row.location_id) ? sum : sum + Math.max(0, row.quantity)), 0);
  const drawn = new Set(positions.filter((row) => row.quantity !== 0 && row.location_id.startsWith(account.suspense(''))).map((row) => `${row.location_id}\u001f${row.lot}`));
  const doubtful = positions.reduce((sum, row) => (row.condition === 'N' && row.hold === '' && row.owner === '' && row.quantity > 0 && drawn.has(`${account.suspense(row.location_id)}\u001f${row.lot}`) ? sum + row.quantity : sum), 0);
  // Without the open picks, which are a step of their own.
  const sellable = freeStock(slice, warehouse, itemId, until).reduce((sum, bin) => sum + bin.free, 0);
  const promised = rows.find('pick_task', { warehouse_id: warehouse, item_id: itemId, open: true }).reduce((sum, task) => sum + task.quantity - task.picked - task.short, 0);
  const waiting = db.prepare(`select coalesce(sum(l.quantity - l.cancelled - l.allocated), 0) from sales_order_line l join sales_order o using (order_id)
    where l.item_id = ? and o.ship_from = ? and l.quantity - l.cancelled - l.allocated > 0 and o.state not in ('CANCELLED', 'CANCEL_REQUESTED', 'SHIPPED', 'CLOSED')`).pluck().get(itemId, warehouse) as number;
  const arrivals = db.prepare(`
    select coalesce(d.expected_at, 0) as at, sum(l.expected - l.received) as quantity, d.delivery_id as document from delivery d join delivery_line l using (warehouse_id, delivery_id)
      where d.warehouse_id = @warehouse and d.state = 'EXPECTED' and l.item_id = @itemId and l.expected > l.received group by 1, 3
    union all select o.expected_at, sum(l.quantity - l.received), o.purchase_order_id from purchase_order o join purchase_order_line l using (warehouse_id, purchase_order_id)
      where o.warehouse_id = @warehouse and o.state = 'OPEN' and l.item_id = @itemId and l.quantity > l.received
      and not exists (select 1 from delivery d where d.warehouse_id = o.warehouse_id and d.purchase_order_id = o.purchase_order_id and d.state in ('EXPECTED', 'RECEIVING')) group by 1, 3`).all({ warehouse, itemId }) as Supply['arrivals'][number][];
  return { warehouse, itemId, sellable, doubtful, kept: onHand - sellable - doubtful, promised, waiting, arrivals };
}
