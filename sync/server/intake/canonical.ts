// The one shape of an order, whoever sends it. Amounts are decimal texts in the order's currency ("12.50"), times ISO 8601
// with their offset. A field that is none of these is an error, so that a misspelt one is not silently lost.
import { z } from 'zod';
import { orderHoldKinds } from '#domain/order-holds.ts';

const written = z.string().regex(/^\P{Cc}*$/u, 'contains control characters').trim();
const name = written.min(1, 'is empty').max(128);
const money = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'is not an amount such as "12.50"');
const moment = z.iso.datetime({ offset: true, error: 'is not a time such as "2026-11-26T09:30:00Z"' });
const country = z.string().regex(/^[A-Z]{2}$/, 'is not a country code such as "GB"');

export const canonicalLine = z.strictObject({
  /** Which line of the channel's order it is; it keeps its number and its item in every version. */
  line: z.int().positive().max(100_000),
  /** The channel's code for the item, our own SKU, our item number, or a barcode: looked for in this order. */
  sku: name,
  /** A pack of it by its code, such as a case; single units without. */
  pack: written.max(32).default(''),
  quantity: z.int().positive().max(1_000_000),
  /** Of one of what was ordered. */
  unitPrice: money,
  /** What was paid for the line: goods after discounts, tax, its part of the shipping. */
  goods: money.optional(), tax: money.optional(), shipping: money.optional(),
});

export const canonicalAddress = z.strictObject({ name: written.max(200).default(''), street: written.max(200).default(''), street2: written.max(200).default(''), postcode: written.max(32).default(''), city: written.max(128).default(''), region: written.max(64).default(''), country: country.optional() });

export const canonicalOrder = z.strictObject({
  channelId: name,
  /** The channel's own key of the order: with the version it is what makes sending twice the same as once. */
  externalId: name.max(96),
  /** The number the customer knows; the key without. */
  number: name.optional(),
  /** Each version replaces the one before it; an older one that comes late changes nothing. */
  version: z.int().positive().max(9_000_000_000).default(1),
  state: z.enum(['open', 'cancelled']).default('open'),
  cancelReason: written.max(500).default(''),
  orderedAt: moment,
  promisedAt: moment.optional(),
  priority: z.int().min(-100).max(100).default(0),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is not a currency code such as "GBP"'),
  customer: z.strictObject({ id: name, name: written.max(200).default(''), country: country.optional() }).optional(),
  shipTo: canonicalAddress.optional(),
  payment: z.enum(['paid', 'pending', 'on_account', 'failed']).default('paid'),
  risk: z.enum(['low', 'medium', 'high']).default('low'),
  holds: z.array(z.strictObject({ kind: z.enum(Object.keys(orderHoldKinds) as [keyof typeof orderHoldKinds]), note: written.max(500).default('') })).max(20).default([]),
  note: written.max(2000).default(''),
  lines: z.array(canonicalLine).min(1).max(1000),
});
export type CanonicalOrder = z.infer<typeof canonicalOrder>;
export type CanonicalInput = z.input<typeof canonicalOrder>;

/** What is wrong with an order: which line of it (null: the order itself), which field, and what helps. */
export interface Problem {
  readonly line: number | null;
  readonly field: string;
  readonly problem: string;
  readonly fix: string;
}
export const problem = (line: number | null, field: string, says: string, fix: string): Problem => ({ line, field, problem: says, fix });

export type Read = { readonly ok: true; readonly order: CanonicalOrder } | { readonly ok: false; readonly externalId: string; readonly channelId: string; readonly problems: readonly Problem[] };

/** Checks one order of any sender; never throws. */
export function readCanonical(value: unknown): Read {
  const read = canonicalOrder.safeParse(value);
  if (!read.success) return { ok: false, externalId: textIn(value, 'externalId'), channelId: textIn(value, 'channelId'), problems: read.error.issues.map((issue) => problemOf(issue, value)) };
  const { lines } = read.data;
  const twice = lines.filter((line, index) => lines.findIndex((each) => each.line === line.line) < index);
  if (twice.length > 0) return { ok: false, externalId: read.data.externalId, channelId: read.data.channelId, problems: twice.map((line) => problem(line.line, 'line', `line ${line.line} is there twice`, 'give each line a number of its own')) };
  return { ok: true, order: read.data };
}

function problemOf(issue: z.core.$ZodIssue, value: unknown): Problem {
  const [root, index, ...rest] = issue.path;
  const inLine = root === 'lines' && typeof index === 'number';
  const field = inLine ? rest.join('.') : issue.path.join('.');
  const lines = inLine && typeof value === 'object' && value !== null ? (value as { lines?: readonly { line?: unknown }[] }).lines : undefined;
  const told = lines?.[index as number]?.line;
  const line = inLine ? (typeof told === 'number' ? told : (index as number) + 1) : null;
  if (issue.code === 'unrecognized_keys') return problem(line, issue.keys.join(', '), `there is no field ${issue.keys.join(', ')}`, 'leave it out, or correct its spelling');
  return problem(line, field, issue.message, `correct ${field === '' ? 'it' : field} and send the order again`);
}
const textIn = (value: unknown, key: string): string => {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof found === 'string' ? found.slice(0, 96) : '';
};

/** "12.5" as 1/10,000 of the unit. */
export function tenThousandths(amount: string): number {
  const [whole, part = ''] = amount.split('.');
  return Number(whole) * 10_000 + Number(part.padEnd(4, '0'));
}
