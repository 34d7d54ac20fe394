// Orders of channels through the doors of a real service: once for each version, each line in our items, from the warehouse
// that has them, changed and cancelled by rule, and what cannot be taken named while the others go on.
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inScope } from '#db/central/open.ts';
import { writeChannelItems, writeChannelSecret } from '#db/central/order-intake.ts';
import { itemRow, smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const folder = temporaryFolder();
const KEY = 'key-of-web';
let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(Date.now, [
    ...smallCompany, { table: 'warehouse', rows: [{ warehouse_id: 'W2', name: 'Second', country: 'DE' }] }, { table: 'item', rows: [itemRow('D')] },
    { table: 'location', rows: [{ warehouse_id: 'W2', location_id: 'B-9', zone: 'bin', kind: 'bin', aisle: 1, bay: 1, level: 1, sequence: 1, pickable: true }] },
    { table: 'channel', rows: [{ channel_id: 'WEB', name: 'Web', kind: 'shop', ship_from: WAREHOUSE }] }, { table: 'item_pack', rows: [{ item_id: 'B', pack_code: 'BOX', label: 'Box', units: 6 }] },
    { table: 'setting', rows: [{ key: 'sourcing', value: { channels: { WEB: { warehouses: ['W1', 'W2'], split: 'allowed' } }, safety: [{ item: 'A', units: 2 }] } }] },
  ]);
  await inScope(central.service.central, { role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
    await writeChannelSecret(tx, 'WEB', KEY, 1);
    await writeChannelItems(tx, [{ channel_id: 'WEB', code: 'GIFT', item_id: 'A', units: 1, share: 3 }, { channel_id: 'WEB', code: 'GIFT', item_id: 'B', units: 2, share: 1 }]);
  });
  await central.intake('opening-a', 'stock.open', { itemId: 'A', quantity: 20, locationId: 'B-1' });
  await central.intake('opening-b', 'stock.open', { itemId: 'B', quantity: 20, locationId: 'B-2' });
}, 120_000);
afterAll(() => central.stop());

