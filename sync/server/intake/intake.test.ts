import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAmount } from '#domain/money.ts';
import { readSourcing } from '#domain/sourcing/policy.ts';
import { item } from '#test/support/small-company.ts';
import { readCanonical, tenThousandths, type CanonicalInput, type CanonicalOrder } from './canonical.ts';
import { holdsOf } from './holds.ts';
import { resolveLines, type Catalogue, type ChannelItem } from './resolve.ts';
import { headerProblems, ordersOf, type SheetRow } from './sheet.ts';
import { fromShopify } from './shopify.ts';
import { fromWooCommerce } from './woocommerce.ts';

const address = { name: 'Ada', street: '1 Mill Lane', postcode: 'LS1 1AA', city: 'Leeds', country: 'GB' };
const plain = (more: object = {}): CanonicalInput => ({ channelId: 'WEB', externalId: '1', orderedAt: '2026-11-26T09:30:00Z', currency: 'GBP', shipTo: address, lines: [{ line: 1, sku: 'CUP', quantity: 2, unitPrice: '5.00' }], ...more });
function order(more: object = {}): CanonicalOrder {
  const read = readCanonical(plain(more));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.order;
}
const problemsOf = (value: unknown) => {
  const read = readCanonical(value);
  return read.ok ? [] : read.problems.map((each) => [each.line, each.field]);
};

const items = [item('CUP'), item('LID', { sales_price: 10_000 }), item('OLD', { active: false })];
const catalogue = (mapped: readonly ChannelItem[] = []): Catalogue => ({
  channelItems: (_channel, code) => mapped.filter((row) => row.code === code), itemsByCode: (code) => (code === 'TWICE' ? items.slice(0, 2) : items.filter((each) => each.sku === code)),
  item: (id) => items.find((each) => each.item_id === id), packUnits: (id, pack) => (id === 'CUP' && pack === 'BOX' ? 6 : undefined),
});
const bundle = (...parts: readonly [itemId: string, units: number, share: number][]): ChannelItem[] => parts.map(([item_id, units, share]) => ({ channel_id: '', code: 'GIFT', item_id, units, share }));

describe('the canonical order', () => {
  it('names the line and field that cannot be read, and a field that there is not', () => {
    expect(problemsOf(plain({ lines: [{ line: 3, sku: 'CUP', quantity: 0, unitPrice: '5' }, { line: 4, sku: '', quantity: 1, unitPrice: '5,00' }] }))).toEqual([[3, 'quantity'], [4, 'sku'], [4, 'unitPrice']]);
    expect(problemsOf(plain({ orderedAt: 'yesterday', curency: 'GBP' }))).toEqual([[null, 'orderedAt'], [null, 'curency']]);
    expect(problemsOf(plain({ lines: [1, 1].map((line) => ({ line, sku: 'CUP', quantity: 1, unitPrice: '1' })) }))).toEqual([[1, 'line']]);
    expect(problemsOf('no order')).toEqual([[null, '']]);
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), (value) => void [readCanonical(value), fromShopify(value, 'WEB')]));
  });

  it('is kept back for what it lacks, and for nothing when all is well', () => {
    const { policy } = readSourcing({ notTo: ['US'] });
    expect(holdsOf(order(), policy)).toEqual([]);
    expect(holdsOf(order({ payment: 'pending', risk: 'high', shipTo: { ...address, postcode: '', country: 'US' }, holds: [{ kind: 'CUSTOMER', note: 'calls on Monday' }] }), policy)).toEqual([
      { kind: 'PAYMENT', note: 'not paid yet' }, { kind: 'FRAUD', note: 'the channel says that the risk is high' }, { kind: 'ADDRESS', note: 'the address has no postcode' }, { kind: 'COMPLIANCE', note: 'nothing is sent to US without a look' }, { kind: 'CUSTOMER', note: 'calls on Monday' },
    ]);
  });
});

