// An order as Shopify's webhooks and REST Admin API write it (orders/create, orders/updated, orders/cancelled), as the
// canonical order. Only what is needed is read; whatever else stands in it is left alone.
import { z } from 'zod';
import { shareOf } from '#domain/money.ts';
import { problem, readCanonical, tenThousandths, type CanonicalInput, type Read } from './canonical.ts';

const amount = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/);
const taxes = z.array(z.object({ price: amount })).default([]);
const address = z.object({ name: z.string().nullish(), address1: z.string().nullish(), address2: z.string().nullish(), zip: z.string().nullish(), city: z.string().nullish(), province_code: z.string().nullish(), country_code: z.string().nullish() });
/** Beyond 2^53 a number has lost its last digits on the way; the text beside it has not. */
const id = z.union([z.number(), z.string().min(1)]);
const shopifyOrder = z.object({
  id,
  admin_graphql_api_id: z.string().nullish(),
  name: z.string().min(1),
  created_at: z.string(),
  updated_at: z.string(),
  cancelled_at: z.string().nullish(),
  cancel_reason: z.string().nullish(),
  currency: z.string(),
  financial_status: z.string().nullish(),
  taxes_included: z.boolean().default(false),
  note: z.string().nullish(),
  customer: z.object({ id, admin_graphql_api_id: z.string().nullish(), first_name: z.string().nullish(), last_name: z.string().nullish() }).nullish(),
  shipping_address: address.nullish(),
  shipping_lines: z.array(z.object({ price: amount, discounted_price: amount.nullish(), tax_lines: taxes })).default([]),
  line_items: z.array(z.object({
    sku: z.string().nullish(), title: z.string().default(''), quantity: z.int().nonnegative(), current_quantity: z.int().nonnegative().nullish(), price: amount, requires_shipping: z.boolean().default(true),
    discount_allocations: z.array(z.object({ amount })).default([]), tax_lines: taxes,
  })).min(1),
});

const PAID = ['paid', 'partially_refunded', 'refunded'];

/** Never throws; problems name Shopify's own fields. */
export function fromShopify(value: unknown, channelId: string): Read {
  const read = shopifyOrder.safeParse(value);
  if (!read.success) {
    const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : undefined;
    return { ok: false, channelId, externalId: typeof id === 'number' || typeof id === 'string' ? String(id).slice(0, 96) : '', problems: read.error.issues.map((issue) => problem(null, issue.path.join('.'), issue.message, 'send the order as Shopify writes it')) };
  }
  const order = read.data;
  const goods = order.line_items.map((item, index) => ({ item, line: index + 1 })).filter(({ item }) => item.requires_shipping && (item.current_quantity ?? item.quantity) > 0);
  const unnamed = goods.filter(({ item }) => (item.sku ?? '').trim() === '');
  if (unnamed.length > 0) return { ok: false, channelId, externalId: keyOf(order), problems: unnamed.map(({ item, line }) => problem(line, 'sku', `“${item.title}” has no SKU`, 'give the product a SKU in the shop and save the order again')) };
  const cancelled = (order.cancelled_at ?? '') !== '' || goods.length === 0;
  // The shape wants a line even of an order that is over.
  const lines = goods.length > 0 ? goods : order.line_items.slice(0, 1).map((item) => ({ item, line: 1 }));
  const paid = lines.map(({ item }) => {
    const quantity = Math.max(1, item.current_quantity ?? item.quantity);
    const tax = sum(item.tax_lines.map((each) => each.price));
    const all = minor(item.price) * quantity - sum(item.discount_allocations.map((each) => each.amount));
    return { quantity, tax, goods: Math.max(0, order.taxes_included ? all - tax : all) };
  });
  const shipping = sum(order.shipping_lines.flatMap((each) => [each.discounted_price ?? each.price, ...(order.taxes_included ? [] : each.tax_lines.map((tax) => tax.price))]));
  const weights = paid.map((line) => Math.max(1, line.goods));
  const total = weights.reduce((a, b) => a + b, 0);
  const at = order.shipping_address;
  const canonical: CanonicalInput = {
    channelId, externalId: keyOf(order), number: order.name, version: Math.max(1, Math.floor(Date.parse(order.updated_at) / 1000) || 1),
    state: cancelled ? 'cancelled' : 'open', cancelReason: order.cancel_reason ?? '', orderedAt: isoOf(order.created_at), currency: order.currency, note: (order.note ?? '').replaceAll(/\p{Cc}+/gu, ' '),
    payment: PAID.includes(order.financial_status ?? '') ? 'paid' : order.financial_status === 'voided' ? 'failed' : 'pending',
    ...(order.customer ? { customer: { id: keyOf(order.customer), name: [order.customer.first_name, order.customer.last_name].filter(Boolean).join(' '), ...(at?.country_code ? { country: at.country_code } : {}) } } : {}),
    ...(at ? { shipTo: { name: at.name ?? '', street: at.address1 ?? '', street2: at.address2 ?? '', postcode: at.zip ?? '', city: at.city ?? '', region: at.province_code ?? '', ...(at.country_code ? { country: at.country_code } : {}) } } : {}),
    lines: lines.map(({ item, line }, index) => ({
      line, sku: (item.sku ?? '').trim() || 'none', quantity: paid[index]!.quantity, unitPrice: item.price, goods: decimal(paid[index]!.goods), tax: decimal(paid[index]!.tax),
      shipping: decimal(shareOf(shipping, weights.slice(0, index).reduce((a, b) => a + b, 0), weights[index]!, total)),
    })),
  };
  return readCanonical(canonical);
}

const keyOf = (row: { readonly id: number | string; readonly admin_graphql_api_id?: string | null | undefined }): string => /\d+$/.exec(row.admin_graphql_api_id ?? '')?.[0] ?? String(row.id);
const minor = (amount: string): number => Math.round(tenThousandths(amount) / 100);
const sum = (amounts: readonly string[]): number => amounts.reduce((total, each) => total + minor(each), 0);
const decimal = (units: number): string => `${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')}`;
const isoOf = (text: string): string => (Number.isNaN(Date.parse(text)) ? text : new Date(Date.parse(text)).toISOString());
