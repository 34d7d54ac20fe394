// Messages to a channel from a real service: signed, each once it is true, again until they are taken, given up to a person
// who has them sent again; and what is called back in a parcel keeps its order.
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import { inScope } from '#db/central/open.ts';
import { takeMessages, tellShops, writeEndpoint } from '#db/central/shop-messages.ts';
import { createSender } from '#sync/server/shops/send.ts';
import { newSecret } from '#sync/server/shops/signature.ts';
import { readCanonical } from '#sync/server/intake/canonical.ts';
import { takeOrders } from '#sync/server/intake/take-orders.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';
import { smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';

interface Heard { readonly type: string; readonly sequence: number; readonly data: Readonly<Record<string, unknown>>; readonly id: string; readonly signed: boolean }
const secret = newSecret();
const heard: Heard[] = [];
let answers = 200;
let shop: Server;
let central: TestCentral;
const write = { role: 'restow_writer', warehouse: '*', device: '*' } as const;

beforeAll(async () => {
  shop = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const [id, at] = [request.headers['webhook-id'] as string, request.headers['webhook-timestamp'] as string];
      const expected = `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${id}.${at}.${text}`).digest('base64')}`;
      if (answers === 200) heard.push({ ...(JSON.parse(text) as Pick<Heard, 'type' | 'sequence' | 'data'>), id, signed: request.headers['webhook-signature'] === expected });
      response.writeHead(answers).end();
    });
  });
  await new Promise<void>((resolve) => void shop.listen(0, '127.0.0.1', resolve));
  central = await startTestCentral(Date.now, [...smallCompany, { table: 'channel', rows: [{ channel_id: 'WEB', name: 'Web', kind: 'shop', ship_from: WAREHOUSE }] }]);
  await inScope(central.service.central, write, (tx) => writeEndpoint(tx, 'WEB', `http://127.0.0.1:${(shop.address() as AddressInfo).port}/hook`, secret, 1));
}, 120_000);
afterAll(async () => {
  await central.stop();
  shop.close();
});