describe('lines in our own items', () => {
  it('are found by SKU and pack, and each that is not says what helps', () => {
    expect(resolveLines(order({ lines: [{ line: 1, sku: 'CUP', pack: 'BOX', quantity: 2, unitPrice: '24.00' }] }), catalogue()).lines).toEqual([{ lineNo: 1, itemId: 'CUP', quantity: 12, unitPrice: 40_000, goods: 4800, tax: 0, shipping: 0 }]);
    const wrong = ['NONE', 'TWICE', 'OLD'].map((sku, index) => ({ line: index + 1, sku, quantity: 1, unitPrice: '1' }));
    const { lines, problems } = resolveLines(order({ lines: [...wrong, { line: 4, sku: 'CUP', quantity: 1, unitPrice: '1' }, { line: 5, sku: 'CUP', pack: 'CASE', quantity: 1, unitPrice: '1' }] }), catalogue());
    expect(lines.map((line) => line.lineNo)).toEqual([4]);
    expect(problems.map((each) => [each.line, each.field])).toEqual([[1, 'sku'], [2, 'sku'], [3, 'sku'], [5, 'pack']]);
  });

  it('of a bundle come apart, and their prices are the price of the bundle to the penny', () => {
    const gift = bundle(['CUP', 2, 0], ['LID', 1, 0]);
    expect(resolveLines(order({ lines: [{ line: 2, sku: 'GIFT', quantity: 3, unitPrice: '9.99', tax: '6.00' }] }), catalogue(gift)).lines).toMatchObject([{ lineNo: 2001, itemId: 'CUP', quantity: 6, goods: 2724, tax: 545 }, { lineNo: 2002, itemId: 'LID', quantity: 3, goods: 273, tax: 55 }]);
    fc.assert(fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 1, max: 50 }), fc.array(fc.tuple(fc.constantFrom('CUP', 'LID'), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 100 })), { minLength: 1, maxLength: 6 }), (price, quantity, parts) => {
      const unitPrice = `${Math.floor(price / 100)}.${String(price % 100).padStart(2, '0')}`;
      const { lines } = resolveLines(order({ lines: [{ line: 1, sku: 'GIFT', quantity, unitPrice }] }), catalogue(bundle(...parts)));
      const goods = lines.length === 1 && lines[0]!.goods === undefined ? lineAmount(lines[0]!.quantity, lines[0]!.unitPrice) : lines.reduce((sum, line) => sum + line.goods!, 0);
      expect(goods).toBe(lineAmount(quantity, tenThousandths(unitPrice)));
    }));
  });
});

const shopify = (more: object = {}) => ({
  id: 820982911946154500, admin_graphql_api_id: 'gid://shopify/Order/820982911946154508', name: '#9999', created_at: '2026-11-26T10:00:00-05:00', updated_at: '2026-11-26T10:01:00-05:00', cancelled_at: null, currency: 'GBP', financial_status: 'paid', taxes_included: true, test: true, tags: '', note: 'ring\ntwice',
  customer: { id: 1153106273, first_name: 'John', last_name: 'Smith' }, shipping_address: { name: 'John Smith', address1: '123 Elm', address2: null, zip: 'LS1', city: 'Leeds', province_code: null, country_code: 'GB' },
  shipping_lines: [{ price: '5.00', discounted_price: '4.00', tax_lines: [{ price: '0.67' }] }],
  line_items: [
    { id: 1, sku: 'CUP', title: 'Cup', quantity: 2, current_quantity: 2, price: '12.00', discount_allocations: [{ amount: '4.00' }], tax_lines: [{ price: '3.33' }] },
    { id: 2, sku: 'LID', title: 'Lid', quantity: 1, current_quantity: 0, price: '1.00', discount_allocations: [], tax_lines: [] },
    { id: 3, sku: 'CARD', title: 'Gift card', quantity: 1, price: '25.00', requires_shipping: false, discount_allocations: [], tax_lines: [] },
    { id: 4, sku: 'LID', title: 'Lid', quantity: 1, price: '5.00', discount_allocations: [], tax_lines: [{ price: '0.83' }] },
  ],
  ...more,
});

describe('orders of a shop system', () => {
  it('become canonical: removed and unshipped lines left out, discounts and taxes in their line, shipping shared out', () => {
    const read = fromShopify(shopify(), 'WEB');
    expect(read).toMatchObject({ ok: true, order: {
      externalId: '820982911946154508', number: '#9999', version: 1_795_705_260, payment: 'paid', state: 'open', customer: { name: 'John Smith', country: 'GB' }, shipTo: { street: '123 Elm', postcode: 'LS1' }, note: 'ring twice',
      lines: [{ line: 1, sku: 'CUP', quantity: 2, goods: '16.67', tax: '3.33', shipping: '3.19' }, { line: 4, sku: 'LID', quantity: 1, goods: '4.17', tax: '0.83', shipping: '0.81' }],
    } });
  });

  it('say which product has no SKU, and what is over is cancelled', () => {
    expect(fromShopify(shopify({ line_items: [{ id: 1, sku: null, title: 'Mug', quantity: 1, price: '1.00' }] }), 'WEB')).toMatchObject({ ok: false, problems: [{ line: 1, field: 'sku', problem: '“Mug” has no SKU' }] });
    expect(fromShopify(shopify({ cancelled_at: '2026-11-26T11:00:00Z', cancel_reason: 'customer' }), 'WEB')).toMatchObject({ ok: true, order: { state: 'cancelled', cancelReason: 'customer' } });
    expect(fromShopify({ id: 5 }, 'WEB')).toMatchObject({ ok: false, externalId: '5' });
  });
});

