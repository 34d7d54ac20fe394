// What keeps an order back as it comes in: each reason with its words. Low risk and paid, with an address that can be
// reached, nothing does.
import type { SourcingPolicy } from '#domain/sourcing/policy.ts';
import type { CanonicalOrder } from './canonical.ts';

export interface WantedHold {
  readonly kind: string;
  readonly note: string;
}
/** Holds that come and go with what the channel tells; any other is lifted by a person alone. */
export const toldByChannel: ReadonlySet<string> = new Set(['PAYMENT', 'FRAUD', 'ADDRESS', 'COMPLIANCE']);

export function holdsOf(order: CanonicalOrder, policy: SourcingPolicy): readonly WantedHold[] {
  const holds = new Map<string, string>();
  if (order.payment === 'pending') holds.set('PAYMENT', 'not paid yet');
  if (order.payment === 'failed') holds.set('PAYMENT', 'the payment failed');
  if (order.risk !== 'low') holds.set('FRAUD', `the channel says that the risk is ${order.risk}`);
  const missing = (['name', 'street', 'postcode', 'city', 'country'] as const).filter((field) => (order.shipTo?.[field] ?? '') === '');
  if (missing.length > 0) holds.set('ADDRESS', order.shipTo === undefined ? 'there is no address' : `the address has no ${missing.join(', no ')}`);
  const country = order.shipTo?.country ?? '';
  if (policy.notTo.includes(country)) holds.set('COMPLIANCE', `nothing is sent to ${country} without a look`);
  for (const { kind, note } of order.holds) holds.set(kind, note);
  return [...holds].map(([kind, note]) => ({ kind, note }));
}
