// An order as WooCommerce's webhooks and REST API (v3) write it, as the canonical order. Totals of lines are after discounts
// and without tax, whatever the shop shows its customers.
import { z } from 'zod';
import { shareOf } from '#domain/money.ts';
import { problem, readCanonical, tenThousandths, type CanonicalInput, type Read } from './canonical.ts';

const amount = z.string().regex(/^\d{1,9}(\.\d+)?$/);
const text = z.string().default('');
const wooOrder = z.object({
  id: z.int().positive(),
  number: text,
  status: z.string(),
  currency: z.string(),
  date_created_gmt: z.string(),
  date_modified_gmt: z.string(),
  date_paid_gmt: z.string().nullish(),
  customer_id: z.int().default(0),
  customer_note: text,
  billing: z.object({ first_name: text, last_name: text, country: text }).partial().default({}),
  shipping: z.object({ first_name: text, last_name: text, company: text, address_1: text, address_2: text, city: text, state: text, postcode: text, country: text }).partial().default({}),
  line_items: z.array(z.object({ name: text, sku: z.string().nullish(), quantity: z.int().nonnegative(), total: amount, total_tax: amount.default('0') })).min(1),
  shipping_lines: z.array(z.object({ total: amount, total_tax: amount.default('0') })).default([]),
});

const OVER = ['cancelled', 'refunded', 'trash'];
const PAID = ['processing', 'completed'];

/** Never throws; problems name WooCommerce's own fields. */
export function fromWooCommerce(value: unknown, channelId: string): Read {
  const read = wooOrder.safeParse(value);
  if (!read.success) {
    const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined;
    return { ok: false, channelId, externalId: typeof id === 'number' || typeof id === 'string' ? String(id).slice(0, 96) : '', problems: read.error.issues.map((issue) => problem(null, issue.path.join('.'), issue.message, 'send the order as WooCommerce writes it')) };
  }
  const order = read.data;
  const goods = order.line_items.map((item, index) => ({ item, line: index + 1 })).filter(({ item }) => item.quantity > 0);
  const unnamed = goods.filter(({ item }) => (item.sku ?? '').trim() === '');
  if (unnamed.length > 0) return { ok: false, channelId, externalId: String(order.id), problems: unnamed.map(({ item, line }) => problem(line, 'sku', `“${item.name}” has no SKU`, 'give the product a SKU in the shop and save the order again')) };
  const cancelled = OVER.includes(order.status) || goods.length === 0;
  const lines = goods.length > 0 ? goods : order.line_items.slice(0, 1).map((item) => ({ item, line: 1 }));
  const shipping = order.shipping_lines.reduce((sum, each) => sum + minor(each.total) + minor(each.total_tax), 0);
  const weights = lines.map(({ item }) => Math.max(1, minor(item.total)));
  const total = weights.reduce((a, b) => a + b, 0);
  const { shipping: at, billing } = order;
  const nameOf = (person: { first_name?: string | undefined; last_name?: string | undefined }): string => [person.first_name, person.last_name].filter(Boolean).join(' ');
  const isAddressed = (at.address_1 ?? '') !== '' || (at.city ?? '') !== '';
  const canonical: CanonicalInput = {
    channelId, externalId: String(order.id), ...(order.number === '' ? {} : { number: order.number }), version: Math.max(1, Math.floor(Date.parse(gmt(order.date_modified_gmt)) / 1000) || 1),
    state: cancelled ? 'cancelled' : 'open', cancelReason: cancelled ? order.status : '', orderedAt: gmt(order.date_created_gmt), currency: order.currency, note: order.customer_note.replaceAll(/\p{Cc}+/gu, ' '),
    payment: PAID.includes(order.status) || (order.date_paid_gmt ?? '') !== '' ? 'paid' : order.status === 'failed' ? 'failed' : 'pending',
    ...(order.customer_id > 0 ? { customer: { id: String(order.customer_id), name: nameOf(billing), ...(billing.country ? { country: billing.country } : {}) } } : {}),
    ...(isAddressed ? { shipTo: { name: nameOf(at) || (at.company ?? ''), street: at.address_1 ?? '', street2: at.address_2 ?? '', postcode: at.postcode ?? '', city: at.city ?? '', region: at.state ?? '', ...(at.country ? { country: at.country } : {}) } } : {}),
    lines: lines.map(({ item, line }, index) => {
      const quantity = Math.max(1, item.quantity);
      return {
        line, sku: (item.sku ?? '').trim() || 'none', quantity, unitPrice: (tenThousandths(four(item.total)) / quantity / 10_000).toFixed(4), goods: decimal(minor(item.total)), tax: decimal(minor(item.total_tax)),
        shipping: decimal(shareOf(shipping, weights.slice(0, index).reduce((a, b) => a + b, 0), weights[index]!, total)),
      };
    }),
  };
  return readCanonical(canonical);
}

/** WooCommerce writes as many digits as the shop is set to. */
const four = (amount: string): string => Number(amount).toFixed(4);
const minor = (amount: string): number => Math.round(tenThousandths(four(amount)) / 100);
const decimal = (units: number): string => `${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')}`;
/** Times in GMT come without saying so. */
const gmt = (text: string): string => (/[Zz]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
