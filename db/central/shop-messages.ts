// Messages to sales channels: made from what became true, in the transaction of the policies; handed out a few at a time to
// whoever sends them; kept until the channel has taken them, or given up and shown to a person.
import { idFrom } from '#domain/ids.ts';
import { keepsUntil, readSourcing, safetyOf, serving, SOURCING } from '#domain/sourcing/policy.ts';
import { freeIn, nothingIn } from '#domain/sourcing/promise.ts';
import type { Json, Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';
import { suppliesOf } from './supplies.ts';

/** What a channel may have to hear of: a parcel that left, an order that was cancelled, an item of which another number is free; or what it did not take: once more, or never again. */
export interface ShopNews {
  readonly about: 'shipped' | 'cancelled' | 'stock' | 'again' | 'given_up';
  /** Parcel, order, item, channel. */
  readonly id: string;
  readonly warehouse: string;
}

interface Message {
  readonly message_id: string;
  readonly channel_id: string;
  readonly type: string;
  readonly subject: string;
  readonly body: Json;
}

/** Makes the messages of these news, each once; answers how many. */
export async function tellShops(tx: Tx, news: readonly ShopNews[], now: number): Promise<number> {
  const channels = (await tx<{ channel_id: string }[]>`select channel_id from shop_endpoint where active order by channel_id`).map((row) => row.channel_id);
  if (channels.length === 0) return 0;
  const ids = (about: ShopNews['about']) => [...new Set(news.filter((each) => each.about === about).map((each) => each.id))];
  for (const channel of ids('again')) await sendAgain(tx, channel, now);
  for (const channel of ids('given_up')) await tx`update shop_message set state = 'DROPPED' where channel_id = ${channel} and state = 'DEAD'`;
  const messages = [...(await shipped(tx, channels, ids('shipped'))), ...(await cancelled(tx, channels, ids('cancelled')))];
  for (const { message_id, channel_id, type, subject, body } of messages) {
    await tx`insert into shop_message (message_id, channel_id, type, subject, body, created_at, due_at) values (${message_id}, ${channel_id}, ${type}, ${subject}, ${body as never}, ${now}, ${now}) on conflict do nothing`;
  }
  return messages.length + (await stock(tx, channels, ids('stock'), now));
}

export async function sendAgain(tx: Tx, channel: string, now: number): Promise<number> {
  return (await tx`update shop_message set state = 'PENDING', attempts = 0, due_at = ${now} where channel_id = ${channel} and state = 'DEAD'`).count;
}

interface OfOrder {
  readonly order_id: string;
  readonly channel_id: string;
  readonly channel_number: string;
  readonly external_id: string | null;
}
const named = (row: OfOrder) => ({ channelId: row.channel_id, externalId: row.external_id ?? row.channel_number, number: row.channel_number, orderId: row.order_id });
/** The parts of a bundle have its line before their own number. */
const lineOf = (lineNo: number) => (lineNo >= 1000 ? { line: Math.floor(lineNo / 1000), part: lineNo % 1000 } : { line: lineNo });
const external = `(select i.external_id from order_intake i where i.channel_id = o.channel_id and i.order_ids ? o.order_id limit 1) as external_id`;

async function shipped(tx: Tx, channels: readonly string[], parcels: readonly string[]): Promise<readonly Message[]> {
  if (parcels.length === 0) return [];
  const rows = await tx.unsafe<(OfOrder & { parcel_id: string; carrier_id: string; tracking: string; shipped_at: number })[]>(
    `select o.order_id, o.channel_id, o.channel_number, ${external}, p.parcel_id, p.carrier_id, p.tracking, p.shipped_at from parcel p join sales_order o using (order_id)
     where p.warehouse_id in (select warehouse_id from warehouse) and p.parcel_id = any($1::text[]) and p.state = 'SHIPPED' and o.channel_id = any($2::text[])`, [parcels, channels] as never[], { prepare: true });
  const lines = await tx<(Pick<Row<'parcel_line'>, 'parcel_id' | 'order_line' | 'item_id' | 'lot' | 'serial' | 'quantity'> & { sku: string })[]>`
    select l.parcel_id, l.order_line, l.item_id, i.sku, l.lot, l.serial, l.quantity from parcel_line l join item i using (item_id) where l.warehouse_id in (select warehouse_id from warehouse) and l.parcel_id = any(${parcels as string[]}::text[]) order by l.line_no`;
  return rows.map((row): Message => ({
    message_id: idFrom('shop-message', 'shipped', row.channel_id, row.parcel_id, String(row.shipped_at)), channel_id: row.channel_id, type: 'order.shipped', subject: `order:${row.order_id}`,
    body: { ...named(row), parcelId: row.parcel_id, carrierId: row.carrier_id, tracking: row.tracking, shippedAt: row.shipped_at, lines: lines.filter((line) => line.parcel_id === row.parcel_id).map((line) => ({ ...lineOf(line.order_line), itemId: line.item_id, sku: line.sku, quantity: line.quantity, lot: line.lot, serial: line.serial })) },
  }));
}

async function cancelled(tx: Tx, channels: readonly string[], orders: readonly string[]): Promise<readonly Message[]> {
  if (orders.length === 0) return [];
  const rows = await tx.unsafe<(OfOrder & { cancel_reason: string | null })[]>(`select o.order_id, o.channel_id, o.channel_number, ${external}, o.cancel_reason from sales_order o where o.order_id = any($1::text[]) and o.state = 'CANCELLED' and o.channel_id = any($2::text[])`, [orders, channels] as never[], { prepare: true });
  return rows.map((row): Message => ({ message_id: idFrom('shop-message', 'cancelled', row.channel_id, row.order_id), channel_id: row.channel_id, type: 'order.cancelled', subject: `order:${row.order_id}`, body: { ...named(row), reason: row.cancel_reason ?? '' } }));
}

/** Any constant serves as the lock's name. */
const STOCK_LOCK = 7_316_402;
/** Only the newest number is worth hearing: one message that waits for an item takes on what is free now, and what the channel has heard already makes none. */
async function stock(tx: Tx, channels: readonly string[], items: readonly string[], now: number): Promise<number> {
  if (items.length === 0) return 0;
  // Of two services that look at once the later one has the last word, with what it sees after the first.
  await tx`select pg_advisory_xact_lock(${STOCK_LOCK})`;
  const [known, warehouses, [told], names] = await Promise.all([
    tx<Row<'channel'>[]>`select channel_id, name, kind, ship_from from channel where channel_id = any(${channels as string[]}::text[])`, tx<Row<'warehouse'>[]>`select warehouse_id, name, country from warehouse order by warehouse_id`,
    tx<{ value: Json }[]>`select value from setting where key = ${SOURCING}`, tx<{ item_id: string; sku: string }[]>`select item_id, sku from item where item_id = any(${items as string[]}::text[])`,
  ]);
  const { policy } = readSourcing(told?.value);
  let count = 0;
  for (const channel of known) {
    const { order } = serving(policy, channel, warehouses, '');
    const supplies = await suppliesOf(tx, items, keepsUntil(policy, channel.channel_id, now));
    for (const { item_id, sku } of names) {
      const available = order.reduce((sum, warehouse) => sum + freeIn(supplies.find((each) => each.warehouse === warehouse && each.itemId === item_id) ?? nothingIn(warehouse, item_id), safetyOf(policy, warehouse, item_id)), 0);
      const subject = `item:${item_id}`;
      const [last] = await tx<{ message_id: string; state: string; attempts: number; available: number }[]>`select message_id, state, attempts, (body->>'available')::int as available from shop_message where channel_id = ${channel.channel_id} and subject = ${subject} order by seq desc limit 1`;
      if (last?.available === available && last.state !== 'DEAD') continue;
      const body = { channelId: channel.channel_id, itemId: item_id, sku, available, asOf: now };
      count += 1;
      // One that was taken to be sent since it was read here leaves with the number of before: then another one follows it.
      const waits = last?.state === 'PENDING' && last.attempts === 0 && (await tx`update shop_message set body = ${body as never} where message_id = ${last.message_id} and state = 'PENDING' and attempts = 0`).count === 1;
      if (!waits) await tx`insert into shop_message (message_id, channel_id, type, subject, body, created_at, due_at) values (${idFrom('shop-message', 'stock', channel.channel_id, item_id, String(now), last?.message_id ?? '')}, ${channel.channel_id}, 'stock.changed', ${subject}, ${body as never}, ${now}, ${now}) on conflict do nothing`;
    }
  }
  return count;
}

export interface ToSend {
  readonly message_id: string;
  readonly seq: number;
  readonly channel_id: string;
  readonly type: string;
  readonly body: Json;
  readonly created_at: number;
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
}
/** Takes messages that are due for so long (ms) that nobody else tries them meanwhile; of one subject only the first that waits. */
export async function takeMessages(tx: Tx, now: number, limit: number, lease: number): Promise<readonly ToSend[]> {
  return tx<ToSend[]>`
    with due as (
      select m.message_id from shop_message m join shop_endpoint e on e.channel_id = m.channel_id and e.active
      where m.state = 'PENDING' and m.due_at <= ${now} and not exists (select from shop_message b where b.channel_id = m.channel_id and b.subject = m.subject and b.state = 'PENDING' and b.seq < m.seq)
      order by m.due_at, m.seq limit ${limit} for update of m skip locked
    )
    update shop_message m set attempts = m.attempts + 1, due_at = ${now + lease} from due, shop_endpoint e
    where m.message_id = due.message_id and e.channel_id = m.channel_id
    returning m.message_id, m.seq, m.channel_id, m.type, m.body, m.created_at, m.attempts, e.url, e.secret`;
}
export async function settleMessage(tx: Tx, id: string, state: 'SENT' | 'PENDING' | 'DEAD', now: number, dueAt: number, answer: string): Promise<void> {
  await tx`update shop_message set state = ${state}, due_at = ${dueAt}, sent_at = ${state === 'SENT' ? now : null}, answer = ${answer} where message_id = ${id} and state = 'PENDING'`;
}

export interface Backlog {
  readonly channel_id: string;
  readonly pending: number;
  readonly dead: number;
  readonly oldest: number | null;
  readonly answer: string;
}
/** Of each channel that anything waits for: how much, since when, and what it answered last. */
export async function backlog(tx: Tx): Promise<readonly Backlog[]> {
  return tx<Backlog[]>`
    select channel_id, count(*) filter (where state = 'PENDING')::int as pending, count(*) filter (where state = 'DEAD')::int as dead, min(created_at) as oldest, coalesce((array_agg(answer order by seq desc) filter (where answer <> ''))[1], '') as answer
    from shop_message where state in ('PENDING', 'DEAD') group by channel_id order by channel_id`;
}
export async function writeEndpoint(tx: Tx, channel: string, url: string, secret: string, now: number): Promise<void> {
  await tx`insert into shop_endpoint (channel_id, url, secret, made_at) values (${channel}, ${url}, ${secret}, ${now}) on conflict (channel_id) do update set url = excluded.url, secret = excluded.secret, active = true, made_at = excluded.made_at`;
}