let stamped = 0;
/** A command of somebody at the server, whatever its verdict. */
async function say<T extends CommandType>(person: string, type: T, payload: PayloadInput<T>): Promise<string> {
  const text = JSON.stringify({ id: `said-by-test-${(stamped += 1)}`, type, version: versionOf(type), device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person, warehouse: WAREHOUSE, confirmed: [], payload });
  const response = await fetch(`${central.service.url}/intake`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
  return ((await response.json()) as { outcomes: { verdict: string }[] }).outcomes[0]!.verdict;
}
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
const order = (externalId: string, quantity: number, more: object = {}) => readCanonical({ channelId: 'WEB', externalId, orderedAt: '2026-11-26T09:30:00Z', currency: 'GBP', shipTo: { name: 'A', street: 'B', postcode: 'C', city: 'D', country: 'GB' }, lines: [{ line: 1, sku: 'A', quantity, unitPrice: '1.00' }], ...more });
const take = (...orders: ReturnType<typeof order>[]) => takeOrders(central.service.central, Date.now, 'test', orders);
const open = async (kind: string) => [...(await central.service.central<{ exception_id: string; subject_id: string; did: { text: string } }[]>`select exception_id, subject_id, did from exception where kind = ${kind} and state = 'OPEN'`)];
const stateOf = async (orderId: string) => (await central.service.central<{ state: string }[]>`select state from sales_order where order_id = ${orderId}`)[0]?.state;
const heardOf = (type: string) => heard.filter((each) => each.type === type);

async function packed(orderId: string, parcelId: string): Promise<{ readonly fulfilmentId: string }> {
  await until(async () => expect(await stateOf(orderId)).toBe('ALLOCATED'));
  const [task] = await central.service.central<{ task_id: string; fulfilment_id: string; quantity: number; location_id: string }[]>`select task_id, fulfilment_id, quantity, location_id from pick_task where order_id = ${orderId} and open`;
  const of = { taskId: task!.task_id, itemId: 'A', quantity: task!.quantity, tote: 'TOTE-1' };
  expect(await say('mara', 'pick.pick', { ...of, fulfilmentId: task!.fulfilment_id, fromLocation: task!.location_id })).toBe('applied');
  expect(await say('mara', 'parcel.pack', { parcelId, fulfilmentId: task!.fulfilment_id, orderId, carrierId: 'ROYAL', lines: [{ ...of, orderLine: 1 }] })).toBe('applied');
  return { fulfilmentId: task!.fulfilment_id };
}

it('tells the channel of what is free, what left and what was cancelled, each signed and once', { timeout: 90_000 }, async () => {
  await say('system', 'stock.open', { itemId: 'A', quantity: 20, locationId: 'B-1' });
  await until(() => expect(heardOf('stock.changed').at(-1)?.data).toMatchObject({ sku: 'A', available: 20 }));
  await take(order('1', 3), order('2', 2));
  const { fulfilmentId } = await packed('WEB-1', 'P-1');
  expect(await say('mara', 'parcel.ship', { parcelId: 'P-1', fulfilmentId, orderId: 'WEB-1', carrierId: 'ROYAL', tracking: 'RM-1' })).toBe('applied');
  await take(order('2', 2, { version: 2, state: 'cancelled', cancelReason: 'too slow' }));
  await until(() => expect(heardOf('order.cancelled')).toHaveLength(1));
  await until(() => expect(heardOf('order.shipped')).toHaveLength(1));
  expect(heardOf('order.shipped')[0]!.data).toMatchObject({ channelId: 'WEB', externalId: '1', parcelId: 'P-1', tracking: 'RM-1', lines: [{ line: 1, sku: 'A', quantity: 3 }] });
  expect(heardOf('order.cancelled')[0]!.data).toMatchObject({ externalId: '2', reason: 'too slow' });
  await until(() => expect(heardOf('stock.changed').at(-1)?.data).toMatchObject({ available: 17 }));
  expect(heard.every((each) => each.signed)).toBe(true);
  expect(new Set(heard.map((each) => each.id)).size).toBe(heard.length);
});

it('tries again, gives up to a person, and sends again in order when that person says so', { timeout: 90_000 }, async () => {
  answers = 503;
  await take(order('3', 4));
  await until(async () => expect((await central.service.central<{ attempts: number }[]>`select attempts from shop_message where state = 'PENDING'`).some((row) => row.attempts > 0)).toBe(true));
  // Hours later it has been tried often enough.
  let clock = Date.now();
  const sender = createSender({ central: central.service.central, now: () => (clock += 2 * 3_600_000), attempts: 3 });
  await until(async () => {
    await sender.run();
    expect(await open('SHOP_NOT_TOLD')).toMatchObject([{ subject_id: 'WEB', did: { text: expect.stringContaining('503') as string } }]);
  });
  expect(heardOf('stock.changed').at(-1)?.data).toMatchObject({ available: 17 });
  answers = 200;
  const [item] = await open('SHOP_NOT_TOLD');
  expect(await say('dana', 'exception.resolve', { exceptionId: item!.exception_id, subjectId: 'WEB', resolution: 'SEND_AGAIN' })).toBe('applied');
  await until(() => expect(heardOf('stock.changed').at(-1)?.data).toMatchObject({ available: 13 }));
  expect(await open('SHOP_NOT_TOLD')).toEqual([]);
  const sequences = heardOf('stock.changed').map((each) => each.sequence);
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
});

it('what changes while a message leaves is told by another one', { timeout: 60_000 }, async () => {
  const sql = central.service.central;
  await inScope(sql, write, (tx) => writeEndpoint(tx, 'IDLE', 'http://127.0.0.1:9/', newSecret(), 1));
  await central.write('channel', [{ channel_id: 'IDLE', name: 'Idle', kind: 'shop', ship_from: WAREHOUSE }]);
  // Far in the future, so that nobody else sends it.
  const later = Date.now() + 1e12;
  await inScope(sql, write, (tx) => tx`insert into shop_message (message_id, channel_id, type, subject, body, created_at, due_at) values ('idle-1', 'IDLE', 'stock.changed', 'item:B', ${sql.json({ available: 5 })}, 1, ${later})`);
  let told: Promise<unknown> | undefined;
  await inScope(sql, write, async (tx) => {
    expect((await takeMessages(tx, later, 1, 1)).map((each) => each.message_id)).toEqual(['idle-1']);
    told = inScope(sql, write, (other) => tellShops(other, [{ about: 'stock', id: 'B', warehouse: WAREHOUSE }], later));
    await until(async () => expect(await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'update shop_message set body%'`).toHaveLength(1));
  });
  await told;
  expect(await sql`select (body->>'available')::int as available, attempts from shop_message where channel_id = 'IDLE' order by seq`).toEqual([{ available: 5, attempts: 1 }, { available: 0, attempts: 0 }]);
  await sql`update shop_endpoint set active = false where channel_id = 'IDLE'`;
});

it('shows an order that cannot be taken in as work, until it comes corrected', { timeout: 60_000 }, async () => {
  const wrong = order('4', 1, { lines: [{ line: 1, sku: 'NONE', quantity: 1, unitPrice: '1.00' }] });
  await take(wrong, order('5', 1));
  expect(await open('ORDER_NOT_TAKEN')).toMatchObject([{ subject_id: 'WEB 4', did: { problems: [{ line: 1, field: 'sku' }] } }]);
  await take(wrong);
  expect(await open('ORDER_NOT_TAKEN')).toHaveLength(1);
  await take(order('4', 1));
  expect(await open('ORDER_NOT_TAKEN')).toEqual([]);
});

it('keeps an order back whose parcel holds goods that are called back', { timeout: 60_000 }, async () => {
  await packed('WEB-5', 'P-5');
  expect(await say('dana', 'hold.place', { holdId: 'RC-1', itemId: 'A', code: 'RECALL', note: 'sharp edge' })).toBe('applied');
  await until(async () => expect(await stateOf('WEB-5')).toBe('ON_HOLD'));
  expect([...(await central.service.central`select kind, note from order_hold where order_id = 'WEB-5'`)]).toEqual([{ kind: 'ITEM_RECALL', note: 'goods in it called back with RC-1' }]);
  expect(await stateOf('WEB-1')).toBe('SHIPPED');
});
