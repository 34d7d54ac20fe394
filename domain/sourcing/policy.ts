// From where orders ship, as the company says it: a setting. What it does not say follows from the channel, whose own
// warehouse comes first, and never splits an order.
import { z } from 'zod';
import { dayOf } from '#domain/days.ts';
import type { Json } from '#domain/tables.ts';

const name = z.string().min(1).max(128);
const units = z.int().nonnegative();
const channelPolicy = z.strictObject({
  /** Those that may ship for it, first choice first; only its own without. */
  warehouses: z.array(name).min(1).max(50).optional(),
  /** By the order of the list, or the one that is nearest to the customer first. */
  choose: z.enum(['priority', 'nearest']).default('priority'),
  /** Whether an order that no warehouse has whole may ship in parts. */
  split: z.enum(['never', 'allowed']).default('never'),
  /** Goods of a lot have so many days left at least when they are promised. */
  minimumDays: units.default(0),
});
export const sourcingPolicy = z.strictObject({
  channels: z.record(name, channelPolicy).default({}),
  /** How far a warehouse is from a country, in any measure; its own country is 0 and any other 100 unless it says otherwise. */
  distance: z.record(name, z.record(z.string().length(2), units)).default({}),
  /** Units that are never promised: the narrowest that fits counts (warehouse and item, item, warehouse, all). */
  safety: z.array(z.strictObject({ warehouse: name.optional(), item: name.optional(), units })).default([]),
  /** Countries that nothing is sent to without a person who looks at it. */
  notTo: z.array(z.string().length(2)).default([]),
});
export type SourcingPolicy = z.infer<typeof sourcingPolicy>;
export const SOURCING = 'sourcing';

/** A setting that cannot be read counts as none; `problem` says what is wrong with it. */
export function readSourcing(value: Json | undefined): { readonly policy: SourcingPolicy; readonly problem: string } {
  const read = sourcingPolicy.safeParse(value ?? {});
  return read.success ? { policy: read.data, problem: '' } : { policy: sourcingPolicy.parse({}), problem: z.prettifyError(read.error) };
}

export function safetyOf(policy: SourcingPolicy, warehouse: string, itemId: string): number {
  const fits = policy.safety.filter((rule) => (rule.warehouse ?? warehouse) === warehouse && (rule.item ?? itemId) === itemId);
  const weight = (rule: (typeof fits)[number]): number => (rule.item === undefined ? 0 : 2) + (rule.warehouse === undefined ? 0 : 1);
  return fits.toSorted((a, b) => weight(b) - weight(a))[0]?.units ?? 0;
}

/** What expires before that day (ISO) is not promised to the channel; `at`: now. */
export const keepsUntil = (policy: SourcingPolicy, channelId: string, at: number): string => dayOf(at + (policy.channels[channelId]?.minimumDays ?? 0) * 86_400_000);

interface Warehouse {
  readonly warehouse_id: string;
  readonly country: string;
}
/** The warehouses that serve a channel, first choice first, and why in that order. */
export function serving(policy: SourcingPolicy, channel: { readonly channel_id: string; readonly ship_from: string }, warehouses: readonly Warehouse[], country: string): { readonly order: readonly string[]; readonly because: string } {
  const rule = policy.channels[channel.channel_id];
  const known = (rule?.warehouses ?? [channel.ship_from]).filter((id) => warehouses.some((each) => each.warehouse_id === id));
  if (rule?.choose !== 'nearest' || country === '') return { order: known, because: known.length > 1 ? 'first of its list' : `the warehouse of ${channel.channel_id}` };
  const far = (id: string): number => policy.distance[id]?.[country] ?? (warehouses.find((each) => each.warehouse_id === id)?.country === country ? 0 : 100);
  return { order: known.toSorted((a, b) => far(a) - far(b) || known.indexOf(a) - known.indexOf(b)), because: `nearest to ${country}` };
}
