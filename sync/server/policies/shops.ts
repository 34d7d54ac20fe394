// What channels are to hear of, as it becomes true: parcels that left, orders that were cancelled, items of which another
// number may be free, and what a person wants sent again.
import type { Command } from '#domain/commands.ts';
import { isAccount } from '#domain/positions.ts';
import type { Changes, Slice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { ShopNews } from '#db/central/shop-messages.ts';

const SEPARATOR = '\u001f';
/** What a person answers who wants what was given up sent again; with any other word they are told otherwise. */
const SEND_AGAIN = 'SEND_AGAIN';

export function shopTriggers({ rows, movements }: Changes, commands: readonly Command[], slice: Slice): readonly Trigger[] {
  const of = <T extends 'parcel' | 'sales_order' | 'sales_order_line' | 'pick_task'>(table: T) => (rows.get(table) ?? []) as unknown as readonly Row<T>[];
  const news = (warehouse: string, about: ShopNews['about'], id: string, cause = ''): Trigger => ({ policy: 'shop', warehouse, subject: `${about}${SEPARATOR}${id}`, cause });
  const items = new Map([
    ...movements.filter((row) => !isAccount(row.from_location) || !isAccount(row.to_location)).map((row) => [row.item_id, row.warehouse_id] as const),
    ...of('sales_order_line').map((row) => [row.item_id, slice.get('sales_order', row.order_id)?.ship_from ?? '*'] as const), ...of('pick_task').map((row) => [row.item_id, row.warehouse_id] as const),
  ]);
  const again = commands.flatMap((command): Trigger[] => {
    if (command.type !== 'exception.resolve') return [];
    const row = slice.get('exception', command.warehouse, command.payload.exceptionId);
    return row?.kind === 'SHOP_NOT_TOLD' && row.resolved_with === command.id ? [news(command.warehouse, command.payload.resolution === SEND_AGAIN ? 'again' : 'given_up', row.subject_id, command.id)] : [];
  });
  return [
    ...of('parcel').filter((row) => row.state === 'SHIPPED').map((row) => news(row.warehouse_id, 'shipped', row.parcel_id)), ...of('sales_order').filter((row) => row.state === 'CANCELLED').map((row) => news(row.ship_from, 'cancelled', row.order_id)),
    ...togetherWithin(MOST_TOGETHER, [...items.keys()]).map((list) => news(items.get(list[0]!)!, 'stock', list.join(SEPARATOR))), ...again,
  ];
}

/** So many characters of items stand in one entry of the queue, whose subject is part of an index. */
const MOST_TOGETHER = 1500;
function togetherWithin(most: number, ids: readonly string[]): readonly (readonly [string, ...string[]])[] {
  const lists: [string, ...string[]][] = [];
  let length = most;
  for (const id of ids) {
    if (length + id.length < most) lists.at(-1)!.push(id);
    else {
      lists.push([id]);
      length = 0;
    }
    length += id.length + 1;
  }
  return lists;
}

export function shopNews(triggers: readonly Trigger[]): readonly ShopNews[] {
  return triggers.filter((trigger) => trigger.policy === 'shop').flatMap(({ warehouse, subject }) => {
    const [about, ...ids] = subject.split(SEPARATOR);
    return ids.map((id) => ({ warehouse, about: about as ShopNews['about'], id }));
  });
}