const woo = (more: object = {}) => ({
  id: 727, number: '727', status: 'processing', currency: 'GBP', date_created_gmt: '2026-11-26T09:30:00', date_modified_gmt: '2026-11-26T09:31:00', customer_id: 26, billing: { first_name: 'Jo', last_name: 'Doe', country: 'GB' }, total: '29.35',
  shipping: { first_name: 'Jo', last_name: 'Doe', company: '', address_1: '9 Mill', address_2: '', city: 'Leeds', state: '', postcode: 'LS1', country: 'GB' }, shipping_lines: [{ total: '4.00', total_tax: '0.80' }],
  line_items: [{ id: 1, name: 'Cup', sku: 'CUP', quantity: 3, total: '10.000000', total_tax: '2.00', price: 3.333333 }, { id: 2, name: 'Lid', sku: 'LID', quantity: 1, total: '5.00', total_tax: '1.00' }], ...more,
});

it('orders of a second shop system become canonical as well, with its totals and states', () => {
  expect(fromWooCommerce(woo(), 'WEB')).toMatchObject({ ok: true, order: {
    externalId: '727', version: 1_795_685_460, payment: 'paid', state: 'open', orderedAt: '2026-11-26T09:30:00Z', shipTo: { name: 'Jo Doe', street: '9 Mill' },
    lines: [{ sku: 'CUP', quantity: 3, unitPrice: '3.3333', goods: '10.00', tax: '2.00', shipping: '3.20' }, { sku: 'LID', goods: '5.00', shipping: '1.60' }],
  } });
  expect(['on-hold', 'failed', 'refunded'].map((status) => fromWooCommerce(woo({ status }), 'WEB'))).toMatchObject([{ order: { payment: 'pending', state: 'open' } }, { order: { payment: 'failed' } }, { order: { state: 'cancelled' } }]);
  expect(fromWooCommerce(woo({ line_items: [{ name: 'Mug', sku: '', quantity: 1, total: '1.00' }] }), 'WEB')).toMatchObject({ ok: false, problems: [{ line: 1, field: 'sku' }] });
  fc.assert(fc.property(fc.anything(), (value) => void fromWooCommerce(value, 'WEB')));
});

describe('a table of orders', () => {
  const columns = { channel: 'WEB', order: '7', ordered_at: '2026-11-26T09:30:00Z', currency: 'GBP' };
  const row = (at: number, more: object): SheetRow => ({ at, fields: { ...columns, sku: 'CUP', quantity: '1', unit_price: '5.00', ...more } });

  it('puts rows together that belong together, and tells problems by the line of the file', () => {
    const orders = ordersOf([row(2, { postcode: 'LS1' }), row(3, { order: '8', quantity: 'two' }), row(4, { sku: 'LID', quantity: '3' }), row(5, { order: '9', currency: 'EUR' }), row(6, { order: '9' })]);
    expect(orders.map((each) => [each.from, each.read.ok])).toEqual([[[2, 4], true], [[3], false], [[5, 6], false]]);
    expect(orders[0]!.read).toMatchObject({ order: { externalId: '7', shipTo: { postcode: 'LS1' }, lines: [{ line: 1, sku: 'CUP', quantity: 1 }, { line: 2, sku: 'LID', quantity: 3 }] } });
    expect(orders[1]!.read).toMatchObject({ problems: [{ line: 1, field: 'quantity', problem: expect.stringContaining('line 3 of the file') as string }] });
    expect(orders[2]!.read).toMatchObject({ problems: [{ field: 'currency', problem: 'line 6 says “GBP” and line 5 “EUR”' }] });
    expect(headerProblems(['channel', 'order', 'ordered_at', 'currency', 'sku', 'qty', 'unit_price'])).toEqual(['the column quantity is missing', expect.stringContaining('there is no column qty')]);
  });
});
