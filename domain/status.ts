// The named statuses of the business, computed from the four axes: which are on hand, sellable, allocatable, movable.
import { isAccount, isOnHand } from './positions.ts';
import type { Row } from './tables.ts';

export const statuses = {
  available: { onHand: true, sellable: true, allocatable: true, movable: true },
  allocated: { onHand: true, sellable: false, allocatable: false, movable: true },
  picked: { onHand: true, sellable: false, allocatable: false, movable: true },
  at_dock: { onHand: true, sellable: false, allocatable: false, movable: true },
  in_transit: { onHand: false, sellable: false, allocatable: false, movable: false },
  returned_pending_inspection: { onHand: true, sellable: false, allocatable: false, movable: true },
  quarantined: { onHand: true, sellable: false, allocatable: false, movable: true },
  damaged: { onHand: true, sellable: false, allocatable: false, movable: true },
  held: { onHand: true, sellable: false, allocatable: false, movable: true },
  second_channel: { onHand: true, sellable: false, allocatable: false, movable: true },
  non_sellable: { onHand: true, sellable: false, allocatable: false, movable: true },
  foreign: { onHand: true, sellable: false, allocatable: false, movable: true },
  suspense: { onHand: true, sellable: false, allocatable: false, movable: false },
} as const satisfies Record<string, { onHand: boolean; sellable: boolean; allocatable: boolean; movable: boolean }>;
export type Status = keyof typeof statuses;

/** The status of a position; `place` is its location row, absent for totes, parcels and accounts. */
export function statusOf(position: Row<'position'>, place: Row<'location'> | undefined): Status {
  if (isAccount(position.location_id)) return isOnHand(position.location_id) ? 'suspense' : 'in_transit';
  if (position.owner !== '') return 'foreign';
  if (position.hold === 'INSPECTION') return 'returned_pending_inspection';
  if (position.hold === 'QUARANTINE' || position.hold === 'RECALL') return 'quarantined';
  if (position.condition === 'D' || position.condition === 'F') return 'damaged';
  if (position.hold !== '') return 'held';
  if (position.condition === 'A' || position.condition === 'B' || position.condition === 'C') return 'second_channel';
  if (position.condition !== 'N') return 'non_sellable';
  if (place === undefined) return 'picked';
  return place.pickable ? 'available' : 'at_dock';
}
