// What is further away than Home: one row each, with the letter that opens it.
import type { Route } from '#renderer/route.ts';

export interface Place {
  /** One letter; every other place of the list has another one. */
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly route: Route;
  /** Shown to these roles only; to everybody where it is missing. */
  readonly roles?: readonly string[];
}
export interface Group {
  readonly title: string;
  readonly places: readonly Place[];
}

export const groups: readonly Group[] = [
  {
    title: 'Stock', places: [
      { key: 'B', title: 'Bring to pick faces', detail: 'from reserve, where bins run low or orders wait', route: { screen: 'replenish' } },
      { key: 'T', title: 'Transfers', detail: 'to and from other warehouses', route: { screen: 'transfers', transferId: '' } },
      { key: 'P', title: 'Pallets', detail: 'make one with a number of its own, load it, bring it somewhere', route: { screen: 'pallets', unitId: '' } },
      { key: 'M', title: 'Sets', detail: 'make them up from their parts, or open them', route: { screen: 'sets' } },
      { key: 'H', title: 'Holds and recalls', detail: 'freeze a lot, a bin or an item, and see who received the rest', route: { screen: 'holds' }, roles: ['supervisor'] },
      { key: 'K', title: 'Plan counts', detail: 'what is to be counted, when and by whom', route: { screen: 'plan_counts' }, roles: ['supervisor'] },
      { key: 'U', title: 'Suspense', detail: 'taken, but not in the books', route: { screen: 'suspense' }, roles: ['supervisor'] },
    ],
  },
  {
    title: 'Returns', places: [
      { key: 'E', title: 'Refunds', detail: 'what was paid for each line, and what waits for a person', route: { screen: 'refunds', refundId: '' }, roles: ['supervisor', 'finance'] },
    ],
  },
  {
    title: 'Orders', places: [
      { key: 'O', title: 'All open orders', detail: 'where each stands and what it waits for, late ones first', route: { screen: 'orders', show: 'all' }, roles: ['supervisor', 'finance', 'buyer'] },
      { key: 'A', title: 'What can be promised', detail: 'of an item, now and later, and why', route: { screen: 'promise' }, roles: ['supervisor', 'finance', 'buyer'] },
      { key: 'L', title: 'Orders kept back', detail: 'why, since when, and who may let them go', route: { screen: 'orders', show: 'held' }, roles: ['supervisor', 'finance', 'buyer'] },
    ],
  },
  {
    title: 'Figures', places: [
      { key: 'F', title: 'Figures of orders', detail: 'by the promise, whole, without a short, how fast', route: { screen: 'order_figures' }, roles: ['supervisor', 'finance', 'buyer'] },
      { key: 'I', title: 'Figures of receiving', detail: 'until put away, against the promise, how deliveries differ', route: { screen: 'receiving_figures' }, roles: ['supervisor', 'finance', 'buyer'] },
      { key: 'C', title: 'Figures of counts', detail: 'accuracy, recounts, time to approval', route: { screen: 'count_figures' } },
    ],
  },
  {
    title: 'Stations and people', places: [
      { key: 'S', title: 'Stations', detail: 'who has which work, and what a silent station keeps', route: { screen: 'stations' } },
      { key: 'D', title: 'Scanner and printer', detail: 'teach a scanner, print labels, read pictures', route: { screen: 'devices' } },
      { key: 'Y', title: 'Rehearse a conflict', detail: 'two people, no network, both orders of arrival', route: { screen: 'rehearsal' } },
    ],
  },
];

/** What people with these roles are offered, group by group. */
export const placesFor = (roles: readonly string[]): readonly Group[] =>
  groups
    .map(({ title, places }) => ({ title, places: places.filter((place) => place.roles === undefined || place.roles.some((role) => roles.includes(role))) }))
    .filter((group) => group.places.length > 0);
