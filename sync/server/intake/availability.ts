// What can be promised to a channel, asked of the company's books as they are now.
import { keepsUntil, readSourcing, safetyOf, serving, SOURCING } from '#domain/sourcing/policy.ts';
import { promiseOf, type ItemPromise } from '#domain/sourcing/promise.ts';
import { inScope, type Central } from '#db/central/open.ts';
import { suppliesOf } from '#db/central/supplies.ts';
import type { Json, Row } from '#domain/tables.ts';

/** By SKU or item number; undefined where the item or the channel is not known. */
export async function promiseAtCentral(central: Central, now: number, channelId: string, code: string, quantity: number): Promise<ItemPromise | undefined> {
  return inScope(central, { role: 'restow_reader', warehouse: '*', device: '*' }, async (tx) => {
    const [[channel], [item], warehouses, [told]] = await Promise.all([
      tx<Row<'channel'>[]>`select channel_id, name, kind, ship_from from channel where channel_id = ${channelId}`, tx<{ item_id: string }[]>`select item_id from item where item_id = ${code} or sku = ${code} order by item_id = ${code} desc limit 1`,
      tx<Row<'warehouse'>[]>`select warehouse_id, name, country from warehouse order by warehouse_id`, tx<{ value: Json }[]>`select value from setting where key = ${SOURCING}`,
    ]);
    if (!channel || !item) return undefined;
    const { policy } = readSourcing(told?.value);
    const { order } = serving(policy, channel, warehouses, '');
    return promiseOf(item.item_id, channelId, quantity, await suppliesOf(tx, [item.item_id], keepsUntil(policy, channelId, now)), order, (warehouse) => safetyOf(policy, warehouse, item.item_id), now);
  }, 'isolation level repeatable read read only', 1);
}