const line = (n: number, sku: string, quantity: number, more: object = {}) => ({ line: n, sku, quantity, unitPrice: '10.00', ...more });
const shipTo = { name: 'Ada', street: '1 Mill Lane', postcode: 'LS1', city: 'Leeds', country: 'GB' };
const order = (externalId: string, lines: readonly object[], more: object = {}) => ({ channelId: 'WEB', externalId, orderedAt: '2026-11-26T09:30:00Z', currency: 'GBP', shipTo, lines, ...more });
const post = async (body: unknown, headers: Record<string, string> = { authorization: `Bearer ${KEY}` }, door = '/orders') => {
  const response = await fetch(`${central.service.url}${door}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, results: ((await response.json()) as { results: { outcome: string; orders: { orderId: string; shipFrom: string; because: string }[]; holds: { kind: string }[]; problems: { line: number | null; field: string }[] }[] }).results };
};
const outcomes = async (body: unknown) => (await post(body)).results.map((each) => each.outcome);
const get = async (door: string, key = KEY) => {
  const response = await fetch(`${central.service.url}${door}`, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
};
async function openIn(warehouse: string, itemId: string, quantity: number): Promise<void> {
  const text = JSON.stringify({ id: `opening-${warehouse}-${itemId}`, type: 'stock.open', version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: 'system', warehouse, confirmed: [], payload: { itemId, quantity, locationId: 'B-9' } });
  await fetch(`${central.service.url}/intake`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [text] }) });
}
const linesOf = (orderId: string) => central.service.central<{ line_no: number; item_id: string; quantity: number; cancelled: number; allocated: number }[]>`select line_no, item_id, quantity::int, cancelled::int, allocated::int from sales_order_line where order_id = ${orderId} order by line_no`;
const stateOf = async (orderId: string) => (await central.service.central<{ state: string }[]>`select state from sales_order where order_id = ${orderId}`)[0]?.state;

describe('orders of a channel', () => {
  it('are taken once for each version, the good beside the bad, and get stock', async () => {
    const body = [order('1', [line(1, 'A', 2), line(2, 'GIFT', 1)]), order('2', [line(1, 'A', 1), line(2, 'NONE', 1)]), order('3', [line(1, 'B', 2, { pack: 'BOX' })], { payment: 'pending', shipTo: { ...shipTo, postcode: '' } })];
    const { results } = await post(body);
    expect(results.map((each) => [each.outcome, each.problems.map((problem) => [problem.line, problem.field]), each.holds.map((hold) => hold.kind)])).toEqual([['taken', [], []], ['failed', [[2, 'sku']], []], ['taken', [], ['PAYMENT', 'ADDRESS']]]);
    expect(await outcomes(body)).toEqual(['same', 'failed', 'same']);
    await vi.waitFor(async () => expect(await stateOf('WEB-1')).toBe('ALLOCATED'), { timeout: 20_000, interval: 50 });
    expect([...(await linesOf('WEB-1'))]).toEqual([{ line_no: 1, item_id: 'A', quantity: 2, cancelled: 0, allocated: 2 }, { line_no: 2001, item_id: 'A', quantity: 1, cancelled: 0, allocated: 1 }, { line_no: 2002, item_id: 'B', quantity: 2, cancelled: 0, allocated: 2 }]);
    expect([...(await central.service.central`select line_no, goods::int from paid_line where order_id = 'WEB-1' order by line_no`)]).toEqual([{ line_no: 2001, goods: 750 }, { line_no: 2002, goods: 250 }]);
    expect([...(await linesOf('WEB-3'))]).toMatchObject([{ item_id: 'B', quantity: 12, allocated: 0 }]);
    // The corrected one is taken under the same version.
    expect(await outcomes(order('2', [line(1, 'A', 1)]))).toEqual(['taken']);
    expect(await outcomes(order('1', [line(1, 'A', 9)]))).toEqual(['failed']);
  });

  it('are changed and cancelled by later versions, and an older one changes nothing', { timeout: 60_000 }, async () => {
    expect(await outcomes(order('1', [line(1, 'A', 1), line(3, 'B', 1)], { version: 3 }))).toEqual(['changed']);
    expect(await outcomes(order('1', [line(1, 'A', 9)], { version: 2 }))).toEqual(['older']);
    await vi.waitFor(async () => expect([...(await linesOf('WEB-1'))].map((each) => [each.line_no, each.quantity - each.cancelled, each.allocated])).toEqual([[1, 1, 1], [3, 1, 1], [2001, 0, 0], [2002, 0, 0]]), { timeout: 20_000, interval: 50 });
    // Paid, and the address is whole: both holds go, and the order gets its stock.
    expect(await outcomes(order('3', [line(1, 'B', 2, { pack: 'BOX' })], { version: 2 }))).toEqual(['changed']);
    await vi.waitFor(async () => expect(await stateOf('WEB-3')).toBe('ALLOCATED'), { timeout: 20_000, interval: 50 });
    expect(await outcomes(order('3', [line(1, 'B', 2, { pack: 'BOX' })], { version: 3, state: 'cancelled', cancelReason: 'changed her mind' }))).toEqual(['cancelled']);
    expect(await stateOf('WEB-3')).toBe('CANCELLED');
    expect((await get('/orders/WEB/3')).body).toMatchObject({ version: 3, parts: [{ orderId: 'WEB-3', state: 'CANCELLED', lines: [{ cancelled: 12, allocated: 0 }] }] });
  });

  it('ship from the warehouse that has all of it, or in parts, each with its reason', async () => {
    await openIn('W2', 'D', 4);
    const { results } = await post([order('10', [line(1, 'D', 1)]), order('11', [line(1, 'A', 1), line(2, 'D', 1)]), order('12', [line(1, 'A', 500)])]);
    expect(results.map((each) => each.orders)).toEqual([
      [{ orderId: 'WEB-10', shipFrom: 'W2', because: 'has all of it; W1 has 0 of 1 lines' }],
      [{ orderId: 'WEB-11', shipFrom: 'W1', because: 'no warehouse has all of it; 1 of 2 lines from here' }, { orderId: 'WEB-11/2', shipFrom: 'W2', because: 'no warehouse has all of it; 1 of 2 lines from here' }],
      [{ orderId: 'WEB-12', shipFrom: 'W1', because: 'first of its list; no warehouse has all of it now (0 of 1 lines here), waits for stock' }],
    ]);
    await vi.waitFor(async () => expect(await stateOf('WEB-11/2')).toBe('ALLOCATED'), { timeout: 20_000, interval: 50 });
    expect(await outcomes(order('11', [line(1, 'A', 1), line(2, 'D', 1)], { version: 2, state: 'cancelled' }))).toEqual(['cancelled']);
    expect([await stateOf('WEB-11'), await stateOf('WEB-11/2')]).toEqual(['CANCELLED', 'CANCELLED']);
    // Nothing of it is promised in W1; then W2 gets all of it.
    expect((await post(order('13', [line(1, 'C', 3)]))).results[0]!.orders).toMatchObject([{ shipFrom: 'W1' }]);
    await vi.waitFor(async () => expect(await stateOf('WEB-13')).toBe('BACKORDERED'), { timeout: 20_000, interval: 50 });
    await openIn('W2', 'C', 5);
    await vi.waitFor(async () => expect(await stateOf('WEB-13')).toBe('ALLOCATED'), { timeout: 20_000, interval: 50 });
    expect((await get('/orders/WEB/13')).body).toMatchObject({ parts: [{ shipFrom: 'W2', because: 'stock came to W2 that covers all of it, W1 had none' }] });
    await outcomes(order('12', [line(1, 'A', 500)], { version: 2, state: 'cancelled' }));
  });

  it('come from whoever has the key of the channel, or signs with it, and from nobody else', async () => {
    expect((await post(order('20', [line(1, 'A', 1)]), {})).status).toBe(401);
    expect((await post(order('20', [line(1, 'A', 1)], { channelId: 'OTHER' }))).status).toBe(401);
    expect((await get('/orders/WEB/1', 'guess')).status).toBe(401);
    const body = JSON.stringify({ id: 4711, name: '#4711', created_at: '2026-11-26T10:00:00Z', updated_at: '2026-11-26T10:01:00Z', currency: 'GBP', financial_status: 'paid', shipping_address: { name: 'A', address1: 'B', zip: 'C', city: 'D', country_code: 'GB' }, line_items: [{ sku: 'B', title: 'B', quantity: 1, price: '10.00' }] });
    const signature = createHmac('sha256', KEY).update(body).digest('base64');
    expect((await post(`${body} `, { 'x-shopify-hmac-sha256': signature }, '/orders/shopify/WEB')).status).toBe(401);
    expect((await post(body, { 'x-shopify-hmac-sha256': signature }, '/orders/shopify/WEB')).results).toMatchObject([{ outcome: 'taken', orders: [{ orderId: 'WEB-4711' }] }]);
    const woo = JSON.stringify({ id: 4712, number: '4712', status: 'processing', currency: 'GBP', date_created_gmt: '2026-11-26T10:00:00', date_modified_gmt: '2026-11-26T10:00:00', shipping: { first_name: 'A', address_1: 'B', city: 'C', postcode: 'D', country: 'GB' }, line_items: [{ name: 'B', sku: 'B', quantity: 1, total: '10.00' }] });
    expect((await post(woo, { 'x-wc-webhook-signature': createHmac('sha256', KEY).update(woo).digest('base64') }, '/orders/woocommerce/WEB')).results).toMatchObject([{ outcome: 'taken', orders: [{ orderId: 'WEB-4712' }] }]);
    const described = (await get('/openapi.json')).body as unknown as { openapi: string; paths: object; components: { schemas: { Order: { required: string[] } } } };
    expect(Object.keys(described.paths)).toHaveLength(5);
    expect(described.components.schemas.Order.required).toEqual(expect.arrayContaining(['channelId', 'externalId', 'lines']));
  });

  it('are promised what is free above the safety stock, with every step', async () => {
    await vi.waitFor(async () => expect(await stateOf('WEB-4711')).toBe('ALLOCATED'), { timeout: 20_000, interval: 50 });
    // 20 A: one for order 1, one for order 2, two of safety stock.
    const { body } = await get('/availability?channel=WEB&sku=A&quantity=17');
    expect(body).toMatchObject({ itemId: 'A', now: 16, asked: { quantity: 17, at: null }, warehouses: [{ warehouse: 'W1', now: 16, steps: [{ units: 20 }, { words: 'promised to picks that are still to be done', units: -2 }, { units: -2 }] }, { warehouse: 'W2', now: 0 }] });
    expect((await get('/availability?channel=WEB&sku=NONE')).status).toBe(404);
  });

  it('are read from a table by one command, which names the line of each that is not', { timeout: 60_000 }, () => {
    const file = path.join(folder, 'orders.csv');
    const row = (id: string, sku: string, quantity: string) => `WEB,${id},2026-11-26T09:30:00Z,GBP,Ada,"1, Mill Lane",LS1,Leeds,GB,${sku},${quantity},10.00`;
    writeFileSync(file, ['channel,order,ordered_at,currency,name,street,postcode,city,country,sku,quantity,unit_price', row('30', 'A', '1'), row('31', 'A', 'two'), row('30', 'B', '1'), row('32', 'NONE', '1'), ''].join('\r\n'));
    const run = () => spawnSync('npm', ['run', '-s', 'orders', '--', 'import', file, '--json'], { encoding: 'utf8', env: { ...process.env, DATABASE_URL: central.databaseUrl } });
    const first = run();
    expect([JSON.parse(first.stdout.trim().split('\n').at(-1)!), first.status]).toMatchObject([{ orders: 3, counts: { taken: 1, failed: 2 } }, 3]);
    expect(first.stderr).toContain('orders.csv, line 3, order 31, its line 1, quantity: ');
    expect(first.stderr).toContain('orders.csv, line 5, order 32, its line 1, sku: nobody knows the item NONE. Add it to the item list, or say what the channel means by this code.');
    expect(JSON.parse(run().stdout.trim().split('\n').at(-1)!)).toMatchObject({ counts: { same: 1, failed: 2 } });
  });
});
